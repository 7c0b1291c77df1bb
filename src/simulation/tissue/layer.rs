//! The state of the layers of one site.

use super::super::{
    bits::{Bits, ToBits},
    constants::Constants,
    contact::Aim,
    make_up::SiteGrades,
    observation::PlaneView,
};
use crate::{
    knowledge::{body::Mechanics, finding::Finding},
    maths::lerp,
};

/// Skin, upper shift plane, superficial fascia, lower shift plane, deep fascia: from outside in.
pub(crate) const LAYERS: usize = 5;
const UPPER: usize = 1;
const LOWER: usize = 3;
const DEEP: usize = 4;

/// How one layer, or one plane between layers, is and answers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct LayerState {
    /// Displacement to the limit before the session, millimetres.
    pub(crate) limit_mm: f64,
    /// Stiffness before the limit, N/mm.
    pub(crate) soft: f64,
    /// Stiffness beyond the limit, N/mm.
    pub(crate) beyond: f64,
    /// Tension on the palpation scale, 0 to 4; a little below 0 in slack tissue.
    pub(crate) tension: f64,
    /// Fluid, 0 to 1.5.
    pub(crate) fluid: f64,
    /// How much neighbouring layers move together, 0 to 1.
    pub(crate) adhesion: f64,
    /// Tenderness when pulled, 0 to 10.
    pub(crate) tenderness: f64,
    /// Set (1) or loosened (0) ground substance.
    pub(crate) gel: f64,
}

impl ToBits for LayerState {
    /// Only what changes in a session; the rest follows from the client and the tables.
    fn to_bits(&self, bits: &mut Bits) {
        let Self { limit_mm: _, soft: _, beyond: _, tension: _, fluid, adhesion: _, tenderness: _, gel } = *self;
        bits.numbers(&[fluid, gel]);
    }
}

/// The layer a plane of work belongs to.
pub(crate) fn plane(aim: Aim) -> usize {
    match aim {
        Aim::Skin => UPPER,
        Aim::Subcutis => LOWER,
        Aim::Fascia => DEEP,
    }
}

/// The lower shift plane, which findings are graded by.
pub(crate) const fn lower() -> usize {
    LOWER
}

/// The three planes that pads can load, as others see them.
pub(crate) fn views(layers: &[LayerState; LAYERS]) -> [PlaneView; 3] {
    [Aim::Skin, Aim::Subcutis, Aim::Fascia].map(|aim| {
        let LayerState { limit_mm, soft, beyond, tension, adhesion, .. } = layers[plane(aim)];
        PlaneView { limit_mm, soft, beyond, tension, adhesion }
    })
}

/// Gives all layers more way, as much as the lower plane gains; the force at the limit stays.
pub(crate) fn widen(layers: &mut [LayerState; LAYERS], lower_mm: f64) {
    let factor = 1.0 + lower_mm / layers[LOWER].limit_mm.max(0.1);
    for state in layers {
        state.limit_mm *= factor;
        state.soft /= factor;
        // What was won is no longer bound or tense.
        state.adhesion /= factor;
        state.tension = if state.tension > 0.0 { state.tension / factor } else { state.tension };
    }
}

/// How far the layers above a plane let work through to it, 0 to 1: bound layers that are still set hold it back.
pub(crate) fn access(layers: &[LayerState; LAYERS], plane: usize, constants: &Constants) -> f64 {
    let mut access = 1.0;
    for above in [UPPER, LOWER].into_iter().filter(|above| *above < plane) {
        if let Some(state) = layers.get(above) {
            access *= 1.0 - constants.order_share * state.adhesion * state.gel;
        }
    }
    access
}

/// How strongly a finding in the layer named shows in each of the five, 0 to 1.
fn depth_profile(layer: &str) -> [f64; LAYERS] {
    match layer {
        "skin" | "epidermis" | "dermis" => [1.0, 1.0, 0.5, 0.4, 0.1],
        "deep-fascia" | "muscle" => [0.1, 0.3, 0.5, 0.9, 1.0],
        _ => [0.4, 0.7, 1.0, 1.0, 0.6],
    }
}

/// The grade of a scale attribute as a share of the well-marked finding: 1 at grade 3, more at grade 4.
fn share(grade: f64) -> f64 {
    (grade / 3.0).clamp(0.0, 4.0 / 3.0)
}

/// Middle of a range.
fn middle(range: (f64, f64)) -> f64 {
    0.5 * (range.0 + range.1)
}

