//! From a session to the facts that are judged.

use crate::{
    knowledge::{id::ReactionId, stroke::Role},
    session::{
        Session,
        progress::Done,
        trace::{Sample, StrokeTrace},
    },
    units::{TICKS_PER_SECOND, Tick},
};

use super::{
    evidence::{CueFact, Evidence, Later, StrokeFact, TissueFact},
    explain, geometry,
};

/// A place counts as worked on when a stroke spent at least this share of its time there.
const WORKED_SHARE: f64 = 0.2;

impl<'a> Evidence<'a> {
    /// The facts of a session so far; it may still be going on.
    #[must_use]
    pub fn gather(session: &'a Session) -> Self {
        let (progress, trace) = (session.progress(), session.trace());
        let done = |items: &[Done]| items.iter().map(|item| (item.tick, item.id.clone())).collect();
        let mut evidence = Self::empty(session.knowledge(), session.scenario(), &session.header().student);
        evidence.language.clone_from(&session.header().language);
        evidence.finished = session.finished();
        evidence.end = trace.length;
        evidence.steps = progress.visits.iter().map(|visit| (visit.tick, visit.step.clone())).collect();
        evidence.asked = progress.asked.iter().map(|asked| (asked.tick, asked.id.clone())).collect();
        evidence.looks = progress.looks.iter().map(|look| (look.tick, look.raking())).collect();
        evidence.marks = progress.marks.iter().map(|marked| (marked.tick, marked.mark.clone())).collect();
        evidence.decisions = progress
            .reconsidered
            .iter()
            .chain(&progress.decision)
            .map(|decided| (decided.tick, decided.decision.clone()))
            .collect();
        evidence.prepared = done(&progress.prepared);
        evidence.positions.clone_from(&progress.positions);
        evidence.closed = done(&progress.closed);
        evidence.said = done(&progress.said);
        evidence.responses.clone_from(&progress.responses);
        evidence.rests = progress.rests.iter().map(|(from, until)| (*from, until.unwrap_or(trace.length))).collect();
        evidence.cues = progress
            .cues
            .iter()
            .map(|entry| CueFact { cue: entry.cue.clone(), answers: entry.answers.clone() })
            .collect();
        let steps = geometry::Steps::new(evidence.knowledge);
        evidence.strokes = trace.strokes.iter().map(|stroke| fact(&evidence, &steps, stroke)).collect();
        evidence.hands_on_s = progress.treating_seconds();
        evidence.reactions = reactions(&trace.samples);
        evidence.later = later(session);
        evidence.client = explain::story(session);
        evidence.tissue = tissue(session, &trace.samples);
        if let (Some(first), last) = (trace.samples.first(), &session.latest().vitals) {
            evidence.comfort = (first.vitals.comfort, last.comfort);
            evidence.arousal = (first.vitals.arousal, last.arousal);
        }
        evidence
    }
}

fn fact(evidence: &Evidence, steps: &geometry::Steps<'_>, stroke: &StrokeTrace) -> StrokeFact {
    let role = evidence.knowledge.strokes.get(&stroke.stroke).map_or(Role::Foreign, |entry| entry.role);
    let mut fact = StrokeFact {
        stroke: stroke.stroke.clone(),
        role,
        aim: stroke.grip.aim,
        layer: stroke.layer().unwrap_or(stroke.grip.aim),
        side: stroke.side,
        both_hands: stroke.grip.both_hands,
        path: stroke.path.iter().map(|(_, place)| place.point()).collect(),
        begin: stroke.start,
        end: stroke.end,
        speed_cm_s: stroke.mean_cm_s,
        normal_n: stroke.normal_n,
        sensations: stroke
            .sensations
            .iter()
            .map(|(id, ticks)| (id.clone(), f64::from(*ticks) / f64::from(TICKS_PER_SECOND)))
            .collect(),
        zones: Vec::new(),
        findings: Vec::new(),
        sections: Vec::new(),
        steps: Vec::new(),
    };
    let worked = |share: f64| share >= WORKED_SHARE;
    for (place, _) in stroke.zones.iter().filter(|(_, share)| worked(*share)) {
        if !fact.zones.contains(&place.zone) {
            fact.zones.push(place.zone.clone());
        }
    }
    for (finding, _) in stroke.findings.iter().filter(|(_, share)| worked(*share)) {
        if !fact.findings.contains(finding) {
            fact.findings.push(finding.clone());
        }
    }
    fact.sections = stroke.sections.iter().filter(|(_, share)| worked(*share)).map(|(id, _)| id.clone()).collect();
    fact.steps = steps.of(&fact.stroke, &fact.lines());
    fact
}

/// Reactions with the moment they were first there.
fn reactions(samples: &[Sample]) -> Vec<(Tick, ReactionId)> {
    let mut found: Vec<(Tick, ReactionId)> = Vec::new();
    for sample in samples {
        for reaction in &sample.reactions {
            if !found.iter().any(|(_, known)| known == reaction) {
                found.push((sample.tick, reaction.clone()));
            }
        }
    }
    found
}

/// Reactions that the outlook of a session that was worked in promises.
fn later(session: &Session) -> Vec<Later> {
    let outlook = session.outlook().into_iter();
    outlook
        .map(|prospect| Later {
            by_work: prospect.cause.by_work(),
            reaction: prospect.reaction,
            minutes: prospect.onset_min,
        })
        .collect()
}

/// The tissue of the findings before and at the end; of a finding on both sides the mean.
fn tissue(session: &Session, samples: &[Sample]) -> Vec<TissueFact> {
    let Some(last) = samples.last() else { return Vec::new() };
    let mut facts: Vec<(TissueFact, f64)> = Vec::new();
    for (index, area) in session.areas().iter().enumerate() {
        let at = |list: &[Option<f64>]| list.get(index).copied().flatten();
        let (Some(before_mm), Some(after_mm)) = (at(&last.mobility_before_mm), at(&last.mobility_mm)) else { continue };
        match facts.iter_mut().find(|(fact, _)| fact.finding == area.id) {
            Some((fact, sides)) => {
                fact.before_mm += (before_mm - fact.before_mm) / (*sides + 1.0);
                fact.after_mm += (after_mm - fact.after_mm) / (*sides + 1.0);
                *sides += 1.0;
            }
            None => facts.push((TissueFact { finding: area.id.clone(), before_mm, after_mm }, 1.0)),
        }
    }
    facts.into_iter().map(|(fact, _)| fact).collect()
}
