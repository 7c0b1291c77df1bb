//! Every colour, size, distance and animation time of the interface.
//!
//! The colours are those of a calm treatment room: linen, paper and wood, with one green accent.
//! The three colours of safety are a blue, an amber and a crimson that stay apart for every common
//! kind of colour vision, and they never stand alone: a shape and a word always go with them.

use std::collections::BTreeMap;

use bevy_egui::egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Frame, Margin, RichText, Shadow, Stroke, Style, TextStyle,
    Theme, Vec2, Visuals,
    style::{ScrollFadeStyle, ScrollStyle, WidgetVisuals},
};

use crate::assessment::report::Safety;

/// Linen: the ground of every screen.
pub const LINEN: Color32 = Color32::from_rgb(242, 237, 228);
/// Paper: panels beside the room.
pub const PAPER: Color32 = Color32::from_rgb(249, 246, 240);
/// Fresh sheet: cards and fields on the paper.
pub const SHEET: Color32 = Color32::from_rgb(255, 253, 249);
/// A card under the pointer.
pub const SHEET_WARM: Color32 = Color32::from_rgb(251, 246, 236);
/// Fine lines.
pub const LINE: Color32 = Color32::from_rgb(222, 213, 198);
/// Lines that must be seen.
pub const LINE_STRONG: Color32 = Color32::from_rgb(190, 177, 156);
/// Text.
pub const INK: Color32 = Color32::from_rgb(45, 40, 35);
/// Text of second rank; still readable at 4.5 to 1 on paper.
pub const INK_SOFT: Color32 = Color32::from_rgb(103, 93, 80);
/// The one accent: pine.
pub const ACCENT: Color32 = Color32::from_rgb(44, 101, 88);
/// The accent under the pointer.
pub const ACCENT_WARM: Color32 = Color32::from_rgb(56, 120, 105);
/// A breath of the accent, for what is chosen.
pub const ACCENT_PALE: Color32 = Color32::from_rgb(224, 235, 228);
/// Text on the accent.
pub const ON_ACCENT: Color32 = Color32::from_rgb(252, 250, 245);
/// Skin of the drawn chart.
pub const CHART_SKIN: Color32 = Color32::from_rgb(240, 222, 203);
/// Outline of the drawn chart.
pub const CHART_LINE: Color32 = Color32::from_rgb(186, 152, 122);
/// Zones on the drawn chart.
pub const CHART_ZONE: Color32 = Color32::from_rgb(131, 148, 163);
/// Safety: nothing stands against it.
pub const CLEAR: Color32 = Color32::from_rgb(33, 99, 158);
/// Safety: careful.
pub const CAUTION: Color32 = Color32::from_rgb(158, 94, 0);
/// Safety: a danger to the client.
pub const UNSAFE: Color32 = Color32::from_rgb(161, 31, 52);
/// Curves of the time line, in the order they are drawn.
pub const CURVES: [Color32; 5] = [
    Color32::from_rgb(161, 66, 60),
    Color32::from_rgb(190, 120, 24),
    Color32::from_rgb(44, 101, 88),
    Color32::from_rgb(110, 74, 140),
    Color32::from_rgb(33, 99, 158),
];

/// Distances in points: between parts of one thing.
pub const TIGHT: f32 = 4.0;
/// Between things of one group.
pub const NEAR: f32 = 8.0;
/// Between groups.
pub const GAP: f32 = 14.0;
/// Between sections.
pub const WIDE: f32 = 24.0;
/// Margin of a full page.
pub const PAGE: f32 = 40.0;
/// Widest column of text that is easy to read, points.
pub const COLUMN: f32 = 760.0;
/// Width of the panels left and right of the room, points.
pub const SIDE: f32 = 330.0;
/// Corners of cards and panels.
pub const ROUND: CornerRadius = CornerRadius::same(10);
/// Corners of buttons and fields.
pub const ROUND_SMALL: CornerRadius = CornerRadius::same(7);
/// Lowest height of something that can be pressed, points.
pub const PRESS: f32 = 32.0;
/// Margin inside fields for text.
pub const FIELD: Margin = Margin::symmetric(8, 6);
/// Seconds of a fade.
pub const FADE: f32 = 0.12;

/// Letter heights in points.
pub mod size {
    /// Remarks and sources.
    pub const SMALL: f32 = 12.5;
    /// Running text.
    pub const BODY: f32 = 14.5;
    /// First sentence of a page, words of the client.
    pub const LEAD: f32 = 17.0;
    /// Heading of a section.
    pub const HEADING: f32 = 19.0;
    /// Title of a page.
    pub const TITLE: f32 = 30.0;
    /// The one large word of the debrief.
    pub const VERDICT: f32 = 38.0;
}

/// Dresses a context; called once.
pub fn apply(ctx: &Context) {
    ctx.set_theme(Theme::Light);
    ctx.all_styles_mut(dress);
}

