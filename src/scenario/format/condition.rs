//! Conditions on what has happened, as data.
//!
//! A condition is judged against [`Happenings`]: a session that is going on knows what was done, and
//! the judgement after it also knows points and gates. What [`Condition::words`] says of it is what
//! an author and a student read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Fact;
use crate::knowledge::id::{OutcomeId, StrokeId};

/// Something a student can do more than once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Deed {
    /// Asked this question, or took this measurement.
    Asked(String),
    /// Did this item of preparation.
    Prepared(String),
    /// Did this item of closing.
    Closed(String),
    /// Made this statement.
    Said(String),
    /// Did a stroke of this kind.
    Stroke(StrokeId),
    /// Entered a finding on the chart.
    Marked,
}

/// A condition on what has happened.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Condition {
    /// Holds always.
    #[default]
    Always,
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The decision is one of these.
    Decided(Vec<OutcomeId>),
    /// This question was asked.
    Asked(String),
    /// This was done at least once.
    Did(Deed),
    /// This was done at least so often.
    Count(Deed, u32),
    /// A fact has this value.
    Fact(String, Fact),
    /// A step of the flow was done.
    StepDone(String),
    /// More minutes than this have passed.
    MinutesOver(f64),
    /// This gate tripped. Known only after the end.
    Gate(String),
    /// At least so many points were earned. Known only after the end.
    PointsAtLeast(f64),
}

/// What is known of an attempt.
pub trait Happenings {
    /// The decision that holds.
    fn decided(&self) -> Option<&OutcomeId>;
    /// How often something was done.
    fn count(&self, deed: &Deed) -> usize;
    /// A fact about the client.
    fn fact(&self, name: &str) -> Option<&Fact>;
    /// Whether a step of the flow was entered and left.
    fn step_done(&self, id: &str) -> bool;
    /// Minutes since the beginning.
    fn minutes(&self) -> f64;
    /// Whether a gate tripped; before the end nobody knows.
    fn gate(&self, _id: &str) -> bool {
        false
    }
    /// Points earned; before the end nobody knows.
    fn points(&self) -> Option<f64> {
        None
    }
}

impl Condition {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self, so_far: &dyn Happenings) -> bool {
        match self {
            Self::Always => true,
            Self::All(all) => all.iter().all(|condition| condition.holds(so_far)),
            Self::Any(any) => any.iter().any(|condition| condition.holds(so_far)),
            Self::Not(inner) => !inner.holds(so_far),
            Self::Decided(outcomes) => so_far.decided().is_some_and(|outcome| outcomes.contains(outcome)),
            Self::Asked(question) => so_far.count(&Deed::Asked(question.clone())) > 0,
            Self::Did(deed) => so_far.count(deed) > 0,
            Self::Count(deed, least) => u32::try_from(so_far.count(deed)).unwrap_or(u32::MAX) >= *least,
            Self::Fact(name, value) => so_far.fact(name) == Some(value),
            Self::StepDone(id) => so_far.step_done(id),
            Self::MinutesOver(minutes) => so_far.minutes() > *minutes,
            Self::Gate(id) => so_far.gate(id),
            Self::PointsAtLeast(least) => so_far.points().is_some_and(|points| points >= *least),
        }
    }

    /// Whether the mere passing of time can make it hold.
    #[must_use]
    pub fn needs_time(&self) -> bool {
        match self {
            Self::All(list) | Self::Any(list) => list.iter().any(Self::needs_time),
            Self::Not(inner) => inner.needs_time(),
            Self::MinutesOver(_) => true,
            _ => false,
        }
    }

    /// Whether it asks for something that is known only after the end.
    #[must_use]
    pub fn needs_judgement(&self) -> bool {
        match self {
            Self::All(list) | Self::Any(list) => list.iter().any(Self::needs_judgement),
            Self::Not(inner) => inner.needs_judgement(),
            Self::Gate(_) | Self::PointsAtLeast(_) => true,
            _ => false,
        }
    }

    /// The condition in plain words, to follow "if": "the decision is to treat and 8 minutes have
    /// passed". `name` gives the words for an id of a kind, such as "question" or "stroke".
    #[must_use]
    pub fn words(&self, name: &dyn Fn(&str, &str) -> String) -> String {
        let joined = |list: &[Self], word: &str| {
            let parts: Vec<String> = list
                .iter()
                .map(|condition| match condition {
                    Self::All(inner) | Self::Any(inner) if inner.len() > 1 => format!("({})", condition.words(name)),
                    _ => condition.words(name),
                })
                .collect();
            parts.join(&format!(" {word} "))
        };
        match self {
            Self::Always => "in any case".into(),
            Self::All(list) if list.is_empty() => "in any case".into(),
            Self::Any(list) if list.is_empty() => "never".into(),
            Self::All(list) => joined(list, "and"),
            Self::Any(list) => joined(list, "or"),
            Self::Not(inner) => format!("it is not so that {}", inner.words(name)),
            Self::Decided(outcomes) => {
                let names: Vec<String> = outcomes.iter().map(|id| name("outcome", id.as_str())).collect();
                format!("the decision is {}", names.join(" or "))
            }
            Self::Asked(id) => format!("the student asked {}", name("question", id)),
            Self::Did(deed) => format!("the student {}", deed.words(name)),
            Self::Count(deed, least) => format!("the student {} at least {least} times", deed.words(name)),
            Self::Fact(fact, Fact::Flag(true)) => format!("\"{fact}\" is so for this client"),
            Self::Fact(fact, Fact::Flag(false)) => format!("\"{fact}\" is not so for this client"),
            Self::Fact(fact, Fact::Number(value)) => format!("\"{fact}\" is {value} for this client"),
            Self::Fact(fact, Fact::Words(text)) => format!("\"{fact}\" is \"{}\" for this client", text.0),
            Self::StepDone(id) => format!("the step \"{id}\" is done"),
            Self::MinutesOver(minutes) => format!("more than {minutes} minutes have passed"),
            Self::Gate(id) => format!("the gate \"{id}\" tripped"),
            Self::PointsAtLeast(least) => format!("at least {least} points were earned"),
        }
    }
}

