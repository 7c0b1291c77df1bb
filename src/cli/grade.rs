//! `grade`: plays records again and prints what they are worth, with every point explained.

use std::{path::PathBuf, sync::Arc};

use clap::{Args, ValueEnum};

use super::{Outcome, complain, files, print};
use crate::{
    assessment::{self, LookingBack, report::Report},
    knowledge::Knowledge,
    session::record::Record,
};

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
    let mut outcome = Outcome::Fine;
    let mut reports: Vec<(String, Report, LookingBack)> = Vec::new();
    for path in &arguments.records {
        let name = path.display().to_string();
        match grade(path, &knowledge, options) {
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

fn grade(
    path: &std::path::Path,
    knowledge: &Arc<Knowledge>,
    options: &files::Options,
) -> Result<(Report, LookingBack), Failure> {
    let bytes = files::read(path).map_err(Failure::Unread)?;
    let (record, _) = Record::parse(&bytes).map_err(|error| Failure::Unread(error.to_string()))?;
    let scenario = options.scenario(knowledge, &record.header.scenario).map_err(Failure::Unread)?;
    assessment::review(knowledge, &scenario, &record).map_err(|divergence| Failure::Differs(divergence.to_string()))
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
