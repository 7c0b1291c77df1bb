//! The file of bodies, and one client's body.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    ChartError,
    pack::{self, Arrays, BodyEntry, Index},
    stencil::Step,
    surface::{self, BodySurface},
};
use crate::units::{BackPoint, CM_PER_PERCENT};

/// How the client sits or lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Posture {
    /// Sitting on a stool, hands on the thighs.
    #[serde(rename = "seated")]
    Seated,
    /// Lying on the right side, hips and knees bent.
    #[serde(rename = "side-lying")]
    SideLying,
    /// Lying on the front, arms at the sides.
    #[serde(rename = "prone")]
    Prone,
}

impl Posture {
    /// All postures.
    pub const ALL: [Self; 3] = [Self::Seated, Self::SideLying, Self::Prone];
}

/// Sex of a body, for its shape only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// A woman's body.
    Female,
    /// A man's body.
    Male,
}

/// What is known of a client's body.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyFacts {
    /// For example `woman-28-slim`.
    pub id: String,
    /// For people to read: "woman, 28, slim".
    pub name: String,
    /// Shape.
    pub sex: Sex,
    /// Years.
    pub age: u32,
    /// Metres.
    pub stature_m: f64,
    /// Kilograms, from the volume.
    pub mass_kg: f64,
    /// Body mass index.
    pub bmi: f64,
    /// Length from C7 to the PSIS line relative to the reference adult (1 = 50.9 cm along the skin, standing).
    pub scale: f64,
    /// Linear red, green, blue, 0 to 1.
    pub hair_colour: [f32; 3],
}

/// The mesh that all bodies share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) vertices: usize,
    /// Vertex of every corner of the drawn mesh (corners are split at seams of the texture).
    pub(super) corner_vertex: Vec<u32>,
    pub(super) corner_uv: Vec<[f32; 2]>,
    /// Quads of the body without the back patch, over corners.
    pub(super) body_quads: Vec<[u32; 4]>,
    /// All quads, over vertices.
    pub(super) all_quads: Vec<[u32; 4]>,
    /// Vertices of the patch and its surroundings; the first step of subdivision starts from them.
    pub(super) chart_vertices: Vec<u32>,
    pub(super) steps: [Step; 2],
    /// Vertices after the second step that belong to the patch.
    pub(super) kept: Vec<u32>,
    /// Triangles of the patch over `kept`.
    pub(super) patch_triangles: Vec<[u32; 3]>,
    /// Quads of the finer mesh over `kept`.
    pub(super) patch_quads: Vec<[u32; 4]>,
    /// 1 on chart vertices of the patch's border, else 0.
    pub(super) border: Vec<[f32; 1]>,
    /// Base edge on the border to the three patch vertices on it, from the smaller vertex to the larger.
    pub(super) border_points: BTreeMap<(u32, u32), [u32; 3]>,
    /// White and coloured part of the eyes, over the eyes' own vertices.
    pub(super) eye_triangles: [Vec<[u32; 3]>; 2],
    pub(super) relief: pack::ReliefGrid,
}

/// All bodies of the trainer.
#[derive(Debug)]
pub struct Bodies {
    pub(super) shared: Shared,
    pub(super) arrays: Arrays,
    entries: Vec<BodyEntry>,
    facts: Vec<BodyFacts>,
    levels: Vec<(String, f64)>,
    landmarks: Vec<(String, f64, f64)>,
}

/// One client's body.
#[derive(Debug, Clone, Copy)]
pub struct Body<'a> {
    bodies: &'a Bodies,
    entry: &'a BodyEntry,
    facts: &'a BodyFacts,
}

impl Bodies {
    /// Reads the content of `assets/body/bodies.bin`.
    ///
    /// # Errors
    /// If the bytes are not a body file, or a damaged one.
    pub fn read(bytes: &[u8]) -> Result<Self, ChartError> {
        let (index, arrays) = pack::read(bytes)?;
        let shared = Shared::new(&index, &arrays)?;
        let facts = index.bodies.iter().map(facts).collect();
        Ok(Self { shared, arrays, entries: index.bodies, facts, levels: index.levels, landmarks: index.landmarks })
    }

    /// The bodies in the order of the file.
    #[must_use]
    pub fn facts(&self) -> &[BodyFacts] {
        &self.facts
    }

