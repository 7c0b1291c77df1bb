//! Feeling the back: a testing stroke in hand, done with the pointer or by zone; what is felt; the chart.

use bevy_egui::egui::{self, Ui};

use super::{chart, draft::Draft, observation, place, preparation};
use crate::{
    interface::{
        intent::Intent,
        theme,
        view::{View, Work},
        widgets::{self, note, press::Tone},
    },
    knowledge::stroke::Role,
    scene::hand::Mode,
};

pub(super) fn show(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, draft: &mut Draft, send: &mut Vec<Intent>) {
    if work.progress.drape == crate::session::action::Drape::Covered {
        observation::undress(ui, work, send);
    }
    preparation::before_touch(ui, view, work, draft, send);
    ui.label(theme::label("TEST IN HAND"));
    for (id, stroke) in view.knowledge.strokes.iter().filter(|(_, stroke)| stroke.role == Role::Test) {
        let chosen = work.tool.mode == Mode::Touch && work.tool.grip.stroke == *id;
        let tone = if chosen { Tone::Chosen } else { Tone::Plain };
        let made = widgets::tile(ui, tone, &stroke.name.en, |ui| {
            ui.label(theme::body(&stroke.name.en));
            ui.add(egui::Label::new(theme::remark(&stroke.meaning)).wrap());
            if chosen {
                ui.add(egui::Label::new(theme::remark(&stroke.dosage).color(theme::ACCENT)).wrap());
                note::note(ui, view.knowledge, &stroke.provenance);
            }
        });
        if made.response.clicked()
            && let Some(grip) = place::usual(work, id)
        {
            send.push(Intent::Grip(grip));
            send.push(Intent::Repeats(1));
            send.push(Intent::Mode(Mode::Touch));
        }
    }
    let testing = work.knowledge.strokes.get(&work.tool.grip.stroke).is_some_and(|stroke| stroke.role == Role::Test);
    if testing && work.tool.mode == Mode::Touch {
        ui.add(egui::Label::new(theme::soft("Pull on the back with the pointer, or place the test here:")).wrap());
        place::show(ui, work, &mut draft.place, send);
    }
    if !work.progress.felt.is_empty() {
        ui.label(theme::label("FELT SO FAR"));
        for felt in &work.progress.felt {
            super::super::point(ui, &felt.words);
        }
    }
    chart::show(ui, view, work, draft, send);
}
