//! The sheets' solver: hostile hands, the same bits, order of convergence.

use ctm_trainer::{
    pair::Pair,
    simulation::sheets::{Effort, LAYERS, Material, Pad, Patch, PatchForm, Width, patch_material, scatter},
};
use proptest::prelude::*;

use crate::bench::tables;

fn material() -> Material {
    patch_material(tables()).unwrap()
}

fn patch(n: usize, width: Width) -> Patch {
    Patch::new(&PatchForm { vertices: n, side: 0.2, material: material() }, None, width)
}

/// A patch whose adhesion differs from place to place.
fn uneven(n: usize, width: Width) -> Patch {
    let field = scatter(5, n, 4.0);
    let adhesion = |row: usize, column: usize| [field[row * n + column]; LAYERS];
    Patch::new(&PatchForm { vertices: n, side: 0.2, material: material() }, Some(&adhesion), width)
}

fn pad(x: f64, y: f64) -> Pad {
    Pad { at: (x, y), radius: 0.015, grip_n: f64::INFINITY }
}

/// A finger that circles, lifts now and then and slips with little grip: the same every time.
fn play(patch: &mut Patch, ticks: u32) {
    for tick in 0..ticks {
        let phase = tick % 97;
        let way = 0.0001 * f64::from(phase);
        if phase < 70 {
            let grip_n = if tick % 3 == 0 { 8.0 } else { 40.0 };
            patch.step(1.0 / 60.0, &[Pad { grip_n, ..pad(0.1 + way, 0.1 - 0.5 * way) }]);
        } else {
            patch.step(1.0 / 60.0, &[]);
        }
    }
}

fn largest(patch: &Patch) -> f32 {
    let n = patch.vertices();
    let mut most = 0.0_f32;
    for layer in 0..LAYERS {
        for row in 0..n {
            for column in 0..n {
                for value in patch.displacement(layer, row, column) {
                    assert!(value.is_finite(), "layer {layer}, row {row}, column {column}: {value}");
                    most = most.max(value.abs());
                }
            }
        }
    }
    most
}

#[test]
fn the_same_hand_gives_the_same_bits_at_every_vector_width() {
    for make in [patch, uneven] {
        let hashes: Vec<String> = Width::all()
            .into_iter()
            .map(|width| {
                let mut patch = make(25, width);
                play(&mut patch, 200);
                patch.field_hash()
            })
            .collect();
        assert!(hashes.windows(2).all(|pair| pair[0] == pair[1]), "{hashes:?}");
    }
}

#[test]
fn one_or_two_at_the_work_give_the_same_bits() {
    let pair = Pair::new().unwrap();
    for make in [patch, uneven] {
        let (mut alone, mut together) = (make(65, Width::widest()), make(65, Width::widest()));
        for tick in 0..150 {
            let way = 0.0002 * f64::from(tick % 60);
            let pads = [Pad { grip_n: 20.0, ..pad(0.09 + way, 0.11 - 0.3 * way) }];
            let pads: &[Pad] = if tick % 60 < 40 { &pads } else { &[] };
            alone.step(1.0 / 60.0, pads);
            together.step_with(1.0 / 60.0, pads, &pair);
            assert_eq!(alone.field_hash(), together.field_hash(), "tick {tick}");
        }
    }
}

/// Holds debug and release builds, and platforms, to the same bits.
#[test]
fn ten_thousand_steps_end_at_the_recorded_bits() {
    let mut small = uneven(17, Width::widest());
    play(&mut small, 10_000);
    // large enough that only a part is worked on, and finer lattices have several coarser ones
    let mut large = Patch::new(&PatchForm { vertices: 97, side: 0.6, material: material() }, None, Width::widest());
    play(&mut large, 600);
    assert_eq!([small.field_hash(), large.field_hash()], RECORDED);
}

const RECORDED: [&str; 2] = [
    "895917936c8c156ff716220a501b4185bc1ff252dd1579dfc0c42a22159ba292",
    "e335862544660756348864455a791ccb1275d89a69c01954948f3c206c344977",
];

/// A large patch under a finger near one of its corners.
fn corner(effort: Effort, mut look: impl FnMut(u32, &Patch)) {
    let mut patch = Patch::new(&PatchForm { vertices: 193, side: 0.6, material: material() }, None, Width::widest());
    patch.set_effort(effort);
    for tick in 1..=120 {
        let s = (f64::from(tick) / 60.0).min(1.0);
        let at = pad(0.15 + 0.01 * s * s * (3.0 - 2.0 * s), 0.15);
        patch.step(1.0 / 60.0, if tick <= 60 { std::slice::from_ref(&at) } else { &[] });
        look(tick, &patch);
    }
}

