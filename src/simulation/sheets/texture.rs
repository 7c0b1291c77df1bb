//! Packing for the graphics card: half-precision numbers over the chart.

use std::ops::Range;

use super::{
    ground::{ACROSS, Back, DOWN},
    medium::Uneven,
    relief::Relief,
    solver::Stack,
};
use crate::units::CM_PER_PERCENT;

/// Two layers of four half-precision numbers for each vertex, row by row, as an `Rgba16Float` texture array takes them.
///
/// Layer 0: displacement of skin (x, y) and superficial fascia (x, y). Layer 1: displacement of deep fascia (x, y),
/// height of the skin, and how much the skin is stretched (above 0) or pushed together there.
/// Displacement is in centimetres of the chart (x to the client's right; y down, percent times 0.509), so that
/// `material place = place - displacement`; height in true centimetres; stretch as change of area.
///
/// The vertex of column c and row r is the middle of texel (c, r); [`Texture::uv`] leads from a chart place to it.
#[derive(Debug, Clone)]
pub struct Texture {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    halves: Vec<u16>,
    line: Vec<f32>,
    /// Rows that were not at rest when it was packed last.
    packed: Range<usize>,
}

impl Texture {
    pub(crate) fn new(rows: usize, columns: usize) -> Self {
        Self { columns, rows, halves: vec![0; 8 * rows * columns], line: vec![0.0; 4 * columns], packed: 0..0 }
    }

    /// All numbers: layer 0, then layer 1; four for each texel.
    #[must_use]
    pub fn halves(&self) -> &[u16] {
        &self.halves
    }

    /// Copies the bytes in the order in which graphics cards take them (little-endian); `bytes` gets the right length.
    pub fn write_to(&self, bytes: &mut Vec<u8>) {
        bytes.resize(2 * self.halves.len(), 0);
        for (pair, half) in bytes.as_chunks_mut::<2>().0.iter_mut().zip(&self.halves) {
            *pair = half.to_le_bytes();
        }
    }

    /// The same between an earlier packing (0) and this one (1): for pictures between two ticks. Another size is not mixed.
    pub fn write_between(&self, before: &[u16], share: f32, bytes: &mut Vec<u8>) {
        if before.len() != self.halves.len() {
            self.write_to(bytes);
            return;
        }
        bytes.resize(2 * self.halves.len(), 0);
        let share = share.clamp(0.0, 1.0);
        for ((pair, before), now) in bytes.as_chunks_mut::<2>().0.iter_mut().zip(before).zip(&self.halves) {
            let (a, b) = (from_half(*before), from_half(*now));
            let half = if share < 1.0 { to_half(a + (b - a) * share) } else { *now };
            *pair = half.to_le_bytes();
        }
    }

    /// Scale and offset from a chart place in centimetres (x, y in percent times 0.509) to texture coordinates:
    /// `uv = place * (scale.x, scale.y) + (offset.x, offset.y)`, given as `[scale.x, scale.y, offset.x, offset.y]`.
    #[must_use]
    pub fn uv(&self) -> [f32; 4] {
        let along = |first: f64, extent: f64, count: usize| {
            let scale = (count - 1) as f64 / (extent * count as f64);
            (scale as f32, (0.5 / count as f64 - first * scale) as f32)
        };
        let (sx, ox) = along(super::ground::LEFT, ACROSS, self.columns);
        let (sy, oy) = along(super::ground::TOP * CM_PER_PERCENT, DOWN * CM_PER_PERCENT, self.rows);
        [sx, sy, ox, oy]
    }

