//! What students do has its consequence: every error E1 to E16 shows one and its correction, every unwanted reaction
//! R01 to R18 can be provoked and answered, and none of them comes of a session that is done as it should be.

use std::path::{Path, PathBuf};

use ctm_trainer::{
    session::{
        Session,
        plan::{self},
        record::Header,
    },
    simulation::observation::CueKind,
    validation::{Expected, Row, Trends},
};

use crate::{cases::delivered, support::knowledge};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Rows of the trend table; that each is as expected is a test of its own.
fn rows() -> Vec<Row> {
    let bytes = std::fs::read(root().join("assets/validation/trends.ron")).unwrap();
    Trends::read("trends.ron", &bytes).unwrap_or_else(|findings| panic!("{findings:#?}")).rows
}

/// Errors whose consequence and correction whole plans of a case show rather than rows of the trend table.
const BY_PLAN: &[(&str, &str, &str)] = &[
    ("E12", "case01-chronic-low-back-pain/trap-too-strong", "case01-chronic-low-back-pain/reference"),
    ("E13", "case09-tight-calf/trap-light-work", "case09-tight-calf/reference"),
    ("E16", "case01-chronic-low-back-pain/trap-organ-claim", "case01-chronic-low-back-pain/reference"),
];

#[test]
fn every_student_error_shows_its_consequence_and_its_correction() {
    let rows = rows();
    // A source names its places one after the other: "strokes 7, E3; E3: correction".
    let named = |code: &str, correction: bool| {
        rows.iter().any(|row| {
            row.source.split(';').any(|place| {
                let names = place.split([' ', ',', ':']).any(|word| word == code);
                names && place.contains("correction") == correction
            })
        })
    };
    let codes: Vec<String> = (1..=16).map(|number| format!("E{number}")).collect();
    let table: Vec<&str> =
        knowledge().errors.iter().map(|(_, error)| error.code.clone()).map(|code| &*code.leak()).collect();
    assert_eq!(table, codes, "the table of errors");
    for code in &codes {
        let by_plan = BY_PLAN.iter().find(|(known, ..)| known == code).map(|(_, wrong, right)| {
            let there = |plan: &str| root().join(format!("scenarios/core/plans/{plan}.ron")).is_file();
            there(wrong) && there(right)
        });
        assert!(by_plan.unwrap_or_else(|| named(code, false)), "{code} shows no consequence");
        assert!(by_plan.unwrap_or_else(|| named(code, true)), "{code} shows no correction");
    }
}

#[test]
fn every_unwanted_reaction_can_be_provoked_and_answered() {
    let rows = rows();
    for number in 1..=18 {
        let code = format!("R{number:02}");
        assert!(knowledge().reactions.iter().any(|(_, reaction)| reaction.code == code), "{code} is not in the table");
        let share = format!("{code}, share");
        let provoked = |row: &Row| row.quantity.starts_with(&share) && matches!(row.expected, Expected::Over(_));
        assert!(rows.iter().any(provoked), "no row provokes {code}");
        let remedy = format!("{code}: remedy");
        let answered = |row: &Row| row.source.contains(&remedy) && matches!(row.expected, Expected::Under(_));
        assert!(rows.iter().any(answered), "no row answers {code}");
    }
}

/// Codes of the reactions that began in a session or will begin after it.
fn reactions(session: &Session) -> Vec<String> {
    let began = session.progress().cues.iter().filter_map(|entry| match &entry.cue.kind {
        CueKind::Reaction(id) => Some(id.clone()),
        _ => None,
    });
    let coming = session.outlook().into_iter().map(|prospect| prospect.reaction);
    let code = |id| knowledge().reactions.get(&id).map(|entry| entry.code.clone());
    began.chain(coming).filter_map(code).collect()
}

#[test]
fn no_unwanted_reaction_comes_of_a_reference_plan_at_the_tested_seeds() {
    let (mut played, mut tired) = (0, 0);
    let mut bad = Vec::new();
    for (scenario, plans) in delivered() {
        for plan in plans.iter().filter(|plan| plan.file.name == "reference") {
            for seed in 1..=3 {
                let header = Header::new(&knowledge(), &scenario, seed, "plan");
                let (_, session) = plan::drive(&knowledge(), &scenario, plan, header).unwrap();
                played += 1;
                for code in reactions(&session) {
                    // R01, tiredness for an hour or two, is taught to be normal after any session.
                    if code == "R01" {
                        tired += 1;
                    } else {
                        bad.push(format!("{}, seed {seed}: {code}", scenario.file.id));
                    }
                }
            }
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    assert!(tired < played, "R01 comes of every one of {played} sessions");
}
