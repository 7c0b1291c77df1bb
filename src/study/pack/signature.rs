//! Signatures of schools: who stands behind a pack, and that nobody has changed it since.
//!
//! A school has a pair of keys (Ed25519, RFC 8032). With the secret one it signs the list of entries of a
//! pack, and by the fingerprints on that list everything in it; whoever has the public one can tell. The name
//! of the school is told by the public key's file, which has to come from the school itself: what a pack
//! says of itself proves nothing. Signing draws no numbers, so that equal files and keys give equal packs.

use std::fmt;

use ed25519_compact as ed25519;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::document::Document;

/// The version of the forms of keys.
const KEY_FORMAT: &str = "ctm-key/1";

/// The version of the form of a signature; it is signed too, so that no signature fits anything else.
const FORMAT: &str = "ctm-signature/1";

/// Bytes of a seed, from which a pair of keys follows.
pub const SEED_BYTES: usize = 32;

/// Why a pack is not what a school has signed, or a key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// There is no signature.
    #[error("it is not signed, and a signature of {0} is asked for")]
    NotSigned(String),
    /// Somebody else has signed.
    #[error("it is signed, but not by {name}: by the key {found}")]
    OtherKey {
        /// The school that was asked for.
        name: String,
        /// The mark of the key that has signed.
        found: String,
    },
    /// What is there is not what was signed.
    #[error("its signature is wrong: the pack or the signature has been changed since it was signed")]
    Wrong,
    /// The signature's own file cannot be read.
    #[error("its signature cannot be read: {0}")]
    Unreadable(String),
    /// A key's file cannot be used.
    #[error("this is no key that can be used: {0}")]
    Key(String),
}

/// The file of a key; the secret one holds both halves.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    /// Always `ctm-key/1`.
    format: String,
    /// Whose key it is.
    name: String,
    /// The public half, 64 hexadecimal digits.
    public: String,
    /// The secret half, 64 hexadecimal digits; only its owner has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

/// The secret key of a school.
#[derive(Clone)]
pub struct SecretKey {
    name: String,
    pair: ed25519::KeyPair,
}

/// The public key of a school.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    key: ed25519::PublicKey,
}

/// The signature of a pack, found to fit it and the key that it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Always `ctm-signature/1`.
    format: String,
    /// The public key that it belongs to, 64 hexadecimal digits.
    key: String,
    /// The signature, 128 hexadecimal digits.
    signature: String,
}

impl SecretKey {
    /// The key that follows from a seed; the seed has to be drawn from the system's random numbers.
    ///
    /// # Errors
    /// Where the name is empty, or the seed is one from which no key follows (all noughts).
    pub fn from_seed(name: &str, seed: [u8; SEED_BYTES]) -> Result<Self, SignatureError> {
        let name = name.trim();
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(SignatureError::Key("it needs a name in plain letters".into()));
        }
        let pair = ed25519::KeyPair::try_from_seed(ed25519::Seed::new(seed)).map_err(unfit)?;
        Ok(Self { name: name.to_owned(), pair })
    }

    /// Reads a key from the text of its file.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, SignatureError> {
        let read = KeyFile::read(file, bytes)?;
        let secret =
            read.secret.ok_or_else(|| SignatureError::Key("it is the public half; sign with the secret one".into()))?;
        let key = Self::from_seed(&read.name, digits("secret", &secret)?)?;
        if hex(key.pair.pk.as_ref()) != read.public {
            return Err(SignatureError::Key("its two halves do not belong together".into()));
        }
        Ok(key)
    }

    /// The text of its file, which only its owner may have.
    #[must_use]
    pub fn text(&self) -> String {
        let secret = hex(self.pair.sk.seed().as_ref());
        format!(
            "// The secret key of a school. Whoever has this file can sign in its name: keep it, and pass on the other one.\n\
             (\n    format: \"{KEY_FORMAT}\",\n    name: {:?},\n    public: \"{}\",\n    secret: \"{secret}\",\n)\n",
            self.name,
            hex(self.pair.pk.as_ref())
        )
    }

    /// Its public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey { name: self.name.clone(), key: self.pair.pk }
    }

    /// Signs a list of entries.
    #[must_use]
    pub(super) fn sign(&self, list: &[u8]) -> Signature {
        let signature = self.pair.sk.sign(message(list), None);
        Signature { format: FORMAT.into(), key: hex(self.pair.pk.as_ref()), signature: hex(signature.as_ref()) }
    }
}

impl fmt::Debug for SecretKey {
    /// Without the secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("SecretKey").field(&self.public()).finish()
    }
}

