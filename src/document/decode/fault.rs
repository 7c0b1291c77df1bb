//! What went wrong while a value was made, in the author's words, and at which node.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use crate::diagnostic::{nearest, suggest};

/// A fault; `node` is set where it first passes a known place.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    pub(super) node: Option<usize>,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// A field that must be there is not.
    Missing(&'static str),
    /// Everything else, ready to be told.
    Told {
        code: &'static str,
        message: String,
        help: String,
        /// What should stand instead of the word or value, if that is likely.
        instead: Option<String>,
    },
}

impl Fault {
    pub(super) fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { kind: Kind::Told { code, message: message.into(), help: help.into(), instead: None }, node: None }
    }

    /// The fault with what should stand in the file instead of the node's word, or of the node.
    pub(super) fn instead(mut self, text: Option<impl Into<String>>) -> Self {
        if let Kind::Told { instead, .. } = &mut self.kind {
            *instead = text.map(Into::into);
        }
        self
    }

    /// The fault with its place, unless it has one further in already.
    pub(super) fn at(self, node: usize) -> Self {
        Self { node: self.node.or(Some(node)), ..self }
    }
}

/// An unknown word with the nearest of those that fit.
pub(super) fn unknown_word(found: &str, known: &'static [&'static str]) -> Fault {
    Fault::new("E025", format!("unknown word {found}"), suggest(found, known.iter().copied()))
        .instead(nearest(found, known.iter().copied()))
}

/// Up to eight names after an introduction.
pub(super) fn choices(introduction: &str, names: &[&str]) -> String {
    if names.is_empty() {
        return "no field fits here".to_owned();
    }
    let shown: Vec<&str> = names.iter().copied().take(8).collect();
    format!("{introduction}: {}{}", shown.join(", "), if names.len() > shown.len() { ", …" } else { "" })
}

fn found(unexpected: &Unexpected<'_>) -> String {
    match unexpected {
        Unexpected::Bool(value) => value.to_string(),
        Unexpected::Unsigned(value) => value.to_string(),
        Unexpected::Signed(value) => value.to_string(),
        Unexpected::Float(value) => value.to_string(),
        Unexpected::Char(value) => format!("'{value}'"),
        Unexpected::Str(value) => format!("\"{value}\""),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "entries or fields".to_owned(),
        Unexpected::Unit => "nothing".to_owned(),
        Unexpected::Other(text) => (*text).to_owned(),
        _ => "something else".to_owned(),
    }
}

/// What a type expects, without the names that types have in the program.
fn expected(expected: &dyn Expected) -> String {
    let text = expected.to_string();
    if text.contains("nonzero") {
        return "a whole number other than 0".to_owned();
    }
    if text.starts_with("struct ") || text.starts_with("tuple ") || text.starts_with("enum ") {
        return "something of another form".to_owned();
    }
    match text.as_str() {
        "a string" => "text in quotes".to_owned(),
        "a sequence" => "a list in square brackets [ ]".to_owned(),
        "a map" => "entries in curly brackets { }".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        "a boolean" => "true or false".to_owned(),
        _ => text,
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Missing(name) => write!(formatter, "the field \"{name}\" is missing"),
            Kind::Told { message, .. } => formatter.write_str(message),
        }
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new("E024", message.to_string(), "")
    }

    fn invalid_type(unexpected: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::new("E023", format!("found {}, expected {}", found(&unexpected), expected(wanted)), "")
    }

    fn invalid_value(unexpected: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::new("E024", format!("found {}, expected {}", found(&unexpected), expected(wanted)), "")
    }

    fn invalid_length(length: usize, wanted: &dyn Expected) -> Self {
        Self::new("E024", format!("found {length} values, expected {}", expected(wanted)), "")
    }

    fn unknown_variant(found: &str, known: &'static [&'static str]) -> Self {
        unknown_word(found, known)
    }

    fn unknown_field(found: &str, known: &'static [&'static str]) -> Self {
        Self::new("E020", format!("unknown field \"{found}\""), suggest(found, known.iter().copied()))
    }

    fn missing_field(name: &'static str) -> Self {
        Self { kind: Kind::Missing(name), node: None }
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::new("E022", format!("the field \"{name}\" is given twice under different names"), "keep one of them")
    }
}
