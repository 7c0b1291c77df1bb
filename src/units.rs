//! Units of the model: time in ticks, and places on the back in chart coordinates.
//!
//! Whatever a record stores is an integer, so what is stored is exactly what was simulated.

use serde::{Deserialize, Serialize};

/// Ticks in one second; one tick is the step of the simulation.
pub const TICKS_PER_SECOND: u32 = 60;

/// A moment of a session, counted in steps of 1/60 s from its beginning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tick(pub u32);

impl Tick {
    /// The last tick that is not after `seconds`; negative and non-finite values give the start.
    #[must_use]
    pub fn from_seconds(seconds: f64) -> Self {
        let ticks = (seconds * f64::from(TICKS_PER_SECOND)).floor();
        if ticks.is_finite() && ticks > 0.0 { Self(ticks as u32) } else { Self(0) }
    }

    /// Seconds since the beginning of the session.
    #[must_use]
    pub fn seconds(self) -> f64 {
        f64::from(self.0) / f64::from(TICKS_PER_SECOND)
    }

    /// The moment `ticks` later.
    #[must_use]
    pub fn after(self, ticks: u32) -> Self {
        Self(self.0.saturating_add(ticks))
    }
}

impl std::fmt::Display for Tick {
    /// Minutes, seconds and tenths: `3:07.5`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let tenths = u64::from(self.0) * 10 / u64::from(TICKS_PER_SECOND);
        write!(f, "{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
    }
}

/// A side of the client's body, seen from the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Side {
    /// The client's left: negative x in back coordinates.
    Left,
    /// The client's right: positive x in back coordinates.
    Right,
    /// On the midline, or both sides at once.
    Both,
}

impl Side {
    /// The other side; `Both` stays.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
            Self::Both => Self::Both,
        }
    }

    /// Plain English word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Both => "both sides",
        }
    }
}

/// A place on the back of the reference adult, in the coordinates of the teaching charts.
///
/// `x` in centimetres from the midline, positive to the client's right; `y` in percent of the line
/// from the spinous process of C7 (0) to the line joining both PSIS (100), positive downwards.
/// Written in files as a pair: `(4.5, 100)`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BackPoint(
    /// x in centimetres, -40 to 40.
    pub f64,
    /// y in percent, -40 to 160.
    pub f64,
);

/// Centimetres on the reference adult for one percent of the line from C7 to the PSIS line
/// (mean length 50.9 cm in 22 standing adults, Ernst 2013).
pub const CM_PER_PERCENT: f64 = 0.509;

impl BackPoint {
    /// The same place on the other side of the midline.
    #[must_use]
    pub fn mirrored(self) -> Self {
        Self(-self.0, self.1)
    }

    /// Distance in centimetres on the reference adult, as if the back were flat.
    #[must_use]
    pub fn distance_cm(self, other: Self) -> f64 {
        crate::maths::hypot(self.0 - other.0, (self.1 - other.1) * CM_PER_PERCENT)
    }

    /// As stored in records.
    #[must_use]
    pub fn quantised(self) -> Place {
        let whole = |value: f64, limit: f64| {
            let scaled = (value.clamp(-limit, limit) * 1000.0).round();
            if scaled.is_finite() { scaled as i32 } else { 0 }
        };
        Place { x: whole(self.0, 60.0), y: whole(self.1, 200.0) }
    }
}

/// A place on the back as records store it: x in 1/1000 cm, y in 1/1000 percent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// 1/1000 cm from the midline, positive to the client's right.
    pub x: i32,
    /// 1/1000 percent of the line from C7 to the PSIS line.
    pub y: i32,
}

impl Place {
    /// In chart coordinates.
    #[must_use]
    pub fn point(self) -> BackPoint {
        BackPoint(f64::from(self.x) / 1000.0, f64::from(self.y) / 1000.0)
    }
}

/// Points in thousandths, so that every platform adds them up alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Points(pub i64);

impl Points {
    /// Nearest thousandth, half away from zero.
    #[must_use]
    pub fn from_f64(points: f64) -> Self {
        let scaled = (points * 1000.0).round();
        Self(if scaled.is_finite() { scaled as i64 } else { 0 })
    }

    /// As a plain number of points.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// This share of the points, 0 to 1, rounded once, half away from zero.
    #[must_use]
    pub fn share(self, fraction: f64) -> Self {
        let value = (self.0 as f64 * fraction.clamp(0.0, 1.0)).round();
        Self(if value.is_finite() { value as i64 } else { 0 })
    }
}

impl std::ops::Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self(0), |total, item| total + item)
    }
}

impl std::fmt::Display for Points {
    /// Whole points without decimals, others with up to three.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        if rest == 0 {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{}", format!("{rest:03}").trim_end_matches('0'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_reads_as_minutes_and_seconds() {
        assert_eq!(Tick(60 * 187 + 30).to_string(), "3:07.5");
        assert_eq!(Tick::from_seconds(-4.0), Tick(0));
        assert_eq!(Tick::from_seconds(f64::NAN), Tick(0));
    }

    #[test]
    fn a_place_survives_the_way_through_a_record() {
        let place = BackPoint(-4.567, 101.25).quantised();
        assert_eq!(place, Place { x: -4567, y: 101_250 });
        assert_eq!(place.point().quantised(), place);
    }

    #[test]
    fn points_print_without_needless_decimals() {
        assert_eq!(Points(12_000).to_string(), "12");
        assert_eq!(Points(-1_250).to_string(), "-1.25");
    }
}
