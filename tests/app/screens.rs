//! The screens, drawn with a plain egui context: what they say, and what pressing something asks for.

use std::sync::{Arc, LazyLock};

use bevy_egui::egui::{
    self, Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, Vec2,
    accesskit::{Node, Role},
};
use ctm_trainer::{
    assessment,
    interface::{
        intent::Intent,
        keys,
        memory::Memory,
        reload::{News, What},
        screens::Screen,
        settings::Settings,
        shelf::CaseEntry,
        theme,
        view::{LookingBack, View, Work},
    },
    knowledge::{self, Knowledge, library::Folder},
    scenario::{self, Scenario, check::CheckLevel, format::Phase},
    scene::{body::moving::Cut, hand::Tool, hover::Hover, labels::Labels, replay::Replay, room::Room},
    session::{
        Session,
        action::{Action, Response},
        plan::{self, Plan},
        record::{Header, Record},
    },
};
use libtest_mimic::Trial;

/// The size at which screens are designed.
const DESIGNED: Vec2 = Vec2::new(1280.0, 800.0);

/// All tests of the screens.
pub fn list() -> Vec<Trial> {
    let trial = |name: &str, test: fn()| {
        Trial::test(format!("screens::{name}"), move || {
            test();
            Ok(())
        })
    };
    vec![
        trial("every_screen_has_its_heading", every_screen_has_its_heading),
        trial("every_screen_builds_without_room", every_screen_builds_without_room),
        trial("everything_that_can_be_pressed_has_a_name", everything_that_can_be_pressed_has_a_name),
        trial("every_phase_fits_the_window", every_phase_fits_the_window),
        trial("a_card_opens_its_case", a_card_opens_its_case),
        trial("a_broken_case_is_shown_with_its_errors", a_broken_case_is_shown_with_its_errors),
        trial("the_briefing_begins_the_case", the_briefing_begins_the_case),
        trial("a_question_is_asked_by_pressing_it", a_question_is_asked_by_pressing_it),
        trial("the_way_onward_is_one_button", the_way_onward_is_one_button),
        trial("space_and_escape_pause", space_and_escape_pause),
        trial("a_number_answers_the_client_in_treatment", a_number_answers_the_client_in_treatment),
        trial("a_build_up_step_is_placed_on_both_sides", a_build_up_step_is_placed_on_both_sides),
        trial("the_debrief_asks_before_it_tells", the_debrief_asks_before_it_tells),
        trial("the_ledger_explains_a_line", the_ledger_explains_a_line),
        trial("a_broken_save_is_told_with_its_lines", a_broken_save_is_told_with_its_lines),
        trial(
            "a_question_to_think_over_keeps_its_answer_until_it_is_pressed",
            a_question_to_think_over_keeps_its_answer,
        ),
        trial("the_student_chooses_when_feedback_comes", the_student_chooses_when_feedback_comes),
    ]
}

/// The tables.
pub static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| {
    let (knowledge, findings) = knowledge::load(&Folder::new("assets"));
    assert!(findings.is_empty(), "{findings:?}");
    Arc::new(knowledge)
});

/// The id of the case used here.
pub const CASE: &str = "case01-chronic-low-back-pain";

/// The case.
pub static SCENARIO: LazyLock<Arc<Scenario>> = LazyLock::new(|| {
    let path = format!("scenarios/core/{CASE}.ron");
    let bytes = std::fs::read(&path).expect("the case is part of the program");
    let (scenario, findings) = scenario::read(&KNOWLEDGE, &path, &bytes, CheckLevel::Draft);
    Arc::new(scenario.unwrap_or_else(|| panic!("{findings:?}")))
});

/// A plan with a mistake in it, played to its end and judged.
static JUDGED: LazyLock<(Session, assessment::report::Report)> = LazyLock::new(|| {
    let path = format!("scenarios/core/plans/{CASE}/trap-one-sided.ron");
    let bytes = std::fs::read(&path).expect("the plan is part of the program");
    let plan = Plan::read(&path, &bytes).expect("the plan is sound");
    let header = Header::new(&KNOWLEDGE, &SCENARIO, 1, "test");
    let (lines, session) = plan::drive(&KNOWLEDGE, &SCENARIO, &plan, header).expect("the plan can be played");
    let (record, _) = Record::parse((lines.join("\n") + "\n").as_bytes()).expect("the record is sound");
    let report = assessment::grade(&KNOWLEDGE, &SCENARIO, &record).expect("the record plays again");
    (session, report)
});

