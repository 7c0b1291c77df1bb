//! The slow branches of the shift layers.

use super::super::{
    kernel::Memory,
    material::{self, Material},
    rows::Rows,
};
use crate::maths::exp;

/// What they remember.
#[derive(Debug, Clone)]
pub(crate) struct Slow {
    share: f64,
    seconds: [f64; 2],
    pub(super) memory: Memory,
    /// What each keeps and takes over the step that was begun last.
    next: [(f32, f32); 2],
    /// What each still answers, as displacement.
    pub(super) rows: [Rows; 2],
}

impl Slow {
    /// Those of a material, if it has any.
    pub(super) fn new(material: &Material, rows: usize, stride: usize) -> Option<Self> {
        let material::Slow { share, seconds } = material.slow;
        let field = || Rows::zero(rows, stride);
        (share > 0.0).then(|| Self {
            share: share.min(0.95),
            seconds: seconds.map(|time| time.max(1e-3)),
            memory: Memory::default(),
            next: [(1.0, 0.0); 2],
            rows: [field(), field()],
        })
    }

    /// Goes on to a step of so many seconds; gives the stiffness beside that of the springs that never relax, as a share.
    pub(super) fn advance(&mut self, seconds: f32) -> f32 {
        let (half, seconds) = (0.5 * self.share, f64::from(seconds));
        let mut stiffness = 1.0 - self.share;
        for (branch, time) in self.seconds.into_iter().enumerate() {
            // exact for a slip that changes evenly over the step
            let keeps = exp(-seconds / time);
            let takes = time / seconds * (1.0 - keeps);
            stiffness += half * takes;
            let memory = &mut self.memory;
            (memory.kept[branch], memory.taken[branch]) = self.next[branch];
            self.next[branch] = (keeps as f32, takes as f32);
            (memory.keeps[branch], memory.takes[branch]) = ((half * keeps) as f32, (half * takes) as f32);
        }
        stiffness as f32
    }
}
