//! One body in one posture: what is drawn, what a ray meets, where a chart point lies.

use glam::{DVec3, Vec3};

use super::{
    ChartError,
    body::Shared,
    grid::Grid,
    meshes::{self, BackPatch, Drape, HIDDEN, Mesh},
    pack::{Arrays, BodyEntry, Points, PostureEntry, ReliefGrid},
    tree::Tree,
};
use crate::{maths, units::BackPoint};

/// Free space in metres that a fingertip needs over the skin.
const FINGER: f64 = 0.015;

/// What carries the client: heights in metres.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Support {
    /// Upper side of table or stool.
    pub height: f32,
    /// The floor under the feet of a seated client.
    pub floor: Option<f32>,
    /// Top of the pillow under the head of a side-lying client.
    pub pillow: Option<f32>,
}

/// One body in one posture.
#[derive(Debug)]
pub struct BodySurface {
    /// The skin without the back patch; it ends exactly at the patch's border.
    pub body: Mesh,
    /// The skin of the back with its chart.
    pub back: BackPatch,
    /// The shorts in each state of [`Drape::ALL`].
    pub shorts: [Mesh; 2],
    /// A woman's chest band.
    pub band: Option<Mesh>,
    /// Hair.
    pub hair: Mesh,
    /// White of the eyes.
    pub eyes: Mesh,
    /// Coloured part of the eyes.
    pub irises: Mesh,
    /// Table or stool.
    pub support: Support,
    tree: Tree,
    grid: Grid,
}

/// The first point of the body (skin and eyes, without garments and hair) on a ray.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Metres.
    pub position: [f32; 3],
    /// Unit length, outwards.
    pub normal: [f32; 3],
    /// The place on the chart, if the ray meets the back.
    pub back: Option<SurfacePoint>,
}

/// A point of the back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurfacePoint {
    /// Its place on the chart.
    pub point: BackPoint,
    /// Metres.
    pub position: [f32; 3],
    /// Unit length, outwards.
    pub normal: [f32; 3],
    /// Index into the triangles of [`BackPatch`].
    pub triangle: usize,
    /// Weights of the triangle's corners; their sum is 1.
    pub barycentric: [f64; 3],
}

/// A chart point on the body, with the directions of the chart there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurfaceFrame {
    /// Metres.
    pub position: [f32; 3],
    /// Unit length, outwards.
    pub normal: [f32; 3],
    /// Unit tangent along which x grows: towards the client's right.
    pub right: [f32; 3],
    /// Unit tangent along which y grows: towards the client's feet.
    pub down: [f32; 3],
    /// True centimetres on this body in this posture for one centimetre of x.
    pub cm_per_x: f64,
    /// True centimetres for one percent of y.
    pub cm_per_percent: f64,
    /// Free space over the skin in metres, at most 0.06.
    pub clearance: f64,
    /// Index into the triangles of [`BackPatch`].
    pub triangle: usize,
    /// Weights of the triangle's corners.
    pub barycentric: [f64; 3],
}

impl SurfaceFrame {
    /// A fingertip fits there: neither table nor stool, arm or skin fold lies on it.
    #[must_use]
    pub fn reachable(&self) -> bool {
        self.clearance >= FINGER
    }
}

impl BodySurface {
    /// The first point of the body on a ray; the direction need not be of length 1. None if the ray misses the body,
    /// or the numbers are not finite.
    #[must_use]
    pub fn hit(&self, origin: [f32; 3], direction: [f32; 3]) -> Option<Hit> {
        let (start, along) = (Vec3::from(origin).as_dvec3(), Vec3::from(direction).as_dvec3());
        let hit = self.tree.hit(start, along)?;
        let position = (start + along * hit.distance).as_vec3().into();
        if let Some(corners) = self.back.triangles.get(hit.triangle) {
            let normal = blend(&self.back.normals, corners, &hit.barycentric).normalize_or(DVec3::Y);
            let normal = normal.as_vec3().into();
            let [x, y] = chart_point(&self.back.chart, corners, &hit.barycentric);
            let point = BackPoint(x, y);
            let place = SurfacePoint { point, position, normal, triangle: hit.triangle, barycentric: hit.barycentric };
            return Some(Hit { position, normal, back: Some(place) });
        }
        let normal = self.tree.normal(hit.triangle).into();
        Some(Hit { position, normal, back: None })
    }

    /// The point of the back that a ray meets first; None if it misses the body or meets another part of it before.
    /// Garments do not stop the ray: strokes under the edge of the drape are possible.
    #[must_use]
    pub fn pick(&self, origin: [f32; 3], direction: [f32; 3]) -> Option<SurfacePoint> {
        self.hit(origin, direction)?.back
    }