    /// The id of the body whose id is most like this one.
    #[must_use]
    pub fn nearest(&self, id: &str) -> &str {
        let likeness = |facts: &&BodyFacts| (strsim::jaro_winkler(&facts.id, id) * 1e6) as u32;
        self.facts.iter().max_by_key(likeness).map_or("", |facts| facts.id.as_str())
    }

    /// The body of this id, for example `woman-28-slim`.
    ///
    /// # Errors
    /// [`ChartError::UnknownBody`] with the most similar id.
    pub fn body(&self, id: &str) -> Result<Body<'_>, ChartError> {
        self.all().find(|body| body.facts.id == id).ok_or_else(|| {
            let nearest = self.nearest(id).to_owned();
            ChartError::UnknownBody { id: id.into(), nearest }
        })
    }

    /// All bodies in the order of the file.
    pub fn all(&self) -> impl Iterator<Item = Body<'_>> {
        self.entries.iter().zip(&self.facts).map(|(entry, facts)| Body { bodies: self, entry, facts })
    }

    /// The spinous levels the relief was shaped by when the file was baked: id and percent, from above. A test holds them
    /// against the table.
    #[must_use]
    pub fn levels(&self) -> &[(String, f64)] {
        &self.levels
    }

    /// The landmarks the chart and the relief were shaped by when the file was baked: id, x and y of the right one.
    #[must_use]
    pub fn landmarks(&self) -> &[(String, f64, f64)] {
        &self.landmarks
    }
}

impl Body<'_> {
    /// Name, age, measures.
    #[must_use]
    pub fn facts(&self) -> &BodyFacts {
        self.facts
    }

    /// True centimetres on the standing client for one centimetre of x (and for 1 / 0.509 percent of y).
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.facts.scale
    }

    /// True distance in centimetres along the skin of the standing client, as if the back were flat.
    #[must_use]
    pub fn distance_cm(&self, from: BackPoint, to: BackPoint) -> f64 {
        from.distance_cm(to) * self.facts.scale
    }

    /// True centimetres for one percent of y.
    #[must_use]
    pub fn cm_per_percent(&self) -> f64 {
        CM_PER_PERCENT * self.facts.scale
    }

    /// The body's surface in a posture: meshes, picking and placing. Takes some tens of milliseconds; keep the result.
    ///
    /// # Errors
    /// If the file is damaged or lacks the posture.
    pub fn pose(&self, posture: Posture) -> Result<BodySurface, ChartError> {
        let found = self.entry.postures.iter().find(|entry| entry.posture == posture);
        let entry = found.ok_or_else(|| ChartError::Damaged(format!("{} {posture:?}", self.facts.id)))?;
        surface::build(&self.bodies.shared, &self.bodies.arrays, self.entry, entry)
    }
}

fn facts(entry: &BodyEntry) -> BodyFacts {
    BodyFacts {
        id: entry.id.clone(),
        name: entry.name.clone(),
        sex: entry.sex,
        age: entry.age,
        stature_m: entry.stature_m,
        mass_kg: entry.mass_kg,
        bmi: entry.bmi,
        scale: entry.scale,
        hair_colour: entry.hair_colour,
    }
}

