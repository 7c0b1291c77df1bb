//! The drag: how fast and how true the sheets are.
//!
//! A disc on the skin of a square patch of 20 cm is drawn 10 mm along x in one second (a smooth step), let go, and
//! watched for another second, at 60 ticks a second. The program's own solver runs, as it does under the hand.
//!
//! ```text
//! cargo run --release --no-default-features --example drag -- --n 64 --amplitude-mm 10 --format json
//!     --n N               vertices along a side (32)        --amplitude-mm MM   way of the disc (10)
//!     --angle-deg DEG     direction of the way (0)          --seconds S         duration of the pull (1)
//!     --stiffness A,B,C   factors on the sheets             --coupling A,B,C    factors on the shift layers
//!     --radius-mm MM      radius of the disc (15)           --seed N            random adhesion, 1 to 4 times
//!     --repeat N          best of so many runs (5)          --width NAME        baseline, avx2, avx512 (widest)
//!     --material NAME     plain (the published one) or full: as on a body, with slow relaxation, the end of the way and
//!                         every number per vertex; no reference knows that one, it shows what it costs
//!     --tolerance X       share of the displacement at which the iteration stops
//!     --threads N         1 or 2 (1); the bits are the same
//!     --yardstick PROGRAM compiled sweep_limit.c, run right after the drag: gives the ratio to four of its sweeps a frame
//!     --compare FILE      reference: all frames, or frames 30, 60, 66, 75, 90, 120 (f32, little-endian)
//!     --out FILE          writes frames × layers × vertices × 2 (f32, little-endian, metres)
//!     --adhesion FILE     writes the field of --seed (f32, little-endian, vertices)
//!     --format json|text
//! ```

#![expect(clippy::disallowed_methods, reason = "an example measures time, and reads and writes files")]

use std::{error::Error, path::Path, time::Instant};

use ctm_trainer::{
    knowledge::{self, library::Folder},
    maths::{cos, sin, smoothstep},
    pair::Pair,
    simulation::sheets::{
        Alone, Effort, LAYERS, Pad, Patch, PatchForm, Team, Width, full_patch_material, patch_material, scatter,
    },
};

const SIDE: f64 = 0.2;
const RATE: f64 = 60.0;

struct Task {
    n: usize,
    amplitude: f64,
    angle: f64,
    seconds: f64,
    stiffness: [f64; LAYERS],
    coupling: [f64; LAYERS],
    radius: f64,
    seed: Option<u64>,
    repeat: usize,
    full: bool,
    width: Width,
    tolerance: Option<f32>,
    threads: usize,
    compare: Option<String>,
    out: Option<String>,
    adhesion: Option<String>,
    yardstick: Option<String>,
    json: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let task = arguments()?;
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let (tables, findings) = knowledge::load(&Folder::new(assets));
    if let Some(finding) = findings.first() {
        return Err(format!("{finding:?}").into());
    }
    let mut material = if task.full { full_patch_material(&tables)? } else { patch_material(&tables)? };
    for layer in 0..LAYERS {
        material.membrane[layer] *= task.stiffness[layer];
        material.coupling[layer] *= task.coupling[layer];
    }
    let field = task.seed.map(|seed| scatter(seed, task.n, 4.0));
    if let (Some(path), Some(field)) = (&task.adhesion, &field) {
        std::fs::write(path, bytes(field.iter().map(|factor| *factor as f32)))?;
    }
    let form = PatchForm { vertices: task.n, side: SIDE, material };
    let team = team(task.threads)?;
    // the first run keeps the field; the others are timed without the memory that takes
    let mut run = drag(&task, &form, field.as_deref(), &*team, true);
    let frames = std::mem::take(&mut run.frames);
    let begun = processor_seconds();
    for _ in 0..task.repeat {
        let again = drag(&task, &form, field.as_deref(), &*team, false);
        if again.per_second < run.per_second {
            run = Run { residual: run.residual, ..again };
        }
    }
    let spent = begun.zip(processor_seconds()).map(|(begun, ended)| ended - begun);
    let simulated = task.repeat as f64 * run.times.len() as f64 / RATE;
    run.processor = spent.filter(|_| task.repeat > 0 && task.threads == 1).map(|spent| spent / simulated);
    run.frames = frames;
    let sweep = task.yardstick.as_ref().map(|program| sweep_seconds(program, task.n)).transpose()?;
    if let Some(path) = &task.out {
        std::fs::write(path, bytes(run.frames.iter().copied()))?;
    }
    report(&task, &run, sweep)
}

struct Run {
    /// Wall seconds for a simulated second.
    per_second: f64,
    /// Processor seconds for a simulated second, mean of all timed runs, where the system tells.
    processor: Option<f64>,
    /// Seconds of each frame, sorted.
    times: Vec<f64>,
    frames: Vec<f32>,
    iterations: usize,
    /// Mean share of the patch that was worked on.
    awake: f64,
    residual: (f64, f64),
}

