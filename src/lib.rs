//! CTM Trainer: an offline training simulator for Connective Tissue Massage.
//!
//! The modules below are listed in reading order, and this order is also the law of dependencies:
//! a module may use modules above it, never one below. `tests/model/layers.rs` holds the source
//! against the table in [`LAYERS`].
//!
//! Everything from [`maths`] to `study` is the *model*: no Bevy, no egui, no clock, no threads,
//! no files except through [`knowledge::library::Library`], and no randomness except a seeded
//! generator that is handed in.

pub mod maths;

pub mod units;

pub mod diagnostic;

pub mod document;

pub mod knowledge;

pub mod simulation;

pub mod validation;

pub mod scenario;

pub mod session;

pub mod assessment;

pub mod study;

pub mod pair;

#[cfg(feature = "app")]
pub mod scene;

#[cfg(feature = "app")]
pub mod interface;

pub mod cli;

/// The order of dependencies: a module may use those before it, and none after it.
pub const LAYERS: &[&str] = &[
    "maths",
    "units",
    "diagnostic",
    "document",
    "knowledge",
    "simulation",
    "validation",
    "scenario",
    "session",
    "assessment",
    "study",
    "pair",
    "scene",
    "interface",
    "cli",
];
