//! Refinement: what halving the spacing and halving the step does to the drag.
//!
//! `cargo run --release --no-default-features --example refine` draws the disc of `examples/drag.rs` 10 mm along x, at
//! 33 to 257 vertices along a side and at 15 to 240 steps a second, with the iteration carried to its end. It prints how
//! far each solution is from the next finer one half way through the pull, over the vertices of the coarsest lattice,
//! and the order that two such distances in a row tell of.

use std::{error::Error, path::Path};

use ctm_trainer::{
    knowledge::{self, library::Folder},
    maths::{ln, smoothstep},
    simulation::sheets::{Effort, Material, Pad, Patch, PatchForm, Width, patch_material},
};

const SIDE: f64 = 0.2;
/// Radius of the disc; for the spacing a whole number of cells of every lattice, so that all have the same disc.
const RADIUS: f64 = 0.015;
const WHOLE: f64 = 0.0125;
/// Vertices along a side of the lattice whose vertices all others have too.
const COARSEST: usize = 33;

fn main() -> Result<(), Box<dyn Error>> {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let (tables, findings) = knowledge::load(&Folder::new(assets));
    if let Some(finding) = findings.first() {
        return Err(format!("{finding:?}").into());
    }
    let material = patch_material(&tables)?;
    println!("spacing halved, 60 steps a second");
    let spacing = |n: usize| (format!("{:.2} mm", 1000.0 * SIDE / (n - 1) as f64), half_way(&material, n, 60, WHOLE));
    table(&[33, 65, 129, 257].map(spacing));
    println!("step halved, 65 vertices along a side");
    let step = |rate: u32| (format!("1/{rate} s"), half_way(&material, 65, rate, RADIUS));
    table(&[15, 30, 60, 120, 240].map(step));
    Ok(())
}

/// Displacement along x half way through the pull, metres, at the vertices of the coarsest lattice.
fn half_way(material: &Material, n: usize, rate: u32, radius: f64) -> Vec<f64> {
    let mut patch = Patch::new(&PatchForm { vertices: n, side: SIDE, material: *material }, None, Width::widest());
    patch.set_effort(Effort { tolerance: 1e-6, least: 1e-9, most: 300, ..Effort::default() });
    // an odd number of steps a second has no step that ends half way
    for tick in 1..=rate.div_ceil(2) {
        let time = f64::from(tick.min(rate / 2)) / f64::from(rate);
        let seconds = if 2 * tick > rate { 0.5 / f64::from(rate) } else { 1.0 / f64::from(rate) };
        let time = if 2 * tick > rate { 0.5 } else { time };
        let at = (0.5 * SIDE + 0.01 * smoothstep(0.0, 1.0, time), 0.5 * SIDE);
        patch.step(seconds, &[Pad { at, radius, grip_n: f64::INFINITY }]);
    }
    let stride = (n - 1) / (COARSEST - 1);
    patch.field(stride).map(|[x, _]| f64::from(x)).collect()
}

/// Distances of neighbours in the row, everywhere and at vertices away from the disc.
fn table(solutions: &[(String, Vec<f64>)]) {
    println!(
        "  {:>10} {:>10} {:>14} {:>6} {:>18} {:>6}",
        "", "next", "distance mm", "order", "away from disc mm", "order"
    );
    let mut last: Option<(f64, f64)> = None;
    for pair in solutions.windows(2) {
        let [(name, coarse), (finer, fine)] = pair else { continue };
        let (all, away) = (distance(coarse, fine, 0.0), distance(coarse, fine, 2.0 * RADIUS));
        let order = |before: Option<f64>, now: f64| {
            before.map_or_else(|| "-".to_owned(), |before| format!("{:.1}", ln(before / now) / ln(2.0)))
        };
        let (first, second) = (order(last.map(|last| last.0), all), order(last.map(|last| last.1), away));
        println!("  {name:>10} {finer:>10} {all:>14.5} {first:>6} {away:>18.5} {second:>6}");
        last = Some((all, away));
    }
}

/// Root mean square in millimetres over vertices at least so far from the middle.
fn distance(one: &[f64], other: &[f64], beyond: f64) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for (index, (a, b)) in one.iter().zip(other).enumerate() {
        let within = index % (COARSEST * COARSEST);
        let place = |at: usize| SIDE * (at as f64 / (COARSEST - 1) as f64 - 0.5);
        let (x, y) = (place(within % COARSEST), place(within / COARSEST));
        if x * x + y * y >= beyond * beyond {
            sum += (a - b) * (a - b);
            count += 1.0;
        }
    }
    (sum / f64::max(count, 1.0)).sqrt() * 1000.0
}
