//! Muscles and bones as pictures in the chart: fibres, tendons, bellies, and the palpable bones.

mod threads;

use bevy::math::DVec2;
use serde::Deserialize;

use super::maps::{ANATOMY, point_of};
use crate::{
    document::Document,
    knowledge::{Knowledge, zone},
    units::{BackPoint, CM_PER_PERCENT},
};

/// What `assets/body/anatomy.ron` says; its head explains the fields.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anatomy {
    muscles: Vec<Muscle>,
    bones: Vec<Bone>,
    dense: Vec<BackPoint>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Muscle {
    #[serde(rename = "name")]
    _name: String,
    outline: Vec<BackPoint>,
    fibres: Vec<(BackPoint, (f64, f64))>,
    #[serde(default)]
    tendons: Vec<(BackPoint, BackPoint, f64)>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bone {
    #[serde(rename = "name")]
    _name: String,
    #[serde(default)]
    line: Vec<BackPoint>,
    #[serde(default)]
    width: f64,
    #[serde(default)]
    area: Vec<BackPoint>,
    strength: f64,
}

impl Anatomy {
    /// Reads the file; `name` is for messages.
    ///
    /// # Errors
    /// All mistakes of the file as text.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, String> {
        let (_, decoded) = Document::read::<Self>(name, bytes);
        match decoded.repaired {
            Some(anatomy) if decoded.sound => Ok(anatomy),
            _ => Err(decoded.findings.iter().map(|finding| finding.render(None)).collect()),
        }
    }

    /// The two maps the shaders read: fibres (fine threads, bundles, belly, groove) in the size [`FIBRES`], and bones
    /// (area, edge, dense fascia) in the size [`ANATOMY`]. Rows of four bytes each.
    pub(super) fn paint(&self, knowledge: &Knowledge) -> (Vec<u8>, Vec<u8>) {
        let (columns, rows) = ANATOMY;
        let mut fibres = vec![[0.0_f32; 4]; columns * rows];
        let mut bones = vec![0_u8; columns * rows * 4];
        let spinous: Vec<f64> = knowledge.levels.iter().filter_map(|(_, level)| level.y).collect();
        for row in 0..rows {
            // the left half is the right one mirrored
            for column in columns / 2..columns {
                let point = point_of(column, row, ANATOMY);
                let [cosine, sine, belly, groove] = self.fibre_at(point).map(|value| value as f32);
                let bone = self.bone_at(point, &spinous).map(|value| byte(value as f32));
                for (column, mirror) in [(column, 1.0), (columns - 1 - column, -1.0)] {
                    let at = row * columns + column;
                    fibres[at] = [cosine, sine * mirror, belly, groove];
                    bones[at * 4..at * 4 + 4].copy_from_slice(&bone);
                }
            }
        }
        (threads::draw(&fibres), bones)
    }

    /// Cosine and sine of twice the fibres' angle, belly (1) or tendon (0), groove.
    fn fibre_at(&self, point: BackPoint) -> [f64; 4] {
        let mut groove = 0.0_f64;
        let mut found = None;
        for muscle in self.muscles.iter().rev() {
            let edge = border_cm(&muscle.outline, point);
            groove = groove.max((-(edge * edge) / 0.02).exp());
            if zone::inside(&muscle.outline, point) {
                found = Some((muscle, edge));
                break;
            }
        }
        let Some((muscle, edge)) = found else { return [1.0, 0.0, 0.0, groove] };
        let mut sum = DVec2::ZERO;
        for (place, (right, down)) in &muscle.fibres {
            let weight = 1.0 / (0.3 + place.distance_cm(point).powi(2));
            let angle = 2.0 * f64::atan2(*down, *right);
            sum += DVec2::new(angle.cos(), angle.sin()) * weight;
        }
        let direction = sum.normalize_or(DVec2::X);
        let tendon = muscle.tendons.iter().map(|&(from, to, reach)| {
            let away = zone::distance_to_segment_cm(point, from, to);
            1.0 - ((away / reach - 0.55) / 0.45).clamp(0.0, 1.0)
        });
        let belly = (1.0 - tendon.fold(0.0, f64::max)) * (edge / 0.12).min(1.0);
        [direction.x, direction.y, belly, groove]
    }

    /// Bone below (0 to 1), edge a finger feels, dense fascia, nothing.
    fn bone_at(&self, point: BackPoint, spinous: &[f64]) -> [f64; 4] {
        let (mut area, mut edge) = (0.0_f64, 0.0_f64);
        for bone in &self.bones {
            if !bone.area.is_empty() && zone::inside(&bone.area, point) {
                let rim = border_cm(&bone.area, point);
                area = area.max(bone.strength * (0.6 + 0.4 * (rim / 0.5).min(1.0)));
            }
            for pair in bone.line.windows(2) {
                let away = zone::distance_to_segment_cm(point, pair[0], pair[1]) / (bone.width / 2.0);
                edge = edge.max(bone.strength * (1.0 - ((away - 0.5) / 0.7).clamp(0.0, 1.0)));
            }
        }
        for &level in spinous {
            let down = (point.1 - level - 0.6) * CM_PER_PERCENT;
            let away = DVec2::new(point.0 / 0.42, down / 0.85).length();
            edge = edge.max(0.85 * (1.0 - ((away - 0.55) / 0.5).clamp(0.0, 1.0)));
        }
        let rim = border_cm(&self.dense, point);
        let inside = zone::inside(&self.dense, BackPoint(point.0.max(0.05), point.1));
        let dense = if inside { 0.5 + 0.5 * (rim / 1.2).min(1.0) } else { 0.5 - 0.5 * (rim / 1.2).min(1.0) };
        [area, edge, dense, 0.0]
    }
}

/// A value from 0 to 1 as a byte.
fn byte(value: f32) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// Distance in centimetres to the border of a polygon, inside and outside.
pub(super) fn border_cm(outline: &[BackPoint], point: BackPoint) -> f64 {
    let Some(&last) = outline.last() else { return f64::INFINITY };
    let mut previous = last;
    outline.iter().fold(f64::INFINITY, |nearest, &corner| {
        let away = zone::distance_to_segment_cm(point, previous, corner);
        previous = corner;
        nearest.min(away)
    })
}
