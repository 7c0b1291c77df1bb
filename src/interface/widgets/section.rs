//! A cut through the layers: true thicknesses, every layer where it has moved to, septa that lean between them.
//!
//! Length and depth have the same scale. Pale upright marks were straight lines at rest, half a centimetre apart: where
//! they break, one layer has slipped on the next.

use bevy_egui::egui::{
    Align2, Color32, FontId, Mesh, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, WidgetType,
};

use crate::{
    interface::theme::{self, size},
    simulation::sheets::SectionPoint,
};

/// What is drawn.
#[derive(Clone, Copy)]
pub struct Section<'a> {
    /// Places along the cut.
    pub points: &'a [SectionPoint],
    /// Where the fingertips press, millimetres along the cut.
    pub finger_mm: Option<f64>,
    /// Names of the layers are written beside them.
    pub named: bool,
}

/// Millimetres of muscle under the deep fascia.
const MUSCLE_MM: f32 = 7.0;
/// Deepest that is drawn, millimetres: what lies deeper under a thick layer of fat stays below the picture.
const DEEP_MM: f32 = 30.0;
/// Millimetres above the skin, for the fold and the finger.
const ABOVE_MM: f32 = 9.0;
/// Millimetres between two septa.
const SEPTA_MM: f32 = 3.1;
/// Millimetres between two marks that were straight at rest.
const MARKS_MM: f32 = 5.0;

const SKIN: [Color32; 2] = [Color32::from_rgb(222, 168, 140), Color32::from_rgb(238, 199, 176)];
const FAT_ABOVE: [Color32; 2] = [Color32::from_rgb(243, 214, 139), Color32::from_rgb(236, 196, 112)];
const FAT_BELOW: [Color32; 2] = [Color32::from_rgb(240, 206, 132), Color32::from_rgb(228, 184, 106)];
const FASCIA: [Color32; 2] = [Color32::from_rgb(226, 222, 212), Color32::from_rgb(240, 238, 232)];
const DEEP: [Color32; 2] = [Color32::from_rgb(236, 238, 240), Color32::from_rgb(206, 212, 218)];
const MUSCLE: [Color32; 2] = [Color32::from_rgb(176, 74, 66), Color32::from_rgb(140, 48, 46)];
const SEPTUM: Color32 = Color32::from_rgb(252, 240, 205);
const EDGE: Color32 = Color32::from_rgb(120, 78, 60);
const MARK: Color32 = Color32::from_rgb(44, 60, 92);
const FINGER: Color32 = Color32::from_rgb(214, 164, 138);

/// A layer at every place of the cut: its upper and lower line on the screen.
struct Band {
    upper: Vec<Pos2>,
    lower: Vec<Pos2>,
}

/// Draws a cut as wide as there is room, and as high as its layers need at that scale, at most `most` points high.
pub fn section(ui: &mut Ui, shown: Section<'_>, most: f32) -> Response {
    let width = ui.available_width();
    let (Some(first), Some(last)) = (shown.points.first(), shown.points.last()) else {
        return ui.label(theme::soft("There is nothing to cut yet."));
    };
    let length = (last.along_mm - first.along_mm).max(1.0) as f32;
    let deepest = shown.points.iter().map(|point| point.depth_mm[5]).fold(0.0, f64::max) as f32;
    let high = ABOVE_MM + (deepest + MUSCLE_MM).min(DEEP_MM);
    let scale = (width / length).min(most / high);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, scale * high), Sense::hover());
    let painter = ui.painter_at(rect);
    // where there is less height, the middle of the cut is shown
    let left = (first.along_mm as f32) + (length - width / scale) / 2.0;
    let place = |along: f64, depth: f64| {
        Pos2::new(rect.left() + (along as f32 - left) * scale, rect.top() + (ABOVE_MM + depth as f32) * scale)
    };
    painter.rect_filled(rect, 6, theme::SHEET_WARM);
    let bands = bands(shown.points, place);
    let colours = [SKIN, FAT_ABOVE, FASCIA, FAT_BELOW, DEEP, MUSCLE];
    for (band, [above, below]) in bands.iter().zip(colours).rev() {
        fill(&painter, band, above, below);
    }
    septa(&painter, &bands, shown.points, scale);
    fibres(&painter, &bands);
    marks(&painter, &bands, shown.points);
    line(&painter, &bands[0].upper, Stroke::new(1.6, EDGE));
    line(&painter, &bands[2].upper, Stroke::new(0.8, Color32::WHITE));
    line(&painter, &bands[4].upper, Stroke::new(1.0, Color32::WHITE));
    line(&painter, &bands[4].lower, Stroke::new(0.8, Color32::from_rgb(150, 150, 158)));
    if let Some(at) = shown.finger_mm {
        finger(&painter, &bands[0].upper, shown.points, at, scale);
    }
    ruler(&painter, rect, scale);
    if shown.named {
        names(&painter, rect, &bands);
    }
    painter.rect_stroke(rect, 6, Stroke::new(1.0, theme::LINE), StrokeKind::Inside);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, spoken(shown.points)));
    response
}

