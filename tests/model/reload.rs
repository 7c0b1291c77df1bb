//! A case that is saved while it is played: the last good version goes on, and so does the attempt.

use std::sync::Arc;

use ctm_trainer::{
    diagnostic::Severity,
    scenario::{self, Reloaded},
    session::{
        carry::carry_over,
        plan,
        record::{Header, Record},
        replay,
    },
    units::Tick,
};

use crate::support::{file, header, knowledge, plan, scenario};

const TINY: &str = include_str!("../support/tiny.ron");

fn reload(text: &str) -> Reloaded {
    scenario::reload(&knowledge(), &scenario(), "tiny.ron", text.as_bytes())
}

#[test]
fn a_broken_save_keeps_the_running_version_and_a_good_one_replaces_it() {
    assert!(matches!(reload(TINY), Reloaded::Same));
    let Reloaded::Broken(findings) = reload(&TINY.replacen("age: 42", "age: 42 43", 1)) else { panic!() };
    let error = findings.iter().find(|finding| finding.severity == Severity::Error).unwrap();
    assert_eq!(error.at.line, TINY.lines().position(|line| line.contains("age: 42")).unwrap() + 1);
    assert!(matches!(reload(&TINY[..TINY.len() / 2]), Reloaded::Broken(_)), "a file caught while it is written");
    let Reloaded::Changed(changed, _) = reload(&TINY.replacen("Stiff lower back", "Stiff back", 1)) else { panic!() };
    assert_eq!(changed.file.description.title.0, "Stiff back");
}

/// The tiny plan played up to a moment, and its record.
fn played(until: Tick) -> (ctm_trainer::session::Session, Record) {
    let (lines, session) = plan::drive_until(&knowledge(), &scenario(), &plan(), header(), Some(until)).unwrap();
    (session, Record::parse(file(&lines).as_bytes()).unwrap().0)
}

#[test]
fn the_attempt_goes_on_where_it_was_in_the_changed_case() {
    let until = Tick(90 * 60);
    let (before, record) = played(until);
    let Reloaded::Changed(changed, _) = reload(&TINY.replacen("Eight hours.", "Ten hours.", 1)) else { panic!() };
    let changed: Arc<_> = Arc::from(changed);
    let carried = carry_over(&knowledge(), &changed, &record, until).unwrap();
    assert_eq!(carried.left_out, []);
    let (now, was) = (carried.session.progress(), before.progress());
    assert_eq!((now.step.as_str(), carried.session.tick()), (was.step.as_str(), before.tick()));
    assert!(now.asked.iter().any(|asked| asked.answer == "Ten hours."), "the changed answer is the one that was heard");
    assert_eq!(carried.session.state_hash(), before.state_hash(), "the body has felt the same");
    // The record of the carried attempt is one of the changed case.
    let mut session = carried.session;
    let lines = session.take_lines();
    let again = Record::parse(file(&lines).as_bytes()).unwrap().0;
    assert_eq!(again.header, Header { scenario_hash: changed.hash.clone(), ..record.header });
    replay::replay(&knowledge(), &changed, &again).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn what_is_gone_from_the_case_is_left_out_of_the_attempt() {
    let until = Tick(90 * 60);
    let (_, record) = played(until);
    let gone = TINY.replacen("(id: \"pulse\"", "(id: \"heartbeat\"", 1).replacen(
        "[\"sitting\", \"pulse\"]",
        "[\"sitting\"]",
        1,
    );
    let Reloaded::Changed(changed, findings) = reload(&gone) else { panic!("{:?}", reload(&gone)) };
    assert!(findings.iter().all(|finding| finding.severity != Severity::Error));
    let carried = carry_over(&knowledge(), &Arc::from(changed), &record, until).unwrap();
    assert_eq!(carried.left_out.len(), 1, "{:?}", carried.left_out);
    assert!(carried.left_out[0].1.contains("pulse"), "{:?}", carried.left_out);
    assert_eq!(carried.session.tick(), until);
}
