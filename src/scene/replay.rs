//! The hand that is shown on the client: the session's, or that of a stroke that is shown again in slow motion.

use bevy::{prelude::*, time::Real};

use super::{attempt::Attempt, room::Room};
use crate::{
    session::{Session, trace::StrokeTrace},
    simulation::contact::Grip,
    units::{BackPoint, Place, TICKS_PER_SECOND, Tick},
};

/// A hand on the client.
#[derive(Debug, Clone, PartialEq)]
pub struct Laid {
    /// How it is laid on.
    pub grip: Grip,
    /// Where it was put down.
    pub from: Place,
    /// Where it is.
    pub at: Place,
}

/// The stroke that is shown again; none in live play.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Replay {
    shown: Option<Shown>,
}

#[derive(Debug, Clone, PartialEq)]
struct Shown {
    stroke: StrokeTrace,
    /// Ticks since the stroke began.
    ticks: f64,
    /// How many times slower than it was.
    slow: f64,
}

/// Ticks that are shown after the hand has gone.
const AFTER: f64 = 0.8 * TICKS_PER_SECOND as f64;

impl Replay {
    /// Shows a stroke again, `slow` times slower than it was, 1 to 10.
    pub fn begin(&mut self, stroke: StrokeTrace, slow: f64) {
        self.shown = Some(Shown { stroke, ticks: 0.0, slow: slow.clamp(1.0, 10.0) });
    }

    /// Ends it.
    pub fn end(&mut self) {
        self.shown = None;
    }

    /// A stroke is being shown again.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.shown.is_some()
    }

    /// How many times slower than it was, and how far it is, 0 to 1.
    #[must_use]
    pub fn progress(&self) -> Option<(f64, f64)> {
        let shown = self.shown.as_ref()?;
        let length = f64::from(shown.stroke.end.0.saturating_sub(shown.stroke.start.0)) + AFTER;
        Some((shown.slow, (shown.ticks / length.max(1.0)).clamp(0.0, 1.0)))
    }

    /// The moment that is shown: a tick of the session, and how far it lies between the tick before and that.
    pub(crate) fn moment(&self) -> Option<(Tick, f32)> {
        let shown = self.shown.as_ref()?;
        Some((Tick(shown.stroke.start.0 + shown.ticks as u32), shown.ticks.fract() as f32))
    }

    /// The hand at a tick of the stroke that is shown.
    pub(crate) fn hand(&self, tick: Tick) -> Option<Laid> {
        self.shown.as_ref().and_then(|shown| hand_in(&shown.stroke, tick))
    }
}

/// How far what is shown lies between the tick before (0) and the tick (1); none where the tick itself is shown.
pub(crate) fn between(room: &Room, replay: &Replay) -> Option<f32> {
    replay.moment().map(|(_, share)| share).or(room.between)
}

/// The hand that is shown now.
pub(crate) fn hand_now(attempt: &Attempt, replay: &Replay, room: &Room) -> Option<Laid> {
    let (tick, now) = match replay.moment() {
        Some((tick, _)) => (tick, replay.hand(tick)?),
        None => {
            let session = attempt.session()?;
            let (grip, from, at) = session.hand()?;
            (session.tick(), Laid { grip: grip.clone(), from, at })
        }
    };
    let before = |tick: Tick| match replay.moment() {
        Some(_) => replay.hand(tick),
        None => hand_then(attempt.session()?, tick),
    };
    let Some(share) = between(room, replay) else { return Some(now) };
    let before = tick.0.checked_sub(1).and_then(|tick| before(Tick(tick)));
    Some(mixed(before, now, f64::from(share)))
}

/// The hand between a tick (0) and the next (1).
fn mixed(before: Option<Laid>, now: Laid, share: f64) -> Laid {
    match before {
        Some(before) if before.from == now.from => {
            let at = place_between(before.at, now.at, share);
            Laid { at, ..now }
        }
        _ => now,
    }
}

