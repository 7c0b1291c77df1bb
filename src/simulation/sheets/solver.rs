//! Three coupled sheets on a lattice, and the implicit step that moves them. See `METHOD.md`.

mod iteration;

use self::iteration::{Begin, Chebyshev, Iterate};
use super::{
    kernel::{self, Forces, Memory, Past},
    levels::{Levels, padded},
    material::{LAYERS, Material},
    medium::{Adjustable, Medium, Stage},
    rows::{COMPONENTS, Rows},
    width::Width,
};
use crate::maths::exp;

/// A vertex of the skin that a pad holds: it is drawn to `target` by a spring of `stiffness`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hold {
    pub(crate) row: usize,
    pub(crate) column: usize,
    /// N/m.
    pub(crate) stiffness: f32,
    /// Displacement, metres.
    pub(crate) target: [f32; 2],
}

/// A hold with what the column solve makes of it.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    row: usize,
    column: usize,
    stiffness: f32,
    target: [f32; 2],
    /// Response of the three sheets to a unit force on the skin, m/N.
    response: [f32; LAYERS],
    /// 0 free to 1 fixed.
    fixed: f32,
}

/// When the iteration stops, and its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// The iteration stops when no component of the displacement changes by more than this share of the largest
    /// displacement.
    pub tolerance: f32,
    /// The least change that still counts, metres.
    pub least: f32,
    /// Most iterations of a step.
    pub most: usize,
    /// Largest and smallest value that the preconditioned operator is expected to have.
    pub bounds: (f32, f32),
}

impl Default for Effort {
    fn default() -> Self {
        Self { tolerance: 2e-3, least: 1e-6, most: 24, bounds: (0.6, 4.5) }
    }
}

/// No vertex goes farther than this, metres.
const BOUND: f32 = 0.08;
/// No iteration moves a vertex farther than this, metres.
const LIMIT: f32 = 0.02;

/// The slow branches of the shift layers.
#[derive(Debug, Clone)]
pub(crate) struct Slow {
    share: f64,
    seconds: [f64; 2],
    memory: Memory,
    /// What each keeps and takes over the step that was begun last.
    next: [(f32, f32); 2],
    /// What each still answers, as displacement.
    rows: [Rows; 2],
}

impl Slow {
    /// Goes on to a step of so many seconds; gives the stiffness beside that of the springs that never relax, as a share.
    fn advance(&mut self, seconds: f32) -> f32 {
        let (half, seconds) = (0.5 * self.share, f64::from(seconds));
        let mut stiffness = 1.0 - self.share;
        for (branch, time) in self.seconds.into_iter().enumerate() {
            // exact for a slip that changes evenly over the step
            let keeps = exp(-seconds / time);
            let takes = time / seconds * (1.0 - keeps);
            stiffness += half * takes;
            let memory = &mut self.memory;
            (memory.kept[branch], memory.taken[branch]) = self.next[branch];
            self.next[branch] = (keeps as f32, takes as f32);
            (memory.keeps[branch], memory.takes[branch]) = ((half * keeps) as f32, (half * takes) as f32);
        }
        stiffness as f32
    }
}

/// Three sheets.
#[derive(Debug, Clone)]
pub(crate) struct Stack<M> {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) stride: usize,
    pub(crate) medium: M,
    pub(crate) effort: Effort,
    pub(crate) width: Width,
    relaxation: f32,
    pub(crate) slow: Option<Slow>,
    levels: Levels,
    stage: Option<Stage>,
    /// Displacement now, one and two steps ago.
    pub(crate) moved: Rows,
    now: Rows,
    before: Rows,
    /// What the past puts on the right side.
    past: Rows,
    /// What holds the sheets in balance at rest, where their tension differs from place to place.
    support: Option<Rows>,
    solved: Rows,
    change: Rows,
    forces: Forces,
    row_residual: Vec<f32>,
    row_sum: Vec<f32>,
    row_coarse: [Vec<f32>; 2],
    held: Vec<Held>,
    /// Step before, and the base by which its velocity is known; none at rest or after a jump.
    last: Option<LastStep>,
    /// Whether the first guess goes on with the velocity.
    goes_on: bool,
    /// Largest value that the operator is taken to have.
    high: f32,
    /// What the last step needed.
    pub(crate) report: Report,
}

