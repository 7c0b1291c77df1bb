//! Balancing strokes at the end.
//!
//! ## What it measures
//! Balancing strokes after the last working stroke, against the number asked for. Where only flat
//! strokes were done, they are the work.
//!
//! ## Why it matters
//! Balancing closes the session and is the taught remedy for unwanted reactions; leaving it out is a
//! trigger of them.
//!
//! ## Parameters
//! `strokes`: least number.
//!
//! ## Source
//! The tables of strokes and of triggers.

use super::{Evidence, Judgement};
use crate::{assessment::words, knowledge::stroke::Role};

pub(super) fn judge(evidence: &Evidence, strokes: u32) -> Judgement {
    if !evidence.treated() {
        return Judgement::untreated();
    }
    let last =
        |roles: &[Role]| evidence.treating().filter(|fact| roles.contains(&fact.role)).map(|fact| fact.begin).max();
    let work = last(&[Role::Work, Role::Foreign]).or_else(|| last(&[Role::Start]));
    let after: Vec<_> = evidence
        .treating()
        .filter(|fact| fact.role == Role::Balance && work.is_none_or(|work| fact.begin > work))
        .map(|fact| fact.begin)
        .collect();
    let share = if strokes == 0 { 1.0 } else { (after.len() as f64 / f64::from(strokes)).min(1.0) };
    let text = format!(
        "{} after the last working stroke; at least {strokes} {} asked for.",
        words::count(after.len(), "balancing stroke"),
        if strokes == 1 { "is" } else { "are" }
    );
    Judgement::new(share, text).at(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixture::Case;

    #[test]
    fn only_balancing_after_the_work_counts() {
        let case = Case::new();
        let share = |order: &[&str]| {
            let mut evidence = case.evidence();
            for (number, stroke) in order.iter().enumerate() {
                let begin = 100 * (number as u32 + 1);
                evidence.strokes.push(case.stroke(stroke, &[(3.0, 90.0), (3.0, 85.0)], begin, begin + 60));
            }
            judge(&evidence, 2).share
        };
        assert_eq!(share(&["hook", "balancing", "balancing"]), 1.0);
        assert_eq!(share(&["hook", "balancing"]), 0.5);
        assert_eq!(share(&["balancing", "balancing", "hook"]), 0.0);
        assert_eq!(share(&["flat", "balancing", "balancing"]), 1.0);
        assert_eq!(share(&[]), 0.0);
    }
}
