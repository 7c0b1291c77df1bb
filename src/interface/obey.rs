//! Does what the screens asked for.

use std::sync::{Arc, Mutex};

use bevy::prelude::*;

use super::{
    Asked,
    desk::{Desk, Judged},
    intent::Intent,
    memory::Memory,
    screens::{Screen, attempt::draft::Draft},
    shelf::{Best, Shelf},
};
use crate::{
    assessment,
    knowledge::stroke::Role,
    scenario::format::Phase,
    scene::{
        attempt::Attempt,
        hand::{Mode, Tool},
        replay::Replay,
        room::{Overlay, Room},
    },
    session::{
        action::Action,
        record::{Header, Record},
    },
};

/// Obeys one wish after the other.
pub(super) fn obey(
    mut inbox: MessageReader<Asked>,
    mut desk: ResMut<Desk>,
    mut shelf: ResMut<Shelf>,
    mut attempt: ResMut<Attempt>,
    mut room: ResMut<Room>,
    mut tool: ResMut<Tool>,
    mut replay: ResMut<Replay>,
    mut exit: MessageWriter<AppExit>,
) {
    for Asked(intent) in inbox.read() {
        let mut world = Reach {
            desk: &mut desk,
            shelf: &mut shelf,
            attempt: &mut attempt,
            room: &mut room,
            tool: &mut tool,
            replay: &mut replay,
        };
        if *intent == Intent::Quit {
            exit.write(AppExit::Success);
        } else {
            world.obey(intent.clone());
        }
    }
}

/// What a wish can change.
struct Reach<'a> {
    desk: &'a mut Desk,
    shelf: &'a mut Shelf,
    attempt: &'a mut Attempt,
    room: &'a mut Room,
    tool: &'a mut Tool,
    replay: &'a mut Replay,
}

