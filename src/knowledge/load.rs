//! From a library of files to [`Knowledge`], with all findings of all tables at once.

use super::{
    Knowledge,
    entry::{Confidence, Entry, References},
    library::Library,
};
use crate::{
    diagnostic::{Diagnostic, Position, suggest},
    document::{Document, Guesses, Path, Table},
};

/// A reference that waits until every table is known.
struct Pending {
    file: usize,
    at: Position,
    table: &'static str,
    id: String,
}

/// Reads tables and gathers what has to be checked between them.
#[derive(Default)]
pub(super) struct Loader {
    names: Vec<(&'static str, Vec<String>)>,
    files: Vec<String>,
    pending: Vec<Pending>,
    hash: crate::knowledge::fingerprint::Fingerprint,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Loader {
    /// Reads one table; a table with errors keeps what could be repaired, so that others still check.
    pub(super) fn table<K, T>(&mut self, library: &dyn Library) -> Table<K, T>
    where
        K: serde::de::DeserializeOwned + Ord + Clone + std::fmt::Display,
        T: Entry,
    {
        let file = format!("knowledge/{}.ron", T::TABLE);
        let bytes = match library.read(&file) {
            Ok(bytes) => bytes,
            Err(message) => {
                self.diagnostics.push(Diagnostic::error("E000", file, Position { line: 1, column: 1 }, message, ""));
                return Table::default();
            }
        };
        self.hash.add(T::TABLE, &bytes);
        let (document, decoded) = Document::read::<Table<K, T>>(&file, &bytes);
        self.diagnostics.extend(decoded.findings);
        let table = decoded.repaired.unwrap_or_default();
        self.note(&document, &table, &decoded.guesses);
        table
    }

    fn note<K: Ord + Clone + std::fmt::Display, T: Entry>(
        &mut self,
        document: &Document,
        table: &Table<K, T>,
        guesses: &Guesses,
    ) {
        let file = self.files.len();
        self.files.push(document.file().to_owned());
        self.names.push((T::TABLE, table.iter().map(|(id, _)| id.to_string()).collect()));
        for (id, entry) in table.iter() {
            let id = id.to_string();
            let root = Path::root().key(&id);
            let mut references = References::default();
            entry.references(&mut references);
            let provenance = root.field("provenance");
            for (index, source) in entry.provenance().sources.iter().enumerate() {
                references.to("sources", source, Path::root().field("provenance").field("sources").index(index));
            }
            for reference in references.found {
                let path = root.join(&reference.path);
                if !guesses.cover(document, &path) {
                    let at = document.place(&path);
                    self.pending.push(Pending { file, at, table: reference.table, id: reference.id });
                }
            }
            let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if id.is_empty() || id.len() > 48 || !id.chars().all(valid) {
                self.diagnostics.push(document.error(
                    "E024",
                    &root,
                    format!("\"{id}\" cannot be an id"),
                    "use 1 to 48 lower-case letters, digits and hyphens",
                ));
            }
            let origin = entry.provenance();
            if T::TABLE != "sources" && origin.confidence == Confidence::Read && origin.sources.is_empty() {
                self.diagnostics.push(document.error(
                    "E034",
                    &provenance,
                    format!("\"{id}\" says it was read but names no source"),
                    "name the source, or set the confidence to Convention",
                ));
            }
        }
    }

    /// Checks every reference between tables and sorts the findings.
    pub(super) fn finish(mut self) -> (String, Vec<Diagnostic>) {
        for pending in &self.pending {
            let names = self.names.iter().find(|(table, _)| *table == pending.table).map(|(_, names)| names);
            let Some(names) = names else { continue };
            if names.contains(&pending.id) {
                continue;
            }
            self.diagnostics.push(Diagnostic::error(
                "E030",
                self.files[pending.file].clone(),
                pending.at,
                format!("\"{}\" is not in the table {}", pending.id, pending.table),
                suggest(&pending.id, names.iter().map(String::as_str)),
            ));
        }
        self.diagnostics.sort_by(|a, b| (&a.file, a.at, a.code).cmp(&(&b.file, b.at, b.code)));
        (self.hash.finish(), self.diagnostics)
    }
}

/// Loads all knowledge tables from `knowledge/` in the library.
///
/// Never stops at the first error; with any error among the findings the knowledge is incomplete
/// and must not be used for a session.
#[must_use]
pub fn load(library: &dyn Library) -> (Knowledge, Vec<Diagnostic>) {
    let mut loader = Loader::default();
    let mut knowledge = Knowledge::read(library, &mut loader);
    let (hash, diagnostics) = loader.finish();
    knowledge.hash = hash;
    (knowledge, diagnostics)
}
