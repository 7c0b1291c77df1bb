//! The exact bits of a state, in a fixed order, for the hash of checkpoints.

use crate::{knowledge::fingerprint::Fingerprint, units::Place};

/// Collects bits.
#[derive(Debug)]
pub(crate) struct Bits {
    bytes: Vec<u8>,
}

impl Default for Bits {
    fn default() -> Self {
        // About as much as a client in the middle of a session has.
        Self { bytes: Vec::with_capacity(1 << 14) }
    }
}

impl Bits {
    pub(crate) fn number(&mut self, value: f64) -> &mut Self {
        self.bytes.extend_from_slice(&value.to_bits().to_le_bytes());
        self
    }

    pub(crate) fn numbers(&mut self, values: &[f64]) -> &mut Self {
        for value in values {
            self.number(*value);
        }
        self
    }

    pub(crate) fn whole(&mut self, value: u64) -> &mut Self {
        self.bytes.extend_from_slice(&value.to_le_bytes());
        self
    }

    pub(crate) fn flag(&mut self, value: bool) -> &mut Self {
        self.bytes.push(u8::from(value));
        self
    }

    pub(crate) fn place(&mut self, place: Place) -> &mut Self {
        self.bytes.extend_from_slice(&place.x.to_le_bytes());
        self.bytes.extend_from_slice(&place.y.to_le_bytes());
        self
    }

    /// All 64 hexadecimal digits.
    pub(crate) fn fingerprint(self, name: &str) -> String {
        let mut fingerprint = Fingerprint::default();
        fingerprint.add(name, &self.bytes);
        fingerprint.finish()
    }
}

/// A part of the state that can be told apart bit by bit.
///
/// Implementations take the state apart without `..`, so that a new field cannot be forgotten.
pub(crate) trait ToBits {
    /// Adds the bits of this part.
    fn to_bits(&self, bits: &mut Bits);
}
