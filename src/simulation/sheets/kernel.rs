//! The loops over one row of the lattice. All arithmetic that touches every vertex is here.
//!
//! Slices are cut to one length before each loop, so that the compiler needs no checks inside and turns the loops into
//! vectors. The order of all sums is fixed by the text.

use super::{
    material::LAYERS,
    medium::{MediumRow, Stage},
    rows::{COMPONENTS, LANES, component},
};

/// 1/√x for positive x, to better than one part in a million.
///
/// A guess from the bits of the number and two Newton steps, with the constants that make the error of the second step
/// smallest. Only multiplications and integer operations: the same bits everywhere, and at four lanes twice as fast as
/// root and division. The error is the same for all springs of a kind, so it changes natural lengths by less than a millionth.
#[inline(always)]
pub(crate) fn inverse_root(x: f32) -> f32 {
    let guess = f32::from_bits(0x5f37_6908_u32.wrapping_sub(x.to_bits() >> 1));
    let half = 0.5 * x;
    let first = guess * (1.500_878_9 - half * guess * guess);
    first * (1.500_000_6 - half * first * first)
}

/// Forces of the springs of one row of cells, sorted by the vertex they act on. Two axes, three sheets.
#[derive(Debug, Clone)]
pub(crate) struct Forces {
    stride: usize,
    /// For each layer and axis: on the vertex itself, on its right neighbour.
    here: Vec<f32>,
    /// For each parity of the row, layer and axis: on the vertex below, on the one below to the right.
    below: [Vec<f32>; 2],
}

/// Which of the two arrays of a pair.
const OWN: usize = 0;
const RIGHT: usize = 1;

impl Forces {
    pub(crate) fn zero(stride: usize) -> Self {
        let plane = || vec![0.0; 2 * COMPONENTS * (stride + LANES)];
        Self { stride, here: plane(), below: [plane(), plane()] }
    }

    /// Forces of the cells between row `number` and the next, for one layer.
    #[inline(always)]
    pub(crate) fn springs<R: MediumRow>(&mut self, number: usize, layer: usize, row: &R, upper: &[f32], lower: &[f32]) {
        let step = self.stride + LANES;
        let span = 4 * layer * step..4 * (layer + 1) * step;
        let (here_x, here_y) = self.here[span.clone()].split_at_mut(2 * step);
        let (own_x, right_x) = here_x.split_at_mut(step);
        let (own_y, right_y) = here_y.split_at_mut(step);
        let (below_x, below_y) = self.below[number % 2][span].split_at_mut(2 * step);
        let (down_x, slant_x) = below_x.split_at_mut(step);
        let (down_y, slant_y) = below_y.split_at_mut(step);
        let x = 2 * layer * self.stride;
        let y = x + self.stride;
        spring_loop(
            row,
            layer,
            self.stride,
            [&upper[x..], &upper[y..], &lower[x..], &lower[y..]],
            [own_x, own_y, right_x, right_y],
            [down_x, down_y, slant_x, slant_y],
        );
    }

    /// One of the arrays; `shifted` by one column to the left, so that index i gives the force from i - 1.
    #[inline(always)]
    fn array(plane: &[f32], stride: usize, layer: usize, axis: usize, kind: usize) -> &[f32] {
        let step = stride + LANES;
        let begin = (4 * layer + 2 * axis + kind) * step + LANES - kind;
        &plane[begin..begin + stride]
    }
}

/// One vector's worth of numbers.
pub(crate) type Lane = [f32; LANES];

/// The numbers of a slice from `at` on.
#[inline(always)]
pub(crate) fn lane(slice: &[f32], at: usize) -> Lane {
    let mut lane = [0.0; LANES];
    lane.copy_from_slice(&slice[at..at + LANES]);
    lane
}

