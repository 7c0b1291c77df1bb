//! One iteration of the solver, row by row.

use super::{
    super::{
        kernel::{self, Past},
        material::LAYERS,
        medium::Medium,
        rows::{COMPONENTS, LANES},
        width::Work,
    },
    BOUND, Held, LIMIT, Stack,
};

/// Factors of Chebyshev's iteration for an operator with values from `low` to `high`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chebyshev {
    half: f32,
    sigma: f32,
    rho: f32,
    first: bool,
}

impl Chebyshev {
    pub(super) fn new(low: f32, high: f32) -> Self {
        let (middle, half) = (0.5 * (high + low), 0.5 * (high - low));
        Self { half, sigma: middle / half, rho: half / middle, first: true }
    }

    /// What is kept of the last change, and how far to go along the residual.
    pub(super) fn next(&mut self) -> (f32, f32) {
        if self.first {
            self.first = false;
            return (0.0, self.rho / self.half);
        }
        let next = 1.0 / (2.0 * self.sigma - self.rho);
        let keep = next * self.rho;
        self.rho = next;
        (keep, 2.0 * next / self.half)
    }
}

/// The first guess of a step, and what the past puts on the right side.
pub(super) struct Begin<'a, M> {
    pub(super) stack: &'a mut Stack<M>,
    pub(super) past: Past,
}

impl<M: Medium> Work for Begin<'_, M> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { stack, past } = self;
        let Some(stage) = stack.stage else { return };
        for row in 1..stack.rows - 1 {
            let medium = stack.medium.row(row, stack.stride);
            for axis in 0..2 {
                let known = (stack.now.row(row), stack.before.row(row));
                let (guess, right) = (stack.moved.row_mut(row), stack.past.row_mut(row));
                kernel::look_back(axis, &medium, &stage, &past, known, guess, right, stack.stride);
                if let Some(slow) = &mut stack.slow {
                    let [one, two] = &mut slow.rows;
                    let memories = [one.row_mut(row), two.row_mut(row)];
                    kernel::remember(axis, &medium, &slow.memory, known, memories, right, stack.stride);
                }
            }
            if let Some(support) = &stack.support {
                kernel::add(stack.past.row_mut(row), support.row(row));
            }
        }
        for row in 1..stack.rows - 1 {
            stack.medium.stiffen(row, stack.moved.row(row), &stage);
        }
    }
}

/// One iteration: residuals, coarse levels, and the step along them.
pub(super) struct Iterate<'a, M> {
    pub(super) stack: &'a mut Stack<M>,
    pub(super) keep: f32,
    pub(super) step: f32,
}

impl<M: Medium> Work for Iterate<'_, M> {
    /// Largest change of a component and largest component, metres.
    type Output = (f32, f32);

    #[inline(always)]
    fn run(self) -> (f32, f32) {
        let Self { stack, keep, step } = self;
        stack.residuals();
        stack.levels.solve();
        stack.advance(keep, step)
    }
}

impl<M: Medium> Stack<M> {
    /// Residuals of all rows, solved by columns and handed down to the first level.
    #[inline(always)]
    pub(super) fn residuals(&mut self) {
        let Some(stage) = self.stage else { return };
        let stride = self.stride;
        let mut coarse = self.levels.first_mut();
        let mut next_held = 0;
        self.row_sum.fill(0.0);
        for number in 0..self.rows - 1 {
            let medium = self.medium.row(number, stride);
            let (upper, lower) = (self.moved.row(number), self.moved.row(number + 1));
            for layer in 0..LAYERS {
                self.forces.springs(number, layer, &medium, upper, lower);
            }
            if number == 0 {
                continue;
            }
            let solved = self.solved.row_mut(number);
            for axis in 0..2 {
                let past = self.past.row(number);
                let out = &mut self.row_residual[..];
                kernel::residual(&self.forces, number, axis, &medium, &stage, upper, past, out, solved);
            }
            for k in 0..COMPONENTS {
                for row in [&mut self.row_residual[..], &mut *solved] {
                    row[k * stride] = 0.0;
                    row[k * stride + self.columns - 1..(k + 1) * stride].fill(0.0);
                }
            }
            while let Some(held) = self.held.get(next_held).filter(|held| held.row <= number) {
                next_held += 1;
                for axis in 0..2 {
                    held.pull(axis, stride, upper, &mut self.row_residual, solved);
                }
            }
            let Some(level) = &mut coarse else { continue };
            if number % 2 == 0 {
                kernel::add(&mut self.row_sum, &self.row_residual);
                if number + 2 == self.rows {
                    level.take(number / 2, &self.row_sum, stride);
                }
            } else {
                kernel::add_half(&mut self.row_sum, &self.row_residual);
                level.take(number / 2, &self.row_sum, stride);
                kernel::half(&mut self.row_sum, &self.row_residual);
            }
        }
    }

    /// Moves all rows along the corrections; gives the largest change and the largest displacement.
    #[inline(always)]
    fn advance(&mut self, keep: f32, step: f32) -> (f32, f32) {
        let (stride, columns) = (self.stride, self.columns);
        let level = self.levels.first();
        let [upper, lower] = &mut self.row_coarse;
        upper.fill(0.0);
        lower.fill(0.0);
        let (mut upper, mut lower) = (&mut upper[..], &mut lower[..]);
        let mut next_held = 0;
        let (mut change, mut size) = ([0.0; LANES], [0.0; LANES]);
        for number in 1..self.rows - 1 {
            if number % 2 == 1
                && let Some(level) = level
            {
                std::mem::swap(&mut upper, &mut lower);
                kernel::widen(level.correction.row(number / 2 + 1), level.stride, lower, stride, columns);
            }
            let coarse: (&[f32], &[f32]) = if number % 2 == 1 { (upper, lower) } else { (lower, lower) };
            let solved = self.solved.row_mut(number);
            while let Some(held) = self.held.get(next_held).filter(|held| held.row <= number) {
                next_held += 1;
                for axis in 0..2 {
                    let at = axis * stride + held.column;
                    solved[at] -= held.fixed * (0.5 * (coarse.0[at] + coarse.1[at]));
                }
            }
            let (change_row, moved_row) = (self.change.row_mut(number), self.moved.row_mut(number));
            kernel::advance(
                (keep, step),
                (LIMIT, BOUND),
                solved,
                coarse,
                change_row,
                moved_row,
                &mut change,
                &mut size,
            );
        }
        let largest = |lanes: [f32; LANES]| lanes.iter().fold(0.0_f32, |most, lane| most.max(*lane));
        (largest(change), largest(size))
    }
}

impl Held {
    /// Adds the pull of the pad to residual and column solution, exactly (rank-one update of the column).
    #[inline(always)]
    fn pull(&self, axis: usize, stride: usize, moved: &[f32], residual: &mut [f32], solved: &mut [f32]) {
        let at = |layer: usize| (2 * layer + axis) * stride + self.column;
        let force = self.stiffness * (self.target[axis] - moved[at(0)]);
        let [p0, p1, p2] = self.response;
        let loose = solved[at(0)] + p0 * force;
        let added = force - self.stiffness * loose / (1.0 + self.stiffness * p0);
        solved[at(0)] += p0 * added;
        solved[at(1)] += p1 * added;
        solved[at(2)] += p2 * added;
        residual[at(0)] = (residual[at(0)] + force) * (1.0 - self.fixed);
    }
}
