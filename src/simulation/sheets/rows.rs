//! Storage of a displacement field: one row of the lattice after the other, each with its six components.

use std::ops::Range;

/// Components of a vertex column: two axes for each of the three sheets.
pub(crate) const COMPONENTS: usize = 6;

/// Rows are padded to a multiple of this, so that loops have no remainder at any vector width.
pub(crate) const LANES: usize = 16;

/// Columns from one to another, both multiples of [`LANES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl Span {
    /// The smallest that holds these columns.
    pub(crate) fn around(columns: &Range<usize>) -> Self {
        Self { from: columns.start / LANES * LANES, to: columns.end.div_ceil(LANES) * LANES }
    }

    /// These columns of a component of a row.
    #[inline(always)]
    pub(crate) fn of(self, row: &[f32], stride: usize, component: usize) -> &[f32] {
        &row[component * stride + self.from..component * stride + self.to]
    }

    /// The same to write to.
    #[inline(always)]
    pub(crate) fn of_mut(self, row: &mut [f32], stride: usize, component: usize) -> &mut [f32] {
        &mut row[component * stride + self.from..component * stride + self.to]
    }
}

/// A field over the lattice. In a row the components follow each other, component `2 * layer + axis` first to last;
/// each takes `stride` numbers.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    data: Vec<f32>,
    /// Where the first row begins, so that it lies on a cache line.
    begin: usize,
    /// Numbers to a row.
    length: usize,
}

impl Rows {
    /// All zero.
    pub(crate) fn zero(rows: usize, stride: usize) -> Self {
        let length = COMPONENTS * stride;
        let mut data = vec![0.0; rows * length + 2 * LANES];
        // systems give fresh memory only when it is first written: now, not under the hand
        std::hint::black_box(&mut data).fill(0.0);
        let begin = match data.as_ptr().align_offset(64) {
            offset if offset <= LANES => offset,
            _ => 0,
        };
        Self { data, begin, length }
    }

    /// One row, and one number beyond it: loops over springs look one column to the right.
    #[inline(always)]
    pub(crate) fn row(&self, row: usize) -> &[f32] {
        let begin = self.begin + row * self.length;
        &self.data[begin..=begin + self.length]
    }

    /// One row to write to.
    #[inline(always)]
    pub(crate) fn row_mut(&mut self, row: usize) -> &mut [f32] {
        let begin = self.begin + row * self.length;
        &mut self.data[begin..begin + self.length]
    }

    /// The rows before one, and the others.
    pub(crate) fn split(&mut self, at: usize) -> [RowsMut<'_>; 2] {
        let length = self.length;
        let (upper, lower) = self.data[self.begin..].split_at_mut(at * length);
        [RowsMut { data: upper, first: 0, length }, RowsMut { data: lower, first: at, length }]
    }

    /// Sets everything to zero.
    pub(crate) fn clear(&mut self) {
        self.data.fill(0.0);
    }
}

/// Some rows of a field, to write to. Counted as in the whole field.
#[derive(Debug)]
pub(crate) struct RowsMut<'a> {
    data: &'a mut [f32],
    first: usize,
    length: usize,
}

impl RowsMut<'_> {
    /// One of them.
    #[inline(always)]
    pub(crate) fn row(&mut self, row: usize) -> &mut [f32] {
        let begin = (row - self.first) * self.length;
        &mut self.data[begin..begin + self.length]
    }
}

/// The part of a row that belongs to one component.
#[inline(always)]
pub(crate) fn component(row: &[f32], stride: usize, component: usize) -> &[f32] {
    &row[component * stride..(component + 1) * stride]
}
