//! Conditions: what they name exists, and can be known where they stand.

use super::Checker;
use crate::{
    document::Path,
    scenario::format::{Condition, Deed},
};

/// What can be known where a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// What was done up to now.
    SoFar,
    /// Also points and gates.
    AfterTheEnd,
}

impl Checker<'_> {
    pub(super) fn condition(&mut self, condition: &Condition, at: &Path, known: Known) {
        if known == Known::SoFar && condition.needs_judgement() {
            self.error(
                "E035",
                at,
                "points and gates are known only after the end",
                "here a condition can ask for what was done, for facts, steps, time and the decision",
            );
            return;
        }
        match condition {
            Condition::All(list) | Condition::Any(list) => {
                for (index, inner) in list.iter().enumerate() {
                    self.condition(inner, &at.index(index), known);
                }
            }
            Condition::Not(inner) => self.condition(inner, &at.index(0), known),
            Condition::Decided(outcomes) => {
                let names: Vec<&str> = self.knowledge.decisions.iter().map(|(id, _)| id.as_str()).collect();
                for (index, outcome) in outcomes.iter().enumerate() {
                    self.known("outcome", outcome.as_str(), &at.index(index), names.iter().copied());
                }
            }
            Condition::Asked(id) => self.deed(&Deed::Asked(id.clone()), at),
            Condition::Did(deed) | Condition::Count(deed, _) => self.deed(deed, at),
            Condition::Fact(name, _) => {
                let names: Vec<&str> = self.file.client.facts.keys().map(String::as_str).collect();
                self.known("fact", name, at, names);
            }
            Condition::StepDone(id) => {
                let names: Vec<&str> = self.file.flow.steps.iter().map(|step| step.id.as_str()).collect();
                self.known("step", id, at, names);
            }
            Condition::Gate(id) => {
                let names: Vec<&str> = self.file.rubric.gates.iter().map(|gate| gate.id.as_str()).collect();
                self.known("gate", id, at, names);
            }
            Condition::Always | Condition::MinutesOver(_) | Condition::PointsAtLeast(_) => {}
        }
    }

    fn deed(&mut self, deed: &Deed, at: &Path) {
        let file = self.file;
        let items = self.knowledge.preparation.iter().map(|(id, _)| id.as_str());
        match deed {
            Deed::Asked(id) => {
                let names: Vec<&str> = file.interview.questions.iter().map(|question| question.id.as_str()).collect();
                self.known("question", id, at, names);
            }
            Deed::Prepared(id) => {
                self.known("item of preparation", id, at, items.collect::<Vec<_>>());
            }
            Deed::Closed(id) => {
                self.known("item of closing", id, at, items.collect::<Vec<_>>());
            }
            Deed::Said(id) => {
                let names: Vec<&str> = file.task.statements.iter().map(|statement| statement.id.as_str()).collect();
                self.known("statement", id, at, names);
            }
            Deed::Stroke(id) => {
                let names: Vec<&str> = self.knowledge.strokes.iter().map(|(id, _)| id.as_str()).collect();
                self.known("stroke", id.as_str(), at, names);
            }
            Deed::Marked => {}
        }
    }
}
