//! Follows one stroke tick by tick and sums it up when the hand is lifted.

use super::{
    action::Drape,
    area::{FindingArea, bounds},
    build_up,
    hand::Hand,
    trace::{StrokeTrace, Trace},
};
use crate::{
    knowledge::{
        Knowledge,
        id::{PositionId, SectionId, SensationId},
        stroke::Role,
        zone::{Outline, ZoneSide, inside},
    },
    scenario::format::Phase,
    simulation::{
        contact::{Aim, Grip},
        observation::Observation,
    },
    units::{BackPoint, Place, Side, TICKS_PER_SECOND, Tick},
};

/// Ticks between two points of the stored path: a tenth of a second.
const PATH_TICKS: u32 = TICKS_PER_SECOND / 10;

/// A path whose middle lies nearer to the midline than this is on the midline, centimetres.
const MIDLINE_CM: f64 = 0.5;

/// Two strokes along lines that lie nearer than this are the same line, centimetres; for short
/// strokes half their length, so that neighbouring hooks stay apart.
const SAME_LINE_CM: (f64, f64) = (0.8, 1.5);

/// Ticks spent in each place; small lists in the order of the first visit.
type Stay<T> = Vec<(T, u32)>;

/// The stroke that is going on.
#[derive(Debug, Clone)]
pub(super) struct StrokeWatch {
    phase: Phase,
    position: PositionId,
    drape: Drape,
    grip: Grip,
    pub testing: bool,
    start: Tick,
    path: Vec<(Tick, Place)>,
    last: Place,
    /// Ways of the last ticks, centimetres, for the peak speed.
    recent: Vec<f64>,
    length_cm: f64,
    moving: u32,
    peak_cm_s: f64,
    ticks: u32,
    normal_n: f64,
    tangential_n: f64,
    sliding: u32,
    max_load: f64,
    /// Ticks in which skin, subcutis and fascia were loaded.
    layers: [u32; 3],
    sensations: Stay<SensationId>,
    zones: Stay<ZoneSide>,
    findings: Stay<usize>,
    sections: Stay<SectionId>,
    here: Here,
}

/// What lies at the place the hand is at; found anew only when the hand has moved.
#[derive(Debug, Clone, Default)]
struct Here {
    zones: Vec<ZoneSide>,
    findings: Vec<usize>,
    section: Option<SectionId>,
}

impl StrokeWatch {
    /// Begins with a touch.
    pub fn new(
        knowledge: &Knowledge,
        places: &Places,
        areas: &[FindingArea],
        hand: &Hand,
        now: Tick,
        phase: Phase,
        position: PositionId,
        drape: Drape,
    ) -> Self {
        Self {
            phase,
            position,
            drape,
            grip: hand.grip.clone(),
            testing: knowledge.strokes.get(&hand.grip.stroke).is_some_and(|stroke| stroke.role == Role::Test),
            start: now,
            path: begun(now, hand.at),
            last: hand.at,
            recent: Vec::with_capacity(PATH_TICKS as usize),
            length_cm: 0.0,
            moving: 0,
            peak_cm_s: 0.0,
            ticks: 0,
            normal_n: 0.0,
            tangential_n: 0.0,
            sliding: 0,
            max_load: 0.0,
            layers: [0; 3],
            sensations: Vec::new(),
            zones: Vec::new(),
            findings: Vec::new(),
            sections: Vec::new(),
            here: Here::at(knowledge, places, areas, &hand.grip, hand.at),
        }
    }

    /// Where the hand was, every tenth of a second, from the touch.
    pub fn path(&self) -> &[(Tick, Place)] {
        &self.path
    }

    /// One tick of contact.
    pub fn tick(
        &mut self,
        knowledge: &Knowledge,
        places: &Places,
        areas: &[FindingArea],
        hand: &Hand,
        observation: &Observation,
        now: Tick,
    ) {
        self.ticks += 1;
        if hand.at != self.last {
            self.here.move_to(knowledge, places, areas, &hand.grip, hand.at);
        }
        let way = self.last.point().distance_cm(hand.at.point());
        self.last = hand.at;
        self.length_cm += way;
        self.moving += u32::from(way > 0.0);
        if self.recent.len() >= PATH_TICKS as usize {
            self.recent.remove(0);
        }
        self.recent.push(way);
        if self.recent.len() == PATH_TICKS as usize {
            let seconds = f64::from(PATH_TICKS) / f64::from(TICKS_PER_SECOND);
            self.peak_cm_s = self.peak_cm_s.max(self.recent.iter().sum::<f64>() / seconds);
        }
        if self.ticks.is_multiple_of(PATH_TICKS) {
            self.path.push((now, hand.at));
        }
        self.normal_n += f64::from(hand.grip.normal_mn) / 1000.0;
        if let Some(touch) = &observation.touch {
            self.tangential_n += touch.tangential_n;
            self.sliding += u32::from(touch.sliding);
            self.max_load = self.max_load.max(touch.load);
            if let Some(ticks) = self.layers.get_mut(touch.layer as usize) {
                *ticks += 1;
            }
        }
        if let Some(sensation) = &observation.sensation {
            stay(&mut self.sensations, sensation);
        }
        for zone in &self.here.zones {
            stay(&mut self.zones, zone);
        }
        for finding in &self.here.findings {
            stay(&mut self.findings, finding);
        }
        if let Some(section) = &self.here.section {
            stay(&mut self.sections, section);
        }
    }

