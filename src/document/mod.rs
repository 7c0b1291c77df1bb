//! How every RON file of the project is read: all of its mistakes at once, each with its place.
//!
//! [`Document::parse`] reads the text into a tree of values with places and goes on after every
//! mistake. [`Document::decode`] makes a value of a plain `serde` type from the tree; it too reports
//! every mistake, and refuses every field that the type does not know. Checks that need to know
//! more than one file (references, sums) find the place of a value by its [`Path`].
//!
//! Files are read as RON with `implicit_some`. Not supported on purpose: `flatten`, untagged and
//! internally tagged types, byte texts, and `inf` or `NaN` as numbers.
//!
//! Codes: E001–E019 text, signs and brackets; E020 unknown field; E021 missing field; E022 given
//! twice; E023 wrong kind of value; E024 value out of range or refused; E025 unknown word.

mod balance;
mod decode;
mod literal;
mod parse;
mod path;
mod source;
mod syntax;
mod table;
mod token;

use serde::de::DeserializeOwned;

use crate::diagnostic::{Diagnostic, Fix, Position, Related, Severity};

pub use decode::{Decoded, Guesses};
pub use parse::NESTING_LIMIT;
pub use path::Path;
pub use source::SIZE_LIMIT;
pub use table::Table;

use source::{Finding, Lines};
use syntax::{Node, Span, Tree, Value};

/// The most findings that one reading of a file returns.
pub const FINDING_LIMIT: usize = 200;

/// The most faults of writing that are told of one line: what comes after them mostly follows from
/// them.
const LINE_LIMIT: usize = 3;

/// A file that has been read: its text and its values with their places.
#[derive(Debug, Clone)]
pub struct Document {
    file: String,
    text: String,
    lines: Lines,
    tree: Tree,
    sound: bool,
    whole: bool,
}

impl Document {
    /// Reads a file's bytes; `file` is the name that findings give.
    ///
    /// There is always a document: what could not be read stands in it as a guess, and the findings
    /// say where. They are in the order of the text.
    #[must_use]
    pub fn parse(file: &str, bytes: &[u8]) -> (Self, Vec<Diagnostic>) {
        let (text, mut findings) = source::read(bytes);
        let nothing = || Tree::new(Node::new(Value::Wildcard, Span::default()));
        let tree = text.as_deref().map_or_else(nothing, |text| {
            let (tree, more) = parse::parse(text);
            findings.extend(more);
            tree
        });
        let text = text.unwrap_or_default();
        let lines = Lines::new(&text);
        let whole = findings.iter().all(|finding| !["E007", "E008", "E012"].contains(&finding.code));
        let document = Self { file: file.to_owned(), lines, text, tree, sound: findings.is_empty(), whole };
        let findings = document.tell(findings);
        (document, findings)
    }

    /// Reads a file's bytes into a value: [`Document::parse`] and [`Document::decode`] with the
    /// findings of both.
    #[must_use]
    pub fn read<T: DeserializeOwned>(file: &str, bytes: &[u8]) -> (Self, Decoded<T>) {
        let (document, mut findings) = Self::parse(file, bytes);
        let mut decoded = document.decode();
        findings.append(&mut decoded.findings);
        findings.sort_by_key(|finding| finding.at);
        findings.truncate(FINDING_LIMIT);
        decoded.findings = findings;
        (document, decoded)
    }

    /// Makes a value of the file, reporting everything that does not fit the type.
    #[must_use]
    pub fn decode<T: DeserializeOwned>(&self) -> Decoded<T> {
        decode::decode(self)
    }

