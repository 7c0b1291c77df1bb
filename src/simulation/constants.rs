//! The numbers of the model, taken once from the table of constants.
//!
//! A field is named like its entry, with underscores for hyphens. Values, units, ranges, sources and
//! confidence are in `assets/knowledge/constants.ron`; what they do is in `METHOD.md`.

use crate::knowledge::Knowledge;

/// The tables lack something the simulation needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the knowledge tables are incomplete for the simulation: {}", .missing.join(", "))]
pub struct IncompleteKnowledge {
    /// What is missing or out of its range, each in words, in the order in which it was looked up.
    pub missing: Vec<String>,
}

macro_rules! constants {
    ($($name:ident)+) => {
        /// All constants of the simulation.
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) struct Constants {
            $(pub(crate) $name: f64,)+
        }

        impl Constants {
            /// Takes every constant from the table.
            pub(crate) fn from_table(knowledge: &Knowledge) -> Result<Self, IncompleteKnowledge> {
                let mut missing = Vec::new();
                let constants = Self { $($name: look_up(knowledge, stringify!($name), &mut missing),)+ };
                if missing.is_empty() { Ok(constants) } else { Err(IncompleteKnowledge { missing }) }
            }

            /// The names of the fields.
            #[cfg(test)]
            pub(crate) const FIELDS: &[&str] = &[$(stringify!($name)),+];
        }
    };
}

fn look_up(knowledge: &Knowledge, field: &str, missing: &mut Vec<String>) -> f64 {
    let id = field.replace('_', "-");
    match knowledge.constants.get(id.as_str()) {
        Some(entry) if entry.value.is_finite() && entry.value >= entry.range.0 && entry.value <= entry.range.1 => {
            entry.value
        }
        Some(entry) => {
            missing.push(format!(
                "the constant \"{id}\" is {}, outside {} to {}",
                entry.value, entry.range.0, entry.range.1
            ));
            0.0
        }
        None => {
            missing.push(format!("the constant \"{id}\""));
            0.0
        }
    }
}

