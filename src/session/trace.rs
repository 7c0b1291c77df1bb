//! What a session leaves behind for judging and for looking back.

use std::collections::BTreeMap;

use crate::{
    knowledge::{
        id::{PositionId, ReactionId, SectionId, SensationId, StrokeId},
        zone::ZoneSide,
    },
    scenario::format::Phase,
    session::action::{Action, Drape},
    simulation::{
        contact::{Aim, Grip},
        observation::Vitals,
    },
    units::{BackPoint, Place, Side, TICKS_PER_SECOND, Tick},
};

/// Ticks between two samples of the time line: five seconds.
pub const SAMPLE_TICKS: u32 = 5 * TICKS_PER_SECOND;

/// Everything that was done and what came of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trace {
    /// What the student did, without the single movements of a stroke, in order.
    pub events: Vec<Event>,
    /// Strokes in the order they were begun; one that is still going on is not among them.
    pub strokes: Vec<StrokeTrace>,
    /// The client over time, every five seconds, the first at the start.
    pub samples: Vec<Sample>,
    /// Ticks so far.
    pub length: Tick,
}

/// Something the student did.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When: after this many ticks, before the next one.
    pub tick: Tick,
    /// What.
    pub action: Action,
}

/// The client at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// When.
    pub tick: Tick,
    /// Vital signs and comfort.
    pub vitals: Vitals,
    /// Mobility of each finding of the scenario, in its order, millimetres; none where the simulation
    /// shows no such site.
    pub mobility_mm: Vec<Option<f64>>,
    /// The same before the session.
    pub mobility_before_mm: Vec<Option<f64>>,
    /// Unwanted reactions going on.
    pub reactions: Vec<ReactionId>,
    /// Ticks of hands-on time so far.
    pub hands_on_ticks: u32,
}

/// One stroke, from touch to lift.
#[derive(Debug, Clone, PartialEq)]
pub struct StrokeTrace {
    /// Its number, from 1.
    pub number: u32,
    /// The phase it was done in.
    pub phase: Phase,
    /// The client's position.
    pub position: PositionId,
    /// How far the client was uncovered.
    pub drape: Drape,
    /// The stroke.
    pub stroke: StrokeId,
    /// How the hand was laid on.
    pub grip: Grip,
    /// It tests and does not treat.
    pub testing: bool,
    /// The side: by the middle of its path; `Both` on the midline and for both hands.
    pub side: Side,
    /// Where the hand was, every tenth of a second, with start and end.
    pub path: Vec<(Tick, Place)>,
    /// When the hand was laid on.
    pub start: Tick,
    /// When it was lifted.
    pub end: Tick,
    /// Length of the way on the reference adult, centimetres.
    pub length_cm: f64,
    /// Mean speed while moving, centimetres per second; 0 if it never moved.
    pub mean_cm_s: f64,
    /// Greatest speed over a tenth of a second, centimetres per second.
    pub peak_cm_s: f64,
    /// Mean normal force, newtons.
    pub normal_n: f64,
    /// Mean tangential force, newtons.
    pub tangential_n: f64,
    /// Share of the time each layer was really loaded, 0 to 1; adds up to 1 if there was any contact.
    pub layers: BTreeMap<Aim, f64>,
    /// Ticks of each sensation the client had.
    pub sensations: BTreeMap<SensationId, u32>,
    /// Share of the time the pads slid over the skin, 0 to 1.
    pub sliding_share: f64,
    /// Greatest displacement against the limit of the loaded plane.
    pub max_load: f64,
    /// Zones worked on, with the share of the time spent in each, greatest first.
    pub zones: Vec<(ZoneSide, f64)>,
    /// Findings of the scenario worked on, with the share of the time, greatest first.
    pub findings: Vec<(String, f64)>,
    /// Sections of the build-up worked in, with the share of the time, greatest first.
    pub sections: Vec<(SectionId, f64)>,
    /// The first stroke of the same kind along the same line, within about 1.5 cm.
    pub repeats: Option<u32>,
}

impl StrokeTrace {
    /// Seconds from touch to lift.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        f64::from(self.end.0.saturating_sub(self.start.0)) / f64::from(TICKS_PER_SECOND)
    }

    /// The layer that was loaded longest.
    #[must_use]
    pub fn layer(&self) -> Option<Aim> {
        let mut best: Option<(Aim, f64)> = None;
        for (&aim, &share) in &self.layers {
            if best.is_none_or(|(_, most)| share > most) {
                best = Some((aim, share));
            }
        }
        best.map(|(aim, _)| aim)
    }

    /// Where it began and where it ended.
    #[must_use]
    pub fn ends(&self) -> (BackPoint, BackPoint) {
        let point = |entry: Option<&(Tick, Place)>| entry.map(|(_, place)| place.point()).unwrap_or_default();
        (point(self.path.first()), point(self.path.last()))
    }

    /// The places of both hands: the path, and with both hands its mirror image as well.
    #[must_use]
    pub fn places(&self) -> Vec<BackPoint> {
        let mut places: Vec<BackPoint> = self.path.iter().map(|(_, place)| place.point()).collect();
        if self.grip.both_hands {
            places.extend(places.clone().into_iter().map(BackPoint::mirrored));
        }
        places
    }
}

impl Trace {
    /// Treating strokes.
    pub fn treating(&self) -> impl Iterator<Item = &StrokeTrace> {
        self.strokes.iter().filter(|stroke| !stroke.testing)
    }

    /// Testing strokes.
    pub fn testing(&self) -> impl Iterator<Item = &StrokeTrace> {
        self.strokes.iter().filter(|stroke| stroke.testing)
    }

    /// When the student did something for the first time.
    #[must_use]
    pub fn first(&self, wanted: impl Fn(&Action) -> bool) -> Option<Tick> {
        self.events.iter().find(|event| wanted(&event.action)).map(|event| event.tick)
    }
}
