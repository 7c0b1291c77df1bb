//! The sheets under the hand, as a student would see them move.

use ctm_trainer::{
    knowledge::chart::{Bodies, Posture},
    simulation::{
        contact::{Aim, Contact, Grip},
        sheets::{Reading, Resolution, Sheets, TissueArea},
    },
    units::BackPoint,
};

use crate::bench::tables;

const BODIES: &[u8] = include_bytes!("../../assets/body/bodies.bin");

fn sheets_of(body: &str, posture: Posture) -> Sheets {
    let bodies = Bodies::read(BODIES).unwrap();
    let body = bodies.body(body).unwrap();
    let surface = body.pose(posture).unwrap();
    Sheets::new(tables(), &surface, body.facts(), Resolution::COARSE).unwrap()
}

fn any_sheets() -> Sheets {
    let bodies = Bodies::read(BODIES).unwrap();
    sheets_of(&bodies.facts()[0].id, Posture::Prone)
}

fn hook() -> Grip {
    Grip { stroke: "hook".into(), aim: Aim::Subcutis, angle_deg: 40, normal_mn: 4000, both_hands: false }
}

const START: BackPoint = BackPoint(5.0, 80.0);

/// Pulls upwards by so many centimetres a second for so many ticks.
fn pull(sheets: &mut Sheets, grip: &Grip, speed_cm_s: f64, ticks: u32) {
    for tick in 1..=ticks {
        let way = speed_cm_s * f64::from(tick) / 60.0;
        let at = BackPoint(START.0, START.1 - way / 0.509);
        sheets.step(Some(&Contact { grip, from: START.quantised(), at: at.quantised() }));
    }
}

fn size((x, y): (f64, f64)) -> f64 {
    x.hypot(y)
}

#[test]
fn the_layers_follow_less_and_less_with_depth_and_creep_home() {
    let mut sheets = any_sheets();
    assert!(sheets.asleep());
    pull(&mut sheets, &hook(), 1.0, 45);
    let Reading { shift_mm: [skin, superficial, deep], .. } = sheets.at(START);
    assert!(size(skin) > 2.0, "{skin:?}");
    assert!(size(superficial) < 0.9 * size(skin), "{superficial:?} {skin:?}");
    assert!(size(deep) < 0.6 * size(superficial), "{deep:?} {superficial:?}");
    assert!(skin.1 < 0.0 && skin.0.abs() < 0.2 * skin.1.abs(), "it moves as it is pulled: {skin:?}");
    let held = size(skin);
    for _ in 0..60 {
        sheets.step(None);
    }
    assert!(size(sheets.at(START).shift_mm[0]) < 0.15 * held, "the skin is nearly home after a second");
    for _ in 0..60 * 60 {
        sheets.step(None);
    }
    assert!(sheets.asleep(), "and then it rests: {:?}", sheets.report());
}

#[test]
fn skin_folds_before_the_finger_and_is_drawn_thin_behind_it() {
    let mut sheets = any_sheets();
    pull(&mut sheets, &hook(), 1.0, 60);
    sheets.texture();
    let ahead = sheets.at(BackPoint(START.0, START.1 - 5.0)).height_mm;
    let behind = sheets.at(BackPoint(START.0, START.1 + 5.0)).height_mm;
    assert!(ahead > 0.3 && ahead <= 8.0, "before the finger {ahead}");
    assert!(behind < 0.0, "behind it {behind}");
}

#[test]
fn bound_tissue_is_held_back() {
    let mut free = any_sheets();
    pull(&mut free, &hook(), 1.0, 120);
    let mut bound = any_sheets();
    let around = |r: f64| {
        vec![BackPoint(5.0 - r, 70.0), BackPoint(5.0 + r, 70.0), BackPoint(5.0 + r, 90.0), BackPoint(5.0 - r, 90.0)]
    };
    bound.set_tissue(&[TissueArea {
        outlines: vec![around(4.0)],
        adhesion: 0.8,
        swelling: 0.0,
        way: 0.4,
        shift: None,
    }]);
    pull(&mut bound, &hook(), 1.0, 120);
    let beside = BackPoint(7.0, 78.0);
    let (held, loose) = (bound.at(beside).shift_mm[0], free.at(beside).shift_mm[0]);
    assert!(size(held) < 0.7 * size(loose), "{held:?} {loose:?}");
    assert!(bound.pull().0 > free.pull().0, "and the finger feels it");
}

#[test]
fn a_fold_rises_above_a_muscle_that_stays_where_it_is() {
    let mut sheets = any_sheets();
    let (from, to) = (BackPoint(5.0, 68.0), BackPoint(5.0, 86.0));
    let muscle = |sheets: &mut Sheets| {
        sheets.texture();
        let mut points = Vec::new();
        sheets.section(from, to, 80, &mut points);
        let highest = points.iter().map(|point| point.height_mm.abs()).fold(0.0, f64::max);
        (points.iter().map(|point| point.depth_mm[5] - point.height_mm).collect::<Vec<f64>>(), highest)
    };
    let (rest, flat) = muscle(&mut sheets);
    pull(&mut sheets, &hook(), 2.5, 50);
    let (pulled, high) = muscle(&mut sheets);
    assert!(flat < 1e-6 && high > 0.3, "a fold {high} mm high");
    for (before, now) in rest.iter().zip(&pulled) {
        assert!((before - now).abs() < 0.05, "the muscle lies {before} and then {now} mm deep");
    }
}