    pub(crate) fn pack(&mut self, stack: &Stack<Uneven>, back: &Back, relief: &Relief) {
        let columns = self.columns;
        let step_x = (ACROSS / (columns - 1) as f64) as f32;
        let step_y = (DOWN * CM_PER_PERCENT / (self.rows - 1) as f64) as f32;
        let half = 4 * self.rows * columns;
        // what was moving and is at rest now is packed once more
        let moving = relief.range().clone();
        let both = match (self.packed.is_empty(), moving.is_empty()) {
            (true, _) => moving.clone(),
            (_, true) => self.packed.clone(),
            _ => self.packed.start.min(moving.start)..self.packed.end.max(moving.end),
        };
        self.packed = moving;
        for row in both {
            let moved = stack.moved.row(row);
            let (below, above) =
                (stack.moved.row((row + 1).min(self.rows - 1)), stack.moved.row(row.saturating_sub(1)));
            let stride = stack.stride;
            let heights = relief.row(row);
            for second in [false, true] {
                for column in 0..columns {
                    let cell = back.spot(row, column).cell;
                    let (x, y) = (step_x / cell.0 as f32, step_y / cell.1 as f32);
                    let at = |component: usize| moved[component * stride + column];
                    let texel = &mut self.line[4 * column..4 * column + 4];
                    if second {
                        let (left, right) = (column.saturating_sub(1), (column + 1).min(columns - 1));
                        let stretch = 0.5 * (moved[right] - moved[left]) / cell.0 as f32
                            + 0.5 * (below[stride + column] - above[stride + column]) / cell.1 as f32;
                        texel.copy_from_slice(&[at(4) * x, at(5) * y, 0.1 * heights[column], stretch]);
                    } else {
                        texel.copy_from_slice(&[at(0) * x, at(1) * y, at(2) * x, at(3) * y]);
                    }
                }
                let begin = usize::from(second) * half + 4 * row * columns;
                for (to, value) in self.halves[begin..begin + 4 * columns].iter_mut().zip(&self.line) {
                    *to = to_half(*value);
                }
            }
        }
    }
}

/// A number as half-precision bits, rounded to nearest; too large ones become the largest, tiny ones 0.
#[inline]
#[must_use]
pub fn to_half(value: f32) -> u16 {
    let bits = value.to_bits();
    let sign = ((bits >> 16) & 0x8000) as u16;
    let size = bits & 0x7fff_ffff;
    // 65504 and 2⁻¹⁴ are the largest and smallest normal numbers
    let size = if size > 0x477f_e000 { 0x477f_e000 } else { size };
    let rounded = (size.wrapping_sub(0x3800_0000).wrapping_add(0x1000)) >> 13;
    if size < 0x3880_0000 { sign } else { sign | rounded as u16 }
}

/// The number of half-precision bits as [`to_half`] makes them.
#[inline]
fn from_half(half: u16) -> f32 {
    let size = f32::from_bits(u32::from(half & 0x7fff) << 13);
    // the exponents of the two forms lie 112 apart; exact for all numbers that are not tiny
    let value = size * f32::from_bits(0x7780_0000);
    if half & 0x8000 == 0 { value } else { -value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_keeps_three_digits() {
        for (value, bits) in [(0.0, 0), (1.0, 0x3c00), (-2.0, 0xc000), (0.5, 0x3800), (65504.0, 0x7bff), (1e9, 0x7bff)]
        {
            assert_eq!(to_half(value), bits, "{value}");
        }
        assert_eq!(to_half(0.1), 0x2e66);
        assert_eq!(to_half(1e-9), 0);
    }

    #[test]
    fn half_precision_goes_both_ways() {
        for value in [0.0, 0.5, -0.75, 3.25, -1000.0, 6.5e-5] {
            assert!((from_half(to_half(value)) - value).abs() <= value.abs() / 1024.0, "{value}");
        }
    }

    #[test]
    fn between_two_packings_lies_their_mixture() {
        let mut texture = Texture::new(2, 2);
        let before = vec![to_half(1.0); texture.halves.len()];
        texture.halves.fill(to_half(3.0));
        let mut bytes = Vec::new();
        for (share, value) in [(0.0, 1.0), (0.25, 1.5), (0.5, 2.0), (1.0, 3.0)] {
            texture.write_between(&before, share, &mut bytes);
            assert!(bytes.chunks_exact(2).all(|pair| pair == to_half(value).to_le_bytes()), "{share}");
        }
        texture.write_between(&before[1..], 0.5, &mut bytes);
        assert_eq!(bytes[..2], to_half(3.0).to_le_bytes());
    }

    #[test]
    fn the_first_and_last_vertex_lie_in_the_middle_of_their_texels() {
        let texture = Texture::new(241, 129);
        let [sx, sy, ox, oy] = texture.uv();
        assert!((-20.0 * sx + ox - 0.5 / 129.0).abs() < 1e-6);
        assert!((128.0 * 0.509 * sy + oy - 240.5 / 241.0).abs() < 1e-6);
    }
}
