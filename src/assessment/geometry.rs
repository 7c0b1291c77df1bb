//! Where strokes should run on the back chart, and how a path compares with that.
//!
//! Lengths and distances are centimetres on the reference adult, as if the back were flat.

use crate::{
    knowledge::{
        Knowledge,
        id::{StepId, StrokeId},
        section::BuildUpStep,
        zone::{Outline, distance_cm, distance_to_segment_cm},
    },
    maths::{acos, hypot},
    session::build_up::{self, length_cm},
    units::{BackPoint, CM_PER_PERCENT, Side},
};

/// A line of points, drawn from the first to the last.
pub(super) type Line = Vec<BackPoint>;

/// A stroke belongs to a step if it runs on average at most this far from the step's lines.
const STEP_REACH_CM: f64 = 2.0;

/// Steps whose lines are this little farther away than the nearest one count as well: sections share
/// their closing strokes.
const STEP_TIE_CM: f64 = 0.3;

/// The vector from one point to another in centimetres: to the client's right, and down.
pub(super) fn vector_cm(from: BackPoint, to: BackPoint) -> (f64, f64) {
    (to.0 - from.0, (to.1 - from.1) * CM_PER_PERCENT)
}

/// The angle between two vectors in degrees, 0 to 180; none if one of them has no length.
pub(super) fn angle_deg(a: (f64, f64), b: (f64, f64)) -> Option<f64> {
    let lengths = hypot(a.0, a.1) * hypot(b.0, b.1);
    (lengths > 1e-9).then(|| acos((a.0 * b.0 + a.1 * b.1) / lengths).to_degrees())
}

/// The point at a share (0 to 1) of a line's length; none for an empty line.
pub(super) fn along(line: &[BackPoint], share: f64) -> Option<BackPoint> {
    (!line.is_empty()).then(|| build_up::along(line, share))
}

/// Points every `spacing` centimetres along a line, its ends included; at most 400.
pub(super) fn samples(line: &[BackPoint], spacing_cm: f64) -> Line {
    let pieces = (length_cm(line) / spacing_cm.max(0.01)).ceil().clamp(0.0, 399.0);
    if pieces < 1.0 {
        return line.first().copied().into_iter().collect();
    }
    (0..=pieces as u32).filter_map(|index| along(line, f64::from(index) / pieces)).collect()
}

/// Distance in centimetres from a point to a line; infinite for an empty one.
pub(super) fn distance_to_line_cm(point: BackPoint, line: &[BackPoint]) -> f64 {
    match line {
        [] => f64::INFINITY,
        [only] => point.distance_cm(*only),
        _ => line.windows(2).map(|pair| distance_to_segment_cm(point, pair[0], pair[1])).fold(f64::INFINITY, f64::min),
    }
}

/// The nearest of several lines with its distance in centimetres.
fn nearest(point: BackPoint, lines: &[Line]) -> Option<(f64, &Line)> {
    lines.iter().map(|line| (distance_to_line_cm(point, line), line)).min_by(|a, b| a.0.total_cmp(&b.0))
}

/// The direction of a line at the place nearest to a point, as a vector in centimetres.
fn direction_at(point: BackPoint, line: &[BackPoint]) -> (f64, f64) {
    line.windows(2)
        .min_by(|a, b| distance_to_segment_cm(point, a[0], a[1]).total_cmp(&distance_to_segment_cm(point, b[0], b[1])))
        .map_or((0.0, 0.0), |pair| vector_cm(pair[0], pair[1]))
}

/// Where a stroke is expected.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// Along lines, each drawn in its direction.
    Lines {
        /// What is expected: hooks, rays or the line of the step.
        lines: Vec<Line>,
        /// For hooks: the line along which they are set, for longer strokes that follow it.
        edge: Option<Line>,
    },
    /// Anywhere within outlines.
    Area(Vec<Outline>),
}

impl Place {
    /// The place of a step of the build-up on a side (the right one for `Both`).
    pub(super) fn of_step(step: &BuildUpStep, side: Side) -> Self {
        let turn = |point: &BackPoint| if side == Side::Left { point.mirrored() } else { *point };
        let hooks = step.pull.is_some() && step.rays.is_empty();
        Self::Lines {
            lines: build_up::paths(step, None, side),
            edge: hooks.then(|| step.line.iter().map(turn).collect()),
        }
    }

