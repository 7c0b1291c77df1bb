//! Out of plane: the fold before the finger and the hollow behind it.
//!
//! Where skin and superficial fascia are pushed together, the layer between keeps its volume and rises; where they are
//! drawn apart it sinks. The height is that volume over the area, bounded and smoothed over about the thickness of the
//! layer, because a fold is never sharper than what it is made of.

use std::ops::Range;

use super::{ground::Back, medium::Uneven, numbers::Numbers, solver::Stack};

/// Rows by which the height reaches beyond what moves.
const REACH: usize = 3;

/// Height of the skin against rest.
#[derive(Debug, Clone)]
pub(crate) struct Relief {
    rows: usize,
    columns: usize,
    height: Vec<f32>,
    scratch: Vec<f32>,
    /// Rows that may not be flat.
    range: Range<usize>,
}

impl Relief {
    /// Flat.
    pub(crate) fn new(rows: usize, columns: usize) -> Self {
        Self { rows, columns, height: vec![0.0; rows * columns], scratch: vec![0.0; rows * columns], range: 0..0 }
    }

    /// Flat again.
    pub(crate) fn clear(&mut self) {
        self.flatten(&(0..0));
        self.range = 0..0;
    }

    /// Rows that may not be flat.
    pub(crate) fn range(&self) -> &Range<usize> {
        &self.range
    }

    /// Flattens what is not in these rows.
    fn flatten(&mut self, kept: &Range<usize>) {
        for row in self.range.clone().filter(|row| !kept.contains(row)) {
            let row = row * self.columns..(row + 1) * self.columns;
            self.height[row.clone()].fill(0.0);
            self.scratch[row].fill(0.0);
        }
    }

    /// Millimetres at a vertex.
    pub(crate) fn height(&self, row: usize, column: usize) -> f32 {
        self.height[row * self.columns + column]
    }

    /// A row of it.
    pub(crate) fn row(&self, row: usize) -> &[f32] {
        &self.height[row * self.columns..(row + 1) * self.columns]
    }

    /// Works it out from the displacement.
    pub(crate) fn update(&mut self, stack: &Stack<Uneven>, back: &Back, numbers: &Numbers) {
        let columns = self.columns;
        let most = numbers.fold_most as f32;
        let share = numbers.fold_height as f32;
        // a difference and two passes of smoothing reach three rows beyond what moves
        let moving = &stack.window.rows;
        let range = if stack.window.is_nothing() {
            0..0
        } else {
            moving.start.saturating_sub(REACH).max(1)..(moving.end + REACH).min(self.rows - 1)
        };
        self.flatten(&range);
        self.range = range.clone();
        for row in range.clone() {
            let [above, here, below] = [row - 1, row, row + 1].map(|r| stack.moved.row(r));
            let stride = stack.stride;
            for column in 1..columns - 1 {
                let spot = back.spot(row, column);
                let (width, height) = (spot.cell.0 as f32, spot.cell.1 as f32);
                let thinner = |layer: usize| {
                    let (x, y) = (2 * layer * stride + column, (2 * layer + 1) * stride + column);
                    0.5 * ((here[x - 1] - here[x + 1]) / width + (above[y] - below[y]) / height)
                };
                let (skin, superficial, deep) = (thinner(0), thinner(1), thinner(2));
                let usual = spot.usual;
                let volume = usual.skin * skin
                    + usual.upper * 0.5 * (skin + superficial)
                    + usual.middle * 0.5 * (superficial + deep);
                let raised = share * volume;
                // bounded: straight for small heights, never above the greatest
                self.scratch[row * columns + column] = raised / (1.0 + raised.abs() / most);
            }
        }
        // two passes of a 3 × 3 binomial: the standard deviation is one cell
        for _ in 0..2 {
            for row in range.clone() {
                let at = |r: usize| &self.scratch[r * columns..(r + 1) * columns];
                let (above, here, below) = (at(row - 1), at(row), at(row + 1));
                let out = &mut self.height[row * columns..(row + 1) * columns];
                let sum = |c: usize| above[c] + 2.0 * here[c] + below[c];
                for (column, out) in out.iter_mut().enumerate().take(columns - 1).skip(1) {
                    *out = (sum(column - 1) + 2.0 * sum(column) + sum(column + 1)) / 16.0;
                }
            }
            std::mem::swap(&mut self.height, &mut self.scratch);
        }
        std::mem::swap(&mut self.height, &mut self.scratch);
    }
}
