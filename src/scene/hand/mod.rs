//! The treating hand: what it holds, what it does by itself, and how it is shown.

mod perform;
pub(crate) mod place;
mod pointer;
mod shape;

use std::collections::VecDeque;

use bevy::prelude::*;

use crate::{
    knowledge::{Knowledge, id::StrokeId},
    simulation::contact::{Aim, Grip},
    units::BackPoint,
};

pub use perform::Performer;

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
    /// Tempo, centimetres of the reference adult per second; at least 0.1 is used.
    pub speed_cm_s: f64,
    /// Seconds the hand takes up the slack before it pulls.
    pub settle_s: f64,
    /// Seconds between lifting and the next performance.
    pub pause_s: f64,
}

impl Performance {
    /// A stroke along a line with the middle values of the table of strokes.
    #[must_use]
    pub fn along(knowledge: &Knowledge, grip: Grip, path: Vec<BackPoint>) -> Self {
        let speed = knowledge.strokes.get(&grip.stroke).map_or(4.0, |stroke| {
            let (slow, fast) = stroke.speed_cm_s;
            (slow + fast) / 2.0
        });
        Self { grip, path, speed_cm_s: speed, settle_s: 0.2, pause_s: 0.4 }
    }

    /// The same on the other side of the midline.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        Self { path: self.path.iter().map(|point| point.mirrored()).collect(), ..self.clone() }
    }
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
    /// The pointer belongs to the interface just now; the body does not answer to it.
    pub blocked: bool,
}

impl Default for Tool {
    fn default() -> Self {
        let grip = Grip {
            stroke: StrokeId::from("hook"),
            aim: Aim::Subcutis,
            angle_deg: 45,
            normal_mn: 4000,
            both_hands: false,
        };
        Self { mode: Mode::Look, grip, repeats: 1, perform: VecDeque::new(), last: None, blocked: false }
    }
}

pub(super) fn plugin(app: &mut App) {
    pointer::plugin(app);
    perform::plugin(app);
    place::plugin(app);
}
