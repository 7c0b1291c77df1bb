//! The seven parts of a stroke's quality.

use super::target::{Site, lines_at};
use crate::{
    assessment::{
        criteria::mean,
        evidence::{Evidence, StrokeFact},
        geometry::{Place, along, angle_deg, vector_cm},
        words::{self, fine, number, range},
    },
    knowledge::{
        id::StrokeId,
        stroke::{DirectionRule, Stroke},
    },
    maths::{pow, trapezoid},
    scenario::rubric::StrokeTarget,
    simulation::contact::Aim,
    units::BackPoint,
};

/// Even trained clinicians vary by this share from stroke to stroke, so it counts as good.
const TOLERANCE: f64 = 0.3;

/// Lines whose middles lie this near to each other are repeats of the same line, centimetres.
const SAME_LINE_CM: f64 = 1.0;

/// How well the strokes at a site were done.
pub(super) struct Quality {
    /// 0 to 1.
    pub share: f64,
    /// The weakest parts first, in words.
    pub words: String,
}

impl Quality {
    /// The geometric mean of the parts that can be judged here.
    pub fn of(
        evidence: &Evidence,
        target: &StrokeTarget,
        site: &Site,
        strokes: &[&StrokeFact],
        tolerance_cm: f64,
    ) -> Self {
        if strokes.is_empty() {
            return Self { share: 0.0, words: missing(evidence, target, site, tolerance_cm) };
        }
        let mut parts: Vec<(f64, String)> = vec![
            place(site, strokes, tolerance_cm),
            coverage(site, strokes, tolerance_cm),
            layer(evidence, target, strokes),
            repeats(evidence, target, site, strokes),
        ];
        parts.extend(direction(evidence, site, strokes));
        parts.extend(tempo(evidence, strokes));
        parts.extend(force(evidence, strokes, target.force_scale));
        parts.sort_by(|a, b| a.0.total_cmp(&b.0));
        let product: f64 = parts.iter().map(|(share, _)| *share).product();
        let share = if product >= 1.0 { 1.0 } else { pow(product, 1.0 / parts.len() as f64) };
        let weak: Vec<String> = parts.into_iter().filter(|(share, _)| *share < 1.0).map(|(_, words)| words).collect();
        Self { share, words: if weak.is_empty() { "every part good".into() } else { weak.join("; ") } }
    }
}

fn missing(evidence: &Evidence, target: &StrokeTarget, site: &Site, tolerance_cm: f64) -> String {
    let other = evidence.treating().find(|fact| {
        !target.strokes.contains(&fact.stroke)
            && lines_at(fact, site).iter().any(|line| site.place.share_within(line, tolerance_cm) >= 0.8)
    });
    let name = |id: &StrokeId| words::name(evidence.knowledge.strokes.get(id), id.as_str()).to_lowercase();
    let side = site.side.word();
    match other {
        Some(fact) => format!("not done ({side}); {} was done there instead", name(&fact.stroke)),
        None => format!("not done ({side})"),
    }
}

fn lines(site: &Site, strokes: &[&StrokeFact]) -> Vec<Vec<BackPoint>> {
    strokes.iter().flat_map(|fact| lines_at(fact, site)).collect()
}

fn place(site: &Site, strokes: &[&StrokeFact], tolerance_cm: f64) -> (f64, String) {
    let shares: Vec<f64> =
        lines(site, strokes).iter().map(|line| site.place.share_within(line, tolerance_cm)).collect();
    let within = mean(&shares);
    let share = trapezoid(within, 0.0, 0.8, 1.0, 1.0);
    (share, format!("place {} ({:.0} % within {} cm)", fine(share), within * 100.0, number(tolerance_cm)))
}

fn coverage(site: &Site, strokes: &[&StrokeFact], tolerance_cm: f64) -> (f64, String) {
    let covered = site.place.covered(&lines(site, strokes), tolerance_cm);
    let share = trapezoid(covered, 0.0, 0.8, 1.0, 1.0);
    (share, format!("coverage {} ({:.0} % reached)", fine(share), covered * 100.0))
}

