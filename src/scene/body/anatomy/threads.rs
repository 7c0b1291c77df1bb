//! Threads along a field of directions: noise smeared along the fibres (line integral convolution).

use bevy::math::Vec2;

use super::byte;
use crate::scene::body::maps::{ANATOMY, FIBRES};

/// Steps to each side along a fibre, texels of [`FIBRES`].
const REACH: usize = 15;

/// Fine threads, bundles, belly and groove for every texel of [`FIBRES`], four bytes each, from the field in the size
/// [`ANATOMY`]: cosine and sine of twice the angle, belly, groove.
pub(super) fn draw(field: &[[f32; 4]]) -> Vec<u8> {
    let (columns, rows) = FIBRES;
    let mut bytes = vec![0_u8; columns * rows * 4];
    for row in 0..rows {
        for column in columns / 2..columns {
            let start = Vec2::new(column as f32, row as f32);
            let (mut fine, mut coarse, mut count) = (0.0, 0.0, 0.0);
            for sense in [-1.0, 1.0] {
                let (mut at, mut heading) = (start, Vec2::ZERO);
                for step in 0..REACH {
                    if step > 0 || sense > 0.0 {
                        fine += noise(at, 1.0);
                        coarse += noise(at, 0.30);
                        count += 1.0;
                    }
                    let [cosine, sine, ..] = nearest(field, at);
                    let angle = 0.5 * sine.atan2(cosine);
                    let mut along = Vec2::new(angle.cos(), angle.sin());
                    // a fibre has no sense: keep on in the one begun with
                    let before = if heading == Vec2::ZERO { along * sense } else { heading };
                    if along.dot(before) < 0.0 {
                        along = -along;
                    }
                    heading = along;
                    at += along;
                }
            }
            let [_, _, belly, groove] = smooth(field, start);
            // a mean of many values lies close to the middle: stretch it
            let stretch = |sum: f32, by: f32| byte(0.5 + (sum / count - 0.5) * by);
            let texel = [stretch(fine, 4.2), stretch(coarse, 2.6), byte(belly), byte(groove)];
            for column in [column, columns - 1 - column] {
                let at = (row * columns + column) * 4;
                bytes[at..at + 4].copy_from_slice(&texel);
            }
        }
    }
    bytes
}

/// Repeatable noise, 0 to 1; `scale` below 1 makes it smooth and wide.
fn noise(at: Vec2, scale: f32) -> f32 {
    let at = at * scale;
    let low = at.floor();
    let share = at - low;
    let hash = |dx: i32, dy: i32| {
        let mut n = (low.x as i32 + dx).cast_unsigned().wrapping_mul(0x9E37_79B1)
            ^ (low.y as i32 + dy).cast_unsigned().wrapping_mul(0x85EB_CA77);
        n = (n ^ (n >> 15)).wrapping_mul(0x2C1B_3C6D);
        n = (n ^ (n >> 12)).wrapping_mul(0x297A_2D39);
        ((n ^ (n >> 15)) & 0xffff) as f32 / 65535.0
    };
    if scale >= 1.0 {
        return hash(0, 0);
    }
    let upper = hash(0, 0) * (1.0 - share.x) + hash(1, 0) * share.x;
    let lower = hash(0, 1) * (1.0 - share.x) + hash(1, 1) * share.x;
    upper * (1.0 - share.y) + lower * share.y
}

/// The field at a place in texels of [`FIBRES`], which has twice as many of them.
fn nearest(field: &[[f32; 4]], at: Vec2) -> [f32; 4] {
    let column = (at.x * 0.5).clamp(0.0, (ANATOMY.0 - 1) as f32) as usize;
    let row = (at.y * 0.5).clamp(0.0, (ANATOMY.1 - 1) as f32) as usize;
    field.get(row * ANATOMY.0 + column).copied().unwrap_or_default()
}

fn smooth(field: &[[f32; 4]], at: Vec2) -> [f32; 4] {
    let around = [Vec2::new(-0.5, -0.5), Vec2::new(1.0, -0.5), Vec2::new(-0.5, 1.0), Vec2::new(1.0, 1.0)];
    let mut sum = [0.0; 4];
    for offset in around {
        for (total, value) in sum.iter_mut().zip(nearest(field, at + offset)) {
            *total += value / 4.0;
        }
    }
    sum
}
