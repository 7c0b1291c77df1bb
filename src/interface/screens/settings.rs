//! Size of letters, language of the client, cost of the picture, name in the records.

use bevy_egui::egui::{TextEdit, Ui};

use super::page;
use crate::interface::{
    intent::Intent,
    memory::Memory,
    settings::{Picture, ZOOMS},
    theme,
    view::View,
    widgets::press,
};

pub(super) fn show(ui: &mut Ui, view: &View<'_>, _memory: &mut Memory, send: &mut Vec<Intent>) {
    page(ui, "Settings", theme::COLUMN, send, Some(("Done", Intent::Back)), |ui, send| {
        let mut wanted = view.settings.clone();
        group(ui, "Size of letters", "Everything grows with them.", |ui| {
            for (name, zoom) in ZOOMS {
                if press::choice(ui, (wanted.zoom - zoom).abs() < 0.01, name).clicked() {
                    wanted.zoom = zoom;
                }
            }
        });
        group(
            ui,
            "Language of the client's words",
            "Where a case has no words in it, its own language is used.",
            |ui| {
                for (name, language) in [("English", "en"), ("Deutsch", "de")] {
                    if press::choice(ui, wanted.language == language, name).clicked() {
                        wanted.language = language.to_owned();
                    }
                }
            },
        );
        group(ui, "Picture", "Choose the lowest if the room moves in jerks.", |ui| {
            for (name, picture) in [("Simple", Picture::Low), ("Standard", Picture::Standard), ("Fine", Picture::High)]
            {
                if press::choice(ui, wanted.picture == picture, name).clicked() {
                    wanted.picture = picture;
                }
            }
        });
        group(ui, "Your name in records", "A pseudonym is enough; it stays on this computer.", |ui| {
            let label = ui.label(theme::remark("Name"));
            ui.add(TextEdit::singleline(&mut wanted.student).char_limit(40).margin(theme::FIELD)).labelled_by(label.id);
        });
        if wanted != *view.settings {
            send.push(Intent::Settings(wanted));
        }
        if let Some(message) = view.message {
            ui.label(theme::body(message).color(theme::CAUTION));
        }
    });
}

fn group(ui: &mut Ui, name: &str, help: &str, choices: impl FnOnce(&mut Ui)) {
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::heading(name));
        ui.label(theme::soft(help));
        ui.add_space(theme::TIGHT);
        ui.horizontal_wrapped(choices);
    });
    ui.add_space(theme::TIGHT);
}
