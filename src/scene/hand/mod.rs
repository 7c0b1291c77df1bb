//! The treating hand: what it will do, and how it is shown.

use std::collections::VecDeque;

use bevy::prelude::*;

use crate::{
    knowledge::id::StrokeId,
    simulation::contact::{Aim, Grip},
    units::BackPoint,
};

/// What the pointer does on the body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Dragging turns the view.
    #[default]
    Look,
    /// Pressing lays the hand on, dragging pulls, releasing lifts.
    Touch,
}

/// A stroke that the trainer's hand does by itself, tick by tick, through the same door as the pointer.
#[derive(Debug, Clone, PartialEq)]
pub struct Performance {
    /// How the hand is laid on.
    pub grip: Grip,
    /// The line, chart coordinates; fewer than two points are a touch and nothing more.
    pub path: Vec<BackPoint>,
    /// Tempo, centimetres of the reference adult per second.
    pub speed_cm_s: f64,
    /// Seconds the hand rests on the skin before it pulls.
    pub settle_s: f64,
    /// Seconds between lifting and the next performance.
    pub pause_s: f64,
}

/// What the student holds in hand.
#[derive(Resource, Debug, Clone, PartialEq)]
pub struct Tool {
    /// What the pointer does on the body.
    pub mode: Mode,
    /// Stroke, aim, angle, force, one hand or both.
    pub grip: Grip,
    /// How often the line drawn with the pointer is done, 1 or more; all but the first by the trainer's hand.
    pub repeats: u32,
    /// Strokes still to be done by the trainer's hand.
    pub perform: VecDeque<Performance>,
    /// The line of the last stroke drawn with the pointer, for doing it again or on the other side.
    pub last: Option<Performance>,
}

impl Default for Tool {
    fn default() -> Self {
        let grip = Grip {
            stroke: StrokeId::from("hook"),
            aim: Aim::Subcutis,
            angle_deg: 45,
            normal_mn: 6000,
            both_hands: false,
        };
        Self { mode: Mode::Look, grip, repeats: 1, perform: VecDeque::new(), last: None }
    }
}
