//! What the student can set, kept from one start of the program to the next.

use serde::{Deserialize, Serialize};

/// How much the picture may cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Picture {
    /// For machines without a graphics card.
    Low,
    /// For most machines.
    #[default]
    Standard,
    /// For strong graphics cards.
    High,
}

/// What the student can set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Size of everything that is read, 0.8 to 1.8; 1 is usual.
    pub zoom: f32,
    /// Language of the client's words, `en` or `de`, where the case has it.
    pub language: String,
    /// How much the picture may cost.
    pub picture: Picture,
    /// The name or pseudonym that stands in the records.
    pub student: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { zoom: 1.0, language: "en".into(), picture: Picture::Standard, student: "student".into() }
    }
}

/// Sizes of letters that can be chosen, with their names.
pub const ZOOMS: [(&str, f32); 5] =
    [("Small", 0.85), ("Usual", 1.0), ("Large", 1.2), ("Larger", 1.4), ("Largest", 1.65)];

impl Settings {
    /// The size as it can be shown: finite and within its range.
    #[must_use]
    pub fn zoom(&self) -> f32 {
        if self.zoom.is_finite() { self.zoom.clamp(0.8, 1.8) } else { 1.0 }
    }
}
