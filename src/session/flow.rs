//! Which phases are open: the flow of the scenario followed with what has happened.

use super::progress::Progress;
use crate::{
    scenario::{
        Scenario,
        format::{Condition, FlowStep, Phase},
    },
    units::Tick,
};

/// The steps that can be entered now: the way onward first, then the step that was left to go back,
/// then those one may return to, the latest first.
pub(super) fn open<'a>(scenario: &'a Scenario, progress: &Progress, now: Tick) -> Vec<&'a FlowStep> {
    let find = |id: &str| scenario.file.flow.steps.iter().find(|step| step.id == id);
    let mut open: Vec<&FlowStep> = Vec::new();
    let mut add = |step: &'a FlowStep| {
        if step.id != progress.step && !open.iter().any(|known| known.id == step.id) {
            open.push(step);
        }
    };
    if let Some(next) = find(&progress.step)
        .and_then(|step| step.next.iter().find(|branch| holds(&branch.when, scenario, progress, now)))
        .and_then(|branch| find(&branch.to))
    {
        add(next);
    }
    if let Some(left) = frontier(progress).and_then(find) {
        add(left);
    }
    for visit in progress.visits.iter().rev() {
        if let Some(step) = find(&visit.step).filter(|step| step.may_return) {
            add(step);
        }
    }
    open
}

/// The step that was entered last for the first time: one can always go on from where one was.
fn frontier(progress: &Progress) -> Option<&str> {
    let mut frontier = None;
    for (index, visit) in progress.visits.iter().enumerate() {
        if !progress.visits.iter().take(index).any(|earlier| earlier.step == visit.step) {
            frontier = Some(visit.step.as_str());
        }
    }
    frontier
}

/// The phases of open steps, each once.
pub(super) fn phases(open: &[&FlowStep]) -> Vec<Phase> {
    let mut phases = Vec::new();
    for step in open {
        if !phases.contains(&step.phase) {
            phases.push(step.phase);
        }
    }
    phases
}

fn holds(condition: &Condition, scenario: &Scenario, progress: &Progress, now: Tick) -> bool {
    let holds = |condition| self::holds(condition, scenario, progress, now);
    match condition {
        Condition::Always => true,
        Condition::All(all) => all.iter().all(holds),
        Condition::Any(any) => any.iter().any(holds),
        Condition::Not(inner) => !holds(inner),
        Condition::Decided(outcomes) => {
            progress.decision.as_ref().is_some_and(|decided| outcomes.contains(&decided.decision.outcome))
        }
        Condition::Asked(question) => progress.was_asked(question),
        Condition::Fact(name, value) => scenario.file.client.facts.get(name) == Some(value),
        Condition::StepDone(id) => progress.visits.iter().any(|visit| visit.step == *id) && progress.step != *id,
        Condition::MinutesOver(minutes) => now.seconds() > minutes * 60.0,
    }
}
