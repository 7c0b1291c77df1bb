//! Properties that hold for every attempt, and the judging of a whole one.

use proptest::prelude::*;

use super::{
    Evidence,
    fixture::{self, Case, treats},
    judge,
    report::{Report, Safety},
};
use crate::{
    session::action::{Decision, Response},
    simulation::observation::CueKind,
    units::{Points, Tick},
};

/// Something a student does; times are added when it is played.
#[derive(Debug, Clone)]
enum Deed {
    Ask(&'static str),
    Say(&'static str),
    Decide(&'static str, bool),
    Stroke(&'static str, u32),
    Cue(&'static str, Option<Response>),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        prop::sample::select(vec!["blood-thinner", "sleep"]).prop_map(Deed::Ask),
        prop::sample::select(vec!["may-help", "may-be-tired", "small-talk", "will-cure"]).prop_map(Deed::Say),
        (prop::sample::select(vec!["treat", "adapt", "postpone", "refer"]), any::<bool>())
            .prop_map(|(outcome, reason)| Deed::Decide(outcome, reason)),
        (prop::sample::select(vec!["flat", "balancing", "hook", "fold", "subcutaneous"]), 1u32..400)
            .prop_map(|(stroke, seconds)| Deed::Stroke(stroke, seconds)),
        (
            prop::sample::select(vec!["sn4", "sn6"]),
            prop::option::of(prop::sample::select(vec![Response::Stop, Response::Slow, Response::Insist]))
        )
            .prop_map(|(sensation, answer)| Deed::Cue(sensation, answer)),
    ]
}

fn play<'a>(case: &'a Case, deeds: &[Deed]) -> Evidence<'a> {
    let mut evidence = case.evidence();
    let mut now = 60;
    for deed in deeds {
        let tick = Tick(now);
        match deed {
            Deed::Ask(id) => evidence.asked.push((tick, (*id).to_owned())),
            Deed::Say(id) => evidence.said.push((tick, (*id).to_owned())),
            Deed::Decide(outcome, reason) => {
                let reasons = if *reason { vec!["ci08".into()] } else { Vec::new() };
                evidence.decisions.push((tick, Decision { outcome: (*outcome).into(), reasons, avoid: Vec::new() }));
            }
            Deed::Stroke(id, seconds) => {
                evidence.strokes.push(case.stroke(id, &[(3.0, 90.0), (3.0, 86.0)], now, now + 60 * seconds));
                if treats(id) {
                    evidence.hands_on_s += f64::from(*seconds);
                }
                now += 60 * seconds;
            }
            Deed::Cue(id, answer) => {
                let answers = answer.iter().map(|answer| (Tick(now + 120), *answer)).collect();
                evidence.cues.push(fixture::cue(now, CueKind::Sensation((*id).into()), answers));
                now += 180;
            }
        }
        now += 60;
    }
    evidence.end = Tick(now);
    evidence
}

fn right() -> Vec<Deed> {
    vec![Deed::Ask("blood-thinner"), Deed::Decide("adapt", true), Deed::Stroke("flat", 360), Deed::Say("may-help")]
}

fn sum(report: &Report) -> Points {
    report.ledger.iter().map(|entry| entry.delta).sum()
}

#[test]
fn an_attempt_done_rightly_reaches_exactly_a_hundred() {
    let case = Case::new();
    let report = judge(&play(&case, &right()));
    assert_eq!(report.raw, Points(100_000), "{}", report.text());
    assert_eq!((report.capped, report.safety, report.passed), (Points(100_000), Safety::Clear, true));
}

#[test]
fn doing_nothing_or_referring_everybody_does_not_pass() {
    let case = Case::new();
    assert!(!judge(&play(&case, &[])).passed);
    assert!(!judge(&play(&case, &[Deed::Ask("blood-thinner"), Deed::Decide("refer", true)])).passed);
}

#[test]
fn an_unsafe_act_is_not_outweighed_by_points() {
    let case = Case::new();
    let mut deeds = right();
    deeds.insert(3, Deed::Stroke("hook", 5));
    let report = judge(&play(&case, &deeds));
    assert_eq!(report.raw, Points(100_000), "{}", report.text());
    assert_eq!((report.capped, report.safety, report.passed), (Points(40_000), Safety::Unsafe, false));
    assert_eq!(report.gates.first().map(|gate| gate.id.as_str()), Some("hooks"));
}

#[test]
fn a_penalty_takes_points_of_its_domain_but_never_below_nothing() {
    let case = Case::new();
    let asked = judge(&play(&case, &[Deed::Ask("blood-thinner"), Deed::Say("will-cure")]));
    assert_eq!(asked.domains.first().map(|domain| domain.earned), Some(Points(20_000 - 13_333)));
    let bare = judge(&play(&case, &[Deed::Say("will-cure")]));
    assert_eq!(bare.domains.first().map(|domain| domain.earned), Some(Points(0)));
    assert!(bare.ledger.iter().any(|entry| entry.rule == "floor" && entry.delta == Points(13_333)));
    assert_eq!(sum(&bare), bare.raw);
}

#[test]
fn words_of_the_case_come_before_the_plain_ones() {
    let case = Case::with(|file| {
        for criterion in &mut file.rubric.criteria {
            criterion.feedback.full.0 = "Well done.".into();
            criterion.feedback.none.0 = "Think again.".into();
        }
    });
    let report = judge(&play(&case, &[Deed::Ask("blood-thinner")]));
    let text = |id: &str| report.ledger.iter().find(|entry| entry.criterion == id).map(|entry| entry.text.clone());
    assert!(text("questions").is_some_and(|text| text.starts_with("Well done. 1 of 1 question")));
    assert!(text("decision").is_some_and(|text| text.starts_with("Think again. Nothing was decided")));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn the_score_is_in_range_and_the_ledger_adds_up(deeds in prop::collection::vec(deed(), 0..14)) {
        let case = Case::new();
        let report = judge(&play(&case, &deeds));
        prop_assert!(report.raw >= Points(0) && report.raw <= Points(100_000));
        prop_assert_eq!(sum(&report), report.raw);
        let domains: Points = report.domains.iter().map(|domain| domain.earned).sum();
        prop_assert_eq!(domains, report.raw);
    }

    #[test]
    fn caps_hold_and_unsafe_never_passes(deeds in prop::collection::vec(deed(), 0..14)) {
        let case = Case::new();
        let report = judge(&play(&case, &deeds));
        for gate in &report.gates {
            prop_assert!(report.capped <= gate.cap);
        }
        prop_assert!(report.capped <= report.raw);
        prop_assert!(!(report.passed && report.safety == Safety::Unsafe));
        if deeds.iter().any(|deed| matches!(deed, Deed::Stroke("hook", _))) {
            prop_assert_eq!(report.safety, Safety::Unsafe);
        }
    }

    #[test]
    fn one_more_harmful_word_never_raises_anything(deeds in prop::collection::vec(deed(), 0..12)) {
        let case = Case::new();
        let before = judge(&play(&case, &deeds));
        for harm in [Deed::Say("will-cure"), Deed::Cue("sn6", Some(Response::Insist))] {
            // A cue can only come up while somebody is being treated.
            let treated = deeds.iter().any(|deed| matches!(deed, Deed::Stroke(id, _) if treats(id)));
            if matches!(harm, Deed::Cue(..)) && !treated {
                continue;
            }
            let mut more = deeds.clone();
            more.push(harm);
            let after = judge(&play(&case, &more));
            prop_assert!(after.raw <= before.raw, "{} then {}", before.raw, after.raw);
            prop_assert!(after.capped <= before.capped);
            for (before, after) in before.domains.iter().zip(&after.domains) {
                prop_assert!(after.earned <= before.earned);
            }
        }
    }

    #[test]
    fn one_more_right_thing_never_lowers_the_points(deeds in prop::collection::vec(deed(), 0..12)) {
        let case = Case::new();
        let before = judge(&play(&case, &deeds));
        for good in [Deed::Ask("blood-thinner"), Deed::Say("may-help")] {
            let mut more = deeds.clone();
            more.push(good);
            prop_assert!(judge(&play(&case, &more)).raw >= before.raw);
        }
    }

    #[test]
    fn neutral_words_change_nothing(deeds in prop::collection::vec(deed(), 0..12)) {
        let case = Case::new();
        let before = judge(&play(&case, &deeds));
        let mut more = deeds.clone();
        more.push(Deed::Say("small-talk"));
        let after = judge(&play(&case, &more));
        prop_assert_eq!((before.raw, before.capped, before.safety), (after.raw, after.capped, after.safety));
    }

    #[test]
    fn the_order_of_questions_and_words_is_free(deeds in prop::collection::vec(deed(), 0..12)) {
        let case = Case::new();
        let (mut talk, mut rest): (Vec<Deed>, Vec<Deed>) =
            deeds.into_iter().partition(|deed| matches!(deed, Deed::Ask(_) | Deed::Say(_)));
        let mut one = talk.clone();
        one.extend(rest.clone());
        talk.reverse();
        talk.append(&mut rest);
        let (one, other) = (judge(&play(&case, &one)), judge(&play(&case, &talk)));
        prop_assert_eq!((one.raw, one.safety), (other.raw, other.safety));
    }

    #[test]
    fn judging_again_gives_the_same(deeds in prop::collection::vec(deed(), 0..14)) {
        let case = Case::new();
        let evidence = play(&case, &deeds);
        prop_assert_eq!(judge(&evidence).json(), judge(&evidence).json());
    }

    #[test]
    fn twice_the_points_for_everything_gives_twice_the_points(deeds in prop::collection::vec(deed(), 0..14)) {
        let case = Case::new();
        let double = Case::with(|file| file.rubric.criteria.iter_mut().for_each(|c| c.points *= 2.0));
        let (once, twice) = (judge(&play(&case, &deeds)), judge(&play(&double, &deeds)));
        let off = (once.raw.0 * 2 - twice.raw.0).unsigned_abs();
        // Each line is rounded once.
        prop_assert!(off <= once.ledger.len() as u64, "{} and {}", once.raw, twice.raw);
    }

    #[test]
    fn starting_later_changes_nothing(deeds in prop::collection::vec(deed(), 0..12), shift in 1u32..5000) {
        let case = Case::new();
        let now = play(&case, &deeds);
        let mut later = now.clone();
        let move_on = |tick: &mut Tick| tick.0 += shift;
        later.asked.iter_mut().chain(&mut later.said).for_each(|(tick, _)| move_on(tick));
        later.decisions.iter_mut().for_each(|(tick, _)| move_on(tick));
        later.strokes.iter_mut().for_each(|fact| {
            move_on(&mut fact.begin);
            move_on(&mut fact.end);
        });
        later.cues.iter_mut().for_each(|fact| {
            move_on(&mut fact.cue.tick);
            fact.answers.iter_mut().for_each(|(tick, _)| move_on(tick));
        });
        let (now, later) = (judge(&now), judge(&later));
        prop_assert_eq!((now.raw, now.capped, now.safety), (later.raw, later.capped, later.safety));
    }
}
