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

/// The mark of a text: it changes when the text does.
#[must_use]
pub fn text_mark(text: &str) -> String {
    fingerprint::of_text(text.as_bytes()).chars().take(10).collect()
}

/// What has become of a scenario whose file was saved.
#[derive(Debug, Clone)]
pub enum Reloaded {
    /// It says the same as before.
    Same,
    /// It has changed and can be used; the findings are warnings.
    Changed(Box<Scenario>, Vec<Diagnostic>),
    /// It cannot be used as it is: the version that is running goes on. A file that is read while it
    /// is being written looks like this too; reading it once more a moment later tells.
    Broken(Vec<Diagnostic>),
}

/// Reads a scenario anew while a version of it is running, at draft level.
#[must_use]
pub fn reload(knowledge: &Knowledge, running: &Scenario, name: &str, bytes: &[u8]) -> Reloaded {
    if fingerprint::of_text(bytes) == running.hash {
        return Reloaded::Same;
    }
    match read(knowledge, name, bytes, CheckLevel::Draft) {
        (Some(scenario), findings) => Reloaded::Changed(Box::new(scenario), findings),
        (None, findings) => Reloaded::Broken(findings),
    }
}
