//! The sensation aimed at, reached and not exceeded.
//!
//! ## What it measures
//! The share of the time of treating strokes in which the client had a sensation that is fine for
//! this client; full from 0.9. With opening and balancing strokes their own sensation is fine too.
//! Each second of a sensation at which work must stop counts five times.
//!
//! ## Why it matters
//! Bright, bearable cutting in tense tissue shows the right layer; dull pressure, burning and sharp
//! pain show that something else is being done.
//!
//! ## Parameters
//! `fine`: sensations that are fine for this client.
//!
//! ## Source
//! The table of sensations.

use std::collections::BTreeMap;

use super::{Evidence, Judgement};
use crate::{
    assessment::words::{self, told},
    knowledge::{id::SensationId, stroke::Role},
    maths::trapezoid,
};

/// A second of a sensation at which work must stop weighs as much as this many others.
const STOP_WEIGHT: f64 = 5.0;

pub(super) fn judge(evidence: &Evidence, fine: &[SensationId]) -> Judgement {
    if !evidence.treated() {
        return Judgement::untreated();
    }
    let (mut good, mut all) = (0.0, 0.0);
    let mut others: BTreeMap<&SensationId, f64> = BTreeMap::new();
    let mut events = Vec::new();
    for stroke in evidence.treating() {
        let entry = evidence.knowledge.strokes.get(&stroke.stroke);
        let gentle = matches!(stroke.role, Role::Start | Role::Balance);
        let own = |id: &SensationId| {
            gentle && entry.is_some_and(|entry| entry.target_sensation == *id || entry.fine_sensations.contains(id))
        };
        for (id, seconds) in &stroke.sensations {
            if fine.contains(id) || own(id) {
                good += seconds;
                all += seconds;
                continue;
            }
            let stop = evidence.knowledge.sensations.get(id).is_some_and(|sensation| sensation.stop);
            all += seconds * if stop { STOP_WEIGHT } else { 1.0 };
            *others.entry(id).or_default() += seconds;
            if *seconds > 0.0 {
                events.push(stroke.begin);
            }
        }
    }
    if all <= 0.0 {
        return Judgement::new(0.0, "The client felt nothing of the work.");
    }
    let right = good / all;
    let name = |id: &SensationId| words::name(evidence.knowledge.sensations.get(id), id.as_str()).to_lowercase();
    let mut text = format!("{:.0} % of the time the sensation was right for this client.", right * 100.0);
    let wrong: Vec<String> = others
        .iter()
        .filter(|(_, seconds)| **seconds >= 0.1)
        .map(|(id, seconds)| format!("{} for {} s", name(id), words::number(*seconds)))
        .collect();
    if !wrong.is_empty() {
        text.push_str(&format!(" {}", told("Also", &wrong)));
    }
    Judgement::new(trapezoid(right, 0.0, 0.9, 1.0, 1.0), text).at(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixture::Case;

    fn share(stroke: &str, felt: &[(&str, f64)]) -> f64 {
        let case = Case::new();
        let mut evidence = case.evidence();
        let mut fact = case.stroke(stroke, &[(3.0, 90.0), (3.0, 85.0)], 60, 660);
        fact.sensations = felt.iter().map(|(id, seconds)| ((*id).into(), *seconds)).collect();
        evidence.strokes.push(fact);
        judge(&evidence, &["sn2".into(), "sn3".into()]).share
    }

    #[test]
    fn mostly_right_is_right() {
        assert_eq!(share("hook", &[("sn3", 9.5), ("sn4", 0.5)]), 1.0);
        assert_eq!(share("balancing", &[("sn1", 10.0)]), 1.0);
    }

    #[test]
    fn burning_costs_and_sharp_pain_costs_more() {
        let burning = share("hook", &[("sn3", 7.0), ("sn4", 3.0)]);
        let sharp = share("hook", &[("sn3", 7.0), ("sn6", 3.0)]);
        assert!(sharp < burning && burning < 1.0);
        assert_eq!(share("hook", &[("sn1", 10.0)]), 0.0);
    }
}
