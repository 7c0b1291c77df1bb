//! A client on whom strokes can be tried out, for tests of the simulation.

use std::{path::Path, sync::OnceLock};

use ctm_trainer::{
    knowledge::{self, Knowledge, library::Folder},
    simulation::{
        make_up::{MakeUp, SiteGrades, SiteSpec},
        observation::{Cue, CueKind},
        patient::Patient,
    },
    units::{BackPoint, Side},
    validation::hands,
};

pub use ctm_trainer::validation::hands::{Answer, Pull, wait};

/// All tables, loaded once.
pub fn tables() -> &'static Knowledge {
    static TABLES: OnceLock<Knowledge> = OnceLock::new();
    TABLES.get_or_init(|| {
        let (knowledge, findings) = knowledge::load(&Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets")));
        assert!(findings.is_empty(), "{findings:#?}");
        knowledge
    })
}

/// A finding over the right lumbar region, 8 cm wide: x 2 to 10, y 70 to 86.
pub fn lumbar(finding: &str, mobility: u8, tension: u8, volume: u8, tenderness: u8) -> SiteSpec {
    SiteSpec {
        name: format!("the {finding} beside L1 to L4 on the right"),
        zone: None,
        side: Side::Right,
        outlines: vec![vec![BackPoint(2.0, 70.0), BackPoint(10.0, 70.0), BackPoint(10.0, 86.0), BackPoint(2.0, 86.0)]],
        finding: finding.into(),
        grades: SiteGrades { mobility, tension, volume, tenderness },
        layer: "subcutis".into(),
    }
}

/// A client with one finding.
pub fn client(site: Option<SiteSpec>) -> MakeUp {
    MakeUp { sites: site.into_iter().collect(), session_number: 4, ..MakeUp::default() }
}

/// The stroke as the table teaches it.
pub fn textbook(stroke: &str, from: (f64, f64), cm: f64) -> Pull {
    Pull::textbook(tables(), stroke, BackPoint(from.0, from.1), cm)
}

/// Does a stroke.
#[allow(clippy::needless_pass_by_value, reason = "tests read better without a reference at every stroke")]
pub fn pull(patient: &mut Patient, stroke: Pull) -> Answer {
    hands::pull(patient, &stroke)
}

/// A correct basic section.
pub fn section(patient: &mut Patient) {
    hands::section(patient, tables());
}

/// The ids of spoken sensations.
pub fn spoken(cues: &[Cue]) -> Vec<String> {
    cues.iter()
        .filter_map(|cue| match &cue.kind {
            CueKind::Sensation(id) => Some(id.to_string()),
            CueKind::StopWord => Some("stop".into()),
            CueKind::Reaction(_) | CueKind::Remark(_) => None,
        })
        .collect()
}
