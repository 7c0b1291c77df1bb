//! What floats over the room: views, touch or look, layers, names beside the body, and the gauge of
//! the working hand.

use bevy_egui::egui::{
    self, Align2, Area, FontId, Frame, Id, Margin, Order, Pos2, Rect, Shape, Slider, Stroke, StrokeKind, Ui, Vec2,
};

use super::inside;
use crate::{
    interface::{
        intent::Intent,
        memory::Memory,
        text,
        theme::{self, size},
        view::Work,
        widgets::{
            meter::{Reading, meter},
            press,
        },
    },
    scenario::format::Phase,
    scene::{
        camera,
        hand::Mode,
        labels::LabelKind,
        room::{LAYER_NAMES, Overlay},
    },
};

/// The names of the six views, short.
const VIEWS: [(&str, camera::View); 6] = [
    ("Back", camera::View::Back),
    ("Left", camera::View::BackLeft),
    ("Right", camera::View::BackRight),
    ("Low back", camera::View::LowBack),
    ("Shoulders", camera::View::Shoulders),
    ("Side", camera::View::Side),
];

/// A card that floats over the room.
fn floating() -> Frame {
    Frame::new()
        .fill(theme::PAPER.gamma_multiply(0.94))
        .stroke(Stroke::new(1.0, theme::LINE))
        .corner_radius(theme::ROUND)
        .inner_margin(Margin::symmetric(10, 7))
}

/// Everything that floats over the room.
pub(super) fn bar(ui: &mut Ui, work: &Work<'_>, _memory: &mut Memory, send: &mut Vec<Intent>, hole: Rect) {
    if hole.width() < 240.0 || hole.height() < 160.0 {
        return;
    }
    let place = |name: &str, corner: Align2, at: Pos2| {
        Area::new(Id::new(("room", name))).order(Order::Middle).pivot(corner).fixed_pos(at).constrain_to(hole)
    };
    place("views", Align2::CENTER_TOP, hole.center_top() + Vec2::new(0.0, 10.0)).show(ui.ctx(), |ui| {
        floating().show(ui, |ui| views(ui, work, send, hole.width() - 40.0));
    });
    let bar = place("layers", Align2::CENTER_BOTTOM, hole.center_bottom() - Vec2::new(0.0, 10.0));
    let bar = bar.show(ui.ctx(), |ui| {
        floating().show(ui, |ui| layers(ui, work, send, hole.width() - 40.0));
    });
    let floor = bar.response.rect.top() - 8.0;
    if let Some(load) = work.room.load {
        let corner = Pos2::new(hole.right() - 10.0, floor);
        place("load", Align2::RIGHT_BOTTOM, corner).show(ui.ctx(), |ui| {
            floating().show(ui, |ui| inside::legend(ui, work, load, send));
        });
    }
    let hands_on = matches!(work.progress.phase, Phase::Palpation | Phase::Treatment | Phase::Closing);
    if hands_on && (work.touching || work.tool.mode == Mode::Touch) {
        place("gauge", Align2::LEFT_BOTTOM, Pos2::new(hole.left() + 10.0, floor)).show(ui.ctx(), |ui| {
            floating().show(ui, |ui| gauge(ui, work));
        });
    }
    under(ui, work, hole);
}

fn views(ui: &mut Ui, work: &Work<'_>, send: &mut Vec<Intent>, width: f32) {
    ui.set_max_width(width);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(4.0);
        ui.spacing_mut().button_padding.x = 8.0;
        let hands = work.progress.phase >= Phase::Palpation && work.progress.phase != Phase::Decision;
        for (mode, name) in [(Mode::Look, "Look"), (Mode::Touch, "Touch")] {
            if hands && press::choice(ui, work.tool.mode == mode, name).on_hover_text("T").clicked() {
                send.push(Intent::Mode(mode));
            }
        }
        if hands {
            ui.add_space(8.0);
        }
        for (index, (name, view)) in VIEWS.into_iter().enumerate() {
            let key = if work.progress.phase == Phase::Treatment { "Alt " } else { "" };
            if press::choice(ui, false, name).on_hover_text(format!("{key}{}", index + 1)).clicked() {
                send.push(Intent::LookFrom(view));
            }
        }
    });
}

/// The slider that peels the layers, and what is drawn over the skin.
fn layers(ui: &mut Ui, work: &Work<'_>, send: &mut Vec<Intent>, width: f32) {
    ui.set_max_width(width);
    let mut depth = work.room.layers;
    let mut overlay = work.room.overlay;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(4.0);
        ui.spacing_mut().button_padding.x = 8.0;
        let nearest = LAYER_NAMES
            .iter()
            .min_by(|a, b| (a.1 - depth).abs().total_cmp(&(b.1 - depth).abs()))
            .map_or("skin", |(name, _)| *name);
        let label = ui.label(theme::remark("Layers"));
        ui.spacing_mut().slider_width = 110.0;
        let slider = Slider::new(&mut depth, 0.0..=3.0).show_value(false);
        ui.add(slider).labelled_by(label.id).on_hover_text("From the skin down to muscle and bones");
        ui.allocate_ui_with_layout(Vec2::new(104.0, 24.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_width(104.0);
            ui.label(theme::remark(text::title(nearest)));
        });
        for (name, on) in [
            ("Zones", &mut overlay.zones),
            ("Landmarks", &mut overlay.landmarks),
            ("Levels", &mut overlay.levels),
            ("Marks", &mut overlay.marks),
        ] {
            if press::choice(ui, *on, name).clicked() {
                *on = !*on;
            }
        }
    });
    if !inside::exam(work) {
        inside::looks(ui, work, send);
    }
    if (depth - work.room.layers).abs() > f32::EPSILON {
        send.push(Intent::Layers(depth));
    }
    let overlay = Overlay { sites: false, ..overlay };
    if overlay != work.room.overlay {
        send.push(Intent::Overlay(overlay));
    }
}

