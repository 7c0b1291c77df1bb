//! A small case and hand-made facts for the tests of criteria and gates, on the real tables.

use std::sync::OnceLock;

use super::evidence::{CueFact, Evidence, StrokeFact};
use crate::{
    knowledge::{self, Knowledge, library::Folder, stroke::Role},
    scenario::{Scenario, format::ScenarioFile},
    session::action::Response,
    simulation::{
        cause::Cause,
        contact::Aim,
        observation::{Cue, CueKind},
    },
    units::{BackPoint, Side, Tick},
};

/// The real tables, read once.
pub(super) fn tables() -> &'static Knowledge {
    static TABLES: OnceLock<Knowledge> = OnceLock::new();
    TABLES.get_or_init(|| knowledge::load(&Folder::new(concat!(env!("CARGO_MANIFEST_DIR"), "/assets"))).0)
}

const CASE: &str = r#"(
    format: "ctm-scenario/1", id: "fixture", version: (1, 0, 0), language: "en",
    description: (title: "Fixture", summary: "", level: Beginner, minutes: 20, objectives: [], blueprint: [], authors: [], licence: ""),
    client: (
        name: "Test T.", body: "woman-52-heavy", age: 52, sex: Female, bmi: 24.0, occupation: "none", complaint: "",
        contraindications: ["ci08", "ci22"],
    ),
    interview: (questions: [
        (id: "blood-thinner", group: "risks", red_flag: Some("rf3"), answer: "Yes."),
        (id: "sleep", group: "habits", ask: Some("How do you sleep?"), answer: "Well."),
    ]),
    findings: [
        (id: "lumbar-band", place: Area(name: "beside L1 to L5", outline: [(2.0, 68.0), (6.0, 68.0), (6.0, 93.0), (2.0, 93.0)], side: Right),
            kind: "band", grades: (mobility: 3, tension: 2), layer: "subcutis", reveal: [Look, Fold]),
        (id: "kidney-flat", place: Zone(zone: "kidney", side: Both),
            kind: "flat", grades: (mobility: 2), layer: "subcutis", reveal: [Fold]),
        (id: "sacral-swelling", place: Area(name: "over the sacrum", outline: [(-4.0, 100.0), (4.0, 100.0), (4.0, 114.0), (-4.0, 114.0)], side: Both),
            kind: "swelling", grades: (volume: 2), layer: "subcutis", reveal: [Look]),
    ],
    task: (
        session_number: 1, hands_on_minutes: 10.0, positions: ["sitting"], goal: "",
        decision: (outcome: "adapt", partial: {"postpone": 0.5}, reasons: ["ci08"], why: "Bleeding.", source: "sanomedica"),
        statements: [
            (id: "may-be-tired", words: "You may be tired today.", in_scope: true, why: "Usual."),
            (id: "may-help", words: "It may help.", in_scope: true, why: "Honest."),
            (id: "small-talk", words: "Fine weather.", in_scope: true, why: "Harmless."),
            (id: "will-cure", words: "This will cure you.", in_scope: false, why: "Nobody can know that."),
        ],
    ),
    flow: (start: "history", steps: [(id: "history", phase: History)]),
    rubric: (
        pass: 60.0,
        domains: [(id: "talk", name: "Talking"), (id: "work", name: "Working")],
        criteria: [
            (id: "questions", domain: "talk", points: 20.0, rule: Interview(relevant: ["blood-thinner"]), why: "Risks.", source: "sanomedica"),
            (id: "words", domain: "talk", points: 13.333, rule: Statements(right: ["may-help"]), why: "Honesty.", source: "sanomedica"),
            (id: "decision", domain: "work", points: 33.334, rule: Decision(), why: "First question.", source: "sanomedica"),
            (id: "time", domain: "work", points: 13.333, rule: Time(minutes: (5.0, 10.0)), why: "Dose.", source: "sanomedica"),
            (id: "response", domain: "work", points: 20.0, rule: Response(), why: "Dose.", source: "sanomedica"),
        ],
        gates: [
            (id: "long", when: MinutesOver(10.0), severity: Caution, why: "Bleeding.", source: "sanomedica"),
            (id: "hooks", when: StrokeUsed(["hook", "fascia"]), severity: Unsafe, why: "Haematoma.", source: "sanomedica"),
        ],
    ),
)"#;

/// A case on which facts can be built.
pub(super) struct Case {
    pub scenario: Scenario,
}

impl Case {
    /// The case as it stands.
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// The case with changes.
    pub fn with(change: impl Fn(&mut ScenarioFile)) -> Self {
        let mut file: ScenarioFile = ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
            .from_str(CASE)
            .unwrap();
        change(&mut file);
        Self { scenario: Scenario { file, hash: String::new() } }
    }

    /// An attempt in which nothing was done yet.
    pub fn evidence(&self) -> Evidence<'_> {
        Evidence::empty(tables(), &self.scenario, "tester")
    }

    /// A stroke done as its entry says, along a path.
    pub fn stroke(&self, id: &str, path: &[(f64, f64)], begin: u32, end: u32) -> StrokeFact {
        let entry = tables().strokes.get(id).unwrap();
        let middle = |(low, high): (f64, f64)| (low + high) / 2.0;
        let aim = match entry.layer.as_str() {
            "skin" => Aim::Skin,
            "deep-fascia" | "muscle" => Aim::Fascia,
            _ => Aim::Subcutis,
        };
        let path: Vec<BackPoint> = path.iter().map(|(x, y)| BackPoint(*x, *y)).collect();
        let x: f64 = path.iter().map(|point| point.0).sum();
        StrokeFact {
            stroke: id.into(),
            role: entry.role,
            aim,
            layer: aim,
            side: if x < 0.0 { Side::Left } else { Side::Right },
            both_hands: false,
            path,
            begin: Tick(begin),
            end: Tick(end),
            speed_cm_s: middle(entry.speed_cm_s),
            normal_n: middle(entry.normal_n),
            sensations: Default::default(),
            zones: Vec::new(),
            findings: Vec::new(),
            sections: Vec::new(),
            steps: Vec::new(),
        }
    }

    /// Finds the steps of the build-up that the strokes belong to.
    pub fn locate(&self, evidence: &mut Evidence) {
        let steps = super::geometry::Steps::new(evidence.knowledge);
        for fact in &mut evidence.strokes {
            fact.steps = steps.of(&fact.stroke, &fact.lines());
        }
    }
}

/// A cue that asks for an answer.
pub(super) fn cue(tick: u32, kind: CueKind, answers: Vec<(Tick, Response)>) -> CueFact {
    CueFact {
        cue: Cue { tick: Tick(tick), kind, words: "Oh!".into(), cause: Cause::Unknown, asks_for_response: true },
        answers,
    }
}

/// Whether the role of a stroke is to treat; for building facts at random.
pub(super) fn treats(id: &str) -> bool {
    tables().strokes.get(id).is_some_and(|entry| entry.role != Role::Test)
}