    /// The lines that a path of this length is compared with: longer strokes follow the edge that
    /// short ones hook along.
    fn lines_for(&self, path: &[BackPoint]) -> &[Line] {
        match self {
            Self::Lines { lines, edge: Some(edge) } => {
                let longest = lines.iter().map(|line| length_cm(line)).fold(0.0, f64::max);
                if length_cm(path) > 1.8 * longest + 1.0 { std::slice::from_ref(edge) } else { lines }
            }
            Self::Lines { lines, edge: None } => lines,
            Self::Area(_) => &[],
        }
    }

    /// Distance of a point from the place, centimetres; 0 within an area.
    fn distance_cm(&self, point: BackPoint, lines: &[Line]) -> f64 {
        match self {
            Self::Lines { .. } => nearest(point, lines).map_or(f64::INFINITY, |(distance, _)| distance),
            Self::Area(outlines) => {
                outlines.iter().map(|outline| distance_cm(outline, point)).fold(f64::INFINITY, f64::min)
            }
        }
    }

    /// Share of a path's length within `tolerance_cm` of the place, 0 to 1.
    pub(super) fn share_within(&self, path: &[BackPoint], tolerance_cm: f64) -> f64 {
        let lines = self.lines_for(path);
        let points = samples(path, 0.25);
        let within = points.iter().filter(|point| self.distance_cm(**point, lines) <= tolerance_cm + 1e-9).count();
        within as f64 / points.len().max(1) as f64
    }

    /// Mean distance of a path from the place, centimetres.
    pub(super) fn mean_distance_cm(&self, path: &[BackPoint]) -> f64 {
        self.mean_within_cm(path, &samples(path, 0.5), f64::INFINITY)
    }

    /// The same for a path and points along it; infinite as soon as it must be more than `most`.
    fn mean_within_cm(&self, path: &[BackPoint], points: &[BackPoint], most: f64) -> f64 {
        if points.is_empty() {
            return f64::INFINITY;
        }
        let lines = self.lines_for(path);
        let count = points.len() as f64;
        // A little more, so that rounding leaves nothing out.
        let too_far = (most + 1e-6) * count;
        let mut sum = 0.0;
        for point in points {
            sum += self.distance_cm(*point, lines);
            if sum > too_far {
                return f64::INFINITY;
            }
        }
        sum / count
    }

    /// Share of the place that paths have reached, 0 to 1: of hooks and rays how many, of a line or
    /// an area how much of its length.
    pub(super) fn covered(&self, paths: &[Line], tolerance_cm: f64) -> f64 {
        let reached: Vec<bool> = match self {
            Self::Lines { lines, .. } if lines.len() > 1 => lines
                .iter()
                .map(|line| {
                    let middle = along(line, 0.5);
                    paths.iter().any(|path| {
                        let near = |point| distance_to_line_cm(point, path) <= tolerance_cm + 1e-9;
                        middle.is_some_and(near)
                            || samples(path, 0.25)
                                .iter()
                                .any(|point| distance_to_line_cm(*point, line) <= tolerance_cm.min(0.5) + 1e-9)
                    })
                })
                .collect(),
            Self::Lines { lines, .. } => lines
                .iter()
                .flat_map(|line| samples(line, 1.0))
                .map(|point| paths.iter().any(|path| distance_to_line_cm(point, path) <= tolerance_cm + 1e-9))
                .collect(),
            Self::Area(outlines) => outlines.iter().flat_map(|outline| slices(outline, paths, tolerance_cm)).collect(),
        };
        reached.iter().filter(|reached| **reached).count() as f64 / reached.len().max(1) as f64
    }

    /// Mean deviation of a path from the expected direction, degrees, 0 to 180, weighted by length;
    /// none for an area, which has no direction of its own, and for a path without length.
    pub(super) fn deviation_deg(&self, path: &[BackPoint]) -> Option<f64> {
        let lines = self.lines_for(path);
        let points = samples(path, 0.5);
        let angles: Vec<f64> = points
            .windows(2)
            .filter_map(|pair| {
                let middle = BackPoint((pair[0].0 + pair[1].0) / 2.0, (pair[0].1 + pair[1].1) / 2.0);
                let (_, line) = nearest(middle, lines)?;
                angle_deg(vector_cm(pair[0], pair[1]), direction_at(middle, line))
            })
            .collect();
        (!angles.is_empty()).then(|| angles.iter().sum::<f64>() / angles.len() as f64)
    }

    /// The expected line nearest to a path, by index; for counting repeats.
    pub(super) fn nearest_line(&self, path: &[BackPoint]) -> Option<usize> {
        let Self::Lines { lines, .. } = self else { return None };
        let middle = along(path, 0.5)?;
        (0..lines.len())
            .min_by(|a, b| distance_to_line_cm(middle, &lines[*a]).total_cmp(&distance_to_line_cm(middle, &lines[*b])))
    }
}

