//! One client: owns the whole state and advances it tick by tick.

use rand_pcg::Pcg64Mcg;

use super::{
    bits::{Bits, ToBits},
    constants::{Constants, IncompleteKnowledge},
    contact::Contact,
    make_up::{Intervention, MakeUp},
    nervous::{
        afferent::Afferent,
        autonomic::Autonomic,
        reactions::{Circumstances, Prospect, Reactions},
        remarks::Remarks,
        triggers::{Setting, Tally},
        voice::{Felt, Voice, uniform},
        words::Words,
    },
    observation::{Cue, Observation},
    pace::{Pace, SETTLING_STEPS, SLOW_STEPS},
    stroke::Stroke,
    tissue::{
        change::Settling,
        edges::Edges,
        shear::TickRates,
        site::{self, Site},
        skin_response::{Readiness, Skin},
        technique::Technique,
    },
};
use crate::{
    knowledge::{
        Knowledge,
        id::{LevelId, PositionId},
    },
    units::{Place, TICKS_PER_SECOND, Tick},
};

mod account;
mod course;
mod hand;
mod leaves;
mod speech;

/// Sites of the zones that are taught to belong together in the work on the legs.
#[derive(Debug, Clone, Default)]
struct Legs {
    /// Zones of veins, lymph and constipation.
    bands: Vec<usize>,
    /// The arterial leg zone.
    arterial: Vec<usize>,
}

impl Legs {
    fn of(sites: &[Site]) -> Self {
        let of = |names: &[&str]| {
            let named = |site: &Site| site.form.zone.as_ref().is_some_and(|zone| names.contains(&zone.as_str()));
            sites.iter().enumerate().filter(|(_, site)| named(site)).map(|(index, _)| index).collect()
        };
        Self { bands: of(&["vein-lymph", "constipation"]), arterial: of(&["arterial-leg"]) }
    }
}

/// One client with the whole state of tissue and nervous system.
#[derive(Debug, Clone)]
pub struct Patient {
    pub(super) constants: Constants,
    pace: Pace,
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
    /// Steps so far; as many as ticks at the usual pace.
    steps: u64,
    position: usize,
    resting: bool,
    pub(super) sites: Vec<Site>,
    stroke: Option<Stroke>,
    skin: Skin,
    afferent: Afferent,
    autonomic: Autonomic,
    reactions: Reactions,
    tally: Tally,
    voice: Voice,
    remarks: Remarks,
    felt: Option<Felt>,
    /// Cues from answers, shown with the next tick.
    waiting: Vec<Cue>,
    legs: Legs,
    edges: Edges,
    /// Relief of the complaint that earlier sessions have left.
    relieved: f64,
    /// The levels of the table, in its order.
    levels: Vec<LevelId>,
    /// Indices of the sites in the observation, in its order.
    shown: Vec<usize>,
    observation: Observation,
    /// Somebody looks at the marks on the skin while time passes.
    watched: bool,
}

impl Patient {
    /// A client on arrival.
    ///
    /// The same knowledge, make-up and seed give the same client to the last bit.
    ///
    /// # Errors
    /// When the table of constants lacks a number of the simulation, or one is out of its range.
    pub fn new(knowledge: &Knowledge, make_up: MakeUp, seed: u64) -> Result<Self, IncompleteKnowledge> {
        Self::with_pace(knowledge, make_up, seed, Pace::default())
    }

