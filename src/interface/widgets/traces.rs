//! Curves over the time of a session, one lane each, with the student's actions beneath.

use bevy_egui::egui::{
    Align2, Color32, FontId, Painter, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType,
};

use crate::{
    interface::theme::{self, size},
    units::Tick,
};

/// Room for names and scales at the left, points.
const LEFT: f32 = 132.0;
/// Height of one curve's lane, points.
const LANE: f32 = 62.0;
/// Height of the line with the actions, points.
const ACTIONS: f32 = 30.0;
/// Height of the line with the minutes, points.
const CLOCK: f32 = 20.0;

/// One curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Its colour.
    pub colour: Color32,
    /// Values over time.
    pub points: Vec<(Tick, f64)>,
    /// The smallest span of the scale, so that noise does not look like an event.
    pub least_span: f64,
}

/// Something on the time line.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// When it begins.
    pub tick: Tick,
    /// When it ends, if it lasts.
    pub until: Option<Tick>,
    /// What it was.
    pub text: String,
    /// Its colour.
    pub colour: Color32,
}

/// The lanes; `selected` is marked through all of them. Returns the moment that was clicked.
pub fn traces(
    ui: &mut Ui,
    curves: &[Curve],
    moments: &[Moment],
    length: Tick,
    selected: Option<Tick>,
) -> (Option<Tick>, Response) {
    let height = LANE * curves.len() as f32 + ACTIONS + CLOCK;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width().max(0.0), height), Sense::click());
    let response = {
        let label = || WidgetInfo::labeled(WidgetType::Image, true, "Course of the session over time");
        response.widget_info(label);
        response
    };
    let field =
        Rect::from_min_max(Pos2::new(rect.left() + LEFT, rect.top()), rect.right_bottom() - Vec2::new(8.0, 0.0));
    if field.width() < 40.0 {
        return (None, response);
    }
    let axis = Axis { left: field.left(), width: field.width(), length: f64::from(length.0.max(1)) };
    let painter = ui.painter_at(rect);
    for (index, curve) in curves.iter().enumerate() {
        let top = rect.top() + LANE * index as f32;
        let lane = Rect::from_min_max(Pos2::new(field.left(), top + 4.0), Pos2::new(field.right(), top + LANE - 4.0));
        draw_curve(&painter, &axis, lane, rect.left(), curve);
    }
    let line = Rect::from_min_max(
        Pos2::new(field.left(), rect.bottom() - ACTIONS - CLOCK),
        Pos2::new(field.right(), rect.bottom() - CLOCK),
    );
    draw_moments(&painter, &axis, line, rect.left(), moments);
    draw_clock(&painter, &axis, line.bottom(), length);
    let mark = |tick: Tick, stroke: Stroke| painter.vline(axis.x(tick), rect.top()..=line.bottom(), stroke);
    if let Some(tick) = selected {
        mark(tick, Stroke::new(2.0, theme::INK));
        painter.text(
            Pos2::new(axis.x(tick) + 5.0, rect.top()),
            Align2::LEFT_TOP,
            clock(tick),
            FontId::proportional(size::SMALL),
            theme::INK,
        );
    }
    let mut response = response;
    if let Some(pos) = response.hover_pos().filter(|pos| pos.x >= field.left()) {
        let tick = axis.tick(pos.x);
        mark(tick, Stroke::new(1.0, theme::LINE_STRONG));
        response = response.on_hover_ui_at_pointer(|ui| tooltip(ui, curves, moments, tick, axis.span(8.0)));
    }
    let clicked = response
        .clicked()
        .then(|| response.interact_pointer_pos())
        .flatten()
        .filter(|pos| pos.x >= field.left())
        .map(|pos| nearest(moments, axis.tick(pos.x), axis.span(8.0)));
    (clicked, response)
}

