//! Every form of a file that was ever shipped is still read: one file of each form lies in
//! `tests/museum` and is never changed. A new form gets a new file, and a pure function that leads
//! from the old one to it.

use ctm_trainer::{
    diagnostic::Severity,
    scenario::{self, check::CheckLevel},
    session::{plan::Plan, record::Record},
    study::{Results, pack},
};

use crate::support::knowledge;

macro_rules! kept {
    ($name:literal) => {
        include_bytes!(concat!("../museum/", $name)).as_slice()
    };
}

#[test]
fn every_scenario_form_is_read() {
    let (scenario, findings) =
        scenario::read(&knowledge(), "scenario-1.ron", kept!("scenario-1.ron"), CheckLevel::Draft);
    assert!(findings.iter().all(|finding| finding.severity == Severity::Warning), "{findings:#?}");
    let file = scenario.unwrap().file;
    assert_eq!(file.format, "ctm-scenario/1");
    // What was added later has its usual value, so that an old case means what it meant.
    assert!(file.variation.is_empty() && file.debrief.questions.is_empty());
}

#[test]
fn every_plan_record_result_and_pack_form_is_read() {
    let plan = Plan::read("plan-1.ron", kept!("plan-1.ron")).unwrap_or_else(|findings| panic!("{findings:#?}"));
    assert_eq!(plan.file.format, "ctm-plan/1");
    let (record, notes) = Record::parse(kept!("record-1")).unwrap();
    assert!(notes.is_empty() && record.broken.is_none() && record.ended.is_some(), "{notes:?}");
    assert_eq!((record.header.scenario.as_str(), record.header.seed), ("tiny", 7));
    let opened = pack::open(kept!("pack-1.ctm")).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(opened.manifest.cases[0].id, "tiny");
    let results =
        Results::read("results-1.ron", kept!("results-1.ron")).unwrap_or_else(|findings| panic!("{findings:#?}"));
    assert_eq!(results.attempts("tiny").len(), 1);
}
