//! `grade`: plays records again and prints what they are worth, with every point explained.
//!
//! Several records are graded on the threads of the machine; results do not depend on that.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use clap::{Args, ValueEnum};

use super::{Outcome, complain, files, parallel, print};
use crate::{
    assessment::{self, LookingBack, report::Report},
    knowledge::Knowledge,
    scenario::Scenario,
    session::record::Record,
};

/// From so many records on, how far the work has come is shown on standard error.
const SHOW_FROM: usize = 20;

/// Arguments of `grade`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The records
    #[arg(required = true)]
    records: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Table::Text)]
    format: Table,
}

/// How reports are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Table {
    /// For people
    Text,
    /// For programs: one object, or an array for several records
    Json,
    /// For spreadsheets: one line a record
    Csv,
}

/// Why a record has no report.
enum Failure {
    /// It is not what happened.
    Differs(String),
    /// It cannot be read or played.
    Unread(String),
}

/// Grades all records; one that cannot be graded does not keep the others from it.
pub(crate) fn run(arguments: &Arguments, options: &files::Options) -> Outcome {
    let knowledge = match options.knowledge() {
        Ok(knowledge) => knowledge,
        Err(message) => return complain(&message),
    };
    let scenarios = Scenarios { knowledge: &knowledge, options, read: Mutex::new(BTreeMap::new()) };
    let total = arguments.records.len();
    let progress = |done: usize| {
        if total >= SHOW_FROM && (done.is_multiple_of(total.div_ceil(100)) || done == total) {
            eprint!("\r{done} of {total} records graded");
            if done == total {
                eprintln!();
            }
        }
    };
    let results = parallel::map(&arguments.records, |path| grade(path, &scenarios), progress);
    let mut outcome = Outcome::Fine;
    let mut reports: Vec<(String, Report, LookingBack)> = Vec::new();
    for (path, result) in arguments.records.iter().zip(results) {
        let name = path.display().to_string();
        match result {
            Ok((report, looking_back)) => reports.push((name, report, looking_back)),
            Err(Failure::Differs(message)) => {
                complain(&format!("{name} is not graded, because it differs from what happened: {message}"));
                if outcome == Outcome::Fine {
                    outcome = Outcome::Findings;
                }
            }
            Err(Failure::Unread(message)) => outcome = complain(&format!("{name}: {message}")),
        }
    }
    let text = show(arguments.format, &reports, arguments.records.len() > 1);
    if !text.is_empty() {
        print(&text);
    }
    outcome
}

/// Scenarios that records name, each read once.
struct Scenarios<'a> {
    knowledge: &'a Arc<Knowledge>,
    options: &'a files::Options,
    read: Mutex<BTreeMap<String, Result<Arc<Scenario>, String>>>,
}

impl Scenarios<'_> {
    fn get(&self, id: &str) -> Result<Arc<Scenario>, String> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.entry(id.to_owned()).or_insert_with(|| self.options.scenario(self.knowledge, id)).clone()
    }
}

fn grade(path: &std::path::Path, scenarios: &Scenarios<'_>) -> Result<(Report, LookingBack), Failure> {
    let bytes = files::read(path).map_err(Failure::Unread)?;
    let (record, _) = Record::parse(&bytes).map_err(|error| Failure::Unread(error.to_string()))?;
    let scenario = scenarios.get(&record.header.scenario).map_err(Failure::Unread)?;
    let graded = assessment::review(scenarios.knowledge, &scenario, &record);
    graded.map_err(|divergence| Failure::Differs(divergence.to_string()))
}

/// What there is to look back on, below a report.
fn questions(looking_back: &LookingBack) -> String {
    let mut text = String::new();
    if !looking_back.recap.is_empty() {
        text.push_str(&format!("\nLooking back: {}\n", looking_back.recap));
    }
    for (ask, think) in &looking_back.questions {
        text.push_str(&format!("  ? {ask}\n    {think}\n"));
    }
    text
}

fn show(format: Table, reports: &[(String, Report, LookingBack)], several: bool) -> String {
    match format {
        Table::Text => reports
            .iter()
            .map(|(_, report, looking_back)| report.text() + &questions(looking_back))
            .collect::<Vec<String>>()
            .join(&format!("{}\n", "─".repeat(60))),
        Table::Json => match reports {
            [(_, report, _)] if !several => report.json(),
            [] if !several => String::new(),
            _ => {
                let all: Vec<&Report> = reports.iter().map(|(_, report, _)| report).collect();
                // Plain values: writing them into a string has no way to fail.
                serde_json::to_string_pretty(&all).unwrap_or_default()
            }
        },
        Table::Csv => {
            let lines = reports.iter().map(|(name, report, _)| report.csv_line(name));
            std::iter::once(Report::csv_head()).chain(lines).collect::<Vec<String>>().join("\n")
        }
    }
}
