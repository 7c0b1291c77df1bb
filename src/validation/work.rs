//! What the rows of the trend table do to a client.

use serde::{Deserialize, Serialize};

use super::hands::{self, Answer, Pull};
use crate::{
    knowledge::{
        Knowledge,
        id::{PositionId, StrokeId, ZoneId},
        zone::inside,
    },
    simulation::{
        constants::IncompleteKnowledge,
        contact::{Aim, Contact, Grip},
        make_up::{Intervention, MakeUp},
        observation::{Cue, Observation},
        patient::Patient,
    },
    units::{BackPoint, Side, TICKS_PER_SECOND},
};

/// One thing that is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Work {
    /// A stroke; what is left out is the middle of the stroke's ranges.
    Pull {
        /// The stroke.
        stroke: StrokeId,
        /// Where it begins.
        #[serde(default = "lumbar")]
        at: BackPoint,
        /// Length, centimetres; upwards and inwards.
        #[serde(default = "four")]
        cm: f64,
        /// Where it ends instead.
        #[serde(default)]
        to: Option<BackPoint>,
        /// Normal force.
        #[serde(default)]
        newtons: Option<f64>,
        /// Tempo, cm/s.
        #[serde(default)]
        speed: Option<f64>,
        /// Angle, degrees.
        #[serde(default)]
        angle: Option<u32>,
        /// The layer aimed at.
        #[serde(default)]
        aim: Option<Aim>,
        /// How often.
        #[serde(default = "once")]
        repeats: u32,
        /// Both hands.
        #[serde(default)]
        both: bool,
    },
    /// Strokes beside each other.
    Line {
        /// The stroke.
        stroke: StrokeId,
        /// Where the first begins.
        from: BackPoint,
        /// Where the last begins.
        to: BackPoint,
        /// So many.
        count: u32,
        /// Length of each, centimetres.
        #[serde(default = "four")]
        cm: f64,
        /// How often the row.
        #[serde(default = "once")]
        rounds: u32,
        /// Normal force.
        #[serde(default)]
        newtons: Option<f64>,
        /// Tempo, cm/s.
        #[serde(default)]
        speed: Option<f64>,
        /// Angle, degrees.
        #[serde(default)]
        angle: Option<u32>,
    },
    /// Strokes across a zone from below upwards.
    Zone {
        /// The zone.
        zone: ZoneId,
        /// The side.
        #[serde(default = "right")]
        side: Side,
        /// The stroke.
        stroke: StrokeId,
        /// How often all of it.
        #[serde(default = "once")]
        rounds: u32,
        /// Length of each stroke, centimetres.
        #[serde(default = "two")]
        cm: f64,
        /// Normal force.
        #[serde(default)]
        newtons: Option<f64>,
        /// Tempo, cm/s.
        #[serde(default)]
        speed: Option<f64>,
        /// Angle, degrees.
        #[serde(default)]
        angle: Option<u32>,
    },
    /// A pull of 5 N that is held still at 1.5 cm, for so many seconds.
    Hold(f64),
    /// A correct basic section, about six minutes.
    Section,
    /// The same without balancing strokes.
    Unbalanced,
    /// Balancing strokes of pelvis and lower ribs.
    Balance,
    /// Time without contact, seconds.
    Wait(f64),
    /// Rest, seconds.
    Rest(f64),
    /// Another position.
    Position(PositionId),
    /// The client lies down, is reassured, or is told that it is good for them.
    Respond(Answered),
    /// So many sessions (a correct section and ten minutes of rest), so many days apart; then so many days later.
    Course {
        /// Sessions.
        sessions: u32,
        /// Days between them.
        every: u32,
        /// Days after the last one.
        then: u32,
    },
}

/// What is done for the client besides touching.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answered {
    /// Helped to lie down.
    LieDown,
    /// Helped to sit up.
    SitUp,
    /// Reassured.
    Reassure,
    /// Told that it is good for them.
    Insist,
    /// Hands off.
    Stop,
}

fn lumbar() -> BackPoint {
    BackPoint(7.0, 82.0)
}
fn four() -> f64 {
    4.0
}
fn two() -> f64 {
    2.0
}
fn once() -> u32 {
    1
}
fn right() -> Side {
    Side::Right
}

impl Work {
    /// The stroke it names.
    pub(super) fn stroke(&self) -> Option<&StrokeId> {
        match self {
            Self::Pull { stroke, .. } | Self::Line { stroke, .. } | Self::Zone { stroke, .. } => Some(stroke),
            _ => None,
        }
    }
}

/// A client under work, with what came of it.
pub(super) struct Bench<'a> {
    knowledge: &'a Knowledge,
    made: MakeUp,
    seed: u64,
    pub patient: Patient,
    /// As the client arrived.
    pub before: Observation,
    /// The last stroke.
    pub last: Answer,
    /// All that was said and shown.
    pub cues: Vec<Cue>,
    /// Strokes begun, and after how many the stop word came.
    pub strokes: u32,
    pub stop_word: Option<u32>,
    /// Force of a held pull after one second and at its end.
    pub held: (f64, f64),
}

impl<'a> Bench<'a> {
    pub fn new(knowledge: &'a Knowledge, made: MakeUp, seed: u64) -> Result<Self, IncompleteKnowledge> {
        let patient = Patient::new(knowledge, made.clone(), seed)?;
        Ok(Self {
            before: patient.observation().clone(),
            knowledge,
            made,
            seed,
            patient,
            last: Answer::default(),
            cues: Vec::new(),
            strokes: 0,
            stop_word: None,
            held: (0.0, 0.0),
        })
    }

