//! A pair of hands that works on a simulated client: single pulls, lines of them, a whole section.

use crate::{
    knowledge::{Knowledge, id::StrokeId},
    simulation::{
        contact::{Aim, Contact, Grip},
        observation::Cue,
        patient::Patient,
    },
    units::{BackPoint, CM_PER_PERCENT, TICKS_PER_SECOND},
};

/// How a stroke is done.
#[derive(Debug, Clone)]
pub struct Pull {
    /// The stroke.
    pub stroke: StrokeId,
    /// The layer aimed at.
    pub aim: Aim,
    /// Angle of the fingers, degrees.
    pub angle: u32,
    /// Normal force.
    pub newtons: f64,
    /// Where the pads are put down.
    pub from: BackPoint,
    /// Where the hand pulls to.
    pub to: BackPoint,
    /// Centimetres per second.
    pub speed: f64,
    /// Both hands, mirrored at the midline.
    pub both: bool,
}

impl Pull {
    /// The stroke as the table teaches it: middle of all ranges, at a place, so long upwards and inwards.
    ///
    /// A stroke the table does not know is pulled like a subcutaneous stroke of the middle forces.
    #[must_use]
    pub fn textbook(knowledge: &Knowledge, stroke: &str, from: BackPoint, cm: f64) -> Self {
        let middle = |range: (f64, f64)| 0.5 * (range.0 + range.1);
        let entry = knowledge.strokes.get(stroke);
        Self {
            stroke: StrokeId::from(stroke),
            aim: match entry.map(|entry| entry.layer.as_str()) {
                Some("skin") => Aim::Skin,
                Some("deep-fascia") => Aim::Fascia,
                _ => Aim::Subcutis,
            },
            angle: entry.map_or(40.0, |entry| middle(entry.angle_deg)) as u32,
            newtons: entry.map_or(3.5, |entry| middle(entry.normal_n)),
            from,
            to: BackPoint(from.0 - 0.6 * cm, from.1 - 0.8 * cm / CM_PER_PERCENT),
            speed: entry.map_or(2.0, |entry| middle(entry.speed_cm_s)),
            both: false,
        }
    }
}

/// What a stroke was like.
#[derive(Debug, Default, Clone)]
pub struct Answer {
    /// The strongest sensation of the stroke's last two thirds, for example `sn3`.
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
    /// What the client said and showed.
    pub cues: Vec<Cue>,
}

/// Does a stroke; at the end the hand holds for a quarter of a second and lifts.
pub fn pull(patient: &mut Patient, pull: &Pull) -> Answer {
    let grip = Grip {
        stroke: pull.stroke.clone(),
        aim: pull.aim,
        angle_deg: pull.angle,
        normal_mn: (pull.newtons * 1000.0).clamp(0.0, 30_000.0) as u32,
        both_hands: pull.both,
    };
    let (from, to) = (pull.from, pull.to);
    let ticks = (60.0 * from.distance_cm(to) / pull.speed.max(0.05)) as u32;
    let mut answer = Answer::default();
    let mut strongest: Option<String> = None;
    for tick in 0..=ticks + 15 {
        // The hand is reported ten times a second, as a pointer may be.
        let share = f64::from((tick / 6 * 6).min(ticks)) / f64::from(ticks.max(1));
        let at = BackPoint(from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        patient.step(Some(Contact { grip: &grip, from: from.quantised(), at: at.quantised() }));
        let seen = patient.observation();
        if let Some(touch) = &seen.touch {
            let length = |shift: (f64, f64)| crate::maths::hypot(shift.0, shift.1);
            answer.load = answer.load.max(touch.load);
            answer.slid |= touch.sliding;
            answer.fold_mm = answer.fold_mm.max(touch.fold_mm);
            answer.tangential_n = answer.tangential_n.max(touch.tangential_n);
            answer.layer = Some(touch.layer);
            if length(touch.skin_shift_mm) > answer.shifts.0 {
                answer.shifts =
                    (length(touch.skin_shift_mm), length(touch.superficial_shift_mm), length(touch.deep_shift_mm));
            }
        }
        if tick * 3 > ticks
            && let Some(sensation) = &seen.sensation
            && strongest.as_deref().is_none_or(|known| sensation.as_str() > known)
        {
            strongest = Some(sensation.to_string());
        }
        answer.cues.extend(seen.cues.iter().cloned());
    }
    patient.step(None);
    answer.cues.extend(patient.observation().cues.iter().cloned());
    answer.sensation = strongest.unwrap_or_default();
    answer
}

/// Lets time pass without contact; gives the cues.
pub fn wait(patient: &mut Patient, seconds: f64) -> Vec<Cue> {
    let mut cues = Vec::new();
    for _ in 0..(seconds * f64::from(TICKS_PER_SECOND)) as u32 {
        patient.step(None);
        cues.extend(patient.observation().cues.iter().cloned());
    }
    cues
}

/// Where strokes are set beside each other.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The first stroke begins here.
    pub from: BackPoint,
    /// The last one here.
    pub to: BackPoint,
    /// So many.
    pub count: u32,
    /// Length of each, centimetres.
    pub cm: f64,
    /// How often the whole row.
    pub rounds: u32,
}

