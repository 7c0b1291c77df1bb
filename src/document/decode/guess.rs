//! A reader without a file: it gives whatever is asked for, in place of something wrong or missing.

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, SeqAccess, VariantAccess, Visitor};

use super::Guess;
use super::fault::Fault;

/// How deep types may nest in a guess. Types that contain themselves are left by trying another of
/// their words every few levels.
const DEPTH_LIMIT: usize = 48;
const DEPTH_PER_WORD: usize = 3;

/// How deep a guess puts an item into its lists, for types that refuse empty ones.
const LIST_DEPTH_LIMIT: usize = 6;

/// Gives nothing (`false`, 0, the empty text, the empty list, the first word) or, for types that
/// refuse nothing, something (1, "x").
#[derive(Clone, Copy)]
pub(super) struct Guesser {
    guess: Guess,
    depth: usize,
    node: usize,
}

impl Guesser {
    pub(super) fn new(guess: Guess, node: usize) -> Self {
        Self { guess, depth: 0, node }
    }

    fn deeper(self) -> Result<Self, Fault> {
        if self.depth < DEPTH_LIMIT {
            Ok(Self { depth: self.depth + 1, ..self })
        } else {
            Err(Fault::new("E024", "no value fits here", "").at(self.node))
        }
    }

    fn something(self) -> bool {
        self.guess == Guess::Something
    }

    fn placed<T>(self, result: Result<T, Fault>) -> Result<T, Fault> {
        result.map_err(|fault| fault.at(self.node))
    }
}

macro_rules! numbers {
    ($($ask:ident $give:ident)*) => {
        $(fn $ask<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.placed(visitor.$give(self.something().into()))
        })*
    };
}

impl<'de> Deserializer<'de> for Guesser {
    type Error = Fault;

    numbers! {
        deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64
        deserialize_i128 visit_i128 deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32
        deserialize_u64 visit_u64 deserialize_u128 visit_u128 deserialize_f32 visit_f32 deserialize_f64 visit_f64
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.placed(match self.guess {
            Guess::Empty => visitor.visit_unit(),
            Guess::Something => visitor.visit_str("x"),
        })
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.placed(visitor.visit_bool(false))
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.placed(visitor.visit_char('x'))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.placed(visitor.visit_str(match self.guess {
            Guess::Empty => "",
            Guess::Something => "x",
        }))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.placed(visitor.visit_bytes(&[]))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.placed(visitor.visit_none())
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.placed(visitor.visit_unit())
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.placed(visitor.visit_newtype_struct(self.deeper()?))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let length = usize::from(self.something() && self.depth < LIST_DEPTH_LIMIT);
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        self.placed(visitor.visit_seq(Items { guesser: self.deeper()?, left: length }))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.placed(
            visitor.visit_map(serde::de::value::MapDeserializer::<_, Fault>::new(std::iter::empty::<(&str, &str)>())),
        )
    }

    /// Derived types take their fields in order without names, which spares us the second names
    /// (aliases) that the list of fields contains.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_tuple(fields.len(), visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let turn = (self.depth / DEPTH_PER_WORD).checked_rem(words.len()).unwrap_or(0);
        let word = words.get(turn).copied().unwrap_or("");
        self.placed(visitor.visit_enum(Word { guesser: self.deeper()?, word }))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }
}

struct Items {
    guesser: Guesser,
    left: usize,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        self.guesser.placed(seed.deserialize(self.guesser)).map(Some)
    }
}

struct Word {
    guesser: Guesser,
    word: &'static str,
}

impl<'de> EnumAccess<'de> for Word {
    type Error = Fault;
    type Variant = Guesser;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Guesser), Fault> {
        let word: StrDeserializer<'_, Fault> = self.word.into_deserializer();
        Ok((self.guesser.placed(seed.deserialize(word))?, self.guesser))
    }
}

impl<'de> VariantAccess<'de> for Guesser {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        self.placed(seed.deserialize(self))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_tuple(fields.len(), visitor)
    }
}
