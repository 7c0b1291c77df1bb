//! The decision about today, and its reasons.
//!
//! ## What it measures
//! Credit of the outcome (1 for the right one, else what the case gives for it) times `s + (1 - s) r`,
//! with s the share of the outcome and r the reasons as `a / max(b, c)`: a right reasons named, b
//! reasons that should be, c reasons named. Naming another contraindication that the client really
//! has is neutral. The decision that counts was made before the first treating stroke.
//!
//! ## Why it matters
//! Whether hands are laid on at all is the first question of safety, and it can only be answered with
//! a reason. Too much caution costs as well: a client who could be helped is sent away.
//!
//! ## Parameters
//! `outcome_share`: share of the points for the outcome itself.
//!
//! ## Source
//! The table of decisions; the credit is given by the case.

use super::{Evidence, Judgement, chosen};
use crate::{
    assessment::words::{self, told},
    knowledge::id::ContraindicationId,
};

pub(super) fn judge(evidence: &Evidence, outcome_share: f64) -> Judgement {
    let key = &evidence.scenario.file.task.decision;
    let right = words::name(evidence.knowledge.decisions.get(&key.outcome), key.outcome.as_str()).to_lowercase();
    let Some((tick, decision)) = evidence.decision() else {
        let late = if evidence.treated() { "Treatment began without a decision" } else { "Nothing was decided" };
        return Judgement::new(0.0, format!("{late}; right was: {right}. {}", evidence.say(&key.why)));
    };
    let credit = if decision.outcome == key.outcome {
        1.0
    } else {
        key.partial.get(&decision.outcome).copied().unwrap_or(0.0).clamp(0.0, 1.0)
    };
    let present = &evidence.scenario.file.client.contraindications;
    let mut named: Vec<&ContraindicationId> = Vec::new();
    for reason in &decision.reasons {
        if !named.contains(&reason) && (key.reasons.contains(reason) || !present.contains(reason)) {
            named.push(reason);
        }
    }
    let hits = named.iter().filter(|reason| key.reasons.contains(reason)).count();
    let reasons = chosen(hits, key.reasons.len(), named.len());
    let outcome_share = outcome_share.clamp(0.0, 1.0);

    let made = words::name(evidence.knowledge.decisions.get(&decision.outcome), decision.outcome.as_str());
    let mut text =
        if credit == 1.0 { format!("{made}: the right decision.") } else { format!("{made}; right was: {right}.") };
    let missing: Vec<String> = key
        .reasons
        .iter()
        .filter(|reason| !decision.reasons.contains(reason))
        .map(|reason| words::name(evidence.knowledge.contraindications.get(reason), reason.as_str()))
        .collect();
    if !missing.is_empty() {
        text.push_str(&format!(" {}", told("Reason not named", &missing)));
    }
    text.push(' ');
    text.push_str(evidence.say(&key.why));
    Judgement::new(credit * (outcome_share + (1.0 - outcome_share) * reasons), text).at([*tick]).with_parts(vec![
        (credit, format!("outcome {}", words::fine(credit))),
        (reasons, format!("reasons {}", words::fine(reasons))),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assessment::fixture::Case, session::action::Decision, units::Tick};

    fn share(outcome: &str, reasons: &[&str]) -> f64 {
        let case = Case::new();
        let mut evidence = case.evidence();
        let reasons = reasons.iter().map(|reason| (*reason).into()).collect();
        evidence.decisions.push((Tick(9), Decision { outcome: outcome.into(), reasons, avoid: Vec::new() }));
        judge(&evidence, 0.75).share
    }

    #[test]
    fn the_right_outcome_with_its_reason_gives_everything() {
        assert_eq!(share("adapt", &["ci08"]), 1.0);
        assert_eq!(share("adapt", &["ci08", "ci22"]), 1.0, "ci22 is really there");
    }

    #[test]
    fn reasons_missing_or_invented_cost_their_share() {
        assert_eq!(share("adapt", &[]), 0.75);
        assert!((share("adapt", &["ci08", "ci01"]) - 0.875).abs() < 1e-9);
    }

    #[test]
    fn too_cautious_gives_what_the_case_says_and_too_bold_nothing() {
        assert_eq!(share("postpone", &["ci08"]), 0.5);
        assert_eq!(share("treat", &["ci08"]), 0.0);
    }

    #[test]
    fn a_decision_after_the_first_stroke_is_too_late() {
        let case = Case::new();
        let mut evidence = case.evidence();
        evidence.strokes.push(case.stroke("flat", &[(3.0, 90.0), (3.0, 85.0)], 10, 60));
        evidence
            .decisions
            .push((Tick(100), Decision { outcome: "adapt".into(), reasons: vec!["ci08".into()], avoid: Vec::new() }));
        assert_eq!(judge(&evidence, 0.75).share, 0.0);
    }
}