impl Shared {
    fn new(index: &Index, arrays: &Arrays) -> Result<Self, ChartError> {
        let topology = &index.topology;
        let vertices = topology.vertices;
        let corner_vertex: Vec<[u32; 1]> = arrays.indices(topology.corner_vertex, vertices, "corners")?;
        let corner_vertex: Vec<u32> = corner_vertex.into_iter().flatten().collect();
        let uv = arrays.shorts(topology.corner_uv, "texture coordinates")?;
        let corner_uv: Vec<[f32; 2]> =
            uv.as_chunks::<2>().0.iter().map(|uv| uv.map(|value| f32::from(value) / 65535.0)).collect();
        let quads: Vec<[u32; 4]> = arrays.indices(topology.quads, corner_vertex.len(), "quads")?;
        let kind = arrays.bytes(topology.quad_kind, "kinds of quads")?;
        if kind.len() != quads.len() || corner_uv.len() != corner_vertex.len() {
            return Err(ChartError::Damaged("topology".into()));
        }
        let chart_vertices: Vec<[u32; 1]> = arrays.indices(topology.chart_vertices, vertices, "chart vertices")?;
        let chart_vertices: Vec<u32> = chart_vertices.into_iter().flatten().collect();
        let over_vertices = |quad: [u32; 4]| quad.map(|corner| corner_vertex[corner as usize]);
        let all_quads: Vec<[u32; 4]> = quads.iter().map(|&quad| over_vertices(quad)).collect();
        let body_quads = quads.iter().zip(kind).filter(|(_, kind)| **kind < PATCH).map(|(&quad, _)| quad).collect();

        // the patch and its surroundings, numbered by their place among the chart's vertices
        let mut local = vec![None; vertices];
        for (place, &vertex) in chart_vertices.iter().enumerate() {
            local[vertex as usize] = Some(place as u32);
        }
        let mut near = Vec::new();
        let mut own = Vec::new();
        for (quad, &kind) in all_quads.iter().zip(kind).filter(|(_, kind)| **kind > 0) {
            let [Some(a), Some(b), Some(c), Some(d)] = quad.map(|vertex| local[vertex as usize]) else {
                return Err(ChartError::Damaged("chart vertices".into()));
            };
            near.push([a, b, c, d]);
            own.push(kind == PATCH);
        }
        let first = Step::new(&near, chart_vertices.len());
        let count = first.quads.iter().flatten().max().map_or(0, |&last| last as usize + 1);
        let second = Step::new(&first.quads, count);

        let fine: Vec<[u32; 4]> =
            second.quads.iter().enumerate().filter(|(k, _)| own[k / 16]).map(|(_, &quad)| quad).collect();
        let mut kept: Vec<u32> = fine.iter().flatten().copied().collect();
        kept.sort_unstable();
        kept.dedup();
        let place = |vertex: &u32| kept.binary_search(vertex).map(|place| place as u32);
        let damaged = |_| ChartError::Damaged("back patch".into());
        let mut patch_quads = Vec::with_capacity(fine.len());
        for [a, b, c, d] in &fine {
            patch_quads.push([place(a), place(b), place(c), place(d)].map(|p| p.map_err(damaged)));
        }
        let patch_quads = patch_quads
            .into_iter()
            .map(|[a, b, c, d]| Ok([a?, b?, c?, d?]))
            .collect::<Result<Vec<[u32; 4]>, ChartError>>()?;

        // edges of the patch that only one of its quads has
        let mut edges: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for quad in near.iter().zip(&own).filter(|(_, own)| **own).map(|(quad, _)| quad) {
            for k in 0..4 {
                let (a, b) = (quad[k], quad[(k + 1) % 4]);
                *edges.entry((a.min(b), a.max(b))).or_default() += 1;
            }
        }
        let mut border = vec![[0.0]; chart_vertices.len()];
        let mut border_points = BTreeMap::new();
        for ((a, b), _) in edges.into_iter().filter(|(_, count)| *count == 1) {
            border[a as usize] = [1.0];
            border[b as usize] = [1.0];
            let point = |step: &Step, a, b| step.edge_point(a, b).ok_or_else(|| ChartError::Damaged("border".into()));
            let middle = point(&first, a, b)?;
            let points = [point(&second, a, middle)?, middle, point(&second, middle, b)?];
            let [p, q, r] = points.map(|v| place(&v));
            let on = [p.map_err(damaged)?, q.map_err(damaged)?, r.map_err(damaged)?];
            let (a, b) = (chart_vertices[a as usize], chart_vertices[b as usize]);
            border_points.insert((a.min(b), a.max(b)), if a < b { on } else { [on[2], on[1], on[0]] });
        }
        let eyes = |array| -> Result<Vec<[u32; 3]>, ChartError> {
            Ok(super::meshes::triangles(&arrays.indices::<4>(array, vertices, "eyes")?))
        };
        Ok(Self {
            vertices,
            corner_vertex,
            corner_uv,
            body_quads,
            all_quads,
            chart_vertices,
            patch_triangles: super::meshes::triangles(&patch_quads),
            patch_quads,
            steps: [first, second],
            kept,
            border,
            border_points,
            eye_triangles: [eyes(topology.eye_quads)?, eyes(topology.iris_quads)?],
            relief: index.relief.clone(),
        })
    }
}

/// Kind of quad in the file: 0 body, 1 body beside the patch, 2 patch.
const PATCH: u8 = 2;
