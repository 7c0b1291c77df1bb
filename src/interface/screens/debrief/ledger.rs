//! Every point with what it rests on: the rule, the reason, the source, the moments.

use bevy_egui::egui::{self, Ui};

use super::Reading;
use crate::{
    assessment::report::LedgerEntry,
    interface::{
        text, theme,
        view::{LookingBack, View},
        widgets::{self, meter, note, press, press::Tone},
    },
};

pub(super) fn show(ui: &mut Ui, view: &View<'_>, back: &LookingBack<'_>, reading: &mut Reading) {
    ui.horizontal(|ui| {
        ui.label(theme::heading("Every point explained"));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if press::choice(ui, reading.only_lost, "What to improve").clicked() {
                reading.only_lost = true;
            }
            if press::choice(ui, !reading.only_lost, "All").clicked() {
                reading.only_lost = false;
            }
        });
    });
    let mut shown = 0;
    for domain in &back.report.domains {
        let mut headed = false;
        for (index, entry) in back.report.ledger.iter().enumerate() {
            let lost = entry.delta < entry.possible;
            if entry.domain != domain.id || (reading.only_lost && !lost) {
                continue;
            }
            if !headed {
                ui.add_space(theme::TIGHT);
                ui.label(theme::label(domain.name.to_uppercase()));
                headed = true;
            }
            row(ui, view, index, entry, reading);
            shown += 1;
        }
    }
    if shown == 0 {
        ui.label(theme::soft("Nothing to improve: every point was earned."));
    }
}

fn row(ui: &mut Ui, view: &View<'_>, index: usize, entry: &LedgerEntry, reading: &mut Reading) {
    let open = reading.entry == Some(index);
    let tone = if open { Tone::Chosen } else { Tone::Plain };
    let points = format!("{} of {}", entry.delta, entry.possible);
    let made = widgets::tile(ui, tone, &format!("{points}: {}", entry.text), |ui| {
        ui.horizontal_top(|ui| {
            ui.allocate_ui(egui::vec2(110.0, 20.0), |ui| {
                ui.set_min_width(110.0);
                ui.vertical(|ui| {
                    let full = entry.possible.as_f64();
                    let share = if full > 0.0 { entry.delta.as_f64() / full } else { 1.0 };
                    let colour = if share < 0.5 { theme::CAUTION } else { theme::ACCENT };
                    ui.label(theme::body(format!("{:.1} of {:.1}", entry.delta.as_f64(), full)).color(colour));
                    meter::fill(ui, share as f32, colour, 5.0);
                });
            });
            ui.vertical(|ui| {
                ui.add(egui::Label::new(theme::body(&entry.text)).wrap());
                if open {
                    explain(ui, view, entry);
                }
            });
        });
    });
    if made.response.clicked() {
        reading.entry = if open { None } else { Some(index) };
        if !open {
            reading.tick = entry.events.first().copied().or(reading.tick);
        }
    }
    if open && !entry.events.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::remark("Moments"));
            for tick in entry.events.iter().take(12) {
                if press::choice(ui, reading.tick == Some(*tick), &text::clock(*tick)).clicked() {
                    reading.tick = Some(*tick);
                }
            }
        });
    }
}

fn explain(ui: &mut Ui, view: &View<'_>, entry: &LedgerEntry) {
    for part in &entry.parts {
        super::super::point(ui, part);
    }
    ui.add(egui::Label::new(theme::soft(&entry.why)).wrap());
    let source = note::source(view.knowledge, &entry.source);
    let rule = text::title(&entry.rule);
    ui.add(egui::Label::new(theme::remark(format!("Rule: {rule} · Source: {source}"))).wrap());
}