    fn pull(&mut self, stroke: &Pull) {
        self.strokes += 1;
        self.last = hands::pull(&mut self.patient, stroke);
        let said = self.last.cues.iter().any(|cue| cue.kind == crate::simulation::observation::CueKind::StopWord);
        if said && self.stop_word.is_none() {
            self.stop_word = Some(self.strokes);
        }
        self.cues.append(&mut self.last.cues.clone());
        self.wait(0.4);
    }

    fn wait(&mut self, seconds: f64) {
        self.cues.extend(hands::wait(&mut self.patient, seconds));
    }

    pub fn work(&mut self, work: &Work) -> Result<(), IncompleteKnowledge> {
        let knowledge = self.knowledge;
        match work {
            Work::Pull { stroke, at, cm, to, newtons, speed, angle, aim, repeats, both } => {
                let mut pull = Pull::textbook(knowledge, stroke.as_str(), *at, *cm);
                change(&mut pull, *newtons, *speed, *angle);
                pull.aim = aim.unwrap_or(pull.aim);
                pull.to = to.unwrap_or(pull.to);
                pull.both = *both;
                for _ in 0..*repeats {
                    self.pull(&pull);
                }
            }
            Work::Line { stroke, from, to, count, cm, rounds, newtons, speed, angle } => {
                for _ in 0..*rounds {
                    for number in 0..*count {
                        let share = f64::from(number) / f64::from((*count).max(2) - 1);
                        let at = BackPoint(from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
                        let mut pull = Pull::textbook(knowledge, stroke.as_str(), at, *cm);
                        change(&mut pull, *newtons, *speed, *angle);
                        self.pull(&pull);
                    }
                }
            }
            Work::Zone { zone, side, stroke, rounds, cm, newtons, speed, angle } => {
                for at in across(knowledge, zone, *side) {
                    let mut pull = Pull::textbook(knowledge, stroke.as_str(), at, *cm);
                    if at.0 < 0.0 {
                        pull.to.0 = at.0 + 0.6 * cm;
                    }
                    change(&mut pull, *newtons, *speed, *angle);
                    for _ in 0..*rounds {
                        self.pull(&pull);
                    }
                }
            }
            Work::Hold(seconds) => self.hold(*seconds),
            Work::Section => self.cues.extend(hands::section(&mut self.patient, knowledge)),
            Work::Unbalanced => self.cues.extend(hands::unbalanced(&mut self.patient, knowledge)),
            Work::Balance => self.cues.extend(hands::balance(&mut self.patient, knowledge)),
            Work::Wait(seconds) => self.wait(*seconds),
            Work::Rest(seconds) => {
                self.patient.set_resting(true);
                self.wait(*seconds);
            }
            Work::Position(position) => self.patient.set_position(position),
            Work::Respond(answered) => self.patient.respond(match answered {
                Answered::LieDown => Intervention::LieDown,
                Answered::SitUp => Intervention::SitUp,
                Answered::Reassure => Intervention::Reassure,
                Answered::Insist => Intervention::Insist,
                Answered::Stop => Intervention::Stop,
            }),
            Work::Course { sessions, every, then } => {
                for number in 1..=*sessions {
                    self.cues.extend(hands::section(&mut self.patient, knowledge));
                    self.patient.set_resting(true);
                    self.wait(600.0);
                    let mut carry = self.patient.leaves();
                    carry.days = if number == *sessions { *then } else { *every };
                    let made = MakeUp { prior: Some(carry), ..self.made.clone() };
                    self.patient = Patient::new(knowledge, made, self.seed + u64::from(number))?;
                }
            }
        }
        Ok(())
    }

    fn hold(&mut self, seconds: f64) {
        let grip = Grip {
            stroke: "subcutaneous".into(),
            aim: Aim::Subcutis,
            angle_deg: 40,
            normal_mn: 5_000,
            both_hands: false,
        };
        let (from, at) = (BackPoint(7.0, 82.0).quantised(), BackPoint(7.0, 79.0).quantised());
        for tick in 0..(seconds * f64::from(TICKS_PER_SECOND)) as u32 {
            self.patient.step(Some(Contact { grip: &grip, from, at: if tick == 0 { from } else { at } }));
            let force = self.patient.observation().touch.as_ref().map_or(0.0, |touch| touch.tangential_n);
            if tick <= TICKS_PER_SECOND {
                self.held.0 = force;
            }
            self.held.1 = force;
        }
    }
}

fn change(pull: &mut Pull, newtons: Option<f64>, speed: Option<f64>, angle: Option<u32>) {
    pull.newtons = newtons.unwrap_or(pull.newtons);
    pull.speed = speed.unwrap_or(pull.speed);
    pull.angle = angle.unwrap_or(pull.angle);
}

/// Places across a zone, one for each 2.5 cm, from below upwards.
fn across(knowledge: &Knowledge, zone: &ZoneId, side: Side) -> Vec<BackPoint> {
    let outlines = knowledge.zones.get(zone).map(|zone| zone.outlines_on(side)).unwrap_or_default();
    let mut places = Vec::new();
    for row in (-8..=26).rev() {
        for column in -9..=9 {
            let at = BackPoint(f64::from(column) * 2.5 + 0.5, f64::from(row) * 5.0);
            if outlines.iter().any(|outline| inside(outline, at)) {
                places.push(at);
            }
        }
    }
    places
}
