//! What stands behind the screens: wishes obeyed in an app without a window.

use std::{
    fs,
    sync::{Arc, Mutex},
    thread::sleep,
    time::Duration,
};

use bevy::{prelude::*, state::app::StatesPlugin};
use ctm_trainer::{
    assessment,
    interface::{
        self, Asked, Desk, Shelf,
        intent::Intent,
        reload::What,
        screens::Screen,
        settings::Settings,
        shelf::{CaseEntry, Doors, Saved},
    },
    scenario::format::Phase,
    scene::{
        attempt::Attempt,
        body::{moving::Cut, still::Still},
        hand::Tool,
        hover::Hover,
        labels::Labels,
        replay::Replay,
        room::Room,
        stage::Stage,
    },
    session::{
        action::{Action, Decision, Drape},
        plan::Plan,
        record::Record,
    },
    simulation::contact::Grip,
    units::BackPoint,
};
use libtest_mimic::Trial;

use super::screens::{CASE, KNOWLEDGE, SCENARIO};

/// All tests of wishes.
pub fn list() -> Vec<Trial> {
    let trial = |name: &str, test: fn()| {
        Trial::test(format!("wishes::{name}"), move || {
            test();
            Ok(())
        })
    };
    vec![
        trial("an_attempt_is_recorded_and_judged_as_its_record_is", an_attempt_is_recorded_and_judged_as_its_record_is),
        trial("a_record_that_cannot_be_opened_stops_the_beginning", a_record_that_cannot_be_opened_stops_the_beginning),
        trial("help_holds_the_time_and_leads_back", help_holds_the_time_and_leads_back),
        trial("what_is_refused_is_told", what_is_refused_is_told),
        trial("the_room_follows_the_client", the_room_follows_the_client),
        trial("going_on_takes_the_hand_off_the_client", going_on_takes_the_hand_off_the_client),
        trial("a_test_in_hand_is_laid_down_before_treatment", a_test_in_hand_is_laid_down_before_treatment),
        trial("a_case_that_is_saved_goes_on_where_it_was", a_case_that_is_saved_goes_on_where_it_was),
        trial("a_drawn_case_is_judged_as_it_was_met", a_drawn_case_is_judged_as_it_was_met),
    ]
}

/// What the doors were given.
#[derive(Default)]
struct Given {
    record: String,
    results: usize,
    /// What will be told to have been saved.
    saved: Vec<Saved>,
}

fn desk_app(given: &Arc<Mutex<Given>>, opens: bool) -> App {
    let (record, results, saved) = (given.clone(), given.clone(), given.clone());
    let doors = Doors {
        open_record: Box::new(move |_| {
            let record = record.clone();
            let sink = move |line: &str| {
                let mut given = record.lock().unwrap();
                given.record.push_str(line);
                given.record.push('\n');
            };
            if opens { Ok((Box::new(sink), "a record".into())) } else { Err("the disk is full".into()) }
        }),
        keep_result: Box::new(move |_| {
            results.lock().unwrap().results += 1;
            Ok(())
        }),
        saved: Box::new(move || std::mem::take(&mut saved.lock().unwrap().saved)),
        seed: Box::new(|| 3),
        ..Doors::closed()
    };
    let plan = Plan::read("reference.ron", &fs::read(format!("scenarios/core/plans/{CASE}/reference.ron")).unwrap());
    let entry = CaseEntry {
        path: format!("{CASE}.ron"),
        pack: "core".into(),
        scenario: Some(SCENARIO.clone()),
        findings: Vec::new(),
        best: None,
        good: vec![Arc::new(plan.unwrap())],
    };
    let mut app = App::new();
    app.add_plugins((MinimalPlugins, StatesPlugin))
        .init_state::<Stage>()
        .init_resource::<Attempt>()
        .init_resource::<Room>()
        .init_resource::<Tool>()
        .init_resource::<Hover>()
        .init_resource::<Labels>()
        .init_resource::<Cut>()
        .init_resource::<Still>()
        .init_resource::<Replay>()
        .insert_resource(Shelf { knowledge: KNOWLEDGE.clone(), cases: vec![entry], doors })
        .insert_resource(Desk::new(Settings { student: "mira".into(), ..Settings::default() }));
    interface::behind(&mut app);
    app
}

fn wish(app: &mut App, intents: impl IntoIterator<Item = Intent>) {
    for intent in intents {
        app.world_mut().write_message(Asked(intent));
        app.update();
    }
}

fn act(action: Action) -> Intent {
    Intent::Act(action)
}

