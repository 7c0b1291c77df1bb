use super::*;
use crate::{
    assessment::{
        evidence::StrokeFact,
        fixture::{Case, tables},
    },
    knowledge::{section::BuildUpStep, stroke::Role},
    session::build_up::paths,
    simulation::contact::Aim,
    units::{BackPoint, Side},
};

fn target(step: &str, strokes: &[&str], side: Side) -> StrokeTarget {
    StrokeTarget {
        step: Some(step.into()),
        zone: None,
        finding: None,
        side,
        strokes: strokes.iter().map(|id| (*id).into()).collect(),
        aim: None,
        repeats: None,
        force_scale: 1.0,
    }
}

fn step(id: &str) -> &'static BuildUpStep {
    tables().sections.values().flat_map(|section| &section.steps).find(|step| step.id.as_str() == id).unwrap()
}

/// A step done with a stroke on sides, as it is written, each stroke changed by `change`.
fn done<'a>(
    case: &'a Case,
    step: &BuildUpStep,
    stroke: &str,
    sides: &[Side],
    change: impl Fn(&mut StrokeFact),
) -> Evidence<'a> {
    let mut evidence = case.evidence();
    let mut begin = 60;
    for side in sides {
        for _round in 0..step.rounds.0.max(1) {
            for path in paths(step, tables().strokes.get(stroke), *side) {
                let points: Vec<(f64, f64)> = path.iter().map(|point: &BackPoint| (point.0, point.1)).collect();
                let mut fact = case.stroke(stroke, &points, begin, begin + 60);
                change(&mut fact);
                begin += 90;
                evidence.strokes.push(fact);
            }
        }
    }
    case.locate(&mut evidence);
    evidence
}

fn share(change: impl Fn(&mut StrokeFact)) -> f64 {
    let case = Case::new();
    let evidence = done(&case, step("b7"), "hook", &[Side::Right], change);
    judge(&evidence, &[target("b7", &["hook"], Side::Right)], 10.0).share
}

#[test]
fn every_step_of_the_build_up_done_as_written_gives_exactly_everything() {
    let case = Case::new();
    for step in tables().sections.values().flat_map(|section| &section.steps) {
        for id in &step.strokes {
            let entry = tables().strokes.get(id).unwrap();
            if paths(step, Some(entry), Side::Right).is_empty() || entry.role == Role::Test {
                continue;
            }
            let evidence = done(&case, step, id.as_str(), &[Side::Right, Side::Left], |_| {});
            let judged = judge(&evidence, &[target(step.id.as_str(), &[id.as_str()], Side::Both)], 10.0);
            assert_eq!(judged.share, 1.0, "{} with {id}: {:?}", step.id, judged.parts);
        }
    }
}

#[test]
fn each_part_done_badly_lowers_the_share() {
    let hard = share(|fact| fact.normal_n = 9.0);
    let fast = share(|fact| fact.speed_cm_s = 5.5);
    let layer = share(|fact| fact.layer = Aim::Skin);
    let beside = share(|fact| fact.path.iter_mut().for_each(|point| point.0 += 1.8));
    for (name, share) in [("hard", hard), ("fast", fast), ("layer", layer), ("beside", beside)] {
        assert!(share > 0.0 && share < 1.0, "{name} {share}");
    }
    assert_eq!(share(|fact| fact.path.reverse()), 0.0, "against the direction");
}

#[test]
fn thirty_percent_beyond_the_range_is_still_good() {
    let most = tables().strokes.get("hook").unwrap().normal_n.1;
    assert_eq!(share(|fact| fact.normal_n = most * 1.3), 1.0);
    assert!(share(|fact| fact.normal_n = most * 1.4) < 1.0);
}

#[test]
fn one_side_of_two_gives_half_and_both_hands_serve_both() {
    let case = Case::new();
    let both = [target("b4", &["long"], Side::Both)];
    let right = done(&case, step("b4"), "long", &[Side::Right], |_| {});
    assert_eq!(judge(&right, &both, 10.0).share, 0.5);
    let hands = done(&case, step("b4"), "long", &[Side::Right], |fact| fact.both_hands = true);
    assert_eq!(judge(&hands, &both, 10.0).share, 1.0);
}

#[test]
fn too_few_rounds_cost() {
    let case = Case::new();
    let mut evidence = done(&case, step("b7"), "hook", &[Side::Right], |_| {});
    let hooks = paths(step("b7"), None, Side::Right).len();
    evidence.strokes.truncate(hooks);
    let judged = judge(&evidence, &[target("b7", &["hook"], Side::Right)], 10.0);
    assert!(judged.share > 0.5 && judged.share < 1.0, "{:?}", judged.parts);
    assert!(judged.parts.first().is_some_and(|part| part.contains("repeats")), "{:?}", judged.parts);
}

#[test]
fn a_finding_is_worked_where_it_lies() {
    let case = Case::new();
    let mut evidence = case.evidence();
    for index in 0..3 {
        let begin = 60 + 200 * index;
        for y in [92.0, 84.0, 77.0] {
            evidence.strokes.push(case.stroke("subcutaneous", &[(5.0, y), (3.5, y - 7.0)], begin, begin + 120));
        }
    }
    let target = StrokeTarget {
        step: None,
        finding: Some("lumbar-band".into()),
        ..target("b7", &["subcutaneous"], Side::Right)
    };
    let judged = judge(&evidence, std::slice::from_ref(&target), 10.0);
    assert_eq!(judged.share, 1.0, "{:?}", judged.parts);
    let mut elsewhere = case.evidence();
    elsewhere.strokes.push(case.stroke("subcutaneous", &[(5.0, 30.0), (3.0, 24.0)], 60, 120));
    assert_eq!(judge(&elsewhere, &[target], 10.0).share, 0.0);
}

#[test]
fn another_stroke_at_the_place_is_named() {
    let case = Case::new();
    let evidence = done(&case, step("b7"), "hook", &[Side::Right], |_| {});
    let judged = judge(&evidence, &[target("b7", &["fan"], Side::Right)], 10.0);
    assert_eq!(judged.share, 0.0);
    assert!(judged.parts.iter().any(|part| part.contains("was done there instead")), "{:?}", judged.parts);
}
