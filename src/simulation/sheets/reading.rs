//! What a place of the sheets shows.

use super::{
    ground::{Resolution, Thickness},
    material::LAYERS,
    medium::Medium,
    sheets::Sheets,
};
use crate::{maths::hypot, units::BackPoint};

/// What a place of the sheets shows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Reading {
    /// Displacement of each sheet in true millimetres: towards the client's right, towards the feet.
    pub shift_mm: [(f64, f64); LAYERS],
    /// Slip of each plane, true millimetres: skin on superficial fascia, superficial on deep fascia, deep fascia on
    /// muscle.
    pub slip_mm: [(f64, f64); LAYERS],
    /// Slip of each plane at the end of its way, millimetres; beyond it the layer stiffens.
    pub limit_mm: [f64; LAYERS],
    /// Elastic shear stress in each plane, kilopascals: large where tissue is bound and holds back what is pulled.
    pub held_kpa: [f64; LAYERS],
    /// Largest and smallest principal strain of each sheet, beside its natural stretch; 0.1 is 10 % longer.
    pub strain: [(f64, f64); LAYERS],
    /// Height of the skin against rest, millimetres: fold above 0, stretch below.
    pub height_mm: f64,
    /// Thickness of the layers now.
    pub thickness: Thickness,
}

impl Sheets {
    /// What a place of the back shows; beside the chart what its nearest place shows.
    ///
    /// The height is that of the last [`Sheets::texture`].
    #[must_use]
    pub fn at(&self, point: BackPoint) -> Reading {
        let Resolution { columns, rows } = self.back.resolution;
        let (column, row) = self.back.resolution.vertex(point);
        let inside = |value: f64, count: usize| {
            let value = if value.is_finite() { value.clamp(0.0, (count - 1) as f64) } else { 0.0 };
            let whole = (value as usize).min(count - 2);
            (whole, value - whole as f64)
        };
        let ((c, s), (r, t)) = (inside(column, columns), inside(row, rows));
        let corners = [
            (r, c, (1.0 - s) * (1.0 - t)),
            (r, c + 1, s * (1.0 - t)),
            (r + 1, c, (1.0 - s) * t),
            (r + 1, c + 1, s * t),
        ];
        let mut reading = Reading::default();
        let mut thick = [0.0_f64; 6];
        // N/m for each square metre
        let mut bound = [0.0_f64; LAYERS];
        for (row, column, weight) in corners {
            for layer in 0..LAYERS {
                let [x, y] = self.stack.displacement(layer, row, column);
                reading.shift_mm[layer].0 += 1000.0 * weight * f64::from(x);
                reading.shift_mm[layer].1 += 1000.0 * weight * f64::from(y);
            }
            for (limit, here) in reading.limit_mm.iter_mut().zip(self.back.spot(row, column).limit) {
                *limit += weight * f64::from(here);
            }
            reading.height_mm += weight * f64::from(self.relief.height(row, column));
            let (coupling, _) = self.stack.medium.vertex(row, column);
            let cell = self.back.spot(row, column).cell;
            for (sum, coupling) in bound.iter_mut().zip(coupling) {
                *sum += weight * f64::from(coupling) / (cell.0 * cell.1);
            }
            let Thickness { skin, upper, superficial, middle, deep, under } =
                self.back.thickness(row, column, &self.numbers);
            for (sum, value) in thick.iter_mut().zip([skin, upper, superficial, middle, deep, under]) {
                *sum += weight * f64::from(value);
            }
        }
        let [skin, upper, superficial, middle, deep, under] = thick.map(|mm| mm as f32);
        reading.thickness = Thickness { skin, upper, superficial, middle, deep, under };
        for (layer, bound) in bound.into_iter().enumerate() {
            let (x, y) = reading.shift_mm[layer];
            let (below_x, below_y) = reading.shift_mm.get(layer + 1).copied().unwrap_or_default();
            reading.slip_mm[layer] = (x - below_x, y - below_y);
            reading.held_kpa[layer] = bound * hypot(x - below_x, y - below_y) * 1e-6;
            reading.strain[layer] = self.strain(layer, r, c);
        }
        reading
    }

    /// Principal strains of a sheet in the cell at a vertex (Green's strain, as change of length).
    pub(crate) fn strain(&self, layer: usize, row: usize, column: usize) -> (f64, f64) {
        let at = |r: usize, c: usize| self.stack.displacement(layer, r, c).map(f64::from);
        let (a, b, c, d) = (at(row, column), at(row, column + 1), at(row + 1, column), at(row + 1, column + 1));
        let (width, height) = self.back.spot(row, column).cell;
        let mean = |p: f64, q: f64| 0.5 * (p + q);
        let fx = (1.0 + mean(b[0] - a[0], d[0] - c[0]) / width, mean(b[1] - a[1], d[1] - c[1]) / width);
        let fy = (mean(c[0] - a[0], d[0] - b[0]) / height, 1.0 + mean(c[1] - a[1], d[1] - b[1]) / height);
        let (xx, yy, xy) = (fx.0 * fx.0 + fx.1 * fx.1, fy.0 * fy.0 + fy.1 * fy.1, fx.0 * fy.0 + fx.1 * fy.1);
        let (middle, half) = (0.5 * (xx + yy), hypot(0.5 * (xx - yy), xy));
        ((middle + half).max(0.0).sqrt() - 1.0, (middle - half).max(0.0).sqrt() - 1.0)
    }
}
