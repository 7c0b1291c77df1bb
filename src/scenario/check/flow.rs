//! The flow: every step can be reached, and every step leads to an end.

use super::{Checker, condition::Known};
use crate::{
    document::Path,
    scenario::format::{Condition, Phase},
};

impl Checker<'_> {
    pub(super) fn flow(&mut self) {
        let flow = &self.file.flow;
        let at = Path::root().field("flow");
        let ids: Vec<&str> = flow.steps.iter().map(|step| step.id.as_str()).collect();
        let before = self.findings.len();
        self.unique("step", &at.field("steps"), ids.iter().copied());
        self.known("step", &flow.start, &at.field("start"), ids.iter().copied());
        for (index, step) in flow.steps.iter().enumerate() {
            for (number, branch) in step.next.iter().enumerate() {
                let path = at.field("steps").index(index).field("next").index(number);
                self.known("step", &branch.to, &path.field("to"), ids.iter().copied());
                self.condition(&branch.when, &path.field("when"), Known::SoFar);
            }
            let always = step.next.iter().position(|branch| branch.when == Condition::Always);
            if let Some(always) = always.filter(|always| always + 1 < step.next.len()) {
                let path = at.field("steps").index(index).field("next").index(always + 1);
                self.gap(
                    "W042",
                    &path,
                    format!("this way on from \"{}\" is never taken: the one before it holds always", step.id),
                    "put the way without a condition last",
                );
            }
        }
        // Ways that lead to nothing have been told; what follows from them has not to be.
        if self.findings.len() > before || self.doubtful(&at) {
            return;
        }
        let next = |id: &str| {
            let step = flow.steps.iter().find(|step| step.id == id);
            step.map(|step| step.next.iter().map(|branch| branch.to.as_str()).collect::<Vec<_>>()).unwrap_or_default()
        };
        let mut reached = vec![flow.start.as_str()];
        let mut front = reached.clone();
        while let Some(id) = front.pop() {
            for to in next(id) {
                if !reached.contains(&to) {
                    reached.push(to);
                    front.push(to);
                }
            }
        }
        // Backwards from the ends: steps that have no way onward.
        let mut leading: Vec<&str> =
            flow.steps.iter().filter(|step| step.next.is_empty()).map(|step| step.id.as_str()).collect();
        loop {
            let more: Vec<&str> = flow
                .steps
                .iter()
                .map(|step| step.id.as_str())
                .filter(|id| !leading.contains(id) && next(id).iter().any(|to| leading.contains(to)))
                .collect();
            if more.is_empty() {
                break;
            }
            leading.extend(more);
        }
        for (index, step) in flow.steps.iter().enumerate() {
            let path = at.field("steps").index(index).field("id");
            if !reached.contains(&step.id.as_str()) {
                self.gap(
                    "W040",
                    &path,
                    format!("the step \"{}\" is never reached", step.id),
                    "let another step lead to it, or take it out",
                );
            } else if !leading.contains(&step.id.as_str()) {
                self.gap(
                    "W041",
                    &path,
                    format!("no way leads from \"{}\" to an end", step.id),
                    "a step without `next` ends the session",
                );
            }
        }
        if !flow.steps.iter().any(|step| step.phase == Phase::Closing) {
            self.gap("W041", &at.field("steps"), "there is no closing", "add a step of the phase Closing");
        }
    }
}
