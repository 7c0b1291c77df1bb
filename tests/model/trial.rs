//! The delivered cases on trial: good work earns everything, no habit earns the pass mark.

use ctm_trainer::{
    assessment::trial::{self, HABITS},
    diagnostic::codes,
    units::Points,
};

use crate::{cases, support::knowledge};

/// Random players of each case; `check --dry-run` plays more.
const PLAYERS: u32 = 12;

#[test]
fn careless_players_pass_no_delivered_case_and_every_plan_has_its_result() {
    for (scenario, plans) in cases::delivered() {
        let trial = trial::run(&knowledge(), &scenario, &plans, PLAYERS).unwrap_or_else(|(plan, error)| {
            panic!("{}: {plan}: {error}", scenario.file.id);
        });
        let id = &scenario.file.id;
        assert_eq!(trial.careless_passes(), [] as [String; 0], "{id}");
        assert_eq!(trial.surprises, [], "{id}");
        assert_eq!(trial.habits.len(), HABITS.len(), "{id}");
        let reference = trial.plans.iter().find(|played| played.name == "reference").unwrap();
        assert_eq!(reference.capped, Points(100_000), "{id}");
        let pass = Points::from_f64(scenario.file.rubric.pass);
        for habit in &trial.habits {
            assert!(habit.capped < pass, "{id}: {} has {}", habit.name, habit.capped);
        }
        for variant in &trial.variants {
            assert_eq!(variant.habits.len(), HABITS.len(), "{id}: {}", variant.choice);
            let most = variant.habits.iter().map(|played| played.capped).max();
            assert!(most.is_some_and(|most| most < pass), "{id}: {} {most:?}", variant.choice);
        }
        let spread = trial.random;
        assert!(
            spread.least <= spread.middle && spread.middle <= spread.most && spread.most < pass,
            "{id}: {spread:?}"
        );
        assert_eq!(trial.never_entered, [] as [String; 0], "{id}: steps that nobody enters");
    }
}

/// The codes that the source gives to findings, from its texts.
#[test]
fn every_code_that_is_told_is_explained_and_every_explained_code_is_told() {
    let mut told = std::collections::BTreeSet::new();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("codes.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = |part: &str| {
                    let (letter, digits) = part.split_at_checked(1)?;
                    let fits = part.len() == 4 && ["E", "W"].contains(&letter) && digits.parse::<u16>().is_ok();
                    fits.then(|| part.to_owned())
                };
                told.extend(text.split('"').filter_map(code));
            }
        }
    }
    let explained: std::collections::BTreeSet<String> = codes::ALL.iter().map(|entry| entry.code.to_owned()).collect();
    assert_eq!(told.difference(&explained).collect::<Vec<_>>(), [] as [&String; 0], "told but not explained");
    assert_eq!(explained.difference(&told).collect::<Vec<_>>(), [] as [&String; 0], "explained but never told");
}
