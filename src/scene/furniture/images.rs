//! Small procedural images: planks, plaster, linen.

use bevy::{
    asset::RenderAssetUsages,
    image::{ImageAddressMode, ImageSampler, ImageSamplerDescriptor},
    prelude::*,
    render::render_resource::{Extent3d, TextureDimension, TextureFormat},
};

/// A repeatable noise of two numbers, 0 to 1.
fn hash(x: i32, y: i32) -> f32 {
    let mut n = (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA77);
    n = (n ^ (n >> 15)).wrapping_mul(0x2C1B_3C6D);
    n = (n ^ (n >> 12)).wrapping_mul(0x297A_2D39);
    ((n ^ (n >> 15)) & 0xffff) as f32 / 65535.0
}

/// Smooth noise that repeats after `period` steps in both directions.
fn smooth(x: f32, y: f32, period: i32) -> f32 {
    let (i, j) = (x.floor(), y.floor());
    let (s, t) = (x - i, y - j);
    let (s, t) = (s * s * (3.0 - 2.0 * s), t * t * (3.0 - 2.0 * t));
    let at = |dx: i32, dy: i32| hash((i as i32 + dx).rem_euclid(period), (j as i32 + dy).rem_euclid(period));
    let low = at(0, 0) * (1.0 - s) + at(1, 0) * s;
    let high = at(0, 1) * (1.0 - s) + at(1, 1) * s;
    low * (1.0 - t) + high * t
}

fn image(size: usize, colour: impl Fn(f32, f32) -> [f32; 3]) -> Image {
    let mut data = Vec::with_capacity(size * size * 4);
    for row in 0..size {
        for column in 0..size {
            let [r, g, b] = colour(column as f32 / size as f32, row as f32 / size as f32);
            data.extend([r, g, b, 1.0].map(|value| (value.clamp(0.0, 1.0) * 255.0) as u8));
        }
    }
    let extent = Extent3d { width: size as u32, height: size as u32, depth_or_array_layers: 1 };
    let mut image =
        Image::new(extent, TextureDimension::D2, data, TextureFormat::Rgba8UnormSrgb, RenderAssetUsages::RENDER_WORLD);
    image.sampler = ImageSampler::Descriptor(ImageSamplerDescriptor {
        address_mode_u: ImageAddressMode::Repeat,
        address_mode_v: ImageAddressMode::Repeat,
        anisotropy_clamp: 1,
        ..ImageSamplerDescriptor::linear()
    });
    image
}

/// Oak boards: four across, running along v.
pub(super) fn boards() -> Image {
    image(512, |u, v| {
        let board = (u * 4.0).floor();
        let inside = (u * 4.0).fract();
        let end = (v + hash(board as i32, 7) * 0.9).rem_euclid(1.0);
        let length = (end * 2.0).floor();
        let tone = hash(board as i32 * 3 + 1, length as i32 + 11);
        let grain = smooth(u * 64.0 + 9.0 * tone, v * 6.0, 64) * 0.6 + smooth(u * 160.0, v * 12.0, 160) * 0.4;
        let gap = (inside.min(1.0 - inside) / 0.018)
            .min(1.0)
            .min(((end * 2.0).fract().min(1.0 - (end * 2.0).fract())) / 0.004);
        let light = (0.86 + 0.16 * tone + 0.13 * (grain - 0.5)) * (0.72 + 0.28 * gap.clamp(0.0, 1.0));
        [0.66 * light, 0.50 * light, 0.355 * light]
    })
}

/// Woven cloth.
pub(super) fn cloth() -> Image {
    image(128, |u, v| {
        let weave = (u * 402.1).sin() * 0.5 + (v * 402.1).sin() * 0.5;
        let light = 0.93 + 0.03 * weave + 0.05 * (smooth(u * 16.0, v * 16.0, 16) - 0.5);
        [light, light, light]
    })
}
