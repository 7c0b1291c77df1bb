//! Plays a plan as a student would: through `act` and `advance`, a movement every tenth of a second.

use std::sync::Arc;

use thiserror::Error;

use super::{Afterwards, Plan, PlanStep, work::Wish};
use crate::{
    diagnostic::suggest,
    knowledge::Knowledge,
    scenario::{Scenario, format::Phase},
    session::{
        Session,
        action::{Action, Decision, Mark, Response},
        area::FindingArea,
        build_up,
        record::Header,
        refusal::Refusal,
    },
    simulation::observation::CueKind,
    units::{TICKS_PER_SECOND, Tick},
};

/// What a lighter or slower hand keeps of force or tempo until the step ends.
const EASED: f64 = 2.0 / 3.0;

/// Seconds a planned student takes for things that have no time of their own.
const ITEM_SECONDS: f64 = 5.0;
const MARK_SECONDS: f64 = 3.0;
const DECISION_SECONDS: f64 = 15.0;
/// Why a plan cannot be played.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("step {step}, at {tick}: {message}")]
pub struct PlanError {
    /// The step of the plan, from 1; 0 for the plan as a whole.
    pub step: usize,
    /// When.
    pub tick: Tick,
    /// What is wrong, with the next step.
    pub message: String,
}

/// Plays a whole plan; gives the lines of the record and the session as it stands at the end.
///
/// # Errors
/// [`PlanError`] at the first step that names what does not exist or does what is impossible.
pub fn drive(
    knowledge: &Arc<Knowledge>,
    scenario: &Arc<Scenario>,
    plan: &Plan,
    header: Header,
) -> Result<(Vec<String>, Session), PlanError> {
    drive_until(knowledge, scenario, plan, header, None)
}

/// Plays a plan up to a moment, for a look at the client in the middle of it; else like [`drive`].
///
/// # Errors
/// As [`drive`].
pub fn drive_until(
    knowledge: &Arc<Knowledge>,
    scenario: &Arc<Scenario>,
    plan: &Plan,
    header: Header,
    until: Option<Tick>,
) -> Result<(Vec<String>, Session), PlanError> {
    play(knowledge, scenario, plan, header, Manner { until, lenient: false })
}

/// Plays a plan as far as it can be played: what is impossible at its time is left out, as by
/// somebody who clicks and finds that nothing happens.
///
/// # Errors
/// [`PlanError`] only where there is no session at all: another scenario, or knowledge with gaps.
pub fn drive_leniently(
    knowledge: &Arc<Knowledge>,
    scenario: &Arc<Scenario>,
    plan: &Plan,
    header: Header,
) -> Result<(Vec<String>, Session), PlanError> {
    play(knowledge, scenario, plan, header, Manner { until: None, lenient: true })
}

/// How a plan is played.
#[derive(Clone, Copy)]
struct Manner {
    /// Only up to this moment.
    until: Option<Tick>,
    /// What is impossible is left out.
    lenient: bool,
}

fn play(
    knowledge: &Arc<Knowledge>,
    scenario: &Arc<Scenario>,
    plan: &Plan,
    header: Header,
    manner: Manner,
) -> Result<(Vec<String>, Session), PlanError> {
    if plan.file.scenario != scenario.file.id {
        let message =
            format!("the plan is for the scenario \"{}\", not for \"{}\"", plan.file.scenario, scenario.file.id);
        return Err(PlanError { step: 0, tick: Tick(0), message });
    }
    let seed = scenario.seed_for(&plan.file.with, header.seed).ok_or_else(|| {
        let wanted: Vec<String> = plan.file.with.iter().map(|(draw, choice)| format!("{draw}: {choice}")).collect();
        let message = format!("no seed draws {}; check the names in the block variation", wanted.join(", "));
        PlanError { step: 0, tick: Tick(0), message }
    })?;
    let header = Header { seed, ..header };
    let session = Session::new(Arc::clone(knowledge), Arc::clone(scenario), header).map_err(|error| PlanError {
        step: 0,
        tick: Tick(0),
        message: error.to_string(),
    })?;
    let mut driver = Driver {
        knowledge: Arc::clone(knowledge),
        lines: Vec::new(),
        session,
        plan,
        until: manner.until,
        due: Vec::new(),
        eased: Eased::default(),
    };
    driver.collect();
    let mut skip_to_closing = false;
    for (index, step) in plan.file.steps.iter().enumerate() {
        if skip_to_closing && !matches!(step, PlanStep::Enter(Phase::Closing) | PlanStep::Finish) {
            continue;
        }
        skip_to_closing = false;
        driver.eased = Eased::default();
        match driver.step(step) {
            Ok(()) => {}
            Err(Halt::Moment) => break,
            Err(Halt::Step) => skip_to_closing = driver.eased.then == Some(Afterwards::Close),
            // Where the hand is not laid on, there is nothing to lift.
            Err(Halt::Wrong(_)) if manner.lenient => drop(driver.act(Action::Lift)),
            Err(Halt::Wrong(message)) => {
                return Err(PlanError { step: index + 1, tick: driver.session.tick(), message });
            }
        }
    }
    Ok((driver.lines, driver.session))
}

