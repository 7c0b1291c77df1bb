//! The part of the lattice that moves. Beside it everything is at rest, and nothing is worked out.

use std::ops::Range;

use super::rows::{LANES, Span};

/// A part of a lattice: rows and columns that move, and the lanes around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) rows: Range<usize>,
    /// The column before the first of them is at rest, as is that after the last.
    pub(crate) columns: Range<usize>,
    pub(crate) span: Span,
}

/// Rows by which a window grows and shrinks; its open sides lie on multiples of it, where coarser lattices have vertices.
pub(crate) const BLOCK: usize = 16;
/// Vertices between a hand and the edge of a new window at least.
const MARGIN: usize = 8;

impl Window {
    /// Nothing.
    pub(crate) fn nothing() -> Self {
        Self { rows: 1..1, columns: 1..1, span: Span { from: 0, to: 0 } }
    }

    /// Everything inside the rims.
    pub(crate) fn whole(rows: usize, columns: usize) -> Self {
        Self { rows: 1..rows - 1, columns: 1..columns - 1, span: Span::around(&(0..columns - 1)) }
    }

    pub(crate) fn is_nothing(&self) -> bool {
        self.rows.is_empty() || self.columns.is_empty()
    }

    /// Its share of a lattice of so many rows and columns.
    pub(crate) fn share(&self, rows: usize, columns: usize) -> f64 {
        (self.rows.len() * self.columns.len()) as f64 / ((rows - 2) * (columns - 2)) as f64
    }

    /// The row at which the two bands of work meet. Even, so that a row of the coarser lattice lies on it.
    pub(crate) fn middle(&self) -> usize {
        let middle = usize::midpoint(self.rows.start, self.rows.end) / 2 * 2;
        middle.clamp(self.rows.start, self.rows.end.max(self.rows.start))
    }

    /// The part of the lattice of half the size that lies in it, on a lattice of so many rows and columns.
    ///
    /// What a coarse vertex moves falls off to nothing at its neighbours. A vertex for which that would be cut off at an
    /// open side is left out: the cut would be stiffer than the level knows.
    pub(crate) fn coarser(&self, (rows, columns): (usize, usize)) -> Self {
        let half = |range: &Range<usize>, count: usize| {
            let start = (range.start + 1).div_ceil(2);
            let end = if range.end == count - 1 { range.end.div_ceil(2) } else { range.end / 2 };
            start..end.max(start)
        };
        let columns = half(&self.columns, columns);
        Self { rows: half(&self.rows, rows), span: Span::around(&columns), columns }
    }

    /// Whether a vertex moves.
    pub(crate) fn holds(&self, row: usize, column: usize) -> bool {
        self.rows.contains(&row) && self.columns.contains(&column)
    }

    /// The smallest that holds both this and these rows and columns with a margin, on a lattice of so many.
    pub(crate) fn with(&self, rows: Range<usize>, columns: Range<usize>, lattice: (usize, usize)) -> Self {
        let wider = |range: Range<usize>, by: usize| range.start.saturating_sub(by)..range.end + by;
        let (rows, columns) = (wider(rows, MARGIN), wider(columns, MARGIN));
        if self.is_nothing() {
            return Self::of(rows, columns, lattice);
        }
        let both = |one: &Range<usize>, other: &Range<usize>| one.start.min(other.start)..one.end.max(other.end);
        Self::of(both(&self.rows, &rows), both(&self.columns, &columns), lattice)
    }

    /// Grown at the sides that are told.
    pub(crate) fn grown(&self, sides: Sides, lattice: (usize, usize)) -> Self {
        let less = |at: usize, side: bool, by: usize| if side { at.saturating_sub(by) } else { at };
        let more = |at: usize, side: bool, by: usize| if side { at + by } else { at };
        let rows = less(self.rows.start, sides.above, BLOCK)..more(self.rows.end, sides.below, BLOCK);
        let columns = less(self.columns.start, sides.left, LANES)..more(self.columns.end, sides.right, LANES);
        Self::of(rows, columns, lattice)
    }