    /// Where a chart point lies on this body; None outside the chart. Whether a finger comes there in this posture,
    /// [`SurfaceFrame::reachable`] tells.
    #[must_use]
    pub fn place(&self, point: BackPoint) -> Option<SurfaceFrame> {
        let (triangle, barycentric) = self.grid.find(point)?;
        let corners = self.back.triangles.get(triangle)?;
        let position = blend(&self.back.positions, corners, &barycentric);
        let normal = blend(&self.back.normals, corners, &barycentric).normalize_or(DVec3::Y);
        let clearance: f64 = (0..3).map(|k| f64::from(self.back.clearance[corners[k] as usize]) * barycentric[k]).sum();

        // how the position changes with x and y inside the triangle
        let [a, b, c] = corners.map(|v| Vec3::from(self.back.positions[v as usize]).as_dvec3());
        let [p, q, r] = corners.map(|v| self.back.chart[v as usize].map(f64::from));
        let (u, v) = ([q[0] - p[0], q[1] - p[1]], [r[0] - p[0], r[1] - p[1]]);
        let area = u[0] * v[1] - u[1] * v[0];
        let along_x = ((b - a) * v[1] - (c - a) * u[1]) / area;
        let along_y = ((c - a) * u[0] - (b - a) * v[0]) / area;
        let tangent = |along: DVec3| (along - normal * along.dot(normal)).normalize_or(DVec3::X).as_vec3().into();
        Some(SurfaceFrame {
            position: position.as_vec3().into(),
            normal: normal.as_vec3().into(),
            right: tangent(along_x),
            down: tangent(along_y),
            cm_per_x: along_x.length() * 100.0,
            cm_per_percent: along_y.length() * 100.0,
            clearance,
            triangle,
            barycentric,
        })
    }
}

fn blend(values: &[[f32; 3]], corners: &[u32; 3], weights: &[f64; 3]) -> DVec3 {
    (0..3).map(|k| Vec3::from(values[corners[k] as usize]).as_dvec3() * weights[k]).sum()
}

fn chart_point(chart: &[[f32; 2]], corners: &[u32; 3], weights: &[f64; 3]) -> [f64; 2] {
    std::array::from_fn(|axis| (0..3).map(|k| f64::from(chart[corners[k] as usize][axis]) * weights[k]).sum())
}

/// Puts a posture together from the file.
pub(super) fn build(
    shared: &Shared,
    arrays: &Arrays,
    body: &BodyEntry,
    posture: &PostureEntry,
) -> Result<BodySurface, ChartError> {
    let skin = exactly(arrays.points(&posture.skin, "skin")?, shared.vertices, "skin")?;
    let skin_normals = meshes::normals(&skin, shared.all_quads.iter().map(|quad| &quad[..]));
    let cover = |drape: Drape| {
        let array = body.cover.get(drape_name(drape)).ok_or_else(|| ChartError::Damaged("cover".into()))?;
        exactly(arrays.small(*array, 1e-3, "cover")?, shared.vertices, "cover")
    };
    let cover = [cover(Drape::Covered)?, cover(Drape::Lowered)?];
    let back = back_patch(shared, arrays, body, posture, &skin, &skin_normals, &cover)?;
    let (drawn, solid) = body_mesh(shared, &skin, &skin_normals, &back, &cover[Drape::Lowered as usize]);

    let piece = |triangles, points: Option<&Points>, what: &str| -> Result<Mesh, ChartError> {
        let points = points.ok_or_else(|| ChartError::Damaged(what.into()))?;
        let positions = arrays.points(points, what)?;
        let triangles = arrays.indices(triangles, positions.len(), what)?;
        Ok(Mesh::smooth(positions, triangles))
    };
    let garment = |name: &str| -> Result<Mesh, ChartError> {
        let triangles = body.garments.get(name).ok_or_else(|| ChartError::Damaged(name.into()))?;
        piece(*triangles, posture.garments.get(name), name)
    };
    let eyes = arrays.points(&posture.eyes, "eyes")?;
    if shared.eye_triangles.iter().flatten().flatten().any(|&corner| corner as usize >= eyes.len()) {
        return Err(ChartError::Damaged("eyes".into()));
    }
    let support = &posture.support;
    let height = support.get("table").or(support.get("seat")).copied().unwrap_or_default();
    let corner = |positions: &[[f32; 3]], t: &[u32; 3]| t.map(|v| Vec3::from(positions[v as usize]));
    let all = back.triangles.iter().map(|t| corner(&back.positions, t));
    let all = all.chain(solid.iter().map(|t| corner(&drawn.positions, t)));
    Ok(BodySurface {
        tree: Tree::new(all.collect()),
        grid: Grid::new(&back.chart, &back.triangles),
        shorts: [garment("shorts-covered")?, garment("shorts-lowered")?],
        band: body.garments.contains_key("band").then(|| garment("band")).transpose()?,
        hair: piece(body.hair, Some(&posture.hair), "hair")?,
        irises: Mesh::smooth(eyes.clone(), shared.eye_triangles[1].clone()),
        eyes: Mesh::smooth(eyes, shared.eye_triangles[0].clone()),
        support: Support { height, floor: support.get("floor").copied(), pillow: support.get("pillow_top").copied() },
        body: drawn,
        back,
    })
}

