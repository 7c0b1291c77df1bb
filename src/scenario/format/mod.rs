//! The file form of a scenario, `ctm-scenario/1`.
//!
//! Units are in the names of fields. Every reference is an id. Every text a student can read is
//! either written out or a key into the block `text`, marked by `@`. One block of the file is one
//! file here; the rubric, which is the largest, is [`super::rubric`].

mod client;
mod condition;
mod debrief;
mod description;
mod finding;
mod flow;
mod interview;
mod task;
mod variation;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rubric::Rubric;

pub use client::{Client, Fact, Pain, Sex};
pub use condition::{Condition, Deed, Happenings};
pub use debrief::{Debrief, DebriefQuestion};
pub use description::{Description, Level, Review};
pub use finding::{FindingPlace, Grades, PlacedFinding, Reveal};
pub use flow::{Branch, Flow, FlowStep, Phase};
pub use interview::{Interview, Question, QuestionKind};
pub use task::{DecisionKey, FeedbackMode, Statement, Task};
pub use variation::{Change, Choice, Draw};

/// The version of this form.
pub const FORMAT: &str = "ctm-scenario/1";

/// A text written out, or `@key` of the block `text`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Text(pub String);

/// The whole file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// Always `ctm-scenario/1`.
    pub format: String,
    /// Lower-case letters, digits and hyphens, 1 to 48; the file's stem.
    pub id: String,
    /// Version of the content: changed, extended, corrected.
    pub version: (u32, u32, u32),
    /// Language of the texts written out, for example `en`.
    pub language: String,
    /// What the case is about, for lists.
    pub description: Description,
    /// Who comes.
    pub client: Client,
    /// What can be asked and measured.
    pub interview: Interview,
    /// What inspection and palpation can find.
    pub findings: Vec<PlacedFinding>,
    /// What is asked of the student.
    pub task: Task,
    /// The phases and how they follow each other.
    pub flow: Flow,
    /// How it is judged.
    pub rubric: Rubric,
    /// Looking back.
    #[serde(default)]
    pub debrief: Debrief,
    /// What differs from student to student.
    #[serde(default)]
    pub variation: Vec<Draw>,
    /// By language and key, the mark of the text that a translation was made of; written by
    /// `ctm-trainer texts`. A translation without a mark is not watched.
    #[serde(default)]
    pub translated: BTreeMap<String, BTreeMap<String, String>>,
    /// Texts by language and key.
    #[serde(default)]
    pub text: BTreeMap<String, BTreeMap<String, String>>,
}
