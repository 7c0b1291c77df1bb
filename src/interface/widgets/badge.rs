//! Small marks with a meaning: shapes that can be told apart without colour.

use bevy_egui::egui::{
    Align2, Color32, FontId, Frame, Margin, Painter, Pos2, Rect, Response, RichText, Sense, Shape, Stroke, Ui, Vec2,
};

use crate::{
    assessment::report::Safety,
    interface::theme::{self, size},
};

/// Draws the shape of a verdict: a disc with a tick, a triangle with a mark, an octagon with a cross.
pub fn safety_shape(painter: &Painter, centre: Pos2, radius: f32, safety: Safety) {
    let colour = theme::safety_colour(safety);
    let line = Stroke::new((radius * 0.2).max(1.6), theme::ON_ACCENT);
    let at = |x: f32, y: f32| centre + Vec2::new(x, y) * radius;
    match safety {
        Safety::Clear => {
            painter.circle_filled(centre, radius, colour);
            painter.line(vec![at(-0.42, 0.02), at(-0.12, 0.34), at(0.44, -0.32)], line);
        }
        Safety::Caution => {
            let corners = vec![at(0.0, -1.0), at(1.0, 0.78), at(-1.0, 0.78)];
            painter.add(Shape::convex_polygon(corners, colour, Stroke::NONE));
            painter.line_segment([at(0.0, -0.42), at(0.0, 0.22)], line);
            painter.circle_filled(at(0.0, 0.52), radius * 0.11, theme::ON_ACCENT);
        }
        Safety::Unsafe => {
            let short = 0.414;
            let corners = [(-short, -1.0), (short, -1.0), (1.0, -short), (1.0, short)]
                .into_iter()
                .chain([(short, 1.0), (-short, 1.0), (-1.0, short), (-1.0, -short)])
                .map(|(x, y)| at(x, y))
                .collect();
            painter.add(Shape::convex_polygon(corners, colour, Stroke::NONE));
            painter.line_segment([at(-0.38, -0.38), at(0.38, 0.38)], line);
            painter.line_segment([at(-0.38, 0.38), at(0.38, -0.38)], line);
        }
    }
}

/// A verdict as shape and word.
pub fn safety(ui: &mut Ui, verdict: Safety) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
        safety_shape(ui.painter(), rect.center(), 8.0, verdict);
        ui.label(RichText::new(theme::safety_word(verdict)).size(size::SMALL).color(theme::safety_colour(verdict)));
    });
}

/// A short word in a rounded field.
pub fn chip(ui: &mut Ui, text: &str) -> Response {
    coloured_chip(ui, text, theme::INK_SOFT, theme::LINEN)
}

/// A short word in a rounded field of its own colours.
pub fn coloured_chip(ui: &mut Ui, text: &str, ink: Color32, fill: Color32) -> Response {
    Frame::new()
        .fill(fill)
        .corner_radius(9)
        .inner_margin(Margin::symmetric(9, 2))
        .show(ui, |ui| ui.label(RichText::new(text).size(size::SMALL).color(ink)))
        .response
}

/// Draws a tick, for what has been done.
pub fn tick(painter: &Painter, rect: Rect, colour: Color32) {
    let at = |x: f32, y: f32| rect.min + Vec2::new(x * rect.width(), y * rect.height());
    painter.line(vec![at(0.18, 0.55), at(0.42, 0.78), at(0.84, 0.26)], Stroke::new(2.0, colour));
}

/// A tick box that only shows whether something was done.
pub fn done_box(ui: &mut Ui, done: bool) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(18.0), Sense::hover());
    let line = Stroke::new(1.2, if done { theme::ACCENT } else { theme::LINE_STRONG });
    let fill = if done { theme::ACCENT } else { theme::SHEET };
    ui.painter().rect(rect, 5, fill, line, bevy_egui::egui::StrokeKind::Inside);
    if done {
        tick(ui.painter(), rect.shrink(2.0), theme::ON_ACCENT);
    }
}

/// A number in a disc.
pub fn disc(painter: &Painter, centre: Pos2, radius: f32, fill: Color32, text: &str, ink: Color32) {
    painter.circle_filled(centre, radius, fill);
    painter.text(centre, Align2::CENTER_CENTER, text, FontId::proportional(radius * 1.15), ink);
}