fn an_attempt_is_recorded_and_judged_as_its_record_is() {
    let given = Arc::default();
    let mut app = desk_app(&given, true);
    let refer = Decision { outcome: "refer".into(), reasons: Vec::new(), avoid: Vec::new() };
    wish(&mut app, [Intent::Open(0), Intent::Begin]);
    assert_eq!(app.world().resource::<Desk>().screen, Screen::Attempt);
    let first = SCENARIO.file.interview.questions[0].id.clone();
    wish(&mut app, [act(Action::Ask(first))]);
    for phase in [Phase::Observation, Phase::Palpation, Phase::Decision] {
        wish(&mut app, [act(Action::Enter(phase))]);
    }
    wish(&mut app, [act(Action::Decide(refer)), Intent::Finish]);
    let desk = app.world().resource::<Desk>();
    assert_eq!(desk.screen, Screen::Debrief);
    let judged = desk.judged.as_ref().expect("it was judged");
    let given = given.lock().unwrap();
    let (record, notes) = Record::parse(given.record.as_bytes()).expect("the record can be read");
    assert!(notes.is_empty(), "{notes:?}");
    assert_eq!(record.header.student, "mira");
    let again = assessment::grade(&KNOWLEDGE, &SCENARIO, &record).expect("the record plays again");
    assert_eq!(again, judged.report, "screen and record say the same");
    assert_eq!(given.results, 1);
    assert!(app.world().resource::<Attempt>().session().is_none(), "the attempt is over");
    let best = app.world().resource::<Shelf>().cases[0].best.expect("the card shows it");
    assert_eq!((best.points, best.attempts), (again.capped, 1));
}

fn a_record_that_cannot_be_opened_stops_the_beginning() {
    let mut app = desk_app(&Arc::default(), false);
    wish(&mut app, [Intent::Open(0), Intent::Begin]);
    let desk = app.world().resource::<Desk>();
    assert_eq!(desk.screen, Screen::Briefing);
    assert_eq!(desk.message.as_deref(), Some("the disk is full"));
    assert!(app.world().resource::<Attempt>().session().is_none());
}

fn help_holds_the_time_and_leads_back() {
    let mut app = desk_app(&Arc::default(), true);
    wish(&mut app, [Intent::Open(0), Intent::Begin, Intent::Speed(4), Intent::Go(Screen::Help)]);
    assert_eq!(app.world().resource::<Attempt>().speed, 0);
    wish(&mut app, [Intent::Go(Screen::Settings), Intent::Back]);
    assert_eq!(app.world().resource::<Desk>().screen, Screen::Attempt);
    wish(&mut app, [Intent::Pause(false)]);
    assert_eq!(app.world().resource::<Attempt>().speed, 4, "as fast as before");
}

fn what_is_refused_is_told() {
    let mut app = desk_app(&Arc::default(), true);
    wish(&mut app, [Intent::Open(0), Intent::Begin, act(Action::Enter(Phase::Treatment))]);
    let attempt = app.world().resource::<Attempt>();
    assert!(attempt.last_refusal.is_some(), "treatment cannot follow the history");
    assert_eq!(attempt.session().expect("it goes on").phase(), Phase::History);
}

fn the_room_follows_the_client() {
    let mut app = desk_app(&Arc::default(), true);
    wish(&mut app, [Intent::Open(0), Intent::Begin]);
    wish(&mut app, [act(Action::Enter(Phase::Observation)), act(Action::Position("prone".into()))]);
    app.update();
    let room = app.world().resource::<Room>();
    assert_eq!(room.body, SCENARIO.file.client.body);
    assert_eq!(room.posture, ctm_trainer::knowledge::chart::Posture::Prone);
    app.update();
    assert_eq!(*app.world().resource::<State<Stage>>().get(), Stage::Inspecting);
}

fn going_on_takes_the_hand_off_the_client() {
    let mut app = desk_app(&Arc::default(), true);
    wish(&mut app, [Intent::Open(0), Intent::Begin]);
    wish(&mut app, [act(Action::Enter(Phase::Observation)), act(Action::Drape(Drape::Sacrum))]);
    wish(&mut app, [act(Action::Enter(Phase::Palpation))]);
    let grip = app.world().resource::<Tool>().grip.clone();
    let touch = Action::Touch { grip, at: BackPoint(4.0, 80.0).quantised() };
    wish(&mut app, [act(touch)]);
    assert!(app.world().resource::<Attempt>().session().expect("it goes on").hand().is_some());
    wish(&mut app, [act(Action::Enter(Phase::Decision))]);
    let attempt = app.world().resource::<Attempt>();
    let session = attempt.session().expect("it goes on");
    assert_eq!((session.phase(), session.hand()), (Phase::Decision, None), "{:?}", attempt.last_refusal);
}

