//! A medium that is the same everywhere.

use super::{
    super::{
        kernel::{self, Lane},
        material::{LAYERS, Material},
        rows::Span,
        window::Window,
    },
    Live, Medium, MediumRow, Stage, all,
    cell::{isotropic, vertex_stiffness},
};

/// The same everywhere.
#[derive(Debug, Clone, Copy)]
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

impl Medium for Even {
    type Row<'a> = Self;
    type Live<'a> = Nothing;

    #[inline(always)]
    fn row(&self, _row: usize, _width: usize) -> Self {
        *self
    }

    fn prepare(&mut self, stage: &Stage, _window: &Window) {
        self.factors = kernel::factors(self.coupling, self.mass, self.stiffness, stage).into();
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

    fn live(&mut self, _at: usize) -> [Nothing; 2] {
        [Nothing, Nothing]
    }

    fn spacing(&self) -> f32 {
        self.cell
    }

    fn balanced(&self) -> bool {
        true
    }
}

/// Nothing changes within a step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nothing;

impl Live for Nothing {
    #[inline(always)]
    fn stiffen(&mut self, _row: usize, _moved: &[f32], _stage: &Stage, _span: Span) {}
}

impl MediumRow for Even {
    #[inline(always)]
    fn cell(&self, _at: usize) -> (Lane, Lane) {
        (all(self.cell), all(self.cell))
    }
    #[inline(always)]
    fn springs(&self, layer: usize, _at: usize) -> [Lane; 4] {
        let [right, down, falling, rising] = self.springs[layer];
        [all(right), all(down), all(falling), all(rising)]
    }
    #[inline(always)]
    fn natural(&self, layer: usize, _at: usize) -> [Lane; 3] {
        let [right, down, slant] = self.natural[layer];
        [all(right), all(down), all(slant)]
    }
    #[inline(always)]
    fn acting(&self, at: usize) -> [Lane; LAYERS] {
        self.coupling(at)
    }
    #[inline(always)]
    fn coupling(&self, _at: usize) -> [Lane; LAYERS] {
        [all(self.coupling[0]), all(self.coupling[1]), all(self.coupling[2])]
    }
    #[inline(always)]
    fn mass(&self, _at: usize) -> [Lane; LAYERS] {
        [all(self.mass[0]), all(self.mass[1]), all(self.mass[2])]
    }
    #[inline(always)]
    fn factors(&self, _at: usize) -> [Lane; 5] {
        let [i0, f1, i1, f2, i2] = self.factors;
        [all(i0), all(f1), all(i1), all(f2), all(i2)]
    }
}
