//! What is true of bodies, strokes and safety. Immutable once loaded.
//!
//! One table is one file in `assets/knowledge/`, a map from id to entry in reading order. Adding a
//! table is one line in [`tables!`](self) below and one type that implements [`entry::Entry`].
//! Rust holds the form of the facts; the facts themselves, with their sources and the confidence
//! they deserve, live in the files.

pub mod body;
pub mod catalogue;
pub mod chart;
pub mod entry;
pub mod finding;
pub mod fingerprint;
pub mod id;
pub mod library;
mod load;
pub mod material;
pub mod response;
pub mod safety;
pub mod section;
pub mod stroke;
pub mod teaching;
pub mod zone;

pub use load::load;

use crate::document::Table;

macro_rules! tables {
    ($($(#[$doc:meta])* $field:ident: $id:ty => $entry:ty,)+) => {
        /// All tables.
        #[derive(Debug, Clone, Default)]
        pub struct Knowledge {
            $($(#[$doc])* pub $field: Table<$id, $entry>,)+
            /// Fingerprint of all table files, 64 hexadecimal digits.
            pub hash: String,
        }

        impl Knowledge {
            fn read(library: &dyn library::Library, loader: &mut load::Loader) -> Self {
                Self { $($field: loader.table(library),)+ hash: String::new() }
            }

            /// The names of all tables, in reading order.
            pub const TABLES: &'static [&'static str] = &[$(<$entry as entry::Entry>::TABLE),+];

            /// Shows a table to a visitor; false if there is no table of that name.
            pub fn visit(&self, table: &str, visitor: &mut impl catalogue::Visitor) -> bool {
                $(if table == <$entry as entry::Entry>::TABLE {
                    visitor.table(&self.$field);
                    return true;
                })+
                false
            }
        }
    };
}

tables! {
    /// Palpable landmarks.
    landmarks: id::LandmarkId => body::Landmark,
    /// Spinous levels.
    levels: id::LevelId => body::Level,
    /// Layers from outside in.
    layers: id::LayerId => body::Layer,
    /// Regions of the back with their own tissue.
    regions: id::RegionId => body::Region,
    /// Connective tissue zones.
    zones: id::ZoneId => zone::Zone,
    /// Kinds of tissue findings.
    findings: id::FindingId => finding::Finding,
    /// The palpation scale.
    palpation: id::AttributeId => finding::Attribute,
    /// Strokes of the method.
    strokes: id::StrokeId => stroke::Stroke,
    /// Further and related techniques.
    techniques: id::TechniqueId => stroke::Technique,
    /// Sections of the build-up with their steps.
    sections: id::SectionId => section::Section,
    /// Bodies that the room can show.
    bodies: String => body::Shown,
    /// Starting positions.
    positions: id::PositionId => section::Position,
    /// Contraindications.
    contraindications: id::ContraindicationId => safety::Contraindication,
    /// Red-flag questions.
    red_flags: id::RedFlagId => safety::RedFlag,
    /// Outcomes of the decision.
    decisions: id::OutcomeId => safety::Outcome,
    /// Signs at which work stops.
    stop_rules: String => safety::StopRule,
    /// Consent, draping, hygiene and closing.
    preparation: String => safety::PreparationItem,
    /// Sensations.
    sensations: id::SensationId => response::Sensation,
    /// What the client may say first.
    remarks: id::RemarkId => response::Remark,
    /// The skin's timeline.
    skin: id::SkinStageId => response::SkinStage,
    /// Unwanted reactions.
    reactions: id::ReactionId => response::Reaction,
    /// Triggers of unwanted reactions.
    triggers: id::TriggerId => response::Trigger,
    /// Intended effects and claims with their evidence.
    effects: id::EffectId => teaching::Effect,
    /// Student errors.
    errors: id::ErrorId => teaching::StudentError,
    /// Questions on which schools differ.
    schools: id::SchoolId => teaching::School,
    /// Segments of organs, sympathetic targets and muscle zones.
    segments: id::SegmentId => teaching::SegmentEntry,
    /// Terms of the field.
    terms: id::TermId => teaching::Term,
    /// Constants of the simulation.
    constants: id::ConstantId => teaching::Constant,
    /// Material of the moving sheets.
    materials: id::MaterialId => material::MaterialValue,
    /// Sources.
    sources: id::SourceId => teaching::Source,
}
