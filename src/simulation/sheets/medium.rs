//! What the lattice is made of: spring constants, couplings, masses.
//!
//! Rows are counted from 0, the row above the first that moves; the last row is the one below the last that moves.
//!
//! Two media run through the same kernels. [`Even`] is the same everywhere and costs no memory; [`Uneven`] keeps every
//! number per vertex: regional thickness, adhesions, drawn-in bands, the client's own metric.

use super::{
    kernel::{Lane, lane},
    material::{LAYERS, Material},
    rows::LANES,
};

/// What one step of time makes of the material.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Stage {
    /// 1 + τ/g: elastic and viscous part of the couplings together.
    pub(crate) damped: f32,
    /// τ/g: what the viscous part takes from the past.
    pub(crate) viscous: f32,
    /// 1/(g·h): inertia on the unknown.
    pub(crate) inertia: f32,
    /// 1/h: inertia from the past velocity.
    pub(crate) momentum: f32,
}

/// One row of a medium: numbers of `LANES` columns from `at` on, which is a multiple of it.
pub(crate) trait MediumRow {
    /// Cells from these vertices to the right and to the next row: width and height, metres.
    fn cell(&self, at: usize) -> (Lane, Lane);
    /// Constants of the springs to the right, to the next row and along both diagonals of the cell, N/m.
    fn springs(&self, layer: usize, at: usize) -> [Lane; 4];
    /// Natural lengths of the same springs: right, next row, diagonals, metres.
    fn natural(&self, layer: usize, at: usize) -> [Lane; 3];
    /// Shear constants under each sheet as they act in this step, stiffened beyond their way, N/m.
    fn acting(&self, at: usize) -> [Lane; 3];
    /// Shear constants under each sheet, N/m.
    fn coupling(&self, at: usize) -> [Lane; 3];
    /// Mass of each sheet's vertex, kg.
    fn mass(&self, at: usize) -> [Lane; 3];
    /// The factors of the column solve, see [`factors`].
    fn factors(&self, at: usize) -> [Lane; 5];
}

/// Everything the kernels ask of a medium.
pub(crate) trait Medium {
    /// A row of it.
    type Row<'a>: MediumRow
    where
        Self: 'a;
    /// The row, with `width` columns.
    fn row(&self, row: usize, width: usize) -> Self::Row<'_>;
    /// Works out the factors of the column solve for a stage.
    fn prepare(&mut self, stage: &Stage);
    /// What a vertex feels of its springs when it moves alone, N/m; mean of both axes, at rest.
    fn stiffness(&self, row: usize, column: usize) -> [f32; LAYERS];
    /// As [`MediumRow::coupling`] and [`MediumRow::mass`], for one vertex.
    fn vertex(&self, row: usize, column: usize) -> ([f32; LAYERS], [f32; LAYERS]);
    /// The factors of the column solve of one vertex.
    fn factors_at(&self, row: usize, column: usize) -> [f32; 5];
    /// Stiffens the layers of a row where they have slipped beyond their way.
    fn stiffen(&mut self, row: usize, moved: &[f32], stage: &Stage);
    /// Whether the sheets are everywhere under the same tension, so that they are in balance at rest of themselves.
    fn balanced(&self) -> bool;
}

/// The factors of a symmetric 3 × 3 column: pivots' inverses and multipliers, `[i0, m1, i1, m2, i2]`.
#[inline(always)]
pub(crate) fn factors(
    coupling: [f32; LAYERS],
    mass: [f32; LAYERS],
    stiffness: [f32; LAYERS],
    stage: &Stage,
) -> [f32; 5] {
    let [c0, c1, c2] = coupling.map(|k| k * stage.damped);
    let [m0, m1, m2] = mass.map(|m| m * stage.inertia);
    let (d0, d1, d2) = (m0 + c0 + stiffness[0], m1 + c0 + c1 + stiffness[1], m2 + c1 + c2 + stiffness[2]);
    let i0 = 1.0 / d0;
    let f1 = c0 * i0;
    let i1 = 1.0 / (d1 - c0 * f1);
    let f2 = c1 * i1;
    let i2 = 1.0 / (d2 - c1 * f2);
    [i0, f1, i1, f2, i2]
}

/// Constants of the four springs of a cell `width` by `height` for a sheet of membrane stiffness 1 N/m: to small strain
/// an isotropic membrane of Poisson ratio 1/3. Both diagonals have the same constant.
///
/// A lattice of central forces can be isotropic at no other ratio. For a square cell this is ¾, ¾ and ⅜.
pub(crate) fn isotropic(width: f64, height: f64) -> [f64; 4] {
    let aspect = width / height;
    let diagonal = 0.1875 * (aspect + 1.0 / aspect);
    let right = (1.125 / aspect - 0.375 * aspect).max(0.0);
    let down = (1.125 * aspect - 0.375 / aspect).max(0.0);
    [right, down, diagonal, diagonal]
}

