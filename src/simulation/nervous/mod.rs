//! How the client's nervous system answers: input by segment, arousal and settling, comfort, what is
//! felt and said, and unwanted reactions.
//!
//! Slower than the tick: [`autonomic`] and [`reactions`] are stepped every
//! [`SLOW_STEPS`](super::pace::SLOW_STEPS) steps.

pub(crate) mod afferent;
pub(crate) mod autonomic;
pub(crate) mod reactions;
pub(crate) mod remarks;
pub(crate) mod sensation;
pub(crate) mod triggers;
pub(crate) mod voice;
pub(crate) mod words;

/// Whether a trigger lies in what the student does rather than in the client or the date.
pub(crate) fn by_work(trigger: &str) -> bool {
    crate::knowledge::response::TRIGGERS.iter().position(|known| *known == trigger).is_some_and(triggers::in_the_work)
}