#[derive(Debug, Clone, Copy)]
struct LastStep {
    seconds: f32,
    base: (f32, f32),
    rate: f32,
}

/// What a step needed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Report {
    /// Iterations of the whole frame.
    pub iterations: usize,
    /// Largest change of a component in the last iteration, metres.
    pub change: f32,
    /// Largest component of the displacement, metres.
    pub size: f32,
}

/// Parts of a tick after a sudden release: what the skin snaps back at first is over within a few milliseconds.
pub(crate) const SUBSTEPS: [f32; 3] = [1.0 / 6.0, 1.0 / 3.0, 0.5];

impl<M: Medium> Stack<M> {
    /// At rest. `rows` and `columns` count the rims, which never move; both at least 5.
    pub(crate) fn new(medium: M, rows: usize, columns: usize, material: &Material, width: Width) -> Self {
        let stride = padded(columns);
        let field = || Rows::zero(rows, stride);
        let mut levels = Levels::new(rows, columns);
        levels.sum_up(&medium, rows, columns);
        let mut stack = Self {
            rows,
            columns,
            stride,
            medium,
            effort: Effort::default(),
            width,
            relaxation: material.relaxation as f32,
            slow: (material.slow.share > 0.0).then(|| Slow {
                share: material.slow.share.min(0.95),
                seconds: material.slow.seconds.map(|time| time.max(1e-3)),
                memory: Memory::default(),
                next: [(1.0, 0.0); 2],
                rows: [field(), field()],
            }),
            levels,
            stage: None,
            moved: field(),
            now: field(),
            before: field(),
            past: field(),
            support: None,
            solved: field(),
            change: field(),
            forces: Forces::zero(stride),
            row_residual: vec![0.0; COMPONENTS * stride],
            row_sum: vec![0.0; COMPONENTS * stride],
            row_coarse: [vec![0.0; COMPONENTS * stride], vec![0.0; COMPONENTS * stride]],
            held: Vec::with_capacity(rows * columns),
            last: None,
            goes_on: false,
            high: 0.0,
            report: Report::default(),
        };
        stack.balance();
        stack
    }

    /// Works out what holds the sheets in balance at rest.
    fn balance(&mut self) {
        if self.medium.balanced() {
            return;
        }
        let mut support = Rows::zero(self.rows, self.stride);
        let rest = Rows::zero(1, self.stride);
        let nothing = Stage { damped: 0.0, viscous: 0.0, inertia: 0.0, momentum: 0.0 };
        for number in 0..self.rows - 1 {
            let medium = self.medium.row(number, self.stride);
            for layer in 0..LAYERS {
                self.forces.springs(number, layer, &medium, rest.row(0), rest.row(0));
            }
            if number == 0 {
                continue;
            }
            let out = support.row_mut(number);
            for axis in 0..2 {
                let (none, solved) = (rest.row(0), &mut self.row_sum[..]);
                kernel::residual(&self.forces, number, axis, &medium, &nothing, none, none, out, solved);
            }
            for k in 0..COMPONENTS {
                let component = &mut out[k * self.stride..(k + 1) * self.stride];
                component[0] = 0.0;
                component[self.columns - 1..].fill(0.0);
            }
            for value in out {
                *value = -*value;
            }
        }
        self.support = Some(support);
    }

    /// Forgets the past: the next step begins anew from the present displacement.
    pub(crate) fn jolt(&mut self) {
        self.last = None;
        self.goes_on = false;
    }

