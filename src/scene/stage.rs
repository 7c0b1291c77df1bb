//! What the room is doing: which systems run follows from it.

use bevy::prelude::*;

/// What the room is doing. The interface sets it; the scene never does.
#[derive(States, Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// No attempt: the room behind the home screen.
    #[default]
    Empty,
    /// History to preparation, and closing: the client can be looked at and palpated.
    Inspecting,
    /// Treatment: strokes are done.
    Treating,
    /// The client rests; time may run faster.
    Resting,
    /// A record is shown again.
    Replaying,
    /// Time stands still.
    Paused,
}

impl Stage {
    /// The student's hand can act on the client.
    #[must_use]
    pub fn hands_on(self) -> bool {
        matches!(self, Self::Inspecting | Self::Treating)
    }

    /// The session's time runs.
    #[must_use]
    pub fn runs(self) -> bool {
        matches!(self, Self::Inspecting | Self::Treating | Self::Resting)
    }
}
