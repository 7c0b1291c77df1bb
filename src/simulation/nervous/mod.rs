//! How the client's nervous system answers: input by segment, arousal and settling, comfort, what is
//! felt and said, and unwanted reactions.
//!
//! Slower than the tick: [`autonomic`] and [`reactions`] are stepped every [`SLOW_TICKS`] ticks.

pub(crate) mod afferent;
pub(crate) mod autonomic;
pub(crate) mod reactions;
pub(crate) mod remarks;
pub(crate) mod sensation;
pub(crate) mod triggers;
pub(crate) mod voice;
pub(crate) mod words;

/// Ticks in one step of the nervous model: a tenth of a second.
pub(crate) const SLOW_TICKS: u32 = 6;

/// Seconds in one step of the nervous model.
pub(crate) fn slow_step() -> f64 {
    f64::from(SLOW_TICKS) / f64::from(crate::units::TICKS_PER_SECOND)
}

/// Whether a trigger lies in what the student does rather than in the client or the date.
pub(crate) fn by_work(trigger: &str) -> bool {
    crate::knowledge::response::TRIGGERS.iter().position(|known| *known == trigger).is_some_and(triggers::in_the_work)
}
