//! The order of the work.
//!
//! ## What it measures
//! Pairs of acts of which the first must come before the second: the weight of the pairs in which
//! both were done and the first began before the second, against the weight of all pairs. Acts count
//! by their first stroke, except where the last is named. There is no single golden list: what no
//! pair orders is free.
//!
//! ## Why it matters
//! From below upwards and from the surface inwards: higher or deeper work on tissue that is not
//! prepared provokes unwanted reactions.
//!
//! ## Parameters
//! `pairs`: first, then, weight and why.
//!
//! ## Source
//! The build-up as taught; the schools' rules of order are untested conventions.

use super::{Evidence, Judgement};
use crate::{
    assessment::{evidence::StrokeFact, words},
    scenario::rubric::{Act, Precedence},
};

pub(super) fn judge(evidence: &Evidence, pairs: &[Precedence]) -> Judgement {
    let strokes: Vec<&StrokeFact> = evidence.treating().collect();
    if strokes.is_empty() {
        return Judgement::untreated();
    }
    let (mut kept, mut all) = (0.0, 0.0);
    let mut parts = Vec::new();
    let mut events = Vec::new();
    for pair in pairs {
        all += pair.weight;
        let first = place(&strokes, &pair.first, None);
        // "Any work" after an act means work that is not that act itself.
        let then = place(&strokes, &pair.then, (pair.then == Act::AnyWork).then_some(&pair.first));
        let (early, late) = (name(evidence, &pair.first), name(evidence, &pair.then));
        let words = match (first, then) {
            (Some(first), Some(then)) if first < then => {
                kept += pair.weight;
                parts.push((1.0, format!("{early} before {late}: kept")));
                continue;
            }
            (Some(_), Some(then)) => {
                events.extend(strokes.get(then).map(|stroke| stroke.begin));
                format!("{late} came before {early}: {}", evidence.say(&pair.why))
            }
            (None, _) => format!("{early} was not done: {}", evidence.say(&pair.why)),
            (_, None) => format!("{late} was not done: {}", evidence.say(&pair.why)),
        };
        parts.push((0.0, words));
    }
    let share = if all > 0.0 { kept / all } else { 1.0 };
    let right = parts.iter().filter(|(share, _)| *share == 1.0).count();
    let text = if right == pairs.len() {
        "Everything was done in its order.".to_owned()
    } else {
        format!("{right} of {} in order.", words::count(pairs.len(), "pair"))
    };
    Judgement::new(share, text).at(events).with_parts(parts)
}

/// Where in the sequence of treating strokes an act stands; strokes of `except` are passed over.
fn place(strokes: &[&StrokeFact], act: &Act, except: Option<&Act>) -> Option<usize> {
    let belongs = |stroke: &StrokeFact, act: &Act| match act {
        Act::Step(step) => stroke.steps.contains(step),
        Act::Section(section) => stroke.sections.contains(section),
        Act::Zone(zone) => stroke.zones.contains(zone),
        Act::Stroke(id) | Act::LastStroke(id) => stroke.stroke == *id,
        Act::AnyWork => true,
    };
    let matches = |stroke: &&&StrokeFact| belongs(stroke, act) && !except.is_some_and(|except| belongs(stroke, except));
    match act {
        Act::LastStroke(_) => strokes.iter().rposition(|stroke| matches(&stroke)),
        _ => strokes.iter().position(|stroke| matches(&stroke)),
    }
}

fn name(evidence: &Evidence, act: &Act) -> String {
    let tables = evidence.knowledge;
    match act {
        Act::Step(id) => tables
            .sections
            .values()
            .flat_map(|section| &section.steps)
            .find(|step| step.id == *id)
            .map_or_else(|| id.to_string(), |step| step.name.en.to_lowercase()),
        Act::Section(id) => words::name(tables.sections.get(id), id.as_str()).to_lowercase(),
        Act::Zone(id) => words::name(tables.zones.get(id), id.as_str()).to_lowercase(),
        Act::Stroke(id) => words::name(tables.strokes.get(id), id.as_str()).to_lowercase(),
        Act::LastStroke(id) => {
            format!("the last {}", words::name(tables.strokes.get(id), id.as_str()).to_lowercase())
        }
        Act::AnyWork => "further work".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixture::Case;

    fn pairs() -> Vec<Precedence> {
        let pair = |first: &str, then: &str, weight| Precedence {
            first: Act::Stroke(first.into()),
            then: Act::Stroke(then.into()),
            weight,
            why: Default::default(),
        };
        vec![pair("flat", "hook", 2.0), pair("hook", "balancing", 1.0)]
    }

    fn share(order: &[&str]) -> f64 {
        let case = Case::new();
        let mut evidence = case.evidence();
        for (number, stroke) in order.iter().enumerate() {
            let begin = 100 * (number as u32 + 1);
            evidence.strokes.push(case.stroke(stroke, &[(3.0, 90.0), (3.0, 85.0)], begin, begin + 60));
        }
        judge(&evidence, &pairs()).share
    }

    #[test]
    fn the_right_order_gives_everything_and_what_is_not_ordered_is_free() {
        assert_eq!(share(&["flat", "hook", "balancing"]), 1.0);
        assert_eq!(share(&["flat", "subcutaneous", "hook", "balancing"]), 1.0);
        assert_eq!(share(&["subcutaneous", "flat", "hook", "balancing"]), 1.0);
    }

    #[test]
    fn a_pair_turned_round_or_left_out_loses_its_weight() {
        assert!((share(&["hook", "flat", "balancing"]) - 1.0 / 3.0).abs() < 1e-9);
        assert!((share(&["flat", "hook"]) - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(share(&["balancing", "hook", "flat"]), 0.0);
        assert_eq!(share(&[]), 0.0);
    }
}
