//! Tissue of a place: the one spot where the state of the lumped tissue becomes numbers of the sheets.
//!
//! What the lumped tissue knows of a site goes into the sheets once each: the *way* to the limit and the force at it
//! decide how far the pads carry the skin and how firm the shift layers are; *adhesion* decides how far layers move
//! together; *fluid* is thickness. `METHOD.md` has the equations and how well both agree.

use super::{ground::REFERENCE, material::LAYERS};
use crate::{
    knowledge::{
        Knowledge,
        id::RegionId,
        zone::{self, Outline},
    },
    maths::{lerp, smoothstep},
    simulation::{
        constants::Constants,
        contact::Aim,
        observation::{PlaneView, SiteView},
        stroke::layer_shares,
        tissue::{layer, shear::Spring},
    },
    units::BackPoint,
};

/// A piece of tissue that is not as usual.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TissueArea {
    /// Where, on the chart.
    pub outlines: Vec<Outline>,
    /// How much neighbouring layers are bound to each other, 0 to 1.
    pub adhesion: f64,
    /// Fluid, 0 to 1.5.
    pub swelling: f64,
    /// How far the tissue shifts against `shift`, as a share: 1 as it says, more when it has given way since.
    pub way: f64,
    /// How it shifts; none for normal tissue of the place.
    pub shift: Option<Shift>,
}

/// How a piece of tissue shifts under the pads.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Shift {
    /// Upper plane, lower plane, deep plane.
    pub planes: [PlaneView; 3],
    /// Creep in ten seconds, share.
    pub creep: f64,
    /// Work lost in a cycle, share.
    pub loss: f64,
}

/// Tissue at a place of the back.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Tissue {
    pub(crate) shift: Shift,
    /// Of the upper and of the lower plane.
    pub(crate) adhesion: [f64; 2],
    pub(crate) swelling: f64,
    /// Stiffness of the lower plane against that of the reference, see [`REFERENCE`].
    pub(crate) firmness: f64,
}

/// Width over which an area passes into its surroundings, cm.
const SOFT_BORDER_CM: f64 = 0.8;

/// How normal tissue shifts, by region.
#[derive(Debug, Clone)]
pub(crate) struct Shifts {
    all: Vec<(RegionId, Outline, bool, Shift)>,
    elsewhere: Shift,
    /// Stiffness of the lower plane in the region on which the numbers of the sheets were found, N/mm.
    reference: f64,
}

impl Shifts {
    /// Reads the regions.
    pub(crate) fn new(knowledge: &Knowledge, constants: &Constants) -> Self {
        let regions = knowledge.regions.iter().filter(|(_, region)| !region.outline.is_empty());
        let all = regions.filter_map(|(id, region)| {
            let mechanics = region.mechanics.as_ref()?;
            let shift = Shift {
                planes: layer::views(&layer::normal(mechanics, 1.0, constants)),
                creep: mechanics.creep,
                loss: mechanics.loss,
            };
            Some((id.clone(), region.outline.clone(), region.paired, shift))
        });
        let plain = layer::plain(constants);
        let elsewhere = Shift {
            planes: layer::views(&layer::normal(&plain, 1.0, constants)),
            creep: plain.creep,
            loss: plain.loss,
        };
        let all: Vec<_> = all.collect();
        let reference = all.iter().find(|(id, ..)| id.as_str() == REFERENCE).map_or(elsewhere, |(.., shift)| *shift);
        Self { all, elsewhere, reference: reference.planes[1].soft.max(1e-3) }
    }

    /// Which region a point lies in, to be asked for with [`Shifts::normal`].
    pub(crate) fn region(&self, point: BackPoint) -> usize {
        let found = self.all.iter().position(|(_, outline, paired, _)| {
            zone::inside(outline, point) || (*paired && zone::inside(outline, point.mirrored()))
        });
        found.unwrap_or(self.all.len())
    }

    /// How normal tissue of a region shifts.
    pub(crate) fn normal(&self, region: usize) -> &Shift {
        self.all.get(region).map_or(&self.elsewhere, |(.., shift)| shift)
    }
}

