//! What looking and palpating bring to light.
//!
//! A hint says what the eye sees or the hand feels and roughly where; the name of the zone and of the
//! finding are for the student to give.

use super::{
    area::FindingArea,
    progress::{Felt, Looked, Seen},
};
use crate::{
    knowledge::{
        Knowledge,
        body::Level,
        finding::Relief,
        id::{LevelId, StrokeId},
    },
    scenario::format::Reveal,
    session::hand::Hand,
    simulation::{observation::Touch, palpation::Reading, patient::Patient},
    units::{BackPoint, Side, Tick},
};

/// Up to this angle, in degrees, light rakes across the skin and shows relief.
pub const RAKING_DEG: u32 = 30;

/// Without raking light only relief of at least this grade is seen.
const PLAIN_GRADE: u8 = 3;

/// Width of the pads to each side of their middle, centimetres.
const PADS_CM: f64 = 0.8;

/// A testing hand must have shifted the tissue by this much to feel anything, centimetres.
const LEAST_SHIFT_CM: f64 = 0.3;

/// Points nearer to the midline than this lie on the spine, farther than this lateral, centimetres.
const BESIDE_CM: (f64, f64) = (1.5, 7.0);

/// The way of examination that a testing stroke is.
#[must_use]
pub fn way_of(stroke: &StrokeId) -> Option<Reveal> {
    match stroke.as_str() {
        "displacement" => Some(Reveal::Displacement),
        "fold" => Some(Reveal::Fold),
        "diagnostic" => Some(Reveal::DiagnosticStroke),
        _ => None,
    }
}

/// What a look shows; `covered_from` is the y in percent from which the sheet covers the back.
pub(super) fn look(knowledge: &Knowledge, areas: &[FindingArea], look: Looked, covered_from: f64) -> Vec<Seen> {
    areas
        .iter()
        .filter(|area| area.reveal.contains(&Reveal::Look) && area.middle.1 < covered_from)
        .filter(|area| look.raking() || area.grades.whole() >= PLAIN_GRADE)
        .filter_map(|area| {
            let kind = knowledge.findings.get(&area.kind)?;
            let shape = if kind.look.is_empty() { plain(kind.relief).to_owned() } else { kind.look.clone() };
            Some(Seen {
                finding: area.id.clone(),
                tick: look.tick,
                words: format!("{shape}, {}", whereabouts(knowledge, area.middle, area.side)),
                at: area.middle.quantised(),
            })
        })
        .collect()
}

/// What a testing hand feels in this tick.
pub(super) fn palpate(
    knowledge: &Knowledge,
    areas: &[FindingArea],
    hand: &Hand,
    touch: &Touch,
    now: Tick,
    tissue: &Tissue<'_>,
    known: &[Felt],
) -> Vec<Felt> {
    let Some(way) = way_of(&hand.grip.stroke) else { return Vec::new() };
    let blunt = knowledge.strokes.get(&hand.grip.stroke).is_some_and(|stroke| {
        let normal = f64::from(hand.grip.normal_mn) / 1000.0;
        normal < stroke.limits_n.0 || normal > stroke.limits_n.1
    });
    if touch.sliding || blunt || hand.from.point().distance_cm(hand.at.point()) < LEAST_SHIFT_CM {
        return Vec::new();
    }
    let at = [hand.at.point(), hand.from.point()];
    let at = if way == Reveal::Displacement { &at[..] } else { &at[..1] };
    let touched = |place: &BackPoint, area: &FindingArea| {
        area.distance_cm(*place) <= PADS_CM || hand.grip.both_hands && area.distance_cm(place.mirrored()) <= PADS_CM
    };
    areas
        .iter()
        .filter(|area| area.reveal.contains(&way))
        .filter(|area| !known.iter().any(|known| known.finding == area.id && known.way == way))
        .filter(|area| at.iter().any(|place| touched(place, area)))
        .map(|area| Felt {
            finding: area.id.clone(),
            way,
            tick: now,
            words: tissue.feeling(knowledge, area, way),
            at: hand.at,
        })
        .collect()
}

