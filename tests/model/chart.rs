//! The chart on the client's body agrees with the knowledge tables.

use std::path::Path;

use ctm_trainer::{
    knowledge::{
        self, Knowledge,
        chart::{Bodies, Posture, nearest_landmark, nearest_level},
        library::Folder,
    },
    units::{BackPoint, Side},
};

fn assets() -> (Knowledge, Bodies) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let bodies = include_bytes!("../../assets/body/bodies.bin");
    (knowledge::load(&Folder::new(folder)).0, Bodies::read(bodies).unwrap())
}

#[test]
fn the_bodies_were_baked_with_the_levels_and_landmarks_of_the_tables() {
    let (knowledge, bodies) = assets();
    let bake_again = "run assets/body/bake/bake.py again";
    let levels = knowledge.levels.iter().filter_map(|(id, level)| Some((id.to_string(), level.y?)));
    assert_eq!(levels.collect::<Vec<_>>(), bodies.levels(), "{bake_again}");
    let landmarks = knowledge.landmarks.iter().map(|(id, landmark)| (id.to_string(), landmark.at.0, landmark.at.1));
    assert_eq!(landmarks.collect::<Vec<_>>(), bodies.landmarks(), "{bake_again}");
}

#[test]
fn every_landmark_of_the_back_lies_on_every_body_and_a_right_one_on_the_right() {
    let (knowledge, bodies) = assets();
    for body in bodies.all() {
        let seated = body.pose(Posture::Seated).unwrap();
        for (id, landmark) in
            knowledge.landmarks.iter().filter(|(_, landmark)| !landmark.front && landmark.at.1 < 123.0)
        {
            if landmark.at.1 < -20.0 {
                continue; // under the hair
            }
            let frame = seated.place(landmark.at);
            let frame = frame.unwrap_or_else(|| panic!("{id} is not on the chart of {}", body.facts().id));
            // a seated client's right side is at -X
            assert!(landmark.at.0 == 0.0 || frame.position[0] < -0.005, "{id} of {}", body.facts().id);
        }
    }
}

#[test]
fn every_zone_can_be_reached_on_every_seated_or_prone_body() {
    let (knowledge, bodies) = assets();
    for body in bodies.all() {
        for posture in [Posture::Seated, Posture::Prone] {
            let surface = body.pose(posture).unwrap();
            for (id, zone) in &knowledge.zones {
                for corner in zone.outlines.iter().flatten() {
                    let frame = surface.place(*corner);
                    let frame =
                        frame.unwrap_or_else(|| panic!("{id} {corner:?} is off the chart of {}", body.facts().id));
                    if corner.1 < 110.0 {
                        assert!(frame.reachable(), "{id} {corner:?} on {} {posture:?}", body.facts().id);
                    }
                }
            }
        }
    }
}

#[test]
fn a_place_is_named_by_its_level_and_landmark() {
    let (knowledge, _) = assets();
    let level = |y| nearest_level(&knowledge.levels, y).map(|(id, _)| id.to_string());
    assert_eq!(level(86.4).as_deref(), Some("l4"));
    assert_eq!(level(-60.0).as_deref(), Some("c2"));
    assert_eq!(level(f64::NAN), None);

    let near = nearest_landmark(&knowledge.landmarks, BackPoint(-8.4, 43.0)).unwrap();
    assert_eq!((near.id.as_str(), near.side), ("inferior-angle", Side::Left));
    assert!(near.distance_cm < 0.6);
    let border = nearest_landmark(&knowledge.landmarks, BackPoint(6.0, 28.0)).unwrap();
    assert_eq!((border.id.as_str(), border.side), ("medial-border", Side::Right));
    assert!((border.distance_cm - 0.5).abs() < 1e-9, "measured to the line, not to its end");
}

#[test]
fn the_table_of_bodies_says_what_was_baked() {
    let (knowledge, bodies) = assets();
    let shown: Vec<_> =
        knowledge.bodies.iter().map(|(id, body)| (id.clone(), body.sex, body.age, body.stature_m, body.bmi)).collect();
    let facts = bodies.all().map(|body| body.facts().clone());
    let baked: Vec<_> = facts.map(|facts| (facts.id, facts.sex, facts.age, facts.stature_m, facts.bmi)).collect();
    assert_eq!(shown, baked);
}
