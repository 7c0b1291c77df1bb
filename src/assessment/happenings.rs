//! What conditions of a scenario can know of a judged attempt.

use super::{Evidence, report::Report};
use crate::{
    knowledge::id::OutcomeId,
    scenario::format::{DebriefQuestion, Deed, Fact, Happenings},
};

impl Happenings for Evidence<'_> {
    fn decided(&self) -> Option<&OutcomeId> {
        self.decisions.last().map(|(_, decision)| &decision.outcome)
    }

    fn count(&self, deed: &Deed) -> usize {
        let done = |list: &[(_, String)], wanted: &str| list.iter().filter(|(_, id)| id == wanted).count();
        match deed {
            Deed::Asked(id) => done(&self.asked, id),
            Deed::Prepared(id) => done(&self.prepared, id),
            Deed::Closed(id) => done(&self.closed, id),
            Deed::Said(id) => done(&self.said, id),
            Deed::Stroke(id) => self.strokes.iter().filter(|fact| fact.stroke == *id).count(),
            Deed::Marked => self.marks.len(),
        }
    }

    fn fact(&self, name: &str) -> Option<&Fact> {
        self.scenario.file.client.facts.get(name)
    }

    fn step_done(&self, id: &str) -> bool {
        let (last, before) = match self.steps.split_last() {
            Some((last, before)) => (Some(last), before),
            None => (None, &[][..]),
        };
        before.iter().any(|(_, step)| step == id) && (self.finished || last.is_none_or(|(_, step)| step != id))
    }

    fn minutes(&self) -> f64 {
        self.end.seconds() / 60.0
    }
}

/// An attempt together with its judgement.
struct Judged<'a>(&'a Evidence<'a>, &'a Report);

impl Happenings for Judged<'_> {
    fn decided(&self) -> Option<&OutcomeId> {
        self.0.decided()
    }

    fn count(&self, deed: &Deed) -> usize {
        self.0.count(deed)
    }

    fn fact(&self, name: &str) -> Option<&Fact> {
        self.0.fact(name)
    }

    fn step_done(&self, id: &str) -> bool {
        self.0.step_done(id)
    }

    fn minutes(&self) -> f64 {
        self.0.minutes()
    }

    fn gate(&self, id: &str) -> bool {
        self.1.gates.iter().any(|gate| gate.id == id)
    }

    fn points(&self) -> Option<f64> {
        Some(self.1.raw.as_f64())
    }
}

/// What to look back on after an attempt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LookingBack {
    /// What to take along; may be empty.
    pub recap: String,
    /// Questions that fit this attempt, each with what experienced therapists weigh there.
    pub questions: Vec<(String, String)>,
}

/// The recap and those questions of the case whose conditions hold for an attempt.
#[must_use]
pub fn look_back(evidence: &Evidence, report: &Report) -> LookingBack {
    let debrief = &evidence.scenario.file.debrief;
    let judged = Judged(evidence, report);
    let say =
        |question: &DebriefQuestion| (evidence.say(&question.ask).to_owned(), evidence.say(&question.think).to_owned());
    LookingBack {
        recap: evidence.say(&debrief.recap).to_owned(),
        questions: debrief.questions.iter().filter(|question| question.when.holds(&judged)).map(say).collect(),
    }
}
