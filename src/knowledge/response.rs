//! How the client answers: sensations, the skin's timeline, unwanted reactions and their triggers.

use serde::{Deserialize, Serialize};

use super::{
    entry::{Name, Provenance, entry},
    id::{ContraindicationId, ReactionId, RedFlagId, StrokeId, TriggerId, ZoneId},
};

/// A sensation the client can report, SN0 to SN8.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sensation {
    /// Code of the teaching material, `SN…`.
    pub code: String,
    /// Names.
    pub name: Name,
    /// What the client says, variants in English; the scenario may have its own.
    pub words: Vec<String>,
    /// The same in German.
    pub words_de: Vec<String>,
    /// What it means.
    pub meaning: String,
    /// What the student should do.
    pub student_should: String,
    /// A cue that asks for an answer within a time.
    #[serde(default)]
    pub asks_for_response: bool,
    /// Work stops.
    #[serde(default)]
    pub stop: bool,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Sensation, "sensations", code: code);

/// A state of the client that moves them to speak first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Occasion {
    /// Settling, 0 to 1.
    Settling,
    /// Worry, 0 to 1.
    Worry,
    /// Soreness left by strong work, 0 to 1.
    Soreness,
    /// The hazard of a reaction, as a share of what this person bears today.
    Nearing(ReactionId),
}

/// Something the client may say first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// Names.
    pub name: Name,
    /// What moves the client to say it.
    pub when: Occasion,
    /// The value of that state from which a client who speaks up says it, 0 to 1.
    pub from: f64,
    /// What the client says, variants in English.
    pub words: Vec<String>,
    /// The same in German.
    pub words_de: Vec<String>,
    /// What it means, and what it does not.
    pub meaning: String,
    /// What the student should do.
    pub student_should: String,
    /// A cue that asks for an answer within a time.
    #[serde(default)]
    pub asks_for_response: bool,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Remark, "remarks", references: |self, references| {
    if let Occasion::Nearing(reaction) = &self.when {
        references.to("reactions", reaction, crate::document::Path::root().field("when"));
    }
});

/// A stage of the skin's answer to a stroke.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkinStage {
    /// Names.
    pub name: Name,
    /// What is seen or felt.
    pub look: String,
    /// What is different in dermographic skin.
    #[serde(default)]
    pub dermographic: Option<String>,
    /// Begins, seconds after the stroke.
    pub from_s: f64,
    /// Ends, seconds after the stroke.
    pub until_s: f64,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(SkinStage, "skin");

/// An unwanted reaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reaction {
    /// Code of the teaching material, `R…`.
    pub code: String,
    /// Names.
    pub name: Name,
    /// What triggers it, in words.
    pub trigger: String,
    /// Triggers of the model that raise its hazard.
    #[serde(default)]
    pub triggers: Vec<TriggerId>,
    /// Zones whose work raises its hazard.
    #[serde(default)]
    pub zones: Vec<ZoneId>,
    /// When it begins, in words.
    pub onset: String,
    /// Earliest and latest onset in minutes from the trigger.
    pub onset_min: (f64, f64),
    /// Usual grade, 0 to 3.
    pub grade: u32,
    /// Chance that it arises in a correct session without any trigger (0 to 1).
    pub base: f64,
    /// What the client says or shows.
    pub shows: String,
    /// The counter-measure that is taught.
    pub remedy: String,
    /// Strokes of that counter-measure.
    #[serde(default)]
    pub remedy_strokes: Vec<StrokeId>,
    /// What else to do.
    pub also: String,
    /// Questions to ask again.
    #[serde(default)]
    pub ask_again: Vec<RedFlagId>,
    /// Contraindications to think of.
    #[serde(default)]
    pub contraindications: Vec<ContraindicationId>,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Reaction, "reactions", code: code, references: |self, references| {
    references.to_all("triggers", &self.triggers, "triggers");
    references.to_all("zones", &self.zones, "zones");
    references.to_all("strokes", &self.remedy_strokes, "remedy_strokes");
    references.to_all("red-flags", &self.ask_again, "ask_again");
    references.to_all("contraindications", &self.contraindications, "contraindications");
});

/// Something that makes unwanted reactions more likely.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// Names.
    pub name: Name,
    /// When the model counts it as present.
    pub meaning: String,
    /// How it is named as a cause inside a sentence.
    pub cause: String,
    /// Factor on the hazard, 1 or more.
    pub factor: f64,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Trigger, "triggers");

/// The triggers the simulation knows how to detect.
pub const TRIGGERS: &[&str] = &[
    "cranial-before-caudal",
    "too-deep",
    "deep-in-swelling",
    "first-session",
    "first-session-long",
    "sitting-low-pressure",
    "balancing-missing",
    "rest-missing",
    "one-sided",
    "too-fast",
    "dermographic",
    "too-many-repeats",
    "fascia-work",
    "bleeding-days",
    "weak-tissue",
    "arterial-zone-missed",
    "prone",
    "evening",
    "heat-or-fasting",
    "anticoagulant",
    "heart-disease",
    "airway-disease",
    "pregnancy",
    "trauma-history",
    "allergy",
];

/// The id of a trigger the simulation detects.
#[must_use]
pub fn trigger(id: &str) -> TriggerId {
    TriggerId::from(id)
}