/// What a screen reader says of it.
fn spoken(points: &[SectionPoint]) -> String {
    let most = |of: &dyn Fn(&SectionPoint) -> f64| points.iter().map(of).fold(0.0_f64, |most, v| most.max(v.abs()));
    format!(
        "Cut through the layers: skin moved {:.0} millimetres, superficial fascia {:.0}, deep fascia {:.1}; fold {:.0} millimetres high",
        most(&|point| point.along_shift_mm[0]),
        most(&|point| point.along_shift_mm[1]),
        most(&|point| point.along_shift_mm[2]),
        most(&|point| point.height_mm.max(0.0)),
    )
}

/// The bands from outside in: skin, fat, superficial fascia, fat, deep fascia with its gliding layer, muscle.
fn bands(points: &[SectionPoint], place: impl Fn(f64, f64) -> Pos2) -> Vec<Band> {
    // the sheet that carries the upper and the lower line of each band; muscle stays where it is
    let carried = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (3, 3)];
    let shift = |point: &SectionPoint, sheet: usize| point.along_shift_mm.get(sheet).copied().unwrap_or(0.0);
    carried
        .into_iter()
        .enumerate()
        .map(|(band, (upper, lower))| {
            let line = |edge: usize, sheet: usize| {
                points
                    .iter()
                    .map(|point| {
                        let depth = match edge {
                            0 => 0.0,
                            6 => point.depth_mm[5] + f64::from(MUSCLE_MM),
                            edge => point.depth_mm[edge - 1],
                        };
                        // what a fold thickens lies above it: the muscle neither rises nor sinks
                        place(point.along_mm + shift(point, sheet), depth - point.height_mm)
                    })
                    .collect::<Vec<Pos2>>()
            };
            let begins = if band == 5 { 5 } else { band };
            Band { upper: line(begins, upper), lower: line(band + 1, lower) }
        })
        .collect()
}

/// Fills a band, from one colour at its upper line to another at its lower line.
fn fill(painter: &Painter, band: &Band, above: Color32, below: Color32) {
    let mut mesh = Mesh::default();
    for (upper, lower) in band.upper.iter().zip(&band.lower) {
        mesh.colored_vertex(*upper, above);
        mesh.colored_vertex(*lower, below);
    }
    for k in 1..band.upper.len() as u32 {
        let (a, b, c, d) = (2 * k - 2, 2 * k - 1, 2 * k, 2 * k + 1);
        mesh.add_triangle(a, b, c);
        mesh.add_triangle(c, b, d);
    }
    painter.add(Shape::mesh(mesh));
}

fn line(painter: &Painter, places: &[Pos2], stroke: Stroke) {
    painter.add(Shape::line(places.to_vec(), stroke));
}

/// A repeatable number from 0 to 1 for each septum, so that they look grown.
fn varied(index: usize) -> f32 {
    let mixed = (index as u32).wrapping_mul(0x9E37_79B1) >> 16;
    (mixed & 0xff) as f32 / 255.0
}

