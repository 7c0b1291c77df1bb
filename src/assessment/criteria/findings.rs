//! Findings marked on the chart.
//!
//! ## What it measures
//! `a / max(b, c)`: a the quality of the right marks, b the findings that can be found, c the
//! findings marked and the false marks together. A right mark lies within the tolerance of the
//! finding's outline; its quality is 0.5 for the place (falling to nothing at twice the tolerance),
//! 0.3 for the kind and 0.2 for the grade (half of it one grade off). A finding on both sides counts
//! for each side. Marks of "normal" tissue, a second mark of the same kind at the same place, and
//! right marks of findings that are not asked for are neutral.
//!
//! ## Why it matters
//! The findings decide where and how deep one works; marking everything is not finding.
//!
//! ## Parameters
//! `findings`: ids of the scenario. `levels`: tolerance up and down in vertebral levels, by the
//! spacing of the table of levels at that height. `lateral_cm`: tolerance to the side.
//!
//! ## Source
//! One level is the usual error of palpating a level (see the table of landmarks); the formula is
//! that of multiple-selection marking. Weights are a convention.

use super::{Evidence, Judgement, chosen};
use crate::{
    assessment::words::{self, count, told},
    knowledge::{
        id::FindingId,
        zone::{Outline, Sides, distance_cm},
    },
    scenario::format::{FindingPlace, PlacedFinding},
    session::action::Mark,
    units::{BackPoint, CM_PER_PERCENT, Side, Tick},
};

/// One finding on one side.
struct Unit<'a> {
    finding: &'a PlacedFinding,
    side: Side,
    outlines: Vec<Outline>,
    listed: bool,
}

