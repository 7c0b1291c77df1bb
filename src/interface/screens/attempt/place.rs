//! Placing a stroke without the pointer: a zone, a side and a direction.

use bevy_egui::egui::{self, ComboBox, Ui};

use super::draft::{Direction, PlaceDraft};
use crate::{
    interface::{
        intent::Intent,
        theme,
        view::Work,
        widgets::{self, chart, press},
    },
    knowledge::{stroke::Stroke, zone::ZoneSide},
    scene::hand::Performance,
    simulation::contact::Grip,
    units::{BackPoint, CM_PER_PERCENT, Side},
};

/// Seconds the hand rests before it pulls, and between two strokes.
pub(super) const REST_S: (f64, f64) = (0.3, 0.4);

pub(super) fn show(ui: &mut Ui, work: &Work<'_>, draft: &mut PlaceDraft, send: &mut Vec<Intent>) {
    let stroke = work.knowledge.strokes.get(&work.tool.grip.stroke);
    if let Some(stroke) = stroke.filter(|stroke| stroke.length_cm.0 >= LONG_CM) {
        long(ui, work, draft, stroke, send);
        return;
    }
    let name =
        draft.zone.as_ref().and_then(|id| work.knowledge.zones.get(id)).map_or("Choose a zone", |zone| &zone.name.en);
    ComboBox::new("zone of the stroke", "Zone").selected_text(name).width(200.0).show_ui(ui, |ui| {
        for (id, zone) in work.knowledge.zones.iter() {
            if ui.selectable_label(draft.zone.as_ref() == Some(id), zone.name.en.as_str()).clicked() {
                draft.zone = Some(id.clone());
                let side = zone.occurs_on().last().copied().unwrap_or(Side::Both);
                draft.left = side == Side::Left;
                send.push(Intent::Focus(Some(ZoneSide { zone: id.clone(), side })));
            }
        }
    });
    sides(ui, draft);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(5.0, 5.0);
        for (name, direction) in Direction::ALL {
            if press::choice(ui, draft.direction == direction, name).clicked() {
                draft.direction = direction;
            }
        }
    });
    let planned = stroke.and_then(|stroke| planned(work, draft, stroke));
    let response = ui.add_enabled_ui(planned.is_some(), |ui| widgets::primary(ui, "Do the stroke here")).inner;
    if let Some(planned) = planned.filter(|_| response.clicked()) {
        send.push(Intent::Perform(planned));
    }
}

/// From this length on, centimetres, a stroke runs beside the spine and not within a zone.
const LONG_CM: f64 = 20.0;

/// Where a stroke beside the spine runs: centimetres from the midline, and where it begins, percent.
const BESIDE_CM: f64 = 3.0;
const L5: f64 = 96.0;

/// A long stroke: only the side is chosen.
fn long(ui: &mut Ui, work: &Work<'_>, draft: &mut PlaceDraft, stroke: &Stroke, send: &mut Vec<Intent>) {
    ui.add(egui::Label::new(theme::remark("It runs a long way: beside the spine, from L5 upwards.")).wrap());
    sides(ui, draft);
    if widgets::primary(ui, "Do it beside the spine").clicked() {
        let path = beside_spine(draft.left, stroke);
        send.push(Intent::Perform(vec![performance(work.tool.grip.clone(), path, stroke)]));
    }
}

fn sides(ui: &mut Ui, draft: &mut PlaceDraft) {
    ui.horizontal(|ui| {
        for (left, name) in [(true, "Left"), (false, "Right")] {
            if press::choice(ui, draft.left == left, name).clicked() {
                draft.left = left;
            }
        }
    });
}

/// The strokes for the zone chosen, as often as the hand is set to repeat.
fn planned(work: &Work<'_>, draft: &PlaceDraft, stroke: &Stroke) -> Option<Vec<Performance>> {
    let zone = draft.zone.clone()?;
    let entry = work.knowledge.zones.get(&zone)?;
    let wanted = if draft.left { Side::Left } else { Side::Right };
    let side = if entry.occurs_on().contains(&wanted) { wanted } else { *entry.occurs_on().first()? };
    let centre = chart::middle(work.knowledge, &ZoneSide { zone, side })?;
    let length = ((stroke.length_cm.0 + stroke.length_cm.1) / 2.0).min(14.0);
    let path = straight(centre, draft, length);
    let one = performance(work.tool.grip.clone(), path, stroke);
    Some(vec![one; work.tool.repeats.max(1) as usize])
}

/// The line of a long stroke beside the spine, from L5 upwards, as far as it usually runs.
fn beside_spine(left: bool, stroke: &Stroke) -> Vec<BackPoint> {
    let x = if left { -BESIDE_CM } else { BESIDE_CM };
    let length = (stroke.length_cm.0 + stroke.length_cm.1) / 2.0 / CM_PER_PERCENT;
    vec![BackPoint(x, L5), BackPoint(x, (L5 - length).max(4.0))]
}

/// A straight line of this length through a place.
fn straight(centre: BackPoint, draft: &PlaceDraft, length_cm: f64) -> Vec<BackPoint> {
    let (out, down) = draft.direction.vector();
    let outwards = if draft.left { -out } else { out };
    let half = length_cm / 2.0;
    let at = |sign: f64| BackPoint(centre.0 + sign * outwards * half, centre.1 + sign * down * half / CM_PER_PERCENT);
    vec![at(-1.0), at(1.0)]
}

/// A stroke along a path at the middle of its tempo.
pub(super) fn performance(grip: Grip, path: Vec<BackPoint>, stroke: &Stroke) -> Performance {
    let speed_cm_s = (stroke.speed_cm_s.0 + stroke.speed_cm_s.1) / 2.0;
    Performance { grip, path, speed_cm_s, settle_s: REST_S.0, pause_s: REST_S.1 }
}

/// How a stroke is usually done: its layer, and the middle of angle and force.
pub(super) fn usual(work: &Work<'_>, stroke: &crate::knowledge::id::StrokeId) -> Option<Grip> {
    use crate::simulation::contact::Aim;
    let entry = work.knowledge.strokes.get(stroke)?;
    let aim = match entry.layer.as_str() {
        "skin" => Aim::Skin,
        "deep-fascia" => Aim::Fascia,
        _ => Aim::Subcutis,
    };
    Some(Grip {
        stroke: stroke.clone(),
        aim,
        angle_deg: ((entry.angle_deg.0 + entry.angle_deg.1) / 2.0).round() as u32,
        normal_mn: ((entry.normal_n.0 + entry.normal_n.1) * 500.0).round() as u32,
        both_hands: entry.both_hands,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroke_to_the_spine_ends_nearer_to_the_spine_on_both_sides() {
        for left in [true, false] {
            let draft = PlaceDraft { zone: None, left, direction: Direction::Inwards };
            let centre = BackPoint(if left { -8.0 } else { 8.0 }, 50.0);
            let path = straight(centre, &draft, 4.0);
            assert!(path[1].0.abs() < path[0].0.abs());
            assert!((path[0].distance_cm(path[1]) - 4.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_stroke_upwards_ends_nearer_to_the_head() {
        let draft = PlaceDraft { zone: None, left: false, direction: Direction::Up };
        let path = straight(BackPoint(3.0, 80.0), &draft, 5.0);
        assert!(path[1].1 < path[0].1);
    }
}
