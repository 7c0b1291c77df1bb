//! The pads carry the skin: take-up of slack, limit, stick and slip, relaxation, travelling fold.
//!
//! One [`Hand`] is one set of pads. Lengths on the skin are centimetres in a flat frame (x to the
//! client's right, y down); shifts and limits are millimetres; forces newtons.

use super::super::{
    bits::{Bits, ToBits},
    constants::Constants,
};
use crate::maths::{approach, hypot};

/// The tissue under the pads as one spring.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spring {
    /// Displacement to the limit, millimetres.
    pub(crate) limit_mm: f64,
    /// Mean stiffness up to the limit, N/mm.
    pub(crate) soft: f64,
    /// Stiffness beyond the limit, N/mm.
    pub(crate) beyond: f64,
    /// Creep in ten seconds, share.
    pub(crate) creep: f64,
    /// Work lost in a cycle, share.
    pub(crate) loss: f64,
    /// Tension, 0 to 1.
    pub(crate) tension: f64,
}

impl Spring {
    /// Elastic force at a displacement: slack, then straight to the limit, then steep.
    pub(crate) fn force(&self, shift_mm: f64, constants: &Constants) -> f64 {
        let (slack, slack_n, limit_n) = self.corners(constants);
        if shift_mm <= slack {
            slack_n * shift_mm / slack
        } else if shift_mm <= self.limit_mm {
            slack_n + (limit_n - slack_n) * (shift_mm - slack) / (self.limit_mm - slack)
        } else {
            limit_n + self.beyond * (shift_mm - self.limit_mm)
        }
    }

    /// The displacement at an elastic force; the inverse of [`Spring::force`].
    pub(crate) fn shift(&self, force: f64, constants: &Constants) -> f64 {
        let (slack, slack_n, limit_n) = self.corners(constants);
        if force <= 0.0 {
            0.0
        } else if force <= slack_n {
            slack * force / slack_n
        } else if force <= limit_n {
            slack + (self.limit_mm - slack) * (force - slack_n) / (limit_n - slack_n)
        } else {
            self.limit_mm + (force - limit_n) / self.beyond
        }
    }

    fn corners(&self, constants: &Constants) -> (f64, f64, f64) {
        let slack = constants.slack_share * self.limit_mm;
        let limit_n = self.soft * self.limit_mm;
        (slack, constants.slack_stiffness * self.soft * slack, limit_n)
    }
}

/// Decays for the fixed step, worked out once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TickRates {
    pub(crate) step_s: f64,
    relax_fast: f64,
    relax_slow: f64,
    pads: f64,
    speed: f64,
    /// Relaxation of the two branches together after ten seconds, share.
    relaxed_10_s: f64,
}

impl TickRates {
    pub(crate) fn new(step_s: f64, constants: &Constants) -> Self {
        let left = |time: f64, tau: f64| 1.0 - approach(time, tau);
        Self {
            step_s,
            relax_fast: left(step_s, constants.relaxation_fast),
            relax_slow: left(step_s, constants.relaxation_slow),
            pads: approach(step_s, constants.pad_lag),
            speed: approach(step_s, constants.speed_lag),
            relaxed_10_s: 1.0 - 0.5 * (left(10.0, constants.relaxation_fast) + left(10.0, constants.relaxation_slow)),
        }
    }
}

/// One set of pads on the skin.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Hand {
    /// Where the pads are: they follow the hand with the give of finger and skin. Centimetres.
    pub(crate) pads: (f64, f64),
    /// The piece of skin they hold, where it lies at rest. Centimetres.
    pub(crate) anchor: (f64, f64),
    /// Speed of the pads, centimetres per second, smoothed.
    velocity: (f64, f64),
    /// Elastic force of the last tick, newtons.
    elastic_n: f64,
    /// What of it the two relaxing branches still carry, newtons.
    branches: (f64, f64),
    /// 1 while loading, falling to 0 while the pads move back.
    loading: f64,
    /// Displacement of the last tick, millimetres.
    pub(crate) shift_mm: f64,
    /// Tangential force, newtons.
    pub(crate) tangential_n: f64,
    /// Displacement against the limit.
    pub(crate) load: f64,
    /// The pads slide over the skin.
    pub(crate) sliding: bool,
    /// The skin is carried along as a travelling fold.
    pub(crate) travelling: bool,
    /// Length of path the anchor has moved, centimetres.
    pub(crate) travelled_cm: f64,
}

impl ToBits for Hand {
    fn to_bits(&self, bits: &mut Bits) {
        let Self {
            pads,
            anchor,
            velocity,
            elastic_n,
            branches,
            loading,
            shift_mm,
            tangential_n,
            load,
            sliding,
            travelling,
            travelled_cm,
        } = *self;
        bits.numbers(&[pads.0, pads.1, anchor.0, anchor.1, velocity.0, velocity.1, elastic_n, branches.0, branches.1]);
        bits.numbers(&[loading, shift_mm, tangential_n, load, travelled_cm]).flag(sliding).flag(travelling);
    }
}