/// Everything a view borrows from.
struct Stand {
    cases: Vec<CaseEntry>,
    settings: Settings,
    session: Option<Session>,
    room: Room,
    tool: Tool,
    hover: Hover,
    labels: Labels,
    cut: Cut,
    replay: Replay,
    report: Option<assessment::report::Report>,
    to_think: assessment::LookingBack,
    news: Option<News>,
    memory: Memory,
    ctx: Context,
    size: Vec2,
}

impl Stand {
    fn new() -> Self {
        let good = CaseEntry {
            path: format!("{CASE}.ron"),
            pack: "core".into(),
            good: Vec::new(),
            scenario: Some(SCENARIO.clone()),
            findings: Vec::new(),
            best: None,
        };
        let (_, findings) =
            scenario::read(&KNOWLEDGE, "broken.ron", b"(format: \"ctm-scenario/1\", id: 7)", CheckLevel::Draft);
        let broken = CaseEntry {
            path: "folder/broken.ron".into(),
            pack: "folder".into(),
            scenario: None,
            findings,
            best: None,
            good: Vec::new(),
        };
        let ctx = Context::default();
        theme::apply(&ctx);
        ctx.enable_accesskit();
        Self {
            cases: vec![good, broken],
            settings: Settings::default(),
            session: None,
            room: Room::default(),
            tool: Tool::default(),
            hover: Hover::default(),
            labels: Labels::default(),
            cut: Cut::default(),
            replay: Replay::default(),
            report: None,
            to_think: assessment::LookingBack::default(),
            news: None,
            memory: Memory::default(),
            ctx,
            size: DESIGNED,
        }
    }

    /// With an attempt that has just begun.
    fn working() -> Self {
        let header = Header::new(&KNOWLEDGE, &SCENARIO, 1, "test");
        let session = Session::new(KNOWLEDGE.clone(), SCENARIO.clone(), header).expect("the tables are complete");
        Self { session: Some(session), ..Self::new() }
    }

    /// With an attempt in this phase.
    fn at(phase: Phase) -> Self {
        let mut stand = Self::working();
        let session = stand.session.as_mut().expect("it was just begun");
        for next in Phase::ALL.into_iter().skip(1).take_while(|next| *next <= phase) {
            if next == Phase::Preparation {
                let decision = ctm_trainer::session::action::Decision {
                    outcome: "treat".into(),
                    reasons: Vec::new(),
                    avoid: Vec::new(),
                };
                session.act(Action::Decide(decision)).expect("deciding is possible here");
            }
            session.act(Action::Enter(next)).expect("the way onward is open");
        }
        stand
    }

    /// With a plan played to its end and judged.
    fn judged() -> Self {
        let (session, report) = JUDGED.clone();
        Self { session: Some(session), report: Some(report), ..Self::new() }
    }

