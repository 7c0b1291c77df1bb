//! The build-up: sections, their steps, and the starting positions.

use serde::{Deserialize, Serialize};

use super::{
    entry::{Name, Provenance, entry},
    id::{ContraindicationId, PositionId, StepId, StrokeId, ZoneId},
};
use crate::units::BackPoint;

/// A section of the build-up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Code of the teaching material, `SEC_…`.
    pub code: String,
    /// Names.
    pub name: Name,
    /// Its place in the order of the large build-up, from 1.
    pub order: u32,
    /// Its limits in words.
    pub limits: String,
    /// Its limits on the back chart: upper and lower y in percent; none for limbs, face and abdomen.
    #[serde(default)]
    pub y: Option<(f64, f64)>,
    /// The work in words.
    pub work: String,
    /// What must be true before it is entered, in words.
    pub gate: String,
    /// Sections that must have been worked on before it in the same or an earlier session.
    #[serde(default)]
    pub after: Vec<super::id::SectionId>,
    /// Earliest session of a course in which it is entered.
    pub earliest_session: u32,
    /// Step or words for closing it.
    pub close_with: String,
    /// Zones that lie in it.
    #[serde(default)]
    pub zones: Vec<ZoneId>,
    /// Contraindications that close it.
    #[serde(default)]
    pub contraindications: Vec<ContraindicationId>,
    /// The steps in their taught order.
    #[serde(default)]
    pub steps: Vec<BuildUpStep>,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Section, "sections", code: code, references: |self, references| {
    references.to_all("sections", &self.after, "after");
    references.to_all("zones", &self.zones, "zones");
    references.to_all("contraindications", &self.contraindications, "contraindications");
    for (index, step) in self.steps.iter().enumerate() {
        for (number, stroke) in step.strokes.iter().enumerate() {
            references.to("strokes", stroke, crate::document::Path::root().field("steps").index(index).field("strokes").index(number));
        }
    }
});

/// One step of a section. Its geometry is given for the right side and mirrored for the left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuildUpStep {
    /// Id, unique over all sections, for example `b1`.
    pub id: StepId,
    /// Names.
    pub name: Name,
    /// Strokes it is done with, the usual one first.
    pub strokes: Vec<StrokeId>,
    /// The line along which the step moves over the body: for hooks the edge, for long strokes the path.
    pub line: Vec<BackPoint>,
    /// For short strokes: where each one starts and ends relative to its place on the line (x cm, y percent).
    #[serde(default)]
    pub pull: Option<(BackPoint, BackPoint)>,
    /// For short strokes: how many are set along the line.
    #[serde(default)]
    pub hooks: u32,
    /// Paths of the single strokes where they are not along the line (fans, several bands).
    #[serde(default)]
    pub rays: Vec<(BackPoint, BackPoint)>,
    /// Pull direction in words.
    pub direction: String,
    /// Rounds on each side.
    pub rounds: (u32, u32),
    /// Both sides at once, across the midline.
    #[serde(default)]
    pub both_hands: bool,
    /// Usual duration of the whole step, both sides, seconds.
    pub seconds: f64,
    /// What it is for.
    pub purpose: String,
    /// Closes the section.
    #[serde(default)]
    pub balancing: bool,
}

/// A starting position.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Code of the teaching material, `PO_…`.
    pub code: String,
    /// Names.
    pub name: Name,
    /// How the client is placed.
    pub details: String,
    /// Who uses it and for what.
    pub used_by: String,
    /// What to watch.
    pub risk: String,
    /// How much it disposes to fainting, 1 for lying.
    pub faint_factor: f64,
    /// The back can be worked on in it and the room can show it.
    pub back_reachable: bool,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Position, "positions", code: code);

/// A position of the table by id, spelled out for code that names one.
#[must_use]
pub fn position(id: &str) -> PositionId {
    PositionId::from(id)
}
