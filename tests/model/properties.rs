//! Properties of the simulated client: bounded for any contact, the same on both sides, independent of the tick.

use ctm_trainer::{
    simulation::{
        contact::{Aim, Contact, Grip},
        make_up::{Intervention, MakeUp, SiteSpec},
        pace::Pace,
        patient::Patient,
    },
    units::{Place, Side},
};
use proptest::prelude::*;

use crate::bench::{client, lumbar, pull, tables, textbook, wait};

/// A finding and its mirror image.
fn both_sides() -> MakeUp {
    let right = lumbar("band", 3, 3, 0, 2);
    let mut left = SiteSpec { side: Side::Left, ..right.clone() };
    left.outlines.iter_mut().flatten().for_each(|corner| *corner = corner.mirrored());
    MakeUp { sites: vec![right, left], ..client(None) }
}

/// A hostile piece of contact: any stroke, angle, force and place, or none.
#[derive(Debug, Clone)]
struct Piece {
    stroke: usize,
    aim: usize,
    angle: u32,
    force: u32,
    both: bool,
    from: (i32, i32),
    at: (i32, i32),
    ticks: u32,
    lifted: bool,
    answer: usize,
}

fn piece() -> impl Strategy<Value = Piece> {
    let place = || (prop_oneof![-25_000..25_000, any::<i32>()], prop_oneof![-20_000..130_000, any::<i32>()]);
    (
        (0..16usize, 0..3usize, any::<u32>(), any::<u32>(), any::<bool>()),
        (place(), place(), 1..90u32, any::<bool>(), 0..12usize),
    )
        .prop_map(|((stroke, aim, angle, force, both), (from, at, ticks, lifted, answer))| Piece {
            stroke,
            aim,
            angle,
            force,
            both,
            from,
            at,
            ticks,
            lifted,
            answer,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_contacts_leaves_everything_finite_and_in_its_range(
        pieces in prop::collection::vec(piece(), 1..24),
        seed in any::<u64>(),
    ) {
        let mut patient = Patient::new(tables(), both_sides(), seed).unwrap();
        let strokes: Vec<_> = tables().strokes.keys().cloned().chain(["nothing".into()]).collect();
        for piece in &pieces {
            let grip = Grip {
                stroke: strokes[piece.stroke % strokes.len()].clone(),
                aim: [Aim::Skin, Aim::Subcutis, Aim::Fascia][piece.aim],
                angle_deg: piece.angle,
                normal_mn: piece.force,
                both_hands: piece.both,
            };
            let from = Place { x: piece.from.0, y: piece.from.1 };
            let at = Place { x: piece.at.0, y: piece.at.1 };
            match piece.answer {
                0 => patient.respond(Intervention::Insist),
                1 => patient.respond(Intervention::LieDown),
                2 => patient.set_resting(piece.both),
                3 => patient.respond(Intervention::Ask),
                _ => {}
            }
            for _ in 0..piece.ticks {
                patient.step((!piece.lifted).then_some(Contact { grip: &grip, from, at }));
                let seen = patient.observation();
                let vitals = &seen.vitals;
                for (value, low, high) in [
                    (vitals.heart_rate, 30.0, 260.0),
                    (vitals.systolic, 50.0, 300.0),
                    (vitals.diastolic, 25.0, 200.0),
                    (vitals.breathing_rate, 3.0, 60.0),
                    (vitals.feet_c, 5.0, 45.0),
                    (vitals.comfort, 0.0, 1.0),
                    (vitals.pain, 0.0, 10.0),
                    (vitals.arousal, -1.0, 1.0),
                ] {
                    prop_assert!(value.is_finite() && value >= low && value <= high, "{value} not in {low} to {high}");
                }
                if let Some(touch) = &seen.touch {
                    prop_assert!(touch.load.is_finite() && touch.tangential_n.is_finite() && touch.load >= 0.0);
                    prop_assert!((0.0..=20.0).contains(&touch.fold_mm));
                }
            }
        }
        for site in &patient.observation().sites {
            prop_assert!(site.mobility_mm.is_finite() && site.mobility_mm > 0.0 && site.mobility_mm < 80.0);
            prop_assert!(site.relief_mm.abs() < 20.0 && (0.0..=10.0).contains(&site.tenderness));
        }
        for mark in &patient.observation().marks {
            prop_assert!([mark.blanch, mark.redness, mark.flare, mark.bruise].iter().all(|v| (0.0..=1.0).contains(v)));
        }
        let carry = patient.leaves();
        let next = Patient::new(tables(), MakeUp { prior: Some(carry), ..both_sides() }, seed).unwrap();
        prop_assert!(next.observation().vitals.pain.is_finite());
    }

    #[test]
    fn mirrored_input_gives_mirrored_output(
        starts in prop::collection::vec((20..150i32, 660..860i32, 5..60i32, 500..9000u32, 0..4usize), 1..6),
    ) {
        let run = |mirror: i32| {
            let mut patient = Patient::new(tables(), both_sides(), 3).unwrap();
            let mut seen = Vec::new();
            for &(x, y, way, force, stroke) in &starts {
                let grip = Grip {
                    stroke: ["subcutaneous", "hook", "flat", "skin"][stroke].into(),
                    aim: if stroke == 3 { Aim::Skin } else { Aim::Subcutis },
                    angle_deg: 40,
                    normal_mn: force,
                    both_hands: false,
                };
                let from = Place { x: mirror * (x * 100 + 37), y: y * 100 };
                for tick in 0..60 {
                    let at = Place { x: mirror * (x * 100 + 37 - way * tick), y: y * 100 - 10 * tick };
                    patient.step(Some(Contact { grip: &grip, from, at }));
                    let touch = patient.observation().touch.as_ref().unwrap();
                    seen.push((f64::from(mirror) * touch.skin_shift_mm.0, touch.skin_shift_mm.1, touch.load));
                    seen.push((patient.observation().vitals.heart_rate, patient.observation().vitals.comfort, 0.0));
                }
                patient.step(None);
            }
            let sites: Vec<f64> = patient.observation().sites.iter().take(2).map(|site| site.mobility_mm).collect();
            (seen, sites)
        };
        let ((right, right_sites), (left, left_sites)) = (run(1), run(-1));
        prop_assert_eq!(right, left);
        prop_assert_eq!(right_sites, left_sites.into_iter().rev().collect::<Vec<_>>());
    }
}

/// What comes of a session of an hour: work on a finding on both sides, balancing strokes, rest.
fn outcomes(pace: Pace, work: &dyn Fn(&mut Patient)) -> Vec<(&'static str, f64, f64)> {
    let mut patient = Patient::with_pace(tables(), both_sides(), 3, pace).unwrap();
    work(&mut patient);
    let working = patient.observation().vitals;
    patient.set_resting(true);
    wait(&mut patient, 900.0);
    let seen = patient.observation();
    let (site, vitals, mark) = (&seen.sites[0], &seen.vitals, seen.marks.last().unwrap());
    // Each is measured against its own size; small ones against a size that matters: one unit, 0.1 °C, a quarter of a
    // scale from 0 to 1.
    vec![
        ("mobility, mm", site.mobility_mm, 1.0),
        ("gain of mobility, mm", site.mobility_mm - site.mobility_before_mm, 1.0),
        ("warming, °C", site.warmth_c, 0.1),
        ("work, s", site.worked_s, 1.0),
        ("tenderness", site.tenderness, 1.0),
        ("redness", site.redness, 0.25),
        ("red line", mark.redness, 0.25),
        ("heart rate while working", working.heart_rate, 1.0),
        ("pressure while working", working.systolic, 1.0),
        ("comfort while working", working.comfort, 0.25),
        ("heart rate at rest", vitals.heart_rate, 1.0),
        ("breathing at rest", vitals.breathing_rate, 1.0),
        ("alertness at rest", vitals.alertness, 0.25),
        ("comfort at rest", vitals.comfort, 0.25),
        ("pain", vitals.pain, 1.0),
    ]
}

#[test]
fn halving_the_step_changes_outcomes_by_less_than_one_percent() {
    let line = |patient: &mut Patient, stroke: &str, newtons: f64, speed: f64| {
        for round in 0..3 {
            for number in 0..8 {
                let mut pulled = textbook(stroke, (4.0 + 0.6 * f64::from(number), 84.0 - f64::from(round)), 4.0);
                (pulled.newtons, pulled.speed) = (newtons, speed);
                pull(patient, pulled);
                wait(patient, 0.4);
            }
        }
    };
    let good = |patient: &mut Patient| {
        line(patient, "flat", 3.5, 2.0);
        line(patient, "subcutaneous", 3.5, 2.0);
        line(patient, "balancing", 2.0, 5.0);
    };
    let hurried = |patient: &mut Patient| line(patient, "hook", 9.0, 5.0);
    for (name, work) in [("good", &good as &dyn Fn(&mut Patient)), ("hurried", &hurried)] {
        let (usual, halved) = (outcomes(Pace::default(), work), outcomes(Pace::new(2), work));
        for ((what, usual, size), (_, halved, _)) in usual.into_iter().zip(halved) {
            let off = (usual - halved).abs() / usual.abs().max(size);
            assert!(off < 0.01, "{name} work, {what}: {usual} against {halved}, {:.2} %", 100.0 * off);
        }
    }
}

#[test]
fn more_force_never_loads_a_layer_less_and_more_tension_never_cuts_less() {
    let load = |newtons: f64| {
        let mut patient = Patient::new(tables(), both_sides(), 3).unwrap();
        let mut stroke = textbook("subcutaneous", (7.0, 82.0), 4.0);
        stroke.newtons = newtons;
        let answer = pull(&mut patient, stroke);
        (answer.layer, answer.load)
    };
    let loads: Vec<(Option<Aim>, f64)> = (1..=10).map(|newtons| load(f64::from(newtons))).collect();
    // Load is against the limit of the layer reached, so it is compared within one layer; the layer never rises.
    let grows = |pair: &[(Option<Aim>, f64)]| pair[1].0 > pair[0].0 || pair[1].1 >= pair[0].1 - 1e-9;
    assert!(loads.windows(2).all(|pair| pair[1].0 >= pair[0].0 && grows(pair)), "{loads:?}");
    let feels = |grade: u8| {
        let mut patient = Patient::new(tables(), client(Some(lumbar("band", grade, grade, 0, 0))), 3).unwrap();
        pull(&mut patient, textbook("subcutaneous", (7.0, 82.0), 4.0)).sensation
    };
    let felt: Vec<String> = (0..=4).map(feels).collect();
    assert!(felt.windows(2).all(|pair| pair[1] >= pair[0]), "{felt:?}");
}
