//! How long it takes to check a scenario of 2,000 lines, sound and with mistakes.
//!
//! `cargo bench --no-default-features --bench check`

#![allow(clippy::disallowed_methods, reason = "a benchmark reads files and the clock")]

use std::{path::Path, time::Instant};

use ctm_trainer::{
    knowledge::{self, library::Folder},
    scenario::{self, check::CheckLevel},
};

/// The case of the benchmark: a delivered one with questions added until it has so many lines.
fn long(lines: usize) -> String {
    let mut text = include_str!("../scenarios/core/case09-tight-calf.ron").to_owned();
    let end = "        ],\n    ),\n    findings: [";
    let mut questions = String::new();
    for number in 0..lines.saturating_sub(text.lines().count()) {
        questions.push_str(&format!(
            "            (id: \"more-{number}\", group: \"life\", ask: \"Question {number}?\", answer: \"Answer {number}.\"),\n"
        ));
    }
    text = text.replacen(end, &format!("{questions}{end}"), 1);
    text
}

fn main() {
    let folder = Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets"));
    let knowledge = knowledge::load(&folder).0;
    let sound = long(2000);
    let one = sound.replacen("outcome: \"refer\"", "outcome: \"reffer\"", 1);
    let bracket = sound.replacen("reveals: [\"injury\"]", "reveals: [\"injury\"", 1);
    for (name, text) in [("sound", &sound), ("a wrong name", &one), ("a missing bracket", &bracket)] {
        let mut times: Vec<f64> = (0..30)
            .map(|_| {
                let begin = Instant::now();
                let (_, findings) = scenario::read(&knowledge, "long.ron", text.as_bytes(), CheckLevel::Publish);
                assert_eq!(findings.is_empty(), name == "sound", "{name}: {findings:#?}");
                begin.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("{name:18} {} lines: median {:.1} ms, worst {:.1} ms", text.lines().count(), times[15], times[29]);
    }
}
