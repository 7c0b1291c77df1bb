//! The sheet: a cloth laid over what is under it.
//!
//! The cloth is a field of heights over a plane. Lying clients have it spread from above, drawn taut by its own weight;
//! seated ones have it hung from shoulders or waist, so that it falls straight down from the widest place above.

use bevy::prelude::*;

use super::{sheet_top, shells};
use crate::{
    knowledge::chart::{BodySurface, Posture},
    scene::light::Axes,
    session::action::Drape,
    units::{BackPoint, CM_PER_PERCENT},
};

/// Metres from the skin to the cloth.
const OFF: f32 = 0.008;
/// How far the cloth falls behind the stool below the seat, metres.
const HANGS: f32 = 0.17;

/// A cloth over a plane: `u` across, `v` downwards from its upper edge, `out` away from the body.
struct Cloth {
    u: Vec3,
    v: Vec3,
    out: Vec3,
    /// Upper left corner.
    corner: Vec3,
    step: f32,
    columns: usize,
    rows: usize,
    heights: Vec<f32>,
}

/// The sheet of a client, as far as it covers in this state.
pub(super) fn sheet(surface: &BodySurface, posture: Posture, drape: Drape, axes: Axes) -> Option<Mesh> {
    let top = f64::from(sheet_top(drape)) / CM_PER_PERCENT;
    let edge = Vec3::from(surface.place(BackPoint(0.0, top))?.position);
    let pieces = [&surface.body, &surface.shorts[1]];
    let mut points: Vec<Vec3> = pieces.into_iter().flat_map(|mesh| &mesh.positions).map(|p| Vec3::from(*p)).collect();
    points.extend(surface.back.positions.iter().map(|p| Vec3::from(*p)));
    let low = points.iter().fold(Vec3::INFINITY, |low, p| low.min(*p));
    let high = points.iter().fold(Vec3::NEG_INFINITY, |high, p| high.max(*p));
    let support = surface.support.height;
    let mut cloth = if posture == Posture::Seated {
        let half = if drape == Drape::Covered { 0.31 } else { 0.27 };
        let long = edge.y - support + HANGS;
        Cloth::new(
            axes.right.reject_from(Vec3::Y).normalize_or(Vec3::NEG_X),
            Vec3::NEG_Y,
            Vec3::NEG_Z,
            half,
            long,
            0.0125,
            edge,
        )
    } else {
        let half = (high.x - low.x).mul_add(0.5, 0.10).clamp(0.3, 0.46);
        let middle = Vec3::new((low.x + high.x) / 2.0, 0.0, edge.z);
        Cloth::new(Vec3::X, Vec3::NEG_Z, Vec3::Y, half, edge.z - low.z + 0.06, 0.018, middle)
    };
    cloth.touch(&points);
    if posture == Posture::Seated {
        // the seat holds the cloth off as well
        let back = points.iter().filter(|p| (p.y - support).abs() < 0.06).map(|p| -p.z).fold(f32::MIN, f32::max);
        cloth
            .rest_on(|u, v| if v > edge.y - support && u.abs() < 0.2 { back.min(0.6) - u * u * 1.2 } else { f32::MIN });
        cloth.hang();
    } else {
        cloth.rest_on(|_, _| support + 0.004);
        cloth.spread();
    }
    Some(cloth.mesh(sheet_top(drape)))
}

impl Cloth {
    fn new(u: Vec3, v: Vec3, out: Vec3, half: f32, long: f32, step: f32, middle_of_edge: Vec3) -> Self {
        let columns = (2.0 * half / step).ceil() as usize + 1;
        let rows = (long.max(step) / step).ceil() as usize + 1;
        let corner = middle_of_edge.reject_from(out) - u * half;
        Self { u, v, out, corner, step, columns, rows, heights: vec![f32::MIN; columns * rows] }
    }

    /// Lifts the cloth over points of the body and their surroundings.
    fn touch(&mut self, points: &[Vec3]) {
        for point in points {
            let away = *point - self.corner;
            let (column, row) = ((away.dot(self.u) / self.step).round(), (away.dot(self.v) / self.step).round());
            let height = point.dot(self.out) + OFF;
            for r in -1_i32..=1 {
                for c in -1_i32..=1 {
                    let (column, row) = (column as i32 + c, row as i32 + r);
                    let fits = (0..self.columns as i32).contains(&column) && (0..self.rows as i32).contains(&row);
                    if fits && let Some(old) = self.heights.get_mut(row as usize * self.columns + column as usize) {
                        *old = old.max(height);
                    }
                }
            }
        }
    }

