//! The stroke chosen for each finding.
//!
//! ## What it measures
//! For each finding the best of the treating strokes worked on it: 1 for a stroke of first choice;
//! 0.6 for one meant for later in the first two sessions of a course, 1 from the third on; 0.3 for any
//! other stroke of the method; 0 where a stroke was used that is never used on such tissue, and half
//! where one was used that belongs to another method or to a later session. Balancing strokes are
//! neutral. The criterion is the mean over the findings.
//!
//! ## Why it matters
//! Swollen tissue does not bear what a drawn-in band needs.
//!
//! ## Parameters
//! `findings`: ids of the scenario.
//!
//! ## Source
//! The table of findings (first choice, later, never); shares are a convention.

use super::{Evidence, Judgement, mean};
use crate::{
    assessment::{
        evidence::StrokeFact,
        words::{self, either},
    },
    knowledge::{finding::Finding, stroke::Role},
};

/// From this session of a course on, strokes "for later" are as good as those of first choice.
const LATER_FROM_SESSION: u32 = 3;

pub(super) fn judge(evidence: &Evidence, findings: &[String]) -> Judgement {
    if !evidence.treated() {
        return Judgement::untreated();
    }
    let mut parts = Vec::new();
    let mut events = Vec::new();
    for id in findings {
        let Some(placed) = evidence.finding(id) else { continue };
        let Some(kind) = evidence.knowledge.findings.get(&placed.kind) else { continue };
        let listed = |fact: &StrokeFact| kind.first_choice.contains(&fact.stroke) || kind.later.contains(&fact.stroke);
        let strokes: Vec<&StrokeFact> = evidence
            .treating()
            .filter(|fact| fact.findings.contains(id) && (fact.role != Role::Balance || listed(fact)))
            .collect();
        events.extend(strokes.first().map(|fact| fact.begin));
        let name = evidence.finding_name(placed, placed.place.side());
        let stroke_name = |fact: &&StrokeFact| {
            words::name(evidence.knowledge.strokes.get(&fact.stroke), fact.stroke.as_str()).to_lowercase()
        };
        let best = strokes.iter().map(|fact| credit(evidence, kind, fact)).fold(0.0, f64::max);
        let never = strokes.iter().find(|fact| kind.never.contains(&fact.stroke));
        let early = strokes.iter().find(|fact| too_early(evidence, fact));
        let (share, why) = if strokes.is_empty() {
            (0.0, "not worked on".to_owned())
        } else if let Some(never) = never {
            events.push(never.begin);
            (0.0, format!("{} is never used on it", stroke_name(never)))
        } else if let Some(early) = early {
            events.push(early.begin);
            (best * 0.5, format!("{} is not for this session", stroke_name(early)))
        } else if best >= 1.0 {
            (1.0, "a fitting stroke".to_owned())
        } else {
            let first: Vec<String> = kind
                .first_choice
                .iter()
                .map(|id| words::name(evidence.knowledge.strokes.get(id), id.as_str()).to_lowercase())
                .collect();
            (best, format!("first choice would be {}", either(&first)))
        };
        parts.push((share, format!("{name}: {} ({why})", words::fine(share))));
    }
    let shares: Vec<f64> = parts.iter().map(|(share, _)| *share).collect();
    let right = shares.iter().filter(|share| **share >= 1.0).count();
    let text = format!("{right} of {} treated with a fitting stroke.", words::count(findings.len(), "finding"));
    Judgement::new(if findings.is_empty() { 1.0 } else { mean(&shares) }, text).at(events).with_parts(parts)
}

fn credit(evidence: &Evidence, kind: &Finding, fact: &StrokeFact) -> f64 {
    if kind.never.contains(&fact.stroke) || fact.role == Role::Foreign {
        0.0
    } else if kind.first_choice.contains(&fact.stroke) {
        1.0
    } else if kind.later.contains(&fact.stroke) {
        if evidence.scenario.file.task.session_number >= LATER_FROM_SESSION { 1.0 } else { 0.6 }
    } else {
        0.3
    }
}

fn too_early(evidence: &Evidence, fact: &StrokeFact) -> bool {
    let earliest = evidence.knowledge.strokes.get(&fact.stroke).map_or(1, |stroke| stroke.earliest_session);
    fact.role == Role::Foreign || earliest > evidence.scenario.file.task.session_number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixture::Case;

    fn share(session: u32, strokes: &[&str]) -> f64 {
        let case = Case::with(|file| file.task.session_number = session);
        let mut evidence = case.evidence();
        for stroke in strokes {
            let mut fact = case.stroke(stroke, &[(4.0, 84.0), (4.0, 78.0)], 60, 120);
            fact.findings.push("lumbar-band".into());
            evidence.strokes.push(fact);
        }
        judge(&evidence, &["lumbar-band".into()]).share
    }

    #[test]
    fn first_choice_is_right_and_a_later_stroke_only_later() {
        assert_eq!(share(1, &["subcutaneous"]), 1.0);
        assert_eq!(share(1, &["hook"]), 0.6);
        assert_eq!(share(3, &["hook"]), 1.0);
        assert_eq!(share(1, &["flat", "hook"]), 1.0);
        assert_eq!(share(1, &[]), 0.0);
    }

    #[test]
    fn fascia_technique_in_the_first_session_costs_half() {
        assert_eq!(share(1, &["subcutaneous", "fascia"]), 0.5);
        assert_eq!(share(3, &["subcutaneous", "fascia"]), 1.0);
    }
}
