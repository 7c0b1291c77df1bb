//! Coarser lattices: what moves over a distance is solved where it costs little.
//!
//! Each level has half the rows and columns of the one before. A level knows nothing of springs: its operator is the
//! column of the three sheets with couplings and masses summed over the vertices it stands for. What remains of a
//! residual is handed down with full weights, solved on each level and added up on the way back (an additive multilevel
//! preconditioner after Bramble, Pasciak and Xu). Vertices of the coarser lattice lie on the even rows and columns.
//!
//! Rows and columns beside a level's window are zero and stay so.

use super::{
    kernel::{self, Widened, lane},
    material::LAYERS,
    medium::{Medium, Planes, Stage},
    rows::{COMPONENTS, LANES, Rows},
    width::Work,
    window::Window,
};

/// A level pays as long as the springs are at least this share of the couplings on it.
const SHARE: f32 = 0.15;

/// One coarser lattice.
#[derive(Debug, Clone)]
pub(crate) struct Level {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) stride: usize,
    pub(crate) window: Window,
    /// Residual handed down to it.
    pub(crate) residual: Rows,
    /// Correction it gives.
    pub(crate) correction: Rows,
    /// Couplings, masses, stiffness of each sheet; then what pads add to the skin.
    body: Planes,
    /// Vertices to which pads add something.
    held: Vec<(usize, usize)>,
    factors: Planes,
    /// A row of the finer lattice.
    sum: Vec<f32>,
    /// Rows of the next level at the columns of this one.
    widened: Widened,
}

/// All coarser lattices, finest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Levels {
    /// Rows and columns of the lattice above them.
    lattice: (usize, usize),
    all: Vec<Level>,
    /// How many of them take part at the present step.
    used: usize,
    /// What pads hold at present: row, column, stiffness.
    holds: Vec<(usize, usize, f32)>,
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
        let lattice = (rows, columns);
        let mut finer = padded(columns);
        while rows.min(columns) > 5 {
            (rows, columns) = (rows / 2 + 1, columns / 2 + 1);
            let stride = padded(columns + 1);
            all.push(Level {
                rows,
                columns,
                stride,
                window: Window::nothing(),
                residual: Rows::zero(rows, stride),
                correction: Rows::zero(rows, stride),
                body: Planes::zero(3 * LAYERS + 1, rows, stride),
                held: Vec::with_capacity(rows * columns),
                factors: Planes::zero(5, rows, stride),
                sum: vec![0.0; COMPONENTS * finer],
                widened: Widened::new(stride),
            });
            finer = stride;
        }
        Self { lattice, all, used: 0, holds: Vec::with_capacity(lattice.0 * lattice.1) }
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

    /// Works on this part of the lattice from now on.
    pub(crate) fn set_window(&mut self, window: &Window) {
        let (mut finer, mut lattice) = (window, self.lattice);
        for level in &mut self.all {
            level.window = finer.coarser(lattice);
            level.residual.clear();
            level.correction.clear();
            level.sum.fill(0.0);
            level.widened.clear();
            (finer, lattice) = (&level.window, (level.rows, level.columns));
        }
    }

    /// Works out the column factors for a stage and how many levels pay at it.
    #[inline(always)]
    pub(crate) fn prepare(&mut self, stage: &Stage) {
        self.used = 0;
        for level in &mut self.all {
            if !level.prepare(stage) {
                return;
            }
            self.used += 1;
        }
    }

    /// Tells all levels what pads add to the skin: row, column and stiffness of vertices of the lattice.
    ///
    /// A level that knew nothing of them would move the skin under a pad together with its surroundings.
    pub(crate) fn hold(&mut self, held: impl Iterator<Item = (usize, usize, f32)> + Clone, stage: &Stage) {
        if held.clone().eq(self.holds.iter().copied()) {
            return;
        }
        self.holds.clear();
        self.holds.extend(held);
        for level in &mut self.all {
            while let Some((row, column)) = level.held.pop() {
                *level.body.at(HELD, row, column) = 0.0;
                level.factor(row, column, stage);
            }
        }
        let mut levels = self.all.iter_mut();
        let Some(mut level) = levels.next() else { return };
        for &(row, column, stiffness) in &self.holds {
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

    /// Numbers to a component of the finest of them; 0 if there is none.
    pub(crate) fn first_stride(&self) -> usize {
        self.all.first().map_or(0, |level| level.stride)
    }

    /// The finest of them, if any takes part, and those below it.
    pub(crate) fn taking_part(&self) -> Option<(&Level, &[Level])> {
        self.all[..self.used].split_first()
    }

    /// The same, to work on.
    pub(crate) fn taking_part_mut(&mut self) -> Option<(&mut Level, &mut [Level])> {
        self.all[..self.used].split_first_mut()
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

/// The columns of a level: they may be solved while the levels below it are.
pub(crate) struct Columns<'a> {
    residual: &'a Rows,
    correction: &'a mut Rows,
    factors: &'a Planes,
    window: &'a Window,
    stride: usize,
}

impl Work for Columns<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { residual, correction, factors, window, stride } = self;
        for row in window.rows.clone() {
            let factor = |k| factors.row(k, row, stride);
            let factors = [factor(0), factor(1), factor(2), factor(3), factor(4)];
            for axis in 0..2 {
                kernel::columns(axis, factors, residual.row(row), correction.row_mut(row), stride, window.span);
            }
        }
    }
}

