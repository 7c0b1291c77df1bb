//! Connective tissue zones: where they lie, what they may show and what is taught about them.
//!
//! A zone says where the tissue is altered and roughly how strongly. It does not say which disease
//! a client has, and nothing here may be read that way.

use serde::{Deserialize, Serialize};

use super::{
    entry::{Name, Provenance, entry},
    id::{ContraindicationId, EffectId, FindingId, LayerId, LevelId, ZoneId},
};
use crate::units::{BackPoint, Side};

/// Where a zone can occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sides {
    /// One area across the midline.
    Midline,
    /// One area on each side; the outline is the right one.
    Each,
    /// On the left only; the outline is given as it lies.
    Left,
    /// On the right only.
    Right,
}

/// A run of segments, first and last, for example `("t10", "l2")`.
pub type SegmentRange = (LevelId, LevelId);

/// The four segment fields of a zone. They often do not coincide; none follows from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segments {
    /// Segments of the skin the zone overlies.
    pub skin: Vec<SegmentRange>,
    /// Segments of the organ the zone is linked with.
    #[serde(default)]
    pub organ: Vec<SegmentRange>,
    /// Sympathetic outflow to the target.
    #[serde(default)]
    pub sympathetic: Vec<SegmentRange>,
    /// Parasympathetic outflow to the target.
    #[serde(default)]
    pub parasympathetic: Vec<SegmentRange>,
    /// The link can be argued by segments; otherwise it is empirical.
    pub segmental: bool,
}

/// One area of a zone, a polygon.
pub type Outline = Vec<BackPoint>;

/// A connective tissue zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// Code of the teaching material, `ZN_…`.
    pub code: String,
    /// Names.
    pub name: Name,
    /// Where it can occur.
    pub sides: Sides,
    /// Region in words, for lists.
    pub region: String,
    /// Its boundaries in words.
    pub boundaries: String,
    /// Its areas; most zones have one.
    pub outlines: Vec<Outline>,
    /// Where the maximal point is taught, if anywhere.
    #[serde(default)]
    pub maximal_point: Option<BackPoint>,
    /// The four segment fields.
    pub segments: Segments,
    /// What it typically shows, most typical first.
    pub findings: Vec<FindingId>,
    /// The layer most often affected.
    pub layer: LayerId,
    /// What is taught to be linked with it, in words that claim no more than that.
    pub links: String,
    /// Intended effects taught for it.
    #[serde(default)]
    pub effects: Vec<EffectId>,
    /// What in the history points to it.
    #[serde(default)]
    pub history_cue: Option<String>,
    /// What to mind when working there.
    pub care: String,
    /// Contraindications to think of before touching it.
    #[serde(default)]
    pub contraindications: Vec<ContraindicationId>,
    /// Only shown if the instructor switches it on.
    #[serde(default)]
    pub optional: bool,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Zone, "zones", code: code, references: |self, references| {
    references.to_all("findings", &self.findings, "findings");
    references.to("layers", &self.layer, crate::document::Path::root().field("layer"));
    references.to_all("effects", &self.effects, "effects");
    references.to_all("contraindications", &self.contraindications, "contraindications");
    for (field, ranges) in [
        ("skin", &self.segments.skin),
        ("organ", &self.segments.organ),
        ("sympathetic", &self.segments.sympathetic),
        ("parasympathetic", &self.segments.parasympathetic),
    ] {
        for (index, range) in ranges.iter().enumerate() {
            let path = || crate::document::Path::root().field("segments").field(field).index(index);
            references.to("levels", &range.0, path().index(0));
            references.to("levels", &range.1, path().index(1));
        }
    }
});

impl Zone {
    /// The sides on which this zone has an area of its own.
    #[must_use]
    pub fn occurs_on(&self) -> &'static [Side] {
        match self.sides {
            Sides::Midline => &[Side::Both],
            Sides::Each => &[Side::Left, Side::Right],
            Sides::Left => &[Side::Left],
            Sides::Right => &[Side::Right],
        }
    }

    /// Its areas on a side; empty where it does not occur.
    #[must_use]
    pub fn outlines_on(&self, side: Side) -> Vec<Outline> {
        match (self.sides, side) {
            (Sides::Each, Side::Left) => {
                self.outlines.iter().map(|outline| outline.iter().map(|point| point.mirrored()).collect()).collect()
            }
            (Sides::Each, Side::Both) => {
                let mut both = self.outlines_on(Side::Left);
                both.extend(self.outlines.iter().cloned());
                both
            }
            (Sides::Left, Side::Right) | (Sides::Right, Side::Left) => Vec::new(),
            _ => self.outlines.clone(),
        }
    }
}

/// A zone on a side, the way scenarios and findings name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneSide {
    /// The zone.
    pub zone: ZoneId,
    /// The side.
    pub side: Side,
}

/// Whether a point lies inside a polygon (even-odd rule; the border counts as the rule falls).
#[must_use]
pub fn inside(outline: &[BackPoint], point: BackPoint) -> bool {
    let mut inside = false;
    let mut previous = match outline.last() {
        Some(last) => *last,
        None => return false,
    };
    for &corner in outline {
        if (corner.1 > point.1) != (previous.1 > point.1)
            && point.0 < (previous.0 - corner.0) * (point.1 - corner.1) / (previous.1 - corner.1) + corner.0
        {
            inside = !inside;
        }
        previous = corner;
    }
    inside
}

/// Distance in centimetres (reference adult) from a point to the border of a polygon; 0 inside.
#[must_use]
pub fn distance_cm(outline: &[BackPoint], point: BackPoint) -> f64 {
    if inside(outline, point) {
        return 0.0;
    }
    let mut nearest = f64::INFINITY;
    let mut previous = match outline.last() {
        Some(last) => *last,
        None => return nearest,
    };
    for &corner in outline {
        nearest = nearest.min(distance_to_segment_cm(point, previous, corner));
        previous = corner;
    }
    nearest
}

/// Distance in centimetres (reference adult) from a point to a straight piece of line.
#[must_use]
pub fn distance_to_segment_cm(point: BackPoint, start: BackPoint, end: BackPoint) -> f64 {
    let scale = crate::units::CM_PER_PERCENT;
    let (px, py) = (point.0 - start.0, (point.1 - start.1) * scale);
    let (dx, dy) = (end.0 - start.0, (end.1 - start.1) * scale);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    crate::maths::hypot(px - dx * along, py - dy * along)
}

/// The centre of a polygon's corners, good enough to hang a label on.
#[must_use]
pub fn centre(outline: &[BackPoint]) -> BackPoint {
    let count = outline.len().max(1) as f64;
    let (x, y) = outline.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0, y + point.1));
    BackPoint(x / count, y / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [BackPoint; 4] =
        [BackPoint(0.0, 0.0), BackPoint(4.0, 0.0), BackPoint(4.0, 10.0), BackPoint(0.0, 10.0)];

    #[test]
    fn a_point_is_inside_or_outside_an_outline() {
        assert!(inside(&SQUARE, BackPoint(2.0, 5.0)));
        assert!(!inside(&SQUARE, BackPoint(-2.0, 5.0)));
        assert!(!inside(&[], BackPoint(0.0, 0.0)));
    }

    #[test]
    fn distance_is_measured_in_centimetres_on_the_skin() {
        assert_eq!(distance_cm(&SQUARE, BackPoint(2.0, 5.0)), 0.0);
        assert!((distance_cm(&SQUARE, BackPoint(6.0, 5.0)) - 2.0).abs() < 1e-9);
        assert!((distance_cm(&SQUARE, BackPoint(2.0, 20.0)) - 5.09).abs() < 1e-9);
    }
}
