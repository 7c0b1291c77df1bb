//! What is wrong with a file, where, and what to do about it.
//!
//! A diagnostic is a value: readers of files return all of them, and the command line and the
//! interface decide how to show them.

use serde::Serialize;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file can be used; the author should look at it.
    Warning,
    /// The file cannot be used as it is.
    Error,
}

/// A place in a text file; line and column count from 1, columns count characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
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
    /// What was found and what was expected there, in the author's words.
    pub message: String,
    /// The next step: the nearest valid name, or the names that fit. May be empty.
    pub help: String,
}

impl Diagnostic {
    /// The lines a terminal shows; `source` is the file's text, for the quoted line.
    #[must_use]
    pub fn render(&self, source: Option<&str>) -> String {
        let word = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let mut text = format!(
            "{word} {}: {}\n  --> {}:{}:{}\n",
            self.code, self.message, self.file, self.at.line, self.at.column
        );
        if let Some(line) = source.and_then(|source| source.lines().nth(self.at.line.saturating_sub(1))) {
            let indent: String = line
                .chars()
                .take(self.at.column.saturating_sub(1))
                .map(|c| if c == '\t' { '\t' } else { ' ' })
                .collect();
            text.push_str(&format!("   | {line}\n   | {indent}^\n"));
        }
        if !self.help.is_empty() {
            text.push_str(&format!("   = help: {}\n", self.help));
        }
        text
    }
}

/// The candidate that `found` was most likely meant to be, if one is close enough.
///
/// Distance: Damerau-Levenshtein of at most a third of the longer name's letters (at least 1); of
/// equally near names the one with the longer common beginning, then the first in order.
#[must_use]
pub fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let common = |candidate: &str| found.chars().zip(candidate.chars()).take_while(|(a, b)| a == b).count();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let distance = strsim::damerau_levenshtein(&found.to_lowercase(), &candidate.to_lowercase());
            let limit = (found.chars().count().max(candidate.chars().count()) / 3).max(1);
            (distance <= limit).then_some((distance, usize::MAX - common(candidate), candidate))
        })
        .min()
        .map(|(_, _, candidate)| candidate)
}

/// Help for an unknown name: the nearest one, or up to six that would fit.
#[must_use]
pub fn suggest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(name) = nearest(found, candidates.clone()) {
        return format!("did you mean \"{name}\"?");
    }
    let mut names: Vec<&str> = candidates.into_iter().collect();
    let more = names.len() > 6;
    names.truncate(6);
    if names.is_empty() {
        String::new()
    } else {
        format!("expected one of: {}{}", names.join(", "), if more { ", …" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_and_a_far_one_is_not() {
        let zones = ["bladder", "genital", "kidney"];
        assert_eq!(nearest("blader", zones), Some("bladder"));
        assert_eq!(nearest("kidnye", zones), Some("kidney"));
        assert_eq!(nearest("shoulder", zones), None);
        assert_eq!(suggest("shoulder", zones), "expected one of: bladder, genital, kidney");
    }

    #[test]
    fn a_finding_shows_its_line_and_points_at_the_column() {
        let finding = Diagnostic {
            code: "E030",
            severity: Severity::Error,
            file: "case.ron".into(),
            at: Position { line: 2, column: 8 },
            message: "unknown zone \"blader\"".into(),
            help: "did you mean \"bladder\"?".into(),
        };
        let shown = finding.render(Some("(\n zone: \"blader\",\n)"));
        assert!(shown.contains("case.ron:2:8"), "{shown}");
        assert!(shown.contains("   |        ^"), "{shown}");
    }
}
