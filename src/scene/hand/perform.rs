//! Strokes that the trainer's hand does by itself: keyboard strokes, repeats, the other side.

use bevy::prelude::*;

use super::{Performance, Tool};
use crate::{
    scene::{Ticks, attempt::Attempt, stage::Stage},
    session::action::Action,
    units::{BackPoint, TICKS_PER_SECOND},
};

/// Ticks between two samples of the hand's place.
const SAMPLE: u32 = 3;
/// Seconds the end of a stroke is held.
const HOLD_S: f64 = 0.2;

/// The stroke that is being done.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Performer {
    running: Option<Running>,
}

impl Performer {
    /// A stroke is being done by the trainer's hand.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.running.is_some()
    }

    /// How far the stroke is, 0 to 1.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let running = self.running.as_ref()?;
        Some((f64::from(running.tick) / f64::from(running.ticks().max(1))).min(1.0))
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Running {
    performance: Performance,
    length_cm: f64,
    tick: u32,
}

/// What the hand does in a tick.
#[derive(Debug, Clone, PartialEq)]
enum Doing {
    Touch(BackPoint),
    Move(BackPoint),
    Lift,
    Nothing,
    Over,
}

impl Running {
    fn new(performance: Performance) -> Self {
        let length_cm = performance.path.windows(2).map(|pair| pair[0].distance_cm(pair[1])).sum();
        Self { performance, length_cm, tick: 0 }
    }

    fn settle(&self) -> u32 {
        ticks(self.performance.settle_s)
    }

    fn pull(&self) -> u32 {
        ticks(self.length_cm / self.performance.speed_cm_s.max(0.1))
    }

    /// Ticks from touch to lift.
    fn ticks(&self) -> u32 {
        self.settle() + self.pull() + ticks(HOLD_S)
    }

    fn doing(&self) -> Doing {
        let Some(&start) = self.performance.path.first() else { return Doing::Over };
        let (settle, lift) = (self.settle(), self.ticks());
        match self.tick {
            0 => Doing::Touch(start),
            tick if tick == lift => Doing::Lift,
            tick if tick > lift + ticks(self.performance.pause_s) => Doing::Over,
            tick if tick > settle && tick < lift && (tick - settle).is_multiple_of(SAMPLE) => {
                let share = f64::from(tick - settle) / f64::from(self.pull().max(1));
                Doing::Move(along(&self.performance.path, share.min(1.0) * self.length_cm))
            }
            _ => Doing::Nothing,
        }
    }
}

/// Seconds in ticks.
fn ticks(seconds: f64) -> u32 {
    (seconds.clamp(0.0, 600.0) * f64::from(TICKS_PER_SECOND)).round() as u32
}

/// The point so many centimetres along a path.
fn along(path: &[BackPoint], centimetres: f64) -> BackPoint {
    let mut rest = centimetres;
    for pair in path.windows(2) {
        let length = pair[0].distance_cm(pair[1]);
        if rest <= length && length > 0.0 {
            let share = rest / length;
            let (from, to) = (pair[0], pair[1]);
            return BackPoint(from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        }
        rest -= length;
    }
    path.last().copied().unwrap_or_default()
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Performer>().add_systems(FixedUpdate, perform.in_set(Ticks::Act));
}

/// One tick of the stroke in hand, or the beginning of the next. A refusal ends all that is waiting.
fn perform(
    mut performer: ResMut<Performer>,
    mut tool: ResMut<Tool>,
    mut attempt: ResMut<Attempt>,
    stage: Res<State<Stage>>,
) {
    if performer.running.is_none() && tool.perform.is_empty() {
        return;
    }
    if !stage.get().hands_on() || attempt.session().is_none() {
        if *stage.get() != Stage::Paused {
            performer.running = None;
            tool.perform.clear();
        }
        return;
    }
    if performer.running.is_none() {
        performer.running = tool.perform.pop_front().map(Running::new);
    }
    let Some(running) = &mut performer.running else { return };
    let result = match running.doing() {
        Doing::Touch(at) => {
            let grip = running.performance.grip.clone();
            attempt.act(Action::Touch { grip, at: at.quantised() })
        }
        // the session may have taken the hand away: an answer to the client does
        Doing::Move(_) | Doing::Lift if attempt.session().is_some_and(|session| session.hand().is_none()) => Ok(()),
        Doing::Move(at) => attempt.act(Action::Move(at.quantised())),
        Doing::Lift => attempt.act(Action::Lift),
        Doing::Nothing => Ok(()),
        Doing::Over => {
            performer.running = None;
            return;
        }
    };
    running.tick += 1;
    if result.is_err() {
        performer.running = None;
        tool.perform.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroke_touches_pulls_at_its_tempo_and_lifts() {
        let performance = Performance {
            grip: Tool::default().grip,
            path: vec![BackPoint(2.0, 80.0), BackPoint(8.0, 80.0)],
            speed_cm_s: 3.0,
            settle_s: 0.2,
            pause_s: 0.0,
        };
        let mut running = Running::new(performance);
        let mut done = Vec::new();
        while running.doing() != Doing::Over {
            done.push(running.doing());
            running.tick += 1;
        }
        assert_eq!(done[0], Doing::Touch(BackPoint(2.0, 80.0)));
        assert!(done.contains(&Doing::Move(BackPoint(8.0, 80.0))));
        assert_eq!(done.last(), Some(&Doing::Lift));
        // 0.2 s slack, 2 s way, 0.2 s hold
        assert_eq!(done.len(), 12 + 120 + 12 + 1);
    }
}
