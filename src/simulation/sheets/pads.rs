//! Pads on the skin: they hold it by friction, and slide where friction does not suffice.

use super::solver::Hold;

/// A fingertip or thumb on the skin during one tick.
///
/// Places are counted as their user counts them: in metres on a patch, in columns and rows on a back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pad {
    /// Where the pad is: x along the columns, y along the rows.
    pub at: (f64, f64),
    /// Its radius, metres.
    pub radius: f64,
    /// Largest tangential force it holds without slipping, newtons: friction times normal force. May be infinite.
    pub grip_n: f64,
}

impl Pad {
    /// All its numbers can be used.
    pub(crate) fn sound(&self) -> bool {
        let place = self.at.0.is_finite() && self.at.1.is_finite();
        place && self.radius.is_finite() && self.radius >= 0.0 && self.grip_n >= 0.0
    }
}

/// A pad that is on the skin, with the piece of skin it holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Placed {
    pub(crate) pad: Pad,
    /// Where it lies beside the middle of its hand.
    pub(crate) beside: (f64, f64),
    /// Where the middle of the skin it holds lies at rest.
    pub(crate) anchor: (f64, f64),
    /// It slides over the skin.
    pub(crate) sliding: bool,
    /// Tangential force on the skin in the last step, newtons.
    pub(crate) force: (f64, f64),
}

impl Placed {
    /// A pad put down.
    pub(crate) fn new(pad: Pad) -> Self {
        Self { pad, beside: (0.0, 0.0), anchor: pad.at, sliding: false, force: (0.0, 0.0) }
    }

    /// How far it carries the skin, metres.
    pub(crate) fn carried(&self) -> (f64, f64) {
        (self.pad.at.0 - self.anchor.0, self.pad.at.1 - self.anchor.1)
    }

    /// Lets it slide so far that friction holds it again. While it slides, `kinetic` of the grip holds.
    pub(crate) fn slide(&mut self, kinetic: f64) {
        let force = crate::maths::hypot(self.force.0, self.force.1);
        let holds = if self.sliding { kinetic * self.pad.grip_n } else { self.pad.grip_n };
        self.sliding = force > holds;
        if !self.sliding {
            return;
        }
        let kept = kinetic * self.pad.grip_n / force;
        let carried = self.carried();
        self.anchor = (self.pad.at.0 - kept * carried.0, self.pad.at.1 - kept * carried.1);
    }
}

/// No pad carries the skin farther than this, metres.
pub(crate) const FARTHEST: f64 = 0.06;

/// Largest hold of a pad against what a vertex feels of its surroundings: stiff enough that the skin under a pad that
/// does not slide follows it to less than a thousandth.
pub(crate) const STIFF: f32 = 3000.0;

/// Orders holds by row and column, as the solver asks for.
pub(crate) fn sort(holds: &mut [Hold]) {
    holds.sort_unstable_by_key(|hold| (hold.row, hold.column));
}
