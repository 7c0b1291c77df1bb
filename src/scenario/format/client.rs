//! The block `client`: who comes, and how this person answers to touch.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Text;
use crate::{
    knowledge::id::{ContraindicationId, SensationId},
    simulation::make_up::{RestingSigns, Traits},
};

/// Sex as it matters for body and reference values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Sex {
    /// Woman.
    Female,
    /// Man.
    Male,
}

/// A fact about the client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Fact {
    /// True or false.
    Flag(bool),
    /// A number; its unit is in the fact's name.
    Number(f64),
    /// Words.
    Words(Text),
}

/// Who comes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// An openly fictional first name and initial.
    pub name: String,
    /// Which of the bodies is shown, for example `woman-52-heavy`.
    pub body: String,
    /// Years, 16 to 110.
    pub age: u32,
    /// Sex.
    pub sex: Sex,
    /// Body mass index, 12 to 60 kg/m².
    pub bmi: f64,
    /// Occupation.
    pub occupation: Text,
    /// What the client says first, in the client's own words.
    pub complaint: Text,
    /// Pain now and when moving, 0 to 10.
    #[serde(default)]
    pub pain: Pain,
    /// Medicines as the client names them.
    #[serde(default)]
    pub medicines: Vec<Text>,
    /// Facts of the history and of measurements, by name.
    #[serde(default)]
    pub facts: BTreeMap<String, Fact>,
    /// Contraindications that are really there; the student has to find them.
    #[serde(default)]
    pub contraindications: Vec<ContraindicationId>,
    /// How this person answers to touch.
    #[serde(default)]
    pub traits: Traits,
    /// Vital signs at rest.
    #[serde(default)]
    pub rest: RestingSigns,
    /// Whether this person answers well is drawn for each attempt: about three in ten respond little.
    #[serde(default)]
    pub responder_drawn: bool,
    /// The client's own words for sensations; the catalogue's where there are none.
    #[serde(default)]
    pub words: BTreeMap<SensationId, Vec<Text>>,
}

/// Pain of the complaint, numeric rating 0 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Pain {
    /// At rest, 0 to 10.
    pub rest: f64,
    /// When moving, 0 to 10.
    pub activity: f64,
}
