//! From one session to the next: what a session leaves behind and what is left of it later.
//!
//! Whole numbers only, so that a record can hold them exactly and a session that begins with them is
//! the same on every platform. Equations and constants are in `METHOD.md`.

use serde::{Deserialize, Serialize};

use super::constants::Constants;
use crate::{
    knowledge::id::ReactionId,
    maths::{exp, pow},
    units::Place,
};

/// What earlier sessions have left behind, as it is when the last of them ends, and the days since.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Carry {
    /// Sessions so far.
    pub sessions: u32,
    /// Days since the last one.
    pub days: u32,
    /// Findings in the order of the client's make-up.
    pub sites: Vec<CarriedSite>,
    /// Bruises of the last session.
    pub bruises: Vec<Bruise>,
    /// Relief of the complaint that outlasts a session, thousandths of a point.
    pub relief: u32,
    /// Trust gained or lost: change of worry, thousandths.
    pub worry: i32,
    /// Unwanted reactions that came after the last session.
    pub reported: Vec<ReactionId>,
}

/// What is left in one finding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CarriedSite {
    /// Mobility gained that outlasts a session, micrometres on the lower shift plane.
    pub gain_um: u32,
    /// Irritation, thousandths.
    pub irritation: u32,
    /// Fluid gained or lost, thousandths.
    pub fluid: i32,
}

/// A bruise along a stroke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bruise {
    /// One end of the line.
    pub from: Place,
    /// The other end.
    pub until: Place,
    /// Strength, thousandths.
    pub strength: u32,
}

impl Carry {
    /// The same with every number in a range that cannot upset the model.
    pub(crate) fn tidied(mut self) -> Self {
        self.sessions = self.sessions.min(1000);
        self.days = self.days.min(3650);
        self.sites.truncate(64);
        for site in &mut self.sites {
            site.gain_um = site.gain_um.min(40_000);
            site.irritation = site.irritation.min(1000);
            site.fluid = site.fluid.clamp(-1500, 1500);
        }
        self.bruises.truncate(64);
        for bruise in &mut self.bruises {
            bruise.strength = bruise.strength.min(1000);
        }
        self.relief = self.relief.min(10_000);
        self.worry = self.worry.clamp(-1000, 1000);
        self
    }

    /// What is left of it after its days: return of tissue, irritation, fluid, relief and bruises.
    #[must_use]
    pub(crate) fn left(&self, constants: &Constants) -> Left {
        let days = f64::from(self.days);
        let fades = |tau: f64| exp(-days / tau);
        let relief = 1.0 - constants.relief_lost * pow(days / constants.relief_days, constants.relief_shape);
        Left {
            tissue: fades(constants.return_days),
            irritation: fades(constants.irritation_days),
            fluid: fades(constants.fluid_days),
            relief: relief.clamp(0.0, 1.0),
            bruise: fades(constants.bruise_days),
        }
    }
}

/// Shares that are left of what a session left behind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Left {
    pub(crate) tissue: f64,
    pub(crate) irritation: f64,
    pub(crate) fluid: f64,
    pub(crate) relief: f64,
    pub(crate) bruise: f64,
}

/// A share as thousandths.
pub(crate) fn thousandths(value: f64) -> i32 {
    (value * 1000.0).round().clamp(-1e6, 1e6) as i32
}
