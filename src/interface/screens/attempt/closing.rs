//! Ending well: balancing strokes, rest, advice, documentation, and what is said to the client.

use bevy_egui::egui::{self, Ui};

use super::{draft::Draft, place, preparation};
use crate::{
    interface::{
        intent::Intent,
        text, theme,
        view::{View, Work},
        widgets::{self, badge, press, press::Tone},
    },
    knowledge::{safety::PreparationGroup, stroke::Role},
    scene::hand::Mode,
    session::action::Action,
};

/// Speed of time while the client rests.
const FAST: u32 = 30;

pub(super) fn show(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, draft: &mut Draft, send: &mut Vec<Intent>) {
    balancing(ui, view, work, draft, send);
    rest(ui, work, send);
    ui.add_space(theme::TIGHT);
    ui.label(theme::label("CLOSE THE SESSION"));
    for (id, item) in view.knowledge.preparation.iter().filter(|(_, item)| item.group == PreparationGroup::Closing) {
        let done = work.progress.closed.iter().any(|done| done.id == *id);
        if preparation::item(ui, item, done) {
            send.push(Intent::Act(Action::Close(id.clone())));
        }
    }
    statements(ui, work, send);
}

fn balancing(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, draft: &mut Draft, send: &mut Vec<Intent>) {
    let balance = |id| view.knowledge.strokes.get(id).is_some_and(|stroke| stroke.role == Role::Balance);
    let done = work.trace.treating().filter(|stroke| balance(&stroke.stroke)).count();
    if work.progress.treating_strokes == 0 {
        return;
    }
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::body("Balancing strokes"));
        let words = if done == 0 {
            "None so far. They close what was opened, and are the taught remedy for most unwanted reactions.".to_owned()
        } else {
            format!("{} so far.", text::count(done, "balancing stroke"))
        };
        ui.add(egui::Label::new(theme::remark(words)).wrap());
        for (id, stroke) in view.knowledge.strokes.iter().filter(|(_, stroke)| stroke.role == Role::Balance) {
            let chosen = work.tool.grip.stroke == *id && work.tool.mode == Mode::Touch;
            if press::choice(ui, chosen, &format!("Take in hand: {}", stroke.name.en)).clicked()
                && let Some(grip) = place::usual(work, id)
            {
                send.push(Intent::Grip(grip));
                send.push(Intent::Mode(Mode::Touch));
            }
            if chosen {
                place::show(ui, work, &mut draft.place, send);
            }
        }
    });
}

fn rest(ui: &mut Ui, work: &Work<'_>, send: &mut Vec<Intent>) {
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::body("Rest"));
        ui.label(theme::remark(format!("Rested {} so far", text::seconds(work.progress.rest_seconds()))));
        ui.horizontal_wrapped(|ui| {
            if work.progress.resting() {
                if widgets::primary(ui, "End the rest").clicked() {
                    send.push(Intent::Act(Action::Rest(false)));
                    send.push(Intent::Speed(1));
                }
                for (name, speed) in [("Real time", 1), ("Fast", FAST), ("Very fast", 120)] {
                    if press::choice(ui, work.speed == speed, name).clicked() {
                        send.push(Intent::Speed(speed));
                    }
                }
            } else if widgets::secondary(ui, "Let the client rest").clicked() {
                send.push(Intent::Act(Action::Rest(true)));
                send.push(Intent::Speed(FAST));
            }
        });
    });
}

fn statements(ui: &mut Ui, work: &Work<'_>, send: &mut Vec<Intent>) {
    let statements = &work.case.file.task.statements;
    if statements.is_empty() {
        return;
    }
    ui.add_space(theme::TIGHT);
    ui.label(theme::label("WHAT YOU SAY TO THE CLIENT"));
    ui.label(theme::remark("Say only what you can stand by."));
    for statement in statements {
        let done = work.progress.said.iter().any(|said| said.id == statement.id);
        let words = work.case.say(&statement.words, work.language);
        let tone = if done { Tone::Done } else { Tone::Plain };
        let made = widgets::tile(ui, tone, words, |ui| {
            ui.horizontal_top(|ui| {
                badge::done_box(ui, done);
                ui.add(egui::Label::new(theme::body(format!("“{words}”"))).wrap());
            });
        });
        if made.response.clicked() && !done {
            send.push(Intent::Act(Action::Say(statement.id.clone())));
        }
    }
}
