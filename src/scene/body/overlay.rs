//! Zones, landmarks, levels and entries painted into the overlay of the chart.

use bevy::prelude::*;

use super::{
    anatomy::border_cm,
    maps::{Maps, OVERLAY, point_of, texel_of},
};
use crate::{
    knowledge::{Knowledge, zone, zone::ZoneSide},
    scene::{
        Setting,
        attempt::Attempt,
        room::{Overlay, Room},
    },
    units::{BackPoint, CM_PER_PERCENT, Side},
};

/// Hues of the zones, degrees: neighbours on the back differ.
const HUES: [f32; 9] = [205.0, 20.0, 150.0, 285.0, 50.0, 235.0, 340.0, 110.0, 185.0];

/// Colour of a zone by its place in the table, sRGB 0 to 1.
#[must_use]
pub fn zone_colour(place: usize) -> [f32; 3] {
    let hue = HUES[place % HUES.len()];
    let colour = Srgba::from(Hsla::new(hue, 0.55, if place >= HUES.len() { 0.42 } else { 0.52 }, 1.0));
    [colour.red, colour.green, colour.blue]
}

/// What the overlay shows; painted anew when it changes.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Shown {
    overlay: Overlay,
    focus: Option<ZoneSide>,
    marks: Vec<(BackPoint, u8)>,
    sites: Vec<Vec<BackPoint>>,
}

/// Paints the overlay when what it shows has changed.
pub(super) fn paint(
    room: Res<Room>,
    setting: Res<Setting>,
    attempt: Res<Attempt>,
    maps: Res<Maps>,
    mut images: ResMut<Assets<Image>>,
    mut shown: Local<Shown>,
) {
    let session = attempt.session();
    let marks = session.filter(|_| room.overlay.marks).map_or_else(Vec::new, |session| {
        session.progress().marks.iter().map(|entry| (entry.mark.at.point(), entry.mark.grade)).collect()
    });
    let sites = session
        .filter(|_| room.overlay.sites)
        .map_or_else(Vec::new, |session| session.areas().iter().flat_map(|area| area.outlines.clone()).collect());
    let wanted = Shown { overlay: room.overlay, focus: room.focus.clone(), marks, sites };
    if *shown == wanted {
        return;
    }
    *shown = wanted;
    let mut canvas = Canvas { texels: vec![0; OVERLAY.0 * OVERLAY.1 * 4] };
    shown.draw(&setting.knowledge, &mut canvas);
    if let Some(mut image) = images.get_mut(&maps.overlay) {
        image.data = Some(canvas.texels);
    }
}

impl Shown {
    fn draw(&self, knowledge: &Knowledge, canvas: &mut Canvas) {
        if self.overlay.zones {
            for (place, (_, entry)) in knowledge.zones.iter().enumerate() {
                let colour = zone_colour(place);
                for &side in entry.occurs_on() {
                    for outline in entry.outlines_on(side) {
                        canvas.area(&outline, colour, 0.20, 0.85);
                    }
                }
            }
        }
        for outline in &self.sites {
            canvas.area(outline, [0.80, 0.22, 0.16], 0.22, 0.9);
        }
        if let Some(focus) = &self.focus
            && let Some((place, (_, entry))) =
                knowledge.zones.iter().enumerate().find(|(_, (id, _))| **id == focus.zone)
        {
            for outline in entry.outlines_on(focus.side) {
                canvas.area(&outline, zone_colour(place), 0.34, 1.0);
            }
        }
        if self.overlay.levels {
            for (_, level) in knowledge.levels.iter() {
                if let Some(y) = level.y {
                    canvas.line(BackPoint(-0.9, y), BackPoint(0.9, y), [0.16, 0.20, 0.26], 0.07, 0.75);
                }
            }
        }
        if self.overlay.landmarks {
            for (_, landmark) in knowledge.landmarks.iter().filter(|(_, landmark)| !landmark.front) {
                let sides: &[Side] = if landmark.paired { &[Side::Right, Side::Left] } else { &[Side::Both] };
                for side in sides {
                    let turn = |point: BackPoint| if *side == Side::Left { point.mirrored() } else { point };
                    let ink = [0.10, 0.20, 0.30];
                    match landmark.until {
                        Some(until) => canvas.line(turn(landmark.at), turn(until), ink, 0.10, 0.7),
                        None => canvas.ring(turn(landmark.at), 0.42, ink),
                    }
                }
            }
        }
        for (point, grade) in &self.marks {
            canvas.ring(*point, 0.7 + 0.12 * f64::from(*grade), [0.05, 0.30, 0.55]);
        }
    }
}