/// The tissue as the hand reads it, and how uncertain that hand is.
pub(super) struct Tissue<'a> {
    pub patient: &'a Patient,
    /// 0 to 1.
    pub uncertainty: f64,
    /// Seed of the attempt.
    pub seed: u64,
}

impl Tissue<'_> {
    fn read(&self, at: BackPoint, way: Reveal, number: u64) -> Reading {
        let key = self.seed ^ number.rotate_left(17) ^ (way as u64).rotate_left(41);
        self.patient.palpate(at).blurred(self.uncertainty, key)
    }

    /// What the hand feels: way and end on both sides, or the fold; then grades of the palpation scale.
    fn feeling(&self, knowledge: &Knowledge, area: &FindingArea, way: Reveal) -> String {
        let name = area.id.bytes().fold(0u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let here = self.read(area.middle, way, name);
        let other = self.read(area.middle.mirrored(), way, name.wrapping_add(1));
        let grades = here.grades;
        let attributes: &[(&str, u8)] = match way {
            Reveal::Look => &[],
            Reveal::Displacement => {
                &[("mobility", grades.mobility), ("tension", grades.tension), ("tenderness", grades.tenderness)]
            }
            Reveal::Fold => {
                &[("volume", grades.volume), ("mobility", grades.mobility), ("tenderness", grades.tenderness)]
            }
            Reveal::DiagnosticStroke => &[("tension", grades.tension), ("tenderness", grades.tenderness)],
        };
        let mut words: Vec<String> = Vec::new();
        if let Some(kind) = knowledge.findings.get(&area.kind) {
            words.push(kind.feel.clone());
        }
        let sided = area.middle.0.abs() >= BESIDE_CM.0;
        let measured = |reading: &Reading| match way {
            Reveal::Fold => format!(
                "a fold of about {:.0} mm{}",
                reading.fold_mm,
                if reading.rolls { "" } else { " that will not roll" }
            ),
            _ => format!("about {:.0} mm to {}", reading.limit_mm, reading.end.words()),
        };
        match way {
            Reveal::Displacement | Reveal::Fold if sided => {
                words.push(format!("{} here, {} on the other side", measured(&here), measured(&other)));
            }
            Reveal::Displacement | Reveal::Fold => words.push(measured(&here)),
            _ => {}
        }
        for (attribute, grade) in attributes {
            let text = knowledge.palpation.get(*attribute).and_then(|entry| entry.grades.get(usize::from(*grade)));
            if let Some(text) = text.filter(|_| *grade > 0) {
                words.push(format!("{attribute}: {}", lower(text)));
            }
        }
        words.join("; ")
    }
}

/// Roughly where a point lies: beside which vertebra, on which side.
fn whereabouts(knowledge: &Knowledge, point: BackPoint, side: Side) -> String {
    let nearest = knowledge
        .levels
        .iter()
        .filter_map(|(id, level): (&LevelId, &Level)| Some((id, (level.y? - point.1).abs())))
        .min_by(|one, other| one.1.total_cmp(&other.1))
        .map_or_else(|| "the spine".to_owned(), |(id, _)| id.as_str().to_uppercase());
    let away = point.0.abs();
    let beside = match (side, away) {
        (_, away) if away < BESIDE_CM.0 => return format!("over {nearest}"),
        (Side::Both, _) => return format!("at the height of {nearest} on both sides"),
        (_, away) if away < BESIDE_CM.1 => "beside",
        _ => "well out from",
    };
    format!("{beside} {nearest} on the {}", side.word())
}

fn plain(relief: Relief) -> &'static str {
    match relief {
        Relief::Groove => "A groove",
        Relief::Line => "A fine line",
        Relief::Lowered => "A flattened area",
        Relief::Raised => "A raised cushion",
        Relief::Level => "Soft folds",
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
