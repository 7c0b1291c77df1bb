//! The layers as they move: the model's sheets, kept in step with the hand that is shown, and their way to the shaders.

use bevy::prelude::*;

use super::{
    Client,
    maps::{Maps, SHEETS},
};
use crate::{
    pair::Pair,
    scene::{
        Setting,
        attempt::Attempt,
        load::{self, Load},
        replay::{self, Laid, Replay},
        room::{Quality, Room},
    },
    session::Session,
    simulation::{
        contact::Contact,
        observation::SiteView,
        sheets::{Alone, Resolution, SectionPoint, Sheets, Team, TissueArea},
    },
    units::{BackPoint, CM_PER_PERCENT, TICKS_PER_SECOND, Tick},
};

/// Most steps in a frame; when time runs faster, the hand goes farther in each.
const MOST: u32 = 8;
/// Ticks that are made good after a jump in time: longer ago leaves nothing to be seen.
const LOOK_BACK: u32 = 4 * TICKS_PER_SECOND;
/// Ticks between two readings of a load when a stroke is worked again.
const MEASURED: u32 = 6;
/// Half of the length of a cut, centimetres of the reference adult.
const HALF_CUT_CM: f64 = 5.5;
/// Places of a cut.
const PLACES: usize = 161;

/// The sheets of the client in the room.
#[derive(Resource, Debug, Default)]
pub struct Moving {
    sheets: Option<Sheets>,
    /// The body, posture and fineness they were made for.
    made_for: Option<(String, crate::knowledge::chart::Posture, Resolution)>,
    /// The tick they stand at; none before the first.
    at: Option<Tick>,
    /// It was a replay.
    again: bool,
    hand: Option<Laid>,
    areas: Vec<TissueArea>,
    /// How much a load has been at most since the stroke began, for each texel of its map.
    peak: Vec<f32>,
    /// What the map of loads shows; it outlives the client, so that it is wiped for the next one.
    colours: Option<(Load, bool)>,
    bytes: Vec<u8>,
    uploaded: bool,
    /// The sheets have moved since they were handed over last.
    stepped: bool,
    /// Where the picture lies between the tick before and the tick; none outside slow motion.
    share: Option<f32>,
    before: Before,
}

/// What the sheets showed a tick ago, for pictures between two ticks.
#[derive(Debug, Default)]
struct Before {
    halves: Vec<u16>,
    cut: Cut,
}

/// The cut under the hand, for the interface to draw; empty while it is not asked for.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Cut {
    /// Places along the cut, in the direction of the pull.
    pub points: Vec<SectionPoint>,
    /// Where the fingertips are, millimetres along the cut; none when no hand is laid on.
    pub finger_mm: Option<f64>,
    line: Option<(BackPoint, BackPoint)>,
}

/// A second thread for the sheets, where the machine has enough of them.
#[derive(Resource, Debug)]
pub(super) struct Lent(Option<Pair>);

/// Processors below which the second thread would be missed by the drawing.
const SPARE: usize = 4;

impl Lent {
    fn new() -> Self {
        let spare = std::thread::available_parallelism().is_ok_and(|count| count.get() >= SPARE);
        Self(if spare { Pair::new().ok() } else { None })
    }

    fn team(&self) -> &dyn Team {
        match &self.0 {
            Some(pair) => pair,
            None => &Alone,
        }
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Moving>().init_resource::<Cut>().insert_resource(Lent::new());
}

/// Brings the sheets to the moment that is shown.
pub(super) fn advance(
    setting: Res<Setting>,
    room: Res<Room>,
    client: Option<Res<Client>>,
    attempt: Res<Attempt>,
    replay: Res<Replay>,
    lent: Res<Lent>,
    mut moving: ResMut<Moving>,
) {
    let moving = moving.bypass_change_detection();
    let Some(client) = client else {
        *moving = Moving { colours: moving.colours, ..Moving::default() };
        return;
    };
    let resolution = if room.quality == Quality::Low { Resolution::COARSE } else { Resolution::ROOM };
    let wanted = (client.facts.id.clone(), client.posture, resolution);
    if moving.made_for.as_ref() != Some(&wanted) {
        let sheets = Sheets::new(&setting.knowledge, &client.surface, &client.facts, resolution).ok();
        *moving = Moving { sheets, made_for: Some(wanted), colours: moving.colours, ..Moving::default() };
    }
    let Some(session) = attempt.session() else {
        moving.forget();
        return;
    };
    moving.feel(&setting.knowledge, &session.latest().sites);
    let share = replay::between(&room, &replay);
    if moving.share != share {
        moving.share = share;
        moving.uploaded = false;
    }
    moving.follow(session, &replay, (room.section, lent.team()));
}

impl Moving {
    /// Back to rest.
    fn forget(&mut self) {
        if self.at.take().is_some() {
            if let Some(sheets) = &mut self.sheets {
                sheets.reset();
                sheets.set_tissue(&[]);
            }
            self.areas.clear();
            self.peak.clear();
            self.hand = None;
            self.uploaded = false;
            self.stepped = true;
            self.before = Before::default();
        }
    }

