//! What is wrong with a file, where, and what to do about it.
//!
//! A diagnostic is a value: readers of files return all of them, and the command line and the
//! interface decide how to show them. [`codes`] explains every code, [`fix`] mends what is sure.

pub mod codes;
pub mod fix;
mod suggestion;

use serde::Serialize;

pub use fix::Fix;
pub use suggestion::{nearest, suggest};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file can be used; the author should look at it.
    Warning,
    /// The file cannot be used as it is.
    Error,
}

impl Severity {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in a text file; line and column count from 1, columns count characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Another place of the same file that has to do with a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Where.
    #[serde(flatten)]
    pub at: Position,
    /// What is there, for example "opened here".
    pub message: String,
}

/// One finding in one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable code, for example `E030`; a teacher can search for it.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The file's name as it was given.
    pub file: String,
    /// Where it begins.
    #[serde(flatten)]
    pub at: Position,
    /// Where it ends; the same as `at` where something is missing.
    pub end: Position,
    /// What was found and what was expected there, in the author's words.
    pub message: String,
    /// The next step: the nearest valid name, or the names that fit. May be empty.
    pub help: String,
    /// Other places that have to do with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// The change that most likely mends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding at one place.
    #[must_use]
    pub fn new(
        severity: Severity,
        code: &'static str,
        file: impl Into<String>,
        at: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity,
            file: file.into(),
            at,
            end: at,
            message: message.into(),
            help: help.into(),
            related: Vec::new(),
            fix: None,
        }
    }

    /// An error at one place.
    #[must_use]
    pub fn error(
        code: &'static str,
        file: impl Into<String>,
        at: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Error, code, file, at, message, help)
    }

    /// The lines a terminal shows; `source` is the file's text, for the quoted line.
    #[must_use]
    pub fn render(&self, source: Option<&str>) -> String {
        let word = self.severity.word();
        let mut text = format!(
            "{word} {}: {}\n  --> {}:{}:{}\n",
            self.code, self.message, self.file, self.at.line, self.at.column
        );
        let line = |number: usize| source.and_then(|source| source.lines().nth(number.saturating_sub(1)));
        if let Some(line) = line(self.at.line) {
            let indent: String = line
                .chars()
                .take(self.at.column.saturating_sub(1))
                .map(|letter| if letter == '\t' { '\t' } else { ' ' })
                .collect();
            let rest = line.chars().count().saturating_sub(self.at.column.saturating_sub(1));
            let width = match self.end.line == self.at.line {
                true => self.end.column.saturating_sub(self.at.column),
                false => rest,
            };
            text.push_str(&format!("   | {line}\n   | {indent}{}\n", "^".repeat(width.clamp(1, rest.max(1)))));
        }
        for related in &self.related {
            text.push_str(&format!(
                "   = line {}, column {}: {}\n",
                related.at.line, related.at.column, related.message
            ));
        }
        if !self.help.is_empty() {
            text.push_str(&format!("   = help: {}\n", self.help));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_shows_its_line_and_marks_the_words() {
        let mut finding = Diagnostic::error(
            "E030",
            "case.ron",
            Position { line: 2, column: 8 },
            "unknown zone \"blader\"",
            "did you mean \"bladder\"?",
        );
        finding.end = Position { line: 2, column: 16 };
        finding.related.push(Related { at: Position { line: 1, column: 1 }, message: "the bracket is here".into() });
        let shown = finding.render(Some("(\n zone: \"blader\",\n)"));
        assert!(shown.contains("case.ron:2:8"), "{shown}");
        assert!(shown.contains("   |        ^^^^^^^^\n"), "{shown}");
        assert!(shown.contains("line 1, column 1: the bracket is here"), "{shown}");
    }
}
