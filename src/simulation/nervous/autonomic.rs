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

/// Shares by which the processes go on in one slow step, worked out once.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rates {
    arousal_rise: f64,
    arousal_fall: f64,
    settling_fading: f64,
    settling_rise: f64,
    settling_fall: f64,
    worry_fading: f64,
    soreness_rise: f64,
    soreness_fading: f64,
    comfort_fall: f64,
    comfort_rise: f64,
    hand_warming: f64,
    relief_onset: f64,
    breath_held: f64,
    breath_freed: f64,
    worry_rise: f64,
    faint_rise: f64,
    faint_fall: f64,
    trunk: f64,
    /// Seconds in a step.
    step_s: f64,
}

impl Rates {
    fn new(step_s: f64, constants: &Constants) -> Self {
        let share = |tau: f64| approach(step_s, tau);
        Self {
            step_s,
            arousal_rise: share(constants.arousal_rise),
            arousal_fall: share(constants.arousal_fall),
            settling_fading: share(constants.settling_fading),
            settling_rise: share(constants.settling_rise),
            settling_fall: share(constants.settling_fall),
            worry_fading: share(constants.worry_fading),
            soreness_rise: share(constants.soreness_rise),
            soreness_fading: share(constants.soreness_fading),
            comfort_fall: share(constants.comfort_fall),
            comfort_rise: share(constants.comfort_rise),
            hand_warming: share(constants.hand_warming),
            relief_onset: share(constants.relief_onset),
            breath_held: share(1.0),
            breath_freed: share(4.0),
            worry_rise: share(1e9),
            faint_rise: share(6.0),
            faint_fall: share(40.0),
            trunk: share(60.0),
        }
    }
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
    rates: Rates,
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
            rates: _,
        } = *self;
        bits.numbers(&[arousal, settling, store, worry, breath_held, comfort, soreness, constriction]);
        bits.numbers(&[relief.attention, relief.tissue, relief.soreness, faint, trunk_c]);
    }
}

impl Autonomic {
    /// At rest on arrival.
    pub(crate) fn new(make_up: &MakeUp, step_s: f64, constants: &Constants) -> Self {
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
            rates: Rates::new(step_s, constants),
        }
    }

    /// Words or a pause change worry and comfort at once.
    pub(crate) fn reassure(&mut self, by: f64) {
        self.worry = (self.worry - by).clamp(0.0, 1.0);
        self.comfort = (self.comfort + 0.5 * by).clamp(0.0, 1.0);
    }

    /// One slow step.
    pub(crate) fn step(&mut self, stimuli: &Stimuli, make_up: &MakeUp, constants: &Constants) {
        let rates = self.rates;
        let step_s = rates.step_s;

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
        let share = if drive > self.arousal { rates.arousal_rise } else { rates.arousal_fall };
        self.arousal += (drive.clamp(0.0, 1.0) - self.arousal) * share;

        // PH2: pleasant or well-borne input is stored and answered by settling once the hand rests.
        let gained = stimuli.input.max(stimuli.pleasant) * (1.0 - stimuli.unpleasant);
        self.store += (1.0 - self.store) * (gained * step_s / constants.settling_dose).min(1.0);
        self.store -= self.store * rates.settling_fading;
        let room = if stimuli.resting {
            1.0
        } else if stimuli.touched {
            constants.settling_touched
        } else {
            constants.settling_quiet
        };
        let goal = (self.store * room * (1.0 - stimuli.unpleasant) * (1.0 - 0.5 * self.worry)).clamp(0.0, 1.0);
        let share = if goal > self.settling { rates.settling_rise } else { rates.settling_fall };
        self.settling += (goal - self.settling) * share;

        let held = if stimuli.unpleasant > constants.breath_held_from { 1.0 } else { 0.0 };
        self.breath_held +=
            (held - self.breath_held) * (if held > self.breath_held { rates.breath_held } else { rates.breath_freed });
        self.worry +=
            (stimuli.unpleasant * constants.worry_pain + stimuli.reaction * 0.2) * step_s * (1.0 - self.worry) / 10.0;
        let calm = make_up.traits.anxiety * 0.5;
        self.worry += (calm - self.worry) * (if self.worry > calm { rates.worry_fading } else { rates.worry_rise });
        self.worry = self.worry.clamp(0.0, 1.0);

        // What hurt is not forgotten at once: it leaves soreness that fades slowly.
        let hurt = (stimuli.unpleasant - constants.soreness_from).max(0.0);
        self.soreness += hurt * (1.0 - self.soreness) * rates.soreness_rise;
        self.soreness -= self.soreness * rates.soreness_fading;

        let comfort = constants.comfort_rest - constants.comfort_worry * self.worry
            + constants.comfort_pleasant * stimuli.pleasant
            + constants.comfort_settling * self.settling
            - constants.comfort_unpleasant * stimuli.unpleasant
            - constants.comfort_soreness * self.soreness.max(stimuli.irritation)
            - 0.5 * stimuli.faint
            - 0.3 * stimuli.reaction;
        let share = if comfort < self.comfort { rates.comfort_fall } else { rates.comfort_rise };
        self.comfort += (comfort.clamp(0.0, 1.0) - self.comfort) * share;

        self.constriction += (self.net() - self.constriction) * rates.hand_warming;
        self.faint += (stimuli.faint - self.faint)
            * (if stimuli.faint > self.faint { rates.faint_rise } else { rates.faint_fall });
        self.trunk_c += (stimuli.warmth_c - self.trunk_c) * rates.trunk;

        // The complaint: half of the relief comes with touch, rest and time, half with tissue that gave way.
        let most = make_up.traits.responder * constants.relief_most;
        let onset = rates.relief_onset;
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
