//! A step's beginning and its iteration, band by band.

use super::{
    super::{
        kernel::{self, Past},
        medium::{Medium, Stage},
        team::{Team, both},
    },
    Stack,
    band::{Advance, Begin, Lattice, Residuals, Stiffen},
    chebyshev::Chebyshev,
};

impl<M: Medium> Stack<M> {
    /// The first guess of a step, and what the past puts on the right side.
    pub(super) fn begin(&mut self, stage: &Stage, past: &Past, team: &dyn Team) {
        let (window, middle) = (&self.window, self.window.middle());
        let bands = [window.rows.start..middle, middle..window.rows.end];
        let width = self.width;
        {
            let lattice = Lattice { stride: self.stride, window, stage, medium: &self.medium };
            let ([guess, more_guess], [right, more_right]) = (self.moved.split(middle), self.past.split(middle));
            let (mut memory, mut memories) = (None, [None, None]);
            if let Some(slow) = &mut self.slow {
                memory = Some(&slow.memory);
                let [one, two] = &mut slow.rows;
                let ([one, more_one], [two, more_two]) = (one.split(middle), two.split(middle));
                memories = [Some([one, two]), Some([more_one, more_two])];
            }
            let [upper_memories, lower_memories] = memories;
            let work = |band: usize, guess, right, memories| Begin {
                lattice: &lattice,
                past,
                memory,
                support: self.support.as_ref(),
                rows: bands[band].clone(),
                now: &self.now,
                before: &self.before,
                guess,
                right,
                memories,
            };
            let one = work(0, guess, right, upper_memories);
            both(team, width, one, work(1, more_guess, more_right, lower_memories));
        }
        let [live, more_live] = self.medium.live(middle);
        let work = |band: usize, live| Stiffen { stage, window, rows: bands[band].clone(), moved: &self.moved, live };
        both(team, width, work(0, live), work(1, more_live));
    }

    /// Chebyshev's iteration on the preconditioned residual.
    ///
    /// If the changes grow instead of shrinking, the operator has larger values than expected: stretched sheets, very
    /// uneven tissue. Then the bound is raised and the iteration begins anew; it sinks again in quiet steps.
    pub(super) fn iterate(&mut self, stage: &Stage, team: &dyn Team) {
        let (low, usual) = self.effort.bounds;
        self.high = (0.98 * self.high).max(usual);
        let mut chebyshev = Chebyshev::new(low, self.high);
        let mut least = f32::INFINITY;
        for _ in 0..self.effort.most {
            let (change, size) = self.iteration(stage, chebyshev.next(), team);
            self.report.iterations += 1;
            (self.report.change, self.report.size, self.size) = (change, size, size);
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

    /// One iteration: residuals, coarse levels, and the step along them. Largest change of a component and largest
    /// component, metres.
    pub(super) fn iteration(&mut self, stage: &Stage, factors: (f32, f32), team: &dyn Team) -> (f32, f32) {
        let (window, middle, stride, width) = (&self.window, self.window.middle(), self.stride, self.width);
        let bands = [window.rows.start..middle, middle..window.rows.end];
        let lattice = Lattice { stride, window, stage, medium: &self.medium };
        let [scratch, more_scratch] = &mut self.scratch;
        let held = &self.held[..];
        {
            let [solved, more_solved] = self.solved.split(middle);
            let (mut level, mut more_level) = (None, None);
            if let Some((first, _)) = self.levels.taking_part_mut() {
                let [upper, lower] = first.residual.split(middle / 2);
                level = Some((upper, first.stride, &first.window));
                more_level = Some((lower, first.stride, &first.window));
            }
            let work = |band: usize, solved, level, scratch| Residuals {
                lattice: &lattice,
                rows: bands[band].clone(),
                moved: &self.moved,
                past: &self.past,
                held,
                solved,
                level,
                scratch,
            };
            let one = work(0, solved, level, &mut *scratch);
            both(team, width, one, work(1, more_solved, more_level, &mut *more_scratch));
        }
        if let Some((first, below)) = self.levels.taking_part_mut() {
            // the last row of the upper band counts half for the coarse row on which the lower one begins
            let border = middle / 2;
            if !bands[0].is_empty() && first.window.rows.contains(&border) {
                let to = (first.residual.row_mut(border), first.stride);
                kernel::add_narrow((&scratch.sum, stride), to, &first.window.columns);
            }
            let (columns, below) = first.apart(below);
            both(team, width, columns, below);
        }
        let [solved, more_solved] = self.solved.split(middle);
        let [change, more_change] = self.change.split(middle);
        let [moved, more_moved] = self.moved.split(middle);
        let levels = self.levels.taking_part();
        let work = |band: usize, solved, change, moved, scratch| Advance {
            lattice: &lattice,
            factors,
            rows: bands[band].clone(),
            held,
            levels,
            solved,
            change,
            moved,
            scratch,
        };
        let one = work(0, solved, change, moved, scratch);
        let (one, other) = both(team, width, one, work(1, more_solved, more_change, more_moved, more_scratch));
        let ((change, size), (more_change, more_size)) = (one.both(), other.both());
        (change.max(more_change), size.max(more_size))
    }
}
