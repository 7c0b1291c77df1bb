//! The block `description`: what a case is about, for lists and the briefing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Text;

/// What the case is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// Title for lists; must not give the decision away.
    pub title: Text,
    /// One or two sentences for the briefing.
    pub summary: Text,
    /// How hard it is.
    pub level: Level,
    /// Minutes a student usually needs at the screen.
    pub minutes: u32,
    /// What is learned.
    pub objectives: Vec<Text>,
    /// Exam-blueprint areas.
    pub blueprint: Vec<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// Licence of the text.
    pub licence: String,
    /// Who read it, when, in which role.
    #[serde(default)]
    pub review: Vec<Review>,
}

/// How hard a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Level {
    /// First cases.
    Beginner,
    /// After the basic section is known.
    Intermediate,
    /// Several things to weigh.
    Advanced,
}

/// A review of the content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Who.
    pub by: String,
    /// In which role, for example "instructor".
    pub role: String,
    /// When, as year-month-day.
    pub on: String,
}
