//! What is kept in the user's data folder: records of attempts, results, settings.
//!
//! ```text
//! records/<scenario>-<date>-<time>.ctmr   one attempt, line by line as it happened (UTC)
//! results.jsonl                           one line for each judged attempt
//! settings.json                           size of letters, language, picture, name
//! ```

#![expect(
    clippy::disallowed_methods,
    reason = "this is the door through which the window keeps its files, and the only place that tells the date"
)]

use std::{
    fs,
    io::Write,
    path::PathBuf,
    time::{SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};

use super::files;
use crate::{
    assessment::report::{Report, Safety},
    interface::{
        settings::Settings,
        shelf::{Best, Sink},
    },
    scenario::Scenario,
    units::Points,
};

/// The folder of the user's data, by the customs of the system.
pub(super) fn folder() -> PathBuf {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || variable("HOME").unwrap_or_else(|| PathBuf::from("."));
    let base = if cfg!(target_os = "windows") {
        variable("APPDATA").unwrap_or_else(home)
    } else if cfg!(target_os = "macos") {
        home().join("Library").join("Application Support")
    } else {
        variable("XDG_DATA_HOME").unwrap_or_else(|| home().join(".local").join("share"))
    };
    base.join("ctm-trainer")
}

/// Opens the record of a new attempt; each line is written and flushed when it comes.
pub(super) fn open_record(case: &Scenario) -> Result<(Sink, String), String> {
    let folder = folder().join("records");
    let failed = |what: &std::path::Path, error: std::io::Error| {
        format!(
            "The record cannot be kept: {}: {error}. Make room or set another data folder, then try again.",
            what.display()
        )
    };
    fs::create_dir_all(&folder).map_err(|error| failed(&folder, error))?;
    let stem = format!("{}-{}", case.file.id, stamp(now()));
    let mut chosen = None;
    for number in 1..100 {
        let name = if number == 1 { format!("{stem}.ctmr") } else { format!("{stem}-{number}.ctmr") };
        let path = folder.join(name);
        match fs::OpenOptions::new().create_new(true).append(true).open(&path) {
            Ok(file) => {
                chosen = Some((file, path));
                break;
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&path, error)),
        }
    }
    let Some((mut file, path)) = chosen else {
        return Err(format!("The record cannot be kept: {} holds too many of this second.", folder.display()));
    };
    let shown = path.display().to_string();
    let mut told = false;
    let sink = move |line: &str| {
        let written = writeln!(file, "{line}").and_then(|()| file.flush());
        if let Err(error) = written
            && !told
        {
            told = true;
            eprintln!("ctm-trainer: failed to write {}: {error}", path.display());
        }
    };
    Ok((Box::new(sink), shown))
}

/// A seed for the chance of an attempt.
pub(super) fn seed() -> u64 {
    now()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// A moment as `20260131-174502`, from seconds since 1970, UTC.
fn stamp(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Civil calendar from days, after Howard Hinnant's "chrono-compatible low-level date algorithms".
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_shifted + 2) / 5 + 1;
    let month = if month_shifted < 10 { month_shifted + 3 } else { month_shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}{month:02}{day:02}-{:02}{:02}{:02}", rest / 3600, rest / 60 % 60, rest % 60)
}

/// A judged attempt as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    scenario: String,
    student: String,
    capped: i64,
    safety: String,
    passed: bool,
    at: String,
}

/// Keeps a result: one more line.
pub(super) fn keep_result(report: &Report) -> Result<(), String> {
    let kept = Kept {
        scenario: report.scenario.clone(),
        student: report.student.clone(),
        capped: report.capped.0,
        safety: match report.safety {
            Safety::Clear => "clear",
            Safety::Caution => "caution",
            Safety::Unsafe => "unsafe",
        }
        .to_owned(),
        passed: report.passed,
        at: stamp(now()),
    };
    let path = folder().join("results.jsonl");
    let failed = |error: std::io::Error| format!("The result could not be kept in {}: {error}", path.display());
    fs::create_dir_all(folder()).map_err(failed)?;
    let line = serde_json::to_string(&kept).map_err(|error| error.to_string())?;
    let mut file = fs::OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
    writeln!(file, "{line}").and_then(|()| file.flush()).map_err(failed)
}

/// The best result of each case, by its id. Lines that cannot be read are left out.
pub(super) fn results() -> Vec<(String, Best)> {
    let text = fs::read_to_string(folder().join("results.jsonl")).unwrap_or_default();
    best_of(&text)
}

fn best_of(text: &str) -> Vec<(String, Best)> {
    let mut best: Vec<(String, Best)> = Vec::new();
    for kept in text.lines().filter_map(|line| serde_json::from_str::<Kept>(line).ok()) {
        let safety = match kept.safety.as_str() {
            "clear" => Safety::Clear,
            "caution" => Safety::Caution,
            _ => Safety::Unsafe,
        };
        let new = Best { points: Points(kept.capped), safety, passed: kept.passed, attempts: 1 };
        match best.iter_mut().find(|(id, _)| *id == kept.scenario) {
            Some((_, known)) => *known = known.or_better(new),
            None => best.push((kept.scenario, new)),
        }
    }
    best
}

/// Keeps the settings.
pub(super) fn keep_settings(settings: &Settings) -> Result<(), String> {
    let text = serde_json::to_string_pretty(settings).map_err(|error| error.to_string())?;
    files::write(&folder().join("settings.json"), text.as_bytes())
}

/// Settings were kept before.
pub(super) fn has_settings() -> bool {
    folder().join("settings.json").is_file()
}

/// The settings as they were kept; the usual ones where there are none or they cannot be read.
pub(super) fn settings() -> Settings {
    let text = fs::read_to_string(folder().join("settings.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_date_and_time() {
        assert_eq!(stamp(0), "19700101-000000");
        assert_eq!(stamp(951_782_400), "20000229-000000");
        assert_eq!(stamp(1_798_761_599), "20261231-235959");
    }

    #[test]
    fn the_best_result_of_a_case_survives_lines_that_cannot_be_read() {
        let line = |points: i64, passed: bool| {
            format!(r#"{{"scenario":"a","student":"s","capped":{points},"safety":"clear","passed":{passed},"at":""}}"#)
        };
        let text = format!("{}\nnonsense\n{}\n{}", line(50_000, false), line(90_000, true), line(70_000, true));
        let best = best_of(&text);
        assert_eq!(best.len(), 1);
        assert_eq!((best[0].1.points, best[0].1.attempts, best[0].1.passed), (Points(90_000), 3, true));
    }
}
