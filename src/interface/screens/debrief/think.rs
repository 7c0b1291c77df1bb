//! Questions to think over, each with what experienced therapists weigh there, and what to take along.

use bevy_egui::egui::{self, Ui};

use super::Reading;
use crate::{
    assessment::LookingBack,
    interface::{
        theme,
        widgets::{self, press::Tone},
    },
};

pub(super) fn show(ui: &mut Ui, to_think: &LookingBack, reading: &mut Reading) {
    if !to_think.questions.is_empty() {
        ui.label(theme::heading("To think over"));
        ui.label(theme::remark("Answer for yourself first, then press to see what experienced therapists weigh."));
    }
    for (index, (ask, think)) in to_think.questions.iter().enumerate() {
        let open = reading.thought.contains(&index);
        let tone = if open { Tone::Chosen } else { Tone::Plain };
        let made = widgets::tile(ui, tone, ask, |ui| {
            ui.add(egui::Label::new(theme::body(ask)).wrap());
            if open {
                ui.add(egui::Label::new(theme::soft(think)).wrap());
            }
        });
        if made.response.clicked() && !reading.thought.remove(&index) {
            reading.thought.insert(index);
        }
    }
    if !to_think.recap.is_empty() {
        ui.add_space(theme::NEAR);
        theme::chosen().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::label("TO TAKE ALONG"));
            ui.add(egui::Label::new(theme::body(&to_think.recap)).wrap());
        });
    }
}
