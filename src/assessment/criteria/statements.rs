//! What was said to the client.
//!
//! ## What it measures
//! Right statements made, minus statements out of scope, against those that should be made. More
//! statements out of scope than right ones make it a penalty. Other statements in scope are neutral.
//!
//! ## Why it matters
//! A promise that the method cannot keep, or a diagnosis that is not the therapist's to give, harms
//! even when the hands did well.
//!
//! ## Parameters
//! `right`: ids of statements that should be made.
//!
//! ## Source
//! What must not be claimed: the table of effects with its grades of evidence; the case says of each
//! statement whether it is in scope and why.

use std::collections::BTreeSet;

use super::{Evidence, Judgement};
use crate::assessment::words::{self, told};

pub(super) fn judge(evidence: &Evidence, right: &[String]) -> Judgement {
    let said: BTreeSet<&str> = evidence.said.iter().map(|(_, id)| id.as_str()).collect();
    let hits = right.iter().filter(|id| said.contains(id.as_str())).count();
    let beyond: Vec<_> = evidence
        .scenario
        .file
        .task
        .statements
        .iter()
        .filter(|statement| !statement.in_scope && said.contains(statement.id.as_str()))
        .collect();
    let share = match (right.len(), beyond.len()) {
        (0, 0) => 1.0,
        (0, wrong) => 0.0 - (wrong - 1) as f64,
        (all, wrong) => (hits as f64 - wrong as f64) / all as f64,
    };
    let mut text = format!("{hits} of {} made.", words::count(right.len(), "fitting statement"));
    for statement in &beyond {
        text.push_str(&format!(
            " Out of scope: \"{}\" {}",
            evidence.say(&statement.words),
            evidence.say(&statement.why)
        ));
    }
    let missed: Vec<String> = evidence
        .scenario
        .file
        .task
        .statements
        .iter()
        .filter(|statement| right.contains(&statement.id) && !said.contains(statement.id.as_str()))
        .map(|statement| format!("\"{}\"", evidence.say(&statement.words)))
        .collect();
    if !missed.is_empty() {
        text.push_str(&format!(" {}", told("Not said", &missed)));
    }
    Judgement::new(share.clamp(-1.0, 1.0), text).at(evidence.said.iter().map(|(tick, _)| *tick))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assessment::fixture::Case, units::Tick};

    fn share(said: &[&str]) -> f64 {
        let case = Case::new();
        let mut evidence = case.evidence();
        evidence.said = said.iter().map(|id| (Tick(5), (*id).to_owned())).collect();
        judge(&evidence, &["may-be-tired".into(), "may-help".into()]).share
    }

    #[test]
    fn a_promise_out_of_scope_takes_a_right_statement_away() {
        assert_eq!(share(&["may-be-tired", "may-help"]), 1.0);
        assert_eq!(share(&["may-be-tired", "may-help", "small-talk"]), 1.0);
        assert_eq!(share(&["may-be-tired", "may-help", "will-cure"]), 0.5);
        assert_eq!(share(&["will-cure"]), -0.5);
        assert_eq!(share(&[]), 0.0);
    }
}