/// What fibres at an angle to the rows add to the constants of a cell's springs, for fibres of 1 N/m.
///
/// `cosine` and `sine` of that angle, positive when the fibres fall towards the end of the row. The part of the fibres'
/// tensor that four springs can carry is met exactly; a constant that would be negative is left out.
pub(crate) fn fibres(width: f64, height: f64, cosine: f64, sine: f64) -> [f64; 4] {
    let (w2, h2) = (width * width, height * height);
    let (area, d2) = (width * height, w2 + h2);
    // springs per cell carry C = Σ k l² n⊗n⊗n⊗n / area
    let both = (cosine * cosine * sine * sine) * area * d2 / (w2 * h2);
    let skew = 0.5
        * area
        * d2
        * (cosine * cosine * cosine * sine / (w2 * width * height)
            + cosine * sine * sine * sine / (h2 * width * height));
    let falling = (0.5 * (both + skew)).clamp(0.0, both);
    let rising = both - falling;
    let right = (area * cosine * cosine * cosine * cosine - both * w2 * w2 / d2) / w2;
    let down = (area * sine * sine * sine * sine - both * h2 * h2 / d2) / h2;
    [right.max(0.0), down.max(0.0), falling, rising]
}

/// The same everywhere.
#[derive(Debug, Clone)]
pub(crate) struct Even {
    cell: f32,
    springs: [[f32; 4]; LAYERS],
    natural: [[f32; 3]; LAYERS],
    coupling: [f32; LAYERS],
    mass: [f32; LAYERS],
    stiffness: [f32; LAYERS],
    factors: [f32; 5],
}

impl Even {
    /// Square cells of `spacing` metres.
    pub(crate) fn new(material: &Material, spacing: f64) -> Self {
        let area = spacing * spacing;
        let springs = material.membrane.map(|et| isotropic(spacing, spacing).map(|k| (k * et) as f32));
        let natural = material.stretch.map(|stretch| {
            let straight = (spacing / stretch) as f32;
            [straight, straight, (spacing * std::f64::consts::SQRT_2 / stretch) as f32]
        });
        let stiffness = std::array::from_fn(|layer| {
            let [right, down, falling, rising] = springs[layer];
            let around = [right, right, down, down, falling, falling, rising, rising];
            vertex_stiffness(around, material.stretch[layer] as f32)
        });
        Self {
            cell: spacing as f32,
            springs,
            natural,
            coupling: material.coupling.map(|k| (k * area) as f32),
            mass: material.mass.map(|m| (m * area) as f32),
            stiffness,
            factors: [0.0; 5],
        }
    }
}

/// Diagonal of the membrane's tangent at rest, mean of both axes, from the constants of the springs that meet at a
/// vertex: right, left, down, up, then the four diagonals.
fn vertex_stiffness(springs: [f32; 8], stretch: f32) -> f32 {
    // a spring under tension also resists being turned
    let turned = 1.0 - 1.0 / stretch;
    0.5 * (1.0 + turned) * springs.iter().sum::<f32>()
}

impl Medium for Even {
    type Row<'a> = EvenRow;

    #[inline(always)]
    fn row(&self, _row: usize, _width: usize) -> EvenRow {
        EvenRow {
            cell: self.cell,
            springs: self.springs,
            natural: self.natural,
            coupling: self.coupling,
            mass: self.mass,
            factors: self.factors,
        }
    }

    fn prepare(&mut self, stage: &Stage) {
        self.factors = factors(self.coupling, self.mass, self.stiffness, stage);
    }

    fn stiffness(&self, _row: usize, _column: usize) -> [f32; LAYERS] {
        self.stiffness
    }

    fn vertex(&self, _row: usize, _column: usize) -> ([f32; LAYERS], [f32; LAYERS]) {
        (self.coupling, self.mass)
    }

    fn factors_at(&self, _row: usize, _column: usize) -> [f32; 5] {
        self.factors
    }

    #[inline(always)]
    fn stiffen(&mut self, _row: usize, _moved: &[f32], _stage: &Stage) {}

    fn balanced(&self) -> bool {
        true
    }
}

/// A row of [`Even`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct EvenRow {
    cell: f32,
    springs: [[f32; 4]; LAYERS],
    natural: [[f32; 3]; LAYERS],
    coupling: [f32; LAYERS],
    mass: [f32; LAYERS],
    factors: [f32; 5],
}