impl PublicKey {
    /// Reads a key from the text of its file; that of the secret key holds it too.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, SignatureError> {
        let read = KeyFile::read(file, bytes)?;
        let key = ed25519::PublicKey::new(digits("public", &read.public)?);
        key.validate().map_err(unfit)?;
        Ok(Self { name: read.name, key })
    }

    /// The text of its file.
    #[must_use]
    pub fn text(&self) -> String {
        format!(
            "// The public key of a school: with it anybody can tell whether a pack is from there.\n\
             (\n    format: \"{KEY_FORMAT}\",\n    name: {:?},\n    public: \"{}\",\n)\n",
            self.name,
            hex(self.key.as_ref())
        )
    }

    /// Whose key it is.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its mark, by which people can compare keys: the first 16 digits.
    #[must_use]
    pub fn mark(&self) -> String {
        mark(&hex(self.key.as_ref()))
    }

    /// Whether this key has made a signature; that it fits its pack was found when the pack was opened.
    ///
    /// # Errors
    /// [`SignatureError::NotSigned`] or [`SignatureError::OtherKey`].
    pub fn has_signed(&self, signature: Option<&Signature>) -> Result<(), SignatureError> {
        let signature = signature.ok_or_else(|| SignatureError::NotSigned(self.name.clone()))?;
        if signature.key == hex(self.key.as_ref()) {
            Ok(())
        } else {
            Err(SignatureError::OtherKey { name: self.name.clone(), found: signature.mark() })
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({:?}, {})", self.name, self.mark())
    }
}

impl Signature {
    /// Reads a signature and holds it against the list that it was made of.
    pub(super) fn read(file: &str, bytes: &[u8], list: &[u8]) -> Result<Self, SignatureError> {
        let unreadable = |why: String| SignatureError::Unreadable(why);
        let read: Self = decode(file, bytes).map_err(unreadable)?;
        if read.format != FORMAT {
            return Err(unreadable(format!("it has the form \"{}\", this program reads \"{FORMAT}\"", read.format)));
        }
        let wrong = |_| SignatureError::Wrong;
        let key = ed25519::PublicKey::new(digits("key", &read.key).map_err(wrong)?);
        let signature = ed25519::Signature::new(digits("signature", &read.signature).map_err(wrong)?);
        key.verify(message(list), &signature).map_err(|_| SignatureError::Wrong)?;
        Ok(read)
    }

    /// The text of its file.
    pub(super) fn text(&self) -> String {
        format!(
            "(\n    format: \"{}\",\n    key: \"{}\",\n    signature: \"{}\",\n)\n",
            self.format, self.key, self.signature
        )
    }

    /// The mark of the key that made it, as [`PublicKey::mark`].
    #[must_use]
    pub fn mark(&self) -> String {
        mark(&self.key)
    }
}

impl KeyFile {
    fn read(file: &str, bytes: &[u8]) -> Result<Self, SignatureError> {
        let read: Self = decode(file, bytes).map_err(SignatureError::Key)?;
        if read.format == KEY_FORMAT {
            Ok(read)
        } else {
            Err(SignatureError::Key(format!(
                "it has the form \"{}\", this program reads \"{KEY_FORMAT}\"",
                read.format
            )))
        }
    }
}

/// What is signed for a list.
fn message(list: &[u8]) -> Vec<u8> {
    [FORMAT.as_bytes(), b"\n", list].concat()
}

/// A value from the text of a file; the first mistake in words.
fn decode<T: serde::de::DeserializeOwned>(file: &str, bytes: &[u8]) -> Result<T, String> {
    let (_, decoded) = Document::read::<T>(file, bytes);
    let first = decoded
        .findings
        .first()
        .map(|finding| format!("line {}, column {}: {}", finding.at.line, finding.at.column, finding.message));
    decoded.value().ok_or_else(|| first.unwrap_or_default())
}

fn unfit(error: ed25519::Error) -> SignatureError {
    SignatureError::Key(error.to_string())
}

fn mark(key: &str) -> String {
    key.chars().take(16).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// So many bytes from twice as many small hexadecimal digits.
fn digits<const BYTES: usize>(field: &str, text: &str) -> Result<[u8; BYTES], SignatureError> {
    let wrong = || SignatureError::Key(format!("`{field}` has to be {} of the digits 0 to 9 and a to f", 2 * BYTES));
    if text.len() != 2 * BYTES || !text.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit)) {
        return Err(wrong());
    }
    let mut bytes = [0; BYTES];
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()).ok_or_else(wrong)?;
    }
    Ok(bytes)
}
