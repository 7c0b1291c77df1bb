//! The trend table: every row is as expected, or its difference is explained; the page about it is current.

use std::{path::PathBuf, sync::OnceLock};

use ctm_trainer::validation::{self, Outcome, Trends, Verdict};

use crate::bench::tables;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn trends() -> &'static Trends {
    static TRENDS: OnceLock<Trends> = OnceLock::new();
    TRENDS.get_or_init(|| {
        let file = path("assets/validation/trends.ron");
        Trends::read("trends.ron", &std::fs::read(file).unwrap()).unwrap_or_else(|findings| panic!("{findings:#?}"))
    })
}

fn outcomes() -> &'static [Outcome<'static>] {
    static OUTCOMES: OnceLock<Vec<Outcome<'static>>> = OnceLock::new();
    OUTCOMES.get_or_init(|| trends().rows.iter().map(|row| validation::run(tables(), row).unwrap()).collect())
}

#[test]
fn the_simulation_shows_every_trend_of_its_table() {
    assert!(trends().rows.len() >= 60, "{} rows", trends().rows.len());
    assert_eq!(trends().unknown(tables()), Vec::<String>::new());
    let wrong: Vec<String> = outcomes()
        .iter()
        .filter(|outcome| matches!(outcome.verdict, Verdict::Fails | Verdict::Outdated))
        .map(|outcome| {
            let row = outcome.row;
            let expected = row.expected.words(row.against.is_some());
            format!("{}, {}: {:.3}, expected {expected}: {:?}", row.action, row.quantity, outcome.got, outcome.verdict)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_known_difference_is_explained_in_the_method() {
    let method = std::fs::read_to_string(path("src/simulation/METHOD.md")).unwrap();
    let differing: Vec<&Outcome> = outcomes().iter().filter(|outcome| outcome.row.differs.is_some()).collect();
    assert!(!differing.is_empty());
    for outcome in differing {
        for source in &outcome.row.sources {
            assert!(method.contains(source.as_str()), "METHOD.md does not name {source}: {}", outcome.row.action);
        }
    }
}

#[test]
fn the_page_of_the_table_is_current() {
    let page = path("docs/VALIDATION.md");
    let written = std::fs::read_to_string(&page).unwrap_or_default();
    let now = validation::page(outcomes());
    assert!(
        written == now,
        "docs/VALIDATION.md is not current; write it with `ctm-trainer validate --format markdown > docs/VALIDATION.md`"
    );
}
