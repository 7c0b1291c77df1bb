//! `pack`, `unpack` and `play`: cases in one file, signed by a school or not.

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
    study::pack::{
        self, Pack, is_case,
        signature::{PublicKey, SecretKey},
    },
};

/// Arguments of `pack`.
#[derive(Debug, Args)]
pub(super) struct PackArguments {
    /// The folder with the cases and their plans; with --verify the pack
    folder: PathBuf,
    /// Where to write the pack
    #[arg(long, value_name = "FILE", required_unless_present = "verify")]
    out: Option<PathBuf>,
    /// Sign with this secret key, made by `key new`
    #[arg(long, value_name = "KEY", conflicts_with = "verify")]
    sign: Option<PathBuf>,
    /// Make nothing, but tell whether a pack is whole and who has signed it
    #[arg(long, conflicts_with = "out")]
    verify: bool,
    #[command(flatten)]
    trust: Trust,
}

/// Whose packs are wanted.
#[derive(Debug, Args)]
struct Trust {
    /// Take only a pack that the school with this public key has signed
    #[arg(long = "trust", value_name = "KEY")]
    key: Option<PathBuf>,
}

impl Trust {
    /// Who has signed a pack, in words.
    ///
    /// # Errors
    /// Where another school is asked for.
    fn told(&self, opened: &Pack) -> Result<String, String> {
        let Some(path) = &self.key else {
            return Ok(opened.signature.as_ref().map_or_else(
                || "not signed".to_owned(),
                |signature| format!("signed with the key {}; --trust tells whose it is", signature.mark()),
            ));
        };
        let name = path.display().to_string();
        let key = PublicKey::read(&name, &files::read(path)?).map_err(|error| format!("{name}: {error}"))?;
        key.has_signed(opened.signature.as_ref()).map_err(|error| error.to_string())?;
        Ok(format!("signed by {} ({})", key.name(), key.mark()))
    }
}

/// Arguments of `unpack`.
#[derive(Debug, Args)]
pub(super) struct UnpackArguments {
    /// The pack
    pack: PathBuf,
    /// The folder to make; the pack's own name beside it where it is left out
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    #[command(flatten)]
    trust: Trust,
}

/// Arguments of `play`.
#[derive(Debug, Args)]
pub(super) struct PlayArguments {
    /// The pack
    pack: PathBuf,
    /// Only tell what is in it and what its plans earn; open no window
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    trust: Trust,
}

pub(super) fn pack(arguments: &PackArguments, options: &files::Options) -> Outcome {
    tell(match &arguments.out {
        Some(out) => make(arguments, out, options),
        None => looked_at(arguments),
    })
}

pub(super) fn unpack(arguments: &UnpackArguments) -> Outcome {
    tell(take_apart(arguments))
}

pub(super) fn play(arguments: &PlayArguments, options: &files::Options) -> Outcome {
    #[cfg(feature = "app")]
    if !arguments.list && super::probe::ask().is_ok() {
        // What is wrong with the pack as a whole is told here, before a window opens.
        return match opened(&arguments.pack, &arguments.trust) {
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

fn make(arguments: &PackArguments, out: &Path, options: &files::Options) -> Result<String, String> {
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
    let name = id_from(&out.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default());
    let key = arguments.sign.as_deref().map(secret_key).transpose()?;
    let bytes = match &key {
        Some(key) => pack::pack_signed(&name, &contents, key),
        None => pack::pack(&name, &contents),
    }
    .map_err(|error| error.to_string())?;
    files::write(out, &bytes)?;
    let cases = counted(contents.keys().filter(|name| is_case(name)).count());
    let mut told = format!("{}: {cases}, {} files, {} bytes", out.display(), contents.len(), bytes.len());
    if let Some(key) = key.map(|key| key.public()) {
        told.push_str(&format!(", signed by {} ({})", key.name(), key.mark()));
    }
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

fn secret_key(path: &Path) -> Result<SecretKey, String> {
    let name = path.display().to_string();
    SecretKey::read(&name, &files::read(path)?).map_err(|error| format!("{name}: {error}"))
}

/// A pack that is whole and signed by whom it has to be, and who has signed it in words.
fn opened(path: &Path, trust: &Trust) -> Result<(Pack, String), String> {
    let name = path.display();
    let opened = pack::open(&files::read(path)?).map_err(|error| format!("{name}: {error}"))?;
    let signed = trust.told(&opened).map_err(|error| format!("{name}: {error}"))?;
    Ok((opened, signed))
}

fn looked_at(arguments: &PackArguments) -> Result<String, String> {
    let (opened, signed) = opened(&arguments.folder, &arguments.trust)?;
    let (cases, files) = (opened.manifest.cases.len(), opened.files.len());
    Ok(format!("{}: whole, {}, {files} files, {signed}", arguments.folder.display(), counted(cases)))
}

fn counted(cases: usize) -> String {
    format!("{cases} case{}", if cases == 1 { "" } else { "s" })
}

fn take_apart(arguments: &UnpackArguments) -> Result<String, String> {
    let (opened, signed) = opened(&arguments.pack, &arguments.trust)?;
    let folder = arguments.to.clone().unwrap_or_else(|| arguments.pack.with_extension(""));
    files::write_folder(&folder, &opened.files)?;
    let (name, files) = (arguments.pack.display(), opened.files.len());
    Ok(format!("{name}: {signed}; {files} files written to {}", folder.display()))
}

/// What is in the pack, and what each case's own plans earn here.
fn try_out(arguments: &PlayArguments, options: &files::Options) -> Result<String, String> {
    let (opened, signed) = opened(&arguments.pack, &arguments.trust)?;
    let knowledge = options.knowledge()?;
    let mut text = format!("{} ({}), {signed}\n", opened.manifest.name, opened.hash.get(..16).unwrap_or(""));
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