    /// A client on arrival whose equations are solved in other steps than one a tick.
    ///
    /// # Errors
    /// As [`Patient::new`].
    pub fn with_pace(
        knowledge: &Knowledge,
        make_up: MakeUp,
        seed: u64,
        pace: Pace,
    ) -> Result<Self, IncompleteKnowledge> {
        let constants = Constants::from_table(knowledge)?;
        let mut make_up = make_up.tidied();
        let mut generator = Pcg64Mcg::new(u128::from(seed) << 64 | 0x6374_6d5f_7472_6169);
        let weakness = site::weakness(&make_up, &constants);
        let sites = site::sites(knowledge, &make_up, weakness, &constants);
        let techniques = Technique::all(knowledge);
        // Skin differs from person to person.
        let friction = constants.friction
            * (1.0 + constants.friction_spread * (2.0 * uniform(&mut generator) - 1.0))
            * (1.0 - constants.slippery_loss * make_up.slippery);
        let reactions = Reactions::new(knowledge, &sites, &techniques, &mut generator, &constants);
        if make_up.responder_drawn {
            let low = uniform(&mut generator) < constants.non_responders;
            make_up.traits.responder = if low { constants.non_responder } else { make_up.traits.responder };
        }
        let positions: Vec<(PositionId, f64)> =
            knowledge.positions.iter().map(|(id, entry)| (id.clone(), entry.faint_factor.clamp(0.0, 10.0))).collect();
        let shown: Vec<usize> =
            sites.iter().enumerate().filter(|(_, site)| site.form.finding.is_some()).map(|(index, _)| index).collect();
        let mut patient = Self {
            pace,
            rates: TickRates::new(pace.step_s(), &constants),
            settling: Settling::new(pace.settling_s(), &constants),
            words: Words::new(knowledge, &make_up),
            remarks: Remarks::new(knowledge, &make_up),
            legs: Legs::of(&sites),
            edges: Edges::of(knowledge),
            relieved: 0.0,
            levels: knowledge.levels.keys().cloned().collect(),
            afferent: Afferent::new(knowledge, pace.slow_s(), &constants),
            autonomic: Autonomic::new(&make_up, pace.slow_s(), &constants),
            skin: Skin::new(Readiness {
                dermographism: make_up.traits.dermographism,
                white: make_up.traits.white_line,
            }),
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
            steps: 0,
            resting: false,
            sites,
            stroke: None,
            reactions,
            tally: Tally::default(),
            voice: Voice::new(),
            felt: None,
            waiting: Vec::new(),
            shown,
            watched: true,
        };
        let position = patient.make_up.position.clone();
        patient.set_position(&position);
        patient.resume(knowledge);
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
                let pull = |felt: &Felt| speech::pull_of(felt, &self.sites, &self.techniques, &self.reactions);
                let speaker = speech::speaker(&self.words, &self.make_up, self.tick.after(1), &pull);
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
        let steps = self.pace.steps();
        let same = |stroke: &&Stroke| contact.as_ref().is_some_and(|contact| stroke.goes_on(contact));
        let start = self.stroke.as_ref().filter(same).map(|stroke| stroke.at);
        for number in 1..=steps {
            // Within a tick the hand moves evenly.
            let contact = contact.map(|contact| match start.filter(|_| number < steps) {
                Some(start) => Contact { at: between(start, contact.at, number, steps), ..contact },
                None => contact,
            });
            self.substep(contact.as_ref());
        }
        if self.tick.0.is_multiple_of(TICKS_PER_SECOND) {
            if self.watched {
                self.skin.refresh(self.tick, &mut self.observation.marks, &self.constants);
            } else {
                self.skin.unseen(self.tick);
            }
        }
    }

    /// One step of the equations.
    fn substep(&mut self, contact: Option<&Contact<'_>>) {
        self.steps += 1;
        match contact {
            Some(contact) => self.touch(contact),
            None => self.lift(),
        }
        self.speak();
        if self.steps.is_multiple_of(u64::from(SLOW_STEPS)) {
            self.slow();
        }
        if self.steps.is_multiple_of(u64::from(SETTLING_STEPS)) {
            for site in self.sites.iter_mut().filter(|site| site.dynamic.touched) {
                self.settling.step(site, &self.constants);
            }
        }
    }

    /// Whether somebody looks at the marks on the skin while time passes, as is usual. Where nobody does, they are
    /// worked out when somebody looks again, and are the same then to the last bit.
    pub fn watch(&mut self, watched: bool) {
        self.watched = watched;
        if watched {
            self.skin.catch_up(&mut self.observation.marks, &self.constants);
        }
    }

    /// Unwanted reactions that would begin after the session, if it ended now.
    #[must_use]
    pub fn outlook(&self) -> Vec<Prospect> {
        let strengths = self.tally.strengths(&self.make_up, self.setting(true), &self.constants);
        let (wheal, bled) = self.skin.worst();
        let circumstances = Circumstances {
            make_up: &self.make_up,
            strengths: &strengths,
            sites: &self.sites,
            working: false,
            technique: None,
            faint_factor: self.faint_factor(),
            resting: self.resting,
            tick: self.tick,
            step_s: self.pace.slow_s(),
            techniques: &self.techniques,
            wheal,
            bled,
        };
        // Whoever was not worked on has nothing coming from the work.
        self.reactions.outlook(&circumstances, self.tally.hands_on > 0.0, &self.constants)
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
        self.remarks.to_bits(&mut bits);
        bits.whole(self.felt.map_or(99, |felt| felt.sense as u64));
        bits.whole(self.waiting.len() as u64);
        bits.fingerprint("patient")
    }

    fn faint_factor(&self) -> f64 {
        self.positions.get(self.position).map_or(1.0, |(_, factor)| *factor)
    }

    /// The client has withdrawn the consent after a stop word that was not heeded.
    #[must_use]
    pub fn withdrawn(&self) -> bool {
        self.voice.withdrawn
    }

    /// The circumstances that count as triggers.
    fn setting(&self, over: bool) -> Setting {
        let worked = |sites: &[usize]| -> f64 {
            sites.iter().filter_map(|&index| self.sites.get(index)).map(|site| site.dynamic.contact_s).sum()
        };
        Setting {
            upright: self.faint_factor() > 1.0,
            prone: self.positions.get(self.position).is_some_and(|(id, _)| id.as_str() == "prone"),
            weakness: self.weakness,
            leg_bands_s: (worked(&self.legs.bands), worked(&self.legs.arterial)),
            over,
        }
    }
}

/// The place a hand has come to after some of the steps from one place to another.
fn between(start: Place, end: Place, number: u32, steps: u32) -> Place {
    let part = |start: i32, end: i32| {
        let way = i64::from(end) - i64::from(start);
        (i64::from(start) + way * i64::from(number) / i64::from(steps)) as i32
    };
    Place { x: part(start.x, end.x), y: part(start.y, end.y) }
}
