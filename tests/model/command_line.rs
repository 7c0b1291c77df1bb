//! `simulate` and `verify` as a teacher calls them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn support(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support").join(name)
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ctm-trainer"))
        .args(arguments)
        .arg("--scenarios")
        .arg(support(""))
        .arg("--assets")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets"))
        .output()
        .expect("the program can be started")
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn simulate(out: &Path, seed: &str) -> Output {
    let plan = support("tiny-plan.ron");
    let (plan, out) = (plan.to_string_lossy(), out.to_string_lossy());
    run(&["simulate", "tiny", "--plan", &plan, "--out", &out, "--seed", seed, "--student", "Student 7"])
}

fn verify(record: &Path) -> Output {
    run(&["verify", &record.to_string_lossy()])
}

#[test]
fn a_plan_becomes_a_record_that_verifies_until_someone_changes_it() {
    let folder = std::env::temp_dir().join(format!("ctm-trainer-test-{}", std::process::id()));
    let path = |name: &str| folder.join(name);
    for name in ["one", "two"] {
        let output = simulate(&path(name), "7");
        assert_eq!(code(&output), Some(0), "{}", said(&output));
    }
    let text = fs::read_to_string(path("one")).expect("the record was written");
    assert_eq!(text, fs::read_to_string(path("two")).expect("the record was written"), "byte for byte the same");
    assert!(text.contains("student:\"Student 7\""), "{text:.300}");
    let output = verify(&path("one"));
    assert_eq!(code(&output), Some(0), "{}", said(&output));

    let number = text.lines().position(|line| line.contains("Touch(\"hook\"")).expect("the plan hooks") + 1;
    let changed = text.replacen(",4000,false", ",4001,false", 1);
    fs::write(path("changed"), changed).expect("a file can be written");
    let output = verify(&path("changed"));
    assert_eq!(code(&output), Some(1), "{}", said(&output));
    assert!(said(&output).contains(&format!("line {number}, ")), "{}", said(&output));
    assert!(said(&output).contains("Touch(\"hook\""), "{}", said(&output));

    fs::write(path("nothing"), "not a record\n").expect("a file can be written");
    let output = verify(&path("nothing"));
    assert_eq!(code(&output), Some(2), "{}", said(&output));
    assert_eq!(code(&verify(&path("missing"))), Some(2));
    fs::remove_dir_all(&folder).expect("the folder is ours");
}

#[test]
fn an_unknown_scenario_is_answered_with_the_nearest_name() {
    let output = run(&["simulate", "tini", "--plan", &support("tiny-plan.ron").to_string_lossy(), "--out", "unused"]);
    assert_eq!(code(&output), Some(2));
    assert!(said(&output).contains("did you mean \"tiny\"?"), "{}", said(&output));
}

#[test]
fn a_record_is_explained_and_gone_on_from_and_many_are_graded_with_progress() {
    let folder = std::env::temp_dir().join(format!("ctm-trainer-explain-{}", std::process::id()));
    let first = folder.join("first");
    assert_eq!(code(&simulate(&first, "7")), Some(0));
    let first_path = first.to_string_lossy();
    let output = run(&["explain", &first_path]);
    assert_eq!(code(&output), Some(0), "{}", said(&output));
    assert!(said(&output).contains(" because "), "{}", said(&output));
    let output = run(&["explain", &first_path, "--at", "30"]);
    assert!(code(&output) == Some(0) && said(&output).contains("at 0:30.0"), "{}", said(&output));
    let output = run(&["explain", &first_path, "--at", "99999"]);
    assert!(code(&output) == Some(2) && said(&output).contains("ends at"), "{}", said(&output));

    let (plan, second) = (support("tiny-plan.ron"), folder.join("second"));
    let (plan, second) = (plan.to_string_lossy(), second.to_string_lossy());
    let go_on = ["simulate", "tiny", "--plan", &plan, "--out", &second, "--after", &first_path, "--days", "2"];
    let output = run(&go_on);
    assert_eq!(code(&output), Some(0), "{}", said(&output));
    assert_eq!(code(&verify(Path::new(second.as_ref()))), Some(0));

    let many: Vec<&str> = ["grade", "--format", "csv"].into_iter().chain(vec![&*first_path; 21]).collect();
    let output = run(&many);
    assert_eq!(code(&output), Some(0), "{}", said(&output));
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 22);
    assert!(String::from_utf8_lossy(&output.stderr).contains("21 of 21 records graded"));
    fs::remove_dir_all(&folder).expect("the folder is ours");
}
