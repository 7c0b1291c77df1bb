//! How long a class takes to grade.
//!
//! `cargo build --release --no-default-features --bins --example class_speed` and then
//! `target/release/examples/class_speed [RECORDS]` plays a session of about twenty minutes (the basic section with all
//! that belongs to it and a rest) with so many seeds, 500 where nothing is said, writes the records into a temporary
//! folder, lets `ctm-trainer grade` grade them with its progress shown, and prints the time. The records are the same
//! every time.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a benchmark reads files and a clock, and may fail loudly"
)]

use std::{
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::Instant,
};

use ctm_trainer::{
    knowledge::{self, library::Folder},
    scenario::{self, check::CheckLevel},
    session::{
        plan::{self, Plan, PlanStep},
        record::Header,
    },
};

/// The case whose reference plan is played.
const CASE: &str = "teach-basic-section";

/// Minutes of the session.
const MINUTES: f64 = 20.0;

fn main() {
    let count: u64 = std::env::args().nth(1).map_or(500, |count| count.parse().expect("a number of records"));
    let program = std::env::current_exe().unwrap().parent().unwrap().with_file_name("ctm-trainer");
    assert!(program.is_file(), "build the program first: cargo build --release --no-default-features --bins");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let knowledge = Arc::new(knowledge::load(&Folder::new(root.join("assets"))).0);
    let core = root.join("scenarios/core");
    let bytes = std::fs::read(core.join(format!("{CASE}.ron"))).unwrap();
    let scenario = Arc::new(scenario::read(&knowledge, CASE, &bytes, CheckLevel::Draft).0.unwrap());
    let bytes = std::fs::read(core.join("plans").join(CASE).join("reference.ron")).unwrap();
    let mut plan = Plan::read(CASE, &bytes).unwrap();
    let drive = |plan: &Plan, seed: u64| {
        let header = Header::new(&knowledge, &scenario, seed, &format!("student {seed}"));
        plan::drive(&knowledge, &scenario, plan, header).unwrap()
    };
    // The session as it is delivered, lengthened by a rest.
    let missing = MINUTES - drive(&plan, 1).1.tick().seconds() / 60.0;
    let end = plan.file.steps.iter().position(|step| matches!(step, PlanStep::Finish)).unwrap();
    plan.file.steps.insert(end, PlanStep::Rest(missing.max(0.0)));
    let place = plan.places[end];
    plan.places.insert(end, place);

    let folder = std::env::temp_dir().join(format!("ctm-trainer-class-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let start = Instant::now();
    let (mut files, mut strokes, mut seconds) = (Vec::new(), 0, 0.0);
    for seed in 1..=count {
        let (lines, session) = drive(&plan, seed);
        strokes += session.trace().strokes.len();
        seconds += session.tick().seconds();
        let file = folder.join(format!("{seed:04}.ctm"));
        std::fs::write(&file, lines.join("\n") + "\n").unwrap();
        files.push(file);
    }
    let number = count as f64;
    println!(
        "{count} records of {:.1} minutes and {:.0} strokes each, played and written in {:.1} s",
        seconds / 60.0 / number,
        strokes as f64 / number,
        start.elapsed().as_secs_f64()
    );
    let start = Instant::now();
    let graded = Command::new(program)
        .args(["grade", "--format", "csv", "--assets"])
        .arg(root.join("assets"))
        .arg("--scenarios")
        .arg(root.join("scenarios"))
        .args(&files)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    let taken = start.elapsed().as_secs_f64();
    let lines = String::from_utf8(graded.stdout).unwrap().lines().count() as u64;
    assert_eq!(lines, count + 1, "a line for each record and the head");
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    println!(
        "{count} records graded in {taken:.1} s on {threads} threads, {:.0} times faster than they were played",
        seconds / taken
    );
    std::fs::remove_dir_all(folder).unwrap();
}
