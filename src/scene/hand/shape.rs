//! The shape of a hand with its forearm: capsules blended into each other, and the surface around them.
//!
//! Centimetres. Right hand: +Y from the wrist to the fingertips, +X to the thumb, +Z out of the back of the hand. The third
//! and fourth finger are stretched with a slight hook, as the technique wants; the others are relaxed.

use bevy::prelude::*;

/// A bone with flesh: two ends with a radius each.
#[derive(Debug, Clone, Copy)]
struct Capsule {
    from: Vec3,
    to: Vec3,
    radii: (f32, f32),
}

impl Capsule {
    /// Signed distance.
    fn distance(&self, point: Vec3) -> f32 {
        let (along, away) = (self.to - self.from, point - self.from);
        let share = (away.dot(along) / along.length_squared().max(1e-6)).clamp(0.0, 1.0);
        (away - along * share).length() - (self.radii.0 + (self.radii.1 - self.radii.0) * share)
    }
}

/// A fingernail: middle, direction of the finger, direction out of its back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nail {
    pub(crate) middle: Vec3,
    pub(crate) along: Vec3,
    pub(crate) out: Vec3,
    pub(crate) wide: f32,
}

/// A hand ready to be drawn.
#[derive(Debug, Clone)]
pub(crate) struct HandShape {
    pub(crate) positions: Vec<[f32; 3]>,
    pub(crate) normals: Vec<[f32; 3]>,
    pub(crate) triangles: Vec<[u32; 3]>,
    pub(crate) nails: Vec<Nail>,
    /// The middle between the pads of the third and fourth finger.
    pub(crate) pads: Vec3,
    /// Degrees by which these fingers' ends point from +Y towards -Z.
    pub(crate) hook_deg: f32,
}

struct Finger {
    root: Vec3,
    /// Degrees to the thumb's side.
    spread: f32,
    /// Lengths of the three bones.
    bones: [f32; 3],
    /// Degrees of bending at the three joints.
    bend: [f32; 3],
    radius: f32,
}

const FINGERS: [Finger; 4] = [
    Finger {
        root: Vec3::new(2.55, 8.7, 0.15),
        spread: 7.0,
        bones: [4.1, 2.4, 1.9],
        bend: [26.0, 36.0, 18.0],
        radius: 0.82,
    },
    Finger {
        root: Vec3::new(0.85, 9.1, 0.35),
        spread: 1.0,
        bones: [4.5, 2.8, 2.0],
        bend: [14.0, 20.0, 16.0],
        radius: 0.86,
    },
    Finger {
        root: Vec3::new(-0.85, 8.7, 0.25),
        spread: -1.0,
        bones: [4.4, 2.7, 2.0],
        bend: [12.0, 20.0, 16.0],
        radius: 0.82,
    },
    Finger {
        root: Vec3::new(-2.45, 7.9, 0.0),
        spread: -9.0,
        bones: [3.3, 2.0, 1.7],
        bend: [22.0, 34.0, 20.0],
        radius: 0.70,
    },
];

