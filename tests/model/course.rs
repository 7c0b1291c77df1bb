//! A record is where the next session begins.

use std::sync::OnceLock;

use ctm_trainer::{
    session::{
        Session,
        plan::{self},
        record::{Header, Prior, Record},
        replay::replay,
    },
    simulation::course::Carry,
};

use crate::support::{file, header, knowledge, plan, played, scenario};

/// The tiny plan played by a client who comes back from the tiny plan, so many days later.
fn second(days: u32) -> (Vec<String>, Session) {
    let first = &played().1;
    let carry = Carry { days, ..first.leaves() };
    let header = Header { prior: Some(Prior { record: first.state_hash(), carry }), ..header() };
    plan::drive(&knowledge(), &scenario(), &plan(), header).unwrap_or_else(|error| panic!("{error}"))
}

fn soon() -> &'static (Vec<String>, Session) {
    static SOON: OnceLock<(Vec<String>, Session)> = OnceLock::new();
    SOON.get_or_init(|| second(3))
}

/// Mobility of the case's findings at the start, in all, millimetres.
fn mobility(session: &Session) -> f64 {
    session.trace().samples[0].mobility_mm.iter().flatten().sum()
}

#[test]
fn a_client_comes_back_with_what_the_last_session_won_and_loses_it_with_time() {
    let (first, soon, late) = (mobility(&played().1), mobility(&soon().1), mobility(&second(180).1));
    assert!(soon > first + 0.1, "first {first}, three days later {soon}");
    assert!(late < soon && late - first < 0.1 * (soon - first), "first {first}, half a year later {late}");
    assert_eq!(soon_carry().sessions, 1);
}

fn soon_carry() -> &'static Carry {
    &soon().1.header().prior.as_ref().unwrap().carry
}

#[test]
fn a_record_that_goes_on_from_another_stands_alone_and_is_the_same_every_time() {
    let text = file(&soon().0);
    let (record, _) = Record::parse(text.as_bytes()).unwrap();
    assert_eq!(record.header.prior, soon().1.header().prior);
    let again = replay(&knowledge(), &scenario(), &record).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again.state_hash(), soon().1.state_hash());
    assert_eq!(file(&second(3).0), text);
}

#[test]
fn a_record_without_an_earlier_session_does_not_speak_of_one() {
    assert!(!played().0[1].contains("prior"), "{}", played().0[1]);
}
