//! The client's words and signs, and the student's questions, as a conversation.

use bevy_egui::egui::{Align, Color32, Frame, Layout, Margin, RichText, Stroke, Ui};

use crate::interface::theme::{self, size};

/// Who speaks, or what kind of line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The client speaks.
    Client,
    /// The client shows something.
    Sign,
    /// The student speaks.
    Student,
    /// Something measured, seen or felt.
    Finding,
    /// The client speaks or shows something that asks for an answer and has none.
    Urgent,
}

/// One line of the conversation; `when` is the time as it is shown.
pub fn bubble(ui: &mut Ui, voice: Voice, when: &str, words: &str) {
    let (fill, line, ink): (Color32, Color32, Color32) = match voice {
        Voice::Client => (theme::SHEET, theme::LINE, theme::INK),
        Voice::Sign => (theme::LINEN, theme::LINE, theme::INK),
        Voice::Student => (theme::ACCENT_PALE, theme::ACCENT_PALE, theme::INK),
        Voice::Finding => (theme::PAPER, theme::LINE_STRONG, theme::INK),
        Voice::Urgent => (theme::SHEET, theme::CAUTION, theme::INK),
    };
    let side = if voice == Voice::Student { Align::Max } else { Align::Min };
    let who = match voice {
        Voice::Client => "Client",
        Voice::Sign => "You notice",
        Voice::Student => "You",
        Voice::Finding => "Found",
        Voice::Urgent => "Client · waits for your answer",
    };
    let words = if matches!(voice, Voice::Client | Voice::Urgent) && !words.starts_with(['"', '“']) {
        format!("“{words}”")
    } else {
        words.to_owned()
    };
    let inset = ui.available_width() * 0.1;
    ui.with_layout(Layout::top_down(side), |ui| {
        let head = if when.is_empty() { who.to_owned() } else { format!("{who}  ·  {when}") };
        let head_ink = if voice == Voice::Urgent { theme::CAUTION } else { theme::INK_SOFT };
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.label(RichText::new(head).size(size::SMALL - 1.0).color(head_ink));
        Frame::new()
            .fill(fill)
            .stroke(Stroke::new(if voice == Voice::Urgent { 2.0 } else { 1.0 }, line))
            .corner_radius(theme::ROUND)
            .inner_margin(Margin::symmetric(11, 7))
            .show(ui, |ui| {
                ui.set_max_width((ui.available_width() - inset).max(0.0));
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.label(RichText::new(words).size(size::BODY).color(ink));
                });
            });
    });
    ui.add_space(theme::TIGHT);
}