impl Tissue {
    /// Tissue at a point of a region with these areas over it. Where areas overlap the one that lies deeper counts, of
    /// equals the first.
    pub(crate) fn at(point: BackPoint, region: usize, shifts: &Shifts, areas: &[TissueArea]) -> Self {
        let usual = *shifts.normal(region);
        let firmness = |shift: &Shift| (shift.planes[1].soft / shifts.reference).clamp(0.1, 20.0);
        let mut here = Self { shift: usual, adhesion: [0.0; 2], swelling: 0.0, firmness: firmness(&usual) };
        let mut strongest = 0.0;
        for area in areas {
            let away = area.outlines.iter().map(|outline| zone::distance_cm(outline, point)).fold(f64::MAX, f64::min);
            let weight = 1.0 - smoothstep(0.0, SOFT_BORDER_CM, away);
            if weight <= strongest {
                continue;
            }
            strongest = weight;
            let own = area.shift.unwrap_or(usual);
            let way = tidy(area.way, 0.1, 4.0);
            let planes = std::array::from_fn(|plane| mix(&usual.planes[plane], &own.planes[plane], way, weight));
            let shift =
                Shift { planes, creep: lerp(usual.creep, own.creep, weight), loss: lerp(usual.loss, own.loss, weight) };
            // the area says how far the lower plane is bound, its own state how the upper one compares
            let upper = area.shift.map_or(1.0, |own| {
                let [upper, lower, _] = own.planes.map(|plane| plane.adhesion);
                if lower > 0.0 { upper / lower } else { 0.0 }
            });
            let bound = [area.adhesion * upper, area.adhesion];
            here = Self {
                shift,
                adhesion: bound.map(|share| weight * tidy(share, 0.0, 1.0)),
                swelling: weight * tidy(area.swelling, 0.0, 1.5),
                firmness: firmness(&shift),
            };
        }
        here
    }

    /// Slip of the three planes at the end of their way, millimetres: the farthest that each slips when a grip takes its
    /// layer to the limit.
    pub(crate) fn limits_mm(&self, constants: &Constants) -> [f64; LAYERS] {
        let mut most = [0.1; LAYERS];
        for (depth, plane) in self.shift.planes.iter().enumerate() {
            let (superficial, deep) = layer_shares(depth as f64, self.adhesion[1], constants);
            let slips = [1.0 - superficial, superficial - deep, deep];
            for (most, slip) in most.iter_mut().zip(slips) {
                *most = f64::max(*most, slip * plane.limit_mm);
            }
        }
        most
    }

    /// The tissue as the spring that pads feel when they load a layer.
    pub(crate) fn spring(&self, loaded: Aim) -> Spring {
        let plane = &self.shift.planes[loaded as usize];
        Spring {
            limit_mm: plane.limit_mm,
            soft: plane.soft,
            beyond: plane.beyond.max(plane.soft),
            creep: self.shift.creep.clamp(0.0, 0.5),
            loss: self.shift.loss.clamp(0.0, 0.9),
            tension: (plane.tension / 4.0).clamp(0.0, 1.0),
        }
    }
}

/// A plane between normal tissue and an area's own, which has given way by a factor: the force at the limit stays.
fn mix(usual: &PlaneView, own: &PlaneView, way: f64, weight: f64) -> PlaneView {
    PlaneView {
        limit_mm: lerp(usual.limit_mm, own.limit_mm * way, weight).max(0.3),
        soft: lerp(usual.soft, own.soft / way, weight).max(1e-3),
        beyond: lerp(usual.beyond, own.beyond, weight),
        tension: lerp(usual.tension, own.tension, weight),
        adhesion: lerp(usual.adhesion, own.adhesion, weight),
    }
}

fn tidy(value: f64, low: f64, high: f64) -> f64 {
    if value.is_finite() { value.clamp(low, high) } else { low.max(high.min(1.0)) }
}

impl TissueArea {
    /// What an observed site is to the sheets; none if it is as usual.
    #[must_use]
    pub fn of(view: &SiteView, knowledge: &Knowledge) -> Option<Self> {
        let finding = knowledge.findings.get(view.finding.as_ref()?.as_str())?;
        let swelling = finding.fluid * (view.relief_mm / finding.relief_mm.max(0.1)).clamp(0.0, 1.5);
        let guarding = knowledge.constants.get("guarding-limit").map_or(0.0, |entry| entry.value * view.guarding);
        let way = view.mobility_mm / view.mobility_before_mm.max(0.1) * (1.0 - guarding);
        Some(Self {
            outlines: view.outlines.clone(),
            adhesion: view.planes[1].adhesion,
            swelling,
            way: way.clamp(0.1, 4.0),
            shift: Some(Shift { planes: view.planes, creep: finding.mechanics.creep, loss: finding.mechanics.loss }),
        })
    }
}
