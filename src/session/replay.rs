//! Plays a record again and stops at the first difference.
//!
//! The record is driven through the same two calls as live play, and the lines the new session
//! writes are held against the lines of the record, checkpoint by checkpoint.

use std::sync::Arc;

use thiserror::Error;

use super::{
    Session,
    event::words_of,
    record::{Record, What},
};
use crate::{knowledge::Knowledge, scenario::Scenario, units::Tick};

/// Where and how a record differs from what happens when it is played again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}{}{}: {what}", .tick.map(|tick| format!(", at {tick}")).unwrap_or_default(), quoted(.event))]
pub struct Divergence {
    /// Line of the file, from 1.
    pub line: usize,
    /// The tick.
    pub tick: Option<Tick>,
    /// The event or checkpoint as the record has it; empty for the header.
    pub event: String,
    /// What differs.
    pub what: Difference,
}

fn quoted(event: &str) -> String {
    if event.is_empty() { String::new() } else { format!(", {event}") }
}

/// What differs.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Difference {
    /// The line's link does not follow from the lines before it.
    #[error("the chain breaks here; this line was changed, or a line at this place was removed, added or moved")]
    Chain,
    /// The attempt was made with another scenario.
    #[error("the record is of the scenario \"{recorded}\", not of \"{present}\"")]
    OtherScenario {
        /// The scenario of the record.
        recorded: String,
        /// The one it was played with.
        present: String,
    },
    /// The scenario's file has changed since.
    #[error(
        "the scenario has changed since (its fingerprint was {recorded}, now it is {present}); use the files of that time"
    )]
    Scenario {
        /// Fingerprint in the record, shortened.
        recorded: String,
        /// Fingerprint now, shortened.
        present: String,
    },
    /// The knowledge tables have changed since.
    #[error(
        "the knowledge tables have changed since (their fingerprint was {recorded}, now it is {present}); use the files of that time"
    )]
    Knowledge {
        /// Fingerprint in the record, shortened.
        recorded: String,
        /// Fingerprint now, shortened.
        present: String,
    },
    /// The client cannot be simulated with these tables.
    #[error("{0}")]
    CannotRun(String),
    /// The action is not possible there.
    #[error("this is not possible here: {0}")]
    Refused(String),
    /// The client's state is another.
    #[error("the client's state differs: the record says {recorded}, playing it again gives {present}")]
    State {
        /// In the record.
        recorded: String,
        /// Played again.
        present: String,
    },
    /// A checkpoint is missing before this line.
    #[error("the checkpoint of {0} is missing before this line")]
    MissingCheckpoint(Tick),
    /// A checkpoint where there is none.
    #[error("there is no checkpoint at this moment")]
    StrayCheckpoint,
    /// The record ends where the session did not, or the other way round.
    #[error("the record says the session ended here, but it was not ended by the student")]
    End,
}

/// Plays a record again from its beginning.
///
/// A record that was broken off gives a session that is not finished, as far as it goes.
///
/// # Errors
/// The first [`Divergence`].
pub fn replay(
    knowledge: &Arc<Knowledge>,
    scenario: &Arc<Scenario>,
    record: &Record,
) -> Result<Session, Box<Divergence>> {
    let (session, checkpoints) = play(knowledge, scenario, record, None)?;
    check_end(&session, &checkpoints, record)?;
    Ok(session)
}

/// Plays a record again up to a moment, for a look at the client there; the moment may lie beyond its end.
///
/// # Errors
/// The first [`Divergence`] before that moment.
pub fn replay_until(
    knowledge: &Arc<Knowledge>,
    scenario: &Arc<Scenario>,
    record: &Record,
    until: Tick,
) -> Result<Session, Box<Divergence>> {
    let (mut session, _) = play(knowledge, scenario, record, Some(until))?;
    // After the last entry nothing was done any more.
    while session.tick() < until && record.ended.is_none_or(|ended| session.tick() < ended.tick) && !session.finished()
    {
        session.advance();
    }
    Ok(session)
}

