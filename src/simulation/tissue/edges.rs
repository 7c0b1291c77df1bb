//! The edges that hooks are set at, and whether a pull runs across them.
//!
//! The edges are those of the build-up: the line of every step that is done with strokes drawn across an edge
//! (sacrum, iliac crest, trochanter, ribs, shoulder blade, beside the spine). They are given for the right side; a
//! place on the left is looked at in its mirror, so that both sides treat an edge alike.

use crate::{
    knowledge::{Knowledge, stroke::DirectionRule, zone::distance_to_segment_cm},
    maths::{hypot, smoothstep},
    simulation::constants::Constants,
    units::{BackPoint, CM_PER_PERCENT},
};

/// How many edges a place can lie at.
const MOST: usize = 8;

/// One straight piece of an edge, right side.
#[derive(Debug, Clone, Copy)]
struct Piece {
    from: BackPoint,
    until: BackPoint,
    /// Its direction, length 1, in the flat frame of the pads.
    direction: (f64, f64),
}

/// All edges of the back.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edges {
    pieces: Vec<Piece>,
}

/// Directions of the edges that a pull at a place can be meant for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Near {
    directions: [(f64, f64); MOST],
    count: usize,
    /// One of them lies under the pads.
    under: bool,
}

impl Edges {
    /// The edges along which the build-up sets strokes that are drawn across.
    pub(crate) fn of(knowledge: &Knowledge) -> Self {
        let across = |id| knowledge.strokes.get(id).is_some_and(|stroke| stroke.direction == DirectionRule::AcrossEdge);
        let steps = knowledge.sections.iter().flat_map(|(_, section)| &section.steps);
        let lines = steps.filter(|step| step.strokes.first().is_some_and(across)).map(|step| &step.line);
        let pieces = lines.flat_map(|line| line.windows(2)).filter_map(|pair| {
            let (from, until) = (*pair.first()?, *pair.get(1)?);
            let way = (until.0 - from.0, (until.1 - from.1) * CM_PER_PERCENT);
            let length = hypot(way.0, way.1);
            (length > 1e-6).then(|| Piece { from, until, direction: (way.0 / length, way.1 / length) })
        });
        Self { pieces: pieces.collect() }
    }

    /// The edges that a pull at a place can be meant for: those it lies at, and those a hook from here comes to.
    pub(crate) fn near(&self, point: BackPoint, constants: &Constants) -> Near {
        let left = point.0 < 0.0;
        let point = if left { point.mirrored() } else { point };
        let mut near = Near::default();
        for piece in &self.pieces {
            let distance = distance_to_segment_cm(point, piece.from, piece.until);
            if distance > constants.edge_ahead_cm {
                continue;
            }
            let Some(place) = near.directions.get_mut(near.count) else { break };
            let (x, y) = piece.direction;
            *place = if left { (-x, y) } else { (x, y) };
            near.count += 1;
            near.under |= distance <= constants.edge_reach_cm;
        }
        near
    }
}

impl Near {
    /// How far a pull runs across one of these edges, 0 (along) to 1 (across); 1 where the pads lie at no edge.
    pub(crate) fn across(&self, pull: (f64, f64), constants: &Constants) -> f64 {
        let length = hypot(pull.0, pull.1);
        if !self.under || length < 1e-6 {
            return 1.0;
        }
        // The edge that is crossed most is the one that is meant: edges meet, and some run beside each other.
        let sine = |edge: &(f64, f64)| ((edge.0 * pull.1 - edge.1 * pull.0) / length).abs();
        let steepest = self.directions.iter().take(self.count).map(sine).fold(0.0, f64::max);
        smoothstep(constants.edge_along_sine, constants.edge_across_sine, steepest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{self, library::Folder};

    #[test]
    fn every_hook_of_the_build_up_is_taught_across_an_edge() {
        let folder = Folder::new(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets"));
        let (knowledge, _) = knowledge::load(&folder);
        let constants = Constants::from_table(&knowledge).unwrap_or_else(|error| panic!("{error}"));
        let edges = Edges::of(&knowledge);
        let mut hooks = 0;
        for step in knowledge.sections.iter().flat_map(|(_, section)| &section.steps) {
            if step.strokes.first().is_none_or(|stroke| stroke.as_str() != "hook") {
                continue;
            }
            let mut paths = step.rays.clone();
            if let (Some((start, end)), true) = (step.pull, step.rays.is_empty()) {
                let places = step.line.windows(2).flat_map(|pair| {
                    [0.0, 0.5, 1.0].map(|share| {
                        let between = |a: f64, b: f64| a + (b - a) * share;
                        BackPoint(between(pair[0].0, pair[1].0), between(pair[0].1, pair[1].1))
                    })
                });
                let set = |place: BackPoint, offset: BackPoint| BackPoint(place.0 + offset.0, place.1 + offset.1);
                paths.extend(places.map(|place| (set(place, start), set(place, end))));
            }
            for (from, to) in paths.into_iter().flat_map(|(from, to)| [(from, to), (from.mirrored(), to.mirrored())]) {
                let pull = (to.0 - from.0, (to.1 - from.1) * CM_PER_PERCENT);
                for place in [from, to] {
                    let across = edges.near(place, &constants).across(pull, &constants);
                    assert_eq!(across, 1.0, "{}: hook from {from:?} to {to:?} at {place:?}", step.id);
                }
                hooks += 1;
            }
        }
        assert!(hooks > 100, "{hooks}");
    }

    #[test]
    fn a_pull_along_the_border_of_the_sacrum_is_not_across_and_one_far_from_any_edge_is_not_judged() {
        let folder = Folder::new(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets"));
        let (knowledge, _) = knowledge::load(&folder);
        let constants = Constants::from_table(&knowledge).unwrap_or_else(|error| panic!("{error}"));
        let edges = Edges::of(&knowledge);
        for side in [1.0, -1.0] {
            let border = BackPoint(side * 3.0, 105.0);
            assert_eq!(edges.near(border, &constants).across((0.0, -2.0), &constants), 0.0);
            assert_eq!(edges.near(border, &constants).across((-2.0, 0.0), &constants), 1.0);
            let buttock = BackPoint(side * 9.0, 112.0);
            assert_eq!(edges.near(buttock, &constants).across((0.0, -2.0), &constants), 1.0);
        }
    }
}
