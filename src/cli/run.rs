//! Without a command: opens the treatment room, or plays the demonstration case where no window can open.

use std::path::Path;

#[cfg(feature = "app")]
use super::window::Beginning;
use super::{Outcome, complain, files, print, simulate};
use crate::{
    assessment,
    session::{
        plan,
        record::{Header, Record},
    },
};

/// The case of the demonstration: the file's stem.
const DEMONSTRATION: &str = "case01";

/// Opens the room; `scenario` is the id or path of a case that is opened at once.
pub(super) fn run(scenario: Option<&str>, options: &files::Options) -> Outcome {
    #[cfg(feature = "app")]
    let words = match super::probe::ask() {
        Ok(()) => {
            let beginning = scenario.map_or(Beginning::Cases, Beginning::Case);
            return super::window::open(beginning, options);
        }
        Err(missing) => missing.words(),
    };
    #[cfg(not(feature = "app"))]
    let words = [
        "ctm-trainer: no window can open, because this program was built without one.",
        "Debian, Fedora, Windows and macOS: build it with its usual features, `cargo build`, to have the treatment room.",
    ];
    for line in words {
        eprintln!("{line}");
    }
    let _ = scenario;
    fallback(options)
}

/// Plays the demonstration case by its reference plan and prints the report.
fn fallback(options: &files::Options) -> Outcome {
    match demonstration(options) {
        Ok(report) => {
            print(&report);
            Outcome::Fine
        }
        Err(message) => complain(&message),
    }
}

fn demonstration(options: &files::Options) -> Result<String, String> {
    let folder = options.scenarios();
    let wanted = |path: &&std::path::PathBuf| stem(path).starts_with(DEMONSTRATION);
    let found = files::scenario_files(&folder);
    let file = found
        .iter()
        .find(wanted)
        .ok_or_else(|| format!("the demonstration case is missing from {}", folder.display()))?;
    let knowledge = options.knowledge()?;
    let scenario = options.scenario(&knowledge, &file.display().to_string())?;
    let beside = file.parent().unwrap_or(&folder);
    let plan = simulate::read_plan(&beside.join("plans").join(stem(file)).join("reference.ron"))?;
    let header = Header::new(&knowledge, &scenario, 1, "demonstration");
    let (lines, _) =
        plan::drive(&knowledge, &scenario, &plan, header).map_err(|error| simulate::tell(&plan, &error))?;
    let text = lines.join("\n") + "\n";
    let (record, _) = Record::parse(text.as_bytes()).map_err(|error| error.to_string())?;
    let report = assessment::grade(&knowledge, &scenario, &record).map_err(|difference| difference.to_string())?;
    Ok(report.text())
}

fn stem(path: &Path) -> String {
    path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned()
}
