//! Items of preparation done before the first touch.
//!
//! ## What it measures
//! Share of the items done. An item done before the first touch of the back counts fully, one done
//! after palpation but before the first treating stroke counts half, a later one not at all.
//!
//! ## Why it matters
//! Consent that comes after the touch is no consent; hygiene that comes after it helps nobody.
//!
//! ## Parameters
//! `items`: ids of the table of preparation.
//!
//! ## Source
//! The table of preparation.

use super::{Evidence, Judgement, mean};
use crate::{
    assessment::words::{self, told},
    units::Tick,
};

pub(super) fn judge(evidence: &Evidence, items: &[String]) -> Judgement {
    let (touched, worked) = (evidence.first_touch(), evidence.work_began());
    let mut events = Vec::new();
    let mut missing = Vec::new();
    let mut late = Vec::new();
    let mut shares = Vec::new();
    for item in items {
        let name = words::name(evidence.knowledge.preparation.get(item.as_str()), item).to_lowercase();
        let done = Evidence::first(&evidence.prepared, item);
        let before = |limit: Option<Tick>| done.is_some_and(|done| limit.is_none_or(|limit| done <= limit));
        let share = if before(touched) {
            1.0
        } else if before(worked) {
            0.5
        } else {
            0.0
        };
        events.extend(done);
        match done {
            None => missing.push(name),
            Some(_) if share < 1.0 => late.push(name),
            Some(_) => {}
        }
        shares.push(share);
    }
    let mut text = if missing.is_empty() && late.is_empty() {
        "All of it was done before the first touch.".to_owned()
    } else {
        format!("{} of {} done.", items.len() - missing.len(), words::count(items.len(), "item"))
    };
    if !missing.is_empty() {
        text.push_str(&format!(" {}", told("Not done", &missing)));
    }
    if !late.is_empty() {
        text.push_str(&format!(" {}", told("Only after the first touch", &late)));
    }
    Judgement::new(if items.is_empty() { 1.0 } else { mean(&shares) }, text).at(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixture::Case;

    fn share(done: &[(u32, &str)]) -> f64 {
        let case = Case::new();
        let mut evidence = case.evidence();
        evidence.strokes.push(case.stroke("displacement", &[(3.0, 90.0), (3.0, 85.0)], 100, 160));
        evidence.strokes.push(case.stroke("flat", &[(3.0, 90.0), (3.0, 85.0)], 1000, 1060));
        evidence.prepared = done.iter().map(|(tick, item)| (Tick(*tick), (*item).to_owned())).collect();
        judge(&evidence, &["explain".into(), "hands-washed".into()]).share
    }

    #[test]
    fn only_what_was_done_before_the_touch_counts_fully() {
        assert_eq!(share(&[(10, "explain"), (20, "hands-washed")]), 1.0);
        assert_eq!(share(&[(10, "explain"), (500, "hands-washed")]), 0.75);
        assert_eq!(share(&[(10, "explain"), (2000, "hands-washed")]), 0.5);
        assert_eq!(share(&[]), 0.0);
    }
}
