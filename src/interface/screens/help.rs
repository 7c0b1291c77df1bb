//! Keys, and how to work in the room.

use bevy_egui::egui::{Grid, Label, Ui};

use super::{page, point};
use crate::interface::{intent::Intent, memory::Memory, theme, view::View, widgets::press};

/// Keys and what they do.
pub const KEYS: [(&str, &str, &str); 6] = [
    ("Everywhere", "Tab   Enter   Esc", "next control, press it, back or pause"),
    ("In the room", "Space", "time stands still, or goes on"),
    ("In the room", "1 … 6", "views: back, from the left, from the right, low back, shoulders, side"),
    ("In treatment", "1 … 9", "answer the client; views are then Alt and the number"),
    ("In the room", "T   Z   X", "touch or look, zones on and off, take back"),
    ("In the room", "C   L   R", "section under the finger, loads in colours, last stroke in slow motion"),
];

pub(super) fn show(ui: &mut Ui, _view: &View<'_>, _memory: &mut Memory, send: &mut Vec<Intent>) {
    page(ui, "Help", theme::COLUMN + 120.0, send, Some(("Done", Intent::Back)), |ui, _| {
        theme::card().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::heading("How a case runs"));
            for line in [
                "A case has eight phases, shown as a path at the top. Press a phase to go there; what cannot follow yet is pale.",
                "The client sits in the middle, your tools are on the left, the client's words and signs on the right.",
                "Nothing you do is stopped because it is wrong. What was dangerous, and why, you read in the debrief.",
                "Every attempt is kept on this computer as a record, event by event.",
            ] {
                point(ui, line);
            }
        });
        theme::card().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::heading("With the pointer"));
            for line in [
                "Look: drag to turn, wheel to come nearer to the place under the pointer, middle button to shift.",
                "Touch: press on the back to lay the fingers on, drag to pull the tissue, let go to lift.",
                "Every stroke can also be placed without the pointer: choose a zone, a side and a direction.",
            ] {
                point(ui, line);
            }
        });
        theme::card().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::heading("Keys"));
            Grid::new("keys").num_columns(3).spacing([theme::GAP, theme::NEAR]).show(ui, |ui| {
                for (place, keys, what) in KEYS {
                    ui.label(theme::remark(place));
                    ui.horizontal(|ui| {
                        for name in keys.split("   ") {
                            press::key(ui, name);
                        }
                    });
                    ui.add(Label::new(theme::body(what)).wrap());
                    ui.end_row();
                }
            });
        });
        theme::card().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::heading("What this program is not"));
            ui.add(Label::new(theme::body(
                "It does not replace practice under supervision, and it is no medical advice. Forces and reactions are \
                 a model with its sources named; your instructor's rules and the law of your country come first.",
            )).wrap());
        });
    });
}
