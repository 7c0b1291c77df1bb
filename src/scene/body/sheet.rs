//! The sheet: a cloth laid over what is under it.
//!
//! The cloth is a field of heights over a plane. Lying clients have it spread from above, drawn taut by its own weight;
//! seated ones have it hung from shoulders or waist, so that it falls straight down from the widest place above.

use bevy::prelude::*;

use super::{sheet_top, shells};
use crate::{
    knowledge::chart::{BodySurface, Posture},
    session::action::Drape,
    units::{BackPoint, CM_PER_PERCENT},
};

/// Metres from the skin to the cloth.
const OFF: f32 = 0.008;
/// Radius of the stool's seat, metres.
pub(crate) const SEAT_RADIUS: f32 = 0.215;
/// How far the cloth falls behind the stool below the seat, metres.
const HANGS: f32 = 0.17;

/// The sheet of a client, as far as it covers in this state.
pub(super) fn sheet(surface: &BodySurface, posture: Posture, drape: Drape) -> Option<Mesh> {
    let top = f64::from(sheet_top(drape)) / CM_PER_PERCENT;
    let edge = Vec3::from(surface.place(BackPoint(0.0, top))?.position);
    let pieces = [&surface.body, &surface.shorts[0]];
    let mut points: Vec<Vec3> = pieces.into_iter().flat_map(|mesh| &mesh.positions).map(|p| Vec3::from(*p)).collect();
    points.extend(surface.back.positions.iter().map(|p| Vec3::from(*p)));
    let low = points.iter().fold(Vec3::INFINITY, |low, p| low.min(*p));
    let high = points.iter().fold(Vec3::NEG_INFINITY, |high, p| high.max(*p));
    let support = surface.support.height;
    let cloth = if posture == Posture::Seated {
        // round an upright line through the middle of the seat
        let low = seat_centre(surface);
        let covered = drape == Drape::Covered;
        // the trunk leans forward, and the line with it
        let high = Vec3::new(0.0, edge.y, if covered { edge.z + 0.15 } else { low.z });
        let shape = Shape::Round { low, high, half_turn: if covered { 1.15 } else { 1.25 } };
        let mut cloth = Cloth::new(shape, edge.y, edge.y - support + HANGS, 0.0125, 0.22);
        // hands and forearms are not under a cloth round the hips, elbows not under one over the back
        points.retain(|p| p.x.abs() < if covered { 0.26 } else { 0.21 });
        cloth.touch(&points);
        // the seat holds the cloth off as well
        let seat = edge.y - support;
        cloth.rest_on(|_, v| if v > seat - 0.03 { SEAT_RADIUS + 0.016 } else { 0.0 });
        cloth.hang();
        cloth
    } else {
        let half = ((high.x - low.x) / 2.0 + 0.10).clamp(0.3, 0.46);
        let shape = Shape::Flat { middle: (low.x + high.x) / 2.0 };
        let mut cloth = Cloth::new(shape, edge.z, edge.z - low.z + 0.06, 0.018, half);
        cloth.touch(&points);
        cloth.rest_on(|_, _| support + 0.004);
        cloth.spread();
        cloth
    };
    Some(cloth.mesh(sheet_top(drape)))
}

/// The middle of the stool's seat under a seated client.
pub(crate) fn seat_centre(surface: &BodySurface) -> Vec3 {
    let shorts = &surface.shorts[0].positions;
    let low = shorts.iter().map(|p| p[2]).fold(f32::INFINITY, f32::min);
    let high = shorts.iter().map(|p| p[2]).fold(f32::NEG_INFINITY, f32::max);
    Vec3::new(0.0, surface.support.height, (low * 0.62 + high * 0.38).min(low + 0.17))
}

/// How the cloth lies in space. Its rows go from the upper edge downwards, its columns across.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Over a table: columns along x, rows towards the feet, heights above the ground.
    Flat { middle: f32 },
    /// Round a line from low to high: columns by the angle from straight behind, rows downwards, heights away from the line.
    Round { low: Vec3, high: Vec3, half_turn: f32 },
}

/// The point of the line from low to high at a height; below it goes straight down.
fn axis_at(low: Vec3, high: Vec3, height: f32) -> Vec3 {
    let share = ((height - low.y) / (high.y - low.y).max(0.01)).clamp(0.0, 1.0);
    low.lerp(high, share)
}

/// A cloth as a field of heights.
struct Cloth {
    shape: Shape,
    /// Where its upper edge is: height of a seated client's, z of a lying client's.
    edge: f32,
    step: f32,
    /// Half of its width: metres for a flat one; for a round one the radius at which columns are `step` apart.
    half: f32,
    columns: usize,
    rows: usize,
    heights: Vec<f32>,
}

