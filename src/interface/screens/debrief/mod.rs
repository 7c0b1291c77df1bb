//! Looking back: first how it felt, then safety, then points, then the course of the session and
//! every point explained, and questions to think over.

mod course;
mod ledger;
mod think;
mod verdict;

use std::collections::BTreeSet;

use bevy_egui::egui::{self, Panel, ScrollArea, TextEdit, Ui};

use super::{Screen, page};
use crate::{
    interface::{
        intent::Intent,
        memory::Memory,
        theme,
        view::{LookingBack, View},
        widgets::{self, press},
    },
    units::Tick,
};

/// Where the debrief is being read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The student's own rating, 1 to 5, before the score is seen; it stays on the screen.
    pub rating: Option<u8>,
    /// The student's own words.
    pub words: String,
    /// The result has been uncovered.
    pub uncovered: bool,
    /// The line of the ledger that is read.
    pub entry: Option<usize>,
    /// The moment that is marked on the time line.
    pub tick: Option<Tick>,
    /// Only lines that lost points are shown.
    pub only_lost: bool,
    /// Questions whose answer has been uncovered.
    pub thought: BTreeSet<usize>,
}

/// What a student can say of an attempt before seeing the result.
const RATINGS: [&str; 5] = ["Unsure", "Shaky", "All right", "Good", "Very good"];

pub(super) fn show(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, send: &mut Vec<Intent>) {
    let Some(back) = view.looking_back else {
        page(ui, "Debrief", theme::COLUMN, send, Some(("To the cases", Intent::Go(Screen::Home))), |ui, _| {
            ui.label(theme::lead("There is nothing to look back on yet."));
        });
        return;
    };
    let reading = &mut memory.reading;
    if !reading.uncovered {
        before(ui, reading, send);
        return;
    }
    head(ui, view, &back, send);
    let left = (ui.available_width() * 0.31).clamp(0.0, 400.0);
    Panel::left("verdict").resizable(false).exact_size(left).frame(theme::panel()).show(ui, |ui| {
        ScrollArea::vertical().id_salt("verdict").auto_shrink([false, false]).show(ui, |ui| {
            verdict::show(ui, view, &back, reading);
        });
    });
    egui::CentralPanel::no_frame().frame(theme::page().inner_margin(egui::Margin::symmetric(20, 14))).show(ui, |ui| {
        ScrollArea::vertical().id_salt("course").auto_shrink([false, false]).show(ui, |ui| {
            course::show(ui, view, &back, reading, send);
            ui.add_space(theme::GAP);
            think::show(ui, back.to_think, reading);
            ui.add_space(theme::GAP);
            ledger::show(ui, view, &back, reading);
        });
    });
}

/// One line of feeling before the score, so that the own judgement comes first.
fn before(ui: &mut Ui, reading: &mut Reading, send: &mut Vec<Intent>) {
    page(ui, "How did it go?", theme::COLUMN, send, None, |ui, _| {
        ui.label(theme::lead("Before you see the result: how do you rate your own work?"));
        ui.label(theme::soft("This stays on this screen and is not kept."));
        ui.add_space(theme::NEAR);
        ui.horizontal_wrapped(|ui| {
            for (index, name) in RATINGS.iter().enumerate() {
                let value = index as u8 + 1;
                if press::choice(ui, reading.rating == Some(value), name).clicked() {
                    reading.rating = Some(value);
                }
            }
        });
        ui.add_space(theme::NEAR);
        let label = ui.label(theme::soft("In one line: what went well, what would you do differently?"));
        let field = TextEdit::singleline(&mut reading.words).desired_width(theme::COLUMN - 20.0).margin(theme::FIELD);
        ui.add(field).labelled_by(label.id);
        ui.add_space(theme::GAP);
        if widgets::primary(ui, "Show the result").clicked() {
            reading.uncovered = true;
        }
    });
}

fn head(ui: &mut Ui, view: &View<'_>, back: &LookingBack<'_>, send: &mut Vec<Intent>) {
    Panel::top("debrief head").resizable(false).frame(theme::panel().fill(theme::SHEET)).show(ui, |ui| {
        ui.horizontal(|ui| {
            let title = back.case.say(&back.case.file.description.title, &view.settings.language);
            ui.label(theme::heading(format!("Debrief · {title}")));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if widgets::primary(ui, "Back to the cases").clicked() {
                    send.push(Intent::Go(Screen::Home));
                }
                if widgets::secondary(ui, "Try again").clicked() {
                    send.push(Intent::Retry);
                }
                if let Some(message) = view.message {
                    ui.label(theme::body(message).color(theme::CAUTION));
                }
            });
        });
    });
}

/// The own rating in words.
fn rating(reading: &Reading) -> Option<&'static str> {
    let index = usize::from(reading.rating?).checked_sub(1)?;
    RATINGS.get(index).copied()
}
