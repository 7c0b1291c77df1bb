//! Packs: cases with their plans in one file, `ctm-pack/1`.
//!
//! A pack is a zip archive. Its first entry is `manifest.ron`, which lists every other entry with its
//! length and fingerprint. Entries stand in the order of their names, without compression and
//! without times, so that equal files give equal packs, byte for byte, on every platform.
//!
//! A school may sign the list; the signature is the second entry, `signature.ron`, and is on no list.
//!
//! [`open`] trusts nothing: before anything of a pack is used, its names, sizes and fingerprints have
//! been checked. Files are never touched here; whoever writes them gets names that are safe.

mod archive;
mod name;
pub mod signature;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use signature::{Signature, SignatureError};

use crate::{
    document::Document,
    knowledge::fingerprint,
    scenario::format::{Level, ScenarioFile},
};

pub use archive::{open, pack, pack_signed};
pub use name::safe as check_name;

/// The version of this form.
pub const FORMAT: &str = "ctm-pack/1";

/// The name of the list of entries.
pub const MANIFEST: &str = "manifest.ron";

/// The name of the signature of a school.
pub const SIGNATURE: &str = "signature.ron";

/// Most bytes of a pack, and of all its files together.
pub const MOST_BYTES: u64 = 100 * 1024 * 1024;

/// Most bytes of one file.
pub const MOST_BYTES_OF_FILE: u64 = 20 * 1024 * 1024;

/// Most files.
pub const MOST_FILES: usize = 2000;

/// Most bytes that one byte of a compressed entry may become.
pub const MOST_RATIO: u64 = 100;

/// Endings of files that go into a pack.
pub const ENDINGS: [&str; 6] = ["ron", "md", "txt", "csv", "png", "jpg"];

/// Why there is no pack.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PackError {
    /// It is no zip archive, or a damaged one.
    #[error("this is no pack that can be read: {0}")]
    Damaged(String),
    /// A name that could lead out of a folder or that not every system can write.
    #[error("the name \"{name}\" is not allowed: {why}")]
    Name {
        /// The name as it stands in the archive.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Two entries that are one file on some systems.
    #[error("\"{0}\" and \"{1}\" cannot be told apart on every system; rename one of them")]
    Collision(String, String),
    /// An entry that is no plain file.
    #[error("\"{name}\" is {what}; a pack holds plain files only")]
    NotPlain {
        /// The entry.
        name: String,
        /// What it is.
        what: &'static str,
    },
    /// More than is read.
    #[error("{what}: {found}, but at most {most} are read")]
    TooMuch {
        /// What there is too much of.
        what: String,
        /// So much.
        found: u64,
        /// So much is read.
        most: u64,
    },
    /// The list of entries is missing, or says something else than is there.
    #[error("the list of entries does not fit: {0}")]
    Manifest(String),
    /// It is signed, and the signature does not fit.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// There is nothing to pack.
    #[error("there is no case to pack")]
    Empty,
}

/// The list of entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always `ctm-pack/1`.
    pub format: String,
    /// Name of the pack.
    pub name: String,
    /// Version of the program that made it.
    pub program: String,
    /// The cases.
    pub cases: Vec<Case>,
    /// All entries but this one, in the order of their names.
    pub files: Vec<Entry>,
}

/// A case of a pack, for lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Its file.
    pub path: String,
    /// Its id.
    pub id: String,
    /// Version of its content.
    pub version: (u32, u32, u32),
    /// Its title in its own language.
    pub title: String,
    /// How hard it is.
    pub level: Level,
    /// Minutes a student usually needs.
    pub minutes: u32,
    /// What is learned, in its own language.
    pub objectives: Vec<String>,
    /// Its languages, its own first.
    pub languages: Vec<String>,
    /// Licence of its texts.
    pub licence: String,
    /// How many people have reviewed it.
    pub reviews: u32,
}

/// An entry of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its name: folders and file, parted by `/`.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, 64 hexadecimal digits.
    pub sha256: String,
}

/// A pack that was read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// The list of entries.
    pub manifest: Manifest,
    /// The files by name, without the list and the signature.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The signature, if somebody has signed; it fits. Who that was, a school's public key tells.
    pub signature: Option<Signature>,
    /// Fingerprint of the list, and by it of everything: 64 hexadecimal digits.
    pub hash: String,
}

/// Whether a name is that of a case and not of a plan.
#[must_use]
pub fn is_case(path: &str) -> bool {
    path.ends_with(".ron") && ![MANIFEST, SIGNATURE].contains(&path) && !path.split('/').any(|part| part == "plans")
}

fn manifest(name: &str, files: &BTreeMap<String, Vec<u8>>) -> Manifest {
    let cases = files.iter().filter(|(path, _)| is_case(path)).filter_map(|(path, bytes)| case(path, bytes));
    let entries = files.iter().map(|(path, bytes)| Entry {
        path: path.clone(),
        bytes: bytes.len() as u64,
        sha256: fingerprint::of_text(bytes),
    });
    Manifest {
        format: FORMAT.into(),
        name: name.into(),
        program: env!("CARGO_PKG_VERSION").into(),
        cases: cases.collect(),
        files: entries.collect(),
    }
}

fn case(path: &str, bytes: &[u8]) -> Option<Case> {
    let (_, decoded) = Document::read::<ScenarioFile>(path, bytes);
    let file = decoded.value()?;
    let say = |text: &crate::scenario::format::Text| match text.0.strip_prefix('@') {
        Some(key) => file.text.get(&file.language).and_then(|table| table.get(key)).cloned().unwrap_or_default(),
        None => text.0.clone(),
    };
    let others = file.text.keys().filter(|language| **language != file.language).cloned();
    Some(Case {
        path: path.to_owned(),
        id: file.id.clone(),
        version: file.version,
        title: say(&file.description.title),
        level: file.description.level,
        minutes: file.description.minutes,
        objectives: file.description.objectives.iter().map(say).collect(),
        languages: std::iter::once(file.language.clone()).chain(others).collect(),
        licence: file.description.licence.clone(),
        reviews: u32::try_from(file.description.review.len()).unwrap_or(u32::MAX),
    })
}

#[cfg(test)]
mod tests;