/// Cuts an area across its longer axis into slices of about a centimetre and tells which of them a
/// path has reached within the area.
fn slices(outline: &Outline, paths: &[Line], tolerance_cm: f64) -> Vec<bool> {
    let bounds = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    };
    let x = bounds(&mut outline.iter().map(|point| point.0));
    let y = bounds(&mut outline.iter().map(|point| point.1 * CM_PER_PERCENT));
    let tall = y.1 - y.0 >= x.1 - x.0;
    let (low, high) = if tall { y } else { x };
    if !(high - low).is_finite() || high <= low {
        return Vec::new();
    }
    let inside: Vec<f64> = paths
        .iter()
        .flat_map(|path| samples(path, 0.25))
        .filter(|point| distance_cm(outline, *point) <= tolerance_cm + 1e-9)
        .map(|point| if tall { point.1 * CM_PER_PERCENT } else { point.0 })
        .collect();
    let count = (high - low).ceil().clamp(1.0, 60.0);
    (0..count as u32)
        .map(|index| {
            let middle = low + (high - low) * (f64::from(index) + 0.5) / count;
            inside.iter().any(|place| (place - middle).abs() <= tolerance_cm.max(0.5) + 1e-9)
        })
        .collect()
}

/// The steps of the build-up with their places on the left and on the right, worked out once for many strokes.
pub(super) struct Steps<'a> {
    steps: Vec<(&'a BuildUpStep, [Place; 2])>,
}

impl<'a> Steps<'a> {
    /// All steps of the tables.
    pub(super) fn new(knowledge: &'a Knowledge) -> Self {
        let steps = knowledge.sections.values().flat_map(|section| &section.steps);
        let sides = |step| [Side::Left, Side::Right].map(|side| Place::of_step(step, side));
        Self { steps: steps.map(|step| (step, sides(step))).collect() }
    }

    /// Those that a stroke along these lines can belong to, nearest first.
    pub(super) fn of(&self, stroke: &StrokeId, lines: &[Line]) -> Vec<StepId> {
        let points: Vec<Line> = lines.iter().map(|line| samples(line, 0.5)).collect();
        let mut found: Vec<(f64, &StepId)> = Vec::new();
        for (step, places) in self.steps.iter().filter(|(step, _)| step.strokes.contains(stroke)) {
            let distance = places
                .iter()
                .flat_map(|place| {
                    let paths = lines.iter().zip(&points);
                    paths.map(move |(line, points)| place.mean_within_cm(line, points, STEP_REACH_CM))
                })
                .fold(f64::INFINITY, f64::min);
            if distance <= STEP_REACH_CM {
                found.push((distance, &step.id));
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        let limit = found.first().map_or(0.0, |(distance, _)| distance + STEP_TIE_CM);
        found.into_iter().filter(|(distance, _)| *distance <= limit).map(|(_, id)| id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(f64, f64)]) -> Line {
        points.iter().map(|point| BackPoint(point.0, point.1)).collect()
    }

    #[test]
    fn a_path_on_its_line_is_in_place_and_one_beside_it_is_not() {
        let place = Place::Lines { lines: vec![line(&[(4.0, 90.0), (4.0, 60.0)])], edge: None };
        let on = line(&[(4.5, 90.0), (4.5, 60.0)]);
        let beside = line(&[(8.0, 90.0), (8.0, 60.0)]);
        assert_eq!(place.share_within(&on, 1.0), 1.0);
        assert_eq!(place.share_within(&beside, 1.0), 0.0);
        assert_eq!(place.covered(std::slice::from_ref(&on), 1.0), 1.0);
        assert_eq!(place.deviation_deg(&on), Some(0.0));
        let back = line(&[(4.0, 60.0), (4.0, 90.0)]);
        assert!((place.deviation_deg(&back).unwrap() - 180.0).abs() < 1e-6);
    }

    #[test]
    fn half_of_an_area_worked_is_half_covered() {
        let place = Place::Area(vec![line(&[(0.0, 60.0), (6.0, 60.0), (6.0, 100.0), (0.0, 100.0)])]);
        let lower_half = line(&[(3.0, 100.0), (3.0, 80.0)]);
        let covered = place.covered(&[lower_half], 0.5);
        assert!((covered - 0.5).abs() < 0.06, "{covered}");
    }
}
