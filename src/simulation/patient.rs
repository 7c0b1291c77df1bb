//! One client: owns the whole state and advances it tick by tick.

use rand_pcg::Pcg64Mcg;

use super::{
    bits::{Bits, ToBits},
    constants::{Constants, IncompleteKnowledge},
    contact::Contact,
    make_up::{Intervention, MakeUp},
    nervous::{
        SLOW_TICKS,
        afferent::Afferent,
        autonomic::{Autonomic, Stimuli},
        reactions::{Circumstances, Prospect, Reactions},
        sensation::{self, Cause, Sense},
        slow_step,
        triggers::Tally,
        voice::{Felt, Speaker, Voice, uniform},
        words::Words,
    },
    observation::{Cue, Observation, Touch},
    stroke::{Pads, Stroke, chart, flat},
    tissue::{
        change::{self, Feel, Settling},
        shear::TickRates,
        site::{self, Site},
        skin_response::{Ended, Skin},
        technique::Technique,
    },
};
use crate::{
    knowledge::{Knowledge, id::PositionId, stroke::Role},
    units::{Place, TICKS_PER_SECOND, Tick},
};

/// One client with the whole state of tissue and nervous system.
#[derive(Debug, Clone)]
pub struct Patient {
    constants: Constants,
    rates: TickRates,
    settling: Settling,
    make_up: MakeUp,
    techniques: Vec<Technique>,
    words: Words,
    /// Positions of the table with how much each disposes to fainting.
    positions: Vec<(PositionId, f64)>,
    weakness: f64,
    friction: f64,

    generator: Pcg64Mcg,
    tick: Tick,
    position: usize,
    resting: bool,
    sites: Vec<Site>,
    stroke: Option<Stroke>,
    skin: Skin,
    afferent: Afferent,
    autonomic: Autonomic,
    reactions: Reactions,
    tally: Tally,
    voice: Voice,
    felt: Option<Felt>,
    /// Cues from answers, shown with the next tick.
    waiting: Vec<Cue>,
    /// Indices of the sites in the observation, in its order.
    shown: Vec<usize>,
    observation: Observation,
}

impl Patient {
    /// A client on arrival.
    ///
    /// The same knowledge, make-up and seed give the same client to the last bit.
    ///
    /// # Errors
    /// When the table of constants lacks a number of the simulation, or one is out of its range.
    pub fn new(knowledge: &Knowledge, make_up: MakeUp, seed: u64) -> Result<Self, IncompleteKnowledge> {
        let constants = Constants::from_table(knowledge)?;
        let make_up = make_up.tidied();
        let mut generator = Pcg64Mcg::new(u128::from(seed) << 64 | 0x6374_6d5f_7472_6169);
        let weakness = site::weakness(&make_up, &constants);
        let sites = site::sites(knowledge, &make_up, weakness, &constants);
        let techniques = Technique::all(knowledge);
        // Skin differs from person to person.
        let friction = constants.friction
            * (1.0 + constants.friction_spread * (2.0 * uniform(&mut generator) - 1.0))
            * (1.0 - constants.slippery_loss * make_up.slippery);
        let reactions = Reactions::new(knowledge, &sites, &techniques, &mut generator);
        let positions: Vec<(PositionId, f64)> =
            knowledge.positions.iter().map(|(id, entry)| (id.clone(), entry.faint_factor.clamp(0.0, 10.0))).collect();
        let shown: Vec<usize> =
            sites.iter().enumerate().filter(|(_, site)| site.form.finding.is_some()).map(|(index, _)| index).collect();
        let mut patient = Self {
            rates: TickRates::new(&constants),
            settling: Settling::new(1.0, &constants),
            words: Words::new(knowledge, make_up.language),
            afferent: Afferent::new(knowledge, &constants),
            autonomic: Autonomic::new(&make_up, &constants),
            skin: Skin::new(make_up.traits.dermographism),
            observation: Observation {
                sites: shown.iter().filter_map(|&index| sites.get(index)).map(|site| site.view(&constants)).collect(),
                ..Observation::default()
            },
            constants,
            make_up,
            techniques,
            position: positions.len(),
            positions,
            weakness,
            friction,
            generator,
            tick: Tick(0),
            resting: false,
            sites,
            stroke: None,
            reactions,
            tally: Tally::default(),
            voice: Voice::new(),
            felt: None,
            waiting: Vec::new(),
            shown,
        };
        let position = patient.make_up.position.clone();
        patient.set_position(&position);
        patient.show_vitals();
        Ok(patient)
    }

