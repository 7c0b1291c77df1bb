//! Comfort and calm at the end.
//!
//! ## What it measures
//! The smaller of two parts: comfort at the end against the comfort asked for (nothing at half of
//! it), and arousal at the end not above the beginning (nothing at 0.5 above it, a tenth is allowed).
//! With an unwanted reaction of grade 2 or more it is 0; one that the work brings on after the session takes half.
//!
//! ## Why it matters
//! A session that leaves the client agitated or unwell has missed its aim, whatever the tissue did.
//!
//! ## Parameters
//! `comfort`: comfort at the end for full credit, 0 to 1.
//!
//! ## Source
//! The table of reactions; the limits are a convention.

use super::{Evidence, Judgement};
use crate::{
    assessment::words::{self, told},
    maths::trapezoid,
};

/// Share that is left when the work brings on something unpleasant after the session.
const LATER: f64 = 0.5;

/// Reactions of this grade are unpleasant.
const UNPLEASANT: u32 = 2;

pub(super) fn judge(evidence: &Evidence, comfort: f64) -> Judgement {
    if !evidence.treated() {
        return Judgement::untreated();
    }
    let at_ease = trapezoid(evidence.comfort.1, comfort * 0.5, comfort, 1.0, 1.0);
    let rise = evidence.arousal.1 - evidence.arousal.0;
    let calm = trapezoid(rise, -3.0, -3.0, 0.1, 0.5);
    let bad: Vec<_> = evidence
        .reactions
        .iter()
        .filter(|(_, id)| evidence.knowledge.reactions.get(id).is_some_and(|reaction| reaction.grade >= UNPLEASANT))
        .collect();
    // What begins later was not met by the student, but it was brought on: it takes half.
    let later: Vec<_> = evidence
        .later
        .iter()
        .filter(|later| later.by_work)
        .filter(|later| {
            evidence.knowledge.reactions.get(&later.reaction).is_some_and(|reaction| reaction.grade >= UNPLEASANT)
        })
        .collect();
    let held = if later.is_empty() { 1.0 } else { LATER };
    let share = if bad.is_empty() { at_ease.min(calm) * held } else { 0.0 };
    let mut text = format!(
        "Comfort {} at the end ({} at the beginning; {} was asked for).",
        words::fine(evidence.comfort.1),
        words::fine(evidence.comfort.0),
        words::fine(comfort)
    );
    if !later.is_empty() {
        let names: Vec<String> = later
            .iter()
            .map(|later| {
                words::name(evidence.knowledge.reactions.get(&later.reaction), later.reaction.as_str()).to_lowercase()
            })
            .collect();
        text.push_str(&format!(" {}", told("After the session, by the work", &names)));
    }
    if !bad.is_empty() {
        let names: Vec<String> = bad
            .iter()
            .map(|(_, id)| words::name(evidence.knowledge.reactions.get(id), id.as_str()).to_lowercase())
            .collect();
        text.push_str(&format!(" {}", told("Unwanted reaction", &names)));
    }
    Judgement::new(share, text).at(bad.iter().map(|(tick, _)| *tick)).with_parts(vec![
        (at_ease, format!("comfort {}", words::fine(at_ease))),
        (calm, format!("calm {} (arousal {rise:+.2})", words::fine(calm))),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assessment::fixture::Case, units::Tick};

    #[test]
    fn a_client_at_ease_gives_everything_and_an_unpleasant_reaction_nothing() {
        let case = Case::new();
        let mut evidence = case.evidence();
        evidence.strokes.push(case.stroke("flat", &[(3.0, 90.0), (3.0, 85.0)], 60, 120));
        evidence.comfort = (0.7, 0.85);
        assert_eq!(judge(&evidence, 0.8).share, 1.0);
        evidence.comfort.1 = 0.6;
        assert!((judge(&evidence, 0.8).share - 0.5).abs() < 1e-9);
        evidence.comfort.1 = 0.9;
        evidence.arousal = (0.0, 0.3);
        assert!((judge(&evidence, 0.8).share - 0.5).abs() < 1e-9);
        evidence.arousal = (0.0, -0.2);
        evidence.reactions.push((Tick(100), "r03".into()));
        assert_eq!(judge(&evidence, 0.8).share, 0.0);
    }
}