#[test]
fn only_what_moves_is_worked_on_and_nothing_is_lost_by_it() {
    let mut least = 1.0_f64;
    let mut seen = Vec::new();
    corner(Effort::default(), |tick, patch| {
        least = least.min(patch.awake());
        if tick % 20 == 0 {
            seen.push((patch.awake(), field(patch)));
        }
    });
    assert!(least < 0.1, "at least {least} of the patch was worked on");
    let mut all = seen.iter();
    // so much effort that even the farthest corner counts as moving
    corner(Effort { tolerance: 1e-5, least: 1e-9, most: 200, ..Effort::default() }, |tick, patch| {
        if tick % 20 == 0 {
            let (awake, part) = all.next().unwrap();
            assert!(*awake < 0.75 && patch.awake() > 0.99, "tick {tick}: {awake} and {}", patch.awake());
            let whole = field(patch);
            let most = part.iter().zip(&whole).fold(0.0, |most: f64, (a, b)| most.max((a - b).abs()));
            assert!(most < 0.2 && distance(part, &whole) < 0.03, "tick {tick}: {most} mm, {}", distance(part, &whole));
        }
    });
}

/// Displacement of all vertices along x, millimetres.
fn field(patch: &Patch) -> Vec<f64> {
    patch.field(1).map(|[x, _]| 1000.0 * f64::from(x)).collect()
}

#[test]
fn what_is_let_go_comes_home_within_a_second() {
    for millimetres in [10.0, 30.0] {
        let mut patch = patch(33, Width::widest());
        for tick in 1..=60 {
            let s = f64::from(tick) / 60.0;
            patch.step(1.0 / 60.0, &[pad(0.1 + 0.001 * millimetres * s * s * (3.0 - 2.0 * s), 0.1)]);
        }
        assert!((f64::from(patch.displacement(0, 16, 16)[0]) * 1000.0 - millimetres).abs() < 0.02 * millimetres);
        for _ in 0..60 {
            patch.step(1.0 / 60.0, &[]);
        }
        assert!(largest(&patch) < 2e-5, "{} m left of {millimetres} mm", largest(&patch));
    }
}

/// Displacement half way through a pull, with so many ticks a second.
fn half_way(n: usize, rate: u32) -> Vec<f64> {
    let mut patch = patch(n, Width::widest());
    patch.set_effort(Effort { tolerance: 1e-6, least: 1e-9, most: 200, ..Effort::default() });
    for tick in 1..=rate / 2 {
        let s = f64::from(tick) / f64::from(rate);
        patch.step(1.0 / f64::from(rate), &[pad(0.1 + 0.005 * s * s * (3.0 - 2.0 * s), 0.1)]);
    }
    patch.field((n - 1) / 16).map(|[x, _]| f64::from(x)).collect()
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    (a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>() / a.len() as f64).sqrt()
}

#[test]
fn half_the_step_gives_a_quarter_of_the_error() {
    let [coarse, middle, fine] = [20, 40, 80].map(|rate| half_way(17, rate));
    let ratio = distance(&coarse, &middle) / distance(&middle, &fine);
    assert!((3.0..6.0).contains(&ratio), "second order in time: {ratio}");
}

#[derive(Debug, Clone)]
enum Hand {
    Pad { x: f64, y: f64, radius: f64, grip: f64 },
    Lift,
}

fn hands() -> impl Strategy<Value = Vec<(f64, Hand)>> {
    let strange = prop_oneof![
        8 => -0.3..0.5_f64,
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(1e30),
    ];
    let pad = (
        strange.clone(),
        strange.clone(),
        prop_oneof![0.0..0.05_f64, Just(f64::NAN), Just(-1.0), Just(1e9)],
        prop_oneof![0.0..100.0_f64, Just(f64::INFINITY), Just(f64::NAN)],
    )
        .prop_map(|(x, y, radius, grip)| Hand::Pad { x, y, radius, grip });
    let seconds = prop_oneof![6 => Just(1.0 / 60.0), 1 => Just(0.0), 1 => Just(-1.0), 1 => Just(f64::NAN), 1 => Just(1e6), 1 => 1e-9..1.0_f64];
    proptest::collection::vec((seconds, prop_oneof![4 => pad, 1 => Just(Hand::Lift)]), 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_hand_breaks_the_sheets(hands in hands()) {
        let mut patch = patch(17, Width::widest());
        for (seconds, hand) in hands {
            match hand {
                Hand::Pad { x, y, radius, grip } => patch.step(seconds, &[Pad { at: (x, y), radius, grip_n: grip }]),
                Hand::Lift => patch.step(seconds, &[]),
            }
            prop_assert!(largest(&patch) <= 0.0801);
        }
        // and it comes home whatever was done to it
        for _ in 0..240 {
            patch.step(1.0 / 60.0, &[]);
        }
        prop_assert!(largest(&patch) < 1e-3, "{}", largest(&patch));
    }
}
