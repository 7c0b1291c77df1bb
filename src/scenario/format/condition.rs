//! Conditions on what has happened, as data.

use serde::{Deserialize, Serialize};

use super::Fact;
use crate::knowledge::id::OutcomeId;

/// A condition on what has happened.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Condition {
    /// Holds always.
    #[default]
    Always,
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The decision is one of these.
    Decided(Vec<OutcomeId>),
    /// This question was asked.
    Asked(String),
    /// A fact has this value.
    Fact(String, Fact),
    /// A step of the flow was done.
    StepDone(String),
    /// More minutes than this have passed.
    MinutesOver(f64),
}
