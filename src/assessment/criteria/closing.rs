//! Items of closing: advice, documentation, words of referral.
//!
//! ## What it measures
//! Share of the items done after the last treating stroke. Other items are neutral.
//!
//! ## Why it matters
//! What is not written down is lost for the next session, and a client who was sent on needs to know
//! where to and why.
//!
//! ## Parameters
//! `items`: ids of the table of preparation, group closing.
//!
//! ## Source
//! The table of preparation.

use super::{Evidence, Judgement};
use crate::{
    assessment::words::{self, told},
    units::Tick,
};

pub(super) fn judge(evidence: &Evidence, items: &[String]) -> Judgement {
    let ended = evidence.work_ended().unwrap_or_default();
    let mut missing = Vec::new();
    let mut events: Vec<Tick> = Vec::new();
    for item in items {
        let done = evidence.closed.iter().rev().find(|(tick, done)| done == item && *tick >= ended);
        match done {
            Some((tick, _)) => events.push(*tick),
            None => missing.push(words::name(evidence.knowledge.preparation.get(item.as_str()), item).to_lowercase()),
        }
    }
    let done = items.len() - missing.len();
    let share = if items.is_empty() { 1.0 } else { done as f64 / items.len() as f64 };
    let mut text = format!("{done} of {} done.", words::count(items.len(), "item"));
    if !missing.is_empty() {
        text.push_str(&format!(" {}", told("Not done", &missing)));
    }
    Judgement::new(share, text).at(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixture::Case;

    #[test]
    fn items_count_after_the_work_and_also_without_any() {
        let case = Case::new();
        let mut evidence = case.evidence();
        evidence.closed.push((Tick(100), "advice".into()));
        let items = ["advice".into(), "documentation".into()];
        assert_eq!(judge(&evidence, &items).share, 0.5);
        evidence.strokes.push(case.stroke("flat", &[(3.0, 90.0), (3.0, 85.0)], 600, 660));
        assert_eq!(judge(&evidence, &items).share, 0.0);
        evidence.closed.push((Tick(700), "advice".into()));
        evidence.closed.push((Tick(710), "documentation".into()));
        assert_eq!(judge(&evidence, &items).share, 1.0);
    }
}
