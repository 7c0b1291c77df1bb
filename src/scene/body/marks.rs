//! The observation as a picture in the chart: relief of findings, redness, flare, wheals, bruises.

use bevy::prelude::*;

use super::maps::{MARKS, Maps, point_of, texel_of};
use crate::{
    knowledge::zone,
    scene::attempt::Attempt,
    simulation::{
        observation::{SiteView, SkinMark},
        sheets::to_half,
    },
    units::{BackPoint, CM_PER_PERCENT, Tick},
};

/// Ticks between two pictures.
const EVERY: u32 = 10;
/// Half of the width of a fresh red line, centimetres: two fingertips side by side leave a line each.
const LINE_CM: f64 = 0.32;
/// Centimetres over which a finding begins at its outline, before all is made soft.
const EDGE_CM: f64 = 0.5;
/// Texels to each side over which the relief of findings is made soft, three times over: about 1.2 cm from level to full
/// depth, and no crease where two borders meet.
const SOFT: usize = 3;

/// What has been painted.
#[derive(Debug, Default)]
pub(super) struct Painted {
    at: Option<Tick>,
    /// The sites' own picture with what it was made from.
    ground: Vec<[f32; 4]>,
    sites: Vec<(Vec<Vec<BackPoint>>, i32, i32)>,
    /// What of each mark can be seen to change.
    marks: Vec<[i32; 4]>,
}

/// Paints the newest observation, six times a second.
pub(super) fn paint(
    attempt: Res<Attempt>,
    maps: Res<Maps>,
    mut images: ResMut<Assets<Image>>,
    mut painted: Local<Painted>,
) {
    let Some(session) = attempt.session() else {
        if painted.at.take().is_some() {
            *painted = Painted::default();
            if let Some(mut image) = images.get_mut(&maps.marks) {
                image.data = Some(vec![0; MARKS.0 * MARKS.1 * 8]);
            }
        }
        return;
    };
    let now = session.tick();
    if painted.at.is_some_and(|at| now >= at && now.0 < at.0 + EVERY) {
        return;
    }
    painted.at = Some(now);
    let observation = session.latest();
    let sites = observation
        .sites
        .iter()
        .map(|site| (site.outlines.clone(), (site.relief_mm * 20.0) as i32, (site.redness * 20.0) as i32))
        .collect();
    let fresh = painted.sites != sites || painted.ground.is_empty();
    if fresh {
        painted.sites = sites;
        painted.ground = ground(&observation.sites);
    }
    let marks = observation.marks.iter().map(visible).collect();
    if !fresh && painted.marks == marks {
        return;
    }
    painted.marks = marks;
    let mut texels = painted.ground.clone();
    for mark in &observation.marks {
        line(&mut texels, mark);
    }
    let bytes = texels.iter().flatten().flat_map(|value| to_half(*value).to_le_bytes()).collect();
    if let Some(mut image) = images.get_mut(&maps.marks) {
        image.data = Some(bytes);
    }
}

/// What of a mark can be seen to change, in steps that an eye can tell apart.
fn visible(mark: &SkinMark) -> [i32; 4] {
    [mark.redness, mark.flare, mark.wheal_mm, mark.bruise].map(|value| (value * 100.0) as i32)
}

