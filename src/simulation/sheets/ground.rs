//! A client's back as a lattice: metric, thickness of the layers, state of the tissue.

use super::{
    material::{LAYERS, Material},
    medium::{self, Place},
    numbers::Numbers,
};
use crate::{
    knowledge::{
        Knowledge,
        body::Layer,
        chart::{BodyFacts, BodySurface},
        id::RegionId,
        zone::{self, Outline},
    },
    maths::{cos, sin, smoothstep},
    simulation::observation::SiteView,
    units::{BackPoint, CM_PER_PERCENT},
};

/// The part of the chart that the sheets cover, and how finely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolution {
    /// Columns over the 40 cm of the chart's width, 17 to 513.
    pub columns: usize,
    /// Rows over the chart's height of 150 %, 33 to 1025.
    pub rows: usize,
}

impl Resolution {
    /// About 3 mm: the room's default.
    pub const ROOM: Self = Self { columns: 129, rows: 241 };
    /// About 5 mm, for weak machines.
    pub const COARSE: Self = Self { columns: 81, rows: 153 };

    pub(crate) fn tidied(self) -> Self {
        Self { columns: self.columns.clamp(17, 513), rows: self.rows.clamp(33, 1025) }
    }

    /// The chart point of a vertex. Vertices may lie beside the lattice.
    #[must_use]
    pub fn point(self, column: f64, row: f64) -> BackPoint {
        BackPoint(LEFT + column / (self.columns - 1) as f64 * ACROSS, TOP + row / (self.rows - 1) as f64 * DOWN)
    }

    /// Column and row of a chart point, as fractions.
    #[must_use]
    pub fn vertex(self, point: BackPoint) -> (f64, f64) {
        ((point.0 - LEFT) / ACROSS * (self.columns - 1) as f64, (point.1 - TOP) / DOWN * (self.rows - 1) as f64)
    }
}

/// The chart's left edge, cm.
pub(crate) const LEFT: f64 = -20.0;
/// The chart's width, cm.
pub(crate) const ACROSS: f64 = 40.0;
/// The chart's upper edge, %.
pub(crate) const TOP: f64 = -22.0;
/// The chart's height, %.
pub(crate) const DOWN: f64 = 150.0;

/// A piece of tissue that is not as usual.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TissueArea {
    /// Where, on the chart.
    pub outlines: Vec<Outline>,
    /// How much neighbouring layers are bound to each other, 0 to 1.
    pub adhesion: f64,
    /// Fluid, 0 to 1.5.
    pub swelling: f64,
    /// How far the tissue shifts against normal tissue of the place, as a share: 1 normal, less when drawn in.
    pub way: f64,
}

/// Thickness in millimetres at a vertex, from outside in.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Thickness {
    /// Skin.
    pub skin: f32,
    /// From the underside of the skin to the superficial fascia.
    pub upper: f32,
    /// Superficial fascia.
    pub superficial: f32,
    /// From the superficial to the deep fascia.
    pub middle: f32,
    /// Deep fascia.
    pub deep: f32,
    /// The gliding layer under it.
    pub under: f32,
}

/// Numbers of a vertex.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spot {
    /// True metres between this column and the next, and this row and the next.
    pub(crate) cell: (f64, f64),
    /// It lies on the body's chart.
    pub(crate) on_chart: bool,
    /// Normal thickness.
    pub(crate) usual: Thickness,
    /// What is not as usual.
    pub(crate) adhesion: f64,
    pub(crate) swelling: f64,
    pub(crate) way: f64,
}

/// The lattice over a client's back.
#[derive(Debug, Clone)]
pub(crate) struct Back {
    pub(crate) resolution: Resolution,
    pub(crate) spots: Vec<Spot>,
}

