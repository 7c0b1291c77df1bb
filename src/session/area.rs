//! Where the scenario's findings lie, in chart coordinates.

use crate::{
    knowledge::{
        Knowledge,
        id::{FindingId, ZoneId},
        zone::{Outline, centre, distance_cm, inside},
    },
    scenario::{
        Scenario,
        format::{FindingPlace, Grades, PlacedFinding, Reveal},
    },
    units::{BackPoint, Side},
};

/// A finding of the scenario with its area.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingArea {
    /// The scenario's id.
    pub id: String,
    /// Its outlines, as they lie on the chart.
    pub outlines: Vec<Outline>,
    /// The side.
    pub side: Side,
    /// The zone, where the scenario names one.
    pub zone: Option<ZoneId>,
    /// What kind.
    pub kind: FindingId,
    /// How marked.
    pub grades: Grades,
    /// How it can be found.
    pub reveal: Vec<Reveal>,
    /// A point inside, as near to the middle as the outline allows.
    pub middle: BackPoint,
}

impl FindingArea {
    /// All findings of a scenario, in its order. A zone that does not exist has no outline.
    #[must_use]
    pub fn all(knowledge: &Knowledge, scenario: &Scenario) -> Vec<Self> {
        scenario.file.findings.iter().map(|finding| Self::of(knowledge, finding)).collect()
    }

    /// The area of one finding.
    #[must_use]
    pub fn of(knowledge: &Knowledge, finding: &PlacedFinding) -> Self {
        let (zone, outlines) = match &finding.place {
            FindingPlace::Zone { zone, side } => {
                let outlines = knowledge.zones.get(zone).map(|entry| entry.outlines_on(*side)).unwrap_or_default();
                (Some(zone.clone()), outlines)
            }
            FindingPlace::Area { outline, .. } => (None, vec![outline.clone()]),
        };
        let middle = outlines.first().map(|outline| middle(outline)).unwrap_or_default();
        Self {
            id: finding.id.clone(),
            outlines,
            side: finding.place.side(),
            zone,
            kind: finding.kind.clone(),
            grades: finding.grades,
            reveal: finding.reveal.clone(),
            middle,
        }
    }

    /// Distance from a point to the area in centimetres on the reference adult; 0 inside.
    #[must_use]
    pub fn distance_cm(&self, point: BackPoint) -> f64 {
        self.outlines.iter().map(|outline| distance_cm(outline, point)).fold(f64::INFINITY, f64::min)
    }
}

/// Cells of the search for a point inside an outline, in each direction.
const CELLS: u32 = 24;

/// A point inside an outline: its centre, or for a crescent the inner point nearest to it.
#[must_use]
pub fn middle(outline: &[BackPoint]) -> BackPoint {
    let centre = centre(outline);
    if inside(outline, centre) {
        return centre;
    }
    let (low, high) = bounds(outline);
    let mut best = (f64::INFINITY, centre);
    for row in 0..CELLS {
        for column in 0..CELLS {
            let at = |low: f64, high: f64, cell: u32| low + (high - low) * (f64::from(cell) + 0.5) / f64::from(CELLS);
            let point = BackPoint(at(low.0, high.0, column), at(low.1, high.1, row));
            let distance = point.distance_cm(centre);
            if distance < best.0 && inside(outline, point) {
                best = (distance, point);
            }
        }
    }
    best.1
}

/// The corners of the smallest upright rectangle around an outline: least and greatest x and y.
#[must_use]
pub fn bounds(outline: &[BackPoint]) -> (BackPoint, BackPoint) {
    let first = outline.first().copied().unwrap_or_default();
    outline.iter().fold((first, first), |(low, high), point| {
        (BackPoint(low.0.min(point.0), low.1.min(point.1)), BackPoint(high.0.max(point.0), high.1.max(point.1)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_crescent_lies_inside_it() {
        let crescent = [
            BackPoint(0.0, 0.0),
            BackPoint(10.0, 0.0),
            BackPoint(10.0, 20.0),
            BackPoint(0.0, 20.0),
            BackPoint(0.0, 18.0),
            BackPoint(9.0, 18.0),
            BackPoint(9.0, 2.0),
            BackPoint(0.0, 2.0),
        ];
        assert!(!inside(&crescent, centre(&crescent)));
        assert!(inside(&crescent, middle(&crescent)));
    }
}
