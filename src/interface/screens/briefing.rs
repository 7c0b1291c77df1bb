//! What a case asks: who comes, what is to be learned, how long it takes.

use bevy_egui::egui::{self, Key, Ui};

use super::{Level, Screen, page, paragraph, point};
use crate::{
    interface::{
        intent::Intent,
        memory::Memory,
        text, theme,
        view::View,
        widgets::{self, badge, press},
    },
    scenario::format::{FeedbackMode, Sex},
};

pub(super) fn show(ui: &mut Ui, view: &View<'_>, _memory: &mut Memory, send: &mut Vec<Intent>) {
    let Some(case) = view.case else {
        page(ui, "Briefing", theme::COLUMN, send, Some(("Back to the cases", Intent::Go(Screen::Home))), |ui, _| {
            ui.label(theme::lead("No case is open."));
        });
        return;
    };
    let say = |text| case.say(text, &view.settings.language);
    let file = &case.file;
    let about = &file.description;
    if ui.memory(|memory| memory.focused().is_none()) {
        if ui.input(|input| input.key_pressed(Key::Enter)) {
            send.push(Intent::Begin);
        }
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            send.push(Intent::Go(Screen::Home));
        }
    }
    let back = Some(("Back to the cases", Intent::Go(Screen::Home)));
    page(ui, say(&about.title), 1040.0, send, back, |ui, send| {
        ui.horizontal(|ui| {
            badge::coloured_chip(ui, text::level(about.level), theme::ON_ACCENT, theme::ACCENT);
            badge::chip(ui, &format!("about {} min", about.minutes));
            badge::chip(ui, &format!("session {} of the course", file.task.session_number));
        });
        ui.add_space(theme::NEAR);
        paragraph(ui, theme::lead(say(&about.summary)));
        ui.add_space(theme::GAP);
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                client(left, view);
                task(right, view, send);
            }
        });
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            if widgets::primary(ui, "Begin").clicked() {
                send.push(Intent::Begin);
            }
            ui.add_space(theme::NEAR);
            widgets::press::key(ui, "Enter");
            if let Some(message) = view.message {
                ui.label(theme::body(message).color(theme::CAUTION));
            }
        });
        ui.add_space(theme::GAP);
        let authors = about.authors.join(", ");
        let review = match about.review.last() {
            Some(review) => format!("read by {}, {}, on {}", review.by, review.role, review.on),
            None => "not yet read by an instructor".to_owned(),
        };
        ui.label(theme::remark(format!("Written by {authors} · {} · {review}", about.licence)));
    });
}

fn client(ui: &mut Ui, view: &View<'_>) {
    let Some(case) = view.case else { return };
    let say = |text| case.say(text, &view.settings.language);
    let person = &case.file.client;
    roomy(ui, |ui| {
        let room = Level::begin(ui, "briefing", 200.0);
        ui.label(theme::label("WHO COMES"));
        ui.label(theme::heading(&person.name));
        let sex = match person.sex {
            Sex::Female => "woman",
            Sex::Male => "man",
        };
        ui.label(theme::soft(format!("{sex}, {} years · {}", person.age, say(&person.occupation))));
        ui.add_space(theme::NEAR);
        ui.add(egui::Label::new(theme::lead(format!("“{}”", say(&person.complaint)))).wrap());
        ui.add_space(theme::NEAR);
        ui.label(theme::remark("The client and the story are invented."));
        room.end(ui);
    });
}

fn task(ui: &mut Ui, view: &View<'_>, send: &mut Vec<Intent>) {
    let Some(case) = view.case else { return };
    let say = |text| case.say(text, &view.settings.language);
    let task = &case.file.task;
    roomy(ui, |ui| {
        let room = Level::begin(ui, "briefing", 200.0);
        ui.label(theme::label("WHAT YOU LEARN"));
        for objective in &case.file.description.objectives {
            point(ui, say(objective));
        }
        ui.add_space(theme::NEAR);
        ui.label(theme::label("WHAT THE CLIENT HOPES FOR"));
        ui.add(egui::Label::new(theme::body(say(&task.goal))).wrap());
        ui.add_space(theme::NEAR);
        ui.label(theme::label("HOW YOU ARE ACCOMPANIED"));
        let mode = text::mode(task.feedback, view.feedback);
        if task.feedback != FeedbackMode::Exam {
            ui.horizontal_wrapped(|ui| {
                for (label, choice) in [
                    ("Guided", FeedbackMode::Guided),
                    ("Practice", FeedbackMode::Practice),
                    ("Exam", FeedbackMode::Exam),
                ] {
                    if press::choice(ui, mode == choice, label).clicked() {
                        send.push(Intent::Feedback(choice));
                    }
                }
            });
        }
        ui.label(theme::soft(text::feedback(mode)));
        room.end(ui);
    });
}

/// A card with wide margins, its text set from the left.
fn roomy(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    theme::card().inner_margin(egui::Margin::same(18)).show(ui, |ui| {
        let width = ui.available_width();
        ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.set_width(width);
            contents(ui);
        });
    });
}
