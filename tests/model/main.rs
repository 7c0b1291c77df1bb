//! The model: everything that needs no window.

mod body_surface;
mod chart;
mod knowledge;
mod layers;
mod tables_body;
