//! The arithmetic of the rubric.

use super::Checker;
use crate::{document::Path, units::Points};

impl Checker<'_> {
    pub(super) fn rubric(&mut self) {
        let rubric = &self.file.rubric;
        let at = Path::root().field("rubric");
        self.unique("domain", &at.field("domains"), rubric.domains.iter().map(|domain| domain.id.as_str()));
        self.unique("criterion", &at.field("criteria"), rubric.criteria.iter().map(|criterion| criterion.id.as_str()));
        self.unique("gate", &at.field("gates"), rubric.gates.iter().map(|gate| gate.id.as_str()));
        let total: Points = rubric.criteria.iter().map(|criterion| Points::from_f64(criterion.points)).sum();
        if total != Points(100_000) {
            self.gap(
                "E050",
                &at.field("criteria"),
                format!("the points of all criteria add up to {total}"),
                "they must add up to 100",
            );
        }
        for (index, criterion) in rubric.criteria.iter().enumerate() {
            if !(criterion.points > 0.0 && criterion.points <= 100.0) {
                self.error(
                    "E032",
                    &at.field("criteria").index(index).field("points"),
                    format!("{} is out of range", criterion.points),
                    "expected more than 0 and at most 100 points",
                );
            }
        }
        for (index, domain) in rubric.domains.iter().enumerate() {
            if !rubric.criteria.iter().any(|criterion| criterion.domain == domain.id) {
                self.gap(
                    "E051",
                    &at.field("domains").index(index).field("id"),
                    format!("no criterion counts in the domain \"{}\"", domain.id),
                    "add a criterion, or take the domain out",
                );
            }
        }
        if !(0.0..=100.0).contains(&rubric.pass) {
            self.error(
                "E032",
                &at.field("pass"),
                format!("{} is out of range", rubric.pass),
                "expected 0 to 100 points",
            );
        }
        for (index, gate) in rubric.gates.iter().enumerate() {
            if gate.cap.is_some_and(|cap| !(0.0..=100.0).contains(&cap)) {
                self.error(
                    "E032",
                    &at.field("gates").index(index).field("cap"),
                    "the cap is out of range",
                    "expected 0 to 100 points",
                );
            }
        }
    }
}
