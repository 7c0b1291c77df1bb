//! The tissue change reached.
//!
//! ## What it measures
//! For each finding the gain of mobility, displacement to the limit at the end against before,
//! against the gain asked for; the mean over the findings.
//!
//! ## Why it matters
//! Work in the right place, layer and dose loosens tissue a little within one session; a course
//! needs several.
//!
//! ## Parameters
//! `findings`: ids of the scenario. `gain_mm`: gain for full credit.
//!
//! ## Source
//! The simulation's method page; how much one session gains is a convention.

use super::{Evidence, Judgement, mean};
use crate::assessment::words;

pub(super) fn judge(evidence: &Evidence, findings: &[String], gain_mm: f64) -> Judgement {
    if !evidence.treated() {
        return Judgement::untreated();
    }
    let parts: Vec<(f64, String)> = findings
        .iter()
        .map(|id| {
            let gain = evidence
                .tissue
                .iter()
                .find(|fact| fact.finding == *id)
                .map_or(0.0, |fact| fact.after_mm - fact.before_mm);
            let share = if gain_mm > 0.0 { (gain / gain_mm).clamp(0.0, 1.0) } else { 1.0 };
            let name = evidence
                .finding(id)
                .map_or_else(|| id.clone(), |placed| evidence.finding_name(placed, placed.place.side()));
            (share, format!("{name}: {} ({gain:+.1} mm, aim {} mm)", words::fine(share), words::fine(gain_mm)))
        })
        .collect();
    let shares: Vec<f64> = parts.iter().map(|(share, _)| *share).collect();
    let reached = shares.iter().filter(|share| **share >= 1.0).count();
    let text = format!("{reached} of {} moved as much more as was aimed at.", words::count(findings.len(), "finding"));
    Judgement::new(if findings.is_empty() { 1.0 } else { mean(&shares) }, text)
        .at(evidence.work_ended())
        .with_parts(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::{evidence::TissueFact, fixture::Case};

    #[test]
    fn half_of_the_gain_gives_half_and_more_than_all_gives_all() {
        let case = Case::new();
        let share = |after_mm| {
            let mut evidence = case.evidence();
            evidence.strokes.push(case.stroke("flat", &[(3.0, 90.0), (3.0, 85.0)], 60, 120));
            evidence.tissue.push(TissueFact { finding: "lumbar-band".into(), before_mm: 5.0, after_mm });
            judge(&evidence, &["lumbar-band".into()], 2.0).share
        };
        assert_eq!(share(6.0), 0.5);
        assert_eq!(share(9.0), 1.0);
        assert_eq!(share(4.0), 0.0);
    }
}
