//! What a user would notice of the body and its chart.

use ctm_trainer::{
    knowledge::chart::{Bodies, BodySurface, ChartError, Drape, Posture, Sex, SurfaceFrame},
    units::{BackPoint, CM_PER_PERCENT},
};

const FILE: &[u8] = include_bytes!("../../assets/body/bodies.bin");

fn bodies() -> Bodies {
    Bodies::read(FILE).expect("the body file can be read")
}

/// Calls the test with every body in every posture and a name for messages.
fn each_surface(mut test: impl FnMut(&str, Posture, &BodySurface)) {
    let bodies = bodies();
    for body in bodies.all() {
        for posture in Posture::ALL {
            let surface = body.pose(posture).expect("every body has every posture");
            test(&format!("{} {posture:?}", body.facts().id), posture, &surface);
        }
    }
}

/// A grid over the region in which strokes are made: 1 cm by 1 %.
fn treatable() -> impl Iterator<Item = BackPoint> {
    (-16..=16).flat_map(|x| (-15..=122).map(move |y| BackPoint(f64::from(x), f64::from(y))))
}

fn millimetres(a: BackPoint, b: BackPoint) -> f64 {
    ((a.0 - b.0).powi(2) + ((a.1 - b.1) * CM_PER_PERCENT).powi(2)).sqrt() * 10.0
}

fn apart_mm(a: [f32; 3], b: [f32; 3]) -> f32 {
    (0..3).map(|k| (a[k] - b[k]).powi(2)).sum::<f32>().sqrt() * 1000.0
}

/// A point some way off the skin, and the way back.
fn ray_onto(frame: &SurfaceFrame, metres: f32) -> ([f32; 3], [f32; 3]) {
    let from = std::array::from_fn(|k| frame.position[k] + frame.normal[k] * metres);
    (from, frame.normal.map(|n| -n))
}

#[test]
fn from_chart_to_skin_to_chart_less_than_a_millimetre_is_lost() {
    each_surface(|name, _, surface| {
        for point in treatable() {
            let Some(frame) = surface.place(point) else { continue };
            let (from, along) = ray_onto(&frame, 0.002);
            let seen = surface.pick(from, along);
            // where flesh lies on flesh the ray may not even start freely
            if frame.clearance < 0.004 && seen.is_none_or(|seen| millimetres(seen.point, point) >= 1.0) {
                continue;
            }
            let seen = seen.unwrap_or_else(|| panic!("{name}: nothing is met at {point:?}"));
            assert!(millimetres(seen.point, point) < 1.0, "{name}: {point:?} came back as {:?}", seen.point);
            assert!(apart_mm(seen.position, frame.position) < 1.0, "{name}: {point:?}");
        }
    });
}

#[test]
fn the_treatable_back_is_on_the_chart_and_in_reach() {
    each_surface(|name, posture, surface| {
        for x in -12..=12 {
            for y in 12..=118 {
                let point = BackPoint(f64::from(x), f64::from(y));
                let frame = surface.place(point).unwrap_or_else(|| panic!("{name}: {point:?} is not on the chart"));
                // seated, the lowest part lies on the stool; in side-lying the right flank on the table
                let free = match posture {
                    Posture::Seated => y <= 112,
                    Posture::SideLying => x <= 0,
                    Posture::Prone => true,
                };
                assert!(!free || frame.reachable(), "{name}: no finger reaches {point:?}, {:?}", frame.clearance);
            }
        }
        let neck = (-12..0).map(|y| BackPoint(0.0, f64::from(y)));
        assert!(neck.into_iter().all(|point| surface.place(point).is_some()), "{name}: the nape is on the chart");
    });
}

#[test]
fn skin_on_the_table_is_said_to_be_out_of_reach() {
    let bodies = bodies();
    for body in bodies.all() {
        let lying = body.pose(Posture::SideLying).expect("side-lying");
        let flank = |side: f64| {
            let points = (20..110).map(|y| BackPoint(side * 20.0, f64::from(y)));
            let frames: Vec<_> = points.filter_map(|point| lying.place(point)).collect();
            let reached = frames.iter().filter(|frame| frame.reachable()).count();
            reached as f64 / frames.len() as f64
        };
        let (left, right) = (flank(-1.0), flank(1.0));
        assert!(left > 0.9 && right < 0.75, "{}: left {left:.2}, right {right:.2}", body.facts().id);
    }
}