/// What the working hand does: layer, load, tempo, fold.
fn gauge(ui: &mut Ui, work: &Work<'_>) {
    ui.set_width(212.0);
    ui.spacing_mut().item_spacing.y = 4.0;
    let touch = work.observation.touch.as_ref();
    let stroke = work.knowledge.strokes.get(&work.tool.grip.stroke);
    let layer = touch.map_or("–", |touch| text::aim(touch.layer));
    let aimed = text::aim(work.tool.grip.aim);
    let line = if touch.is_some() { format!("Loaded: {layer} (aim: {aimed})") } else { format!("Aim: {aimed}") };
    let off = touch.is_some_and(|touch| touch.layer != work.tool.grip.aim);
    let ink = if off { theme::CAUTION } else { theme::INK };
    ui.label(theme::body(line).size(size::SMALL).color(ink));
    let load = touch.map(|touch| touch.load);
    let said = load.map_or("–".to_owned(), |load| format!("{:.0} %", load * 100.0));
    meter(
        ui,
        Reading { name: "Load, limit at 100 %", value: load, text: &said, scale: (0.0, 1.5), good: Some((0.0, 1.0)) },
    );
    let tempo = work.tempo_cm_s;
    let said = tempo.map_or("–".to_owned(), |tempo| format!("{tempo:.1} cm/s"));
    let good = stroke.filter(|_| !inside::exam(work)).map(|stroke| stroke.speed_cm_s);
    meter(ui, Reading { name: "Tempo", value: tempo, text: &said, scale: (0.0, 10.0), good });
    let fold = touch.map_or(0.0, |touch| touch.fold_mm);
    let slides = touch.is_some_and(|touch| touch.sliding);
    let sticks = touch.is_some_and(|touch| touch.sticks);
    let (words, ink) = if slides {
        ("The fingers slide over the skin.", theme::CAUTION)
    } else if sticks {
        ("The tissue sticks here.", theme::INK)
    } else if touch.is_some() {
        ("The fingers carry the skin.", theme::INK_SOFT)
    } else {
        ("Press on the back and pull.", theme::INK_SOFT)
    };
    ui.label(theme::body(format!("Fold {fold:.0} mm")).size(size::SMALL));
    ui.label(theme::body(words).size(size::SMALL).color(ink));
}

/// What lies under the pointer, in the upper left corner below the views.
fn under(ui: &mut Ui, work: &Work<'_>, hole: Rect) {
    let Some(under) = &work.hover.0 else { return };
    if work.touching {
        return;
    }
    let mut lines = vec![crate::interface::widgets::chart::place_words(work.knowledge, under.place.point)];
    if work.room.overlay.zones {
        lines.extend(under.zones.iter().map(|(_, _, name)| name.clone()));
    }
    if let Some((_, name, distance)) = under.landmark.as_ref().filter(|(_, _, distance)| *distance < 3.0) {
        lines.push(format!("{name}, {distance:.1} cm away"));
    }
    if work.room.layers > 0.2 {
        lines.extend(under.layers.iter().map(|(_, name, mm)| format!("{name}: about {mm:.0} mm")));
    }
    Area::new(Id::new("under")).fixed_pos(hole.left_top() + Vec2::new(12.0, 60.0)).interactable(false).show(
        ui.ctx(),
        |ui| {
            floating().show(ui, |ui| {
                ui.set_max_width(190.0);
                ui.spacing_mut().item_spacing.y = 1.0;
                for line in lines {
                    ui.add(egui::Label::new(theme::remark(line)).wrap());
                }
            });
        },
    );
}

/// Names beside the body, with lines that lead to what they name.
pub(super) fn labels(ui: &Ui, work: &Work<'_>, hole: Rect) {
    let painter = ui.painter_at(hole);
    let zoom = ui.ctx().zoom_factor().max(0.01);
    let pos = |at: bevy::math::Vec2| Pos2::new(at.x / zoom, at.y / zoom);
    for label in &work.labels.list {
        let place = Rect::from_min_max(pos(label.place.min), pos(label.place.max));
        let anchor = pos(label.anchor);
        let colour = match label.kind {
            LabelKind::Zone => theme::CHART_ZONE,
            LabelKind::Mark => theme::ACCENT,
            LabelKind::Landmark | LabelKind::Level | LabelKind::Layer => theme::INK_SOFT,
        };
        let edge = Pos2::new(
            if anchor.x < place.left() { place.left() } else { place.right().min(anchor.x.max(place.left())) },
            place.center().y,
        );
        painter.line_segment([anchor, edge], Stroke::new(1.0, colour));
        painter.add(Shape::circle_filled(anchor, 2.0, colour));
        painter.rect(place, 5, theme::PAPER.gamma_multiply(0.9), Stroke::new(1.0, theme::LINE), StrokeKind::Inside);
        painter.text(
            place.center(),
            Align2::CENTER_CENTER,
            &label.text,
            FontId::proportional(size::SMALL - 1.0),
            theme::INK,
        );
    }
}
