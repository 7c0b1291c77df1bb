//! What the lattice is made of: spring constants, couplings, masses.
//!
//! Rows are counted from 0, the row above the first that moves; the last row is the one below the last that moves.
//!
//! Two media run through the same kernels. [`Even`] is the same everywhere and costs no memory; [`Uneven`] keeps every
//! number per vertex: regional thickness, adhesions, drawn-in bands, the client's own metric.

mod cell;
mod even;
mod uneven;

pub(crate) use cell::{fibres, isotropic};
pub(crate) use even::Even;
pub(crate) use uneven::{Adjustable, Place, Planes, Uneven};

use super::{
    kernel::Lane,
    material::LAYERS,
    rows::{LANES, Span},
    window::Window,
};

/// What one step of time makes of the material.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Stage {
    /// 1 + τ/g: elastic and viscous part of the couplings together.
    pub(crate) damped: f32,
    /// τ/g: what the viscous part takes from the past.
    pub(crate) viscous: f32,
    /// 1/(g·h): inertia on the unknown.
    pub(crate) inertia: f32,
    /// 1/h: inertia from the past velocity.
    pub(crate) momentum: f32,
}

/// One row of a medium: numbers of `LANES` columns from `at` on, which is a multiple of it.
pub(crate) trait MediumRow {
    /// Cells from these vertices to the right and to the next row: width and height, metres.
    fn cell(&self, at: usize) -> (Lane, Lane);
    /// Constants of the springs to the right, to the next row and along both diagonals of the cell, N/m.
    fn springs(&self, layer: usize, at: usize) -> [Lane; 4];
    /// Natural lengths of the same springs: right, next row, diagonals, metres.
    fn natural(&self, layer: usize, at: usize) -> [Lane; 3];
    /// Shear constants under each sheet as they act in this step, stiffened beyond their way, N/m.
    fn acting(&self, at: usize) -> [Lane; LAYERS];
    /// Shear constants under each sheet, N/m.
    fn coupling(&self, at: usize) -> [Lane; LAYERS];
    /// Mass of each sheet's vertex, kg.
    fn mass(&self, at: usize) -> [Lane; LAYERS];
    /// The factors of the column solve, see [`super::kernel::factor`].
    fn factors(&self, at: usize) -> [Lane; 5];
}

/// Everything the kernels ask of a medium.
pub(crate) trait Medium: Sync {
    /// A row of it.
    type Row<'a>: MediumRow
    where
        Self: 'a;
    /// What changes within a step, for some of the rows.
    type Live<'a>: Live + Send
    where
        Self: 'a;
    /// The row, with `width` columns.
    fn row(&self, row: usize, width: usize) -> Self::Row<'_>;
    /// Works out the factors of the column solve for a stage, inside a window.
    fn prepare(&mut self, stage: &Stage, window: &Window);
    /// What a vertex feels of its springs when it moves alone, N/m; mean of both axes, at rest.
    fn stiffness(&self, row: usize, column: usize) -> [f32; LAYERS];
    /// As [`MediumRow::coupling`] and [`MediumRow::mass`], for one vertex.
    fn vertex(&self, row: usize, column: usize) -> ([f32; LAYERS], [f32; LAYERS]);
    /// The factors of the column solve of one vertex.
    fn factors_at(&self, row: usize, column: usize) -> [f32; 5];
    /// What changes within a step: for the rows before one, and for the others.
    fn live(&mut self, at: usize) -> [Self::Live<'_>; 2];
    /// Distance of neighbouring vertices, metres; of some in the middle, where it differs.
    fn spacing(&self) -> f32;
    /// Whether the sheets are everywhere under the same tension, so that they are in balance at rest of themselves.
    fn balanced(&self) -> bool;
}

/// What changes within a step.
pub(crate) trait Live {
    /// Stiffens the layers of a row where they have slipped beyond their way.
    fn stiffen(&mut self, row: usize, moved: &[f32], stage: &Stage, span: Span);
}

/// The same number in every lane.
#[inline(always)]
fn all(value: f32) -> Lane {
    [value; LANES]
}
