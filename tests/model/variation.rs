//! What differs from student to student: drawn by the seed, the same every time, and checked.

use std::collections::BTreeMap;

use ctm_trainer::{
    assessment,
    scenario::{
        self, Scenario,
        check::CheckLevel,
        format::{Condition, Fact, FindingPlace},
    },
    session::{
        Session,
        plan::{self, Plan},
        record::Header,
    },
    units::{Points, Side},
};

use crate::support::knowledge;

const CALF: &str = include_str!("../../scenarios/core/case09-tight-calf.ron");

fn read(text: &str) -> (Option<Scenario>, Vec<String>) {
    let (scenario, findings) = scenario::read(&knowledge(), "case.ron", text.as_bytes(), CheckLevel::Draft);
    let told = findings.iter().map(|finding| format!("{} {} {}", finding.code, finding.message, finding.help));
    (scenario, told.collect())
}

/// The case with a draw more.
fn with(draw: &str) -> String {
    CALF.replacen("    variation: [", &format!("    variation: [{draw},"), 1)
}

#[test]
fn one_in_ten_students_meets_chest_pain_and_the_same_one_every_time() {
    let case = read(CALF).0.unwrap();
    let pain = |seed: &u64| case.drawn(*seed) == [("chest", "pain")];
    let seeds: Vec<u64> = (0..2000).filter(pain).collect();
    assert!((150..=250).contains(&seeds.len()), "{} of 2000", seeds.len());
    for seed in [seeds[0], seeds[0] + 1] {
        let varied = case.for_student(seed);
        let is = varied.file.client.facts["chest_pain"] == Fact::Flag(true);
        assert_eq!(is, varied.file.task.decision.outcome.as_str() == "emergency", "one fact, another decision");
        assert_eq!(varied.file, case.for_student(seed).file);
        assert_eq!(varied.hash, case.hash);
        let header = Header::new(&knowledge(), &case, seed, "a");
        let session = Session::new(knowledge(), std::sync::Arc::new(case.clone()), header).unwrap();
        assert_eq!(session.scenario().file, varied.file, "the session runs what the seed draws");
    }
    let wanted = BTreeMap::from([("chest".to_owned(), "pain".to_owned())]);
    assert_eq!(case.seed_for(&wanted, 0), seeds.first().copied());
    assert_eq!(case.seed_for(&BTreeMap::from([("chest".to_owned(), "none".to_owned())]), 0), None);
}

#[test]
fn a_draw_more_changes_no_other_draw_and_a_mirrored_finding_lies_on_the_other_side() {
    let plain = read(CALF).0.unwrap();
    let draw = "(id: \"side\", choices: [(id: \"left\"), (id: \"right\", changes: [Mirror(\"leg-zone-left\")])])";
    let (more, told) = read(&with(draw));
    assert_eq!(told, [] as [String; 0]);
    let more = more.unwrap();
    let mut sides = Vec::new();
    for seed in 0..50 {
        let drawn = more.drawn(seed);
        assert_eq!(drawn[1..], plain.drawn(seed));
        let FindingPlace::Zone { side, .. } = more.for_student(seed).file.findings[0].place else { panic!() };
        assert_eq!(side == Side::Right, drawn[0].1 == "right");
        sides.push(side);
    }
    assert!(sides.contains(&Side::Left) && sides.contains(&Side::Right));
}

#[test]
fn a_choice_that_names_nothing_or_makes_no_sense_is_told() {
    let told = |draw: &str| read(&with(draw)).1;
    let twice = |changes: &str| format!("(id: \"x\", choices: [(id: \"a\"), (id: \"b\", changes: [{changes}])])");
    let one = told(&twice("Answer(\"breth\", \"No.\")"));
    assert!(one.len() == 1 && one[0].starts_with("E030") && one[0].contains("\"breath\""), "{one:?}");
    let one = told(&twice("Mirror(\"nothing\")"));
    assert!(one.len() == 1 && one[0].starts_with("E030"), "{one:?}");
    let one = told("(id: \"x\", choices: [(id: \"a\"), (id: \"b\")])");
    assert!(one.len() == 1 && one[0].starts_with("W090"), "{one:?}");
    let healthy = told(&twice("Contraindications([])"));
    assert!(
        healthy.iter().any(|told| told.starts_with("W063") && told.contains("with the choice \"b\"")),
        "{healthy:?}"
    );
}

