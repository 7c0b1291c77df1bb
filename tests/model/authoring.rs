//! docs/authoring.md holds: the guide leads to a sound case, and the reference is the program's own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use ctm_trainer::{
    assessment::trial,
    scenario::{self, check::CheckLevel, template},
    session::plan::Plan,
    units::Points,
};

use crate::support::knowledge;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn guide() -> String {
    fs::read_to_string(root().join("docs/authoring.md")).unwrap()
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ctm-trainer"))
        .args(arguments)
        .current_dir(folder)
        .env("CTM_TRAINER_ASSETS", root().join("assets"))
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// An empty folder of our own.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("ctm-trainer-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Changes a file as a block of the guide says: runs of lines that go, each with what comes instead.
fn change(folder: &Path, block: &str) {
    let (file, lines) = block.split_once('\n').unwrap();
    let path = folder.join(file.trim());
    let mut text = fs::read_to_string(&path).unwrap();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let (sign, line) = line.split_at(1);
        let begins = pairs.last().is_none_or(|(_, new)| !new.is_empty());
        match (sign, begins) {
            ("-", true) => pairs.push((format!("{line}\n"), String::new())),
            ("-", false) => pairs.last_mut().unwrap().0.push_str(&format!("{line}\n")),
            ("+", _) => pairs.last_mut().unwrap().1.push_str(&format!("{line}\n")),
            _ => panic!("a line of a change begins with - or +: {line}"),
        }
    }
    for (old, new) in pairs {
        assert_eq!(text.matches(&old).count(), 1, "stands once in {file}:\n{old}");
        text = text.replace(&old, &new);
    }
    fs::write(path, text).unwrap();
}