    /// The file's name as it was given.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The file's text; bytes that are not UTF-8 are replaced.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text was read without any finding.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.sound
    }

    /// Whether all brackets fit, so that nothing has been read as part of something else.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Where the value at a path begins; where it does not exist, the innermost value around it.
    #[must_use]
    pub fn place(&self, path: &Path) -> Position {
        self.position(self.tree.find(path).node.span.start)
    }

    /// Where the name or key of a path's last step stands; of an item in a list, the item itself.
    #[must_use]
    pub fn place_of_key(&self, path: &Path) -> Position {
        self.position(self.tree.find(path).key.start)
    }

    /// Whether the file has a value at a path.
    #[must_use]
    pub fn has(&self, path: &Path) -> bool {
        self.tree.find(path).lost.is_none()
    }

    /// The text in quotes at a path, for a look into a file before its type is known, for example
    /// at its `format`.
    #[must_use]
    pub fn text_at(&self, path: &Path) -> Option<&str> {
        let found = self.tree.find(path);
        match &found.node.value {
            Value::Text(text) if found.lost.is_none() => Some(text),
            _ => None,
        }
    }

    /// The change that gives the field of a value in round brackets another value, or adds the field
    /// as the last one. Everything else of the file stays as it is.
    ///
    /// `None` where the path leads to no value in round brackets, or the file is not sound.
    #[must_use]
    pub fn set_field(&self, path: &Path, name: &str, value: &str) -> Option<Fix> {
        if !self.sound || !self.has(path) {
            return None;
        }
        let node = self.tree.find(path).node;
        let Value::Struct(_, fields) = &node.value else { return None };
        if let Some(field) = fields.iter().find(|field| field.name.text == name) {
            let Span { start, end } = field.value.span;
            return Some(Fix { start, end, text: value.to_owned() });
        }
        // Before the closing bracket, in a line of its own, as deep as the last field.
        let last = fields.last()?;
        let closing = node.span.end.checked_sub(1)?;
        let between = self.text.get(last.value.span.end..closing)?;
        let comma = if between.contains(',') { "" } else { "," };
        let line = self.text.get(..last.name.span.start)?;
        let indent: String = line.chars().rev().take_while(|letter| *letter == ' ').collect();
        let own_line = line.trim_end_matches(' ').ends_with('\n');
        let at = if own_line { last.value.span.end + between.find(',').map_or(0, |at| at + 1) } else { closing };
        let text = match own_line {
            true => format!("{comma}\n{indent}{name}: {value},"),
            false => format!("{comma} {name}: {value}"),
        };
        Some(Fix { start: at, end: at, text })
    }

    /// An error at the value of a path.
    #[must_use]
    pub fn error(
        &self,
        code: &'static str,
        path: &Path,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        self.diagnostic(Severity::Error, code, self.span(path), message.into(), help.into())
    }

    /// A warning at the value of a path.
    #[must_use]
    pub fn warning(
        &self,
        code: &'static str,
        path: &Path,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        self.diagnostic(Severity::Warning, code, self.span(path), message.into(), help.into())
    }

    /// An error at the name or key of a path's last step, for what is wrong with the name itself.
    #[must_use]
    pub fn error_at_key(
        &self,
        code: &'static str,
        path: &Path,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        self.diagnostic(Severity::Error, code, self.tree.find(path).key, message.into(), help.into())
    }

    /// An error at a name in quotes: the text `found` at a path or inside its value, or the path's
    /// key. Where `meant` is given, the finding holds the change that writes it instead.
    #[must_use]
    pub fn error_at_name(
        &self,
        code: &'static str,
        path: &Path,
        found: &str,
        meant: Option<&str>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        let place = self.tree.find(path);
        let name = place.node.text_inside(found).map(|node| node.span);
        let key = self.text.get(place.key.start..place.key.end).is_some_and(|key| key.trim_matches('"') == found);
        let span = name.or(key.then_some(place.key)).unwrap_or_else(|| self.span(path));
        let mut told = self.diagnostic(Severity::Error, code, span, message.into(), help.into());
        let quoted = self.text.get(span.start..span.end).is_some_and(|text| text == format!("\"{found}\""));
        told.fix = meant.filter(|_| quoted).map(|meant| Fix {
            start: span.start,
            end: span.end,
            text: format!("\"{meant}\""),
        });
        told
    }

    fn diagnostic(
        &self,
        severity: Severity,
        code: &'static str,
        span: Span,
        message: String,
        help: String,
    ) -> Diagnostic {
        let (at, end) = (self.position(span.start), self.position(span.end));
        Diagnostic { end, ..Diagnostic::new(severity, code, self.file.clone(), at, message, help) }
    }

    /// The range of a value; of a missing one, where the innermost value around it begins.
    fn span(&self, path: &Path) -> Span {
        let found = self.tree.find(path);
        let span = found.node.span;
        if found.lost.is_some() { Span { end: span.start, ..span } } else { span }
    }

    fn position(&self, at: usize) -> Position {
        self.lines.position(&self.text, at)
    }

    /// Findings as diagnostics: in the order of the text, none twice, and no more than an author
    /// can use.
    fn tell(&self, mut findings: Vec<Finding>) -> Vec<Diagnostic> {
        findings.sort_by_key(|finding| finding.at);
        findings.dedup_by(|one, other| one.at == other.at && one.code == other.code);
        let mut line = (0, 0);
        findings.retain(|finding| {
            let here = self.lines.line(finding.at);
            line = if line.0 == here { (here, line.1 + 1) } else { (here, 1) };
            line.1 <= LINE_LIMIT || finding.code >= "E020"
        });
        let told = findings.into_iter().take(FINDING_LIMIT).map(|finding| {
            let span = Span { start: finding.at, end: finding.end };
            let mut told = self.diagnostic(Severity::Error, finding.code, span, finding.message, finding.help);
            told.related.extend(
                finding.related.map(|(at, message)| Related { at: self.position(at), message: message.to_owned() }),
            );
            told.fix = finding.fix;
            told
        });
        told.collect()
    }
}

#[cfg(test)]
mod tests;
