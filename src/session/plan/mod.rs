//! Plans: a student's session written down beforehand, `ctm-plan/1`.
//!
//! A plan is a RON file. [`drive()`] plays it through the same calls as live play, so it leaves the
//! same record a student would. What a plan leaves out is filled with the middle of the ranges in
//! the table of strokes. Reference plans show how a case is done well, trap plans how it goes wrong;
//! each says what result it expects.

mod drive;
mod lines;
mod work;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    diagnostic::{Diagnostic, Position},
    document::{Document, Path},
    knowledge::id::{ContraindicationId, FindingId, OutcomeId, PositionId, SectionId, StepId, StrokeId, ZoneId},
    scenario::format::Phase,
    session::action::{Drape, Response},
    simulation::contact::Aim,
    units::{BackPoint, Side},
};

pub use drive::{PlanError, drive, drive_leniently, drive_until};

/// The version of this form.
pub const FORMAT: &str = "ctm-plan/1";

/// A plan that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What the file says.
    pub file: PlanFile,
    /// The file's name as it was given.
    pub name: String,
    /// Where each step stands in it.
    pub places: Vec<Position>,
}

impl Plan {
    /// Reads a plan.
    ///
    /// # Errors
    /// All findings at once, if the file is not a sound plan.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Vec<Diagnostic>> {
        let (document, decoded) = Document::read::<PlanFile>(file, bytes);
        let format = Path::root().field("format");
        if let Some(found) = document.text_at(&format)
            && found != FORMAT
        {
            let message = format!("this file has the form \"{found}\", a plan has \"{FORMAT}\"");
            return Err(vec![document.error("E100", &format, message, "open it with the version that wrote it")]);
        }
        let findings = decoded.findings.clone();
        let value = decoded.value().ok_or(findings)?;
        let steps = Path::root().field("steps");
        let places = (0..value.steps.len()).map(|index| document.place(&steps.index(index))).collect();
        Ok(Self { file: value, name: file.to_owned(), places })
    }
}

/// The whole file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanFile {
    /// Always `ctm-plan/1`.
    pub format: String,
    /// Id of the scenario.
    pub scenario: String,
    /// Short name, the file's stem.
    pub name: String,
    /// What it shows.
    pub purpose: String,
    /// Choices of the scenario's variation that it needs, by draw; any where it is left out.
    #[serde(default)]
    pub with: BTreeMap<String, String>,
    /// The result it must have.
    pub expect: Expectation,
    /// What is answered when the client says or shows something.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// What is done, in order.
    pub steps: Vec<PlanStep>,
}

/// The result a plan must have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// Points before any cap.
    pub raw: RawPoints,
    /// The verdict on safety.
    pub safety: ExpectedSafety,
    /// Whether it is passed.
    pub passed: bool,
    /// Ids of exactly those gates that trip, in any order.
    #[serde(default)]
    pub gates: Vec<String>,
}

/// What is expected of the points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum RawPoints {
    /// This many, to the thousandth.
    Exactly(f64),
    /// This many or more.
    AtLeast(f64),
    /// This many or fewer.
    AtMost(f64),
    /// From the first to the second, both included.
    Between(f64, f64),
}

impl RawPoints {
    /// Whether so many points are as expected.
    #[must_use]
    pub fn holds(self, points: f64) -> bool {
        match self {
            Self::Exactly(wanted) => (points - wanted).abs() < 0.0005,
            Self::AtLeast(least) => points >= least,
            Self::AtMost(most) => points <= most,
            Self::Between(least, most) => (least..=most).contains(&points),
        }
    }
}

impl std::fmt::Display for RawPoints {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exactly(wanted) => write!(formatter, "{wanted}"),
            Self::AtLeast(least) => write!(formatter, "{least} or more"),
            Self::AtMost(most) => write!(formatter, "{most} or fewer"),
            Self::Between(least, most) => write!(formatter, "{least} to {most}"),
        }
    }
}

/// The verdict on safety that is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ExpectedSafety {
    /// No gate trips.
    Clear,
    /// Something to be careful about.
    Caution,
    /// A danger to the client.
    Unsafe,
}

/// What the planned student answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// A sensation, a reaction, or `stop-word`.
    pub cue: String,
    /// The answers, one after the other.
    pub respond: Vec<Response>,
    /// Seconds until the first of them.
    #[serde(default = "two")]
    pub after_s: f64,
    /// How the plan goes on; where it is left out, the answers decide.
    #[serde(default)]
    pub then: Option<Afterwards>,
}

/// How the plan goes on after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Afterwards {
    /// With the next stroke.
    GoOn,
    /// With the next step of the plan.
    NextStep,
    /// With the next step that enters closing.
    Close,
}

