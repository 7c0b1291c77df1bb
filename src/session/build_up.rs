//! The geometry of the build-up: which strokes a step consists of, and which section a place is in.

use crate::{
    knowledge::{
        Knowledge,
        id::{SectionId, StepId},
        section::{BuildUpStep, Section},
        stroke::Stroke,
        zone::distance_to_segment_cm,
    },
    units::{BackPoint, Side},
};

/// A step by its id, with its section.
#[must_use]
pub fn step<'a>(knowledge: &'a Knowledge, id: &StepId) -> Option<(&'a SectionId, &'a BuildUpStep)> {
    knowledge
        .sections
        .iter()
        .find_map(|(section, entry)| entry.steps.iter().find(|step| step.id == *id).map(|step| (section, step)))
}

/// The ids of all steps, for help.
#[must_use]
pub fn step_ids(knowledge: &Knowledge) -> Vec<&str> {
    knowledge.sections.values().flat_map(|section| &section.steps).map(|step| step.id.as_str()).collect()
}

/// The paths of one round of a step on one side, in the order they are worked; for `Both` the right
/// side, to be worked with both hands.
///
/// Rays are taken as they are. Short strokes are set along the line, as many as the step asks for. A
/// stroke too long to be set so runs along the line itself.
#[must_use]
pub fn paths(step: &BuildUpStep, stroke: Option<&Stroke>, side: Side) -> Vec<Vec<BackPoint>> {
    let short = |length: f64| stroke.is_none_or(|stroke| stroke.length_cm.0 <= length * 1.5);
    let mut paths: Vec<Vec<BackPoint>> = match step.pull {
        _ if !step.rays.is_empty() => step.rays.iter().map(|(start, end)| vec![*start, *end]).collect(),
        Some((start, end)) if step.hooks > 0 && short(start.distance_cm(end)) => (0..step.hooks)
            .map(|index| {
                let share = if step.hooks > 1 { f64::from(index) / f64::from(step.hooks - 1) } else { 0.5 };
                let place = along(&step.line, share);
                let from = |offset: BackPoint| BackPoint(place.0 + offset.0, place.1 + offset.1);
                vec![from(start), from(end)]
            })
            .collect(),
        _ if step.line.len() > 1 => vec![step.line.clone()],
        _ => Vec::new(),
    };
    if side == Side::Left {
        for point in paths.iter_mut().flatten() {
            *point = point.mirrored();
        }
    }
    paths
}

/// The point that lies at this share (0 to 1) of the length of a line.
#[must_use]
pub fn along(line: &[BackPoint], share: f64) -> BackPoint {
    at_shares(&line.iter().copied(), [share])[0]
}

/// The points at several shares (0 to 1) of the length of a line, without a list of its own.
pub(super) fn at_shares<const N: usize>(
    line: &(impl Iterator<Item = BackPoint> + Clone),
    shares: [f64; N],
) -> [BackPoint; N] {
    let pieces = || {
        let ends = line.clone().skip(1);
        line.clone().zip(ends).map(|(start, end)| (start, end, start.distance_cm(end)))
    };
    let total: f64 = pieces().map(|(.., piece)| piece).sum();
    shares.map(|share| {
        let mut left = total * share.clamp(0.0, 1.0);
        let mut last = line.clone().next().unwrap_or_default();
        for (start, end, piece) in pieces() {
            if left <= piece && piece > 0.0 {
                let part = left / piece;
                return BackPoint(start.0 + (end.0 - start.0) * part, start.1 + (end.1 - start.1) * part);
            }
            left -= piece;
            last = end;
        }
        last
    })
}

/// Length of a line in centimetres on the reference adult.
#[must_use]
pub fn length_cm(line: &[BackPoint]) -> f64 {
    line.windows(2)
        .map(|pair| match pair {
            [start, end] => start.distance_cm(*end),
            _ => 0.0,
        })
        .sum()
}

/// The section of the build-up that a place belongs to: of those whose height on the back holds it,
/// the one whose steps lie nearest.
#[must_use]
pub fn section_at(knowledge: &Knowledge, point: BackPoint) -> Option<SectionId> {
    let right = BackPoint(point.0.abs(), point.1);
    let holds = |section: &Section| section.y.is_some_and(|(upper, lower)| upper <= point.1 && point.1 <= lower);
    let mut holding = knowledge.sections.iter().filter(|(_, section)| holds(section));
    let (id, section) = holding.next()?;
    // Mostly there is no other, and no need to measure.
    let Some(other) = holding.next() else { return Some(id.clone()) };
    let mut best = (distance_to_steps(section, right), id);
    for (id, section) in std::iter::once(other).chain(holding) {
        let distance = distance_to_steps(section, right);
        if distance < best.0 {
            best = (distance, id);
        }
    }
    Some(best.1.clone())
}

fn distance_to_steps(section: &Section, point: BackPoint) -> f64 {
    let mut least = f64::INFINITY;
    for step in &section.steps {
        for pair in step.line.windows(2) {
            if let [start, end] = pair {
                least = least.min(distance_to_segment_cm(point, *start, *end));
            }
        }
        for (start, end) in &step.rays {
            least = least.min(distance_to_segment_cm(point, *start, *end));
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_along_a_bent_line_is_found_by_its_length() {
        let line = [BackPoint(0.0, 0.0), BackPoint(4.0, 0.0), BackPoint(4.0, 0.0), BackPoint(4.0, 100.0 / 5.09)];
        assert!((length_cm(&line) - 14.0).abs() < 1e-9);
        assert_eq!(along(&line, 0.0), BackPoint(0.0, 0.0));
        let bend = along(&line, 4.0 / 14.0);
        assert!(bend.distance_cm(BackPoint(4.0, 0.0)) < 1e-9, "{bend:?}");
        assert!(along(&line, 1.0).distance_cm(line[3]) < 1e-9);
        assert_eq!(along(&[], 0.5), BackPoint::default());
    }
}
