//! Entries that are being made and are not yet actions.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    knowledge::id::{ContraindicationId, FindingId, OutcomeId, SectionId, StepId, ZoneId},
    units::{BackPoint, Side},
};

/// A mark that is being entered.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkDraft {
    /// Where it was pointed.
    pub at: BackPoint,
    /// The side.
    pub side: Side,
    /// The zone it is taken for.
    pub zone: Option<ZoneId>,
    /// What kind.
    pub kind: Option<FindingId>,
    /// How marked, 0 to 4.
    pub grade: Option<u8>,
    /// Just pointed at: the fields have to be brought into sight.
    pub fresh: bool,
}

/// A direction on the back, as the student sees it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Towards the head.
    #[default]
    Up,
    /// Towards the feet.
    Down,
    /// Towards the spine.
    Inwards,
    /// Away from the spine.
    Outwards,
    /// Towards the head and the spine.
    UpInwards,
    /// Towards the head and away from the spine.
    UpOutwards,
}

impl Direction {
    /// All directions with their names.
    pub const ALL: [(&'static str, Self); 6] = [
        ("Up", Self::Up),
        ("Down", Self::Down),
        ("To the spine", Self::Inwards),
        ("Outwards", Self::Outwards),
        ("Up and in", Self::UpInwards),
        ("Up and out", Self::UpOutwards),
    ];

    /// One centimetre along it: x away from the midline, y downwards.
    #[must_use]
    pub fn vector(self) -> (f64, f64) {
        let half = std::f64::consts::FRAC_1_SQRT_2;
        match self {
            Self::Up => (0.0, -1.0),
            Self::Down => (0.0, 1.0),
            Self::Inwards => (-1.0, 0.0),
            Self::Outwards => (1.0, 0.0),
            Self::UpInwards => (-half, -half),
            Self::UpOutwards => (half, -half),
        }
    }
}

/// Where a stroke is placed without the pointer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceDraft {
    /// The zone.
    pub zone: Option<ZoneId>,
    /// On the left instead of the right.
    pub left: bool,
    /// Which way.
    pub direction: Direction,
}

/// What is being prepared, by phase.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// Search in questions, reasons or zones of the phase now.
    pub search: String,
    /// The group of questions or reasons that is shown; all if none.
    pub group: Option<String>,
    /// The mark being entered.
    pub mark: Option<MarkDraft>,
    /// The outcome being weighed.
    pub outcome: Option<OutcomeId>,
    /// Reasons chosen.
    pub reasons: BTreeSet<ContraindicationId>,
    /// Zones to be left out.
    pub avoid: BTreeSet<ZoneId>,
    /// The decision draft was filled from the decision that holds.
    pub decided: bool,
    /// The section whose steps are shown.
    pub section: Option<SectionId>,
    /// The step that is open.
    pub step: Option<StepId>,
    /// How often each side of a step was placed.
    pub placed: BTreeMap<(String, Side), u32>,
    /// Where a stroke is placed without the pointer.
    pub place: PlaceDraft,
    /// What is asked before touching is unfolded.
    pub asking: bool,
    /// Which part of the treatment tools is open: technique, build-up or place.
    pub tab: usize,
}
