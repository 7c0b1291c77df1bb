//! What the tables of the body promise: where landmarks, levels, regions and zones lie on the back.

use std::path::Path;

use ctm_trainer::{
    knowledge::{
        self, Knowledge,
        body::Region,
        finding::Relief,
        library::Folder,
        teaching::SegmentKind,
        zone::{Outline, Sides, Zone, inside},
    },
    units::{BackPoint, Side},
};

fn tables() -> Knowledge {
    knowledge::load(&Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets"))).0
}

fn covers(region: &Region, point: BackPoint) -> bool {
    inside(&region.outline, point) || (region.paired && inside(&region.outline, point.mirrored()))
}

/// Segments from above downwards, in the order of the table of levels.
fn order(knowledge: &Knowledge, level: &str) -> usize {
    knowledge.levels.keys().position(|id| id.as_str() == level).unwrap_or_else(|| panic!("no level {level}"))
}

fn zone<'a>(knowledge: &'a Knowledge, id: &str) -> &'a Zone {
    knowledge.zones.get(id).unwrap_or_else(|| panic!("no zone {id}"))
}

#[test]
fn every_place_on_the_back_lies_in_a_region() {
    let knowledge = tables();
    for row in 0..=600 {
        for column in -80..=80 {
            let point = BackPoint(f64::from(column) * 0.25, f64::from(row) * 0.25 - 22.0);
            assert!(knowledge.regions.values().any(|region| covers(region, point)), "no region at {point:?}");
        }
    }
}

#[test]
fn a_finger_on_the_sacrum_the_buttock_or_the_loin_is_in_that_region_alone() {
    let knowledge = tables();
    for (x, y, expected) in [
        (0.0, 105.0, "sacrum"),
        (-10.0, 110.0, "buttock"),
        (10.0, 110.0, "buttock"),
        (3.0, 76.0, "lumbar"),
        (-3.0, 60.0, "lower-thoracic"),
        (-12.0, 25.0, "scapular"),
        (3.0, 20.0, "interscapular"),
        (0.0, -10.0, "nape"),
    ] {
        let found: Vec<&str> = knowledge
            .regions
            .iter()
            .filter(|(_, region)| covers(region, BackPoint(x, y)))
            .map(|(id, _)| id.as_str())
            .collect();
        assert_eq!(found, [expected], "at ({x}, {y})");
    }
}

#[test]
fn levels_run_downwards_and_the_skin_over_them_belongs_to_a_segment_at_most_three_higher() {
    let knowledge = tables();
    let mut last = f64::NEG_INFINITY;
    for (id, level) in knowledge.levels.iter() {
        if let Some(y) = level.y {
            assert!(y > last, "{id} lies above the level before it");
            last = y;
        }
        let shift = order(&knowledge, id.as_str()) - order(&knowledge, level.skin_segment.as_str());
        let thoracic = id.as_str().starts_with('t');
        assert!(shift <= 3 && (!thoracic || shift >= 1), "{id}: skin of {}", level.skin_segment);
    }
    let measured: Vec<&str> =
        knowledge.levels.iter().filter(|(_, level)| level.measured).map(|(id, _)| id.as_str()).collect();
    assert_eq!(measured, ["t4", "t7", "t10", "l1", "l4"]);
}

#[test]
fn zones_have_drawable_outlines_on_the_sides_where_they_occur() {
    let knowledge = tables();
    for (id, zone) in knowledge.zones.iter() {
        for outline in &zone.outlines {
            assert!(outline.len() >= 3, "{id} has an outline with {} corners", outline.len());
            assert!(outline.iter().all(|point| point.0.abs() <= 20.0 && (-22.0..=128.0).contains(&point.1)), "{id}");
            let on = |wanted: fn(f64) -> bool| outline.iter().all(|point| wanted(point.0));
            match zone.sides {
                Sides::Left => assert!(on(|x| x < 0.0), "{id} crosses to the right"),
                Sides::Right | Sides::Each => assert!(on(|x| x > 0.0), "{id} crosses to the left"),
                Sides::Midline => {
                    let mean = outline.iter().map(|point| point.0).sum::<f64>();
                    assert!(mean.abs() < 1e-9, "{id} is not the same on both sides");
                }
            }
        }
    }
    assert_eq!(zone(&knowledge, "heart").outlines_on(Side::Left).len(), 2);
    assert!(zone(&knowledge, "liver").outlines_on(Side::Left).is_empty());
}

#[test]
fn segment_ranges_run_from_above_downwards() {
    let knowledge = tables();
    for (id, zone) in knowledge.zones.iter() {
        let fields = &zone.segments;
        assert!(!fields.skin.is_empty(), "{id} overlies no skin segment");
        for (first, last) in
            [&fields.skin, &fields.organ, &fields.sympathetic, &fields.parasympathetic].into_iter().flatten()
        {
            assert!(order(&knowledge, first.as_str()) <= order(&knowledge, last.as_str()), "{id}: {first} to {last}");
        }
    }
    for (id, row) in knowledge.segments.iter() {
        for (first, last) in &row.segments {
            assert!(order(&knowledge, first.as_str()) <= order(&knowledge, last.as_str()), "{id}: {first} to {last}");
        }
    }
}

