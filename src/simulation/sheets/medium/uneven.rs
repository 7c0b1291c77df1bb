//! A medium with numbers of its own at every vertex.

use super::{
    super::{
        kernel::{self, Lane, lane},
        material::{LAYERS, Material},
        rows::{LANES, Span},
        window::Window,
    },
    Live, Medium, MediumRow, Stage,
    cell::vertex_stiffness,
};

/// Planes of numbers, one per vertex; those of a row lie behind each other.
#[derive(Debug, Clone)]
pub(crate) struct Planes {
    data: Vec<f32>,
    planes: usize,
    stride: usize,
}

impl Planes {
    pub(crate) fn zero(planes: usize, rows: usize, stride: usize) -> Self {
        let mut data = vec![0.0; planes * rows * stride];
        // as in `Rows::zero`: memory is asked for now
        std::hint::black_box(&mut data).fill(0.0);
        Self { data, planes, stride }
    }

    /// One plane's row.
    #[inline(always)]
    pub(crate) fn row(&self, plane: usize, row: usize, width: usize) -> &[f32] {
        let begin = (row * self.planes + plane) * self.stride;
        &self.data[begin..begin + width]
    }

    /// One plane's row, to write to.
    #[inline(always)]
    pub(crate) fn row_mut(&mut self, plane: usize, row: usize) -> &mut [f32] {
        let begin = (row * self.planes + plane) * self.stride;
        &mut self.data[begin..begin + self.stride]
    }

    /// The number of a vertex.
    #[inline(always)]
    pub(crate) fn at(&mut self, plane: usize, row: usize, column: usize) -> &mut f32 {
        &mut self.data[(row * self.planes + plane) * self.stride + column]
    }

    #[inline(always)]
    pub(crate) fn get(&self, plane: usize, row: usize, column: usize) -> f32 {
        self.data[(row * self.planes + plane) * self.stride + column]
    }

    /// All planes of the rows before one, and of the others.
    fn split(&mut self, at: usize) -> (&mut [f32], &mut [f32]) {
        self.data.split_at_mut(at * self.planes * self.stride)
    }
}

/// The numbers of one vertex of an [`Uneven`] medium and of the cell to its right and below it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    /// Width and height of the cell, metres.
    pub(crate) cell: (f64, f64),
    /// Spring constants of each sheet's cell, N/m, as [`MediumRow::springs`].
    pub(crate) springs: [[f64; 4]; LAYERS],
    /// Shear stiffness under each sheet for an area, N/m³.
    pub(crate) coupling: [f64; LAYERS],
    /// Slip of each plane at the end of its way, metres.
    pub(crate) limit: [f64; LAYERS],
    /// Area that belongs to the vertex, m².
    pub(crate) area: f64,
}

/// Everything per vertex.
#[derive(Debug, Clone)]
pub(crate) struct Uneven {
    /// What stays within a step: cell width, height, diagonal; area; springs, couplings; 1 over the square of the way;
    /// stiffness of the vertex.
    planes: Planes,
    /// What may change within a step: couplings as they act, and the factors of the column solve.
    live: Planes,
    stiffening: f32,
    /// Where a vector's worth of columns is stiffened, row by row.
    stiffened: Vec<bool>,
    rows: usize,
    columns: usize,
    shrink: [f32; LAYERS],
    stretch: [f32; LAYERS],
    mass: [f32; LAYERS],
}

const WIDTH: usize = 0;
const HEIGHT: usize = 1;
const DIAGONAL: usize = 2;
const AREA: usize = 3;
const SPRINGS: usize = 4;
const COUPLING: usize = SPRINGS + 4 * LAYERS;
const LIMIT: usize = COUPLING + LAYERS;
const STIFFNESS: usize = LIMIT + LAYERS;
const PLANES: usize = STIFFNESS + LAYERS;

const ACTING: usize = 0;
const FACTORS: usize = LAYERS;
const LIVE: usize = FACTORS + 5;

/// Elastic stiffness grows at most by this factor, beside 1: more would overshoot within a tick.
const STIFFEST: f32 = 12.0;

