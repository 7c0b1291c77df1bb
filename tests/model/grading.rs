//! `grade` as a teacher calls it, and what no attempt may get away with.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::Arc,
};

use ctm_trainer::{
    assessment::{self, Evidence, report::Safety},
    scenario::{self, Scenario, check::CheckLevel},
    session::{
        action::{Decision, Mark},
        record::Record,
    },
    units::{BackPoint, Side, Tick},
};

use crate::support::{self, knowledge};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn grade(arguments: &[&Path], format: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ctm-trainer"))
        .arg("grade")
        .args(arguments)
        .args(["--format", format])
        .arg("--scenarios")
        .arg(root("tests/support"))
        .arg("--assets")
        .arg(root("assets"))
        .output()
        .expect("the program can be started")
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder of this test's own with the record of the tiny plan in it.
fn folder(name: &str) -> (PathBuf, PathBuf) {
    let folder = std::env::temp_dir().join(format!("ctm-trainer-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder can be made");
    let record = folder.join("one.ctm");
    fs::write(&record, support::record()).expect("a file can be written");
    (folder, record)
}

#[test]
fn a_graded_record_is_printed_for_people_programs_and_spreadsheets() {
    let (folder, record) = folder("grade");
    let text = grade(&[&record], "text");
    assert_eq!(text.status.code(), Some(0));
    assert!(printed(&text).contains("Result: 100 of 100 points; passed"), "{}", printed(&text));

    let one: serde_json::Value = serde_json::from_str(&printed(&grade(&[&record], "json"))).expect("JSON");
    let keys: Vec<&str> = one.as_object().expect("an object").keys().map(String::as_str).collect();
    let mut agreed = ["scenario", "student", "raw", "capped", "safety", "passed", "domains", "gates", "ledger"];
    agreed.sort_unstable();
    assert_eq!(keys, agreed);
    let sum: f64 = one["ledger"].as_array().expect("lines").iter().filter_map(|line| line["delta"].as_f64()).sum();
    assert_eq!(Some(sum), one["raw"].as_f64());
    for line in one["ledger"].as_array().expect("lines") {
        for key in ["rule", "text", "why", "source"] {
            assert!(line[key].as_str().is_some_and(|words| !words.is_empty()), "{key}: {line}");
        }
    }

    let several: serde_json::Value = serde_json::from_str(&printed(&grade(&[&record, &record], "json"))).expect("JSON");
    assert_eq!(several.as_array().map(Vec::len), Some(2));
    let table = printed(&grade(&[&record, &record], "csv"));
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(table.lines().nth(1).is_some_and(|line| line.contains(",100,100,clear,true,")), "{table}");
    fs::remove_dir_all(&folder).expect("the folder is ours");
}

#[test]
fn a_record_that_was_changed_gets_no_points_at_all() {
    let (folder, record) = folder("grade-changed");
    let text = fs::read_to_string(&record).expect("it is there");
    let changed = folder.join("changed.ctm");
    fs::write(&changed, text.replacen(",4000,false", ",4001,false", 1)).expect("a file can be written");
    let output = grade(&[&changed], "text");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(printed(&output), "", "a tampered record is not graded");
    let both = grade(&[&changed, &record], "csv");
    assert_eq!(both.status.code(), Some(1));
    assert_eq!(printed(&both).lines().count(), 2, "the other record still is");
    assert_eq!(grade(&[&folder.join("missing.ctm")], "text").status.code(), Some(2));
    fs::remove_dir_all(&folder).expect("the folder is ours");
}

#[test]
fn the_screen_and_the_command_line_see_the_same_result() {
    let (lines, session) = support::played();
    let live = assessment::judge(&Evidence::gather(session));
    let (record, _) = Record::parse(support::file(lines).as_bytes()).expect("it was just written");
    let graded = assessment::grade(&knowledge(), &support::scenario(), &record).expect("it is what happened");
    assert_eq!(live, graded);
}

fn cases() -> Vec<Arc<Scenario>> {
    let files = fs::read_dir(root("scenarios/core")).expect("the folder is there");
    let files = files.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file());
    files
        .map(|path| {
            let bytes = fs::read(&path).expect("it can be read");
            let (scenario, findings) =
                scenario::read(&knowledge(), &path.display().to_string(), &bytes, CheckLevel::Publish);
            Arc::new(scenario.unwrap_or_else(|| panic!("{findings:#?}")))
        })
        .collect()
}

#[test]
fn whoever_does_nothing_fails() {
    for scenario in cases() {
        let report = assessment::judge(&Evidence::empty(&knowledge(), &scenario, "nobody"));
        assert!(!report.passed, "{}", report.text());
    }
}

#[test]
fn whoever_clicks_everything_fails() {
    let knowledge = knowledge();
    for scenario in cases() {
        for outcome in knowledge.decisions.keys() {
            let mut evidence = Evidence::empty(&knowledge, &scenario, "everything");
            let file = &scenario.file;
            evidence.asked = file.interview.questions.iter().map(|question| (Tick(1), question.id.clone())).collect();
            evidence.said = file.task.statements.iter().map(|statement| (Tick(2), statement.id.clone())).collect();
            evidence.looks = vec![(Tick(3), true)];
            for (kind, _) in knowledge.findings.iter() {
                for y in 0..10 {
                    let at = BackPoint(5.0, f64::from(y) * 12.0).quantised();
                    let mark = Mark { at, side: Side::Both, zone: None, kind: kind.clone(), grade: 2 };
                    evidence.marks.push((Tick(4), mark));
                }
            }
            let reasons = knowledge.contraindications.keys().cloned().collect();
            evidence.decisions = vec![(Tick(5), Decision { outcome: outcome.clone(), reasons, avoid: Vec::new() })];
            let items = || knowledge.preparation.keys().map(|item| (Tick(6), item.clone())).collect();
            (evidence.prepared, evidence.closed) = (items(), items());
            let report = assessment::judge(&evidence);
            assert!(!report.passed || report.safety == Safety::Unsafe, "{outcome}: {}", report.text());
        }
    }
}
