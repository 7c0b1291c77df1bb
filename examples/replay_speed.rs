//! How fast a session is replayed, against real time, and how often it asks for memory.
//!
//! `cargo run --release --no-default-features --example replay_speed` plays the reference plan of a case once,
//! replays its record several times on one core, and prints the ratio of simulated to real time (best and median
//! run) and allocations for each tick of the whole replay. Then it plays the record once more entry by entry and says
//! where they are made: in ticks, in ticks that end a second (a sample every five, a checkpoint every ten), and in what
//! the student does (a stroke that begins or ends, an answer).
//!
//! `class_speed` is the same for a class of records and the program that grades them.

#![allow(unsafe_code, reason = "an allocator that counts can only be written with it")]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a benchmark reads files and a clock, and may fail loudly"
)]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use ctm_trainer::{
    assessment,
    knowledge::{self, Knowledge, library::Folder},
    scenario::{self, Scenario, check::CheckLevel},
    session::{
        Session,
        action::Action,
        plan::{self, Plan},
        record::{Header, Record, What},
        replay::replay,
    },
    simulation::{
        contact::{Aim, Contact, Grip},
        make_up::MakeUp,
        patient::Patient,
    },
    units::BackPoint,
};

/// Counts allocations.
struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

// SAFETY: every call goes on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller's promises hold for the system's allocator as well.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Allocations so far.
fn allocated() -> u64 {
    ALLOCATIONS.load(Ordering::Relaxed)
}

/// Plays a record entry by entry and prints where memory is asked for.
fn where_memory_is_asked_for(knowledge: &Arc<Knowledge>, scenario: &Arc<Scenario>, record: &Record) {
    let mut session = Session::new(Arc::clone(knowledge), Arc::clone(scenario), record.header.clone()).unwrap();
    let (mut ticks, mut asking, mut within, mut seconds, mut acts, mut moves) = (0u32, 0u32, 0, 0, 0, 0);
    for entry in &record.entries {
        while session.tick() < entry.tick && !session.finished() {
            let before = allocated();
            session.advance();
            let count = allocated() - before;
            if session.tick().0.is_multiple_of(60) {
                seconds += count;
            } else {
                (ticks, within) = (ticks + 1, within + count);
                asking += u32::from(count > 0);
            }
        }
        if let What::Event(action) = &entry.what {
            let action = action.clone();
            let moving = matches!(action, Action::Move(_));
            let before = allocated();
            session.act(action).unwrap();
            let count = allocated() - before;
            if moving { moves += count } else { acts += count }
        }
    }
    println!(
        "  allocations: {within} in {asking} of {ticks} ticks, {seconds} at the ends of {} seconds, {acts} in {} strokes and other acts; {moves} more for the lines of a record, which only live play writes",
        session.tick().0 / 60,
        session.trace().strokes.len(),
    );
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let knowledge = Arc::new(knowledge::load(&Folder::new(root.join("assets"))).0);
    for case in ["case01-chronic-low-back-pain", "case11-stiff-back"] {
        let core = root.join("scenarios/core");
        let bytes = std::fs::read(core.join(format!("{case}.ron"))).unwrap();
        let scenario = Arc::new(scenario::read(&knowledge, case, &bytes, CheckLevel::Draft).0.unwrap());
        let plan = std::fs::read(core.join("plans").join(case).join("reference.ron")).unwrap();
        let plan = Plan::read(case, &plan).unwrap();
        let header = Header::new(&knowledge, &scenario, 1, "benchmark");
        let (lines, session) = plan::drive(&knowledge, &scenario, &plan, header).unwrap();
        let seconds = session.tick().seconds();
        let (record, _) = Record::parse((lines.join("\n") + "\n").as_bytes()).unwrap();
        let mut times: Vec<f64> = Vec::new();
        let mut allocations = 0;
        for _ in 0..7 {
            let (before, start) = (ALLOCATIONS.load(Ordering::Relaxed), Instant::now());
            std::hint::black_box(replay(&knowledge, &scenario, &record).unwrap());
            times.push(start.elapsed().as_secs_f64());
            allocations = ALLOCATIONS.load(Ordering::Relaxed) - before;
        }
        times.sort_by(f64::total_cmp);
        where_memory_is_asked_for(&knowledge, &scenario, &record);
        let graded = Instant::now();
        std::hint::black_box(assessment::grade(&knowledge, &scenario, &record).unwrap());
        let graded = graded.elapsed().as_secs_f64();
        println!(
            "{case}: {:.0} min replayed {:.0} times faster than real time (median of 7; best {:.0}), {:.3} allocations a tick; grading takes {:.2} of a replay more",
            seconds / 60.0,
            seconds / times[times.len() / 2],
            seconds / times[0],
            allocations as f64 / f64::from(session.tick().0),
            (graded / times[times.len() / 2] - 1.0).max(0.0)
        );
    }
    let mut patient = Patient::new(&knowledge, MakeUp::default(), 1).unwrap();
    let grip = Grip { stroke: "hook".into(), aim: Aim::Subcutis, angle_deg: 50, normal_mn: 4000, both_hands: false };
    let from = BackPoint(5.0, 85.0);
    let pull = |patient: &mut Patient, tick: u32| {
        let at = BackPoint(5.0 - f64::from(tick) / 100.0, 85.0);
        patient.step(Some(Contact { grip: &grip, from: from.quantised(), at: at.quantised() }));
    };
    for tick in 0..60 {
        pull(&mut patient, tick);
    }
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    for tick in 60..360 {
        pull(&mut patient, tick);
    }
    let count = ALLOCATIONS.load(Ordering::Relaxed) - before;
    println!("the client alone while a hand works: {count} allocations in 300 ticks");
}
