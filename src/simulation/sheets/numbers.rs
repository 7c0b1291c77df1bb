//! The table of materials, taken once.

use super::material::{LAYERS, Material};
use crate::{knowledge::Knowledge, simulation::constants::IncompleteKnowledge};

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident)+) => {
        /// All numbers of `materials.ron`, and those of `constants.ron` that the sheets share with the lumped tissue.
        /// A field is named like its entry, with underscores for hyphens.
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) struct Numbers {
            $(pub(crate) $name: f64,)+
            pub(crate) relaxation_fast: f64,
            pub(crate) relaxation_slow: f64,
            pub(crate) friction: f64,
            pub(crate) hooking_gain: f64,
            pub(crate) kinetic_share: f64,
            pub(crate) subcutis_per_bmi: f64,
        }

        impl Numbers {
            /// Takes every number from the tables.
            pub(crate) fn from_tables(knowledge: &Knowledge) -> Result<Self, IncompleteKnowledge> {
                let mut missing = Vec::new();
                let numbers = Self {
                    $($name: material(knowledge, stringify!($name), &mut missing),)+
                    relaxation_fast: constant(knowledge, "relaxation-fast", &mut missing),
                    relaxation_slow: constant(knowledge, "relaxation-slow", &mut missing),
                    friction: constant(knowledge, "friction", &mut missing),
                    hooking_gain: constant(knowledge, "hooking-gain", &mut missing),
                    kinetic_share: constant(knowledge, "kinetic-share", &mut missing),
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
    pre_stretch
    upper_shear
    middle_shear
    deep_shear
    upper_gap
    middle_gap
    deep_gap
    relaxation
    slow_share
    skin_mass
    superficial_mass
    deep_mass
    shift_limit
    shift_stiffening
    adhesion_coupling
    band_stiffness
    swelling_thickness
    swelling_softness
    press_coupling
    pad_stiffness
    fold_height
    fold_most
}

impl Numbers {
    /// Young's moduli of the three sheets, Pa.
    pub(crate) fn moduli(&self) -> [f64; LAYERS] {
        [self.skin_modulus * 1e6, self.superficial_modulus * 1e6, self.deep_modulus * 1e6]
    }

    /// Shear moduli of the layers under the three sheets, Pa.
    pub(crate) fn shear(&self) -> [f64; LAYERS] {
        [self.upper_shear * 1e3, self.middle_shear * 1e3, self.deep_shear * 1e3]
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
        assert_eq!(found.missing.len(), Numbers::FIELDS.len() + 6);
    }
}
