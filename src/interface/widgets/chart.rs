//! The drawn back: zones, levels, landmarks and the student's marks, in back coordinates.
//!
//! The client is seen from behind, so the client's right is on the right. The outline is a drawing
//! to find one's way by, not a measurement.

use bevy_egui::egui::{
    Align2, Color32, CursorIcon, FontId, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo,
    WidgetType,
};

use super::polygon;
use crate::{
    interface::theme::{self, size},
    knowledge::{
        Knowledge,
        zone::{ZoneSide, centre, inside},
    },
    units::{BackPoint, CM_PER_PERCENT, Side},
};

/// The chart's window: x in cm, y in percent.
const WINDOW: (BackPoint, BackPoint) = (BackPoint(-23.0, -17.0), BackPoint(23.0, 130.0));

/// The right half of the drawn outline, from the neck down to the seat.
const OUTLINE: [(f64, f64); 22] = [
    (4.6, -17.0),
    (4.9, -9.0),
    (6.2, -4.5),
    (9.5, -1.5),
    (14.0, 1.0),
    (17.6, 4.0),
    (20.0, 8.5),
    (21.2, 15.0),
    (21.4, 23.0),
    (20.0, 28.0),
    (17.6, 30.0),
    (16.6, 37.0),
    (15.8, 48.0),
    (14.6, 60.0),
    (13.8, 70.0),
    (13.9, 77.0),
    (15.2, 86.0),
    (16.9, 97.0),
    (18.0, 108.0),
    (18.3, 117.0),
    (17.8, 125.0),
    (16.8, 130.0),
];

/// What is drawn on the chart.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Layers<'a> {
    /// Outlines of all zones.
    pub zones: bool,
    /// Names of levels along the spine.
    pub levels: bool,
    /// Landmarks.
    pub landmarks: bool,
    /// Zones that stand out.
    pub highlight: &'a [ZoneSide],
    /// Zones that are left out today.
    pub avoided: &'a [ZoneSide],
    /// Marks with their number, place, colour and whether it is the chosen one.
    pub marks: &'a [Spot],
    /// Strokes as paths.
    pub paths: &'a [Vec<BackPoint>],
}

/// A numbered place on the chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Its number as shown.
    pub number: usize,
    /// Where.
    pub at: BackPoint,
    /// The fill.
    pub colour: Color32,
    /// It stands out.
    pub chosen: bool,
}

/// What happened on the chart.
#[derive(Debug)]
pub struct Pointed {
    /// The place that was clicked.
    pub clicked: Option<BackPoint>,
    /// The place under the pointer.
    pub hovered: Option<BackPoint>,
    /// The widget.
    pub response: Response,
}

/// The chart, as wide as there is room and at most `height` high.
pub fn chart(ui: &mut Ui, knowledge: &Knowledge, layers: Layers<'_>, height: f32) -> Pointed {
    let wide = (WINDOW.1.0 - WINDOW.0.0) as f32;
    let high = ((WINDOW.1.1 - WINDOW.0.1) * CM_PER_PERCENT) as f32;
    let scale = (ui.available_width() / wide).min(height / high).max(0.0);
    let wish = Vec2::new(ui.available_width().max(0.0), high * scale);
    let (rect, response) = ui.allocate_exact_size(wish, Sense::click());
    let map = Map { rect, scale };
    let painter = ui.painter_at(rect);
    draw(&painter, &map, knowledge, &layers);
    let hovered = response.hover_pos().map(|pos| map.point(pos));
    let clicked = response.clicked().then(|| response.interact_pointer_pos()).flatten().map(|pos| map.point(pos));
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, "Chart of the back"));
    let response = response.on_hover_cursor(CursorIcon::Crosshair);
    Pointed { clicked, hovered, response }
}

/// From back coordinates to points of the screen and back.
struct Map {
    rect: Rect,
    scale: f32,
}

impl Map {
    fn pos(&self, point: BackPoint) -> Pos2 {
        let x = point.0 as f32 * self.scale;
        let y = ((point.1 - WINDOW.0.1) * CM_PER_PERCENT) as f32 * self.scale;
        Pos2::new(self.rect.center().x + x, self.rect.top() + y)
    }

    fn point(&self, pos: Pos2) -> BackPoint {
        let scale = f64::from(self.scale.max(1e-6));
        let x = f64::from(pos.x - self.rect.center().x) / scale;
        let y = f64::from(pos.y - self.rect.top()) / scale / CM_PER_PERCENT + WINDOW.0.1;
        BackPoint(x.clamp(-40.0, 40.0), y.clamp(-40.0, 160.0))
    }
}

