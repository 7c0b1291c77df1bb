//! Carries an attempt over into a changed case, so that an author who saves a file can go on where
//! the case was.
//!
//! What the student did is done again in the changed case, at the same moments and with the same
//! seed. What is no longer possible there (a question that is gone, a phase that is no longer open)
//! is left out, so that the attempt stands where it stood if its step is still there, and else at the
//! last step before it that is.

use std::sync::Arc;

use super::{
    Session,
    record::{Header, Record, What},
};
use crate::{knowledge::Knowledge, scenario::Scenario, simulation::constants::IncompleteKnowledge, units::Tick};

/// An attempt in a changed case.
#[derive(Debug, Clone)]
pub struct Carried {
    /// The attempt as it stands now. Its record begins anew and holds all that was done again.
    pub session: Session,
    /// What could not be done again, in words, each with its moment.
    pub left_out: Vec<(Tick, String)>,
}

/// Carries an attempt over: `record` is what was done so far, `until` the moment it had reached.
///
/// # Errors
/// When the knowledge tables lack a number that the simulation needs.
pub fn carry_over(
    knowledge: &Arc<Knowledge>,
    changed: &Arc<Scenario>,
    record: &Record,
    until: Tick,
) -> Result<Carried, IncompleteKnowledge> {
    let header = Header {
        scenario: changed.file.id.clone(),
        scenario_hash: changed.hash.clone(),
        knowledge_hash: knowledge.hash.clone(),
        ..record.header.clone()
    };
    let mut session = Session::new(Arc::clone(knowledge), Arc::clone(changed), header)?;
    let mut left_out = Vec::new();
    let wait = |session: &mut Session, until: Tick| {
        while session.tick() < until && !session.finished() && session.tick() < super::LONGEST {
            session.advance();
        }
    };
    for entry in &record.entries {
        let What::Event(action) = &entry.what else { continue };
        wait(&mut session, entry.tick.min(until));
        if let Err(refusal) = session.act(action.clone()) {
            left_out.push((entry.tick, refusal.to_string()));
        }
    }
    wait(&mut session, until);
    Ok(Carried { session, left_out })
}
