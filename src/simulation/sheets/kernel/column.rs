//! The column of three sheets at each vertex: residual, solve, and the step along it.

use super::{
    super::{
        material::LAYERS,
        medium::{MediumRow, Stage},
        rows::{COMPONENTS, LANES, Span},
    },
    Forces, Lane, begins, lane, lanes, larger, layers, layers_mut, put, within,
};

/// Residual of one row and one axis, and what the column solve makes of it.
///
/// `number` is the row's number, whose springs and those of the row before must be in `forces`.
#[inline(always)]
pub(crate) fn residual<R: MediumRow>(
    forces: &Forces,
    (number, axis): (usize, usize),
    row: &R,
    stage: &Stage,
    (moved, past): (&[f32], &[f32]),
    (out, solved): (&mut [f32], &mut [f32]),
    span: Span,
) {
    let stride = forces.stride;
    let (own, right) = (forces.own(axis), forces.right(axis));
    let (down, slant) = (forces.down(number, axis), forces.slant(number, axis));
    let (u, b) = (layers(moved, stride, axis), layers(past, stride, axis));
    let (mut r, mut z) = (layers_mut(out, stride, axis), layers_mut(solved, stride, axis));
    for at in begins(span) {
        let ([m0, m1, m2], [k0, k1, k2]) = (row.mass(at), row.acting(at));
        let [i0, f1, i1, f2, i2] = row.factors(at);
        let ([u0, u1, u2], [b0, b1, b2]) = (lanes(&u, at), lanes(&b, at));
        let (own, right, down, slant) = (lanes(&own, at), lanes(&right, at), lanes(&down, at), lanes(&slant, at));
        let (mut v, mut x) = ([[0.0; LANES]; LAYERS], [[0.0; LANES]; LAYERS]);
        for i in 0..LANES {
            let upper = k0[i] * stage.damped * (u0[i] - u1[i]);
            let middle = k1[i] * stage.damped * (u1[i] - u2[i]);
            let lower = k2[i] * stage.damped * u2[i];
            let force0 = (own[0][i] + right[0][i]) - (down[0][i] + slant[0][i]);
            let force1 = (own[1][i] + right[1][i]) - (down[1][i] + slant[1][i]);
            let force2 = (own[2][i] + right[2][i]) - (down[2][i] + slant[2][i]);
            let v0 = (force0 + b0[i]) - (m0[i] * stage.inertia * u0[i] + upper);
            let v1 = (force1 + b1[i]) - (m1[i] * stage.inertia * u1[i] + (middle - upper));
            let v2 = (force2 + b2[i]) - (m2[i] * stage.inertia * u2[i] + (lower - middle));
            let y1 = v1 + f1[i] * v0;
            let x2 = (v2 + f2[i] * y1) * i2[i];
            let x1 = y1 * i1[i] + f2[i] * x2;
            (v[0][i], v[1][i], v[2][i]) = (v0, v1, v2);
            (x[0][i], x[1][i], x[2][i]) = (v0 * i0[i] + f1[i] * x1, x1, x2);
        }
        put(&mut r, at, &v);
        put(&mut z, at, &x);
    }
}

/// The column solve alone, for one row and axis.
#[inline(always)]
pub(crate) fn columns(
    axis: usize,
    factors: [&[f32]; 5],
    residual: &[f32],
    solved: &mut [f32],
    stride: usize,
    span: Span,
) {
    let (r, mut z) = (layers(residual, stride, axis), layers_mut(solved, stride, axis));
    for at in begins(span) {
        let [r0, r1, r2] = lanes(&r, at);
        let (i0, f1, i1) = (lane(factors[0], at), lane(factors[1], at), lane(factors[2], at));
        let (f2, i2) = (lane(factors[3], at), lane(factors[4], at));
        let mut x = [[0.0; LANES]; LAYERS];
        for i in 0..LANES {
            let y1 = r1[i] + f1[i] * r0[i];
            let x2 = (r2[i] + f2[i] * y1) * i2[i];
            let x1 = y1 * i1[i] + f2[i] * x2;
            (x[0][i], x[1][i], x[2][i]) = (r0[i] * i0[i] + f1[i] * x1, x1, x2);
        }
        put(&mut z, at, &x);
    }
}

