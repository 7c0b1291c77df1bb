//! Between a lattice and the one of half its size.

use std::ops::Range;

use super::{
    super::rows::{COMPONENTS, Rows, Span},
    clear_rims,
};

/// Adds half of a row to a running sum.
#[inline(always)]
pub(crate) fn add_half(sum: &mut [f32], row: &[f32], (stride, span): (usize, Span)) {
    for k in 0..COMPONENTS {
        for (sum, value) in span.of_mut(sum, stride, k).iter_mut().zip(span.of(row, stride, k)) {
            *sum += 0.5 * value;
        }
    }
}

/// Adds a row to a running sum.
#[inline(always)]
pub(crate) fn add(sum: &mut [f32], row: &[f32], (stride, span): (usize, Span)) {
    for k in 0..COMPONENTS {
        for (sum, value) in span.of_mut(sum, stride, k).iter_mut().zip(span.of(row, stride, k)) {
            *sum += value;
        }
    }
}

/// Half of a row.
#[inline(always)]
pub(crate) fn half(to: &mut [f32], row: &[f32], (stride, span): (usize, Span)) {
    for k in 0..COMPONENTS {
        for (to, value) in span.of_mut(to, stride, k).iter_mut().zip(span.of(row, stride, k)) {
            *to = 0.5 * value;
        }
    }
}

/// A row and half of each neighbour.
#[inline(always)]
pub(crate) fn weighted(sum: &mut [f32], [before, middle, after]: [&[f32]; 3], (stride, span): (usize, Span)) {
    for k in 0..COMPONENTS {
        let sum = span.of_mut(sum, stride, k);
        let length = sum.len();
        let (before, middle) = (&span.of(before, stride, k)[..length], &span.of(middle, stride, k)[..length]);
        let after = &span.of(after, stride, k)[..length];
        for i in 0..length {
            sum[i] = (0.5 * before[i] + middle[i]) + 0.5 * after[i];
        }
    }
}

/// Adds the mean of two rows.
#[inline(always)]
pub(crate) fn add_mean(sum: &mut [f32], (one, other): (&[f32], &[f32]), (stride, span): (usize, Span)) {
    for k in 0..COMPONENTS {
        let sum = span.of_mut(sum, stride, k);
        let length = sum.len();
        let (one, other) = (&span.of(one, stride, k)[..length], &span.of(other, stride, k)[..length]);
        for i in 0..length {
            sum[i] += 0.5 * (one[i] + other[i]);
        }
    }
}

/// Every second column of a row, with half of each neighbour: to these columns of the coarser lattice.
#[inline(always)]
pub(crate) fn narrow(
    (fine, fine_stride): (&[f32], usize),
    (coarse, coarse_stride): (&mut [f32], usize),
    columns: &Range<usize>,
) {
    each_second(fine, fine_stride, coarse, coarse_stride, columns, |to, value| *to = value);
}

/// The same, added to what is there.
#[inline(always)]
pub(crate) fn add_narrow(
    (fine, fine_stride): (&[f32], usize),
    (coarse, coarse_stride): (&mut [f32], usize),
    columns: &Range<usize>,
) {
    each_second(fine, fine_stride, coarse, coarse_stride, columns, |to, value| *to += value);
}

#[inline(always)]
fn each_second(
    fine: &[f32],
    fine_stride: usize,
    coarse: &mut [f32],
    coarse_stride: usize,
    columns: &Range<usize>,
    mut write: impl FnMut(&mut f32, f32),
) {
    let count = columns.len();
    if count == 0 {
        return;
    }
    for k in 0..COMPONENTS {
        let from = &fine[k * fine_stride..(k + 1) * fine_stride];
        let to = &mut coarse[k * coarse_stride + columns.start..][..count];
        let begin = 2 * columns.start - 1;
        let pairs = &from[begin..begin + 2 * count].as_chunks::<2>().0[..count];
        let last = from.get(begin + 2 * count).copied().unwrap_or(0.0);
        for j in 0..count {
            let [left, middle] = pairs[j];
            let right = if j + 1 < count { pairs[j + 1][0] } else { last };
            write(&mut to[j], middle + 0.5 * (left + right));
        }
    }
}

/// Rows of a coarser lattice at the columns of the finer one: values between its columns are their mean. The two rows
/// asked for last are kept, because two neighbouring fine rows need them.
#[derive(Debug, Clone)]
pub(crate) struct Widened {
    rows: [Vec<f32>; 2],
    held: [usize; 2],
}

impl Widened {
    /// For a finer lattice with so many numbers to a component.
    pub(crate) fn new(stride: usize) -> Self {
        let row = || vec![0.0; COMPONENTS * stride];
        Self { rows: [row(), row()], held: [usize::MAX; 2] }
    }

    /// Forgets both rows.
    #[inline(always)]
    pub(crate) fn forget(&mut self) {
        self.held = [usize::MAX; 2];
    }

    /// Forgets both, and all columns are zero again.
    pub(crate) fn clear(&mut self) {
        self.forget();
        self.rows.iter_mut().for_each(|row| row.fill(0.0));
    }

    /// Whether a coarse row is at hand.
    #[inline(always)]
    pub(crate) fn holds(&self, row: usize) -> bool {
        self.held[row % 2] == row
    }

    /// Takes a coarse row for these columns of the finer lattice; the first of the span and those from the end of `columns`
    /// on do not move.
    #[inline(always)]
    pub(crate) fn take(
        &mut self,
        row: usize,
        (coarse, coarse_stride): (&[f32], usize),
        stride: usize,
        span: Span,
        columns: &Range<usize>,
    ) {
        self.held[row % 2] = row;
        let fine = &mut self.rows[row % 2];
        for k in 0..COMPONENTS {
            let from = &coarse[k * coarse_stride..(k + 1) * coarse_stride];
            let to = span.of_mut(fine, stride, k);
            let begin = span.from / 2;
            let pairs = to.as_chunks_mut::<2>().0;
            let count = pairs.len().min(coarse_stride - 1 - begin);
            let (left, right) = (&from[begin..begin + count], &from[begin + 1..=begin + count]);
            for j in 0..count {
                pairs[j] = [left[j], 0.5 * (left[j] + right[j])];
            }
            clear_rims(to, span, columns);
        }
    }

    /// The two rows whose mean a fine row takes; twice the same for an even one.
    #[inline(always)]
    pub(crate) fn pair(&self, fine: usize) -> (&[f32], &[f32]) {
        let (before, after) = (fine / 2, fine.div_ceil(2));
        (&self.rows[before % 2], &self.rows[after % 2])
    }

    /// Takes those of the two that are not at hand straight from a field.
    #[inline(always)]
    pub(crate) fn fetch(
        &mut self,
        fine: usize,
        (field, coarse_stride): (&Rows, usize),
        stride: usize,
        span: Span,
        columns: &Range<usize>,
    ) {
        for row in [fine / 2, fine.div_ceil(2)] {
            if !self.holds(row) {
                self.take(row, (field.row(row), coarse_stride), stride, span, columns);
            }
        }
    }
}
