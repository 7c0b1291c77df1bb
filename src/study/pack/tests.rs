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
        (0..MOST_FILES + 2).map(|number| (format!("{number}.ron"), Vec::new())).collect();
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
