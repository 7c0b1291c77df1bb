//! Single pieces from which screens are put together; each file is one piece.
//!
//! A piece draws and reports what was pressed. None of them knows the session.

pub mod badge;
pub mod bubble;
pub mod chart;
pub mod meter;
pub mod note;
pub mod polygon;
pub mod press;
pub mod section;
pub mod traces;

pub use press::{primary, quiet, secondary, tile};
