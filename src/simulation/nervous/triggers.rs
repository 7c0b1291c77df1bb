//! What makes unwanted reactions more likely, counted while the student works.

use super::super::{
    bits::{Bits, ToBits},
    constants::Constants,
    contact::Aim,
    make_up::MakeUp,
    tissue::{change::Feel, technique::Technique},
};
use crate::{
    knowledge::{Knowledge, response::TRIGGERS, stroke::Role},
    units::BackPoint,
};

/// How many triggers there are.
pub(crate) const COUNT: usize = TRIGGERS.len();

/// Strength of each trigger, 0 to 1, in the order of [`TRIGGERS`].
pub(crate) type Strengths = [f64; COUNT];

/// Whether a trigger lies in what the student does rather than in the client or the date.
pub(crate) fn in_the_work(index: usize) -> bool {
    !matches!(
        TRIGGERS.get(index).copied(),
        Some("first-session" | "sitting-low-pressure" | "dermographic" | "weak-tissue") | None
    )
}

/// Factors of the table, in the order of [`TRIGGERS`]; 1 for one the table lacks.
pub(crate) fn factors(knowledge: &Knowledge) -> [f64; COUNT] {
    let mut factors = [1.0; COUNT];
    for (factor, id) in factors.iter_mut().zip(TRIGGERS) {
        *factor = knowledge.triggers.get(*id).map_or(1.0, |trigger| trigger.factor.clamp(1.0, 20.0));
    }
    factors
}

/// What was done so far, in seconds of contact unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Tally {
    pub(crate) hands_on: f64,
    caudal: f64,
    early_cranial: f64,
    too_deep: f64,
    deep_in_swelling: f64,
    left: f64,
    right: f64,
    too_fast: f64,
    fascia: f64,
    lumbosacral: f64,
    excess_repeats: f64,
    /// Work since the last balancing strokes, and balancing since the last work.
    unbalanced: f64,
    balanced: f64,
    pub(crate) rested: f64,
    /// Since the hands were lifted.
    pub(crate) hands_off: f64,
}

impl ToBits for Tally {
    fn to_bits(&self, bits: &mut Bits) {
        let Self {
            hands_on,
            caudal,
            early_cranial,
            too_deep,
            deep_in_swelling,
            left,
            right,
            too_fast,
            fascia,
            lumbosacral,
            excess_repeats,
            unbalanced,
            balanced,
            rested,
            hands_off,
        } = *self;
        bits.numbers(&[hands_on, caudal, early_cranial, too_deep, deep_in_swelling, left, right, too_fast, fascia]);
        bits.numbers(&[lumbosacral, excess_repeats, unbalanced, balanced, rested, hands_off]);
    }
}

impl Tally {
    /// Counts a tick of one set of pads.
    pub(crate) fn count(
        &mut self,
        feel: &Feel,
        technique: &Technique,
        at: BackPoint,
        share: f64,
        step_s: f64,
        constants: &Constants,
    ) {
        let step = step_s * share;
        self.hands_off = 0.0;
        if technique.role == Role::Test {
            return;
        }
        self.hands_on += step;
        let cranial = at.1 < constants.cranial_from_y;
        if technique.role == Role::Balance {
            self.balanced += step;
            if self.balanced >= constants.balancing_enough {
                self.unbalanced = 0.0;
            }
            return;
        }
        self.unbalanced += step;
        if self.unbalanced > constants.balancing_due {
            self.balanced = 0.0;
        }
        if cranial && self.caudal < constants.caudal_first {
            self.early_cranial += step;
        } else if !cranial {
            self.caudal += step;
        }
        if at.1 > constants.lumbosacral_from_y {
            self.lumbosacral += step;
        }
        if at.0 > 0.5 {
            self.right += step;
        } else if at.0 < -0.5 {
            self.left += step;
        }
        if feel.reach.too_deep() > 0.6 || (feel.load > constants.overload && feel.reach.too_deep() > 0.2) {
            self.too_deep += step;
        }
        if feel.deep_in_swelling(constants) {
            self.deep_in_swelling += step;
        }
        if feel.speed > 1.3 * technique.speed_cm_s.1 || (feel.sliding && feel.speed > technique.speed_cm_s.0) {
            self.too_fast += step;
        }
        if feel.layer == Aim::Fascia {
            self.fascia += step;
        }
    }

    /// A stroke beyond the repeats allowed has ended.
    pub(crate) fn excess(&mut self) {
        self.excess_repeats += 1.0;
    }

    /// Counts a slow step.
    pub(crate) fn pass(&mut self, touched: bool, resting: bool, step_s: f64) {
        if resting {
            self.rested += step_s;
        }
        if !touched {
            self.hands_off += step_s;
        }
    }

    /// Strengths now. `over` also counts what only the end of a session can tell.
    pub(crate) fn strengths(
        &self,
        make_up: &MakeUp,
        sitting: bool,
        weakness: f64,
        over: bool,
        constants: &Constants,
    ) -> Strengths {
        let full = |seconds: f64, enough: f64| (seconds / enough).clamp(0.0, 1.0);
        let minutes = self.hands_on / 60.0;
        let first = make_up.session_number <= 1;
        let both = self.left + self.right;
        let lopsided = if both > constants.one_sided_after {
            ((self.left - self.right).abs() / both - constants.one_sided_from).max(0.0)
                / (1.0 - constants.one_sided_from)
        } else {
            0.0
        };
        let ending = over || self.hands_off > constants.ending_after;
        let mut strengths = [0.0; COUNT];
        for (strength, id) in strengths.iter_mut().zip(TRIGGERS) {
            *strength = match *id {
                "cranial-before-caudal" if make_up.order_matters => {
                    full(self.early_cranial, constants.early_cranial_full)
                }
                "too-deep" => full(self.too_deep, constants.too_deep_full),
                "deep-in-swelling" => full(self.deep_in_swelling, constants.swelling_full),
                "first-session" if first => 1.0,
                "first-session-long" if first => ((minutes - constants.first_session_minutes) / 5.0).clamp(0.0, 1.0),
                "sitting-low-pressure" if sitting && make_up.rest.systolic < constants.low_pressure => 1.0,
                "balancing-missing" if ending && self.hands_on > constants.balancing_due => {
                    full(self.unbalanced, constants.balancing_due)
                }
                "rest-missing" if over && self.hands_on > constants.balancing_due => {
                    1.0 - full(self.rested, constants.rest_enough)
                }
                "one-sided" => lopsided,
                "too-fast" => full(self.too_fast, constants.too_fast_full),
                "dermographic" => ((make_up.traits.dermographism - 0.3) / 0.4).clamp(0.0, 1.0),
                "too-many-repeats" => full(self.excess_repeats, constants.repeats_full),
                "fascia-work" => full(self.fascia, constants.fascia_full),
                "bleeding-days" if make_up.bleeding => full(self.lumbosacral, constants.bleeding_full),
                "weak-tissue" => weakness,
                _ => 0.0,
            };
        }
        strengths
    }
}
