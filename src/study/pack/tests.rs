use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::scenario::template;

fn files() -> BTreeMap<String, Vec<u8>> {
    let blank = template::find("blank").unwrap();
    BTreeMap::from([
        ("one.ron".to_owned(), blank.case("one").into_bytes()),
        ("plans/one/reference.ron".to_owned(), blank.plan("one").into_bytes()),
        ("README.md".to_owned(), b"About".to_vec()),
    ])
}

/// An archive as an attacker would write it.
fn archive(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_pack_made_twice_is_the_same_and_opens_to_what_went_in() {
    let bytes = pack("mine", &files()).unwrap();
    assert_eq!(bytes, pack("mine", &files()).unwrap());
    let opened = open(&bytes).unwrap();
    assert_eq!(opened.files, files());
    let case = &opened.manifest.cases[0];
    assert_eq!((case.id.as_str(), case.title.as_str(), case.minutes), ("one", "A stiff back", 6));
    assert_eq!(opened.manifest.cases.len(), 1, "plans are no cases");
}

#[test]
fn any_changed_byte_is_noticed() {
    let bytes = pack("mine", &files()).unwrap();
    for at in (0..bytes.len()).step_by(7) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        if let Ok(opened) = open(&changed) {
            assert_eq!(opened.files, files(), "byte {at}");
        }
    }
    for length in (0..bytes.len()).step_by(211) {
        assert!(open(&bytes[..length]).is_err(), "{length}");
    }
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for name in [
        "../out.ron",
        "a/../../out.ron",
        "/etc/x.ron",
        "C:/x.ron",
        "a\\..\\x.ron",
        "a//x.ron",
        "./x.ron",
        "x.ron.",
        "nul.ron",
        "a/b/c/d/e/f/g/h/i.ron",
        "bell\u{7}.ron",
        "",
    ] {
        assert!(matches!(check_name(name), Err(PackError::Name { .. })), "{name}");
        if !name.is_empty() {
            let told = open(&archive(&[(name, b"x")], CompressionMethod::Stored));
            assert!(matches!(told, Err(PackError::Name { .. })), "{name}: {told:?}");
        }
    }
    assert_eq!(check_name("cases/stiff-back.ron"), Ok(()));
}

#[test]
fn files_that_are_one_on_some_systems_are_refused() {
    let mut both = files();
    both.insert("ONE.ron".into(), b"()".to_vec());
    assert_eq!(pack("mine", &both), Err(PackError::Collision("ONE.ron".into(), "one.ron".into())));
    let told = open(&archive(&[("a.ron", b"1"), ("A.RON", b"2")], CompressionMethod::Stored));
    assert!(matches!(told, Err(PackError::Collision(..))), "{told:?}");
    let told = open(&archive(&[("a", b"1"), ("a/b.ron", b"2")], CompressionMethod::Stored));
    assert!(matches!(told, Err(PackError::Collision(..))), "{told:?}");
}