fn drape_name(drape: Drape) -> &'static str {
    match drape {
        Drape::Covered => "covered",
        Drape::Lowered => "lowered",
    }
}

fn exactly<T>(values: Vec<T>, count: usize, what: &str) -> Result<Vec<T>, ChartError> {
    if values.len() == count { Ok(values) } else { Err(ChartError::Damaged(what.into())) }
}

fn back_patch(
    shared: &Shared,
    arrays: &Arrays,
    body: &BodyEntry,
    posture: &PostureEntry,
    skin: &[[f32; 3]],
    skin_normals: &[[f32; 3]],
    cover: &[Vec<f32>; 2],
) -> Result<BackPatch, ChartError> {
    let [first, second] = &shared.steps;
    let count = shared.chart_vertices.len();
    let kept = |values: Vec<_>| shared.kept.iter().map(|&v| values[v as usize]).collect::<Vec<_>>();
    let chart = arrays.shorts(body.chart, "chart")?;
    let chart: Vec<[f32; 2]> = exactly(chart.as_chunks::<2>().0.to_vec(), count, "chart")?
        .into_iter()
        .map(|[x, y]| [f32::from(x.cast_signed()) / 500.0, f32::from(y.cast_signed()) / 200.0])
        .collect();
    let chart: Vec<[f32; 2]> = {
        let fine = second.smooth.apply(&first.smooth.apply(&chart));
        shared.kept.iter().map(|&v| fine[v as usize]).collect()
    };
    let near =
        |values: &[[f32; 3]]| -> Vec<[f32; 3]> { shared.chart_vertices.iter().map(|&v| values[v as usize]).collect() };
    let near_skin = near(skin);
    let smooth = kept(second.smooth.apply(&first.smooth.apply(&near_skin)));
    let straight = kept(second.linear.apply(&first.linear.apply(&near_skin)));
    let straight_normals = kept(second.linear.apply(&first.linear.apply(&near(skin_normals))));
    let linear = |values: Vec<[f32; 1]>| -> Vec<f32> {
        let fine = second.linear.apply(&first.linear.apply(&values));
        shared.kept.iter().map(|&v| fine[v as usize][0]).collect()
    };
    let free: Vec<f32> = linear(shared.border.clone())
        .into_iter()
        .map(|border| maths::smoothstep(0.0, 1.0, f64::from(1.0 - border)) as f32)
        .collect();
    let clearance = exactly(arrays.bytes(posture.clearance, "clearance")?.to_vec(), count, "clearance")?;
    let clearance = linear(clearance.into_iter().map(|mm| [f32::from(mm) / 1000.0]).collect());
    let cover_at = |values: &[f32]| linear(shared.chart_vertices.iter().map(|&v| [values[v as usize]]).collect());
    let heights = arrays.small(body.relief, shared.relief.metres, "relief")?;
    let heights = exactly(heights, shared.relief.rows * shared.relief.columns, "relief")?;
    let relief: Vec<f32> =
        chart.iter().zip(&free).map(|(point, free)| height_at(&shared.relief, &heights, *point) * free).collect();

    // towards the border the smooth surface gives way to the flat quads of the rest of the body, so that both meet
    let mix = |a: [f32; 3], b: [f32; 3], share: f32| Vec3::from(a).lerp(Vec3::from(b), share);
    let mut positions: Vec<[f32; 3]> = (0..smooth.len()).map(|k| mix(straight[k], smooth[k], free[k]).into()).collect();
    let quads = || shared.patch_quads.iter().map(|quad| &quad[..]);
    let outwards = meshes::normals(&positions, quads());
    for (k, position) in positions.iter_mut().enumerate() {
        *position = (Vec3::from(*position) + Vec3::from(outwards[k]) * relief[k]).into();
    }
    let fine_normals = meshes::normals(&positions, quads());
    let normals = (0..positions.len())
        .map(|k| mix(straight_normals[k], fine_normals[k], free[k]).normalize_or(Vec3::Y).into())
        .collect();
    Ok(BackPatch {
        positions,
        normals,
        chart,
        relief,
        clearance,
        free,
        cover: [cover_at(&cover[0]), cover_at(&cover[1])],
        triangles: shared.patch_triangles.clone(),
    })
}

