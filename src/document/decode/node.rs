//! Gives a `serde` type what stands at a node, or a fault that tells what should stand there.

use serde::de::{Deserializer, Visitor};

use super::fault::{self, Fault};
use super::guess::Guesser;
use super::structure::{Entries, Fields, Items, Variant};
use super::{Context, Guess};
use crate::document::syntax::{Field, Node, Value};

/// A node to be read.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) node: &'a Node,
    /// Whether the name before the brackets has been used as a word already.
    pub(super) inside: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(context: &'a Context<'a>, node: &'a Node) -> Self {
        Self { context, node, inside: false }
    }

    pub(super) fn inside(self) -> Self {
        Self { inside: true, ..self }
    }

    pub(super) fn at(self, node: &'a Node) -> Self {
        Self::new(self.context, node)
    }

    /// A fault without a place of its own happened here.
    pub(super) fn placed<T>(self, result: Result<T, Fault>) -> Result<T, Fault> {
        result.map_err(|fault| fault.at(self.node.id))
    }

    fn guesser(self, guess: Guess) -> Guesser {
        Guesser::new(guess, self.node.id)
    }

    pub(super) fn wrong<T>(self, expected: &str, help: impl Into<String>) -> Result<T, Fault> {
        self.wrong_but(expected, help, None)
    }

    /// Like [`Reader::wrong`], with what should stand in the file instead.
    fn wrong_but<T>(self, expected: &str, help: impl Into<String>, instead: Option<String>) -> Result<T, Fault> {
        let message = format!("found {}, expected {expected}", self.context.quote(self.node));
        let help = match (&self.node.value, help.into()) {
            (Value::Tuple(Some(name), items), help) if help.is_empty() && name.text == "Some" && items.len() == 1 => {
                "leave Some( ) out".to_owned()
            }
            (_, help) => help,
        };
        Err(Fault::new("E023", message, help).instead(instead).at(self.node.id))
    }

    fn wrong_number<T>(self, expected: &str) -> Result<T, Fault> {
        let bare = match &self.node.value {
            Value::Text(text) => Some(text.trim()).filter(|text| text.parse::<f64>().is_ok_and(f64::is_finite)),
            _ => None,
        };
        let help = if bare.is_some() { "leave the quotation marks out" } else { "" };
        self.wrong_but(expected, help, bare.map(ToOwned::to_owned))
    }

    fn wrong_text<T>(self) -> Result<T, Fault> {
        let instead = match &self.node.value {
            Value::Word(_) | Value::Integer(_) | Value::Float(_) | Value::Bool(_) => {
                Some(format!("\"{}\"", self.context.quote(self.node)))
            }
            _ => None,
        };
        self.wrong_but(
            "text in quotes",
            instead.as_ref().map_or_else(String::new, |text| format!("write {text}")),
            instead,
        )
    }

    fn out_of_range<T>(self, found: i128, least: i128, most: i128) -> Result<T, Fault> {
        let expected = match (found < least, least) {
            (true, 0) => "0 or more".to_owned(),
            (true, _) => format!("{least} or more"),
            (false, _) => format!("{most} or less"),
        };
        Err(Fault::new("E024", format!("found {found}, expected a whole number of {expected}"), "").at(self.node.id))
    }

    /// The name before the brackets, unless it has been used already.
    fn name(self) -> Option<&'a str> {
        match &self.node.value {
            Value::Tuple(Some(name), _) | Value::Struct(Some(name), _) if !self.inside => Some(&name.text),
            _ => None,
        }
    }

    /// Gives the fields of this node to a type with named fields.
    pub(super) fn fields<'de, V: Visitor<'de>>(
        self,
        name: &str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let fields: &[Field] = match &self.node.value {
            Value::Struct(_, fields) => fields,
            Value::Tuple(_, items) if items.is_empty() => &[],
            Value::Map(_) => return self.wrong("fields in round brackets ( )", "write ( and ) instead of { and }"),
            Value::List(_) => {
                return self.wrong("fields in round brackets ( )", fault::choices("the fields here are", known));
            }
            _ => {
                return self
                    .wrong("fields in round brackets, as (name: value)", fault::choices("the fields here are", known));
            }
        };
        if let Some(other) = self.name().filter(|other| *other != name) {
            self.context.unknown_name(self.node, other, name);
        }
        self.placed(visitor.visit_map(Fields::new(self, fields, Some(known))))
    }

    fn items<'de, V: Visitor<'de>>(self, name: Option<&str>, length: usize, visitor: V) -> Result<V::Value, Fault> {
        let noun = if length == 1 { "value" } else { "values" };
        let expected = format!("{length} {noun} in round brackets ( )");
        match &self.node.value {
            Value::Tuple(_, items) if self.name().is_none() || self.name() == name => {
                if items.len() == length {
                    self.placed(visitor.visit_seq(Items::new(self, items)))
                } else {
                    let noun = if items.len() == 1 { "value" } else { "values" };
                    let message = format!("found {} {noun}, expected {expected}", items.len());
                    Err(Fault::new("E023", message, "").at(self.node.id))
                }
            }
            Value::List(_) => self.wrong(&expected, "write ( and ) instead of [ and ]"),
            _ => self.wrong(&expected, ""),
        }
    }
}