/// Plays all entries, or those up to a moment.
fn play(
    knowledge: &Arc<Knowledge>,
    scenario: &Arc<Scenario>,
    record: &Record,
    until: Option<Tick>,
) -> Result<(Session, Checkpoints), Box<Divergence>> {
    check_header(knowledge, scenario, record)?;
    let mut session =
        Session::new(Arc::clone(knowledge), Arc::clone(scenario), record.header.clone()).map_err(|error| {
            let what = Difference::CannotRun(error.to_string());
            Box::new(Divergence { line: 2, tick: None, event: String::new(), what })
        })?;
    session.be_quiet();
    let mut checkpoints = Checkpoints::default();
    let wanted = |entry: &&super::record::Entry| until.is_none_or(|until| entry.tick <= until);
    for entry in record.entries.iter().take_while(wanted) {
        // Put into words only if something differs.
        let at = |what| {
            let event = match &entry.what {
                What::Event(action) => words_of(action),
                What::Checkpoint(hash) => format!("= {hash}"),
            };
            Divergence { line: entry.line, tick: Some(entry.tick), event, what }
        };
        while session.tick() < entry.tick && !session.finished() {
            if let Some(missed) = checkpoints.due.first() {
                return Err(Box::new(at(Difference::MissingCheckpoint(missed.0))));
            }
            session.advance();
            checkpoints.note(&mut session);
        }
        match &entry.what {
            What::Event(action) => {
                if let Some(missed) = checkpoints.due.first() {
                    return Err(Box::new(at(Difference::MissingCheckpoint(missed.0))));
                }
                session
                    .act(action.clone())
                    .map_err(|refusal| Box::new(at(Difference::Refused(refusal.to_string()))))?;
                checkpoints.note(&mut session);
            }
            What::Checkpoint(recorded) => match checkpoints.take(entry.tick) {
                None => return Err(Box::new(at(Difference::StrayCheckpoint))),
                Some(present) if present != *recorded => {
                    let recorded = recorded.clone();
                    return Err(Box::new(at(Difference::State { recorded, present })));
                }
                Some(_) => {}
            },
        }
    }
    session.be_seen();
    Ok((session, checkpoints))
}

/// Checkpoints the new session has made and the record has not yet shown.
#[derive(Default)]
struct Checkpoints {
    due: Vec<(Tick, String)>,
}

impl Checkpoints {
    fn note(&mut self, session: &mut Session) {
        for line in session.take_lines() {
            let parts: Vec<&str> = line.split(' ').collect();
            if let [tick, "=", hash, _] = parts.as_slice()
                && let Ok(tick) = tick.parse()
            {
                self.due.push((Tick(tick), (*hash).to_owned()));
            }
        }
    }

    fn take(&mut self, tick: Tick) -> Option<String> {
        if self.due.first()?.0 == tick { Some(self.due.remove(0).1) } else { None }
    }
}

fn check_header(knowledge: &Knowledge, scenario: &Scenario, record: &Record) -> Result<(), Box<Divergence>> {
    let header = &record.header;
    let differs = |what| Err(Box::new(Divergence { line: 2, tick: None, event: String::new(), what }));
    let short = |hash: &str| super::record::short(hash);
    if let Some(broken) = record.broken.as_ref().filter(|broken| broken.line == 2) {
        return differs_at(broken.line, None, "", Difference::Chain);
    }
    if header.scenario != scenario.file.id {
        let (recorded, present) = (header.scenario.clone(), scenario.file.id.clone());
        return differs(Difference::OtherScenario { recorded, present });
    }
    if header.scenario_hash != scenario.hash {
        let (recorded, present) = (short(&header.scenario_hash), short(&scenario.hash));
        return differs(Difference::Scenario { recorded, present });
    }
    if header.knowledge_hash != knowledge.hash {
        let (recorded, present) = (short(&header.knowledge_hash), short(&knowledge.hash));
        return differs(Difference::Knowledge { recorded, present });
    }
    Ok(())
}

/// After all entries: the chain, and the end of the record against the end of the session.
fn check_end(session: &Session, checkpoints: &Checkpoints, record: &Record) -> Result<(), Box<Divergence>> {
    if let Some(broken) = &record.broken {
        return differs_at(broken.line, broken.tick, &broken.text, Difference::Chain);
    }
    if let Some(ended) = record.ended {
        if let Some((tick, _)) = checkpoints.due.first() {
            return differs_at(ended.line, Some(ended.tick), "end", Difference::MissingCheckpoint(*tick));
        }
        if !session.finished() || session.tick() != ended.tick {
            return differs_at(ended.line, Some(ended.tick), "end", Difference::End);
        }
    }
    Ok(())
}

fn differs_at(line: usize, tick: Option<Tick>, event: &str, what: Difference) -> Result<(), Box<Divergence>> {
    Err(Box::new(Divergence { line, tick, event: event.to_owned(), what }))
}
