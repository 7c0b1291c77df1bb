//! What every entry of every table carries: its names and where it comes from.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::id::SourceId;
use crate::document::Path;

/// An English and a German name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// English.
    pub en: String,
    /// German, in the textbooks' own words.
    pub de: String,
}

/// How far a statement can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Confidence {
    /// Read in the source named.
    Read,
    /// Known published literature, not read again for this table.
    Literature,
    /// Convention, composite or estimate: an instructor must confirm it.
    Convention,
}

impl Confidence {
    /// What a student is told.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Read => "read in the source",
            Self::Literature => "published literature, not re-read",
            Self::Convention => "convention, to be confirmed by the instructor",
        }
    }
}

/// How well an effect is supported by evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EvidenceGrade {
    /// Established physiology or consistent good trials.
    High,
    /// Small or few trials that point the same way.
    Low,
    /// Hardly any trials.
    VeryLow,
    /// Studies contradict each other.
    Conflicting,
    /// A traditional claim that no study establishes.
    NotEstablished,
    /// A rule of the schools that nobody has tested.
    Untested,
    /// Nothing found.
    NoneFound,
}

impl EvidenceGrade {
    /// What a student is told.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::High => "well established",
            Self::Low => "low: may help",
            Self::VeryLow => "very low: tried, uncertain",
            Self::Conflicting => "conflicting: not established",
            Self::NotEstablished => "not established: a traditional claim",
            Self::Untested => "untested: a rule of the school",
            Self::NoneFound => "no evidence found",
        }
    }
}

/// Where an entry comes from and how far it can be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Ids in the table of sources; may be empty only for conventions.
    #[serde(default)]
    pub sources: Vec<SourceId>,
    /// How far it can be trusted.
    pub confidence: Confidence,
    /// Grade of the evidence, where the entry claims an effect.
    #[serde(default)]
    pub evidence: Option<EvidenceGrade>,
    /// Which part is convention, what disagrees, or what to ask the instructor.
    #[serde(default)]
    pub note: Option<String>,
}

/// A reference from an entry to another table, for the check on load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The table referred to.
    pub table: &'static str,
    /// The id given.
    pub id: String,
    /// Where it stands, from the entry's own root.
    pub path: Path,
}

/// Collects the references of one entry.
#[derive(Debug, Default)]
pub struct References {
    /// Everything noted so far.
    pub found: Vec<Reference>,
}

impl References {
    /// Notes that `id` at `path` must exist in `table`.
    pub fn to(&mut self, table: &'static str, id: &impl ToString, path: Path) {
        self.found.push(Reference { table, id: id.to_string(), path });
    }

    /// Notes a list of ids that stands in the field `field`.
    pub fn to_all<I: ToString>(&mut self, table: &'static str, ids: &[I], field: &str) {
        for (index, id) in ids.iter().enumerate() {
            self.to(table, id, Path::root().field(field).index(index));
        }
    }
}

/// An entry of a knowledge table.
pub trait Entry: DeserializeOwned + Serialize {
    /// The table's name: the file's stem and the catalogue's argument.
    const TABLE: &'static str;

    /// The code the teaching material uses, for example `ZN_BLADDER`; empty where there is none.
    fn code(&self) -> &str {
        ""
    }

    /// English and German name.
    fn name(&self) -> &Name;

    /// Where it comes from.
    fn provenance(&self) -> &Provenance;

    /// Reports every reference to another table (sources are checked without being reported).
    fn references(&self, _references: &mut References) {}
}

/// Implements [`Entry`] for a type with the fields `name` and `provenance`.
macro_rules! entry {
    ($type:ty, $table:literal $(, code: $code:ident)? $(, references: |$self:ident, $references:ident| $body:block)?) => {
        impl crate::knowledge::entry::Entry for $type {
            const TABLE: &'static str = $table;
            $(fn code(&self) -> &str {
                &self.$code
            })?
            fn name(&self) -> &crate::knowledge::entry::Name {
                &self.name
            }
            fn provenance(&self) -> &crate::knowledge::entry::Provenance {
                &self.provenance
            }
            $(fn references(&$self, $references: &mut crate::knowledge::entry::References) $body)?
        }
    };
}
pub(super) use entry;