/// The beginning of every method: a node that is a guess gives whatever is asked for.
macro_rules! or_guess {
    ($reader:ident, $ask:ident ( $($argument:expr),* )) => {
        if let Some(guess) = $reader.context.guess($reader.node) {
            return $reader.guesser(guess).$ask($($argument),*);
        }
    };
}

macro_rules! integers {
    ($($ask:ident $give:ident $number:ident)*) => {
        $(fn $ask<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            or_guess!(self, $ask(visitor));
            match &self.node.value {
                Value::Integer(integer) => match $number::try_from(*integer) {
                    Ok(number) => self.placed(visitor.$give(number)),
                    Err(_) => {
                        let most = i128::try_from($number::MAX).unwrap_or(i128::MAX);
                        self.out_of_range(*integer, i128::try_from($number::MIN).unwrap_or(0), most)
                    }
                },
                _ => self.wrong_number("a whole number"),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Fault;

    integers! {
        deserialize_i8 visit_i8 i8 deserialize_i16 visit_i16 i16 deserialize_i32 visit_i32 i32
        deserialize_i64 visit_i64 i64 deserialize_i128 visit_i128 i128
        deserialize_u8 visit_u8 u8 deserialize_u16 visit_u16 u16 deserialize_u32 visit_u32 u32
        deserialize_u64 visit_u64 u64 deserialize_u128 visit_u128 u128
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_any(visitor));
        self.placed(match &self.node.value {
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Integer(value) => match (u64::try_from(*value), i64::try_from(*value)) {
                (Ok(value), _) => visitor.visit_u64(value),
                (_, Ok(value)) => visitor.visit_i64(value),
                _ => visitor.visit_i128(*value),
            },
            Value::Float(value) => visitor.visit_f64(*value),
            Value::Character(value) => visitor.visit_char(*value),
            Value::Text(text) => visitor.visit_str(text),
            Value::Word(word) if word == "None" => visitor.visit_none(),
            Value::Word(word) => visitor.visit_str(word),
            Value::Tuple(Some(name), items) if name.text == "Some" && items.len() == 1 => {
                visitor.visit_seq(Items::new(self, items))
            }
            Value::Tuple(None, items) if items.is_empty() => visitor.visit_unit(),
            Value::List(items) | Value::Tuple(_, items) => visitor.visit_seq(Items::new(self, items)),
            Value::Struct(_, fields) => visitor.visit_map(Fields::new(self, fields, None)),
            Value::Map(entries) => visitor.visit_map(Entries::new(self, entries)),
            Value::Wildcard => visitor.visit_unit(),
        })
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_bool(visitor));
        match &self.node.value {
            Value::Bool(value) => self.placed(visitor.visit_bool(*value)),
            Value::Word(word) | Value::Text(word) => {
                let meant = crate::diagnostic::nearest(word, ["true", "false"]);
                let help = meant.map_or_else(String::new, |meant| format!("write {meant}"));
                self.wrong_but("true or false", help, meant.map(ToOwned::to_owned))
            }
            _ => self.wrong("true or false", ""),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_f64(visitor));
        match &self.node.value {
            Value::Float(value) => self.placed(visitor.visit_f64(*value)),
            #[expect(clippy::cast_precision_loss, reason = "an author's whole number is far below 2^53")]
            Value::Integer(value) => self.placed(visitor.visit_f64(*value as f64)),
            _ => self.wrong_number("a number"),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_char(visitor));
        match &self.node.value {
            Value::Character(value) => self.placed(visitor.visit_char(*value)),
            _ => self.wrong("one letter in single quotes, as 'a'", ""),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_str(visitor));
        match &self.node.value {
            Value::Text(text) => self.placed(visitor.visit_str(text)),
            _ => self.wrong_text(),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_identifier(visitor));
        match &self.node.value {
            Value::Text(text) | Value::Word(text) => self.placed(visitor.visit_str(text)),
            _ => self.wrong_text(),
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_any(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_any(visitor)
    }

    /// `None`, `Some(value)` and the bare value.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_option(visitor));
        self.placed(match &self.node.value {
            Value::Word(word) if word == "None" => visitor.visit_none(),
            Value::Tuple(Some(name), items) if name.text == "Some" => match items.as_slice() {
                [item] => visitor.visit_some(self.at(item)),
                _ => self.wrong("one value in Some( )", ""),
            },
            Value::Struct(Some(name), _) if name.text == "Some" => visitor.visit_some(self.inside()),
            _ => visitor.visit_some(self),
        })
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_unit(visitor));
        match &self.node.value {
            Value::Tuple(_, items) if items.is_empty() && self.name().is_none() => self.placed(visitor.visit_unit()),
            _ => self.wrong("empty brackets ()", ""),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_unit_struct(name, visitor));
        match &self.node.value {
            Value::Word(word) if word == name => self.placed(visitor.visit_unit()),
            _ => self.deserialize_unit(visitor),
        }
    }

    /// The bare value, `(value)` and `Name(value)`.
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_newtype_struct(name, visitor));
        let own_name = self.name().is_none_or(|other| other == name);
        self.placed(match &self.node.value {
            Value::Tuple(_, items) if own_name => match items.as_slice() {
                [item] => visitor.visit_newtype_struct(self.at(item)),
                _ => visitor.visit_newtype_struct(self.inside()),
            },
            Value::Struct(..) if own_name => visitor.visit_newtype_struct(self.inside()),
            _ => visitor.visit_newtype_struct(self),
        })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_seq(visitor));
        match &self.node.value {
            Value::List(items) => self.placed(visitor.visit_seq(Items::new(self, items))),
            Value::Tuple(None, _) => self.wrong("a list in square brackets [ ]", "write [ and ] instead of ( and )"),
            _ => self.wrong("a list in square brackets [ ]", "put [ before and ] after it"),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_tuple(length, visitor));
        self.items(None, length, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_tuple_struct(name, length, visitor));
        self.items(Some(name), length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_map(visitor));
        match &self.node.value {
            Value::Map(entries) => self.placed(visitor.visit_map(Entries::new(self, entries))),
            _ => self.wrong("entries in curly brackets, as { \"key\": value }", ""),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_struct(name, fields, visitor));
        self.fields(name, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        or_guess!(self, deserialize_enum(name, words, visitor));
        let word = match &self.node.value {
            Value::Word(word) => word,
            Value::Tuple(Some(name), _) | Value::Struct(Some(name), _) if !self.inside => &name.text,
            Value::Text(text) if words.contains(&text.as_str()) => {
                return self.wrong_but("a word without quotes", format!("write {text}"), Some(text.clone()));
            }
            Value::Text(text) => {
                let help = crate::diagnostic::suggest(text, words.iter().copied());
                let meant = crate::diagnostic::nearest(text, words.iter().copied());
                return self.wrong_but("a word without quotes", help, meant.map(ToOwned::to_owned));
            }
            _ => return self.wrong("a word", fault::choices("the words that fit are", words)),
        };
        if !words.contains(&word.as_str()) {
            return Err(fault::unknown_word(word, words).at(self.node.id));
        }
        self.placed(visitor.visit_enum(Variant::new(self, word)))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }
}
