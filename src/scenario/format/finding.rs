//! The block `findings`: what inspection and palpation can find, and where.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Text;
use crate::{
    knowledge::{
        id::{FindingId, LayerId, ZoneId},
        zone::Outline,
    },
    units::Side,
};

/// Where a finding lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum FindingPlace {
    /// A zone of the catalogue.
    Zone {
        /// The zone.
        zone: ZoneId,
        /// The side.
        side: Side,
    },
    /// An area of its own.
    Area {
        /// What it is called, for example "lumbar, beside L3 to L5".
        name: Text,
        /// Its outline in back coordinates, as it lies.
        outline: Outline,
        /// The side.
        side: Side,
    },
}

impl FindingPlace {
    /// The side.
    #[must_use]
    pub fn side(&self) -> Side {
        match self {
            Self::Zone { side, .. } | Self::Area { side, .. } => *side,
        }
    }
}

/// Grades of a finding on the palpation scale, 0 to 4 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Grades {
    /// Mobility, 0 to 4.
    pub mobility: u8,
    /// Tension, 0 to 4.
    pub tension: u8,
    /// Volume, 0 to 4.
    pub volume: u8,
    /// Tenderness when pulled, 0 to 4.
    pub tenderness: u8,
}

impl Grades {
    /// The grade of the whole finding: the highest of its attributes.
    #[must_use]
    pub fn whole(self) -> u8 {
        self.mobility.max(self.tension).max(self.volume).max(self.tenderness)
    }
}

/// Ways to find a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Reveal {
    /// By looking, under raking light.
    Look,
    /// By displacing the skin flat with the fingertips.
    Displacement,
    /// By lifting and rolling a fold.
    Fold,
    /// By the diagnostic stroke.
    DiagnosticStroke,
}

/// A finding in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlacedFinding {
    /// Id, unique in the file.
    pub id: String,
    /// Where.
    pub place: FindingPlace,
    /// What kind.
    pub kind: FindingId,
    /// How marked.
    pub grades: Grades,
    /// The layer it lies in.
    pub layer: LayerId,
    /// How it can be found.
    pub reveal: Vec<Reveal>,
}