    /// One frame with these events: what was asked for, and what a screen reader finds.
    fn frame(&mut self, screen: Screen, events: Vec<Event>) -> (Vec<Intent>, Vec<Node>) {
        let mut wishes = Vec::new();
        let mut memory = std::mem::take(&mut self.memory);
        let work = self.session.as_ref().filter(|_| self.report.is_none()).map(|session| Work {
            knowledge: &KNOWLEDGE,
            case: session.scenario(),
            language: "en",
            feedback: session.header().feedback,
            tick: session.tick(),
            progress: session.progress(),
            observation: session.latest(),
            trace: session.trace(),
            finished: session.finished(),
            touching: session.hand().is_some(),
            tempo_cm_s: None,
            refusal: None,
            speed: 1,
            room: &self.room,
            tool: &self.tool,
            hover: &self.hover,
            labels: &self.labels,
            cut: &self.cut,
            replay: &self.replay,
            picture: None,
        });
        let looking_back = self.report.as_ref().zip(self.session.as_ref()).map(|(report, session)| LookingBack {
            case: session.scenario(),
            report,
            to_think: &self.to_think,
            progress: session.progress(),
            trace: session.trace(),
            still: None,
            record: "records/case.ctmr",
        });
        let view = View {
            knowledge: &KNOWLEDGE,
            cases: &self.cases,
            settings: &self.settings,
            case: Some(&SCENARIO),
            work,
            looking_back,
            beside: None,
            feedback: None,
            news: self.news.as_ref(),
            message: None,
        };
        let input =
            RawInput { screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)), events, ..RawInput::default() };
        let mut output = self.ctx.run_ui(input, |ui| {
            wishes.clear();
            keys::keys(ui.ctx(), screen, &view, &mut memory, &mut wishes);
            screen.show(ui, &view, &mut memory, &mut wishes);
        });
        let update = output.platform_output.accesskit_update.take();
        output.drop_without_applying_deltas();
        self.memory = memory;
        let nodes = update.map(|update| update.nodes.into_iter().map(|(_, node)| node).collect()).unwrap_or_default();
        (wishes, nodes)
    }

    /// What can be read and pressed, after things have found their places.
    fn nodes(&mut self, screen: Screen) -> Vec<Node> {
        self.frame(screen, Vec::new());
        self.frame(screen, Vec::new());
        self.frame(screen, Vec::new()).1
    }

    /// Presses what has this name, and gives what was asked for.
    #[track_caller]
    fn press(&mut self, screen: Screen, name: &str) -> Vec<Intent> {
        let nodes = self.nodes(screen);
        let found = nodes.iter().find(|node| pressable(node) && said(node).contains(name));
        let Some(bounds) = found.and_then(Node::bounds) else {
            let names: Vec<String> = nodes.iter().filter(|node| pressable(node)).map(said).collect();
            panic!("nothing is called {name:?}; there are {names:?}");
        };
        let at = Pos2::new(((bounds.x0 + bounds.x1) / 2.0) as f32, ((bounds.y0 + bounds.y1) / 2.0) as f32);
        let button = |pressed| Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.frame(screen, vec![Event::PointerMoved(at)]);
        self.frame(screen, vec![button(true)]);
        self.frame(screen, vec![button(false)]).0
    }

    fn key(&mut self, screen: Screen, key: egui::Key) -> Vec<Intent> {
        self.nodes(screen);
        let event =
            |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
        self.frame(screen, vec![event(true)]).0
    }
}

fn pressable(node: &Node) -> bool {
    matches!(
        node.role(),
        Role::Button
            | Role::RadioButton
            | Role::CheckBox
            | Role::Slider
            | Role::TextInput
            | Role::ComboBox
            | Role::Link
    )
}

fn said(node: &Node) -> String {
    node.label().or(node.value()).unwrap_or_default().to_owned()
}

fn reads(nodes: &[Node], words: &str) -> bool {
    nodes.iter().any(|node| said(node).contains(words))
}

/// A stand fit for a screen, and the words of its heading.
fn fit(screen: Screen) -> (Stand, &'static str) {
    match screen {
        Screen::Home => (Stand::new(), "CTM Trainer"),
        Screen::Briefing => (Stand::new(), "Back pain at the desk"),
        Screen::Attempt => (Stand::working(), "History"),
        Screen::Debrief => (Stand::judged(), "How did it go?"),
        Screen::Catalogue => (Stand::new(), "Tables"),
        Screen::Settings => (Stand::new(), "Settings"),
        Screen::Help => (Stand::new(), "Help"),
    }
}

fn every_screen_has_its_heading() {
    for screen in Screen::ALL {
        let (mut stand, heading) = fit(screen);
        let nodes = stand.nodes(screen);
        assert!(reads(&nodes, heading), "{screen:?} does not say {heading:?}");
    }
}

fn every_screen_builds_without_room() {
    for screen in Screen::ALL {
        for size in [Vec2::ZERO, Vec2::new(120.0, 90.0), Vec2::new(4000.0, 300.0)] {
            let (mut stand, _) = fit(screen);
            stand.size = size;
            stand.memory.reading.uncovered = true;
            stand.nodes(screen);
        }
    }
    for phase in Phase::ALL.into_iter().take(7) {
        let mut stand = Stand::at(phase);
        stand.size = Vec2::ZERO;
        stand.nodes(Screen::Attempt);
    }
}

