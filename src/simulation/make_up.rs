//! Who the simulated client is: everything the simulation must be told before the first tick.
//!
//! Plain values. A scenario is turned into this form by the session, and shares the traits and resting signs with it;
//! the simulation knows no files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    knowledge::{
        id::{FindingId, LayerId, PositionId, SensationId, ZoneId},
        safety::Condition,
        zone::Outline,
    },
    simulation::course::Carry,
    units::Side,
};

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
    /// How far the skin answers with a white line instead of a red one, 0 to 1; seen in atopy.
    pub white_line: f64,
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
            white_line: 0.0,
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

/// The language the client speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

/// Grades of a finding on the palpation scale, 0 to 4 each; higher values count as 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SiteGrades {
    /// Mobility.
    pub mobility: u8,
    /// Tension.
    pub tension: u8,
    /// Volume.
    pub volume: u8,
    /// Tenderness when pulled.
    pub tenderness: u8,
}

impl SiteGrades {
    /// The grade of the whole finding: the highest of its attributes.
    #[must_use]
    pub fn whole(self) -> u8 {
        self.mobility.max(self.tension).max(self.volume).max(self.tenderness).min(4)
    }
}

/// A finding in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteSpec {
    /// What it is called in sentences for the debrief, for example "the band beside L3 to L5".
    pub name: String,
    /// The zone it belongs to, if it is one.
    pub zone: Option<ZoneId>,
    /// Its side.
    pub side: Side,
    /// Its areas as they lie; left empty, a zone's own outlines on that side are taken.
    pub outlines: Vec<Outline>,
    /// The kind of finding.
    pub finding: FindingId,
    /// How marked it is.
    pub grades: SiteGrades,
    /// The layer it lies in.
    pub layer: LayerId,
}

/// Everything the simulation is told about a client.
#[derive(Debug, Clone, PartialEq)]
pub struct MakeUp {
    /// Years.
    pub age: u32,
    /// A woman; the subcutis of buttock and thigh is thicker.
    pub female: bool,
    /// Body mass index, kg/m².
    pub bmi: f64,
    /// How this person answers to touch.
    pub traits: Traits,
    /// Whether this person answers well is drawn on arrival: about three in ten respond little.
    pub responder_drawn: bool,
    /// Illness, medicines and states that change how the body answers.
    pub conditions: Vec<Condition>,
    /// Vital signs at rest.
    pub rest: RestingSigns,
    /// Pain of the complaint at rest, numeric rating 0 to 10.
    pub pain_rest: f64,
    /// Pain of the complaint when moving, numeric rating 0 to 10.
    pub pain_activity: f64,
    /// Which session of a course it is, from 1.
    pub session_number: u32,
    /// Menstrual bleeding on this day.
    pub bleeding: bool,
    /// The session is held in the evening.
    pub evening: bool,
    /// The school in force holds that caudal work must come before cranial work.
    pub order_matters: bool,
    /// How slippery the skin is made by oil or sweat, 0 dry to 1.
    pub slippery: f64,
    /// The position at the beginning.
    pub position: PositionId,
    /// Findings; a zone that is not among them is normal.
    pub sites: Vec<SiteSpec>,
    /// The language the client speaks.
    pub language: Language,
    /// The client's own words for sensations, in that language; the table's where there are none.
    pub words: Vec<(SensationId, Vec<String>)>,
    /// What an earlier session has left behind.
    pub prior: Option<Carry>,
}

impl Default for MakeUp {
    /// A healthy adult without findings, in a first session, sitting.
    fn default() -> Self {
        Self {
            age: 40,
            female: true,
            bmi: 23.0,
            traits: Traits::default(),
            rest: RestingSigns::default(),
            responder_drawn: false,
            conditions: Vec::new(),
            pain_rest: 0.0,
            pain_activity: 0.0,
            session_number: 1,
            bleeding: false,
            evening: false,
            order_matters: true,
            slippery: 0.0,
            position: PositionId::from("sitting"),
            sites: Vec::new(),
            language: Language::English,
            words: Vec::new(),
            prior: None,
        }
    }
}

impl MakeUp {
    /// Whether the client has such a condition.
    #[must_use]
    pub fn has(&self, condition: Condition) -> bool {
        self.conditions.contains(&condition)
    }

    /// The same with every number finite and in its range, so that no input can upset the model.
    #[must_use]
    pub(crate) fn tidied(mut self) -> Self {
        let usual = Self::default();
        let clean = |value: &mut f64, low: f64, high: f64, otherwise: f64| {
            *value = if value.is_finite() { value.clamp(low, high) } else { otherwise };
        };
        clean(&mut self.bmi, 12.0, 70.0, usual.bmi);
        let (traits, other) = (&mut self.traits, usual.traits);
        clean(&mut traits.responder, 0.0, 1.0, other.responder);
        clean(&mut traits.anxiety, 0.0, 1.0, other.anxiety);
        clean(&mut traits.dermographism, 0.0, 1.0, other.dermographism);
        clean(&mut traits.white_line, 0.0, 1.0, other.white_line);
        clean(&mut traits.pain_sensitivity, 0.0, 1.0, other.pain_sensitivity);
        clean(&mut traits.fragility, 0.0, 1.0, other.fragility);
        clean(&mut traits.faints, 0.0, 1.0, other.faints);
        clean(&mut traits.speaks_up, 0.0, 1.0, other.speaks_up);
        let (rest, other) = (&mut self.rest, usual.rest);
        clean(&mut rest.heart_rate, 30.0, 200.0, other.heart_rate);
        clean(&mut rest.systolic, 60.0, 260.0, other.systolic);
        clean(&mut rest.diastolic, 30.0, 160.0, other.diastolic);
        clean(&mut rest.breathing_rate, 5.0, 45.0, other.breathing_rate);
        clean(&mut rest.trunk_c, 20.0, 42.0, other.trunk_c);
        clean(&mut rest.hands_c, 10.0, 42.0, other.hands_c);
        clean(&mut rest.feet_c, 10.0, 42.0, other.feet_c);
        clean(&mut self.pain_rest, 0.0, 10.0, 0.0);
        clean(&mut self.pain_activity, 0.0, 10.0, 0.0);
        clean(&mut self.slippery, 0.0, 1.0, 0.0);
        self.prior = self.prior.map(Carry::tidied);
        self.age = self.age.min(120);
        for outline in self.sites.iter_mut().flat_map(|site| &mut site.outlines) {
            outline.retain(|corner| corner.0.is_finite() && corner.1.is_finite());
        }
        self
    }
}

/// What the student does for the client besides touching.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Intervention {
    /// Asks what it feels like; the client answers with the sensation of this moment or the last one.
    Ask,
    /// Hands off.
    Stop,
    /// Pauses and waits.
    Pause,
    /// Says that the work becomes lighter, flatter, slower, or goes elsewhere, and means it.
    Ease,
    /// Explains, apologises, asks for consent again.
    Reassure,
    /// Helps the client to lie down, legs raised.
    LieDown,
    /// Helps the client to sit up.
    SitUp,
    /// Opens a window, offers water.
    Water,
    /// Measures pulse and blood pressure.
    Measure,
    /// Calls the emergency service and stays.
    CallEmergency,
    /// Says that it is good for the client and goes on.
    Insist,
}
