//! What is taught around the method: effects with their evidence, student errors, questions on
//! which schools differ, terms and sources.

use serde::{Deserialize, Serialize};

use super::{
    entry::{Name, Provenance, entry},
    id::ZoneId,
};

/// An intended effect, or a claim about the method, with the state of its evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// Names.
    pub name: Name,
    /// Zones it is taught for.
    #[serde(default)]
    pub zones: Vec<ZoneId>,
    /// When it is said to appear, in words.
    #[serde(default)]
    pub time: Option<String>,
    /// How it is measured in the simulator, in words.
    #[serde(default)]
    pub measure: Option<String>,
    /// How it may be put to a student or client.
    pub show_as: String,
    /// What studies found, in our words, with their figures.
    #[serde(default)]
    pub studies: Vec<Study>,
    /// The software must not claim it.
    #[serde(default)]
    pub must_not_claim: bool,
    /// Where it comes from, with the grade of evidence.
    pub provenance: Provenance,
}
entry!(Effect, "effects", references: |self, references| {
    references.to_all("zones", &self.zones, "zones");
    for (index, study) in self.studies.iter().enumerate() {
        references.to("sources", &study.source, crate::document::Path::root().field("studies").index(index).field("source"));
    }
});

/// A study in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// Its source.
    pub source: super::id::SourceId,
    /// Design and number of people.
    pub design: String,
    /// What was done, how often.
    #[serde(default)]
    pub dose: String,
    /// What was found.
    pub result: String,
    /// What limits it.
    #[serde(default)]
    pub limits: String,
}

/// A frequent error of students.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StudentError {
    /// Code of the teaching material, `E…`.
    pub code: String,
    /// Names.
    pub name: Name,
    /// What client or skin shows.
    pub shows: String,
    /// What follows.
    pub consequence: String,
    /// How it is put right.
    pub correction: String,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(StudentError, "errors", code: code);

/// A question on which schools differ, with its two or more answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct School {
    /// Code of the teaching material, `D…`.
    pub code: String,
    /// Names.
    pub name: Name,
    /// The views, by a short id; the first is the default.
    pub views: Vec<SchoolView>,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(School, "schools", code: code);

/// One answer to a question on which schools differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolView {
    /// Short id, for example `classic`.
    pub id: String,
    /// The view in words.
    pub view: String,
    /// Sources that hold it.
    #[serde(default)]
    pub sources: Vec<super::id::SourceId>,
}

/// Segments of an organ, a target of sympathetic outflow or a muscle zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentEntry {
    /// Names.
    pub name: Name,
    /// What kind of row it is.
    pub kind: SegmentKind,
    /// Default segments.
    #[serde(default)]
    pub segments: Vec<super::zone::SegmentRange>,
    /// Which side, in words.
    #[serde(default)]
    pub side: String,
    /// Other ranges read in sources, in words.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Further referral, in words.
    #[serde(default)]
    pub referral: Option<String>,
    /// Muscles of a muscle zone.
    #[serde(default)]
    pub muscles: Option<String>,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(SegmentEntry, "segments", references: |self, references| {
    for (index, range) in self.segments.iter().enumerate() {
        let path = || crate::document::Path::root().field("segments").index(index);
        references.to("levels", &range.0, path().index(0));
        references.to("levels", &range.1, path().index(1));
    }
});

/// Kinds of rows in the table of segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SegmentKind {
    /// An organ.
    Organ,
    /// A target of sympathetic outflow.
    Sympathetic,
    /// A target of parasympathetic outflow.
    Parasympathetic,
    /// A muscle zone after Mackenzie.
    MuscleZone,
}

/// A term of the field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Names.
    pub name: Name,
    /// What it means.
    pub definition: String,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Term, "terms");

/// A source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Names: a short title, the same in both languages where it has only one.
    pub name: Name,
    /// Authors, title, journal, year, pages or address as a reader can find it.
    pub citation: String,
    /// Read, or known and not read again.
    pub provenance: Provenance,
    /// How much weight it carries.
    pub authority: Authority,
}
entry!(Source, "sources");

/// How much weight a source carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Authority {
    /// Peer-reviewed study or review.
    Study,
    /// Textbook, encyclopaedia or legal text.
    Textbook,
    /// Trial registry entry.
    Registry,
    /// School, practice or portal page: shows convention.
    Practice,
}

/// A number the simulation uses, with where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constant {
    /// Names.
    pub name: Name,
    /// The value.
    pub value: f64,
    /// Its unit, for example `s`, `N/mm`, `°C`, `1/min`, `1`.
    pub unit: String,
    /// Smallest and largest value an instructor may set.
    pub range: (f64, f64),
    /// What it does.
    pub meaning: String,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Constant, "constants");
