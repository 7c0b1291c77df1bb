//! Results by scenario, `ctm-results/1`.
//!
//! A RON file: for each scenario the attempts in the order they were made. The best result is not
//! stored, it follows from them. Scores in it are a reminder for the learner and proof of nothing:
//! a record can always be graded again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    assessment::report::{Report, Safety},
    diagnostic::Diagnostic,
    document::{Document, Path},
    units::Points,
};

/// The version of this form.
pub const FORMAT: &str = "ctm-results/1";

/// Attempts kept for each scenario; the oldest that are not the best are dropped.
pub const KEPT: usize = 200;

/// An attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// The day, as year-month-day; handed in by whoever knows it.
    pub on: String,
    /// The student's pseudonym.
    pub student: String,
    /// Points before any cap, thousandths.
    pub raw: Points,
    /// Points after caps, thousandths.
    pub capped: Points,
    /// The verdict on safety: `clear`, `caution` or `unsafe`.
    pub safety: Safety,
    /// Enough points, and not unsafe.
    pub passed: bool,
    /// The session was ended properly.
    pub finished: bool,
    /// Name of the record, if it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
}

impl Attempt {
    /// The attempt that a report tells of.
    #[must_use]
    pub fn new(report: &Report, on: &str, record: Option<&str>) -> Self {
        Self {
            on: on.to_owned(),
            student: report.student.clone(),
            raw: report.raw,
            capped: report.capped,
            safety: report.safety,
            passed: report.passed,
            finished: report.finished,
            record: record.map(str::to_owned),
        }
    }

    /// Better first: passed, then points after caps, then the safer one.
    fn rank(&self) -> (bool, Points, std::cmp::Reverse<Safety>) {
        (self.passed, self.capped, std::cmp::Reverse(self.safety))
    }
}

/// Results of all scenarios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    attempts: BTreeMap<String, Vec<Attempt>>,
}

/// The file form.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    scenarios: BTreeMap<String, Vec<Attempt>>,
}

impl Default for Results {
    fn default() -> Self {
        Self::new()
    }
}

impl Results {
    /// No results yet.
    #[must_use]
    pub fn new() -> Self {
        Self { attempts: BTreeMap::new() }
    }

    /// Reads results from the bytes of a file; `name` is the file's name for messages.
    ///
    /// # Errors
    /// All findings, if the file is not of this form.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Vec<Diagnostic>> {
        let (document, decoded) = Document::read::<File>(name, bytes);
        let format = Path::root().field("format");
        if let Some(found) = document.text_at(&format)
            && found != FORMAT
        {
            let message = format!("this file has the form \"{found}\", results have \"{FORMAT}\"");
            return Err(vec![document.error("E100", &format, message, "open it with the version that wrote it")]);
        }
        let findings = decoded.findings.clone();
        decoded.value().map(|file| Self { attempts: file.scenarios }).ok_or(findings)
    }

    /// The text of the file.
    #[must_use]
    pub fn write(&self) -> String {
        let file = File { format: FORMAT.to_owned(), scenarios: self.attempts.clone() };
        // Plain values: writing them into a string has no way to fail.
        let mut text = ron::ser::to_string_pretty(&file, ron::ser::PrettyConfig::default()).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Adds an attempt at a scenario.
    pub fn add(&mut self, scenario: &str, attempt: Attempt) {
        let attempts = self.attempts.entry(scenario.to_owned()).or_default();
        attempts.push(attempt);
        if attempts.len() > KEPT {
            let best = best_index(attempts);
            attempts.remove(usize::from(best == Some(0)));
        }
    }

    /// The attempts at a scenario, oldest first.
    #[must_use]
    pub fn attempts(&self, scenario: &str) -> &[Attempt] {
        self.attempts.get(scenario).map_or(&[], Vec::as_slice)
    }

    /// The best attempt at a scenario: passed before not passed, then more points after caps, then
    /// the safer verdict; of equals the earliest.
    #[must_use]
    pub fn best(&self, scenario: &str) -> Option<&Attempt> {
        let attempts = self.attempts(scenario);
        best_index(attempts).and_then(|index| attempts.get(index))
    }

    /// Ids of the scenarios with attempts, in alphabetical order.
    pub fn scenarios(&self) -> impl Iterator<Item = &str> {
        self.attempts.keys().map(String::as_str)
    }
}

fn best_index(attempts: &[Attempt]) -> Option<usize> {
    (0..attempts.len()).rev().max_by_key(|index| attempts.get(*index).map(Attempt::rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(capped: i64, passed: bool, on: &str) -> Attempt {
        Attempt {
            on: on.into(),
            student: "blue-heron".into(),
            raw: Points(capped),
            capped: Points(capped),
            safety: Safety::Clear,
            passed,
            finished: true,
            record: None,
        }
    }

    #[test]
    fn the_best_attempt_is_the_one_a_learner_would_name() {
        let mut results = Results::new();
        assert_eq!(results.best("case01"), None);
        results.add("case01", attempt(55_000, false, "2026-03-01"));
        results.add("case01", attempt(81_000, true, "2026-03-02"));
        results.add("case01", attempt(81_000, true, "2026-03-03"));
        results.add("case01", attempt(70_000, true, "2026-03-04"));
        assert_eq!(results.best("case01").map(|best| best.on.as_str()), Some("2026-03-02"));
        assert_eq!(results.attempts("case01").len(), 4);
    }

    #[test]
    fn results_survive_the_way_through_a_file() {
        let mut results = Results::new();
        results.add("case01", attempt(81_250, true, "2026-03-02"));
        results.add("case09", attempt(40_000, false, "2026-03-05"));
        let text = results.write();
        assert!(text.contains("ctm-results/1"), "{text}");
        assert_eq!(Results::read("results.ron", text.as_bytes()).unwrap(), results);
    }

    #[test]
    fn another_form_or_a_broken_file_is_told_and_not_overwritten_silently() {
        let other = Results::read("results.ron", b"(format: \"ctm-results/9\", scenarios: {})").unwrap_err();
        assert!(other.iter().any(|finding| finding.message.contains("ctm-results/9")));
        assert!(!Results::read("results.ron", b"(format: \"ctm-results/1\", scen").unwrap_err().is_empty());
    }

    #[test]
    fn the_best_attempt_stays_however_many_follow() {
        let mut results = Results::new();
        results.add("case01", attempt(99_000, true, "first"));
        for _ in 0..(KEPT + 20) {
            results.add("case01", attempt(50_000, false, "later"));
        }
        assert_eq!(results.attempts("case01").len(), KEPT);
        assert_eq!(results.best("case01").map(|best| best.on.as_str()), Some("first"));
    }
}
