//! How strokes were done.
//!
//! ## What it measures
//! For each stroke asked for, the geometric mean of seven parts, so that no part can be bought back
//! by another:
//! - place: share of the paths' length within the tolerance of the step's lines, the zone or the
//!   finding; full from 0.8;
//! - coverage: share of the step's hooks, rays or line, or of the area's length, that was reached;
//!   full from 0.8;
//! - direction: deviation from the step's line or pull, or from the stroke's rule of direction; full
//!   up to 20°, nothing from 90°;
//! - layer: the layer really loaded; exactly 1, its neighbour 0.4, else nothing;
//! - tempo and force: full within the stroke's range and 30 percent beyond it, falling to nothing at
//!   the stroke's limits; force scaled for this client;
//! - repeats: full within the range asked for.
//!
//! With side "both", each side is judged and the mean taken; the criterion is the mean over all.
//!
//! ## Why it matters
//! The stimulus is a pull in the right layer at the right place; hard, fast or misplaced work is
//! another stimulus. Force and layer are levels chosen on a screen, not measured skill of a hand.
//!
//! ## Parameters
//! `targets`: what was asked for where. `tolerance_mm`: tolerance beside it.
//!
//! ## Source
//! Ranges, limits and directions: the table of strokes. That 30 percent count as good: trained
//! clinicians vary by 14 to 35 percent from stroke to stroke (Baker 2024, instrument strokes).

mod parts;
mod target;

use super::{Evidence, Judgement, mean};
use crate::{assessment::words, scenario::rubric::StrokeTarget};
use parts::Quality;

pub(super) fn judge(evidence: &Evidence, targets: &[StrokeTarget], tolerance_mm: f64) -> Judgement {
    if !evidence.treated() && !targets.is_empty() {
        return Judgement::untreated();
    }
    let tolerance_cm = tolerance_mm.max(0.0) / 10.0;
    let mut judged = Vec::new();
    let mut events = Vec::new();
    for target in targets {
        let sites = target::sites(evidence, target);
        let mut shares = Vec::new();
        let mut weakest: Option<Quality> = None;
        for site in &sites {
            let strokes = target::candidates(evidence, target, site, tolerance_cm);
            events.extend(strokes.first().map(|fact| fact.begin));
            let quality = Quality::of(evidence, target, site, &strokes, tolerance_cm);
            shares.push(quality.share);
            if weakest.as_ref().is_none_or(|weakest| quality.share < weakest.share) {
                weakest = Some(quality);
            }
        }
        let share = mean(&shares);
        let name = target::name(evidence, target);
        let words = weakest.map_or_else(|| "nothing to be found there".to_owned(), |weakest| weakest.words);
        judged.push((share, format!("{name}: {} ({words})", words::fine(share))));
    }
    let shares: Vec<f64> = judged.iter().map(|(share, _)| *share).collect();
    let good = shares.iter().filter(|share| **share >= 1.0).count();
    let text = format!("{good} of {} done well in every part.", words::count(targets.len(), "stroke"));
    Judgement::new(if targets.is_empty() { 1.0 } else { mean(&shares) }, text).at(events).with_parts(judged)
}

#[cfg(test)]
mod tests;
