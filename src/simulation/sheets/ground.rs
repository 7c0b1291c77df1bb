//! A client's back as a lattice: metric, thickness of the layers, state of the tissue.

use super::{
    material::LAYERS,
    medium::{self, Place},
    numbers::Numbers,
    tissue::{Shifts, Tissue, TissueArea},
};
use crate::{
    knowledge::{
        Knowledge,
        body::Layer,
        chart::{BodyFacts, BodySurface},
        id::RegionId,
        zone,
    },
    maths::{cos, sin},
    simulation::constants::Constants,
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
    /// Region of the tables, as [`Shifts::region`] counts them.
    region: u8,
    /// What is not as usual: see [`Tissue`].
    pub(crate) adhesion: [f32; 2],
    pub(crate) swelling: f32,
    pub(crate) firmness: f32,
    /// Slip of the planes at the end of their way, mm.
    pub(crate) limit: [f32; LAYERS],
}

/// The lattice over a client's back.
#[derive(Debug, Clone)]
pub(crate) struct Back {
    pub(crate) resolution: Resolution,
    pub(crate) spots: Vec<Spot>,
    /// Thickness where the numbers of the sheets were found: the lumbar region of a person of normal weight.
    reference: Thickness,
    shifts: Shifts,
    areas: Vec<TissueArea>,
}

impl Back {
    /// Reads metric and thickness.
    pub(crate) fn new(
        knowledge: &Knowledge,
        (numbers, constants): (&Numbers, &Constants),
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
        let shifts = Shifts::new(knowledge, constants);
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
                    region: shifts.region(point).min(255) as u8,
                    adhesion: [0.0; 2],
                    swelling: 0.0,
                    firmness: 1.0,
                    limit: [0.0; LAYERS],
                });
            }
        }
        let reference = Regions::new(knowledge, numbers, 1.0).of(REFERENCE);
        let mut back = Self { resolution, spots, reference, shifts, areas: Vec::new() };
        back.smooth(usual_cell);
        back.set_tissue(&[], constants);
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

    /// Lays areas over the normal state.
    pub(crate) fn set_tissue(&mut self, areas: &[TissueArea], constants: &Constants) {
        let Resolution { columns, .. } = self.resolution;
        for (index, spot) in self.spots.iter_mut().enumerate() {
            let point = self.resolution.point((index % columns) as f64, (index / columns) as f64);
            let here = Tissue::at(point, usize::from(spot.region), &self.shifts, areas);
            spot.adhesion = here.adhesion.map(|share| share as f32);
            spot.swelling = here.swelling as f32;
            spot.firmness = here.firmness as f32;
            spot.limit = here.limits_mm(constants).map(|mm| mm as f32);
        }
        self.areas = areas.to_vec();
    }

    /// The tissue at a point of the chart.
    pub(crate) fn tissue(&self, point: BackPoint) -> Tissue {
        Tissue::at(point, self.shifts.region(point), &self.shifts, &self.areas)
    }

    /// What was laid over the normal state.
    pub(crate) fn areas(&self) -> &[TissueArea] {
        &self.areas
    }

    /// Thickness now, with swelling.
    pub(crate) fn thickness(&self, row: usize, column: usize, numbers: &Numbers) -> Thickness {
        let spot = self.spot(row, column);
        let swollen = (1.0 + numbers.swelling_thickness * f64::from(spot.swelling)) as f32;
        Thickness { upper: spot.usual.upper * swollen, middle: spot.usual.middle * swollen, ..spot.usual }
    }

    /// What the solver needs of a vertex without pads.
    pub(crate) fn place(&self, row: usize, column: usize, numbers: &Numbers) -> Place {
        self.gripped(row, column, [1.0; LAYERS], numbers)
    }

    /// The same under a pad that makes the free part of the shift layers so many times stiffer.
    pub(crate) fn gripped(&self, row: usize, column: usize, grip: [f64; LAYERS], numbers: &Numbers) -> Place {
        let spot = self.spot(row, column);
        let (width, height) = spot.cell;
        let isotropic = medium::isotropic(width, height);
        let angle = numbers.deep_fibre_angle * std::f64::consts::PI / 180.0;
        let side = if self.resolution.point(column as f64, 0.0).0 < 0.0 { 1.0 } else { -1.0 };
        let fibres = medium::fibres(width, height, cos(angle), side * sin(angle));
        let moduli = numbers.moduli();
        // how firm tissue is is known from its state; the thickness of a place or a swelling does not count a second time
        let Thickness { skin, upper, superficial, middle, deep, under } = self.reference;
        let sheets = [skin, superficial, deep].map(|mm| f64::from(mm) * 1e-3);
        let adhesion = spot.adhesion.map(f64::from);
        let firmness = f64::from(spot.firmness);
        let springs = std::array::from_fn(|layer| {
            let toe = if layer == 2 { numbers.deep_toe_share } else { numbers.toe_share };
            let stiffness = firmness * toe * moduli[layer] * sheets[layer];
            std::array::from_fn(|k| match layer {
                2 => stiffness * (isotropic[k] + numbers.deep_fibre_share * fibres[k]),
                _ => stiffness * isotropic[k],
            })
        });
        let gaps = [upper, middle, under].map(|mm| f64::from(mm) * 1e-3);
        let shear = numbers.shear();
        // beside the chart nothing moves
        let beside = if spot.on_chart { 1.0 } else { 300.0 };
        let firm = numbers.shear_share * firmness * beside;
        let binding = numbers.binding();
        let coupling = std::array::from_fn(|layer| {
            let adhesion = adhesion.get(layer).copied().unwrap_or_default();
            let (grown, bound) = binding.get(layer).copied().unwrap_or_default();
            firm * shear[layer] / gaps[layer] * (grip[layer] * (1.0 + grown * adhesion) + bound * adhesion)
        });
        let limit = spot.limit.map(|mm| f64::from(mm) * 1e-3);
        Place { cell: spot.cell, springs, coupling, limit, area: width * height }
    }
}

/// The region on which the numbers of the sheets were found.
pub(crate) const REFERENCE: &str = "lumbar";

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

    fn of(&self, id: &str) -> Thickness {
        self.all.iter().find(|(region, ..)| region.as_str() == id).map_or(self.elsewhere, |(.., thickness)| *thickness)
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
