//! Does what the screens asked for.

use std::sync::Arc;

use bevy::prelude::*;

use super::{
    Asked,
    desk::{Beside, Desk, Judged, Open},
    intent::Intent,
    memory::Memory,
    screens::{Screen, attempt::draft::Draft},
    shelf::{Best, Shelf},
    text,
};
use crate::{
    knowledge::stroke::Role,
    scenario::{Scenario, format::Phase},
    scene::{
        attempt::Attempt,
        hand::{Mode, Tool},
        replay::Replay,
        room::{Overlay, Room},
    },
    session::{
        action::Action,
        plan::{self, Plan},
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
                    self.open(case);
                }
            }
            Intent::Retry => {
                if let Some(open) = self.desk.open.take() {
                    self.open(open.file);
                }
            }
            Intent::Feedback(mode) => self.desk.feedback = Some(mode),
            Intent::Compare(beside) => self.compare(beside),
            Intent::Heard => self.desk.news = None,
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

    /// Draws who comes, and shows the briefing.
    fn open(&mut self, case: Arc<Scenario>) {
        let seed = (self.shelf.doors.seed)();
        self.desk.open = Some(Open::new(case, seed));
        self.go(Screen::Briefing);
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
        let Some(Open { file: case, seed, .. }) = self.desk.open.clone() else { return };
        let knowledge = self.shelf.knowledge.clone();
        let mut header = Header::new(&knowledge, &case, seed, &self.desk.settings.student);
        header.feedback = text::mode(header.feedback, self.desk.feedback);
        if case.file.text.contains_key(&self.desk.settings.language) {
            header.language.clone_from(&self.desk.settings.language);
        }
        let sink = match self.desk.open_record(&mut self.shelf.doors, &case) {
            Ok(sink) => sink,
            Err(message) => {
                self.desk.message = Some(message);
                return;
            }
        };
        if let Err(error) = self.attempt.begin(knowledge, case, header, sink) {
            self.desk.message = Some(format!("The case cannot begin: {error}"));
            return;
        }
        self.attempt.speed = 1;
        (self.desk.judged, self.desk.beside) = (None, None);
        self.desk.memory = Memory { card: self.desk.memory.card, choice: self.desk.memory.choice, ..Memory::default() };
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
        let Some(Open { file, .. }) = self.desk.open.clone() else { return };
        let text = self.desk.lines.lock().map(|text| text.clone()).unwrap_or_default();
        let judged = Record::parse(text.as_bytes())
            .map_err(|error| error.to_string())
            .and_then(|(record, _)| Judged::new(&self.shelf.knowledge, &file, &record, self.desk.record.clone()));
        self.attempt.end();
        let judged = match judged {
            Ok(judged) => judged,
            Err(error) => {
                self.go(Screen::Home);
                self.desk.message = Some(format!("The record could not be judged: {error}"));
                return;
            }
        };
        let message = (self.shelf.doors.keep_result)(&judged.report).err();
        for entry in &mut self.shelf.cases {
            if entry.scenario.as_ref().is_some_and(|known| known.file.id == file.file.id) {
                entry.best = Some(Best::after(entry.best, &judged.report));
            }
        }
        (self.desk.judged, self.desk.beside) = (Some(judged), None);
        self.go(Screen::Debrief);
        self.desk.message = message;
    }

    /// Plays a good session with the same client, to be shown beside the one that was judged.
    fn compare(&mut self, beside: bool) {
        self.desk.beside = None;
        let Some(judged) = self.desk.judged.as_ref().filter(|_| beside) else { return };
        match good(self.shelf, judged) {
            Ok(judged) => self.desk.beside = Some(Beside { name: "A good session".into(), judged }),
            Err(message) => self.desk.message = Some(message),
        }
    }
}

fn good(shelf: &Shelf, judged: &Judged) -> Result<Judged, String> {
    let case = &judged.file;
    let drawn = case.drawn(judged.seed);
    let fits = |plan: &&Arc<Plan>| {
        plan.file.with.iter().all(|(draw, choice)| drawn.contains(&(draw.as_str(), choice.as_str())))
    };
    let entry = shelf.cases.iter().find(|entry| entry.scenario.as_ref().is_some_and(|known| known.hash == case.hash));
    // The plan that names the most of what was drawn is made for this client.
    let plan = entry
        .and_then(|entry| entry.good.iter().filter(fits).max_by_key(|plan| plan.file.with.len()))
        .ok_or("There is no plan of a good session with this client.")?;
    let header = Header::new(&shelf.knowledge, case, judged.seed, "plan");
    let (lines, _) = plan::drive(&shelf.knowledge, case, plan, header)
        .map_err(|error| format!("The plan cannot be played: {error}"))?;
    let (record, _) = Record::parse((lines.join("\n") + "\n").as_bytes()).map_err(|error| error.to_string())?;
    Judged::new(&shelf.knowledge, case, &record, String::new())
}