#[test]
fn the_guide_followed_to_the_letter_gives_a_case_that_checks_plays_and_grades() {
    let folder = folder("guide");
    let mut commands = 0;
    for block in guide().split("```").skip(1).step_by(2) {
        let (kind, body) = block.split_once('\n').unwrap();
        match kind {
            "diff" => change(&folder, body),
            "sh" => {
                for line in body.lines() {
                    let words: Vec<&str> = line.split(' ').collect();
                    assert_eq!(words[0], "ctm-trainer");
                    let output = run(&folder, &words[1..]);
                    let last = said(&output);
                    assert_eq!(output.status.code(), Some(0), "{line}\n{last}");
                    if line.contains("grade") {
                        assert!(last.contains("100"), "{last}");
                    }
                    commands += 1;
                }
            }
            _ => {}
        }
    }
    assert!(commands >= 7, "{commands} commands");
    let case = fs::read_to_string(folder.join("my-case.ron")).unwrap();
    assert!(case.contains("Ines W."), "the changes were made");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_reference_part_of_the_guide_is_what_the_program_prints() {
    let printed = said(&run(root(), &["fields"]));
    let guide = guide();
    let at = guide.find("## Every field of a scenario").expect("the guide has its reference part");
    let told = "docs/authoring.md is not current: put what `ctm-trainer fields` prints at its end";
    assert!(guide[at..].trim_end() == printed.trim_end(), "{told}");
}

#[test]
fn every_template_is_sound_and_cannot_be_passed_without_thinking() {
    assert!(template::ALL.len() >= 6);
    for template in template::ALL {
        let (case, plan) = (template.case("my-case"), template.plan("my-case"));
        let (scenario, findings) = scenario::read(&knowledge(), template.name, case.as_bytes(), CheckLevel::Publish);
        assert!(findings.is_empty(), "{}: {findings:#?}", template.name);
        let plan = Plan::read("plan", plan.as_bytes()).unwrap_or_else(|findings| panic!("{findings:#?}"));
        let scenario = scenario.unwrap();
        assert_eq!(scenario.file.id, "my-case");
        let trial = trial::run(&knowledge(), &scenario.into(), &[plan], 10).unwrap_or_else(|error| panic!("{error:?}"));
        assert_eq!(trial.plans[0].capped, Points(100_000), "{}", template.name);
        assert_eq!(trial.surprises, [], "{}", template.name);
        assert_eq!(trial.careless_passes(), [] as [String; 0], "{}", template.name);
        assert!(template.about().len() > 20, "{}", template.name);
    }
}

#[test]
fn new_overwrites_nothing_and_offers_a_better_name() {
    let folder = folder("new");
    let output = run(&folder, &["new", "scenario", "Rücken 1.ron"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("ruecken-1.ron"), "{}", said(&output));
    assert_eq!(run(&folder, &["new", "scenario", "one"]).status.code(), Some(0));
    fs::write(folder.join("one.ron"), "mine").unwrap();
    let output = run(&folder, &["new", "scenario", "one.ron"]);
    assert!(said(&output).contains("nothing was changed"), "{}", said(&output));
    assert_eq!(fs::read_to_string(folder.join("one.ron")).unwrap(), "mine");
    let output = run(&folder, &["new", "scenario", "two", "--template", "paplation"]);
    assert!(said(&output).contains("did you mean \"palpation\"?"), "{}", said(&output));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn fix_mends_a_file_and_keeps_its_comments() {
    let folder = folder("fix");
    let good = template::find("blank").unwrap().case("case");
    let spoilt = good
        .replace("sex: Female,", "sex: Femal")
        .replace("\"pressure\"])", "\"presure\"])")
        .replace("minutes: 6", "minutes: \"6\"");
    fs::write(folder.join("case.ron"), &spoilt).unwrap();
    let output = run(&folder, &["check", "--fix", "case.ron"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(fs::read_to_string(folder.join("case.ron")).unwrap(), good);
    let output = run(&folder, &["check", "--format", "sarif", "case.ron"]);
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    fs::write(folder.join("case.ron"), &spoilt).unwrap();
    let output = run(&folder, &["check", "--format", "sarif", "case.ron"]);
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() >= 4 && results.iter().all(|one| one["ruleId"].is_string()), "{results:#?}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_translation_is_out_of_date_when_its_text_changes() {
    let folder = folder("texts");
    let case = fs::read_to_string(root().join("scenarios/core/case09-tight-calf.ron")).unwrap();
    let path = folder.join("case09-tight-calf.ron");
    fs::write(&path, &case).unwrap();
    let texts = |more: &[&str]| run(&folder, &[&["texts", "case09-tight-calf.ron", "--language", "de"], more].concat());
    assert_eq!(texts(&["--accept"]).status.code(), Some(0));
    let marked = fs::read_to_string(&path).unwrap();
    assert!(marked.starts_with(&case[..1000]) && marked.contains("// In one of ten attempts"), "all else stays");
    assert_eq!(run(&folder, &["check", "--level", "publish", "case09-tight-calf.ron"]).status.code(), Some(0));
    fs::write(&path, marked.replace("\"The tight calf\"", "\"The calf\"")).unwrap();
    let output = run(&folder, &["check", "case09-tight-calf.ron"]);
    assert!(said(&output).contains("W072") && said(&output).contains("Die gespannte Wade"), "{}", said(&output));
    assert_eq!(texts(&[]).status.code(), Some(1));
    assert_eq!(texts(&["--accept"]).status.code(), Some(0));
    assert_eq!(run(&folder, &["check", "case09-tight-calf.ron"]).status.code(), Some(0));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_school_signs_its_pack_and_whoever_trusts_its_key_takes_no_other() {
    let folder = folder("signed");
    fs::create_dir(folder.join("cases")).unwrap();
    assert_eq!(run(&folder.join("cases"), &["new", "scenario", "one"]).status.code(), Some(0));
    let says = |arguments: &[&str], code: i32, words: &str| {
        let output = run(&folder, arguments);
        assert!(
            output.status.code() == Some(code) && said(&output).contains(words),
            "{arguments:?}: {}",
            said(&output)
        );
    };
    says(&["key", "new", "north.key", "--name", "School of the North"], 0, "north.pub");
    says(&["key", "new", "south.key", "--name", "School of the South"], 0, "south.pub");
    says(&["key", "new", "north.key", "--name", "Again"], 2, "is there already");
    says(&["key", "new", "cases/key.txt", "--name", "North"], 2, "would go into every pack");
    assert_ne!(fs::read(folder.join("north.key")).unwrap(), fs::read(folder.join("south.key")).unwrap());
    says(&["pack", "cases", "--out", "mine.ctm", "--sign", "north.key"], 0, "signed by School of the North");
    says(&["pack", "cases", "--out", "plain.ctm"], 0, "1 case");
    says(&["pack", "cases", "--out", "no.ctm", "--sign", "north.pub"], 2, "public half");
    says(&["pack", "--verify", "mine.ctm", "--trust", "north.pub"], 0, "whole, 1 case");
    says(&["pack", "--verify", "mine.ctm", "--trust", "south.pub"], 2, "not by School of the South");
    says(&["pack", "--verify", "plain.ctm", "--trust", "north.pub"], 2, "it is not signed");
    says(&["pack", "--verify", "plain.ctm"], 0, "not signed");
    says(&["play", "mine.ctm", "--list", "--trust", "north.pub"], 0, "signed by School of the North");
    says(&["unpack", "mine.ctm", "--to", "south", "--trust", "south.pub"], 2, "not by School of the South");
    says(&["unpack", "plain.ctm", "--to", "plain", "--trust", "north.pub"], 2, "it is not signed");
    assert!(!folder.join("south").exists() && !folder.join("plain").exists(), "nothing is written");
    says(&["unpack", "mine.ctm", "--to", "back", "--trust", "north.pub"], 0, "signed by School of the North");
    let names: Vec<_> = fs::read_dir(folder.join("back")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "the case and its plans, and no signature: {names:?}");
    says(&["pack", "back", "--out", "again/mine.ctm", "--sign", "north.key"], 0, "signed");
    let bytes = fs::read(folder.join("mine.ctm")).unwrap();
    assert_eq!(bytes, fs::read(folder.join("again/mine.ctm")).unwrap(), "same files, same key, same bytes");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_pack_goes_out_and_comes_back_and_a_hostile_one_leaves_nothing_behind() {
    let folder = folder("pack");
    let inside = folder.join("cases");
    fs::create_dir(&inside).unwrap();
    assert_eq!(run(&inside, &["new", "scenario", "one"]).status.code(), Some(0));
    fs::write(inside.join("notes.docx"), "mine").unwrap();
    for name in ["mine.ctm", "again/mine.ctm"] {
        let output = run(&folder, &["pack", "cases", "--out", name]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert!(said(&output).contains("left out: notes.docx"), "{}", said(&output));
    }
    assert_eq!(run(&folder, &["unpack", "mine.ctm", "--to", "back"]).status.code(), Some(0));
    assert_eq!(fs::read(folder.join("back/one.ron")).unwrap(), fs::read(inside.join("one.ron")).unwrap());
    assert!(folder.join("back/plans/one/reference.ron").is_file());
    let output = run(&folder, &["unpack", "mine.ctm", "--to", "back"]);
    assert!(output.status.code() == Some(2) && said(&output).contains("is there already"), "{}", said(&output));
    // The same pack with a name in it, of the same length, that leads out of the folder.
    let bytes = fs::read(folder.join("mine.ctm")).unwrap();
    let (from, to) = (b"plans/one/reference.ron", b"../../one/reference.ron");
    let hostile: Vec<u8> = {
        let mut changed = bytes.clone();
        for at in 0..changed.len() - from.len() {
            // Not in the list of entries, whose own sum would tell it.
            if changed[at..].starts_with(from) && changed[at - 1] != b'"' {
                changed[at..at + from.len()].copy_from_slice(to);
            }
        }
        changed
    };
    assert_ne!(hostile, bytes);
    fs::write(folder.join("hostile.ctm"), hostile).unwrap();
    let before: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let output = run(&folder, &["unpack", "hostile.ctm", "--to", "out"]);
    assert!(output.status.code() == Some(2) && said(&output).contains("leads out of its folder"), "{}", said(&output));
    let after: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(before.len(), after.len(), "{after:?}");
    assert_eq!(
        fs::read(folder.join("mine.ctm")).unwrap(),
        fs::read(folder.join("again/mine.ctm")).unwrap(),
        "the same bytes"
    );
    fs::remove_dir_all(folder).unwrap();
}