#[test]
fn no_part_of_the_chart_lies_folded_on_another() {
    let bodies = bodies();
    for body in bodies.all() {
        let back = body.pose(Posture::Prone).expect("prone").back;
        // y grows downwards and x to the client's right: seen from behind every triangle turns clockwise
        let clockwise = |t: &&[u32; 3]| {
            let [a, b, c] = t.map(|v| back.chart[v as usize].map(f64::from));
            (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) < 0.0
        };
        let folded = back.triangles.iter().filter(|t| !clockwise(t)).count();
        assert_eq!(folded, 0, "{}", body.facts().id);
    }
}

#[test]
fn right_is_right_and_down_is_down() {
    each_surface(|name, posture, surface| {
        let at = |x, y| surface.place(BackPoint(x, y)).expect("on the chart");
        let (right, left, neck, sacrum) = (at(10.0, 60.0), at(-10.0, 60.0), at(0.0, 0.0), at(0.0, 100.0));
        let (across, along) = match posture {
            // seated the client faces +Z with the right side at -X
            Posture::Seated => ((left.position[0], right.position[0]), (neck.position[1], sacrum.position[1])),
            // prone the head is at +Z, the face down, the right side at -X
            Posture::Prone => ((left.position[0], right.position[0]), (neck.position[2], sacrum.position[2])),
            // on the right side
            Posture::SideLying => ((left.position[1], right.position[1]), (neck.position[2], sacrum.position[2])),
        };
        assert!(across.0 > across.1 + 0.1, "{name}: left and right");
        assert!(along.0 > along.1 + 0.3, "{name}: neck and sacrum");
        for frame in [right, left, neck, sacrum] {
            let dot = |a: [f32; 3], b: [f32; 3]| (0..3).map(|k| a[k] * b[k]).sum::<f32>();
            assert!(dot(frame.right, frame.normal).abs() < 1e-3 && dot(frame.down, frame.normal).abs() < 1e-3);
            let step: [f32; 3] = std::array::from_fn(|k| sacrum.position[k] - neck.position[k]);
            assert!(dot(frame.down, step) > 0.2, "{name}: down points to the feet");
        }
    });
}

#[test]
fn over_the_middle_of_a_lying_back_the_chart_is_true_to_size_within_a_third() {
    let bodies = bodies();
    for body in bodies.all() {
        let surface = body.pose(Posture::Prone).expect("prone");
        for point in treatable().filter(|p| p.0.abs() <= 10.0 && (20.0..105.0).contains(&p.1)) {
            let frame = surface.place(point).expect("on the chart");
            let (x, y) = (frame.cm_per_x / body.scale(), frame.cm_per_percent / body.cm_per_percent());
            assert!((0.85..1.35).contains(&x) && (0.85..1.35).contains(&y), "{}: {point:?} {x} {y}", body.facts().id);
        }
    }
}

#[test]
fn the_patch_meets_the_rest_of_the_skin_without_a_gap() {
    each_surface(|name, _, surface| {
        let mut sides = std::collections::BTreeMap::new();
        let bits = |p: [f32; 3]| p.map(f32::to_bits);
        let back = surface.back.triangles.iter().map(|t| t.map(|v| bits(surface.back.positions[v as usize])));
        let body = surface.body.triangles.iter().map(|t| t.map(|v| bits(surface.body.positions[v as usize])));
        for corners in back.clone().chain(body) {
            for k in 0..3 {
                let (a, b) = (corners[k], corners[(k + 1) % 3]);
                *sides.entry((a.min(b), a.max(b))).or_insert(0) += 1;
            }
        }
        for (triangle, corners) in surface.back.triangles.iter().zip(back) {
            for k in 0..3 {
                let (a, b) = (corners[k], corners[(k + 1) % 3]);
                // under the shorts the rest of the skin is not drawn: there, and only there, the patch may end
                let covered = surface.back.cover[Drape::Lowered as usize][triangle[k] as usize] > 0.005;
                assert!(sides[&(a.min(b), a.max(b))] == 2 || covered, "{name}: a gap at {:?}", corners[k]);
            }
        }
    });
}

