//! What work does to the tissue, and how it settles.

use super::{super::constants::Constants, layer, site::Site};
use crate::{
    maths::{approach, lerp},
    simulation::{contact::Aim, tissue::technique::Reach},
};

/// What one set of pads does in a tick.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Feel {
    /// The site whose tissue answers.
    pub(crate) site: usize,
    /// How the grip reaches.
    pub(crate) reach: Reach,
    /// The layer really loaded.
    pub(crate) layer: Aim,
    /// Displacement against the limit of that layer.
    pub(crate) load: f64,
    /// The pads slide.
    pub(crate) sliding: bool,
    /// Speed of the pads, centimetres per second.
    pub(crate) speed: f64,
    /// Tension of the layer loaded, 0 to 4.
    pub(crate) tension: f64,
    /// Tenderness of the layer loaded, 0 to 10.
    pub(crate) tenderness: f64,
    /// Fluid of the site, 0 to 1.5.
    pub(crate) fluid: f64,
    /// Immobility of the site now, grade 0 to 4.
    pub(crate) bound: f64,
    /// Distance to the border of the site, centimetres.
    pub(crate) border_cm: f64,
    /// A maximal point lies under the pads.
    pub(crate) maximal_point: bool,
    /// Earlier strokes on this line in this session, beyond what the stroke allows.
    pub(crate) excess_repeats: u32,
    /// The stroke opens or closes flat.
    pub(crate) calm: bool,
    /// The stroke examines.
    pub(crate) test: bool,
    /// The skin is lifted as a fold.
    pub(crate) pinch: bool,
    /// Shift of the skin, millimetres, and the way to the limit of the layer loaded.
    pub(crate) shift_mm: f64,
    pub(crate) limit_mm: f64,
    /// Normal force, newtons, and angle, degrees.
    pub(crate) normal_n: f64,
    pub(crate) angle_deg: f64,
    /// The hand gives way.
    pub(crate) releasing: bool,
    /// How far a stroke meant to cross an edge does so, 0 (along it) to 1.
    pub(crate) across: f64,
}

impl Feel {
    /// Deep work in a swelling: pressed or pinched, not flat, and not a test.
    pub(crate) fn deep_in_swelling(&self, constants: &Constants) -> bool {
        self.fluid >= constants.swelling_from
            && (self.reach.pressure_kpa > constants.swelling_pressure || self.pinch)
            && !self.calm
            && !self.test
            && self.layer != Aim::Skin
    }

    /// The layer meant is the layer loaded, and neither slid over nor overloaded.
    pub(crate) fn right(&self, constants: &Constants) -> bool {
        let needed = if self.calm { constants.good_load_calm } else { constants.good_load };
        self.load >= needed
            && self.load <= constants.overload
            && !self.sliding
            && (self.reach.depth - self.reach.aimed).abs() < 0.75
            && !self.deep_in_swelling(constants)
    }

    /// Fascia technique where the layers above are still bound.
    pub(crate) fn above_not_free(&self, constants: &Constants) -> bool {
        self.layer == Aim::Fascia && self.bound >= constants.bound_for_fascia
    }
}

