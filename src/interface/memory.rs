//! What a screen remembers between frames and nobody else needs: searches, drafts, selections.

use std::collections::BTreeSet;

use bevy_egui::egui::Rect;

use super::screens::{attempt::draft::Draft, catalogue::Browser, debrief::Reading, home::Choice};

/// What screens remember. Losing it loses no work.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Memory {
    /// The case whose card has the keyboard.
    pub card: usize,
    /// Which cases are shown.
    pub choice: Choice,
    /// Cases whose findings are unfolded.
    pub unfolded: BTreeSet<usize>,
    /// Entries that are being made in the attempt.
    pub draft: Draft,
    /// Where the debrief is being read.
    pub reading: Reading,
    /// Where the tables are being read.
    pub browser: Browser,
    /// The part of the window that is free for the room, points; set anew with every frame.
    pub hole: Option<Rect>,
    /// The student was asked whether to leave the attempt.
    pub leaving: bool,
}
