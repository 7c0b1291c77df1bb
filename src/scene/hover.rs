//! What lies under the pointer.

use bevy::prelude::*;

use crate::{
    knowledge::{
        Knowledge,
        chart::SurfacePoint,
        entry::Entry,
        id::{LandmarkId, LayerId, LevelId, ZoneId},
        zone,
    },
    units::{BackPoint, CM_PER_PERCENT, Side},
};

/// What lies under the pointer, for the interface to tell.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Hover(
    /// None while the pointer is not over the back.
    pub Option<Under>,
);

/// A place on the back and what the tables say of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Under {
    /// The place, in space and on the chart.
    pub place: SurfacePoint,
    /// The zones there, with their sides and English names.
    pub zones: Vec<(ZoneId, Side, String)>,
    /// The nearest spinous level, with its English name.
    pub level: Option<(LevelId, String)>,
    /// The nearest landmark, with its English name and the distance in centimetres of the reference adult.
    pub landmark: Option<(LandmarkId, String, f64)>,
    /// Layers from outside in with their English names and usual thickness in millimetres, where the tables tell one.
    pub layers: Vec<(LayerId, String, f64)>,
}

/// What the tables say of a place.
#[must_use]
pub fn under(knowledge: &Knowledge, place: SurfacePoint) -> Under {
    let point = place.point;
    let mut zones = Vec::new();
    for (id, entry) in knowledge.zones.iter() {
        for &side in entry.occurs_on() {
            if entry.outlines_on(side).iter().any(|outline| zone::inside(outline, point)) {
                zones.push((id.clone(), side, entry.name().en.clone()));
            }
        }
    }
    let levels = knowledge.levels.iter().filter_map(|(id, level)| Some((id, level, (level.y? - point.1).abs())));
    let level = levels.min_by(|a, b| a.2.total_cmp(&b.2)).map(|(id, level, _)| (id.clone(), level.name().en.clone()));
    let landmark = knowledge
        .landmarks
        .iter()
        .filter(|(_, landmark)| !landmark.front)
        .map(|(id, landmark)| {
            let until = landmark.until.unwrap_or(landmark.at);
            let here = zone::distance_to_segment_cm(point, landmark.at, until);
            let there = if landmark.paired {
                zone::distance_to_segment_cm(point, landmark.at.mirrored(), until.mirrored())
            } else {
                here
            };
            (id.clone(), landmark.name().en.clone(), here.min(there))
        })
        .min_by(|a, b| a.2.total_cmp(&b.2));
    Under { place, zones, level, landmark, layers: layers_at(knowledge, point) }
}

/// Layers with a usual thickness at a place, from outside in.
#[must_use]
pub fn layers_at(knowledge: &Knowledge, point: BackPoint) -> Vec<(LayerId, String, f64)> {
    let holds = |outline: &[BackPoint], paired: bool| {
        zone::inside(outline, point) || paired && zone::inside(outline, point.mirrored())
    };
    let region = knowledge.regions.iter().find(|(_, region)| holds(&region.outline, region.paired));
    let Some((region, _)) = region else { return Vec::new() };
    let entries = knowledge.layers.iter();
    entries.filter_map(|(id, layer)| Some((id.clone(), layer.name().en.clone(), layer.thickness_in(region)?))).collect()
}

/// Distance on the reference adult within which a landmark is worth naming, centimetres.
pub const NEAR_CM: f64 = 3.0 * CM_PER_PERCENT * 2.0;
