//! The trends that the simulation must show. The same table stands in `src/simulation/METHOD.md`, row by row.

use ctm_trainer::{
    simulation::{
        contact::{Aim, Contact, Grip},
        make_up::{MakeUp, SiteSpec, Traits},
        observation::CueKind,
        patient::Patient,
    },
    units::BackPoint,
};

use crate::bench::{Answer, Pull, client, line, lumbar, once, pull, section, site, spoken, tables, unbalanced, wait};

/// What a row expects of its quantity.
enum Expected {
    /// Greater than zero.
    More,
    /// From the first to the second value.
    Within(f64, f64),
}

/// A trend: what is done, what is looked at, what is expected, where that comes from.
struct Row {
    action: &'static str,
    quantity: &'static str,
    expected: Expected,
    source: &'static str,
    measure: fn() -> f64,
}

const fn row(
    action: &'static str,
    quantity: &'static str,
    expected: Expected,
    source: &'static str,
    measure: fn() -> f64,
) -> Row {
    Row { action, quantity, expected, source, measure }
}

const AT: (f64, f64) = (7.0, 82.0);

/// The number of a sensation on the scale.
fn scale(answer: &Answer) -> f64 {
    answer.sensation.trim_start_matches("sn").parse().unwrap_or(-1.0)
}

fn textbook(stroke: &'static str, cm: f64, site: Option<SiteSpec>) -> Answer {
    once(site, Pull::textbook(stroke, AT, cm))
}

fn band() -> Option<SiteSpec> {
    Some(lumbar("band", 3, 3, 0, 2))
}

fn flat() -> Option<SiteSpec> {
    Some(lumbar("flat", 2, 2, 0, 1))
}

fn swelling() -> Option<SiteSpec> {
    Some(lumbar("swelling", 1, 1, 2, 2))
}

fn patient(make_up: MakeUp) -> Patient {
    Patient::new(tables(), make_up, 11).unwrap()
}

/// A client after a correct section, and the same client before it.
fn treated(minutes_after: f64, resting: bool) -> (Patient, Patient) {
    let before = patient(client(flat()));
    let mut after = before.clone();
    section(&mut after);
    after.set_resting(resting);
    wait(&mut after, 60.0 * minutes_after);
    (before, after)
}

/// Redness, flare and wheal of one subcutaneous stroke after so many seconds.
fn marked(seconds: f64, dermographism: f64) -> (f64, f64, f64) {
    let usual = client(None);
    let mut patient = patient(MakeUp { traits: Traits { dermographism, ..usual.traits }, ..usual });
    pull(&mut patient, Pull::textbook("subcutaneous", AT, 5.0));
    wait(&mut patient, seconds);
    let mark = &patient.observation().marks[0];
    (mark.redness, mark.flare, mark.wheal_mm)
}

/// Unpleasant reactions (grade 2 and more) that begin in or after a session, on average over people.
fn unpleasant(make_up: &MakeUp, people: u64, rest_s: f64, work: fn(&mut Patient)) -> f64 {
    let mut count = 0;
    for seed in 0..people {
        let mut patient = Patient::new(tables(), make_up.clone(), seed).unwrap();
        work(&mut patient);
        patient.set_resting(true);
        let cues = wait(&mut patient, rest_s);
        let begun = cues.iter().filter_map(|cue| match &cue.kind {
            CueKind::Reaction(id) => Some(id.clone()),
            _ => None,
        });
        let coming = patient.outlook().into_iter().map(|prospect| prospect.reaction);
        let mut all: Vec<_> = begun.chain(coming).chain(patient.observation().reactions.clone()).collect();
        all.sort();
        all.dedup();
        count += all.iter().filter(|id| tables().reactions.get(*id).unwrap().grade >= 2).count();
    }
    count as f64 / people as f64
}

/// Hard, fast, one-sided, high on the back, without balancing.
fn careless(patient: &mut Patient) {
    for round in 0..3 {
        for number in 0..24 {
            let mut stroke = Pull::textbook("hook", (7.0, 12.0 + 1.5 * f64::from(number)), 3.0);
            (stroke.newtons, stroke.speed) = (10.0, 5.0 + f64::from(round));
            pull(patient, stroke);
        }
    }
}

