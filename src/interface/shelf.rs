//! The cases that can be opened, and the doors to the world outside.
//!
//! The interface touches no file: whoever builds the program hands in what opens a record, keeps
//! results and keeps settings.

use std::sync::Arc;

use bevy::prelude::Resource;

use super::settings::Settings;
use crate::{
    assessment::report::{Report, Safety},
    diagnostic::Diagnostic,
    knowledge::Knowledge,
    scenario::Scenario,
    session::plan::Plan,
    units::Points,
};

/// What is known of a case before it is opened.
#[derive(Debug, Clone)]
pub struct CaseEntry {
    /// Where it comes from, for messages.
    pub path: String,
    /// The pack or folder it belongs to, as it is shown.
    pub pack: String,
    /// The case, if it can be played.
    pub scenario: Option<Arc<Scenario>>,
    /// What its check found.
    pub findings: Vec<Diagnostic>,
    /// The best result so far.
    pub best: Option<Best>,
    /// Plans of good sessions, to compare with.
    pub good: Vec<Arc<Plan>>,
}

impl CaseEntry {
    /// The last part of its path.
    #[must_use]
    pub fn file(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path)
    }
}

/// A file of a case that was made or changed while the program runs.
#[derive(Debug, Clone)]
pub struct Saved {
    /// Its path, as in [`CaseEntry::path`].
    pub path: String,
    /// The pack or folder it belongs to.
    pub pack: String,
    /// What it holds now, or why it cannot be read.
    pub bytes: Result<Vec<u8>, String>,
}

/// The best result of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Best {
    /// Points after caps.
    pub points: Points,
    /// The verdict on safety.
    pub safety: Safety,
    /// Passed.
    pub passed: bool,
    /// How many attempts were finished.
    pub attempts: u32,
}

impl Best {
    /// The better of what is known and a new result, with one more attempt counted.
    #[must_use]
    pub fn after(known: Option<Self>, report: &Report) -> Self {
        let new = Self { points: report.capped, safety: report.safety, passed: report.passed, attempts: 1 };
        known.map_or(new, |known| known.or_better(new))
    }

    /// The better of two, with the attempts of both.
    #[must_use]
    pub fn or_better(self, other: Self) -> Self {
        let rank = |best: &Self| (best.passed, best.points);
        let better = if rank(&other) > rank(&self) { other } else { self };
        Self { attempts: self.attempts.saturating_add(other.attempts), ..better }
    }
}

/// A place for the lines of a record: each is written and flushed when it comes.
pub type Sink = Box<dyn FnMut(&str) + Send + Sync>;

/// The doors to the world outside. Each may fail with a message for the student; nothing is lost
/// but what it says.
pub struct Doors {
    /// Opens the record of a new attempt at a case, and says where it lies.
    pub open_record: Box<dyn FnMut(&Scenario) -> Result<(Sink, String), String> + Send + Sync>,
    /// Keeps a result.
    pub keep_result: Box<dyn FnMut(&Report) -> Result<(), String> + Send + Sync>,
    /// Keeps the settings.
    pub keep_settings: Box<dyn FnMut(&Settings) -> Result<(), String> + Send + Sync>,
    /// A seed for the chance of the next attempt.
    pub seed: Box<dyn FnMut() -> u64 + Send + Sync>,
    /// Cases that were saved since it was asked last. It is asked several times a second.
    pub saved: Box<dyn FnMut() -> Vec<Saved> + Send + Sync>,
}

impl Doors {
    /// Doors that lead nowhere: nothing is kept. For tests and pictures.
    #[must_use]
    pub fn closed() -> Self {
        Self {
            open_record: Box::new(|_| Ok((Box::new(|_| {}), String::new()))),
            keep_result: Box::new(|_| Ok(())),
            keep_settings: Box::new(|_| Ok(())),
            seed: Box::new(|| 1),
            saved: Box::new(Vec::new),
        }
    }
}

/// The cases, the knowledge and the doors.
#[derive(Resource)]
pub struct Shelf {
    /// The knowledge tables.
    pub knowledge: Arc<Knowledge>,
    /// The cases in the order they are shown.
    pub cases: Vec<CaseEntry>,
    /// The doors.
    pub doors: Doors,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(points: i64, passed: bool) -> Report {
        Report {
            scenario: "case".into(),
            student: "s".into(),
            raw: Points(points),
            capped: Points(points),
            safety: Safety::Clear,
            passed,
            finished: true,
            domains: Vec::new(),
            gates: Vec::new(),
            ledger: Vec::new(),
            client: Vec::new(),
        }
    }

    #[test]
    fn a_worse_attempt_counts_but_does_not_replace_the_best() {
        let first = Best::after(None, &report(80_000, true));
        let second = Best::after(Some(first), &report(95_000, false));
        assert_eq!(second.points, Points(80_000));
        assert_eq!(second.attempts, 2);
        let third = Best::after(Some(second), &report(90_000, true));
        assert_eq!((third.points, third.attempts), (Points(90_000), 3));
    }
}
