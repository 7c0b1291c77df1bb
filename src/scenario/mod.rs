//! A case to work on: who the client is, what can be found, what is asked of the student, how it is judged.
//!
//! A scenario is one RON file of the form [`format::ScenarioFile`]; [`Scenario`] is its checked
//! runtime form. Reading never stops at the first error.

pub mod check;
pub mod format;
pub mod rubric;
pub mod template;
mod variation;

use std::collections::BTreeMap;

use check::CheckLevel;
use format::{ScenarioFile, Text};

use crate::{
    diagnostic::{Diagnostic, Severity},
    document::Document,
    knowledge::{Knowledge, fingerprint},
};

/// A scenario that passed its checks.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What the file says.
    pub file: ScenarioFile,
    /// Fingerprint of the file, 64 hexadecimal digits.
    pub hash: String,
}

impl Scenario {
    /// A text in a language: that language, else the scenario's own, else the key itself.
    #[must_use]
    pub fn say<'a>(&'a self, text: &'a Text, language: &str) -> &'a str {
        let Some(key) = text.0.strip_prefix('@') else { return &text.0 };
        let table =
            |language: &str| self.file.text.get(language).and_then(|table: &BTreeMap<String, String>| table.get(key));
        table(language).or_else(|| table(&self.file.language)).map_or(key, String::as_str)
    }
}

/// Reads a scenario from the bytes of its file; `name` is the file's name for messages.
///
/// All findings of all passes come back at once, sorted by place; the scenario only if none of them
/// is an error.
#[must_use]
pub fn read(knowledge: &Knowledge, name: &str, bytes: &[u8], level: CheckLevel) -> (Option<Scenario>, Vec<Diagnostic>) {
    let (document, decoded) = Document::read::<ScenarioFile>(name, bytes);
    let mut findings = decoded.findings;
    if let Some(file) = &decoded.repaired {
        findings.extend(check::Checker::run(&document, file, &decoded.guesses, knowledge, level));
    }
    findings.sort_by(|a, b| (a.at, a.code, &a.message).cmp(&(b.at, b.code, &b.message)));
    findings.dedup();
    let usable = decoded.sound && findings.iter().all(|finding| finding.severity != Severity::Error);
    let scenario = decoded.repaired.filter(|_| usable).map(|file| Scenario { file, hash: fingerprint::of_text(bytes) });
    (scenario, findings)
}
