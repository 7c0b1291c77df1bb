//! `simulate`: plays a plan without a screen and writes the record a student would have left.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, complain, files, print};
use crate::session::{
    plan::{self, Plan, PlanError},
    record::Header,
};

/// Arguments of `simulate`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The scenario: its id, or the path of its file
    scenario: String,
    /// The plan to play
    #[arg(long, value_name = "FILE")]
    plan: PathBuf,
    /// Where to write the record
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Seed of what is left to chance
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Pseudonym of the student
    #[arg(long, default_value = "plan")]
    student: String,
}

pub(super) fn run(arguments: &Arguments, options: &files::Options) -> Outcome {
    match simulate(arguments, options) {
        Ok(summary) => {
            print(&summary);
            Outcome::Fine
        }
        Err(message) => complain(&message),
    }
}

fn simulate(arguments: &Arguments, options: &files::Options) -> Result<String, String> {
    let knowledge = options.knowledge()?;
    let scenario = options.scenario(&knowledge, &arguments.scenario)?;
    let plan = read_plan(&arguments.plan)?;
    let header = Header::new(&knowledge, &scenario, arguments.seed, &arguments.student);
    let (lines, session) = plan::drive(&knowledge, &scenario, &plan, header).map_err(|error| tell(&plan, &error))?;
    let mut text = lines.join("\n");
    text.push('\n');
    files::write(&arguments.out, text.as_bytes())?;
    let (trace, open) = (session.trace(), if session.finished() { "" } else { ", not ended" });
    Ok(format!(
        "{}: {} played{open}, {} strokes, {} lines written",
        arguments.out.display(),
        trace.length,
        trace.strokes.len(),
        lines.len()
    ))
}

/// Reads a plan file.
///
/// # Errors
/// All its findings as text.
pub(super) fn read_plan(path: &std::path::Path) -> Result<Plan, String> {
    let bytes = files::read(path)?;
    Plan::read(&path.display().to_string(), &bytes).map_err(|findings| {
        let source = String::from_utf8_lossy(&bytes);
        let mut text = String::from("the plan has errors:\n");
        for finding in findings {
            text.push_str(&finding.render(Some(&source)));
        }
        text
    })
}

/// What went wrong while a plan was played, with its place in the file.
pub(super) fn tell(plan: &Plan, error: &PlanError) -> String {
    let place = error.step.checked_sub(1).and_then(|index| plan.places.get(index));
    match place {
        Some(place) => format!("{}:{}:{}: {error}", plan.name, place.line, place.column),
        None => format!("{}: {error}", plan.name),
    }
}
