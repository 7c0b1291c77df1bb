//! The back as nested shells: skin, superficial fascia, deep fascia, muscle.
//!
//! Depths come from the tables of regions and layers, grow with the body mass index as the table of layers says, are
//! blurred over the chart so that no step shows, and fade to nothing at the border of the back. Over the
//! buttock the shells stop at [`DEEPEST_MM`], because deeper ones would fold.

use bevy::{asset::RenderAssetUsages, mesh::Indices, prelude::*, render::render_resource::PrimitiveTopology};

use super::material::Kind;
use crate::{
    knowledge::{
        Knowledge,
        chart::{self, BackPatch, BodyFacts, BodySurface},
        id::RegionId,
        zone,
    },
    units::{BackPoint, CM_PER_PERCENT},
};

/// Deepest shell in millimetres.
const DEEPEST_MM: f32 = 26.0;
/// Thickness of the deep fascia as it is drawn, millimetres: the middle of the measured range.
const FASCIA_MM: f32 = 1.5;

/// Columns (2 cm apart from x = -22) and rows (4 % apart from y = -26) of the map of depths.
const COLUMNS: usize = 23;
const ROWS: usize = 41;

/// Depth of the layers in millimetres over the chart.
#[derive(Debug, Clone)]
pub(crate) struct Depths {
    skin: Vec<f32>,
    subcutis: Vec<f32>,
}

impl Depths {
    /// The depths on a client.
    pub(crate) fn new(knowledge: &Knowledge, facts: &BodyFacts) -> Self {
        // +6 % for each point of BMI above 22, within 0.6 to 2.5 times: the rule of the table of layers
        let growth = (1.0 + 0.06 * (facts.bmi - 22.0)).clamp(0.6, 2.5) as f32;
        let table = |layer: &str, region: &RegionId| -> Option<f64> {
            let found = knowledge.layers.iter().find(|(id, _)| id.as_str() == layer)?;
            found.1.thickness_in(region)
        };
        let mut skin = vec![2.3; COLUMNS * ROWS];
        let mut subcutis = vec![8.0 * growth; COLUMNS * ROWS];
        for cell in 0..COLUMNS * ROWS {
            let point = BackPoint((cell % COLUMNS) as f64 * 2.0 - 22.0, (cell / COLUMNS) as f64 * 4.0 - 26.0);
            let holds = |outline: &[BackPoint], paired: bool| {
                zone::inside(outline, point) || paired && zone::inside(outline, point.mirrored())
            };
            let region = knowledge.regions.iter().find(|(_, region)| holds(&region.outline, region.paired));
            if let Some((id, region)) = region {
                skin[cell] = table("skin", id).unwrap_or(2.3) as f32;
                subcutis[cell] = ((region.subcutis_mm.0 + region.subcutis_mm.1) / 2.0) as f32 * growth;
            }
        }
        for _ in 0..3 {
            blur(&mut skin);
            blur(&mut subcutis);
        }
        Self { skin, subcutis }
    }

    fn at(&self, values: &[f32], [x, y]: [f32; 2]) -> f32 {
        let column = ((x + 22.0) / 2.0).clamp(0.0, (COLUMNS - 1) as f32 - 0.001);
        let row = ((y + 26.0) / 4.0).clamp(0.0, (ROWS - 1) as f32 - 0.001);
        let (c, r) = (column as usize, row as usize);
        let (s, t) = (column.fract(), row.fract());
        let value = |c: usize, r: usize| values.get(r * COLUMNS + c).copied().unwrap_or_default();
        let upper = value(c, r) * (1.0 - s) + value(c + 1, r) * s;
        let lower = value(c, r + 1) * (1.0 - s) + value(c + 1, r + 1) * s;
        upper * (1.0 - t) + lower * t
    }

