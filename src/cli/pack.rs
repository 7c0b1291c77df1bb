//! `pack`, `unpack` and `play`: cases in one file.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;

use super::{Outcome, complain, files, print};
use crate::{
    assessment::trial,
    diagnostic::Severity,
    knowledge::Knowledge,
    scenario::{self, check::CheckLevel, template::id_from},
    session::plan::Plan,
    study::pack::{self, Pack, is_case},
};

/// Arguments of `pack`.
#[derive(Debug, Args)]
pub(super) struct PackArguments {
    /// The folder with the cases and their plans
    folder: PathBuf,
    /// Where to write the pack
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Arguments of `unpack`.
#[derive(Debug, Args)]
pub(super) struct UnpackArguments {
    /// The pack
    pack: PathBuf,
    /// The folder to make; the pack's own name beside it where it is left out
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
}

/// Arguments of `play`.
#[derive(Debug, Args)]
pub(super) struct PlayArguments {
    /// The pack
    pack: PathBuf,
    /// Only tell what is in it and what its plans earn; open no window
    #[arg(long)]
    list: bool,
}

pub(super) fn pack(arguments: &PackArguments, options: &files::Options) -> Outcome {
    tell(make(arguments, options))
}

pub(super) fn unpack(arguments: &UnpackArguments) -> Outcome {
    tell(take_apart(arguments))
}

pub(super) fn play(arguments: &PlayArguments, options: &files::Options) -> Outcome {
    #[cfg(feature = "app")]
    if !arguments.list && super::probe::ask().is_ok() {
        // What is wrong with the pack as a whole is told here, before a window opens.
        return match opened(&arguments.pack) {
            Ok(_) => super::window::open(super::window::Beginning::Pack(&arguments.pack), options),
            Err(message) => complain(&message),
        };
    }
    tell(try_out(arguments, options))
}

fn tell(result: Result<String, String>) -> Outcome {
    match result {
        Ok(told) => {
            print(&told);
            Outcome::Fine
        }
        Err(message) => complain(&message),
    }
}

fn make(arguments: &PackArguments, options: &files::Options) -> Result<String, String> {
    let found = files::all_below(&arguments.folder)?;
    let mut contents = BTreeMap::new();
    let mut left_out = Vec::new();
    for (name, path) in found {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        if pack::ENDINGS.contains(&ending) || name.starts_with("LICENSE") || name.starts_with("LICENCE") {
            contents.insert(name, files::read(&path)?);
        } else {
            left_out.push(name);
        }
    }
    let knowledge = options.knowledge()?;
    sound(&knowledge, &contents)?;
    let stem = arguments.out.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = pack::pack(&id_from(&stem), &contents).map_err(|error| error.to_string())?;
    files::write(&arguments.out, &bytes)?;
    let cases = contents.keys().filter(|name| is_case(name)).count();
    let cases = format!("{cases} case{}", if cases == 1 { "" } else { "s" });
    let mut told = format!("{}: {cases}, {} files, {} bytes", arguments.out.display(), contents.len(), bytes.len());
    if !left_out.is_empty() {
        told.push_str(&format!("\nleft out: {}", left_out.join(", ")));
    }
    Ok(told)
}

/// Every case must be usable, and every plan readable.
fn sound(knowledge: &Knowledge, contents: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    let mut text = String::new();
    for (name, bytes) in contents.iter().filter(|(name, _)| name.ends_with(".ron")) {
        let source = String::from_utf8_lossy(bytes);
        let findings = if is_case(name) {
            scenario::read(knowledge, name, bytes, CheckLevel::Draft).1
        } else {
            Plan::read(name, bytes).err().unwrap_or_default()
        };
        for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
            text.push_str(&finding.render(Some(&source)));
        }
    }
    if text.is_empty() { Ok(()) } else { Err(format!("not packed, because of errors:\n{text}")) }
}

fn opened(path: &Path) -> Result<Pack, String> {
    pack::open(&files::read(path)?).map_err(|error| format!("{}: {error}", path.display()))
}

fn take_apart(arguments: &UnpackArguments) -> Result<String, String> {
    let opened = opened(&arguments.pack)?;
    let folder = arguments.to.clone().unwrap_or_else(|| arguments.pack.with_extension(""));
    files::write_folder(&folder, &opened.files)?;
    Ok(format!("{}: {} files written to {}", arguments.pack.display(), opened.files.len(), folder.display()))
}

/// What is in the pack, and what each case's own plans earn here.
fn try_out(arguments: &PlayArguments, options: &files::Options) -> Result<String, String> {
    let opened = opened(&arguments.pack)?;
    let knowledge = options.knowledge()?;
    let mut text = format!("{} ({})\n", opened.manifest.name, opened.hash.get(..16).unwrap_or(""));
    for case in &opened.manifest.cases {
        let (major, minor, patch) = case.version;
        text.push_str(&format!(
            "\n{}: {} ({:?}, {} minutes, version {major}.{minor}.{patch}, {}, {}, {})\n",
            case.id,
            case.title,
            case.level,
            case.minutes,
            case.languages.join("/"),
            case.licence,
            match case.reviews {
                0 => "not reviewed".to_owned(),
                1 => "1 review".to_owned(),
                more => format!("{more} reviews"),
            }
        ));
        for objective in &case.objectives {
            text.push_str(&format!("  - {objective}\n"));
        }
        text.push_str(&played(&knowledge, &opened, &case.path, &case.id));
    }
    Ok(text)
}

fn played(knowledge: &Arc<Knowledge>, opened: &Pack, path: &str, id: &str) -> String {
    let bytes = opened.files.get(path).map(Vec::as_slice).unwrap_or_default();
    let (scenario, findings) = scenario::read(knowledge, path, bytes, CheckLevel::Draft);
    let Some(scenario) = scenario.map(Arc::new) else {
        let source = String::from_utf8_lossy(bytes);
        return findings.iter().map(|finding| finding.render(Some(&source))).collect();
    };
    let parent = path.rsplit_once('/').map_or(String::new(), |(parent, _)| format!("{parent}/"));
    let folder = format!("{parent}plans/{id}/");
    let plans = opened.files.iter().filter(|(name, _)| name.starts_with(&folder));
    let plans: Vec<Plan> = plans.filter_map(|(name, bytes)| Plan::read(name, bytes).ok()).collect();
    match trial::run(knowledge, &scenario, &plans, 0) {
        Ok(trial) => trial
            .plans
            .iter()
            .map(|played| format!("  {:22} {:>8}  {}\n", played.name, played.capped.to_string(), played.safety.word()))
            .collect(),
        Err((plan, error)) => format!("  {plan} cannot be played: {error}\n"),
    }
}