impl MediumRow for EvenRow {
    #[inline(always)]
    fn cell(&self, _at: usize) -> (Lane, Lane) {
        ([self.cell; LANES], [self.cell; LANES])
    }
    #[inline(always)]
    fn springs(&self, layer: usize, _at: usize) -> [Lane; 4] {
        self.springs[layer].map(|value| [value; LANES])
    }
    #[inline(always)]
    fn natural(&self, layer: usize, _at: usize) -> [Lane; 3] {
        self.natural[layer].map(|value| [value; LANES])
    }
    #[inline(always)]
    fn acting(&self, at: usize) -> [Lane; 3] {
        self.coupling(at)
    }
    #[inline(always)]
    fn coupling(&self, _at: usize) -> [Lane; 3] {
        self.coupling.map(|value| [value; LANES])
    }
    #[inline(always)]
    fn mass(&self, _at: usize) -> [Lane; 3] {
        self.mass.map(|value| [value; LANES])
    }
    #[inline(always)]
    fn factors(&self, _at: usize) -> [Lane; 5] {
        self.factors.map(|value| [value; LANES])
    }
}

/// Planes of numbers, one per vertex.
#[derive(Debug, Clone)]
pub(crate) struct Planes {
    data: Vec<f32>,
    planes: usize,
    stride: usize,
}

impl Planes {
    pub(crate) fn zero(planes: usize, rows: usize, stride: usize) -> Self {
        Self { data: vec![0.0; planes * rows * stride], planes, stride }
    }

    /// One plane's row.
    #[inline(always)]
    pub(crate) fn row(&self, plane: usize, row: usize, width: usize) -> &[f32] {
        let begin = (row * self.planes + plane) * self.stride;
        &self.data[begin..begin + width]
    }

    /// All planes of a row, one after the other.
    #[inline(always)]
    pub(crate) fn whole_row(&mut self, row: usize) -> &mut [f32] {
        let length = self.planes * self.stride;
        &mut self.data[row * length..(row + 1) * length]
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
    /// Cell width, height, diagonal; area; then springs, couplings, factors; couplings as they act, and 1 over the
    /// square of the way.
    planes: Planes,
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
const FACTORS: usize = COUPLING + LAYERS;
const ACTING: usize = FACTORS + 5;
const LIMIT: usize = ACTING + LAYERS;
const PLANES: usize = LIMIT + LAYERS;

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
                    *planes.at(ACTING + layer, row, column) = coupling;
                    *planes.at(LIMIT + layer, row, column) = inverse_square(here.limit[layer]);
                }
            }
        }
        Self {
            planes,
            stiffening: material.stiffening as f32,
            stiffened: vec![false; rows * stride / LANES],
            rows,
            columns,
            shrink: material.stretch.map(|stretch| (1.0 / stretch) as f32),
            stretch: material.stretch.map(|stretch| stretch as f32),
            mass: material.mass.map(|mass| mass as f32),
        }
    }

    /// Sets the spring constants of a sheet's cell, N/m.
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

    fn spring(&self, layer: usize, kind: usize, row: usize, column: usize) -> f32 {
        self.planes.get(SPRINGS + 4 * layer + kind, row, column)
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
}

impl Adjustable for Uneven {
    fn set_coupling(&mut self, row: usize, column: usize, coupling: [f32; LAYERS]) {
        let area = self.planes.get(AREA, row, column);
        for (layer, value) in coupling.into_iter().enumerate() {
            *self.planes.at(COUPLING + layer, row, column) = value * area;
            *self.planes.at(ACTING + layer, row, column) = value * area;
        }
    }

    fn refactor(&mut self, row: usize, column: usize, stage: &Stage) {
        let (_, mass) = self.vertex(row, column);
        let acting = std::array::from_fn(|layer| self.planes.get(ACTING + layer, row, column));
        let found = factors(acting, mass, self.stiffness(row, column), stage);
        for (k, value) in found.into_iter().enumerate() {
            *self.planes.at(FACTORS + k, row, column) = value;
        }
    }
}

impl Medium for Uneven {
    type Row<'a> = UnevenRow<'a>;

