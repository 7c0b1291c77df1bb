//! The model: everything that needs no window.

#![allow(clippy::disallowed_methods, reason = "tests read the project's own files")]

mod knowledge;
mod layers;
mod tables_body;
