//! What touches the client in one tick.

use serde::{Deserialize, Serialize};

use crate::{knowledge::id::StrokeId, units::Place};

/// The layer a hand works on: how deep it hooks in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Aim {
    /// Skin on subcutis: the upper shift plane.
    Skin,
    /// Subcutis on deep fascia: the lower shift plane.
    Subcutis,
    /// At the edge of the deep fascia.
    Fascia,
}

impl Aim {
    /// The id of the layer in the table of layers.
    #[must_use]
    pub fn layer(self) -> &'static str {
        match self {
            Self::Skin => "skin",
            Self::Subcutis => "subcutis",
            Self::Fascia => "deep-fascia",
        }
    }

    /// How many layers lie between two aims, 0 to 2.
    #[must_use]
    pub fn distance(self, other: Self) -> u32 {
        (self as u32).abs_diff(other as u32)
    }
}

/// How a hand is laid on, for a whole stroke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grip {
    /// The stroke that is done.
    pub stroke: StrokeId,
    /// The layer aimed at.
    pub aim: Aim,
    /// Angle of the fingers to the skin, degrees, 0 to 90.
    pub angle_deg: u32,
    /// Normal force, millinewtons, 0 to 30 000.
    pub normal_mn: u32,
    /// The other hand does the same mirrored at the midline at the same time.
    #[serde(default)]
    pub both_hands: bool,
}

/// What touches the client during a tick.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contact<'a> {
    /// How the hand is laid on.
    pub grip: &'a Grip,
    /// Where the pads were put down.
    pub from: Place,
    /// Where the hand has pulled to by now.
    pub at: Place,
}
