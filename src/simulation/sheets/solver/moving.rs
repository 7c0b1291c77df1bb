//! The part of the lattice that moves: it grows before what is moved and is given up behind it.

use std::ops::Range;

use super::{
    super::{
        medium::Medium,
        rows::{COMPONENTS, Rows},
        window::{BLOCK, Sides, Window},
    },
    Hold, Stack,
};

/// A part is given up when nothing in it is displaced by more than this share of what counts as moving.
const GIVEN_UP: f32 = 0.25;
/// How far inside an open side it is looked at whether the window must grow, metres; at least `FEWEST` vertices.
const EDGE: f32 = 0.012;
const FEWEST: usize = 4;
/// Steps between two looks at whether a part can be given up.
const BETWEEN: u32 = 15;

impl<M: Medium> Stack<M> {
    /// Chooses the window of a step: around the hand, and around everything that is displaced.
    pub(super) fn attend(&mut self, holds: &[Hold]) {
        let lattice = (self.rows, self.columns);
        let mut window = self.window.clone();
        if let (Some(first), Some(last)) = (holds.first(), holds.last()) {
            let columns = holds.iter().map(|hold| hold.column);
            let (left, right) = columns.fold((usize::MAX, 0), |(left, right), c| (left.min(c), right.max(c)));
            window = window.with(first.row..last.row + 1, left..right + 1, lattice);
        }
        let counts = (self.effort.tolerance * self.size).max(20.0 * self.effort.least);
        if !self.window.is_nothing() {
            let blocks = self.window.edges(self.edge());
            let open = [
                self.window.rows.start > 1,
                self.window.rows.end < self.rows - 1,
                self.window.columns.start > 1,
                self.window.columns.end < self.columns - 1,
            ];
            let moves = |side: usize| open[side] && self.displaced(&self.moved, &blocks[side], counts);
            let sides = Sides::of([moves(0), moves(1), moves(2), moves(3)]);
            if sides.any() {
                window = window.grown(sides, lattice);
            } else if window == self.window {
                self.until_narrowed = self.until_narrowed.saturating_sub(1);
                if self.until_narrowed == 0 {
                    self.until_narrowed = BETWEEN;
                    self.give_up(GIVEN_UP * counts, holds);
                    return;
                }
            }
        }
        if window != self.window {
            self.until_narrowed = BETWEEN;
        }
        self.set_window(window);
    }

    /// Vertices along the open sides that tell whether the window must grow.
    fn edge(&self) -> usize {
        ((EDGE / self.medium.spacing()).ceil() as usize).clamp(FEWEST, BLOCK)
    }

    /// Gives up what is nearly at rest along the sides.
    fn give_up(&mut self, least: f32, holds: &[Hold]) {
        let blocks = self.window.edges(BLOCK + self.edge());
        let rests = |side: usize| {
            let memories = self.slow.as_ref().map(|slow| &slow.rows).into_iter().flatten();
            let mut fields = [&self.moved, &self.now].into_iter().chain(memories);
            !fields.any(|field| self.displaced(field, &blocks[side], least))
        };
        let sides = Sides::of([rests(0), rests(1), rests(2), rests(3)]);
        if !sides.any() {
            return;
        }
        let window = self.window.shrunk(sides, (self.rows, self.columns));
        if window == self.window || holds.iter().any(|hold| !window.holds(hold.row, hold.column)) {
            return;
        }
        let Window { rows, span, .. } = self.window.clone();
        let stride = self.stride;
        let memories = self.slow.as_mut().map(|slow| &mut slow.rows).into_iter().flatten();
        for field in [&mut self.moved, &mut self.now, &mut self.before, &mut self.change].into_iter().chain(memories) {
            for row in rows.clone() {
                let values = field.row_mut(row);
                for k in 0..COMPONENTS {
                    let here = &mut values[k * stride..(k + 1) * stride];
                    if window.rows.contains(&row) {
                        here[span.from..window.columns.start].fill(0.0);
                        here[window.columns.end..span.to].fill(0.0);
                    } else {
                        here[span.from..span.to].fill(0.0);
                    }
                }
            }
        }
        self.set_window(window);
    }

    /// Whether anything in a part of a field is above a size.
    fn displaced(&self, field: &Rows, (rows, columns): &(Range<usize>, Range<usize>), size: f32) -> bool {
        rows.clone().any(|row| {
            let values = field.row(row);
            (0..COMPONENTS).any(|k| {
                let here = &values[k * self.stride..(k + 1) * self.stride][columns.clone()];
                here.iter().fold(false, |found, value| found | (value.abs() > size))
            })
        })
    }

    pub(super) fn set_window(&mut self, window: Window) {
        if window == self.window {
            return;
        }
        self.levels.set_window(&window);
        self.scratch.iter_mut().for_each(super::band::Scratch::clear);
        self.window = window;
        self.stage = None;
    }
}
