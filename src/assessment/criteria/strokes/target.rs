//! What was asked for: the sites of a target, and the strokes that answer it.

use crate::{
    assessment::{
        evidence::{Evidence, StrokeFact},
        geometry::Place,
        words,
    },
    knowledge::{section::BuildUpStep, zone::Sides},
    scenario::{format::FindingPlace, rubric::StrokeTarget},
    units::{BackPoint, Side},
};

/// A target on one side.
pub(super) struct Site<'a> {
    pub side: Side,
    pub place: Place,
    /// The step, if the target is one.
    pub step: Option<&'a BuildUpStep>,
}

/// Strokes lie in an area if this share of their length does.
const IN_AREA: f64 = 0.8;

/// If none lies in it, strokes that touch it with this share are judged, so that their place is
/// reported and not their absence.
const TOUCHES_AREA: f64 = 0.3;

/// The sites of a target: one for each side asked for.
pub(super) fn sites<'a>(evidence: &Evidence<'a>, target: &StrokeTarget) -> Vec<Site<'a>> {
    let wanted: &[Side] = match target.side {
        Side::Both => &[Side::Right, Side::Left],
        Side::Left => &[Side::Left],
        Side::Right => &[Side::Right],
    };
    let area = |side, outlines| Site { side, place: Place::Area(outlines), step: None };
    let mut sites = Vec::new();
    if let Some(step) = target.step.as_ref().and_then(|id| find_step(evidence, id.as_str())) {
        sites.extend(wanted.iter().map(|side| Site {
            side: *side,
            place: Place::of_step(step, *side),
            step: Some(step),
        }));
    } else if let Some(placed) = target.finding.as_deref().and_then(|id| evidence.finding(id)) {
        match &placed.place {
            FindingPlace::Area { outline, side, .. } => sites.push(area(*side, vec![outline.clone()])),
            FindingPlace::Zone { zone, side } => {
                let both = [Side::Right, Side::Left];
                let sides = if *side == Side::Both { wanted } else { both.as_slice() };
                add_zone(evidence, zone.as_str(), sides, *side, &mut sites);
            }
        }
    } else if let Some(zone) = &target.zone {
        add_zone(evidence, zone.as_str(), wanted, Side::Both, &mut sites);
    }
    sites
}

/// The areas of a zone on the sides wanted, as far as they are among those that are `there`.
fn add_zone<'a>(evidence: &Evidence<'a>, zone: &str, wanted: &[Side], there: Side, sites: &mut Vec<Site<'a>>) {
    let Some(zone) = evidence.knowledge.zones.get(zone) else { return };
    if zone.sides == Sides::Midline {
        sites.push(Site { side: Side::Both, place: Place::Area(zone.outlines.clone()), step: None });
        return;
    }
    for side in wanted.iter().filter(|side| there == Side::Both || **side == there) {
        let outlines = zone.outlines_on(*side);
        if !outlines.is_empty() {
            sites.push(Site { side: *side, place: Place::Area(outlines), step: None });
        }
    }
}

fn find_step<'a>(evidence: &Evidence<'a>, id: &str) -> Option<&'a BuildUpStep> {
    evidence.knowledge.sections.values().flat_map(|section| &section.steps).find(|step| step.id.as_str() == id)
}

/// The lines of a stroke that lie on the side of a site.
pub(super) fn lines_at(fact: &StrokeFact, site: &Site) -> Vec<Vec<BackPoint>> {
    let mut lines = fact.lines();
    if lines.len() > 1 {
        lines.sort_by(|a, b| site.place.mean_distance_cm(a).total_cmp(&site.place.mean_distance_cm(b)));
        lines.truncate(1);
    }
    lines
}

/// The strokes of the right kind that were done at a site.
pub(super) fn candidates<'e>(
    evidence: &'e Evidence,
    target: &StrokeTarget,
    site: &Site,
    tolerance_cm: f64,
) -> Vec<&'e StrokeFact> {
    let fitting = || evidence.strokes.iter().filter(|fact| target.strokes.contains(&fact.stroke));
    if let Some(step) = site.step {
        let mirrored = Place::of_step(step, site.side.mirrored());
        return fitting()
            .filter(|fact| fact.steps.contains(&step.id))
            .filter(|fact| {
                fact.both_hands
                    || site.place.mean_distance_cm(&fact.path) <= mirrored.mean_distance_cm(&fact.path) + 1e-9
            })
            .collect();
    }
    let within = |least: f64| -> Vec<&StrokeFact> {
        fitting()
            .filter(|fact| lines_at(fact, site).iter().any(|line| site.place.share_within(line, tolerance_cm) >= least))
            .collect()
    };
    let inside = within(IN_AREA);
    if inside.is_empty() { within(TOUCHES_AREA) } else { inside }
}

/// What a target is called.
pub(super) fn name(evidence: &Evidence, target: &StrokeTarget) -> String {
    let side = words::side(target.side);
    if let Some(step) = &target.step {
        let name =
            find_step(evidence, step.as_str()).map_or_else(|| step.to_string(), |step| step.name.en.to_lowercase());
        return format!("{side}{name}");
    }
    let stroke = target
        .strokes
        .first()
        .map_or_else(String::new, |id| words::name(evidence.knowledge.strokes.get(id), id.as_str()).to_lowercase());
    if let Some(finding) = target.finding.as_deref().and_then(|id| evidence.finding(id)) {
        return format!("{stroke} on {}", evidence.finding_name(finding, finding.place.side()));
    }
    match &target.zone {
        Some(zone) => {
            let zone = words::name(evidence.knowledge.zones.get(zone), zone.as_str()).to_lowercase();
            format!("{stroke} in the {side}{zone}")
        }
        None => stroke,
    }
}
