//! What a student can and cannot do in a session, and what comes to light.

use ctm_trainer::{
    scenario::format::{Phase, Reveal},
    session::{
        Session,
        action::{Action, Decision, Drape, Mark, Response},
        plan::{self, Plan},
        refusal::Refusal,
    },
    simulation::contact::{Aim, Grip},
    units::{BackPoint, Side, Tick},
};

use crate::support;

fn grip(stroke: &str) -> Grip {
    Grip { stroke: stroke.into(), aim: Aim::Subcutis, angle_deg: 40, normal_mn: 1500, both_hands: false }
}

fn touch(stroke: &str, x: f64, y: f64) -> Action {
    Action::Touch { grip: grip(stroke), at: BackPoint(x, y).quantised() }
}

fn decide(outcome: &str) -> Action {
    Action::Decide(Decision { outcome: outcome.into(), reasons: Vec::new(), avoid: Vec::new() })
}

fn done(session: &mut Session, actions: impl IntoIterator<Item = Action>) {
    for action in actions {
        let said = format!("{action:?}");
        session.act(action).unwrap_or_else(|refusal| panic!("{said}: {refusal}"));
    }
}

fn refused(session: &mut Session, action: Action) -> String {
    let lines = session.take_lines().len();
    let said = format!("{action:?}");
    let refusal = session.act(action).err().unwrap_or_else(|| panic!("{said} was not refused after {lines} lines"));
    assert!(session.take_lines().is_empty(), "a refused action leaves no trace");
    refusal.to_string()
}

/// In palpation with the back free down to the sacrum.
fn palpating() -> Session {
    let mut session = support::session();
    done(
        &mut session,
        [Action::Enter(Phase::Observation), Action::Drape(Drape::Sacrum), Action::Enter(Phase::Palpation)],
    );
    session
}

