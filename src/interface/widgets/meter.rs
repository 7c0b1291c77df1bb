//! A bar that shows a value against the range in which it is good.

use bevy_egui::egui::{
    Align2, Color32, FontId, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType,
};

use crate::interface::theme::{self, size};

/// What a meter shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading<'a> {
    /// Name.
    pub name: &'a str,
    /// The value, in the unit of `text`; none while there is nothing to show.
    pub value: Option<f64>,
    /// The value as it is written.
    pub text: &'a str,
    /// Left and right end of the scale.
    pub scale: (f64, f64),
    /// Where the value is good, if that is shown.
    pub good: Option<(f64, f64)>,
}

/// The bar with its name above.
pub fn meter(ui: &mut Ui, reading: Reading<'_>) -> Response {
    let width = ui.available_width().max(0.0);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, 34.0), Sense::hover());
    let painter = ui.painter();
    let font = FontId::proportional(size::SMALL);
    painter.text(rect.left_top(), Align2::LEFT_TOP, reading.name, font.clone(), theme::INK_SOFT);
    painter.text(rect.right_top(), Align2::RIGHT_TOP, reading.text, font, theme::INK);
    let bar = Rect::from_min_max(rect.left_bottom() - Vec2::new(0.0, 12.0), rect.right_bottom() - Vec2::new(0.0, 3.0));
    if bar.width() > 1.0 {
        let at = |value: f64| bar.left() + bar.width() * share(value, reading.scale);
        painter.rect(bar, 4, theme::LINEN, Stroke::new(1.0, theme::LINE), StrokeKind::Inside);
        if let Some((from, to)) = reading.good {
            let good = Rect::from_x_y_ranges(at(from)..=at(to), bar.y_range());
            painter.rect_filled(good, 3, theme::ACCENT_PALE);
            painter.vline(good.left(), bar.y_range(), Stroke::new(1.0, theme::ACCENT));
            painter.vline(good.right(), bar.y_range(), Stroke::new(1.0, theme::ACCENT));
        }
        if let Some(value) = reading.value {
            let right = reading.good.is_none_or(|(from, to)| value >= from && value <= to);
            let colour: Color32 = if right { theme::ACCENT } else { theme::CAUTION };
            let needle = Rect::from_center_size(
                bevy_egui::egui::pos2(at(value), bar.center().y),
                Vec2::new(5.0, bar.height() + 5.0),
            );
            painter.rect(needle, 2, colour, Stroke::new(1.0, theme::SHEET), StrokeKind::Outside);
        }
    }
    response.widget_info(|| {
        WidgetInfo::labeled(WidgetType::ProgressIndicator, true, format!("{}: {}", reading.name, reading.text))
    });
    response
}

/// A filled bar from 0 to 1, for shares of points.
pub fn fill(ui: &mut Ui, share: f32, colour: Color32, height: f32) -> Response {
    let width = ui.available_width().max(0.0);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, height), Sense::hover());
    let painter = ui.painter();
    let round = (height / 2.0) as u8;
    painter.rect_filled(rect, round, theme::LINEN);
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    if share > 0.0 && rect.width() > height {
        let width = (rect.width() * share).max(height);
        painter.rect_filled(Rect::from_min_size(rect.min, Vec2::new(width, height)), round, colour);
    }
    response
}

/// Where a value lies on a scale, 0 to 1.
fn share(value: f64, scale: (f64, f64)) -> f32 {
    let span = scale.1 - scale.0;
    let share = if span.abs() > f64::EPSILON { (value - scale.0) / span } else { 0.0 };
    if share.is_finite() { share.clamp(0.0, 1.0) as f32 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_beyond_the_scale_stays_at_its_end() {
        assert_eq!(share(12.0, (0.0, 10.0)), 1.0);
        assert_eq!(share(-3.0, (0.0, 10.0)), 0.0);
        assert_eq!(share(f64::NAN, (0.0, 10.0)), 0.0);
        assert_eq!(share(5.0, (5.0, 5.0)), 0.0);
    }
}