fn draw(painter: &Painter, map: &Map, knowledge: &Knowledge, layers: &Layers<'_>) {
    let right = OUTLINE.iter().map(|&(x, y)| BackPoint(x, y));
    let left = OUTLINE.iter().rev().map(|&(x, y)| BackPoint(-x, y));
    let body: Vec<Pos2> = right.chain(left).map(|point| map.pos(point)).collect();
    painter.add(polygon::filled(&body, theme::CHART_SKIN));
    painter.add(Shape::closed_line(body, Stroke::new(1.5, theme::CHART_LINE)));
    let spine = [map.pos(BackPoint(0.0, -4.0)), map.pos(BackPoint(0.0, 118.0))];
    painter.line_segment(spine, Stroke::new(1.0, theme::CHART_LINE.gamma_multiply(0.55)));
    if layers.zones {
        for (id, zone) in knowledge.zones.iter() {
            for &side in zone.occurs_on() {
                let here = |list: &[ZoneSide]| list.iter().any(|entry| entry.zone == *id && covers(entry.side, side));
                let (fill, line) = if here(layers.avoided) {
                    (theme::CAUTION.gamma_multiply(0.28), theme::CAUTION)
                } else if here(layers.highlight) {
                    (theme::ACCENT.gamma_multiply(0.35), theme::ACCENT)
                } else {
                    (theme::CHART_ZONE.gamma_multiply(0.16), theme::CHART_ZONE)
                };
                for outline in zone.outlines_on(side) {
                    let points: Vec<Pos2> = outline.iter().map(|point| map.pos(*point)).collect();
                    painter.add(polygon::filled(&points, fill));
                    painter.add(Shape::closed_line(points, Stroke::new(1.0, line)));
                }
            }
        }
    }
    if layers.levels {
        draw_levels(painter, map, knowledge);
    }
    if layers.landmarks {
        draw_landmarks(painter, map, knowledge);
    }
    for path in layers.paths {
        let points: Vec<Pos2> = path.iter().map(|point| map.pos(*point)).collect();
        painter.line(points, Stroke::new(2.0, theme::UNSAFE.gamma_multiply(0.7)));
    }
    for spot in layers.marks {
        let centre = map.pos(spot.at);
        let radius = if spot.chosen { 10.0 } else { 8.5 };
        painter.circle_filled(centre, radius + 1.5, theme::SHEET);
        super::badge::disc(painter, centre, radius, spot.colour, &spot.number.to_string(), theme::ON_ACCENT);
    }
    let font = FontId::proportional(size::SMALL - 1.0);
    let corner = |x: f32| Pos2::new(map.rect.center().x + x * map.scale, map.rect.bottom() - 4.0);
    painter.text(corner(-15.5), Align2::LEFT_BOTTOM, "left", font.clone(), theme::INK_SOFT);
    painter.text(corner(15.5), Align2::RIGHT_BOTTOM, "right", font, theme::INK_SOFT);
}

fn covers(wanted: Side, side: Side) -> bool {
    wanted == side || wanted == Side::Both || side == Side::Both
}

fn draw_levels(painter: &Painter, map: &Map, knowledge: &Knowledge) {
    let font = FontId::proportional(size::SMALL - 2.0);
    let mut last = f32::NEG_INFINITY;
    for (id, level) in knowledge.levels.iter() {
        let Some(y) = level.y else { continue };
        let at = map.pos(BackPoint(0.0, y));
        painter.circle_filled(at, 1.8, theme::CHART_LINE);
        let named = ["c7", "t3", "t6", "t9", "t12", "l3", "l5", "s2"].contains(&id.as_str());
        if named && at.y - last >= 11.0 {
            let name = id.as_str().to_uppercase();
            painter.text(at + Vec2::new(5.0, 0.0), Align2::LEFT_CENTER, name, font.clone(), theme::INK_SOFT);
            last = at.y;
        }
    }
}

fn draw_landmarks(painter: &Painter, map: &Map, knowledge: &Knowledge) {
    let line = Stroke::new(1.5, theme::CHART_LINE);
    for landmark in knowledge.landmarks.values().filter(|landmark| !landmark.front) {
        let sides: &[bool] = if landmark.paired { &[false, true] } else { &[false] };
        for &left in sides {
            let place = |point: BackPoint| map.pos(if left { point.mirrored() } else { point });
            match landmark.until {
                Some(until) => {
                    painter.line_segment([place(landmark.at), place(until)], line);
                }
                None => {
                    painter.circle_stroke(place(landmark.at), 2.6, line);
                }
            }
        }
    }
}

/// The zones at a place, with their sides, in the order of the table.
#[must_use]
pub fn zones_at(knowledge: &Knowledge, point: BackPoint) -> Vec<ZoneSide> {
    let mut found = Vec::new();
    for (id, zone) in knowledge.zones.iter() {
        for &side in zone.occurs_on() {
            if zone.outlines_on(side).iter().any(|outline| inside(outline, point)) {
                found.push(ZoneSide { zone: id.clone(), side });
            }
        }
    }
    found
}

/// Where a zone on a side is pointed at: its maximal point, or the middle of its first area.
#[must_use]
pub fn middle(knowledge: &Knowledge, zone: &ZoneSide) -> Option<BackPoint> {
    let entry = knowledge.zones.get(&zone.zone)?;
    let first = entry.outlines_on(zone.side).into_iter().next()?;
    Some(centre(&first))
}

/// A place in words: the nearest spinous level, and how far to which side.
#[must_use]
pub fn place_words(knowledge: &Knowledge, point: BackPoint) -> String {
    let level = knowledge
        .levels
        .iter()
        .filter_map(|(id, level)| Some((id, (level.y? - point.1).abs())))
        .min_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(id, _)| id.as_str().to_uppercase())
        .unwrap_or_default();
    if point.0.abs() < 0.75 {
        format!("{level}, midline")
    } else {
        format!("{level}, {:.0} cm {}", point.0.abs(), side_of(point).word())
    }
}

/// The side a place lies on; `Both` on the midline.
#[must_use]
pub fn side_of(point: BackPoint) -> Side {
    if point.0.abs() < 0.75 {
        Side::Both
    } else if point.0 > 0.0 {
        Side::Right
    } else {
        Side::Left
    }
}
