//! Deterministic mathematics: the same bits on every platform.
//!
//! Plain `+ - * /` and `sqrt` are exact by IEEE 754. Everything else goes through `libm`, because
//! the functions of the standard library may differ between platforms and compiler versions.
//! No function here reads a clock, a global or a generator.

/// Sine of an angle in radians.
#[must_use]
pub fn sin(angle: f64) -> f64 {
    libm::sin(angle)
}

/// Cosine of an angle in radians.
#[must_use]
pub fn cos(angle: f64) -> f64 {
    libm::cos(angle)
}

/// The angle in radians of the vector (`x`, `y`), in -π ..= π.
#[must_use]
pub fn atan2(y: f64, x: f64) -> f64 {
    libm::atan2(y, x)
}

/// The angle in radians whose cosine is `value`; `value` is clamped to -1 ..= 1.
#[must_use]
pub fn acos(value: f64) -> f64 {
    libm::acos(value.clamp(-1.0, 1.0))
}

/// e to the power of `exponent`.
#[must_use]
pub fn exp(exponent: f64) -> f64 {
    libm::exp(exponent)
}

/// Natural logarithm.
#[must_use]
pub fn ln(value: f64) -> f64 {
    libm::log(value)
}

/// `base` to the power of `exponent`.
#[must_use]
pub fn pow(base: f64, exponent: f64) -> f64 {
    libm::pow(base, exponent)
}

/// Length of the vector (`x`, `y`).
#[must_use]
pub fn hypot(x: f64, y: f64) -> f64 {
    libm::sqrt(x * x + y * y)
}

/// From `start` (at 0) to `end` (at 1) in a straight line; not clamped.
#[must_use]
pub fn lerp(start: f64, end: f64, fraction: f64) -> f64 {
    start + (end - start) * fraction
}

/// A smooth step from 0 at `low` to 1 at `high`, flat outside.
#[must_use]
pub fn smoothstep(low: f64, high: f64, value: f64) -> f64 {
    let fraction = ((value - low) / (high - low)).clamp(0.0, 1.0);
    fraction * fraction * (3.0 - 2.0 * fraction)
}

/// The share of the way that a first-order process of time constant `tau` covers in `step`
/// (both in the same unit of time). Stable for any step; 1 for `tau` of 0 or less.
#[must_use]
pub fn approach(step: f64, tau: f64) -> f64 {
    if tau <= 0.0 { 1.0 } else { 1.0 - libm::exp(-step / tau) }
}

/// 0 up to `zero_low`, 1 from `good_low` to `good_high`, 0 from `zero_high`, linear between.
#[must_use]
pub fn trapezoid(value: f64, zero_low: f64, good_low: f64, good_high: f64, zero_high: f64) -> f64 {
    if value < good_low {
        if good_low <= zero_low { 0.0 } else { ((value - zero_low) / (good_low - zero_low)).clamp(0.0, 1.0) }
    } else if value <= good_high {
        1.0
    } else if zero_high <= good_high {
        0.0
    } else {
        ((zero_high - value) / (zero_high - good_high)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trapezoid_is_one_inside_and_falls_to_zero_outside() {
        assert_eq!(trapezoid(5.0, 0.0, 2.0, 6.0, 10.0), 1.0);
        assert_eq!(trapezoid(1.0, 0.0, 2.0, 6.0, 10.0), 0.5);
        assert_eq!(trapezoid(8.0, 0.0, 2.0, 6.0, 10.0), 0.5);
        assert_eq!(trapezoid(11.0, 0.0, 2.0, 6.0, 10.0), 0.0);
        assert_eq!(trapezoid(-1.0, 0.0, 0.0, 6.0, 6.0), 0.0);
    }

    #[test]
    fn an_approach_never_overshoots() {
        for step in [0.0, 0.1, 1.0, 1e6] {
            let share = approach(step, 4.0);
            assert!((0.0..=1.0).contains(&share));
        }
        assert_eq!(approach(1.0, 0.0), 1.0);
    }
}
