//! A client on whom strokes can be tried out, for tests of the simulation.

use std::{path::Path, sync::OnceLock};

use ctm_trainer::{
    knowledge::{self, Knowledge, id::StrokeId, library::Folder},
    simulation::{
        contact::{Aim, Contact, Grip},
        make_up::{MakeUp, SiteGrades, SiteSpec},
        observation::{Cue, CueKind, Observation},
        patient::Patient,
    },
    units::{BackPoint, Side},
};

/// All tables, loaded once.
pub fn tables() -> &'static Knowledge {
    static TABLES: OnceLock<Knowledge> = OnceLock::new();
    TABLES.get_or_init(|| {
        let (knowledge, findings) = knowledge::load(&Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets")));
        assert!(findings.is_empty(), "{findings:#?}");
        knowledge
    })
}

/// A finding over the right lumbar region, 8 cm wide: x 2 to 10, y 70 to 86.
pub fn lumbar(finding: &str, mobility: u8, tension: u8, volume: u8, tenderness: u8) -> SiteSpec {
    SiteSpec {
        name: format!("the {finding} beside L1 to L4 on the right"),
        zone: None,
        side: Side::Right,
        outlines: vec![vec![BackPoint(2.0, 70.0), BackPoint(10.0, 70.0), BackPoint(10.0, 86.0), BackPoint(2.0, 86.0)]],
        finding: finding.into(),
        grades: SiteGrades { mobility, tension, volume, tenderness },
        layer: "subcutis".into(),
    }
}

/// A client with one finding.
pub fn client(site: Option<SiteSpec>) -> MakeUp {
    MakeUp { sites: site.into_iter().collect(), session_number: 4, ..MakeUp::default() }
}

/// How a stroke is done.
#[derive(Clone, Copy)]
pub struct Pull {
    pub stroke: &'static str,
    pub aim: Aim,
    pub angle: u32,
    pub newtons: f64,
    pub from: (f64, f64),
    pub to: (f64, f64),
    /// Centimetres per second.
    pub speed: f64,
    pub both: bool,
}

impl Pull {
    /// The stroke as the table teaches it: middle of all ranges, at a place, so long upwards and inwards.
    pub fn textbook(stroke: &'static str, from: (f64, f64), cm: f64) -> Self {
        let entry = tables().strokes.get(stroke).unwrap();
        let middle = |range: (f64, f64)| 0.5 * (range.0 + range.1);
        Self {
            stroke,
            aim: match entry.layer.as_str() {
                "skin" => Aim::Skin,
                "deep-fascia" => Aim::Fascia,
                _ => Aim::Subcutis,
            },
            angle: middle(entry.angle_deg) as u32,
            newtons: middle(entry.normal_n),
            from,
            to: (from.0 - 0.6 * cm, from.1 - 0.8 * cm / 0.509),
            speed: middle(entry.speed_cm_s),
            both: false,
        }
    }
}

/// What a stroke was like.
#[derive(Debug, Default, Clone)]
pub struct Answer {
    /// The strongest sensation of the stroke's last two thirds.
    pub sensation: String,
    /// Largest load.
    pub load: f64,
    /// The pads slid.
    pub slid: bool,
    /// Highest fold, millimetres.
    pub fold_mm: f64,
    /// Largest tangential force, newtons.
    pub tangential_n: f64,
    /// Largest shift of skin, superficial and deep fascia, millimetres.
    pub shifts: (f64, f64, f64),
    /// The layer loaded at the end.
    pub layer: Option<Aim>,
    pub cues: Vec<Cue>,
}

