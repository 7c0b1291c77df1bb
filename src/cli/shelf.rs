//! The shelf of the room: the cases of a folder, of the packs that lie there or were put by, and what
//! is saved while the program runs.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use super::{files, keep};
use crate::{
    diagnostic::{Diagnostic, Position, suggest},
    interface::shelf::{Best, CaseEntry, Saved},
    knowledge::Knowledge,
    scenario::{self, Scenario, check::CheckLevel},
    session::plan::Plan,
    study::pack,
};

/// The ending of packs.
const PACK: &str = "ctm";

/// All cases of a folder and of its packs, and of the packs in the user's own folder. Those that fail
/// their check stay on the shelf with what was found.
pub(super) fn all(knowledge: &Arc<Knowledge>, folder: &Path) -> Vec<CaseEntry> {
    let results = keep::results();
    let files = files::scenario_files(folder);
    let mut entries: Vec<CaseEntry> =
        files.iter().map(|path| case(knowledge, path, pack_name(folder, path), &results)).collect();
    for path in packs(folder).into_iter().chain(packs(&keep::folder().join("packs"))) {
        entries.extend(packed(knowledge, &path, &results));
    }
    in_order(&mut entries);
    entries
}

/// The cases of one pack.
pub(super) fn of_pack(knowledge: &Arc<Knowledge>, path: &Path) -> Vec<CaseEntry> {
    let mut entries = packed(knowledge, path, &keep::results());
    in_order(&mut entries);
    entries
}

/// Packs stay together; in a pack the easiest first.
fn in_order(entries: &mut [CaseEntry]) {
    let level = |entry: &CaseEntry| entry.scenario.as_ref().map(|case| case.file.description.level);
    entries.sort_by(|a, b| (&a.pack, level(a), &a.path).cmp(&(&b.pack, level(b), &b.path)));
}

/// The case of this id or path, put on the shelf if it is not there yet.
///
/// # Errors
/// In words: there is no such case, or it cannot be played.
pub(super) fn choose(
    cases: &mut Vec<CaseEntry>,
    knowledge: &Arc<Knowledge>,
    wanted: &str,
) -> Result<Arc<Scenario>, String> {
    let path = Path::new(wanted);
    if path.is_file() {
        let pack = pack_name(path.parent().unwrap_or(path), path);
        cases.insert(0, case(knowledge, path, pack, &keep::results()));
        let first = cases.first().and_then(|entry| entry.scenario.clone());
        return first.ok_or_else(|| format!("{wanted} cannot be played; ctm-trainer check {wanted} tells why"));
    }
    let known = cases.iter().filter_map(|entry| entry.scenario.as_ref()).find(|case| case.file.id == wanted);
    known.cloned().ok_or_else(|| {
        let ids: Vec<&str> =
            cases.iter().filter_map(|entry| entry.scenario.as_ref()).map(|case| case.file.id.as_str()).collect();
        format!("there is no case \"{wanted}\"; {}", suggest(wanted, ids.iter().copied()))
    })
}

/// The folder below the shelf's own in which a file lies.
fn pack_name(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let mut parts = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let first = parts.next().filter(|_| parts.next().is_some());
    first.unwrap_or_else(|| "your cases".into())
}

fn packs(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    found.retain(|path| path.extension().is_some_and(|extension| extension == PACK));
    found.sort();
    found
}

fn case(knowledge: &Arc<Knowledge>, path: &Path, pack: String, results: &[(String, Best)]) -> CaseEntry {
    let name = path.display().to_string();
    let stem = path.file_stem().unwrap_or_default();
    let beside = path.parent().unwrap_or(path).join("plans").join(stem);
    let plans = files::scenario_files(&beside).into_iter().filter(|plan| is_good(plan)).filter_map(|plan| {
        let bytes = files::read(&plan).ok()?;
        Plan::read(&plan.display().to_string(), &bytes).ok().map(Arc::new)
    });
    match files::read(path) {
        Ok(bytes) => entry(knowledge, name, pack, &bytes, plans.collect(), results),
        Err(message) => broken(name, pack, message),
    }
}

/// The cases of a pack; one entry that tells what is wrong if it cannot be opened.
fn packed(knowledge: &Arc<Knowledge>, path: &Path, results: &[(String, Best)]) -> Vec<CaseEntry> {
    let name = path.display().to_string();
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let opened = files::read(path).and_then(|bytes| pack::open(&bytes).map_err(|error| error.to_string()));
    let opened = match opened {
        Ok(opened) => opened,
        Err(message) => return vec![broken(name, stem, message)],
    };
    let cases = opened.files.iter().filter(|(file, _)| pack::is_case(file));
    cases
        .map(|(file, bytes)| {
            let (parent, last) = file.rsplit_once('/').map_or(("", file.as_str()), |(parent, last)| (parent, last));
            let case = last.trim_end_matches(".ron");
            let folder = if parent.is_empty() { format!("plans/{case}/") } else { format!("{parent}/plans/{case}/") };
            let plans = opened.files.iter().filter(|(file, _)| file.starts_with(&folder) && is_good(Path::new(file)));
            let plans = plans.filter_map(|(file, bytes)| Plan::read(file, bytes).ok().map(Arc::new)).collect();
            entry(knowledge, format!("{name}/{file}"), opened.manifest.name.clone(), bytes, plans, results)
        })
        .collect()
}

