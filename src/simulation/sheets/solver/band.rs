//! The work of a step on one band of rows.
//!
//! The window is worked on in two bands that meet at an even row. Within a phase neither reads what the other writes, so
//! both may be done at the same time; what one needs of the other at the border is worked out twice or added afterwards,
//! always in the same order.

use std::ops::Range;

use super::{
    super::{
        kernel::{self, Forces, Largest, Past, Widened},
        levels::Level,
        material::LAYERS,
        medium::{Live, Medium, Stage},
        rows::{COMPONENTS, Rows, RowsMut},
        width::Work,
        window::Window,
    },
    BOUND, LIMIT,
    hold::Held,
};

/// What a band needs for itself.
#[derive(Debug, Clone)]
pub(super) struct Scratch {
    pub(super) forces: Forces,
    residual: Vec<f32>,
    /// Sum of residuals on their way to the first coarser lattice.
    pub(super) sum: Vec<f32>,
    /// Rows of the first coarser lattice at the columns of the lattice, and of the second at those of the first.
    first: Widened,
    second: Widened,
    corrected: Vec<f32>,
    /// Nothing, where no coarser lattice takes part.
    nothing: Vec<f32>,
}

impl Scratch {
    pub(super) fn new(stride: usize, first_stride: usize) -> Self {
        let row = |stride: usize| vec![0.0; COMPONENTS * stride];
        Self {
            forces: Forces::zero(stride),
            residual: row(stride),
            sum: row(stride),
            first: Widened::new(stride),
            second: Widened::new(first_stride),
            corrected: row(first_stride),
            nothing: row(stride),
        }
    }

    /// As new: the window has changed.
    pub(super) fn clear(&mut self) {
        self.residual.fill(0.0);
        self.sum.fill(0.0);
        self.first.clear();
        self.second.clear();
        self.corrected.fill(0.0);
    }
}

/// What all bands may read.
#[derive(Debug)]
pub(super) struct Lattice<'a, M> {
    pub(super) stride: usize,
    pub(super) window: &'a Window,
    pub(super) stage: &'a Stage,
    pub(super) medium: &'a M,
}

/// The first guess of a step, and what the past puts on the right side.
pub(super) struct Begin<'a, M> {
    pub(super) lattice: &'a Lattice<'a, M>,
    pub(super) past: &'a Past,
    pub(super) memory: Option<&'a kernel::Memory>,
    pub(super) support: Option<&'a Rows>,
    pub(super) rows: Range<usize>,
    pub(super) now: &'a Rows,
    pub(super) before: &'a Rows,
    pub(super) guess: RowsMut<'a>,
    pub(super) right: RowsMut<'a>,
    pub(super) memories: Option<[RowsMut<'a>; 2]>,
}

impl<M: Medium> Work for Begin<'_, M> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        let Lattice { stride, window, stage, medium } = *self.lattice;
        let part = (stride, window.span);
        for row in self.rows.clone() {
            let medium = medium.row(row, stride);
            let (known, right) = ((self.now.row(row), self.before.row(row)), self.right.row(row));
            for axis in 0..2 {
                let out = (self.guess.row(row), &mut *right);
                kernel::look_back(axis, &medium, stage, self.past, known, out, part);
                if let (Some(memory), Some([one, two])) = (self.memory, &mut self.memories) {
                    let memories = [one.row(row), two.row(row)];
                    kernel::remember(axis, &medium, memory, known, memories, right, part);
                }
            }
            if let Some(support) = self.support {
                kernel::add(right, support.row(row), part);
            }
        }
    }
}

/// Layers that have slipped beyond their way stiffen.
pub(super) struct Stiffen<'a, L> {
    pub(super) stage: &'a Stage,
    pub(super) window: &'a Window,
    pub(super) rows: Range<usize>,
    pub(super) moved: &'a Rows,
    pub(super) live: L,
}

impl<L: Live> Work for Stiffen<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        for row in self.rows.clone() {
            self.live.stiffen(row, self.moved.row(row), self.stage, self.window.span);
        }
    }
}

/// Residuals of all rows, solved by columns and handed down to the first level.
pub(super) struct Residuals<'a, M> {
    pub(super) lattice: &'a Lattice<'a, M>,
    pub(super) rows: Range<usize>,
    pub(super) moved: &'a Rows,
    pub(super) past: &'a Rows,
    pub(super) held: &'a [Held],
    pub(super) solved: RowsMut<'a>,
    /// Rows of the first level's residual, its numbers to a component, and its window.
    pub(super) level: Option<(RowsMut<'a>, usize, &'a Window)>,
    pub(super) scratch: &'a mut Scratch,
}