/// Pulls the hand in a straight line, a sample every tenth of a second.
fn pull(session: &mut Session, from: (f64, f64), to: (f64, f64), seconds: f64) {
    let samples = (seconds * 10.0) as u32;
    for sample in 1..=samples {
        let share = f64::from(sample) / f64::from(samples);
        let at = BackPoint(from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        done(session, [Action::Move(at.quantised())]);
        wait(session, 6);
    }
}

fn wait(session: &mut Session, ticks: u32) {
    for _ in 0..ticks {
        session.advance();
    }
}

#[test]
fn what_is_impossible_is_refused_with_the_next_step() {
    let mut session = support::session();
    assert!(refused(&mut session, touch("hook", 3.0, 90.0)).contains("still dressed"));
    assert!(refused(&mut session, Action::Enter(Phase::Treatment)).contains("open is inspection"));
    assert!(refused(&mut session, Action::Ask("siting".into())).contains("did you mean \"sitting\""));
    assert!(refused(&mut session, Action::Lift).contains("touch first"));
    assert!(refused(&mut session, decide("treat")).contains("not possible during the history"));
    done(&mut session, [Action::Enter(Phase::Observation)]);
    assert!(refused(&mut session, touch("hook", 3.0, 60.0)).contains("uncover the back to the waist"));
    assert!(refused(&mut session, Action::Look { angle_deg: 20, from: Side::Left }).contains("uncover"));
    done(&mut session, [Action::Drape(Drape::Back)]);
    assert!(refused(&mut session, touch("hook", 3.0, 110.0)).contains("down to the sacrum"));
    let mark =
        Mark { at: BackPoint(4.0, 85.0).quantised(), side: Side::Right, zone: None, kind: "band".into(), grade: 5 };
    assert!(refused(&mut session, Action::Mark(mark)).contains("0 to 4"));
    done(&mut session, [touch("hook", 3.0, 60.0)]);
    assert!(refused(&mut session, Action::Enter(Phase::Palpation)).contains("lift it first"));
    assert!(refused(&mut session, Action::Drape(Drape::Covered)).contains("lift it first"));
    done(&mut session, [Action::Lift]);
    assert!(refused(&mut session, Action::Unmark(0)).contains("no finding number 0"));
}

#[test]
fn what_is_merely_dangerous_can_be_done() {
    let mut session = palpating();
    // Without any consent, a fascia stroke with far too much force, before any decision.
    let heavy = Grip { normal_mn: 29_000, angle_deg: 90, aim: Aim::Fascia, ..grip("fascia") };
    done(&mut session, [Action::Touch { grip: heavy, at: BackPoint(3.0, 90.0).quantised() }]);
    pull(&mut session, (3.0, 90.0), (5.0, 90.0), 1.0);
    done(&mut session, [Action::Lift]);
    let stroke = &session.trace().strokes[0];
    assert!(!stroke.testing && stroke.phase == Phase::Palpation && (stroke.normal_n - 29.0).abs() < 1e-9);
}

#[test]
fn nothing_can_be_done_after_the_end() {
    let mut session = support::session();
    done(&mut session, [Action::Finish]);
    assert!(session.finished());
    let at_the_end = session.tick();
    session.advance();
    assert_eq!(session.tick(), at_the_end);
    assert_eq!(session.act(Action::Respond(Response::Pause)), Err(Refusal::Finished));
    assert!(session.take_lines().last().is_some_and(|line| line.contains(" end ~")));
}

#[test]
fn one_may_go_back_and_then_on_again_from_where_one_was() {
    let mut session = palpating();
    assert_eq!(session.progress().offered, [Phase::Decision, Phase::Observation, Phase::History]);
    done(&mut session, [Action::Enter(Phase::History)]);
    assert_eq!(session.progress().offered, [Phase::Observation, Phase::Palpation]);
    done(&mut session, [Action::Enter(Phase::Palpation), Action::Enter(Phase::Decision)]);
    assert!(!session.progress().offered.contains(&Phase::Preparation), "nothing was decided yet");
    done(&mut session, [decide("refer")]);
    assert_eq!(session.progress().offered.first(), Some(&Phase::Closing));
}

#[test]
fn a_decision_can_be_changed_until_the_first_treating_stroke() {
    let mut session = palpating();
    done(&mut session, [Action::Enter(Phase::Decision), decide("refer"), decide("treat")]);
    assert_eq!(session.progress().reconsidered.len(), 1);
    done(
        &mut session,
        [Action::Enter(Phase::Preparation), Action::Enter(Phase::Treatment), touch("hook", 3.0, 90.0), Action::Lift],
    );
    done(&mut session, [Action::Enter(Phase::Decision)]);
    assert!(refused(&mut session, decide("refer")).contains("treatment has begun"));
}

#[test]
fn raking_light_shows_a_groove_without_naming_it() {
    let mut session = palpating();
    done(&mut session, [Action::Look { angle_deg: 20, from: Side::Left }]);
    let [seen] = session.progress().seen.as_slice() else { panic!("{:?}", session.progress().seen) };
    assert_eq!(seen.finding, "f1");
    assert!(seen.words.contains("groove") && seen.words.ends_with("on the right"), "{}", seen.words);
    assert!(!seen.words.contains("band"), "{}", seen.words);
}

#[test]
fn a_test_reveals_only_what_it_passes_over_and_only_in_its_way() {
    let mut session = palpating();
    done(&mut session, [touch("displacement", -4.0, 90.0)]);
    pull(&mut session, (-4.0, 90.0), (-4.0, 86.0), 1.0);
    done(&mut session, [Action::Lift]);
    assert!(session.progress().felt.is_empty(), "the left side is soft: {:?}", session.progress().felt);
    done(&mut session, [touch("displacement", 4.0, 90.0)]);
    pull(&mut session, (4.0, 90.0), (4.0, 86.0), 1.0);
    done(&mut session, [Action::Lift]);
    let [felt] = session.progress().felt.as_slice() else { panic!("{:?}", session.progress().felt) };
    assert_eq!((felt.finding.as_str(), felt.way), ("f1", Reveal::Displacement));
    assert!(felt.words.contains("7 mm"), "{}", felt.words);
    done(&mut session, [touch("hook", -8.0, 108.0)]);
    pull(&mut session, (-8.0, 108.0), (-6.0, 108.0), 1.0);
    assert_eq!(session.progress().felt.len(), 1, "a treating stroke is not a test");
}

#[test]
fn a_stroke_is_traced_as_it_was_done() {
    let mut session = palpating();
    for _ in 0..2 {
        done(&mut session, [touch("subcutaneous", 7.0, 88.0)]);
        pull(&mut session, (7.0, 88.0), (3.0, 88.0), 2.0);
        wait(&mut session, 6);
        done(&mut session, [Action::Lift]);
        wait(&mut session, 20);
    }
    let [first, second] = session.trace().strokes.as_slice() else { panic!("two strokes were done") };
    assert_eq!((first.number, first.side, first.repeats), (1, Side::Right, None));
    assert_eq!(second.repeats, Some(1));
    assert!((first.length_cm - 4.0).abs() < 0.01, "{}", first.length_cm);
    assert!((1.9..2.2).contains(&first.mean_cm_s), "{}", first.mean_cm_s);
    assert!((1.9..2.3).contains(&first.peak_cm_s), "{}", first.peak_cm_s);
    assert_eq!(first.findings.first().map(|(id, _)| id.as_str()), Some("f1"));
    assert_eq!(first.sections.first().map(|(id, _)| id.as_str()), Some("basic"));
    let seconds = session.progress().hands_on_seconds();
    assert!((first.seconds() + second.seconds() - seconds).abs() < 1e-9);
}

#[test]
fn answers_change_the_hand_they_speak_of() {
    let mut session = palpating();
    done(&mut session, [touch("subcutaneous", 7.0, 88.0)]);
    pull(&mut session, (7.0, 88.0), (5.0, 88.0), 1.0);
    done(&mut session, [Action::Respond(Response::Lighten), Action::Respond(Response::ReAnchor)]);
    let (grip, from, at) = session.hand().expect("the hand is laid on");
    assert_eq!((grip.normal_mn, from), (1000, at));
    done(&mut session, [Action::Respond(Response::Stop)]);
    assert!(session.hand().is_none());
    assert_eq!(session.trace().strokes.len(), 1);
}

#[test]
fn a_plan_goes_through_the_whole_session() {
    let session = &support::played().1;
    let progress = session.progress();
    assert!(session.finished());
    assert_eq!(progress.asked.len(), 2);
    assert_eq!(progress.known, ["sits_long"]);
    assert_eq!(progress.marks.len(), 2);
    assert!(progress.felt.iter().any(|felt| felt.finding == "f2" && felt.way == Reveal::Displacement));
    assert!(progress.felt.iter().any(|felt| felt.finding == "f1" && felt.way == Reveal::Fold));
    assert_eq!((progress.rest_seconds(), progress.rests.len()), (30.0, 1));
    let trace = session.trace();
    let hooks = trace.strokes.iter().filter(|stroke| stroke.stroke.as_str() == "hook").count();
    assert_eq!(hooks, 12, "six hooks on each side");
    assert!(trace.strokes.iter().any(|stroke| stroke.side == Side::Left && !stroke.testing));
    let expected = trace.length.0 / 300;
    assert!(trace.samples.len() as u32 > expected, "{} samples", trace.samples.len());
    let last = trace.samples.last().expect("there are samples");
    assert!(last.mobility_mm.iter().all(Option::is_some), "each finding is followed: {:?}", last.mobility_mm);
    assert_eq!(last.mobility_mm.len(), 2);
    let long: Vec<_> = trace.strokes.iter().filter(|stroke| stroke.stroke.as_str() == "long").collect();
    assert_eq!(long.len(), 2);
    assert!(long.iter().all(|stroke| (4.0..5.0).contains(&stroke.mean_cm_s)), "the middle of 3 to 6 cm/s");
}

#[test]
fn a_plan_can_be_stopped_at_a_moment() {
    let (knowledge, scenario, plan) = (support::knowledge(), support::scenario(), support::plan());
    let until = Some(Tick(1234));
    let (_, session) = plan::drive_until(&knowledge, &scenario, &plan, support::header(), until).unwrap();
    assert_eq!(session.tick(), Tick(1234));
}

#[test]
fn a_plan_that_cannot_be_played_names_the_step() {
    let text = include_str!("../support/tiny-plan.ron");
    let check = |from: &str, to: &str, expected: &str| {
        let plan = Plan::read("plan.ron", text.replacen(from, to, 1).as_bytes()).unwrap();
        let (knowledge, scenario) = (support::knowledge(), support::scenario());
        let error = plan::drive(&knowledge, &scenario, &plan, support::header()).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    };
    check("Step(id: \"b1\"", "Step(id: \"b99\"", "there is no step of the build-up \"b99\"");
    check("Drape(Sacrum),", "", "step 4");
    check("stroke: \"long\"", "stroke: \"lang\"", "did you mean \"long\"");
    check("scenario: \"tiny\"", "scenario: \"other\"", "the plan is for the scenario \"other\"");
}

#[test]
fn a_plan_with_mistakes_reports_all_of_them() {
    let text = include_str!("../support/tiny-plan.ron").replacen("Enter(Observation)", "Enter(Observing)", 1).replacen(
        "rounds: 1",
        "round: 1",
        1,
    );
    let findings = Plan::read("plan.ron", text.as_bytes()).unwrap_err();
    assert_eq!(findings.len(), 2, "{findings:#?}");
    let newer = include_str!("../support/tiny-plan.ron").replacen("ctm-plan/1", "ctm-plan/9", 1);
    assert!(Plan::read("plan.ron", newer.as_bytes()).unwrap_err()[0].message.contains("ctm-plan/9"));
}
