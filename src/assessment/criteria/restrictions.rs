//! Restrictions of the client's contraindications kept while treating.
//!
//! ## What it measures
//! The restrictions of all contraindications the client really has, added up. Each kind of
//! restriction that applies (strokes, zones, sections, force, time, position, height, and the zones
//! that the student's own decision leaves out) has an equal share; a kind that was violated once
//! loses it. Force may be exceeded by the usual 30 percent.
//!
//! ## Why it matters
//! A contraindication that allows work only within limits is only safe within them.
//!
//! ## Parameters
//! None: the limits stand in the table of contraindications.
//!
//! ## Source
//! The table of contraindications, with the sources named there.

use super::{Evidence, Judgement, kept_off};
use crate::{
    assessment::{
        evidence::StrokeFact,
        geometry::samples,
        words::{self, list},
    },
    knowledge::{id::StrokeId, safety::Restrictions, zone::distance_cm},
    units::{Side, Tick},
};

/// Even trained clinicians vary by this share from stroke to stroke.
const FORCE_TOLERANCE: f64 = 1.3;

/// Work this little above the basic section's upper limit is still in it, percent.
const HEIGHT_TOLERANCE: f64 = 3.0;

/// A kind of restriction that applies: what it asks, and when it was violated.
struct Kind {
    asks: String,
    violated: Vec<Tick>,
}

pub(super) fn judge(evidence: &Evidence) -> Judgement {
    let limits = added_up(evidence);
    if limits.everything {
        return if evidence.treated() {
            Judgement::new(0.0, "This client must not be treated anywhere today, and was.").at(evidence.work_began())
        } else {
            Judgement::new(1.0, "This client must not be treated anywhere today, and was not.")
        };
    }
    if !evidence.treated() {
        return Judgement::untreated();
    }
    let kinds = kinds(evidence, &limits);
    let violated: Vec<&Kind> = kinds.iter().filter(|kind| !kind.violated.is_empty()).collect();
    let share = if kinds.is_empty() { 1.0 } else { (kinds.len() - violated.len()) as f64 / kinds.len() as f64 };
    let text = if kinds.is_empty() {
        "No restriction applies to this client.".to_owned()
    } else if violated.is_empty() {
        "All restrictions were kept.".to_owned()
    } else {
        let asked: Vec<&str> = violated.iter().map(|kind| kind.asks.as_str()).collect();
        format!("Not kept: {}.", list(&asked))
    };
    let parts = kinds
        .iter()
        .map(|kind| {
            let kept = kind.violated.is_empty();
            (f64::from(u8::from(kept)), format!("{}: {}", kind.asks, if kept { "kept" } else { "not kept" }))
        })
        .collect();
    Judgement::new(share, text).at(violated.iter().flat_map(|kind| kind.violated.clone())).with_parts(parts)
}

/// The restrictions of all the client's contraindications.
fn added_up(evidence: &Evidence) -> Restrictions {
    let mut sum = Restrictions::default();
    for id in &evidence.scenario.file.client.contraindications {
        if let Some(contraindication) = evidence.knowledge.contraindications.get(id) {
            sum.add(&contraindication.restrictions);
        }
    }
    sum
}

