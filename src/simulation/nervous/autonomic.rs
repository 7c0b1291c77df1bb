//! Arousal and settling, vital signs, alertness, comfort and the complaint's pain.
//!
//! All processes are of first order and stepped by their exact solution, so no step is too long.

use super::super::{
    bits::{Bits, ToBits},
    constants::Constants,
    make_up::MakeUp,
    observation::Vitals,
};
use crate::maths::approach;

/// What the tissue and the student tell the nervous model in a slow step.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Stimuli {
    /// Strongest input of the skin, 0 to 1.
    pub(crate) input: f64,
    /// Input spread over segments.
    pub(crate) spread: f64,
    /// Unpleasantness of what is felt, 0 to 1.
    pub(crate) unpleasant: f64,
    /// Pleasantness of what is felt, 0 to 1.
    pub(crate) pleasant: f64,
    /// The hand is on the client.
    pub(crate) touched: bool,
    /// The client is resting.
    pub(crate) resting: bool,
    /// Share of the goal that good work has reached, 0 to 1.
    pub(crate) worked: f64,
    /// Irritation of tissue, 0 to 1, the worst site.
    pub(crate) irritation: f64,
    /// Mean warming of the sites worked on, °C.
    pub(crate) warmth_c: f64,
    /// A faint is coming or there, 0 to 1.
    pub(crate) faint: f64,
    /// Other reactions that trouble the client, 0 to 1.
    pub(crate) reaction: f64,
}

/// The state of the autonomic model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Autonomic {
    /// Sympathetic drive above rest, 0 to 1.
    pub(crate) arousal: f64,
    /// Settling, 0 to 1.
    pub(crate) settling: f64,
    /// Good work still to be answered by settling, 0 to 1.
    store: f64,
    /// Worry, 0 to 1.
    pub(crate) worry: f64,
    /// Holding the breath, 0 to 1.
    breath_held: f64,
    comfort: f64,
    /// Vasoconstriction of hands and feet, 0 to 1.
    constriction: f64,
    relief: f64,
    faint: f64,
    trunk_c: f64,
}

impl ToBits for Autonomic {
    fn to_bits(&self, bits: &mut Bits) {
        let Self { arousal, settling, store, worry, breath_held, comfort, constriction, relief, faint, trunk_c } =
            *self;
        bits.numbers(&[arousal, settling, store, worry, breath_held, comfort, constriction, relief, faint, trunk_c]);
    }
}

impl Autonomic {
    /// At rest on arrival.
    pub(crate) fn new(make_up: &MakeUp, constants: &Constants) -> Self {
        let worry = make_up.traits.anxiety;
        Self {
            arousal: constants.worry_arousal * worry,
            settling: 0.0,
            store: 0.0,
            worry,
            breath_held: 0.0,
            comfort: constants.comfort_rest - constants.comfort_worry * worry,
            constriction: 0.0,
            relief: 0.0,
            faint: 0.0,
            trunk_c: 0.0,
        }
    }

    /// Words or a pause change worry and comfort at once.
    pub(crate) fn reassure(&mut self, by: f64) {
        self.worry = (self.worry - by).clamp(0.0, 1.0);
        self.comfort = (self.comfort + 0.5 * by).clamp(0.0, 1.0);
    }