fn direction(evidence: &Evidence, site: &Site, strokes: &[&StrokeFact]) -> Option<(f64, String)> {
    let deviations: Vec<f64> = strokes
        .iter()
        .flat_map(|fact| lines_at(fact, site).into_iter().map(move |line| (fact, line)))
        .filter_map(|(fact, line)| match &site.place {
            // Small arcs and shifts have no direction that could be wrong.
            _ if rule(evidence, fact) == Some(DirectionRule::Free) => None,
            Place::Lines { .. } => site.place.deviation_deg(&line),
            Place::Area(_) => from_rule(rule(evidence, fact)?, &line),
        })
        .collect();
    if deviations.is_empty() {
        return None;
    }
    let shares: Vec<f64> = deviations.iter().map(|deviation| trapezoid(*deviation, 0.0, 0.0, 20.0, 90.0)).collect();
    let share = mean(&shares);
    Some((share, format!("direction {} ({:.0}° off, up to 20° is good)", fine(share), mean(&deviations))))
}

fn rule(evidence: &Evidence, fact: &StrokeFact) -> Option<DirectionRule> {
    evidence.knowledge.strokes.get(&fact.stroke).map(|stroke| stroke.direction)
}

/// Deviation of a line from a rule of direction, degrees; none where the rule sets no direction.
fn from_rule(rule: DirectionRule, line: &[BackPoint]) -> Option<f64> {
    let (first, last) = (*line.first()?, *line.last()?);
    let pull = vector_cm(first, last);
    let outward = if first.0 + last.0 >= 0.0 { 1.0 } else { -1.0 };
    let up = (0.0, -1.0);
    let between = |a: (f64, f64), b: (f64, f64)| -> Option<f64> {
        // Inside the quarter between two directions nothing is off.
        if pull.0 * a.0 + pull.1 * a.1 >= 0.0 && pull.0 * b.0 + pull.1 * b.1 >= 0.0 {
            return angle_deg(pull, a).map(|_| 0.0);
        }
        Some(angle_deg(pull, a)?.min(angle_deg(pull, b)?))
    };
    match rule {
        // The edge of an area is not known; any direction may cross it.
        DirectionRule::AcrossEdge | DirectionRule::Free => None,
        DirectionRule::Upwards => angle_deg(pull, up),
        DirectionRule::TowardsSpine => between((-outward, 0.0), up),
        DirectionRule::Outwards => angle_deg(pull, (outward, 0.0)).map(|angle| (angle - 45.0).max(0.0)),
    }
}

fn layer(evidence: &Evidence, target: &StrokeTarget, strokes: &[&StrokeFact]) -> (f64, String) {
    let mut wrong = None;
    let shares: Vec<f64> = strokes
        .iter()
        .map(|fact| {
            let wanted = target.aim.or_else(|| own_aim(evidence, fact)).unwrap_or(fact.aim);
            if fact.layer != wanted {
                wrong = Some((fact.layer, wanted));
            }
            match fact.layer.distance(wanted) {
                0 => 1.0,
                1 => 0.4,
                _ => 0.0,
            }
        })
        .collect();
    let share = mean(&shares);
    let detail = wrong.map_or_else(String::new, |(loaded, wanted)| {
        format!(" ({} loaded, should be {})", layer_name(evidence, loaded), layer_name(evidence, wanted))
    });
    (share, format!("layer {}{detail}", fine(share)))
}

fn layer_name(evidence: &Evidence, aim: Aim) -> String {
    words::name(evidence.knowledge.layers.get(aim.layer()), aim.layer()).to_lowercase()
}

