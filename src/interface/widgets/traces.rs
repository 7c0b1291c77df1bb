//! Curves over the time of a session, one lane each, with the student's actions beneath.

use bevy_egui::egui::{
    Align2, Color32, FontId, Painter, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType,
};

use crate::{
    interface::theme::{self, size},
    units::Tick,
};

/// Height of the line with the headings, points.
const HEAD: f32 = 24.0;
/// Between two sessions, points.
const BETWEEN: f32 = 18.0;
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

/// One session over time.
#[derive(Debug, Clone, Copy)]
pub struct Course<'a> {
    /// What stands above it; nothing for a session that stands alone.
    pub heading: &'a str,
    /// The curves, in the order of the lanes; alike for all sessions that are shown together.
    pub curves: &'a [Curve],
    /// What was done.
    pub moments: &'a [Moment],
    /// How long it took.
    pub length: Tick,
    /// The moment that is marked through all lanes.
    pub selected: Option<Tick>,
}

/// Sessions side by side, all to the same scales and the same time, so that they can be compared.
/// Returns the number of the session in which a moment was clicked, and the moment.
pub fn traces(ui: &mut Ui, courses: &[Course<'_>]) -> Option<(usize, Tick)> {
    let lanes = courses.iter().map(|course| course.curves.len()).max().unwrap_or(0);
    let head = if courses.iter().any(|course| !course.heading.is_empty()) { HEAD } else { 0.0 };
    let height = head + LANE * lanes as f32 + ACTIONS + CLOCK;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width().max(0.0), height), Sense::hover());
    let count = courses.len().max(1) as f32;
    let width = (rect.width() - LEFT - BETWEEN * (count - 1.0) - 8.0) / count;
    if width < 40.0 {
        return None;
    }
    let length = courses.iter().map(|course| course.length).max().unwrap_or(Tick(1));
    let spans: Vec<Span> =
        (0..lanes).map(|lane| Span::of(courses.iter().filter_map(|course| course.curves.get(lane)))).collect();
    let painter = ui.painter_at(rect);
    if let Some(first) = courses.first() {
        names(&painter, rect, head, first.curves);
    }
    let mut clicked = None;
    for (number, course) in courses.iter().enumerate() {
        let left = rect.left() + LEFT + (width + BETWEEN) * number as f32;
        let field = Rect::from_min_max(Pos2::new(left, rect.top()), Pos2::new(left + width, rect.bottom()));
        let axis = Axis { left, width, length: f64::from(length.0.max(1)) };
        let name = if course.heading.is_empty() { "Course of the session over time" } else { course.heading };
        let response = ui.interact(field, ui.id().with(("course", number)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, name));
        painter.text(field.left_top(), Align2::LEFT_TOP, course.heading, FontId::proportional(size::BODY), theme::INK);
        for (lane, curve) in course.curves.iter().enumerate() {
            let top = rect.top() + head + LANE * lane as f32;
            let lane_rect = Rect::from_x_y_ranges(field.x_range(), top + 4.0..=top + LANE - 4.0);
            if let Some(span) = spans.get(lane) {
                draw_curve(&painter, &axis, lane_rect, span, curve, number == 0);
            }
        }
        let line = Rect::from_x_y_ranges(field.x_range(), rect.bottom() - ACTIONS - CLOCK..=rect.bottom() - CLOCK);
        draw_moments(&painter, &axis, line, course.moments);
        draw_clock(&painter, &axis, line.bottom(), length);
        let top = rect.top() + head;
        let mark = |tick: Tick, stroke: Stroke| painter.vline(axis.x(tick), top..=line.bottom(), stroke);
        if courses.len() > 1 {
            // Where a session ends before the longest one.
            mark(course.length, Stroke::new(1.0, theme::LINE_STRONG));
        }
        if let Some(tick) = course.selected {
            mark(tick, Stroke::new(2.0, theme::INK));
            let at = Pos2::new(axis.x(tick) + 5.0, top);
            painter.text(at, Align2::LEFT_TOP, clock(tick), FontId::proportional(size::SMALL), theme::INK);
        }
        if let Some(pos) = response.hover_pos() {
            let tick = axis.tick(pos.x);
            mark(tick, Stroke::new(1.0, theme::LINE_STRONG));
            let shown = response
                .clone()
                .on_hover_ui_at_pointer(|ui| tooltip(ui, course.curves, course.moments, tick, axis.span(8.0)));
            if shown.clicked() {
                clicked = Some((number, nearest(course.moments, tick, axis.span(8.0))));
            }
        }
    }
    clicked
}