/// Relief and even redness of the sites.
fn ground(sites: &[SiteView]) -> Vec<[f32; 4]> {
    let mut texels = vec![[0.0_f32; 4]; MARKS.0 * MARKS.1];
    for site in sites {
        if site.relief_mm.abs() < 0.02 && site.redness < 0.02 {
            continue;
        }
        for outline in &site.outlines {
            each(outline, EDGE_CM, &mut texels, |texel, point| {
                let edge = super::anatomy::border_cm(outline, point);
                // no border on a body is straight
                let wander = 0.22 * ((point.0 * 0.8 + 1.0).sin() + (point.1 * 0.24).sin());
                let depth = if zone::inside(outline, point) { edge } else { -edge } + wander;
                let rise = smooth((depth + 0.5 * EDGE_CM) / EDGE_CM);
                // tissue is never even: the ground undulates a little along it
                let uneven = 0.92 + 0.08 * ((point.0 * 0.9).sin() * (point.1 * 0.3).cos()) as f32;
                let relief = site.relief_mm as f32 * rise as f32 * uneven;
                // where two findings overlap, the stronger one is seen
                if relief.abs() > texel[0].abs() {
                    texel[0] = relief;
                }
                texel[1] = texel[1].max(0.30 * site.redness as f32 * rise as f32);
            });
        }
    }
    for _ in 0..3 {
        soften(&mut texels, (MARKS.1, MARKS.0), (1, MARKS.0));
        soften(&mut texels, (MARKS.0, MARKS.1), (MARKS.0, 1));
    }
    texels
}

/// Replaces relief and redness by their mean over [`SOFT`] texels to each side, along lines of `count.1` texels that are
/// `step.0` apart; there are `count.0` lines, which begin `step.1` apart. The outermost texels count beyond the border.
fn soften(texels: &mut [[f32; 4]], count: (usize, usize), step: (usize, usize)) {
    let (lines, length) = count;
    let width = (2 * SOFT + 1) as f32;
    let mut line = vec![[0.0_f32; 2]; length];
    for begin in (0..lines).map(|line| line * step.1) {
        for (at, value) in line.iter_mut().enumerate() {
            let texel = texels.get(begin + at * step.0).copied().unwrap_or_default();
            *value = [texel[0], texel[1]];
        }
        let value = |at: isize| line[at.clamp(0, length as isize - 1) as usize];
        let reach = SOFT as isize;
        let mut sum = (-reach..=reach).map(value).fold([0.0; 2], |sum, v| [sum[0] + v[0], sum[1] + v[1]]);
        for at in 0..length {
            if let Some(texel) = texels.get_mut(begin + at * step.0) {
                // a running sum leaves crumbs where there is nothing
                let [relief, redness] = sum.map(|sum| if sum.abs() < 1e-4 { 0.0 } else { sum / width });
                (texel[0], texel[1]) = (relief, redness);
            }
            let (gone, come) = (value(at as isize - reach), value(at as isize + reach + 1));
            sum = [sum[0] + come[0] - gone[0], sum[1] + come[1] - gone[1]];
        }
    }
}

/// A trace of a stroke.
fn line(texels: &mut [[f32; 4]], mark: &SkinMark) {
    let path: Vec<BackPoint> = mark.path.iter().map(|place| place.point()).collect();
    if path.is_empty() {
        return;
    }
    let flare_cm = (mark.flare_mm / 10.0).max(0.05);
    let reach = LINE_CM * 3.0 + flare_cm;
    each(&path, reach, texels, |texel, point| {
        let away = path
            .windows(2)
            .map(|pair| zone::distance_to_segment_cm(point, pair[0], pair[1]))
            .fold(path[0].distance_cm(point), f64::min);
        // ragged like blood under skin
        let ragged = 1.0 + 0.25 * (point.0 * 5.3 + (point.1 * 2.9).sin() * 2.0).sin() * (point.1 * 4.1).sin();
        let core = smooth(1.0 - (away / ragged - LINE_CM * 0.6) / (LINE_CM * 1.1));
        let halo = smooth(1.0 - (away / ragged - LINE_CM) / flare_cm);
        let red = (mark.redness * core).max(0.62 * mark.flare * halo) as f32;
        texel[1] = texel[1] + red * (1.0 - texel[1].min(1.0));
        let wheal = smooth(1.0 - (away - 0.22) / 0.2);
        texel[0] += (mark.wheal_mm * wheal) as f32;
        texel[2] = texel[2].max((mark.wheal_mm.min(1.0) * wheal) as f32);
        texel[3] = texel[3].max((mark.bruise * core) as f32);
    });
}

