//! Words for a place on the chart: the nearest spinous level and the nearest landmark.

use crate::{
    document::Table,
    knowledge::{
        body::{Landmark, Level},
        id::{LandmarkId, LevelId},
    },
    maths,
    units::{BackPoint, CM_PER_PERCENT, Side},
};

/// A landmark near a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearLandmark<'a> {
    /// Its id.
    pub id: &'a LandmarkId,
    /// The landmark.
    pub landmark: &'a Landmark,
    /// Which one of a pair; [`Side::Both`] for a landmark on the midline.
    pub side: Side,
    /// Distance in centimetres on the reference adult; for a border or line to its nearest point.
    pub distance_cm: f64,
}

/// The spinous level whose process lies nearest in height; None if the table has no level with a place or y is not a
/// number. Between two at the same distance the upper one.
#[must_use]
pub fn nearest_level(levels: &Table<LevelId, Level>, y: f64) -> Option<(&LevelId, &Level)> {
    let away = |level: &Level| level.y.map(|at| (at - y).abs());
    let placed = levels.iter().filter(|(_, level)| away(level).is_some_and(f64::is_finite));
    placed.min_by(|(_, a), (_, b)| away(a).partial_cmp(&away(b)).unwrap_or(std::cmp::Ordering::Equal))
}

/// The landmark nearest to a place on the back; landmarks of the front are left out.
#[must_use]
pub fn nearest_landmark(landmarks: &Table<LandmarkId, Landmark>, point: BackPoint) -> Option<NearLandmark<'_>> {
    let mut best: Option<NearLandmark<'_>> = None;
    for (id, landmark) in landmarks.iter().filter(|(_, landmark)| !landmark.front) {
        let until = landmark.until.unwrap_or(landmark.at);
        let sides: &[(Side, bool)] =
            if landmark.paired { &[(Side::Right, false), (Side::Left, true)] } else { &[(Side::Both, false)] };
        for &(side, mirrored) in sides {
            let point = if mirrored { point.mirrored() } else { point };
            let distance_cm = to_segment(point, landmark.at, until);
            if distance_cm.is_finite() && best.is_none_or(|near| distance_cm < near.distance_cm) {
                best = Some(NearLandmark { id, landmark, side, distance_cm });
            }
        }
    }
    best
}

/// Distance in centimetres from a point to the straight line between two others.
fn to_segment(point: BackPoint, from: BackPoint, until: BackPoint) -> f64 {
    let flat = |p: BackPoint| (p.0 - from.0, (p.1 - from.1) * CM_PER_PERCENT);
    let ((px, py), (ux, uy)) = (flat(point), flat(until));
    let length = ux * ux + uy * uy;
    let share = if length > 0.0 { ((px * ux + py * uy) / length).clamp(0.0, 1.0) } else { 0.0 };
    maths::hypot(px - share * ux, py - share * uy)
}