impl Uneven {
    /// `rows` counts the two that do not move; `columns` likewise.
    pub(crate) fn new(
        material: &Material,
        (rows, columns): (usize, usize),
        stride: usize,
        mut place: impl FnMut(usize, usize) -> Place,
    ) -> Self {
        let mut planes = Planes::zero(PLANES, rows, stride);
        let mut live = Planes::zero(LIVE, rows, stride);
        for row in 0..rows {
            for column in 0..stride {
                // padding repeats the last column, so that nothing in it is out of the ordinary
                let here = place(row, column.min(columns - 1));
                let (width, height) = here.cell;
                *planes.at(WIDTH, row, column) = width as f32;
                *planes.at(HEIGHT, row, column) = height as f32;
                *planes.at(DIAGONAL, row, column) = crate::maths::hypot(width, height) as f32;
                *planes.at(AREA, row, column) = here.area as f32;
                for layer in 0..LAYERS {
                    for (k, value) in here.springs[layer].iter().enumerate() {
                        *planes.at(SPRINGS + 4 * layer + k, row, column) = *value as f32;
                    }
                    let coupling = (here.coupling[layer] * here.area) as f32;
                    *planes.at(COUPLING + layer, row, column) = coupling;
                    *live.at(ACTING + layer, row, column) = coupling;
                    *planes.at(LIMIT + layer, row, column) = inverse_square(here.limit[layer]);
                }
            }
        }
        let mut medium = Self {
            planes,
            live,
            stiffening: material.stiffening as f32,
            stiffened: vec![false; rows * stride / LANES],
            rows,
            columns,
            shrink: material.stretch.map(|stretch| (1.0 / stretch) as f32),
            stretch: material.stretch.map(|stretch| stretch as f32),
            mass: material.mass.map(|mass| mass as f32),
        };
        medium.springs_changed();
        medium
    }

    /// Sets the spring constants of a sheet's cell, N/m. Afterwards [`Self::springs_changed`] is due.
    pub(crate) fn set_springs(&mut self, row: usize, column: usize, layer: usize, springs: [f32; 4]) {
        for (k, value) in springs.into_iter().enumerate() {
            *self.planes.at(SPRINGS + 4 * layer + k, row, column) = value;
        }
    }

    /// Sets the slip of each plane at the end of its way, metres.
    pub(crate) fn set_limit(&mut self, row: usize, column: usize, limit: [f64; LAYERS]) {
        for (layer, limit) in limit.into_iter().enumerate() {
            *self.planes.at(LIMIT + layer, row, column) = inverse_square(limit);
        }
    }

    fn three(&self, plane: usize, row: usize, width: usize) -> [&[f32]; LAYERS] {
        [
            self.planes.row(plane, row, width),
            self.planes.row(plane + 1, row, width),
            self.planes.row(plane + 2, row, width),
        ]
    }

    fn acting_row(&self, row: usize, width: usize) -> [&[f32]; LAYERS] {
        if self.stiffening > 0.0 {
            std::array::from_fn(|layer| self.live.row(ACTING + layer, row, width))
        } else {
            self.three(COUPLING, row, width)
        }
    }
}

fn inverse_square(limit: f64) -> f32 {
    if limit.is_finite() { (1.0 / (limit * limit).max(1e-12)) as f32 } else { 0.0 }
}

/// A medium whose couplings can change from tick to tick.
pub(crate) trait Adjustable: Medium {
    /// Sets the shear stiffness under the sheets of a vertex, N/m³.
    fn set_coupling(&mut self, row: usize, column: usize, coupling: [f32; LAYERS]);
    /// Works out the factors of one vertex.
    fn refactor(&mut self, row: usize, column: usize, stage: &Stage);
    /// Works out anew what vertices feel of their springs.
    fn springs_changed(&mut self);
}

impl Adjustable for Uneven {
    fn set_coupling(&mut self, row: usize, column: usize, coupling: [f32; LAYERS]) {
        let area = self.planes.get(AREA, row, column);
        for (layer, value) in coupling.into_iter().enumerate() {
            *self.planes.at(COUPLING + layer, row, column) = value * area;
            *self.live.at(ACTING + layer, row, column) = value * area;
        }
    }

    fn refactor(&mut self, row: usize, column: usize, stage: &Stage) {
        let (_, mass) = self.vertex(row, column);
        let acting = std::array::from_fn(|layer| self.live.get(ACTING + layer, row, column));
        let found: [f32; 5] = kernel::factors(acting, mass, self.stiffness(row, column), stage).into();
        for (k, value) in found.into_iter().enumerate() {
            *self.live.at(FACTORS + k, row, column) = value;
        }
    }

    fn springs_changed(&mut self) {
        for row in 1..self.rows - 1 {
            for column in 1..self.columns - 1 {
                for layer in 0..LAYERS {
                    let at = |kind, row, column| self.planes.get(SPRINGS + 4 * layer + kind, row, column);
                    let around = [
                        at(0, row, column),
                        at(0, row, column - 1),
                        at(1, row, column),
                        at(1, row - 1, column),
                        at(2, row, column),
                        at(2, row - 1, column - 1),
                        at(3, row, column - 1),
                        at(3, row - 1, column),
                    ];
                    *self.planes.at(STIFFNESS + layer, row, column) = vertex_stiffness(around, self.stretch[layer]);
                }
            }
        }
    }
}

