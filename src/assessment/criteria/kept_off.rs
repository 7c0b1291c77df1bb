//! Areas left out: named in the decision, and kept off while treating.
//!
//! ## What it measures
//! Zones that must be left out (those of the rule) and zones that the student decided to leave out. With n the share
//! of zones to be left out that the decision names, as `a / max(b, c)` (a named rightly, b to be named, c named in
//! all), and s the share of the points for naming, the credit is `s n + (1 - s)` as long as no treating stroke works
//! in any of these zones, and 0 as soon as one does.
//!
//! ## Why it matters
//! What was found in the history only protects the client if the hands keep to it, and a decision that is not kept
//! is no decision.
//!
//! ## Parameters
//! `zones`: zones that must be left out; none where only the student's own decision counts. `named_share`: share of
//! the points for naming them.
//!
//! ## Source
//! The case names it with the criterion; the table of contraindications says which zones are avoided and why.

use super::{Evidence, Judgement, chosen};
use crate::{
    assessment::words::{self, list},
    knowledge::id::ZoneId,
    units::Tick,
};

pub(super) fn judge(evidence: &Evidence, zones: &[ZoneId], named_share: f64) -> Judgement {
    let decided = decided(evidence);
    let mut left_out: Vec<ZoneId> = zones.to_vec();
    left_out.extend(decided.iter().filter(|zone| !zones.contains(zone)).cloned());
    if left_out.is_empty() {
        return Judgement::new(1.0, "No area had to be left out, and the decision left none out.");
    }
    if !evidence.treated() {
        return Judgement::untreated();
    }
    let hits = zones.iter().filter(|zone| decided.contains(zone)).count();
    let named = if zones.is_empty() { 1.0 } else { chosen(hits, zones.len(), decided.len()) };
    let worked = worked_in(evidence, &left_out);
    let named_share = named_share.clamp(0.0, 1.0);
    let (kept, mut text) = if worked.is_empty() {
        (1.0, format!("Kept off what was to be left out: {}.", names(evidence, &left_out)))
    } else {
        let entered: Vec<ZoneId> = left_out
            .iter()
            .filter(|zone| !worked_in(evidence, std::slice::from_ref(*zone)).is_empty())
            .cloned()
            .collect();
        let own: Vec<ZoneId> = entered.iter().filter(|zone| decided.contains(zone)).cloned().collect();
        let strokes = words::count(worked.len(), "stroke");
        let mut text = format!("{strokes} in what was to be left out: {}.", names(evidence, &entered));
        if !own.is_empty() {
            text.push_str(&format!(" The decision itself had left out {}.", names(evidence, &own)));
        }
        (0.0, text)
    };
    let missing: Vec<ZoneId> = zones.iter().filter(|zone| !decided.contains(zone)).cloned().collect();
    if !missing.is_empty() {
        text.push_str(&format!(" Not named in the decision: {}.", names(evidence, &missing)));
    }
    let share = kept * (named_share * named + (1.0 - named_share));
    Judgement::new(share, words::sentence(&text)).at(worked).with_parts(vec![
        (named, format!("named {}", words::fine(named))),
        (kept, format!("kept off {}", words::fine(kept))),
    ])
}

/// Zones that the decision that counts leaves out.
pub(super) fn decided<'a>(evidence: &'a Evidence) -> &'a [ZoneId] {
    evidence.decision().map_or(&[], |(_, decision)| decision.avoid.as_slice())
}

/// When treating strokes worked in these zones.
pub(super) fn worked_in(evidence: &Evidence, zones: &[ZoneId]) -> Vec<Tick> {
    let inside = evidence.treating().filter(|stroke| stroke.zones.iter().any(|zone| zones.contains(zone)));
    inside.map(|stroke| stroke.begin).collect()
}

/// Zones by name, for a sentence.
pub(super) fn names(evidence: &Evidence, zones: &[ZoneId]) -> String {
    let name = |id: &ZoneId| words::name(evidence.knowledge.zones.get(id), id.as_str()).to_lowercase();
    list(&zones.iter().map(name).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assessment::fixture::Case, session::action::Decision};

    fn share(must: &[&str], named: &[&str], worked: &str) -> f64 {
        let case = Case::new();
        let mut evidence = case.evidence();
        let avoid = named.iter().map(|zone| (*zone).into()).collect();
        evidence.decisions.push((Tick(9), Decision { outcome: "adapt".into(), reasons: Vec::new(), avoid }));
        let mut stroke = case.stroke("flat", &[(3.0, 90.0), (3.0, 85.0)], 10, 60);
        stroke.zones = vec![worked.into()];
        evidence.strokes.push(stroke);
        let must: Vec<ZoneId> = must.iter().map(|zone| (*zone).into()).collect();
        judge(&evidence, &must, 0.5).share
    }

    #[test]
    fn what_must_be_left_out_is_named_and_kept_off() {
        assert_eq!(share(&["bladder"], &["bladder"], "kidney"), 1.0);
        assert_eq!(share(&["bladder"], &[], "kidney"), 0.5);
        assert_eq!(share(&["bladder"], &["bladder"], "bladder"), 0.0);
        assert_eq!(share(&["bladder"], &["bladder", "heart"], "kidney"), 0.75, "naming everything does not pay");
    }

    #[test]
    fn who_works_where_the_own_decision_said_not_to_has_nothing() {
        assert_eq!(share(&[], &["kidney"], "kidney"), 0.0);
        assert_eq!(share(&[], &["kidney"], "bladder"), 1.0);
        assert_eq!(share(&[], &[], "kidney"), 1.0);
    }

    #[test]
    fn the_words_name_the_area_and_whose_decision_it_was() {
        let case = Case::new();
        let mut evidence = case.evidence();
        let avoid = vec!["kidney".into()];
        evidence.decisions.push((Tick(9), Decision { outcome: "adapt".into(), reasons: Vec::new(), avoid }));
        let mut stroke = case.stroke("flat", &[(3.0, 90.0), (3.0, 85.0)], 10, 60);
        stroke.zones = vec!["kidney".into()];
        evidence.strokes.push(stroke);
        let judgement = judge(&evidence, &[], 0.5);
        assert!(judgement.text.contains("kidney zone") && judgement.text.contains("decision itself"), "{judgement:?}");
        assert_eq!(judgement.events, vec![Tick(10)]);
    }
}