/// Does a stroke; at the end the hand holds for a quarter of a second and lifts.
pub fn pull(patient: &mut Patient, pull: Pull) -> Answer {
    let grip = Grip {
        stroke: StrokeId::from(pull.stroke),
        aim: pull.aim,
        angle_deg: pull.angle,
        normal_mn: (pull.newtons * 1000.0) as u32,
        both_hands: pull.both,
    };
    let (from, to) = (BackPoint(pull.from.0, pull.from.1), BackPoint(pull.to.0, pull.to.1));
    let ticks = (60.0 * from.distance_cm(to) / pull.speed) as u32;
    let mut answer = Answer::default();
    let mut ids: Vec<String> = Vec::new();
    for tick in 0..=ticks + 15 {
        // The hand is reported ten times a second, as a pointer may be.
        let share = f64::from((tick / 6 * 6).min(ticks)) / f64::from(ticks.max(1));
        let at = BackPoint(from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        patient.step(Some(Contact { grip: &grip, from: from.quantised(), at: at.quantised() }));
        let seen = patient.observation();
        let touch = seen.touch.as_ref().unwrap();
        let length = |shift: (f64, f64)| (shift.0 * shift.0 + shift.1 * shift.1).sqrt();
        answer.load = answer.load.max(touch.load);
        answer.slid |= touch.sliding;
        answer.fold_mm = answer.fold_mm.max(touch.fold_mm);
        answer.tangential_n = answer.tangential_n.max(touch.tangential_n);
        answer.layer = Some(touch.layer);
        if length(touch.skin_shift_mm) > answer.shifts.0 {
            answer.shifts =
                (length(touch.skin_shift_mm), length(touch.superficial_shift_mm), length(touch.deep_shift_mm));
        }
        if tick * 3 > ticks {
            ids.extend(seen.sensation.iter().map(ToString::to_string));
        }
        answer.cues.extend(seen.cues.iter().cloned());
    }
    patient.step(None);
    answer.cues.extend(patient.observation().cues.iter().cloned());
    ids.sort();
    answer.sensation = ids.pop().unwrap_or_default();
    answer
}

/// Lets time pass without contact; gives the cues.
pub fn wait(patient: &mut Patient, seconds: f64) -> Vec<Cue> {
    let mut cues = Vec::new();
    for _ in 0..(seconds * 60.0) as u32 {
        patient.step(None);
        cues.extend(patient.observation().cues.iter().cloned());
    }
    cues
}

/// A fresh client with one finding, on whom one stroke is done.
pub fn once(site: Option<SiteSpec>, stroke: Pull) -> Answer {
    let mut patient = Patient::new(tables(), client(site), 7).unwrap();
    pull(&mut patient, stroke)
}

/// The ids of spoken sensations.
pub fn spoken(cues: &[Cue]) -> Vec<String> {
    cues.iter()
        .filter_map(|cue| match &cue.kind {
            CueKind::Sensation(id) => Some(id.to_string()),
            CueKind::StopWord => Some("stop".into()),
            CueKind::Reaction(_) | CueKind::Remark(_) => None,
        })
        .collect()
}

/// The site over which [`lumbar`] lies.
pub fn site(observation: &Observation) -> &ctm_trainer::simulation::observation::SiteView {
    &observation.sites[0]
}

/// One line of strokes: textbook strokes beside each other, `rounds` times.
pub fn line(
    patient: &mut Patient,
    stroke: &'static str,
    from: (f64, f64),
    to: (f64, f64),
    count: u32,
    cm: f64,
    rounds: u32,
) {
    for _ in 0..rounds {
        for number in 0..count {
            let share = f64::from(number) / f64::from(count.max(2) - 1);
            let place = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            pull(patient, Pull::textbook(stroke, place, cm));
            wait(patient, 0.4);
        }
    }
}

/// A basic section as it is taught, about six minutes: flat, hooks and long strokes on both sides, balancing.
pub fn section(patient: &mut Patient) {
    unbalanced(patient);
    balance(patient);
}

/// The same without the balancing strokes at its end.
pub fn unbalanced(patient: &mut Patient) {
    for side in [1.0, -1.0] {
        for place in [(4.0, 102.0), (7.0, 98.0), (4.0, 90.0), (6.0, 80.0)] {
            line(patient, "flat", (side * place.0, place.1), (side * place.0, place.1), 1, 3.0, 4);
        }
        line(patient, "hook", (side * 4.0, 114.0), (side * 6.0, 98.0), 6, 2.0, 3);
        line(patient, "hook", (side * 5.0, 99.0), (side * 13.0, 90.0), 7, 2.0, 3);
        line(patient, "subcutaneous", (side * 8.0, 104.0), (side * 14.0, 116.0), 4, 4.0, 3);
        line(patient, "hook", (side * 5.0, 92.0), (side * 5.0, 70.0), 7, 2.0, 3);
        line(patient, "long", (side * 9.0, 86.0), (side * 11.0, 78.0), 3, 7.0, 2);
    }
}

/// Balancing strokes over pelvis and lower ribs, both hands.
pub fn balance(patient: &mut Patient) {
    for (from, to) in [((2.0, 91.0), (16.0, 84.0)), ((2.0, 66.0), (16.0, 60.0))] {
        for _ in 0..3 {
            let mut stroke = Pull::textbook("balancing", from, 15.0);
            (stroke.to, stroke.both) = (to, true);
            pull(patient, stroke);
            wait(patient, 0.4);
        }
    }
}
