//! In how many steps the client goes through a tick.
//!
//! The tick is what records and hands count in and stays as it is. The steps of the equations are a parameter: one a
//! tick is how every client is simulated, more show that outcomes do not hang on the step (`tests/model/properties.rs`).

use crate::units::TICKS_PER_SECOND;

/// Steps in one step of the nervous model.
pub(crate) const SLOW_STEPS: u32 = 6;

/// Steps in which tissue settles once.
pub(crate) const SETTLING_STEPS: u32 = TICKS_PER_SECOND;

/// Equal steps in a tick, 1 to 16.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace(u32);

impl Default for Pace {
    fn default() -> Self {
        Self(1)
    }
}

impl Pace {
    /// So many steps in a tick; brought into 1 to 16.
    #[must_use]
    pub fn new(steps: u32) -> Self {
        Self(steps.clamp(1, 16))
    }

    /// Steps in a tick.
    #[must_use]
    pub fn steps(self) -> u32 {
        self.0
    }

    /// Seconds in a step.
    pub(crate) fn step_s(self) -> f64 {
        1.0 / f64::from(TICKS_PER_SECOND * self.0)
    }

    /// Seconds in a step of the nervous model: a tenth at one step a tick.
    pub(crate) fn slow_s(self) -> f64 {
        f64::from(SLOW_STEPS) / f64::from(TICKS_PER_SECOND * self.0)
    }

    /// Seconds from one settling of the tissue to the next: one at one step a tick.
    pub(crate) fn settling_s(self) -> f64 {
        f64::from(SETTLING_STEPS) / f64::from(TICKS_PER_SECOND * self.0)
    }
}
