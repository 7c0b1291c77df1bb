//! `check`: every finding of every scenario file at once.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Format, Outcome, complain, files, print};
use crate::{
    diagnostic::Severity,
    scenario::{self, check::CheckLevel},
};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Scenario files, or folders with them
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// How strict: while writing, or before students see it
    #[arg(long, value_enum, default_value_t = Level::Draft)]
    level: Level,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    /// Gaps are warnings
    Draft,
    /// Gaps are errors
    Publish,
}

pub(super) fn run(arguments: &Arguments, options: &files::Options) -> Outcome {
    let knowledge = match options.knowledge() {
        Ok(knowledge) => knowledge,
        Err(message) => return complain(&message),
    };
    let level = match arguments.level {
        Level::Draft => CheckLevel::Draft,
        Level::Publish => CheckLevel::Publish,
    };
    let mut all = Vec::new();
    let mut text = String::new();
    let mut checked = 0;
    for path in &arguments.paths {
        let found = files::scenario_files(path);
        if found.is_empty() {
            return complain(&format!("{}: there is no such file, and no scenario below it", path.display()));
        }
        for file in found {
            let name = file.display().to_string();
            let bytes = match files::read(&file) {
                Ok(bytes) => bytes,
                Err(message) => return complain(&message),
            };
            let (_, findings) = scenario::read(&knowledge, &name, &bytes, level);
            checked += 1;
            let source = String::from_utf8_lossy(&bytes);
            for finding in &findings {
                text.push_str(&finding.render(Some(&source)));
                text.push('\n');
            }
            all.extend(findings);
        }
    }
    match arguments.format {
        Format::Json => print(&serde_json::to_string_pretty(&all).unwrap_or_else(|error| error.to_string())),
        Format::Text => {
            let errors = all.iter().filter(|finding| finding.severity == Severity::Error).count();
            let warnings = all.len() - errors;
            let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
            text.push_str(&format!(
                "{} checked: {}, {}",
                plural(checked, "scenario"),
                plural(errors, "error"),
                plural(warnings, "warning")
            ));
            print(&text);
        }
    }
    if all.is_empty() { Outcome::Fine } else { Outcome::Findings }
}
