//! The table of materials, taken once.

use super::material::{LAYERS, Material, Slow};
use crate::{knowledge::Knowledge, maths::lerp, simulation::constants::IncompleteKnowledge};

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident)+) => {
        /// All numbers of `materials.ron`, and the one of `constants.ron` that the thickness needs.
        /// A field is named like its entry, with underscores for hyphens.
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) struct Numbers {
            $(pub(crate) $name: f64,)+
            pub(crate) subcutis_per_bmi: f64,
        }

        impl Numbers {
            /// Takes every number from the tables.
            pub(crate) fn from_tables(knowledge: &Knowledge) -> Result<Self, IncompleteKnowledge> {
                let mut missing = Vec::new();
                let numbers = Self {
                    $($name: material(knowledge, stringify!($name), &mut missing),)+
                    subcutis_per_bmi: constant(knowledge, "subcutis-per-bmi", &mut missing),
                };
                if missing.is_empty() { Ok(numbers) } else { Err(IncompleteKnowledge { missing }) }
            }

            /// The names of the fields that stand in the table of materials.
            #[cfg(test)]
            pub(crate) const FIELDS: &[&str] = &[$(stringify!($name)),+];
        }
    };
}

fn material(knowledge: &Knowledge, field: &str, missing: &mut Vec<String>) -> f64 {
    let id = field.replace('_', "-");
    let found = knowledge.materials.get(id.as_str()).map(|entry| (entry.value, entry.range));
    checked("material", &id, found, missing)
}

fn constant(knowledge: &Knowledge, id: &str, missing: &mut Vec<String>) -> f64 {
    checked("constant", id, knowledge.constants.get(id).map(|entry| (entry.value, entry.range)), missing)
}

fn checked(kind: &str, id: &str, found: Option<(f64, (f64, f64))>, missing: &mut Vec<String>) -> f64 {
    match found {
        Some((value, range)) if value.is_finite() && value >= range.0 && value <= range.1 => value,
        Some((value, range)) => {
            missing.push(format!("the {kind} \"{id}\" is {value}, outside {} to {}", range.0, range.1));
            0.0
        }
        None => {
            missing.push(format!("the {kind} \"{id}\""));
            0.0
        }
    }
}

numbers! {
    skin_modulus
    skin_thickness
    superficial_modulus
    superficial_thickness
    deep_modulus
    deep_thickness
    deep_fibre_share
    deep_fibre_angle
    toe_share
    deep_toe_share
    shear_share
    pre_stretch
    upper_shear
    middle_shear
    deep_shear
    upper_gap
    middle_gap
    deep_gap
    relaxation
    slow_share
    slow_first
    slow_second
    limit_stiffening
    skin_mass
    superficial_mass
    deep_mass
    adhesion_upper
    adhesion_middle
    adhesion_grip_upper
    adhesion_grip_middle
    swelling_thickness
    press_skin_upper
    press_skin_middle
    press_subcutis_upper
    press_subcutis_middle
    press_fascia_upper
    press_fascia_middle
    pad_stiffness
    fold_height
    fold_most
}

/// Area of the pads that the factors of a grip hold for, cm²; a larger one spreads the same hold.
const PRESS_CM2: f64 = 2.5;

impl Numbers {
    /// Young's moduli of the three sheets, Pa.
    pub(crate) fn moduli(&self) -> [f64; LAYERS] {
        [self.skin_modulus * 1e6, self.superficial_modulus * 1e6, self.deep_modulus * 1e6]
    }

    /// Shear moduli of the layers under the three sheets, Pa.
    pub(crate) fn shear(&self) -> [f64; LAYERS] {
        [self.upper_shear * 1e3, self.middle_shear * 1e3, self.deep_shear * 1e3]
    }

    /// What full adhesion does to the upper and the lower shift layer: by which share a grip binds more, and what it binds
    /// beside.
    pub(crate) fn binding(&self) -> [(f64, f64); 2] {
        [(self.adhesion_grip_upper, self.adhesion_upper), (self.adhesion_grip_middle, self.adhesion_middle)]
    }

    /// Factors on the three shift layers under a pad that reaches to a depth, 0 skin to 2 deep fascia.
    pub(crate) fn press(&self, depth: f64, area_cm2: f64) -> [f64; LAYERS] {
        let between = |skin: f64, subcutis: f64, fascia: f64| {
            if depth <= 1.0 { lerp(skin, subcutis, depth) } else { lerp(subcutis, fascia, (depth - 1.0).min(1.0)) }
        };
        [
            between(self.press_skin_upper, self.press_subcutis_upper, self.press_fascia_upper),
            between(self.press_skin_middle, self.press_subcutis_middle, self.press_fascia_middle),
            1.0,
        ]
        .map(|factor| 1.0 + (factor - 1.0) * PRESS_CM2 / area_cm2.max(0.5))
    }

    /// The material of the test patch.
    pub(crate) fn patch(&self) -> Material {
        let thickness = [self.skin_thickness, self.superficial_thickness, self.deep_thickness];
        let gaps = [self.upper_gap, self.middle_gap, self.deep_gap];
        let (moduli, shear) = (self.moduli(), self.shear());
        Material {
            membrane: std::array::from_fn(|layer| moduli[layer] * thickness[layer] * 1e-3),
            stretch: [self.pre_stretch; LAYERS],
            coupling: std::array::from_fn(|layer| shear[layer] / (gaps[layer] * 1e-3)),
            relaxation: self.relaxation,
            mass: [self.skin_mass, self.superficial_mass, self.deep_mass],
            slow: Slow::NONE,
            limit: [f64::INFINITY; LAYERS],
            stiffening: 0.0,
        }
    }

    /// What the shift layers of a body have beside: slow relaxation, and an end of their way that each place knows.
    pub(crate) fn body(&self) -> Material {
        Material {
            coupling: [0.0; LAYERS],
            slow: Slow { share: self.slow_share, seconds: [self.slow_first, self.slow_second] },
            stiffening: self.limit_stiffening,
            ..self.patch()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{self, library::Folder};

    #[test]
    fn the_table_has_exactly_the_numbers_that_are_used() {
        let assets = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
        let (knowledge, findings) = knowledge::load(&Folder::new(assets));
        assert!(findings.is_empty(), "{findings:#?}");
        assert!(Numbers::from_tables(&knowledge).is_ok());
        for (id, _) in knowledge.materials.iter() {
            assert!(Numbers::FIELDS.contains(&id.as_str().replace('-', "_").as_str()), "{id} is not used");
        }
    }

    #[test]
    fn every_number_that_is_missing_is_named() {
        let found = Numbers::from_tables(&Knowledge::default()).unwrap_err();
        assert_eq!(found.missing.len(), Numbers::FIELDS.len() + 1);
    }
}
