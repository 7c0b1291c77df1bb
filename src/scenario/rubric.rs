//! The rubric of a scenario: domains, criteria and gates as data.
//!
//! How each rule is judged lies in `assessment::criteria` and `assessment::gates`, one file a rule.
//! Points of all criteria add up to 100; the points of a domain are those of its criteria.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::format::{Condition, Reveal, Text};
use crate::{
    knowledge::id::{
        ContraindicationId, OutcomeId, PositionId, SectionId, SensationId, SourceId, StepId, StrokeId, ZoneId,
    },
    simulation::contact::Aim,
    units::Side,
};

/// How a case is judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rubric {
    /// Points needed to pass, 0 to 100. Passing also needs a safety verdict that is not "unsafe".
    pub pass: f64,
    /// The domains, in the order of the report.
    pub domains: Vec<Domain>,
    /// The criteria.
    pub criteria: Vec<Criterion>,
    /// The gates.
    pub gates: Vec<Gate>,
}

/// A domain of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// Id, unique in the file.
    pub id: String,
    /// What it is called.
    pub name: Text,
}

/// A criterion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Id, unique in the file.
    pub id: String,
    /// The domain it counts in.
    pub domain: String,
    /// Points for doing it fully, more than 0 and at most 100; those of all criteria add up to 100.
    pub points: f64,
    /// What is judged.
    pub rule: Rule,
    /// Why it matters.
    pub why: Text,
    /// Source.
    pub source: SourceId,
    /// What the student reads.
    #[serde(default)]
    pub feedback: Feedback,
}

/// What the student reads after a criterion was judged; empty texts fall back to a plain sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Feedback {
    /// All points.
    pub full: Text,
    /// Some.
    pub part: Text,
    /// None.
    pub none: Text,
}

/// A stroke asked for: what is to be done where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StrokeTarget {
    /// A step of the build-up whose lines count as the place.
    #[serde(default)]
    pub step: Option<StepId>,
    /// A zone as the place.
    #[serde(default)]
    pub zone: Option<ZoneId>,
    /// A finding of the scenario as the place.
    #[serde(default)]
    pub finding: Option<String>,
    /// The side; `Both` asks for both.
    pub side: Side,
    /// Strokes that are right there.
    pub strokes: Vec<StrokeId>,
    /// The layer to be reached; the stroke's own where it is left out.
    #[serde(default)]
    pub aim: Option<Aim>,
    /// Repeats, least and most; the stroke's own where it is left out.
    #[serde(default)]
    pub repeats: Option<(u32, u32)>,
    /// Share of usual force that suits this client.
    #[serde(default = "one")]
    pub force_scale: f64,
}

fn one() -> f64 {
    1.0
}

/// A pair of acts of which the first must come before the second.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Precedence {
    /// What comes first.
    pub first: Act,
    /// What comes after it.
    pub then: Act,
    /// Weight of the pair.
    pub weight: f64,
    /// Why.
    pub why: Text,
}

/// An act that has a place in the order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Act {
    /// Strokes along a step of the build-up.
    Step(StepId),
    /// Strokes in a section.
    Section(SectionId),
    /// Strokes in a zone.
    Zone(ZoneId),
    /// A stroke of this kind.
    Stroke(StrokeId),
    /// The last stroke of this kind.
    LastStroke(StrokeId),
    /// Any treating stroke.
    AnyWork,
}

