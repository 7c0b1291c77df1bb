//! The sheets' slow relaxation and the end of the way: what a held pull does, and what is left when it is let go.

use ctm_trainer::simulation::sheets::{Effort, LAYERS, Material, Pad, Patch, PatchForm, Slow, Width, patch_material};

use crate::bench::tables;

const SLOW: Slow = Slow { share: 0.42, seconds: [3.83, 30.15] };

fn plain() -> Material {
    patch_material(tables()).unwrap()
}

fn patch(material: Material) -> Patch {
    let mut patch = Patch::new(&PatchForm { vertices: 33, side: 0.2, material }, None, Width::widest());
    patch.set_effort(Effort { tolerance: 1e-4, least: 1e-9, most: 100, ..Effort::default() });
    patch
}

fn pad(way: f64) -> Pad {
    Pad { at: (0.1 + way, 0.1), radius: 0.015, grip_n: f64::INFINITY }
}

/// Pulls so many metres within a second and holds for so many ticks.
fn pull(patch: &mut Patch, way: f64, hold: u32) {
    for tick in 1..=60 + hold {
        let s = f64::from(tick.min(60)) / 60.0;
        patch.step(1.0 / 60.0, &[pad(way * s * s * (3.0 - 2.0 * s))]);
    }
}

/// Displacement of each layer in the middle, micrometres.
fn middle(patch: &Patch) -> [f64; LAYERS] {
    std::array::from_fn(|layer| f64::from(patch.displacement(layer, 16, 16)[0]) * 1e6)
}

#[test]
fn a_held_pull_relaxes_with_both_times() {
    // without membranes every column is a row of springs that relax alike, so the force is known exactly
    let material = Material { membrane: [1e-3; LAYERS], slow: SLOW, ..plain() };
    let mut patch = patch(material);
    patch.set_effort(Effort { tolerance: 1e-8, least: 1e-10, most: 100, ..Effort::default() });
    let mut force = Vec::new();
    for tick in 1..=60 * 60 {
        patch.step(1.0 / 60.0, &[pad(0.004 * f64::from(tick.min(6)) / 6.0)]);
        if tick % 60 == 0 {
            force.push(patch.pull().0);
        }
    }
    let left = |seconds: f64| {
        let [first, second] = SLOW.seconds.map(|time| 0.5 * SLOW.share * (-seconds / time).exp());
        1.0 - SLOW.share + first + second
    };
    let at = |seconds: usize| force[seconds - 1];
    for seconds in [5, 10, 20, 40, 60] {
        // the fast part is over after two seconds
        let (seen, expected) = (at(seconds) / at(3), left(seconds as f64 - 0.05) / left(2.95));
        assert!((seen / expected - 1.0).abs() < 0.01, "after {seconds} s {seen} of the force, expected {expected}");
    }
}

#[test]
fn half_the_step_changes_a_held_pull_by_little() {
    let after = |rate: u32| {
        let mut patch = patch(Material { slow: SLOW, ..plain() });
        patch.set_effort(Effort { tolerance: 1e-6, least: 1e-9, most: 200, ..Effort::default() });
        // from the very beginning, so that both hold the same piece of skin
        for tick in 0..=5 * rate {
            let s = (f64::from(tick) / f64::from(rate)).min(1.0);
            patch.step(1.0 / f64::from(rate), &[pad(0.005 * s * s * (3.0 - 2.0 * s))]);
        }
        // what is not held: the force of such stiff pads would show rounding
        middle(&patch)[1]
    };
    let [coarse, fine, finest] = [15, 30, 60].map(after);
    assert!((coarse / fine - 1.0).abs() < 1e-3 && (fine / finest - 1.0).abs() < 1e-3, "{coarse} {fine} {finest} um");
}

#[test]
fn after_release_each_layer_creeps_home_in_its_own_time() {
    let mut slow = patch(Material { slow: SLOW, ..plain() });
    pull(&mut slow, 0.01, 10 * 60);
    let held = middle(&slow);
    // ticks until a tenth of the displacement is left
    let mut home = [0_u32; LAYERS];
    for tick in 1..=60 {
        slow.step(1.0 / 60.0, &[]);
        for (layer, now) in middle(&slow).into_iter().enumerate() {
            if now.abs() > 0.1 * held[layer] {
                home[layer] = tick;
            }
        }
    }
    assert!(home[0] < home[1] && home[1] < home[2], "the deeper the slower: {home:?} ticks");
    // what is left then is the slow part, which a pull without slow branches does not leave
    let mut quick = patch(plain());
    pull(&mut quick, 0.01, 10 * 60);
    for _ in 0..60 {
        quick.step(1.0 / 60.0, &[]);
    }
    let left = middle(&slow);
    assert!(
        (0..LAYERS).all(|layer| left[layer].abs() > 3.0 * middle(&quick)[layer].abs()),
        "{left:?} {:?}",
        middle(&quick)
    );
    // most of it goes with the first time, the rest with the second
    for _ in 0..20 * 60 {
        slow.step(1.0 / 60.0, &[]);
    }
    let later = middle(&slow);
    assert!((0..LAYERS).all(|layer| later[layer].abs() < 0.5 * left[layer].abs()), "{left:?} {later:?}");
    for _ in 0..150 * 60 {
        slow.step(1.0 / 60.0, &[]);
    }
    assert!(middle(&slow).iter().all(|left| left.abs() < 5.0), "home: {:?} um", middle(&slow));
}

#[test]
fn a_plane_goes_hardly_beyond_its_way() {
    // the upper plane may slip 3 mm; the pads would have it slip more
    let upper = |limit: f64, way: f64| {
        let mut patch = patch(Material { limit: [limit, f64::INFINITY, f64::INFINITY], stiffening: 3.0, ..plain() });
        pull(&mut patch, way, 120);
        let [skin, superficial, _] = middle(&patch);
        ((skin - superficial) / 1000.0, patch.pull().0)
    };
    let (free, free_n) = upper(f64::INFINITY, 0.006);
    let (held, held_n) = upper(0.003, 0.006);
    assert!(free > 4.0, "{free}");
    assert!(held < 0.85 * free && held_n > free_n, "{held} mm at {held_n} N, free {free} mm at {free_n} N");
    // within its way nothing changes but bits
    let (short, _) = upper(0.003, 0.003);
    let (short_free, _) = upper(f64::INFINITY, 0.003);
    assert!((short - short_free).abs() < 0.001, "{short} {short_free}");
}
