//! One attempt at a case: what the student did, tick by tick, and what came of it.
//!
//! Live play, replay and grading drive the same two calls: [`Session::act`] and
//! [`Session::advance`]. Whatever changes the world is an [`action::Action`]; inputs are whole
//! numbers before they are used, so that a record holds exactly what was simulated.
//!
//! ```text
//!  Action ──► permit ──► act ──► hand, progress ─┐        ┌─► trace, progress (felt, cues)
//!               │         │                      ▼        │
//!            Refusal    record lines          advance ──► Patient ──► checkpoints in the record
//! ```
//!
//! A gate never ends a session here: what was dangerous is for `assessment` to say.

mod act;
pub mod action;
pub mod area;
pub mod build_up;
pub mod carry;
pub mod client;
pub mod event;
mod flow;
mod hand;
mod permit;
pub mod plan;
pub mod progress;
pub mod record;
pub mod refusal;
pub mod replay;
mod reveal;
mod stroke;
pub mod trace;

use std::sync::Arc;

use area::FindingArea;
use hand::Hand;
use progress::{CueEntry, Progress};
use record::{Header, Writer};
use stroke::{Places, StrokeWatch};
use trace::{SAMPLE_TICKS, Sample, Trace};

use crate::{
    knowledge::Knowledge,
    scenario::{Scenario, format::Phase},
    simulation::{
        Prospect,
        account::Account,
        constants::IncompleteKnowledge,
        contact::{Contact, Grip},
        course::Carry,
        observation::Observation,
        patient::Patient,
    },
    units::{Place, TICKS_PER_SECOND, Tick},
};

pub use reveal::{RAKING_DEG, way_of};

/// The longest session: six hours.
pub const LONGEST: Tick = Tick(6 * 3600 * TICKS_PER_SECOND);

/// Ticks between two checkpoints of the record.
pub const CHECKPOINT_TICKS: u32 = 600;

/// Ticks after which an answer no longer belongs to a cue: half a minute.
pub const ANSWER_TICKS: u32 = 30 * TICKS_PER_SECOND;

/// One attempt at a case. Sole owner of the client.
#[derive(Debug, Clone)]
pub struct Session {
    knowledge: Arc<Knowledge>,
    scenario: Arc<Scenario>,
    header: Header,
    areas: Vec<FindingArea>,
    places: Places,
    patient: Patient,
    tick: Tick,
    hand: Option<Hand>,
    stroke: Option<StrokeWatch>,
    progress: Progress,
    trace: Trace,
    record: Writer,
    finished: bool,
    /// The flow of the case asks for time.
    timed: bool,
    /// Something has happened since the open phases were worked out.
    unoffered: bool,
}

impl Session {
    /// Begins an attempt: the client comes in, dressed, and sits down.
    ///
    /// The header goes into the record as it is; its seed and language are what the client is made
    /// with. [`Header::new`] fills in the rest.
    ///
    /// # Errors
    /// When the knowledge tables lack a number that the simulation needs.
    pub fn new(
        knowledge: Arc<Knowledge>,
        scenario: Arc<Scenario>,
        header: Header,
    ) -> Result<Self, IncompleteKnowledge> {
        // Every student meets the case as the seed draws it.
        let scenario = match scenario.file.variation.is_empty() {
            true => scenario,
            false => Arc::new(scenario.for_student(header.seed)),
        };
        let mut make_up = client::make_up(&knowledge, &scenario, &header.language);
        make_up.prior = header.prior.as_ref().map(|prior| prior.carry.clone());
        let patient = Patient::new(&knowledge, make_up, header.seed)?;
        let areas = FindingArea::all(&knowledge, &scenario);
        let places = Places::new(&knowledge);
        let branches = scenario.file.flow.steps.iter().flat_map(|step| &step.next);
        let timed = branches.into_iter().any(|branch| branch.when.needs_time());
        let mut session = Self {
            timed,
            unoffered: true,
            record: Writer::new(&header),
            knowledge,
            scenario,
            header,
            areas,
            places,
            patient,
            tick: Tick(0),
            hand: None,
            stroke: None,
            progress: Progress::new(),
            trace: Trace::default(),
            finished: false,
        };
        session.begin();
        Ok(session)
    }

    /// Enters the first step of the flow and takes the first sample.
    fn begin(&mut self) {
        let flow = &self.scenario.file.flow;
        let first = flow.steps.iter().find(|step| step.id == flow.start).or_else(|| flow.steps.first());
        if let Some(step) = first {
            let (id, phase) = (step.id.clone(), step.phase);
            self.enter_step(id, phase);
        }
        self.offer();
        self.sample();
    }

    /// One tick further. Does nothing once the session is finished or as long as it may be.
    pub fn advance(&mut self) {
        if self.finished || self.tick >= LONGEST {
            return;
        }
        self.tick = self.tick.after(1);
        if let Some(hand) = &mut self.hand {
            hand.advance();
        }
        self.patient.step(self.hand.as_ref().map(|hand| Contact { grip: &hand.grip, from: hand.from, at: hand.at }));
        self.count();
        self.listen();
        // A client who has withdrawn the consent draws away from the hand.
        if self.hand.is_some() && self.patient.withdrawn() {
            self.lift();
            self.unoffered = true;
        }
        self.trace.length = self.tick;
        if self.tick.0.is_multiple_of(SAMPLE_TICKS) {
            self.sample();
        }
        // What is open changes with what is done, and with time only where the case asks for it.
        if self.tick.0.is_multiple_of(TICKS_PER_SECOND) && (self.timed || self.unoffered) {
            self.offer();
        }
        if self.tick.0.is_multiple_of(CHECKPOINT_TICKS) {
            self.record.checkpoint(self.tick, &self.patient.state_hash());
        }
    }

