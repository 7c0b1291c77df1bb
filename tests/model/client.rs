//! The simulated client as a whole: fainting, speaking, determinism, and any input at all.

use ctm_trainer::{
    knowledge::id::PositionId,
    simulation::{
        contact::{Aim, Contact, Grip},
        make_up::{Intervention, MakeUp, RestingSigns, SiteSpec, Traits},
        patient::Patient,
    },
    units::BackPoint,
};

use crate::bench::{Pull, client, lumbar, pull, section, spoken, tables, textbook, wait};

const AT: (f64, f64) = (7.0, 82.0);

fn patient(make_up: MakeUp) -> Patient {
    Patient::new(tables(), make_up, 11).unwrap()
}

#[test]
fn the_client_warns_before_fainting_and_recovers_when_laid_down() {
    let usual = client(None);
    let make_up = MakeUp {
        session_number: 1,
        traits: Traits { faints: 1.0, ..usual.traits },
        rest: RestingSigns { systolic: 98.0, ..usual.rest },
        ..usual
    };
    // One of these people is about to faint within a quarter of an hour of hard work.
    let (mut patient, seed) = (0..20)
        .find_map(|seed| {
            let mut patient = Patient::new(tables(), make_up.clone(), seed).unwrap();
            for _ in 0..12 {
                careless_low(&mut patient);
                if patient.observation().reactions.iter().any(|id| id.as_str() == "r03") {
                    return Some((patient, seed));
                }
            }
            None
        })
        .expect("somebody feels faint");
    let warned = patient.observation().vitals;
    assert!(warned.sweating > 0.2 || warned.pallor > 0.15, "seed {seed}: {warned:?}");
    let mut ignored = patient.clone();
    for _ in 0..3 {
        careless_low(&mut ignored);
    }
    patient.respond(Intervention::LieDown);
    wait(&mut patient, 180.0);
    let (kind, hard) = (patient.observation().vitals, ignored.observation().vitals);
    assert!(kind.systolic > hard.systolic + 15.0, "lying {} against upright {}", kind.systolic, hard.systolic);
    assert!(hard.alertness < 0.4, "the ignored client faints: {}", hard.alertness);
}

/// Half a minute of strong, quick hooks low on the back.
fn careless_low(patient: &mut Patient) {
    for number in 0..22 {
        let mut stroke = textbook("hook", (6.0, 70.0 + 1.5 * f64::from(number)), 3.0);
        (stroke.newtons, stroke.speed) = (9.0, 4.5);
        pull(patient, stroke);
    }
}

#[test]
fn a_client_who_does_not_speak_up_answers_when_asked() {
    let usual = client(Some(lumbar("swelling", 1, 1, 2, 2)));
    let mut patient = patient(MakeUp { traits: Traits { speaks_up: 0.0, ..usual.traits }, ..usual });
    let answer = pull(&mut patient, textbook("hook", AT, 2.0));
    assert_eq!(spoken(&answer.cues), Vec::<String>::new());
    assert!(patient.observation().vitals.comfort < 0.7, "but it shows");
    patient.respond(Intervention::Ask);
    patient.step(None);
    assert_eq!(spoken(&patient.observation().cues), ["sn6"]);
    assert!(
        patient.observation().cues[0].because().contains("swelling"),
        "{}",
        patient.observation().cues[0].because()
    );
}

#[test]
fn the_same_client_is_the_same_to_the_last_bit() {
    let run = |seed| {
        let mut patient = Patient::new(tables(), client(Some(lumbar("flat", 2, 2, 0, 1))), seed).unwrap();
        section(&mut patient);
        patient.state_hash()
    };
    assert_eq!(run(5), run(5));
    assert_ne!(run(5), run(6));
}