/// The levels below one: its residual becomes their corrections, added up on the first of them.
pub(crate) struct Below<'a> {
    residual: &'a Rows,
    window: &'a Window,
    stride: usize,
    levels: &'a mut [Level],
}

impl Work for Below<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { residual, window, stride, levels } = self;
        for index in 0..levels.len() {
            let (upper, lower) = levels.split_at_mut(index);
            let Some(level) = lower.first_mut() else { return };
            match upper.last() {
                None => level.take_down(residual, window, stride),
                Some(finer) => level.take_down(&finer.residual, &finer.window, finer.stride),
            }
            level.columns().run();
        }
        for index in (1..levels.len()).rev() {
            let (upper, lower) = levels.split_at_mut(index);
            if let (Some(level), Some(next)) = (upper.last_mut(), lower.first()) {
                level.take_back(next);
            }
        }
    }
}

impl Level {
    fn vertex(&self, row: usize, column: usize) -> Option<[[f32; LAYERS]; 3]> {
        let inside = row > 0 && column > 0 && row < self.rows - 1 && column < self.columns - 1;
        let read = |plane| std::array::from_fn(|layer| self.body.get(plane + layer, row, column));
        inside.then(|| [read(COUPLING), read(MASS), read(STIFFNESS)])
    }

    fn factor(&mut self, row: usize, column: usize, stage: &Stage) {
        let Some([coupling, mass, mut stiffness]) = self.vertex(row, column) else { return };
        stiffness[0] += self.body.get(HELD, row, column);
        let found: [f32; 5] = kernel::factors(coupling, mass, stiffness, stage).into();
        for (k, value) in found.into_iter().enumerate() {
            *self.factors.at(k, row, column) = value;
        }
    }

    /// Works out all factors in the window; whether the level pays at this stage.
    #[inline(always)]
    fn prepare(&mut self, stage: &Stage) -> bool {
        let stride = self.stride;
        let mut pays = false;
        for row in self.window.rows.clone() {
            for chunk in self.window.span.from / LANES..self.window.span.to / LANES {
                let at = chunk * LANES;
                let three = |plane: usize| {
                    let row = |layer| lane(self.body.row(plane + layer, row, stride), at);
                    [row(0), row(1), row(2)]
                };
                let (coupling, mass, mut stiffness) = (three(COUPLING), three(MASS), three(STIFFNESS));
                for i in 0..LANES {
                    pays |= stiffness[0][i] > SHARE * coupling[0][i] * stage.damped
                        || stiffness[1][i] > SHARE * coupling[1][i] * stage.damped
                        || stiffness[2][i] > SHARE * coupling[2][i] * stage.damped;
                }
                let held = lane(self.body.row(HELD, row, stride), at);
                for i in 0..LANES {
                    stiffness[0][i] += held[i];
                }
                let found = kernel::factor(&coupling, &mass, &stiffness, stage);
                for (k, factors) in found.iter().enumerate() {
                    let factors_row = self.factors.row_mut(k, row);
                    for (column, value) in (at..).zip(factors) {
                        // the rim has no couplings to divide by
                        let inside = column > 0 && column < self.columns - 1;
                        factors_row[column] = if inside { *value } else { 0.0 };
                    }
                }
            }
        }
        pays
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

    fn columns(&mut self) -> Columns<'_> {
        let Self { residual, correction, factors, window, stride, .. } = self;
        Columns { residual, correction, factors, window, stride: *stride }
    }

    /// Two pieces of work that do not need each other: its own columns, and the levels below it.
    pub(crate) fn apart<'a>(&'a mut self, levels: &'a mut [Self]) -> (Columns<'a>, Below<'a>) {
        let Self { residual, correction, factors, window, stride, .. } = self;
        let (residual, window, stride) = (&*residual, &*window, *stride);
        (Columns { residual, correction, factors, window, stride }, Below { residual, window, stride, levels })
    }

    /// Takes the residual of the finer level.
    #[inline(always)]
    fn take_down(&mut self, finer: &Rows, window: &Window, stride: usize) {
        for row in self.window.rows.clone() {
            let three = [finer.row(2 * row - 1), finer.row(2 * row), finer.row(2 * row + 1)];
            kernel::weighted(&mut self.sum, three, (stride, window.span));
            let to = (self.residual.row_mut(row), self.stride);
            kernel::narrow((&self.sum, stride), to, &self.window.columns);
        }
    }

    /// Adds the correction of the next level.
    #[inline(always)]
    fn take_back(&mut self, next: &Self) {
        let Window { rows, columns, span } = &self.window;
        self.widened.forget();
        for row in rows.clone() {
            self.widened.fetch(row, (&next.correction, next.stride), self.stride, *span, columns);
            kernel::add_mean(self.correction.row_mut(row), self.widened.pair(row), (self.stride, *span));
        }
    }
}
