//! The knowledge tables load, and mistakes in them are reported where they stand.

use std::path::Path;

use ctm_trainer::knowledge::{
    self, Knowledge, catalogue,
    library::{Folder, Library, Memory},
};

fn assets() -> Folder {
    Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets"))
}

fn in_memory() -> Memory {
    let mut memory = Memory::default();
    for name in assets().list("knowledge") {
        let file = format!("knowledge/{name}");
        memory.files.insert(file.clone(), assets().read(&file).unwrap());
    }
    memory
}

#[test]
fn all_tables_load_without_a_finding() {
    let (_, findings) = knowledge::load(&assets());
    let shown: Vec<String> = findings.iter().map(|finding| finding.render(None)).collect();
    assert!(shown.is_empty(), "{} findings:\n{}", shown.len(), shown.join(""));
}

#[test]
fn every_table_can_be_printed_and_has_entries_with_both_names() {
    let (knowledge, _) = knowledge::load(&assets());
    for table in Knowledge::TABLES {
        let rows = catalogue::json(&knowledge, table).unwrap();
        let rows = rows.as_array().unwrap();
        assert!(!rows.is_empty(), "{table} is empty");
        for row in rows {
            for key in ["id", "name_en", "name_de", "confidence"] {
                assert!(
                    row[key].as_str().is_some_and(|text| !text.trim().is_empty()),
                    "{table}: {key} missing in {row}"
                );
            }
            assert!(row["sources"].is_array(), "{table}: {row}");
        }
        assert!(catalogue::text(&knowledge, table).unwrap().len() > 50);
    }
}

#[test]
fn the_tables_hold_what_the_reference_lists() {
    let (knowledge, _) = knowledge::load(&assets());
    assert_eq!(knowledge.zones.iter().count(), 17);
    assert_eq!(knowledge.strokes.iter().count(), 14);
    assert_eq!(knowledge.red_flags.iter().count(), 18);
    assert_eq!(knowledge.reactions.iter().count(), 18);
    assert_eq!(knowledge.sections.iter().count(), 10);
    assert_eq!(knowledge.errors.iter().count(), 16);
    assert_eq!(knowledge.schools.iter().count(), 14);
    assert_eq!(knowledge.sensations.iter().count(), 9);
    assert!(knowledge.contraindications.iter().count() >= 54);
    let basic = knowledge.sections.get("basic").unwrap();
    assert_eq!(
        basic.steps.iter().map(|step| step.id.as_str()).collect::<Vec<_>>().join(" "),
        "b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 b10 b11"
    );
}

#[test]
fn a_wrong_reference_is_reported_with_its_place_and_the_nearest_name() {
    let mut memory = in_memory();
    let file = "knowledge/zones.ron";
    let text = String::from_utf8(memory.files[file].clone()).unwrap();
    let broken = text.replacen("layer: \"subcutis\"", "layer: \"subcutsi\"", 1);
    assert_ne!(text, broken, "the zones name their layer");
    let line = broken.lines().position(|line| line.contains("subcutsi")).unwrap() + 1;
    memory.files.insert(file.into(), broken.into_bytes());
    let (_, findings) = knowledge::load(&memory);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!((findings[0].code, findings[0].at.line), ("E030", line));
    assert!(findings[0].help.contains("subcutis"), "{}", findings[0].help);
}