    /// Takes over the state of the tissue where it has changed visibly.
    fn feel(&mut self, knowledge: &crate::knowledge::Knowledge, sites: &[SiteView]) {
        let Some(sheets) = &mut self.sheets else { return };
        let step = |value: f64| (value * 12.0).round() / 12.0;
        let areas: Vec<TissueArea> = sites
            .iter()
            .filter_map(|site| TissueArea::of(site, knowledge))
            .map(|area| TissueArea {
                adhesion: step(area.adhesion),
                swelling: step(area.swelling),
                way: step(area.way).max(0.1),
                ..area
            })
            .collect();
        if self.areas != areas {
            sheets.set_tissue(&areas);
            self.areas = areas;
        }
    }

    /// Steps to the moment that is shown.
    fn follow(&mut self, session: &Session, replay: &Replay, (section, team): (bool, &dyn Team)) {
        let again = replay.moment();
        let now = again.map_or(session.tick(), |(tick, _)| tick);
        let hand_at = |tick: Tick| match again {
            Some(_) => replay.hand(tick),
            None => replay::hand_then(session, tick),
        };
        let live = match again {
            Some((tick, _)) => replay.hand(tick),
            None => session.hand().map(|(grip, from, at)| Laid { grip: grip.clone(), from, at }),
        };
        let ticks = self
            .at
            .filter(|_| self.again == again.is_some())
            .map_or(u32::MAX, |at| if now >= at { now.0 - at.0 } else { u32::MAX });
        self.again = again.is_some();
        self.at = Some(now);
        if ticks == 0 {
            return;
        }
        self.uploaded = false;
        self.stepped = true;
        if ticks > LOOK_BACK {
            self.make_good(session, Tick(now.0.saturating_sub(1)), &hand_at, team);
            self.keep(section);
            self.step(live, team);
            return;
        }
        let steps = ticks.min(MOST);
        for step in 1..steps {
            let tick = Tick(now.0 - ticks + ticks * step / steps);
            self.step(hand_at(tick), team);
        }
        self.keep(section);
        self.step(live, team);
    }

    /// Keeps what is shown before the last step, where the picture will lie between.
    fn keep(&mut self, section: bool) {
        let (Some(sheets), Some(_)) = (&mut self.sheets, self.share) else { return };
        self.before.halves.clear();
        self.before.halves.extend_from_slice(sheets.texture().halves());
        if section {
            through(sheets, self.hand.as_ref(), &mut self.before.cut);
        } else {
            self.before.cut = Cut::default();
        }
    }

    /// After a jump in time: works the last stroke again from what the session remembers of it.
    fn make_good(&mut self, session: &Session, now: Tick, hand_at: &dyn Fn(Tick) -> Option<Laid>, team: &dyn Team) {
        if let Some(sheets) = &mut self.sheets {
            sheets.reset();
        }
        self.peak.clear();
        self.hand = None;
        let going = session.stroke_so_far().and_then(|(_, path)| path.first()).map(|(start, _)| (*start, now));
        let last = session.trace().strokes.iter().rev().find(|stroke| stroke.start <= now);
        let Some((start, end)) = going.or(last.map(|stroke| (stroke.start, stroke.end.min(now)))) else { return };
        let first = start.0.max(end.0.saturating_sub(LOOK_BACK));
        for tick in first..=end.0 {
            self.step(hand_at(Tick(tick)), team);
            if let (Some((load, _)), Some(sheets)) = (self.colours.filter(|_| tick % MEASURED == 0), &self.sheets) {
                measure(sheets, load, true, &mut self.peak);
            }
        }
        // a second is enough for the eye to see all come home
        for _ in end.0..now.0.min(end.0 + TICKS_PER_SECOND) {
            self.step(None, team);
        }
    }

