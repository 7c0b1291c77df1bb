//! A stroke in progress: from laying the hand on to lifting it.

use super::{
    bits::{Bits, ToBits},
    constants::Constants,
    contact::{Aim, Contact, Grip},
    tissue::{
        Under,
        change::Feel,
        edges::{Edges, Near},
        layer,
        shear::{Hand, Spring, TickRates},
        site::Site,
        skin_response::Path,
        technique::{Reach, Technique},
    },
};
use crate::{
    knowledge::stroke::Role,
    maths::lerp,
    units::{BackPoint, CM_PER_PERCENT, Place},
};

/// A place in the flat frame of the pads, centimetres.
pub(crate) fn flat(place: Place, mirrored: bool) -> (f64, f64) {
    let point = place.point();
    (if mirrored { -point.0 } else { point.0 }, point.1 * CM_PER_PERCENT)
}

/// The place on the chart of a point in the flat frame.
pub(crate) fn chart(flat: (f64, f64)) -> BackPoint {
    BackPoint(flat.0, flat.1 / CM_PER_PERCENT)
}

/// One set of pads with what lies under it.
#[derive(Debug, Clone)]
pub(crate) struct Pads {
    pub(crate) hand: Hand,
    pub(crate) under: Under,
    /// Where the look-up of `under` was made, centimetres.
    looked_up: (f64, f64),
    pub(crate) border_cm: f64,
    pub(crate) maximal_point: bool,
    /// Edges within reach.
    edges: Near,
    /// Skin segment under the pads, an index into the table of levels.
    pub(crate) segment: Option<usize>,
    pub(crate) reach: Reach,
}

/// A stroke in progress.
#[derive(Debug, Clone)]
pub(crate) struct Stroke {
    pub(crate) grip: Grip,
    pub(crate) from: Place,
    pub(crate) at: Place,
    /// By its place in the list of techniques.
    pub(crate) technique: usize,
    pub(crate) path: Path,
    pub(crate) pads: Vec<Pads>,
    pub(crate) excess: u32,
    pub(crate) seconds: f64,
    /// Strongest shear of skin and vessels, 0 to 1.
    pub(crate) stress: f64,
    pub(crate) peak_load: f64,
    pub(crate) deepest: f64,
}

impl ToBits for Stroke {
    fn to_bits(&self, bits: &mut Bits) {
        let Self { grip, from, at, technique, path, pads, excess, seconds, stress, peak_load, deepest } = self;
        let Grip { stroke: _, aim, angle_deg, normal_mn, both_hands } = grip;
        bits.whole(*aim as u64).whole(u64::from(*angle_deg)).whole(u64::from(*normal_mn)).flag(*both_hands);
        bits.place(*from).place(*at).whole(*technique as u64).whole(u64::from(*excess));
        bits.numbers(&[*seconds, *stress, *peak_load, *deepest]);
        path.to_bits(bits);
        for Pads { hand, under, looked_up, border_cm, maximal_point: _, edges: _, segment: _, reach: _ } in pads {
            hand.to_bits(bits);
            bits.whole(under.first() as u64).numbers(&[looked_up.0, looked_up.1, *border_cm]);
        }
    }
}

impl Stroke {
    /// A hand laid on; with both hands a mirrored second one.
    pub(crate) fn begin(
        contact: &Contact<'_>,
        technique: usize,
        form: &Technique,
        strength: f64,
        friction: f64,
        constants: &Constants,
    ) -> Self {
        let reach = Reach::of(contact.grip, form, strength, friction, constants);
        let pads = |mirrored: bool| {
            // A hand that changes to another stroke without lifting is no longer where it was put down.
            let place = flat(contact.at, mirrored);
            Pads {
                hand: Hand::at(place),
                under: Under::default(),
                looked_up: (f64::INFINITY, f64::INFINITY),
                border_cm: 0.0,
                maximal_point: false,
                edges: Near::default(),
                segment: None,
                reach,
            }
        };
        let mut both = vec![pads(false)];
        if contact.grip.both_hands {
            both.push(pads(true));
        }
        Self {
            grip: contact.grip.clone(),
            from: contact.from,
            at: contact.at,
            technique,
            path: Path::from(contact.from),
            pads: both,
            excess: 0,
            seconds: 0.0,
            stress: 0.0,
            peak_load: 0.0,
            deepest: reach.depth,
        }
    }

    /// The contact belongs to this stroke, whatever has become of angle, force and aim.
    pub(crate) fn goes_on(&self, contact: &Contact<'_>) -> bool {
        self.from == contact.from
            && self.grip.stroke == contact.grip.stroke
            && self.grip.both_hands == contact.grip.both_hands
    }

    /// Angle, force or aim have changed while the hand stays on.
    pub(crate) fn regrip(
        &mut self,
        grip: &Grip,
        form: &Technique,
        strength: f64,
        friction: f64,
        constants: &Constants,
    ) {
        let reach = Reach::of(grip, form, strength, friction, constants);
        self.deepest = self.deepest.max(reach.depth);
        for pads in &mut self.pads {
            pads.reach = reach;
        }
        self.grip = grip.clone();
    }
}