/// Seconds of a pull that holds still, below the hold of the pads: the pull at the start and at the end.
fn held(seconds: u32) -> (f64, f64) {
    let mut patient = patient(client(None));
    let grip =
        Grip { stroke: "subcutaneous".into(), aim: Aim::Subcutis, angle_deg: 40, normal_mn: 5_000, both_hands: false };
    let (from, at) = (BackPoint(7.0, 82.0).quantised(), BackPoint(7.0, 79.0).quantised());
    let mut start = 0.0;
    for tick in 0..60 * seconds {
        patient.step(Some(Contact { grip: &grip, from, at: if tick == 0 { from } else { at } }));
        if tick == 60 {
            start = patient.observation().touch.as_ref().unwrap().tangential_n;
        }
    }
    (start, patient.observation().touch.as_ref().unwrap().tangential_n)
}

/// Work in a swelling; the change of its relief in millimetres.
fn swelled(stroke: &'static str) -> f64 {
    let mut patient = patient(client(swelling()));
    let before = site(patient.observation()).relief_mm;
    line(&mut patient, stroke, (6.0, 84.0), (8.0, 78.0), 4, 4.0, 3);
    wait(&mut patient, 1.0);
    site(patient.observation()).relief_mm - before
}

/// Mobility after textbook strokes on one line, against before, millimetres.
fn loosened(strokes: u32, seconds_after: f64) -> f64 {
    let mut patient = patient(client(flat()));
    line(&mut patient, "subcutaneous", AT, AT, 1, 4.0, strokes);
    wait(&mut patient, seconds_after);
    let seen = site(patient.observation());
    seen.mobility_mm - seen.mobility_before_mm
}

/// Severity of going on in spite of sharp pain: seconds until the stop word.
fn until_stop_word() -> f64 {
    let mut patient = patient(client(swelling()));
    for second in 0..40 {
        let mut stroke = Pull::textbook("hook", AT, 2.0);
        stroke.newtons = 8.0;
        let answer = pull(&mut patient, stroke);
        if spoken(&answer.cues).iter().any(|word| word == "stop") {
            return f64::from(second);
        }
    }
    99.0
}