/// What a criterion judges. One variant is one file in `assessment::criteria`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Rule {
    /// Questions asked out of those that matter: F-beta of recall and precision.
    Interview {
        /// Questions that matter here.
        relevant: Vec<String>,
        /// Weight of recall against precision; 2 by default: a missed risk is worse than a question too many.
        #[serde(default = "two")]
        beta: f64,
    },
    /// Findings marked on the chart, of those that can be found in these ways.
    Findings {
        /// Ids of findings in the scenario.
        findings: Vec<String>,
        /// Tolerance in vertebral levels; 1 by default.
        #[serde(default = "one")]
        levels: f64,
        /// Tolerance to the side in centimetres; 1.5 by default.
        #[serde(default = "lateral_tolerance")]
        lateral_cm: f64,
    },
    /// Ways of examination used, on both sides and from below upwards where it matters.
    Examination {
        /// Ways that are asked for.
        ways: Vec<Reveal>,
    },
    /// The decision and its reasons, by the key of the task.
    Decision {
        /// Share of the points for the outcome; the rest is for the reasons.
        #[serde(default = "three_quarters")]
        outcome_share: f64,
    },
    /// Restrictions of the client's contraindications kept while treating.
    Restrictions,
    /// Areas left out: named in the decision, and kept off while treating; zones the student decided to leave out count as well.
    KeptOff {
        /// Zones that must be left out; none where only the student's own decision counts.
        #[serde(default)]
        zones: Vec<ZoneId>,
        /// Share of the points for naming them in the decision; the rest is for keeping off.
        #[serde(default = "half")]
        named_share: f64,
    },
    /// Items of preparation done before the first touch: consent, draping, hygiene.
    Preparation {
        /// Ids in the table of preparation.
        items: Vec<String>,
    },
    /// The position the client was treated in.
    Position {
        /// Positions that are right, with their credit, 0 to 1.
        credit: BTreeMap<PositionId, f64>,
    },
    /// The order of the work, as weighted pairs.
    Order {
        /// The pairs.
        pairs: Vec<Precedence>,
    },
    /// The stroke chosen for each finding, by the table of findings.
    TechniqueForFinding {
        /// Ids of findings in the scenario.
        findings: Vec<String>,
    },
    /// How strokes were done: place, coverage, direction, layer, tempo, force, repeats.
    Strokes {
        /// What was asked for.
        targets: Vec<StrokeTarget>,
        /// Tolerance beside the target, millimetres.
        #[serde(default = "ten")]
        tolerance_mm: f64,
    },
    /// Both sides worked alike.
    BothSides {
        /// Largest share of the work one side may have, for full credit (0.5 to 1).
        #[serde(default = "six_tenths")]
        full: f64,
        /// From here on no credit.
        #[serde(default = "nine_tenths")]
        none: f64,
    },
    /// Answering the client's cues in time and fittingly.
    Response {
        /// Seconds within which an answer counts fully.
        #[serde(default = "ten")]
        within_s: f64,
        /// Asking for the sensation at least this often, in seconds of work; 0 for no such rule.
        #[serde(default)]
        ask_every_s: f64,
    },
    /// Sensation aimed at, reached and not exceeded.
    Sensation {
        /// Sensations that are fine for this client.
        fine: Vec<SensationId>,
    },
    /// The tissue change reached in zones or findings.
    TissueChange {
        /// Ids of findings in the scenario.
        findings: Vec<String>,
        /// Gain of mobility for full credit, in millimetres.
        gain_mm: f64,
    },
    /// Comfort and calm at the end against the beginning, and no unwanted reaction of grade 2 or more.
    Effect {
        /// Comfort at the end for full credit, 0 to 1.
        comfort: f64,
    },
    /// Hands-on time.
    Time {
        /// Minutes between which it is right.
        minutes: (f64, f64),
    },
    /// Balancing strokes at the end.
    Balancing {
        /// Least number of balancing strokes after the last working stroke.
        strokes: u32,
    },
    /// Rest after the work.
    Rest {
        /// Minutes between which it is right.
        minutes: (f64, f64),
    },
    /// Items of closing done: advice, documentation, referral words.
    Closing {
        /// Ids in the table of preparation, group closing.
        items: Vec<String>,
    },
    /// What was said to the client: right statements made, nothing out of scope.
    Statements {
        /// Ids of statements that should be made.
        right: Vec<String>,
    },
    /// Nobody was touched: for clients who must not be treated today.
    HandsOff,
}

fn two() -> f64 {
    2.0
}
fn lateral_tolerance() -> f64 {
    1.5
}
fn three_quarters() -> f64 {
    0.75
}
fn half() -> f64 {
    0.5
}
fn ten() -> f64 {
    10.0
}
fn six_tenths() -> f64 {
    0.6
}
fn nine_tenths() -> f64 {
    0.9
}

/// A gate: a question of safety that no points can outweigh.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Id, unique in the file.
    pub id: String,
    /// When it trips.
    pub when: GateRule,
    /// What it does to the verdict.
    pub severity: GateSeverity,
    /// The result is at most this many points; 40 for unsafe and 69 for caution by default.
    #[serde(default)]
    pub cap: Option<f64>,
    /// It ends the session.
    #[serde(default)]
    pub stop: bool,
    /// Why, for the student.
    pub why: Text,
    /// The contraindication it guards.
    #[serde(default)]
    pub contraindication: Option<ContraindicationId>,
    /// Source.
    pub source: SourceId,
}

/// What a gate does to the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum GateSeverity {
    /// The verdict is at least "caution"; three cautions make "unsafe".
    Caution,
    /// The verdict is "unsafe".
    Unsafe,
}

/// When a gate trips.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum GateRule {
    /// Any treating stroke was done.
    AnyWork,
    /// The student decided for one of these outcomes.
    Decided(Vec<OutcomeId>),
    /// One of these strokes was done.
    StrokeUsed(Vec<StrokeId>),
    /// One of these zones was worked on.
    ZoneWorked(Vec<ZoneId>),
    /// One of these sections was worked on.
    SectionWorked(Vec<SectionId>),
    /// A deep stroke was done in swollen tissue.
    DeepInSwelling,
    /// A normal force above this, newtons, for more than a second in all.
    ForceOver(f64),
    /// Hands-on time above this, minutes.
    MinutesOver(f64),
    /// Touch of any kind before these items of preparation.
    TouchBefore(Vec<String>),
    /// Work went on after the client's stop word, or after sharp pain or a general reaction, for longer than this many seconds.
    WorkedOnAfterStop(f64),
    /// One of these questions was never asked before the first touch.
    NotAsked(Vec<String>),
    /// One of these positions was used.
    PositionUsed(Vec<PositionId>),
    /// One of these statements was made.
    Said(Vec<String>),
    /// A condition holds for the whole attempt, for example a fact of the client.
    When(Condition),
    /// Any of these holds.
    Any(Vec<GateRule>),
    /// All of these hold.
    All(Vec<GateRule>),
    /// It does not hold.
    Not(Box<GateRule>),
}
