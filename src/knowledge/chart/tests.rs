//! What a user would notice of the body and its chart.

use super::*;
use crate::units::{BackPoint, CM_PER_PERCENT};

fn bodies() -> Bodies {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/body/bodies.bin");
    Bodies::read(&std::fs::read(path).expect("the body file is part of the repository")).expect("it can be read")
}

/// Every body in every posture, with a name for messages.
fn surfaces(bodies: &Bodies) -> impl Iterator<Item = (String, BodySurface)> {
    bodies.all().flat_map(|body| {
        Posture::ALL.map(|posture| {
            let name = format!("{} {posture:?}", body.facts().id);
            (name, body.pose(posture).expect("every body has every posture"))
        })
    })
}

/// A grid over the region in which strokes are made: 1 cm by 2 %.
fn treatable() -> impl Iterator<Item = BackPoint> {
    (-16..=16).flat_map(|x| (-7..=61).map(move |y| BackPoint(f64::from(x), f64::from(y) * 2.0)))
}

fn millimetres(a: BackPoint, b: BackPoint) -> f64 {
    ((a.0 - b.0).powi(2) + ((a.1 - b.1) * CM_PER_PERCENT).powi(2)).sqrt() * 10.0
}

fn off_the_skin(frame: &SurfaceFrame, metres: f32) -> [f32; 3] {
    std::array::from_fn(|k| frame.position[k] + frame.normal[k] * metres)
}

#[test]
fn a_chart_point_found_on_the_skin_is_the_same_chart_point_within_a_millimetre() {
    let bodies = bodies();
    for (name, surface) in surfaces(&bodies) {
        let (mut there, mut free, mut met) = (0, 0, 0);
        for point in treatable() {
            let Some(frame) = surface.place(point) else { continue };
            there += 1;
            let corners = surface.back.triangles[frame.triangle];
            let back: [f64; 2] = std::array::from_fn(|axis| {
                (0..3).map(|k| f64::from(surface.back.chart[corners[k] as usize][axis]) * frame.barycentric[k]).sum()
            });
            assert!(millimetres(BackPoint(back[0], back[1]), point) < 0.01, "{name} {point:?}");
            if !frame.reachable() {
                continue;
            }
            free += 1;
            let inwards = frame.normal.map(|n| -n);
            let Some(seen) = surface.pick(off_the_skin(&frame, 0.004), inwards) else { continue };
            if millimetres(seen.point, point) < 1.0 {
                met += 1;
            }
        }
        println!("{name}: on the chart {there}, reachable {free}, met {met}");
    }
}

#[test]
fn no_part_of_the_chart_lies_folded_on_another() {
    let bodies = bodies();
    for body in bodies.all() {
        let surface = body.pose(Posture::Prone).expect("prone");
        let grid = grid::Grid::new(&surface.back.chart, &surface.back.triangles);
        let back = &surface.back;
        let folded: Vec<_> = (0..back.triangles.len())
            .filter(|&t| grid.signed_area(t) <= 0.0)
            .map(|t| back.chart[back.triangles[t][0] as usize])
            .collect();
        println!("{} folded {} of {} {:?}", body.facts().id, folded.len(), back.triangles.len(), folded.first());
    }
}

#[test]
fn timing() {
    let bodies = bodies();
    let start = std::time::Instant::now();
    let b2 = self::bodies();
    println!("read {:?}", start.elapsed());
    let body = b2.body("man-61-heavy").expect("there");
    let start = std::time::Instant::now();
    let surface = body.pose(Posture::Seated).expect("seated");
    println!("pose {:?}", start.elapsed());
    let start = std::time::Instant::now();
    let mut n = 0;
    for point in treatable() {
        if let Some(f) = surface.place(point) {
            n += usize::from(surface.pick(off_the_skin(&f, 0.5), f.normal.map(|n| -n)).is_some());
        }
    }
    println!("{n} picks {:?} {} patch vertices", start.elapsed(), surface.back.positions.len());
    drop(bodies);
}
