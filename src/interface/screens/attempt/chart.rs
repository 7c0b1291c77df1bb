//! The student's chart: point, say what it is and how marked, and enter it; the last entry can be
//! taken off again.

use bevy_egui::egui::{self, ComboBox, Ui};

use super::draft::{Draft, MarkDraft};
use crate::{
    interface::{
        intent::Intent,
        text, theme,
        view::{View, Work},
        widgets::{
            self,
            chart::{self, Layers, Spot},
            press,
        },
    },
    knowledge::zone::ZoneSide,
    session::action::{Action, Mark},
    units::{BackPoint, Side},
};

/// Greatest height of the chart, points.
const HEIGHT: f32 = 410.0;

pub(super) fn show(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, draft: &mut Draft, send: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        ui.label(theme::label("YOUR CHART"));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let count = work.progress.marks.len();
            if count > 0 && press::choice(ui, false, "Take back the last").on_hover_text("X").clicked() {
                send.push(Intent::Act(Action::Unmark(count as u32 - 1)));
            }
        });
    });
    let mut spots: Vec<Spot> = work
        .progress
        .marks
        .iter()
        .enumerate()
        .map(|(index, marked)| Spot {
            number: index + 1,
            at: marked.mark.at.point(),
            colour: theme::ACCENT,
            chosen: false,
        })
        .collect();
    if let Some(mark) = &draft.mark {
        spots.push(Spot { number: spots.len() + 1, at: mark.at, colour: theme::CAUTION, chosen: true });
    }
    let highlight: Vec<ZoneSide> =
        draft.mark.iter().filter_map(|mark| Some(ZoneSide { zone: mark.zone.clone()?, side: mark.side })).collect();
    let layers = Layers {
        zones: true,
        levels: true,
        landmarks: true,
        highlight: &highlight,
        marks: &spots,
        ..Layers::default()
    };
    let pointed = chart::chart(ui, view.knowledge, layers, HEIGHT);
    if let Some(point) = pointed.clicked {
        draft.mark = Some(started(work, draft.mark.take(), point));
    }
    match pointed.hovered {
        Some(point) => {
            let zones: Vec<&str> = chart::zones_at(view.knowledge, point)
                .iter()
                .filter_map(|zone| Some(view.knowledge.zones.get(&zone.zone)?.name.en.as_str()))
                .collect();
            let words = chart::place_words(view.knowledge, point);
            let zones = if zones.is_empty() { "no zone".to_owned() } else { zones.join(", ") };
            ui.label(theme::remark(format!("{words} · {zones}")));
        }
        None => {
            ui.label(theme::remark("Click where you found something."));
        }
    }
    if draft.mark.is_some() {
        entry(ui, view, draft, send);
    } else {
        entries(ui, view, work);
    }
}

/// A mark at a place, with what was chosen before and the zone that lies there.
fn started(work: &Work<'_>, before: Option<MarkDraft>, at: BackPoint) -> MarkDraft {
    let (kind, grade) = before.map_or((None, None), |mark| (mark.kind, mark.grade));
    let here = chart::zones_at(work.knowledge, at).into_iter().next();
    let side = here.as_ref().map_or_else(|| chart::side_of(at), |zone| zone.side);
    MarkDraft { at, side, zone: here.map(|zone| zone.zone), kind, grade, fresh: true }
}

fn entry(ui: &mut Ui, view: &View<'_>, draft: &mut Draft, send: &mut Vec<Intent>) {
    let Some(mark) = &mut draft.mark else { return };
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::body(chart::place_words(view.knowledge, mark.at)));
        ui.label(theme::remark("What is it?"));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(5.0, 5.0);
            for (id, finding) in view.knowledge.findings.iter() {
                let chosen = mark.kind.as_ref() == Some(id);
                if press::choice(ui, chosen, &finding.name.en).on_hover_text(&finding.feel).clicked() {
                    mark.kind = Some(id.clone());
                }
            }
        });
        ui.label(theme::remark("How marked, 0 to 4?"));
        ui.horizontal(|ui| {
            for grade in 0..=4_u8 {
                if press::choice(ui, mark.grade == Some(grade), &grade.to_string()).clicked() {
                    mark.grade = Some(grade);
                }
            }
        });
        ui.horizontal(|ui| {
            for side in [Side::Left, Side::Both, Side::Right] {
                if press::choice(ui, mark.side == side, text::side(side)).clicked() {
                    mark.side = side;
                }
            }
        });
        let name =
            |id| view.knowledge.zones.get(id).map_or("", |zone: &crate::knowledge::zone::Zone| zone.name.en.as_str());
        let shown = mark.zone.as_ref().map_or("No zone", name);
        ComboBox::new("zone of the mark", "Zone").selected_text(shown).width(190.0).show_ui(ui, |ui| {
            ui.selectable_value(&mut mark.zone, None, "No zone");
            for (id, zone) in view.knowledge.zones.iter() {
                ui.selectable_value(&mut mark.zone, Some(id.clone()), zone.name.en.as_str());
            }
        });
    });
    let fresh = std::mem::take(&mut mark.fresh);
    let complete = mark.kind.clone().zip(mark.grade).map(|(kind, grade)| Mark {
        at: mark.at.quantised(),
        side: mark.side,
        zone: mark.zone.clone(),
        kind,
        grade,
    });
    ui.horizontal(|ui| {
        let ready = complete.is_some();
        let response = ui.add_enabled_ui(ready, |ui| widgets::primary(ui, "Enter it")).inner;
        if let Some(mark) = complete.filter(|_| response.clicked()) {
            send.push(Intent::Act(Action::Mark(mark)));
            draft.mark = None;
        }
        if widgets::quiet(ui, "Discard").clicked() {
            draft.mark = None;
        }
    });
    if fresh {
        ui.scroll_to_cursor(Some(egui::Align::BOTTOM));
    }
}

fn entries(ui: &mut Ui, view: &View<'_>, work: &Work<'_>) {
    for (index, marked) in work.progress.marks.iter().enumerate() {
        let mark = &marked.mark;
        let kind = view.knowledge.findings.get(&mark.kind).map_or(mark.kind.as_str(), |kind| kind.name.en.as_str());
        let zone = mark.zone.as_ref().and_then(|id| view.knowledge.zones.get(id)).map(|zone| zone.name.en.as_str());
        let place = chart::place_words(view.knowledge, mark.at.point());
        ui.add(egui::Label::new(theme::body(format!("{}. {kind}, grade {}", index + 1, mark.grade))).wrap());
        let words = match zone {
            Some(zone) => format!("{zone}, {} · {place}", mark.side.word()),
            None => place,
        };
        ui.add(egui::Label::new(theme::remark(words)).wrap());
    }
}
