//! Ray against many triangles: a tree of boxes, built once per posture.

use glam::{DVec3, Vec3};

/// Triangles in one leaf at most.
const LEAF: usize = 4;

#[derive(Debug)]
struct Node {
    low: Vec3,
    high: Vec3,
    /// First child (the second follows it) or first triangle of a leaf.
    first: u32,
    /// Triangles of a leaf; 0 for an inner node.
    count: u32,
}

/// A tree of boxes over triangles; each leaf holds a run of `order`.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    order: Vec<u32>,
    triangles: Vec<[Vec3; 3]>,
}

/// The nearest triangle a ray meets.
#[derive(Debug, Clone, Copy)]
pub(super) struct RayHit {
    pub(super) distance: f64,
    pub(super) triangle: usize,
    pub(super) barycentric: [f64; 3],
}

impl Tree {
    pub(super) fn new(triangles: Vec<[Vec3; 3]>) -> Self {
        let centres: Vec<Vec3> = triangles.iter().map(|t| (t[0] + t[1] + t[2]) / 3.0).collect();
        let mut order: Vec<u32> = (0..triangles.len() as u32).collect();
        let mut nodes = vec![Node { low: Vec3::ZERO, high: Vec3::ZERO, first: 0, count: 0 }];
        let mut open = vec![(0, 0, order.len())];
        while let Some((node, begin, end)) = open.pop() {
            let (mut low, mut high) = (Vec3::INFINITY, Vec3::NEG_INFINITY);
            let (mut least, mut most) = (Vec3::INFINITY, Vec3::NEG_INFINITY);
            for &t in &order[begin..end] {
                for &corner in &triangles[t as usize] {
                    (low, high) = (low.min(corner), high.max(corner));
                }
                (least, most) = (least.min(centres[t as usize]), most.max(centres[t as usize]));
            }
            if end - begin <= LEAF {
                nodes[node] = Node { low, high, first: begin as u32, count: (end - begin) as u32 };
                continue;
            }
            let extent = most - least;
            let axis = if extent.x >= extent.y && extent.x >= extent.z {
                0
            } else if extent.y >= extent.z {
                1
            } else {
                2
            };
            let half = (end - begin) / 2;
            order[begin..end].select_nth_unstable_by(half, |&a, &b| {
                centres[a as usize][axis].total_cmp(&centres[b as usize][axis]).then(a.cmp(&b))
            });
            let first = nodes.len();
            nodes[node] = Node { low, high, first: first as u32, count: 0 };
            for _ in 0..2 {
                nodes.push(Node { low, high, first: 0, count: 0 });
            }
            open.push((first, begin, begin + half));
            open.push((first + 1, begin + half, end));
        }
        Self { nodes, order, triangles }
    }

    /// The nearest hit in front of the origin, from either side. `direction` need not be of length 1; the distance is
    /// counted in its lengths.
    pub(super) fn hit(&self, origin: DVec3, direction: DVec3) -> Option<RayHit> {
        if !origin.is_finite() || !direction.is_finite() || direction == DVec3::ZERO {
            return None;
        }
        let inverse = direction.recip();
        let mut best: Option<RayHit> = None;
        let mut open = vec![0_usize];
        while let Some(index) = open.pop() {
            let node = &self.nodes[index];
            let limit = best.map_or(f64::INFINITY, |hit| hit.distance);
            if enters(node, origin, inverse).is_none_or(|near| near > limit) {
                continue;
            }
            let first = node.first as usize;
            if node.count == 0 {
                let near = |child: usize| enters(&self.nodes[child], origin, inverse).unwrap_or(f64::INFINITY);
                // the nearer child is looked at first
                let swap = near(first) > near(first + 1);
                open.extend(if swap { [first, first + 1] } else { [first + 1, first] });
                continue;
            }
            for &triangle in &self.order[first..first + node.count as usize] {
                if let Some(hit) = self.meet(triangle as usize, origin, direction)
                    && best.is_none_or(|b| hit.distance < b.distance)
                {
                    best = Some(hit);
                }
            }
        }
        best
    }

    /// Normal of a triangle, unit length; up for one without area.
    pub(super) fn normal(&self, triangle: usize) -> Vec3 {
        self.triangles.get(triangle).map_or(Vec3::Y, |[a, b, c]| (*b - *a).cross(*c - *a).normalize_or(Vec3::Y))
    }

    fn meet(&self, triangle: usize, origin: DVec3, direction: DVec3) -> Option<RayHit> {
        let [a, b, c] = self.triangles[triangle].map(Vec3::as_dvec3);
        let (ab, ac) = (b - a, c - a);
        let p = direction.cross(ac);
        let determinant = ab.dot(p);
        if determinant.abs() < 1e-18 {
            return None;
        }
        let offset = origin - a;
        let q = offset.cross(ab);
        let (v, w) = (offset.dot(p) / determinant, direction.dot(q) / determinant);
        let distance = ac.dot(q) / determinant;
        // a hair of tolerance, so that no ray slips between two triangles
        let inside = v >= -1e-9 && w >= -1e-9 && v + w <= 1.0 + 1e-9;
        (inside && distance > 0.0).then_some(RayHit { distance, triangle, barycentric: [1.0 - v - w, v, w] })
    }
}

/// Where the ray enters a box, in lengths of its direction.
fn enters(node: &Node, origin: DVec3, inverse: DVec3) -> Option<f64> {
    let (low, high) = (node.low.as_dvec3(), node.high.as_dvec3());
    let (mut near, mut far) = (0.0_f64, f64::INFINITY);
    for k in 0..3 {
        if inverse[k].is_infinite() {
            // along this axis the ray stands still: 0 times infinity would say nothing
            if origin[k] < low[k] || origin[k] > high[k] {
                return None;
            }
            continue;
        }
        let (a, b) = ((low[k] - origin[k]) * inverse[k], (high[k] - origin[k]) * inverse[k]);
        near = near.max(a.min(b));
        far = far.min(a.max(b));
    }
    (near <= far).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A flat square in the plane z = 0, 10 by 10 cells of two triangles.
    fn sheet() -> Tree {
        let corner = |i: i32, j: i32| Vec3::new(i as f32 - 5.0, j as f32 - 5.0, 0.0);
        let cells = (0..100).map(|k| (k / 10, k % 10));
        Tree::new(
            cells
                .flat_map(|(i, j)| {
                    let [a, b, c, d] = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)];
                    [[a, b, c], [a, c, d]]
                })
                .collect(),
        )
    }

    #[test]
    fn a_ray_along_an_axis_through_edges_and_corners_does_not_slip_through() {
        for (x, y) in [(0.0, 0.0), (0.0, 0.3), (0.3, 0.0), (0.25, 0.25), (-5.0, 5.0)] {
            let hit = sheet().hit(DVec3::new(x, y, 3.0), DVec3::NEG_Z).expect("the sheet is there");
            assert!((hit.distance - 3.0).abs() < 1e-9);
        }
        assert!(sheet().hit(DVec3::new(5.1, 0.0, 3.0), DVec3::NEG_Z).is_none());
    }

    #[test]
    fn nonsense_meets_nothing() {
        assert!(sheet().hit(DVec3::NAN, DVec3::NEG_Z).is_none());
        assert!(sheet().hit(DVec3::Z, DVec3::ZERO).is_none());
        assert!(sheet().hit(DVec3::Z, DVec3::INFINITY).is_none());
    }
}
