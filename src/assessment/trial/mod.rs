//! A case on trial: what its plans and careless players earn.
//!
//! A rubric is sound if good work earns everything and no habit earns the pass mark: clicking all
//! there is, sending everybody away, treating everybody, beginning at the neck, doing nothing, or
//! clicking at random. All players play through the same session as students do, and are judged by
//! the same rubric. Same case, plans and count: same trial, to the last thousandth.

mod players;

use std::{collections::BTreeMap, sync::Arc};

pub use players::{HABITS, Habit};

use super::{Evidence, judge, report::Safety};
use crate::{
    knowledge::Knowledge,
    scenario::{
        Scenario,
        format::{Change, Choice, Draw},
    },
    session::{
        Session,
        plan::{self, ExpectedSafety, Plan, PlanError},
        record::Header,
    },
    units::Points,
};

/// Seed of what is left to chance in the sessions of plans and habits.
const SEED: u64 = 1;

/// What one player earned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played {
    /// The plan's name, or the habit.
    pub name: String,
    /// Points before any cap.
    pub raw: Points,
    /// Points after the caps of tripped gates.
    pub capped: Points,
    /// The verdict on safety.
    pub safety: Safety,
    /// Enough points, and not unsafe.
    pub passed: bool,
    /// Gates that tripped, in order of their names.
    pub gates: Vec<String>,
}

/// How the points of random players spread, after caps: the least, the quarters, the most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spread {
    /// How many players.
    pub players: usize,
    /// The least.
    pub least: Points,
    /// A quarter of them has at most this.
    pub lower: Points,
    /// Half of them has at most this.
    pub middle: Points,
    /// Three quarters have at most this.
    pub upper: Points,
    /// The most.
    pub most: Points,
    /// How many of them passed.
    pub passed: usize,
}

/// What the habits earn with those clients for whom a choice of the variation makes another decision right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Id of the draw.
    pub draw: String,
    /// Id of the choice.
    pub choice: String,
    /// The habits, in the order of [`HABITS`].
    pub habits: Vec<Played>,
}

/// The trial of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Its plans, in the order given.
    pub plans: Vec<Played>,
    /// Plans whose result is not the one they name, each with what differs.
    pub surprises: Vec<(String, String)>,
    /// The habits with the usual client, in the order of [`HABITS`].
    pub habits: Vec<Played>,
    /// The habits again, for every choice that changes the decision.
    pub variants: Vec<Variant>,
    /// The random players.
    pub random: Spread,
    /// Steps of the flow that nobody entered.
    pub never_entered: Vec<String>,
}

impl Trial {
    /// Whoever passed without thinking: the habits by name, then how many random players.
    #[must_use]
    pub fn careless_passes(&self) -> Vec<String> {
        let habits = self.habits.iter().filter(|played| played.passed).map(|played| played.name.clone());
        let variants = self.variants.iter().flat_map(|variant| {
            let passed = variant.habits.iter().filter(|played| played.passed);
            passed.map(|played| {
                format!("{}, where \"{}\" is drawn for \"{}\"", played.name, variant.choice, variant.draw)
            })
        });
        let random = (self.random.passed > 0)
            .then(|| format!("{} of {} random players", self.random.passed, self.random.players));
        habits.chain(variants).chain(random).collect()
    }
}

/// Puts a case on trial: its plans, every habit, and so many random players.
///
/// # Errors
/// The plan's name and why it cannot be played.
pub fn run(
    knowledge: &Arc<Knowledge>,
    scenario: &Arc<Scenario>,
    plans: &[Plan],
    players: u32,
) -> Result<Trial, (String, PlanError)> {
    let mut entered: Vec<String> = Vec::new();
    let mut played = |plan: &Plan, seed: u64, lenient: bool| {
        let header = Header::new(knowledge, scenario, seed, "trial");
        let drive = if lenient { plan::drive_leniently } else { plan::drive };
        let (_, session) = drive(knowledge, scenario, plan, header).map_err(|error| (plan.file.name.clone(), error))?;
        entered.extend(session.progress().visits.iter().map(|visit| visit.step.clone()));
        Ok(result(&plan.file.name, &session))
    };
    let mut trial = Trial {
        plans: Vec::new(),
        surprises: Vec::new(),
        habits: Vec::new(),
        variants: Vec::new(),
        random: Spread::default(),
        never_entered: Vec::new(),
    };
    for plan in plans {
        let result = played(plan, SEED, false)?;
        if let Some(surprise) = surprise(plan, &result) {
            trial.surprises.push((plan.file.name.clone(), surprise));
        }
        trial.plans.push(result);
        for (drawn, seed) in drawn(scenario, plan) {
            let result = played(plan, seed, false)?;
            if let Some(surprise) = surprise(plan, &result) {
                trial.surprises.push((plan.file.name.clone(), format!("where {drawn}: {surprise}")));
            }
        }
    }
    let usual = usual(scenario);
    for habit in HABITS {
        trial.habits.push(played(&players::plan(knowledge, scenario, habit), usual, true)?);
    }
    for (draw, choice) in other_decisions(scenario) {
        let wanted = BTreeMap::from([(draw.id.clone(), choice.id.clone())]);
        let Some(seed) = scenario.seed_for(&wanted, SEED) else { continue };
        let plans = HABITS.into_iter().map(|habit| players::plan(knowledge, scenario, habit));
        let habits = plans.map(|plan| played(&plan, seed, true)).collect::<Result<_, _>>()?;
        trial.variants.push(Variant { draw: draw.id.clone(), choice: choice.id.clone(), habits });
    }
    let mut random = Vec::new();
    for player in 0..players {
        let seed = SEED + u64::from(player);
        random.push(played(&players::plan(knowledge, scenario, Habit::Random(seed)), seed, true)?);
    }
    trial.random = spread(&random);
    let steps = scenario.file.flow.steps.iter().map(|step| step.id.clone());
    trial.never_entered = steps.filter(|step| !entered.contains(step)).collect();
    Ok(trial)
}