/// Arrays begin at `LANES`, so that the number before the first is a zero that stays.
///
/// As in the other loops with many arrays, a lane is read as a whole, worked on and written as a whole: then the
/// compiler need not prove that no array overlaps another.
#[inline(always)]
fn spring_loop<R: MediumRow>(
    row: &R,
    layer: usize,
    width: usize,
    [ax, ay, bx, by]: [&[f32]; 4],
    [own_x, own_y, right_x, right_y]: [&mut [f32]; 4],
    [down_x, down_y, slant_x, slant_y]: [&mut [f32]; 4],
) {
    let mut at = 0;
    while at < width {
        let (wide, high) = row.cell(at);
        let [k_right, k_down, k_falling, k_rising] = row.springs(layer, at);
        let [l_right, l_down, l_slant] = row.natural(layer, at);
        let (ax0, ay0, bx0, by0) = (lane(ax, at), lane(ay, at), lane(bx, at), lane(by, at));
        let (ax1, ay1, bx1, by1) = (lane(ax, at + 1), lane(ay, at + 1), lane(bx, at + 1), lane(by, at + 1));
        let mut out = [[0.0; LANES]; 8];
        for i in 0..LANES {
            // to the right
            let (dx, dy) = (wide[i] + (ax1[i] - ax0[i]), ay1[i] - ay0[i]);
            let pull = k_right[i] - k_right[i] * l_right[i] * inverse_root(dx * dx + dy * dy);
            let (ex, ey) = (pull * dx, pull * dy);
            // down
            let (dx, dy) = (bx0[i] - ax0[i], high[i] + (by0[i] - ay0[i]));
            let pull = k_down[i] - k_down[i] * l_down[i] * inverse_root(dx * dx + dy * dy);
            let (nx, ny) = (pull * dx, pull * dy);
            // falling diagonal, from this vertex to the one below and to the right
            let (dx, dy) = (wide[i] + (bx1[i] - ax0[i]), high[i] + (by1[i] - ay0[i]));
            let pull = k_falling[i] - k_falling[i] * l_slant[i] * inverse_root(dx * dx + dy * dy);
            let (px, py) = (pull * dx, pull * dy);
            // the other diagonal, from the right neighbour to the vertex below
            let (dx, dy) = ((bx0[i] - ax1[i]) - wide[i], high[i] + (by0[i] - ay1[i]));
            let pull = k_rising[i] - k_rising[i] * l_slant[i] * inverse_root(dx * dx + dy * dy);
            let (qx, qy) = (pull * dx, pull * dy);
            out[0][i] = (ex + nx) + px;
            out[1][i] = (ey + ny) + py;
            out[2][i] = qx - ex;
            out[3][i] = qy - ey;
            out[4][i] = nx + qx;
            out[5][i] = ny + qy;
            out[6][i] = px;
            out[7][i] = py;
        }
        let to = LANES + at..2 * LANES + at;
        own_x[to.clone()].copy_from_slice(&out[0]);
        own_y[to.clone()].copy_from_slice(&out[1]);
        right_x[to.clone()].copy_from_slice(&out[2]);
        right_y[to.clone()].copy_from_slice(&out[3]);
        down_x[to.clone()].copy_from_slice(&out[4]);
        down_y[to.clone()].copy_from_slice(&out[5]);
        slant_x[to.clone()].copy_from_slice(&out[6]);
        slant_y[to].copy_from_slice(&out[7]);
        at += LANES;
    }
}