impl Hand {
    /// Pads put down at a place.
    pub(crate) fn at(place: (f64, f64)) -> Self {
        Self { pads: place, anchor: place, loading: 1.0, ..Self::default() }
    }

    /// Speed of the pads, centimetres per second.
    pub(crate) fn speed(&self) -> f64 {
        hypot(self.velocity.0, self.velocity.1)
    }

    /// The pads move back and the tissue draws them.
    pub(crate) fn releasing(&self) -> bool {
        self.loading < 0.5
    }

    /// Direction and length of the skin's shift, millimetres.
    pub(crate) fn shift(&self) -> (f64, f64) {
        ((self.pads.0 - self.anchor.0) * 10.0, (self.pads.1 - self.anchor.1) * 10.0)
    }

    /// Pulls the pads towards `target` for one tick over tissue that answers as `spring`.
    ///
    /// `grip_n` is the largest tangential force the pads hold, `carry` a factor on the speed up to
    /// which the fold can travel.
    pub(crate) fn pull(
        &mut self,
        target: (f64, f64),
        spring: &Spring,
        grip_n: f64,
        rates: &TickRates,
        constants: &Constants,
    ) {
        let before = self.pads;
        self.pads.0 += (target.0 - self.pads.0) * rates.pads;
        self.pads.1 += (target.1 - self.pads.1) * rates.pads;
        let momentary = ((self.pads.0 - before.0) / rates.step_s, (self.pads.1 - before.1) / rates.step_s);
        self.velocity.0 += (momentary.0 - self.velocity.0) * rates.speed;
        self.velocity.1 += (momentary.1 - self.velocity.1) * rates.speed;
        let speed = self.speed();

        let offset = self.shift();
        let wanted_mm = hypot(offset.0, offset.1);
        // Amplitude of relaxation such that ten seconds give the site's creep with the measured time constants.
        let amount = (spring.creep / (1.0 + spring.creep) / rates.relaxed_10_s).clamp(0.0, 0.9);
        let share = 0.5 * amount;
        let kept = (self.branches.0 * rates.relax_fast, self.branches.1 * rates.relax_slow);
        // Force at an elastic force e: (1 - amount) e + kept + share (e - last) for each branch.
        let carried = kept.0 + kept.1 - amount * self.elastic_n;
        let viscous = constants.viscosity * speed.min(30.0);
        let wanted_elastic = spring.force(wanted_mm, constants);
        let wanted_force = wanted_elastic + carried + viscous;

        let carry_speed = constants.fold_speed
            * (1.0 - constants.fold_speed_tension * spring.tension)
            * (1.0 - constants.fold_speed_load * self.load.clamp(0.0, 1.5));
        // Sliding skin is caught again only at a clearly lower speed.
        let sliding_from = if self.sliding { constants.catch_share * carry_speed } else { carry_speed };
        let holds = if self.sliding { grip_n * constants.kinetic_share } else { grip_n };
        let (mut elastic, mut shift_mm) = (wanted_elastic, wanted_mm);
        self.travelling = false;
        let mut moved_mm = 0.0;
        if wanted_force > holds {
            let most = (holds - carried - viscous).max(0.0);
            shift_mm = spring.shift(most, constants).min(wanted_mm);
            elastic = spring.force(shift_mm, constants);
            moved_mm = wanted_mm - shift_mm;
            self.sliding = speed > sliding_from;
            self.travelling = !self.sliding;
            if wanted_mm > 0.0 {
                let pull = moved_mm / wanted_mm;
                self.anchor.0 += (self.pads.0 - self.anchor.0) * pull;
                self.anchor.1 += (self.pads.1 - self.anchor.1) * pull;
            }
            self.travelled_cm += moved_mm / 10.0;
        } else if speed <= sliding_from {
            self.sliding = false;
        }

        // Skin that comes newly under the pads has not relaxed yet.
        let fresh = (moved_mm / constants.pad_length).clamp(0.0, 1.0);
        let refresh = |branch: f64| branch + share * (elastic - self.elastic_n);
        let branches = (refresh(kept.0), refresh(kept.1));
        self.branches =
            (branches.0 + (share * elastic - branches.0) * fresh, branches.1 + (share * elastic - branches.1) * fresh);
        self.elastic_n = elastic;
        let change = shift_mm - self.shift_mm;
        self.loading = (self.loading + change / constants.hysteresis_turn).clamp(0.0, 1.0);
        self.shift_mm = shift_mm;
        let relaxed = (1.0 - amount) * elastic + self.branches.0 + self.branches.1;
        self.tangential_n = (relaxed * (1.0 - spring.loss * (1.0 - self.loading)) + viscous.min(relaxed)).max(0.0);
        self.load = shift_mm / spring.limit_mm.max(0.1);
        debug_assert!(self.tangential_n.is_finite() && self.load.is_finite() && self.anchor.0.is_finite());
    }
}
