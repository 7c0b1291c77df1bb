//! The block `client`: who comes, and how this person answers to touch.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Text;
use crate::knowledge::id::{ContraindicationId, SensationId};

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

/// How a person answers to touch. All from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Traits {
    /// How strongly tissue and complaint answer to good work, 0 to 1; about three in ten people: 0.2.
    pub responder: f64,
    /// How anxious, 0 to 1.
    pub anxiety: f64,
    /// How readily the skin raises lines and wheals, 0 to 1.
    pub dermographism: f64,
    /// How sensitive to pain, 0 to 1; 0.5 is usual.
    pub pain_sensitivity: f64,
    /// How thin and easily torn skin and vessels are, 0 to 1.
    pub fragility: f64,
    /// How readily this person faints, 0 to 1.
    pub faints: f64,
    /// How readily this person speaks up unasked, 0 to 1.
    pub speaks_up: f64,
}

impl Default for Traits {
    fn default() -> Self {
        Self {
            responder: 0.7,
            anxiety: 0.2,
            dermographism: 0.1,
            pain_sensitivity: 0.5,
            fragility: 0.1,
            faints: 0.1,
            speaks_up: 0.8,
        }
    }
}

/// Vital signs at rest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RestingSigns {
    /// Beats per minute.
    pub heart_rate: f64,
    /// Millimetres of mercury.
    pub systolic: f64,
    /// Millimetres of mercury.
    pub diastolic: f64,
    /// Breaths per minute.
    pub breathing_rate: f64,
    /// Skin of the back, °C.
    pub trunk_c: f64,
    /// Hands, °C.
    pub hands_c: f64,
    /// Feet, °C.
    pub feet_c: f64,
}

impl Default for RestingSigns {
    fn default() -> Self {
        Self {
            heart_rate: 72.0,
            systolic: 122.0,
            diastolic: 78.0,
            breathing_rate: 14.0,
            trunk_c: 33.0,
            hands_c: 31.0,
            feet_c: 29.0,
        }
    }
}
