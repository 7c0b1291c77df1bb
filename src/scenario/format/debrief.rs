//! The block `debrief`: looking back together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Condition, Text};

/// Looking back: what the case was about, and what to think about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Debrief {
    /// What a student should take along, in a few sentences.
    pub recap: Text,
    /// Questions to think or talk about, in their order.
    pub questions: Vec<DebriefQuestion>,
}

/// A question for the debrief.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DebriefQuestion {
    /// Id, unique in the file.
    pub id: String,
    /// The question.
    pub ask: Text,
    /// What experienced therapists weigh there.
    pub think: Text,
    /// When it is asked; always where it is left out.
    #[serde(default)]
    pub when: Condition,
}