fn a_test_in_hand_is_laid_down_before_treatment() {
    let mut app = desk_app(&Arc::default(), true);
    wish(&mut app, [Intent::Open(0), Intent::Begin]);
    for phase in [Phase::Observation, Phase::Palpation] {
        wish(&mut app, [act(Action::Enter(phase))]);
    }
    let usual = app.world().resource::<Tool>().grip.clone();
    wish(&mut app, [Intent::Grip(Grip { stroke: "displacement".into(), ..usual.clone() })]);
    let treat = Decision { outcome: "treat".into(), reasons: Vec::new(), avoid: Vec::new() };
    wish(&mut app, [act(Action::Enter(Phase::Decision)), act(Action::Decide(treat))]);
    assert_eq!(app.world().resource::<Tool>().grip.stroke.as_str(), "displacement", "it stays until then");
    for phase in [Phase::Preparation, Phase::Treatment] {
        wish(&mut app, [act(Action::Enter(phase))]);
    }
    assert_eq!(app.world().resource::<Attempt>().session().expect("it goes on").phase(), Phase::Treatment);
    assert_eq!(app.world().resource::<Tool>().grip, usual);
}

/// Saves the case as it is with one text in place of another, and waits until the program has looked.
fn save(app: &mut App, given: &Arc<Mutex<Given>>, from: &str, to: &str) {
    let text = fs::read_to_string(format!("scenarios/core/{CASE}.ron")).unwrap();
    assert!(text.contains(from), "the case has {from:?}");
    let bytes = Ok(text.replacen(from, to, 1).into_bytes());
    given.lock().unwrap().saved.push(Saved { path: format!("{CASE}.ron"), pack: "core".into(), bytes });
    sleep(Duration::from_millis(110));
    app.update();
    assert!(given.lock().unwrap().saved.is_empty(), "the program has looked");
}

fn a_case_that_is_saved_goes_on_where_it_was() {
    let given: Arc<Mutex<Given>> = Arc::default();
    let mut app = desk_app(&given, true);
    let first = SCENARIO.file.interview.questions[0].id.clone();
    wish(&mut app, [Intent::Open(0), Intent::Begin, act(Action::Ask(first.clone())), Intent::Pause(true)]);
    let tick = app.world().resource::<Attempt>().session().unwrap().tick();

    save(&mut app, &given, "age: 42", "age: forty");
    let news = app.world().resource::<Desk>().news.clone().expect("it is told");
    let What::Broken(findings) = news.what else { panic!("{news:?}") };
    assert!(findings.iter().any(|finding| finding.message.contains("forty")), "{findings:?}");
    assert_eq!(app.world().resource::<Attempt>().session().unwrap().header().scenario_hash, SCENARIO.hash);
    assert!(app.world().resource::<Shelf>().cases[0].scenario.is_some(), "it can still be played");

    save(&mut app, &given, "age: 42", "age: 43");
    let news = app.world().resource::<Desk>().news.clone().expect("it is told");
    let What::Taken { left_out: Some(left_out), .. } = news.what else { panic!("{news:?}") };
    assert_eq!(left_out, []);
    let session = app.world().resource::<Attempt>().session().unwrap();
    assert_eq!(session.scenario().file.client.age, 43);
    assert_eq!(session.tick(), tick);
    assert_eq!(session.progress().asked.iter().filter(|asked| asked.id == first).count(), 1);
    wish(&mut app, [Intent::Heard, Intent::Finish]);
    let desk = app.world().resource::<Desk>();
    assert!(desk.news.is_none());
    assert!(desk.judged.is_some(), "the carried attempt is judged by its own record: {:?}", desk.message);
}

fn a_drawn_case_is_judged_as_it_was_met() {
    let mirrored = (0..200).find(|seed| {
        let drawn = SCENARIO.for_student(*seed);
        drawn.file.findings != SCENARIO.file.findings
    });
    let seed = mirrored.expect("the side of the findings is drawn");
    let mut app = desk_app(&Arc::default(), true);
    app.world_mut().resource_mut::<Shelf>().doors.seed = Box::new(move || seed);
    wish(&mut app, [Intent::Open(0)]);
    let briefed = app.world().resource::<Desk>().open.as_ref().unwrap().drawn.clone();
    assert_ne!(briefed.file.findings, SCENARIO.file.findings, "the briefing tells of the client who will come");
    wish(&mut app, [Intent::Begin]);
    let met = app.world().resource::<Attempt>().session().unwrap().scenario().clone();
    assert_eq!(met.file, briefed.file);
    wish(&mut app, [Intent::Finish, Intent::Compare(true)]);
    let desk = app.world().resource::<Desk>();
    let judged = desk.judged.as_ref().unwrap_or_else(|| panic!("it was not judged: {:?}", desk.message));
    assert_eq!(judged.case.file, met.file);
    let beside = desk.beside.as_ref().unwrap_or_else(|| panic!("nothing beside it: {:?}", desk.message));
    assert_eq!(beside.judged.case.file, met.file, "the good session is one with the same client");
    assert!(beside.judged.report.capped > judged.report.capped);
}
