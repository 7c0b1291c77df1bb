//! The chart as a flat map: which triangle of the back lies under a chart point.

use crate::units::{BackPoint, CM_PER_PERCENT};

/// Edge of a cell in centimetres of the reference adult.
const CELL: f64 = 1.0;

/// Triangles of the back patch in the plane of the chart.
#[derive(Debug)]
pub(super) struct Grid {
    low: [f64; 2],
    columns: usize,
    rows: usize,
    starts: Vec<u32>,
    members: Vec<u32>,
    corners: Vec<[[f64; 2]; 3]>,
}

impl Grid {
    /// `chart`: (x, y) per vertex; every triangle's corners must be below its length.
    pub(super) fn new(chart: &[[f32; 2]], triangles: &[[u32; 3]]) -> Self {
        let flat = |v: u32| {
            let [x, y] = chart[v as usize];
            [f64::from(x), f64::from(y) * CM_PER_PERCENT]
        };
        let corners: Vec<[[f64; 2]; 3]> = triangles.iter().map(|t| t.map(flat)).collect();
        let (mut low, mut high) = ([0.0_f64; 2], [0.0_f64; 2]);
        for point in corners.iter().flatten() {
            for k in 0..2 {
                low[k] = low[k].min(point[k]);
                high[k] = high[k].max(point[k]);
            }
        }
        let cells = |k: usize| ((high[k] - low[k]) / CELL) as usize + 1;
        let mut grid =
            Self { low, columns: cells(0), rows: cells(1), starts: Vec::new(), members: Vec::new(), corners };
        // counted first, then filled, so that the members of a cell lie together
        let mut count = vec![0_u32; grid.columns * grid.rows + 1];
        for triangle in 0..grid.corners.len() {
            grid.each_cell(triangle, |cell| count[cell + 1] += 1);
        }
        for cell in 1..count.len() {
            count[cell] += count[cell - 1];
        }
        let mut next = count.clone();
        let mut members = vec![0; count.last().map_or(0, |&n| n as usize)];
        for triangle in 0..grid.corners.len() {
            grid.each_cell(triangle, |cell| {
                members[next[cell] as usize] = triangle as u32;
                next[cell] += 1;
            });
        }
        (grid.starts, grid.members) = (count, members);
        grid
    }

    fn each_cell(&self, triangle: usize, mut act: impl FnMut(usize)) {
        let at = |k: usize, value: f64, limit: usize| (((value - self.low[k]) / CELL) as usize).min(limit - 1);
        let range = |k: usize, limit: usize| {
            let [a, b, c] = self.corners[triangle].map(|corner| corner[k]);
            at(k, a.min(b).min(c), limit)..=at(k, a.max(b).max(c), limit)
        };
        for row in range(1, self.rows) {
            for column in range(0, self.columns) {
                act(row * self.columns + column);
            }
        }
    }

    /// The triangle under a chart point and the point's weights in it.
    pub(super) fn find(&self, point: BackPoint) -> Option<(usize, [f64; 3])> {
        let p = [point.0, point.1 * CM_PER_PERCENT];
        let cell = |k: usize, limit: usize| {
            let steps = (p[k] - self.low[k]) / CELL;
            (steps >= 0.0 && steps < limit as f64).then_some(steps as usize)
        };
        let cell = cell(1, self.rows)? * self.columns + cell(0, self.columns)?;
        let members = self.members.get(*self.starts.get(cell)? as usize..*self.starts.get(cell + 1)? as usize)?;
        let mut best: Option<(usize, [f64; 3])> = None;
        let least = |w: &[f64; 3]| w[0].min(w[1]).min(w[2]);
        for &triangle in members {
            let triangle = triangle as usize;
            if let Some(weights) = self.corners.get(triangle).and_then(|corners| barycentric(corners, p))
                && least(&weights) >= -1e-7
                && best.as_ref().is_none_or(|(_, other)| least(&weights) > least(other))
            {
                best = Some((triangle, weights));
            }
        }
        best
    }
}

fn barycentric([a, b, c]: &[[f64; 2]; 3], p: [f64; 2]) -> Option<[f64; 3]> {
    let cross =
        |o: &[f64; 2], s: &[f64; 2], t: &[f64; 2]| (s[0] - o[0]) * (t[1] - o[1]) - (s[1] - o[1]) * (t[0] - o[0]);
    let whole = cross(a, b, c);
    if whole.abs() < 1e-12 {
        return None;
    }
    let (v, w) = (cross(a, &p, c) / whole, cross(a, b, &p) / whole);
    Some([1.0 - v - w, v, w])
}
