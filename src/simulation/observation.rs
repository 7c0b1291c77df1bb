//! What can be seen, felt or heard of the client: plain values, no internals.

use serde::Serialize;

use crate::{
    knowledge::{
        id::{FindingId, ReactionId, RemarkId, SensationId, StrokeId, ZoneId},
        zone::Outline,
    },
    simulation::{cause::Cause, contact::Aim},
    units::{Place, Side, Tick},
};

/// Vital signs and the client's general state.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Vitals {
    /// Beats per minute.
    pub heart_rate: f64,
    /// Millimetres of mercury.
    pub systolic: f64,
    /// Millimetres of mercury.
    pub diastolic: f64,
    /// Breaths per minute.
    pub breathing_rate: f64,
    /// Skin of the trunk, °C.
    pub trunk_c: f64,
    /// Hands, °C.
    pub hands_c: f64,
    /// Feet, °C.
    pub feet_c: f64,
    /// 0 dry to 1 cold sweat.
    pub sweating: f64,
    /// 0 rosy to 1 pale.
    pub pallor: f64,
    /// 0 asleep to 1 wide awake.
    pub alertness: f64,
    /// 0 unbearable to 1 at ease.
    pub comfort: f64,
    /// Sympathetic arousal against the client's own rest, -1 to 1.
    pub arousal: f64,
    /// The complaint's pain now at rest, numeric rating 0 to 10.
    pub pain: f64,
    /// The complaint's pain now when moving, numeric rating 0 to 10.
    pub pain_moving: f64,
}

/// What the change of the complaint's pain consists of, on the numeric rating.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Relief {
    /// Relief that comes with touch, attention, rest and time.
    pub attention: f64,
    /// Relief that comes with tissue that gave way.
    pub tissue: f64,
    /// Pain that irritated tissue adds.
    pub soreness: f64,
}

/// The part of a stroke that is going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Moment {
    /// The pads have been laid on and the slack is taken up.
    TakingUp,
    /// The pull goes towards the limit.
    Pulling,
    /// The plane is at its limit.
    AtLimit,
    /// The hand holds still under load.
    Holding,
    /// The hand gives way and the tissue draws it back.
    Releasing,
}

/// What the working finger feels and does at this tick.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Touch {
    /// The stroke that is done.
    pub stroke: StrokeId,
    /// The layer that is really loaded, by angle and force.
    pub layer: Aim,
    /// The part of the stroke.
    pub moment: Moment,
    /// Where the pads were put down.
    pub from: Place,
    /// Where the hand is now.
    pub at: Place,
    /// Shift of the skin under the pads, millimetres along x (to the client's right) and down.
    pub skin_shift_mm: (f64, f64),
    /// Shift of the superficial fascia, the same way.
    pub superficial_shift_mm: (f64, f64),
    /// Shift of the deep fascia, the same way.
    pub deep_shift_mm: (f64, f64),
    /// The pads slide over the skin instead of carrying it.
    pub sliding: bool,
    /// Height of the fold before the finger, millimetres.
    pub fold_mm: f64,
    /// Tangential force, newtons.
    pub tangential_n: f64,
    /// Displacement against the limit of the loaded plane; above 1 it is beyond.
    pub load: f64,
    /// The tissue sticks here: a palpating finger feels it stop or jump.
    pub sticks: bool,
}

/// A trace that a stroke leaves on the skin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SkinMark {
    /// The line of the stroke.
    pub path: Vec<Place>,
    /// When the stroke ended.
    pub made: Tick,
    /// 0 to 1: the pale line of the first seconds, before it reddens.
    pub blanch: f64,
    /// 0 to 1: the red line, by force and rate of shear.
    pub redness: f64,
    /// 0 to 1 now: the flare around it.
    pub flare: f64,
    /// Reach of the flare to each side, millimetres.
    pub flare_mm: f64,
    /// Height of a wheal, millimetres; 0 for none.
    pub wheal_mm: f64,
    /// Small bleeding under the skin, 0 to 1.
    pub bruise: f64,
}

/// How one plane of a site shifts, as a palpating finger finds it.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct PlaneView {
    /// Displacement of the pads to the limit, millimetres.
    pub limit_mm: f64,
    /// Mean stiffness up to the limit, N/mm.
    pub soft: f64,
    /// Stiffness beyond the limit, N/mm.
    pub beyond: f64,
    /// Tension on the palpation scale, -1 to 4.
    pub tension: f64,
    /// How far the layers it parts move together, 0 to 1.
    pub adhesion: f64,
}

/// The state of one site as inspection and palpation can find it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteView {
    /// Its areas on the back chart.
    pub outlines: Vec<Outline>,
    /// Its side.
    pub side: Side,
    /// The zone it belongs to, if it is one.
    pub zone: Option<ZoneId>,
    /// The finding, if there is one.
    pub finding: Option<FindingId>,
    /// Displacement to the limit of the lower shift plane, millimetres.
    pub mobility_mm: f64,
    /// The same before the session, millimetres.
    pub mobility_before_mm: f64,
    /// The three planes as they were before the session: skin on superficial fascia, superficial on deep fascia, deep
    /// fascia on muscle. What was won since shows in the mobility.
    pub planes: [PlaneView; 3],
    /// Relief against its surroundings, millimetres: drawn-in below 0, swelling above.
    pub relief_mm: f64,
    /// How far the client guards, 0 to 1: it shortens the way and stiffens the tissue.
    pub guarding: f64,
    /// Mean redness, 0 to 1.
    pub redness: f64,
    /// Warming against the start, °C.
    pub warmth_c: f64,
    /// Tenderness when pulled, 0 to 10.
    pub tenderness: f64,
    /// Work done here so far: seconds in which the right layer was loaded.
    pub worked_s: f64,
}

/// Something the client says or shows, at the tick it begins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cue {
    /// When.
    pub tick: Tick,
    /// What it is.
    pub kind: CueKind,
    /// The client's words or what is seen, in the scenario's language.
    pub words: String,
    /// What caused it.
    pub cause: Cause,
    /// The student should answer it.
    pub asks_for_response: bool,
}

impl Cue {
    /// What caused it, in one sentence for the debrief.
    #[must_use]
    pub fn because(&self) -> String {
        self.cause.sentence()
    }
}

/// Kinds of cues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum CueKind {
    /// A sensation under the finger.
    Sensation(SensationId),
    /// An unwanted reaction begins.
    Reaction(ReactionId),
    /// The client withdraws consent: the stop word.
    StopWord,
    /// The client speaks first, of something that is not a sensation under the finger.
    Remark(RemarkId),
}

/// All of it, after a tick.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Observation {
    /// The tick this holds for.
    pub tick: Tick,
    /// Vital signs and general state.
    pub vitals: Vitals,
    /// What the change of the complaint's pain consists of.
    pub relief: Relief,
    /// What the hand feels, while it touches.
    pub touch: Option<Touch>,
    /// The sensation the client has now, even if it is not spoken.
    pub sensation: Option<SensationId>,
    /// Traces on the skin, oldest first.
    pub marks: Vec<SkinMark>,
    /// Sites with findings, and sites that were worked on.
    pub sites: Vec<SiteView>,
    /// Reactions that have begun and are not over.
    pub reactions: Vec<ReactionId>,
    /// Cues that began in this very tick.
    pub cues: Vec<Cue>,
}