/// Septa between the lobules of fat: they hold on to the layer above and the layer below.
fn septa(painter: &Painter, bands: &[Band], points: &[SectionPoint], scale: f32) {
    for (band, thick) in [(1, 1.3), (3, 0.8)] {
        let mut next = points.first().map_or(0.0, |point| point.along_mm as f32);
        for (index, point) in points.iter().enumerate() {
            if (point.along_mm as f32) < next {
                continue;
            }
            let grown = varied(index * 7 + band);
            next += SEPTA_MM * (0.6 + 0.9 * grown);
            let lower = (index + (4.0 * (grown - 0.5)) as usize).min(points.len() - 1);
            let (top, foot) = (bands[band].upper[index], bands[band].lower[lower]);
            let bend = Vec2::new((grown - 0.5) * 1.6 * scale, 0.0);
            let middle = top.lerp(foot, 0.5) + bend;
            let places: Vec<Pos2> = (0..=6)
                .map(|k| {
                    let t = k as f32 / 6.0;
                    top.lerp(middle, t).lerp(middle.lerp(foot, t), t)
                })
                .collect();
            line(painter, &places, Stroke::new(thick, SEPTUM.gamma_multiply(0.85)));
        }
    }
}

/// Fibres of the muscle.
fn fibres(painter: &Painter, bands: &[Band]) {
    let Some(muscle) = bands.get(5) else { return };
    for k in 1..6 {
        let t = k as f32 / 6.0;
        let places: Vec<Pos2> = muscle.upper.iter().zip(&muscle.lower).map(|(a, b)| a.lerp(*b, t)).collect();
        line(painter, &places, Stroke::new(0.7, Color32::from_rgb(205, 112, 100).gamma_multiply(0.6)));
    }
}

/// Marks that were straight and upright at rest.
fn marks(painter: &Painter, bands: &[Band], points: &[SectionPoint]) {
    let mut next = points.first().map_or(0.0, |point| point.along_mm as f32) + MARKS_MM;
    for (index, point) in points.iter().enumerate() {
        if (point.along_mm as f32) < next {
            continue;
        }
        next += MARKS_MM;
        for band in bands.iter().take(5) {
            let stroke = Stroke::new(1.1, MARK.gamma_multiply(0.55));
            painter.line_segment([band.upper[index], band.lower[index]], stroke);
        }
        if let Some(muscle) = bands.get(5) {
            let stroke = Stroke::new(1.1, MARK.gamma_multiply(0.35));
            painter.line_segment([muscle.upper[index], muscle.upper[index].lerp(muscle.lower[index], 0.45)], stroke);
        }
    }
}

/// The fingertip on the skin.
fn finger(painter: &Painter, skin: &[Pos2], points: &[SectionPoint], at: f64, scale: f32) {
    let near = |point: &SectionPoint| (point.along_mm - at).abs();
    let nearest = points.iter().enumerate().min_by(|a, b| near(a.1).total_cmp(&near(b.1)));
    let Some((index, _)) = nearest else { return };
    let x = skin.get(index).map_or(0.0, |_| skin[0].x + (at - points[0].along_mm) as f32 * scale);
    let y = skin.iter().min_by(|a, b| (a.x - x).abs().total_cmp(&(b.x - x).abs())).map_or(0.0, |place| place.y);
    let pad = Pos2::new(x, y - 5.2 * scale);
    let tip = [(-4.6, -4.4), (-4.2, 1.6), (-2.4, 4.6), (0.6, 5.3), (3.2, 3.8), (4.6, 0.6), (6.0, -4.4)];
    let places = smooth(&tip.map(|(dx, dy)| pad + Vec2::new(dx, dy) * scale));
    painter.add(Shape::convex_polygon(places.clone(), FINGER, Stroke::NONE));
    line(painter, &places, Stroke::new(1.2, EDGE));
}