/// Textbook strokes beside each other; `change` may alter each.
pub fn line(
    patient: &mut Patient,
    knowledge: &Knowledge,
    stroke: &str,
    row: Row,
    change: &dyn Fn(&mut Pull),
) -> Vec<Cue> {
    let mut cues = Vec::new();
    for _ in 0..row.rounds {
        for number in 0..row.count {
            let share = f64::from(number) / f64::from(row.count.max(2) - 1);
            let place =
                BackPoint(row.from.0 + (row.to.0 - row.from.0) * share, row.from.1 + (row.to.1 - row.from.1) * share);
            let mut stroke = Pull::textbook(knowledge, stroke, place, row.cm);
            change(&mut stroke);
            cues.extend(pull(patient, &stroke).cues);
            cues.extend(wait(patient, 0.4));
        }
    }
    cues
}

/// A basic section as it is taught, about six minutes: flat, hooks and long strokes on both sides, balancing.
pub fn section(patient: &mut Patient, knowledge: &Knowledge) -> Vec<Cue> {
    let mut cues = unbalanced(patient, knowledge);
    cues.extend(balance(patient, knowledge));
    cues
}

/// The same without the balancing strokes at its end.
pub fn unbalanced(patient: &mut Patient, knowledge: &Knowledge) -> Vec<Cue> {
    let mut cues = Vec::new();
    for side in [1.0, -1.0] {
        let mut row = |stroke: &str, from: (f64, f64), to: (f64, f64), count, cm, rounds| {
            let (from, to) = (BackPoint(side * from.0, from.1), BackPoint(side * to.0, to.1));
            let row = Row { from, to, count, cm, rounds };
            cues.extend(line(patient, knowledge, stroke, row, &|_| {}));
        };
        for place in [(4.0, 102.0), (7.0, 98.0), (4.0, 90.0), (6.0, 80.0)] {
            row("flat", place, place, 1, 3.0, 4);
        }
        row("hook", (4.0, 114.0), (6.0, 98.0), 6, 2.0, 3);
        row("hook", (5.0, 99.0), (13.0, 90.0), 7, 2.0, 3);
        row("subcutaneous", (8.0, 104.0), (14.0, 116.0), 4, 4.0, 3);
        row("hook", (5.0, 92.0), (5.0, 70.0), 7, 2.0, 3);
        row("long", (9.0, 86.0), (11.0, 78.0), 3, 7.0, 2);
    }
    cues
}

/// Balancing strokes over pelvis and lower ribs, both hands.
pub fn balance(patient: &mut Patient, knowledge: &Knowledge) -> Vec<Cue> {
    let mut cues = Vec::new();
    for (from, to) in [((2.0, 91.0), (16.0, 84.0)), ((2.0, 66.0), (16.0, 60.0))] {
        for _ in 0..3 {
            let mut stroke = Pull::textbook(knowledge, "balancing", BackPoint(from.0, from.1), 15.0);
            (stroke.to, stroke.both) = (BackPoint(to.0, to.1), true);
            cues.extend(pull(patient, &stroke).cues);
            cues.extend(wait(patient, 0.4));
        }
    }
    cues
}