/// Plans of good sessions are called `reference`, or `reference-` and what is drawn for them.
fn is_good(plan: &Path) -> bool {
    plan.file_stem().is_some_and(|stem| stem.to_string_lossy().starts_with("reference"))
}

fn entry(
    knowledge: &Arc<Knowledge>,
    path: String,
    pack: String,
    bytes: &[u8],
    good: Vec<Arc<Plan>>,
    results: &[(String, Best)],
) -> CaseEntry {
    let (scenario, findings) = scenario::read(knowledge, &path, bytes, CheckLevel::Draft);
    let known = scenario.as_ref().and_then(|case| results.iter().find(|(id, _)| *id == case.file.id));
    let best = known.map(|(_, best)| *best);
    CaseEntry { path, pack, scenario: scenario.map(Arc::new), findings, best, good }
}

fn broken(path: String, pack: String, message: String) -> CaseEntry {
    let help = "check that the file is there and may be read";
    let finding = Diagnostic::error("E000", &path, Position::default(), message, help);
    CaseEntry { path, pack, scenario: None, findings: vec![finding], best: None, good: Vec::new() }
}

/// What tells one state of a file from another.
type Stamp = (Option<SystemTime>, u64);

/// Watches files by their times and lengths. A change counts when two looks find the same, so that a
/// file is not read while it is being written.
pub(super) struct Watch {
    folder: PathBuf,
    /// Files outside the folder.
    others: Vec<PathBuf>,
    known: BTreeMap<PathBuf, Stamp>,
    seen: BTreeMap<PathBuf, Stamp>,
}

impl Watch {
    /// Watches the cases of a folder, new ones too, and these other files.
    pub(super) fn new(folder: PathBuf, others: Vec<PathBuf>) -> Self {
        let mut watch = Self { folder, others, known: BTreeMap::new(), seen: BTreeMap::new() };
        watch.known = watch.stamps().collect();
        watch
    }

    fn stamps(&self) -> impl Iterator<Item = (PathBuf, Stamp)> {
        let files = files::scenario_files(&self.folder).into_iter().chain(self.others.clone());
        files.filter_map(|path| {
            let about = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
            let stamp = (about.modified().ok(), about.len());
            Some((path, stamp))
        })
    }

    /// What was saved since the last look.
    pub(super) fn look(&mut self) -> Vec<Saved> {
        let mut saved = Vec::new();
        let now: Vec<(PathBuf, Stamp)> = self.stamps().collect();
        for (path, stamp) in now {
            if self.known.get(&path) == Some(&stamp) {
                continue;
            }
            if self.seen.insert(path.clone(), stamp) != Some(stamp) {
                continue;
            }
            self.seen.remove(&path);
            saved.push(Saved {
                path: path.display().to_string(),
                pack: pack_name(&self.folder, &path),
                bytes: files::read(&path),
            });
            self.known.insert(path, stamp);
        }
        saved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_is_told_once_and_only_when_the_file_rests() {
        let folder = std::env::temp_dir().join(format!("ctm-trainer-watch-{}", std::process::id()));
        fs::create_dir_all(folder.join("mine")).unwrap();
        let file = folder.join("mine").join("case.ron");
        files::write(&file, b"one").unwrap();
        let mut watch = Watch::new(folder.clone(), Vec::new());
        assert!(watch.look().is_empty() && watch.look().is_empty(), "nothing was saved yet");
        files::write(&file, b"tw").unwrap();
        assert!(watch.look().is_empty(), "it may still be being written");
        files::write(&file, b"two and more").unwrap();
        assert!(watch.look().is_empty(), "it was");
        let saved = watch.look();
        assert_eq!(saved.len(), 1);
        assert_eq!((saved[0].pack.as_str(), saved[0].bytes.as_deref()), ("mine", Ok(&b"two and more"[..])));
        assert!(watch.look().is_empty(), "told already");
        files::write(&folder.join("new.ron"), b"new").unwrap();
        watch.look();
        assert_eq!(watch.look().len(), 1, "a new case is found");
        fs::remove_dir_all(folder).unwrap();
    }
}
