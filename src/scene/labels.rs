//! Names beside the body: anchors in the window, laid out so that they do not overlap.

use bevy::prelude::*;

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
