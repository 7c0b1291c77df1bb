//! What the past puts on the right side of a step.

use super::{
    super::{
        material::LAYERS,
        medium::{MediumRow, Stage},
        rows::{LANES, Span},
    },
    begins, lanes, layers, layers_mut, put,
};

/// How a step of time looks back.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Past {
    /// Base of this step: `now * u - before * u₋`.
    pub(crate) base: (f32, f32),
    /// Base of the last step, and 1/g of it: they give the velocity.
    pub(crate) last_base: (f32, f32),
    pub(crate) last_rate: f32,
    /// Seconds by which the first guess goes on with that velocity.
    pub(crate) ahead: f32,
}

/// Right side of a step and first guess of its displacement, for one row and axis. `oldest` holds the displacement two
/// steps ago and becomes the guess.
#[inline(always)]
pub(crate) fn look_back<R: MediumRow>(
    axis: usize,
    row: &R,
    stage: &Stage,
    past: &Past,
    (now, before): (&[f32], &[f32]),
    (oldest, right): (&mut [f32], &mut [f32]),
    (stride, span): (usize, Span),
) {
    let (u, p) = (layers(now, stride, axis), layers(before, stride, axis));
    let (mut o, mut b) = (layers_mut(oldest, stride, axis), layers_mut(right, stride, axis));
    for at in begins(span) {
        let (mass, coupling) = (row.mass(at), row.coupling(at));
        let (u, p, old) = (lanes(&u, at), lanes(&p, at), lanes(&[&*o[0], &*o[1], &*o[2]], at));
        let (mut out, mut guess) = ([[0.0; LANES]; LAYERS], [[0.0; LANES]; LAYERS]);
        for i in 0..LANES {
            let speed =
                |l: usize| (u[l][i] - (past.last_base.0 * p[l][i] - past.last_base.1 * old[l][i])) * past.last_rate;
            let base = |l: usize| past.base.0 * u[l][i] - past.base.1 * p[l][i];
            let (s0, s1, s2) = (speed(0), speed(1), speed(2));
            let (e0, e1, e2) = (base(0), base(1), base(2));
            let upper = coupling[0][i] * stage.viscous * (e0 - e1);
            let middle = coupling[1][i] * stage.viscous * (e1 - e2);
            let lower = coupling[2][i] * stage.viscous * e2;
            out[0][i] = mass[0][i] * (stage.inertia * e0 + stage.momentum * s0) + upper;
            out[1][i] = mass[1][i] * (stage.inertia * e1 + stage.momentum * s1) + (middle - upper);
            out[2][i] = mass[2][i] * (stage.inertia * e2 + stage.momentum * s2) + (lower - middle);
            guess[0][i] = u[0][i] + past.ahead * s0;
            guess[1][i] = u[1][i] + past.ahead * s1;
            guess[2][i] = u[2][i] + past.ahead * s2;
        }
        put(&mut b, at, &out);
        put(&mut o, at, &guess);
    }
}

/// What the slow branches do in a step: see `METHOD.md`. Numbers of both branches.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Memory {
    /// What each keeps over the last step, and what it takes of a unit of change.
    pub(crate) kept: [f32; 2],
    pub(crate) taken: [f32; 2],
    /// The same for this step, times the branch's share of the stiffness.
    pub(crate) keeps: [f32; 2],
    pub(crate) takes: [f32; 2],
}

/// Brings the memory of the slow branches up to the present displacement and puts their pull on the right side.
///
/// `memories` hold for each sheet and axis the displacement that a branch still answers; force is stiffness times that.
#[inline(always)]
pub(crate) fn remember<R: MediumRow>(
    axis: usize,
    row: &R,
    memory: &Memory,
    (now, before): (&[f32], &[f32]),
    memories: [&mut [f32]; 2],
    right: &mut [f32],
    (stride, span): (usize, Span),
) {
    let (u, p) = (layers(now, stride, axis), layers(before, stride, axis));
    let [one, two] = memories;
    let (mut one, mut two) = (layers_mut(one, stride, axis), layers_mut(two, stride, axis));
    let mut right = layers_mut(right, stride, axis);
    for at in begins(span) {
        let coupling = row.coupling(at);
        let (u, p) = (lanes(&u, at), lanes(&p, at));
        let mut first = lanes(&[&*one[0], &*one[1], &*one[2]], at);
        let mut second = lanes(&[&*two[0], &*two[1], &*two[2]], at);
        let mut pull = lanes(&[&*right[0], &*right[1], &*right[2]], at);
        for i in 0..LANES {
            let mut past = [0.0_f32; LAYERS];
            for l in 0..LAYERS {
                let change = u[l][i] - p[l][i];
                first[l][i] = noticed(memory.kept[0] * first[l][i] + memory.taken[0] * change);
                second[l][i] = noticed(memory.kept[1] * second[l][i] + memory.taken[1] * change);
                past[l] = (memory.takes[0] * u[l][i] - memory.keeps[0] * first[l][i])
                    + (memory.takes[1] * u[l][i] - memory.keeps[1] * second[l][i]);
            }
            let upper = coupling[0][i] * (past[0] - past[1]);
            let middle = coupling[1][i] * (past[1] - past[2]);
            let lower = coupling[2][i] * past[2];
            pull[0][i] += upper;
            pull[1][i] += middle - upper;
            pull[2][i] += lower - middle;
        }
        put(&mut one, at, &first);
        put(&mut two, at, &second);
        put(&mut right, at, &pull);
    }
}

/// A memory that nobody could notice is none, metres. Without this the memories of far places would fade into numbers
/// so small that processors work them out a hundred times slower.
const NOTICED: f32 = 1e-12;

#[inline(always)]
fn noticed(value: f32) -> f32 {
    if value.abs() > NOTICED { value } else { 0.0 }
}
