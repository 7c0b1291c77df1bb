//! The form of `bodies.bin`: magic, length of the index, index (JSON), arrays. `assets/body/bake/pack.py` writes it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ChartError;
use super::body::{Posture, Sex};

const MAGIC: &[u8] = b"CTMBODY1";

/// Where an array lies: byte offset from the first array, number of values.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Array {
    at: usize,
    pub(super) count: usize,
}

/// Positions quantised to 16 bits in their own box.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Points {
    low: [f32; 3],
    high: [f32; 3],
    values: Array,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Index {
    pub(super) format: String,
    #[serde(rename = "source")]
    _source: String,
    pub(super) levels: Vec<(String, f64)>,
    /// id, x, y.
    pub(super) landmarks: Vec<(String, f64, f64)>,
    pub(super) relief: ReliefGrid,
    pub(super) topology: Topology,
    pub(super) bodies: Vec<BodyEntry>,
}

/// The grid of the relief maps: first value and step of columns (cm) and rows (percent).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReliefGrid {
    pub(super) x: [f64; 2],
    pub(super) columns: usize,
    pub(super) y: [f64; 2],
    pub(super) rows: usize,
    pub(super) metres: f32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Topology {
    pub(super) vertices: usize,
    pub(super) corner_vertex: Array,
    pub(super) corner_uv: Array,
    pub(super) quads: Array,
    pub(super) quad_kind: Array,
    pub(super) chart_vertices: Array,
    pub(super) eye_quads: Array,
    pub(super) iris_quads: Array,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BodyEntry {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) sex: Sex,
    pub(super) age: u32,
    pub(super) stature_m: f64,
    pub(super) mass_kg: f64,
    pub(super) bmi: f64,
    pub(super) scale: f64,
    pub(super) hair_colour: [f32; 3],
    pub(super) chart: Array,
    pub(super) relief: Array,
    pub(super) cover: BTreeMap<String, Array>,
    pub(super) garments: BTreeMap<String, Array>,
    pub(super) hair: Array,
    pub(super) postures: Vec<PostureEntry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PostureEntry {
    pub(super) posture: Posture,
    pub(super) support: BTreeMap<String, f32>,
    pub(super) skin: Points,
    pub(super) eyes: Points,
    pub(super) clearance: Array,
    pub(super) garments: BTreeMap<String, Points>,
    pub(super) hair: Points,
}

/// The arrays of the file.
#[derive(Debug)]
pub(super) struct Arrays(Vec<u8>);

/// Index and arrays of a file.
pub(super) fn read(bytes: &[u8]) -> Result<(Index, Arrays), ChartError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(ChartError::NotABodyFile)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(ChartError::NotABodyFile)?;
    let length = u32::from_le_bytes(*length) as usize;
    let text = rest.get(..length).ok_or_else(|| ChartError::Damaged("index".into()))?;
    let index: Index = serde_json::from_slice(text).map_err(|error| ChartError::Index(error.to_string()))?;
    if index.format != "ctm-bodies/1" {
        return Err(ChartError::Index(format!("unknown format {:?}", index.format)));
    }
    let start = (MAGIC.len() + 4 + length).next_multiple_of(4);
    let arrays = bytes.get(start..).ok_or_else(|| ChartError::Damaged("arrays".into()))?;
    Ok((index, Arrays(arrays.to_vec())))
}

impl Arrays {
    fn slice(&self, array: Array, size: usize, what: &str) -> Result<&[u8], ChartError> {
        array
            .count
            .checked_mul(size)
            .and_then(|length| array.at.checked_add(length))
            .and_then(|end| self.0.get(array.at..end))
            .ok_or_else(|| ChartError::Damaged(what.into()))
    }

    /// Bytes, one value each.
    pub(super) fn bytes(&self, array: Array, what: &str) -> Result<&[u8], ChartError> {
        self.slice(array, 1, what)
    }

    /// Signed bytes times `unit`.
    pub(super) fn small(&self, array: Array, unit: f32, what: &str) -> Result<Vec<f32>, ChartError> {
        Ok(self.slice(array, 1, what)?.iter().map(|&byte| f32::from(byte.cast_signed()) * unit).collect())
    }

    /// 16-bit values.
    pub(super) fn shorts(&self, array: Array, what: &str) -> Result<Vec<u16>, ChartError> {
        let (pairs, _) = self.slice(array, 2, what)?.as_chunks::<2>();
        Ok(pairs.iter().map(|&pair| u16::from_le_bytes(pair)).collect())
    }

    /// Groups of `N` indices, each below `limit`.
    pub(super) fn indices<const N: usize>(
        &self,
        array: Array,
        limit: usize,
        what: &str,
    ) -> Result<Vec<[u32; N]>, ChartError> {
        let values = self.shorts(array, what)?;
        let (groups, rest) = values.as_chunks::<N>();
        if !rest.is_empty() || values.iter().any(|&value| usize::from(value) >= limit) {
            return Err(ChartError::Damaged(what.into()));
        }
        Ok(groups.iter().map(|group| group.map(u32::from)).collect())
    }

    /// Positions in metres.
    pub(super) fn points(&self, points: &Points, what: &str) -> Result<Vec<[f32; 3]>, ChartError> {
        let values = self.shorts(points.values, what)?;
        let (groups, rest) = values.as_chunks::<3>();
        let ordered = points.low.iter().zip(&points.high).all(|(low, high)| low <= high && high.is_finite());
        if !rest.is_empty() || !ordered {
            return Err(ChartError::Damaged(what.into()));
        }
        let step: [f32; 3] = std::array::from_fn(|k| (points.high[k] - points.low[k]) / 65535.0);
        Ok(groups.iter().map(|g| std::array::from_fn(|k| points.low[k] + f32::from(g[k]) * step[k])).collect())
    }
}
