//! The file form of a scenario, `ctm-scenario/1`.
//!
//! Units are in the names of fields. Every reference is an id. Every text a student can read is
//! either written out or a key into the block `text`, marked by `@`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rubric::Rubric;
use crate::{
    knowledge::{
        id::{
            ContraindicationId, FindingId, LayerId, OutcomeId, PositionId, RedFlagId, SchoolId, SensationId, SourceId,
            ZoneId,
        },
        zone::Outline,
    },
    units::Side,
};

/// The version of this form.
pub const FORMAT: &str = "ctm-scenario/1";

/// A text written out, or `@key` of the block `text`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub String);

/// The whole file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// Texts by language and key.
    #[serde(default)]
    pub text: BTreeMap<String, BTreeMap<String, String>>,
}

/// What the case is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// First cases.
    Beginner,
    /// After the basic section is known.
    Intermediate,
    /// Several things to weigh.
    Advanced,
}

/// A review of the content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Who.
    pub by: String,
    /// In which role, for example "instructor".
    pub role: String,
    /// When, as year-month-day.
    pub on: String,
}

/// Sex as it matters for body and reference values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sex {
    /// Woman.
    Female,
    /// Man.
    Male,
}

/// A fact about the client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fact {
    /// True or false.
    Flag(bool),
    /// A number; its unit is in the fact's name.
    Number(f64),
    /// Words.
    Words(Text),
}

/// Who comes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// An openly fictional first name and initial.
    pub name: String,
    /// Which of the bodies is shown, for example `woman-52-heavy`.
    pub body: String,
    /// Years.
    pub age: u32,
    /// Sex.
    pub sex: Sex,
    /// Body mass index, kg/m².
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
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pain {
    /// At rest.
    pub rest: f64,
    /// When moving.
    pub activity: f64,
}

/// How a person answers to touch. All from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Traits {
    /// How strongly tissue and complaint answer to good work; about three in ten people: 0.2.
    pub responder: f64,
    /// How anxious.
    pub anxiety: f64,
    /// How readily the skin raises lines and wheals.
    pub dermographism: f64,
    /// How sensitive to pain; 0.5 is usual.
    pub pain_sensitivity: f64,
    /// How thin and easily torn skin and vessels are.
    pub fragility: f64,
    /// How readily this person faints.
    pub faints: f64,
    /// How readily this person speaks up unasked.
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
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
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

/// What can be asked and measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interview {
    /// Questions, tests and measurements, in the order of the list.
    pub questions: Vec<Question>,
}

/// What kind of entry a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum QuestionKind {
    /// Asked in words.
    Question,
    /// Measured: blood pressure, pulse, temperature, girth.
    Measurement,
    /// Looked at or felt outside the back: calves, feet, scar, skin of the arm.
    Examination,
}

/// Something that can be asked, measured or looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

/// Where a finding lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum FindingPlace {
    /// A zone of the catalogue.
    Zone {
        /// The zone.
        zone: ZoneId,
        /// The side.
        side: Side,
    },
    /// An area of its own.
    Area {
        /// What it is called, for example "lumbar, beside L3 to L5".
        name: Text,
        /// Its outline in back coordinates, as it lies.
        outline: Outline,
        /// The side.
        side: Side,
    },
}

impl FindingPlace {
    /// The side.
    #[must_use]
    pub fn side(&self) -> Side {
        match self {
            Self::Zone { side, .. } | Self::Area { side, .. } => *side,
        }
    }
}

/// Grades of a finding on the palpation scale, 0 to 4 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Grades {
    /// Mobility.
    pub mobility: u8,
    /// Tension.
    pub tension: u8,
    /// Volume.
    pub volume: u8,
    /// Tenderness when pulled.
    pub tenderness: u8,
}

impl Grades {
    /// The grade of the whole finding: the highest of its attributes.
    #[must_use]
    pub fn whole(self) -> u8 {
        self.mobility.max(self.tension).max(self.volume).max(self.tenderness)
    }
}

/// Ways to find a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reveal {
    /// By looking, under raking light.
    Look,
    /// By displacing the skin flat with the fingertips.
    Displacement,
    /// By lifting and rolling a fold.
    Fold,
    /// By the diagnostic stroke.
    DiagnosticStroke,
}

/// A finding in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacedFinding {
    /// Id, unique in the file.
    pub id: String,
    /// Where.
    pub place: FindingPlace,
    /// What kind.
    pub kind: FindingId,
    /// How marked.
    pub grades: Grades,
    /// The layer it lies in.
    pub layer: LayerId,
    /// How it can be found.
    pub reveal: Vec<Reveal>,
}

/// What is asked of the student.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Which session of a course it is, from 1.
    pub session_number: u32,
    /// Views of the school where they differ from the defaults.
    #[serde(default)]
    pub school: BTreeMap<SchoolId, String>,
    /// Longest hands-on time in minutes.
    pub hands_on_minutes: f64,
    /// Positions that suit this client, best first.
    pub positions: Vec<PositionId>,
    /// The goal in words.
    pub goal: Text,
    /// The right decision.
    pub decision: DecisionKey,
    /// Things that can be said to the client in closing, right and wrong.
    #[serde(default)]
    pub statements: Vec<Statement>,
    /// How uncertain palpation is, 0 (the hand reads the tissue as it is) to 1 (as uncertain as studies found it).
    #[serde(default)]
    pub palpation_uncertainty: f64,
    /// Feedback while working: with hints, on request, or none until the end.
    #[serde(default)]
    pub feedback: FeedbackMode,
}

/// When feedback is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum FeedbackMode {
    /// While working.
    Guided,
    /// Safety at once, the rest in the debrief.
    #[default]
    Practice,
    /// Only after the end.
    Exam,
}

/// The right decision and what belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionKey {
    /// The right outcome.
    pub outcome: OutcomeId,
    /// Other outcomes with the credit they earn, 0 to 1.
    #[serde(default)]
    pub partial: BTreeMap<OutcomeId, f64>,
    /// Contraindications that must be named as reasons.
    #[serde(default)]
    pub reasons: Vec<ContraindicationId>,
    /// Why, for the debrief.
    pub why: Text,
    /// Source.
    pub source: SourceId,
}

/// Something the student can say to the client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Id, unique in the file.
    pub id: String,
    /// The words.
    pub words: Text,
    /// It stays within what a therapist may say and what is known.
    pub in_scope: bool,
    /// Why, for the debrief.
    pub why: Text,
}

/// Phases of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// The id of the first step.
    pub start: String,
    /// The steps.
    pub steps: Vec<FlowStep>,
}

/// One step of the flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// When this way is taken.
    #[serde(default)]
    pub when: Condition,
    /// The id of the next step.
    pub to: String,
}

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
