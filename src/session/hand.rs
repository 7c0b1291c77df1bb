//! The hand between two samples of the pointer.
//!
//! Samples come when they come: sixty a second from a pointer, ten a second from a plan. A hand that
//! jumped to each sample would move in jerks no hand can do. So the hand travels to a new sample in as
//! many ticks as lay between it and the sample before, at most [`LONGEST_WAY`]: evenly spaced samples
//! are followed at exactly their own tempo, one sample late. Whole numbers only.

use crate::{
    simulation::contact::Grip,
    units::{Place, Tick},
};

/// The most ticks the hand takes to reach a sample, however long the pause before it was.
pub(super) const LONGEST_WAY: u32 = 12;

/// A hand that is laid on.
#[derive(Debug, Clone)]
pub(super) struct Hand {
    /// How it is laid on now; answers to the client may have changed it since the touch.
    pub grip: Grip,
    /// Where the pads took hold.
    pub from: Place,
    /// Where the hand is.
    pub at: Place,
    start: Place,
    goal: Place,
    travelled: u32,
    ticks: u32,
    sampled: Tick,
}

impl Hand {
    /// A hand laid on at a place.
    pub fn new(grip: Grip, at: Place, now: Tick) -> Self {
        Self { grip, from: at, at, start: at, goal: at, travelled: 0, ticks: 0, sampled: now }
    }

    /// A new sample of where the hand should be.
    pub fn lead(&mut self, goal: Place, now: Tick) {
        self.ticks = now.0.saturating_sub(self.sampled.0).clamp(1, LONGEST_WAY);
        self.sampled = now;
        self.start = self.at;
        self.goal = goal;
        self.travelled = 0;
    }

    /// Takes hold anew where the hand is, so that the slack is taken up again.
    pub fn anchor(&mut self) {
        self.from = self.at;
    }

    /// One tick further.
    pub fn advance(&mut self) {
        if self.travelled >= self.ticks {
            return;
        }
        self.travelled += 1;
        let between = |start: i32, goal: i32| {
            let way = (i64::from(goal) - i64::from(start)) * i64::from(self.travelled) / i64::from(self.ticks);
            (i64::from(start) + way) as i32
        };
        self.at = Place { x: between(self.start.x, self.goal.x), y: between(self.start.y, self.goal.y) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::contact::Aim;

    fn hand() -> Hand {
        let grip =
            Grip { stroke: "long".into(), aim: Aim::Subcutis, angle_deg: 30, normal_mn: 3000, both_hands: false };
        Hand::new(grip, Place::default(), Tick(0))
    }

    #[test]
    fn a_hand_follows_evenly_spaced_samples_without_jerks() {
        let mut hand = hand();
        let mut steps = Vec::new();
        for tick in 0..60 {
            if tick % 6 == 0 {
                hand.lead(Place { x: (tick / 6 + 1) * 300, y: 0 }, Tick(tick as u32));
            }
            let before = hand.at.x;
            hand.advance();
            steps.push(hand.at.x - before);
        }
        assert!(steps[6..].iter().all(|step| *step == 50), "{steps:?}");
        assert_eq!(hand.at.x, 3000);
    }

    #[test]
    fn after_a_pause_the_hand_still_arrives_within_a_fifth_of_a_second() {
        let mut hand = hand();
        hand.lead(Place { x: -700, y: 900 }, Tick(5000));
        for _ in 0..LONGEST_WAY {
            hand.advance();
        }
        assert_eq!(hand.at, Place { x: -700, y: 900 });
    }
}
