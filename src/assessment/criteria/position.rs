//! The position the client was treated in.
//!
//! ## What it measures
//! Credit of the positions, weighted by the time of treating strokes in each of them.
//!
//! ## Why it matters
//! Sitting invites fainting, lying flat takes breath from some and relieves others.
//!
//! ## Parameters
//! `credit`: positions with their credit, 0 to 1; others give nothing.
//!
//! ## Source
//! The table of positions.

use std::collections::BTreeMap;

use super::{Evidence, Judgement};
use crate::{
    assessment::words::{self, either, list},
    knowledge::id::PositionId,
};

pub(super) fn judge(evidence: &Evidence, credit: &BTreeMap<PositionId, f64>) -> Judgement {
    if !evidence.treated() {
        return Judgement::untreated();
    }
    let (mut earned, mut possible) = (0.0, 0.0);
    let mut used: Vec<&PositionId> = Vec::new();
    for stroke in evidence.treating() {
        let weight = stroke.seconds().max(0.1);
        possible += weight;
        if let Some(position) = evidence.position_at(stroke.begin) {
            earned += weight * credit.get(position).copied().unwrap_or(0.0).clamp(0.0, 1.0);
            if !used.contains(&position) {
                used.push(position);
            }
        }
    }
    let name = |id: &PositionId| words::name(evidence.knowledge.positions.get(id), id.as_str()).to_lowercase();
    let best: Vec<String> = credit.iter().filter(|(_, credit)| **credit >= 1.0).map(|(id, _)| name(id)).collect();
    let used: Vec<String> = used.into_iter().map(name).collect();
    let share = earned / possible;
    let mut text = format!("Treated in this position: {}.", list(&used));
    if share < 1.0 {
        text.push_str(&format!(" For this client the right one is {}.", either(&best)));
    }
    Judgement::new(share, text).at(evidence.positions.iter().map(|(tick, _)| *tick))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assessment::fixture::Case, units::Tick};

    #[test]
    fn time_in_a_less_fitting_position_counts_less() {
        let case = Case::new();
        let mut evidence = case.evidence();
        let credit = BTreeMap::from([("sitting".into(), 1.0), ("prone".into(), 0.5)]);
        assert_eq!(judge(&evidence, &credit).share, 0.0);
        evidence.positions.push((Tick(0), "sitting".into()));
        evidence.strokes.push(case.stroke("flat", &[(3.0, 90.0), (3.0, 85.0)], 60, 120));
        assert_eq!(judge(&evidence, &credit).share, 1.0);
        evidence.positions.push((Tick(130), "prone".into()));
        evidence.strokes.push(case.stroke("flat", &[(3.0, 90.0), (3.0, 85.0)], 180, 240));
        assert_eq!(judge(&evidence, &credit).share, 0.75);
        evidence.positions.push((Tick(250), "supine".into()));
        evidence.strokes.push(case.stroke("flat", &[(3.0, 90.0), (3.0, 85.0)], 300, 420));
        assert!((judge(&evidence, &credit).share - 0.375).abs() < 1e-9);
    }
}
