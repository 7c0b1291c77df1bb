//! Looking into the tissue: the cut under the finger, loads in colours, the last stroke once more.

use bevy_egui::egui::{self, Pos2, Shape, Ui, Vec2};

use crate::{
    interface::{
        intent::Intent,
        theme::{self, size},
        view::Work,
        widgets::{
            press,
            section::{Section, section},
        },
    },
    scene::load::{self, Load},
    simulation::sheets::SectionPoint,
};

/// What shows too much for an examination is not offered there.
pub(super) fn exam(work: &Work<'_>) -> bool {
    work.feedback == crate::scenario::format::FeedbackMode::Exam
}

/// Looking into the tissue: the cut under the finger, and loads in colours.
pub(super) fn looks(ui: &mut Ui, work: &Work<'_>, send: &mut Vec<Intent>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(4.0);
        ui.spacing_mut().button_padding.x = 8.0;
        let section = press::choice(ui, work.room.section, "Section").on_hover_text("The layers under the finger (C)");
        if section.clicked() {
            send.push(Intent::Section(!work.room.section));
        }
        ui.add_space(6.0);
        ui.label(theme::remark("Loads"));
        let none = press::choice(ui, work.room.load.is_none(), "None").on_hover_text("L goes through the loads");
        if none.clicked() {
            send.push(Intent::Load(None, work.room.load_peak));
        }
        for (load, short) in Load::ALL.into_iter().zip(LOADS) {
            if press::choice(ui, work.room.load == Some(load), short).on_hover_text(load.name()).clicked() {
                send.push(Intent::Load(Some(load), work.room.load_peak));
            }
        }
    });
}

/// Short names of the loads, in their order.
const LOADS: [&str; 6] = ["Sticks", "Slip above", "Slip below", "Skin", "Superficial", "Deep"];

/// The scale of the colours.
pub(super) fn legend(ui: &mut Ui, work: &Work<'_>, load: Load, send: &mut Vec<Intent>) {
    ui.set_width(236.0);
    ui.spacing_mut().item_spacing.y = 4.0;
    let (most, unit) = load.scale();
    ui.label(theme::body(load.name()).size(size::SMALL));
    let (rect, response) = ui.allocate_exact_size(Vec2::new(236.0, 12.0), egui::Sense::hover());
    let mut mesh = egui::Mesh::default();
    for k in 0..=32_u32 {
        let share = k as f32 / 32.0;
        let [red, green, blue] = load::colour(f64::from(share));
        let x = rect.left() + share * rect.width();
        for y in [rect.top(), rect.bottom()] {
            mesh.colored_vertex(Pos2::new(x, y), egui::Color32::from_rgb(red, green, blue));
        }
        if k > 0 {
            mesh.add_triangle(2 * k - 2, 2 * k - 1, 2 * k);
            mesh.add_triangle(2 * k, 2 * k - 1, 2 * k + 1);
        }
    }
    ui.painter().add(Shape::mesh(mesh));
    let said = format!("{}: colours from 0 to {most} {unit}", load.name());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Image, true, said.clone()));
    ui.horizontal(|ui| {
        ui.label(theme::remark("0"));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(theme::remark(format!("{most:.0} {unit} and more")));
        });
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (peak, name, hint) in [
            (true, "Most in this stroke", "The greatest load since the finger was put down"),
            (false, "Now", "The load of this moment"),
        ] {
            if press::choice(ui, work.room.load_peak == peak, name).on_hover_text(hint).clicked() {
                send.push(Intent::Load(Some(load), peak));
            }
        }
    });
}

/// The layers under the finger, and the last stroke once more in slow motion.
pub(super) fn cut(ui: &mut Ui, work: &Work<'_>, send: &mut Vec<Intent>) {
    ui.spacing_mut().item_spacing.y = 5.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding.x = 8.0;
        let title = match work.replay.progress() {
            Some((slow, share)) => format!("Last stroke, {slow:.0}× slower · {:.0} %", share * 100.0),
            None => "Section along the pull".to_owned(),
        };
        ui.label(theme::body(title).size(size::SMALL));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if work.trace.strokes.is_empty() {
                return;
            }
            for (slow, name) in [(10.0, "10× slower"), (4.0, "4× slower"), (1.0, "As it was")] {
                let on = work.replay.progress().is_some_and(|(now, _)| (now - slow).abs() < 0.01);
                let hint = "Shows the last stroke again; time stands still meanwhile (R)";
                if press::choice(ui, on, name).on_hover_text(hint).clicked() {
                    send.push(Intent::Again(slow));
                }
            }
            ui.label(theme::remark("Last stroke again"));
        });
    });
    let shown = Section { points: &work.cut.points, finger_mm: work.cut.finger_mm, named: true };
    // one line of text stays below it
    let most = (ui.available_height() - 24.0).max(60.0);
    section(ui, shown, most);
    let largest = |of: &dyn Fn(&SectionPoint) -> f64| {
        work.cut.points.iter().map(of).fold(0.0_f64, |most, value| if value.abs() > most.abs() { value } else { most })
    };
    let line = format!(
        "Slip under the skin {:.0} mm · on the deep fascia {:.0} mm · fold {:.0} mm",
        largest(&|point| point.slip_mm[0]).abs(),
        largest(&|point| point.slip_mm[1]).abs(),
        largest(&|point| point.height_mm).max(0.0),
    );
    ui.label(theme::remark(line));
}