    /// Advances by `seconds`. `holds` must be sorted by row and lie inside the rims.
    pub(crate) fn step(&mut self, seconds: f32, holds: &[Hold]) {
        let (g, base) = match self.last {
            None => (seconds, (1.0, 0.0)),
            Some(last) => {
                let ratio = seconds / last.seconds;
                let whole = 1.0 + 2.0 * ratio;
                let base = ((1.0 + ratio) * (1.0 + ratio) / whole, ratio * ratio / whole);
                (seconds * (1.0 + ratio) / whole, base)
            }
        };
        let viscous = self.relaxation / g;
        let elastic = self.slow.as_mut().map_or(1.0, |slow| slow.advance(seconds));
        let stage = Stage { damped: elastic + viscous, viscous, inertia: 1.0 / (g * seconds), momentum: 1.0 / seconds };
        if self.stage != Some(stage) {
            self.medium.prepare(&stage);
            self.levels.prepare(&stage);
            self.stage = Some(stage);
        }
        let (last_base, last_rate) = match self.last {
            None => ((1.0, 0.0), 0.0),
            Some(last) => (last.base, last.rate),
        };
        let ahead = if self.goes_on { seconds } else { 0.0 };
        let past = Past { base, last_base, last_rate, ahead };
        std::mem::swap(&mut self.moved, &mut self.before);
        std::mem::swap(&mut self.now, &mut self.before);
        self.width.run(Begin { stack: self, past });
        self.hold(holds);
        self.last = Some(LastStep { seconds, base, rate: 1.0 / g });
        self.iterate();
    }

    /// Smallest and largest value of the preconditioned operator at rest, by power iteration; for a step of so many
    /// seconds. Leaves the stack at rest.
    pub(crate) fn spectrum(&mut self, seconds: f32, iterations: usize) -> (f32, f32) {
        self.reset();
        let viscous = self.relaxation / seconds;
        let stage = Stage { damped: 1.0 + viscous, viscous, inertia: 1.0 / (seconds * seconds), momentum: 0.0 };
        self.medium.prepare(&stage);
        self.levels.prepare(&stage);
        self.stage = Some(stage);
        self.held.clear();
        let mut high = 0.0;
        let mut low = 0.0;
        for shifted in [false, true] {
            let mut seed = 1_u32;
            for row in 1..self.rows - 1 {
                for k in 0..COMPONENTS {
                    for column in 1..self.columns - 1 {
                        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        self.moved.row_mut(row)[k * self.stride + column] = (seed >> 9) as f32 * 1e-13;
                    }
                }
            }
            for _ in 0..iterations {
                let (_, size) = self.extent();
                let scale = 1e-6 / size;
                for row in 1..self.rows - 1 {
                    for value in self.moved.row_mut(row) {
                        *value *= scale;
                    }
                }
                // advance with step s: u <- u - s P⁻¹A u
                let step = if shifted { 1.0 / high } else { 1.0 };
                if !shifted {
                    self.now.clone_from(&self.moved);
                }
                self.width.run(Iterate { stack: self, keep: 0.0, step });
                if shifted {
                    low = high * (1.0 - self.extent().1 / 1e-6);
                } else {
                    for row in 1..self.rows - 1 {
                        let now = self.now.row(row).to_vec();
                        for (value, now) in self.moved.row_mut(row).iter_mut().zip(now) {
                            *value = now - *value;
                        }
                    }
                    high = self.extent().1 / 1e-6;
                }
            }
        }
        self.stage = None;
        self.reset();
        (low, high)
    }

    fn extent(&self) -> (f32, f32) {
        let mut most = 0.0_f32;
        for row in 1..self.rows - 1 {
            for value in &self.moved.row(row)[..COMPONENTS * self.stride] {
                most = most.max(value.abs());
            }
        }
        (0.0, most)
    }

    fn hold(&mut self, holds: &[Hold]) {
        if let Some(stage) = self.stage {
            self.levels.hold(holds.iter().map(|hold| (hold.row, hold.column, hold.stiffness)), &stage);
        }
        self.held.clear();
        for hold in holds {
            let [i0, f1, i1, f2, i2] = self.medium.factors_at(hold.row, hold.column);
            let p2 = f2 * f1 * i2;
            let p1 = f1 * i1 + f2 * p2;
            let p0 = i0 + f1 * p1;
            let fixed = hold.stiffness * p0 / (1.0 + hold.stiffness * p0);
            self.held.push(Held {
                row: hold.row,
                column: hold.column,
                stiffness: hold.stiffness,
                target: hold.target,
                response: [p0, p1, p2],
                fixed,
            });
        }
    }

