//! `check`: every finding of every scenario file at once.
//!
//! [`explain`] tells what a code means, [`sarif`] is the form that editors and code reviews read, and
//! with `--fix` what is sure is mended in the file.

mod dry_run;
mod explain;
mod sarif;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Outcome, complain, files, print};
use crate::{
    diagnostic::{Diagnostic, Severity, fix},
    knowledge::Knowledge,
    scenario::{self, Scenario, check::CheckLevel},
};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Scenario files, or folders with them
    #[arg(required_unless_present = "explain")]
    paths: Vec<PathBuf>,
    /// How strict: while writing, or before students see it
    #[arg(long, value_enum, default_value_t = Level::Draft)]
    level: Level,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Mend in the files what can be mended surely
    #[arg(long)]
    fix: bool,
    /// Tell what a code means, for example E030
    #[arg(long, value_name = "CODE", conflicts_with_all = ["fix", "dry_run"])]
    explain: Option<String>,
    /// Play each case with its plans and with careless players, and print their points
    #[arg(long)]
    dry_run: bool,
    /// How many players click at random in the dry run
    #[arg(long, value_name = "COUNT", default_value_t = 40)]
    players: u32,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// For editors and code reviews
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    /// Gaps are warnings
    Draft,
    /// Gaps are errors
    Publish,
}

impl From<Level> for CheckLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Draft => Self::Draft,
            Level::Publish => Self::Publish,
        }
    }
}

/// A file that was checked.
struct Checked {
    path: PathBuf,
    text: String,
    scenario: Option<Scenario>,
    findings: Vec<Diagnostic>,
}

pub(super) fn run(arguments: &Arguments, options: &files::Options) -> Outcome {
    if let Some(code) = &arguments.explain {
        return explain::run(code);
    }
    match check(arguments, options) {
        Ok(outcome) => outcome,
        Err(message) => complain(&message),
    }
}

fn check(arguments: &Arguments, options: &files::Options) -> Result<Outcome, String> {
    let knowledge = options.knowledge()?;
    let level = CheckLevel::from(arguments.level);
    let mut checked = Vec::new();
    let mut mended = 0;
    for path in &arguments.paths {
        let found = files::scenario_files(path);
        if found.is_empty() {
            return Err(format!("{}: there is no such file, and no scenario below it", path.display()));
        }
        for file in found {
            if arguments.fix {
                mended += mend(&knowledge, &file, level)?;
            }
            let name = file.display().to_string();
            let bytes = files::read(&file)?;
            let (scenario, findings) = scenario::read(&knowledge, &name, &bytes, level);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            checked.push(Checked { path: file, text, scenario, findings });
        }
    }
    let dry = match arguments.dry_run {
        true => dry_run::run(&knowledge, &mut checked, level, arguments.players)?,
        false => String::new(),
    };
    match arguments.format {
        Format::Json => {
            let all: Vec<&Diagnostic> = checked.iter().flat_map(|file| &file.findings).collect();
            print(&serde_json::to_string_pretty(&all).unwrap_or_else(|error| error.to_string()));
        }
        Format::Sarif => print(&sarif::log(checked.iter().flat_map(|file| &file.findings))),
        Format::Text => print(&(text(&checked, mended) + &dry)),
    }
    let clean = checked.iter().all(|file| file.findings.is_empty());
    Ok(if clean { Outcome::Fine } else { Outcome::Findings })
}

fn text(checked: &[Checked], mended: usize) -> String {
    let mut text = String::new();
    let all = || checked.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)));
    for (file, finding) in all() {
        // Findings of the dry run may be about a plan.
        let own = finding.file == file.path.display().to_string();
        text.push_str(&finding.render(own.then_some(file.text.as_str())));
        text.push('\n');
    }
    let errors = all().filter(|(_, finding)| finding.severity == Severity::Error).count();
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    if mended > 0 {
        text.push_str(&format!("{} mended\n", plural(mended, "place")));
    }
    text.push_str(&format!(
        "{} checked: {}, {}\n",
        plural(checked.len(), "scenario"),
        plural(errors, "error"),
        plural(all().count() - errors, "warning")
    ));
    if let Some((_, first)) = all().next() {
        text.push_str(&format!("What a code means: ctm-trainer check --explain {}\n", first.code));
    }
    text
}

/// Mends a file where it is sure; tells how many places.
fn mend(knowledge: &Knowledge, file: &Path, level: CheckLevel) -> Result<usize, String> {
    let bytes = files::read(file)?;
    // What is not UTF-8 cannot be written back as it was.
    let Ok(source) = std::str::from_utf8(&bytes) else { return Ok(0) };
    let (mark, source) = match source.strip_prefix('\u{feff}') {
        Some(rest) => ("\u{feff}", rest),
        None => ("", source),
    };
    let name = file.display().to_string();
    let (mended, changes) = fix::mend(source, |text| scenario::read(knowledge, &name, text.as_bytes(), level).1);
    if changes > 0 {
        files::write(file, format!("{mark}{mended}").as_bytes())?;
    }
    Ok(changes)
}
