//! Numbers of the sheets' material.

use serde::{Deserialize, Serialize};

use super::entry::{Name, Provenance, entry};

/// One number of the material of skin, fascia and the loose layers between.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaterialValue {
    /// Names.
    pub name: Name,
    /// The value.
    pub value: f64,
    /// Its unit, for example `MPa`, `kPa`, `mm`, `s`, `kg/m²`, `1`.
    pub unit: String,
    /// Smallest and largest value an instructor may set.
    pub range: (f64, f64),
    /// What it does.
    pub meaning: String,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(MaterialValue, "materials");
