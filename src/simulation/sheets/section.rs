//! A cut through the layers along a line of the chart.

use super::{ground::Thickness, reading::Reading, sheets::Sheets};
use crate::{
    maths::{hypot, lerp},
    units::{BackPoint, CM_PER_PERCENT},
};

/// One place of a cut.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SectionPoint {
    /// Where it lies on the chart at rest.
    pub place: BackPoint,
    /// True way along the cut at rest, millimetres.
    pub along_mm: f64,
    /// Where skin, superficial fascia and deep fascia have moved to along the cut, millimetres against rest.
    pub along_shift_mm: [f64; 3],
    /// How far they have moved out of the cut's plane, millimetres.
    pub across_shift_mm: [f64; 3],
    /// Height of the skin's surface against rest, millimetres.
    pub height_mm: f64,
    /// Depth under the surface of, in this order: underside of the skin; upper and lower side of the superficial
    /// fascia; upper and lower side of the deep fascia; the muscle. Millimetres, at the present thickness.
    pub depth_mm: [f64; 6],
    /// Slip of the three planes along the cut, millimetres.
    pub slip_mm: [f64; 3],
    /// Largest principal strain of the three sheets.
    pub strain: [f64; 3],
}

impl SectionPoint {
    /// Between an earlier state of the same place of a cut (0) and a later one (1).
    #[must_use]
    pub fn between(&self, later: &Self, share: f64) -> Self {
        let mix = |a: f64, b: f64| lerp(a, b, share);
        let three = |a: [f64; 3], b: [f64; 3]| std::array::from_fn(|k| mix(a[k], b[k]));
        Self {
            place: BackPoint(mix(self.place.0, later.place.0), mix(self.place.1, later.place.1)),
            along_mm: mix(self.along_mm, later.along_mm),
            along_shift_mm: three(self.along_shift_mm, later.along_shift_mm),
            across_shift_mm: three(self.across_shift_mm, later.across_shift_mm),
            height_mm: mix(self.height_mm, later.height_mm),
            depth_mm: std::array::from_fn(|k| mix(self.depth_mm[k], later.depth_mm[k])),
            slip_mm: three(self.slip_mm, later.slip_mm),
            strain: three(self.strain, later.strain),
        }
    }
}

impl Sheets {
    /// Samples a cut from one chart place to another into `points`, which gets `count` entries (at least 2).
    ///
    /// To draw it: a sheet's line goes through `(along_mm + along_shift_mm, depth_mm - height_mm)`; septa lean from one
    /// sheet's point to the next deeper one's. Heights are those of the last [`Sheets::texture`].
    pub fn section(&self, from: BackPoint, to: BackPoint, count: usize, points: &mut Vec<SectionPoint>) {
        let count = count.clamp(2, 4096);
        points.clear();
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = hypot(dx, dy * CM_PER_PERCENT).max(1e-9);
        let direction = (dx / length, dy * CM_PER_PERCENT / length);
        let mut along_mm = 0.0;
        for index in 0..count {
            let share = index as f64 / (count - 1) as f64;
            let place = BackPoint(from.0 + dx * share, from.1 + dy * share);
            if index > 0 {
                let scale = self.scale_at(place);
                let step = length / (count - 1) as f64 * 10.0;
                along_mm += step * hypot(direction.0 * scale.0, direction.1 * scale.1);
            }
            points.push(cut(place, along_mm, direction, &self.at(place)));
        }
    }

    /// True centimetres for one of the chart, along x and along y.
    fn scale_at(&self, place: BackPoint) -> (f64, f64) {
        let resolution = self.back.resolution;
        let (column, row) = resolution.vertex(place);
        let near = |value: f64, count: usize| value.clamp(0.0, (count - 1) as f64).round() as usize;
        let cell = self.back.spot(near(row, resolution.rows), near(column, resolution.columns)).cell;
        let step = (
            super::ground::ACROSS / (resolution.columns - 1) as f64 / 100.0,
            super::ground::DOWN * CM_PER_PERCENT / (resolution.rows - 1) as f64 / 100.0,
        );
        (cell.0 / step.0, cell.1 / step.1)
    }
}

fn cut(place: BackPoint, along_mm: f64, direction: (f64, f64), reading: &Reading) -> SectionPoint {
    let along = |(x, y): (f64, f64)| x * direction.0 + y * direction.1;
    let across = |(x, y): (f64, f64)| y * direction.0 - x * direction.1;
    let Thickness { skin, upper, superficial, middle, deep, under } = reading.thickness;
    let mut depth = 0.0;
    // what rises as a fold is skin and the layer beneath it
    let thicker = reading.height_mm;
    let share = f64::from(upper / (upper + middle).max(0.1));
    let layers = [
        f64::from(skin),
        (f64::from(upper) + share * thicker).max(0.2),
        f64::from(superficial),
        (f64::from(middle) + (1.0 - share) * thicker).max(0.2),
        f64::from(deep),
        f64::from(under),
    ];
    SectionPoint {
        place,
        along_mm,
        along_shift_mm: reading.shift_mm.map(along),
        across_shift_mm: reading.shift_mm.map(across),
        height_mm: reading.height_mm,
        depth_mm: layers.map(|mm| {
            depth += mm;
            depth
        }),
        slip_mm: reading.slip_mm.map(along),
        strain: reading.strain.map(|(most, _)| most),
    }
}
