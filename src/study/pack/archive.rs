//! From files to the bytes of a pack and back.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read, Write},
};

use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{
    FORMAT, MANIFEST, MOST_BYTES, MOST_BYTES_OF_FILE, MOST_FILES, MOST_RATIO, Manifest, Pack, PackError, SIGNATURE,
    is_case, manifest, name,
    signature::{SecretKey, Signature},
};
use crate::{document::Document, knowledge::fingerprint};

/// Makes a pack of files; names are folders and file, parted by `/`.
///
/// # Errors
/// Where a name is not allowed, two names collide, there is too much, or no case.
pub fn pack(pack_name: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, PackError> {
    written(pack_name, files, None)
}

/// Makes a pack like [`pack`], signed by a school.
///
/// # Errors
/// As [`pack`].
pub fn pack_signed(pack_name: &str, files: &BTreeMap<String, Vec<u8>>, key: &SecretKey) -> Result<Vec<u8>, PackError> {
    written(pack_name, files, Some(key))
}

fn written(pack_name: &str, files: &BTreeMap<String, Vec<u8>>, key: Option<&SecretKey>) -> Result<Vec<u8>, PackError> {
    if !files.keys().any(|path| is_case(path)) {
        return Err(PackError::Empty);
    }
    within("files", files.len() as u64, MOST_FILES as u64)?;
    let mut total = 0;
    for (path, bytes) in files {
        name::safe(path)?;
        if [MANIFEST, SIGNATURE].contains(&path.as_str()) {
            return Err(PackError::Name {
                name: path.clone(),
                why: "it is kept for the list of entries or its signature",
            });
        }
        within(&format!("bytes of \"{path}\""), bytes.len() as u64, MOST_BYTES_OF_FILE)?;
        total += bytes.len() as u64;
    }
    within("bytes in all", total, MOST_BYTES)?;
    name::distinct(files.keys().map(String::as_str))?;
    let list = ron::ser::to_string_pretty(&manifest(pack_name, files), ron::ser::PrettyConfig::new().new_line("\n"))
        .map_err(|error| PackError::Manifest(error.to_string()))?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    let entries = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let signature = key.map(|key| key.sign(list.as_bytes()).text());
    let signature = signature.iter().map(|text| (SIGNATURE, text.as_bytes()));
    for (path, bytes) in std::iter::once((MANIFEST, list.as_bytes())).chain(signature).chain(entries) {
        writer.start_file(path, options).map_err(damaged)?;
        writer.write_all(bytes).map_err(damaged)?;
    }
    Ok(writer.finish().map_err(damaged)?.into_inner())
}

/// Reads a pack. What comes back has safe names, and is exactly what its list says.
///
/// # Errors
/// The first reason not to trust it.
pub fn open(bytes: &[u8]) -> Result<Pack, PackError> {
    within("bytes of the pack", bytes.len() as u64, MOST_BYTES)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    within("entries", archive.len() as u64, MOST_FILES as u64 + 2)?;
    if archive.has_duplicate_names() {
        return Err(PackError::Damaged("two entries have the same name".into()));
    }
    if archive.has_overlapping_entries().map_err(damaged)? {
        return Err(PackError::Damaged("entries lie over each other".into()));
    }
    let mut files = BTreeMap::new();
    let mut total = 0;
    for index in 0..archive.len() {
        let Some((path, bytes)) = entry(&mut archive, index, MOST_BYTES - total)? else { continue };
        total += bytes.len() as u64;
        files.insert(path, bytes);
    }
    name::distinct(files.keys().map(String::as_str))?;
    let list = files.remove(MANIFEST).ok_or_else(|| PackError::Manifest(format!("there is no {MANIFEST}")))?;
    let signature = files.remove(SIGNATURE).map(|bytes| Signature::read(SIGNATURE, &bytes, &list)).transpose()?;
    let manifest = read_list(&list)?;
    hold_against(&manifest, &files)?;
    Ok(Pack { hash: fingerprint::of_text(&list), manifest, files, signature })
}

/// One entry, read with care; `None` for a folder.
fn entry(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    left: u64,
) -> Result<Option<(String, Vec<u8>)>, PackError> {
    let file = archive.by_index(index).map_err(damaged)?;
    let path = file.name().map_err(damaged)?.into_owned();
    if file.is_dir() {
        name::safe(path.trim_end_matches('/'))?;
        return Ok(None);
    }
    name::safe(&path)?;
    let not_plain = |what| Err(PackError::NotPlain { name: path.clone(), what });
    if file.is_symlink() {
        return not_plain("a link");
    }
    if file.encrypted() {
        return not_plain("encrypted");
    }
    within(&format!("bytes of \"{path}\""), file.size(), MOST_BYTES_OF_FILE)?;
    let packed = file.compressed_size().max(1);
    within(&format!("bytes of \"{path}\" for each packed one"), file.size() / packed, MOST_RATIO)?;
    // The length that an entry claims is not believed.
    let most = MOST_BYTES_OF_FILE.min(left).min(packed.saturating_mul(MOST_RATIO).saturating_add(MOST_RATIO));
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(damaged)?;
    within(&format!("bytes of \"{path}\""), bytes.len() as u64, most)?;
    Ok(Some((path, bytes)))
}

fn read_list(bytes: &[u8]) -> Result<Manifest, PackError> {
    let (document, decoded) = Document::read::<Manifest>(MANIFEST, bytes);
    let format = document.text_at(&crate::document::Path::root().field("format"));
    if let Some(other) = format.filter(|format| *format != FORMAT) {
        return Err(PackError::Manifest(format!("it has the form \"{other}\", this program reads \"{FORMAT}\"")));
    }
    let first = decoded
        .findings
        .first()
        .map(|finding| format!("line {}, column {}: {}", finding.at.line, finding.at.column, finding.message));
    decoded.value().ok_or_else(|| PackError::Manifest(first.unwrap_or_default()))
}

/// The list must name every file, each with its length and fingerprint, and nothing else.
fn hold_against(manifest: &Manifest, files: &BTreeMap<String, Vec<u8>>) -> Result<(), PackError> {
    for (path, bytes) in files {
        let Some(entry) = manifest.files.iter().find(|entry| entry.path == *path) else {
            return Err(PackError::Manifest(format!("\"{path}\" is not on it")));
        };
        if entry.bytes != bytes.len() as u64 || entry.sha256 != fingerprint::of_text(bytes) {
            return Err(PackError::Manifest(format!("\"{path}\" has been changed")));
        }
    }
    let missing = manifest.files.iter().find(|entry| !files.contains_key(&entry.path));
    if let Some(entry) = missing {
        return Err(PackError::Manifest(format!("\"{}\" is missing", entry.path)));
    }
    if manifest.files.len() != files.len() {
        return Err(PackError::Manifest("an entry is on it twice".into()));
    }
    match manifest.cases.iter().find(|case| !files.contains_key(&case.path)) {
        Some(case) => Err(PackError::Manifest(format!("the case \"{}\" is missing", case.path))),
        None => Ok(()),
    }
}

fn within(what: &str, found: u64, most: u64) -> Result<(), PackError> {
    if found <= most { Ok(()) } else { Err(PackError::TooMuch { what: what.to_owned(), found, most }) }
}

fn damaged(error: impl std::fmt::Display) -> PackError {
    PackError::Damaged(error.to_string())
}
