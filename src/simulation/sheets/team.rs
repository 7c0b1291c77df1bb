//! Who does the work of a step: one alone, or two at the same time.
//!
//! The lattice is always worked on in the same two bands of rows, so how many hands there are changes the time and never
//! a bit of the result. The solver itself knows no threads: whoever has some lends them through [`Team`].

use super::width::{Width, Work};

/// Does two pieces of work that do not need each other.
pub trait Team {
    /// Does both, in any order or at the same time, and comes back when both are done.
    fn both(&self, one: &mut (dyn FnMut() + Send), other: &mut (dyn FnMut() + Send));
}

/// One after the other.
#[derive(Debug, Clone, Copy, Default)]
pub struct Alone;

impl Team for Alone {
    fn both(&self, one: &mut (dyn FnMut() + Send), other: &mut (dyn FnMut() + Send)) {
        one();
        other();
    }
}

/// Runs two pieces of work at a vector width, by a team.
pub(crate) fn both<A, B>(team: &dyn Team, width: Width, one: A, other: B) -> (A::Output, B::Output)
where
    A: Work + Send,
    B: Work + Send,
    A::Output: Default + Send,
    B::Output: Default + Send,
{
    let (mut one, mut other) = (Some(one), Some(other));
    let (mut first, mut second) = (A::Output::default(), B::Output::default());
    let mut do_one = || {
        if let Some(work) = one.take() {
            first = width.run(work);
        }
    };
    let mut do_other = || {
        if let Some(work) = other.take() {
            second = width.run(work);
        }
    };
    team.both(&mut do_one, &mut do_other);
    // a team that left something undone changes nothing
    do_one();
    do_other();
    (first, second)
}