    /// Places the client; an unknown position counts as lying.
    pub fn set_position(&mut self, position: &PositionId) {
        self.position = self.positions.iter().position(|(known, _)| known == position).unwrap_or(self.positions.len());
    }

    /// The client rests, or no longer.
    pub fn set_resting(&mut self, resting: bool) {
        self.resting = resting;
    }

    /// Everything that can be seen, felt or heard after the last tick.
    #[must_use]
    pub fn observation(&self) -> &Observation {
        &self.observation
    }

    /// The student does something for the client besides touching.
    pub fn respond(&mut self, intervention: Intervention) {
        match intervention {
            Intervention::Ask => {
                let names = |felt: &Felt| names_of(felt, &self.sites, &self.techniques, &self.reactions);
                let speaker = speaker(&self.words, &self.make_up, self.tick.after(1), &names);
                self.voice.answer(&speaker, &mut self.generator, &mut self.waiting, &self.constants);
                self.autonomic.reassure(0.5 * self.constants.reassurance);
            }
            Intervention::Stop | Intervention::Pause | Intervention::Ease => self.voice.answered(),
            Intervention::Reassure => {
                self.voice.answered();
                self.autonomic.reassure(self.constants.reassurance);
                self.reactions.ease("r17", 0.3);
            }
            Intervention::LieDown => {
                self.voice.answered();
                self.position = self.positions.len();
                if let Some(lying) = self.positions.iter().position(|(id, _)| id.as_str() == "supine") {
                    self.position = lying;
                }
                self.reactions.ease("r03", 0.3);
            }
            Intervention::SitUp => {
                self.voice.answered();
                self.set_position(&PositionId::from("sitting"));
                self.reactions.ease("r18", 0.5);
            }
            Intervention::Water => {
                self.autonomic.reassure(0.5 * self.constants.reassurance);
                self.reactions.ease("r03", 0.15);
                self.reactions.ease("r05", 0.15);
            }
            Intervention::Measure => {}
            Intervention::CallEmergency => {
                self.voice.answered();
                self.autonomic.reassure(0.5 * self.constants.reassurance);
            }
            Intervention::Insist => {
                self.voice.insisted(&self.constants);
                self.autonomic.reassure(-self.constants.reassurance);
            }
        }
    }

    /// Advances by one tick of 1/60 s.
    pub fn step(&mut self, contact: Option<Contact<'_>>) {
        self.tick = self.tick.after(1);
        self.observation.tick = self.tick;
        self.observation.cues.clear();
        self.observation.cues.append(&mut self.waiting);
        match contact {
            Some(contact) => self.touch(&contact),
            None => self.lift(),
        }
        self.speak();
        if self.tick.0.is_multiple_of(SLOW_TICKS) {
            self.slow();
        }
        if self.tick.0.is_multiple_of(TICKS_PER_SECOND) {
            for site in self.sites.iter_mut().filter(|site| site.dynamic.touched) {
                self.settling.step(site, &self.constants);
            }
            self.skin.refresh(self.tick, &mut self.observation.marks, &self.constants);
        }
    }

    /// Unwanted reactions that would begin after the session, if it ended now.
    #[must_use]
    pub fn outlook(&self) -> Vec<Prospect> {
        let strengths = self.tally.strengths(&self.make_up, self.upright(), self.weakness, true, &self.constants);
        let (wheal, bruise) = self.skin.worst();
        let circumstances = Circumstances {
            make_up: &self.make_up,
            strengths: &strengths,
            sites: &self.sites,
            working: false,
            technique: None,
            faint_factor: self.faint_factor(),
            resting: self.resting,
            tick: self.tick,
            wheal,
            bruise,
        };
        self.reactions.outlook(&circumstances, &self.constants)
    }