impl<M: Medium> Work for Residuals<'_, M> {
    type Output = ();

    #[inline(always)]
    fn run(mut self) {
        if self.rows.is_empty() {
            return;
        }
        let Lattice { stride, window, stage, medium } = *self.lattice;
        let part = (stride, window.span);
        let Scratch { forces, residual, sum, .. } = self.scratch;
        let mut held = self.held.iter().skip_while(|held| held.hold.row < self.rows.start).peekable();
        for k in 0..COMPONENTS {
            window.span.of_mut(sum, stride, k).fill(0.0);
        }
        for number in self.rows.start - 1..self.rows.end {
            let row = medium.row(number, stride);
            let (upper, lower) = (self.moved.row(number), self.moved.row(number + 1));
            for layer in 0..LAYERS {
                forces.springs(number, layer, &row, (upper, lower), window.span);
            }
            if number < self.rows.start {
                continue;
            }
            let (past, solved) = (self.past.row(number), self.solved.row(number));
            for axis in 0..2 {
                let out = (&mut residual[..], &mut *solved);
                kernel::residual(forces, (number, axis), &row, stage, (upper, past), out, window.span);
            }
            for k in 0..COMPONENTS {
                for row in [&mut residual[..], &mut *solved] {
                    kernel::clear_rims(window.span.of_mut(row, stride, k), window.span, &window.columns);
                }
            }
            while let Some(held) = held.next_if(|held| held.hold.row == number) {
                for axis in 0..2 {
                    held.pull(axis, stride, upper, residual, solved);
                }
            }
            let Some((level, level_stride, level_window)) = &mut self.level else { continue };
            let odd = number % 2 == 1;
            if odd {
                kernel::add_half(sum, residual, part);
            } else {
                kernel::add(sum, residual, part);
            }
            let whole = if odd { number > self.rows.start } else { number + 1 == self.rows.end };
            if whole && level_window.rows.contains(&(number / 2)) {
                let to = (level.row(number / 2), *level_stride);
                kernel::narrow((sum, stride), to, &level_window.columns);
            }
            if odd {
                kernel::half(sum, residual, part);
            }
        }
    }
}

/// Moves rows along the corrections.
pub(super) struct Advance<'a, M> {
    pub(super) lattice: &'a Lattice<'a, M>,
    /// What is kept of the last change, and how far to go along the residual.
    pub(super) factors: (f32, f32),
    pub(super) rows: Range<usize>,
    pub(super) held: &'a [Held],
    pub(super) levels: Option<(&'a Level, &'a [Level])>,
    pub(super) solved: RowsMut<'a>,
    pub(super) change: RowsMut<'a>,
    pub(super) moved: RowsMut<'a>,
    pub(super) scratch: &'a mut Scratch,
}

impl<M> Work for Advance<'_, M> {
    type Output = Largest;

    #[inline(always)]
    fn run(mut self) -> Largest {
        let Lattice { stride, window, .. } = *self.lattice;
        let Scratch { first, second, corrected, nothing, .. } = self.scratch;
        let mut held = self.held.iter().skip_while(|held| held.hold.row < self.rows.start).peekable();
        let mut largest = Largest::default();
        first.forget();
        second.forget();
        for number in self.rows.clone() {
            let mut coarse: (&[f32], &[f32]) = (nothing, nothing);
            if let Some((level, below)) = self.levels {
                for row in [number / 2, number.div_ceil(2)] {
                    if !first.holds(row) {
                        whole(level, below, row, second, corrected);
                        first.take(row, (corrected, level.stride), stride, window.span, &window.columns);
                    }
                }
                coarse = first.pair(number);
            }
            let solved = self.solved.row(number);
            while let Some(held) = held.next_if(|held| held.hold.row == number) {
                for axis in 0..2 {
                    let at = axis * stride + held.hold.column;
                    solved[at] -= held.fixed * (0.5 * (coarse.0[at] + coarse.1[at]));
                }
            }
            let out = (self.change.row(number), self.moved.row(number));
            let part = (stride, window.span);
            kernel::advance(self.factors, (LIMIT, BOUND), solved, coarse, out, &mut largest, part);
        }
        largest
    }
}

/// A row of a level's correction with that of the levels below it.
#[inline(always)]
fn whole(level: &Level, below: &[Level], row: usize, second: &mut Widened, corrected: &mut [f32]) {
    let Window { rows, columns, span } = &level.window;
    let part = (level.stride, *span);
    if !rows.contains(&row) {
        corrected.fill(0.0);
        return;
    }
    let from = level.correction.row(row);
    for k in 0..COMPONENTS {
        span.of_mut(corrected, level.stride, k).copy_from_slice(span.of(from, level.stride, k));
    }
    if let Some(next) = below.first() {
        second.fetch(row, (&next.correction, next.stride), level.stride, *span, columns);
        kernel::add_mean(corrected, second.pair(row), part);
    }
}