    /// One slow step.
    pub(crate) fn step(&mut self, stimuli: &Stimuli, make_up: &MakeUp, constants: &Constants) {
        let step_s = super::slow_step();
        let share = |tau: f64| approach(step_s, tau);

        // PH1: input raises sympathetic drive while the hand works; worry and pain add to it.
        let drive = constants.input_arousal * stimuli.input
            + constants.spread_arousal * (stimuli.spread / 6.0).min(1.0)
            + constants.worry_arousal * self.worry
            + constants.pain_arousal * stimuli.unpleasant
            + constants.reaction_arousal * stimuli.reaction;
        let tau = if drive > self.arousal { constants.arousal_rise } else { constants.arousal_fall };
        self.arousal += (drive.clamp(0.0, 1.0) - self.arousal) * share(tau);

        // PH2: pleasant or well-borne input is stored and answered by settling once the hand rests.
        let gained = stimuli.input.max(stimuli.pleasant) * (1.0 - stimuli.unpleasant);
        self.store += (1.0 - self.store) * (gained * step_s / constants.settling_dose).min(1.0);
        self.store -= self.store * share(constants.settling_fading);
        let room = if stimuli.resting {
            1.0
        } else if stimuli.touched {
            constants.settling_touched
        } else {
            constants.settling_quiet
        };
        let goal = (self.store * room * (1.0 - stimuli.unpleasant) * (1.0 - 0.5 * self.worry)).clamp(0.0, 1.0);
        let tau = if goal > self.settling { constants.settling_rise } else { constants.settling_fall };
        self.settling += (goal - self.settling) * share(tau);

        let held = if stimuli.unpleasant > constants.breath_held_from { 1.0 } else { 0.0 };
        self.breath_held += (held - self.breath_held) * share(if held > self.breath_held { 1.0 } else { 4.0 });
        self.worry +=
            (stimuli.unpleasant * constants.worry_pain + stimuli.reaction * 0.2) * step_s * (1.0 - self.worry) / 10.0;
        let calm = make_up.traits.anxiety * 0.5;
        self.worry += (calm - self.worry) * share(if self.worry > calm { constants.worry_fading } else { 1e9 });
        self.worry = self.worry.clamp(0.0, 1.0);

        let comfort = constants.comfort_rest - constants.comfort_worry * self.worry
            + constants.comfort_pleasant * stimuli.pleasant
            + constants.comfort_settling * self.settling
            - constants.comfort_unpleasant * stimuli.unpleasant
            - 0.5 * stimuli.faint
            - 0.3 * stimuli.reaction;
        let tau = if comfort < self.comfort { constants.comfort_fall } else { constants.comfort_rise };
        self.comfort += (comfort.clamp(0.0, 1.0) - self.comfort) * share(tau);

        self.constriction += (self.net() - self.constriction) * share(constants.hand_warming);
        self.faint += (stimuli.faint - self.faint) * share(if stimuli.faint > self.faint { 6.0 } else { 40.0 });
        self.trunk_c += (stimuli.warmth_c - self.trunk_c) * share(60.0);

        // The complaint: half of the relief comes with touch, rest and time, half with tissue that gave way.
        let relief = make_up.traits.responder
            * constants.relief_most
            * (constants.relief_context * self.store.max(self.settling)
                + (1.0 - constants.relief_context) * stimuli.worked)
            - constants.flare_pain * stimuli.irritation;
        self.relief += (relief - self.relief) * share(constants.relief_onset);
        debug_assert!(self.arousal.is_finite() && self.comfort.is_finite() && self.relief.is_finite());
    }

    /// Arousal against rest, -1 to 1.
    fn net(&self) -> f64 {
        (self.arousal - self.settling).clamp(-1.0, 1.0)
    }

    /// What can be measured and seen.
    pub(crate) fn vitals(&self, make_up: &MakeUp, unpleasant: f64, constants: &Constants) -> Vitals {
        let rest = &make_up.rest;
        let (up, down, faint) = (self.arousal, self.settling, self.faint);
        let breathing = rest.breathing_rate + constants.breathing_arousal * up - constants.breathing_settling * down;
        Vitals {
            heart_rate: (rest.heart_rate + constants.heart_arousal * up - constants.heart_settling * down
                + constants.heart_pain * unpleasant
                - constants.heart_faint * faint)
                .max(30.0),
            systolic: (rest.systolic + constants.systolic_arousal * up
                - constants.systolic_settling * down
                - constants.systolic_faint * faint)
                .max(50.0),
            diastolic: (rest.diastolic + constants.diastolic_arousal * up
                - constants.diastolic_settling * down
                - constants.diastolic_faint * faint)
                .max(25.0),
            breathing_rate: (breathing * (1.0 - 0.7 * self.breath_held)).max(3.0),
            trunk_c: rest.trunk_c + constants.trunk_share * self.trunk_c,
            hands_c: rest.hands_c - constants.hands_range * self.constriction,
            feet_c: rest.feet_c - constants.feet_range * self.constriction,
            sweating: (constants.sweat_arousal * up + faint + 0.3 * unpleasant).clamp(0.0, 1.0),
            pallor: (0.05 + 0.9 * faint + 0.1 * unpleasant).clamp(0.0, 1.0),
            alertness: (0.85 + 0.15 * up - constants.drowsiness * down - 0.75 * faint).clamp(0.0, 1.0),
            comfort: self.comfort,
            arousal: self.net(),
            pain: (make_up.pain_rest - self.relief * (make_up.pain_rest / 3.0).min(1.0)).clamp(0.0, 10.0),
        }
    }
}
