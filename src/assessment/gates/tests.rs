use super::*;
use crate::{
    assessment::fixture::{self, Case},
    session::action::{Decision, Response},
    simulation::{contact::Aim, observation::CueKind},
};

fn check_case(rule: &GateRule, build: impl Fn(&Case, &mut Evidence)) -> Option<Tripped> {
    let case = Case::new();
    let mut evidence = case.evidence();
    build(&case, &mut evidence);
    check(&evidence, rule)
}

fn work(case: &Case, evidence: &mut Evidence, stroke: &str, begin_s: u32, end_s: u32) {
    evidence.strokes.push(case.stroke(stroke, &[(3.0, 90.0), (3.0, 85.0)], begin_s * 60, end_s * 60));
}

#[test]
fn any_treating_stroke_trips_and_examining_does_not() {
    assert_eq!(check_case(&GateRule::AnyWork, |case, evidence| work(case, evidence, "fold", 1, 2)), None);
    let tripped = check_case(&GateRule::AnyWork, |case, evidence| work(case, evidence, "hook", 5, 6)).unwrap();
    assert_eq!(tripped.0, Tick(300));
}

#[test]
fn force_counts_only_when_it_lasts_more_than_a_second() {
    let press = |seconds: u32| {
        check_case(&GateRule::ForceOver(8.0), move |case, evidence| {
            let mut fact = case.stroke("hook", &[(3.0, 90.0), (3.0, 85.0)], 600, 600 + 30 * seconds);
            fact.normal_n = 9.0;
            evidence.strokes.push(fact);
        })
    };
    assert_eq!(press(2), None);
    assert_eq!(press(4).unwrap().0, Tick(660));
}

#[test]
fn time_over_the_limit_trips_when_it_is_reached() {
    let tripped = check_case(&GateRule::MinutesOver(1.0), |case, evidence| {
        work(case, evidence, "hook", 10, 50);
        work(case, evidence, "hook", 60, 100);
        evidence.hands_on_s = 80.0;
    });
    assert_eq!(tripped.unwrap().0, Tick(80 * 60));
}

#[test]
fn going_on_after_the_stop_word_trips_until_consent_is_given_again() {
    let after = |responses: &[(u32, Response)], again_s: u32| {
        check_case(&GateRule::WorkedOnAfterStop(3.0), |case, evidence| {
            work(case, evidence, "hook", 10, 20);
            evidence.cues.push(fixture::cue(19 * 60, CueKind::StopWord, Vec::new()));
            evidence.responses = responses.iter().map(|(second, response)| (Tick(second * 60), *response)).collect();
            work(case, evidence, "hook", again_s, again_s + 5);
        })
    };
    assert!(after(&[], 30).is_some());
    assert!(after(&[(20, Response::Stop)], 60).is_some(), "stopping is not consent to go on");
    assert!(after(&[(20, Response::Stop), (40, Response::AskConsent)], 60).is_none());
}

#[test]
fn after_sharp_pain_heeding_is_enough_and_insisting_is_not() {
    let after = |response: Response| {
        check_case(&GateRule::WorkedOnAfterStop(3.0), |case, evidence| {
            work(case, evidence, "hook", 10, 20);
            evidence.cues.push(fixture::cue(19 * 60, CueKind::Sensation("sn6".into()), Vec::new()));
            evidence.responses.push((Tick(20 * 60), response));
            work(case, evidence, "hook", 40, 45);
        })
    };
    assert!(after(Response::Stop).is_none());
    assert!(after(Response::Insist).is_some());
}

#[test]
fn touching_before_consent_or_questions_trips() {
    let rule = GateRule::TouchBefore(vec!["explain".into()]);
    let touch = |done: Option<u32>| {
        check_case(&rule, |case, evidence| {
            work(case, evidence, "displacement", 10, 12);
            evidence.prepared.extend(done.map(|second| (Tick(second * 60), "explain".to_owned())));
        })
    };
    assert!(touch(None).is_some());
    assert!(touch(Some(11)).is_some());
    assert!(touch(Some(5)).is_none());
    let not_asked = check_case(&GateRule::NotAsked(vec!["legs".into()]), |_, _| {});
    assert!(not_asked.is_none(), "nobody was touched");
}

#[test]
fn deep_work_in_a_swelling_trips_and_flat_work_does_not() {
    let swelling = |stroke: &str, layer: Aim| {
        check_case(&GateRule::DeepInSwelling, |case, evidence| {
            let mut fact = case.stroke(stroke, &[(2.0, 110.0), (2.0, 106.0)], 60, 120);
            fact.findings.push("sacral-swelling".into());
            fact.layer = layer;
            evidence.strokes.push(fact);
        })
    };
    assert!(swelling("flat", Aim::Subcutis).is_none());
    assert!(swelling("fascia", Aim::Subcutis).is_some());
    assert!(swelling("subcutaneous", Aim::Fascia).is_some());
}

#[test]
fn rules_combine() {
    let treat = GateRule::Decided(vec!["treat".into()]);
    let both = GateRule::All(vec![treat.clone(), GateRule::Not(Box::new(GateRule::AnyWork))]);
    let tripped = check_case(&both, |_, evidence| {
        let decision = Decision { outcome: "treat".into(), reasons: Vec::new(), avoid: Vec::new() };
        evidence.decisions.push((Tick(50), decision));
        evidence.end = Tick(900);
    });
    assert_eq!(tripped.unwrap().0, Tick(900));
    assert!(check_case(&both, |_, _| {}).is_none());
    assert!(check_case(&GateRule::Any(vec![treat, GateRule::AnyWork]), |_, _| {}).is_none());
}

#[test]
fn three_cautions_are_unsafe() {
    let caution = GateResult {
        id: "a".into(),
        severity: Safety::Caution,
        cap: CAUTION_CAP,
        tick: Tick(1),
        what: String::new(),
        why: String::new(),
        source: String::new(),
        stop: false,
    };
    let gates = vec![caution; 3];
    assert_eq!(verdict(&gates[..0]), (Safety::Clear, None));
    assert_eq!(verdict(&gates[..2]), (Safety::Caution, Some(CAUTION_CAP)));
    assert_eq!(verdict(&gates), (Safety::Unsafe, Some(UNSAFE_CAP)));
}
