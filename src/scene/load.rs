//! Colours for loads: how much a sheet is stretched, how far two layers have slipped.
//!
//! The scale runs from a dark blue through teal and green to a light yellow. Its lightness rises evenly in OKLab, so
//! that equal steps of the load look equally large, and so that it reads without telling red from green, and in grey.

use std::f64::consts::PI;

use crate::simulation::sheets::Reading;

/// A load that can be shown in colours on the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Load {
    /// What holds the layers back: the shear stress that bound tissue and the layers between carry.
    Held,
    /// Slip of the skin on the superficial fascia.
    UpperSlip,
    /// Slip of the superficial fascia on the deep fascia.
    LowerSlip,
    /// Strain of the skin.
    SkinStrain,
    /// Strain of the superficial fascia.
    SuperficialStrain,
    /// Strain of the deep fascia.
    DeepStrain,
}

impl Load {
    /// All loads, the one that tells most at a glance first.
    pub const ALL: [Self; 6] =
        [Self::Held, Self::UpperSlip, Self::LowerSlip, Self::SkinStrain, Self::SuperficialStrain, Self::DeepStrain];

    /// Its name for the student.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "Where it sticks",
            Self::UpperSlip => "Slip under the skin",
            Self::LowerSlip => "Slip on the deep fascia",
            Self::SkinStrain => "Stretch of the skin",
            Self::SuperficialStrain => "Stretch of the superficial fascia",
            Self::DeepStrain => "Stretch of the deep fascia",
        }
    }

    /// The value at the light end of the scale, and its unit.
    #[must_use]
    pub fn scale(self) -> (f64, &'static str) {
        match self {
            Self::Held => (4.0, "kPa"),
            Self::UpperSlip | Self::LowerSlip => (12.0, "mm"),
            Self::SkinStrain | Self::SuperficialStrain => (25.0, "%"),
            Self::DeepStrain => (4.0, "%"),
        }
    }

    /// The load at a place as a share of its scale, 0 and above.
    #[must_use]
    pub fn share(self, reading: &Reading) -> f64 {
        let slip = |plane: usize| reading.slip_mm[plane].0.hypot(reading.slip_mm[plane].1);
        let strain = |sheet: usize| 100.0 * reading.strain[sheet].0.max(-reading.strain[sheet].1).max(0.0);
        let value = match self {
            Self::Held => reading.held_kpa[0].max(reading.held_kpa[1]),
            Self::UpperSlip => slip(0),
            Self::LowerSlip => slip(1),
            Self::SkinStrain => strain(0),
            Self::SuperficialStrain => strain(1),
            Self::DeepStrain => strain(2),
        };
        value / self.scale().0
    }
}

/// The colour of a share of the scale, 0 to 1; red, green and blue as sRGB bytes. Values outside are taken as the ends.
#[must_use]
pub fn colour(share: f64) -> [u8; 3] {
    let [lightness, a, b] = oklab(if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 });
    linear(lightness, a, b).map(|value| (encoded(value.clamp(0.0, 1.0)) * 255.0).round() as u8)
}

/// The path of the scale through OKLab.
fn oklab(share: f64) -> [f64; 3] {
    let bend = (PI * share).sin();
    let chroma = (0.125 + 0.02 * share) * (1.0 - bend) + 0.09 * bend;
    let hue = (285.0 - 185.0 * share).to_radians();
    [0.30 + 0.60 * share, chroma * hue.cos(), chroma * hue.sin()]
}

/// Linear red, green and blue from OKLab (B. Ottosson, 2020).
fn linear(lightness: f64, a: f64, b: f64) -> [f64; 3] {
    let cube = |value: f64| value * value * value;
    let long = cube(lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
    let middle = cube(lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
    let short = cube(lightness - 0.089_484_177_5 * a - 1.291_485_548 * b);
    [
        4.076_741_662_1 * long - 3.307_711_591_3 * middle + 0.230_969_929_2 * short,
        -1.268_438_004_6 * long + 2.609_757_401_1 * middle - 0.341_319_396_5 * short,
        -0.004_196_086_3 * long - 0.703_418_614_7 * middle + 1.707_614_701 * short,
    ]
}

/// The sRGB curve.
fn encoded(value: f64) -> f64 {
    if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_steps_look_equally_large() {
        let points: Vec<[f64; 3]> = (0..=100).map(|k| oklab(f64::from(k) / 100.0)).collect();
        let steps: Vec<f64> = points
            .windows(2)
            .map(|pair| pair[0].iter().zip(pair[1]).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt())
            .collect();
        let mean = steps.iter().sum::<f64>() / steps.len() as f64;
        assert!(steps.iter().all(|step| (step / mean - 1.0).abs() < 0.15), "{steps:?}");
    }

    #[test]
    fn it_reads_in_grey_and_is_no_colour_that_a_screen_lacks() {
        let mut last = -1.0;
        for k in 0..=100 {
            let share = f64::from(k) / 100.0;
            let [lightness, a, b] = oklab(share);
            let linear = linear(lightness, a, b);
            assert!(linear.iter().all(|value| (-0.004..=1.0).contains(value)), "{share}: {linear:?}");
            let grey = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
            assert!(grey > last, "{share}");
            last = grey;
        }
        assert_eq!(colour(f64::NAN), colour(0.0));
    }
}
