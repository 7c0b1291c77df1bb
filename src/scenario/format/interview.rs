//! The block `interview`: what can be asked and measured.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Text;
use crate::knowledge::id::RedFlagId;

/// What can be asked and measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Interview {
    /// Questions, tests and measurements, in the order of the list.
    pub questions: Vec<Question>,
}

/// What kind of entry a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum QuestionKind {
    /// Asked in words.
    Question,
    /// Measured: blood pressure, pulse, temperature, girth.
    Measurement,
    /// Looked at or felt outside the back: calves, feet, scar, skin of the arm.
    Examination,
}

/// Something that can be asked, measured or looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Id, unique in the file.
    pub id: String,
    /// What kind it is.
    #[serde(default = "question")]
    pub kind: QuestionKind,
    /// Group in the list, for example "complaint", "risks", "habits".
    pub group: String,
    /// The wording; with `red_flag` it may be left out and comes from the catalogue.
    #[serde(default)]
    pub ask: Option<Text>,
    /// The red-flag question of the catalogue that it is.
    #[serde(default)]
    pub red_flag: Option<RedFlagId>,
    /// The client's answer, or what the measurement shows.
    pub answer: Text,
    /// Facts it brings to light.
    #[serde(default)]
    pub reveals: Vec<String>,
    /// Seconds it takes.
    #[serde(default = "question_seconds")]
    pub seconds: u32,
}

fn question() -> QuestionKind {
    QuestionKind::Question
}

fn question_seconds() -> u32 {
    12
}
