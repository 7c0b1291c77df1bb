//! Working on a case: the path of phases above, tools on the left, the client on the right, the room
//! in the middle, and below what helps or hinders.

mod chart;
mod client;
mod closing;
mod decision;
pub mod draft;
mod frame;
mod hints;
mod history;
mod inside;
mod observation;
mod palpation;
mod place;
mod preparation;
mod responses;
mod room;
mod steps;
mod treatment;

use bevy_egui::egui::{self, Align2, Frame, Margin, Panel, ScrollArea, Ui};

use super::Screen;
use crate::{
    interface::{
        intent::Intent,
        memory::Memory,
        theme,
        view::{View, Work},
        widgets,
    },
    scenario::format::Phase,
};

pub(super) fn show(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, send: &mut Vec<Intent>) {
    let Some(work) = view.work else {
        super::page(ui, "No case is open", theme::COLUMN, send, None, |ui, send| {
            ui.label(theme::soft("Choose a case to work on."));
            if widgets::primary(ui, "To the cases").clicked() {
                send.push(Intent::Go(Screen::Home));
            }
        });
        return;
    };
    let window = ui.available_width();
    let side = (window * 0.26).clamp(0.0, theme::SIDE) + ((window - 1280.0) * 0.12).clamp(0.0, 90.0);
    Panel::top("path").resizable(false).frame(frame::bar()).show(ui, |ui| frame::top(ui, &work, memory, send));
    Panel::bottom("hints").resizable(false).frame(frame::bar()).show(ui, |ui| hints::show(ui, view, &work, send));
    Panel::left("tools").resizable(false).exact_size(side).frame(theme::panel()).show(ui, |ui| {
        tools(ui, view, &work, memory, send);
    });
    Panel::right("client").resizable(false).exact_size(side).frame(theme::panel()).show(ui, |ui| {
        client::show(ui, view, &work, send);
    });
    if work.room.section && !inside::exam(&work) {
        let high = (ui.available_height() * 0.36).clamp(80.0, 340.0);
        Panel::bottom("section").resizable(false).exact_size(high).frame(theme::panel()).show(ui, |ui| {
            inside::cut(ui, &work, send);
        });
    }
    let hole = ui.available_rect_before_wrap();
    memory.hole = Some(hole);
    if let Some(picture) = work.picture {
        let whole = egui::Rect::from_min_max(egui::Pos2::ZERO, egui::Pos2::new(1.0, 1.0));
        ui.painter_at(hole).image(picture, hole, whole, egui::Color32::WHITE);
    }
    room::labels(ui, &work, hole);
    room::bar(ui, &work, memory, send, hole);
    if memory.leaving {
        leave(ui, memory, send);
    }
}

fn tools(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, memory: &mut Memory, send: &mut Vec<Intent>) {
    let phase = work.progress.phase;
    ui.label(theme::heading(crate::interface::text::phase(phase)));
    ui.add(egui::Label::new(theme::remark(crate::interface::text::phase_task(phase))).wrap());
    ui.add_space(theme::TIGHT);
    let draft = &mut memory.draft;
    if phase == Phase::Decision {
        let frame = Frame::new().inner_margin(Margin::symmetric(0, 6));
        Panel::bottom("decide").resizable(false).frame(frame).show(ui, |ui| decision::confirm(ui, work, draft, send));
    }
    ScrollArea::vertical().id_salt(("tools", crate::interface::text::phase(phase))).auto_shrink([false, false]).show(
        ui,
        |ui| match phase {
            Phase::History => history::show(ui, work, draft, send),
            Phase::Observation => observation::show(ui, view, work, draft, send),
            Phase::Palpation => palpation::show(ui, view, work, draft, send),
            Phase::Decision => decision::show(ui, view, work, draft),
            Phase::Preparation => preparation::show(ui, view, work, draft, send),
            Phase::Treatment => treatment::show(ui, view, work, draft, send),
            Phase::Closing => closing::show(ui, view, work, draft, send),
            Phase::Debrief => {
                ui.label(theme::body("The client has left."));
                if widgets::primary(ui, "Look back").clicked() {
                    send.push(Intent::Finish);
                }
            }
        },
    );
}

/// Asks before an attempt is left.
fn leave(ui: &mut Ui, memory: &mut Memory, send: &mut Vec<Intent>) {
    egui::Window::new("Leave this attempt?")
        .anchor(Align2::CENTER_CENTER, [0.0, 0.0])
        .collapsible(false)
        .resizable(false)
        .frame(Frame::window(ui.style()).inner_margin(Margin::same(20)))
        .show(ui, |ui| {
            ui.set_width(380.0);
            ui.label(theme::body(
                "What you have done so far stays in its record. It is not judged, and it cannot be continued.",
            ));
            ui.add_space(theme::NEAR);
            ui.horizontal(|ui| {
                if widgets::primary(ui, "Stay").clicked() {
                    memory.leaving = false;
                }
                if widgets::secondary(ui, "End here and look back").clicked() {
                    memory.leaving = false;
                    send.push(Intent::Finish);
                }
                if widgets::secondary(ui, "Leave").clicked() {
                    memory.leaving = false;
                    send.push(Intent::Leave);
                }
            });
        });
}

/// What the student says or does with an answer, for the debrief.
pub(super) fn answer_words(response: crate::session::action::Response) -> &'static str {
    responses::said(response)
}

/// The answers that have a number key.
pub fn numbered_answers() -> impl Iterator<Item = (egui::Key, crate::session::action::Response)> {
    responses::KEYS.into_iter().zip(responses::ANSWERS).map(|(key, (_, response))| (key, response))
}