    fn step(&mut self, hand: Option<Laid>, team: &dyn Team) {
        if let Some(sheets) = &mut self.sheets {
            let contact = hand.as_ref().map(|hand| Contact { grip: &hand.grip, from: hand.from, at: hand.at });
            sheets.step_with(contact.as_ref(), team);
        }
        if hand.is_some() && self.hand.is_none() {
            self.peak.clear();
        }
        self.hand = hand;
    }
}

/// Hands the sheets to the shaders, as far as something has changed.
pub(super) fn upload(room: Res<Room>, maps: Res<Maps>, mut moving: ResMut<Moving>, mut images: ResMut<Assets<Image>>) {
    let moving = moving.bypass_change_detection();
    let colours = room.load.map(|load| (load, room.load_peak));
    let fresh = !moving.uploaded || moving.colours != colours;
    if !fresh {
        return;
    }
    let changed = moving.colours != colours;
    if changed {
        // what was most in the stroke is found by working it again
        moving.at = moving.at.filter(|_| colours.is_none());
    }
    moving.uploaded = true;
    moving.colours = colours;
    let stepped = std::mem::take(&mut moving.stepped) || changed;
    let Moving { sheets, bytes, peak, share, before, .. } = moving;
    let Some(sheets) = sheets else { return };
    // between two ticks only the mixture changes
    let texture = if stepped { sheets.texture() } else { sheets.texture_now() };
    let (columns, rows) = (texture.columns, texture.rows);
    match share {
        Some(share) => texture.write_between(&before.halves, *share, bytes),
        None => texture.write_to(bytes),
    }
    if let Some(mut image) = images.get_mut(&maps.sheets) {
        if image.size() == UVec2::new(columns as u32, rows as u32) {
            if let Some(data) = &mut image.data {
                data.clone_from(bytes);
            }
        } else {
            *image = super::maps::layers((columns, rows), bytes.clone());
        }
    }
    let colours = match colours {
        Some(_) if !stepped => return,
        Some((load, keep)) => {
            measure(sheets, load, keep, peak);
            paint(peak)
        }
        None if changed => vec![0; SHEETS.0 * SHEETS.1 * 4],
        None => return,
    };
    if let Some(mut image) = images.get_mut(&maps.load) {
        image.data = Some(colours);
    }
}

/// Reads the share of a load at each texel of its map; keeps the greatest so far if `keep`.
fn measure(sheets: &Sheets, load: Load, keep: bool, shares: &mut Vec<f32>) {
    let (wide, high) = SHEETS;
    shares.resize(wide * high, 0.0);
    for (index, most) in shares.iter_mut().enumerate() {
        let point = super::maps::vertex_of(index % wide, index / wide, SHEETS);
        let share = load.share(&sheets.at(point)) as f32;
        *most = if keep { most.max(share) } else { share };
    }
}

/// The colours of the shares of a load; where nothing is loaded the layer itself is seen.
fn paint(shares: &[f32]) -> Vec<u8> {
    let colour = |share: &f32| {
        let [red, green, blue] = load::colour(f64::from(*share));
        let seen = ((*share - 0.01) / 0.06).clamp(0.0, 1.0);
        [red, green, blue, (seen * 255.0) as u8]
    };
    shares.iter().flat_map(colour).collect()
}

/// Cuts through the layers under the hand, along the pull.
pub(super) fn cut(room: Res<Room>, moving: Res<Moving>, mut cut: ResMut<Cut>) {
    let Some(sheets) = moving.sheets.as_ref().filter(|_| room.section) else {
        cut.set_if_neq(Cut::default());
        return;
    };
    let mut now = cut.clone();
    through(sheets, moving.hand.as_ref(), &mut now);
    if let Some(share) = moving.share {
        now.blend(&moving.before.cut, f64::from(share));
    }
    cut.set_if_neq(now);
}

impl Cut {
    /// Moves it back to between an earlier cut (0) and what it is (1).
    fn blend(&mut self, before: &Self, share: f64) {
        if before.points.len() != self.points.len() {
            return;
        }
        for (now, before) in self.points.iter_mut().zip(&before.points) {
            *now = before.between(now, share);
        }
        if let (Some(now), Some(before)) = (&mut self.finger_mm, before.finger_mm) {
            *now = before + (*now - before) * share;
        }
    }
}

/// Cuts through sheets under a hand; without one, where the last cut was.
pub(super) fn through(sheets: &Sheets, hand: Option<&Laid>, cut: &mut Cut) {
    if let Some(hand) = hand {
        let (from, at) = (hand.from.point(), hand.at.point());
        cut.line = Some(line(from, at, cut.line));
    }
    let (from, to) = cut.line.unwrap_or_else(|| line(BackPoint(4.0, 88.0), BackPoint(6.0, 88.0), None));
    sheets.section(from, to, PLACES, &mut cut.points);
    cut.finger_mm = hand.and_then(|hand| along(&cut.points, (from, to), hand.at.point()));
}

/// How far along a cut a place lies, millimetres; beside its ends the nearest of them, none on an empty cut.
fn along(points: &[SectionPoint], (from, to): (BackPoint, BackPoint), at: BackPoint) -> Option<f64> {
    let way = |point: BackPoint| (point.0 - from.0, (point.1 - from.1) * CM_PER_PERCENT);
    let ((x, y), (dx, dy)) = (way(at), way(to));
    let share = (x * dx + y * dy) / (dx * dx + dy * dy).max(1e-9);
    let index = share.clamp(0.0, 1.0) * points.len().saturating_sub(1) as f64;
    let (before, after) = (points.get(index as usize)?, points.get(index.ceil() as usize)?);
    Some(before.along_mm + (after.along_mm - before.along_mm) * index.fract())
}

/// The line of a cut through where the hand was put down, along the way to where it is; the old one as long as the way
/// tells no direction.
fn line(from: BackPoint, at: BackPoint, old: Option<(BackPoint, BackPoint)>) -> (BackPoint, BackPoint) {
    let (x, y) = (at.0 - from.0, (at.1 - from.1) * CM_PER_PERCENT);
    let way = x.hypot(y);
    let (x, y) = if way > 0.3 {
        (x / way, y / way)
    } else {
        let through = |(a, b): (BackPoint, BackPoint)| {
            let (x, y) = (b.0 - a.0, (b.1 - a.1) * CM_PER_PERCENT);
            let length = x.hypot(y).max(1e-6);
            (x / length, y / length)
        };
        old.map_or((1.0, 0.0), through)
    };
    // a little more is shown before the finger, where the fold rises, than behind it
    let middle = (0.25 * HALF_CUT_CM).min(way.max(0.8));
    let place = |reach: f64| {
        let along = middle + reach;
        BackPoint(from.0 + x * along, from.1 + y * along / CM_PER_PERCENT)
    };
    (place(-HALF_CUT_CM), place(HALF_CUT_CM))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finger_moves_smoothly_along_the_cut() {
        let line = (BackPoint(0.0, 80.0), BackPoint(4.0, 80.0));
        let at = |along_mm| SectionPoint { along_mm, ..Default::default() };
        let points = [at(0.0), at(20.0), at(44.0)];
        for (x, expected) in [(-1.0, 0.0), (1.0, 10.0), (1.1, 11.0), (3.0, 32.0), (9.0, 44.0)] {
            let found = along(&points, line, BackPoint(x, 83.0)).unwrap();
            assert!((found - expected).abs() < 1e-9, "{x}: {found}");
        }
        assert_eq!(along(&[], line, line.0), None);
    }

    #[test]
    fn half_way_between_two_ticks_the_cut_lies_half_way() {
        let cut = |shift: f64| Cut {
            points: vec![SectionPoint {
                along_mm: 5.0,
                along_shift_mm: [shift, 0.5 * shift, 0.0],
                ..Default::default()
            }],
            finger_mm: Some(shift),
            line: None,
        };
        let mut now = cut(4.0);
        now.blend(&cut(2.0), 0.5);
        assert_eq!(now, cut(3.0));
        now.blend(&Cut::default(), 0.5);
        assert_eq!(now, cut(3.0), "nothing to mix with");
    }

    #[test]
    fn a_cut_runs_along_the_pull_and_keeps_its_direction_while_the_finger_rests() {
        let (from, at) = (BackPoint(4.0, 80.0), BackPoint(4.0, 76.0));
        let pulled = line(from, at, None);
        assert!(pulled.1.1 < pulled.0.1 && (pulled.0.0 - 4.0).abs() < 1e-9, "{pulled:?}");
        let length = pulled.0.distance_cm(pulled.1);
        assert!((length - 2.0 * HALF_CUT_CM).abs() < 1e-6, "{length}");
        let resting = line(from, from, Some(pulled));
        assert!(resting.1.1 < resting.0.1);
    }
}
