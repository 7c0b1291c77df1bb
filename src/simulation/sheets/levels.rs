//! Coarser lattices: what moves over a distance is solved where it costs little.
//!
//! Each level has half the rows and columns of the one before. A level knows nothing of springs: its operator is the
//! column of the three sheets with couplings and masses summed over the vertices it stands for. What remains of a
//! residual is handed down with full weights, solved on each level and added up on the way back (an additive multilevel
//! preconditioner after Bramble, Pasciak and Xu). Vertices of the coarser lattice lie on the even rows and columns.

use super::{
    kernel,
    material::LAYERS,
    medium::{Medium, Planes, Stage, factors},
    rows::{COMPONENTS, LANES, Rows},
};

/// A level pays as long as the springs are at least this share of the couplings on it.
const SHARE: f32 = 0.15;

/// One coarser lattice.
#[derive(Debug, Clone)]
pub(crate) struct Level {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) stride: usize,
    /// Residual handed down to it.
    pub(crate) residual: Rows,
    /// Correction it gives.
    pub(crate) correction: Rows,
    /// Couplings, masses, stiffness of each sheet; then what pads add to the skin.
    body: Planes,
    /// Vertices to which pads add something.
    held: Vec<(usize, usize)>,
    factors: Planes,
    scratch: Vec<f32>,
}

/// All coarser lattices, finest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Levels {
    all: Vec<Level>,
    /// How many of them take part at the present step.
    used: usize,
}

const COUPLING: usize = 0;
const MASS: usize = LAYERS;
const STIFFNESS: usize = 2 * LAYERS;
const HELD: usize = 3 * LAYERS;

/// Numbers to a row, padded.
pub(crate) fn padded(columns: usize) -> usize {
    columns.div_ceil(LANES) * LANES
}

impl Levels {
    /// Levels below a lattice of so many rows and columns, both with their rims.
    pub(crate) fn new(mut rows: usize, mut columns: usize) -> Self {
        let mut all = Vec::new();
        while rows.min(columns) > 5 {
            (rows, columns) = (rows / 2 + 1, columns / 2 + 1);
            let stride = padded(columns + 1);
            all.push(Level {
                rows,
                columns,
                stride,
                residual: Rows::zero(rows, stride),
                correction: Rows::zero(rows, stride),
                body: Planes::zero(3 * LAYERS + 1, rows, stride),
                held: Vec::with_capacity(rows * columns),
                factors: Planes::zero(5, rows, stride),
                scratch: vec![0.0; COMPONENTS * stride.max(2 * stride)],
            });
        }
        Self { all, used: 0 }
    }

    /// Takes couplings, masses and stiffness over from the lattice itself.
    pub(crate) fn sum_up<M: Medium>(&mut self, medium: &M, rows: usize, columns: usize) {
        let vertex = |row: usize, column: usize| {
            let inside = row > 0 && column > 0 && row < rows - 1 && column < columns - 1;
            inside.then(|| {
                let (coupling, mass) = medium.vertex(row, column);
                [coupling, mass, medium.stiffness(row, column)]
            })
        };
        for index in 0..self.all.len() {
            let (above, rest) = self.all.split_at_mut(index);
            let Some(level) = rest.first_mut() else { return };
            for row in 1..level.rows - 1 {
                for column in 1..level.columns - 1 {
                    let mut sum = [[0.0_f32; LAYERS]; 3];
                    let mut whole = 0.0;
                    for (down, across, weight) in NINE {
                        let (r, c) = (2 * row + down - 1, 2 * column + across - 1);
                        let found = match above.last() {
                            None => vertex(r, c),
                            Some(upper) => upper.vertex(r, c),
                        };
                        let Some(found) = found else { continue };
                        whole += weight;
                        for (total, part) in sum.iter_mut().flatten().zip(found.iter().flatten()) {
                            *total += weight * part;
                        }
                    }
                    // on the rim the part that is held counts like the rest
                    let share = [4.0 / whole, 4.0 / whole, 1.0 / whole];
                    for (kind, (values, share)) in sum.into_iter().zip(share).enumerate() {
                        for (layer, value) in values.into_iter().enumerate() {
                            *level.body.at(kind * LAYERS + layer, row, column) = value * share;
                        }
                    }
                }
            }
        }
    }