#[test]
fn bare_skin_is_never_drawn_where_only_cloth_should_be_seen() {
    each_surface(|name, _, surface| {
        let back = &surface.back;
        for drape in Drape::ALL {
            let drawn = back.visible_triangles(drape, 0.0);
            let deepest = drawn.iter().flatten().map(|&v| back.chart[v as usize]).filter(|c| c[0].abs() < 2.0);
            let lowest = deepest.map(|c| c[1]).fold(0.0, f32::max);
            let limit = if drape == Drape::Covered { 112.0 } else { 126.0 };
            assert!(lowest > 95.0 && lowest < limit, "{name} {drape:?}: skin is drawn down to {lowest}");
        }
        assert!(surface.shorts.iter().all(|shorts| !shorts.triangles.is_empty()), "{name} is dressed");
        assert_eq!(surface.band.is_some(), name.starts_with("woman"), "{name}");
    });
}

#[test]
fn every_mesh_can_be_drawn() {
    each_surface(|name, _, surface| {
        let [covered, lowered] = &surface.shorts;
        let meshes = [&surface.body, covered, lowered, &surface.hair, &surface.eyes, &surface.irises];
        for mesh in meshes.into_iter().chain(&surface.band) {
            assert_eq!(mesh.positions.len(), mesh.normals.len(), "{name}");
            assert!(mesh.uvs.is_empty() || mesh.uvs.len() == mesh.positions.len(), "{name}");
            assert!(mesh.triangles.iter().flatten().all(|&v| (v as usize) < mesh.positions.len()), "{name}");
            let unit = |n: &[f32; 3]| (n.iter().map(|c| c * c).sum::<f32>() - 1.0).abs() < 1e-3;
            assert!(mesh.normals.iter().all(unit), "{name}");
        }
    });
}

#[test]
fn six_bodies_three_women_and_three_men() {
    let bodies = bodies();
    let women = bodies.facts().iter().filter(|facts| facts.sex == Sex::Female).count();
    assert_eq!((bodies.facts().len(), women), (6, 3));
    let first = &bodies.facts()[0];
    assert_eq!((first.id.as_str(), first.name.as_str()), ("woman-28-slim", "woman, 28, slim"));
    let unknown = bodies.body("woman-28-slin").expect_err("no such body");
    assert_eq!(unknown.to_string(), "there is no body \"woman-28-slin\"; the nearest name is \"woman-28-slim\"");
}

#[test]
fn a_damaged_file_is_refused_and_never_a_panic() {
    let whole = FILE;
    assert_eq!(Bodies::read(b"GIF89a").expect_err("not a body file"), ChartError::NotABodyFile);
    for length in [0, 4, 10, 12, 2000, 20_000, 60_000, whole.len() / 2, whole.len() - 1] {
        let Ok(bodies) = Bodies::read(&whole[..length]) else { continue };
        let posed: Vec<_> = bodies.all().flat_map(|body| Posture::ALL.map(|posture| body.pose(posture))).collect();
        assert!(posed.iter().any(Result::is_err), "cut to {length}");
    }
    // numbers that have nothing to do with a body
    let start = whole.len() - 4_700_000;
    for step in [7, 1013] {
        let mut broken = whole.to_vec();
        for byte in broken[start..].iter_mut().step_by(step) {
            *byte = !*byte;
        }
        if let Ok(bodies) = Bodies::read(&broken) {
            for surface in bodies.all().filter_map(|body| body.pose(Posture::Seated).ok()) {
                let _ = surface.place(BackPoint(0.0, 50.0));
                let _ = surface.pick([0.0, 1.0, -2.0], [0.0, 0.0, 1.0]);
            }
        }
    }
}
