//! Storage of a displacement field: one row of the lattice after the other, each with its six components.

/// Components of a vertex column: two axes for each of the three sheets.
pub(crate) const COMPONENTS: usize = 6;

/// Rows are padded to a multiple of this, so that loops have no remainder at any vector width.
pub(crate) const LANES: usize = 16;

/// A field over the lattice. In a row the components follow each other, component `2 * layer + axis` first to last;
/// each takes `stride` numbers.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    data: Vec<f32>,
    /// Where the first row begins, so that it lies on a cache line.
    begin: usize,
    stride: usize,
}

impl Rows {
    /// All zero.
    pub(crate) fn zero(rows: usize, stride: usize) -> Self {
        let data = vec![0.0; rows * COMPONENTS * stride + 2 * LANES];
        let begin = match data.as_ptr().align_offset(64) {
            offset if offset <= LANES => offset,
            _ => 0,
        };
        Self { data, begin, stride }
    }

    /// One row, and one number beyond it: loops over springs look one column to the right.
    #[inline(always)]
    pub(crate) fn row(&self, row: usize) -> &[f32] {
        let length = COMPONENTS * self.stride;
        let begin = self.begin + row * length;
        &self.data[begin..=begin + length]
    }

    /// One row to write to.
    #[inline(always)]
    pub(crate) fn row_mut(&mut self, row: usize) -> &mut [f32] {
        let length = COMPONENTS * self.stride;
        let begin = self.begin + row * length;
        &mut self.data[begin..begin + length]
    }

    /// Sets everything to zero.
    pub(crate) fn clear(&mut self) {
        self.data.fill(0.0);
    }
}

/// The part of a row that belongs to one component.
#[inline(always)]
pub(crate) fn component(row: &[f32], stride: usize, component: usize) -> &[f32] {
    &row[component * stride..(component + 1) * stride]
}
