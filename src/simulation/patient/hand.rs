//! The hand on the client: laid on, pulling, lifted.

use super::Patient;
use crate::{
    knowledge::{safety::Condition, stroke::Role},
    maths::lerp,
    simulation::{
        cause::Why,
        constants::Constants,
        contact::Contact,
        nervous::{
            sensation::{self, Sense},
            voice::{Felt, uniform},
        },
        observation::{Moment, Touch},
        stroke::{Pads, Stroke, chart, flat},
        tissue::{
            change::{self, Feel},
            site::Site,
            skin_response::Ended,
            technique::Technique,
        },
    },
    units::Place,
};

impl Patient {
    /// The hand is on the client in this tick.
    pub(super) fn touch(&mut self, contact: &Contact<'_>) {
        match &self.stroke {
            Some(stroke) if stroke.goes_on(contact) => {
                if stroke.grip != *contact.grip {
                    self.regrip(contact);
                }
            }
            _ => {
                self.lift();
                self.lay_on(contact);
            }
        }
        let Some(mut stroke) = self.stroke.take() else { return };
        let Some(form) = self.techniques.get(stroke.technique) else { return };
        let (constants, step_s) = (&self.constants, self.rates.step_s);
        stroke.seconds += step_s;
        if stroke.at != contact.at {
            stroke.at = contact.at;
            stroke.path.to(contact.at);
        }
        let share = 1.0 / stroke.pads.len() as f64;
        let mut strongest: Option<Felt> = None;
        let mut shown = None;
        for (number, pads) in stroke.pads.iter_mut().enumerate() {
            if pads.look(&self.sites, form.across_edge.then_some(&self.edges), constants) {
                pads.segment = self.afferent.segment(chart(pads.hand.anchor));
            }
            let index = pads.under.first();
            let Some(site) = self.sites.get(index) else { continue };
            let at = flat(contact.at, number == 1);
            let feel = pads.pull(at, site, contact.grip, form, stroke.excess, &self.rates, constants);
            let foreign = form.role == Role::Foreign;
            let (sense, why) = sensation::felt(&feel, self.make_up.traits.pain_sensitivity, foreign, constants);
            let felt = Felt { sense, why, feel, technique: stroke.technique };
            let worse = strongest
                .is_none_or(|known| (sense.unpleasantness(), sense) > (known.sense.unpleasantness(), known.sense));
            if worse {
                strongest = Some(felt);
            }
            if number == 0 {
                shown = Some((number, feel));
            }
            let stress = stress(&feel, constants);
            stroke.stress = stroke.stress.max(stress);
            stroke.peak_load = stroke.peak_load.max(feel.load);
            // Endings answer to shear and more to its change: a pull that is held is felt less.
            let rate =
                constants.held_input + (1.0 - constants.held_input) * (feel.speed / constants.full_rate_cm_s).min(1.0);
            self.afferent.feel(pads.segment, rate * stress.max(0.3 * feel.load.min(1.0)), step_s, constants);
            self.tally.count(&feel, form, chart(pads.hand.anchor), share, step_s, constants);
            for &under in pads.under.all() {
                if let Some(site) = self.sites.get_mut(under) {
                    change::work(site, &feel, under == index, self.make_up.traits.responder, step_s, constants);
                    if under == index && sense.unwanted() {
                        let guard = constants.guarding_rate * sense.unpleasantness() * step_s;
                        site.dynamic.guarding = (site.dynamic.guarding + guard).min(1.0);
                    }
                }
            }
        }
        if let Some((number, feel)) = shown
            && let (Some(pads), Some(site)) = (stroke.pads.get(number), self.sites.get(feel.site))
        {
            show_touch(&mut self.observation.touch, &stroke, contact.at, pads, site, &feel, constants);
        }
        if let Some(felt) = &mut strongest
            && self.reactions.unwell().is_some()
        {
            (felt.sense, felt.why) = (Sense::Unwell, Why::Reaction);
        }
        self.felt = strongest;
        self.stroke = Some(stroke);
    }

    fn lay_on(&mut self, contact: &Contact<'_>) {
        let technique = match self.techniques.iter().position(|form| form.id == contact.grip.stroke) {
            Some(index) => index,
            None => {
                self.techniques.push(Technique::unknown(&contact.grip.stroke));
                self.techniques.len() - 1
            }
        };
        let Some(form) = self.techniques.get(technique) else { return };
        let constants = &self.constants;
        let strength = 1.0 - constants.weak_tissue_relief * self.weakness;
        let mut stroke = Stroke::begin(contact, technique, form, strength, self.friction, constants);
        let before = self.skin.repeats(technique, contact.from.point(), self.tick, constants);
        stroke.excess = (before + 1).saturating_sub(form.repeats + constants.repeats_tolerance as u32);
        if form.role == Role::Test {
            stroke.excess = 0;
        }
        self.stroke = Some(stroke);
    }

