//! What the sheets of a whole back cost: a tick under a stroke, a tick asleep, packing for upload, a change of tissue.
//!
//! `cargo run --release --no-default-features --example sheets_cost [COLUMNS ROWS]`; without numbers at the room's
//! resolution and at the coarse one. Microseconds, median and slowest of a stroke of one second and its release.

#![expect(clippy::disallowed_methods, reason = "an example measures time and reads files")]

use std::{error::Error, hint::black_box, path::Path, time::Instant};

use ctm_trainer::{
    knowledge::{
        self,
        chart::{Bodies, Posture},
        library::Folder,
    },
    simulation::{
        contact::{Aim, Contact, Grip},
        sheets::{Resolution, Sheets, TissueArea},
    },
    units::BackPoint,
};

fn main() -> Result<(), Box<dyn Error>> {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let (tables, _) = knowledge::load(&Folder::new(&assets));
    let file = std::fs::read(assets.join("body/bodies.bin"))?;
    let bodies = Bodies::read(&file)?;
    let asked: Vec<usize> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let resolutions = match asked[..] {
        [columns, rows] => vec![Resolution { columns, rows }],
        _ => vec![Resolution::COARSE, Resolution::ROOM],
    };
    let body = bodies.all().next().ok_or("no body")?;
    let surface = body.pose(Posture::Prone)?;
    for resolution in resolutions {
        let begun = Instant::now();
        let mut sheets = Sheets::new(&tables, &surface, body.facts(), resolution)?;
        println!("{} x {} vertices on each of three sheets", resolution.columns, resolution.rows);
        println!("  made in            {:>9.0} us", begun.elapsed().as_secs_f64() * 1e6);
        line("asleep", (0..1000).map(|_| timed(|| sheets.step(None))).collect());
        let band = vec![BackPoint(2.0, 60.0), BackPoint(9.0, 60.0), BackPoint(9.0, 70.0), BackPoint(2.0, 70.0)];
        let area = TissueArea { outlines: vec![band], adhesion: 0.7, swelling: 0.0, way: 0.5, shift: None };
        line("change of tissue", vec![timed(|| sheets.set_tissue(&[area]))]);
        let grip =
            Grip { stroke: "hook".into(), aim: Aim::Subcutis, angle_deg: 50, normal_mn: 4000, both_hands: false };
        let from = BackPoint(5.0, 80.0);
        let (mut stroke, mut pack) = (Vec::new(), Vec::new());
        for tick in 1..=60 {
            let at = BackPoint(from.0, from.1 - 1.5 * f64::from(tick) / 60.0 / 0.509);
            let contact = Contact { grip: &grip, from: from.quantised(), at: at.quantised() };
            stroke.push(timed(|| sheets.step(Some(&contact))));
            pack.push(timed(|| {
                black_box(sheets.texture());
            }));
        }
        line("tick of a stroke", stroke);
        line("tick after release", (0..60).map(|_| timed(|| sheets.step(None))).collect());
        line("height and packing", pack);
        let mut bytes = Vec::new();
        sheets.texture().write_to(&mut bytes);
        line("copy of the upload", (0..100).map(|_| timed(|| sheets.texture_now().write_to(&mut bytes))).collect());
        println!("  upload             {:>9} bytes", bytes.len());
    }
    Ok(())
}

fn timed(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64() * 1e6
}

fn line(what: &str, mut micros: Vec<f64>) {
    micros.sort_by(f64::total_cmp);
    let most = micros.last().copied().unwrap_or_default();
    println!("  {what:<19}{:>9.1} us median, {most:>9.1} us slowest", micros[micros.len() / 2]);
}
