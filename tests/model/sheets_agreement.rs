//! Sheets and lumped tissue tell the same story: how far each plane slips under the working pads.

use ctm_trainer::{
    knowledge::chart::{Bodies, Posture},
    simulation::{
        contact::{Contact, Grip},
        make_up::SiteSpec,
        patient::Patient,
        sheets::{LAYERS, Resolution, Sheets, TissueArea},
    },
    units::BackPoint,
};

use crate::bench::{Pull, client, lumbar, tables, textbook};

const BODIES: &[u8] = include_bytes!("../../assets/body/bodies.bin");

/// Mean slip of the three planes over a stroke while the pads pull in the zone, millimetres.
#[derive(Debug, Clone, Copy, Default)]
struct Slip {
    lumped: [f64; LAYERS],
    sheets: [f64; LAYERS],
}

fn slips(shifts: [(f64, f64); LAYERS]) -> [f64; LAYERS] {
    std::array::from_fn(|plane| {
        let below = shifts.get(plane + 1).copied().unwrap_or_default();
        (shifts[plane].0 - below.0).hypot(shifts[plane].1 - below.1)
    })
}

/// Does a stroke on both, as the room does, and shows them after each tick.
fn stroke(site: Option<SiteSpec>, body: &str, pull: &Pull, mut show: impl FnMut(&Patient, &Sheets)) {
    let mut patient = Patient::new(tables(), client(site), 11).unwrap();
    let bodies = Bodies::read(BODIES).unwrap();
    let body = bodies.body(body).unwrap();
    let surface = body.pose(Posture::Prone).unwrap();
    let mut sheets = Sheets::new(tables(), &surface, body.facts(), Resolution::COARSE).unwrap();
    patient.step(None);
    let grip = Grip {
        stroke: pull.stroke.clone(),
        aim: pull.aim,
        angle_deg: pull.angle,
        normal_mn: (pull.newtons * 1000.0) as u32,
        both_hands: pull.both,
    };
    let (from, to) = (pull.from, pull.to);
    let ticks = (60.0 * from.distance_cm(to) / pull.speed) as u32;
    for tick in 0..=ticks + 15 {
        let share = f64::from(tick.min(ticks)) / f64::from(ticks.max(1));
        let at = BackPoint(from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        let contact = Contact { grip: &grip, from: from.quantised(), at: at.quantised() };
        patient.step(Some(Contact { grip: &grip, ..contact }));
        // changes of the tissue in steps that can be seen
        let areas = patient.observation().sites.iter().filter_map(|site| TissueArea::of(site, tables()));
        let areas: Vec<_> = areas.map(|area| TissueArea { way: (area.way * 12.0).round() / 12.0, ..area }).collect();
        sheets.set_tissue(&areas);
        sheets.step(Some(&contact));
        show(&patient, &sheets);
    }
}

/// Slip of both under the pads, mean over the stroke.
fn both(site: Option<SiteSpec>, body: &str, pull: &Pull) -> Slip {
    let (mut slip, mut count) = (Slip::default(), 0.0);
    stroke(site, body, pull, |patient, sheets| {
        let (Some(touch), Some(carried)) = (&patient.observation().touch, sheets.carried_mm()) else { return };
        let lumped = slips([touch.skin_shift_mm, touch.superficial_shift_mm, touch.deep_shift_mm]);
        for (sum, slip) in slip.lumped.iter_mut().zip(lumped) {
            *sum += slip;
        }
        for (sum, slip) in slip.sheets.iter_mut().zip(slips(carried)) {
            *sum += slip;
        }
        count += 1.0;
    });
    Slip { lumped: slip.lumped.map(|sum| sum / count), sheets: slip.sheets.map(|sum| sum / count) }
}

/// Largest slip of each plane at the middle of the pads' skin against the end of its way there.
fn farthest(site: Option<SiteSpec>, body: &str, pull: &Pull) -> [f64; LAYERS] {
    let mut most = [0.0; LAYERS];
    stroke(site, body, pull, |_, sheets| {
        let place = BackPoint(pull.from.0, pull.from.1);
        let reading = sheets.at(place);
        for (plane, most) in most.iter_mut().enumerate() {
            let (x, y) = reading.slip_mm[plane];
            *most = f64::max(*most, x.hypot(y) / reading.limit_mm[plane]);
        }
    });
    most
}

/// Strokes of the table that carry tissue along, short enough to stay within the zone.
const STROKES: [(&str, f64); 7] = [
    ("flat", 3.0),
    ("skin", 3.0),
    ("subcutaneous", 4.0),
    ("hook", 2.5),
    ("fascia", 1.5),
    ("displacement", 2.0),
    ("balancing", 5.0),
];

fn tissues() -> [(&'static str, Option<SiteSpec>); 3] {
    [
        ("normal", None),
        ("drawn in", Some(lumbar("band", 3, 3, 0, 1))),
        ("swollen", Some(lumbar("swelling", 2, 0, 3, 1))),
    ]
}

/// Largest difference that still counts as agreement, as a share of the lumped tissue's slip.
const ALLOWED: f64 = 0.15;

/// Prints the table of METHOD.md with `--nocapture`.
fn agree(tissue: &str, site: &Option<SiteSpec>, body: &str, (stroke, cm): (&str, f64), from: (f64, f64)) {
    let Slip { lumped, sheets } = both(site.clone(), body, &textbook(stroke, from, cm));
    let ratio = |plane: usize| sheets[plane] / lumped[plane];
    println!(
        "| {tissue} | {stroke} | {:.2} {:.2} {:.2} | {:.2} {:.2} {:.2} | {:.2} {:.2} {:.2} |",
        lumped[0],
        lumped[1],
        lumped[2],
        sheets[0],
        sheets[1],
        sheets[2],
        ratio(0),
        ratio(1),
        ratio(2)
    );
    for plane in 0..LAYERS {
        assert!(
            (sheets[plane] - lumped[plane]).abs() <= ALLOWED * lumped[plane],
            "{tissue} tissue, {stroke}, plane {plane}: {:.2} mm, lumped tissue {:.2} mm",
            sheets[plane],
            lumped[plane]
        );
    }
}

#[test]
fn each_plane_slips_as_in_the_lumped_tissue() {
    let body = Bodies::read(BODIES).unwrap().facts()[0].id.clone();
    for (tissue, site) in tissues() {
        for stroke in STROKES {
            agree(tissue, &site, &body, stroke, (7.0, 80.0));
        }
    }
}

/// The numbers of the sheets were fitted to these eight strokes too, with those of the lumbar region.
#[test]
fn other_regions_follow_from_their_own_tables() {
    let body = Bodies::read(BODIES).unwrap().facts()[0].id.clone();
    for (region, from) in [("lower thoracic", (7.0, 58.0)), ("scapular", (10.0, 30.0))] {
        for stroke in [("skin", 3.0), ("subcutaneous", 4.0), ("hook", 2.5), ("displacement", 2.0)] {
            agree(region, &None, &body, stroke, from);
        }
    }
}

/// Slip stays near the end of its plane's way under everything that is taught, to the top of the range of force.
#[test]
fn no_plane_goes_far_beyond_its_way() {
    let body = Bodies::read(BODIES).unwrap().facts()[0].id.clone();
    for (tissue, site) in tissues() {
        for (stroke, cm) in [("skin", 3.0), ("subcutaneous", 4.0), ("fascia", 1.5)] {
            let mut pull = textbook(stroke, (7.0, 80.0), cm);
            pull.newtons = tables().strokes.get(stroke).unwrap().normal_n.1;
            let most = farthest(site.clone(), &body, &pull);

            assert!(most.iter().all(|share| *share <= 1.5), "{tissue} tissue, {stroke}: {most:?} of the way");
        }
    }
}