impl Pads {
    /// Looks up what lies under the pads, if they have come far enough since the last time.
    pub(crate) fn look(&mut self, sites: &[Site], edges: Option<&Edges>, constants: &Constants) -> bool {
        let anchor = self.hand.anchor;
        let moved = (anchor.0 - self.looked_up.0).abs().max((anchor.1 - self.looked_up.1).abs());
        if moved < 0.15 {
            return false;
        }
        self.looked_up = anchor;
        let point = chart(anchor);
        self.under = Under::find(sites, point);
        self.edges = edges.map_or(Near::default(), |edges| edges.near(point, constants));
        if let Some(site) = sites.get(self.under.first()) {
            self.border_cm = if site.form.edged { site.border_cm(point) } else { 0.0 };
            self.maximal_point = site.form.finding.is_some()
                && site.form.maximal_point.is_some_and(|at| at.distance_cm(point) < constants.maximal_point_cm);
        }
        true
    }

    /// One tick of pulling; gives what it does to the tissue.
    pub(crate) fn pull(
        &mut self,
        target: (f64, f64),
        site: &Site,
        grip: &Grip,
        form: &Technique,
        excess: u32,
        rates: &TickRates,
        constants: &Constants,
    ) -> Feel {
        let loaded = self.reach.layer();
        let (spring, tension) = spring(site, loaded, constants);
        self.hand.pull(target, &spring, self.reach.grip_n, rates, constants);
        Feel {
            site: self.under.first(),
            reach: self.reach,
            layer: loaded,
            load: self.hand.load,
            sliding: self.hand.sliding,
            speed: self.hand.speed(),
            tension,
            tenderness: site.tenderness(layer::plane(loaded), constants),
            fluid: site.fluid(),
            bound: site.bound_grade(constants),
            border_cm: self.border_cm,
            maximal_point: self.maximal_point,
            excess_repeats: excess,
            calm: form.calm(),
            shift_mm: self.hand.shift_mm,
            limit_mm: spring.limit_mm,
            normal_n: f64::from(grip.normal_mn) / 1000.0,
            angle_deg: f64::from(grip.angle_deg),
            releasing: self.hand.releasing(),
            test: form.role == Role::Test,
            pinch: form.pinch,
            across: self.edges.across(self.hand.shift(), constants),
        }
    }

    /// Shift of superficial and deep fascia as shares of the skin's shift.
    pub(crate) fn layer_shares(&self, site: &Site, constants: &Constants) -> (f64, f64) {
        layer_shares(self.reach.depth, site.layers[layer::lower()].adhesion, constants)
    }

    /// Height of the fold before the finger, millimetres.
    pub(crate) fn fold_mm(&self, site: &Site, constants: &Constants) -> f64 {
        let light = (1.0 + self.reach.by_force.min(0.0)).clamp(0.0, 1.0);
        let pressed = (2.5 - self.reach.depth).clamp(0.0, 1.0);
        let thick = (site.form.subcutis_mm / 10.0).sqrt().clamp(0.6, 1.8);
        let bound = 1.0 - 0.5 * site.layers[layer::lower()].adhesion;
        (constants.fold_share * self.hand.shift_mm * light * pressed * thick * bound).clamp(0.0, constants.fold_most)
    }
}

/// Shift of superficial and deep fascia as shares of the skin's shift under pads that reach to a depth.
pub(crate) fn layer_shares(depth: f64, adhesion: f64, constants: &Constants) -> (f64, f64) {
    let between = |skin: f64, subcutis: f64, fascia: f64| {
        if depth <= 1.0 { lerp(skin, subcutis, depth) } else { lerp(subcutis, fascia, (depth - 1.0).min(1.0)) }
    };
    let superficial = between(
        constants.superficial_share_skin,
        constants.superficial_share_subcutis,
        constants.superficial_share_fascia,
    );
    let deep = between(constants.deep_share_skin, constants.deep_share_subcutis, constants.deep_share_fascia);
    // Bound layers move together.
    let superficial = superficial + (1.0 - superficial) * constants.bound_together * adhesion;
    let deep = (deep + constants.bound_together * 0.5 * adhesion).min(superficial);
    (superficial, deep)
}

/// The tissue of a site as a spring for the layer loaded, and its tension of 0 to 4.
pub(crate) fn spring(site: &Site, loaded: Aim, constants: &Constants) -> (Spring, f64) {
    let index = layer::plane(loaded);
    let plane = &site.layers[index];
    let lower = &site.layers[layer::lower()];
    let ratio = plane.limit_mm / lower.limit_mm.max(0.1);
    let state = &site.dynamic;
    let gained = (state.gain_mm + state.creep_mm + (1.0 - lower.gel) * constants.gel_gain_mm) * ratio;
    let limit_mm = ((plane.limit_mm + gained) * (1.0 - constants.guarding_limit * state.guarding)).max(0.3);
    // The force at the limit stays; with more way to it the tissue is softer.
    let soft =
        (plane.soft * plane.limit_mm / limit_mm * (1.0 + constants.guarding_stiffness * state.guarding)).max(1e-3);
    let tension = (plane.tension + state.guarding).min(4.0);
    let spring = Spring {
        limit_mm,
        soft,
        beyond: plane.beyond.max(soft),
        creep: site.form.creep.clamp(0.0, 0.5),
        loss: site.form.loss.clamp(0.0, 0.9),
        tension: (tension / 4.0).max(0.0),
    };
    (spring, tension)
}