/// The overlay while it is painted: rows of red, green, blue (sRGB) and opacity.
struct Canvas {
    texels: Vec<u8>,
}

impl Canvas {
    /// Calls `ink` for every texel within `margin` cm of the box around points; it answers with an opacity.
    fn each(&mut self, points: &[BackPoint], margin: f64, colour: [f32; 3], ink: impl Fn(BackPoint) -> f64) {
        let (mut low, mut high) = (BackPoint(f64::MAX, f64::MAX), BackPoint(f64::MIN, f64::MIN));
        for point in points {
            low = BackPoint(low.0.min(point.0), low.1.min(point.1));
            high = BackPoint(high.0.max(point.0), high.1.max(point.1));
        }
        let up = margin / CM_PER_PERCENT;
        let begin = texel_of(BackPoint(low.0 - margin, low.1 - up), OVERLAY);
        let end = texel_of(BackPoint(high.0 + margin, high.1 + up), OVERLAY);
        let range =
            |from: f64, to: f64, limit: usize| (from.max(0.0) as usize)..((to.max(-1.0) + 2.0) as usize).min(limit);
        for row in range(begin.1, end.1, OVERLAY.1) {
            for column in range(begin.0, end.0, OVERLAY.0) {
                let opacity = ink(point_of(column, row, OVERLAY)).clamp(0.0, 1.0) as f32;
                if opacity > 0.0 {
                    self.blend((row * OVERLAY.0 + column) * 4, colour, opacity);
                }
            }
        }
    }

    /// Lays a colour over a texel.
    fn blend(&mut self, at: usize, colour: [f32; 3], opacity: f32) {
        let Some(texel) = self.texels.get_mut(at..at + 4) else { return };
        let under = f32::from(texel[3]) / 255.0;
        let over = opacity + under * (1.0 - opacity);
        for (value, colour) in texel.iter_mut().zip(colour) {
            let old = f32::from(*value) / 255.0;
            let mixed = (colour * opacity + old * under * (1.0 - opacity)) / over.max(1e-4);
            *value = (mixed * 255.0).round() as u8;
        }
        texel[3] = (over * 255.0).round() as u8;
    }

    fn area(&mut self, outline: &[BackPoint], colour: [f32; 3], fill: f64, line: f64) {
        self.each(outline, 0.2, colour, |point| {
            let edge = border_cm(outline, point);
            let inner = if zone::inside(outline, point) { fill * (1.0 + 0.6 * (-edge / 0.5).exp()) } else { 0.0 };
            inner.max(line * (1.0 - (edge - 0.06) / 0.08).clamp(0.0, 1.0))
        });
    }

    fn line(&mut self, from: BackPoint, to: BackPoint, colour: [f32; 3], half_width: f64, opacity: f64) {
        self.each(&[from, to], half_width + 0.2, colour, |point| {
            let away = zone::distance_to_segment_cm(point, from, to);
            opacity * (1.0 - (away - half_width) / 0.08).clamp(0.0, 1.0)
        });
    }

    fn ring(&mut self, centre: BackPoint, radius: f64, colour: [f32; 3]) {
        self.each(&[centre], radius + 0.3, colour, |point| {
            let away = centre.distance_cm(point);
            let rim = (1.0 - ((away - radius).abs() - 0.06) / 0.08).clamp(0.0, 1.0) * 0.9;
            let dot = (1.0 - (away - 0.10) / 0.08).clamp(0.0, 1.0) * 0.9;
            rim.max(dot)
        });
    }
}