    /// Fingerprint of the exact bits of the whole state, 64 hexadecimal digits.
    #[must_use]
    pub fn state_hash(&self) -> String {
        let mut bits = Bits::default();
        let state = self.generator.state();
        bits.whole((state >> 64) as u64).whole(state as u64);
        bits.whole(u64::from(self.tick.0)).whole(self.position as u64).flag(self.resting);
        bits.numbers(&[self.weakness, self.friction]);
        for site in &self.sites {
            site.to_bits(&mut bits);
        }
        match &self.stroke {
            Some(stroke) => {
                bits.flag(true);
                stroke.to_bits(&mut bits);
            }
            None => {
                bits.flag(false);
            }
        }
        self.skin.to_bits(&mut bits);
        self.afferent.to_bits(&mut bits);
        self.autonomic.to_bits(&mut bits);
        self.reactions.to_bits(&mut bits);
        self.tally.to_bits(&mut bits);
        self.voice.to_bits(&mut bits);
        bits.whole(self.felt.map_or(99, |felt| felt.sense as u64));
        bits.whole(self.waiting.len() as u64);
        bits.fingerprint("patient")
    }

    fn faint_factor(&self) -> f64 {
        self.positions.get(self.position).map_or(1.0, |(_, factor)| *factor)
    }

    fn upright(&self) -> bool {
        self.faint_factor() > 1.0
    }

    /// The hand is on the client in this tick.
    fn touch(&mut self, contact: &Contact<'_>) {
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
            if pads.look(&self.sites, constants) {
                pads.segment = self.afferent.segment(chart(pads.hand.anchor));
            }
            let index = pads.under.first();
            let Some(site) = self.sites.get(index) else { continue };
            let feel = pads.pull(flat(contact.at, number == 1), site, form, stroke.excess, &self.rates, constants);
            let foreign = form.role == Role::Foreign;
            let (sense, cause) = sensation::felt(&feel, self.make_up.traits.pain_sensitivity, foreign, constants);
            let felt = Felt { sense, cause, feel, technique: stroke.technique };
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
            self.afferent.feel(pads.segment, stress.max(0.3 * feel.load.min(1.0)), step_s, constants);
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
            (felt.sense, felt.cause) = (Sense::Unwell, Cause::Reaction);
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
    fn lift(&mut self) {
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
        let roll = uniform(&mut self.generator);
        let ended = Ended {
            path: stroke.path.end(stroke.at),
            technique: stroke.technique,
            stress: stroke.stress * if form.role == Role::Test { constants.test_redness } else { 1.0 },
            bruise_chance: (constants.bruise_rate * stroke.stress * stroke.stress * weak * depth).min(0.9),
            roll,
            both_hands: stroke.grip.both_hands,
        };
        self.skin.stroke(ended, self.tick, &mut self.observation.marks, constants);
    }

    /// Lets the client feel and speak.
    fn speak(&mut self) {
        let felt = self.felt;
        let names = |felt: &Felt| names_of(felt, &self.sites, &self.techniques, &self.reactions);
        let speaker = speaker(&self.words, &self.make_up, self.tick, &names);
        self.voice.tick(
            felt.as_ref(),
            self.rates.step_s,
            &speaker,
            &mut self.generator,
            &mut self.observation.cues,
            &self.constants,
        );
        match (felt, &self.observation.sensation) {
            (Some(felt), Some(shown)) if shown.as_str() == felt.sense.id() => {}
            (Some(felt), _) => self.observation.sensation = Some(self.words.id(felt.sense)),
            (None, Some(_)) => self.observation.sensation = None,
            (None, None) => {}
        }
    }

    /// The slow step of a tenth of a second.
    fn slow(&mut self) {
        let touched = self.stroke.is_some();
        self.tally.pass(touched, self.resting, slow_step());
        let strengths = self.tally.strengths(&self.make_up, self.upright(), self.weakness, false, &self.constants);
        let (wheal, bruise) = if self.tick.0.is_multiple_of(TICKS_PER_SECOND) { self.skin.worst() } else { (0.0, 0.0) };
        let technique = self.stroke.as_ref().map(|stroke| stroke.technique);
        // Tests and balancing strokes bring nothing on.
        let mild = technique
            .and_then(|technique| self.techniques.get(technique))
            .is_some_and(|form| matches!(form.role, Role::Test | Role::Balance));
        let circumstances = Circumstances {
            make_up: &self.make_up,
            strengths: &strengths,
            sites: &self.sites,
            working: touched && !mild,
            technique,
            faint_factor: self.faint_factor(),
            resting: self.resting,
            tick: self.tick,
            wheal,
            bruise,
        };
        self.reactions.step(&circumstances, &mut self.observation.cues, &self.constants);
        self.reactions.list(&mut self.observation.reactions);

        let unpleasant = self.felt.map_or(0.0, |felt| felt.sense.unpleasantness());
        let input = self.afferent.settle();
        let stimuli = Stimuli {
            input,
            spread: self.afferent.total(),
            unpleasant,
            pleasant: self.felt.map_or(0.0, |felt| felt.sense.pleasantness()),
            touched,
            resting: self.resting,
            worked: self.worked(),
            irritation: self.worst_irritation(),
            warmth_c: self.mean_warmth(),
            faint: self.reactions.severity("r03"),
            reaction: self.reactions.worst(),
        };
        self.autonomic.step(&stimuli, &self.make_up, &self.constants);
        self.show_vitals();
        self.show_sites();
    }

    fn show_vitals(&mut self) {
        let unpleasant = self.felt.map_or(0.0, |felt| felt.sense.unpleasantness());
        self.observation.vitals = self.autonomic.vitals(&self.make_up, unpleasant, &self.constants);
    }

    fn show_sites(&mut self) {
        for (index, site) in self.sites.iter().enumerate() {
            let new = site.dynamic.contact_s > 1.0 && site.form.finding.is_none() && !site.form.outlines.is_empty();
            if new && !self.shown.contains(&index) {
                self.shown.push(index);
                self.observation.sites.push(site.view(&self.constants));
            }
        }
        for (&index, view) in self.shown.iter().zip(&mut self.observation.sites) {
            if let Some(site) = self.sites.get(index) {
                site.refresh(view, &self.constants);
            }
        }
    }

    /// Share of the work on findings that is done, 0 to 1; without findings, of a usual session.
    fn worked(&self) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for site in self.sites.iter().filter(|site| site.form.finding.is_some()) {
            sum += (site.dynamic.worked_s / self.constants.worked_enough).min(1.0);
            count += 1.0;
        }
        if count > 0.0 { sum / count } else { (self.tally.hands_on / 600.0).min(1.0) }
    }