constants! {
    relaxation_fast
    relaxation_slow
    friction
    friction_spread
    slippery_loss
    hooking_gain
    pinch_gain
    kinetic_share
    fold_speed
    fold_speed_tension
    fold_speed_load
    catch_share
    viscosity
    slack_share
    slack_stiffness
    hysteresis_turn
    pad_length
    pad_lag
    speed_lag
    fold_share
    fold_most
    skin_stretch_ratio
    skin_stiffness_ratio
    upper_limit_ratio
    upper_stiffness_ratio
    superficial_stretch_ratio
    superficial_stiffness_ratio
    deep_limit_ratio
    deep_stiffness_ratio
    smallest_limit_mm
    plain_limit_mm
    plain_soft
    plain_beyond
    plain_creep
    plain_loss
    subcutis_per_bmi
    superficial_share_skin
    superficial_share_subcutis
    superficial_share_fascia
    deep_share_skin
    deep_share_subcutis
    deep_share_fascia
    bound_together
    angle_per_layer
    edge_angle_from
    edge_angle_to
    skin_angle_low
    skin_angle_high
    subcutis_angle_low
    subcutis_angle_high
    fascia_angle_low
    fascia_angle_high
    skin_force_low
    skin_force_high
    skin_force_deep
    subcutis_force_low
    subcutis_force_high
    subcutis_force_deep
    fascia_force_low
    fascia_force_high
    fascia_force_deep
    weak_tissue_relief
    weak_age_from
    weak_age_to
    weak_fragility_from
    weak_fragility_to
    full_pressure
    cut_pressure
    cut_base
    cut_tension
    cut_fluid
    cut_light
    cut_clear
    pinch_tender
    slack_dullness
    touch_load
    tender_gain
    deep_hurt
    hurt_sharp
    rub_pressure
    sore_repeats
    repeats_tolerance
    line_memory
    line_width_cm
    maximal_point_cm
    swelling_from
    swelling_pressure
    bound_for_fascia
    good_load
    good_load_calm
    overload
    sticks_from
    tenderness_grade_1
    tenderness_grade_2
    tenderness_grade_3
    tenderness_grade_4
    speak_after
    speak_touch_after
    speak_gap
    repeat_fine
    repeat_unwanted
    talks_from
    answer_memory
    pain_forgotten
    stop_after
    guarding_rate
    guarding_release
    guarding_limit
    guarding_stiffness
    edge_width_cm
    edge_first_s
    edge_reach_cm
    edge_ahead_cm
    edge_along_sine
    edge_across_sine
    along_edge_share
    centre_share
    flat_share
    test_share
    gel_loosening_s
    gel_recovery
    gel_gain_mm
    gain_share
    gain_most_mm
    gain_s
    creep_recovery
    creep_most
    drain_rate
    swelling_rate
    fluid_relief_mm
    relief_freed
    harm_sliding
    harm_overload
    harm_deep
    harm_repeats
    harm_swelling
    calming_s
    irritation_recovery
    irritation_tenderness
    worked_enough
    reddening_rate
    redness_onset
    redness_fading
    red_line_from
    red_line_full
    red_line_fading
    dermographic_redness
    dermographic_lasting
    repeat_redness
    repeat_onset
    test_redness
    flare_from
    flare_full
    flare_fading
    flare_reach
    flare_reach_dermographic
    wheal_from
    wheal_height
    wheal_rise_from
    wheal_rise_full
    wheal_fading
    wheal_reaction
    bruise_rate
    bruise_overload
    bruise_fascia
    bruise_flat
    bruise_early
    bruise_full
    perfusion_s
    perfusion_fading
    warmth_onset
    warmth_most
    afferent_rise
    afferent_fading
    input_arousal
    spread_arousal
    worry_arousal
    pain_arousal
    reaction_arousal
    arousal_rise
    arousal_fall
    settling_dose
    settling_fading
    settling_rise
    settling_fall
    settling_touched
    settling_quiet
    worry_pain
    worry_fading
    reassurance
    breath_held_from
    comfort_rest
    comfort_worry
    comfort_pleasant
    comfort_settling
    comfort_unpleasant
    comfort_fall
    comfort_rise
    hand_warming
    hands_range
    feet_range
    trunk_share
    heart_arousal
    heart_settling
    heart_pain
    heart_faint
    systolic_arousal
    systolic_settling
    systolic_faint
    diastolic_arousal
    diastolic_settling
    diastolic_faint
    breathing_arousal
    breathing_settling
    sweat_arousal
    drowsiness
    relief_most
    relief_context
    relief_onset
    flare_pain
    cranial_from_y
    lumbosacral_from_y
    caudal_first
    early_cranial_full
    too_deep_full
    swelling_full
    too_fast_full
    fascia_full
    repeats_full
    bleeding_full
    one_sided_after
    one_sided_from
    balancing_due
    balancing_enough
    ending_after
    rest_enough
    first_session_minutes
    low_pressure
    reaction_session_s
    reaction_gain
    reaction_zone
    reaction_elsewhere
    reaction_zone_s
    reaction_aftermath
    reaction_worsening
    reaction_fading
    reaction_resting
    reaction_remedied
    reaction_over
    remedy_enough
    faint_trait
    faint_from
    swelling_reaction
    irritation_reaction
    gel_above
    gel_below
    order_share
    subcutis_female
    thin_skin_weakness
    bruise_anticoagulant
    blanch_from
    blanch_until
    still_cm_s
    at_limit
    held_input
    full_rate_cm_s
    withdraw_after
    soreness_from
    soreness_rise
    soreness_fading
    comfort_soreness
    left_pelvis_after
    leg_bands_full
    arterial_enough
    non_responders
    non_responder
    consolidation
    return_days
    irritation_days
    fluid_days
    bruise_days
    course_relief
    course_share
    relief_lost
    relief_days
    relief_shape
    trust_gain
    fold_per_mm
    fold_fluid_mm
    fold_lifted_most
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::knowledge::{self, library::Folder};

    fn tables() -> Knowledge {
        knowledge::load(&Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets"))).0
    }

    #[test]
    fn the_table_has_every_constant_the_simulation_asks_for_and_no_other() {
        let knowledge = tables();
        assert_eq!(Constants::from_table(&knowledge).map(|_| ()), Ok(()));
        let idle: Vec<_> = knowledge
            .constants
            .keys()
            .filter(|id| !Constants::FIELDS.contains(&id.as_str().replace('-', "_").as_str()))
            .collect();
        assert!(idle.is_empty(), "nothing uses {idle:?}");
    }

    #[test]
    fn a_constant_out_of_its_range_is_named() {
        let mut knowledge = tables();
        if let Some(friction) = knowledge.constants.get_mut("friction") {
            friction.value = 7.0;
        }
        let problem = Constants::from_table(&knowledge).map(|_| ()).map_err(|error| error.to_string());
        assert!(problem.is_err_and(|words| words.contains("friction") && words.contains('7')));
    }
}