/// A rounder line through the same places (Chaikin's corner cutting, twice).
fn smooth(places: &[Pos2]) -> Vec<Pos2> {
    let mut now = places.to_vec();
    for _ in 0..2 {
        let mut next = vec![now[0]];
        for pair in now.windows(2) {
            next.extend([pair[0].lerp(pair[1], 0.25), pair[0].lerp(pair[1], 0.75)]);
        }
        next.push(now[now.len() - 1]);
        now = next;
    }
    now
}

fn ruler(painter: &Painter, rect: Rect, scale: f32) {
    let (from, y) = (rect.left() + 8.0, rect.top() + 9.0);
    let to = from + 10.0 * scale;
    let stroke = Stroke::new(1.2, theme::INK_SOFT);
    painter.hline(from..=to, y, stroke);
    painter.vline(from, y - 3.0..=y + 3.0, stroke);
    painter.vline(to, y - 3.0..=y + 3.0, stroke);
    let font = FontId::proportional(size::SMALL - 1.5);
    painter.text(Pos2::new(to + 5.0, y), Align2::LEFT_CENTER, "1 cm", font, theme::INK_SOFT);
}

/// Names at the right edge, apart from each other, with lines to the layers.
fn names(painter: &Painter, rect: Rect, bands: &[Band]) {
    let names = [("Skin", 0), ("Superficial fascia", 2), ("Deep fascia", 4), ("Muscle", 5)];
    let font = FontId::proportional(size::SMALL - 1.0);
    let mut lowest = rect.top() + 22.0;
    for (name, band) in names {
        let edge = bands[band].upper.iter().zip(&bands[band].lower).rev().find(|(a, _)| a.x < rect.right() - 4.0);
        let Some((upper, lower)) = edge else { continue };
        let at = upper.lerp(*lower, if band == 5 { 0.3 } else { 0.5 });
        let galley = painter.layout_no_wrap(name.to_owned(), font.clone(), theme::INK);
        let y = at.y.max(lowest + galley.size().y * 0.5);
        lowest = y + galley.size().y * 0.5 + 3.0;
        let place = Rect::from_min_size(
            Pos2::new(rect.right() - galley.size().x - 26.0, y - galley.size().y / 2.0),
            galley.size(),
        );
        painter.line_segment([Pos2::new(place.right() + 4.0, y), Pos2::new(rect.right() - 5.0, at.y)], {
            Stroke::new(0.8, theme::INK_SOFT)
        });
        painter.rect_filled(place.expand2(Vec2::new(4.0, 1.0)), 4, theme::PAPER.gamma_multiply(0.86));
        painter.galley(place.min, galley, theme::INK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_rest(along_mm: f64) -> SectionPoint {
        SectionPoint { along_mm, depth_mm: [2.0, 6.0, 6.5, 12.0, 13.0, 13.5], ..SectionPoint::default() }
    }

    fn upright(along: f64, depth: f64) -> Pos2 {
        Pos2::new(along as f32, depth as f32)
    }

    #[test]
    fn at_rest_every_band_lies_straight_under_the_one_above() {
        let points: Vec<SectionPoint> = (0..20).map(|k| at_rest(f64::from(k) * 5.0)).collect();
        let bands = bands(&points, upright);
        assert_eq!(bands.len(), 6);
        for pair in bands.windows(2) {
            assert_eq!(pair[0].lower, pair[1].upper, "no gap between layers");
        }
        assert!(bands.iter().all(|band| band.upper.iter().zip(&band.lower).all(|(a, b)| a.x == b.x)));
    }

    #[test]
    fn septa_lean_where_the_skin_has_moved_and_the_muscle_stays() {
        let mut points: Vec<SectionPoint> = (0..20).map(|k| at_rest(f64::from(k) * 5.0)).collect();
        for point in &mut points {
            point.along_shift_mm = [10.0, 4.0, 0.5];
        }
        let bands = bands(&points, upright);
        assert_eq!(bands[1].upper[3].x - bands[1].lower[3].x, 6.0);
        assert_eq!(bands[3].upper[3].x - bands[3].lower[3].x, 3.5);
        assert_eq!(bands[5].upper[3].x, 15.0);
        assert!(spoken(&points).contains("skin moved 10 millimetres"));
    }
}
