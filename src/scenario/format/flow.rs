//! The block `flow`: the phases of a case and the ways between them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Condition;

/// Phases of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Phase {
    /// Taking the history.
    History,
    /// Looking.
    Observation,
    /// Feeling.
    Palpation,
    /// Treat, adapt, avoid an area, postpone, refer, emergency.
    Decision,
    /// Consent, position, draping, hygiene.
    Preparation,
    /// Hands on.
    Treatment,
    /// Balancing, rest, advice, documentation.
    Closing,
    /// Looking back.
    Debrief,
}

impl Phase {
    /// All phases in their order.
    pub const ALL: [Self; 8] = [
        Self::History,
        Self::Observation,
        Self::Palpation,
        Self::Decision,
        Self::Preparation,
        Self::Treatment,
        Self::Closing,
        Self::Debrief,
    ];
}

/// The phases of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// The id of the first step.
    pub start: String,
    /// The steps.
    pub steps: Vec<FlowStep>,
}

/// One step of the flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlowStep {
    /// Id, unique in the file.
    pub id: String,
    /// The phase it is.
    pub phase: Phase,
    /// The student may come back to it later.
    #[serde(default)]
    pub may_return: bool,
    /// What follows; the first branch whose condition holds. Empty ends the session.
    #[serde(default)]
    pub next: Vec<Branch>,
}

/// A way onward.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// When this way is taken.
    #[serde(default)]
    pub when: Condition,
    /// The id of the next step.
    pub to: String,
}
