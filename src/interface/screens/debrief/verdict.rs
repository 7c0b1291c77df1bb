//! Safety first, in one large word; then what tripped it, and the points by domain.

use bevy_egui::egui::{self, RichText, Sense, Ui, Vec2};

use super::Reading;
use crate::{
    assessment::report::{GateResult, Safety},
    interface::{
        text,
        theme::{self, size},
        view::{LookingBack, View},
        widgets::{badge, meter, note, press},
    },
};

pub(super) fn show(ui: &mut Ui, view: &View<'_>, back: &LookingBack<'_>, reading: &mut Reading) {
    let report = back.report;
    let colour = theme::safety_colour(report.safety);
    ui.label(theme::label("SAFETY OF THE CLIENT"));
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(54.0), Sense::hover());
        badge::safety_shape(ui.painter(), rect.center(), 25.0, report.safety);
        ui.add_space(theme::TIGHT);
        ui.label(RichText::new(theme::safety_word(report.safety)).size(size::VERDICT).color(colour));
    });
    let words = match report.safety {
        Safety::Clear => "Nothing you did put the client at risk.",
        Safety::Caution => "Something needs more care. Read why below.",
        Safety::Unsafe => "Something put the client in danger. This comes before all points.",
    };
    ui.add(egui::Label::new(theme::body(words)).wrap());
    for gate in &report.gates {
        tripped(ui, view, gate, reading);
    }
    ui.add_space(theme::GAP);
    ui.label(theme::label("POINTS"));
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("{:.1}", report.capped.as_f64())).size(size::TITLE).color(theme::INK));
        ui.label(theme::soft("of 100"));
        let passed = if report.passed { "passed" } else { "not passed" };
        badge::chip(ui, passed);
    });
    if report.capped != report.raw {
        let words = format!(
            "{:.1} points were earned; the verdict on safety holds them at {:.1}.",
            report.raw.as_f64(),
            report.capped.as_f64()
        );
        ui.add(egui::Label::new(theme::remark(words)).wrap());
    }
    if !report.finished {
        ui.label(theme::remark("The session was not ended properly."));
    }
    if let Some(own) = super::rating(reading) {
        ui.label(theme::remark(format!("Your own rating before: {}", own.to_lowercase())));
    }
    ui.add_space(theme::TIGHT);
    for domain in &report.domains {
        let possible = domain.possible.as_f64();
        let share = if possible > 0.0 { domain.earned.as_f64() / possible } else { 0.0 };
        ui.horizontal(|ui| {
            ui.label(theme::body(&domain.name));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(theme::remark(format!("{:.1} of {:.0}", domain.earned.as_f64(), possible)));
            });
        });
        meter::fill(ui, share as f32, theme::ACCENT, 10.0);
        ui.add_space(theme::TIGHT);
    }
    if !reading.words.is_empty() {
        ui.add_space(theme::NEAR);
        ui.label(theme::label("YOUR WORDS"));
        ui.add(egui::Label::new(theme::body(&reading.words)).wrap());
    }
    if !back.record.is_empty() {
        ui.add_space(theme::NEAR);
        ui.add(egui::Label::new(theme::remark(format!("Record: {}", back.record))).wrap());
    }
}

fn tripped(ui: &mut Ui, view: &View<'_>, gate: &GateResult, reading: &mut Reading) {
    let colour = theme::safety_colour(gate.severity);
    theme::card().stroke(egui::Stroke::new(1.5, colour)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        badge::safety(ui, gate.severity);
        ui.add(egui::Label::new(theme::body(&gate.what)).wrap());
        ui.add(egui::Label::new(theme::soft(&gate.why)).wrap());
        ui.add(egui::Label::new(theme::remark(note::source(view.knowledge, &gate.source))).wrap());
        if press::choice(ui, reading.tick == Some(gate.tick), &format!("Show the moment, {}", text::clock(gate.tick)))
            .clicked()
        {
            reading.tick = Some(gate.tick);
        }
    });
}
