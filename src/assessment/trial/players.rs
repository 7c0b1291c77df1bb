//! Players who do not think: habits, and clicking at random, as plans for any case.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

use crate::{
    diagnostic::Position,
    knowledge::{Knowledge, safety::PreparationGroup, stroke::Role},
    scenario::{Scenario, format::Phase},
    session::{
        action::{Drape, Response},
        plan::{Afterwards, Answer, Expectation, ExpectedSafety, FORMAT, Plan, PlanFile, PlanStep, RawPoints},
    },
    units::{BackPoint, Side},
};

/// A way to play every case alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Ends the session at once.
    Nothing,
    /// Asks, marks, names, says and does everything there is, and treats.
    Everything,
    /// Asks for every red flag and sends everybody to a doctor.
    ReferEverybody,
    /// Asks for every red flag and gives everybody the same careful basic section.
    TreatEverybody,
    /// Like treating everybody, but begins at the neck.
    NeckFirst,
    /// Clicks at random, with this seed.
    Random(u64),
}

/// The habits that play a case once each.
pub const HABITS: [Habit; 5] =
    [Habit::Nothing, Habit::Everything, Habit::ReferEverybody, Habit::TreatEverybody, Habit::NeckFirst];

impl Habit {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Nothing => "do nothing".into(),
            Self::Everything => "click everything".into(),
            Self::ReferEverybody => "refer everybody".into(),
            Self::TreatEverybody => "treat everybody".into(),
            Self::NeckFirst => "neck first".into(),
            Self::Random(seed) => format!("random {seed}"),
        }
    }
}

/// The plan of a habit for a case; to be played leniently.
pub(super) fn plan(knowledge: &Knowledge, scenario: &Scenario, habit: Habit) -> Plan {
    let hand = Hand { knowledge, scenario };
    let steps = match habit {
        Habit::Nothing => vec![PlanStep::Finish],
        Habit::Everything => hand.everything(),
        Habit::ReferEverybody => hand.refer(),
        Habit::TreatEverybody => hand.treat(&["basic"]),
        Habit::NeckFirst => hand.treat(&["neck", "basic"]),
        Habit::Random(seed) => hand.random(&mut Pcg64Mcg::seed_from_u64(seed)),
    };
    let file = PlanFile {
        format: FORMAT.into(),
        scenario: scenario.file.id.clone(),
        name: habit.name(),
        purpose: String::new(),
        with: std::collections::BTreeMap::new(),
        expect: Expectation {
            raw: RawPoints::AtLeast(0.0),
            safety: ExpectedSafety::Clear,
            passed: false,
            gates: Vec::new(),
        },
        answers: if matches!(habit, Habit::Random(_)) { Vec::new() } else { answers() },
        steps,
    };
    Plan { places: vec![Position::default(); file.steps.len()], name: habit.name(), file }
}

/// Answers that fit usually.
fn answers() -> Vec<Answer> {
    use Response::{Apologise, AskConsent, FlattenFinger, LieDown, Lighten, ReAnchor, Slow, Stop};
    let answer = |cue: &str, respond: &[Response]| Answer {
        cue: cue.into(),
        respond: respond.to_vec(),
        after_s: 2.0,
        then: None::<Afterwards>,
    };
    vec![
        answer("sn0", &[ReAnchor]),
        answer("sn4", &[ReAnchor, Slow]),
        answer("sn5", &[FlattenFinger, Lighten]),
        answer("sn6", &[Stop, Apologise]),
        answer("sn7", &[Lighten]),
        answer("sn8", &[Stop, LieDown]),
        answer("stop-word", &[Stop, AskConsent]),
    ]
}

struct Hand<'a> {
    knowledge: &'a Knowledge,
    scenario: &'a Scenario,
}

/// Everyday items of preparation and closing that somebody with a routine does anyway.
const ROUTINE: [&str; 4] = ["introduce", "explain", "general-consent", "hands-washed"];
const FAREWELL: [&str; 3] = ["advice", "documentation", "thanks"];

