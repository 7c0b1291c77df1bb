//! Questions asked out of those that matter.
//!
//! ## What it measures
//! F-beta of recall and precision: with R questions that matter, h of them asked and e questions
//! more than R asked in all, `(1 + b²) h / (b² R + h + e)`. Up to R questions there is no penalty for
//! a question too many; asking everything tops out near the value of its precision. Asking one more
//! right question never lowers it (for b of 1 or more).
//!
//! ## Why it matters
//! A risk that is not asked for is not found; a list gone through without choice is no interview.
//!
//! ## Parameters
//! `relevant`: the questions that matter. `beta`: weight of recall against precision; 2 by default,
//! because a missed risk is worse than a question too many.
//!
//! ## Source
//! Recall and precision as formative measures of history taking: the iCoViP consortium's assessment
//! of virtual patients. The weight is a convention.

use std::collections::BTreeSet;

use super::{Evidence, Judgement};
use crate::assessment::words::{count, told};

pub(super) fn judge(evidence: &Evidence, relevant: &[String], beta: f64) -> Judgement {
    let matter: BTreeSet<&str> = relevant.iter().map(String::as_str).collect();
    let asked: BTreeSet<&str> = evidence.asked.iter().map(|(_, id)| id.as_str()).collect();
    let hits = matter.intersection(&asked).count();
    let excess = asked.len().saturating_sub(matter.len());
    let weight = beta * beta;
    let share = if matter.is_empty() {
        1.0
    } else {
        (1.0 + weight) * hits as f64 / (weight * matter.len() as f64 + (hits + excess) as f64)
    };
    let title = |id: &str| {
        let question = evidence.scenario.file.interview.questions.iter().find(|question| question.id == id);
        match question {
            None => id.to_owned(),
            Some(question) => match (&question.ask, &question.red_flag) {
                (Some(ask), _) => format!("\"{}\"", evidence.say(ask)),
                (None, Some(flag)) => evidence
                    .knowledge
                    .red_flags
                    .get(flag)
                    .map_or_else(|| flag.to_string(), |flag| format!("\"{}\"", flag.name.en)),
                (None, None) => id.to_owned(),
            },
        }
    };
    let mut text = format!("{hits} of {} that matter here.", count(matter.len(), "question"));
    let missed: Vec<String> = matter.difference(&asked).map(|id| title(id)).collect();
    if !missed.is_empty() {
        text.push_str(&format!(" {}", told("Not asked", &missed)));
    }
    if excess > 0 {
        text.push_str(&format!(" {} in all, {excess} more than needed.", count(asked.len(), "question")));
    }
    let events = evidence.asked.iter().filter(|(_, id)| matter.contains(id.as_str())).map(|(tick, _)| *tick);
    Judgement::new(share, text).at(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assessment::fixture::Case, units::Tick};

    fn share(asked: &[&str], relevant: &[&str], beta: f64) -> f64 {
        let case = Case::new();
        let mut evidence = case.evidence();
        evidence.asked = asked.iter().map(|id| (Tick(1), (*id).to_owned())).collect();
        let relevant: Vec<String> = relevant.iter().map(|id| (*id).to_owned()).collect();
        judge(&evidence, &relevant, beta).share
    }

    #[test]
    fn asking_what_matters_and_no_more_gives_everything() {
        assert_eq!(share(&["a", "b", "c"], &["a", "b", "c"], 2.0), 1.0);
        assert_eq!(share(&["a", "a", "b", "c"], &["a", "b", "c"], 2.0), 1.0);
    }

    #[test]
    fn a_wrong_question_costs_nothing_while_there_are_not_too_many() {
        assert_eq!(share(&["a", "x"], &["a", "b"], 2.0), share(&["a"], &["a", "b"], 2.0));
    }

    #[test]
    fn asking_everything_costs_and_missing_costs_more() {
        let everything = share(&["a", "b", "c", "x", "y", "z"], &["a", "b", "c"], 2.0);
        let missed = share(&["a"], &["a", "b", "c"], 2.0);
        assert!(everything < 1.0 && everything > 0.8, "{everything}");
        assert!(missed < everything);
        assert_eq!(share(&[], &["a"], 2.0), 0.0);
    }

    #[test]
    fn one_more_right_question_never_lowers_the_share() {
        let all = ["a", "b", "c", "d", "x", "y", "z", "u", "v", "w"];
        let relevant = ["a", "b", "c", "d"];
        for others in 0..6 {
            for right in 0..4 {
                let mut asked: Vec<&str> = all[4..4 + others].to_vec();
                asked.extend(&all[..right]);
                let before = share(&asked, &relevant, 2.0);
                asked.push(all[right]);
                assert!(share(&asked, &relevant, 2.0) >= before, "{right} right, {others} others");
            }
        }
    }
}
