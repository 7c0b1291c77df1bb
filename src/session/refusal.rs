//! Why something cannot be done just now.
//!
//! Only what is impossible is refused: a hand cannot move before it was laid on, a covered place
//! cannot be touched. What is merely wrong or dangerous is done and judged afterwards.

use thiserror::Error;

use super::action::Drape;
use crate::{diagnostic::suggest, scenario::format::Phase, units::Place};

/// Why an action was refused, in words for the student, with the next step.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The session is over.
    #[error("the session has ended; nothing can be added to it")]
    Finished,
    /// The longest session is reached.
    #[error("this session has run for the longest possible time; end it")]
    TimeUp,
    /// The action belongs to other phases.
    #[error("{what} is not possible during {}; {instead}", phase_word(*.phase))]
    WrongPhase {
        /// What was tried, as the subject of the sentence.
        what: &'static str,
        /// The phase now.
        phase: Phase,
        /// The next step.
        instead: &'static str,
    },
    /// The phase cannot be entered from here.
    #[error("{} cannot follow now; {}", phase_word(*.phase), offer(.offered))]
    NotOffered {
        /// The phase that was wanted.
        phase: Phase,
        /// The phases that are open.
        offered: Vec<Phase>,
    },
    /// The phase is the one the session is in.
    #[error("you are already in {}", phase_word(*.0))]
    AlreadyThere(Phase),
    /// An id that does not exist.
    #[error("there is no {kind} \"{id}\"{}{help}", if .help.is_empty() { "" } else { "; " })]
    Unknown {
        /// What kind of thing it should name.
        kind: &'static str,
        /// The id given.
        id: String,
        /// The nearest name, or the names that fit.
        help: String,
    },
    /// An item of the other list.
    #[error("\"{id}\" belongs to {belongs}")]
    WrongList {
        /// The item.
        id: String,
        /// Where it belongs.
        belongs: &'static str,
    },
    /// A grade beyond the palpation scale.
    #[error("the palpation scale goes from 0 to 4; {0} is not on it")]
    Grade(u8),
    /// A number beyond what a hand or lamp can do.
    #[error("{what} is {from} to {to} {unit}; {found} cannot be")]
    OutOfRange {
        /// What the number says.
        what: &'static str,
        /// Smallest value.
        from: u32,
        /// Largest value.
        to: u32,
        /// Unit.
        unit: &'static str,
        /// The value given.
        found: u32,
    },
    /// No finding of that number is on the chart.
    #[error("there is no finding number {0} on the chart")]
    NoSuchMark(u32),
    /// A place beyond the chart.
    #[error("the place ({:.1} cm, {:.1} %) is not on the back chart, which reaches from -40 to 40 cm and from -40 to 160 %", .0.point().0, .0.point().1)]
    OffChart(Place),
    /// The hand is not laid on.
    #[error("no hand is laid on; touch first")]
    NotTouching,
    /// The hand is laid on.
    #[error("the hand is laid on; lift it first")]
    StillTouching,
    /// The client has not undressed yet.
    #[error("the client is still dressed; go on to inspection, where the client undresses")]
    Dressed,
    /// The place lies under the sheet.
    #[error("the sheet covers this place; {}", uncover(*.0))]
    Covered(Drape),
    /// The back cannot be reached in this position.
    #[error("the back cannot be reached while the client is {0}; change the position first")]
    BackNotReachable(String),
    /// The client has withdrawn the consent.
    #[error("the client has withdrawn the consent and will not be touched any more; close the session")]
    ConsentWithdrawn,
    /// The client rests.
    #[error("the client is resting; end the rest first")]
    Resting,
    /// The client does not rest.
    #[error("the client is not resting")]
    NotResting,
    /// A decision that was acted on.
    #[error("treatment has begun, so the decision stands; answer the client, stop, or close the session")]
    DecisionStands,
}

impl Refusal {
    /// An id that is not among the known ones, with the nearest of them.
    pub(super) fn unknown<'a>(kind: &'static str, id: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Self {
        Self::Unknown { kind, id: id.to_owned(), help: suggest(id, known) }
    }
}

/// A phase as a noun, for sentences.
#[must_use]
pub fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::History => "the history",
        Phase::Observation => "inspection",
        Phase::Palpation => "palpation",
        Phase::Decision => "the decision",
        Phase::Preparation => "preparation",
        Phase::Treatment => "treatment",
        Phase::Closing => "closing",
        Phase::Debrief => "the debrief",
    }
}

fn offer(offered: &[Phase]) -> String {
    let words: Vec<&str> = offered.iter().copied().map(phase_word).collect();
    match words.as_slice() {
        [] => "decide first, or end the session".into(),
        [only] => format!("open is {only}"),
        [rest @ .., last] => format!("open are {} and {last}", rest.join(", ")),
    }
}

fn uncover(needed: Drape) -> &'static str {
    match needed {
        Drape::Covered => "it cannot be uncovered",
        Drape::Back => "uncover the back to the waist first",
        Drape::Sacrum => "uncover the back down to the sacrum first",
    }
}