fn dress(style: &mut Style) {
    let font = |size: f32| FontId::new(size, FontFamily::Proportional);
    style.text_styles = BTreeMap::from([
        (TextStyle::Small, font(size::SMALL)),
        (TextStyle::Body, font(size::BODY)),
        (TextStyle::Button, font(size::BODY)),
        (TextStyle::Heading, font(size::HEADING)),
        (TextStyle::Monospace, FontId::new(size::SMALL, FontFamily::Monospace)),
    ]);
    style.animation_time = FADE;
    style.interaction.selectable_labels = false;
    style.spacing.item_spacing = Vec2::new(NEAR, NEAR);
    style.spacing.button_padding = Vec2::new(13.0, 6.0);
    style.spacing.interact_size = Vec2::new(PRESS, PRESS);
    style.spacing.slider_width = 150.0;
    style.spacing.slider_rail_height = 5.0;
    style.spacing.text_edit_width = 260.0;
    style.spacing.icon_width = 18.0;
    style.spacing.icon_width_inner = 10.0;
    style.spacing.icon_spacing = 8.0;
    style.spacing.tooltip_width = 380.0;
    style.spacing.scroll = ScrollStyle {
        bar_width: 8.0,
        floating_width: 4.0,
        floating_allocated_width: 10.0,
        fade: ScrollFadeStyle { strength: 0.35, size: 12.0 },
        ..ScrollStyle::floating()
    };
    style.visuals = visuals();
}

fn visuals() -> Visuals {
    let mut visuals = Visuals::light();
    let widget = |fill: Color32, line: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, line),
        corner_radius: ROUND_SMALL,
        fg_stroke: Stroke::new(1.2, text),
        expansion: 0.0,
    };
    visuals.widgets.noninteractive = widget(PAPER, LINE, INK);
    visuals.widgets.inactive = widget(SHEET, LINE_STRONG, INK);
    visuals.widgets.hovered = widget(SHEET_WARM, ACCENT, INK);
    visuals.widgets.active = widget(ACCENT_PALE, ACCENT, INK);
    visuals.widgets.open = widget(SHEET_WARM, ACCENT, INK);
    visuals.selection.bg_fill = Color32::from_rgb(190, 216, 204);
    visuals.selection.stroke = Stroke::new(1.5, ACCENT);
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(INK_SOFT);
    visuals.hyperlink_color = ACCENT;
    visuals.faint_bg_color = Color32::from_rgb(246, 241, 232);
    visuals.extreme_bg_color = SHEET;
    visuals.text_edit_bg_color = Some(SHEET);
    visuals.code_bg_color = LINEN;
    visuals.warn_fg_color = CAUTION;
    visuals.error_fg_color = UNSAFE;
    visuals.window_fill = PAPER;
    visuals.panel_fill = PAPER;
    visuals.window_stroke = Stroke::new(1.0, LINE_STRONG);
    visuals.window_corner_radius = ROUND;
    visuals.menu_corner_radius = ROUND_SMALL;
    let shadow = Shadow { offset: [0, 4], blur: 18, spread: 0, color: Color32::from_black_alpha(36) };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals.slider_trailing_fill = true;
    visuals
}

/// A full page on linen.
pub fn page() -> Frame {
    Frame::new().fill(LINEN).inner_margin(Margin::symmetric(PAGE as i8, WIDE as i8))
}

/// A panel beside the room.
pub fn panel() -> Frame {
    Frame::new().fill(PAPER).inner_margin(Margin::symmetric(16, 14))
}

/// A card on paper or linen.
pub fn card() -> Frame {
    Frame::new().fill(SHEET).stroke(Stroke::new(1.0, LINE)).corner_radius(ROUND).inner_margin(Margin::symmetric(12, 9))
}

/// A card that was chosen.
pub fn chosen() -> Frame {
    card().fill(ACCENT_PALE).stroke(Stroke::new(1.5, ACCENT))
}

/// The colour of a verdict on safety.
#[must_use]
pub fn safety_colour(safety: Safety) -> Color32 {
    match safety {
        Safety::Clear => CLEAR,
        Safety::Caution => CAUTION,
        Safety::Unsafe => UNSAFE,
    }
}

/// The word of a verdict on safety.
#[must_use]
pub fn safety_word(safety: Safety) -> &'static str {
    match safety {
        Safety::Clear => "Safe",
        Safety::Caution => "With caution",
        Safety::Unsafe => "Unsafe",
    }
}

/// The title of a page.
#[must_use]
pub fn title(text: impl Into<String>) -> RichText {
    RichText::new(text).size(size::TITLE).color(INK).heading()
}

/// The heading of a section.
#[must_use]
pub fn heading(text: impl Into<String>) -> RichText {
    RichText::new(text).size(size::HEADING).color(INK).heading()
}

/// The name of a group: small, spaced, in the accent.
#[must_use]
pub fn label(text: impl Into<String>) -> RichText {
    RichText::new(text).size(size::SMALL).color(ACCENT).strong()
}

/// A first sentence.
#[must_use]
pub fn lead(text: impl Into<String>) -> RichText {
    RichText::new(text).size(size::LEAD).color(INK)
}

/// Running text.
#[must_use]
pub fn body(text: impl Into<String>) -> RichText {
    RichText::new(text).size(size::BODY).color(INK)
}

/// Text of second rank.
#[must_use]
pub fn soft(text: impl Into<String>) -> RichText {
    RichText::new(text).size(size::BODY).color(INK_SOFT)
}

/// A remark.
#[must_use]
pub fn remark(text: impl Into<String>) -> RichText {
    RichText::new(text).size(size::SMALL).color(INK_SOFT)
}
