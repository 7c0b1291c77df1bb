//! Tissue findings and the palpation scale.

use serde::{Deserialize, Serialize};

use super::{
    body::Mechanics,
    entry::{Name, Provenance, entry},
    id::StrokeId,
};

/// What a kind of finding does to the tissue's relief, for the eye under raking light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relief {
    /// A groove along the area's long axis.
    Groove,
    /// A narrow line.
    Line,
    /// The whole area lies lower.
    Lowered,
    /// A raised cushion.
    Raised,
    /// Nothing, or soft folds.
    Level,
}

/// A kind of tissue finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Code of the teaching material, `F_…`.
    pub code: String,
    /// Names.
    pub name: Name,
    /// What the eye sees in oblique light.
    pub look: String,
    /// What the finger feels.
    pub feel: String,
    /// How the method reads it.
    pub reading: String,
    /// What it does to the relief.
    pub relief: Relief,
    /// Depth (negative) or height (positive) of the relief at grade 4, millimetres.
    pub relief_mm: f64,
    /// How such tissue shifts at a marked grade; interpolated from normal tissue by the grade.
    pub mechanics: Mechanics,
    /// Fluid at grade 4, 0 to 1.
    #[serde(default)]
    pub fluid: f64,
    /// Strokes of first choice.
    #[serde(default)]
    pub first_choice: Vec<StrokeId>,
    /// Strokes for later.
    #[serde(default)]
    pub later: Vec<StrokeId>,
    /// Strokes never used on it.
    #[serde(default)]
    pub never: Vec<StrokeId>,
    /// Why, in one sentence for the student.
    pub advice: String,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Finding, "findings", code: code, references: |self, references| {
    references.to_all("strokes", &self.first_choice, "first_choice");
    references.to_all("strokes", &self.later, "later");
    references.to_all("strokes", &self.never, "never");
});

/// One attribute of the palpation scale with its five grades.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// Code of the teaching material, for example `MOB`.
    pub code: String,
    /// Names.
    pub name: Name,
    /// What grades 0 to 4 feel or look like.
    pub grades: [String; 5],
    /// What is known about the agreement of examiners.
    #[serde(default)]
    pub reliability: Option<String>,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Attribute, "palpation", code: code);
