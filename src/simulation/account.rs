//! The client at one moment, taken apart: what is felt, what each sign consists of, what was left where.
//!
//! All values are those the simulation goes by. `explain` and the debrief print them.

use serde::Serialize;

use super::{
    cause::{Cause, Pull},
    observation::Relief,
};
use crate::knowledge::id::{LevelId, ReactionId};

/// The client at one moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Account {
    /// What is felt under the pads now, if a hand is laid on.
    pub felt: Option<Pull>,
    /// Signs that differ from rest, each with its parts.
    pub signs: Vec<Sign>,
    /// Skin segments whose own sympathetic drive is up, strongest first, 0 to 1.
    pub segments: Vec<(LevelId, f64)>,
    /// Reactions that are there: severity from 0 to 1, and why.
    pub reactions: Vec<(ReactionId, f64, Cause)>,
    /// Findings that were worked on, and other tissue that was irritated or guards itself.
    pub sites: Vec<SiteAccount>,
    /// What the change of the complaint's pain consists of.
    pub relief: Relief,
}

/// A sign that differs from rest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sign {
    /// What it is, with its unit.
    pub name: &'static str,
    /// Now.
    pub value: f64,
    /// At rest.
    pub rest: f64,
    /// What the difference consists of.
    pub parts: Vec<(&'static str, f64)>,
}

/// What was done to a site.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteAccount {
    /// The tissue by name.
    pub name: String,
    /// Seconds in which the right layer was loaded, and of any contact.
    pub worked_s: (f64, f64),
    /// Mobility lastingly won in this session, and by loosened ground substance for now, millimetres.
    pub won_mm: (f64, f64),
    /// Mobility that earlier sessions have left, millimetres.
    pub carried_mm: f64,
    /// Irritation, 0 to 1.
    pub irritation: f64,
    /// Fluid gained or lost.
    pub fluid_change: f64,
    /// Muscle guarding, 0 to 1.
    pub guarding: f64,
    /// Warming, °C.
    pub warmth_c: f64,
}

impl Account {
    /// The account in plain sentences.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let mut lines = Vec::new();
        match &self.felt {
            Some(pull) => lines.extend(Cause::Pull(pull.clone()).chain()),
            None => lines.push("No hand is laid on; nothing is felt under the finger.".into()),
        }
        for sign in &self.signs {
            lines.push(sign.sentence());
        }
        if !self.segments.is_empty() {
            let named: Vec<String> = self
                .segments
                .iter()
                .take(4)
                .map(|(level, drive)| format!("{} {drive:.2}", level.as_str().to_uppercase()))
                .collect();
            lines.push(format!("Skin segments with sympathetic drive of their own: {}.", named.join(", ")));
        }
        for (_, severity, cause) in &self.reactions {
            lines.push(format!("{} Severity now {severity:.1}.", cause.sentence()));
        }
        lines.extend(self.sites.iter().map(SiteAccount::sentence));
        lines.extend(relief_sentence(&self.relief));
        lines
    }
}

/// What the change of pain consists of, in a sentence; none where nothing changed.
#[must_use]
pub fn relief_sentence(relief: &Relief) -> Option<String> {
    let sum = relief.attention + relief.tissue - relief.soreness;
    if relief.attention + relief.tissue + relief.soreness < 0.05 {
        return None;
    }
    let change = match sum {
        sum if sum.abs() < 0.05 => "is as it was".to_owned(),
        sum if sum > 0.0 => format!("fell by {sum:.1}"),
        sum => format!("rose by {:.1}", -sum),
    };
    let mut text = format!(
        "Pain {change}: attention, touch and rest {:.1}, tissue that gave way {:.1}",
        relief.attention, relief.tissue
    );
    if relief.soreness >= 0.05 {
        text.push_str(&format!(", soreness from the work {:.1} against it", relief.soreness));
    }
    text.push_str(" (model; about half of the early relief needs no change of tissue).");
    Some(text)
}

impl Sign {
    fn sentence(&self) -> String {
        let parts: Vec<String> = self
            .parts
            .iter()
            .filter(|(_, part)| part.abs() >= 0.05)
            .map(|(name, part)| format!("{name} {part:+.1}"))
            .collect();
        format!("{}: {:.1} instead of {:.1} at rest; {}.", self.name, self.value, self.rest, parts.join(", "))
    }
}

impl SiteAccount {
    fn sentence(&self) -> String {
        let mut text = format!(
            "{}: the right layer loaded for {:.0} of {:.0} s; won {:.1} mm for hours and {:.1} mm for now",
            super::cause::upper_first(&self.name),
            self.worked_s.0,
            self.worked_s.1,
            self.won_mm.0,
            self.won_mm.1
        );
        if self.carried_mm >= 0.05 {
            text.push_str(&format!(", {:.1} mm from earlier sessions", self.carried_mm));
        }
        for (value, from, words) in [
            (self.irritation, 0.05, "irritation"),
            (self.fluid_change.abs(), 0.02, "change of fluid"),
            (self.guarding, 0.05, "guarding"),
            (self.warmth_c, 0.05, "warming in °C"),
        ] {
            if value >= from {
                text.push_str(&format!(", {words} {value:.2}"));
            }
        }
        text.push('.');
        text
    }
}