    /// Without the outermost block at the sides that are told.
    pub(crate) fn shrunk(&self, sides: Sides, lattice: (usize, usize)) -> Self {
        let rows = self.rows.start + usize::from(sides.above) * BLOCK
            ..self.rows.end.saturating_sub(usize::from(sides.below) * BLOCK);
        let columns = self.columns.start + usize::from(sides.left) * LANES
            ..self.columns.end.saturating_sub(usize::from(sides.right) * LANES);
        if rows.len() < 2 * MARGIN || columns.len() < LANES {
            return self.clone();
        }
        Self::of(rows, columns, lattice)
    }

    /// These rows and columns, rounded out to whole lanes and kept inside the rims.
    fn of(rows: Range<usize>, columns: Range<usize>, (all_rows, all_columns): (usize, usize)) -> Self {
        // the row before the first stays at rest, as does the first column of the lanes
        let above = rows.start.saturating_sub(1) / BLOCK * BLOCK;
        let rows = (above + 1).min(all_rows - 1)..(rows.end.div_ceil(BLOCK) * BLOCK).clamp(1, all_rows - 1);
        let span = Span::around(&(columns.start.saturating_sub(1)..columns.end.min(all_columns - 1)));
        let columns = span.from + 1..span.to.min(all_columns - 1);
        Self { rows, columns, span }
    }

    /// The strips along the sides, so many vertices deep: rows and columns of each, in the order of [`Sides`].
    pub(crate) fn edges(&self, deep: usize) -> [(Range<usize>, Range<usize>); 4] {
        let (rows, columns) = (&self.rows, &self.columns);
        let (high, wide) = (deep.min(rows.len()), deep.min(columns.len()));
        [
            (rows.start..rows.start + high, columns.clone()),
            (rows.end - high..rows.end, columns.clone()),
            (rows.clone(), columns.start..columns.start + wide),
            (rows.clone(), columns.end - wide..columns.end),
        ]
    }
}

/// Sides of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sides {
    pub(crate) above: bool,
    pub(crate) below: bool,
    pub(crate) left: bool,
    pub(crate) right: bool,
}

impl Sides {
    pub(crate) fn of([above, below, left, right]: [bool; 4]) -> Self {
        Self { above, below, left, right }
    }

    pub(crate) fn any(self) -> bool {
        self != Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_stays_inside_the_rims_and_on_whole_lanes() {
        let lattice = (241, 129);
        let mut window = Window::nothing().with(100..110, 60..70, lattice);
        assert!(window.holds(92, 52) && window.holds(117, 77) && !window.is_nothing());
        for _ in 0..40 {
            window = window.grown(Sides::of([true; 4]), lattice);
            assert_eq!((window.span.from % LANES, window.span.to % LANES), (0, 0));
            assert!(window.rows.start >= 1 && window.rows.end <= 240);
            assert!(window.columns.start > window.span.from && window.columns.end <= window.span.to.min(128));
        }
        assert_eq!(window, Window::whole(241, 129));
    }

    #[test]
    fn the_bands_meet_at_an_even_row_inside() {
        for (start, end) in [(1, 4), (1, 240), (90, 121), (91, 120), (3, 5)] {
            let window = Window { rows: start..end, ..Window::whole(241, 129) };
            let middle = window.middle();
            assert!(middle >= start && middle <= end, "{start} {middle} {end}");
            assert!(middle.is_multiple_of(2) || middle == start, "{start} {middle} {end}");
        }
    }

    #[test]
    fn a_coarser_window_lies_on_even_vertices_of_the_finer() {
        for count in [128, 129] {
            let coarse = Window::whole(count, count).coarser((count, count));
            assert_eq!((coarse.rows, coarse.columns), (1..64, 1..64));
        }
        let lattice = (241, 129);
        let part = Window::nothing().with(100..110, 60..70, lattice);
        let coarse = part.coarser(lattice);
        assert_eq!((part.rows.start - 1, part.rows.end), (2 * (coarse.rows.start - 1), 2 * coarse.rows.end));
        assert_eq!(
            (part.columns.start - 1, part.columns.end),
            (2 * (coarse.columns.start - 1), 2 * coarse.columns.end)
        );
    }
}
