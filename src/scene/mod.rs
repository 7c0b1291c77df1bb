//! The treatment room in 3D: the client, the layers under the skin, the light and the treating hand.
//!
//! The scene knows nothing of screens. The interface writes what is to be shown into [`room::Room`] and what the
//! hand holds into [`hand::Tool`]; the scene writes what lies under the pointer into [`hover::Hover`] and the
//! names beside the body into [`labels::Labels`].

#![expect(clippy::disallowed_methods, reason = "pictures may differ by a hair between platforms; the model may not")]

pub mod body;
pub mod camera;
pub mod capture;
mod furniture;
pub mod hand;
pub mod hover;
pub mod labels;
mod light;
pub mod room;
pub mod stage;

use std::sync::Arc;

use bevy::prelude::*;

use crate::knowledge::{Knowledge, chart::Bodies};

/// What the scene is made from; handed in, because the scene reads no files.
#[derive(Resource, Debug, Clone)]
pub struct Setting {
    /// The tables.
    pub knowledge: Arc<Knowledge>,
    /// The bodies.
    pub bodies: Arc<Bodies>,
}

/// The order of systems within a frame.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Steps {
    /// From the model and the room to meshes and maps.
    Show,
    /// Camera, light and labels, which depend on them.
    Draw,
}

/// Adds the room to an app that has Bevy's default plugins.
pub fn plugin(app: &mut App, setting: Setting) {
    app.insert_resource(setting)
        .init_resource::<room::Room>()
        .init_resource::<hand::Tool>()
        .init_resource::<hover::Hover>()
        .init_resource::<labels::Labels>()
        .init_state::<stage::Stage>()
        .configure_sets(Update, (Steps::Show, Steps::Draw).chain());
    body::plugin(app);
    camera::plugin(app);
    furniture::plugin(app);
    light::plugin(app);
}