/// Residual of one row and one axis, and what the column solve makes of it.
///
/// `number` is the row's number, whose springs and those of the row before must be in `forces`.
#[inline(always)]
pub(crate) fn residual<R: MediumRow>(
    forces: &Forces,
    number: usize,
    axis: usize,
    row: &R,
    stage: &Stage,
    moved: &[f32],
    past: &[f32],
    out: &mut [f32],
    solved: &mut [f32],
) {
    let stride = forces.stride;
    let before = &forces.below[(number + 1) % 2];
    let own: [&[f32]; LAYERS] = std::array::from_fn(|l| Forces::array(&forces.here, stride, l, axis, OWN));
    let right: [&[f32]; LAYERS] = std::array::from_fn(|l| Forces::array(&forces.here, stride, l, axis, RIGHT));
    let down: [&[f32]; LAYERS] = std::array::from_fn(|l| Forces::array(before, stride, l, axis, OWN));
    let slant: [&[f32]; LAYERS] = std::array::from_fn(|l| Forces::array(before, stride, l, axis, RIGHT));
    let u: [&[f32]; LAYERS] = std::array::from_fn(|l| component(moved, stride, 2 * l + axis));
    let b: [&[f32]; LAYERS] = std::array::from_fn(|l| component(past, stride, 2 * l + axis));
    let [r0, r1, r2] = three(out, stride, axis);
    let [z0, z1, z2] = three(solved, stride, axis);
    let mut at = 0;
    while at < stride {
        let ([m0, m1, m2], [k0, k1, k2]) = (row.mass(at), row.acting(at));
        let [i0, f1, i1, f2, i2] = row.factors(at);
        let [u0, u1, u2] = u.map(|plane| lane(plane, at));
        let [b0, b1, b2] = b.map(|plane| lane(plane, at));
        let (own, right) = (own.map(|plane| lane(plane, at)), right.map(|plane| lane(plane, at)));
        let (down, slant) = (down.map(|plane| lane(plane, at)), slant.map(|plane| lane(plane, at)));
        let (mut v, mut z) = ([[0.0; LANES]; LAYERS], [[0.0; LANES]; LAYERS]);
        for i in 0..LANES {
            let upper = k0[i] * stage.damped * (u0[i] - u1[i]);
            let middle = k1[i] * stage.damped * (u1[i] - u2[i]);
            let lower = k2[i] * stage.damped * u2[i];
            let force = |l: usize| (own[l][i] + right[l][i]) - (down[l][i] + slant[l][i]);
            let v0 = (force(0) + b0[i]) - (m0[i] * stage.inertia * u0[i] + upper);
            let v1 = (force(1) + b1[i]) - (m1[i] * stage.inertia * u1[i] + (middle - upper));
            let v2 = (force(2) + b2[i]) - (m2[i] * stage.inertia * u2[i] + (lower - middle));
            let y1 = v1 + f1[i] * v0;
            let x2 = (v2 + f2[i] * y1) * i2[i];
            let x1 = y1 * i1[i] + f2[i] * x2;
            (v[0][i], v[1][i], v[2][i]) = (v0, v1, v2);
            (z[0][i], z[1][i], z[2][i]) = (v0 * i0[i] + f1[i] * x1, x1, x2);
        }
        r0[at..at + LANES].copy_from_slice(&v[0]);
        r1[at..at + LANES].copy_from_slice(&v[1]);
        r2[at..at + LANES].copy_from_slice(&v[2]);
        z0[at..at + LANES].copy_from_slice(&z[0]);
        z1[at..at + LANES].copy_from_slice(&z[1]);
        z2[at..at + LANES].copy_from_slice(&z[2]);
        at += LANES;
    }
}

