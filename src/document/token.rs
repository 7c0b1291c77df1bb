//! From text to tokens. Comments and blanks are left out; what cannot be read is reported and
//! stands as [`Kind::Broken`], so that the reader after it goes on.

use super::literal;
use super::source::{FAULT_LIMIT, Finding, is_forbidden};
use super::syntax::Span;

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// `(`, `[` or `{`.
    Open(char),
    /// `)`, `]` or `}`.
    Close(char),
    Comma,
    Colon,
    /// A name without quotes.
    Word(String),
    Integer(i128),
    Float(f64),
    Text(String),
    Character(char),
    /// A value that is there but cannot be read; already reported.
    Broken,
}

/// A token, where it stands, and how its line begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
    pub(super) line: usize,
    /// Blank columns before the first token of its line.
    pub(super) indent: usize,
    /// Whether it is the first token of its line.
    pub(super) first: bool,
    /// Whether it does not stand in the text but was put in to repair it.
    pub(super) made: bool,
    /// For an opening bracket: whether what belongs into it is uncertain.
    pub(super) damaged: bool,
}

/// The tokens of a text. `careful` suspects that a closing quotation mark is missing where a text
/// in quotes runs on into what looks like the next line of the file.
pub(super) fn tokens(text: &str, careful: bool) -> (Vec<Token>, Vec<Finding>) {
    let mut lexer =
        Lexer { text, careful, at: 0, line: 1, line_start: 0, counted: 0, tokens: Vec::new(), findings: Vec::new() };
    while lexer.findings.len() < FAULT_LIMIT && lexer.step() {}
    (lexer.tokens, lexer.findings)
}

