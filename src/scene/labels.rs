//! Names beside the body: anchors in the window, laid out so that they do not overlap.

use bevy::prelude::*;

use super::{Setting, Steps, attempt::Attempt, body::Client, camera::Eye, canvas::Canvas, room::Room};
use crate::{
    knowledge::entry::Name as Names,
    knowledge::zone,
    units::{BackPoint, Side},
};

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelKind {
    /// A zone.
    Zone,
    /// A landmark.
    Landmark,
    /// A spinous level.
    Level,
    /// An entry of the student's chart.
    Mark,
    /// A layer, beside its cut edge.
    Layer,
}

/// A name beside the body. Window places are logical pixels from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The text.
    pub text: String,
    /// The place on the body that it names.
    pub anchor: Vec2,
    /// Where its box is: upper left and lower right corner. No two boxes overlap.
    pub place: Rect,
    /// What it names.
    pub kind: LabelKind,
    /// Higher wins when there is no room for all.
    pub priority: i32,
}

/// All labels of this frame.
#[derive(Resource, Debug, Clone, PartialEq)]
pub struct Labels {
    /// The labels, the most important first.
    pub list: Vec<Label>,
    /// Mean width of a character and height of a line in logical pixels; the interface sets them.
    pub metrics: Vec2,
}

impl Default for Labels {
    fn default() -> Self {
        Self { list: Vec::new(), metrics: Vec2::new(6.6, 16.0) }
    }
}

/// A label before it has found its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The text.
    pub text: String,
    /// The place it names, logical pixels.
    pub anchor: Vec2,
    /// What it names.
    pub kind: LabelKind,
    /// Higher is placed earlier.
    pub priority: i32,
    /// Which way it would rather lie from its anchor: -1 left, 1 right, 0 either.
    pub lean: f32,
}

/// Finds places for labels inside `frame`: the most important first, each at the free place nearest to its
/// anchor among a few candidates; a label without a free place is left out.
#[must_use]
pub fn lay_out(mut wanted: Vec<Wanted>, frame: Rect, metrics: Vec2) -> Vec<Label> {
    wanted.sort_by(|a, b| b.priority.cmp(&a.priority).then_with(|| a.text.cmp(&b.text)));
    let mut placed: Vec<Label> = Vec::new();
    for label in wanted {
        if !frame.contains(label.anchor) {
            continue;
        }
        let size = Vec2::new(label.text.chars().count() as f32 * metrics.x + 10.0, metrics.y + 4.0);
        let found = candidates(label.lean).find_map(|offset| {
            let centre = label.anchor + offset + Vec2::new(offset.x.signum() * size.x / 2.0, 0.0);
            let place = Rect::from_center_size(centre, size);
            let inside = frame.contains(place.min) && frame.contains(place.max);
            let free = |other: &Label| place.inflate(2.0).intersect(other.place).is_empty();
            (inside && placed.iter().all(free)).then_some(place)
        });
        if let Some(place) = found {
            let Wanted { text, anchor, kind, priority, .. } = label;
            placed.push(Label { text, anchor, place, kind, priority });
        }
    }
    placed
}

/// Offsets from the anchor to the near edge of the box, nearest first.
fn candidates(lean: f32) -> impl Iterator<Item = Vec2> {
    let sides: [f32; 2] = if lean < 0.0 { [-1.0, 1.0] } else { [1.0, -1.0] };
    [24.0, 48.0, 90.0, 140.0].into_iter().flat_map(move |reach: f32| {
        sides.into_iter().flat_map(move |side| {
            [0.0, -18.0, 18.0, -36.0, 36.0, -58.0, 58.0].map(|rise| Vec2::new(side * reach, rise))
        })
    })
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Labels>().add_systems(Update, write.in_set(Steps::Draw).after(super::camera::glide));
}

/// A name at a chart point, before it is projected.
struct Named {
    at: BackPoint,
    text: String,
    kind: LabelKind,
    priority: i32,
}

/// Projects the names that the overlay asks for and lays them out.
fn write(
    room: Res<Room>,
    setting: Res<Setting>,
    attempt: Res<Attempt>,
    client: Option<Res<Client>>,
    camera: Query<(&Camera, &Transform), With<Eye>>,
    canvas: Res<Canvas>,
    mut labels: ResMut<Labels>,
) {
    let (Some(client), Ok((camera, transform))) = (client, camera.single()) else {
        if !labels.list.is_empty() {
            labels.list.clear();
        }
        return;
    };
    let eye = GlobalTransform::from(*transform);
    let frame =
        if canvas.picture.is_some() { canvas.frame } else { camera.logical_viewport_rect().unwrap_or_default() };
    let mut wanted = Vec::new();
    for name in names(&room, &setting, &attempt) {
        let Some(place) = client.surface.place(name.at) else { continue };
        let position = Vec3::from(place.position);
        let towards = (transform.translation - position).normalize_or(Vec3::ZERO);
        // what looks away from the camera has no label
        if Vec3::from(place.normal).dot(towards) < 0.15 {
            continue;
        }
        let Ok(anchor) = camera.world_to_viewport(&eye, position) else { continue };
        let anchor = canvas.window_place(anchor);
        let lean = if name.at.0.abs() < 0.5 { 0.0 } else { (anchor.x - frame.center().x).signum() };
        wanted.push(Wanted { text: name.text, anchor, kind: name.kind, priority: name.priority, lean });
    }
    let list = lay_out(wanted, frame.inflate(-4.0), labels.metrics);
    if labels.list != list {
        labels.list = list;
    }
}