/// The three layers of one axis in a row to write to.
#[inline(always)]
fn three(row: &mut [f32], stride: usize, axis: usize) -> [&mut [f32]; LAYERS] {
    let (_, rest) = row.split_at_mut(axis * stride);
    let (a, rest) = rest.split_at_mut(stride);
    let (_, rest) = rest.split_at_mut(stride);
    let (b, rest) = rest.split_at_mut(stride);
    let (_, rest) = rest.split_at_mut(stride);
    let (c, _) = rest.split_at_mut(stride);
    [a, b, c]
}

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
    oldest: &mut [f32],
    right: &mut [f32],
    stride: usize,
) {
    let u: [&[f32]; LAYERS] = std::array::from_fn(|l| component(now, stride, 2 * l + axis));
    let p: [&[f32]; LAYERS] = std::array::from_fn(|l| component(before, stride, 2 * l + axis));
    let [o0, o1, o2] = three(oldest, stride, axis);
    let [b0, b1, b2] = three(right, stride, axis);
    let mut at = 0;
    while at < stride {
        let (mass, coupling) = (row.mass(at), row.coupling(at));
        let (u, p) = (u.map(|plane| lane(plane, at)), p.map(|plane| lane(plane, at)));
        let o = [lane(o0, at), lane(o1, at), lane(o2, at)];
        let (mut b, mut guess) = ([[0.0; LANES]; LAYERS], [[0.0; LANES]; LAYERS]);
        for i in 0..LANES {
            let speed =
                |l: usize| (u[l][i] - (past.last_base.0 * p[l][i] - past.last_base.1 * o[l][i])) * past.last_rate;
            let base = |l: usize| past.base.0 * u[l][i] - past.base.1 * p[l][i];
            let (s0, s1, s2) = (speed(0), speed(1), speed(2));
            let (e0, e1, e2) = (base(0), base(1), base(2));
            let upper = coupling[0][i] * stage.viscous * (e0 - e1);
            let middle = coupling[1][i] * stage.viscous * (e1 - e2);
            let lower = coupling[2][i] * stage.viscous * e2;
            b[0][i] = mass[0][i] * (stage.inertia * e0 + stage.momentum * s0) + upper;
            b[1][i] = mass[1][i] * (stage.inertia * e1 + stage.momentum * s1) + (middle - upper);
            b[2][i] = mass[2][i] * (stage.inertia * e2 + stage.momentum * s2) + (lower - middle);
            guess[0][i] = u[0][i] + past.ahead * s0;
            guess[1][i] = u[1][i] + past.ahead * s1;
            guess[2][i] = u[2][i] + past.ahead * s2;
        }
        b0[at..at + LANES].copy_from_slice(&b[0]);
        b1[at..at + LANES].copy_from_slice(&b[1]);
        b2[at..at + LANES].copy_from_slice(&b[2]);
        o0[at..at + LANES].copy_from_slice(&guess[0]);
        o1[at..at + LANES].copy_from_slice(&guess[1]);
        o2[at..at + LANES].copy_from_slice(&guess[2]);
        at += LANES;
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
    stride: usize,
) {
    let u: [&[f32]; LAYERS] = std::array::from_fn(|l| component(now, stride, 2 * l + axis));
    let p: [&[f32]; LAYERS] = std::array::from_fn(|l| component(before, stride, 2 * l + axis));
    let [one, two] = memories;
    let (one, two) = (three(one, stride, axis), three(two, stride, axis));
    let right = three(right, stride, axis);
    let mut at = 0;
    while at < stride {
        let coupling = row.coupling(at);
        let (u, p) = (u.map(|plane| lane(plane, at)), p.map(|plane| lane(plane, at)));
        let mut first: [Lane; LAYERS] = std::array::from_fn(|l| lane(one[l], at));
        let mut second: [Lane; LAYERS] = std::array::from_fn(|l| lane(two[l], at));
        let mut pull: [Lane; LAYERS] = std::array::from_fn(|l| lane(right[l], at));
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
        for l in 0..LAYERS {
            one[l][at..at + LANES].copy_from_slice(&first[l]);
            two[l][at..at + LANES].copy_from_slice(&second[l]);
            right[l][at..at + LANES].copy_from_slice(&pull[l]);
        }
        at += LANES;
    }
}

/// Adds half of a row to a running sum.
#[inline(always)]
pub(crate) fn add_half(sum: &mut [f32], row: &[f32]) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += 0.5 * value;
    }
}

/// Adds a row to a running sum.
#[inline(always)]
pub(crate) fn add(sum: &mut [f32], row: &[f32]) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += value;
    }
}

/// Every second column of a row, with half of each neighbour: to the coarser lattice.
#[inline(always)]
pub(crate) fn narrow(fine: &[f32], fine_stride: usize, coarse: &mut [f32], coarse_stride: usize, columns: usize) {
    for k in 0..COMPONENTS {
        let from = component(fine, fine_stride, k);
        let to = &mut coarse[k * coarse_stride..(k + 1) * coarse_stride];
        let count = columns - 2;
        let to = &mut to[1..=count];
        let pairs = from[1..=2 * count].as_chunks::<2>().0;
        let last = from.get(2 * count + 1).copied().unwrap_or(0.0);
        for j in 0..count {
            let [left, middle] = pairs[j];
            let right = if j + 1 < count { pairs[j + 1][0] } else { last };
            to[j] = middle + 0.5 * (left + right);
        }
    }
}

/// The reverse: values between the columns of the coarser lattice are their mean. `columns` counts the fine ones.
#[inline(always)]
pub(crate) fn widen(coarse: &[f32], coarse_stride: usize, fine: &mut [f32], fine_stride: usize, columns: usize) {
    for k in 0..COMPONENTS {
        let from = component(coarse, coarse_stride, k);
        let to = &mut fine[k * fine_stride..(k + 1) * fine_stride];
        let pairs = to.as_chunks_mut::<2>().0;
        let count = columns.div_ceil(2).min(pairs.len()).min(coarse_stride - 1);
        let (left, right) = (&from[..count], &from[1..=count]);
        for j in 0..count {
            pairs[j] = [left[j], 0.5 * (left[j] + right[j])];
        }
        to[0] = 0.0;
        for value in &mut to[columns - 1..] {
            *value = 0.0;
        }
    }
}

