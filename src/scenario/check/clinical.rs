//! Clinical sense: what a scenario asks for must not contradict the catalogue of safety or go beyond
//! what is known.

use super::Checker;
use crate::{
    document::Path,
    knowledge::{
        id::ZoneId,
        safety::{Class, Restrictions},
    },
    scenario::{
        format::FindingPlace,
        rubric::{GateSeverity, Rule, StrokeTarget},
    },
};

impl Checker<'_> {
    pub(super) fn clinical(&mut self) {
        let mut restrictions = Restrictions::default();
        let mut absolute = Vec::new();
        for (index, id) in self.file.client.contraindications.iter().enumerate() {
            let Some(entry) = self.knowledge.contraindications.get(id.as_str()) else { continue };
            restrictions.add(&entry.restrictions);
            if entry.class.iter().all(|class| *class == Class::Absolute) {
                absolute.push((index, format!("\"{id}\" ({})", entry.name.en), id.clone()));
            }
        }
        for (index, name, id) in &absolute {
            let guarded = self
                .file
                .rubric
                .gates
                .iter()
                .any(|gate| gate.severity == GateSeverity::Unsafe && gate.contraindication.as_ref() == Some(id));
            if !guarded {
                self.gap(
                    "W060",
                    &Path::root().field("client").field("contraindications").index(*index),
                    format!("{name} is absolute, but no gate guards it"),
                    "add a gate with severity Unsafe that names this contraindication",
                );
            }
        }
        self.decision(absolute.first().map(|(_, name, _)| name.as_str()), &restrictions);
        self.positions(&restrictions);
        let criteria = Path::root().field("rubric").field("criteria");
        for (index, criterion) in self.file.rubric.criteria.iter().enumerate() {
            let rule = criteria.index(index).field("rule");
            match &criterion.rule {
                Rule::Strokes { targets, .. } => {
                    for (number, target) in targets.iter().enumerate() {
                        self.target(target, &rule.field("targets").index(number), &restrictions);
                    }
                }
                Rule::Statements { right } => self.rewarded(right, &rule.field("right")),
                _ => {}
            }
        }
        self.claims();
    }

    /// The key of the decision against the catalogue.
    fn decision(&mut self, absolute: Option<&str>, restrictions: &Restrictions) {
        let client = &self.file.client;
        let key = &self.file.task.decision;
        let at = Path::root().field("task").field("decision");
        let Some(outcome) = self.knowledge.decisions.get(key.outcome.as_str()) else { return };
        let contraindications = Path::root().field("client").field("contraindications");
        if self.doubtful(&contraindications) {
            return;
        }
        if let Some(name) = absolute.filter(|_| outcome.treats) {
            let message = format!("the key treats a client with {name}, which is absolute");
            self.gap("W063", &at.field("outcome"), message, "choose refer, postpone or emergency");
        } else if outcome.treats && restrictions.everything {
            let message = "the key treats a client with whom nothing may be done";
            self.gap("W063", &at.field("outcome"), message, "choose refer, postpone or emergency");
        } else if outcome.caution == 0 && *restrictions != Restrictions::default() {
            let message = "the key treats as usual, but this client's contraindications ask for changes";
            self.gap("W063", &at.field("outcome"), message, "choose adapt or avoid-area");
        } else if !outcome.treats && client.contraindications.is_empty() {
            let message = "the key does not treat, but the client has no contraindication";
            self.gap("W063", &at.field("outcome"), message, "name it in the client's `contraindications`");
        }
        for (index, reason) in key.reasons.iter().enumerate() {
            if !client.contraindications.contains(reason) {
                let message = format!("\"{reason}\" is a reason for the decision, but the client does not have it");
                let help = "add it to the client's `contraindications`, or take it out";
                self.gap("W065", &at.field("reasons").index(index), message, help);
            }
        }
    }

    /// Positions and time that the client's contraindications do not allow.
    fn positions(&mut self, restrictions: &Restrictions) {
        let task = Path::root().field("task");
        for (index, position) in self.file.task.positions.iter().enumerate() {
            if restrictions.forbid_positions.contains(position) {
                let message = format!("\"{position}\" is no position for this client");
                let help = "this client's contraindications leave it out";
                self.gap("W062", &task.field("positions").index(index), message, help);
            }
        }
        if let Some(most) = restrictions.max_minutes.filter(|most| self.file.task.hands_on_minutes > *most) {
            let message = format!("this client's contraindications allow {most} minutes of work");
            self.gap("W062", &task.field("hands_on_minutes"), message, format!("write {most} or less"));
        }
    }

    /// A stroke that is asked for.
    fn target(&mut self, target: &StrokeTarget, at: &Path, restrictions: &Restrictions) {
        let forbidden = target.strokes.iter().position(|stroke| {
            restrictions.everything
                || restrictions.forbid_strokes.contains(stroke)
                || !restrictions.only_strokes.is_empty() && !restrictions.only_strokes.contains(stroke)
        });
        if let Some((index, stroke)) = forbidden.and_then(|index| Some((index, target.strokes.get(index)?))) {
            self.gap(
                "W062",
                &at.field("strokes").index(index),
                format!("\"{stroke}\" is asked for, but this client's contraindications forbid it"),
                "ask for a stroke that is allowed",
            );
        }
        let finding =
            target.finding.as_ref().and_then(|id| self.file.findings.iter().find(|finding| finding.id == *id));
        let of_finding: Option<&ZoneId> = match finding.map(|finding| &finding.place) {
            Some(FindingPlace::Zone { zone, .. }) => Some(zone),
            _ => None,
        };
        for (field, zone) in [("zone", target.zone.as_ref()), ("finding", of_finding)] {
            if let Some(zone) = zone.filter(|zone| restrictions.avoid_zones.contains(zone)) {
                let message =
                    format!("work in \"{zone}\" is asked for, but this client's contraindications leave it out");
                self.gap("W062", &at.field(field), message, "ask for work elsewhere");
            }
        }
        let section = target.step.as_ref().and_then(|id| {
            let mut sections = self.knowledge.sections.iter();
            sections.find(|(_, section)| section.steps.iter().any(|step| step.id == *id)).map(|(section, _)| section)
        });
        if let Some(section) = section.filter(|section| restrictions.avoid_sections.contains(section)) {
            let message =
                format!("a step of \"{section}\" is asked for, but this client's contraindications leave it out");
            self.gap("W062", &at.field("step"), message, "ask for work elsewhere");
        }
    }

    /// Statements that earn points must stay in scope.
    fn rewarded(&mut self, right: &[String], at: &Path) {
        for (index, id) in right.iter().enumerate() {
            let statement = self.file.task.statements.iter().find(|statement| statement.id == *id);
            if statement.is_some_and(|statement| !statement.in_scope) {
                let message = format!("\"{id}\" earns points, but is out of scope");
                self.gap("W064", &at.index(index), message, "take it out, or change the words and set in_scope");
            }
        }
    }

    /// Nothing in scope may claim what the table of effects forbids.
    fn claims(&mut self) {
        let statements = Path::root().field("task").field("statements");
        for (index, statement) in self.file.task.statements.iter().enumerate().filter(|(_, said)| said.in_scope) {
            for (number, claim) in statement.claims.iter().enumerate() {
                let Some(effect) = self.knowledge.effects.get(claim).filter(|effect| effect.must_not_claim) else {
                    continue;
                };
                let message = format!("\"{}\" claims \"{}\", which must not be claimed", statement.id, effect.name.en);
                let help = format!("set in_scope: false; what may be said: {}", effect.show_as);
                self.gap("W064", &statements.index(index).field("claims").index(number), message, help);
            }
        }
    }
}