fn everything_that_can_be_pressed_has_a_name() {
    let mut all: Vec<(String, Vec<Node>)> = Vec::new();
    for screen in Screen::ALL {
        all.push((format!("{screen:?}"), fit(screen).0.nodes(screen)));
    }
    for phase in Phase::ALL.into_iter().take(7) {
        all.push((format!("{phase:?}"), Stand::at(phase).nodes(Screen::Attempt)));
    }
    for (place, nodes) in all {
        let nameless: Vec<Role> = nodes
            .iter()
            .filter(|node| pressable(node) && said(node).trim().is_empty() && node.labelled_by().is_empty())
            .map(Node::role)
            .collect();
        assert!(nameless.is_empty(), "{place}: {nameless:?} without a name");
        assert!(nodes.iter().any(pressable), "{place}: nothing can be pressed");
    }
}

/// Nothing that can be pressed in the bars and panels lies beyond the window's edges left and right.
fn every_phase_fits_the_window() {
    for phase in Phase::ALL.into_iter().take(7) {
        let mut stand = Stand::at(phase);
        for node in stand.nodes(Screen::Attempt).iter().filter(|node| pressable(node)) {
            let Some(bounds) = node.bounds() else { continue };
            let inside = bounds.x0 >= 0.0 && bounds.x1 <= f64::from(DESIGNED.x) + 0.5;
            assert!(inside, "{phase:?}: {:?} reaches from {:.0} to {:.0}", said(node), bounds.x0, bounds.x1);
        }
    }
}

fn a_card_opens_its_case() {
    let wishes = Stand::new().press(Screen::Home, "Open case: Back pain at the desk");
    assert_eq!(wishes, [Intent::Open(0)]);
    let wishes = Stand::new().key(Screen::Home, egui::Key::Enter);
    assert_eq!(wishes, [Intent::Open(0)]);
}

fn a_broken_case_is_shown_with_its_errors() {
    let mut stand = Stand::new();
    let nodes = stand.nodes(Screen::Home);
    assert!(reads(&nodes, "broken.ron"));
    assert!(reads(&nodes, "cannot be played"));
    assert!(reads(&nodes, "Line 1"), "the place of an error is told");
}

fn the_briefing_begins_the_case() {
    let mut stand = Stand::new();
    let nodes = stand.nodes(Screen::Briefing);
    assert!(reads(&nodes, "Marta K."));
    assert_eq!(stand.press(Screen::Briefing, "Begin"), [Intent::Begin]);
    assert_eq!(Stand::new().key(Screen::Briefing, egui::Key::Enter), [Intent::Begin]);
    assert_eq!(Stand::new().key(Screen::Briefing, egui::Key::Escape), [Intent::Go(Screen::Home)]);
}

fn a_question_is_asked_by_pressing_it() {
    let mut stand = Stand::working();
    let question = &SCENARIO.file.interview.questions[0];
    let words = SCENARIO.say(question.ask.as_ref().expect("it has its own words"), "en");
    let wishes = stand.press(Screen::Attempt, words);
    let ask = Action::Ask(question.id.clone());
    assert_eq!(wishes, [Intent::Act(ask.clone())]);
    stand.session.as_mut().expect("an attempt is going on").act(ask).expect("it can be asked");
    let answer = SCENARIO.say(&question.answer, "en");
    assert!(reads(&stand.nodes(Screen::Attempt), answer), "the answer is heard");
}

fn the_way_onward_is_one_button() {
    let wishes = Stand::working().press(Screen::Attempt, "Inspection  ›");
    assert_eq!(wishes, [Intent::Act(Action::Enter(Phase::Observation))]);
    let wishes = Stand::at(Phase::Closing).press(Screen::Attempt, "Finish");
    assert_eq!(wishes, [Intent::Finish]);
    let nodes = Stand::at(Phase::Decision).nodes(Screen::Attempt);
    assert!(reads(&nodes, "Preparation: not yet"), "without a decision there is no way on");
}

fn space_and_escape_pause() {
    for key in [egui::Key::Space, egui::Key::Escape] {
        assert_eq!(Stand::working().key(Screen::Attempt, key), [Intent::Pause(true)]);
    }
}

