//! Clinical sense: what a scenario asks for must not contradict the catalogue of safety.

use super::Checker;
use crate::{
    document::Path,
    knowledge::safety::{Class, Restrictions},
    scenario::rubric::{GateSeverity, Rule},
};

impl Checker<'_> {
    pub(super) fn clinical(&mut self) {
        let client = &self.file.client;
        let rubric = &self.file.rubric;
        let mut restrictions = Restrictions::default();
        let mut absolute = Vec::new();
        for (index, id) in client.contraindications.iter().enumerate() {
            let Some(entry) = self.knowledge.contraindications.get(id.as_str()) else { continue };
            restrictions.add(&entry.restrictions);
            if entry.class.iter().all(|class| *class == Class::Absolute) {
                absolute.push((index, id.clone(), entry.name.en.clone()));
            }
        }
        for (index, id, name) in &absolute {
            let guarded = rubric
                .gates
                .iter()
                .any(|gate| gate.severity == GateSeverity::Unsafe && gate.contraindication.as_ref() == Some(id));
            if !guarded {
                self.gap(
                    "W060",
                    &Path::root().field("client").field("contraindications").index(*index),
                    format!("\"{id}\" ({name}) is absolute, but no gate guards it"),
                    "add a gate with severity Unsafe that names this contraindication",
                );
            }
        }
        let treats =
            self.knowledge.decisions.get(self.file.task.decision.outcome.as_str()).is_none_or(|key| key.treats);
        if treats && let Some((_, id, name)) = absolute.first() {
            self.gap(
                "W063",
                &Path::root().field("task").field("decision").field("outcome"),
                format!("the key treats a client with \"{id}\" ({name}), which is absolute"),
                "choose refer, postpone or emergency",
            );
        }
        for (index, criterion) in rubric.criteria.iter().enumerate() {
            let Rule::Strokes { targets, .. } = &criterion.rule else { continue };
            for (number, target) in targets.iter().enumerate() {
                let path = Path::root()
                    .field("rubric")
                    .field("criteria")
                    .index(index)
                    .field("rule")
                    .field("targets")
                    .index(number);
                let forbidden = target.strokes.iter().find(|stroke| {
                    restrictions.everything
                        || restrictions.forbid_strokes.contains(stroke)
                        || !restrictions.only_strokes.is_empty() && !restrictions.only_strokes.contains(stroke)
                });
                if let Some(stroke) = forbidden {
                    self.gap(
                        "W062",
                        &path.field("strokes"),
                        format!("\"{stroke}\" is asked for, but this client's contraindications forbid it"),
                        "ask for a stroke that is allowed",
                    );
                }
                if let Some(zone) = target.zone.as_ref().filter(|zone| restrictions.avoid_zones.contains(zone)) {
                    self.gap(
                        "W062",
                        &path.field("zone"),
                        format!("work in \"{zone}\" is asked for, but this client's contraindications leave it out"),
                        "ask for work elsewhere",
                    );
                }
            }
        }
    }
}