#[test]
fn nonsense_never_upsets_the_client() {
    let mut make_up = client(Some(lumbar("flat", 2, 2, 0, 1)));
    make_up.bmi = f64::NAN;
    make_up.traits.responder = f64::INFINITY;
    make_up.rest.systolic = -1e300;
    make_up.age = u32::MAX;
    make_up.position = PositionId::from("on the head");
    make_up.sites.push(SiteSpec { outlines: vec![vec![]], finding: "nothing".into(), ..lumbar("band", 200, 9, 9, 9) });
    let mut patient = patient(make_up);
    for (number, stroke) in ["hook", "fascia", "flat", "nothing"].into_iter().cycle().take(60).enumerate() {
        let grip = Grip {
            stroke: stroke.into(),
            aim: [Aim::Skin, Aim::Subcutis, Aim::Fascia][number % 3],
            angle_deg: (number as u32 * 977) % 400,
            normal_mn: if number % 7 == 0 { u32::MAX } else { number as u32 * 1_000 },
            both_hands: number % 2 == 0,
        };
        for tick in 0..30 {
            let jump = f64::from(tick * 7919 % 101) - 50.0;
            let at = BackPoint(jump * 1e3, -jump * 1e7).quantised();
            patient.step(Some(Contact { grip: &grip, from: BackPoint(jump, 80.0).quantised(), at }));
        }
    }
    wait(&mut patient, 60.0);
    let vitals = patient.observation().vitals;
    assert!(
        [vitals.heart_rate, vitals.systolic, vitals.comfort, vitals.pain, vitals.trunk_c].iter().all(|v| v.is_finite())
    );
    assert!((30.0..=250.0).contains(&vitals.heart_rate));
}

#[test]
fn a_correct_section_hardly_ever_asks_for_an_answer() {
    let mut patient = patient(client(Some(lumbar("band", 3, 3, 0, 2))));
    let mut cues = Vec::new();
    for stroke in ["flat", "skin", "subcutaneous", "hook"] {
        for number in 0..8 {
            let from = (3.0 + f64::from(number), 84.0 - f64::from(number));
            cues.extend(pull(&mut patient, textbook(stroke, from, 3.0)).cues);
        }
    }
    assert!(cues.iter().all(|cue| !cue.asks_for_response), "{cues:#?}");
    let words = spoken(&cues);
    assert!(words.contains(&"sn3".to_owned()) && words.contains(&"sn1".to_owned()), "{words:?}");
    assert!(words.len() <= 6, "the client need not comment on every stroke: {words:?}");
}

#[test]
fn both_hands_reach_both_sides() {
    let mut left = lumbar("flat", 2, 2, 0, 0);
    left.outlines.iter_mut().flatten().for_each(|corner| *corner = corner.mirrored());
    let mut make_up = client(Some(lumbar("flat", 2, 2, 0, 0)));
    make_up.sites.push(left);
    let mut patient = patient(make_up);
    let stroke = Pull { both: true, ..textbook("subcutaneous", AT, 4.0) };
    pull(&mut patient, stroke);
    wait(&mut patient, 1.0);
    let seen = patient.observation();
    assert_eq!(seen.marks.len(), 2, "a mark on each side");
    assert!(seen.sites[0].worked_s > 0.3);
    assert!((seen.sites[0].worked_s - seen.sites[1].worked_s).abs() < 0.1);
}

#[test]
fn a_lighter_grip_on_the_same_stroke_goes_on_without_a_jerk() {
    let mut patient = patient(client(None));
    let mut grip =
        Grip { stroke: "subcutaneous".into(), aim: Aim::Subcutis, angle_deg: 40, normal_mn: 4_500, both_hands: false };
    let from = BackPoint(7.0, 84.0);
    for tick in 0..180 {
        if tick == 90 {
            grip.normal_mn = 2_500;
        }
        let at = BackPoint(7.0, 84.0 - f64::from(tick) / 60.0 * 4.0);
        patient.step(Some(Contact { grip: &grip, from: from.quantised(), at: at.quantised() }));
        assert!(!patient.observation().touch.as_ref().unwrap().sliding, "tick {tick}");
    }
    assert!(patient.observation().touch.as_ref().unwrap().load < 0.9);
}