/// The layer a stroke aims at by its own entry.
fn own_aim(evidence: &Evidence, fact: &StrokeFact) -> Option<Aim> {
    match evidence.knowledge.strokes.get(&fact.stroke)?.layer.as_str() {
        "skin" | "epidermis" | "dermis" => Some(Aim::Skin),
        "deep-fascia" | "muscle" => Some(Aim::Fascia),
        _ => Some(Aim::Subcutis),
    }
}

/// Judges one number of each stroke by a range of its entry.
fn by_range(
    evidence: &Evidence,
    strokes: &[&StrokeFact],
    label: &str,
    unit: &str,
    value: impl Fn(&StrokeFact) -> f64,
    bounds: impl Fn(&Stroke) -> (f64, f64, f64, f64),
) -> Option<(f64, String)> {
    let judged: Vec<(f64, f64, (f64, f64))> = strokes
        .iter()
        .filter_map(|fact| {
            let (zero_low, low, high, zero_high) = bounds(evidence.knowledge.strokes.get(&fact.stroke)?);
            let (good_low, good_high) = (low * (1.0 - TOLERANCE), high * (1.0 + TOLERANCE));
            let found = value(fact);
            let (zero_low, zero_high) = (zero_low.min(good_low), zero_high.max(good_high));
            Some((trapezoid(found, zero_low, good_low, good_high, zero_high), found, (low, high)))
        })
        .collect();
    let worst = judged.iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let shares: Vec<f64> = judged.iter().map(|(share, _, _)| *share).collect();
    let share = mean(&shares);
    let detail = format!("{} {unit}, should be {}", number(worst.1), range(worst.2.0, worst.2.1));
    Some((share, format!("{label} {} ({detail})", fine(share))))
}

fn tempo(evidence: &Evidence, strokes: &[&StrokeFact]) -> Option<(f64, String)> {
    by_range(
        evidence,
        strokes,
        "tempo",
        "cm/s",
        |fact| fact.speed_cm_s,
        |stroke| {
            let (low, high) = stroke.speed_cm_s;
            (low * 0.3, low, high, high * 2.0)
        },
    )
}

fn force(evidence: &Evidence, strokes: &[&StrokeFact], scale: f64) -> Option<(f64, String)> {
    by_range(
        evidence,
        strokes,
        "force",
        "N",
        |fact| fact.normal_n,
        |stroke| {
            let (low, high) = stroke.normal_n;
            (stroke.limits_n.0 * scale, low * scale, high * scale, stroke.limits_n.1 * scale)
        },
    )
}

fn repeats(evidence: &Evidence, target: &StrokeTarget, site: &Site, strokes: &[&StrokeFact]) -> (f64, String) {
    let own =
        strokes.first().and_then(|fact| evidence.knowledge.strokes.get(&fact.stroke)).map(|stroke| stroke.repeats);
    let (least, most) = target.repeats.or_else(|| site.step.map(|step| step.rounds)).or(own).unwrap_or((1, u32::MAX));
    let found = rounds(site, strokes);
    let (least, most) = (f64::from(least), f64::from(most));
    let share = trapezoid(found, 0.0, least, most, most + most.max(2.0));
    (share, format!("repeats {} ({}, should be {})", fine(share), number(found), range(least, most)))
}

/// How often the same line was done, on average over the lines that were done.
fn rounds(site: &Site, strokes: &[&StrokeFact]) -> f64 {
    let lines = lines(site, strokes);
    let mut counts: Vec<(Option<usize>, BackPoint, u32)> = Vec::new();
    for line in &lines {
        let Some(middle) = along(line, 0.5) else { continue };
        let expected = site.place.nearest_line(line);
        let known = counts.iter_mut().find(|(index, place, _)| match expected {
            Some(_) => *index == expected,
            None => place.distance_cm(middle) <= SAME_LINE_CM,
        });
        match known {
            Some((_, _, count)) => *count += 1,
            None => counts.push((expected, middle, 1)),
        }
    }
    let counts: Vec<f64> = counts.into_iter().map(|(_, _, count)| f64::from(count)).collect();
    mean(&counts)
}
