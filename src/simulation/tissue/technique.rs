//! How a stroke is meant, taken from its table, and which layer a grip really reaches.

use super::super::{
    constants::Constants,
    contact::{Aim, Grip},
};
use crate::{
    knowledge::{
        Knowledge,
        id::StrokeId,
        stroke::{DirectionRule, Role, Stroke},
    },
    maths::smoothstep,
};

/// What the simulation needs to know of a stroke.
#[derive(Debug, Clone)]
pub(crate) struct Technique {
    pub(crate) id: StrokeId,
    pub(crate) name: String,
    pub(crate) area_cm2: f64,
    pub(crate) aim: Aim,
    pub(crate) angle_deg: (f64, f64),
    pub(crate) normal_n: (f64, f64),
    pub(crate) limits_n: (f64, f64),
    pub(crate) speed_cm_s: (f64, f64),
    pub(crate) repeats: u32,
    pub(crate) role: Role,
    pub(crate) pinch: bool,
    /// It is meant to be drawn across an edge.
    pub(crate) across_edge: bool,
}

impl Technique {
    fn of(id: &StrokeId, stroke: &Stroke) -> Self {
        Self {
            id: id.clone(),
            name: stroke.name.en.to_lowercase(),
            area_cm2: (0.5 * (stroke.contact_cm2.0 + stroke.contact_cm2.1)).max(0.2),
            aim: match stroke.layer.as_str() {
                "skin" => Aim::Skin,
                "deep-fascia" => Aim::Fascia,
                _ => Aim::Subcutis,
            },
            angle_deg: stroke.angle_deg,
            normal_n: stroke.normal_n,
            limits_n: stroke.limits_n,
            speed_cm_s: stroke.speed_cm_s,
            repeats: stroke.repeats.1.max(1),
            role: stroke.role,
            pinch: stroke.pinch,
            // What is drawn across an edge in the skin crosses the edge of a scar, not one of the build-up.
            across_edge: stroke.direction == DirectionRule::AcrossEdge && stroke.layer.as_str() != "skin",
        }
    }

    /// All strokes of the table, in its order.
    pub(crate) fn all(knowledge: &Knowledge) -> Vec<Self> {
        knowledge.strokes.iter().map(|(id, stroke)| Self::of(id, stroke)).collect()
    }

    /// A stroke the table does not know: taken for a pull at the subcutis.
    pub(crate) fn unknown(id: &StrokeId) -> Self {
        Self {
            id: id.clone(),
            name: "unknown stroke".into(),
            area_cm2: 2.5,
            aim: Aim::Subcutis,
            angle_deg: (30.0, 50.0),
            normal_n: (2.0, 5.0),
            limits_n: (1.0, 8.0),
            speed_cm_s: (1.0, 3.0),
            repeats: 3,
            role: Role::Work,
            pinch: false,
            across_edge: false,
        }
    }

    /// It works flat: it opens or closes, without the cutting pull.
    pub(crate) fn calm(&self) -> bool {
        matches!(self.role, Role::Start | Role::Balance)
    }
}

/// How a grip reaches into the tissue; fixed for a whole stroke, apart from the site's fluid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reach {
    /// Layer really reached: 0 skin, 1 subcutis, 2 deep fascia, 3 muscle.
    pub(crate) depth: f64,
    /// Layer aimed at, in the same count.
    pub(crate) aimed: f64,
    /// The part of the depth that comes from force beyond the stroke's range, layers.
    pub(crate) by_force: f64,
    /// The part that comes from the angle, layers.
    pub(crate) by_angle: f64,
    /// Largest tangential force the pads hold without slipping, newtons.
    pub(crate) grip_n: f64,
    /// Mean pressure under the pads, kilopascals.
    pub(crate) pressure_kpa: f64,
    /// How much the front of the shear is concentrated, 0 (flat hand) to 1 (hooked fingertips).
    pub(crate) edge: f64,
}

impl Reach {
    /// Works out the reach of a grip on tissue of a given weakness factor (1 strong, less for weak).
    pub(crate) fn of(grip: &Grip, technique: &Technique, strength: f64, friction: f64, constants: &Constants) -> Self {
        let normal_n = f64::from(grip.normal_mn.min(30_000)) / 1000.0;
        let angle = f64::from(grip.angle_deg.min(90));
        let aimed = f64::from(grip.aim as u32);
        // A stroke turned to another layer is judged by what that layer usually takes.
        let (angles, forces, deep_n) = if grip.aim == technique.aim {
            (technique.angle_deg, technique.normal_n, technique.limits_n.1)
        } else {
            match grip.aim {
                Aim::Skin => (
                    (constants.skin_angle_low, constants.skin_angle_high),
                    (constants.skin_force_low, constants.skin_force_high),
                    constants.skin_force_deep,
                ),
                Aim::Subcutis => (
                    (constants.subcutis_angle_low, constants.subcutis_angle_high),
                    (constants.subcutis_force_low, constants.subcutis_force_high),
                    constants.subcutis_force_deep,
                ),
                Aim::Fascia => (
                    (constants.fascia_angle_low, constants.fascia_angle_high),
                    (constants.fascia_force_low, constants.fascia_force_high),
                    constants.fascia_force_deep,
                ),
            }
        };
        let by_angle = if technique.pinch {
            0.0
        } else if angle < angles.0 {
            (angle - angles.0) / constants.angle_per_layer
        } else if angle > angles.1 {
            (angle - angles.1) / constants.angle_per_layer
        } else {
            0.0
        };
        let (high, deep) = (forces.1 * strength, deep_n * strength);
        let by_force = if normal_n > high {
            (normal_n - high) / (deep - high).max(0.1)
        } else if normal_n < forces.0 * strength {
            // Too light: at half the lowest force the grip stays a layer higher.
            -2.0 * (1.0 - normal_n / (forces.0 * strength).max(0.01))
        } else {
            0.0
        };
        let radians = angle * std::f64::consts::PI / 180.0;
        let hooking =
            if technique.pinch { constants.pinch_gain } else { constants.hooking_gain * crate::maths::sin(radians) };
        Self {
            depth: (aimed + by_angle + by_force).clamp(0.0, 3.0),
            aimed,
            by_force,
            by_angle,
            grip_n: friction * normal_n * (1.0 + hooking),
            pressure_kpa: 10.0 * normal_n / technique.area_cm2,
            edge: smoothstep(constants.edge_angle_from, constants.edge_angle_to, angle),
        }
    }

    /// The layer really loaded.
    pub(crate) fn layer(&self) -> Aim {
        if self.depth < 0.5 {
            Aim::Skin
        } else if self.depth < 1.5 {
            Aim::Subcutis
        } else {
            Aim::Fascia
        }
    }

    /// Deeper than it was meant, in layers; 0 or less is not.
    pub(crate) fn too_deep(&self) -> f64 {
        self.depth - self.aimed
    }
}