    fn worst_irritation(&self) -> f64 {
        self.sites.iter().fold(0.0, |worst, site| f64::max(worst, site.dynamic.irritation))
    }

    fn mean_warmth(&self) -> f64 {
        let (mut sum, mut weight) = (0.0, 0.0);
        for site in self.sites.iter().filter(|site| site.dynamic.touched) {
            sum += site.dynamic.warmth_c * site.dynamic.contact_s;
            weight += site.dynamic.contact_s;
        }
        if weight > 0.0 { sum / weight } else { 0.0 }
    }
}

/// What a sentence of this client needs.
fn speaker<'a>(
    words: &'a Words,
    make_up: &MakeUp,
    tick: Tick,
    names: &'a dyn Fn(&Felt) -> (String, String),
) -> Speaker<'a> {
    Speaker { words, language: make_up.language, speaks_up: make_up.traits.speaks_up, tick, names }
}

/// How strongly skin and vessels are sheared, 0 to 1.
fn stress(feel: &Feel, constants: &Constants) -> f64 {
    let sheared = (feel.reach.pressure_kpa / constants.full_pressure).min(1.0) * feel.load.min(1.5);
    (sheared * 0.8 + if feel.sliding { 0.3 } else { 0.0 }).clamp(0.0, 1.0)
}

/// Names of site and stroke for a sentence.
fn names_of(felt: &Felt, sites: &[Site], techniques: &[Technique], reactions: &Reactions) -> (String, String) {
    let stroke = techniques.get(felt.technique).map_or_else(String::new, |form| form.name.clone());
    if felt.cause == Cause::Reaction {
        return (reactions.unwell().unwrap_or("general reaction").into(), stroke);
    }
    (sites.get(felt.feel.site).map_or_else(String::new, |site| site.form.name.clone()), stroke)
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
