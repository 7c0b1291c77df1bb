//! From a record to a judgement.
//!
//! Grading replays the record; a stored score is never trusted. Safety is a verdict of its own and
//! is never averaged into points.

pub mod report;