/// How tissue shifts outside all regions.
pub(crate) fn plain(constants: &Constants) -> Mechanics {
    Mechanics {
        limit_mm: (constants.plain_limit_mm, constants.plain_limit_mm),
        soft: constants.plain_soft,
        beyond: constants.plain_beyond,
        creep: constants.plain_creep,
        loss: constants.plain_loss,
    }
}

/// The five layers of normal tissue.
pub(crate) fn normal(tissue: &Mechanics, weakness_factor: f64, constants: &Constants) -> [LayerState; LAYERS] {
    layered([(middle(tissue.limit_mm), tissue.soft, tissue.beyond); LAYERS], weakness_factor, constants)
}

/// The five layers of a finding, between normal tissue and the finding by its grades.
pub(crate) fn altered(
    tissue: &Mechanics,
    finding: &Finding,
    grades: SiteGrades,
    layer: &str,
    weakness_factor: f64,
    constants: &Constants,
) -> [LayerState; LAYERS] {
    let profile = depth_profile(layer);
    let grade = |value: u8| f64::from(value.min(4));
    let (mobility, volume) = (grade(grades.mobility), grade(grades.volume));
    let wet = finding.fluid > 0.0;
    let moves_less = middle(finding.mechanics.limit_mm) < middle(tissue.limit_mm);
    // A drawn-in area that does not move is tense even if only its mobility was graded, and the reverse.
    let tension = if moves_less && !wet {
        grade(grades.tension).max(0.8 * mobility)
    } else if wet {
        grade(grades.tension)
    } else {
        // Slack tissue answers a pull less than normal tissue does.
        grade(grades.tension) - constants.slack_dullness * share(mobility)
    };
    let bound = if wet { mobility.max(volume) } else { mobility.max(tension - 1.0) };
    let mut mechanics = [(0.0, 0.0, 0.0); LAYERS];
    for (entry, weight) in mechanics.iter_mut().zip(profile) {
        let amount = share(bound) * weight;
        let firm = share(bound.max(tension)) * weight;
        let usual = middle(tissue.limit_mm);
        let marked = middle(finding.mechanics.limit_mm);
        // Grade 4 goes on to the far end of the finding's range.
        let extreme = if moves_less { finding.mechanics.limit_mm.0 } else { finding.mechanics.limit_mm.1 };
        let limit =
            if amount <= 1.0 { lerp(usual, marked, amount) } else { lerp(marked, extreme, (amount - 1.0) * 3.0) };
        let at_limit = lerp(tissue.soft * usual, finding.mechanics.soft * marked, firm.min(1.0));
        *entry = (limit, at_limit / limit.max(1.0), lerp(tissue.beyond, finding.mechanics.beyond, firm.min(1.0)));
    }
    let mut layers = layered(mechanics, weakness_factor, constants);
    let fluid = finding.fluid * volume / 4.0;
    let sore = match grades.tenderness {
        0 => 0.0,
        1 => constants.tenderness_grade_1,
        2 => constants.tenderness_grade_2,
        3 => constants.tenderness_grade_3,
        _ => constants.tenderness_grade_4,
    };
    for (state, weight) in layers.iter_mut().zip(profile) {
        state.tension = tension * weight;
        state.fluid = fluid * weight;
        state.tenderness = sore * weight;
        state.adhesion = if moves_less { (bound / 4.0 * weight).min(1.0) } else { 0.0 };
    }
    layers
}

fn layered(tissue: [(f64, f64, f64); LAYERS], weakness_factor: f64, constants: &Constants) -> [LayerState; LAYERS] {
    // Way and stiffness of each layer against the lower shift plane.
    let ratios = [
        (constants.skin_stretch_ratio, constants.skin_stiffness_ratio),
        (constants.upper_limit_ratio, constants.upper_stiffness_ratio),
        (constants.superficial_stretch_ratio, constants.superficial_stiffness_ratio),
        (1.0, 1.0),
        (constants.deep_limit_ratio, constants.deep_stiffness_ratio),
    ];
    let mut layers = [LayerState::default(); LAYERS];
    for ((state, (limit, soft, beyond)), (way, stiffness)) in layers.iter_mut().zip(tissue).zip(ratios) {
        state.limit_mm = (limit * way).max(constants.smallest_limit_mm);
        state.soft = soft * stiffness * weakness_factor;
        state.beyond = beyond * stiffness * weakness_factor;
        state.gel = 1.0;
    }
    layers
}