/// Bilinear value of a relief map; 0 outside.
fn height_at(grid: &ReliefGrid, heights: &[f32], [x, y]: [f32; 2]) -> f32 {
    let (column, row) = ((f64::from(x) - grid.x[0]) / grid.x[1], (f64::from(y) - grid.y[0]) / grid.y[1]);
    if !(column >= 0.0 && row >= 0.0) {
        return 0.0;
    }
    let at = |c: usize, r: usize| {
        if c < grid.columns { heights.get(r * grid.columns + c).copied().unwrap_or(0.0) } else { 0.0 }
    };
    let (c, r) = (column as usize, row as usize);
    let (s, t) = ((column - c as f64) as f32, (row - r as f64) as f32);
    let upper = at(c, r) * (1.0 - s) + at(c + 1, r) * s;
    let lower = at(c, r + 1) * (1.0 - s) + at(c + 1, r + 1) * s;
    upper * (1.0 - t) + lower * t
}

/// The skin outside the patch: the mesh to draw, and all its triangles, also those under garments.
fn body_mesh(
    shared: &Shared,
    skin: &[[f32; 3]],
    skin_normals: &[[f32; 3]],
    back: &BackPatch,
    cover: &[f32],
) -> (Mesh, Vec<[u32; 3]>) {
    let vertex = |corner: u32| shared.corner_vertex[corner as usize];
    let mut mesh = Mesh {
        positions: shared.corner_vertex.iter().map(|&v| skin[v as usize]).collect(),
        normals: shared.corner_vertex.iter().map(|&v| skin_normals[v as usize]).collect(),
        uvs: shared.corner_uv.clone(),
        triangles: Vec::new(),
    };
    let mut solid = Vec::new();
    for quad in &shared.body_quads {
        let hidden = quad.iter().all(|&corner| cover[vertex(corner) as usize] > HIDDEN);
        let mut outline = Vec::with_capacity(8);
        for k in 0..4 {
            let (from, to) = (quad[k], quad[(k + 1) % 4]);
            outline.push(from);
            let (a, b) = (vertex(from), vertex(to));
            let Some(&points) = shared.border_points.get(&(a.min(b), a.max(b))) else { continue };
            for (step, k) in (1..=3).zip(if a < b { [0, 1, 2] } else { [2, 1, 0] }) {
                outline.push(mesh.positions.len() as u32);
                mesh.positions.push(back.positions[points[k] as usize]);
                mesh.normals.push(back.normals[points[k] as usize]);
                let (p, q) = (mesh.uvs[from as usize], mesh.uvs[to as usize]);
                let t = step as f32 / 4.0;
                mesh.uvs.push(std::array::from_fn(|axis| p[axis] + (q[axis] - p[axis]) * t));
            }
        }
        let begin = solid.len();
        if let [a, b, c, d] = outline[..] {
            solid.extend([[a, b, c], [a, c, d]]);
        } else {
            let middle = centre(&mut mesh, quad);
            for k in 0..outline.len() {
                solid.push([outline[k], outline[(k + 1) % outline.len()], middle]);
            }
        }
        if !hidden {
            mesh.triangles.extend_from_slice(&solid[begin..]);
        }
    }
    (mesh, solid)
}

/// Adds the middle of a quad as a vertex.
fn centre(mesh: &mut Mesh, quad: &[u32; 4]) -> u32 {
    let middle = |values: &[[f32; 3]]| quad.iter().map(|&v| Vec3::from(values[v as usize])).sum::<Vec3>() / 4.0;
    let position = middle(&mesh.positions);
    let normal = middle(&mesh.normals).normalize_or(Vec3::Y);
    let uv = std::array::from_fn(|axis| quad.iter().map(|&v| mesh.uvs[v as usize][axis]).sum::<f32>() / 4.0);
    mesh.positions.push(position.into());
    mesh.normals.push(normal.into());
    mesh.uvs.push(uv);
    mesh.positions.len() as u32 - 1
}
