//! Arousal and settling, vital signs, alertness, comfort and the complaint's pain.
//!
//! All processes are of first order and stepped by their exact solution, so no step is too long.

use super::super::{
    bits::{Bits, ToBits},
    constants::Constants,
    make_up::MakeUp,
    observation::{Relief, Vitals},
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

/// What drives arousal, each as its share of the full drive.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Drive {
    /// Input of the skin where the hand works.
    pub(crate) input: f64,
    /// Its spread over segments.
    pub(crate) spread: f64,
    /// Worry.
    pub(crate) worry: f64,
    /// What is felt as unpleasant.
    pub(crate) pain: f64,
    /// Unwanted reactions.
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
    /// What strong work has left, 0 to 1.
    pub(crate) soreness: f64,
    /// Vasoconstriction of hands and feet, 0 to 1.
    constriction: f64,
    relief: Relief,
    faint: f64,
    trunk_c: f64,
    /// What drove arousal in the last step; follows from the state and is no part of it.
    pub(crate) drive: Drive,
}

impl ToBits for Autonomic {
    fn to_bits(&self, bits: &mut Bits) {
        let Self {
            arousal,
            settling,
            store,
            worry,
            breath_held,
            comfort,
            soreness,
            constriction,
            relief,
            faint,
            trunk_c,
            drive: _,
        } = *self;
        bits.numbers(&[arousal, settling, store, worry, breath_held, comfort, soreness, constriction]);
        bits.numbers(&[relief.attention, relief.tissue, relief.soreness, faint, trunk_c]);
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
            soreness: 0.0,
            constriction: 0.0,
            relief: Relief::default(),
            faint: 0.0,
            trunk_c: 0.0,
            drive: Drive::default(),
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
        self.drive = Drive {
            input: constants.input_arousal * stimuli.input,
            spread: constants.spread_arousal * (stimuli.spread / 6.0).min(1.0),
            worry: constants.worry_arousal * self.worry,
            pain: constants.pain_arousal * stimuli.unpleasant,
            reaction: constants.reaction_arousal * stimuli.reaction,
        };
        let Drive { input, spread, worry, pain, reaction } = self.drive;
        let drive = input + spread + worry + pain + reaction;
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

        // What hurt is not forgotten at once: it leaves soreness that fades slowly.
        let hurt = (stimuli.unpleasant - constants.soreness_from).max(0.0);
        self.soreness += hurt * (1.0 - self.soreness) * share(constants.soreness_rise);
        self.soreness -= self.soreness * share(constants.soreness_fading);

        let comfort = constants.comfort_rest - constants.comfort_worry * self.worry
            + constants.comfort_pleasant * stimuli.pleasant
            + constants.comfort_settling * self.settling
            - constants.comfort_unpleasant * stimuli.unpleasant
            - constants.comfort_soreness * self.soreness.max(stimuli.irritation)
            - 0.5 * stimuli.faint
            - 0.3 * stimuli.reaction;
        let tau = if comfort < self.comfort { constants.comfort_fall } else { constants.comfort_rise };
        self.comfort += (comfort.clamp(0.0, 1.0) - self.comfort) * share(tau);

        self.constriction += (self.net() - self.constriction) * share(constants.hand_warming);
        self.faint += (stimuli.faint - self.faint) * share(if stimuli.faint > self.faint { 6.0 } else { 40.0 });
        self.trunk_c += (stimuli.warmth_c - self.trunk_c) * share(60.0);

        // The complaint: half of the relief comes with touch, rest and time, half with tissue that gave way.
        let most = make_up.traits.responder * constants.relief_most;
        let onset = share(constants.relief_onset);
        let towards = |value: &mut f64, goal: f64| *value += (goal - *value) * onset;
        let context = constants.relief_context;
        towards(&mut self.relief.attention, most * context * self.store.max(self.settling));
        towards(&mut self.relief.tissue, most * (1.0 - context) * stimuli.worked);
        towards(&mut self.relief.soreness, constants.flare_pain * stimuli.irritation);
        debug_assert!(self.arousal.is_finite() && self.comfort.is_finite() && self.relief.tissue.is_finite());
    }

    /// How far a faint has come, 0 to 1.
    pub(crate) fn faint(&self) -> f64 {
        self.faint
    }

    /// Arousal against rest, -1 to 1.
    fn net(&self) -> f64 {
        (self.arousal - self.settling).clamp(-1.0, 1.0)
    }

    /// What the change of the complaint's pain consists of; none where there is no pain.
    pub(crate) fn relief(&self, make_up: &MakeUp) -> Relief {
        let scale = pain_scale(make_up.pain_rest.max(make_up.pain_activity));
        let Relief { attention, tissue, soreness } = self.relief;
        Relief { attention: attention * scale, tissue: tissue * scale, soreness: soreness * scale }
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
            pain: self.eased(make_up.pain_rest),
            pain_moving: self.eased(make_up.pain_activity),
        }
    }

    /// Pain of the complaint after relief and soreness, from what it was on arrival.
    fn eased(&self, pain: f64) -> f64 {
        let Relief { attention, tissue, soreness } = self.relief;
        (pain - (attention + tissue - soreness) * pain_scale(pain)).clamp(0.0, 10.0)
    }
}

/// Little pain can be relieved only a little: below three points in proportion.
fn pain_scale(pain: f64) -> f64 {
    (pain / 3.0).min(1.0)
}