fn kinds(evidence: &Evidence, limits: &Restrictions) -> Vec<Kind> {
    let tables = evidence.knowledge;
    let when = |breaks: &dyn Fn(&StrokeFact) -> bool| -> Vec<Tick> {
        evidence.treating().filter(|stroke| breaks(stroke)).map(|stroke| stroke.begin).collect()
    };
    let stroke_names = |ids: &[StrokeId]| {
        list(&ids.iter().map(|id| words::name(tables.strokes.get(id), id.as_str()).to_lowercase()).collect::<Vec<_>>())
    };
    let mut kinds = Vec::new();
    let mut add = |asks: String, violated: Vec<Tick>| kinds.push(Kind { asks, violated });
    if !limits.only_strokes.is_empty() {
        add(
            format!("only {}", stroke_names(&limits.only_strokes)),
            when(&|fact| !limits.only_strokes.contains(&fact.stroke)),
        );
    }
    if !limits.forbid_strokes.is_empty() {
        add(
            format!("no {}", stroke_names(&limits.forbid_strokes)),
            when(&|fact| limits.forbid_strokes.contains(&fact.stroke)),
        );
    }
    if !limits.avoid_zones.is_empty() {
        let outlines: Vec<_> = limits
            .avoid_zones
            .iter()
            .filter_map(|zone| tables.zones.get(zone))
            .flat_map(|zone| {
                [zone.outlines_on(Side::Left), zone.outlines_on(Side::Right), zone.outlines_on(Side::Both)]
            })
            .flatten()
            .collect();
        let near = |fact: &StrokeFact| {
            limits.margin_cm.is_some_and(|margin| {
                fact.lines()
                    .iter()
                    .flat_map(|line| samples(line, 0.5))
                    .any(|point| outlines.iter().any(|outline| distance_cm(outline, point) < margin))
            })
        };
        let named: Vec<String> =
            limits.avoid_zones.iter().map(|id| words::name(tables.zones.get(id), id.as_str()).to_lowercase()).collect();
        add(
            format!("keep off {}", list(&named)),
            when(&|fact| fact.zones.iter().any(|zone| limits.avoid_zones.contains(zone)) || near(fact)),
        );
    }
    if !limits.avoid_sections.is_empty() {
        let named: Vec<String> = limits
            .avoid_sections
            .iter()
            .map(|id| words::name(tables.sections.get(id), id.as_str()).to_lowercase())
            .collect();
        add(
            format!("leave out {}", list(&named)),
            when(&|fact| fact.sections.iter().any(|section| limits.avoid_sections.contains(section))),
        );
    }
    let decided = kept_off::decided(evidence);
    if !decided.is_empty() {
        let asks = format!("keep off what the decision left out, {}", kept_off::names(evidence, decided));
        add(asks, kept_off::worked_in(evidence, decided));
    }
    if let Some(scale) = limits.force_scale {
        let over = |fact: &StrokeFact| {
            let most = tables.strokes.get(&fact.stroke).map(|stroke| stroke.normal_n.1 * scale * FORCE_TOLERANCE);
            most.is_some_and(|most| fact.normal_n > most + 1e-9)
        };
        add(format!("force at most {} of the usual", words::fine(scale)), when(&over));
    }
    if let Some(minutes) = limits.max_minutes {
        let over = evidence.hands_on_s > minutes * 60.0 + 1e-9;
        add(
            format!("at most {} minutes of work", words::number(minutes)),
            if over { evidence.work_ended().into_iter().collect() } else { Vec::new() },
        );
    }
    if !limits.forbid_positions.is_empty() {
        let named: Vec<String> = limits
            .forbid_positions
            .iter()
            .map(|id| words::name(tables.positions.get(id), id.as_str()).to_lowercase())
            .collect();
        add(
            format!("not {}", list(&named)),
            when(&|fact| {
                evidence.position_at(fact.begin).is_some_and(|position| limits.forbid_positions.contains(position))
            }),
        );
    }
    if limits.lumbosacral_only {
        let top = tables.sections.get("basic").and_then(|section| section.y).map_or(60.0, |(top, _)| top);
        add(
            "stay on the lower back and pelvis".into(),
            when(&|fact| fact.path.iter().any(|point| point.1 < top - HEIGHT_TOLERANCE)),
        );
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixture::Case;

    fn share(strokes: &[(&str, f64)], force_n: f64, seconds: f64) -> f64 {
        let case = Case::new();
        let mut evidence = case.evidence();
        for (stroke, y) in strokes {
            let mut fact = case.stroke(stroke, &[(3.0, *y), (3.0, y - 4.0)], 60, 120);
            fact.normal_n = force_n;
            evidence.strokes.push(fact);
        }
        evidence.hands_on_s = seconds;
        judge(&evidence).share
    }

    #[test]
    fn work_within_the_limits_keeps_every_point() {
        assert_eq!(share(&[("flat", 90.0), ("balancing", 80.0)], 2.0, 500.0), 1.0);
    }

    #[test]
    fn each_kind_of_violation_loses_its_share() {
        let stroke = share(&[("flat", 90.0), ("hook", 90.0)], 2.0, 500.0);
        let stroke_and_time = share(&[("flat", 90.0), ("hook", 90.0)], 2.0, 800.0);
        assert!(stroke < 1.0 && stroke_and_time < stroke, "{stroke} {stroke_and_time}");
        assert!(share(&[("flat", 90.0)], 5.0, 500.0) < 1.0);
    }

    #[test]
    fn nothing_treated_keeps_no_points() {
        assert_eq!(share(&[], 2.0, 0.0), 0.0);
    }
}
