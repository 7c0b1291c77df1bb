//! Landmarks, spinous levels, layers and regions of the back.
//!
//! All places are in the chart's back coordinates ([`BackPoint`]).

use serde::{Deserialize, Serialize};

use super::{
    entry::{Name, Provenance, entry},
    id::{LevelId, RegionId},
};
use crate::units::BackPoint;

/// A palpable landmark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Landmark {
    /// Code of the teaching material, `LM_…`.
    pub code: String,
    /// Names.
    pub name: Name,
    /// Where textbooks put it, in words.
    pub level: String,
    /// Where it lies; for a line or border its upper end, for a paired landmark its right one.
    pub at: BackPoint,
    /// The lower end of a line or border.
    #[serde(default)]
    pub until: Option<BackPoint>,
    /// There is one on each side.
    #[serde(default)]
    pub paired: bool,
    /// It lies on the front or flank and cannot be reached on the back chart.
    #[serde(default)]
    pub front: bool,
    /// What measurements say against the textbook, in words.
    #[serde(default)]
    pub reality: Option<String>,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Landmark, "landmarks", code: code);

/// A spinous level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Names, for example "Spinous process of L4".
    pub name: Name,
    /// Percent of the line from C7 to the PSIS line; none for a segment that has no spinous process.
    #[serde(default)]
    pub y: Option<f64>,
    /// The skin there belongs to this segment (cutaneous branches run downwards), for example `t4`.
    pub skin_segment: LevelId,
    /// Measured in adults, not interpolated.
    #[serde(default)]
    pub measured: bool,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Level, "levels");

/// A plane on which one layer shifts against the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ShiftPlane {
    /// Plane a, the upper shift layer: skin on subcutis.
    Upper,
    /// Plane b, the lower shift layer: subcutis on deep fascia.
    Lower,
    /// Plane c: deep fascia on muscle.
    Deep,
}

/// A layer of the body wall, from outside in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// Names.
    pub name: Name,
    /// What it is made of.
    pub content: String,
    /// The plane beneath it on which it shifts.
    #[serde(default)]
    pub shifts_on: Option<ShiftPlane>,
    /// What a student should know about it.
    pub note: String,
    /// Thickness by region, in millimetres.
    #[serde(default)]
    pub thickness: Vec<RegionalThickness>,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Layer, "layers", references: |self, references| {
    for (index, regional) in self.thickness.iter().enumerate() {
        references.to("regions", &regional.region, crate::document::Path::root().field("thickness").index(index).field("region"));
    }
});

/// The thickness of one layer in one region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionalThickness {
    /// The region.
    pub region: RegionId,
    /// Smallest and largest usual thickness in millimetres, adult of normal weight.
    pub mm: (f64, f64),
    /// Where the figure comes from.
    pub provenance: Provenance,
}

/// How a piece of tissue answers to being shifted on the lower plane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mechanics {
    /// Displacement to the limit, millimetres.
    pub limit_mm: (f64, f64),
    /// Stiffness before the limit, newtons per millimetre.
    pub soft: f64,
    /// Stiffness beyond the limit, newtons per millimetre.
    pub beyond: f64,
    /// Creep in ten seconds under constant pull, share of the displacement (0 to 1).
    pub creep: f64,
    /// Work lost in one loading and unloading, share (0 to 1).
    pub loss: f64,
}

/// A region of the back with its own tissue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Names.
    pub name: Name,
    /// Outline on the right side or across the midline; empty for regions that are not on the back.
    #[serde(default)]
    pub outline: Vec<BackPoint>,
    /// The outline is mirrored to the left.
    #[serde(default)]
    pub paired: bool,
    /// The subcutis is thicker in women here.
    #[serde(default)]
    pub thicker_in_women: bool,
    /// How normal tissue shifts here.
    #[serde(default)]
    pub mechanics: Option<Mechanics>,
    /// From skin to deep fascia in millimetres, adult of normal weight.
    pub subcutis_mm: (f64, f64),
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Region, "regions");

/// A body that the room can show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Names.
    pub name: Name,
    /// Shape.
    pub sex: super::chart::Sex,
    /// Years.
    pub age: u32,
    /// Metres.
    pub stature_m: f64,
    /// Body mass index, kg/m².
    pub bmi: f64,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Shown, "bodies");

impl Layer {
    /// Usual thickness in millimetres in a region, the middle of the range.
    #[must_use]
    pub fn thickness_in(&self, region: &RegionId) -> Option<f64> {
        self.thickness
            .iter()
            .find(|regional| regional.region == *region)
            .map(|regional| (regional.mm.0 + regional.mm.1) / 2.0)
    }
}
