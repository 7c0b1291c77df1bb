//! The material of the three sheets.

/// Sheets: skin, superficial fascia, deep fascia.
pub const LAYERS: usize = 3;

/// Mechanical numbers of the three sheets, from the skin inwards, in SI units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Material {
    /// Membrane stiffness, Young's modulus times thickness, N/m. Above 0.
    pub membrane: [f64; LAYERS],
    /// Natural pre-stretch, at least 1: how much longer the sheet is in place than cut free.
    pub stretch: [f64; LAYERS],
    /// Shear stiffness of the layer under each sheet, N/m³ (shear modulus over thickness). Above 0.
    pub coupling: [f64; LAYERS],
    /// Time in which the layers between relax, s: viscosity over shear modulus. At least 0.
    pub relaxation: f64,
    /// Mass of each sheet with its share of the fat, kg/m². Above 0.
    pub mass: [f64; LAYERS],
    /// What relaxes slowly in the layers between.
    pub slow: Slow,
    /// Slip of each plane at the end of its way, metres; infinite for none. On a body it differs from place to place.
    pub limit: [f64; LAYERS],
    /// How steeply the layers between stiffen beyond that way, see `METHOD.md`. At least 0.
    pub stiffening: f64,
}

/// Two slow branches of equal strength: a share of the shear stiffness that goes away while a slip is held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slow {
    /// Share of the stiffness at once that both branches carry together, 0 (none) to below 1.
    pub share: f64,
    /// Their times, s. Above 0.
    pub seconds: [f64; 2],
}

impl Slow {
    /// Nothing relaxes slowly.
    pub const NONE: Self = Self { share: 0.0, seconds: [1.0; 2] };
}
