//! Hands on: technique and dosage, the build-up step by step, a stroke by zone, repeats and sides.

use bevy_egui::egui::{self, Slider, Ui};

use super::{draft::Draft, place, steps};
use crate::{
    interface::{
        intent::Intent,
        text, theme,
        view::{View, Work},
        widgets::{self, badge, note, press, press::Tone},
    },
    knowledge::{
        id::StrokeId,
        stroke::{Role, Stroke},
    },
    scenario::format::FeedbackMode,
    scene::hand::{Mode, Performance},
    simulation::contact::{Aim, Grip},
};

/// Levels of force that can be chosen, newtons.
pub(super) const LEVELS: [(&str, u32); 5] =
    [("Feather", 1000), ("Light", 2000), ("Medium", 3500), ("Firm", 6000), ("Deep", 10_000)];

/// Most repeats that can be chosen.
const REPEATS: u32 = 8;

pub(super) fn show(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, draft: &mut Draft, send: &mut Vec<Intent>) {
    status(ui, work);
    ui.horizontal(|ui| {
        for (index, name) in ["Technique", "Build-up", "By zone"].into_iter().enumerate() {
            if press::choice(ui, draft.tab == index, name).clicked() {
                draft.tab = index;
            }
        }
    });
    match draft.tab {
        1 => steps::show(ui, view, work, draft, send),
        2 => {
            in_hand(ui, view, work, send);
            place::show(ui, work, &mut draft.place, send);
            again(ui, work, send);
        }
        _ => {
            in_hand(ui, view, work, send);
            again(ui, work, send);
            palette(ui, view, work, send);
        }
    }
}

/// Hands-on time against what was planned.
fn status(ui: &mut Ui, work: &Work<'_>) {
    let minutes = work.case.file.task.hands_on_minutes;
    let used = work.progress.treating_seconds();
    let share = if minutes > 0.0 { used / (minutes * 60.0) } else { 0.0 };
    let line = format!("Hands on {} of {} planned", text::seconds(used), text::seconds(minutes * 60.0));
    ui.label(theme::remark(line));
    let colour = if share > 1.0 { theme::CAUTION } else { theme::ACCENT };
    widgets::meter::fill(ui, share as f32, colour, 6.0);
}

/// What is held: the stroke with its dosage, and how it will be laid on.
fn in_hand(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, send: &mut Vec<Intent>) {
    let mut grip = work.tool.grip.clone();
    let Some(stroke) = view.knowledge.strokes.get(&grip.stroke) else { return };
    theme::chosen().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::body(&stroke.name.en).size(theme::size::LEAD));
        ui.add(egui::Label::new(theme::remark(&stroke.dosage)).wrap());
        hold(ui, &mut grip);
    });
    if grip != work.tool.grip {
        send.push(Intent::Grip(grip));
    }
}

/// Layer, force, angle, hands.
pub(super) fn hold(ui: &mut Ui, grip: &mut Grip) {
    row(ui, "Layer", |ui| {
        for aim in [Aim::Skin, Aim::Subcutis, Aim::Fascia] {
            if press::small_choice(ui, grip.aim == aim, text::aim(aim)).clicked() {
                grip.aim = aim;
            }
        }
    });
    let level = nearest_level(grip.normal_mn);
    row(ui, "Force", |ui| {
        for (index, (name, force)) in LEVELS.into_iter().enumerate() {
            let hover = format!("{:.1} N: a level you choose, not one that is measured", f64::from(force) / 1000.0);
            if press::small_choice(ui, level == index, name).on_hover_text(hover).clicked() {
                grip.normal_mn = force;
            }
        }
    });
    ui.horizontal(|ui| {
        let label = ui.label(theme::remark("Angle of the fingers"));
        ui.spacing_mut().slider_width = (ui.available_width() - 64.0).max(40.0);
        ui.add(Slider::new(&mut grip.angle_deg, 0..=90).suffix("°").step_by(5.0)).labelled_by(label.id);
    });
    row(ui, "Hands", |ui| {
        for (both, name) in [(false, "One hand"), (true, "Both, mirrored")] {
            if press::small_choice(ui, grip.both_hands == both, name).clicked() {
                grip.both_hands = both;
            }
        }
    });
}

