//! The treatment room in 3D: the client, the layers under the skin, the light and the treating hand.
//!
//! The scene knows nothing of screens. The interface writes what is to be shown into [`room::Room`] and what the
//! hand holds into [`hand::Tool`]; the scene writes what lies under the pointer into [`hover::Hover`] and the
//! names beside the body into [`labels::Labels`].

#![expect(clippy::disallowed_methods, reason = "pictures may differ by a hair between platforms; the model may not")]
#![expect(clippy::needless_pass_by_value, reason = "Bevy's systems take their parameters by value")]

pub mod attempt;
pub mod body;
pub mod camera;
pub mod canvas;
pub mod capture;
mod furniture;
pub mod hand;
pub mod hover;
pub mod labels;
mod light;
pub mod load;
pub mod replay;
pub mod room;
pub mod stage;

use std::sync::Arc;

use bevy::prelude::*;

use crate::knowledge::{Knowledge, chart::Bodies, library::Library};

/// What the scene is made from; handed in, because the scene reads no files.
#[derive(Resource, Debug, Clone)]
pub struct Setting {
    /// The tables.
    pub knowledge: Arc<Knowledge>,
    /// The bodies.
    pub bodies: Arc<Bodies>,
    /// Muscles and bones as they are drawn.
    pub anatomy: Arc<body::anatomy::Anatomy>,
}

impl Setting {
    /// Reads bodies and anatomy from the library of assets.
    ///
    /// # Errors
    /// In words with the file's name, if a file is missing or damaged.
    pub fn read(knowledge: Arc<Knowledge>, library: &dyn Library) -> Result<Self, String> {
        let name = "body/bodies.bin";
        let bodies = Bodies::read(&library.read(name)?).map_err(|error| format!("{name}: {error}"))?;
        let name = "body/anatomy.ron";
        let anatomy = body::anatomy::Anatomy::read(name, &library.read(name)?)?;
        Ok(Self { knowledge, bodies: Arc::new(bodies), anatomy: Arc::new(anatomy) })
    }
}

/// The order of systems within one tick of the session's time.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ticks {
    /// Strokes that the trainer's hand does.
    Act,
    /// The session's time.
    Advance,
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
        .init_state::<stage::Stage>()
        .configure_sets(FixedUpdate, (Ticks::Act, Ticks::Advance).chain())
        .configure_sets(Update, (Steps::Show, Steps::Draw).chain());
    attempt::plugin(app);
    body::plugin(app);
    camera::plugin(app);
    canvas::plugin(app);
    furniture::plugin(app);
    hand::plugin(app);
    labels::plugin(app);
    light::plugin(app);
    replay::plugin(app);
}