fn build() -> (Vec<Capsule>, Vec<Nail>, Vec3, f32) {
    let bone =
        |from: Vec3, to: Vec3, from_radius: f32, to_radius: f32| Capsule { from, to, radii: (from_radius, to_radius) };
    let wrist = Vec3::new(0.0, 0.0, 0.0);
    let mut parts = vec![
        // forearm, flat at the wrist, round towards the elbow, rising from the plane of the hand
        bone(Vec3::new(0.9, -0.5, 0.0), Vec3::new(1.1, -22.0, 4.6), 1.75, 3.3),
        bone(Vec3::new(-0.9, -0.5, 0.0), Vec3::new(-1.1, -22.0, 4.6), 1.75, 3.3),
        // ball of the thumb and of the little finger
        bone(Vec3::new(1.6, 1.6, -0.7), Vec3::new(2.7, 4.6, -1.1), 1.5, 1.35),
        bone(Vec3::new(-1.4, 1.4, -0.5), Vec3::new(-2.2, 6.0, -0.5), 1.35, 1.1),
    ];
    for finger in &FINGERS {
        parts.push(bone(wrist + Vec3::new(finger.root.x * 0.42, 0.4, 0.0), finger.root, 1.35, 1.08));
    }
    let (mut nails, mut tips, mut hook) = (Vec::new(), Vec::new(), 0.0);
    for finger in &FINGERS {
        let (mut at, mut bent) = (finger.root, 0.0_f32);
        let side = Quat::from_rotation_z(-finger.spread.to_radians());
        for (k, (length, bend)) in finger.bones.into_iter().zip(finger.bend).enumerate() {
            bent += bend;
            let along = side * Quat::from_rotation_x(-bent.to_radians()) * Vec3::Y;
            let next = at + along * length;
            let thin = |k: usize| finger.radius * [1.10, 0.98, 0.90, 0.74][k];
            parts.push(bone(at, next, thin(k), thin(k + 1)));
            // knuckles
            parts.push(bone(at, at + along * 0.05, thin(k) * 1.07, thin(k) * 1.07));
            at = next;
        }
        let turned = side * Quat::from_rotation_x(-bent.to_radians());
        let (along, out) = (turned * Vec3::Y, turned * Vec3::Z);
        let radius = finger.radius * 0.80;
        nails.push(Nail { middle: at - along * 0.42 + out * radius * 0.86, along, out, wide: finger.radius * 0.62 });
        tips.push(at - out * finger.radius * 0.66 + along * 0.25);
        if finger.spread.abs() < 2.0 {
            hook += bent / 2.0;
        }
    }
    // thumb
    let thumb =
        [Vec3::new(2.3, 2.6, -1.0), Vec3::new(4.5, 5.6, -1.7), Vec3::new(5.1, 8.2, -2.1), Vec3::new(4.9, 10.3, -2.5)];
    for (k, pair) in thumb.windows(2).enumerate() {
        parts.push(bone(pair[0], pair[1], [1.45, 1.08, 0.98][k], [1.08, 0.98, 0.78][k]));
    }
    let along = (thumb[3] - thumb[2]).normalize_or(Vec3::Y);
    let out = Vec3::new(0.72, 0.15, 0.68).reject_from(along).normalize_or(Vec3::Z);
    nails.push(Nail { middle: thumb[3] - along * 0.35 + out * 0.74, along, out, wide: 0.60 });
    (parts, nails, (tips[1] + tips[2]) / 2.0, hook)
}

/// Distance to everything, softly blended.
fn field(parts: &[Capsule], point: Vec3) -> f32 {
    // fingers must not melt together: they blend less than the palm
    let blend = if point.y > 9.0 { 0.16 } else { 0.16 + 0.5 * ((9.0 - point.y) / 3.0).min(1.0) };
    let mut sum = 0.0;
    let mut nearest = f32::INFINITY;
    for part in parts {
        let distance = part.distance(point);
        nearest = nearest.min(distance);
        if distance < 4.0 {
            sum += (-distance / blend).exp();
        }
    }
    if sum > 0.0 { (-blend * sum.ln()).min(nearest) } else { nearest }
}

/// Edge of the lattice on which the surface is searched, centimetres.
const STEP: f32 = 0.30;
const LOW: Vec3 = Vec3::new(-6.0, -26.5, -9.5);
const CELLS: [usize; 3] = [44, 150, 64];