impl Back {
    /// Reads metric and thickness.
    pub(crate) fn new(
        knowledge: &Knowledge,
        numbers: &Numbers,
        surface: &BodySurface,
        facts: &BodyFacts,
        resolution: Resolution,
    ) -> Self {
        let resolution = resolution.tidied();
        let Resolution { columns, rows } = resolution;
        let step = (ACROSS / (columns - 1) as f64, DOWN / (rows - 1) as f64);
        let usual_cell = (step.0 * facts.scale / 100.0, step.1 * CM_PER_PERCENT * facts.scale / 100.0);
        let stout = (1.0 + numbers.subcutis_per_bmi * (facts.bmi - 22.0)).clamp(0.6, 2.5);
        let regions = Regions::new(knowledge, numbers, stout);
        let mut spots = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                let point = resolution.point(column as f64, row as f64);
                let frame = surface.place(point);
                let cell = frame.as_ref().map_or(usual_cell, |frame| {
                    (step.0 * frame.cm_per_x / 100.0, step.1 * frame.cm_per_percent / 100.0)
                });
                spots.push(Spot {
                    cell,
                    on_chart: frame.is_some(),
                    usual: regions.at(point),
                    adhesion: 0.0,
                    swelling: 0.0,
                    way: 1.0,
                });
            }
        }
        let mut back = Self { resolution, spots };
        back.smooth(usual_cell);
        back
    }

    /// Evens out the steps between triangles of the chart and between regions.
    fn smooth(&mut self, usual: (f64, f64)) {
        let Resolution { columns, rows } = self.resolution;
        for spot in &mut self.spots {
            // the lattice stays well shaped even where the chart is drawn out at its edge
            spot.cell.0 = spot.cell.0.clamp(0.6 * usual.0, 1.7 * usual.0);
            spot.cell.1 = spot.cell.1.clamp(0.6 * usual.1, 1.7 * usual.1);
        }
        for _ in 0..4 {
            let old = self.spots.clone();
            for row in 0..rows {
                for column in 0..columns {
                    let around = [
                        (row.saturating_sub(1), column),
                        ((row + 1).min(rows - 1), column),
                        (row, column.saturating_sub(1)),
                        (row, (column + 1).min(columns - 1)),
                    ];
                    let here = &mut self.spots[row * columns + column];
                    let mix = |own: f64, of: &dyn Fn(&Spot) -> f64| {
                        0.5 * own + 0.125 * around.iter().map(|&(r, c)| of(&old[r * columns + c])).sum::<f64>()
                    };
                    here.cell = (mix(here.cell.0, &|s| s.cell.0), mix(here.cell.1, &|s| s.cell.1));
                    let mix = |own: f32, of: &dyn Fn(&Spot) -> f32| mix(f64::from(own), &|s| f64::from(of(s))) as f32;
                    let usual = here.usual;
                    here.usual.skin = mix(usual.skin, &|s| s.usual.skin);
                    here.usual.upper = mix(usual.upper, &|s| s.usual.upper);
                    here.usual.middle = mix(usual.middle, &|s| s.usual.middle);
                    here.usual.deep = mix(usual.deep, &|s| s.usual.deep);
                }
            }
        }
    }

    /// The numbers of a vertex.
    pub(crate) fn spot(&self, row: usize, column: usize) -> &Spot {
        &self.spots[row * self.resolution.columns + column]
    }

    /// Lays areas over the normal state. Where they overlap the stronger one counts.
    pub(crate) fn set_tissue(&mut self, areas: &[TissueArea]) {
        let Resolution { columns, .. } = self.resolution;
        for (index, spot) in self.spots.iter_mut().enumerate() {
            let point = self.resolution.point((index % columns) as f64, (index / columns) as f64);
            (spot.adhesion, spot.swelling, spot.way) = (0.0, 0.0, 1.0);
            for area in areas {
                let away =
                    area.outlines.iter().map(|outline| zone::distance_cm(outline, point)).fold(f64::MAX, f64::min);
                let weight = 1.0 - smoothstep(0.0, SOFT_BORDER_CM, away);
                if weight <= 0.0 {
                    continue;
                }
                spot.adhesion = spot.adhesion.max(weight * tidy(area.adhesion, 0.0, 1.0));
                spot.swelling = spot.swelling.max(weight * tidy(area.swelling, 0.0, 1.5));
                let way = 1.0 + weight * (tidy(area.way, 0.1, 4.0) - 1.0);
                if (way - 1.0).abs() > (spot.way - 1.0).abs() {
                    spot.way = way;
                }
            }
        }
    }

    /// Thickness now, with swelling.
    pub(crate) fn thickness(&self, row: usize, column: usize, numbers: &Numbers) -> Thickness {
        let spot = self.spot(row, column);
        let swollen = (1.0 + numbers.swelling_thickness * spot.swelling) as f32;
        Thickness { upper: spot.usual.upper * swollen, middle: spot.usual.middle * swollen, ..spot.usual }
    }

    /// What the solver needs of a vertex.
    pub(crate) fn place(&self, row: usize, column: usize, numbers: &Numbers) -> Place {
        let spot = self.spot(row, column);
        let thick = self.thickness(row, column, numbers);
        let (width, height) = spot.cell;
        let isotropic = medium::isotropic(width, height);
        let angle = numbers.deep_fibre_angle * std::f64::consts::PI / 180.0;
        let side = if self.resolution.point(column as f64, 0.0).0 < 0.0 { 1.0 } else { -1.0 };
        let fibres = medium::fibres(width, height, cos(angle), side * sin(angle));
        let moduli = numbers.moduli();
        let sheets = [thick.skin, thick.superficial, thick.deep].map(|mm| f64::from(mm) * 1e-3);
        let banded = 1.0 + (numbers.band_stiffness - 1.0) * spot.adhesion;
        let springs = std::array::from_fn(|layer| {
            let stiffness = numbers.toe_share * moduli[layer] * sheets[layer];
            std::array::from_fn(|k| match layer {
                1 => stiffness * banded * isotropic[k],
                2 => stiffness * (isotropic[k] + numbers.deep_fibre_share * fibres[k]),
                _ => stiffness * isotropic[k],
            })
        });
        let bound = 1.0 + (numbers.adhesion_coupling - 1.0) * spot.adhesion;
        let soft = 1.0 - numbers.swelling_softness * spot.swelling.min(1.0);
        let gaps = [thick.upper, thick.middle, thick.under].map(|mm| f64::from(mm) * 1e-3);
        let shear = numbers.shear();
        // beside the chart nothing moves
        let beside = if spot.on_chart { 1.0 } else { 300.0 };
        let coupling = std::array::from_fn(|layer| {
            let stuck = if layer < 2 { bound * soft / spot.way } else { 1.0 };
            numbers.toe_share * shear[layer] / gaps[layer] * stuck * beside
        });
        Place { cell: spot.cell, springs, coupling, area: width * height }
    }

    /// The material that the solver needs as a whole.
    pub(crate) fn material(numbers: &Numbers) -> Material {
        Material { coupling: [0.0; LAYERS], ..numbers.patch() }
    }
}