    /// Works out the column factors for a stage and how many levels pay at it.
    pub(crate) fn prepare(&mut self, stage: &Stage) {
        self.used = 0;
        for level in &mut self.all {
            let mut pays = false;
            for row in 1..level.rows - 1 {
                for column in 1..level.columns - 1 {
                    level.factor(row, column, stage);
                    let Some([coupling, _, stiffness]) = level.vertex(row, column) else { continue };
                    pays |= (0..LAYERS).any(|l| stiffness[l] > SHARE * coupling[l] * stage.damped);
                }
            }
            if !pays {
                return;
            }
            self.used += 1;
        }
    }

    /// Tells all levels what pads add to the skin: row, column and stiffness of vertices of the lattice.
    ///
    /// A level that knew nothing of them would move the skin under a pad together with its surroundings.
    pub(crate) fn hold(&mut self, held: impl Iterator<Item = (usize, usize, f32)>, stage: &Stage) {
        for level in &mut self.all {
            while let Some((row, column)) = level.held.pop() {
                *level.body.at(HELD, row, column) = 0.0;
                if stage.damped > 0.0 {
                    level.factor(row, column, stage);
                }
            }
        }
        let mut levels = self.all.iter_mut();
        let Some(mut level) = levels.next() else { return };
        for (row, column, stiffness) in held {
            level.add_hold(row, column, stiffness);
        }
        level.factor_held(stage);
        for next in levels {
            for &(row, column) in &level.held {
                next.add_hold(row, column, level.body.get(HELD, row, column));
            }
            next.factor_held(stage);
            level = next;
        }
    }

    /// Tells all levels that the couplings of a vertex of the lattice have grown by so much, N/m.
    pub(crate) fn add_coupling(&mut self, row: usize, column: usize, grown: [f32; LAYERS], stage: Option<&Stage>) {
        // at each level at most four vertices are concerned
        let mut concerned = [(row, column, 1.0_f32); 4];
        let mut count = 1;
        for level in &mut self.all {
            let mut next = [(0, 0, 0.0_f32); 4];
            let mut found = 0;
            for &(row, column, weight) in &concerned[..count] {
                for (r, c, part) in level.parents(row, column) {
                    let known = next[..found].iter().position(|entry| (entry.0, entry.1) == (r, c));
                    let index = known.unwrap_or(found).min(3);
                    found = found.max(index + 1);
                    next[index] = (r, c, next[index].2 + weight * part);
                }
            }
            for &(r, c, weight) in &next[..found] {
                for (layer, grown) in grown.into_iter().enumerate() {
                    let here = level.body.at(COUPLING + layer, r, c);
                    *here = (*here + weight * grown).max(0.0);
                }
                if let Some(stage) = stage {
                    level.factor(r, c, stage);
                }
            }
            (concerned, count) = (next, found);
        }
    }

    /// The finest of them, if any takes part.
    pub(crate) fn first(&self) -> Option<&Level> {
        self.all[..self.used].first()
    }

    /// The same, to hand a residual down to.
    pub(crate) fn first_mut(&mut self) -> Option<&mut Level> {
        self.all[..self.used].first_mut()
    }

    /// Turns the residual of the finest level into its correction.
    #[inline(always)]
    pub(crate) fn solve(&mut self) {
        let used = self.used;
        for index in 0..used {
            let (upper, lower) = self.all[..used].split_at_mut(index + 1);
            let Some(level) = upper.last_mut() else { return };
            level.solve_columns();
            if let Some(next) = lower.first_mut() {
                level.hand_down(next);
            }
        }
        for index in (1..used).rev() {
            let (upper, lower) = self.all[..used].split_at_mut(index);
            if let (Some(level), Some(next)) = (upper.last_mut(), lower.first()) {
                level.take_back(next);
            }
        }
    }
}

/// The nine fine vertices round a coarse one: rows and columns from one before, and weights.
const NINE: [(usize, usize, f32); 9] = [
    (0, 0, 0.25),
    (0, 1, 0.5),
    (0, 2, 0.25),
    (1, 0, 0.5),
    (1, 1, 1.0),
    (1, 2, 0.5),
    (2, 0, 0.25),
    (2, 1, 0.5),
    (2, 2, 0.25),
];