struct Lexer<'a> {
    text: &'a str,
    careful: bool,
    at: usize,
    line: usize,
    line_start: usize,
    /// Up to where line ends have been counted.
    counted: usize,
    tokens: Vec<Token>,
    findings: Vec<Finding>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn report(&mut self, code: &'static str, at: usize, message: impl Into<String>, help: impl Into<String>) {
        self.findings.push(Finding::new(code, at, message, help));
    }

    /// Gives the finding that was reported last the change that mends it.
    fn mend(&mut self, start: usize, end: usize, text: impl Into<String>) {
        if let Some(last) = self.findings.pop() {
            self.findings.push(last.replace(Span { start, end }, text));
        }
    }

    fn push(&mut self, kind: Kind, start: usize) {
        for (offset, _) in self.text.get(self.counted..start).unwrap_or("").match_indices('\n') {
            self.line += 1;
            self.line_start = self.counted + offset + 1;
        }
        self.counted = start;
        let first = self.tokens.last().is_none_or(|token| token.line < self.line);
        let indent = match self.tokens.last() {
            Some(token) if !first => token.indent,
            _ => {
                let blank = self.text.get(self.line_start..start).unwrap_or("");
                blank.chars().map(|character| if character == '\t' { 4 } else { 1 }).sum()
            }
        };
        let span = Span { start, end: self.at };
        self.tokens.push(Token { kind, span, line: self.line, indent, first, made: false, damaged: false });
    }

    /// Reads one token or one stretch of blanks; false at the end.
    fn step(&mut self) -> bool {
        let start = self.at;
        let Some(character) = self.rest().chars().next() else { return false };
        self.at += character.len_utf8();
        if self.careful && character.is_alphanumeric() && self.bare_text(start) {
            return true;
        }
        match character {
            '(' | '[' | '{' => self.push(Kind::Open(character), start),
            ')' | ']' | '}' => self.push(Kind::Close(character), start),
            ',' => self.push(Kind::Comma, start),
            ':' => self.push(Kind::Colon, start),
            '/' if self.rest().starts_with('/') => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
            '/' if self.rest().starts_with('*') => self.comment(start),
            '#' if self.rest().starts_with("![") => self.attribute(start),
            '"' => self.quoted(start),
            '\'' => self.character(start),
            'r' if is_raw(self.rest()) => self.raw(start),
            '0'..='9' => self.number(start),
            '+' | '-' | '.' if self.rest().starts_with(|next: char| next.is_ascii_digit() || next == '.') => {
                self.number(start)
            }
            '“' | '”' | '„' | '«' | '»' | '‚' | '‘' | '’' => self.curly(start),
            _ if character.is_whitespace() || is_forbidden(character) || character == char::REPLACEMENT_CHARACTER => {}
            _ if character == '_' || character.is_alphabetic() => self.word(start),
            _ => self.stray(start, character),
        }
        true
    }

    fn stray(&mut self, start: usize, character: char) {
        let help = match character {
            ';' => "values are parted by commas",
            '=' => "a field and its value are parted by a colon, as in name: value",
            '-' | '+' => "a sign stands directly before its number",
            _ => "delete it, or put the text it belongs to in quotes",
        };
        self.report("E005", start, format!("the character {character} cannot stand here"), help);
        self.mend(
            start,
            self.at,
            match character {
                ';' => ",",
                '=' => ":",
                _ => "",
            },
        );
        match character {
            // A comma that follows it is part of the same mistake, so it counts as put in.
            ';' => {
                self.push(Kind::Comma, start);
                if let Some(token) = self.tokens.last_mut() {
                    token.made = true;
                }
            }
            '=' => self.push(Kind::Colon, start),
            _ => {}
        }
    }

    fn comment(&mut self, start: usize) {
        let mut depth = 1_usize;
        self.at += 1;
        while depth > 0 {
            let rest = self.rest();
            let Some(next) = rest.find(['/', '*']) else {
                let lost = self.text.get(start..).unwrap_or("");
                self.at = start + if self.careful { lost.find('\n').unwrap_or(lost.len()) } else { lost.len() };
                return self.report("E006", start, "this comment is never closed", "close it with */");
            };
            let (step, change) = match rest.get(next..next + 2) {
                Some("/*") => (2, 1),
                Some("*/") => (2, -1),
                _ => (1, 0),
            };
            self.at += next + step;
            depth = depth.saturating_add_signed(change);
        }
    }

    /// `#![enable(…)]`: RON's switches. Those that our reader has switched on anyway are accepted.
    fn attribute(&mut self, start: usize) {
        const KNOWN: [&str; 5] =
            ["implicit_some", "unwrap_newtypes", "unwrap_variant_newtypes", "explicit_struct_names", "enable"];
        let line = literal::line(self.rest());
        let Some(end) = line.find(']') else {
            self.at += line.len();
            return self.report(
                "E016",
                start,
                "this line cannot be read",
                "delete it; the trainer needs no #![…] lines",
            );
        };
        let content = line.get(2..end).unwrap_or("");
        self.at += end + 1;
        let mut words =
            content.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')).filter(|word| !word.is_empty());
        if let Some(unknown) = words.find(|word| !KNOWN.contains(word)) {
            let message = format!("#![…] with \"{unknown}\" is not known here");
            self.report("E016", start, message, "delete this line; the trainer needs no #![…] lines");
        }
    }

    fn quoted(&mut self, start: usize) {
        if let Some(end) = literal::cut(self.text, start).filter(|_| self.careful) {
            self.at = end;
            self.unterminated(start);
            return self.push(Kind::Broken, start);
        }
        let (value, length, faults) = literal::quoted(self.rest());
        for (offset, message) in faults {
            let help = "write \\\\ for a backslash, \\\" for a quotation mark, \\n for a new line";
            self.report("E013", self.at + offset, message, help);
            self.mend(self.at + offset, self.at + offset + 1, "\\\\");
        }
        let Some(length) = length else {
            self.at = self.text.len();
            self.unterminated(start);
            return self.push(Kind::Broken, start);
        };
        self.at += length;
        self.push(Kind::Text(value), start);
    }

    /// Text that has lost its opening quotation mark, or both; false where there is none.
    fn bare_text(&mut self, start: usize) -> bool {
        let value_fits =
            matches!(self.tokens.last().map(|token| &token.kind), Some(Kind::Colon | Kind::Comma | Kind::Open(_)));
        if !value_fits {
            return false;
        }
        let found = literal::bare(self.text.get(start..).unwrap_or(""));
        let Some((length, closed)) = found else { return false };
        let (message, help) = match closed {
            true => ("this text has no opening quotation mark", "put a \" at the beginning of the text"),
            false => ("this text must stand in quotes", "put a \" at its beginning and at its end"),
        };
        self.report("E006", start, message, help);
        self.at = start + length;
        let text = self.text.get(start..self.at).unwrap_or("").trim_end_matches('"').to_owned();
        self.mend(start, self.at, format!("\"{text}\""));
        self.push(Kind::Broken, start);
        true
    }

    fn unterminated(&mut self, start: usize) {
        let help = "put a \" at the end of the text";
        self.report("E006", start, "this text has no closing quotation mark", help);
        if self.careful {
            self.mend(self.at, self.at, "\"");
        }
    }

    fn raw(&mut self, start: usize) {
        let hashes = self.rest().chars().take_while(|character| *character == '#').count();
        let body = self.at + hashes + 1;
        let closing = format!("\"{}", "#".repeat(hashes));
        let Some(length) = self.text.get(body..).unwrap_or("").find(&closing) else {
            let rest = self.rest();
            self.at += if self.careful { rest.find('\n').unwrap_or(rest.len()) } else { rest.len() };
            let help = format!("put {closing} at the end of the text");
            self.report("E006", start, "this text has no closing quotation mark", help);
            return self.push(Kind::Broken, start);
        };
        let value = self.text.get(body..body + length).unwrap_or("").to_owned();
        self.at = body + length + closing.len();
        self.push(Kind::Text(value), start);
    }

    fn character(&mut self, start: usize) {
        let (value, length, faults) = literal::character(self.rest());
        if let Some(message) = faults {
            self.report("E013", start, message, "");
        }
        self.at += length;
        match value {
            Some(value) => self.push(Kind::Character(value), start),
            None => {
                let help = "text stands between double quotation marks \"…\"";
                self.report("E005", start, "single quotation marks hold one letter only", help);
                let inner = self.text.get(start..self.at).unwrap_or("").trim_matches('\'').to_owned();
                self.mend(start, self.at, format!("\"{inner}\""));
                self.push(Kind::Broken, start);
            }
        }
    }

    /// Quotation marks of a word processor: the text between them is skipped as one value.
    fn curly(&mut self, start: usize) {
        let line = literal::line(self.rest());
        let end = line.find(['“', '”', '«', '»', '‘', '’', '"']);
        let mark = end.and_then(|end| line.get(end..)).and_then(|rest| rest.chars().next());
        self.at += match (end, mark) {
            (Some(end), Some(mark)) => end + mark.len_utf8(),
            _ => line.trim_end_matches(|letter: char| ",)]} \t\r".contains(letter)).len(),
        };
        let help = "use the straight quotation mark \" on both sides";
        self.report("E005", start, "typographic quotation marks cannot hold a text here", help);
        let inner =
            self.text.get(start..self.at).unwrap_or("").trim_matches(|mark| "“”„«»‚‘’\"".contains(mark)).to_owned();
        self.mend(start, self.at, format!("\"{inner}\""));
        self.push(Kind::Broken, start);
    }

    fn number(&mut self, start: usize) {
        let run = literal::number_run(self.text.get(start..).unwrap_or(""));
        self.at = start + run.len().max(1);
        let kind = literal::number(run);
        if kind == Kind::Broken {
            let help = "numbers look like 12, -3 or 4.5; text stands in quotes";
            self.report("E014", start, format!("{run} is not a number that can be read"), help);
        }
        self.push(kind, start);
    }

    fn word(&mut self, start: usize) {
        if self.text.get(start..).unwrap_or("").starts_with("r#") {
            self.at += 1;
        }
        let is_part = |letter: char| letter == '_' || letter.is_alphanumeric();
        let length = |text: &str| text.find(|letter| !is_part(letter)).unwrap_or(text.len());
        self.at += length(self.rest());
        let name_end = self.at;
        // Ids such as sacral-left without their quotes would otherwise fall apart into several findings.
        while self.rest().starts_with(['-', '.']) && self.rest().chars().nth(1).is_some_and(is_part) {
            self.at += 1 + length(self.rest().get(1..).unwrap_or(""));
        }
        let run = self.text.get(start..self.at).unwrap_or("").to_owned();
        if name_end < self.at {
            self.report("E005", start, format!("{run} must stand in quotes"), format!("write \"{run}\""));
            self.mend(start, self.at, format!("\"{run}\""));
            return self.push(Kind::Broken, start);
        }
        self.push(Kind::Word(run.strip_prefix("r#").map_or(run.clone(), ToOwned::to_owned)), start);
    }
}

/// Whether what follows an `r` makes it a raw text rather than a word.
fn is_raw(rest: &str) -> bool {
    rest.trim_start_matches('#').starts_with('"')
}
