//! `check --dry-run`: each case played by its plans and by careless players.

use std::{path::Path, sync::Arc};

use super::Checked;
use crate::{
    assessment::trial::{self, Played, Trial},
    cli::{files, simulate},
    diagnostic::{Diagnostic, Position, Severity},
    knowledge::Knowledge,
    scenario::check::CheckLevel,
    session::plan::Plan,
};

/// Plays every case that can be played; what it shows to be unsound joins the findings.
pub(super) fn run(
    knowledge: &Arc<Knowledge>,
    checked: &mut [Checked],
    level: CheckLevel,
    players: u32,
) -> Result<String, String> {
    let mut text = String::new();
    for case in checked {
        let Some(scenario) = case.scenario.clone().map(Arc::new) else { continue };
        let plans = plans(&case.path, &scenario.file.id)?;
        let trial = trial::run(knowledge, &scenario, &plans, players)
            .map_err(|(name, error)| format!("{}: the plan {name} cannot be played: {error}", scenario.file.id))?;
        text.push_str(&table(&scenario.file.id, scenario.file.rubric.pass, &trial));
        case.findings.extend(findings(&case.path, level, &plans, &trial));
    }
    Ok(text)
}

/// The plans of a case, from `plans/<id>/` beside its file.
fn plans(case: &Path, id: &str) -> Result<Vec<Plan>, String> {
    let folder = case.parent().unwrap_or(Path::new("")).join("plans").join(id);
    let files = if folder.is_dir() { files::scenario_files(&folder) } else { Vec::new() };
    files.iter().map(|file| simulate::read_plan(file)).collect()
}

/// The table of one case.
fn table(id: &str, pass: f64, trial: &Trial) -> String {
    let line = |played: &Played| {
        let verdict = if played.passed { "passed" } else { "not passed" };
        let capped = if played.capped == played.raw { String::new() } else { format!(", capped at {}", played.capped) };
        format!("  {:22} {:>8}  {:8} {verdict}{capped}\n", played.name, played.raw.to_string(), played.safety.word())
    };
    let mut text = format!("\n{id} (pass mark {pass})\n");
    text.extend(trial.plans.iter().map(line));
    text.extend(trial.habits.iter().map(line));
    for variant in &trial.variants {
        let (Some(least), Some(most)) = (
            variant.habits.iter().map(|played| played.capped).min(),
            variant.habits.iter().map(|played| played.capped).max(),
        ) else {
            continue;
        };
        let passed = variant.habits.iter().filter(|played| played.passed).count();
        let name = format!("habits, {}: {}", variant.draw, variant.choice);
        text.push_str(&format!("  {name:22} {least} to {most}, {passed} passed\n"));
    }
    let spread = trial.random;
    text.push_str(&format!(
        "  {:22} {} / {} / {} / {} / {} (least, quarters, most), {} passed\n",
        format!("{} at random", spread.players),
        spread.least,
        spread.lower,
        spread.middle,
        spread.upper,
        spread.most,
        spread.passed
    ));
    if !trial.never_entered.is_empty() {
        text.push_str(&format!("  steps that nobody entered: {}\n", trial.never_entered.join(", ")));
    }
    text
}

fn findings(file: &Path, level: CheckLevel, plans: &[Plan], trial: &Trial) -> Vec<Diagnostic> {
    let severity = match level {
        CheckLevel::Draft => Severity::Warning,
        CheckLevel::Publish => Severity::Error,
    };
    let start = Position { line: 1, column: 1 };
    let name = file.display().to_string();
    let mut findings = Vec::new();
    for passer in trial.careless_passes() {
        let message = format!("{passer}: passed without thinking about this client");
        let help = "ask for less that everybody does, or guard the case by a gate";
        findings.push(Diagnostic::new(severity, "W054", &name, start, message, help));
    }
    for (plan, surprise) in &trial.surprises {
        let message = format!("the plan {plan} has another result than it says: {surprise}");
        let help = "change the plan's `expect`, the plan, or the rubric";
        let file = plans.iter().find(|known| known.file.name == *plan).map_or(&name, |plan| &plan.name);
        findings.push(Diagnostic::new(severity, "W055", file, start, message, help));
    }
    findings
}
