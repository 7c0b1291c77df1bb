//! What tests share: the project's knowledge, the tiny case and its plan.

use std::{
    path::Path,
    sync::{Arc, OnceLock},
};

use ctm_trainer::{
    knowledge::{self, Knowledge, library::Folder},
    scenario::{self, Scenario, check::CheckLevel},
    session::{
        Session,
        plan::{self, Plan},
        record::Header,
    },
};

pub(crate) fn knowledge() -> Arc<Knowledge> {
    static KNOWLEDGE: OnceLock<Arc<Knowledge>> = OnceLock::new();
    Arc::clone(KNOWLEDGE.get_or_init(|| {
        let folder = Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets"));
        Arc::new(knowledge::load(&folder).0)
    }))
}

pub(crate) fn scenario() -> Arc<Scenario> {
    let bytes = include_bytes!("../support/tiny.ron");
    let (scenario, findings) = scenario::read(&knowledge(), "tiny.ron", bytes, CheckLevel::Draft);
    Arc::new(scenario.unwrap_or_else(|| panic!("{findings:#?}")))
}

pub(crate) fn plan() -> Plan {
    let bytes = include_bytes!("../support/tiny-plan.ron");
    Plan::read("tiny-plan.ron", bytes).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

pub(crate) fn header() -> Header {
    Header::new(&knowledge(), &scenario(), 7, "A. Student")
}

/// A session of the tiny case at its beginning.
pub(crate) fn session() -> Session {
    Session::new(knowledge(), scenario(), header()).unwrap_or_else(|error| panic!("{error}"))
}

/// The tiny plan played, once for all tests: the record's lines and the session.
pub(crate) fn played() -> &'static (Vec<String>, Session) {
    static PLAYED: OnceLock<(Vec<String>, Session)> = OnceLock::new();
    PLAYED.get_or_init(play)
}

/// The tiny plan played anew.
pub(crate) fn play() -> (Vec<String>, Session) {
    plan::drive(&knowledge(), &scenario(), &plan(), header()).unwrap_or_else(|error| panic!("{error}"))
}

/// The record of the tiny plan as a file.
pub(crate) fn record() -> String {
    file(&played().0)
}

/// Lines as a file.
pub(crate) fn file(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}