/// Counts one tick of work on a site. `edged` work counts less in the middle until the edges were worked.
pub(crate) fn work(site: &mut Site, feel: &Feel, own: bool, responder: f64, step_s: f64, constants: &Constants) {
    let deficit_mm = site.deficit_mm();
    let state = &mut site.dynamic;
    state.touched = true;
    state.contact_s += step_s;
    let stress = (feel.reach.pressure_kpa / constants.full_pressure).min(1.0) * feel.load.clamp(0.0, 1.5);
    state.reddening = (state.reddening + constants.reddening_rate * stress * step_s).min(1.0);
    let good = feel.right(constants);
    if good {
        // A hook along an edge slips beside it instead of stretching the tissue against it.
        let effect = lerp(constants.along_edge_share, 1.0, feel.across);
        state.worked_s += step_s * effect;
        let at_edge = !site.form.edged || feel.border_cm <= constants.edge_width_cm;
        if at_edge {
            state.edge_s += step_s * effect;
        }
        let readiness = (state.edge_s / constants.edge_first_s).min(1.0);
        let place = if at_edge { 1.0 } else { constants.centre_share + (1.0 - constants.centre_share) * readiness };
        // Strokes that examine and strokes that work flat loosen less than the pull itself.
        let stimulus = place * (feel.reach.pressure_kpa / constants.full_pressure).clamp(constants.flat_share, 1.0);
        let dose = step_s * effect * stimulus * if feel.test { constants.test_share } else { 1.0 };
        let calmed = (1.0 - state.irritation).max(0.0);
        let loaded = layer::plane(feel.layer);
        // A deep layer answers as far as the layers above it are free; flat work takes them all along.
        let access = if feel.calm { 1.0 } else { layer::access(&site.layers, loaded, constants) };
        let dose = dose * access;
        for (index, entry) in site.layers.iter_mut().enumerate() {
            let share = match index.cmp(&loaded) {
                std::cmp::Ordering::Equal => 1.0,
                std::cmp::Ordering::Less if feel.calm => 1.0,
                std::cmp::Ordering::Less => constants.gel_above,
                std::cmp::Ordering::Greater => constants.gel_below,
            };
            entry.gel -= entry.gel * (share * dose / constants.gel_loosening_s).min(1.0);
        }
        // Work on the skin loosens the lower plane only a little.
        let depth_share = if feel.layer == Aim::Skin { constants.gel_below } else { 1.0 };
        let state = &mut site.dynamic;
        let open = (deficit_mm * constants.gain_share).min(constants.gain_most_mm) * responder * calmed;
        if open > state.gain_mm {
            state.gain_mm += (open - state.gain_mm) * (depth_share * dose / constants.gain_s).min(1.0);
        }
        state.perfusion += (1.0 - state.perfusion) * (dose / constants.perfusion_s).min(1.0);
        if own && feel.fluid > 0.0 && feel.reach.pressure_kpa <= constants.swelling_pressure {
            drain(site, dose * constants.drain_rate);
        }
    }
    let state = &mut site.dynamic;
    let mut harm = 0.0;
    if feel.sliding {
        harm += constants.harm_sliding;
    }
    if feel.load > constants.overload {
        harm += constants.harm_overload * (feel.load - constants.overload);
    }
    let deeper = feel.reach.too_deep();
    if deeper > 0.6 && !feel.test {
        harm += constants.harm_deep * deeper;
    }
    if feel.above_not_free(constants) {
        harm += constants.harm_deep;
    }
    if feel.excess_repeats > 0 && !feel.calm {
        harm += constants.harm_repeats * f64::from(feel.excess_repeats.min(5));
    }
    let swells = own && feel.deep_in_swelling(constants);
    if swells {
        harm += constants.harm_swelling;
    }
    if feel.calm && harm == 0.0 {
        state.irritation -= state.irritation * (step_s / constants.calming_s).min(1.0);
    }
    state.irritation = (state.irritation + harm * step_s * (1.0 - state.irritation)).clamp(0.0, 1.0);
    if swells {
        let grows = constants.swelling_rate * step_s * feel.load.clamp(0.0, 1.5);
        for entry in &mut site.layers {
            entry.fluid = (entry.fluid + grows).min(1.5);
        }
        site.dynamic.fluid_change = (site.dynamic.fluid_change + grows).min(1.0);
    }
}

fn drain(site: &mut Site, amount: f64) {
    let most = site.layers[layer::lower()].fluid.min(amount);
    for entry in &mut site.layers {
        entry.fluid = (entry.fluid - amount).max(0.0);
    }
    site.dynamic.fluid_change -= most;
}

/// What is left over when a stroke ends: creep of the line.
pub(crate) fn release(site: &mut Site, load: f64, seconds: f64, constants: &Constants) {
    let limit = site.layers[layer::lower()].limit_mm;
    let crept = site.form.creep * limit * load.clamp(0.0, 1.2) * (seconds / 10.0).min(1.0);
    site.dynamic.creep_mm = (site.dynamic.creep_mm + crept).min(constants.creep_most * limit);
}

/// Shares by which the slow changes go on in one slow step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settling {
    creep: f64,
    gel: f64,
    irritation: f64,
    redness_on: f64,
    redness_off: f64,
    perfusion: f64,
    warmth: f64,
    guarding: f64,
}

impl Settling {
    /// For slow steps of `step_s` seconds.
    pub(crate) fn new(step_s: f64, constants: &Constants) -> Self {
        Self {
            creep: approach(step_s, constants.creep_recovery),
            gel: approach(step_s, constants.gel_recovery),
            irritation: approach(step_s, constants.irritation_recovery),
            redness_on: approach(step_s, constants.redness_onset),
            redness_off: approach(step_s, constants.redness_fading),
            perfusion: approach(step_s, constants.perfusion_fading),
            warmth: approach(step_s, constants.warmth_onset),
            guarding: approach(step_s, constants.guarding_release),
        }
    }

    /// One slow step of a site that was touched.
    pub(crate) fn step(&self, site: &mut Site, constants: &Constants) {
        let state = &mut site.dynamic;
        state.creep_mm -= state.creep_mm * self.creep;
        state.irritation -= state.irritation * self.irritation;
        state.guarding -= state.guarding * self.guarding;
        state.reddening -= state.reddening * self.redness_off;
        state.redness += (state.reddening - state.redness) * self.redness_on;
        state.perfusion -= state.perfusion * self.perfusion;
        state.warmth_c += (constants.warmth_most * state.perfusion - state.warmth_c) * self.warmth;
        for entry in &mut site.layers {
            entry.gel += (1.0 - entry.gel) * self.gel;
        }
    }
}