/// The surface, by the method of surface nets: one vertex in each cell that it passes.
pub(crate) fn shape() -> HandShape {
    let (parts, nails, pads, hook_deg) = build();
    let [nx, ny, nz] = CELLS;
    let node = |x: usize, y: usize, z: usize| (z * (ny + 1) + y) * (nx + 1) + x;
    let place = |x: usize, y: usize, z: usize| LOW + Vec3::new(x as f32, y as f32, z as f32) * STEP;
    let mut values = vec![1.0_f32; (nx + 1) * (ny + 1) * (nz + 1)];
    for z in 0..=nz {
        for y in 0..=ny {
            for x in 0..=nx {
                values[node(x, y, z)] = field(&parts, place(x, y, z));
            }
        }
    }
    let mut vertex = vec![u32::MAX; nx * ny * nz];
    let cell = |x: usize, y: usize, z: usize| (z * ny + y) * nx + x;
    let (mut positions, mut normals): (Vec<[f32; 3]>, Vec<[f32; 3]>) = (Vec::new(), Vec::new());
    for z in 0..nz {
        for y in 0..ny {
            for x in 0..nx {
                let corner = |k: usize| (x + (k & 1), y + ((k >> 1) & 1), z + ((k >> 2) & 1));
                let value = |k: usize| {
                    let (x, y, z) = corner(k);
                    values[node(x, y, z)]
                };
                let (mut sum, mut count) = (Vec3::ZERO, 0.0);
                for (a, b) in EDGES {
                    let (va, vb) = (value(a), value(b));
                    if (va < 0.0) != (vb < 0.0) {
                        let ((ax, ay, az), (bx, by, bz)) = (corner(a), corner(b));
                        sum += place(ax, ay, az).lerp(place(bx, by, bz), va / (va - vb));
                        count += 1.0;
                    }
                }
                if count > 0.0 {
                    let at = sum / count;
                    let slope = |d: Vec3| field(&parts, at + d * 0.08) - field(&parts, at - d * 0.08);
                    let normal = Vec3::new(slope(Vec3::X), slope(Vec3::Y), slope(Vec3::Z)).normalize_or(Vec3::Z);
                    vertex[cell(x, y, z)] = positions.len() as u32;
                    positions.push(at.into());
                    normals.push(normal.into());
                }
            }
        }
    }
    let mut triangles = Vec::new();
    for z in 1..nz {
        for y in 1..ny {
            for x in 1..nx {
                let inside = values[node(x, y, z)] < 0.0;
                let mut quad = |other: f32, cells: [usize; 4]| {
                    if inside == (other < 0.0) {
                        return;
                    }
                    let [a, b, c, d] = cells.map(|cell| vertex[cell]);
                    if [a, b, c, d].contains(&u32::MAX) {
                        return;
                    }
                    triangles.extend(if inside { [[a, b, c], [a, c, d]] } else { [[a, c, b], [a, d, c]] });
                };
                let (i, j, k) = (x - 1, y - 1, z - 1);
                quad(values[node(x + 1, y, z)], [cell(x, j, k), cell(x, y, k), cell(x, y, z), cell(x, j, z)]);
                quad(values[node(x, y + 1, z)], [cell(i, y, k), cell(i, y, z), cell(x, y, z), cell(x, y, k)]);
                quad(values[node(x, y, z + 1)], [cell(i, j, z), cell(x, j, z), cell(x, y, z), cell(i, y, z)]);
            }
        }
    }
    HandShape { positions, normals, triangles, nails, pads, hook_deg }
}

/// Edges of a cell as pairs of corners.
const EDGES: [(usize, usize); 12] =
    [(0, 1), (2, 3), (4, 5), (6, 7), (0, 2), (1, 3), (4, 6), (5, 7), (0, 4), (1, 5), (2, 6), (3, 7)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hand_is_one_closed_surface_that_faces_outwards() {
        let hand = shape();
        let mut edges = std::collections::BTreeMap::new();
        let mut outwards = 0;
        for triangle in &hand.triangles {
            for k in 0..3 {
                *edges.entry((triangle[k], triangle[(k + 1) % 3])).or_insert(0) += 1;
            }
            let [a, b, c] = triangle.map(|v| Vec3::from(hand.positions[v as usize]));
            let normal = Vec3::from(hand.normals[triangle[0] as usize]);
            outwards += usize::from((b - a).cross(c - a).dot(normal) >= 0.0);
        }
        assert!(hand.triangles.len() > 5000);
        assert!(edges.iter().all(|((a, b), _)| edges.contains_key(&(*b, *a))), "there is a hole");
        assert!(outwards * 100 > hand.triangles.len() * 97, "{outwards} of {}", hand.triangles.len());
    }

    #[test]
    fn the_pads_of_the_working_fingers_lie_on_the_surface() {
        let hand = shape();
        let (parts, ..) = build();
        assert!(field(&parts, hand.pads).abs() < 0.6, "{}", field(&parts, hand.pads));
    }
}
