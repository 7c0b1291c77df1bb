//! Ways of examination used before treating.
//!
//! ## What it measures
//! For each way asked for: looking counts fully under raking light (flat
//! to the skin and from one side) and half otherwise; a testing stroke counts half for each side, or fully with both hands. Palpation goes
//! from below upwards: displacement by the order of its places on each side, fold and diagnostic
//! stroke by their direction; where less than four fifths go upwards, up to three tenths are lost.
//! The criterion is the mean over the ways.
//!
//! ## Why it matters
//! What one way misses another shows, and only the comparison of sides tells what is altered.
//!
//! ## Parameters
//! `ways`: the ways that are asked for.
//!
//! ## Source
//! Order and direction of the examination as in the table of strokes; shares are a convention.

use super::{Evidence, Judgement, mean};
use crate::{
    assessment::{evidence::StrokeFact, words},
    maths::trapezoid,
    scenario::format::Reveal,
    units::Side,
};

/// Going up or down by less than this, in percent of the back, is going along.
const LEVEL_PERCENT: f64 = 1.5;

pub(super) fn judge(evidence: &Evidence, ways: &[Reveal]) -> Judgement {
    let before = |tick| evidence.work_began().is_none_or(|began| tick < began);
    let mut events = Vec::new();
    let mut parts = Vec::new();
    for way in ways {
        let Some(stroke) = stroke(*way) else {
            let looks = evidence.looks.iter().filter(|(tick, _)| before(*tick));
            let best = looks.clone().map(|(_, raking)| if *raking { 1.0 } else { 0.5 });
            events.extend(looks.map(|(tick, _)| *tick));
            let share = best.fold(0.0, f64::max);
            let how = match share {
                1.0 => "under raking light",
                0.5 => "only under steep light, which hides relief",
                _ => "not done",
            };
            parts.push((share, format!("looking {} ({how})", words::fine(share))));
            continue;
        };
        let done: Vec<&StrokeFact> =
            evidence.strokes.iter().filter(|fact| fact.stroke.as_str() == stroke && before(fact.begin)).collect();
        events.extend(done.iter().map(|fact| fact.begin));
        let name = words::name(evidence.knowledge.strokes.get(stroke), stroke).to_lowercase();
        let (sides, upwards) = (sides(&done), upwards(&done, *way));
        let share = sides * (0.7 + 0.3 * trapezoid(upwards, 0.0, 0.8, 1.0, 1.0));
        let how = if done.is_empty() {
            "not done"
        } else if sides < 1.0 {
            "one side only"
        } else if share < 1.0 {
            "not from below upwards"
        } else {
            "both sides, from below upwards"
        };
        parts.push((share, format!("{name} {} ({how})", words::fine(share))));
    }
    let shares: Vec<f64> = parts.iter().map(|(share, _)| *share).collect();
    let used = shares.iter().filter(|share| **share > 0.0).count();
    let text = format!("{used} of {} used before treating.", words::count(ways.len(), "way"));
    Judgement::new(if ways.is_empty() { 1.0 } else { mean(&shares) }, text).at(events).with_parts(parts)
}

fn stroke(way: Reveal) -> Option<&'static str> {
    match way {
        Reveal::Look => None,
        Reveal::Displacement => Some("displacement"),
        Reveal::Fold => Some("fold"),
        Reveal::DiagnosticStroke => Some("diagnostic"),
    }
}

/// Half for each side.
fn sides(done: &[&StrokeFact]) -> f64 {
    let on = |side| done.iter().any(|fact| fact.both_hands || fact.side == side || fact.side == Side::Both);
    [Side::Left, Side::Right].into_iter().filter(|side| on(*side)).count() as f64 / 2.0
}

/// Share of the work that goes upwards.
fn upwards(done: &[&StrokeFact], way: Reveal) -> f64 {
    let mut rises: Vec<bool> = Vec::new();
    if way == Reveal::Displacement {
        for side in [Side::Left, Side::Right, Side::Both] {
            let heights: Vec<f64> = done
                .iter()
                .filter(|fact| fact.side == side)
                .filter_map(|fact| fact.path.first())
                .map(|p| p.1)
                .collect();
            rises.extend(heights.windows(2).map(|pair| pair[1] <= pair[0] + LEVEL_PERCENT));
        }
    } else {
        let ends = done.iter().filter_map(|fact| Some((fact.path.first()?, fact.path.last()?)));
        rises.extend(ends.map(|(first, last)| last.1 <= first.1 + LEVEL_PERCENT));
    }
    if rises.is_empty() { 1.0 } else { rises.iter().filter(|rise| **rise).count() as f64 / rises.len() as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assessment::fixture::Case, units::Tick};

    fn share(both_hands: bool, from: f64, to: f64, raking: bool) -> f64 {
        let case = Case::new();
        let mut evidence = case.evidence();
        let mut stroke = case.stroke("diagnostic", &[(3.0, from), (3.0, to)], 100, 300);
        stroke.both_hands = both_hands;
        evidence.strokes.push(stroke);
        evidence.looks.push((Tick(10), raking));
        judge(&evidence, &[Reveal::Look, Reveal::DiagnosticStroke]).share
    }

    #[test]
    fn both_sides_upwards_and_under_raking_light_is_right() {
        assert_eq!(share(true, 90.0, 5.0, true), 1.0);
    }

    #[test]
    fn one_side_a_wrong_direction_or_steep_light_cost() {
        assert_eq!(share(false, 90.0, 5.0, true), 0.75);
        assert!((share(true, 5.0, 90.0, true) - 0.85).abs() < 1e-9);
        assert_eq!(share(true, 90.0, 5.0, false), 0.75);
    }
}
