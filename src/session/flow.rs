//! Which phases are open: the flow of the scenario followed with what has happened.

use super::{
    progress::{Done, Progress},
    trace::Trace,
};
use crate::{
    knowledge::id::OutcomeId,
    scenario::{
        Scenario,
        format::{Deed, Fact, FlowStep, Happenings, Phase},
    },
    units::Tick,
};

/// The steps that can be entered now: the way onward first, then the step that was left to go back,
/// then those one may return to, the latest first.
pub(super) fn open<'a>(scenario: &'a Scenario, progress: &Progress, trace: &Trace, now: Tick) -> Vec<&'a FlowStep> {
    let course = Course { scenario, progress, trace, now };
    let find = |id: &str| scenario.file.flow.steps.iter().find(|step| step.id == id);
    let mut open: Vec<&FlowStep> = Vec::new();
    let mut add = |step: &'a FlowStep| {
        if step.id != progress.step && !open.iter().any(|known| known.id == step.id) {
            open.push(step);
        }
    };
    if let Some(next) = find(&progress.step)
        .and_then(|step| step.next.iter().find(|branch| branch.when.holds(&course)))
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

/// What a condition of the flow can know.
struct Course<'a> {
    scenario: &'a Scenario,
    progress: &'a Progress,
    trace: &'a Trace,
    now: Tick,
}

impl Happenings for Course<'_> {
    fn decided(&self) -> Option<&OutcomeId> {
        self.progress.decision.as_ref().map(|decided| &decided.decision.outcome)
    }

    fn count(&self, deed: &Deed) -> usize {
        let done = |list: &[Done], id: &str| list.iter().filter(|done| done.id == id).count();
        match deed {
            Deed::Asked(id) => self.progress.asked.iter().filter(|asked| asked.id == *id).count(),
            Deed::Prepared(id) => done(&self.progress.prepared, id),
            Deed::Closed(id) => done(&self.progress.closed, id),
            Deed::Said(id) => done(&self.progress.said, id),
            Deed::Stroke(id) => self.trace.strokes.iter().filter(|stroke| stroke.stroke == *id).count(),
            Deed::Marked => self.progress.marks.len(),
        }
    }

    fn fact(&self, name: &str) -> Option<&Fact> {
        self.scenario.file.client.facts.get(name)
    }

    fn step_done(&self, id: &str) -> bool {
        self.progress.visits.iter().any(|visit| visit.step == *id) && self.progress.step != *id
    }

    fn minutes(&self) -> f64 {
        self.now.seconds() / 60.0
    }
}