    /// The same stroke goes on with another angle, force or aim.
    fn regrip(&mut self, contact: &Contact<'_>) {
        let strength = 1.0 - self.constants.weak_tissue_relief * self.weakness;
        let Some(stroke) = &mut self.stroke else { return };
        let Some(form) = self.techniques.get(stroke.technique) else { return };
        stroke.regrip(contact.grip, form, strength, self.friction, &self.constants);
    }

    /// The hand is not, or no longer, on the client.
    pub(super) fn lift(&mut self) {
        self.felt = None;
        let Some(stroke) = self.stroke.take() else { return };
        self.observation.touch = None;
        let constants = &self.constants;
        for pads in &stroke.pads {
            for &under in pads.under.all() {
                if let Some(site) = self.sites.get_mut(under) {
                    change::release(site, stroke.peak_load, stroke.seconds, constants);
                }
            }
        }
        let Some(form) = self.techniques.get(stroke.technique) else { return };
        if stroke.excess > 0 && !form.calm() {
            self.tally.excess();
        }
        let overload =
            (stroke.peak_load - 1.0).max(0.0) + (stroke.deepest - stroke.grip.aim as u32 as f64 - 0.5).max(0.0);
        let weak = self.weakness + constants.bruise_overload * overload;
        let depth = if stroke.deepest >= 1.5 { constants.bruise_fascia } else { 1.0 };
        let thin = if self.make_up.has(Condition::Anticoagulant) { constants.bruise_anticoagulant } else { 1.0 };
        // Examining strokes are too light to tear anything.
        let thin = if form.role == Role::Test { 0.0 } else { thin };
        // A flat hand spreads the shear that fingertips set at one line.
        let hooked = stroke.pads.first().map_or(1.0, |pads| pads.reach.edge);
        let spread = lerp(constants.bruise_flat, 1.0, hooked);
        let roll = uniform(&mut self.generator);
        let ended = Ended {
            path: stroke.path.end(stroke.at),
            technique: stroke.technique,
            normal_n: f64::from(stroke.grip.normal_mn) / 1000.0,
            angle_deg: stroke.grip.angle_deg,
            stress: stroke.stress * if form.role == Role::Test { constants.test_redness } else { 1.0 },
            bruise_chance: (constants.bruise_rate * stroke.stress * stroke.stress * weak * depth * thin * spread)
                .min(0.9),
            roll,
            both_hands: stroke.grip.both_hands,
        };
        self.skin.stroke(ended, self.tick, &mut self.observation.marks, constants);
    }
}

/// How strongly skin and vessels are sheared, 0 to 1.
fn stress(feel: &Feel, constants: &Constants) -> f64 {
    let sheared = (feel.reach.pressure_kpa / constants.full_pressure).min(1.0) * feel.load.min(1.5);
    (sheared * 0.8 + if feel.sliding { 0.3 } else { 0.0 }).clamp(0.0, 1.0)
}

/// The part of a stroke that is going on.
fn moment(feel: &Feel, constants: &Constants) -> Moment {
    if feel.releasing {
        Moment::Releasing
    } else if feel.load < constants.slack_share {
        Moment::TakingUp
    } else if feel.speed < constants.still_cm_s {
        Moment::Holding
    } else if feel.load >= constants.at_limit {
        Moment::AtLimit
    } else {
        Moment::Pulling
    }
}

/// Fills in what the hand feels, without building it anew in every tick.
fn show_touch(
    shown: &mut Option<Touch>,
    stroke: &Stroke,
    at: Place,
    pads: &Pads,
    site: &Site,
    feel: &Feel,
    constants: &Constants,
) {
    let (x, y) = pads.hand.shift();
    let (superficial, deep) = pads.layer_shares(site, constants);
    let sticks = feel.load > 0.3 && (feel.tension >= constants.sticks_from || feel.bound >= constants.sticks_from);
    let touch = shown.get_or_insert_with(|| Touch {
        stroke: stroke.grip.stroke.clone(),
        layer: feel.layer,
        moment: Moment::TakingUp,
        from: stroke.from,
        at,
        skin_shift_mm: (0.0, 0.0),
        superficial_shift_mm: (0.0, 0.0),
        deep_shift_mm: (0.0, 0.0),
        sliding: false,
        fold_mm: 0.0,
        tangential_n: 0.0,
        load: 0.0,
        sticks: false,
    });
    touch.layer = feel.layer;
    touch.moment = moment(feel, constants);
    touch.at = at;
    touch.skin_shift_mm = (x, y);
    touch.superficial_shift_mm = (x * superficial, y * superficial);
    touch.deep_shift_mm = (x * deep, y * deep);
    touch.sliding = feel.sliding;
    touch.fold_mm = pads.fold_mm(site, constants);
    touch.tangential_n = pads.hand.tangential_n;
    touch.load = feel.load;
    touch.sticks = sticks;
}