const ROWS: &[Row] = &[
    row(
        "subcutaneous stroke over a band of grade 3",
        "sensation, SN",
        Expected::Within(3.0, 3.0),
        "strokes 2.0, 5",
        || scale(&textbook("subcutaneous", 5.0, band())),
    ),
    row(
        "hook over a flat drawing-in of grade 2",
        "sensation, SN",
        Expected::Within(3.0, 3.0),
        "strokes 2.0, 5",
        || scale(&textbook("hook", 2.0, flat())),
    ),
    row(
        "subcutaneous stroke over normal tissue",
        "sensation, SN",
        Expected::Within(1.0, 2.0),
        "strokes 5 (Ebner)",
        || scale(&textbook("subcutaneous", 5.0, None)),
    ),
    row("flat technique over a band", "sensation, SN", Expected::Within(1.0, 1.0), "strokes 2.0", || {
        scale(&textbook("flat", 3.0, band()))
    }),
    row("balancing stroke over a band", "sensation, SN", Expected::Within(1.0, 1.0), "strokes 2.0", || {
        scale(&textbook("balancing", 8.0, band()))
    }),
    row("skin technique", "sensation, SN", Expected::Within(2.0, 2.0), "strokes 2.0", || {
        scale(&textbook("skin", 4.0, flat()))
    }),
    row(
        "subcutaneous stroke over slack tissue",
        "sensation, SN",
        Expected::Within(0.0, 1.0),
        "strokes 5, zones 2",
        || scale(&textbook("subcutaneous", 5.0, Some(lumbar("slack", 3, 0, 0, 0)))),
    ),
    row("fascia technique over a bound band", "sensation, SN", Expected::Within(6.0, 6.0), "strokes 7, E11", || {
        scale(&textbook("fascia", 1.5, band()))
    }),
    row("hook of 12 N over normal tissue", "sensation, SN", Expected::Within(5.0, 6.0), "strokes 7, E3", || {
        scale(&once(None, Pull { newtons: 12.0, ..Pull::textbook("hook", AT, 2.0) }))
    }),
    row("subcutaneous stroke of 0.4 N", "sensation, SN", Expected::Within(0.0, 1.0), "strokes 2.1", || {
        scale(&once(None, Pull { newtons: 0.4, ..Pull::textbook("subcutaneous", AT, 4.0) }))
    }),
    row(
        "subcutaneous stroke at 9 cm/s over a band",
        "sensation, SN",
        Expected::Within(4.0, 4.0),
        "strokes 7, E2, E4",
        || scale(&once(band(), Pull { speed: 9.0, ..Pull::textbook("subcutaneous", AT, 7.0) })),
    ),
    row("hook in a swelling", "sensation, SN", Expected::Within(6.0, 6.0), "strokes 7, E5", || {
        scale(&textbook("hook", 2.0, swelling()))
    }),
    row("twelve subcutaneous strokes in a swelling", "relief, mm", Expected::More, "tissue 5", || {
        swelled("subcutaneous")
    }),
    row("twelve flat strokes in a swelling", "fall of relief, mm", Expected::Within(0.0, 1.0), "strokes 3", || {
        -swelled("flat")
    }),
    row(
        "subcutaneous stroke, normal tissue against a band",
        "shift of the skin, mm",
        Expected::More,
        "tissue 3",
        || textbook("subcutaneous", 5.0, None).shifts.0 - textbook("subcutaneous", 5.0, band()).shifts.0,
    ),
    row("subcutaneous stroke, skin against superficial fascia", "shift, mm", Expected::More, "tissue 1", || {
        let (skin, superficial, _) = textbook("subcutaneous", 5.0, None).shifts;
        skin - superficial
    }),
    row("subcutaneous stroke, superficial against deep fascia", "shift, mm", Expected::More, "tissue 1", || {
        let (_, superficial, deep) = textbook("subcutaneous", 5.0, None).shifts;
        superficial - deep
    }),
    row("subcutaneous stroke, 6 N against 3 N", "load", Expected::More, "strokes 4", || {
        let with = |newtons| once(band(), Pull { newtons, ..Pull::textbook("subcutaneous", AT, 5.0) }).load;
        with(6.0) - with(3.0)
    }),
    row("the same force on fragile and on usual skin", "load", Expected::More, "strokes 4, tissue 5", || {
        let with = |fragility| {
            let usual = client(band());
            let mut patient = patient(MakeUp { traits: Traits { fragility, ..usual.traits }, ..usual });
            pull(&mut patient, Pull::textbook("subcutaneous", AT, 5.0)).load
        };
        with(0.9) - with(0.1)
    }),
    row(
        "a pull held for 10 s",
        "share of the pull left",
        Expected::Within(0.85, 0.97),
        "tissue 3 (iatridis, creep 10 %)",
        || {
            let (start, end) = held(11);
            end / start
        },
    ),
    row("one stroke, after two minutes", "gain of mobility, mm", Expected::Within(0.0, 0.6), "tissue 5", || {
        loosened(1, 120.0)
    }),
    row("three strokes on the same line", "gain of mobility, mm", Expected::Within(0.5, 2.5), "tissue 5", || {
        loosened(3, 2.0)
    }),
    row(
        "correct section, an hour later",
        "gain of mobility, mm",
        Expected::Within(1.4, 3.3),
        "tissue 5 (0.3 to 0.7 grade)",
        || {
            let (_, after) = treated(60.0, true);
            let seen = site(after.observation());
            seen.mobility_mm - seen.mobility_before_mm
        },
    ),
    row("red line, 20 s against 2 s", "redness", Expected::More, "strokes 6 (pokrzywka)", || {
        marked(20.0, 0.1).0 - marked(2.0, 0.1).0 - 0.2
    }),
    row("flare, 60 s against 20 s", "flare", Expected::More, "strokes 6", || {
        marked(60.0, 0.1).1 - marked(20.0, 0.1).1 - 0.1
    }),
    row(
        "wheal of dermographic skin after 8 min",
        "height, mm",
        Expected::Within(0.5, 1.5),
        "strokes 6 (moz), tissue 6",
        || marked(480.0, 0.9).2,
    ),
    row("wheal of usual skin after 8 min", "height, mm", Expected::Within(0.0, 0.05), "strokes 6", || {
        marked(480.0, 0.1).2
    }),
    row("directly after a section", "warming, °C", Expected::Within(0.0, 0.5), "reflexes 2.1 (holey2011)", || {
        site(treated(0.0, true).1.observation()).warmth_c
    }),
    row("15 min against directly after a section", "warming, °C", Expected::More, "reflexes 2.1 (holey2011)", || {
        site(treated(15.0, true).1.observation()).warmth_c - site(treated(0.0, true).1.observation()).warmth_c - 0.2
    }),
    row("60 min after a section", "warming, °C", Expected::Within(0.5, 1.5), "reflexes 1 (PH3)", || {
        site(treated(60.0, true).1.observation()).warmth_c
    }),
    row("while working", "rise of heart rate, 1/min", Expected::Within(3.0, 8.0), "reflexes 1 (PH1)", || {
        let mut patient = patient(client(flat()));
        let before = patient.observation().vitals.heart_rate;
        line(&mut patient, "hook", (5.0, 92.0), (5.0, 70.0), 7, 2.0, 5);
        patient.observation().vitals.heart_rate - before
    }),
    row("while working", "rise of systolic pressure, mmHg", Expected::Within(4.0, 10.0), "reflexes 1 (PH1)", || {
        let mut patient = patient(client(flat()));
        let before = patient.observation().vitals.systolic;
        line(&mut patient, "hook", (5.0, 92.0), (5.0, 70.0), 7, 2.0, 5);
        patient.observation().vitals.systolic - before
    }),
    row(
        "15 min of rest after a section",
        "fall of heart rate below rest, 1/min",
        Expected::Within(2.0, 6.0),
        "reflexes 1 (PH2)",
        || {
            let (before, after) = treated(15.0, true);
            before.observation().vitals.heart_rate - after.observation().vitals.heart_rate
        },
    ),
    row(
        "15 min of rest after a section",
        "warming of the feet, °C",
        Expected::Within(-0.2, 0.2),
        "reflexes 2.1 (holey2011, castro)",
        || {
            let (before, after) = treated(15.0, true);
            after.observation().vitals.feet_c - before.observation().vitals.feet_c
        },
    ),
    row(
        "correct section and rest, responder with pain 5",
        "fall of pain, NRS",
        Expected::Within(0.5, 1.5),
        "reflexes 2.3",
        || {
            let usual = client(flat());
            let traits = Traits { responder: 0.9, ..usual.traits };
            let mut patient = patient(MakeUp { traits, pain_rest: 5.0, pain_activity: 6.0, ..usual });
            section(&mut patient);
            patient.set_resting(true);
            wait(&mut patient, 900.0);
            5.0 - patient.observation().vitals.pain
        },
    ),
    row(
        "sharp pain goes on without an answer",
        "strokes until the stop word",
        Expected::Within(2.0, 12.0),
        "strokes 7, E12",
        until_stop_word,
    ),
    row(
        "correct section and 16 min of rest",
        "unpleasant reactions for each client",
        Expected::Within(0.0, 0.17),
        "reflexes 4 (about 5 %)",
        || unpleasant(&client(flat()), 18, 960.0, section),
    ),
    row(
        "careless work against a correct section",
        "unpleasant reactions for each client",
        Expected::More,
        "reflexes 4",
        || unpleasant(&client(flat()), 18, 100.0, careless) - unpleasant(&client(flat()), 18, 100.0, section),
    ),
    row(
        "section without balancing strokes against with them",
        "unpleasant reactions for each client",
        Expected::More,
        "reflexes 4 (untested rule)",
        || unpleasant(&client(flat()), 40, 960.0, unbalanced) - unpleasant(&client(flat()), 40, 960.0, section),
    ),
];

#[test]
fn the_simulation_shows_every_trend_of_its_table() {
    let mut wrong = Vec::new();
    for row in ROWS {
        let value = (row.measure)();
        let fits = match row.expected {
            Expected::More => value > 0.0,
            Expected::Within(low, high) => (low..=high).contains(&value),
        };
        if !fits {
            wrong.push(format!("{}, {}: {value:.3}, expected {}", row.action, row.quantity, words(&row.expected)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_method_page_lists_the_same_trends() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/simulation/METHOD.md")).unwrap();
    let missing: Vec<String> = ROWS
        .iter()
        .map(|row| format!("| {} | {} | {} | {} |", row.action, row.quantity, words(&row.expected), row.source))
        .filter(|line| !page.contains(line.as_str()))
        .collect();
    assert!(missing.is_empty(), "METHOD.md lacks these rows:\n{}", missing.join("\n"));
}

fn words(expected: &Expected) -> String {
    match expected {
        Expected::More => "more".into(),
        Expected::Within(low, high) if low == high => format!("{low}"),
        Expected::Within(low, high) => format!("{low} to {high}"),
    }
}
