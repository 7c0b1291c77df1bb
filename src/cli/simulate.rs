//! `simulate`: plays a plan without a screen and writes the record a student would have left.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;

use super::{Outcome, complain, files, print};
use crate::{
    knowledge::Knowledge,
    scenario::Scenario,
    session::{
        plan::{self, Plan, PlanError},
        record::{Header, Prior, Record},
        replay::replay,
    },
    simulation::course::Carry,
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
    /// Go on from this record: the client comes back from that session
    #[arg(long, value_name = "RECORD")]
    after: Option<PathBuf>,
    /// Days since that session
    #[arg(long, default_value_t = 3, requires = "after", value_parser = clap::value_parser!(u32).range(0..=3650))]
    days: u32,
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
    let mut header = Header::new(&knowledge, &scenario, arguments.seed, &arguments.student);
    if let Some(path) = &arguments.after {
        let prior = go_on(path, arguments.days, &knowledge, &scenario);
        header.prior = Some(prior.map_err(|message| format!("{}: {message}", path.display()))?);
    }
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

/// What a record's session leaves behind for one that many days later.
fn go_on(path: &Path, days: u32, knowledge: &Arc<Knowledge>, scenario: &Arc<Scenario>) -> Result<Prior, String> {
    let (record, _) = Record::parse(&files::read(path)?).map_err(|error| error.to_string())?;
    let session = replay(knowledge, scenario, &record).map_err(|error| error.to_string())?;
    if !session.finished() {
        return Err("this session was broken off; only one that was ended can be gone on from".into());
    }
    Ok(Prior { record: session.state_hash(), carry: Carry { days, ..session.leaves() } })
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
