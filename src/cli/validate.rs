//! `validate`: does what the trend table says to simulated clients and prints what came of it.

use clap::{Args, ValueEnum};

use super::{Outcome, complain, files, print};
use crate::{
    knowledge::Knowledge,
    validation::{self, Trends, Verdict},
};

/// The table below the assets folder.
const TABLE: &str = "validation/trends.ron";

/// Arguments of `validate`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How to print
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

/// How the table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For programs: an array with one object a row
    Json,
    /// The page docs/VALIDATION.md
    Markdown,
}

pub(super) fn run(arguments: &Arguments, options: &files::Options) -> Outcome {
    let read = || -> Result<_, String> { Ok((options.knowledge()?, table(options)?)) };
    let (knowledge, trends) = match read() {
        Ok(read) => read,
        Err(message) => return complain(&message),
    };
    let unknown = trends.unknown(&knowledge);
    if !unknown.is_empty() {
        return complain(&unknown.join("\n"));
    }
    let outcomes = match outcomes(&knowledge, &trends) {
        Ok(outcomes) => outcomes,
        Err(message) => return complain(&message),
    };
    match arguments.format {
        Form::Text => print(&text(&outcomes)),
        // Plain values: writing them into a string has no way to fail.
        Form::Json => print(&serde_json::to_string_pretty(&outcomes).unwrap_or_default()),
        Form::Markdown => print(&validation::page(&outcomes)),
    }
    if outcomes.iter().any(|outcome| outcome.verdict == Verdict::Fails) { Outcome::Findings } else { Outcome::Fine }
}

fn table(options: &files::Options) -> Result<Trends, String> {
    let path = options.assets().join(TABLE);
    let bytes = files::read(&path)?;
    Trends::read(&path.display().to_string(), &bytes).map_err(|findings| {
        let source = String::from_utf8_lossy(&bytes);
        let shown: Vec<String> = findings.iter().map(|finding| finding.render(Some(&source))).collect();
        format!("the table of trends has errors:\n{}", shown.join(""))
    })
}

/// Runs all rows on two threads; the outcomes are in the order of the table and do not depend on the threads.
fn outcomes<'a>(knowledge: &Knowledge, trends: &'a Trends) -> Result<Vec<validation::Outcome<'a>>, String> {
    let run = |row: &'a validation::Row| validation::run(knowledge, row).map_err(|error| error.to_string());
    super::parallel::map(&trends.rows, run, |_| {}).into_iter().collect()
}

fn text(outcomes: &[validation::Outcome<'_>]) -> String {
    let mut lines = Vec::new();
    for (index, outcome) in outcomes.iter().enumerate() {
        let row = outcome.row;
        let when = if row.time.is_empty() { String::new() } else { format!(", {}", row.time) };
        lines.push(format!("{:>3}  {}: {}{when}", index + 1, row.action, row.quantity));
        lines.push(format!(
            "     expected {}, got {:.2}: {}   [{}; {}]",
            row.expected.words(row.against.is_some()),
            outcome.got,
            outcome.verdict.word(),
            validation::source(outcome),
            validation::confidence(row.confidence)
        ));
        if let Some(why) = row.differs.as_ref().filter(|_| outcome.verdict != Verdict::Agrees) {
            lines.push(format!("     {why}"));
        }
    }
    let count = |verdict| outcomes.iter().filter(|outcome| outcome.verdict == verdict).count();
    lines.push(format!(
        "{} rows: {} agree, {} differ for a known reason, {} fail",
        outcomes.len(),
        count(Verdict::Agrees) + count(Verdict::Outdated),
        count(Verdict::Differs),
        count(Verdict::Fails)
    ));
    lines.join("\n")
}