    /// Millimetres from the skin's surface down to the surface of a layer at a chart point.
    pub(crate) fn to(&self, kind: Kind, chart: [f32; 2]) -> f32 {
        let (skin, subcutis) = (self.at(&self.skin, chart), self.at(&self.subcutis, chart));
        let fascia = (skin + subcutis).min(DEEPEST_MM);
        match kind {
            Kind::Body | Kind::Skin | Kind::Sheet | Kind::Hair => 0.0,
            Kind::Superficial => skin + 0.15 * subcutis.min(12.0),
            Kind::Deep => fascia,
            Kind::Muscle => fascia + FASCIA_MM,
        }
    }
}

fn blur(values: &mut [f32]) {
    let old = values.to_vec();
    for row in 0..ROWS {
        for column in 0..COLUMNS {
            let (mut sum, mut count) = (0.0, 0.0);
            for r in row.saturating_sub(1)..=(row + 1).min(ROWS - 1) {
                for c in column.saturating_sub(1)..=(column + 1).min(COLUMNS - 1) {
                    sum += old[r * COLUMNS + c];
                    count += 1.0;
                }
            }
            values[row * COLUMNS + column] = sum / count;
        }
    }
}

/// The shell of one layer.
pub(super) fn shell(surface: &BodySurface, depths: &Depths, kind: Kind, drape: chart::Drape) -> Mesh {
    let patch = &surface.back;
    let deepest = if kind <= Kind::Skin { 0.0 } else { 0.001 * DEEPEST_MM };
    let triangles = patch.visible_triangles(drape, deepest);
    let (positions, normals) = offset(patch, depths, kind);
    let chart: Vec<[f32; 2]> = patch.chart.iter().map(|[x, y]| [*x, *y * CM_PER_PERCENT as f32]).collect();
    let free: Vec<[f32; 2]> = patch.free.iter().map(|&free| [free, 0.0]).collect();
    mesh(&positions, &normals, free, chart, &triangles)
}

fn offset(patch: &BackPatch, depths: &Depths, kind: Kind) -> (Vec<[f32; 3]>, Vec<[f32; 3]>) {
    if kind <= Kind::Skin {
        return (patch.positions.clone(), patch.normals.clone());
    }
    let moved = |k: usize| {
        let depth = depths.to(kind, patch.chart[k]) * 0.001;
        (Vec3::from(patch.positions[k]) - Vec3::from(patch.normals[k]) * depth * patch.free[k]).into()
    };
    let positions: Vec<[f32; 3]> = (0..patch.positions.len()).map(moved).collect();
    let mut sums = vec![Vec3::ZERO; positions.len()];
    for triangle in &patch.triangles {
        let [a, b, c] = triangle.map(|v| Vec3::from(positions[v as usize]));
        let normal = (b - a).cross(c - a);
        for &v in triangle {
            sums[v as usize] += normal;
        }
    }
    let normals = sums.iter().zip(&patch.normals).map(|(sum, own)| sum.normalize_or((*own).into()).into()).collect();
    (positions, normals)
}

/// A drawn mesh without a chart, from a plain one.
pub(super) fn plain(source: &chart::Mesh) -> Mesh {
    let count = source.positions.len();
    mesh(&source.positions, &source.normals, vec![[0.0, 0.0]; count], vec![[99.0, 99.0]; count], &source.triangles)
}

/// A mesh of triangles whose corners are in range; `free` and `chart` are the two texture coordinates.
pub(crate) fn mesh(
    positions: &[[f32; 3]],
    normals: &[[f32; 3]],
    free: Vec<[f32; 2]>,
    chart: Vec<[f32; 2]>,
    triangles: &[[u32; 3]],
) -> Mesh {
    Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, positions.to_vec())
        .with_inserted_attribute(Mesh::ATTRIBUTE_NORMAL, normals.to_vec())
        .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, free)
        .with_inserted_attribute(Mesh::ATTRIBUTE_UV_1, chart)
        .with_inserted_indices(Indices::U32(triangles.iter().flatten().copied().collect()))
}