    /// Follows the hand, or the rest.
    fn count(&mut self) {
        self.progress.rest_ticks += u32::from(self.progress.resting());
        let (Some(hand), Some(stroke)) = (&self.hand, &mut self.stroke) else { return };
        let observation = self.patient.observation();
        stroke.tick(&self.knowledge, &self.places, &self.areas, hand, observation, self.tick);
        self.progress.hands_on_ticks += 1;
        self.progress.treating_ticks += u32::from(!stroke.testing);
        let Some(touch) = &observation.touch else { return };
        let tissue = reveal::Tissue {
            patient: &self.patient,
            uncertainty: self.scenario.file.task.palpation_uncertainty,
            seed: self.header.seed,
        };
        let known = &self.progress.felt;
        let felt = reveal::palpate(&self.knowledge, &self.areas, hand, touch, self.tick, &tissue, known);
        for felt in felt {
            let known = |known: &progress::Felt| known.finding == felt.finding && known.way == felt.way;
            if !self.progress.felt.iter().any(known) {
                self.progress.felt.push(felt);
            }
        }
    }

    /// Notes what the client says and shows.
    fn listen(&mut self) {
        for cue in &self.patient.observation().cues {
            let hands_off = self.hand.is_none().then_some(self.tick);
            self.progress.cues.push(CueEntry { cue: cue.clone(), answers: Vec::new(), hands_off });
        }
    }

    /// Takes a sample for the time line.
    fn sample(&mut self) {
        let observation = self.patient.observation();
        let site = |area: &FindingArea| {
            observation.sites.iter().find(|site| {
                site.side == area.side
                    && site.finding.as_ref() == Some(&area.kind)
                    && site.zone == area.zone
                    && (area.zone.is_some() || site.outlines == area.outlines)
            })
        };
        let sites: Vec<_> = self.areas.iter().map(site).collect();
        self.trace.samples.push(Sample {
            tick: self.tick,
            vitals: observation.vitals,
            mobility_mm: sites.iter().map(|site| site.map(|site| site.mobility_mm)).collect(),
            mobility_before_mm: sites.iter().map(|site| site.map(|site| site.mobility_before_mm)).collect(),
            reactions: observation.reactions.clone(),
            hands_on_ticks: self.progress.hands_on_ticks,
        });
    }

    /// What can be seen, felt or heard of the client now.
    #[must_use]
    pub fn latest(&self) -> &Observation {
        self.patient.observation()
    }

    /// Unwanted reactions that would begin after the session, if it ended now.
    #[must_use]
    pub fn outlook(&self) -> Vec<Prospect> {
        self.patient.outlook()
    }

    /// The client taken apart at this moment: what is felt and why, what each sign consists of.
    #[must_use]
    pub fn account(&self) -> Account {
        self.patient.account()
    }

    /// What the session leaves behind for the next one, if it ends now.
    #[must_use]
    pub fn leaves(&self) -> Carry {
        self.patient.leaves()
    }

    /// What has happened so far.
    #[must_use]
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// What the session leaves behind for judging.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Where the scenario's findings lie.
    #[must_use]
    pub fn areas(&self) -> &[FindingArea] {
        &self.areas
    }

    /// The knowledge the session runs on.
    #[must_use]
    pub fn knowledge(&self) -> &Arc<Knowledge> {
        &self.knowledge
    }

    /// The case as this student meets it.
    #[must_use]
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The header of the record.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The moment now.
    #[must_use]
    pub fn tick(&self) -> Tick {
        self.tick
    }

    /// The phase now.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.progress.phase
    }

    /// How the hand is laid on, where it took hold and where it is; none if no hand is laid on.
    #[must_use]
    pub fn hand(&self) -> Option<(&Grip, Place, Place)> {
        self.hand.as_ref().map(|hand| (&hand.grip, hand.from, hand.at))
    }

    /// The stroke that is going on: how the hand is laid on, and where it was every tenth of a second, from the touch.
    #[must_use]
    pub fn stroke_so_far(&self) -> Option<(&Grip, &[(Tick, Place)])> {
        self.hand.as_ref().zip(self.stroke.as_ref()).map(|(hand, stroke)| (&hand.grip, stroke.path()))
    }

    /// The session was ended by the student.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.finished
    }

    /// The state of the client as one number, 16 hexadecimal digits.
    #[must_use]
    pub fn state_hash(&self) -> String {
        record::short(&self.patient.state_hash())
    }

    /// Keeps no record of its own but checkpoints, and nobody looks: for a replay, until [`Session::be_seen`].
    fn be_quiet(&mut self) {
        self.record.be_quiet();
        self.patient.watch(false);
    }

    /// Somebody looks at the client again.
    fn be_seen(&mut self) {
        self.patient.watch(true);
    }

    /// Lines of the record that have not been taken yet, without line ends. Whoever keeps the record
    /// writes and flushes them at once, so that a crash loses at most the last event.
    pub fn take_lines(&mut self) -> Vec<String> {
        self.record.take()
    }
}