/// For every choice of the case's variation that a plan leaves open, a seed that draws it.
fn drawn(scenario: &Scenario, plan: &Plan) -> Vec<(String, u64)> {
    let mut seeds = Vec::new();
    for draw in scenario.file.variation.iter().filter(|draw| !plan.file.with.contains_key(&draw.id)) {
        for choice in &draw.choices {
            let mut wanted = plan.file.with.clone();
            wanted.insert(draw.id.clone(), choice.id.clone());
            let seed = scenario.seed_for(&wanted, SEED);
            seeds.extend(seed.map(|seed| (format!("\"{}\" is drawn for \"{}\"", choice.id, draw.id), seed)));
        }
    }
    seeds
}

/// A seed that draws the usual client: the first choice of every draw.
fn usual(scenario: &Scenario) -> u64 {
    let draws = scenario.file.variation.iter();
    let first = draws.filter_map(|draw| Some((draw.id.clone(), draw.choices.first()?.id.clone()))).collect();
    scenario.seed_for(&first, SEED).unwrap_or(SEED)
}

/// The choices that make another decision right, each with its draw.
fn other_decisions(scenario: &Scenario) -> Vec<(&Draw, &Choice)> {
    let choices = scenario.file.variation.iter().flat_map(|draw| draw.choices.iter().map(move |choice| (draw, choice)));
    choices.filter(|(_, choice)| choice.changes.iter().any(|change| matches!(change, Change::Decision(_)))).collect()
}

fn result(name: &str, session: &Session) -> Played {
    let report = judge(&Evidence::gather(session));
    let mut gates: Vec<String> = report.gates.into_iter().map(|gate| gate.id).collect();
    gates.sort_unstable();
    Played {
        name: name.to_owned(),
        raw: report.raw,
        capped: report.capped,
        safety: report.safety,
        passed: report.passed,
        gates,
    }
}

/// What of a plan's result is not as the plan says.
fn surprise(plan: &Plan, played: &Played) -> Option<String> {
    let expect = &plan.file.expect;
    let safety = match expect.safety {
        ExpectedSafety::Clear => Safety::Clear,
        ExpectedSafety::Caution => Safety::Caution,
        ExpectedSafety::Unsafe => Safety::Unsafe,
    };
    let mut gates = expect.gates.clone();
    gates.sort_unstable();
    let list = |gates: &[String]| if gates.is_empty() { "none".to_owned() } else { gates.join(", ") };
    let word = |passed: bool| if passed { "passed" } else { "not passed" };
    let mut differs = Vec::new();
    if !expect.raw.holds(played.raw.as_f64()) {
        differs.push(format!("{} points, expected {}", played.raw, expect.raw));
    }
    if safety != played.safety {
        differs.push(format!("safety {}, expected {}", played.safety.word(), safety.word()));
    }
    if expect.passed != played.passed {
        differs.push(format!("{}, expected {}", word(played.passed), word(expect.passed)));
    }
    if gates != played.gates {
        differs.push(format!("gates {}, expected {}", list(&played.gates), list(&gates)));
    }
    (!differs.is_empty()).then(|| differs.join("; "))
}

fn spread(played: &[Played]) -> Spread {
    let mut points: Vec<Points> = played.iter().map(|played| played.capped).collect();
    points.sort_unstable();
    let at = |quarter: usize| points.get(points.len().saturating_sub(1) * quarter / 4).copied().unwrap_or_default();
    Spread {
        players: played.len(),
        least: at(0),
        lower: at(1),
        middle: at(2),
        upper: at(3),
        most: at(4),
        passed: played.iter().filter(|played| played.passed).count(),
    }
}
