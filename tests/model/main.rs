//! The model: everything that needs no window.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files and may fail loudly")]

mod authoring;
mod bench;
mod body_surface;
mod cases;
mod chart;
mod claims;
mod client;
mod command_line;
mod consequences;
mod course;
mod grading;
mod knowledge;
mod layers;
mod lint;
mod museum;
mod mutants;
mod properties;
mod record;
mod reload;
mod session;
mod sheets;
mod sheets_agreement;
mod sheets_slow;
mod sheets_solver;
mod support;
mod tables_body;
mod trends;
mod trial;
mod variation;
