//! Strokes of the method with the ranges in which they are done well, and further techniques.

use serde::{Deserialize, Serialize};

use super::{
    body::ShiftPlane,
    entry::{Name, Provenance, entry},
    id::{ErrorId, LayerId, SensationId, StrokeId},
};

/// What a stroke is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Examines, does not treat.
    Test,
    /// Opens, prepares, calms swelling.
    Start,
    /// Treats.
    Work,
    /// Closes a section; also the taught remedy.
    Balance,
    /// Belongs to another method; not indicated here.
    Foreign,
}

/// The rule for a stroke's direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DirectionRule {
    /// Across the edge of bone, muscle or fascia.
    AcrossEdge,
    /// From below upwards.
    Upwards,
    /// From the side towards the spine, from below upwards.
    TowardsSpine,
    /// From the spine outwards and forwards.
    Outwards,
    /// Small arcs or passes in any direction.
    Free,
}

/// Smallest and largest value of a range in which the stroke is done well.
pub type Range = (f64, f64);

/// A stroke of the method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stroke {
    /// Code of the teaching material, `ST_…`.
    pub code: String,
    /// Names.
    pub name: Name,
    /// What it is, in one line.
    pub meaning: String,
    /// How much, how fast, how often, in one line.
    pub dosage: String,
    /// Which fingers, in words.
    pub fingers: String,
    /// Both hands work at once.
    #[serde(default)]
    pub both_hands: bool,
    /// The skin is lifted as a fold between thumb and fingers.
    #[serde(default)]
    pub pinch: bool,
    /// Area of contact, square centimetres.
    pub contact_cm2: Range,
    /// Angle of the fingers to the skin, degrees.
    pub angle_deg: Range,
    /// The shift planes it loads, the main one first.
    pub planes: Vec<ShiftPlane>,
    /// The layer it aims at.
    pub layer: LayerId,
    /// Length of the path, centimetres.
    pub length_cm: Range,
    /// Tempo, centimetres per second.
    pub speed_cm_s: Range,
    /// Normal force, newtons.
    pub normal_n: Range,
    /// Tangential force, newtons.
    pub tangential_n: Range,
    /// Below this normal force it is too light, above the second too deep, newtons.
    pub limits_n: Range,
    /// Repeats of the same line.
    pub repeats: (u32, u32),
    /// The rule for its direction.
    pub direction: DirectionRule,
    /// The sensation aimed at in tense tissue.
    pub target_sensation: SensationId,
    /// Sensations that are right in normal tissue as well.
    #[serde(default)]
    pub fine_sensations: Vec<SensationId>,
    /// What the skin shows after it.
    pub skin_after: String,
    /// Earliest session of a course.
    pub earliest_session: u32,
    /// What it is for.
    pub role: Role,
    /// How posture and hand are held, and how it is done.
    pub execution: String,
    /// What shows that it is wrong, with the error it points to.
    #[serde(default)]
    pub wrong_if: Vec<WrongSign>,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Stroke, "strokes", code: code, references: |self, references| {
    references.to("layers", &self.layer, crate::document::Path::root().field("layer"));
    references.to("sensations", &self.target_sensation, crate::document::Path::root().field("target_sensation"));
    references.to_all("sensations", &self.fine_sensations, "fine_sensations");
    for (index, sign) in self.wrong_if.iter().enumerate() {
        if let Some(error) = &sign.error {
            references.to("errors", error, crate::document::Path::root().field("wrong_if").index(index).field("error"));
        }
    }
});

/// A sign that a stroke goes wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrongSign {
    /// What is felt, said or seen.
    pub sign: String,
    /// The student error it points to.
    #[serde(default)]
    pub error: Option<ErrorId>,
}

/// A further or related technique that the simulator can name but does not play.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Technique {
    /// Names.
    pub name: Name,
    /// What it is.
    pub description: String,
    /// How it relates to the method.
    pub relation: String,
    /// The stroke of the method that is nearest to it.
    #[serde(default)]
    pub nearest: Option<StrokeId>,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Technique, "techniques", references: |self, references| {
    if let Some(stroke) = &self.nearest {
        references.to("strokes", stroke, crate::document::Path::root().field("nearest"));
    }
});