/// The names of the lanes at the left.
fn names(painter: &Painter, rect: Rect, head: f32, curves: &[Curve]) {
    let font = FontId::proportional(size::SMALL);
    let small = FontId::proportional(size::SMALL - 2.0);
    for (lane, curve) in curves.iter().enumerate() {
        let top = rect.top() + head + LANE * lane as f32 + 4.0;
        let at = |down: f32| Pos2::new(rect.left(), top + down);
        painter.text(at(3.0), Align2::LEFT_TOP, &curve.name, font.clone(), theme::INK);
        painter.text(at(19.0), Align2::LEFT_TOP, &curve.unit, small.clone(), theme::INK_SOFT);
    }
    let at = Pos2::new(rect.left(), rect.bottom() - CLOCK - ACTIONS / 2.0);
    painter.text(at, Align2::LEFT_CENTER, "What was done", font, theme::INK);
}

/// The scale of a lane.
struct Span {
    low: f64,
    high: f64,
}

impl Span {
    /// From the least to the greatest of all values, with a little air, and never less than the least span.
    fn of<'a>(curves: impl Iterator<Item = &'a Curve>) -> Self {
        let mut span = Self { low: f64::INFINITY, high: f64::NEG_INFINITY };
        let mut least = 0.0_f64;
        for curve in curves {
            least = least.max(curve.least_span);
            for value in curve.points.iter().map(|(_, value)| *value).filter(|value| value.is_finite()) {
                (span.low, span.high) = (span.low.min(value), span.high.max(value));
            }
        }
        let middle = (span.low + span.high) / 2.0;
        let half = ((span.high - span.low) / 2.0).max(least / 2.0) * 1.1;
        Self { low: middle - half, high: middle + half }
    }

    fn share(&self, value: f64) -> f32 {
        ((value - self.low) / (self.high - self.low)) as f32
    }
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

fn draw_curve(painter: &Painter, axis: &Axis, lane: Rect, span: &Span, curve: &Curve, scale: bool) {
    let small = FontId::proportional(size::SMALL - 2.0);
    painter.rect(lane, 4, theme::SHEET, Stroke::new(1.0, theme::LINE), StrokeKind::Inside);
    let points: Vec<Pos2> = curve
        .points
        .iter()
        .filter(|(_, value)| value.is_finite())
        .map(|(tick, value)| Pos2::new(axis.x(*tick), lane.bottom() - lane.height() * span.share(*value)))
        .collect();
    if points.is_empty() {
        let font = FontId::proportional(size::SMALL);
        painter.text(lane.center(), Align2::CENTER_CENTER, "nothing was measured", font, theme::INK_SOFT);
        return;
    }
    painter.line(points, Stroke::new(2.0, curve.colour));
    if scale {
        let decimals = usize::from(span.high - span.low < 10.0);
        let edge = |value: f64, at: f32, align: Align2| {
            let text = format!("{value:.decimals$}");
            painter.text(Pos2::new(lane.left() - 5.0, at), align, text, small.clone(), theme::INK_SOFT);
        };
        edge(span.high, lane.top() + 1.0, Align2::RIGHT_TOP);
        edge(span.low, lane.bottom() - 1.0, Align2::RIGHT_BOTTOM);
    }
}

fn draw_moments(painter: &Painter, axis: &Axis, line: Rect, moments: &[Moment]) {
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
    let most = f64::from((axis.width / 62.0).clamp(2.0, 12.0));
    let step =
        [0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0].into_iter().find(|step| minutes / step <= most).unwrap_or(60.0);
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
