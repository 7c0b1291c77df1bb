//! What makes unwanted reactions more likely, counted while the student works.

use super::super::{
    bits::{Bits, ToBits},
    constants::Constants,
    contact::Aim,
    make_up::MakeUp,
    tissue::{change::Feel, technique::Technique},
};
use crate::{
    knowledge::{Knowledge, response::TRIGGERS, safety::Condition, stroke::Role},
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
        Some(
            "first-session"
                | "sitting-low-pressure"
                | "dermographic"
                | "weak-tissue"
                | "evening"
                | "heat-or-fasting"
                | "anticoagulant"
                | "heart-disease"
                | "airway-disease"
                | "pregnancy"
                | "trauma-history"
                | "allergy"
        ) | None
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

/// Under which circumstances the work is done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// The client sits or stands.
    pub(crate) upright: bool,
    /// The client lies prone.
    pub(crate) prone: bool,
    /// How weak skin and vessels are, 0 to 1.
    pub(crate) weakness: f64,
    /// Seconds of work in the zones of veins, lymph and constipation, and in the arterial leg zone.
    pub(crate) leg_bands_s: (f64, f64),
    /// The session is over: what only its end can tell counts as well.
    pub(crate) over: bool,
}

/// What was done so far, in seconds of contact unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Tally {
    pub(crate) hands_on: f64,
    caudal: f64,
    cranial: f64,
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
            cranial,
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
        bits.numbers(&[
            hands_on,
            caudal,
            cranial,
            early_cranial,
            too_deep,
            deep_in_swelling,
            left,
            right,
            too_fast,
            fascia,
        ]);
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
        if cranial {
            self.cranial += step;
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

    /// Strengths now.
    pub(crate) fn strengths(&self, make_up: &MakeUp, setting: Setting, constants: &Constants) -> Strengths {
        let over = setting.over;
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
        let has = |condition| if make_up.has(condition) { 1.0 } else { 0.0 };
        let (bands_s, arterial_s) = setting.leg_bands_s;
        // Whoever has left the pelvis for the upper back, or ends, has left the arterial leg zone out.
        let left_pelvis = ending || self.cranial > constants.left_pelvis_after;
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
                "sitting-low-pressure" if setting.upright && make_up.rest.systolic < constants.low_pressure => 1.0,
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
                "weak-tissue" => setting.weakness,
                "arterial-zone-missed" if left_pelvis => {
                    full(bands_s, constants.leg_bands_full) * (1.0 - full(arterial_s, constants.arterial_enough))
                }
                "prone" if setting.prone => 1.0,
                "evening" if make_up.evening => 1.0,
                "heat-or-fasting" => has(Condition::Depleted),
                "anticoagulant" => has(Condition::Anticoagulant),
                "heart-disease" => has(Condition::Heart),
                "airway-disease" => has(Condition::Airways),
                "pregnancy" => has(Condition::Pregnancy),
                "trauma-history" => has(Condition::Trauma),
                "allergy" => has(Condition::Allergy),
                _ => 0.0,
            };
        }
        strengths
    }
}
