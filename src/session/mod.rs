//! One attempt at a case: what the student did, tick by tick, and what came of it.
//!
//! Live play, replay and grading drive the same two calls: [`Session::act`] and
//! [`Session::advance`]. Whatever changes the world is an [`action::Action`]; inputs are whole
//! numbers before they are used, so that a record holds exactly what was simulated.

pub mod action;