fn team(threads: usize) -> std::io::Result<Box<dyn Team>> {
    Ok(if threads == 2 { Box::new(Pair::new()?) } else { Box::new(Alone) })
}

fn drag(task: &Task, form: &PatchForm, field: Option<&[f64]>, team: &dyn Team, keep: bool) -> Run {
    let adhesion = |row: usize, column: usize| [field.map_or(1.0, |field| field[row * task.n + column]); LAYERS];
    let mut patch = Patch::new(form, field.is_some().then_some(&adhesion), task.width);
    if let Some(tolerance) = task.tolerance {
        patch.set_effort(Effort { tolerance, ..Effort::default() });
    }
    let count = ((task.seconds + 1.0) * RATE).round() as usize;
    let mut run = Run {
        per_second: 0.0,
        processor: None,
        times: Vec::with_capacity(count),
        frames: Vec::with_capacity(if keep { count * LAYERS * task.n * task.n * 2 } else { 0 }),
        iterations: 0,
        awake: 0.0,
        residual: (0.0, 0.0),
    };
    let middle = SIDE / 2.0;
    for frame in 1..=count {
        let time = frame as f64 / RATE;
        let way = task.amplitude * smoothstep(0.0, task.seconds, time);
        let at = (middle + way * cos(task.angle), middle + way * sin(task.angle));
        let pads = [Pad { at, radius: task.radius, grip_n: f64::INFINITY }];
        let begun = Instant::now();
        patch.step_with(1.0 / RATE, if time <= task.seconds + 1e-9 { &pads } else { &[] }, team);
        run.times.push(begun.elapsed().as_secs_f64());
        run.iterations += patch.report().iterations;
        run.awake += patch.awake() / count as f64;
        if keep {
            run.frames.extend(patch.field(1).flatten());
        }
    }
    if keep {
        let last = &run.frames[(count - 1) * LAYERS * task.n * task.n * 2..];
        let size = |[x, y]: &[f32; 2]| f64::from(x * x + y * y).sqrt() * 1000.0;
        let sizes: Vec<f64> = last.as_chunks::<2>().0.iter().map(size).collect();
        run.residual = (sizes.iter().sum::<f64>() / sizes.len() as f64, sizes.iter().copied().fold(0.0, f64::max));
    }
    run.per_second = run.times.iter().sum::<f64>() / (count as f64 / RATE);
    run.times.sort_by(f64::total_cmp);
    run
}

/// RMS and largest distance from a reference in millimetres.
fn compare(task: &Task, frames: &[f32], path: &str) -> Result<(f64, f64), Box<dyn Error>> {
    let file = std::fs::read(path)?;
    let reference: Vec<f32> = file.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
    let size = LAYERS * task.n * task.n * 2;
    let count = frames.len() / size;
    let kept: Vec<usize> = match reference.len() / size {
        6 => [30, 60, 66, 75, 90, 120].map(|frame| frame - 1).to_vec(),
        all if all == count => (0..count).collect(),
        // some files begin with the frame at rest
        all if all == count + 1 => (0..count).collect(),
        other => return Err(format!("{path} holds {other} frames of this size; 6 or {count} are needed").into()),
    };
    let skip = if reference.len() / size == count + 1 { size } else { 0 };
    let (mut sum, mut most, mut number) = (0.0_f64, 0.0_f64, 0.0_f64);
    for (index, frame) in kept.into_iter().enumerate() {
        let ours = &frames[frame * size..(frame + 1) * size];
        let theirs = &reference[skip + index * size..skip + (index + 1) * size];
        for (a, b) in ours.as_chunks::<2>().0.iter().zip(theirs.as_chunks::<2>().0) {
            let (dx, dy) = (f64::from(a[0]) - f64::from(b[0]), f64::from(a[1]) - f64::from(b[1]));
            let square = dx * dx + dy * dy;
            sum += square;
            most = most.max(square);
            number += 1.0;
        }
    }
    Ok(((sum / number).sqrt() * 1000.0, most.sqrt() * 1000.0))
}

fn report(task: &Task, run: &Run, sweep: Option<f64>) -> Result<(), Box<dyn Error>> {
    let count = run.times.len();
    let at = |share: f64| run.times[((count as f64 * share).ceil() as usize).clamp(1, count) - 1] * 1000.0;
    let error = task.compare.as_ref().map(|path| compare(task, &run.frames, path)).transpose()?;
    let finite = run.frames.iter().all(|value| value.is_finite());
    let value = serde_json::json!({
        "n": task.n,
        "amplitude_mm": task.amplitude * 1000.0,
        "threads": task.threads,
        "width": task.width.name(),
        "ms_per_simulated_second": run.per_second * 1000.0,
        "processor_ms_per_simulated_second": run.processor.map(|seconds| seconds * 1000.0),
        "ratio_to_four_sweeps": sweep.map(|sweep| run.processor.unwrap_or(run.per_second) / (4.0 * RATE * sweep)),
        "sweep_us": sweep.map(|sweep| sweep * 1e6),
        "frame_ms_p50": at(0.5),
        "frame_ms_p99": at(0.99),
        "frame_ms_most": at(1.0),
        "iterations_per_frame": run.iterations as f64 / count as f64,
        "awake_share": run.awake,
        "rms_mm": error.map(|(rms, _)| rms),
        "max_mm": error.map(|(_, most)| most),
        "residual_mean_mm": run.residual.0,
        "residual_max_mm": run.residual.1,
        "finite": finite,
        "peak_memory_mib": peak_memory_mib(),
    });
    if task.json {
        println!("{value}");
    } else if let Some(entries) = value.as_object() {
        for (name, value) in entries {
            println!("{name:<26}{value}");
        }
    }
    Ok(())
}

