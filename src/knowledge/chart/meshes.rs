//! Triangles to draw, and the normals of smooth surfaces.

use glam::Vec3;

/// A surface of triangles, seen from the side on which its corners run counter-clockwise.
#[derive(Debug, Clone, Default)]
pub struct Mesh {
    /// Metres.
    pub positions: Vec<[f32; 3]>,
    /// Unit length, outwards; as many as positions.
    pub normals: Vec<[f32; 3]>,
    /// Texture coordinates 0 to 1, v downwards; as many as positions, or empty.
    pub uvs: Vec<[f32; 2]>,
    /// Corners, each below the number of positions.
    pub triangles: Vec<[u32; 3]>,
}

impl Mesh {
    /// A smooth surface from positions and triangles whose corners are in range.
    pub(super) fn smooth(positions: Vec<[f32; 3]>, triangles: Vec<[u32; 3]>) -> Self {
        let normals = normals(&positions, triangles.iter().map(|t| &t[..]));
        Self { positions, normals, uvs: Vec::new(), triangles }
    }
}

/// How far the shorts (and the sheet over them) are turned down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Drape {
    /// Waist at the line of both PSIS: the back is free, the sacrum covered.
    #[default]
    Covered,
    /// Turned down at the back to about y 115 on the midline: the sacrum is free.
    Lowered,
}

impl Drape {
    /// Both states, the more covered one first.
    pub const ALL: [Self; 2] = [Self::Covered, Self::Lowered];
}

/// The skin of the back, fine enough (about 5 mm) to deform, with its chart.
#[derive(Debug, Clone, Default)]
pub struct BackPatch {
    /// Metres; the bony relief is included.
    pub positions: Vec<[f32; 3]>,
    /// Unit length, outwards.
    pub normals: Vec<[f32; 3]>,
    /// Chart point of every vertex: x in centimetres (+ to the client's right), y in percent.
    pub chart: Vec<[f32; 2]>,
    /// The bony relief in metres, outwards; already part of the positions.
    pub relief: Vec<f32>,
    /// Free space over the skin in metres, 0 to 0.06; small where table, stool, arm or a fold lies on it.
    pub clearance: Vec<f32>,
    /// 0 at the border of the patch, 1 from the second row of the coarse mesh inwards. Multiply any deformation of the
    /// skin by it, so that no gap opens towards the rest of the body.
    pub free: Vec<f32>,
    /// Metres of garment over the vertex in each state of [`Drape::ALL`]; negative on bare skin.
    pub cover: [Vec<f32>; 2],
    /// All triangles, also those under garments; corners in range.
    pub triangles: Vec<[u32; 3]>,
}

impl BackPatch {
    /// The triangles to draw in one state of the shorts, of a layer that lies up to so many metres under the skin; what is
    /// well under a garment is left out. Past the garment's edge one looks farther down on a deeper layer.
    #[must_use]
    pub fn visible_triangles(&self, drape: Drape, depth: f32) -> Vec<[u32; 3]> {
        let cover = &self.cover[drape as usize];
        let hidden = HIDDEN + 2.0 * depth;
        let bare = |t: &&[u32; 3]| t.iter().any(|&v| cover.get(v as usize).is_none_or(|&cover| cover < hidden));
        self.triangles.iter().filter(bare).copied().collect()
    }
}

/// Metres of garment from which the skin beneath is not drawn.
pub(super) const HIDDEN: f32 = 0.010;

/// Area-weighted normals of unit length. Faces are triangles or quads with corners in range.
pub(super) fn normals<'a>(positions: &[[f32; 3]], faces: impl Iterator<Item = &'a [u32]>) -> Vec<[f32; 3]> {
    let mut sums = vec![Vec3::ZERO; positions.len()];
    let at = |v: u32| Vec3::from(positions[v as usize]);
    for face in faces {
        let normal = match *face {
            [a, b, c] => (at(b) - at(a)).cross(at(c) - at(a)),
            [a, b, c, d] => (at(c) - at(a)).cross(at(d) - at(b)),
            _ => continue,
        };
        for &corner in face {
            sums[corner as usize] += normal;
        }
    }
    sums.into_iter().map(|normal| normal.normalize_or(Vec3::Y).into()).collect()
}

/// The two triangles of every quad; degenerate ones (two equal corners) are left out.
pub(super) fn triangles(quads: &[[u32; 4]]) -> Vec<[u32; 3]> {
    let halves = quads.iter().flat_map(|&[a, b, c, d]| [[a, b, c], [a, c, d]]);
    halves.filter(|[a, b, c]| a != b && b != c && a != c).collect()
}
