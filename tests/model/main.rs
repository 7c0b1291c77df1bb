//! The model: everything that needs no window.

mod knowledge;
mod layers;
mod tables_body;
