//! Everything a screen can ask for.

use super::{screens::Screen, settings::Settings};
use crate::{
    knowledge::zone::ZoneSide,
    scenario::format::FeedbackMode,
    scene::{
        camera,
        hand::{Mode, Performance},
        load::Load,
        room::{Lamp, Overlay},
    },
    session::action::Action,
    simulation::contact::Grip,
};

/// A wish of the student, obeyed after the screen was drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Shows another screen.
    Go(Screen),
    /// Goes back to the screen before settings, help or the tables.
    Back,
    /// Opens the briefing of the case with this number on the shelf.
    Open(usize),
    /// When feedback comes in the next attempt.
    Feedback(FeedbackMode),
    /// Begins the open case.
    Begin,
    /// Opens the case once more: the briefing of a new attempt.
    Retry,
    /// Shows a good session with the same client beside the one that was judged, or no longer.
    Compare(bool),
    /// What became of a saved case was read.
    Heard,
    /// Leaves the attempt without finishing it; the record is kept.
    Leave,
    /// Ends the attempt and shows what came of it.
    Finish,
    /// Does something in the session.
    Act(Action),
    /// Has the trainer's hand do these strokes, after those it still has to do.
    Perform(Vec<Performance>),
    /// Takes back all strokes the trainer's hand has not begun yet.
    Drop,
    /// How fast time runs: 0 stands still, 1 is real time.
    Speed(u32),
    /// Time stands still, or goes on as before.
    Pause(bool),
    /// The camera goes to a preset view.
    LookFrom(camera::View),
    /// The camera turns to a zone, or to none.
    Focus(Option<ZoneSide>),
    /// How far the layers are peeled, 0 skin to 3 muscle.
    Layers(f32),
    /// The lamp.
    Lamp(Lamp),
    /// What is drawn over the skin.
    Overlay(Overlay),
    /// A load in colours on the layers, or none; whether the most since the stroke began is shown.
    Load(Option<Load>, bool),
    /// The cut under the finger is shown.
    Section(bool),
    /// Shows the last stroke again, so many times slower than it was; time stands still meanwhile.
    Again(f64),
    /// What the pointer does on the body.
    Mode(Mode),
    /// How the hand will be laid on.
    Grip(Grip),
    /// How often a line is done.
    Repeats(u32),
    /// Settings.
    Settings(Settings),
    /// Closes the program.
    Quit,
}