fn row(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(3.0, 4.0);
        ui.spacing_mut().button_padding = egui::vec2(6.0, 2.0);
        ui.spacing_mut().interact_size.y = 24.0;
        let (rect, _) = ui.allocate_exact_size(egui::vec2(38.0, 24.0), egui::Sense::hover());
        let font = egui::FontId::proportional(theme::size::SMALL);
        ui.painter().text(rect.left_center(), egui::Align2::LEFT_CENTER, name, font, theme::INK_SOFT);
        contents(ui);
    });
}

/// The level of force that is nearest to this one.
fn nearest_level(normal_mn: u32) -> usize {
    let distance = |force: &u32| force.abs_diff(normal_mn);
    LEVELS.iter().enumerate().min_by_key(|(_, (_, force))| distance(force)).map_or(0, |(index, _)| index)
}

/// Repeats, and the last stroke again or on the other side.
fn again(ui: &mut Ui, work: &Work<'_>, send: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        ui.label(theme::remark("Repeats"));
        let repeats = work.tool.repeats;
        if press::choice(ui, false, "−").on_hover_text("Fewer").clicked() && repeats > 1 {
            send.push(Intent::Repeats(repeats - 1));
        }
        ui.label(theme::body(repeats.to_string()));
        if press::choice(ui, false, "+").on_hover_text("More").clicked() && repeats < REPEATS {
            send.push(Intent::Repeats(repeats + 1));
        }
    });
    let Some(last) = &work.tool.last else { return };
    ui.horizontal(|ui| {
        if widgets::secondary(ui, "Once more").clicked() {
            send.push(Intent::Perform(vec![last.clone()]));
        }
        if widgets::secondary(ui, "Other side").clicked() {
            let path = last.path.iter().map(|point| point.mirrored()).collect();
            send.push(Intent::Perform(vec![Performance { path, ..last.clone() }]));
        }
    });
}

fn palette(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, send: &mut Vec<Intent>) {
    let groups = [
        ("BEGIN WITH", Role::Start),
        ("WORK WITH", Role::Work),
        ("CLOSE WITH", Role::Balance),
        ("TEST WITH", Role::Test),
        ("OTHER METHODS", Role::Foreign),
    ];
    for (title, role) in groups {
        ui.add_space(theme::TIGHT);
        ui.label(theme::label(title));
        for (id, stroke) in view.knowledge.strokes.iter().filter(|(_, stroke)| stroke.role == role) {
            technique(ui, view, work, id, stroke, send);
        }
    }
}

fn technique(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, id: &StrokeId, stroke: &Stroke, send: &mut Vec<Intent>) {
    let chosen = work.tool.grip.stroke == *id;
    let tone = if chosen { Tone::Chosen } else { Tone::Plain };
    let made = widgets::tile(ui, tone, &stroke.name.en, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::body(&stroke.name.en));
            if stroke.earliest_session > 1 {
                badge::chip(ui, &format!("from session {}", stroke.earliest_session));
            }
        });
        ui.add(egui::Label::new(theme::remark(&stroke.meaning)).wrap());
        if chosen {
            ui.add(egui::Label::new(theme::remark(&stroke.execution)).wrap());
            note::note(ui, view.knowledge, &stroke.provenance);
        }
    });
    if made.response.on_hover_text(&stroke.dosage).clicked() {
        take(work, id, send);
    }
}

/// Takes a stroke in hand: in an exam with the hold one has, else with the usual one.
pub(super) fn take(work: &Work<'_>, id: &StrokeId, send: &mut Vec<Intent>) {
    let Some(usual) = place::usual(work, id) else { return };
    let grip = if work.feedback == FeedbackMode::Exam {
        Grip { stroke: id.clone(), ..work.tool.grip.clone() }
    } else {
        let level = LEVELS.get(nearest_level(usual.normal_mn)).map_or(usual.normal_mn, |(_, force)| *force);
        Grip { normal_mn: level, ..usual }
    };
    send.push(Intent::Grip(grip));
    send.push(Intent::Mode(Mode::Touch));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_force_between_two_levels_is_shown_as_the_nearer_one() {
        assert_eq!(nearest_level(0), 0);
        assert_eq!(nearest_level(3000), 2);
        assert_eq!(nearest_level(30_000), 4);
    }
}