/// Why a step is left before its end.
pub(super) enum Halt {
    /// The moment that was asked for is reached.
    Moment,
    /// An answer to the client ends the step.
    Step,
    /// The plan cannot go on.
    Wrong(String),
}

/// What answers have changed for the rest of a step.
#[derive(Default)]
pub(super) struct Eased {
    pub force: Option<f64>,
    pub tempo: Option<f64>,
    pub flat: bool,
    pub pause: bool,
    pub then: Option<Afterwards>,
}

pub(super) struct Driver<'a> {
    pub knowledge: Arc<Knowledge>,
    lines: Vec<String>,
    pub session: Session,
    plan: &'a Plan,
    until: Option<Tick>,
    /// Answers that wait for their time.
    due: Vec<(Tick, usize)>,
    pub eased: Eased,
}

impl Driver<'_> {
    fn collect(&mut self) {
        self.lines.extend(self.session.take_lines());
    }

    pub fn act(&mut self, action: Action) -> Result<(), Halt> {
        let done = self.session.act(action).map_err(|refusal| match refusal {
            // Nothing is left to a planned student but to close.
            Refusal::ConsentWithdrawn => {
                self.eased.then = Some(Afterwards::Close);
                Halt::Step
            }
            refusal => Halt::Wrong(refusal.to_string()),
        });
        self.collect();
        done
    }

    pub fn wait_seconds(&mut self, seconds: f64) -> Result<(), Halt> {
        self.wait(Tick::from_seconds(seconds).0)
    }

    /// Lets time pass; answers the client meanwhile.
    pub fn wait(&mut self, ticks: u32) -> Result<(), Halt> {
        for _ in 0..ticks {
            if self.until.is_some_and(|until| self.session.tick() >= until) {
                return Err(Halt::Moment);
            }
            self.session.advance();
            self.collect();
            self.hear();
            self.answer()?;
        }
        Ok(())
    }

    /// Puts answers to what the client says now on the list.
    fn hear(&mut self) {
        let now = self.session.tick();
        for cue in &self.session.latest().cues {
            let name = match &cue.kind {
                CueKind::Sensation(id) => id.as_str(),
                CueKind::Reaction(id) => id.as_str(),
                CueKind::Remark(id) => id.as_str(),
                CueKind::StopWord => "stop-word",
            };
            if let Some(index) = self.plan.file.answers.iter().position(|answer| answer.cue == name)
                && !self.due.iter().any(|(_, waiting)| *waiting == index)
            {
                let after = self.plan.file.answers.get(index).map_or(0.0, |answer| answer.after_s);
                self.due.push((now.after(Tick::from_seconds(after).0), index));
            }
        }
    }

    /// Gives the answers whose time has come.
    fn answer(&mut self) -> Result<(), Halt> {
        let now = self.session.tick();
        while let Some(position) = self.due.iter().position(|(tick, _)| *tick <= now) {
            let (_, index) = self.due.remove(position);
            let Some(answer) = self.plan.file.answers.get(index) else { continue };
            for response in &answer.respond {
                self.ease(*response);
                self.act(Action::Respond(*response))?;
            }
            self.eased.then = self.eased.then.max(answer.then);
        }
        Ok(())
    }

    fn ease(&mut self, response: Response) {
        let eased = &mut self.eased;
        match response {
            Response::Lighten => eased.force = Some(EASED),
            Response::Slow => eased.tempo = Some(EASED),
            Response::GoFlat => eased.flat = true,
            Response::Pause => eased.pause = true,
            Response::MoveElsewhere | Response::Stop => eased.then = eased.then.max(Some(Afterwards::NextStep)),
            Response::LieDown | Response::CallEmergency => eased.then = eased.then.max(Some(Afterwards::Close)),
            _ => {}
        }
    }

    fn step(&mut self, step: &PlanStep) -> Result<(), Halt> {
        match step {
            PlanStep::Enter(phase) => {
                self.act(Action::Enter(*phase))?;
                self.wait_seconds(1.0)
            }
            PlanStep::Ask(id) => self.ask(id),
            PlanStep::AskAll(ids) => ids.iter().try_for_each(|id| self.ask(id)),
            PlanStep::Look { angle_deg, from } => {
                self.act(Action::Look { angle_deg: *angle_deg, from: *from })?;
                self.wait_seconds(ITEM_SECONDS)
            }
            PlanStep::Test { stroke, section, zone, sides } => {
                self.test(stroke, section.as_ref(), zone.as_ref(), sides)
            }
            PlanStep::Mark { finding } => {
                let area = self.finding(finding)?;
                self.mark(&area)
            }
            PlanStep::MarkAll => {
                let areas = self.session.areas().to_vec();
                areas.iter().try_for_each(|area| self.mark(area))
            }
            PlanStep::MarkAt { at, side, zone, kind, grade } => {
                let (side, zone, kind, grade) = (*side, zone.clone(), kind.clone(), *grade);
                self.act(Action::Mark(Mark { at: at.quantised(), side, zone, kind, grade }))?;
                self.wait_seconds(MARK_SECONDS)
            }
            PlanStep::Unmark(number) => self.act(Action::Unmark(*number)),
            PlanStep::Decide { outcome, reasons, avoid } => {
                let (outcome, reasons, avoid) = (outcome.clone(), reasons.clone(), avoid.clone());
                self.act(Action::Decide(Decision { outcome, reasons, avoid }))?;
                self.wait_seconds(DECISION_SECONDS)
            }
            PlanStep::Prepare(items) => items.iter().try_for_each(|item| self.item(Action::Prepare(item.clone()))),
            PlanStep::Position(id) => self.item(Action::Position(id.clone())),
            PlanStep::Drape(drape) => self.item(Action::Drape(*drape)),
            PlanStep::Step { id, sides, stroke, aim, rounds, force_scale, speed_scale, angle_deg, both_hands } => {
                let knowledge = Arc::clone(&self.knowledge);
                let (_, step) = build_up::step(&knowledge, id)
                    .ok_or_else(|| unknown("step of the build-up", id.as_str(), build_up::step_ids(&knowledge)))?;
                let wish = Wish {
                    aim: *aim,
                    angle_deg: *angle_deg,
                    force_scale: *force_scale,
                    speed_scale: *speed_scale,
                    both_hands: both_hands.unwrap_or(step.both_hands),
                    ..Wish::default()
                };
                self.build_up(step, stroke.as_ref(), sides, *rounds, wish)
            }
            PlanStep::Section { id, without, sides, stroke, rounds, force_scale, speed_scale } => {
                let wish = Wish { force_scale: *force_scale, speed_scale: *speed_scale, ..Wish::default() };
                self.section(id, without, sides, stroke.as_ref(), *rounds, wish)
            }
            PlanStep::Stroke { stroke, aim, path, speed_cm_s, normal_n, angle_deg, repeats, both_hands } => {
                let wish = Wish {
                    aim: *aim,
                    angle_deg: *angle_deg,
                    normal_n: *normal_n,
                    speed_cm_s: *speed_cm_s,
                    both_hands: *both_hands,
                    ..Wish::default()
                };
                (0..*repeats).try_for_each(|_| self.stroke(stroke, path, wish))
            }
            PlanStep::Zone { zone, side, stroke, aim, repeats, force_scale, speed_scale, angle_deg } => {
                let wish = Wish {
                    aim: *aim,
                    angle_deg: *angle_deg,
                    force_scale: *force_scale,
                    speed_scale: *speed_scale,
                    ..Wish::default()
                };
                let outlines = self.zone_on(zone, *side)?;
                self.across(&outlines, stroke, *repeats, wish)
            }
            PlanStep::Finding { finding, stroke, aim, repeats, force_scale, speed_scale, angle_deg } => {
                let wish = Wish {
                    aim: *aim,
                    angle_deg: *angle_deg,
                    force_scale: *force_scale,
                    speed_scale: *speed_scale,
                    ..Wish::default()
                };
                let area = self.finding(finding)?;
                self.across(&area.outlines, stroke, *repeats, wish)
            }
            PlanStep::Respond(response) => {
                self.act(Action::Respond(*response))?;
                self.wait_seconds(MARK_SECONDS)
            }
            PlanStep::Say(id) => self.item(Action::Say(id.clone())),
            PlanStep::Wait(seconds) => self.wait_seconds(*seconds),
            PlanStep::Rest(minutes) => {
                self.act(Action::Rest(true))?;
                self.wait_seconds(minutes * 60.0)?;
                self.act(Action::Rest(false))
            }
            PlanStep::Close(items) => items.iter().try_for_each(|item| self.item(Action::Close(item.clone()))),
            PlanStep::Finish => self.act(Action::Finish),
        }
    }

    fn item(&mut self, action: Action) -> Result<(), Halt> {
        self.act(action)?;
        self.wait_seconds(ITEM_SECONDS)
    }

    fn ask(&mut self, id: &str) -> Result<(), Halt> {
        self.act(Action::Ask(id.to_owned()))?;
        let questions = &self.session.scenario().file.interview.questions;
        let seconds = questions.iter().find(|question| question.id == id).map_or(0, |question| question.seconds);
        self.wait(seconds.saturating_mul(TICKS_PER_SECOND))
    }

    fn finding(&self, id: &str) -> Result<FindingArea, Halt> {
        let areas = self.session.areas();
        areas
            .iter()
            .find(|area| area.id == id)
            .cloned()
            .ok_or_else(|| unknown("finding in the scenario", id, areas.iter().map(|area| area.id.as_str()).collect()))
    }

    fn mark(&mut self, area: &FindingArea) -> Result<(), Halt> {
        let mark = Mark {
            at: area.middle.quantised(),
            side: area.side,
            zone: area.zone.clone(),
            kind: area.kind.clone(),
            grade: area.grades.whole(),
        };
        self.act(Action::Mark(mark))?;
        self.wait_seconds(MARK_SECONDS)
    }
}

pub(super) fn unknown(kind: &str, id: &str, names: Vec<&str>) -> Halt {
    Halt::Wrong(format!("there is no {kind} \"{id}\"; {}", suggest(id, names)))
}