/// Adds the mass of each sheet to an area.
#[inline(always)]
fn mass_of(area: &Lane, mass: [f32; LAYERS]) -> [Lane; LAYERS] {
    let mut out = [[0.0; LANES]; LAYERS];
    for i in 0..LANES {
        (out[0][i], out[1][i], out[2][i]) = (area[i] * mass[0], area[i] * mass[1], area[i] * mass[2]);
    }
    out
}

impl Medium for Uneven {
    type Row<'a> = UnevenRow<'a>;
    type Live<'a> = UnevenLive<'a>;

    #[inline(always)]
    fn row(&self, row: usize, width: usize) -> UnevenRow<'_> {
        let plane = |plane| self.planes.row(plane, row, width);
        let springs = |layer: usize| {
            let first = SPRINGS + 4 * layer;
            [plane(first), plane(first + 1), plane(first + 2), plane(first + 3)]
        };
        let factor = |k| self.live.row(FACTORS + k, row, width);
        UnevenRow {
            cell: [plane(WIDTH), plane(HEIGHT), plane(DIAGONAL)],
            area: plane(AREA),
            springs: [springs(0), springs(1), springs(2)],
            coupling: self.three(COUPLING, row, width),
            acting: self.acting_row(row, width),
            factors: [factor(0), factor(1), factor(2), factor(3), factor(4)],
            shrink: self.shrink,
            mass: self.mass,
        }
    }

    #[inline(always)]
    fn prepare(&mut self, stage: &Stage, window: &Window) {
        let (stride, span) = (self.planes.stride, window.span);
        for row in window.rows.clone() {
            for chunk in span.from / LANES..span.to / LANES {
                let at = chunk * LANES;
                let mass = mass_of(&lane(self.planes.row(AREA, row, stride), at), self.mass);
                let stiffness = kernel::lanes(&self.three(STIFFNESS, row, stride), at);
                let acting = kernel::lanes(&self.acting_row(row, stride), at);
                let found = kernel::factor(&acting, &mass, &stiffness, stage);
                for (k, lane) in found.iter().enumerate() {
                    self.live.row_mut(FACTORS + k, row)[at..at + LANES].copy_from_slice(lane);
                }
            }
        }
    }

    fn stiffness(&self, row: usize, column: usize) -> [f32; LAYERS] {
        std::array::from_fn(|layer| self.planes.get(STIFFNESS + layer, row, column))
    }

    fn vertex(&self, row: usize, column: usize) -> ([f32; LAYERS], [f32; LAYERS]) {
        let area = self.planes.get(AREA, row, column);
        (std::array::from_fn(|layer| self.planes.get(COUPLING + layer, row, column)), self.mass.map(|mass| mass * area))
    }

    fn factors_at(&self, row: usize, column: usize) -> [f32; 5] {
        std::array::from_fn(|k| self.live.get(FACTORS + k, row, column))
    }

    fn live(&mut self, at: usize) -> [UnevenLive<'_>; 2] {
        let (upper, lower) = self.live.split(at);
        let (upper_marks, lower_marks) = self.stiffened.split_at_mut(at * self.planes.stride / LANES);
        let part = |live, stiffened, first| UnevenLive {
            planes: &self.planes,
            live,
            stiffened,
            first,
            stiffening: self.stiffening,
            mass: self.mass,
        };
        [part(upper, upper_marks, 0), part(lower, lower_marks, at)]
    }

    fn spacing(&self) -> f32 {
        self.planes.get(WIDTH, self.rows / 2, self.columns / 2)
    }

    fn balanced(&self) -> bool {
        false
    }
}

/// What changes within a step, for some rows.
#[derive(Debug)]
pub(crate) struct UnevenLive<'a> {
    planes: &'a Planes,
    live: &'a mut [f32],
    stiffened: &'a mut [bool],
    first: usize,
    stiffening: f32,
    mass: [f32; LAYERS],
}

