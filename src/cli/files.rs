//! Where the program finds its files, and how it writes them.

#![expect(
    clippy::disallowed_methods,
    reason = "this is the door through which the command line reads and writes files"
)]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;

use crate::{
    diagnostic::{Diagnostic, Severity, suggest},
    knowledge::{self, Knowledge, library::Folder},
    scenario::{self, Scenario, check::CheckLevel},
};

/// Options that say where the files are.
#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    /// Folder with the program's assets
    #[arg(long, global = true, value_name = "FOLDER")]
    assets: Option<PathBuf>,
    /// Folder with scenarios
    #[arg(long, global = true, value_name = "FOLDER")]
    scenarios: Option<PathBuf>,
}

impl Options {
    /// The assets folder: as given, else by the variable CTM_TRAINER_ASSETS, else beside the program, in the current folder, or in the source checkout.
    pub(crate) fn assets(&self) -> PathBuf {
        let named = || std::env::var_os("CTM_TRAINER_ASSETS").map(PathBuf::from);
        self.assets.clone().or_else(named).unwrap_or_else(|| find("assets"))
    }

    /// The scenarios folder, found in the same way.
    pub(crate) fn scenarios(&self) -> PathBuf {
        self.scenarios.clone().unwrap_or_else(|| find("scenarios"))
    }

    /// The knowledge tables.
    ///
    /// # Errors
    /// All findings as text, if the tables have errors: without sound knowledge nothing can run.
    pub(crate) fn knowledge(&self) -> Result<Arc<Knowledge>, String> {
        let (knowledge, findings) = knowledge::load(&Folder::new(self.assets()));
        let errors: Vec<&Diagnostic> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        if errors.is_empty() {
            return Ok(Arc::new(knowledge));
        }
        let mut text = format!("the knowledge tables in {} have {} errors:\n", self.assets().display(), errors.len());
        for error in errors {
            text.push_str(&error.render(None));
        }
        Err(text)
    }

    /// A scenario by the path of its file, or by its id below the scenarios folder.
    ///
    /// # Errors
    /// In words: there is no such scenario, or all errors of its file.
    pub(crate) fn scenario(&self, knowledge: &Knowledge, named: &str) -> Result<Arc<Scenario>, String> {
        let path = Path::new(named);
        let file = if path.is_file() {
            path.to_owned()
        } else {
            let folder = self.scenarios();
            let files = scenario_files(&folder);
            let stem =
                |file: &PathBuf| file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let Some(file) = files.iter().find(|file| stem(file) == named) else {
                let names: Vec<String> = files.iter().map(stem).collect();
                let help = suggest(named, names.iter().map(String::as_str));
                return Err(format!("there is no scenario \"{named}\" in {}; {help}", folder.display()));
            };
            file.clone()
        };
        let bytes = read(&file)?;
        let (scenario, findings) = scenario::read(knowledge, &file.display().to_string(), &bytes, CheckLevel::Draft);
        scenario.map(Arc::new).ok_or_else(|| {
            let source = String::from_utf8_lossy(&bytes);
            let mut text = String::from("the scenario has errors:\n");
            for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
                text.push_str(&finding.render(Some(&source)));
            }
            text
        })
    }
}

fn find(name: &str) -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|program| program.parent().map(|folder| folder.join(name)));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    [beside, Some(PathBuf::from(name)), Some(source)]
        .into_iter()
        .flatten()
        .find(|folder| folder.is_dir())
        .unwrap_or_else(|| PathBuf::from(name))
}

/// All RON scenario files at a path: the file itself, or every `.ron` file below the folder that is
/// not a plan, in alphabetical order.
pub(crate) fn scenario_files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != "plans") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "ron") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Every file below a folder by its name within it, with `/` between folders; hidden files, links and
/// packs are left out.
///
/// # Errors
/// In words, with the path.
pub(crate) fn all_below(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let mut found = Vec::new();
    let mut folders = vec![(String::new(), folder.to_owned())];
    while let Some((prefix, folder)) = folders.pop() {
        let failed = |error: std::io::Error| format!("failed to read {}: {error}", folder.display());
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type().map_err(failed)?;
            if name.starts_with('.') || name.ends_with(".ctm") {
                continue;
            }
            if kind.is_dir() {
                folders.push((format!("{prefix}{name}/"), entry.path()));
            } else if kind.is_file() {
                found.push((format!("{prefix}{name}"), entry.path()));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Writes files into a new folder, all of them or none: into a folder beside it first, which then
/// takes its name. The names must have been checked.
///
/// # Errors
/// In words, with the path; also where the folder is there already.
pub(crate) fn write_folder(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    if folder.exists() {
        return Err(format!("{} is there already; name another folder with --to", folder.display()));
    }
    let mut name = folder.file_name().map(std::ffi::OsStr::to_owned).unwrap_or_default();
    name.push(format!(".{}.part", std::process::id()));
    let part = folder.with_file_name(name);
    let all = || -> Result<(), String> {
        for (name, bytes) in files {
            write(&name.split('/').fold(part.clone(), |path, piece| path.join(piece)), bytes)?;
        }
        std::fs::rename(&part, folder).map_err(|error| format!("failed to write {}: {error}", folder.display()))
    };
    all().inspect_err(|_| {
        let _ = std::fs::remove_dir_all(&part);
    })
}

/// Writes a file so that a reader never sees half of it: a temporary file beside it, then a rename.
///
/// # Errors
/// In words, with the path.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("failed to write {}: {error}", path.display());
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut name = path.file_name().map(std::ffi::OsStr::to_owned).unwrap_or_default();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path)).map_err(failed)
}

/// Writes a file like [`write`] that only its owner may read, where the system knows owners.
///
/// # Errors
/// In words, with the path.
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), String> {
    write(path, b"")?;
    let failed = |error: std::io::Error| format!("failed to write {}: {error}", path.display());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).map_err(failed)?;
    }
    std::fs::write(path, bytes).map_err(failed)
}

/// Reads a file.
///
/// # Errors
/// In words, with the path.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("failed to read {}: {error}", path.display()))
}
