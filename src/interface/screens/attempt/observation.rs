//! Looking at the back: the lamp, the views, what was seen, and the chart.

use bevy_egui::egui::{self, Slider, Ui};

use super::{chart, draft::Draft};
use crate::{
    interface::{
        intent::Intent,
        text, theme,
        view::{View, Work},
        widgets::{self, press},
    },
    session::action::{Action, Drape},
    units::Side,
};

pub(super) fn show(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, draft: &mut Draft, send: &mut Vec<Intent>) {
    undress(ui, work, send);
    lamp(ui, work, send);
    let degrees = work.room.lamp.angle_deg.round().clamp(0.0, 90.0) as u32;
    let label = if work.room.lamp.on { "Look closely in this light" } else { "Look closely" };
    if widgets::primary(ui, label).clicked() {
        let (angle_deg, from) = if work.room.lamp.on { (degrees, work.room.lamp.from) } else { (90, Side::Both) };
        send.push(Intent::Act(Action::Look { angle_deg, from }));
    }
    seen(ui, work);
    ui.add_space(theme::TIGHT);
    chart::show(ui, view, work, draft, send);
}

/// The sheet, as long as the back is covered.
pub(super) fn undress(ui: &mut Ui, work: &Work<'_>, send: &mut Vec<Intent>) {
    ui.label(theme::remark("Sheet"));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(5.0, 5.0);
        for (drape, name) in
            [(Drape::Covered, "Covered"), (Drape::Back, "Back free to the waist"), (Drape::Sacrum, "To the sacrum")]
        {
            if press::choice(ui, work.progress.drape == drape, name).clicked() && work.progress.drape != drape {
                send.push(Intent::Act(Action::Drape(drape)));
            }
        }
    });
}

/// The lamp that rakes across the back.
pub(super) fn lamp(ui: &mut Ui, work: &Work<'_>, send: &mut Vec<Intent>) {
    let mut lamp = work.room.lamp;
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(theme::body("Lamp"));
            if press::choice(ui, lamp.on, "On").clicked() {
                lamp.on = true;
            }
            if press::choice(ui, !lamp.on, "Off").clicked() {
                lamp.on = false;
            }
        });
        ui.horizontal(|ui| {
            ui.label(theme::remark("From the client's"));
            for side in [Side::Left, Side::Right] {
                if press::choice(ui, lamp.from == side, text::side(side)).clicked() {
                    lamp.from = side;
                    lamp.on = true;
                }
            }
        });
        ui.horizontal(|ui| {
            let label = ui.label(theme::remark("Angle to the skin"));
            let slider = Slider::new(&mut lamp.angle_deg, 2.0..=90.0).suffix("°").fixed_decimals(0);
            ui.spacing_mut().slider_width = (ui.available_width() - 62.0).max(40.0);
            if ui.add(slider).labelled_by(label.id).changed() {
                lamp.on = true;
            }
        });
    });
    if lamp != work.room.lamp {
        send.push(Intent::Lamp(lamp));
    }
}

fn seen(ui: &mut Ui, work: &Work<'_>) {
    if work.progress.looks.is_empty() {
        return;
    }
    ui.label(theme::label("SEEN SO FAR"));
    if work.progress.seen.is_empty() {
        ui.label(theme::soft("Nothing that stands out in this light."));
    }
    for seen in &work.progress.seen {
        super::super::point(ui, &seen.words);
    }
}
