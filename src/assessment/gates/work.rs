//! Gates on how the work itself went: depth, force, time, and going on after a stop.

use super::{Tripped, describe};
use crate::{
    assessment::{
        evidence::{CueFact, Evidence, StrokeFact},
        words,
    },
    knowledge::stroke::Role,
    session::action::Response,
    simulation::{contact::Aim, observation::CueKind},
    units::{TICKS_PER_SECOND, Tick},
};

/// Reactions of this grade concern the whole person.
const GENERAL: u32 = 2;

/// A deep stroke in swollen tissue: at the fascia, or of a kind that is never used there.
pub(super) fn deep_in_swelling(evidence: &Evidence, fact: &StrokeFact) -> bool {
    let swollen = fact
        .findings
        .iter()
        .filter_map(|id| evidence.finding(id))
        .any(|placed| placed.kind.as_str() == "swelling" && placed.grades.whole() > 0);
    let never = evidence.knowledge.findings.get("swelling").is_some_and(|kind| kind.never.contains(&fact.stroke));
    swollen && (never || fact.layer == Aim::Fascia)
}

/// More than a second in all above a normal force.
pub(super) fn force_over(evidence: &Evidence, newtons: f64) -> Option<Tripped> {
    let (mut ticks, mut most) = (0u32, 0.0_f64);
    for fact in evidence.treating().filter(|fact| fact.normal_n > newtons) {
        most = most.max(fact.normal_n);
        let left = TICKS_PER_SECOND.saturating_sub(ticks);
        ticks = ticks.saturating_add(fact.end.0.saturating_sub(fact.begin.0));
        if ticks > TICKS_PER_SECOND {
            let what = format!(
                "pressed with {} N, more than {} N: {}",
                words::number(most),
                words::number(newtons),
                describe(evidence, fact)
            );
            return Some((fact.begin.after(left), what));
        }
    }
    None
}

/// Hands-on time above a limit.
pub(super) fn minutes_over(evidence: &Evidence, minutes: f64) -> Option<Tripped> {
    if evidence.hands_on_s <= minutes * 60.0 {
        return None;
    }
    let mut left = minutes * 60.0;
    let mut when = evidence.work_ended()?;
    for fact in evidence.treating() {
        if fact.seconds() > left {
            when = fact.begin.after(Tick::from_seconds(left).0);
            break;
        }
        left -= fact.seconds();
    }
    let spent = words::number(evidence.hands_on_s / 60.0);
    Some((when, format!("worked {spent} minutes, more than {}", words::number(minutes))))
}

/// Work went on after a sign at which it stops.
pub(super) fn worked_on(evidence: &Evidence, seconds: f64) -> Option<Tripped> {
    evidence
        .cues
        .iter()
        .filter(|fact| stops_work(evidence, fact))
        .filter_map(|fact| went_on(evidence, fact, seconds))
        .min()
}

fn stops_work(evidence: &Evidence, fact: &CueFact) -> bool {
    match &fact.cue.kind {
        CueKind::StopWord => true,
        CueKind::Remark(_) => false,
        CueKind::Sensation(id) => evidence.knowledge.sensations.get(id).is_some_and(|sensation| sensation.stop),
        CueKind::Reaction(id) => evidence.knowledge.reactions.get(id).is_some_and(|reaction| reaction.grade >= GENERAL),
    }
}

fn went_on(evidence: &Evidence, fact: &CueFact, seconds: f64) -> Option<Tripped> {
    let cue = &fact.cue;
    let stop_word = cue.kind == CueKind::StopWord;
    let limit = cue.tick.after(Tick::from_seconds(seconds.max(0.0)).0);
    // After the stop word only consent lets work go on; after pain or a reaction, that it was heeded.
    let heeds = |response: Response| {
        if stop_word {
            response == Response::AskConsent
        } else {
            !matches!(response, Response::Insist | Response::AskSensation | Response::ReAnchor)
        }
    };
    let resumed = evidence
        .responses
        .iter()
        .find(|(tick, response)| *tick >= cue.tick && heeds(*response))
        .map_or(Tick(u32::MAX), |(tick, _)| *tick);
    evidence
        .treating()
        .filter(|stroke| stop_word || matches!(stroke.role, Role::Work | Role::Foreign))
        .find(|stroke| stroke.end > limit && stroke.begin.max(limit) < resumed)
        .map(|stroke| {
            let sign = if stop_word { "the client said stop".to_owned() } else { format!("\"{}\"", cue.words) };
            (stroke.begin.max(limit), format!("went on after {sign}: {}", describe(evidence, stroke)))
        })
}
