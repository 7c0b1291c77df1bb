//! References into the knowledge tables and within the file, and ranges of values.

use super::{Checker, condition::Known};
use crate::{
    document::Path,
    scenario::{
        format::{FORMAT, FindingPlace},
        rubric::{Act, GateRule, Rule, StrokeTarget},
    },
};

/// The ids of a table as texts.
macro_rules! names {
    ($self:ident . $table:ident) => {
        $self.knowledge.$table.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>()
    };
}

impl Checker<'_> {
    pub(super) fn references(&mut self) {
        let root = Path::root();
        if self.file.format != FORMAT {
            let found = self.file.format.clone();
            self.error(
                "E033",
                &root.field("format"),
                format!("this trainer reads \"{FORMAT}\", the file says \"{found}\""),
                if found.starts_with("ctm-scenario/") {
                    "the file was made for another version of the trainer".to_owned()
                } else {
                    format!("write format: \"{FORMAT}\"")
                },
            );
        }
        let id = self.file.id.clone();
        if !crate::scenario::template::is_id(&id) {
            self.error(
                "E033",
                &root.field("id"),
                format!("\"{id}\" cannot be an id"),
                "use 1 to 48 lower-case letters, digits and hyphens",
            );
        }
        self.client();
        self.interview();
        self.placed_findings();
        self.task();
        self.rubric_references();
    }

    fn range(&mut self, path: &Path, value: f64, low: f64, high: f64, unit: &str) {
        if !(low..=high).contains(&value) {
            let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            self.error("E032", path, format!("{value} is out of range"), format!("expected {low} to {high}{unit}"));
        }
    }

    /// A body that is not there is a gap, not an error: the room shows another one, and nothing else changes.
    fn shown_body(&mut self, at: &Path) {
        let wanted = &self.file.client.body;
        let path = at.field("body");
        if self.knowledge.bodies.iter().any(|(id, _)| id == wanted) || self.doubtful(&path) {
            return;
        }
        let help = crate::diagnostic::suggest(wanted, names!(self.bodies).iter().copied());
        self.gap("W091", &path, format!("there is no body \"{wanted}\" to be shown"), help);
    }

    fn client(&mut self) {
        let at = Path::root().field("client");
        let client = &self.file.client;
        let names = names!(self.contraindications);
        for (index, id) in client.contraindications.iter().enumerate() {
            self.known(
                "contraindication",
                id.as_str(),
                &at.field("contraindications").index(index),
                names.iter().copied(),
            );
        }
        self.shown_body(&at);
        self.range(&at.field("age"), f64::from(client.age), 16.0, 110.0, "years");
        self.range(&at.field("bmi"), client.bmi, 12.0, 60.0, "kg/m²");
        for (name, value) in [("rest", client.pain.rest), ("activity", client.pain.activity)] {
            self.range(&at.field("pain").field(name), value, 0.0, 10.0, "");
        }
        let traits = client.traits;
        for (name, value) in [
            ("responder", traits.responder),
            ("anxiety", traits.anxiety),
            ("dermographism", traits.dermographism),
            ("white_line", traits.white_line),
            ("pain_sensitivity", traits.pain_sensitivity),
            ("fragility", traits.fragility),
            ("faints", traits.faints),
            ("speaks_up", traits.speaks_up),
        ] {
            self.range(&at.field("traits").field(name), value, 0.0, 1.0, "");
        }
    }

    fn interview(&mut self) {
        let list = Path::root().field("interview").field("questions");
        let questions = &self.file.interview.questions;
        self.unique("question", &list, questions.iter().map(|question| question.id.as_str()));
        let flags = names!(self.red_flags);
        let facts: Vec<&str> = self.file.client.facts.keys().map(String::as_str).collect();
        for (index, question) in questions.iter().enumerate() {
            let at = list.index(index);
            if let Some(flag) = &question.red_flag {
                self.known("red-flag question", flag.as_str(), &at.field("red_flag"), flags.iter().copied());
            } else if question.ask.is_none() && !self.doubtful(&at) {
                self.error(
                    "E021",
                    &at,
                    format!("the question \"{}\" has no wording", question.id),
                    "write `ask`, or name a question of the catalogue in `red_flag`",
                );
            }
            for (number, fact) in question.reveals.iter().enumerate() {
                self.known("fact", fact, &at.field("reveals").index(number), facts.iter().copied());
            }
        }
    }

    fn placed_findings(&mut self) {
        let list = Path::root().field("findings");
        let findings = &self.file.findings;
        self.unique("finding", &list, findings.iter().map(|finding| finding.id.as_str()));
        let (zones, kinds, layers) = (names!(self.zones), names!(self.findings), names!(self.layers));
        for (index, finding) in findings.iter().enumerate() {
            let at = list.index(index);
            self.known("finding", finding.kind.as_str(), &at.field("kind"), kinds.iter().copied());
            self.known("layer", finding.layer.as_str(), &at.field("layer"), layers.iter().copied());
            let grades = finding.grades;
            for (name, grade) in [
                ("mobility", grades.mobility),
                ("tension", grades.tension),
                ("volume", grades.volume),
                ("tenderness", grades.tenderness),
            ] {
                self.range(&at.field("grades").field(name), f64::from(grade), 0.0, 4.0, "");
            }
            match &finding.place {
                FindingPlace::Zone { zone, side } => {
                    let known =
                        self.known("zone", zone.as_str(), &at.field("place").field("zone"), zones.iter().copied());
                    if known
                        && self
                            .knowledge
                            .zones
                            .get(zone.as_str())
                            .is_some_and(|entry| entry.outlines_on(*side).is_empty())
                    {
                        self.error(
                            "E032",
                            &at.field("place").field("side"),
                            format!("the zone \"{zone}\" does not occur on the {}", side.word()),
                            "see `ctm-trainer catalogue zones` for the side it lies on",
                        );
                    }
                }
                FindingPlace::Area { outline, .. } => {
                    let path = at.field("place").field("outline");
                    if outline.len() < 3 {
                        self.error(
                            "E032",
                            &path,
                            "an outline needs at least three corners",
                            "give them in order around the area",
                        );
                    }
                    for (number, corner) in outline.iter().enumerate() {
                        self.range(&path.index(number).index(0), corner.0, -25.0, 25.0, "cm");
                        self.range(&path.index(number).index(1), corner.1, -25.0, 140.0, "percent");
                    }
                }
            }
        }
    }

    fn task(&mut self) {
        let at = Path::root().field("task");
        let task = &self.file.task;
        let positions = names!(self.positions);
        for (index, position) in task.positions.iter().enumerate() {
            self.known("position", position.as_str(), &at.field("positions").index(index), positions.iter().copied());
        }
        let schools = names!(self.schools);
        for (school, view) in &task.school {
            let path = at.field("school").key(school.as_str());
            if self.known("question of the schools", school.as_str(), &path, schools.iter().copied())
                && let Some(entry) = self.knowledge.schools.get(school.as_str())
            {
                self.known("view", view, &path, entry.views.iter().map(|view| view.id.as_str()).collect::<Vec<_>>());
            }
        }
        self.range(&at.field("session_number"), f64::from(task.session_number), 1.0, 60.0, "");
        self.range(&at.field("hands_on_minutes"), task.hands_on_minutes, 0.0, 90.0, "minutes");
        let key = at.field("decision");
        let outcomes = names!(self.decisions);
        self.known("outcome", task.decision.outcome.as_str(), &key.field("outcome"), outcomes.iter().copied());
        for (outcome, credit) in &task.decision.partial {
            let path = key.field("partial").key(outcome.as_str());
            self.known("outcome", outcome.as_str(), &path, outcomes.iter().copied());
            self.range(&path, *credit, 0.0, 1.0, "");
        }
        let reasons = names!(self.contraindications);
        for (index, reason) in task.decision.reasons.iter().enumerate() {
            self.known(
                "contraindication",
                reason.as_str(),
                &key.field("reasons").index(index),
                reasons.iter().copied(),
            );
        }
        let sources = names!(self.sources);
        self.known("source", task.decision.source.as_str(), &key.field("source"), sources.iter().copied());
        self.unique(
            "statement",
            &at.field("statements"),
            task.statements.iter().map(|statement| statement.id.as_str()),
        );
        let effects = names!(self.effects);
        for (index, statement) in task.statements.iter().enumerate() {
            let path = at.field("statements").index(index).field("claims");
            for (number, claim) in statement.claims.iter().enumerate() {
                self.known("effect", claim.as_str(), &path.index(number), effects.iter().copied());
            }
        }
    }

    fn rubric_references(&mut self) {
        let rubric = &self.file.rubric;
        let sources = names!(self.sources);
        let domains: Vec<&str> = rubric.domains.iter().map(|domain| domain.id.as_str()).collect();
        let at = Path::root().field("rubric");
        for (list, criteria) in self.criteria() {
            for (index, criterion) in criteria.iter().enumerate() {
                let path = list.index(index);
                self.known("domain", &criterion.domain, &path.field("domain"), domains.iter().copied());
                self.known("source", criterion.source.as_str(), &path.field("source"), sources.iter().copied());
                self.rule(&criterion.rule, &path.field("rule"));
            }
        }
        for (index, gate) in rubric.gates.iter().enumerate() {
            let path = at.field("gates").index(index);
            self.known("source", gate.source.as_str(), &path.field("source"), sources.iter().copied());
            if let Some(id) = &gate.contraindication {
                let names = names!(self.contraindications);
                self.known("contraindication", id.as_str(), &path.field("contraindication"), names);
            }
            self.gate_rule(&gate.when, &path.field("when"));
        }
    }

    fn list<T: AsText>(&mut self, kind: &str, ids: &[T], path: &Path, names: &[&str]) {
        for (index, id) in ids.iter().enumerate() {
            self.known(kind, id.text(), &path.index(index), names.iter().copied());
        }
    }

    fn rule(&mut self, rule: &Rule, at: &Path) {
        let questions: Vec<&str> = self.file.interview.questions.iter().map(|question| question.id.as_str()).collect();
        let findings: Vec<&str> = self.file.findings.iter().map(|finding| finding.id.as_str()).collect();
        let statements: Vec<&str> = self.file.task.statements.iter().map(|statement| statement.id.as_str()).collect();
        let items: Vec<&str> = self.knowledge.preparation.iter().map(|(id, _)| id.as_str()).collect();
        match rule {
            Rule::Interview { relevant, .. } => self.list("question", relevant, &at.field("relevant"), &questions),
            Rule::Findings { findings: ids, .. }
            | Rule::TechniqueForFinding { findings: ids }
            | Rule::TissueChange { findings: ids, .. } => self.list("finding", ids, &at.field("findings"), &findings),
            Rule::Preparation { items: ids } | Rule::Closing { items: ids } => {
                self.list("item of preparation", ids, &at.field("items"), &items);
            }
            Rule::Statements { right } => self.list("statement", right, &at.field("right"), &statements),
            Rule::Sensation { fine } => {
                let names = names!(self.sensations);
                self.list("sensation", fine, &at.field("fine"), &names);
            }
            Rule::KeptOff { zones, named_share } => {
                let names = names!(self.zones);
                self.list("zone", zones, &at.field("zones"), &names);
                self.range(&at.field("named_share"), *named_share, 0.0, 1.0, "");
            }
            Rule::Position { credit } => {
                let names = names!(self.positions);
                for (position, share) in credit {
                    let path = at.field("credit").key(position.as_str());
                    self.known("position", position.as_str(), &path, names.iter().copied());
                    self.range(&path, *share, 0.0, 1.0, "");
                }
            }
            Rule::Order { pairs } => {
                for (index, pair) in pairs.iter().enumerate() {
                    let path = at.field("pairs").index(index);
                    self.act(&pair.first, &path.field("first"));
                    self.act(&pair.then, &path.field("then"));
                }
            }
            Rule::Strokes { targets, .. } => {
                for (index, target) in targets.iter().enumerate() {
                    self.stroke_target(target, &at.field("targets").index(index), &findings);
                }
            }
            Rule::Examination { .. }
            | Rule::Decision { .. }
            | Rule::Restrictions
            | Rule::BothSides { .. }
            | Rule::Response { .. }
            | Rule::Effect { .. }
            | Rule::Time { .. }
            | Rule::Balancing { .. }
            | Rule::Rest { .. }
            | Rule::HandsOff => {}
        }
    }

    fn stroke_target(&mut self, target: &StrokeTarget, at: &Path, findings: &[&str]) {
        let (strokes, zones) = (names!(self.strokes), names!(self.zones));
        self.list("stroke", &target.strokes, &at.field("strokes"), &strokes);
        if let Some(zone) = &target.zone {
            self.known("zone", zone.as_str(), &at.field("zone"), zones.iter().copied());
        }
        if let Some(finding) = &target.finding {
            self.known("finding", finding, &at.field("finding"), findings.iter().copied());
        }
        if let Some(step) = &target.step {
            let steps = self.steps();
            self.known("step", step.as_str(), &at.field("step"), steps.iter().map(String::as_str));
        }
        if target.zone.is_none() && target.finding.is_none() && target.step.is_none() {
            self.error("E021", at, "the stroke asked for has no place", "name a `step`, a `zone` or a `finding`");
        }
    }

    /// Ids of all steps of all sections.
    fn steps(&self) -> Vec<String> {
        let sections = self.knowledge.sections.iter();
        sections.flat_map(|(_, section)| section.steps.iter().map(|step| step.id.to_string())).collect()
    }

    fn act(&mut self, act: &Act, at: &Path) {
        match act {
            Act::Step(id) => {
                let steps = self.steps();
                self.known("step", id.as_str(), at, steps.iter().map(String::as_str));
            }
            Act::Section(id) => {
                let names = names!(self.sections);
                self.known("section", id.as_str(), at, names);
            }
            Act::Zone(id) => {
                let names = names!(self.zones);
                self.known("zone", id.as_str(), at, names);
            }
            Act::Stroke(id) | Act::LastStroke(id) => {
                let names = names!(self.strokes);
                self.known("stroke", id.as_str(), at, names);
            }
            Act::AnyWork => {}
        }
    }

    fn gate_rule(&mut self, rule: &GateRule, at: &Path) {
        match rule {
            GateRule::Decided(ids) => {
                let names = names!(self.decisions);
                self.list("outcome", ids, at, &names);
            }
            GateRule::StrokeUsed(ids) => {
                let names = names!(self.strokes);
                self.list("stroke", ids, at, &names);
            }
            GateRule::ZoneWorked(ids) => {
                let names = names!(self.zones);
                self.list("zone", ids, at, &names);
            }
            GateRule::SectionWorked(ids) => {
                let names = names!(self.sections);
                self.list("section", ids, at, &names);
            }
            GateRule::TouchBefore(ids) => {
                let names: Vec<&str> = self.knowledge.preparation.iter().map(|(id, _)| id.as_str()).collect();
                self.list("item of preparation", ids, at, &names);
            }
            GateRule::NotAsked(ids) => {
                let names: Vec<&str> =
                    self.file.interview.questions.iter().map(|question| question.id.as_str()).collect();
                self.list("question", ids, at, &names);
            }
            GateRule::PositionUsed(ids) => {
                let names = names!(self.positions);
                self.list("position", ids, at, &names);
            }
            GateRule::Said(ids) => {
                let names: Vec<&str> =
                    self.file.task.statements.iter().map(|statement| statement.id.as_str()).collect();
                self.list("statement", ids, at, &names);
            }
            GateRule::Any(rules) | GateRule::All(rules) => {
                for (index, rule) in rules.iter().enumerate() {
                    self.gate_rule(rule, &at.index(index));
                }
            }
            GateRule::Not(rule) => self.gate_rule(rule, &at.index(0)),
            GateRule::When(condition) => self.condition(condition, &at.index(0), Known::SoFar),
            GateRule::AnyWork
            | GateRule::DeepInSwelling
            | GateRule::ForceOver(_)
            | GateRule::MinutesOver(_)
            | GateRule::WorkedOnAfterStop(_) => {}
        }
    }
}

/// Ids and plain texts alike.
trait AsText {
    fn text(&self) -> &str;
}

impl AsText for String {
    fn text(&self) -> &str {
        self
    }
}

macro_rules! as_text {
    ($($id:ident),+) => {$(
        impl AsText for crate::knowledge::id::$id {
            fn text(&self) -> &str {
                self.as_str()
            }
        }
    )+};
}

as_text!(OutcomeId, StrokeId, ZoneId, SectionId, PositionId, SensationId);