/// One step of the iteration along a row: `d = keep d + step (z + coarse)`, `u += d`; keeps the largest |d| and |u|.
///
/// Both are kept within bounds that no sound step reaches, so that nothing can overflow.
#[inline(always)]
pub(crate) fn advance(
    (keep, step): (f32, f32),
    (limit, bound): (f32, f32),
    z: &[f32],
    coarse: (&[f32], &[f32]),
    d: &mut [f32],
    u: &mut [f32],
    change: &mut [f32; LANES],
    size: &mut [f32; LANES],
) {
    let (z, _) = z.as_chunks::<LANES>();
    let (a, _) = coarse.0.as_chunks::<LANES>();
    let (b, _) = coarse.1.as_chunks::<LANES>();
    let (d, _) = d.as_chunks_mut::<LANES>();
    let (u, _) = u.as_chunks_mut::<LANES>();
    let count = z.len().min(a.len()).min(b.len()).min(d.len()).min(u.len());
    let (z, a, b, d, u) = (&z[..count], &a[..count], &b[..count], &mut d[..count], &mut u[..count]);
    for c in 0..count {
        for i in 0..LANES {
            let towards = z[c][i] + 0.5 * (a[c][i] + b[c][i]);
            let moved = within(keep * d[c][i] + step * towards, limit);
            d[c][i] = moved;
            let at = within(u[c][i] + moved, bound);
            u[c][i] = at;
            change[i] = larger(moved.abs(), change[i]);
            size[i] = larger(at.abs(), size[i]);
        }
    }
}

/// A memory that nobody could notice is none, metres. Without this the memories of far places would fade into numbers
/// so small that processors work them out a hundred times slower.
const NOTICED: f32 = 1e-12;

#[inline(always)]
fn noticed(value: f32) -> f32 {
    if value.abs() > NOTICED { value } else { 0.0 }
}

#[inline(always)]
fn larger(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}

#[inline(always)]
fn within(value: f32, limit: f32) -> f32 {
    let value = if value < limit { value } else { limit };
    if value > -limit { value } else { -limit }
}

/// The column solve alone, for one row and axis.
#[inline(always)]
pub(crate) fn columns(axis: usize, factors: [&[f32]; 5], residual: &[f32], solved: &mut [f32], stride: usize) {
    let r: [&[f32]; LAYERS] = std::array::from_fn(|l| component(residual, stride, 2 * l + axis));
    let [z0, z1, z2] = three(solved, stride, axis);
    let [i0, f1, i1, f2, i2] = factors.map(|plane| &plane[..stride]);
    let mut at = 0;
    while at < stride {
        let r = r.map(|plane| lane(plane, at));
        let [i0, f1, i1, f2, i2] = [i0, f1, i1, f2, i2].map(|plane| lane(plane, at));
        let mut z = [[0.0; LANES]; LAYERS];
        for i in 0..LANES {
            let y1 = r[1][i] + f1[i] * r[0][i];
            let x2 = (r[2][i] + f2[i] * y1) * i2[i];
            let x1 = y1 * i1[i] + f2[i] * x2;
            (z[0][i], z[1][i], z[2][i]) = (r[0][i] * i0[i] + f1[i] * x1, x1, x2);
        }
        z0[at..at + LANES].copy_from_slice(&z[0]);
        z1[at..at + LANES].copy_from_slice(&z[1]);
        z2[at..at + LANES].copy_from_slice(&z[2]);
        at += LANES;
    }
}

/// A row and half of each neighbour.
#[inline(always)]
pub(crate) fn weighted(sum: &mut [f32], before: &[f32], middle: &[f32], after: &[f32]) {
    let length = sum.len();
    let (before, middle, after) = (&before[..length], &middle[..length], &after[..length]);
    for i in 0..length {
        sum[i] = (0.5 * before[i] + middle[i]) + 0.5 * after[i];
    }
}

/// Adds the mean of two rows.
#[inline(always)]
pub(crate) fn add_mean(sum: &mut [f32], one: &[f32], other: &[f32]) {
    let length = sum.len();
    let (one, other) = (&one[..length], &other[..length]);
    for i in 0..length {
        sum[i] += 0.5 * (one[i] + other[i]);
    }
}

/// Half of a row.
#[inline(always)]
pub(crate) fn half(to: &mut [f32], row: &[f32]) {
    for (to, value) in to.iter_mut().zip(row) {
        *to = 0.5 * value;
    }
}
