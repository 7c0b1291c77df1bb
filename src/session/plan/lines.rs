//! Lines over an area: where a planned hand tests and works.

use crate::{
    knowledge::{
        Knowledge,
        stroke::{DirectionRule, Stroke},
        zone::{Outline, inside},
    },
    session::area::{bounds, middle},
    units::{BackPoint, CM_PER_PERCENT},
};

/// Distance between neighbouring lines of work, centimetres.
const WORK_SPACING_CM: f64 = 2.5;

/// Distance between neighbouring spots or columns of a test, centimetres.
const TEST_SPACING_CM: f64 = 3.0;

/// Distance between points looked at along a line, centimetres.
const GRAIN_CM: f64 = 0.25;

/// A line shorter than this is not worked, centimetres.
const LEAST_CM: f64 = 0.8;

/// The lowest, highest and outermost point of the back that is tested, right side.
pub(super) const BACK: [BackPoint; 4] =
    [BackPoint(0.0, 124.0), BackPoint(18.0, 124.0), BackPoint(18.0, -18.0), BackPoint(0.0, -18.0)];

/// Whether a place belongs to a region of the back.
pub(super) fn on_back(knowledge: &Knowledge, point: BackPoint) -> bool {
    knowledge
        .regions
        .values()
        .any(|region| inside(&region.outline, point) || region.paired && inside(&region.outline, point.mirrored()))
}

/// Paths of a testing stroke over an area, from below upwards: spots for a short test, columns for
/// one along a line. Only places that `fits` accepts.
pub(super) fn tests(stroke: &Stroke, outline: &[BackPoint], fits: &dyn Fn(BackPoint) -> bool) -> Vec<Vec<BackPoint>> {
    let length = middle_of(stroke.length_cm);
    let (low, high) = bounds(outline);
    let columns = spread(low.0, high.0, TEST_SPACING_CM);
    if length <= 2.0 * TEST_SPACING_CM {
        let rise = length / CM_PER_PERCENT;
        let mut rows = spread(low.1, high.1, TEST_SPACING_CM / CM_PER_PERCENT);
        rows.reverse();
        let spots = rows.iter().flat_map(|y| columns.iter().map(|x| BackPoint(*x, *y)));
        let mut paths: Vec<Vec<BackPoint>> = spots
            .filter(|spot| inside(outline, *spot) && fits(*spot))
            .map(|spot| (BackPoint(spot.0, spot.1 + rise / 2.0), BackPoint(spot.0, spot.1 - rise / 2.0)))
            .filter(|(start, end)| fits(*start) && fits(*end))
            .map(|(start, end)| vec![start, end])
            .collect();
        if paths.is_empty() {
            let spot = middle(outline);
            paths.push(vec![BackPoint(spot.0, spot.1 + rise / 2.0), BackPoint(spot.0, spot.1 - rise / 2.0)]);
        }
        return paths;
    }
    let fits = |point: BackPoint| inside(outline, point) && fits(point);
    columns
        .iter()
        .flat_map(|x| runs(BackPoint(*x, high.1), BackPoint(*x, low.1), &fits))
        .flat_map(|(start, end)| pieces(start, end, stroke.length_cm.1))
        .collect()
}

/// Paths of a working stroke across an area, from below upwards, in the stroke's own direction.
pub(super) fn work(stroke: &Stroke, outlines: &[Outline]) -> Vec<Vec<BackPoint>> {
    let mut paths = Vec::new();
    for outline in outlines {
        let (low, high) = bounds(outline);
        let fits = |point: BackPoint| inside(outline, point);
        if stroke.direction == DirectionRule::Upwards {
            for x in spread(low.0, high.0, WORK_SPACING_CM) {
                for (start, end) in runs(BackPoint(x, high.1), BackPoint(x, low.1), &fits) {
                    paths.extend(pieces(start, end, stroke.length_cm.1));
                }
            }
            continue;
        }
        let mut rows = spread(low.1, high.1, WORK_SPACING_CM / CM_PER_PERCENT);
        rows.reverse();
        for y in rows {
            for (side, outer) in [(1.0, high.0), (-1.0, -low.0)] {
                let inner = if side > 0.0 { low.0.max(0.0) } else { (-high.0).max(0.0) };
                if outer - inner < LEAST_CM {
                    continue;
                }
                let (outer, inner) = (BackPoint(side * outer, y), BackPoint(side * inner, y));
                let outwards = stroke.direction == DirectionRule::Outwards;
                let (start, end) = if outwards { (inner, outer) } else { (outer, inner) };
                for (start, end) in runs(start, end, &fits) {
                    paths.extend(pieces(start, end, stroke.length_cm.1));
                }
            }
        }
    }
    paths
}

/// The middle of a range.
pub(super) fn middle_of(range: (f64, f64)) -> f64 {
    (range.0 + range.1) / 2.0
}

/// Evenly spread values between two limits, half a spacing or less from each of them.
fn spread(low: f64, high: f64, spacing: f64) -> Vec<f64> {
    let width = high - low;
    let count = (width / spacing).round().clamp(1.0, 100.0);
    (0..count as u32).map(|index| low + width * (f64::from(index) + 0.5) / count).collect()
}

/// The parts of a straight line that lie where they should.
fn runs(start: BackPoint, end: BackPoint, fits: &dyn Fn(BackPoint) -> bool) -> Vec<(BackPoint, BackPoint)> {
    let steps = (start.distance_cm(end) / GRAIN_CM).ceil().clamp(1.0, 1000.0);
    let at = |step: f64| {
        let share = step / steps;
        BackPoint(start.0 + (end.0 - start.0) * share, start.1 + (end.1 - start.1) * share)
    };
    let mut found: Vec<(BackPoint, BackPoint)> = Vec::new();
    let mut open: Option<BackPoint> = None;
    let mut last = start;
    for step in 0..=steps as u32 {
        let point = at(f64::from(step));
        if fits(point) {
            open.get_or_insert(point);
            last = point;
        } else if let Some(first) = open.take() {
            found.push((first, last));
        }
    }
    found.extend(open.map(|first| (first, last)));
    found.retain(|(start, end)| start.distance_cm(*end) >= LEAST_CM);
    found
}

/// A straight line in equal pieces no longer than `longest`.
fn pieces(start: BackPoint, end: BackPoint, longest: f64) -> Vec<Vec<BackPoint>> {
    let count = (start.distance_cm(end) / longest.max(LEAST_CM)).ceil().clamp(1.0, 50.0) as u32;
    let at = |index: u32| {
        let share = f64::from(index) / f64::from(count);
        BackPoint(start.0 + (end.0 - start.0) * share, start.1 + (end.1 - start.1) * share)
    };
    (0..count).map(|index| vec![at(index), at(index + 1)]).collect()
}