impl Reach<'_> {
    fn obey(&mut self, intent: Intent) {
        match intent {
            Intent::Go(screen) => self.go(screen),
            Intent::Back => self.back(),
            Intent::Open(number) => {
                let case = self.shelf.cases.get(number).and_then(|entry| entry.scenario.clone());
                if let Some(case) = case {
                    self.desk.open = Some(case);
                    self.go(Screen::Briefing);
                }
            }
            Intent::Begin => self.begin(),
            Intent::Leave => {
                self.attempt.end();
                self.go(Screen::Home);
            }
            Intent::Finish => self.finish(),
            Intent::Act(action) => self.act(action),
            Intent::Perform(strokes) => {
                if self.attempt.speed == 0 {
                    self.pause(false);
                }
                self.tool.perform.extend(strokes);
            }
            Intent::Drop => self.tool.perform.clear(),
            Intent::Speed(speed) => self.attempt.speed = speed,
            Intent::Pause(pause) => self.pause(pause),
            Intent::LookFrom(view) => self.room.view = Some(view),
            Intent::Focus(focus) => self.room.focus = focus,
            Intent::Layers(depth) => self.room.layers = depth.clamp(0.0, 3.0),
            Intent::Lamp(lamp) => self.room.lamp = lamp,
            Intent::Overlay(overlay) => self.room.overlay = overlay,
            Intent::Load(load, peak) => (self.room.load, self.room.load_peak) = (load, peak),
            Intent::Section(shown) => self.room.section = shown,
            Intent::Again(slow) => self.again(slow),
            Intent::Mode(mode) => self.tool.mode = mode,
            Intent::Grip(grip) => self.tool.grip = grip,
            Intent::Repeats(repeats) => self.tool.repeats = repeats.max(1),
            Intent::Settings(settings) => {
                self.desk.settings = settings;
                let kept = (self.shelf.doors.keep_settings)(&self.desk.settings);
                self.desk.message = kept.err();
            }
            Intent::Quit => {}
        }
    }

    fn go(&mut self, screen: Screen) {
        let aside = matches!(screen, Screen::Settings | Screen::Help | Screen::Catalogue);
        if aside {
            self.pause(true);
            if !matches!(self.desk.screen, Screen::Settings | Screen::Help | Screen::Catalogue) {
                self.desk.before = Some(self.desk.screen);
            }
        }
        self.desk.message = None;
        self.desk.screen = screen;
    }

    fn back(&mut self) {
        let screen = self.desk.before.take().unwrap_or_default();
        self.desk.screen = screen;
        self.desk.message = None;
    }

    /// Opens the record and begins the attempt at the open case.
    fn begin(&mut self) {
        let Some(case) = self.desk.open.clone() else { return };
        let knowledge = self.shelf.knowledge.clone();
        let seed = (self.shelf.doors.seed)();
        let mut header = Header::new(&knowledge, &case, seed, &self.desk.settings.student);
        if case.file.text.contains_key(&self.desk.settings.language) {
            header.language.clone_from(&self.desk.settings.language);
        }
        let lines = Arc::new(Mutex::new(String::new()));
        let kept = lines.clone();
        let (mut write, path) = match (self.shelf.doors.open_record)(&case) {
            Ok(opened) => opened,
            Err(message) => {
                self.desk.message = Some(message);
                return;
            }
        };
        let sink = move |line: &str| {
            write(line);
            if let Ok(mut text) = kept.lock() {
                text.push_str(line);
                text.push('\n');
            }
        };
        if let Err(error) = self.attempt.begin(knowledge, case, header, Box::new(sink)) {
            self.desk.message = Some(format!("The case cannot begin: {error}"));
            return;
        }
        self.attempt.speed = 1;
        self.desk.record = path;
        self.desk.lines = lines;
        self.desk.judged = None;
        self.desk.memory = Memory { card: self.desk.memory.card, ..Memory::default() };
        *self.tool = Tool::default();
        let quality = self.room.quality;
        *self.room = Room { quality, overlay: Overlay { marks: true, ..Overlay::default() }, ..Room::default() };
        self.go(Screen::Attempt);
    }

    fn act(&mut self, action: Action) {
        if self.attempt.speed == 0 && !matches!(action, Action::Finish) {
            self.pause(false);
        }
        let hands_off = matches!(
            action,
            Action::Enter(_) | Action::Position(_) | Action::Drape(_) | Action::Rest(true) | Action::Finish
        );
        if hands_off {
            self.lift();
        }
        let entered = match &action {
            Action::Enter(phase) => Some(*phase),
            _ => None,
        };
        let done = self.attempt.act(action).is_ok();
        if let Some(phase) = entered.filter(|_| done) {
            self.arrive(phase);
        }
    }

    /// Takes the hand off the client and forgets the strokes that wait: what follows needs free hands.
    fn lift(&mut self) {
        self.tool.perform.clear();
        if self.attempt.session().is_some_and(|session| session.hand().is_some()) {
            let _ = self.attempt.act(Action::Lift);
        }
    }

    /// Lays out the tools of a phase.
    fn arrive(&mut self, phase: Phase) {
        self.attempt.speed = self.attempt.speed.min(1);
        if !matches!(phase, Phase::Palpation | Phase::Treatment) {
            self.tool.mode = Mode::Look;
        }
        // a test in hand is no treatment
        let knowledge = &self.shelf.knowledge;
        let tests = knowledge.strokes.get(&self.tool.grip.stroke).is_some_and(|stroke| stroke.role == Role::Test);
        if phase == Phase::Treatment && tests {
            self.tool.grip = Tool::default().grip;
        }
        let old = std::mem::take(&mut self.desk.memory.draft);
        self.desk.memory.draft =
            Draft { placed: old.placed, place: old.place, section: old.section, ..Draft::default() };
    }

    /// Shows the last stroke again while time stands still.
    fn again(&mut self, slow: f64) {
        let last = self.attempt.session().and_then(|session| session.trace().strokes.last().cloned());
        if let Some(stroke) = last {
            self.tool.perform.clear();
            self.pause(true);
            self.replay.begin(stroke, slow);
        }
    }

    fn pause(&mut self, pause: bool) {
        if !pause {
            self.replay.end();
        }
        if pause && self.attempt.speed > 0 {
            self.desk.speed = self.attempt.speed;
            self.attempt.speed = 0;
        } else if !pause && self.attempt.speed == 0 {
            self.attempt.speed = self.desk.speed.max(1);
        }
    }

    /// Ends the attempt, has its record judged, and shows what came of it.
    fn finish(&mut self) {
        self.lift();
        let ended = self.attempt.session().is_some_and(|session| session.finished());
        if !ended && self.attempt.act(Action::Finish).is_err() {
            return;
        }
        let Some(session) = self.attempt.session() else { return };
        let case = session.scenario().clone();
        let text = self.desk.lines.lock().map(|text| text.clone()).unwrap_or_default();
        let judged = Record::parse(text.as_bytes()).map_err(|error| error.to_string()).and_then(|(record, _)| {
            assessment::grade(&self.shelf.knowledge, &case, &record).map_err(|difference| difference.to_string())
        });
        let report = match judged {
            Ok(report) => report,
            Err(error) => {
                self.attempt.end();
                self.go(Screen::Home);
                self.desk.message = Some(format!("The record could not be judged: {error}"));
                return;
            }
        };
        self.desk.message = (self.shelf.doors.keep_result)(&report).err();
        for entry in &mut self.shelf.cases {
            if entry.scenario.as_ref().is_some_and(|known| known.file.id == case.file.id) {
                entry.best = Some(Best::after(entry.best, &report));
            }
        }
        let (progress, trace) = (session.progress().clone(), session.trace().clone());
        let sites = session.latest().sites.clone();
        self.desk.judged = Some(Judged { case, report, progress, trace, sites, record: self.desk.record.clone() });
        self.attempt.end();
        let message = self.desk.message.take();
        self.go(Screen::Debrief);
        self.desk.message = message;
    }
}