/// A time as minutes and seconds.
#[must_use]
pub fn clock(tick: Tick) -> String {
    let seconds = tick.0 / crate::units::TICKS_PER_SECOND;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

struct Axis {
    left: f32,
    width: f32,
    length: f64,
}

impl Axis {
    fn x(&self, tick: Tick) -> f32 {
        self.left + self.width * (f64::from(tick.0) / self.length).clamp(0.0, 1.0) as f32
    }

    fn tick(&self, x: f32) -> Tick {
        let share = f64::from((x - self.left) / self.width.max(1.0)).clamp(0.0, 1.0);
        Tick((share * self.length) as u32)
    }

    /// Ticks that lie in this many points.
    fn span(&self, points: f32) -> u32 {
        (f64::from(points / self.width.max(1.0)) * self.length) as u32
    }
}

fn draw_curve(painter: &Painter, axis: &Axis, lane: Rect, left: f32, curve: &Curve) {
    let font = FontId::proportional(size::SMALL);
    let small = FontId::proportional(size::SMALL - 2.0);
    painter.rect(lane, 4, theme::SHEET, Stroke::new(1.0, theme::LINE), StrokeKind::Inside);
    painter.text(Pos2::new(left, lane.top() + 3.0), Align2::LEFT_TOP, &curve.name, font.clone(), theme::INK);
    painter.text(Pos2::new(left, lane.top() + 19.0), Align2::LEFT_TOP, &curve.unit, small.clone(), theme::INK_SOFT);
    let values = curve.points.iter().map(|(_, value)| *value).filter(|value| value.is_finite());
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    if low > high {
        painter.text(lane.center(), Align2::CENTER_CENTER, "nothing was measured", font, theme::INK_SOFT);
        return;
    }
    let middle = (low + high) / 2.0;
    let half = ((high - low) / 2.0).max(curve.least_span / 2.0) * 1.1;
    let y = |value: f64| lane.bottom() - lane.height() * ((value - (middle - half)) / (2.0 * half)) as f32;
    let points: Vec<Pos2> = curve
        .points
        .iter()
        .filter(|(_, value)| value.is_finite())
        .map(|(tick, value)| Pos2::new(axis.x(*tick), y(*value)))
        .collect();
    painter.line(points, Stroke::new(2.0, curve.colour));
    let decimals = usize::from(half < 5.0);
    let edge = |value: f64, at: f32, align: Align2| {
        painter.text(
            Pos2::new(lane.left() - 5.0, at),
            align,
            format!("{value:.decimals$}"),
            small.clone(),
            theme::INK_SOFT,
        );
    };
    edge(middle + half, lane.top() + 1.0, Align2::RIGHT_TOP);
    edge(middle - half, lane.bottom() - 1.0, Align2::RIGHT_BOTTOM);
}

fn draw_moments(painter: &Painter, axis: &Axis, line: Rect, left: f32, moments: &[Moment]) {
    let font = FontId::proportional(size::SMALL);
    painter.text(Pos2::new(left, line.center().y), Align2::LEFT_CENTER, "What you did", font, theme::INK);
    painter.hline(line.x_range(), line.center().y, Stroke::new(1.0, theme::LINE_STRONG));
    for moment in moments {
        let x = axis.x(moment.tick);
        match moment.until {
            Some(until) => {
                let bar = Rect::from_x_y_ranges(
                    x..=axis.x(until).max(x + 2.0),
                    line.center().y - 6.0..=line.center().y + 6.0,
                );
                painter.rect_filled(bar, 1, moment.colour);
            }
            None => {
                painter.circle_filled(Pos2::new(x, line.center().y), 3.5, moment.colour);
            }
        }
    }
}

fn draw_clock(painter: &Painter, axis: &Axis, top: f32, length: Tick) {
    let minutes = (length.seconds() / 60.0).ceil().max(1.0);
    let step =
        [0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0].into_iter().find(|step| minutes / step <= 12.0).unwrap_or(60.0);
    let mut at = 0.0;
    while at <= length.seconds() / 60.0 {
        let x = axis.x(Tick::from_seconds(at * 60.0));
        painter.vline(x, top..=top + 4.0, Stroke::new(1.0, theme::LINE_STRONG));
        let text = if step < 1.0 { format!("{at:.1} min") } else { format!("{at:.0} min") };
        let align = if at == 0.0 { Align2::LEFT_TOP } else { Align2::CENTER_TOP };
        painter.text(Pos2::new(x, top + 4.0), align, text, FontId::proportional(size::SMALL - 2.0), theme::INK_SOFT);
        at += step;
    }
}

fn tooltip(ui: &mut Ui, curves: &[Curve], moments: &[Moment], tick: Tick, reach: u32) {
    ui.label(theme::label(clock(tick)));
    for curve in curves {
        let at = curve.points.iter().rev().find(|(when, _)| *when <= tick);
        if let Some((_, value)) = at {
            ui.label(theme::remark(format!("{} {value:.1} · {}", curve.name, curve.unit)));
        }
    }
    let here = |moment: &&Moment| match moment.until {
        Some(until) => moment.tick <= tick && tick <= until,
        None => moment.tick.0.abs_diff(tick.0) <= reach,
    };
    for moment in moments.iter().filter(here).take(4) {
        ui.label(theme::body(&moment.text));
    }
}

/// The moment within reach that is nearest, else the time itself.
fn nearest(moments: &[Moment], tick: Tick, reach: u32) -> Tick {
    moments
        .iter()
        .map(|moment| moment.tick)
        .min_by_key(|moment| moment.0.abs_diff(tick.0))
        .filter(|moment| moment.0.abs_diff(tick.0) <= reach)
        .unwrap_or(tick)
}
