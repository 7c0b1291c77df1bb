//! Lists, fields, entries and words with their content, given out piece by piece.

use std::slice::Iter;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::Guess;
use super::fault::{self, Fault};
use super::guess::Guesser;
use super::node::Reader;
use crate::document::syntax::{Field, Node, Value};

/// The items of a list or of round brackets.
pub(super) struct Items<'a> {
    outer: Reader<'a>,
    items: Iter<'a, Node>,
}

impl<'a> Items<'a> {
    pub(super) fn new(outer: Reader<'a>, items: &'a [Node]) -> Self {
        Self { outer, items: items.iter() }
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        self.items.next().map(|item| read(self.outer.at(item), seed)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The entries of curly brackets.
pub(super) struct Entries<'a> {
    outer: Reader<'a>,
    entries: Iter<'a, (Node, Node)>,
    value: Option<&'a Node>,
}

impl<'a> Entries<'a> {
    pub(super) fn new(outer: Reader<'a>, entries: &'a [(Node, Node)]) -> Self {
        Self { outer, entries: entries.iter(), value: None }
    }
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Fault;

    fn next_key_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        read(self.outer.at(key), seed).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Fault> {
        match self.value.take() {
            Some(value) => read(self.outer.at(value), seed),
            None => Err(Fault::new("E023", "this entry has no value", "")),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// The fields of round brackets, then those that are missing and guessed. Fields that the type does
/// not know are noted and left out.
pub(super) struct Fields<'a> {
    outer: Reader<'a>,
    fields: std::iter::Enumerate<Iter<'a, Field>>,
    present: Vec<&'a str>,
    known: Option<&'static [&'static str]>,
    missing: Iter<'a, &'static str>,
    /// The value of the field named last; of a missing field there is none.
    value: Option<&'a Node>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(outer: Reader<'a>, fields: &'a [Field], known: Option<&'static [&'static str]>) -> Self {
        let missing = outer.context.added.get(&outer.node.id).map_or([].iter(), |names| names.iter());
        let present = fields.iter().map(|field| field.name.text.as_str()).collect();
        Self { outer, fields: fields.iter().enumerate(), present, known, missing, value: None }
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Fault;

    fn next_key_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let name = loop {
            let Some((number, field)) = self.fields.next() else {
                self.value = None;
                break self.missing.next().copied();
            };
            let name = field.name.text.as_str();
            match self.known {
                Some(known) if !known.contains(&name) => {
                    let at = field.name.span.start;
                    self.outer.context.unknown_field(self.outer.node, number, name, at, known, &self.present);
                }
                _ => {
                    self.value = Some(&field.value);
                    break Some(name);
                }
            }
        };
        let key = |name: &str| {
            let name: StrDeserializer<'_, Fault> = name.into_deserializer();
            self.outer.placed(seed.deserialize(name))
        };
        name.map(key).transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Fault> {
        match self.value.take() {
            Some(value) => read(self.outer.at(value), seed),
            None => self.outer.placed(seed.deserialize(Guesser::new(Guess::Empty, self.outer.node.id))),
        }
    }
}

/// A word, with or without brackets behind it.
pub(super) struct Variant<'a> {
    reader: Reader<'a>,
    word: &'a str,
}

impl<'a> Variant<'a> {
    pub(super) fn new(reader: Reader<'a>, word: &'a str) -> Self {
        Self { reader, word }
    }

    /// The word must be followed by brackets.
    fn content(&self, inside: &str) -> Result<Reader<'a>, Fault> {
        if matches!(self.reader.node.value, Value::Word(_)) {
            let help = format!("write {}({inside})", self.word);
            let message = format!("{} needs what belongs to it in brackets", self.word);
            return Err(Fault::new("E023", message, help).at(self.reader.node.id));
        }
        Ok(self.reader.inside())
    }
}

impl<'de, 'a> EnumAccess<'de> for Variant<'a> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), Fault> {
        let word: StrDeserializer<'_, Fault> = self.word.into_deserializer();
        Ok((self.reader.placed(seed.deserialize(word))?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match &self.reader.node.value {
            Value::Word(_) => Ok(()),
            Value::Tuple(_, items) if items.is_empty() => Ok(()),
            _ => {
                let message = format!("{} stands alone, without brackets", self.word);
                Err(Fault::new("E023", message, format!("write {}", self.word)).at(self.reader.node.id))
            }
        }
    }

    /// `Name(value)`; where the value is itself in brackets also `Name(field: value)`.
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        let content = self.content("…")?;
        match &content.node.value {
            Value::Tuple(_, items) => match items.as_slice() {
                [item] => read(content.at(item), seed),
                _ => read(content, seed),
            },
            _ => read(content, seed),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        self.content("…, …")?.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        self.content(&fault::choices("with the fields", fields))?.fields(self.word, fields, visitor)
    }
}

fn read<'de, T: DeserializeSeed<'de>>(reader: Reader<'_>, seed: T) -> Result<T::Value, Fault> {
    reader.placed(seed.deserialize(reader))
}