#[test]
fn bombs_and_links_are_refused() {
    let zeros = vec![0; 4 * 1024 * 1024];
    let told = open(&archive(&[("a.ron", &zeros)], CompressionMethod::Deflated));
    assert!(matches!(told, Err(PackError::TooMuch { .. })), "{told:?}");
    let large = vec![0; usize::try_from(MOST_BYTES_OF_FILE).unwrap() + 1];
    let told = open(&archive(&[("a.ron", &large)], CompressionMethod::Stored));
    assert!(matches!(told, Err(PackError::TooMuch { .. })), "{told:?}");
    let many: Vec<(String, Vec<u8>)> =
        (0..MOST_FILES + 3).map(|number| (format!("{number}.ron"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let told = open(&archive(&many, CompressionMethod::Stored));
    assert!(matches!(told, Err(PackError::TooMuch { .. })), "{told:?}");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("a.ron", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let told = open(&writer.finish().unwrap().into_inner());
    assert!(matches!(told, Err(PackError::NotPlain { .. })), "{told:?}");
}

#[test]
fn the_list_must_fit() {
    let told = open(&archive(&[("one.ron", b"()")], CompressionMethod::Stored));
    assert!(matches!(&told, Err(PackError::Manifest(why)) if why.contains("manifest.ron")), "{told:?}");
    let list = "(format: \"ctm-pack/1\", name: \"x\", program: \"1\", cases: [], files: [])";
    let told = open(&archive(&[(MANIFEST, list.as_bytes()), ("one.ron", b"()")], CompressionMethod::Stored));
    assert!(matches!(&told, Err(PackError::Manifest(why)) if why.contains("not on it")), "{told:?}");
    let newer = list.replace("ctm-pack/1", "ctm-pack/2");
    let told = open(&archive(&[(MANIFEST, newer.as_bytes())], CompressionMethod::Stored));
    assert!(matches!(&told, Err(PackError::Manifest(why)) if why.contains("ctm-pack/2")), "{told:?}");
    assert_eq!(pack("mine", &BTreeMap::new()), Err(PackError::Empty));
    assert!(matches!(open(b"no zip"), Err(PackError::Damaged(_))));
}

#[test]
fn a_compressed_pack_is_read_too() {
    let plain = open(&pack("mine", &files()).unwrap()).unwrap();
    let list = ron::ser::to_string(&plain.manifest).unwrap();
    let mut entries: Vec<(&str, &[u8])> = vec![(MANIFEST, list.as_bytes())];
    entries.extend(plain.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    assert_eq!(open(&archive(&entries, CompressionMethod::Deflated)).unwrap().files, files());
}

fn school() -> signature::SecretKey {
    signature::SecretKey::from_seed("School of the North", [7; signature::SEED_BYTES]).unwrap()
}

#[test]
fn a_signed_pack_is_the_same_every_time_and_tells_who_has_signed() {
    let (key, other) = (school(), signature::SecretKey::from_seed("Other", [8; signature::SEED_BYTES]).unwrap());
    let bytes = pack_signed("mine", &files(), &key).unwrap();
    assert_eq!(bytes, pack_signed("mine", &files(), &key).unwrap());
    let opened = open(&bytes).unwrap();
    assert_eq!(opened.files, files(), "the signature is no file of the pack");
    assert_eq!(opened.hash, open(&pack("mine", &files()).unwrap()).unwrap().hash);
    assert_eq!(key.public().has_signed(opened.signature.as_ref()), Ok(()));
    assert_eq!(opened.signature.as_ref().map(signature::Signature::mark), Some(key.public().mark()));
    let told = other.public().has_signed(opened.signature.as_ref());
    assert!(matches!(told, Err(SignatureError::OtherKey { found, .. }) if found == key.public().mark()));
    let plain = open(&pack("mine", &files()).unwrap()).unwrap();
    let told = key.public().has_signed(plain.signature.as_ref());
    assert_eq!(told, Err(SignatureError::NotSigned("School of the North".into())));
}

#[test]
fn whatever_is_changed_in_a_signed_pack_is_noticed() {
    let key = school();
    let bytes = pack_signed("mine", &files(), &key).unwrap();
    for at in (0..bytes.len()).step_by(5) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        if let Ok(opened) = open(&changed) {
            assert_eq!(opened.files, files(), "byte {at}");
            assert_eq!(key.public().has_signed(opened.signature.as_ref()), Ok(()), "byte {at}");
        }
    }
}

/// The entries of a signed pack, to be put together anew.
fn parts(key: &signature::SecretKey) -> (String, String, BTreeMap<String, Vec<u8>>) {
    let list = ron::ser::to_string(&manifest("mine", &files())).unwrap();
    let signed = key.sign(list.as_bytes()).text();
    (list, signed, files())
}

fn together(list: &str, signed: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<Pack, PackError> {
    let mut entries: Vec<(&str, &[u8])> = vec![(MANIFEST, list.as_bytes()), (SIGNATURE, signed.as_bytes())];
    entries.extend(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    open(&archive(&entries, CompressionMethod::Stored))
}

#[test]
fn a_list_made_anew_does_not_fit_the_old_signature() {
    let key = school();
    let (list, signed, mut files) = parts(&key);
    assert!(together(&list, &signed, &files).unwrap().signature.is_some());
    // Whoever changes a file can write a list that fits it, but no signature that fits the list.
    files.insert("README.md".into(), b"Other".to_vec());
    let anew = ron::ser::to_string(&manifest("mine", &files)).unwrap();
    assert_eq!(together(&anew, &signed, &files), Err(PackError::Signature(SignatureError::Wrong)));
    // Nor does naming another key help.
    let other = signature::SecretKey::from_seed("Other", [8; signature::SEED_BYTES]).unwrap().sign(b"").text();
    let (key_line, old_line) = (other.lines().nth(2).unwrap(), signed.lines().nth(2).unwrap());
    let swapped = signed.replace(old_line, key_line);
    assert_eq!(together(&list, &swapped, &super::tests::files()), Err(PackError::Signature(SignatureError::Wrong)));
    let newer = signed.replace("ctm-signature/1", "ctm-signature/2");
    let told = together(&list, &newer, &super::tests::files());
    assert!(
        matches!(&told, Err(PackError::Signature(SignatureError::Unreadable(why))) if why.contains("/2")),
        "{told:?}"
    );
    let told = together(&list, "()", &super::tests::files());
    assert!(matches!(told, Err(PackError::Signature(SignatureError::Unreadable(_)))), "{told:?}");
    let mut kept = super::tests::files();
    kept.insert(SIGNATURE.into(), b"()".to_vec());
    assert!(matches!(pack("mine", &kept), Err(PackError::Name { .. })), "the name is kept");
}

#[test]
fn keys_come_back_from_their_files_and_a_public_one_does_not_sign() {
    let key = school();
    let secret = signature::SecretKey::read("school.key", key.text().as_bytes()).unwrap();
    assert_eq!(secret.text(), key.text());
    let public = signature::PublicKey::read("school.pub", key.public().text().as_bytes()).unwrap();
    assert_eq!((public.name(), public.mark()), ("School of the North", key.public().mark()));
    assert!(!key.public().text().contains("secret"), "{}", key.public().text());
    assert!(!format!("{key:?}").contains(&key.text()[key.text().find("secret: ").unwrap() + 9..][..16]));
    let told = |text: &str| signature::SecretKey::read("x", text.as_bytes()).unwrap_err().to_string();
    assert!(told(&key.public().text()).contains("public half"));
    assert!(told("nothing").contains("no key"));
    assert!(told(&key.text().replace("ctm-key/1", "ctm-key/9")).contains("ctm-key/9"));
    let swapped = key.text().replace(&key.public().mark(), "0123456789abcdef");
    assert!(told(&swapped).contains("belong together"), "{}", told(&swapped));
    assert!(signature::SecretKey::from_seed(" ", [7; signature::SEED_BYTES]).is_err());
    assert!(signature::SecretKey::from_seed("x", [0; signature::SEED_BYTES]).is_err());
}

/// The first test vector of RFC 8032, section 7.1: the public key that follows from a seed.
#[test]
fn keys_are_those_of_the_standard() {
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let bytes: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&seed[2 * at..2 * at + 2], 16).unwrap()).collect();
    let key = signature::SecretKey::from_seed("RFC", bytes.try_into().unwrap()).unwrap();
    assert_eq!(key.public().mark(), "d75a980182b10ab7");
}