#[test]
fn leg_zones_and_the_sacral_head_zone_are_not_called_segmental() {
    let knowledge = tables();
    for id in ["vein-lymph", "arterial-leg", "head-sacral", "head-thoracolumbar"] {
        assert!(!zone(&knowledge, id).segments.segmental, "{id}");
    }
    assert!(zone(&knowledge, "head-interscapular").segments.segmental);
}

#[test]
fn the_buttock_bands_start_together_and_part_by_direction() {
    let knowledge = tables();
    // The lowest corner of each band shows where it leads: the vein and lymph zone furthest out.
    let end = |id: &str| {
        let outline: Outline = zone(&knowledge, id).outlines_on(Side::Right).remove(0);
        outline.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap()
    };
    let (vein, bowel, artery) = (end("vein-lymph"), end("constipation"), end("arterial-leg"));
    assert!(vein.0 > artery.0 && artery.0 > bowel.0, "{vein:?} {artery:?} {bowel:?}");
    let start = BackPoint(4.0, 103.0);
    for id in ["vein-lymph", "constipation"] {
        assert!(
            inside(&zone(&knowledge, id).outlines_on(Side::Right)[0], start),
            "{id} does not start at the sacral border"
        );
    }
}

#[test]
fn a_pregnant_client_is_thought_of_before_every_sacral_zone() {
    let knowledge = tables();
    for id in ["bladder", "head-sacral", "genital"] {
        assert!(zone(&knowledge, id).contraindications.iter().any(|item| item.as_str() == "ci60"), "{id}");
    }
    assert!(zone(&knowledge, "vein-lymph").contraindications.iter().any(|item| item.as_str() == "ci01"));
}

#[test]
fn a_swelling_is_never_worked_with_hooks_or_fascia_strokes() {
    let knowledge = tables();
    let swelling = knowledge.findings.get("swelling").unwrap();
    for stroke in ["hook", "fascia"] {
        assert!(swelling.never.iter().any(|id| id.as_str() == stroke), "{stroke}");
    }
    for (id, finding) in knowledge.findings.iter() {
        let both = finding.first_choice.iter().chain(&finding.later).find(|stroke| finding.never.contains(stroke));
        assert!(both.is_none(), "{id}: {both:?} is both chosen and forbidden");
    }
}

#[test]
fn drawn_in_tissue_lies_lower_and_stops_sooner_than_normal_tissue() {
    let knowledge = tables();
    let normal = knowledge.findings.get("normal").unwrap();
    for (id, finding) in knowledge.findings.iter() {
        match finding.relief {
            Relief::Groove | Relief::Line | Relief::Lowered => {
                assert!(finding.relief_mm < 0.0, "{id}");
                assert!(finding.mechanics.limit_mm.1 < normal.mechanics.limit_mm.0, "{id}");
                assert!(finding.mechanics.beyond > normal.mechanics.beyond, "{id}");
            }
            Relief::Raised => assert!(finding.relief_mm > 0.0, "{id}"),
            Relief::Level => assert_eq!(finding.relief_mm, 0.0, "{id}"),
        }
    }
    let swelling = knowledge.findings.get("swelling").unwrap();
    assert!(knowledge.findings.values().all(|finding| finding.fluid <= swelling.fluid));
    assert!(swelling.mechanics.creep > normal.mechanics.creep, "a swelling gives way slowly under a held pull");
}

#[test]
fn thickness_ranges_are_in_order_and_fat_layers_fit_into_the_subcutis() {
    let knowledge = tables();
    for (id, layer) in knowledge.layers.iter() {
        for regional in &layer.thickness {
            assert!(0.0 < regional.mm.0 && regional.mm.0 <= regional.mm.1, "{id} in {}", regional.region);
        }
    }
    let (subcutis, fat) = (knowledge.layers.get("subcutis").unwrap(), knowledge.layers.get("superficial-fat").unwrap());
    for (id, region) in knowledge.regions.iter() {
        let whole = subcutis.thickness.iter().find(|regional| regional.region == *id).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(whole.mm, region.subcutis_mm, "{id}: regions and layers disagree");
        if let (Some(fat), Some(whole)) = (fat.thickness_in(id), subcutis.thickness_in(id)) {
            assert!(fat < whole, "{id}: {fat} of {whole} mm");
        }
    }
}

#[test]
fn the_table_of_segments_has_all_organs_outflows_and_muscle_zones() {
    let knowledge = tables();
    let count = |kind| knowledge.segments.values().filter(|row| row.kind == kind).count();
    assert_eq!(count(SegmentKind::Organ), 20);
    assert_eq!(count(SegmentKind::Sympathetic), 6);
    assert_eq!(count(SegmentKind::Parasympathetic), 1);
    assert_eq!(count(SegmentKind::MuscleZone), 7);
    for (id, row) in knowledge.segments.iter() {
        assert_eq!(row.kind == SegmentKind::MuscleZone, row.muscles.is_some(), "{id}");
    }
}

#[test]
fn the_scapula_tip_is_taught_with_what_measurements_say_against_it() {
    let knowledge = tables();
    let tip = knowledge.landmarks.get("inferior-angle").unwrap();
    assert_eq!(tip.level, "T7");
    assert!(tip.reality.as_deref().is_some_and(|text| text.contains("T8")));
    assert_eq!(knowledge.landmarks.iter().count(), 23);
    assert!(knowledge.landmarks.values().filter(|landmark| landmark.paired).all(|landmark| landmark.at.0 > 0.0));
}