impl Level {
    fn vertex(&self, row: usize, column: usize) -> Option<[[f32; LAYERS]; 3]> {
        let inside = row > 0 && column > 0 && row < self.rows - 1 && column < self.columns - 1;
        let read = |plane| std::array::from_fn(|layer| self.body.get(plane + layer, row, column));
        inside.then(|| [read(COUPLING), read(MASS), read(STIFFNESS)])
    }

    fn factor(&mut self, row: usize, column: usize, stage: &Stage) {
        let Some([coupling, mass, mut stiffness]) = self.vertex(row, column) else { return };
        stiffness[0] += self.body.get(HELD, row, column);
        for (k, value) in factors(coupling, mass, stiffness, stage).into_iter().enumerate() {
            *self.factors.at(k, row, column) = value;
        }
    }

    fn factor_held(&mut self, stage: &Stage) {
        for index in 0..self.held.len() {
            let (row, column) = self.held[index];
            self.factor(row, column, stage);
        }
    }

    /// Spreads the hold of a vertex of the finer lattice.
    fn add_hold(&mut self, row: usize, column: usize, stiffness: f32) {
        for (r, c, weight) in self.parents(row, column) {
            let here = self.body.at(HELD, r, c);
            if *here == 0.0 {
                self.held.push((r, c));
            }
            *here += weight * stiffness;
        }
    }

    /// Vertices of this level that a vertex of the finer lattice counts towards, with its weight.
    fn parents(&self, row: usize, column: usize) -> impl Iterator<Item = (usize, usize, f32)> + use<> {
        let (rows, columns) = (self.rows, self.columns);
        let along = |at: usize| {
            let odd = 0.5 * (at % 2) as f32;
            [(at / 2, 1.0 - odd), (at / 2 + 1, odd)]
        };
        let both = along(row)
            .into_iter()
            .flat_map(move |(r, down)| along(column).into_iter().map(move |(c, across)| (r, c, down * across)));
        both.filter(move |&(r, c, weight)| weight > 0.0 && r > 0 && c > 0 && r < rows - 1 && c < columns - 1)
    }

    /// Takes a summed row of residuals from the finer lattice.
    #[inline(always)]
    pub(crate) fn take(&mut self, row: usize, sum: &[f32], stride: usize) {
        if row > 0 && row < self.rows - 1 {
            kernel::narrow(sum, stride, self.residual.row_mut(row), self.stride, self.columns);
        }
    }

    #[inline(always)]
    fn solve_columns(&mut self) {
        for row in 1..self.rows - 1 {
            let factors = std::array::from_fn(|k| self.factors.row(k, row, self.stride));
            for axis in 0..2 {
                kernel::columns(axis, factors, self.residual.row(row), self.correction.row_mut(row), self.stride);
            }
        }
    }

    #[inline(always)]
    fn hand_down(&mut self, next: &mut Self) {
        let length = COMPONENTS * self.stride;
        let sum = &mut self.scratch[..length];
        for row in 1..next.rows - 1 {
            let [before, middle, after] = [2 * row - 1, 2 * row, 2 * row + 1].map(|r| self.residual.row(r));
            kernel::weighted(sum, &before[..length], &middle[..length], &after[..length]);
            kernel::narrow(sum, self.stride, next.residual.row_mut(row), next.stride, next.columns);
        }
    }

    #[inline(always)]
    fn take_back(&mut self, next: &Self) {
        let length = COMPONENTS * self.stride;
        let (mut upper, mut lower) = self.scratch.split_at_mut(length);
        lower = &mut lower[..length];
        upper.fill(0.0);
        for half in 0..next.rows - 1 {
            kernel::widen(next.correction.row(half + 1), next.stride, lower, self.stride, self.columns);
            if half > 0 {
                kernel::add(self.correction.row_mut(2 * half), upper);
            }
            if 2 * half + 1 < self.rows - 1 {
                kernel::add_mean(self.correction.row_mut(2 * half + 1), upper, lower);
            }
            std::mem::swap(&mut upper, &mut lower);
        }
    }
}