/// Processor seconds of this process so far; none where the system does not tell.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split(' ').next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds * 1e-9)
}

/// Seconds of one sweep of the nonlinear lattice, as the C program measures it.
fn sweep_seconds(program: &str, n: usize) -> Result<f64, Box<dyn Error>> {
    let output = std::process::Command::new(program).output().map_err(|error| format!("{program}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let found = lines.filter(|line| line["limit"] == "sweep_nonlinear_lattice" && line["n"] == n);
    let sweep = found.filter_map(|line| line["us_per_sweep"].as_f64()).next();
    Ok(sweep.ok_or_else(|| format!("{program} printed no sweep for --n {n}"))? * 1e-6)
}

/// Largest resident memory of the process so far, with the recorded frames; none where the system does not tell.
fn peak_memory_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|kib| kib / 1024.0)
}

fn bytes(values: impl Iterator<Item = f32>) -> Vec<u8> {
    values.flat_map(f32::to_le_bytes).collect()
}

fn arguments() -> Result<Task, Box<dyn Error>> {
    let mut task = Task {
        n: 32,
        amplitude: 0.01,
        angle: 0.0,
        seconds: 1.0,
        stiffness: [1.0; LAYERS],
        coupling: [1.0; LAYERS],
        radius: 0.015,
        seed: None,
        repeat: 5,
        full: false,
        width: Width::widest(),
        tolerance: None,
        threads: 1,
        compare: None,
        out: None,
        adhesion: None,
        yardstick: None,
        json: false,
    };
    let mut words = std::env::args().skip(1);
    while let Some(flag) = words.next() {
        let word = words.next().ok_or_else(|| format!("{flag} needs a value"))?;
        let number = || -> Result<f64, Box<dyn Error>> {
            let value: f64 = word.parse().map_err(|_| format!("{flag}: {word:?} is not a number"))?;
            if value.is_finite() { Ok(value) } else { Err(format!("{flag}: {word} is not finite").into()) }
        };
        let three = || -> Result<[f64; LAYERS], Box<dyn Error>> {
            let found: Result<Vec<f64>, _> = word.split(',').map(str::parse).collect();
            let found: [f64; LAYERS] = found
                .ok()
                .and_then(|list| list.try_into().ok())
                .ok_or_else(|| format!("{flag}: three numbers, as 1,1,1"))?;
            if found.iter().all(|value| value.is_finite() && *value > 0.0) {
                Ok(found)
            } else {
                Err(format!("{flag}: factors are above 0").into())
            }
        };
        match flag.as_str() {
            "--n" => {
                task.n = word.parse()?;
                if !(5..=1025).contains(&task.n) {
                    return Err("--n: 5 to 1025".into());
                }
            }
            "--amplitude-mm" => task.amplitude = number()? / 1000.0,
            "--angle-deg" => task.angle = number()? * std::f64::consts::PI / 180.0,
            "--seconds" => task.seconds = number()?.clamp(1.0 / RATE, 600.0),
            "--stiffness" => task.stiffness = three()?,
            "--coupling" => task.coupling = three()?,
            "--radius-mm" => task.radius = number()?.clamp(0.0, 90.0) / 1000.0,
            "--seed" => task.seed = Some(word.parse()?),
            "--repeat" => task.repeat = word.parse()?,
            "--tolerance" => task.tolerance = Some(number()? as f32),
            "--threads" => {
                task.threads = word.parse()?;
                if !(1..=2).contains(&task.threads) {
                    return Err("--threads: 1 or 2, for the lattice is worked on in two bands".into());
                }
            }
            "--material" => {
                task.full = match word.as_str() {
                    "plain" => false,
                    "full" => true,
                    _ => return Err("--material: plain or full".into()),
                }
            }
            "--yardstick" => task.yardstick = Some(word),
            "--width" => {
                let all = Width::all();
                task.width = all.iter().copied().find(|width| width.name() == word).ok_or_else(|| {
                    let names: Vec<_> = all.iter().map(|width| width.name()).collect();
                    format!("--width: this processor has {}", names.join(", "))
                })?;
            }
            "--compare" => task.compare = Some(word),
            "--out" => task.out = Some(word),
            "--adhesion" => task.adhesion = Some(word),
            "--format" => task.json = word == "json",
            _ => return Err(format!("{flag} is not known; the head of examples/drag.rs lists all").into()),
        }
    }
    Ok(task)
}