impl Cloth {
    fn new(shape: Shape, edge: f32, long: f32, step: f32, half: f32) -> Self {
        let wide = match shape {
            Shape::Flat { .. } => 2.0 * half,
            Shape::Round { half_turn, .. } => 2.0 * half_turn * half,
        };
        let columns = (wide / step).ceil() as usize + 1;
        let rows = (long.max(step) / step).ceil() as usize + 1;
        Self { shape, edge, step, half, columns, rows, heights: vec![0.0; columns * rows] }
    }

    /// Column, row and height of a point, as fractions.
    fn flatten(&self, point: Vec3) -> (f32, f32, f32) {
        let middle = (self.columns - 1) as f32 / 2.0;
        match self.shape {
            Shape::Flat { middle: x } => {
                (middle + (point.x - x) / self.step, (self.edge - point.z) / self.step, point.y)
            }
            Shape::Round { low, high, .. } => {
                let axis = axis_at(low, high, point.y);
                let away = Vec2::new(point.x - axis.x, axis.z - point.z);
                let angle = away.x.atan2(away.y);
                (middle + angle * self.half / self.step, (self.edge - point.y) / self.step, away.length())
            }
        }
    }

    /// A point of the cloth.
    fn place(&self, column: usize, row: usize) -> Vec3 {
        let across = (column as f32 - (self.columns - 1) as f32 / 2.0) * self.step;
        let along = self.edge - row as f32 * self.step;
        let height = self.heights[row * self.columns + column];
        match self.shape {
            Shape::Flat { middle } => Vec3::new(middle + across, height, along),
            Shape::Round { low, high, .. } => {
                let axis = axis_at(low, high, along);
                let (sine, cosine) = (across / self.half).sin_cos();
                Vec3::new(axis.x + sine * height, along, axis.z - cosine * height)
            }
        }
    }

    /// Lifts the cloth over points of the body and their surroundings.
    fn touch(&mut self, points: &[Vec3]) {
        for point in points {
            let (column, row, height) = self.flatten(*point);
            // arms and knees of a seated client are not under the cloth
            if matches!(self.shape, Shape::Round { .. }) && height > 0.34 {
                continue;
            }
            for r in -1_i32..=1 {
                for c in -1_i32..=1 {
                    let (column, row) = (column.round() as i32 + c, row.round() as i32 + r);
                    let fits = (0..self.columns as i32).contains(&column) && (0..self.rows as i32).contains(&row);
                    if fits && let Some(old) = self.heights.get_mut(row as usize * self.columns + column as usize) {
                        *old = old.max(height + OFF);
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

    /// Lets it hang: it comes no nearer to the body than it was above, and swings out a little in folds.
    fn hang(&mut self) {
        self.smooth(2);
        for row in 1..self.rows {
            for column in 0..self.columns {
                let above = self.heights[(row - 1) * self.columns + column];
                let at = row * self.columns + column;
                let down = row as f32 * self.step;
                let across = column as f32 * self.step;
                let fold = 0.0011 * ((across * 62.0 + down * 3.0).sin() + 0.6 * (across * 27.0).sin());
                self.heights[at] = self.heights[at].max(above + fold.max(-0.0004) * (down / 0.2).min(1.0));
            }
        }
        self.smooth(2);
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
        let (mut positions, mut normals, mut chart) = (Vec::new(), Vec::new(), Vec::new());
        for row in 0..self.rows {
            for column in 0..self.columns {
                let (left, right) = (column.saturating_sub(1), (column + 1).min(self.columns - 1));
                let (above, below) = (row.saturating_sub(1), (row + 1).min(self.rows - 1));
                let across = self.place(right, row) - self.place(left, row);
                let along = self.place(column, below) - self.place(column, above);
                positions.push(self.place(column, row).to_array());
                normals.push(across.cross(along).normalize_or(Vec3::Y).to_array());
                chart.push([(column as f32 * self.step) * 100.0, top + 0.2 + row as f32 * self.step * 100.0]);
            }
        }
        let mut triangles = Vec::new();
        for row in 0..self.rows as u32 - 1 {
            for column in 0..self.columns as u32 - 1 {
                let at = row * self.columns as u32 + column;
                let (right, below) = (at + 1, at + self.columns as u32);
                triangles.extend([[at, right, below], [right, below + 1, below]]);
            }
        }
        // both shapes have their columns run so that across x along points outwards, or all inwards
        let outwards = match self.shape {
            Shape::Flat { .. } => normals.iter().map(|n| n[1]).sum::<f32>() >= 0.0,
            Shape::Round { low: axis, .. } => {
                let out = |(n, p): (&[f32; 3], &[f32; 3])| (Vec3::from(*p) - axis).with_y(0.0).dot(Vec3::from(*n));
                normals.iter().zip(&positions).map(out).sum::<f32>() >= 0.0
            }
        };
        if !outwards {
            normals.iter_mut().for_each(|normal| *normal = normal.map(|value| -value));
            triangles.iter_mut().for_each(|triangle: &mut [u32; 3]| triangle.swap(1, 2));
        }
        let count = positions.len();
        shells::mesh(&positions, &normals, vec![[0.0; 2]; count], chart, &triangles)
    }
}
