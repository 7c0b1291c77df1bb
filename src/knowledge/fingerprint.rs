//! Fingerprints of files and states: SHA-256, shortened where people compare them by eye.

use sha2::{Digest, Sha256};

/// A running fingerprint over named parts in a fixed order.
#[derive(Debug, Clone, Default)]
pub struct Fingerprint {
    state: Sha256,
}

impl Fingerprint {
    /// Adds a part; line ends are taken as they are on every platform.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.state.update(name.as_bytes());
        self.state.update((bytes.len() as u64).to_le_bytes());
        self.state.update(bytes);
    }

    /// The first hexadecimal digits, two for each of so many bytes.
    #[must_use]
    pub fn finish_short(self, bytes: usize) -> String {
        let all = self.state.finalize();
        hexadecimal(all.get(..bytes).unwrap_or(&all))
    }

    /// All 64 hexadecimal digits.
    #[must_use]
    pub fn finish(self) -> String {
        hexadecimal(&self.state.finalize())
    }
}

/// The fingerprint of one text, 64 hexadecimal digits. Carriage returns are left out, so that a
/// checkout with other line ends gives the same fingerprint.
#[must_use]
pub fn of_text(bytes: &[u8]) -> String {
    let mut state = Sha256::new();
    for part in bytes.split(|byte| *byte == b'\r') {
        state.update(part);
    }
    hexadecimal(&state.finalize())
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' + value - 10 });
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}
