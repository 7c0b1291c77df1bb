//! The build-up as a guided list: each section's steps, placed on the right, the left, or with both
//! hands by the trainer's hand, with the hold the student has chosen.

use bevy_egui::egui::{self, ComboBox, Ui};

use super::{draft::Draft, place, treatment};
use crate::{
    interface::{
        intent::Intent,
        text, theme,
        view::{View, Work},
        widgets::{self, badge, press, press::Tone},
    },
    knowledge::{
        id::SectionId,
        section::{BuildUpStep, Section},
    },
    scene::hand::Performance,
    session::build_up,
    units::Side,
};

pub(super) fn show(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, draft: &mut Draft, send: &mut Vec<Intent>) {
    let usable = |section: &Section| section.steps.iter().any(|step| !step.line.is_empty() || !step.rays.is_empty());
    let sections: Vec<(&SectionId, &Section)> =
        view.knowledge.sections.iter().filter(|(_, section)| usable(section)).collect();
    let Some((first, _)) = sections.first() else { return };
    let open = draft.section.clone().unwrap_or_else(|| (*first).clone());
    let name = view.knowledge.sections.get(&open).map_or("", |section| section.name.en.as_str());
    ComboBox::new("section", "").selected_text(name).width(ui.available_width() - 20.0).show_ui(ui, |ui| {
        for (id, section) in &sections {
            if ui.selectable_label(**id == open, section.name.en.as_str()).clicked() {
                draft.section = Some((*id).clone());
            }
        }
    });
    let Some(section) = view.knowledge.sections.get(&open) else { return };
    ui.add(egui::Label::new(theme::remark(&section.gate)).wrap());
    for step in &section.steps {
        show_step(ui, view, work, draft, step, send);
    }
    ui.add(egui::Label::new(theme::remark(format!("Close with: {}", section.close_with))).wrap());
}

fn show_step(
    ui: &mut Ui,
    view: &View<'_>,
    work: &Work<'_>,
    draft: &mut Draft,
    step: &BuildUpStep,
    send: &mut Vec<Intent>,
) {
    let holds = step.strokes.contains(&work.tool.grip.stroke);
    let open = draft.step.as_ref() == Some(&step.id);
    let sides: &[Side] = if step.both_hands { &[Side::Both] } else { &[Side::Right, Side::Left] };
    let placed = |side: Side| draft.placed.get(&(step.id.to_string(), side)).copied().unwrap_or(0);
    let done = sides.iter().all(|side| placed(*side) > 0);
    let tone = match (open, done) {
        (true, _) => Tone::Chosen,
        (false, true) => Tone::Done,
        (false, false) => Tone::Plain,
    };
    let title = format!("{} {}", step.id.as_str().to_uppercase(), step.name.en);
    let made = widgets::tile(ui, tone, &title, |ui| {
        ui.horizontal_top(|ui| {
            badge::done_box(ui, done);
            ui.vertical(|ui| {
                ui.add(egui::Label::new(theme::body(&title)).wrap());
                let names: Vec<&str> = step
                    .strokes
                    .iter()
                    .filter_map(|id| Some(view.knowledge.strokes.get(id)?.name.en.as_str()))
                    .collect();
                let rounds = text::range(f64::from(step.rounds.0), f64::from(step.rounds.1));
                ui.add(egui::Label::new(theme::remark(format!("{} · {rounds} rounds", names.join(" or ")))).wrap());
            });
        });
        if open {
            ui.add(egui::Label::new(theme::body(text::capital(&step.direction))).wrap());
            ui.add(egui::Label::new(theme::remark(&step.purpose)).wrap());
        }
    });
    if made.response.clicked() && !open {
        draft.step = Some(step.id.clone());
        send.push(Intent::Repeats(step.rounds.0.max(1)));
        if let Some(usual) = step.strokes.first().filter(|_| !holds) {
            treatment::take(work, usual, send);
        }
    }
    if !open {
        return;
    }
    let placed_words: Vec<String> = sides
        .iter()
        .filter(|side| placed(**side) > 0)
        .map(|side| format!("{} {}×", side.word(), placed(*side)))
        .collect();
    ui.horizontal(|ui| {
        for &side in sides {
            let label = match side {
                Side::Right => "Place right",
                Side::Left => "Place left",
                Side::Both => "Place with both hands",
            };
            let strokes = planned(work, step, side);
            let response = ui.add_enabled_ui(!strokes.is_empty(), |ui| widgets::primary(ui, label)).inner;
            if response.clicked() {
                *draft.placed.entry((step.id.to_string(), side)).or_default() += work.tool.repeats.max(1);
                send.push(Intent::Perform(strokes));
            }
        }
    });
    let mut grip = work.tool.grip.clone();
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        treatment::hold(ui, &mut grip);
        rounds(ui, work, send);
        if !placed_words.is_empty() {
            ui.label(theme::remark(format!("Placed so far: {}", placed_words.join(", "))));
        }
    });
    if grip != work.tool.grip {
        send.push(Intent::Grip(grip));
    }
}

fn rounds(ui: &mut Ui, work: &Work<'_>, send: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        ui.label(theme::remark("Rounds"));
        for rounds in 1..=5 {
            if press::choice(ui, work.tool.repeats == rounds, &rounds.to_string()).clicked() {
                send.push(Intent::Repeats(rounds));
            }
        }
    });
}

/// The strokes of a step on a side, as many rounds as the hand is set to.
fn planned(work: &Work<'_>, step: &BuildUpStep, side: Side) -> Vec<Performance> {
    let Some(stroke) = work.knowledge.strokes.get(&work.tool.grip.stroke) else { return Vec::new() };
    let mut grip = work.tool.grip.clone();
    grip.both_hands |= side == Side::Both;
    let mut one = Vec::new();
    for path in build_up::paths(step, Some(stroke), side) {
        one.push(place::performance(grip.clone(), path, stroke));
    }
    let rounds = work.tool.repeats.max(1) as usize;
    let total = one.len() * rounds;
    one.into_iter().cycle().take(total).collect()
}
