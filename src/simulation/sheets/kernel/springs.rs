//! Forces of the springs of a row of cells.

use super::{
    super::{
        material::LAYERS,
        medium::MediumRow,
        rows::{COMPONENTS, LANES, Span},
    },
    begins, lane,
};

/// 1/√x for positive x, to better than one part in a million.
///
/// A guess from the bits of the number and two Newton steps, with the constants that make the error of the second step
/// smallest. Only multiplications and integer operations: the same bits everywhere, and at four lanes twice as fast as
/// root and division. The error is the same for all springs of a kind, so it changes natural lengths by less than a millionth.
#[inline(always)]
fn inverse_root(x: f32) -> f32 {
    let guess = f32::from_bits(0x5f37_6908_u32.wrapping_sub(x.to_bits() >> 1));
    let half = 0.5 * x;
    let first = guess * (1.500_878_9 - half * guess * guess);
    first * (1.500_000_6 - half * first * first)
}

/// Forces of the springs of one row of cells, sorted by the vertex they act on. Two axes, three sheets.
#[derive(Debug, Clone)]
pub(crate) struct Forces {
    pub(super) stride: usize,
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
    pub(crate) fn springs<R: MediumRow>(
        &mut self,
        number: usize,
        layer: usize,
        row: &R,
        (upper, lower): (&[f32], &[f32]),
        span: Span,
    ) {
        let step = self.stride + LANES;
        let range = 4 * layer * step..4 * (layer + 1) * step;
        let (here_x, here_y) = self.here[range.clone()].split_at_mut(2 * step);
        let (own_x, right_x) = here_x.split_at_mut(step);
        let (own_y, right_y) = here_y.split_at_mut(step);
        let (below_x, below_y) = self.below[number % 2][range].split_at_mut(2 * step);
        let (down_x, slant_x) = below_x.split_at_mut(step);
        let (down_y, slant_y) = below_y.split_at_mut(step);
        let x = 2 * layer * self.stride;
        let y = x + self.stride;
        spring_loop(
            row,
            layer,
            span,
            [&upper[x..], &upper[y..], &lower[x..], &lower[y..]],
            [own_x, own_y, right_x, right_y],
            [down_x, down_y, slant_x, slant_y],
        );
    }

    /// On the vertices of the row the springs were worked out for last: from the cells to their right.
    #[inline(always)]
    pub(super) fn own(&self, axis: usize) -> [&[f32]; LAYERS] {
        self.three(&self.here, axis, OWN)
    }

    /// On the same, from the cells to their left.
    #[inline(always)]
    pub(super) fn right(&self, axis: usize) -> [&[f32]; LAYERS] {
        self.three(&self.here, axis, RIGHT)
    }

    /// On the vertices of row `number`, from the cells above to their right.
    #[inline(always)]
    pub(super) fn down(&self, number: usize, axis: usize) -> [&[f32]; LAYERS] {
        self.three(&self.below[(number + 1) % 2], axis, OWN)
    }

    /// On the same, from the cells above to their left.
    #[inline(always)]
    pub(super) fn slant(&self, number: usize, axis: usize) -> [&[f32]; LAYERS] {
        self.three(&self.below[(number + 1) % 2], axis, RIGHT)
    }

    #[inline(always)]
    fn three<'a>(&self, plane: &'a [f32], axis: usize, kind: usize) -> [&'a [f32]; LAYERS] {
        [self.array(plane, 0, axis, kind), self.array(plane, 1, axis, kind), self.array(plane, 2, axis, kind)]
    }

    /// One of the arrays; `RIGHT` shifted by one column to the left, so that index i gives the force from i - 1.
    #[inline(always)]
    fn array<'a>(&self, plane: &'a [f32], layer: usize, axis: usize, kind: usize) -> &'a [f32] {
        let step = self.stride + LANES;
        let begin = (4 * layer + 2 * axis + kind) * step + LANES - kind;
        &plane[begin..begin + self.stride]
    }
}

/// Arrays begin at `LANES`, so that the number before the first is a zero that stays.
///
/// As in the other loops with many arrays, a lane is read as a whole, worked on and written as a whole: then the
/// compiler need not prove that no array overlaps another.
#[inline(always)]
fn spring_loop<R: MediumRow>(
    row: &R,
    layer: usize,
    span: Span,
    [ax, ay, bx, by]: [&[f32]; 4],
    [own_x, own_y, right_x, right_y]: [&mut [f32]; 4],
    [down_x, down_y, slant_x, slant_y]: [&mut [f32]; 4],
) {
    for at in begins(span) {
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
    }
}

#[cfg(test)]
mod tests {
    use super::inverse_root;

    #[test]
    fn the_inverse_root_is_right_to_a_millionth() {
        for step in 0..2000 {
            let x = 1e-9 * 1.02_f64.powi(step);
            let found = f64::from(inverse_root(x as f32)) * x.sqrt();
            assert!((found - 1.0).abs() < 1e-6, "1/sqrt({x}) is off by {}", found - 1.0);
        }
    }
}