fn two() -> f64 {
    2.0
}
fn one() -> f64 {
    1.0
}
fn once() -> u32 {
    1
}
fn raking() -> u32 {
    20
}
fn right() -> Side {
    Side::Right
}
fn both_sides() -> Vec<Side> {
    vec![Side::Right, Side::Left]
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum PlanStep {
    /// Goes to a phase.
    Enter(Phase),
    /// Asks a question of the scenario.
    Ask(String),
    /// Asks several, in this order.
    AskAll(Vec<String>),
    /// Looks at the back.
    Look {
        /// Angle of the lamp to the skin, degrees.
        #[serde(default = "raking")]
        angle_deg: u32,
        /// The side it comes from.
        #[serde(default = "right")]
        from: Side,
    },
    /// Palpates from below upwards with a testing stroke: the whole uncovered back, a section or a zone.
    Test {
        /// The testing stroke: `displacement`, `fold` or `diagnostic`.
        stroke: StrokeId,
        /// Only this section.
        #[serde(default)]
        section: Option<SectionId>,
        /// Only this zone.
        #[serde(default)]
        zone: Option<ZoneId>,
        /// The sides, one after the other; tests with both hands do both at once if both are named.
        #[serde(default = "both_sides")]
        sides: Vec<Side>,
    },
    /// Enters a finding of the scenario on the chart, correctly.
    Mark {
        /// The scenario's finding.
        finding: String,
    },
    /// Enters all findings of the scenario, correctly.
    MarkAll,
    /// Enters something else.
    MarkAt {
        /// Where.
        at: BackPoint,
        /// The side.
        side: Side,
        /// The zone it is taken for.
        #[serde(default)]
        zone: Option<ZoneId>,
        /// What kind.
        kind: FindingId,
        /// How marked, 0 to 4.
        grade: u8,
    },
    /// Takes a finding off the chart again, counted from 0.
    Unmark(u32),
    /// Decides.
    Decide {
        /// The outcome.
        outcome: OutcomeId,
        /// Contraindications named as reasons.
        #[serde(default)]
        reasons: Vec<ContraindicationId>,
        /// Zones left out.
        #[serde(default)]
        avoid: Vec<ZoneId>,
    },
    /// Does items of preparation.
    Prepare(Vec<String>),
    /// Places the client.
    Position(PositionId),
    /// Moves the sheet.
    Drape(Drape),
    /// Works a step of the build-up along its own lines.
    Step {
        /// The step, for example `b1`.
        id: StepId,
        /// The sides, one after the other; a step for both hands is done once if both are named.
        #[serde(default = "both_sides")]
        sides: Vec<Side>,
        /// The stroke; the step's first one where it is left out.
        #[serde(default)]
        stroke: Option<StrokeId>,
        /// The layer aimed at; the stroke's own where it is left out.
        #[serde(default)]
        aim: Option<Aim>,
        /// Rounds on each side; the middle of the step's range where it is left out.
        #[serde(default)]
        rounds: Option<u32>,
        /// Factor on the usual force.
        #[serde(default = "one")]
        force_scale: f64,
        /// Factor on the usual tempo.
        #[serde(default = "one")]
        speed_scale: f64,
        /// Angle of the fingers, degrees.
        #[serde(default)]
        angle_deg: Option<f64>,
        /// Both hands at once, mirrored; as the step says where it is left out.
        #[serde(default)]
        both_hands: Option<bool>,
    },
    /// Works all steps of a section in their order, as [`PlanStep::Step`] does.
    Section {
        /// The section.
        id: SectionId,
        /// Steps left out.
        #[serde(default)]
        without: Vec<StepId>,
        /// The sides.
        #[serde(default = "both_sides")]
        sides: Vec<Side>,
        /// The stroke for all steps that are not balancing; each step's first one where it is left out.
        #[serde(default)]
        stroke: Option<StrokeId>,
        /// Rounds on each side.
        #[serde(default)]
        rounds: Option<u32>,
        /// Factor on the usual force.
        #[serde(default = "one")]
        force_scale: f64,
        /// Factor on the usual tempo.
        #[serde(default = "one")]
        speed_scale: f64,
    },
    /// A stroke along a path of one's own.
    Stroke {
        /// The stroke.
        stroke: StrokeId,
        /// The layer aimed at.
        #[serde(default)]
        aim: Option<Aim>,
        /// The path in back coordinates, at least one point.
        path: Vec<BackPoint>,
        /// Tempo, centimetres per second.
        #[serde(default)]
        speed_cm_s: Option<f64>,
        /// Normal force, newtons.
        #[serde(default)]
        normal_n: Option<f64>,
        /// Angle of the fingers, degrees.
        #[serde(default)]
        angle_deg: Option<f64>,
        /// How often.
        #[serde(default = "once")]
        repeats: u32,
        /// Both hands at once, mirrored.
        #[serde(default)]
        both_hands: bool,
    },
    /// Strokes across a zone, side by side, from below upwards.
    Zone {
        /// The zone.
        zone: ZoneId,
        /// The side; `Both` works one after the other.
        side: Side,
        /// The stroke.
        stroke: StrokeId,
        /// The layer aimed at.
        #[serde(default)]
        aim: Option<Aim>,
        /// How often each line is worked; the least of the stroke's range where it is left out.
        #[serde(default)]
        repeats: Option<u32>,
        /// Factor on the usual force.
        #[serde(default = "one")]
        force_scale: f64,
        /// Factor on the usual tempo.
        #[serde(default = "one")]
        speed_scale: f64,
        /// Angle of the fingers, degrees.
        #[serde(default)]
        angle_deg: Option<f64>,
    },
    /// Strokes across a finding of the scenario, as [`PlanStep::Zone`] does across a zone.
    Finding {
        /// The scenario's finding.
        finding: String,
        /// The stroke.
        stroke: StrokeId,
        /// The layer aimed at.
        #[serde(default)]
        aim: Option<Aim>,
        /// How often each line is worked.
        #[serde(default)]
        repeats: Option<u32>,
        /// Factor on the usual force.
        #[serde(default = "one")]
        force_scale: f64,
        /// Factor on the usual tempo.
        #[serde(default = "one")]
        speed_scale: f64,
        /// Angle of the fingers, degrees.
        #[serde(default)]
        angle_deg: Option<f64>,
    },
    /// Answers, or asks, unprompted.
    Respond(Response),
    /// Makes a statement of the scenario.
    Say(String),
    /// Waits, seconds.
    Wait(f64),
    /// Lets the client rest, minutes.
    Rest(f64),
    /// Does items of closing.
    Close(Vec<String>),
    /// Ends the session.
    Finish,
}