fn a_number_answers_the_client_in_treatment() {
    let wishes = Stand::at(Phase::Treatment).key(Screen::Attempt, egui::Key::Num2);
    assert_eq!(wishes, [Intent::Act(Action::Respond(Response::Lighten))]);
    let wishes = Stand::at(Phase::Palpation).key(Screen::Attempt, egui::Key::Num2);
    assert!(matches!(wishes[..], [Intent::LookFrom(_)]), "{wishes:?}");
}

fn a_build_up_step_is_placed_on_both_sides() {
    let mut stand = Stand::at(Phase::Treatment);
    stand.press(Screen::Attempt, "Build-up");
    let wishes = stand.press(Screen::Attempt, "B1 Sacral border hooks");
    assert!(wishes.contains(&Intent::Repeats(3)), "{wishes:?}");
    stand.tool.repeats = 3;
    let hooks = |wishes: &[Intent]| match wishes {
        [Intent::Perform(strokes)] => strokes.iter().map(|stroke| stroke.path[0].0).collect::<Vec<f64>>(),
        other => panic!("{other:?}"),
    };
    let right = hooks(&stand.press(Screen::Attempt, "Place right"));
    let left = hooks(&stand.press(Screen::Attempt, "Place left"));
    assert_eq!(right.len(), 18, "six hooks in three rounds");
    assert!(right.iter().all(|x| *x > 0.0) && left.iter().all(|x| *x < 0.0));
}

fn the_debrief_asks_before_it_tells() {
    let mut stand = Stand::judged();
    let nodes = stand.nodes(Screen::Debrief);
    assert!(!reads(&nodes, "of 100"), "no points before the own rating");
    stand.press(Screen::Debrief, "Good");
    stand.press(Screen::Debrief, "Show the result");
    let nodes = stand.nodes(Screen::Debrief);
    assert!(reads(&nodes, "of 100"));
    assert!(reads(&nodes, "Your own rating before: good"));
    assert_eq!(stand.press(Screen::Debrief, "Try again"), [Intent::Retry]);
}

fn the_ledger_explains_a_line() {
    let mut stand = Stand::judged();
    stand.memory.reading.uncovered = true;
    let entry = stand.report.as_ref().expect("it was judged").ledger[0].clone();
    stand.press(Screen::Debrief, &entry.text);
    assert_eq!(stand.memory.reading.entry, Some(0));
    assert_eq!(stand.memory.reading.tick, entry.events.first().copied());
    let nodes = stand.nodes(Screen::Debrief);
    assert!(reads(&nodes, &entry.why) && reads(&nodes, "Rule: "));
}

fn a_broken_save_is_told_with_its_lines() {
    let mut stand = Stand::working();
    let (_, findings) = scenario::read(&KNOWLEDGE, "broken.ron", b"(\n    id: 7,\n)", CheckLevel::Draft);
    stand.news = Some(News { file: "broken.ron".into(), number: 0, what: What::Broken(findings) });
    let nodes = stand.nodes(Screen::Attempt);
    for words in ["broken.ron was saved with", "The version before goes on", "Line 2, column"] {
        assert!(reads(&nodes, words), "{words:?} is missing");
    }
    assert_eq!(stand.press(Screen::Attempt, "Close"), [Intent::Heard]);
}

fn a_question_to_think_over_keeps_its_answer() {
    let mut stand = Stand::judged();
    stand.memory.reading.uncovered = true;
    stand.size = Vec2::new(1280.0, 4000.0);
    stand.to_think = assessment::LookingBack {
        recap: "Both sides.".into(),
        questions: vec![("Why both sides?".into(), "The body answers as one.".into())],
    };
    let nodes = stand.nodes(Screen::Debrief);
    assert!(reads(&nodes, "Why both sides?") && reads(&nodes, "Both sides."));
    assert!(!reads(&nodes, "The body answers as one."), "the answer is not given away");
    stand.press(Screen::Debrief, "Why both sides?");
    assert!(reads(&stand.nodes(Screen::Debrief), "The body answers as one."));
}

fn the_student_chooses_when_feedback_comes() {
    let wished = Stand::new().press(Screen::Briefing, "Guided");
    assert_eq!(wished, [Intent::Feedback(ctm_trainer::scenario::format::FeedbackMode::Guided)]);
}
