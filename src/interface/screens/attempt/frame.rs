//! The bar above: the phases as a path, the time, and how fast it runs.

use bevy_egui::egui::{
    Align, Align2, FontId, Frame, Layout, Margin, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType,
};

use super::super::Screen;
use crate::{
    interface::{
        intent::Intent,
        memory::Memory,
        text,
        theme::{self, size},
        view::Work,
        widgets::{self, badge, press},
    },
    scenario::format::Phase,
    session::action::Action,
};

/// The frame of the bars above and below.
pub(super) fn bar() -> Frame {
    Frame::new().fill(theme::SHEET).inner_margin(Margin::symmetric(14, 8)).stroke(Stroke::new(1.0, theme::LINE))
}

/// How a phase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Now,
    Offered,
    Done,
    NotYet,
}

pub(super) fn top(ui: &mut Ui, work: &Work<'_>, memory: &mut Memory, send: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.set_min_height(36.0);
        let phases: Vec<Phase> = Phase::ALL
            .into_iter()
            .filter(|phase| {
                *phase == Phase::Debrief || work.case.file.flow.steps.iter().any(|step| step.phase == *phase)
            })
            .collect();
        for (index, phase) in phases.iter().enumerate() {
            if index > 0 {
                let (rect, _) = ui.allocate_exact_size(Vec2::new(7.0, 30.0), Sense::hover());
                let line = Stroke::new(1.5, theme::LINE_STRONG);
                ui.painter().hline(rect.x_range(), rect.center().y, line);
            }
            let standing = standing(work, *phase);
            let response = step(ui, index + 1, *phase, standing);
            if response.clicked() && standing == Standing::Offered {
                if *phase == Phase::Debrief {
                    send.push(Intent::Finish)
                } else {
                    send.push(Intent::Act(Action::Enter(*phase)))
                }
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            ui.spacing_mut().button_padding.x = 9.0;
            if widgets::quiet(ui, "Leave").clicked() {
                memory.leaving = true;
                send.push(Intent::Pause(true));
            }
            if widgets::quiet(ui, "Help").clicked() {
                send.push(Intent::Go(Screen::Help));
            }
            next(ui, work, send);
            time(ui, work, send);
        });
    });
}

fn standing(work: &Work<'_>, phase: Phase) -> Standing {
    let progress = work.progress;
    let may_end = phase == Phase::Debrief && matches!(progress.phase, Phase::Closing | Phase::Debrief);
    if progress.phase == phase && phase != Phase::Debrief {
        Standing::Now
    } else if progress.offered.contains(&phase) || may_end {
        Standing::Offered
    } else if progress.visits.iter().any(|visit| visit.phase == phase) {
        Standing::Done
    } else {
        Standing::NotYet
    }
}

fn step(ui: &mut Ui, number: usize, phase: Phase, standing: Standing) -> Response {
    let name = text::phase(phase);
    let font = FontId::proportional(size::BODY - 1.5);
    let ink = match standing {
        Standing::Now => theme::ON_ACCENT,
        Standing::Offered => theme::ACCENT,
        Standing::Done => theme::INK,
        Standing::NotYet => theme::LINE_STRONG,
    };
    let room = ui.ctx().content_rect().width() >= 1240.0 || standing == Standing::Now;
    let galley = ui.painter().layout_no_wrap(if room { name.to_owned() } else { String::new() }, font, ink);
    let width = 26.0 + if room { galley.size().x + 6.0 } else { 0.0 };
    let sense = if standing == Standing::Offered { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, 30.0), sense);
    let painter = ui.painter();
    let warm = response.hovered() && standing == Standing::Offered;
    let (fill, line) = match standing {
        Standing::Now => (theme::ACCENT, Stroke::NONE),
        Standing::Offered if warm => (theme::ACCENT_PALE, Stroke::new(1.5, theme::ACCENT)),
        Standing::Offered => (theme::SHEET, Stroke::new(1.5, theme::ACCENT)),
        Standing::Done => (theme::LINEN, Stroke::NONE),
        Standing::NotYet => (theme::SHEET, Stroke::new(1.0, theme::LINE)),
    };
    painter.rect(rect, 15, fill, line, StrokeKind::Inside);
    let disc = rect.left_center() + Vec2::new(13.0, 0.0);
    if standing == Standing::Done {
        let tick = bevy_egui::egui::Rect::from_center_size(disc, Vec2::splat(14.0));
        badge::tick(painter, tick, theme::ACCENT);
    } else {
        let font = FontId::proportional(size::SMALL);
        painter.text(disc, Align2::CENTER_CENTER, number.to_string(), font, ink);
    }
    painter.galley(rect.left_center() + Vec2::new(22.0, -galley.size().y / 2.0), galley, ink);
    if response.has_focus() {
        painter.rect_stroke(rect.expand(2.0), 16, Stroke::new(2.0, theme::ACCENT), StrokeKind::Outside);
    }
    let word = match standing {
        Standing::Now => "now",
        Standing::Offered => "can be entered",
        Standing::Done => "done",
        Standing::NotYet => "not yet",
    };
    let offered = standing == Standing::Offered;
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, offered, format!("{name}: {word}")));
    response.on_hover_text(format!("{name} ({word}). {}", text::phase_task(phase)))
}

/// The way onward, as a button.
fn next(ui: &mut Ui, work: &Work<'_>, send: &mut Vec<Intent>) {
    let later = |phase: &&Phase| **phase > work.progress.phase;
    if matches!(work.progress.phase, Phase::Closing | Phase::Debrief) {
        if widgets::primary(ui, "Finish").clicked() {
            send.push(Intent::Finish);
        }
    } else if let Some(phase) = work.progress.offered.iter().find(later) {
        let label = format!("{}  ›", text::phase(*phase));
        if widgets::primary(ui, &label).clicked() {
            send.push(Intent::Act(Action::Enter(*phase)));
        }
    }
}

fn time(ui: &mut Ui, work: &Work<'_>, send: &mut Vec<Intent>) {
    let speeds: &[u32] = if work.progress.resting() { &[1, 8, 30, 120] } else { &[1, 2, 4, 8] };
    let now = speeds.iter().position(|speed| *speed == work.speed).unwrap_or(0);
    let following = speeds.get((now + 1) % speeds.len()).copied().unwrap_or(1);
    let shown = if work.speed == 0 { "0×".to_owned() } else { format!("{}×", work.speed) };
    let hover = format!("How fast time runs; press for {following}×");
    if press::choice(ui, work.speed > 1, &shown).on_hover_text(hover).clicked() {
        send.push(Intent::Speed(following));
    }
    let label = if work.speed == 0 { "Go on" } else { "Pause" };
    if press::choice(ui, work.speed == 0, label).on_hover_text("Space").clicked() {
        send.push(Intent::Pause(work.speed != 0));
    }
    let clock = bevy_egui::egui::RichText::new(text::clock(work.tick)).size(size::HEADING).color(theme::INK);
    ui.label(clock).on_hover_text("Time since the client came in");
}