    #[inline(always)]
    fn row(&self, row: usize, width: usize) -> UnevenRow<'_> {
        let plane = |plane| self.planes.row(plane, row, width);
        UnevenRow {
            cell: [plane(WIDTH), plane(HEIGHT), plane(DIAGONAL)],
            area: plane(AREA),
            springs: std::array::from_fn(|layer| std::array::from_fn(|kind| plane(SPRINGS + 4 * layer + kind))),
            coupling: std::array::from_fn(|layer| plane(COUPLING + layer)),
            acting: std::array::from_fn(|layer| plane(if self.stiffening > 0.0 { ACTING } else { COUPLING } + layer)),
            factors: std::array::from_fn(|k| plane(FACTORS + k)),
            shrink: self.shrink,
            mass: self.mass,
        }
    }

    fn prepare(&mut self, stage: &Stage) {
        for row in 1..self.rows - 1 {
            for column in 1..self.columns - 1 {
                self.refactor(row, column, stage);
            }
        }
    }

    fn stiffness(&self, row: usize, column: usize) -> [f32; LAYERS] {
        std::array::from_fn(|layer| {
            let at = |kind, row, column| self.spring(layer, kind, row, column);
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
            vertex_stiffness(around, self.stretch[layer])
        })
    }

    fn vertex(&self, row: usize, column: usize) -> ([f32; LAYERS], [f32; LAYERS]) {
        let area = self.planes.get(AREA, row, column);
        (std::array::from_fn(|layer| self.planes.get(COUPLING + layer, row, column)), self.mass.map(|mass| mass * area))
    }

    fn factors_at(&self, row: usize, column: usize) -> [f32; 5] {
        std::array::from_fn(|k| self.planes.get(FACTORS + k, row, column))
    }

    /// The secant of this step is that of its first guess: the viscous part is an order of magnitude stiffer in a tick,
    /// so that the iteration hardly notices.
    #[inline(always)]
    fn stiffen(&mut self, row: usize, moved: &[f32], stage: &Stage) {
        if self.stiffening <= 0.0 {
            return;
        }
        let stride = self.planes.stride;
        let (stiffening, per_damped) = (self.stiffening, 1.0 / stage.damped);
        for chunk in 0..stride / LANES {
            let at = chunk * LANES;
            let planes = self.planes.whole_row(row);
            let u: [Lane; 2 * LAYERS] = std::array::from_fn(|component| lane(moved, component * stride + at));
            let mut beyond = [[0.0_f32; LANES]; LAYERS];
            let mut most = [0.0_f32; LANES];
            for layer in 0..LAYERS {
                let limit = lane(planes, (LIMIT + layer) * stride + at);
                for i in 0..LANES {
                    let below = |axis: usize| if layer + 1 < LAYERS { u[2 * layer + 2 + axis][i] } else { 0.0 };
                    let (x, y) = (u[2 * layer][i] - below(0), u[2 * layer + 1][i] - below(1));
                    let share = (x * x + y * y) * limit[i] - 1.0;
                    beyond[layer][i] = share;
                    most[i] = if share > most[i] { share } else { most[i] };
                }
            }
            let mark = row * (stride / LANES) + chunk;
            let any = most.iter().any(|share| *share > 0.0);
            if !any && !self.stiffened[mark] {
                continue;
            }
            self.stiffened[mark] = any;
            for layer in 0..LAYERS {
                let coupling = lane(planes, (COUPLING + layer) * stride + at);
                let acting = &mut planes[(ACTING + layer) * stride + at..(ACTING + layer) * stride + at + LANES];
                for i in 0..LANES {
                    let grown = stiffening * if beyond[layer][i] > 0.0 { beyond[layer][i] } else { 0.0 };
                    let grown = if grown < STIFFEST { grown } else { STIFFEST };
                    acting[i] = coupling[i] * (1.0 + grown * per_damped);
                }
            }
            for column in at.max(1)..(at + LANES).min(self.columns - 1) {
                self.refactor(row, column, stage);
            }
        }
    }

    fn balanced(&self) -> bool {
        false
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
        self.springs[layer].map(|plane| lane(plane, at))
    }
    #[inline(always)]
    fn natural(&self, layer: usize, at: usize) -> [Lane; 3] {
        let shrink = self.shrink[layer];
        self.cell.map(|plane| lane(plane, at).map(|length| length * shrink))
    }
    #[inline(always)]
    fn acting(&self, at: usize) -> [Lane; 3] {
        self.acting.map(|plane| lane(plane, at))
    }
    #[inline(always)]
    fn coupling(&self, at: usize) -> [Lane; 3] {
        self.coupling.map(|plane| lane(plane, at))
    }
    #[inline(always)]
    fn mass(&self, at: usize) -> [Lane; 3] {
        let area = lane(self.area, at);
        self.mass.map(|mass| area.map(|area| area * mass))
    }
    #[inline(always)]
    fn factors(&self, at: usize) -> [Lane; 5] {
        self.factors.map(|plane| lane(plane, at))
    }
}
