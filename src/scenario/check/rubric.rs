//! The arithmetic of the rubric.

use super::Checker;
use crate::{
    document::Path,
    scenario::rubric::{Criterion, Rule},
    units::Points,
};

impl Checker<'_> {
    pub(super) fn rubric(&mut self) {
        let rubric = &self.file.rubric;
        let at = Path::root().field("rubric");
        self.unique("domain", &at.field("domains"), rubric.domains.iter().map(|domain| domain.id.as_str()));
        self.unique("gate", &at.field("gates"), rubric.gates.iter().map(|gate| gate.id.as_str()));
        let lists = self.criteria();
        for (list, criteria) in &lists {
            self.arithmetic(criteria, list);
        }
        let known = |id: &String| rubric.domains.iter().any(|domain| domain.id == *id);
        let all: Vec<&Criterion> = lists.iter().flat_map(|(_, criteria)| *criteria).collect();
        let settled =
            all.iter().all(|criterion| known(&criterion.domain)) && lists.iter().all(|(list, _)| !self.doubtful(list));
        for (index, domain) in rubric.domains.iter().enumerate().filter(|_| settled) {
            if !all.iter().any(|criterion| criterion.domain == domain.id) {
                self.gap(
                    "E051",
                    &at.field("domains").index(index).field("id"),
                    format!("no criterion counts in the domain \"{}\"", domain.id),
                    "add a criterion, or take the domain out",
                );
            }
        }
        let total = sum(&rubric.criteria);
        if (0.0..=100.0).contains(&rubric.pass) && Points::from_f64(rubric.pass) > total && total > Points(0) {
            self.gap(
                "E053",
                &at.field("pass"),
                format!("passing needs {} points, but only {total} can be earned", rubric.pass),
                "lower the pass mark, or add criteria",
            );
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

    /// Criteria that a student is judged by: one id each, points in range, 100 in all, and each can be earned.
    fn arithmetic(&mut self, criteria: &[Criterion], list: &Path) {
        self.unique("criterion", list, criteria.iter().map(|criterion| criterion.id.as_str()));
        let total = sum(criteria);
        if total != Points(100_000) && !self.doubtful(list) {
            let message = format!("the points of all criteria add up to {total}");
            self.gap("E050", list, message, "they must add up to 100");
        }
        let hands_off = criteria.iter().any(|criterion| criterion.rule == Rule::HandsOff);
        for (index, criterion) in criteria.iter().enumerate() {
            let at = list.index(index);
            if !(criterion.points > 0.0 && criterion.points <= 100.0) {
                let message = format!("{} is out of range", criterion.points);
                let help = "expected more than 0 and at most 100 points";
                self.error("E032", &at.field("points"), message, help);
            }
            self.can_score(criterion, hands_off, &at.field("rule"));
        }
    }

    /// A criterion that asks for nothing, for what cannot be, or for what this client forbids.
    fn can_score(&mut self, criterion: &Criterion, hands_off: bool, at: &Path) {
        if self.doubtful(at) {
            return;
        }
        let empty = match &criterion.rule {
            Rule::Interview { relevant, .. } => relevant.is_empty(),
            Rule::Findings { findings, .. }
            | Rule::TechniqueForFinding { findings }
            | Rule::TissueChange { findings, .. } => findings.is_empty(),
            Rule::Examination { ways } => ways.is_empty(),
            Rule::Preparation { items } | Rule::Closing { items } => items.is_empty(),
            Rule::Statements { right } => right.is_empty(),
            Rule::Order { pairs } => pairs.is_empty(),
            Rule::Strokes { targets, .. } => targets.is_empty(),
            Rule::Sensation { fine } => fine.is_empty(),
            Rule::Position { credit } => !credit.values().any(|share| *share >= 1.0),
            _ => false,
        };
        let id = &criterion.id;
        if empty {
            self.gap(
                "E052",
                at,
                format!("\"{id}\" asks for nothing that could earn all its points"),
                "say what is asked for",
            );
        }
        if let Rule::Time { minutes: (low, high) } | Rule::Rest { minutes: (low, high) } = criterion.rule
            && !(0.0 <= low && low <= high)
        {
            let help = "write the shorter time first";
            self.gap("E052", &at.field("minutes"), format!("no time lies between {low} and {high} minutes"), help);
        }
        if let Rule::Findings { findings, .. } = &criterion.rule {
            for (index, wanted) in findings.iter().enumerate() {
                let hidden =
                    self.file.findings.iter().any(|finding| finding.id == *wanted && finding.reveal.is_empty());
                if hidden {
                    let message = format!("\"{wanted}\" can be found in no way");
                    self.gap("E052", &at.field("findings").index(index), message, "give the finding a `reveal`");
                }
            }
        }
        let needs_work = matches!(
            criterion.rule,
            Rule::Order { .. }
                | Rule::Strokes { .. }
                | Rule::BothSides { .. }
                | Rule::TechniqueForFinding { .. }
                | Rule::TissueChange { .. }
                | Rule::Sensation { .. }
                | Rule::Time { .. }
                | Rule::Balancing { .. }
                | Rule::Rest { .. }
        );
        if hands_off && needs_work {
            let help = "take it out, or the criterion HandsOff";
            self.gap("E052", at, format!("\"{id}\" asks for work on a client who must not be touched"), help);
        }
    }
}

fn sum(criteria: &[Criterion]) -> Points {
    criteria.iter().map(|criterion| Points::from_f64(criterion.points)).sum()
}