    /// Ends with the lift; the number and whether it repeats a line follow from the strokes before it.
    pub fn finish(mut self, trace: &Trace, areas: &[FindingArea], now: Tick) -> StrokeTrace {
        if self.path.last().is_none_or(|(tick, place)| *tick != now || *place != self.last) {
            self.path.push((now, self.last));
        }
        let seconds = |ticks: u32| f64::from(ticks) / f64::from(TICKS_PER_SECOND);
        let share = |ticks: u32| f64::from(ticks) / f64::from(self.ticks.max(1));
        let contact: u32 = self.layers.iter().sum();
        let middle = self.path.iter().map(|(_, place)| place.point().0).sum::<f64>() / self.path.len().max(1) as f64;
        let side = match middle {
            _ if self.grip.both_hands => Side::Both,
            x if x.abs() < MIDLINE_CM => Side::Both,
            x if x < 0.0 => Side::Left,
            _ => Side::Right,
        };
        let mut stroke = StrokeTrace {
            number: trace.strokes.len() as u32 + 1,
            phase: self.phase,
            position: self.position,
            drape: self.drape,
            stroke: self.grip.stroke.clone(),
            testing: self.testing,
            side,
            start: self.start,
            end: now,
            length_cm: self.length_cm,
            mean_cm_s: if self.moving == 0 { 0.0 } else { self.length_cm / seconds(self.moving) },
            peak_cm_s: self.peak_cm_s,
            normal_n: if self.ticks == 0 {
                f64::from(self.grip.normal_mn) / 1000.0
            } else {
                self.normal_n / f64::from(self.ticks)
            },
            tangential_n: self.tangential_n / f64::from(self.ticks.max(1)),
            layers: [Aim::Skin, Aim::Subcutis, Aim::Fascia]
                .into_iter()
                .zip(self.layers)
                .filter(|(_, ticks)| *ticks > 0)
                .map(|(aim, ticks)| (aim, f64::from(ticks) / f64::from(contact.max(1))))
                .collect(),
            sensations: self.sensations.into_iter().collect(),
            sliding_share: share(self.sliding),
            max_load: self.max_load,
            zones: greatest_first(self.zones).into_iter().map(|(zone, ticks)| (zone, share(ticks))).collect(),
            findings: greatest_first(self.findings)
                .into_iter()
                .filter_map(|(index, ticks)| Some((areas.get(index)?.id.clone(), share(ticks))))
                .collect(),
            sections: greatest_first(self.sections)
                .into_iter()
                .map(|(section, ticks)| (section, share(ticks)))
                .collect(),
            grip: self.grip,
            path: self.path,
            repeats: None,
        };
        stroke.repeats = trace
            .strokes
            .iter()
            .find(|earlier| earlier.repeats.is_none() && same_line(earlier, &stroke))
            .map(|earlier| earlier.number);
        stroke
    }
}

/// A path with room for six seconds, as long as most strokes last.
fn begun(now: Tick, at: Place) -> Vec<(Tick, Place)> {
    let mut path = Vec::with_capacity(64);
    path.push((now, at));
    path
}

fn stay<T: Clone + PartialEq>(list: &mut Stay<T>, place: &T) {
    match list.iter_mut().find(|(known, _)| known == place) {
        Some((_, ticks)) => *ticks += 1,
        None => list.push((place.clone(), 1)),
    }
}

fn greatest_first<T>(mut list: Stay<T>) -> Stay<T> {
    list.sort_by_key(|(_, ticks)| std::cmp::Reverse(*ticks));
    list
}

/// Height of a strip of the back, percent.
const STRIP: f64 = 2.0;

/// Where the zones lie, worked out once for a session: for each strip of the back those that reach into it, in the
/// order of the table.
#[derive(Debug, Clone)]
pub(super) struct Places {
    zones: Vec<(ZoneSide, Vec<Area>)>,
    /// The upper end of the first strip, percent.
    top: f64,
    /// Where the zones of each strip begin in the list, and where the last ones end.
    strips: Vec<usize>,
    list: Vec<usize>,
}