    /// Chebyshev's iteration on the preconditioned residual.
    ///
    /// If the changes grow instead of shrinking, the operator has larger values than expected: stretched sheets, very
    /// uneven tissue. Then the bound is raised and the iteration begins anew; it sinks again in quiet steps.
    fn iterate(&mut self) {
        let (low, usual) = self.effort.bounds;
        self.high = (0.98 * self.high).max(usual);
        let mut chebyshev = Chebyshev::new(low, self.high);
        let mut least = f32::INFINITY;
        for _ in 0..self.effort.most {
            let (keep, step) = chebyshev.next();
            let (change, size) = self.width.run(Iterate { stack: self, keep, step });
            self.report.iterations += 1;
            (self.report.change, self.report.size) = (change, size);
            if change <= (self.effort.tolerance * size).max(self.effort.least) {
                break;
            }
            if change > 2.0 * least && self.high < 32.0 {
                self.high *= 1.5;
                chebyshev = Chebyshev::new(low, self.high);
                least = f32::INFINITY;
            } else {
                least = least.min(change);
            }
        }
        self.goes_on = true;
    }

    /// Springs or couplings have changed everywhere.
    pub(crate) fn material_changed(&mut self) {
        self.levels.sum_up(&self.medium, self.rows, self.columns);
        self.balance();
        self.stage = None;
    }

    /// Sets the shear stiffness under the sheets of a vertex, N/m³.
    pub(crate) fn set_coupling(&mut self, row: usize, column: usize, coupling: [f32; LAYERS])
    where
        M: Adjustable,
    {
        let (before, _) = self.medium.vertex(row, column);
        self.medium.set_coupling(row, column, coupling);
        let (after, _) = self.medium.vertex(row, column);
        let grown = std::array::from_fn(|layer| after[layer] - before[layer]);
        self.levels.add_coupling(row, column, grown, self.stage.as_ref());
        if let Some(stage) = &self.stage {
            self.medium.refactor(row, column, stage);
        }
    }

    /// Force of a pad on a vertex of the skin in the last step, newtons.
    pub(crate) fn pull_at(&self, row: usize, column: usize) -> [f32; 2] {
        let found = self.held.binary_search_by_key(&(row, column), |held| (held.row, held.column));
        let Some(held) = found.ok().and_then(|index| self.held.get(index)) else { return [0.0; 2] };
        let [x, y] = self.displacement(0, row, column);
        [held.stiffness * (held.target[0] - x), held.stiffness * (held.target[1] - y)]
    }

    /// The bytes of every row of the displacement.
    pub(crate) fn each_row(&self, mut visit: impl FnMut(&[u8])) {
        let mut bytes = Vec::with_capacity(4 * COMPONENTS * self.stride);
        for row in 1..self.rows - 1 {
            bytes.clear();
            for value in &self.moved.row(row)[..COMPONENTS * self.stride] {
                bytes.extend_from_slice(&value.to_bits().to_le_bytes());
            }
            visit(&bytes);
        }
    }

    /// Displacement of a vertex, metres.
    pub(crate) fn displacement(&self, layer: usize, row: usize, column: usize) -> [f32; 2] {
        let values = self.moved.row(row);
        let at = 2 * layer * self.stride + column;
        [values[at], values[at + self.stride]]
    }

    /// Back to rest.
    pub(crate) fn reset(&mut self) {
        for field in [&mut self.moved, &mut self.now, &mut self.before, &mut self.past, &mut self.solved] {
            field.clear();
        }
        self.change.clear();
        if let Some(slow) = &mut self.slow {
            slow.rows.iter_mut().for_each(Rows::clear);
        }
        self.jolt();
    }
}