/// Every texel within `margin` centimetres of the box around points.
fn each(points: &[BackPoint], margin: f64, texels: &mut [[f32; 4]], mut act: impl FnMut(&mut [f32; 4], BackPoint)) {
    let (mut low, mut high) = (BackPoint(f64::MAX, f64::MAX), BackPoint(f64::MIN, f64::MIN));
    for point in points {
        low = BackPoint(low.0.min(point.0), low.1.min(point.1));
        high = BackPoint(high.0.max(point.0), high.1.max(point.1));
    }
    let up = margin / CM_PER_PERCENT;
    let begin = texel_of(BackPoint(low.0 - margin, low.1 - up), MARKS);
    let end = texel_of(BackPoint(high.0 + margin, high.1 + up), MARKS);
    let range = |from: f64, to: f64, limit: usize| (from.max(0.0) as usize)..((to.max(-1.0) + 2.0) as usize).min(limit);
    for row in range(begin.1, end.1, MARKS.1) {
        for column in range(begin.0, end.0, MARKS.0) {
            if let Some(texel) = texels.get_mut(row * MARKS.0 + column) {
                act(texel, point_of(column, row, MARKS));
            }
        }
    }
}

fn smooth(value: f64) -> f64 {
    let t = value.clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::observation::Observation;

    /// Relief in millimetres, redness, paleness and bruise of every texel.
    fn picture(observation: &Observation) -> Vec<[f32; 4]> {
        let mut texels = ground(&observation.sites);
        for mark in &observation.marks {
            line(&mut texels, mark);
        }
        texels
    }

    fn site(relief_mm: f64) -> SiteView {
        SiteView {
            outlines: vec![vec![
                BackPoint(2.0, 80.0),
                BackPoint(6.0, 80.0),
                BackPoint(6.0, 92.0),
                BackPoint(2.0, 92.0),
            ]],
            side: crate::units::Side::Right,
            zone: None,
            finding: None,
            mobility_mm: 10.0,
            mobility_before_mm: 10.0,
            planes: Default::default(),
            guarding: 0.0,
            relief_mm,
            redness: 0.0,
            warmth_c: 0.0,
            tenderness: 0.0,
            worked_s: 0.0,
        }
    }

    fn at(texels: &[[f32; 4]], point: BackPoint) -> [f32; 4] {
        let (column, row) = texel_of(point, MARKS);
        texels[row.round() as usize * MARKS.0 + column.round() as usize]
    }

    #[test]
    fn a_drawn_in_area_lies_deeper_than_its_surroundings_and_only_there() {
        let observation = Observation { sites: vec![site(-3.0)], ..Observation::default() };
        let texels = picture(&observation);
        assert!(at(&texels, BackPoint(4.0, 86.0))[0] < -2.0);
        assert_eq!(at(&texels, BackPoint(-4.0, 86.0))[0], 0.0);
    }

    #[test]
    fn a_fresh_stroke_is_red_along_its_line_and_the_flare_reaches_beside_it() {
        let places = [BackPoint(3.0, 70.0), BackPoint(8.0, 70.0)].map(BackPoint::quantised);
        let mark = SkinMark {
            path: places.to_vec(),
            made: Tick(0),
            blanch: 0.0,
            redness: 0.9,
            flare: 0.5,
            flare_mm: 12.0,
            wheal_mm: 0.0,
            bruise: 0.0,
        };
        let texels = picture(&Observation { marks: vec![mark], ..Observation::default() });
        let red = |x, y| at(&texels, BackPoint(x, y))[1];
        assert!(red(5.0, 70.0) > 0.8);
        assert!(red(5.0, 71.8) > 0.05 && red(5.0, 71.8) < red(5.0, 70.0));
        assert_eq!(red(5.0, 80.0), 0.0);
    }
}