/// An outline with the corners of the smallest upright rectangle around it.
#[derive(Debug, Clone)]
struct Area {
    low: BackPoint,
    high: BackPoint,
    outline: Outline,
}

impl Area {
    fn holds(&self, point: BackPoint) -> bool {
        (self.low.0..=self.high.0).contains(&point.0)
            && (self.low.1..=self.high.1).contains(&point.1)
            && inside(&self.outline, point)
    }
}

impl Places {
    /// The zones of the tables.
    pub fn new(knowledge: &Knowledge) -> Self {
        let mut zones = Vec::new();
        for (id, zone) in knowledge.zones.iter() {
            for &side in zone.occurs_on() {
                let areas = zone.outlines_on(side).into_iter().map(|outline| {
                    let (low, high) = bounds(&outline);
                    Area { low, high, outline }
                });
                zones.push((ZoneSide { zone: id.clone(), side }, areas.collect::<Vec<Area>>()));
            }
        }
        let heights = || zones.iter().flat_map(|(_, areas)| areas).map(|area: &Area| (area.low.1, area.high.1));
        let top = heights().map(|(low, _)| low).fold(f64::INFINITY, f64::min);
        let bottom = heights().map(|(_, high)| high).fold(f64::NEG_INFINITY, f64::max);
        let count = ((bottom - top) / STRIP).clamp(0.0, 1000.0) as usize + 1;
        let (mut strips, mut list) = (vec![0], Vec::new());
        for strip in 0..count {
            let from = top + STRIP * strip as f64;
            // A little more than the strip, so that rounding leaves nothing out.
            let reaches = |area: &Area| area.low.1 <= from + STRIP + 1e-6 && area.high.1 >= from - 1e-6;
            let here = zones.iter().enumerate().filter(|(_, (_, areas))| areas.iter().any(reaches));
            list.extend(here.map(|(index, _)| index));
            strips.push(list.len());
        }
        Self { zones, top, strips, list }
    }

    /// The zones that may hold a point of this height.
    fn at_height(&self, y: f64) -> impl Iterator<Item = &(ZoneSide, Vec<Area>)> {
        let strip = (y - self.top) / STRIP;
        let range = (strip >= 0.0).then_some(strip as usize).and_then(|strip| {
            let (from, until) = (*self.strips.get(strip)?, *self.strips.get(strip + 1)?);
            self.list.get(from..until)
        });
        range.unwrap_or_default().iter().filter_map(|&index| self.zones.get(index))
    }
}

impl Here {
    fn at(knowledge: &Knowledge, places: &Places, areas: &[FindingArea], grip: &Grip, at: Place) -> Self {
        let mut here = Self::default();
        here.move_to(knowledge, places, areas, grip, at);
        here
    }

    /// What lies under the pads, and with both hands also under the mirrored ones; keeps its lists.
    fn move_to(&mut self, knowledge: &Knowledge, places: &Places, areas: &[FindingArea], grip: &Grip, at: Place) {
        let point = at.point();
        let other = grip.both_hands.then(|| point.mirrored());
        self.zones.clear();
        for (zone, outlines) in places.at_height(point.1) {
            if outlines.iter().any(|area| area.holds(point) || other.is_some_and(|other| area.holds(other))) {
                self.zones.push(zone.clone());
            }
        }
        let hit = |area: &FindingArea| {
            area.outlines
                .iter()
                .any(|outline| inside(outline, point) || other.is_some_and(|other| inside(outline, other)))
        };
        self.findings.clear();
        self.findings.extend(areas.iter().enumerate().filter(|(_, area)| hit(area)).map(|(index, _)| index));
        self.section = build_up::section_at(knowledge, point);
    }
}

/// Same stroke, same hands, and beginning, middle and end nearly the same on average.
fn same_line(one: &StrokeTrace, other: &StrokeTrace) -> bool {
    if one.stroke != other.stroke || one.grip.both_hands != other.grip.both_hands {
        return false;
    }
    let near = (one.length_cm.max(other.length_cm) / 2.0).clamp(SAME_LINE_CM.0, SAME_LINE_CM.1);
    let start = |stroke: &StrokeTrace| stroke.path.first().map(|(_, place)| place.point()).unwrap_or_default();
    if start(one).distance_cm(start(other)) >= 2.0 * near {
        return false;
    }
    let points = |stroke: &StrokeTrace| {
        build_up::at_shares(&stroke.path.iter().map(|(_, place)| place.point()), [0.0, 0.25, 0.5, 0.75, 1.0])
    };
    let (one, other) = (points(one), points(other));
    let distances: [f64; 5] = std::array::from_fn(|index| one[index].distance_cm(other[index]));
    distances.iter().sum::<f64>() / (distances.len() as f64) < near
        && distances.iter().all(|distance| *distance < 2.0 * near)
}
