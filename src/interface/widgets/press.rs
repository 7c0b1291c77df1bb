//! Things that can be pressed, by pointer or with Enter when they have the focus.

use bevy_egui::egui::{
    Align, Align2, Button, Color32, Frame, InnerResponse, Layout, Response, RichText, Sense, Stroke, TextWrapMode, Ui,
    UiBuilder, Vec2, WidgetInfo, WidgetType,
};

use crate::interface::theme::{self, size};

/// The one next step of a screen.
pub fn primary(ui: &mut Ui, label: &str) -> Response {
    let text = RichText::new(label).size(size::BODY + 0.5).color(theme::ON_ACCENT);
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for (look, fill) in [
            (&mut widgets.inactive, theme::ACCENT),
            (&mut widgets.hovered, theme::ACCENT_WARM),
            (&mut widgets.active, theme::ACCENT_WARM),
        ] {
            look.weak_bg_fill = fill;
            look.bg_stroke = Stroke::new(1.0, fill);
        }
        let button = Button::new(text).min_size(Vec2::new(88.0, 36.0)).corner_radius(theme::ROUND_SMALL);
        focus_ring(ui.add(button))
    })
    .inner
}

/// Another thing that can be done.
pub fn secondary(ui: &mut Ui, label: &str) -> Response {
    focus_ring(ui.add(Button::new(theme::body(label)).min_size(Vec2::new(0.0, theme::PRESS))))
}

/// Something that can be done and should not draw the eye.
pub fn quiet(ui: &mut Ui, label: &str) -> Response {
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        widgets.inactive.weak_bg_fill = Color32::TRANSPARENT;
        widgets.inactive.bg_stroke = Stroke::NONE;
        focus_ring(ui.add(Button::new(RichText::new(label).size(size::BODY).color(theme::ACCENT))))
    })
    .inner
}

/// One of several things of which one holds.
pub fn choice(ui: &mut Ui, chosen: bool, label: &str) -> Response {
    choose(ui, chosen, label, size::BODY - 0.5, 27.0)
}

/// One of several short words of which one holds, in a row that gives it little room.
pub fn small_choice(ui: &mut Ui, chosen: bool, label: &str) -> Response {
    choose(ui, chosen, label, size::SMALL + 0.5, 24.0)
}

fn choose(ui: &mut Ui, chosen: bool, label: &str, letters: f32, height: f32) -> Response {
    let (fill, line, text) = if chosen {
        (theme::ACCENT_PALE, Stroke::new(1.5, theme::ACCENT), theme::ACCENT)
    } else {
        (theme::SHEET, Stroke::new(1.0, theme::LINE_STRONG), theme::INK)
    };
    let button = Button::new(RichText::new(label).size(letters).color(text))
        .fill(fill)
        .stroke(line)
        .wrap_mode(TextWrapMode::Extend)
        .min_size(Vec2::new(0.0, height));
    let response = focus_ring(ui.add(button));
    response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, chosen, label));
    response
}

/// How a tile looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// An ordinary card.
    #[default]
    Plain,
    /// The chosen one.
    Chosen,
    /// The one the keyboard is at.
    Ringed,
    /// Done already.
    Done,
    /// Cannot be pressed.
    Off,
}

/// A card that can be pressed as a whole; `label` is what a screen reader says.
pub fn tile<R>(ui: &mut Ui, tone: Tone, label: &str, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let sense = if tone == Tone::Off { Sense::hover() } else { Sense::click() };
    let made = ui.scope_builder(UiBuilder::new().id_salt(("tile", label)).sense(sense), |ui| {
        let response = ui.response();
        let warm = tone != Tone::Off && (response.hovered() || response.has_focus());
        let frame: Frame = match tone {
            Tone::Chosen => theme::chosen(),
            Tone::Off => theme::card().fill(theme::PAPER),
            Tone::Ringed => theme::card().stroke(Stroke::new(1.5, theme::ACCENT)),
            Tone::Plain | Tone::Done if warm => {
                theme::card().fill(theme::SHEET_WARM).stroke(Stroke::new(1.0, theme::ACCENT))
            }
            Tone::Done => theme::card().fill(theme::PAPER),
            Tone::Plain => theme::card(),
        };
        frame
            .show(ui, |ui| {
                let width = ui.available_width();
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width);
                    contents(ui)
                })
                .inner
            })
            .inner
    });
    let response = focus_ring(made.response);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, tone != Tone::Off, label));
    InnerResponse::new(made.inner, response)
}

/// A line round what has the keyboard's focus.
fn focus_ring(response: Response) -> Response {
    if response.has_focus() {
        let painter = response.ctx.layer_painter(response.layer_id);
        painter.rect_stroke(
            response.rect.expand(2.0),
            theme::ROUND_SMALL,
            Stroke::new(2.0, theme::ACCENT),
            bevy_egui::egui::StrokeKind::Outside,
        );
    }
    response
}

/// A key's name in a small frame.
pub fn key(ui: &mut Ui, name: &str) {
    let galley = ui.painter().layout_no_wrap(
        name.to_owned(),
        bevy_egui::egui::FontId::proportional(size::SMALL - 0.5),
        theme::INK_SOFT,
    );
    let wish = galley.size() + Vec2::new(12.0, 5.0);
    let (rect, _) = ui.allocate_exact_size(wish, Sense::hover());
    let painter = ui.painter();
    painter.rect(rect, 4, theme::SHEET, Stroke::new(1.0, theme::LINE_STRONG), bevy_egui::egui::StrokeKind::Inside);
    painter.galley(Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect).min, galley, theme::INK_SOFT);
}