pub(super) fn judge(evidence: &Evidence, findings: &[String], levels: f64, lateral_cm: f64) -> Judgement {
    let units = units(evidence, findings);
    let marks: Vec<&(Tick, Mark)> =
        evidence.marks.iter().filter(|(_, mark)| mark.grade > 0 && mark.kind.as_str() != "normal").collect();
    let fit = |unit: &Unit, mark: &Mark| {
        let place = place_fit(evidence, unit, mark, levels, lateral_cm);
        if place > 0.0 { place * quality(unit.finding, mark, unit.side) } else { 0.0 }
    };
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (mark_index, (_, mark)) in marks.iter().enumerate() {
        // Where findings overlap, a mark means the one of its own kind.
        let own = units.iter().any(|unit| unit.finding.kind == mark.kind && fit(unit, mark) > 0.0);
        for (unit_index, unit) in units.iter().enumerate() {
            let quality = fit(unit, mark);
            if quality > 0.0 && (!own || unit.finding.kind == mark.kind) {
                pairs.push((quality, unit_index, mark_index));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut best: Vec<Option<(f64, usize)>> = vec![None; units.len()];
    let mut used: Vec<Option<&str>> = vec![None; marks.len()];
    for (quality, unit, mark) in pairs {
        let finding = units[unit].finding.id.as_str();
        let covers_more = used[mark] == Some(finding) && marks[mark].1.side == Side::Both;
        if best[unit].is_none() && (used[mark].is_none() || covers_more) {
            best[unit] = Some((quality, mark));
            used[mark] = Some(finding);
        }
    }
    let neutral = |mark: &Mark| units.iter().any(|unit| unit.finding.kind == mark.kind && fit(unit, mark) > 0.0);
    let false_marks: Vec<&&(Tick, Mark)> = marks
        .iter()
        .zip(&used)
        .filter(|((_, mark), used)| used.is_none() && !neutral(mark))
        .map(|(mark, _)| mark)
        .collect();

    let listed: Vec<(&Unit, &Option<(f64, usize)>)> = units.iter().zip(&best).filter(|(unit, _)| unit.listed).collect();
    let found = listed.iter().filter(|(_, best)| best.is_some()).count();
    let earned: f64 = listed.iter().filter_map(|(_, best)| best.map(|(quality, _)| quality)).sum();
    let whole = chosen(1, listed.len(), found + false_marks.len());
    let share = if listed.is_empty() && false_marks.is_empty() { 1.0 } else { (earned * whole).min(1.0) };

    let mut text = format!("{found} of {} marked.", count(listed.len(), "finding"));
    let missed: Vec<String> =
        listed.iter().filter(|(_, best)| best.is_none()).map(|(unit, _)| describe(evidence, unit)).collect();
    if !missed.is_empty() {
        text.push_str(&format!(" {}", told("Not marked", &missed)));
    }
    if !false_marks.is_empty() {
        text.push_str(&format!(
            " {} where nothing of the kind is.",
            words::sentence(&count(false_marks.len(), "mark"))
        ));
    }
    let parts = listed
        .iter()
        .filter_map(|(unit, best)| {
            let (quality, index) = (**best)?;
            let (_, mark) = marks.get(index)?;
            Some((quality, part(evidence, unit, mark, quality)))
        })
        .collect();
    Judgement::new(share, text).at(marks.iter().map(|(tick, _)| *tick)).with_parts(parts)
}

fn part(evidence: &Evidence, unit: &Unit, mark: &Mark, quality: f64) -> String {
    let kind = |id: &FindingId| words::name(evidence.knowledge.findings.get(id), id.as_str());
    format!(
        "{}: {} (marked as {} grade {}, is {} grade {})",
        describe(evidence, unit),
        words::fine(quality),
        kind(&mark.kind).to_lowercase(),
        mark.grade,
        kind(&unit.finding.kind).to_lowercase(),
        unit.finding.grades.whole()
    )
}

fn units<'a>(evidence: &Evidence<'a>, listed: &[String]) -> Vec<Unit<'a>> {
    let mut units = Vec::new();
    for finding in &evidence.scenario.file.findings {
        let listed = listed.contains(&finding.id);
        let mut add = |side, outlines| units.push(Unit { finding, side, outlines, listed });
        match &finding.place {
            FindingPlace::Area { outline, side, .. } => add(*side, vec![outline.clone()]),
            FindingPlace::Zone { zone, side } => {
                let Some(zone) = evidence.knowledge.zones.get(zone) else { continue };
                if *side == Side::Both && zone.sides == Sides::Each {
                    add(Side::Left, zone.outlines_on(Side::Left));
                    add(Side::Right, zone.outlines_on(Side::Right));
                } else {
                    add(*side, zone.outlines_on(*side));
                }
            }
        }
    }
    units
}

/// 1 within the tolerance of the outline, falling to 0 at twice of it.
fn place_fit(evidence: &Evidence, unit: &Unit, mark: &Mark, levels: f64, lateral_cm: f64) -> f64 {
    if mark.side != Side::Both && unit.side != Side::Both && mark.side != unit.side {
        return 0.0;
    }
    let at = mark.at.point();
    let (across, down) = (lateral_cm.max(0.1), (levels * level_spacing(evidence, at.1)).max(0.1));
    // In a plane in which the tolerance is one unit each way, so that a circle is the limit.
    let scaled = |point: BackPoint| BackPoint(point.0 / across, point.1 / (down * CM_PER_PERCENT));
    let mirrored = (mark.side == Side::Both).then(|| at.mirrored());
    let distance = std::iter::once(at)
        .chain(mirrored)
        .flat_map(|point| {
            unit.outlines.iter().map(move |outline| {
                let outline: Outline = outline.iter().map(|corner| scaled(*corner)).collect();
                distance_cm(&outline, scaled(point))
            })
        })
        .fold(f64::INFINITY, f64::min);
    (2.0 - distance).clamp(0.0, 1.0)
}

/// Percent of the back's length from one vertebral level to the next at a height.
fn level_spacing(evidence: &Evidence, y: f64) -> f64 {
    let mut heights: Vec<f64> = evidence.knowledge.levels.values().filter_map(|level| level.y).collect();
    heights.sort_by(f64::total_cmp);
    let steps = heights.windows(2).map(|pair| (pair[0], pair[1] - pair[0])).filter(|(_, step)| *step > 0.5);
    let nearest = steps.min_by(|a, b| (a.0 + a.1 / 2.0 - y).abs().total_cmp(&(b.0 + b.1 / 2.0 - y).abs()));
    nearest.map_or(5.0, |(_, step)| step)
}

/// How well kind, grade and side of a mark in the right place are.
fn quality(finding: &PlacedFinding, mark: &Mark, side: Side) -> f64 {
    let kind = if finding.kind == mark.kind { 0.3 } else { 0.0 };
    let grade = match finding.grades.whole().abs_diff(mark.grade) {
        0 => 0.2,
        1 => 0.1,
        _ => 0.0,
    };
    // Marked on both sides though it lies on one only: half of it is false.
    let one_sided = mark.side == Side::Both && finding.place.side() != Side::Both && side != Side::Both;
    (0.5 + kind + grade) * if one_sided { 0.5 } else { 1.0 }
}

fn describe(evidence: &Evidence, unit: &Unit) -> String {
    evidence.finding_name(unit.finding, unit.side)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixture::Case;

    fn mark(x: f64, y: f64, side: Side, kind: &str, grade: u8) -> (Tick, Mark) {
        (Tick(5), Mark { at: BackPoint(x, y).quantised(), side, zone: None, kind: kind.into(), grade })
    }

    fn share(marks: Vec<(Tick, Mark)>) -> f64 {
        let case = Case::new();
        let mut evidence = case.evidence();
        evidence.marks = marks;
        judge(&evidence, &["lumbar-band".into(), "kidney-flat".into()], 1.0, 1.5).share
    }

    fn band() -> (Tick, Mark) {
        mark(4.0, 80.0, Side::Right, "band", 3)
    }

    fn flat_both() -> Vec<(Tick, Mark)> {
        vec![mark(-6.0, 69.0, Side::Left, "flat", 2), mark(6.0, 69.0, Side::Right, "flat", 2)]
    }

    #[test]
    fn exact_marks_give_everything() {
        let mut marks = flat_both();
        marks.push(band());
        assert_eq!(share(marks), 1.0);
        assert_eq!(share(vec![band(), mark(6.0, 69.0, Side::Both, "flat", 2)]), 1.0);
    }

    #[test]
    fn a_mark_a_centimetre_beside_the_finding_is_still_right_and_one_far_off_is_not() {
        let near = share(vec![mark(7.0, 80.0, Side::Right, "band", 3)]);
        let far = share(vec![mark(4.0, 30.0, Side::Right, "band", 3)]);
        assert!((near - 1.0 / 3.0).abs() < 1e-9, "{near}");
        assert_eq!(far, 0.0);
    }

    #[test]
    fn a_wrong_kind_or_grade_gives_a_part() {
        let exact = share(vec![band()]);
        let kind = share(vec![mark(4.0, 80.0, Side::Right, "swelling", 3)]);
        let grade = share(vec![mark(4.0, 80.0, Side::Right, "band", 2)]);
        assert!(kind < grade && grade < exact && kind > 0.0);
    }

    #[test]
    fn marking_everything_costs() {
        let mut marks = flat_both();
        marks.push(band());
        for y in 0..10 {
            marks.push(mark(-3.0, f64::from(y) * 5.0, Side::Left, "swelling", 2));
        }
        assert!(share(marks) < 0.35);
        assert_eq!(share(Vec::new()), 0.0);
    }

    #[test]
    fn marking_the_same_finding_twice_changes_nothing() {
        let twice = share(vec![band(), mark(4.2, 81.0, Side::Right, "band", 3)]);
        assert_eq!(twice, share(vec![band()]));
    }
}
