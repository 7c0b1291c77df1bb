//! The loops over one row of the lattice. All arithmetic that touches every vertex is here.
//!
//! Slices are cut to one length before each loop, so that the compiler needs no checks inside and turns the loops into
//! vectors. Lanes are read one by one into plain arrays: mapping over arrays of lanes is not always inlined. The order of
//! all sums is fixed by the text.

mod coarse;
mod column;
mod past;
mod springs;

pub(crate) use coarse::{Widened, add, add_half, add_mean, add_narrow, half, narrow, weighted};
pub(crate) use column::{Largest, advance, columns, factor, factors, residual};
pub(crate) use past::{Memory, Past, look_back, remember};
pub(crate) use springs::Forces;

use std::ops::Range;

use super::{
    material::LAYERS,
    rows::{LANES, Span, component},
};

/// One vector's worth of numbers.
pub(crate) type Lane = [f32; LANES];

/// The numbers of a slice from `at` on.
#[inline(always)]
pub(crate) fn lane(slice: &[f32], at: usize) -> Lane {
    let mut lane = [0.0; LANES];
    lane.copy_from_slice(&slice[at..at + LANES]);
    lane
}

/// The same of three slices.
#[inline(always)]
pub(crate) fn lanes(slices: &[&[f32]; LAYERS], at: usize) -> [Lane; LAYERS] {
    [lane(slices[0], at), lane(slices[1], at), lane(slices[2], at)]
}

/// Writes a lane to each of three slices.
#[inline(always)]
fn put(slices: &mut [&mut [f32]; LAYERS], at: usize, lanes: &[Lane; LAYERS]) {
    slices[0][at..at + LANES].copy_from_slice(&lanes[0]);
    slices[1][at..at + LANES].copy_from_slice(&lanes[1]);
    slices[2][at..at + LANES].copy_from_slice(&lanes[2]);
}

/// The three layers of one axis in a row.
#[inline(always)]
fn layers(row: &[f32], stride: usize, axis: usize) -> [&[f32]; LAYERS] {
    [component(row, stride, axis), component(row, stride, 2 + axis), component(row, stride, 4 + axis)]
}

/// The same to write to.
#[inline(always)]
fn layers_mut(row: &mut [f32], stride: usize, axis: usize) -> [&mut [f32]; LAYERS] {
    let (_, rest) = row.split_at_mut(axis * stride);
    let (a, rest) = rest.split_at_mut(stride);
    let (_, rest) = rest.split_at_mut(stride);
    let (b, rest) = rest.split_at_mut(stride);
    let (_, rest) = rest.split_at_mut(stride);
    let (c, _) = rest.split_at_mut(stride);
    [a, b, c]
}

/// Where the lanes of a span begin.
#[inline(always)]
fn begins(span: Span) -> impl Iterator<Item = usize> {
    (span.from / LANES..span.to / LANES).map(|chunk| chunk * LANES)
}

/// Sets what does not move in the part of a row to zero: the first column of a span, and those from the end of `columns`
/// on, of which there are at most a lane.
#[inline(always)]
pub(crate) fn clear_rims(part: &mut [f32], span: Span, columns: &Range<usize>) {
    if let Some(first) = part.first_mut() {
        *first = 0.0;
    }
    if let Some(last) = part.last_chunk_mut::<LANES>() {
        let moving = (columns.end + LANES).saturating_sub(span.to);
        for (i, value) in last.iter_mut().enumerate() {
            *value = if i < moving { *value } else { 0.0 };
        }
    }
}

#[inline(always)]
fn larger(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}

#[inline(always)]
fn within(value: f32, limit: f32) -> f32 {
    let value = if value < limit { value } else { limit };
    if value > -limit { value } else { -limit }
}
