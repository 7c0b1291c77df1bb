//! Subdivision of quads: one table of weights for all bodies and postures.

use std::collections::BTreeMap;

/// New values as weighted sums of old ones.
#[derive(Debug, Default)]
pub(super) struct Stencil {
    starts: Vec<usize>,
    terms: Vec<(u32, f32)>,
}

impl Stencil {
    fn push(&mut self, terms: impl IntoIterator<Item = (u32, f32)>) {
        self.terms.extend(terms);
        self.starts.push(self.terms.len());
    }

    /// One new value for every row of the table. Terms beyond the input count as 0.
    pub(super) fn apply<const N: usize>(&self, old: &[[f32; N]]) -> Vec<[f32; N]> {
        let mut begin = 0;
        let mut new = Vec::with_capacity(self.starts.len());
        for &end in &self.starts {
            let mut sum = [0.0; N];
            for &(index, weight) in self.terms.get(begin..end).unwrap_or_default() {
                if let Some(value) = old.get(index as usize) {
                    for (total, part) in sum.iter_mut().zip(value) {
                        *total += weight * part;
                    }
                }
            }
            new.push(sum);
            begin = end;
        }
        new
    }
}

/// One step of subdivision. New vertices: the old ones, one per edge, one per quad; the children of
/// quad k are the quads 4k to 4k + 3.
#[derive(Debug)]
pub(super) struct Step {
    /// Catmull-Clark; vertices on an open border stay where they are.
    pub(super) smooth: Stencil,
    /// Halving without smoothing: new points on the straight edges.
    pub(super) linear: Stencil,
    pub(super) quads: Vec<[u32; 4]>,
    edges: BTreeMap<(u32, u32), u32>,
}

impl Step {
    /// Subdivides quads over `count` vertices; all corners must be below `count`.
    pub(super) fn new(quads: &[[u32; 4]], count: usize) -> Self {
        let mut edges: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
        let mut faces: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (face, quad) in quads.iter().enumerate() {
            for k in 0..4 {
                edges.entry(ordered(quad[k], quad[(k + 1) % 4])).or_default().push(face);
                faces[quad[k] as usize].push(face);
            }
        }
        let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); count];
        let mut open = vec![false; count];
        for (&(a, b), around) in &edges {
            neighbours[a as usize].push(b);
            neighbours[b as usize].push(a);
            if around.len() != 2 {
                open[a as usize] = true;
                open[b as usize] = true;
            }
        }

        let (mut smooth, mut linear) = (Stencil::default(), Stencil::default());
        for vertex in 0..count as u32 {
            let at = vertex as usize;
            linear.push([(vertex, 1.0)]);
            if open[at] || faces[at].len() < 3 {
                smooth.push([(vertex, 1.0)]);
                continue;
            }
            let n = faces[at].len() as f32;
            let mut sum = BTreeMap::from([(vertex, (n - 3.0) / n)]);
            for &face in &faces[at] {
                for &corner in &quads[face] {
                    *sum.entry(corner).or_insert(0.0) += 0.25 / (n * n);
                }
            }
            for &neighbour in &neighbours[at] {
                *sum.entry(neighbour).or_insert(0.0) += 1.0 / (n * n);
                *sum.entry(vertex).or_insert(0.0) += 1.0 / (n * n);
            }
            smooth.push(sum);
        }
        let mut points = BTreeMap::new();
        for (next, (&(a, b), around)) in edges.iter().enumerate() {
            linear.push([(a, 0.5), (b, 0.5)]);
            if let [left, right] = around[..] {
                let mut sum = BTreeMap::from([(a, 0.25), (b, 0.25)]);
                for &corner in quads[left].iter().chain(&quads[right]) {
                    *sum.entry(corner).or_insert(0.0) += 0.0625;
                }
                smooth.push(sum);
            } else {
                smooth.push([(a, 0.5), (b, 0.5)]);
            }
            points.insert((a, b), (count + next) as u32);
        }
        let mut children = Vec::with_capacity(quads.len() * 4);
        let first_face = count + points.len();
        for (face, quad) in quads.iter().enumerate() {
            linear.push(quad.map(|corner| (corner, 0.25)));
            smooth.push(quad.map(|corner| (corner, 0.25)));
            let middle = (first_face + face) as u32;
            let side: [u32; 4] = std::array::from_fn(|k| points[&ordered(quad[k], quad[(k + 1) % 4])]);
            for k in 0..4 {
                children.push([quad[k], side[k], middle, side[(k + 3) % 4]]);
            }
        }
        Self { smooth, linear, quads: children, edges: points }
    }

    /// The new vertex on the edge between two old ones.
    pub(super) fn edge_point(&self, a: u32, b: u32) -> Option<u32> {
        self.edges.get(&ordered(a, b)).copied()
    }
}

fn ordered(a: u32, b: u32) -> (u32, u32) {
    if a < b { (a, b) } else { (b, a) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A flat grid of `n` by `n` quads.
    fn grid(n: u32) -> (Vec<[u32; 4]>, Vec<[f32; 2]>) {
        let at = |i: u32, j: u32| i * (n + 1) + j;
        let quads =
            (0..n * n).map(|k| (k / n, k % n)).map(|(i, j)| [at(i, j), at(i, j + 1), at(i + 1, j + 1), at(i + 1, j)]);
        let points = (0..(n + 1) * (n + 1)).map(|k| [(k % (n + 1)) as f32, (k / (n + 1)) as f32]);
        (quads.collect(), points.collect())
    }

    #[test]
    fn a_flat_sheet_stays_flat_and_even() {
        let (quads, points) = grid(4);
        let step = Step::new(&quads, points.len());
        assert_eq!(step.quads.len(), 64);
        for (smooth, linear) in step.smooth.apply(&points).iter().zip(step.linear.apply(&points)) {
            assert!((smooth[0] - linear[0]).abs() < 1e-5 && (smooth[1] - linear[1]).abs() < 1e-5);
        }
    }

    #[test]
    fn a_bump_is_smoothed_and_the_straight_halving_keeps_it() {
        let (quads, points) = grid(4);
        let height: Vec<[f32; 1]> = (0..points.len()).map(|k| [if k == 12 { 1.0 } else { 0.0 }]).collect();
        let step = Step::new(&quads, points.len());
        assert_eq!(step.linear.apply(&height)[12], [1.0]);
        assert_eq!(step.smooth.apply(&height)[12], [0.5625]);
    }
}