/// Width over which an area passes into its surroundings, cm.
const SOFT_BORDER_CM: f64 = 0.8;

fn tidy(value: f64, low: f64, high: f64) -> f64 {
    if value.is_finite() { value.clamp(low, high) } else { low.max(high.min(1.0)) }
}

/// Thickness by region.
struct Regions<'a> {
    all: Vec<(&'a RegionId, &'a [BackPoint], bool, Thickness)>,
    elsewhere: Thickness,
}

impl<'a> Regions<'a> {
    fn new(knowledge: &'a Knowledge, numbers: &Numbers, stout: f64) -> Self {
        let layer = |id: &str, region: &RegionId, usual: f64| {
            knowledge.layers.get(id).and_then(|layer: &Layer| layer.thickness_in(region)).unwrap_or(usual)
        };
        let usual = |skin: f64, upper: f64, middle: f64, deep: f64| Thickness {
            skin: skin as f32,
            upper: (upper * stout) as f32,
            superficial: numbers.superficial_thickness as f32,
            middle: (middle * stout) as f32,
            deep: deep as f32,
            under: numbers.deep_gap as f32,
        };
        let all = knowledge.regions.iter().filter(|(_, region)| !region.outline.is_empty()).map(|(id, region)| {
            let thickness = usual(
                layer("skin", id, numbers.skin_thickness),
                layer("superficial-fat", id, numbers.upper_gap),
                layer("deep-fat", id, numbers.middle_gap),
                layer("deep-fascia", id, numbers.deep_thickness),
            );
            (id, &region.outline[..], region.paired, thickness)
        });
        let elsewhere = usual(numbers.skin_thickness, numbers.upper_gap, numbers.middle_gap, numbers.deep_thickness);
        Self { all: all.collect(), elsewhere }
    }

    fn at(&self, point: BackPoint) -> Thickness {
        self.all
            .iter()
            .find(|(_, outline, paired, _)| {
                zone::inside(outline, point) || (*paired && zone::inside(outline, point.mirrored()))
            })
            .map_or(self.elsewhere, |(.., thickness)| *thickness)
    }
}

impl TissueArea {
    /// What an observed site is to the sheets; none if it is as usual.
    ///
    /// Mobility against that of normal tissue of the region tells how far layers are bound, the finding's table how much
    /// of it is fluid.
    #[must_use]
    pub fn of(view: &SiteView, knowledge: &Knowledge) -> Option<Self> {
        let finding = knowledge.findings.get(view.finding.as_ref()?.as_str())?;
        let middle = zone::centre(view.outlines.first()?);
        let inside = |point: BackPoint, outline: &[BackPoint]| zone::inside(outline, point);
        let usual = knowledge
            .regions
            .iter()
            .filter_map(|(_, region)| Some((region, region.mechanics.as_ref()?)))
            .find(|(region, _)| {
                inside(middle, &region.outline) || (region.paired && inside(middle.mirrored(), &region.outline))
            })
            .map_or(8.0, |(_, mechanics)| 0.5 * (mechanics.limit_mm.0 + mechanics.limit_mm.1));
        let way = (view.mobility_mm / usual).clamp(0.1, 4.0);
        let swelling = finding.fluid * (view.relief_mm / finding.relief_mm.max(0.1)).clamp(0.0, 1.5);
        let adhesion = if finding.fluid > 0.0 { 0.0 } else { (1.0 - way).clamp(0.0, 1.0) };
        Some(Self { outlines: view.outlines.clone(), adhesion, swelling, way })
    }
}
