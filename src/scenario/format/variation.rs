//! The block `variation`: what differs from student to student.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DecisionKey, Fact, Grades, Text};
use crate::{knowledge::id::ContraindicationId, scenario::rubric::Criterion, simulation::make_up::RestingSigns};

/// Something that is drawn for each student: one of several choices. Each draw is made by itself
/// from the seed of the attempt, so that one more draw changes no other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// Id, unique in the file.
    pub id: String,
    /// What can be drawn, at least two.
    pub choices: Vec<Choice>,
}

/// One of the choices of a draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Id, unique in its draw.
    pub id: String,
    /// How often it is drawn against the other choices, from 1.
    #[serde(default = "one")]
    pub weight: u32,
    /// What is different then; nothing where it is left out.
    #[serde(default)]
    pub changes: Vec<Change>,
}

fn one() -> u32 {
    1
}

/// One thing that is different.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Change {
    /// A fact of the client has this value.
    Fact(String, Fact),
    /// A question is answered like this.
    Answer(String, Text),
    /// The client says this first.
    Complaint(Text),
    /// The client has exactly these contraindications.
    Contraindications(Vec<ContraindicationId>),
    /// The vital signs at rest.
    Rest(RestingSigns),
    /// The right decision.
    Decision(DecisionKey),
    /// A finding has these grades.
    Grades(String, Grades),
    /// A finding lies on the other side.
    Mirror(String),
    /// A criterion of the rule Interview asks for these questions.
    Relevant(String, Vec<String>),
    /// A criterion of the rule Statements asks for these statements.
    Right(String, Vec<String>),
    /// It is judged by exactly these criteria; their points add up to 100 too. For a choice in which another
    /// decision is right, so that good work can earn everything. Domains and gates stay the file's.
    Criteria(Vec<Criterion>),
}

impl Change {
    /// The criteria that it brings, if it brings any.
    #[must_use]
    pub fn criteria(&self) -> Option<&[Criterion]> {
        match self {
            Self::Criteria(criteria) => Some(criteria),
            _ => None,
        }
    }
}
