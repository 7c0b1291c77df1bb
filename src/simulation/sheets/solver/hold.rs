//! What pads hold of the skin.

/// A vertex of the skin that a pad holds: it is drawn to `target` by a spring of `stiffness`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hold {
    pub(crate) row: usize,
    pub(crate) column: usize,
    /// N/m.
    pub(crate) stiffness: f32,
    /// Displacement, metres.
    pub(crate) target: [f32; 2],
}

/// A hold with what the column solve makes of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) hold: Hold,
    /// Response of the three sheets to a unit force on the skin, m/N.
    response: [f32; 3],
    /// 0 free to 1 fixed.
    pub(super) fixed: f32,
}

impl Held {
    /// `factors` are those of the column of its vertex.
    pub(super) fn new(hold: Hold, [i0, f1, i1, f2, i2]: [f32; 5]) -> Self {
        let p2 = f2 * f1 * i2;
        let p1 = f1 * i1 + f2 * p2;
        let p0 = i0 + f1 * p1;
        Self { hold, response: [p0, p1, p2], fixed: hold.stiffness * p0 / (1.0 + hold.stiffness * p0) }
    }

    /// Adds the pull of the pad to residual and column solution, exactly (rank-one update of the column).
    #[inline(always)]
    pub(super) fn pull(&self, axis: usize, stride: usize, moved: &[f32], residual: &mut [f32], solved: &mut [f32]) {
        let Hold { column, stiffness, target, .. } = self.hold;
        let at = |layer: usize| (2 * layer + axis) * stride + column;
        let force = stiffness * (target[axis] - moved[at(0)]);
        let [p0, p1, p2] = self.response;
        let loose = solved[at(0)] + p0 * force;
        let added = force - stiffness * loose / (1.0 + stiffness * p0);
        solved[at(0)] += p0 * added;
        solved[at(1)] += p1 * added;
        solved[at(2)] += p2 * added;
        residual[at(0)] = (residual[at(0)] + force) * (1.0 - self.fixed);
    }
}
