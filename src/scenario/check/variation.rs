//! Variation: every choice names what exists, and leaves a case that makes sense.

use super::{Checker, condition::Known};
use crate::{
    document::Path,
    scenario::{
        format::{Change, ScenarioFile},
        rubric::Rule,
        variation::apply,
    },
};

impl Checker<'_> {
    pub(super) fn variation(&mut self) {
        let list = Path::root().field("variation");
        let file = self.file;
        self.unique("draw", &list, file.variation.iter().map(|draw| draw.id.as_str()));
        for (index, draw) in file.variation.iter().enumerate() {
            let choices = list.index(index).field("choices");
            self.unique("choice", &choices, draw.choices.iter().map(|choice| choice.id.as_str()));
            let alike = draw.choices.windows(2).all(|pair| matches!(pair, [one, two] if one.changes == two.changes));
            if alike && !self.doubtful(&choices) {
                let help = "give it at least two choices that differ";
                self.gap("W090", &choices, format!("the draw \"{}\" changes nothing", draw.id), help);
            }
            for (number, choice) in draw.choices.iter().enumerate() {
                let at = choices.index(number);
                if choice.weight == 0 {
                    self.error("E032", &at.field("weight"), "0 is out of range", "expected 1 or more");
                }
                for (number, change) in choice.changes.iter().enumerate() {
                    self.change(change, &choice.changes, &at.field("changes").index(number));
                }
                self.sense(&choice.id, &choice.changes, &at);
            }
        }
    }

    /// One change of a choice; `all` are those of the choice.
    fn change(&mut self, change: &Change, all: &[Change], at: &Path) {
        let file = self.file;
        let questions: Vec<&str> = file.interview.questions.iter().map(|question| question.id.as_str()).collect();
        let findings: Vec<&str> = file.findings.iter().map(|finding| finding.id.as_str()).collect();
        let criteria = |fits: fn(&Rule) -> bool| -> Vec<&str> {
            let own = all.iter().filter_map(Change::criteria).flatten();
            let fitting = file.rubric.criteria.iter().chain(own).filter(|criterion| fits(&criterion.rule));
            fitting.map(|criterion| criterion.id.as_str()).collect()
        };
        match change {
            Change::Fact(name, _) => {
                let names: Vec<&str> = file.client.facts.keys().map(String::as_str).collect();
                self.known("fact", name, at, names);
            }
            Change::Answer(id, _) => {
                self.known("question", id, at, questions);
            }
            Change::Grades(id, _) | Change::Mirror(id) => {
                self.known("finding", id, at, findings);
            }
            Change::Relevant(id, wanted) => {
                self.known(
                    "criterion of the rule Interview",
                    id,
                    at,
                    criteria(|rule| matches!(rule, Rule::Interview { .. })),
                );
                for question in wanted {
                    self.known("question", question, at, questions.iter().copied());
                }
            }
            Change::Right(id, wanted) => {
                self.known(
                    "criterion of the rule Statements",
                    id,
                    at,
                    criteria(|rule| matches!(rule, Rule::Statements { .. })),
                );
                let statements: Vec<&str> =
                    file.task.statements.iter().map(|statement| statement.id.as_str()).collect();
                for statement in wanted {
                    self.known("statement", statement, at, statements.iter().copied());
                }
            }
            Change::Contraindications(ids) => {
                let names: Vec<&str> = self.knowledge.contraindications.iter().map(|(id, _)| id.as_str()).collect();
                for id in ids {
                    self.known("contraindication", id.as_str(), at, names.iter().copied());
                }
            }
            Change::Decision(key) => {
                let outcomes: Vec<&str> = self.knowledge.decisions.iter().map(|(id, _)| id.as_str()).collect();
                let sources: Vec<&str> = self.knowledge.sources.iter().map(|(id, _)| id.as_str()).collect();
                let reasons: Vec<&str> = self.knowledge.contraindications.iter().map(|(id, _)| id.as_str()).collect();
                for outcome in std::iter::once(&key.outcome).chain(key.partial.keys()) {
                    self.known("outcome", outcome.as_str(), at, outcomes.iter().copied());
                }
                for reason in &key.reasons {
                    self.known("contraindication", reason.as_str(), at, reasons.iter().copied());
                }
                self.known("source", key.source.as_str(), at, sources);
            }
            // The passes of the rubric look at the criteria of choices too.
            Change::Complaint(_) | Change::Rest(_) | Change::Criteria(_) => {}
        }
    }

    /// The case as a choice leaves it must make as much clinical sense as the case itself; what does
    /// not is told at the choice.
    fn sense(&mut self, id: &str, changes: &[Change], at: &Path) {
        if changes.is_empty() || self.doubtful(&Path::root()) {
            return;
        }
        let clinical = |file: &ScenarioFile| {
            let mut other = Checker {
                document: self.document,
                file,
                guesses: self.guesses,
                knowledge: self.knowledge,
                level: self.level,
                findings: Vec::new(),
            };
            other.clinical();
            other.findings
        };
        let mut changed = self.file.clone();
        apply(&mut changed, changes);
        let usual = clinical(self.file);
        for finding in clinical(&changed) {
            if usual.iter().all(|known| (known.code, &known.message) != (finding.code, &finding.message)) {
                self.gap(finding.code, at, format!("with the choice \"{id}\": {}", finding.message), finding.help);
            }
        }
    }

    /// Looking back: conditions, and that there is something to look back on.
    pub(super) fn debrief(&mut self) {
        let at = Path::root().field("debrief");
        let debrief = &self.file.debrief;
        let questions = at.field("questions");
        self.unique("question", &questions, debrief.questions.iter().map(|question| question.id.as_str()));
        for (index, question) in debrief.questions.iter().enumerate() {
            self.condition(&question.when, &questions.index(index).field("when"), Known::AfterTheEnd);
        }
        // After a lost bracket the block may have been read as part of another.
        let uncertain =
            !self.document.is_sound() || self.doubtful_here() || self.document.has(&at) && self.doubtful(&at);
        if (debrief.recap.0.is_empty() || debrief.questions.is_empty()) && !uncertain {
            let help = "write debrief: (recap: \"…\", questions: [(id: \"…\", ask: \"…\", think: \"…\")])";
            self.gap("W081", &at, "there is no recap, or no question to think about", help);
        }
    }

    /// Whether the outermost fields of the file are not all known by their names.
    fn doubtful_here(&self) -> bool {
        self.guesses.strange_at(self.document, &Path::root())
    }
}