fn names(room: &Room, setting: &Setting, attempt: &Attempt) -> Vec<Named> {
    let knowledge = &setting.knowledge;
    let word = |name: &Names| if room.language == "de" { name.de.clone() } else { name.en.clone() };
    let sided = |name: &Names, side: Side| match (side, room.language.as_str()) {
        (Side::Both, _) => word(name),
        (Side::Left, "de") => format!("{} links", name.de),
        (Side::Right, "de") => format!("{} rechts", name.de),
        (side, _) => format!("{}, {}", name.en, side.word()),
    };
    let mut found = Vec::new();
    for (id, zone) in knowledge.zones.iter() {
        for &side in zone.occurs_on() {
            let focus = room.focus.as_ref().is_some_and(|focus| focus.zone == *id && focus.side == side);
            let Some(outline) = zone.outlines_on(side).into_iter().next() else { continue };
            if room.overlay.zones || focus {
                let priority = if focus { 100 } else { 40 };
                let (at, kind) = (zone::centre(&outline), LabelKind::Zone);
                found.push(Named { at, text: sided(&zone.name, side), kind, priority });
            }
        }
    }
    if room.overlay.landmarks {
        for (_, landmark) in knowledge.landmarks.iter().filter(|(_, landmark)| !landmark.front) {
            let (at, kind) = (landmark.at, LabelKind::Landmark);
            found.push(Named { at, text: word(&landmark.name), kind, priority: 30 });
        }
    }
    if room.overlay.levels {
        for (id, level) in knowledge.levels.iter() {
            if let Some(y) = level.y {
                // the levels everyone orients by come first
                let known = ["c7", "t3", "t7", "t12", "l4", "l5", "s2"].contains(&id.as_str());
                let priority = if known { 60 } else { 20 };
                let text = id.as_str().to_uppercase();
                found.push(Named { at: BackPoint(0.0, y), text, kind: LabelKind::Level, priority });
            }
        }
    }
    if let Some(session) = attempt.session() {
        if room.overlay.marks {
            for entry in &session.progress().marks {
                let finding = knowledge.findings.get(&entry.mark.kind);
                let text = finding.map_or_else(|| entry.mark.kind.to_string(), |finding| word(&finding.name));
                let at = entry.mark.at.point();
                let text = format!("{text} ({})", entry.mark.grade);
                found.push(Named { at, text, kind: LabelKind::Mark, priority: 80 });
            }
        }
        if room.overlay.sites {
            for area in session.areas() {
                let finding = knowledge.findings.get(&area.kind);
                let text = finding.map_or_else(|| area.kind.to_string(), |finding| word(&finding.name));
                let zone = area.zone.as_ref().and_then(|zone| knowledge.zones.get(zone));
                let text = zone.map_or_else(|| text.clone(), |zone| format!("{text}, {}", word(&zone.name)));
                found.push(Named { at: area.middle, text, kind: LabelKind::Mark, priority: 70 });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &str, x: f32, y: f32, priority: i32) -> Wanted {
        Wanted { text: text.into(), anchor: Vec2::new(x, y), kind: LabelKind::Zone, priority, lean: 0.0 }
    }

    #[test]
    fn labels_at_the_same_place_do_not_overlap_and_the_important_one_lies_nearest() {
        let many = (0..12).map(|k| wanted(&format!("label {k}"), 400.0, 300.0, k)).collect();
        let labels = lay_out(many, Rect::new(0.0, 0.0, 800.0, 600.0), Vec2::new(7.0, 16.0));
        assert_eq!(labels.first().map(|label| label.text.as_str()), Some("label 11"));
        assert!(labels.len() > 8);
        for (k, a) in labels.iter().enumerate() {
            assert!(labels[k + 1..].iter().all(|b| a.place.intersect(b.place).is_empty()), "{a:?}");
        }
    }

    #[test]
    fn a_label_outside_the_free_part_of_the_window_is_left_out() {
        let frame = Rect::new(200.0, 0.0, 800.0, 600.0);
        assert!(lay_out(vec![wanted("a", 100.0, 100.0, 0)], frame, Vec2::new(7.0, 16.0)).is_empty());
    }
}