/// A choice that brings two criteria of its own.
fn judged(points: f64, domain: &str, question: &str, more: &str) -> String {
    let about = "why: \"w\", source: \"redflags\", feedback: (none: \"n\")";
    format!(
        "(id: \"x\", choices: [(id: \"a\"), (id: \"b\", changes: [Criteria([\
         (id: \"judged\", domain: \"safety\", points: {points}, rule: Decision(outcome_share: 0.5), {about}), \
         (id: \"asked\", domain: \"{domain}\", points: 60.0, rule: Interview(relevant: [\"{question}\"]), {about}){more}])])])"
    )
}

#[test]
fn criteria_of_a_choice_are_held_to_the_same_rules_as_those_of_the_rubric() {
    let told = |draw: &str| read(&with(draw)).1;
    assert_eq!(told(&judged(40.0, "history", "breath", "")), [] as [String; 0]);
    let one = told(&judged(30.0, "history", "breath", ""));
    assert!(one.len() == 1 && one[0].starts_with("E050") && one[0].contains("add up to 90"), "{one:?}");
    let one = told(&judged(40.0, "histroy", "breath", ""));
    assert!(one.len() == 1 && one[0].starts_with("E030") && one[0].contains("\"history\""), "{one:?}");
    let one = told(&judged(40.0, "history", "breth", ""));
    assert!(one.len() == 1 && one[0].starts_with("E030") && one[0].contains("\"breath\""), "{one:?}");
    let silent = ", (id: \"more\", domain: \"safety\", points: 10.0, rule: HandsOff, why: \"w\", source: \"redflags\")";
    let one = told(&judged(30.0, "history", "breath", silent));
    assert!(one.len() == 1 && one[0].starts_with("W080") && one[0].contains("\"more\""), "{one:?}");
    let stroke = ", (id: \"more\", domain: \"safety\", points: 10.0, why: \"w\", source: \"redflags\", \
                  feedback: (none: \"n\"), \
                  rule: Strokes(targets: [(zone: \"liver\", side: Right, strokes: [\"flat\"])]))";
    let one = told(&judged(30.0, "history", "breath", stroke));
    assert!(one.len() == 1 && one[0].starts_with("W062") && one[0].contains("with the choice \"b\""), "{one:?}");
}

#[test]
fn a_mistake_in_the_criteria_of_a_choice_is_told_where_it_stands() {
    let text = with(&judged(40.0, "history", "breth", "")).replacen("(id: \"asked\"", "\n(id: \"asked\"", 1);
    let (_, findings) = scenario::read(&knowledge(), "case.ron", text.as_bytes(), CheckLevel::Draft);
    let line = text.lines().position(|line| line.starts_with("(id: \"asked\"")).unwrap();
    let column = text.lines().nth(line).unwrap().find("\"breth\"").unwrap();
    assert_eq!((findings[0].at.line, findings[0].at.column), (line + 1, column + 1));
}

#[test]
fn a_student_for_whom_another_decision_is_right_is_judged_by_the_criteria_of_that_choice_alone() {
    const BACK: &str = include_str!("../../scenarios/core/case01-chronic-low-back-pain.ron");
    const PLAN: &[u8] = include_bytes!("../../scenarios/core/plans/case01-chronic-low-back-pain/reference-saddle.ron");
    let case = std::sync::Arc::new(read(BACK).0.unwrap());
    let plan = Plan::read("reference-saddle.ron", PLAN).unwrap();
    let seed = case.seed_for(&plan.file.with, 1).unwrap();
    let header = Header::new(&knowledge(), &case, seed, "a");
    let (_, session) = plan::drive(&knowledge(), &case, &plan, header).unwrap();
    let report = assessment::judge(&assessment::Evidence::gather(&session));
    let named: Vec<&str> = report.domains.iter().map(|domain| domain.id.as_str()).collect();
    assert_eq!(named, ["safety", "history", "closing"], "a domain in which nothing counts is left out");
    assert_eq!(report.domains.iter().map(|domain| domain.possible).sum::<Points>(), Points(100_000));
    assert_eq!((report.raw, report.passed), (Points(100_000), true));
    assert!(case.file.rubric.domains.len() > named.len(), "students who may be treated are judged in more");
}

#[test]
fn a_condition_asks_only_for_what_is_known_where_it_stands() {
    let text =
        CALF.replacen("when: Decided([\"treat\", \"adapt\", \"avoid-area\"]), to", "when: Gate(\"sent-home\"), to", 1);
    let told = read(&text).1;
    assert!(told.len() == 1 && told[0].starts_with("E035"), "{told:?}");
    let text = CALF.replacen("when: Did(Asked(\"foot-bend\"))", "when: Gate(\"sent-hme\")", 1);
    let told = read(&text).1;
    assert!(told.len() == 1 && told[0].contains("did you mean \"sent-home\"?"), "{told:?}");
    assert!(Condition::Gate("x".into()).needs_judgement());
}
