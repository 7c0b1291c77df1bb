//! From bytes to text: encoding, size, forbidden characters, and the lines of the text.

use super::syntax::Span;
use crate::diagnostic::{Fix, Position};

/// The largest file that is read, in bytes.
pub const SIZE_LIMIT: usize = 1024 * 1024;

/// How many faults of one kind are reported one by one before the rest are left out.
const REPEAT_LIMIT: usize = 10;

/// After so many faults of writing, the rest of a file is left unread.
pub(super) const FAULT_LIMIT: usize = 400;

/// A finding that still counts in bytes; the document turns it into a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) code: &'static str,
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) message: String,
    pub(super) help: String,
    /// Another place that has to do with it, and what is there.
    pub(super) related: Option<(usize, &'static str)>,
    /// What most likely mends it.
    pub(super) fix: Option<Fix>,
}

impl Finding {
    pub(super) fn new(code: &'static str, at: usize, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, at, end: at, message: message.into(), help: help.into(), related: None, fix: None }
    }

    /// The finding with the range of text that is wrong.
    pub(super) fn over(self, span: Span) -> Self {
        Self { at: span.start, end: span.end, ..self }
    }

    pub(super) fn related(self, at: usize, message: &'static str) -> Self {
        Self { related: Some((at, message)), ..self }
    }

    /// The finding with a change that puts `text` in the place of a range.
    pub(super) fn replace(self, span: Span, text: impl Into<String>) -> Self {
        Self { fix: Some(Fix { start: span.start, end: span.end, text: text.into() }), ..self }
    }
}

/// The text of a file, and what was wrong with its bytes. `None` where there is nothing to parse.
pub(super) fn read(bytes: &[u8]) -> (Option<String>, Vec<Finding>) {
    if bytes.len() > SIZE_LIMIT {
        let message = format!("the file has {} bytes, more than the {SIZE_LIMIT} that are read", bytes.len());
        return (None, vec![Finding::new("E002", 0, message, "split it into smaller files")]);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let help = "save the file again and choose UTF-8 as its encoding";
        return (None, vec![Finding::new("E001", 0, "the file is saved as UTF-16 text", help)]);
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let mut text = String::with_capacity(bytes.len());
    let mut findings = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            if findings.len() < REPEAT_LIMIT {
                let help = "save the file again and choose UTF-8 as its encoding";
                findings.push(Finding::new("E001", text.len(), "a character here is not UTF-8 text", help));
            }
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    let forbidden = text.char_indices().filter(|(_, character)| is_forbidden(*character));
    for (at, character) in forbidden.take(REPEAT_LIMIT) {
        let message = format!("the control character U+{:04X} does not belong in a text file", u32::from(character));
        findings.push(Finding::new("E003", at, message, "delete it"));
    }
    (Some(text), findings)
}

/// Whether a character may not stand in a file: control characters other than tab and line ends.
pub(super) fn is_forbidden(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

/// Where the lines of a text begin, to turn byte offsets into lines and columns.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { starts }
    }

    /// The line of a byte offset, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).max(1)
    }

    /// The place of a byte offset; offsets beyond the text give the place after its last character.
    pub(super) fn position(&self, text: &str, at: usize) -> Position {
        let line = self.line(at);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column =
            text.get(start..).unwrap_or("").char_indices().take_while(|(offset, _)| start + offset < at).count();
        Position { line, column: column + 1 }
    }
}
