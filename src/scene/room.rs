//! What is shown: a plain description that the interface writes and the scene obeys.

use bevy::prelude::*;

use super::{camera::View, load::Load};
use crate::{
    knowledge::{chart::Posture, zone::ZoneSide},
    session::action::Drape,
    units::Side,
};

/// The lamp that can be moved to rake across the back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lamp {
    /// Switched on. The room's own light is dimmed while it burns.
    pub on: bool,
    /// Angle of its light to the skin of the back, degrees, 0 to 90.
    pub angle_deg: f32,
    /// The client's side it stands on; from `Both` it shines along the midline from the head.
    pub from: Side,
    /// 0 to 1.
    pub brightness: f32,
}

impl Default for Lamp {
    fn default() -> Self {
        Self { on: false, angle_deg: 12.0, from: Side::Right, brightness: 0.8 }
    }
}

/// What is drawn over the skin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Overlay {
    /// The zones of the catalogue.
    pub zones: bool,
    /// Palpable landmarks.
    pub landmarks: bool,
    /// Spinous levels.
    pub levels: bool,
    /// The student's own entries on the chart.
    pub marks: bool,
    /// Sites of the client with findings: for the debrief, not while it has to be found.
    pub sites: bool,
}

/// How much the picture may cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quality {
    /// A small picture, drawn only when something has changed, without shadows of the room's light and smoothing of
    /// edges: for machines without a graphics card.
    Low,
    /// For most machines.
    #[default]
    Standard,
    /// Larger shadow maps.
    High,
}

/// Layers that can be shown by name, with the value of [`Room::layers`] that shows each.
pub const LAYER_NAMES: [(&str, f32); 4] =
    [("skin", 0.0), ("superficial-fascia", 1.0), ("deep-fascia", 2.0), ("muscle", 3.0)];

/// What is shown.
#[derive(Resource, Debug, Clone, PartialEq)]
pub struct Room {
    /// Whose body, for example `woman-52-heavy`; empty for an empty room.
    pub body: String,
    /// How the client sits or lies.
    pub posture: Posture,
    /// The sheet.
    pub drape: Drape,
    /// How far the back is peeled: 0 skin, 1 superficial fascia, 2 deep fascia, 3 muscle with the palpable bones.
    /// Between two whole numbers one layer gives way to the next; strips of the layers already passed
    /// stay at the flank.
    pub layers: f32,
    /// The client's side from which the layers are taken off.
    pub peel_from: Side,
    /// The lamp.
    pub lamp: Lamp,
    /// What is drawn over the skin.
    pub overlay: Overlay,
    /// A load that is shown in colours.
    pub load: Option<Load>,
    /// The colours show the most since the stroke began, not the load of the moment.
    pub load_peak: bool,
    /// The cut under the hand is worked out.
    pub section: bool,
    /// How far the picture lies between the tick before and the tick that is shown, 0 to 1; none shows the tick itself.
    pub between: Option<f32>,
    /// The zone in focus: outlined, and the camera turns to it when it changes.
    pub focus: Option<ZoneSide>,
    /// A view asked for; the camera takes it.
    pub view: Option<View>,
    /// The part of the window that is free for the room, physical pixels; the whole window if none.
    pub hole: Option<Rect>,
    /// Language of labels: `en` or `de`.
    pub language: String,
    /// How much the picture may cost.
    pub quality: Quality,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            body: String::new(),
            posture: Posture::Seated,
            drape: Drape::Back,
            layers: 0.0,
            peel_from: Side::Right,
            lamp: Lamp::default(),
            overlay: Overlay::default(),
            load: None,
            load_peak: true,
            section: false,
            between: None,
            focus: None,
            view: None,
            hole: None,
            language: "en".into(),
            quality: Quality::default(),
        }
    }
}