impl Deed {
    fn words(&self, name: &dyn Fn(&str, &str) -> String) -> String {
        match self {
            Self::Asked(id) => format!("asked {}", name("question", id)),
            Self::Prepared(id) | Self::Closed(id) => format!("did {}", name("item", id)),
            Self::Said(id) => format!("said {}", name("statement", id)),
            Self::Stroke(id) => format!("did {}", name("stroke", id.as_str())),
            Self::Marked => "entered a finding".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Example;

    impl Happenings for Example {
        fn decided(&self) -> Option<&OutcomeId> {
            None
        }
        fn count(&self, deed: &Deed) -> usize {
            if *deed == Deed::Marked { 2 } else { 0 }
        }
        fn fact(&self, name: &str) -> Option<&Fact> {
            (name == "fever").then_some(&Fact::Flag(true))
        }
        fn step_done(&self, id: &str) -> bool {
            id == "look"
        }
        fn minutes(&self) -> f64 {
            5.0
        }
    }

    #[test]
    fn conditions_hold_as_they_read() {
        use Condition::*;
        let fever = Fact("fever".into(), super::Fact::Flag(true));
        for (condition, holds, words) in [
            (Always, true, "in any case"),
            (MinutesOver(4.0), true, "more than 4 minutes have passed"),
            (MinutesOver(5.0), false, "more than 5 minutes have passed"),
            (Count(Deed::Marked, 2), true, "the student entered a finding at least 2 times"),
            (Count(Deed::Marked, 3), false, "the student entered a finding at least 3 times"),
            (Not(Box::new(StepDone("look".into()))), false, "it is not so that the step \"look\" is done"),
            (
                All(vec![fever.clone(), Any(vec![Asked("pulse".into()), Did(Deed::Said("rest".into()))])]),
                false,
                "\"fever\" is so for this client and (the student asked question pulse or the student said statement rest)",
            ),
            (Any(vec![]), false, "never"),
            (Gate("too-long".into()), false, "the gate \"too-long\" tripped"),
            (PointsAtLeast(10.0), false, "at least 10 points were earned"),
        ] {
            assert_eq!(condition.holds(&Example), holds, "{condition:?}");
            assert_eq!(condition.words(&|kind, id| format!("{kind} {id}")), words);
        }
        assert!(All(vec![Always, Not(Box::new(Gate("x".into())))]).needs_judgement());
        assert!(!fever.needs_judgement());
    }
}
