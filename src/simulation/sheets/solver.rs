//! Three coupled sheets on a lattice, and the implicit step that moves them. See `METHOD.md`.

mod band;
mod chebyshev;
mod hold;
mod iterate;
mod moving;
mod slow;
mod spectrum;

pub(crate) use self::hold::Hold;
use self::{band::Scratch, hold::Held, slow::Slow};
use super::{
    kernel::{self, Past},
    levels::{Levels, padded},
    material::{LAYERS, Material},
    medium::{Adjustable, Medium, Stage},
    rows::{COMPONENTS, Rows},
    team::Team,
    width::{Width, Work},
    window::Window,
};

/// When the iteration stops, and its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// The iteration stops when no component of the displacement changes by more than this share of the largest
    /// displacement. What is displaced by less counts as being at rest, but see `least`.
    pub tolerance: f32,
    /// The least change that still counts, metres; a twentieth of the least displacement that still counts.
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

/// Three sheets.
#[derive(Debug, Clone)]
pub(crate) struct Stack<M> {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) stride: usize,
    pub(crate) medium: M,
    pub(crate) effort: Effort,
    pub(crate) width: Width,
    /// The part that moves.
    pub(crate) window: Window,
    /// Steps until it is looked at whether less would do.
    until_narrowed: u32,
    relaxation: f32,
    slow: Option<Slow>,
    levels: Levels,
    /// For which the factors of the column solve hold inside the window.
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
    scratch: [Scratch; 2],
    held: Vec<Held>,
    /// Step before, and the base by which its velocity is known; none at rest or after a jump.
    last: Option<LastStep>,
    /// Whether the first guess goes on with the velocity.
    goes_on: bool,
    /// Largest value that the operator is taken to have.
    high: f32,
    /// Largest component of the displacement, metres.
    size: f32,
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
        let first_stride = levels.first_stride();
        let scratch = || Scratch::new(stride, first_stride);
        levels.sum_up(&medium, rows, columns);
        let mut stack = Self {
            rows,
            columns,
            stride,
            medium,
            effort: Effort::default(),
            width,
            window: Window::nothing(),
            until_narrowed: 0,
            relaxation: material.relaxation as f32,
            slow: Slow::new(material, rows, stride),
            levels,
            stage: None,
            moved: field(),
            now: field(),
            before: field(),
            past: field(),
            support: None,
            solved: field(),
            change: field(),
            scratch: [scratch(), scratch()],
            held: Vec::with_capacity(rows * columns),
            last: None,
            goes_on: false,
            high: 0.0,
            size: 0.0,
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
        let whole = Window::whole(self.rows, self.columns);
        let mut support = Rows::zero(self.rows, self.stride);
        let rest = Rows::zero(1, self.stride);
        let (rest, mut solved) = (rest.row(0), vec![0.0; COMPONENTS * self.stride]);
        let nothing = Stage { damped: 0.0, viscous: 0.0, inertia: 0.0, momentum: 0.0 };
        let forces = &mut self.scratch[0].forces;
        for number in 0..self.rows - 1 {
            let medium = self.medium.row(number, self.stride);
            for layer in 0..LAYERS {
                forces.springs(number, layer, &medium, (rest, rest), whole.span);
            }
            if number == 0 {
                continue;
            }
            let out = support.row_mut(number);
            for axis in 0..2 {
                let to = (&mut *out, &mut solved[..]);
                kernel::residual(forces, (number, axis), &medium, &nothing, (rest, rest), to, whole.span);
            }
            for k in 0..COMPONENTS {
                kernel::clear_rims(whole.span.of_mut(out, self.stride, k), whole.span, &whole.columns);
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
    pub(crate) fn step(&mut self, seconds: f32, holds: &[Hold], team: &dyn Team) {
        self.attend(holds);
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
        self.prepare(stage);
        let (last_base, last_rate) = match self.last {
            None => ((1.0, 0.0), 0.0),
            Some(last) => (last.base, last.rate),
        };
        let ahead = if self.goes_on { seconds } else { 0.0 };
        let past = Past { base, last_base, last_rate, ahead };
        std::mem::swap(&mut self.moved, &mut self.before);
        std::mem::swap(&mut self.now, &mut self.before);
        self.begin(&stage, &past, team);
        self.hold(&stage, holds);
        self.last = Some(LastStep { seconds, base, rate: 1.0 / g });
        self.iterate(&stage, team);
    }

    /// Factors of the column solve for a stage.
    fn prepare(&mut self, stage: Stage) {
        if self.stage != Some(stage) {
            self.width.run(Prepare { stack: self, stage: &stage });
            self.stage = Some(stage);
        }
    }

    fn hold(&mut self, stage: &Stage, holds: &[Hold]) {
        self.levels.hold(holds.iter().map(|hold| (hold.row, hold.column, hold.stiffness)), stage);
        self.held.clear();
        for hold in holds {
            self.held.push(Held::new(*hold, self.medium.factors_at(hold.row, hold.column)));
        }
    }

    /// Springs or couplings have changed everywhere.
    pub(crate) fn material_changed(&mut self)
    where
        M: Adjustable,
    {
        self.medium.springs_changed();
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
        let found = self.held.binary_search_by_key(&(row, column), |held| (held.hold.row, held.hold.column));
        let Some(held) = found.ok().and_then(|index| self.held.get(index)) else { return [0.0; 2] };
        let Hold { stiffness, target, .. } = held.hold;
        let [x, y] = self.displacement(0, row, column);
        [stiffness * (target[0] - x), stiffness * (target[1] - y)]
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

    /// Share of the lattice that is worked on.
    pub(crate) fn awake(&self) -> f64 {
        self.window.share(self.rows, self.columns)
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
        self.set_window(Window::nothing());
        self.size = 0.0;
        self.jolt();
    }
}

struct Prepare<'a, M> {
    stack: &'a mut Stack<M>,
    stage: &'a Stage,
}

impl<M: Medium> Work for Prepare<'_, M> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.stack.medium.prepare(self.stage, &self.stack.window);
        self.stack.levels.prepare(self.stage);
    }
}
