//! A case to work on: who the client is, what can be found, what is asked of the student, how it is judged.
//!
//! A scenario is one RON file of the form [`format::ScenarioFile`]; [`Scenario`] is its checked
//! runtime form. Reading never stops at the first error.

pub mod format;
pub mod rubric;

use std::collections::BTreeMap;

use format::{ScenarioFile, Text};

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