/// The factors of symmetric 3 × 3 columns: pivots' inverses and multipliers, `[i0, m1, i1, m2, i2]`.
#[inline(always)]
pub(crate) fn factor(
    coupling: &[Lane; LAYERS],
    mass: &[Lane; LAYERS],
    stiffness: &[Lane; LAYERS],
    stage: &Stage,
) -> [Lane; 5] {
    let mut out = [[0.0; LANES]; 5];
    for i in 0..LANES {
        let column = |lanes: &[Lane; LAYERS]| [lanes[0][i], lanes[1][i], lanes[2][i]];
        let found = factors(column(coupling), column(mass), column(stiffness), stage);
        (out[0][i], out[1][i], out[2][i], out[3][i], out[4][i]) = found;
    }
    out
}

/// The factors of one column, as [`factor`].
#[inline(always)]
pub(crate) fn factors(
    coupling: [f32; LAYERS],
    mass: [f32; LAYERS],
    stiffness: [f32; LAYERS],
    stage: &Stage,
) -> (f32, f32, f32, f32, f32) {
    let (c0, c1, c2) = (coupling[0] * stage.damped, coupling[1] * stage.damped, coupling[2] * stage.damped);
    let d0 = mass[0] * stage.inertia + c0 + stiffness[0];
    let d1 = mass[1] * stage.inertia + c0 + c1 + stiffness[1];
    let d2 = mass[2] * stage.inertia + c1 + c2 + stiffness[2];
    let i0 = 1.0 / d0;
    let f1 = c0 * i0;
    let i1 = 1.0 / (d1 - c0 * f1);
    let f2 = c1 * i1;
    let i2 = 1.0 / (d2 - c1 * f2);
    (i0, f1, i1, f2, i2)
}

/// Largest change and largest displacement so far, lane by lane.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Largest {
    change: Lane,
    size: Lane,
}

impl Largest {
    /// Both over all lanes, metres.
    pub(crate) fn both(&self) -> (f32, f32) {
        let over = |lanes: &Lane| lanes.iter().fold(0.0_f32, |most, lane| larger(*lane, most));
        (over(&self.change), over(&self.size))
    }
}

/// One step of the iteration along a row: `d = keep d + step (z + coarse)`, `u += d`; keeps the largest |d| and |u|.
/// What the coarser lattices give is the mean of two rows.
///
/// Both are kept within bounds that no sound step reaches, so that nothing can overflow.
#[inline(always)]
pub(crate) fn advance(
    (keep, step): (f32, f32),
    (limit, bound): (f32, f32),
    z: &[f32],
    coarse: (&[f32], &[f32]),
    (d, u): (&mut [f32], &mut [f32]),
    largest: &mut Largest,
    (stride, span): (usize, Span),
) {
    for component in 0..COMPONENTS {
        let (z, _) = span.of(z, stride, component).as_chunks::<LANES>();
        let (a, _) = span.of(coarse.0, stride, component).as_chunks::<LANES>();
        let (b, _) = span.of(coarse.1, stride, component).as_chunks::<LANES>();
        let (d, _) = span.of_mut(d, stride, component).as_chunks_mut::<LANES>();
        let (u, _) = span.of_mut(u, stride, component).as_chunks_mut::<LANES>();
        let count = z.len().min(a.len()).min(b.len()).min(d.len()).min(u.len());
        let (z, a, b, d, u) = (&z[..count], &a[..count], &b[..count], &mut d[..count], &mut u[..count]);
        // in variables of their own they stay in registers
        let Largest { mut change, mut size } = *largest;
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
        *largest = Largest { change, size };
    }
}
