//! The block `task`: what is asked of the student, and the right decision.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Text;
use crate::knowledge::id::{ContraindicationId, EffectId, OutcomeId, PositionId, SchoolId, SourceId};

/// What is asked of the student.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Which session of a course it is, 1 to 60.
    pub session_number: u32,
    /// Views of the school where they differ from the defaults.
    #[serde(default)]
    pub school: BTreeMap<SchoolId, String>,
    /// Longest hands-on time, 0 to 90 minutes.
    pub hands_on_minutes: f64,
    /// Positions that suit this client, best first.
    pub positions: Vec<PositionId>,
    /// The goal in words.
    pub goal: Text,
    /// The right decision.
    pub decision: DecisionKey,
    /// Things that can be said to the client in closing, right and wrong.
    #[serde(default)]
    pub statements: Vec<Statement>,
    /// How uncertain palpation is, 0 (the hand reads the tissue as it is) to 1 (as uncertain as studies found it).
    #[serde(default)]
    pub palpation_uncertainty: f64,
    /// Feedback while working: with hints, on request, or none until the end.
    #[serde(default)]
    pub feedback: FeedbackMode,
}

/// When feedback is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub enum FeedbackMode {
    /// While working.
    Guided,
    /// Safety at once, the rest in the debrief.
    #[default]
    Practice,
    /// Only after the end.
    Exam,
}

/// The right decision and what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionKey {
    /// The right outcome.
    pub outcome: OutcomeId,
    /// Other outcomes with the credit they earn, 0 to 1.
    #[serde(default)]
    pub partial: BTreeMap<OutcomeId, f64>,
    /// Contraindications that must be named as reasons.
    #[serde(default)]
    pub reasons: Vec<ContraindicationId>,
    /// Why, for the debrief.
    pub why: Text,
    /// Source.
    pub source: SourceId,
}

/// Something the student can say to the client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Id, unique in the file.
    pub id: String,
    /// The words.
    pub words: Text,
    /// It stays within what a therapist may say and what is known.
    pub in_scope: bool,
    /// Why, for the debrief.
    pub why: Text,
    /// Effects of the table of effects that it claims; those that must not be claimed make it a
    /// statement out of scope.
    #[serde(default)]
    pub claims: Vec<EffectId>,
}
