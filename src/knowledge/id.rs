//! Names by which entries refer to each other.
//!
//! An id is the key of an entry in its table: lower-case letters, digits and hyphens, 1 to 48
//! characters. Each table has its own id type, so a zone cannot be given where a stroke belongs.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as it is written in files.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                // Ids are handed on rather than made anew, so mostly both are the same piece of text.
                Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
            }
        }

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string" })
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.as_ref().into()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )+};
}

ids! {
    /// A palpable landmark, for example `psis`.
    LandmarkId;
    /// A spinous level, for example `l5`.
    LevelId;
    /// A layer of the body wall, for example `superficial-fascia`.
    LayerId;
    /// A region of the back with its own layer thickness and tissue, for example `lumbar`.
    RegionId;
    /// A connective tissue zone, for example `bladder`.
    ZoneId;
    /// A kind of tissue finding, for example `band`.
    FindingId;
    /// An attribute of the palpation scale, for example `mobility`.
    AttributeId;
    /// A stroke of the method, for example `hook`.
    StrokeId;
    /// A further or related technique, for example `french-rolling`.
    TechniqueId;
    /// A section of the build-up, for example `basic`.
    SectionId;
    /// A step inside a section, for example `b1`.
    StepId;
    /// A starting position, for example `sitting`.
    PositionId;
    /// A contraindication, for example `ci01`.
    ContraindicationId;
    /// A red-flag question, for example `rf1`.
    RedFlagId;
    /// An outcome of the decision, for example `adapt`.
    OutcomeId;
    /// A sensation the client can report, for example `sn3`.
    SensationId;
    /// Something the client may say first, for example `afraid`.
    RemarkId;
    /// A stage of the skin's answer, for example `red-line`.
    SkinStageId;
    /// An unwanted reaction, for example `r03`.
    ReactionId;
    /// A trigger of unwanted reactions, for example `one-sided`.
    TriggerId;
    /// An intended effect or a claim with its evidence, for example `period-pain`.
    EffectId;
    /// A student error, for example `e7`.
    ErrorId;
    /// A question on which schools differ, for example `order`.
    SchoolId;
    /// An organ, a target of sympathetic outflow or a muscle zone, for example `colon-descending`.
    SegmentId;
    /// A term of the field, for example `drawing-in`.
    TermId;
    /// A source, for example `holey2011`.
    SourceId;
    /// A constant of the simulation, for example `relaxation-fast`.
    ConstantId;
    /// A number of the sheets' material, for example `skin-modulus`.
    MaterialId;
}
