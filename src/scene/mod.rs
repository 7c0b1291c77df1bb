//! The treatment room in 3D: the client, the layers under the skin, the light and the treating hand.
//!
//! The scene knows nothing of screens. The interface writes what is to be shown into [`room::Room`] and what the
//! hand holds into [`hand::Tool`]; the scene writes what lies under the pointer into [`hover::Hover`] and the
//! names beside the body into [`labels::Labels`].

pub mod camera;
pub mod hand;
pub mod hover;
pub mod labels;
pub mod room;
pub mod stage;
