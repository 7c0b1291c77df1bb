//! Skin colours of the clients.

use bevy::prelude::*;

use crate::knowledge::chart::BodyFacts;

/// Colours of one client's skin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tone {
    /// Linear colour; w: how freckled, 0 to 1.
    pub(crate) skin: Vec4,
    /// Factor on the colour where it is fully reddened; w: age, 0 young to 1 old.
    pub(crate) blush: Vec4,
}

/// Skin colours from light to dark, sRGB, with freckles and the factor of full redness. On dark skin redness is
/// hard to see; that is what students have to learn.
const TONES: [([f32; 3], f32, [f32; 3]); 6] = [
    ([0.890, 0.725, 0.625], 0.45, [1.00, 0.40, 0.36]),
    ([0.800, 0.610, 0.490], 0.15, [1.00, 0.42, 0.38]),
    ([0.870, 0.690, 0.580], 0.30, [1.00, 0.40, 0.36]),
    ([0.850, 0.655, 0.550], 0.20, [1.00, 0.38, 0.35]),
    ([0.885, 0.730, 0.640], 0.35, [1.00, 0.40, 0.37]),
    ([0.520, 0.355, 0.265], 0.05, [1.02, 0.60, 0.52]),
];

/// The skin of a body. Which body has which colour follows from its place in the file of bodies: age and sex stand
/// for the order there.
pub(crate) fn of(facts: &BodyFacts) -> Tone {
    let place = match facts.age {
        0..25 => 5,
        25..31 => 0,
        31..40 => 1,
        40..56 => 2,
        56..70 => 3,
        _ => 4,
    };
    let (skin, freckles, blush) = TONES[place];
    let linear = LinearRgba::from(Color::srgb(skin[0], skin[1], skin[2]));
    let age = ((facts.age as f32 - 25.0) / 50.0).clamp(0.0, 1.0);
    Tone {
        skin: Vec4::new(linear.red, linear.green, linear.blue, freckles),
        blush: Vec4::new(blush[0], blush[1], blush[2], age),
    }
}