impl Live for UnevenLive<'_> {
    /// The secant of this step is that of its first guess: the viscous part is an order of magnitude stiffer in a tick,
    /// so that the iteration hardly notices.
    #[inline(always)]
    fn stiffen(&mut self, row: usize, moved: &[f32], stage: &Stage, span: Span) {
        if self.stiffening <= 0.0 {
            return;
        }
        let stride = self.planes.stride;
        let (stiffening, per_damped) = (self.stiffening, 1.0 / stage.damped);
        let begin = (row - self.first) * LIVE * stride;
        let live = &mut self.live[begin..begin + LIVE * stride];
        let plane = |plane| self.planes.row(plane, row, stride);
        for chunk in span.from / LANES..span.to / LANES {
            let at = chunk * LANES;
            let mut beyond = [[0.0_f32; LANES]; LAYERS];
            let mut most = [0.0_f32; LANES];
            for (layer, beyond) in beyond.iter_mut().enumerate() {
                let limit = lane(plane(LIMIT + layer), at);
                let (x, y) = (lane(moved, 2 * layer * stride + at), lane(moved, (2 * layer + 1) * stride + at));
                let (mut below_x, mut below_y) = ([0.0; LANES], [0.0; LANES]);
                if layer + 1 < LAYERS {
                    below_x = lane(moved, (2 * layer + 2) * stride + at);
                    below_y = lane(moved, (2 * layer + 3) * stride + at);
                }
                for i in 0..LANES {
                    let (x, y) = (x[i] - below_x[i], y[i] - below_y[i]);
                    let share = (x * x + y * y) * limit[i] - 1.0;
                    beyond[i] = share;
                    most[i] = if share > most[i] { share } else { most[i] };
                }
            }
            let mark = (row - self.first) * (stride / LANES) + chunk;
            let any = most.iter().any(|share| *share > 0.0);
            if !any && !self.stiffened[mark] {
                continue;
            }
            self.stiffened[mark] = any;
            let mut acting = [[0.0; LANES]; LAYERS];
            for (layer, beyond) in beyond.iter().enumerate() {
                let coupling = lane(plane(COUPLING + layer), at);
                for i in 0..LANES {
                    let grown = stiffening * if beyond[i] > 0.0 { beyond[i] } else { 0.0 };
                    let grown = if grown < STIFFEST { grown } else { STIFFEST };
                    acting[layer][i] = coupling[i] * (1.0 + grown * per_damped);
                }
                let begin = (ACTING + layer) * stride + at;
                live[begin..begin + LANES].copy_from_slice(&acting[layer]);
            }
            let mass = mass_of(&lane(plane(AREA), at), self.mass);
            let stiffness = [plane(STIFFNESS), plane(STIFFNESS + 1), plane(STIFFNESS + 2)];
            let found = kernel::factor(&acting, &mass, &kernel::lanes(&stiffness, at), stage);
            for (k, lane) in found.iter().enumerate() {
                let begin = (FACTORS + k) * stride + at;
                live[begin..begin + LANES].copy_from_slice(lane);
            }
        }
    }
}

/// A row of [`Uneven`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct UnevenRow<'a> {
    cell: [&'a [f32]; 3],
    area: &'a [f32],
    springs: [[&'a [f32]; 4]; LAYERS],
    coupling: [&'a [f32]; LAYERS],
    acting: [&'a [f32]; LAYERS],
    factors: [&'a [f32]; 5],
    shrink: [f32; LAYERS],
    mass: [f32; LAYERS],
}

impl MediumRow for UnevenRow<'_> {
    #[inline(always)]
    fn cell(&self, at: usize) -> (Lane, Lane) {
        (lane(self.cell[0], at), lane(self.cell[1], at))
    }
    #[inline(always)]
    fn springs(&self, layer: usize, at: usize) -> [Lane; 4] {
        let [right, down, falling, rising] = &self.springs[layer];
        [lane(right, at), lane(down, at), lane(falling, at), lane(rising, at)]
    }
    #[inline(always)]
    fn natural(&self, layer: usize, at: usize) -> [Lane; 3] {
        let shrink = self.shrink[layer];
        let mut lengths = kernel::lanes(&self.cell, at);
        for lane in &mut lengths {
            for length in lane {
                *length *= shrink;
            }
        }
        lengths
    }
    #[inline(always)]
    fn acting(&self, at: usize) -> [Lane; LAYERS] {
        kernel::lanes(&self.acting, at)
    }
    #[inline(always)]
    fn coupling(&self, at: usize) -> [Lane; LAYERS] {
        kernel::lanes(&self.coupling, at)
    }
    #[inline(always)]
    fn mass(&self, at: usize) -> [Lane; LAYERS] {
        mass_of(&lane(self.area, at), self.mass)
    }
    #[inline(always)]
    fn factors(&self, at: usize) -> [Lane; 5] {
        let [i0, f1, i1, f2, i2] = &self.factors;
        [lane(i0, at), lane(f1, at), lane(i1, at), lane(f2, at), lane(i2, at)]
    }
}