    /// Lifts it over something given by metres from the middle and from the upper edge.
    fn rest_on(&mut self, height: impl Fn(f32, f32) -> f32) {
        let middle = (self.columns - 1) as f32 / 2.0;
        for (at, old) in self.heights.iter_mut().enumerate() {
            let (column, row) = (at % self.columns, at / self.columns);
            *old = old.max(height((column as f32 - middle) * self.step, row as f32 * self.step));
        }
    }

    /// Lets it hang: it comes no nearer to the body than it was above; where nothing is under it, it falls in from the side.
    fn hang(&mut self) {
        for row in 0..self.rows {
            let middle = self.columns / 2;
            for side in [1_i32, -1] {
                for k in 0..=middle as i32 {
                    let column = middle as i32 + side * k;
                    let (Ok(column), Ok(inner)) = (usize::try_from(column), usize::try_from(column - side)) else {
                        continue;
                    };
                    if column >= self.columns {
                        continue;
                    }
                    let at = row * self.columns + column;
                    let above = row.checked_sub(1).map_or(f32::MIN, |row| self.heights[row * self.columns + column]);
                    let beside =
                        if k == 0 { f32::MIN } else { self.heights[row * self.columns + inner] - 1.5 * self.step };
                    self.heights[at] = self.heights[at].max(above).max(beside);
                }
            }
        }
        self.smooth(3);
    }

    /// Lets it span: between high places it is drawn taut, but its weight pulls it down.
    fn spread(&mut self) {
        let ground = self.heights.clone();
        for _ in 0..10 {
            self.smooth(1);
            for (height, ground) in self.heights.iter_mut().zip(&ground) {
                *height = (*height - 0.0008).max(*ground);
            }
        }
        self.smooth(1);
    }

    fn smooth(&mut self, times: usize) {
        for _ in 0..times {
            let old = self.heights.clone();
            for row in 0..self.rows {
                for column in 0..self.columns {
                    let (mut sum, mut count) = (0.0, 0.0);
                    for r in row.saturating_sub(1)..=(row + 1).min(self.rows - 1) {
                        for c in column.saturating_sub(1)..=(column + 1).min(self.columns - 1) {
                            sum += old[r * self.columns + c];
                            count += 1.0;
                        }
                    }
                    let at = row * self.columns + column;
                    // never through what it lies on
                    self.heights[at] = (sum / count).max(old[at] - 0.002);
                }
            }
        }
    }

    /// `top`: centimetres of the sheet's edge on the chart, from which the shader counts.
    fn mesh(&self, top: f32) -> Mesh {
        let count = self.columns * self.rows;
        let place = |column: usize, row: usize| {
            let height = self.heights[row * self.columns + column];
            self.corner + self.u * (column as f32 * self.step) + self.v * (row as f32 * self.step) + self.out * height
        };
        let (mut positions, mut normals, mut chart) = (Vec::new(), Vec::new(), Vec::new());
        for row in 0..self.rows {
            for column in 0..self.columns {
                let (left, right) = (column.saturating_sub(1), (column + 1).min(self.columns - 1));
                let (above, below) = (row.saturating_sub(1), (row + 1).min(self.rows - 1));
                let across = place(right, row) - place(left, row);
                let along = place(column, below) - place(column, above);
                let normal = across.cross(along).normalize_or(self.out);
                positions.push(place(column, row).to_array());
                normals.push((if normal.dot(self.out) < 0.0 { -normal } else { normal }).to_array());
                chart.push([(column as f32 * self.step) * 100.0, top + 0.2 + row as f32 * self.step * 100.0]);
            }
        }
        let mut triangles = Vec::new();
        for row in 0..self.rows as u32 - 1 {
            for column in 0..self.columns as u32 - 1 {
                let at = row * self.columns as u32 + column;
                let (right, below) = (at + 1, at + self.columns as u32);
                let corners = [[at, below, right], [right, below, below + 1]];
                // as seen from outside
                let turned = self.u.cross(-self.v).dot(self.out) < 0.0;
                triangles.extend(corners.map(|[a, b, c]| if turned { [a, c, b] } else { [a, b, c] }));
            }
        }
        shells::mesh(&positions, &normals, vec![[0.0; 2]; count], chart, &triangles)
    }
}