/// The hand of a stroke at a tick.
pub(crate) fn hand_in(stroke: &StrokeTrace, tick: Tick) -> Option<Laid> {
    let within = (stroke.start..=stroke.end).contains(&tick);
    let from = stroke.path.first()?.1;
    within.then(|| Laid { grip: stroke.grip.clone(), from, at: place_at(&stroke.path, tick) })
}

/// Where the hand was at a tick, between two points of a stored path.
fn place_at(path: &[(Tick, Place)], tick: Tick) -> Place {
    let after = path.partition_point(|(when, _)| *when <= tick);
    let before = path.get(after.saturating_sub(1)).copied().unwrap_or_default();
    let Some(next) = path.get(after) else { return before.1 };
    let share = f64::from(tick.0.saturating_sub(before.0.0)) / f64::from(next.0.0.saturating_sub(before.0.0).max(1));
    place_between(before.1, next.1, share)
}

/// A place on the way from one (0) to another (1).
fn place_between(from: Place, to: Place, share: f64) -> Place {
    let (a, b) = (from.point(), to.point());
    BackPoint(a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share).quantised()
}

/// The hand of a session at a tick that has passed, from what its trace keeps.
pub(crate) fn hand_then(session: &Session, tick: Tick) -> Option<Laid> {
    if let Some((grip, path)) = session.stroke_so_far()
        && let Some((start, from)) = path.first()
        && tick >= *start
    {
        return Some(Laid { grip: grip.clone(), from: *from, at: place_at(path, tick) });
    }
    let strokes = &session.trace().strokes;
    let before = strokes.partition_point(|stroke| stroke.start <= tick);
    hand_in(strokes.get(before.checked_sub(1)?)?, tick)
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Replay>().add_systems(Update, play.in_set(super::Steps::Show));
}

/// Time of the stroke that is shown again. It ends with the attempt, and when the attempt goes on.
fn play(time: Res<Time<Real>>, attempt: Res<Attempt>, mut replay: ResMut<Replay>) {
    if replay.shown.is_none() {
        return;
    }
    if attempt.session().is_none() || attempt.speed > 0 {
        replay.shown = None;
        return;
    }
    let Some(shown) = &mut replay.shown else { return };
    // a slow machine shows the stroke later, not in jumps
    shown.ticks += f64::from(time.delta_secs().min(0.1)) * f64::from(TICKS_PER_SECOND) / shown.slow;
    let length = f64::from(shown.stroke.end.0.saturating_sub(shown.stroke.start.0));
    if shown.ticks > length + AFTER {
        replay.shown = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_slow_motion_the_hand_is_shown_between_two_ticks() {
        let grip = Grip {
            stroke: "hook".into(),
            aim: crate::simulation::contact::Aim::Subcutis,
            angle_deg: 50,
            normal_mn: 4000,
            both_hands: false,
        };
        let place = |x| BackPoint(x, 80.0).quantised();
        let laid = |from, at| Laid { grip: grip.clone(), from: place(from), at: place(at) };
        assert_eq!(mixed(Some(laid(2.0, 2.2)), laid(2.0, 2.4), 0.5).at, place(2.3));
        assert_eq!(mixed(Some(laid(2.0, 2.2)), laid(2.0, 2.4), 1.0).at, place(2.4));
        assert_eq!(mixed(Some(laid(7.0, 7.2)), laid(2.0, 2.4), 0.5).at, place(2.4), "another stroke");
        assert_eq!(mixed(None, laid(2.0, 2.0), 0.5).at, place(2.0), "just laid on");
    }

    #[test]
    fn between_two_points_of_a_path_the_hand_is_between_them() {
        let place = |x| BackPoint(x, 80.0).quantised();
        let path = [(Tick(10), place(2.0)), (Tick(16), place(3.2)), (Tick(22), place(3.2))];
        assert_eq!(place_at(&path, Tick(10)), place(2.0));
        assert_eq!(place_at(&path, Tick(13)), place(2.6));
        assert_eq!(place_at(&path, Tick(20)), place(3.2));
        assert_eq!(place_at(&path, Tick(99)), place(3.2));
        assert_eq!(place_at(&[], Tick(99)), Place::default());
    }
}