impl Hand<'_> {
    fn questions(&self, fits: impl Fn(usize) -> bool) -> PlanStep {
        let questions = self.scenario.file.interview.questions.iter().enumerate();
        PlanStep::AskAll(questions.filter(|(index, _)| fits(*index)).map(|(_, question)| question.id.clone()).collect())
    }

    fn red_flags(&self) -> PlanStep {
        let questions = &self.scenario.file.interview.questions;
        self.questions(|index| questions.get(index).is_some_and(|question| question.red_flag.is_some()))
    }

    fn items(&self, closing: bool) -> Vec<String> {
        let items = self.knowledge.preparation.iter();
        items
            .filter(|(_, item)| (item.group == PreparationGroup::Closing) == closing)
            .map(|(id, _)| id.clone())
            .collect()
    }

    fn decide(&self, outcome: &str, all_reasons: bool) -> PlanStep {
        let reasons = self.knowledge.contraindications.iter().filter(|_| all_reasons).map(|(id, _)| id.clone());
        PlanStep::Decide { outcome: outcome.into(), reasons: reasons.collect(), avoid: Vec::new() }
    }

    fn section(id: &str) -> PlanStep {
        PlanStep::Section {
            id: id.into(),
            without: Vec::new(),
            sides: vec![Side::Right, Side::Left],
            stroke: None,
            rounds: None,
            force_scale: 1.0,
            speed_scale: 1.0,
        }
    }

    fn test(stroke: &str) -> PlanStep {
        PlanStep::Test { stroke: stroke.into(), section: None, zone: None, sides: vec![Side::Right, Side::Left] }
    }

    fn refer(&self) -> Vec<PlanStep> {
        vec![
            PlanStep::Prepare(ROUTINE.map(Into::into).to_vec()),
            self.red_flags(),
            PlanStep::Enter(Phase::Observation),
            PlanStep::Enter(Phase::Palpation),
            PlanStep::Enter(Phase::Decision),
            self.decide("refer", false),
            PlanStep::Enter(Phase::Closing),
            PlanStep::Close(FAREWELL.map(Into::into).to_vec()),
            PlanStep::Finish,
        ]
    }

    fn treat(&self, sections: &[&str]) -> Vec<PlanStep> {
        let mut steps = vec![
            PlanStep::Prepare(self.items(false)),
            self.red_flags(),
            PlanStep::Enter(Phase::Observation),
            PlanStep::Drape(Drape::Sacrum),
            PlanStep::Look { angle_deg: 20, from: Side::Right },
            PlanStep::Enter(Phase::Palpation),
            Self::test("displacement"),
            PlanStep::Enter(Phase::Decision),
            self.decide("treat", false),
            PlanStep::Enter(Phase::Preparation),
            PlanStep::Position("sitting".into()),
            PlanStep::Enter(Phase::Treatment),
        ];
        for section in sections {
            steps.push(Self::section(section));
            steps.push(PlanStep::Respond(Response::AskSensation));
        }
        steps.extend([
            PlanStep::Enter(Phase::Closing),
            PlanStep::Rest(20.0),
            PlanStep::Close(FAREWELL.map(Into::into).to_vec()),
            PlanStep::Finish,
        ]);
        steps
    }

    fn everything(&self) -> Vec<PlanStep> {
        let say = || self.scenario.file.task.statements.iter().map(|statement| PlanStep::Say(statement.id.clone()));
        let mut steps = vec![PlanStep::Prepare(self.items(false)), self.questions(|_| true)];
        steps.extend([
            PlanStep::Enter(Phase::Observation),
            PlanStep::Drape(Drape::Sacrum),
            PlanStep::Look { angle_deg: 20, from: Side::Right },
            PlanStep::Look { angle_deg: 20, from: Side::Left },
            PlanStep::Enter(Phase::Palpation),
            Self::test("displacement"),
            Self::test("fold"),
        ]);
        // Every zone on both sides as a clear band, and every finding's kind once.
        for (id, zone) in self.knowledge.zones.iter() {
            let at = zone.outlines_on(Side::Right).first().and_then(|outline| outline.first().copied());
            for side in [Side::Right, Side::Left] {
                let at = at.map(|at| if side == Side::Left { at.mirrored() } else { at });
                steps.extend(at.map(|at| PlanStep::MarkAt {
                    at,
                    side,
                    zone: Some(id.clone()),
                    kind: "band".into(),
                    grade: 2,
                }));
            }
        }
        steps.extend([PlanStep::Enter(Phase::Decision), self.decide("treat", true)]);
        steps.extend(say());
        steps.extend([PlanStep::Enter(Phase::Preparation), PlanStep::Position("sitting".into())]);
        steps.push(PlanStep::Enter(Phase::Treatment));
        for section in ["basic", "lower-thoracic", "scapular", "interscapular", "neck"] {
            steps.push(Self::section(section));
            steps.push(PlanStep::Respond(Response::AskSensation));
        }
        steps.extend([PlanStep::Enter(Phase::Closing), PlanStep::Rest(20.0), PlanStep::Close(self.items(true))]);
        steps.push(PlanStep::Finish);
        steps
    }

    /// Clicks at random: every list in part, any decision, a few strokes anywhere.
    fn random(&self, random: &mut Pcg64Mcg) -> Vec<PlanStep> {
        let mut dice = Dice(random);
        let mut steps = Vec::new();
        let questions = &self.scenario.file.interview.questions;
        let asked: Vec<bool> = questions.iter().map(|_| dice.one_in(2)).collect();
        steps.push(self.questions(|index| asked.get(index) == Some(&true)));
        steps.push(PlanStep::Prepare(self.items(false).into_iter().filter(|_| dice.one_in(2)).collect()));
        steps.push(PlanStep::Enter(Phase::Observation));
        steps.push(PlanStep::Drape(if dice.one_in(3) { Drape::Back } else { Drape::Sacrum }));
        if dice.one_in(2) {
            steps.push(PlanStep::Look { angle_deg: 10 * dice.below(9), from: Side::Right });
        }
        steps.push(PlanStep::Enter(Phase::Palpation));
        let zones: Vec<_> = self.knowledge.zones.keys().cloned().collect();
        let kinds: Vec<_> = self.knowledge.findings.keys().cloned().collect();
        for _ in 0..dice.below(6) {
            let at = BackPoint(f64::from(dice.below(30)) - 15.0, f64::from(dice.below(110)));
            let side = if at.0 > 0.0 { Side::Right } else { Side::Left };
            let (zone, kind) = (dice.pick(&zones), dice.pick(&kinds));
            let grade = u8::try_from(dice.below(5)).unwrap_or(0);
            steps.extend(kind.map(|kind| PlanStep::MarkAt { at, side, zone, kind, grade }));
        }
        steps.push(PlanStep::Enter(Phase::Decision));
        let outcomes: Vec<_> = self.knowledge.decisions.keys().cloned().collect();
        let reasons: Vec<_> = self.knowledge.contraindications.keys().cloned().collect();
        if let Some(outcome) = dice.pick(&outcomes) {
            let reasons = (0..dice.below(3)).filter_map(|_| dice.pick(&reasons)).collect();
            steps.push(PlanStep::Decide { outcome, reasons, avoid: Vec::new() });
        }
        for statement in &self.scenario.file.task.statements {
            if dice.one_in(2) {
                steps.push(PlanStep::Say(statement.id.clone()));
            }
        }
        steps.push(PlanStep::Enter(Phase::Preparation));
        let positions: Vec<_> = self.knowledge.positions.keys().cloned().collect();
        steps.extend(dice.pick(&positions).map(PlanStep::Position));
        steps.push(PlanStep::Enter(Phase::Treatment));
        let strokes: Vec<_> = self
            .knowledge
            .strokes
            .iter()
            .filter(|(_, stroke)| stroke.role != Role::Test)
            .map(|(id, _)| id.clone())
            .collect();
        for _ in 0..dice.below(8) {
            let side = if dice.one_in(2) { Side::Right } else { Side::Left };
            let (Some(zone), Some(stroke)) = (dice.pick(&zones), dice.pick(&strokes)) else { continue };
            steps.push(PlanStep::Zone {
                zone,
                side,
                stroke,
                aim: None,
                repeats: Some(1),
                force_scale: 0.5 + 0.25 * f64::from(dice.below(5)),
                speed_scale: 1.0,
                angle_deg: None,
            });
            if dice.one_in(3) {
                steps.push(PlanStep::Respond(Response::AskSensation));
            }
        }
        steps.push(PlanStep::Enter(Phase::Closing));
        steps.push(PlanStep::Rest(f64::from(dice.below(20))));
        steps.push(PlanStep::Close(self.items(true).into_iter().filter(|_| dice.one_in(2)).collect()));
        steps.push(PlanStep::Finish);
        steps
    }
}

struct Dice<'a>(&'a mut Pcg64Mcg);

impl Dice<'_> {
    fn below(&mut self, limit: u32) -> u32 {
        self.0.next_u32() % limit.max(1)
    }

    fn one_in(&mut self, chances: u32) -> bool {
        self.below(chances) == 0
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> Option<T> {
        let count = u32::try_from(list.len()).unwrap_or(u32::MAX);
        let at = self.below(count);
        list.get(usize::try_from(at).unwrap_or(0)).cloned()
    }
}
