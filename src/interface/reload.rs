//! Cases that are saved while the program runs: a good save is taken over at once, a broken one is told
//! and the version before it goes on.

use std::sync::Arc;

use bevy::prelude::*;

use super::{
    desk::{Desk, Open},
    shelf::{CaseEntry, Saved, Shelf},
};
use crate::{
    diagnostic::{Diagnostic, Position, Severity},
    knowledge::Knowledge,
    scenario::{self, Reloaded, Scenario, check::CheckLevel},
    scene::attempt::Attempt,
    session::{carry::carry_over, record::Record},
    units::Tick,
};

/// Seconds between two looks at the files.
const EVERY: f64 = 0.1;

/// What became of a case that was saved.
#[derive(Debug, Clone)]
pub struct News {
    /// The name of its file.
    pub file: String,
    /// Its number on the shelf.
    pub number: usize,
    /// What became of it.
    pub what: What,
}

/// What became of a case that was saved.
#[derive(Debug, Clone)]
pub enum What {
    /// It has errors; the version before, if there is one, goes on.
    Broken(Vec<Diagnostic>),
    /// It was taken over.
    Taken {
        /// Warnings of its check.
        warnings: usize,
        /// What of the attempt could not be done again in it; none if no attempt was going on.
        left_out: Option<Vec<(Tick, String)>>,
    },
}

/// Looks at the files now and then, and takes over what was saved.
pub(super) fn reload(
    time: Res<Time<Real>>,
    mut asked: Local<f64>,
    mut desk: ResMut<Desk>,
    mut shelf: ResMut<Shelf>,
    mut attempt: ResMut<Attempt>,
) {
    let now = time.elapsed_secs_f64();
    if now - *asked < EVERY {
        return;
    }
    *asked = now;
    let saved = (shelf.bypass_change_detection().doors.saved)();
    for saved in saved {
        take(saved, &mut desk, &mut shelf, &mut attempt);
    }
}

fn take(saved: Saved, desk: &mut Desk, shelf: &mut Shelf, attempt: &mut Attempt) {
    let knowledge = shelf.knowledge.clone();
    let number = shelf.cases.iter().position(|entry| entry.path == saved.path).unwrap_or_else(|| {
        let (path, pack) = (saved.path.clone(), saved.pack.clone());
        shelf.cases.push(CaseEntry { path, pack, scenario: None, findings: Vec::new(), best: None, good: Vec::new() });
        shelf.cases.len() - 1
    });
    let Some(entry) = shelf.cases.get_mut(number) else { return };
    let before = entry.scenario.clone();
    let what = match read(&knowledge, before.as_deref(), &saved) {
        Reloaded::Same => {
            // A broken save was taken back.
            if entry.findings.iter().all(|finding| finding.severity != Severity::Error) {
                return;
            }
            entry.findings.clear();
            What::Taken { warnings: 0, left_out: None }
        }
        Reloaded::Broken(findings) => {
            entry.findings.clone_from(&findings);
            What::Broken(findings)
        }
        Reloaded::Changed(changed, findings) => {
            let changed = Arc::new(*changed);
            let warnings = findings.len();
            entry.findings = findings;
            entry.scenario = Some(changed.clone());
            let left_out = before.and_then(|before| carry(&knowledge, &before, &changed, desk, shelf, attempt));
            What::Taken { warnings, left_out }
        }
    };
    let file = shelf.cases.get(number).map(|entry| entry.file().to_owned()).unwrap_or_default();
    desk.news = Some(News { file, number, what });
}

fn read(knowledge: &Knowledge, running: Option<&Scenario>, saved: &Saved) -> Reloaded {
    let bytes = match &saved.bytes {
        Ok(bytes) => bytes,
        Err(message) => {
            let help = "check that the file is there and may be read";
            let finding = Diagnostic::error("E000", &saved.path, Position::default(), message.clone(), help);
            return Reloaded::Broken(vec![finding]);
        }
    };
    match running {
        Some(running) => scenario::reload(knowledge, running, &saved.path, bytes),
        None => match scenario::read(knowledge, &saved.path, bytes, CheckLevel::Draft) {
            (Some(scenario), findings) => Reloaded::Changed(Box::new(scenario), findings),
            (None, findings) => Reloaded::Broken(findings),
        },
    }
}

/// Opens the changed case where the one before was open, and goes on in it where an attempt was going on;
/// then gives back what could not be done again.
fn carry(
    knowledge: &Arc<Knowledge>,
    before: &Arc<Scenario>,
    changed: &Arc<Scenario>,
    desk: &mut Desk,
    shelf: &mut Shelf,
    attempt: &mut Attempt,
) -> Option<Vec<(Tick, String)>> {
    let open = desk.open.as_ref().filter(|open| open.file.hash == before.hash)?;
    desk.open = Some(Open::new(changed.clone(), open.seed));
    let session = attempt.session().filter(|session| session.header().scenario_hash == before.hash)?;
    let until = session.tick();
    let text = desk.lines.lock().map(|text| text.clone()).unwrap_or_default();
    let carried = Record::parse(text.as_bytes())
        .map_err(|error| error.to_string())
        .and_then(|(record, _)| carry_over(knowledge, changed, &record, until).map_err(|error| error.to_string()));
    let carried = match carried {
        Ok(carried) => carried,
        Err(error) => {
            desk.message = Some(format!("The attempt goes on in the version before: {error}"));
            return None;
        }
    };
    // The record of what was done before stays; what is carried over begins one of its own.
    match desk.open_record(&mut shelf.doors, changed) {
        Ok(sink) => attempt.change(carried.session, sink),
        Err(message) => {
            desk.message = Some(message);
            return None;
        }
    }
    Some(carried.left_out)
}
