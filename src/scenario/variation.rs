//! What a seed draws: the case as one student meets it.
//!
//! Each draw takes its number from a fingerprint of the case's id, its own id and the seed, so that
//! draws are independent, the same on every platform, and not changed by corrections of texts.

use std::collections::BTreeMap;

use super::{
    Scenario,
    format::{Change, Choice, Draw, FindingPlace, ScenarioFile},
    rubric::Rule,
};
use crate::{knowledge::fingerprint, units::Side};

/// How many seeds are tried to find one that draws what is wanted.
const TRIED: u64 = 10_000;

impl Scenario {
    /// What a seed draws: draws and their choices by id, in the order of the file.
    #[must_use]
    pub fn drawn(&self, seed: u64) -> Vec<(&str, &str)> {
        self.choices(seed).map(|(draw, choice)| (draw.id.as_str(), choice.id.as_str())).collect()
    }

    /// The case as the student with this seed meets it: nothing is left to draw. Its fingerprint stays
    /// that of the file.
    #[must_use]
    pub fn for_student(&self, seed: u64) -> Self {
        let mut file = self.file.clone();
        file.variation.clear();
        for (_, choice) in self.choices(seed) {
            apply(&mut file, &choice.changes);
        }
        Self { file, hash: self.hash.clone() }
    }

    /// The first seed from `from` on that draws these choices, given by draw; `None` where none of
    /// ten thousand does, as for names that do not exist.
    #[must_use]
    pub fn seed_for(&self, wanted: &BTreeMap<String, String>, from: u64) -> Option<u64> {
        let fits = |seed: &u64| {
            let drawn = self.drawn(*seed);
            wanted.iter().all(|(draw, choice)| drawn.contains(&(draw.as_str(), choice.as_str())))
        };
        (from..from.saturating_add(TRIED)).find(fits)
    }

    fn choices(&self, seed: u64) -> impl Iterator<Item = (&Draw, &Choice)> {
        self.file.variation.iter().filter_map(move |draw| Some((draw, choose(&self.file.id, draw, seed)?)))
    }
}

/// The choice of a draw that a seed leads to.
fn choose<'a>(case: &str, draw: &'a Draw, seed: u64) -> Option<&'a Choice> {
    let print = fingerprint::of_text(format!("{case}/{}/{seed}", draw.id).as_bytes());
    let number = u64::from_str_radix(print.get(..15)?, 16).ok()?;
    let total: u64 = draw.choices.iter().map(|choice| u64::from(choice.weight)).sum();
    let mut left = number.checked_rem(total)?;
    draw.choices.iter().find(|choice| {
        let here = left < u64::from(choice.weight);
        left = left.saturating_sub(u64::from(choice.weight));
        here
    })
}

/// Makes the changes of a choice. What names something that does not exist changes nothing; the
/// check tells of it.
pub(super) fn apply(file: &mut ScenarioFile, changes: &[Change]) {
    for change in changes {
        match change.clone() {
            Change::Fact(name, value) => {
                file.client.facts.insert(name, value);
            }
            Change::Answer(id, answer) => {
                let question = file.interview.questions.iter_mut().find(|question| question.id == id);
                question.into_iter().for_each(|question| question.answer = answer.clone());
            }
            Change::Complaint(complaint) => file.client.complaint = complaint,
            Change::Contraindications(list) => file.client.contraindications = list,
            Change::Rest(rest) => file.client.rest = rest,
            Change::Decision(key) => file.task.decision = key,
            Change::Criteria(criteria) => file.rubric.criteria = criteria,
            Change::Grades(id, grades) => {
                let finding = file.findings.iter_mut().find(|finding| finding.id == id);
                finding.into_iter().for_each(|finding| finding.grades = grades);
            }
            Change::Mirror(id) => {
                let finding = file.findings.iter_mut().find(|finding| finding.id == id);
                finding.into_iter().for_each(|finding| mirror(&mut finding.place));
            }
            Change::Relevant(id, questions) => {
                for criterion in file.rubric.criteria.iter_mut().filter(|criterion| criterion.id == id) {
                    if let Rule::Interview { relevant, .. } = &mut criterion.rule {
                        relevant.clone_from(&questions);
                    }
                }
            }
            Change::Right(id, statements) => {
                for criterion in file.rubric.criteria.iter_mut().filter(|criterion| criterion.id == id) {
                    if let Rule::Statements { right } = &mut criterion.rule {
                        right.clone_from(&statements);
                    }
                }
            }
        }
    }
}

fn mirror(place: &mut FindingPlace) {
    let other = |side: Side| match side {
        Side::Left => Side::Right,
        Side::Right => Side::Left,
        Side::Both => Side::Both,
    };
    match place {
        FindingPlace::Zone { side, .. } => *side = other(*side),
        FindingPlace::Area { outline, side, .. } => {
            *side = other(*side);
            outline.iter_mut().for_each(|corner| *corner = corner.mirrored());
        }
    }
}
