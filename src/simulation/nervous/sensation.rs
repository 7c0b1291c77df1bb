//! What the client feels under the pads, SN0 to SN7, and why.

use super::super::{cause::Why, constants::Constants, contact::Aim, tissue::change::Feel};
use crate::maths::lerp;

/// A sensation of the scale, without its place in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sense {
    /// SN0, only touch.
    Touch,
    /// SN1, stretching.
    Stretching,
    /// SN2, light scratching.
    Scratching,
    /// SN3, clear cutting.
    Cutting,
    /// SN4, burning, sore.
    Burning,
    /// SN5, dull pressure.
    Dull,
    /// SN6, sharp pain.
    Sharp,
    /// SN7, stinging at one spot.
    Stinging,
    /// SN8, unwell.
    Unwell,
}

impl Sense {
    /// All of them, in the order of the scale.
    pub(crate) const ALL: [Self; 9] = [
        Self::Touch,
        Self::Stretching,
        Self::Scratching,
        Self::Cutting,
        Self::Burning,
        Self::Dull,
        Self::Sharp,
        Self::Stinging,
        Self::Unwell,
    ];

    /// The id in the table of sensations.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Touch => "sn0",
            Self::Stretching => "sn1",
            Self::Scratching => "sn2",
            Self::Cutting => "sn3",
            Self::Burning => "sn4",
            Self::Dull => "sn5",
            Self::Sharp => "sn6",
            Self::Stinging => "sn7",
            Self::Unwell => "sn8",
        }
    }

    /// Something that should not be felt, or asks for care.
    pub(crate) fn unwanted(self) -> bool {
        self >= Self::Burning
    }

    /// How unpleasant it is, 0 to 1.
    pub(crate) fn unpleasantness(self) -> f64 {
        match self {
            Self::Touch | Self::Stretching | Self::Scratching => 0.0,
            Self::Cutting => 0.05,
            Self::Stinging => 0.4,
            Self::Burning => 0.5,
            Self::Dull => 0.45,
            Self::Unwell => 0.6,
            Self::Sharp => 0.9,
        }
    }

    /// How pleasant it is, 0 to 1.
    pub(crate) fn pleasantness(self) -> f64 {
        match self {
            Self::Stretching => 0.8,
            Self::Scratching => 0.6,
            Self::Cutting => 0.4,
            Self::Touch => 0.2,
            _ => 0.0,
        }
    }
}

/// What a pull feels like. `sensitivity` is the client's, 0 to 1; `foreign` a technique that presses on bone.
pub(crate) fn felt(feel: &Feel, sensitivity: f64, foreign: bool, constants: &Constants) -> (Sense, Why) {
    let reach = &feel.reach;
    let deeper = reach.too_deep();
    // Tenderness lowers the load that hurts; a flat contact spreads it.
    let spread = (reach.pressure_kpa / constants.full_pressure).clamp(0.3, 1.0);
    let sore = constants.tender_gain * feel.tenderness * (0.5 + sensitivity) * spread;
    let hurt = feel.load * (1.0 + sore) + constants.deep_hurt * deeper.max(0.0);
    if feel.load > 0.3 {
        if feel.deep_in_swelling(constants) {
            return (Sense::Sharp, Why::Swelling);
        }
        if feel.above_not_free(constants) && feel.load > constants.good_load {
            return (Sense::Sharp, Why::FasciaTooEarly);
        }
        if hurt > constants.hurt_sharp {
            return (Sense::Sharp, if deeper > 0.6 { Why::TooMuchForce } else { Why::Overload });
        }
    }
    if feel.sliding && reach.pressure_kpa > constants.rub_pressure {
        return (Sense::Burning, Why::Sliding);
    }
    if foreign {
        return (Sense::Dull, Why::Pressed);
    }
    if deeper > 0.6 && !feel.test {
        return (Sense::Dull, if reach.by_force > 0.4 { Why::TooMuchForce } else { Why::TooSteep });
    }
    if feel.load > 0.5 && !feel.calm && !feel.test {
        if f64::from(feel.excess_repeats) >= constants.sore_repeats {
            return (Sense::Burning, Why::Repeats);
        }
        if feel.maximal_point && feel.load > 0.8 {
            return (Sense::Stinging, Why::MaximalPoint);
        }
    }
    // Cutting: a hooked, loaded front of shear over tense tissue. Fluid softens it.
    let bright =
        (constants.cut_base + constants.cut_tension * feel.tension) * (1.0 - constants.cut_fluid * feel.fluid.min(1.0));
    let front = (reach.pressure_kpa / constants.cut_pressure).min(1.0) * reach.edge;
    let cut_across = feel.load.min(1.3) * bright * front;
    let cut = cut_across * lerp(constants.along_edge_share, 1.0, feel.across);
    let along = feel.across < 0.5 && cut_across >= constants.cut_clear;
    if feel.load < constants.touch_load {
        let cause = if reach.by_force < -0.4 { Why::TooLight } else { Why::TakingUp };
        return (Sense::Touch, cause);
    }
    if feel.test && feel.pinch && feel.tenderness >= constants.pinch_tender {
        return (Sense::Cutting, Why::TenderFold);
    }
    if feel.layer == Aim::Skin && reach.by_force < -0.5 {
        return (if feel.load < 0.5 { Sense::Touch } else { Sense::Stretching }, Why::TooLight);
    }
    if feel.layer == Aim::Skin {
        return if feel.calm || feel.test || feel.load < 0.5 {
            (Sense::Stretching, Why::FlatPull)
        } else {
            (Sense::Scratching, Why::UpperPlane)
        };
    }
    if cut >= constants.cut_clear {
        (Sense::Cutting, Why::TenseAtLimit)
    } else if cut >= constants.cut_light {
        (Sense::Scratching, if along { Why::AlongEdge } else { Why::NormalAtLimit })
    } else if feel.across < 0.5 && cut_across >= constants.cut_light {
        (Sense::Stretching, Why::AlongEdge)
    } else if feel.load < 0.5 && feel.tension < 0.5 && reach.by_force < -0.4 {
        (Sense::Touch, Why::TooLight)
    } else if feel.load < 0.6 && !feel.calm && feel.tension < 0.5 && feel.bound < 0.1 {
        (Sense::Stretching, Why::Slack)
    } else {
        (Sense::Stretching, Why::FlatPull)
    }
}
