//! From a record to a judgement.
//!
//! ```text
//!  Record ──replay──► Session ──gather──► Evidence ──┬── criteria ──► ledger ──► domains ──► raw
//!                                                    └── gates ─────► safety, cap ────────► capped
//! ```
//!
//! [`grade`] replays the record; a stored score is never trusted. [`Evidence`] holds the facts,
//! each criterion is one file in `criteria`, each gate a rule in [`gates`]. Safety is a verdict of
//! its own and is never averaged into points. Points are whole thousandths, and the ledger adds up to
//! the raw result exactly.

mod criteria;
pub mod evidence;
pub mod explain;
mod fitting;
#[cfg(test)]
mod fixture;
pub mod gates;
mod gather;
mod geometry;
mod happenings;
mod render;
pub mod report;
#[cfg(test)]
mod tests;
pub mod trial;
mod words;

use std::sync::Arc;

pub use evidence::Evidence;
pub use happenings::{LookingBack, look_back};

use crate::{
    knowledge::Knowledge,
    scenario::{
        Scenario,
        rubric::{Criterion, Domain},
    },
    session::{
        record::Record,
        replay::{Divergence, replay},
    },
    units::Points,
};
use criteria::Judgement;
use report::{DomainResult, LedgerEntry, Report, Safety};

/// Grades a record: plays it again and judges what happened.
///
/// A record that was broken off is judged as far as it goes, and its report is not finished.
///
/// # Errors
/// The first place where the record differs from what happens when it is played again.
pub fn grade(knowledge: &Arc<Knowledge>, scenario: &Arc<Scenario>, record: &Record) -> Result<Report, Box<Divergence>> {
    let session = replay(knowledge, scenario, record)?;
    Ok(judge(&Evidence::gather(&session)))
}

/// Grades a record like [`grade`], together with what there is to look back on.
///
/// # Errors
/// As [`grade`].
pub fn review(
    knowledge: &Arc<Knowledge>,
    scenario: &Arc<Scenario>,
    record: &Record,
) -> Result<(Report, LookingBack), Box<Divergence>> {
    let session = replay(knowledge, scenario, record)?;
    let evidence = Evidence::gather(&session);
    let report = judge(&evidence);
    let looking_back = look_back(&evidence, &report);
    Ok((report, looking_back))
}

/// Judges the facts of an attempt by the rubric of its scenario.
#[must_use]
pub fn judge(evidence: &Evidence) -> Report {
    let rubric = &evidence.scenario.file.rubric;
    let mut ledger: Vec<LedgerEntry> = Vec::new();
    let mut domains: Vec<DomainResult> = Vec::new();
    // A choice of the variation may judge by criteria of its own, and some domains have none of them then.
    let counts = |domain: &&Domain| rubric.criteria.iter().any(|criterion| criterion.domain == domain.id);
    for domain in rubric.domains.iter().filter(counts) {
        let mut entries: Vec<LedgerEntry> = rubric
            .criteria
            .iter()
            .filter(|criterion| criterion.domain == domain.id)
            .map(|criterion| entry(evidence, criterion))
            .collect();
        let sum: Points = entries.iter().map(|entry| entry.delta).sum();
        if sum < Points(0) {
            entries.push(floor(domain, sum));
        }
        domains.push(DomainResult {
            id: domain.id.clone(),
            name: evidence.say(&domain.name).to_owned(),
            earned: sum.max(Points(0)),
            possible: entries.iter().map(|entry| entry.possible).sum(),
        });
        ledger.append(&mut entries);
    }
    let raw: Points = ledger.iter().map(|entry| entry.delta).sum();
    let gates = gates::tripped(evidence);
    let (safety, cap) = gates::verdict(&gates);
    let capped = cap.map_or(raw, |cap| raw.min(cap));
    Report {
        scenario: evidence.scenario.file.id.clone(),
        student: evidence.student.clone(),
        raw,
        capped,
        safety,
        passed: capped >= Points::from_f64(rubric.pass) && safety != Safety::Unsafe,
        finished: evidence.finished,
        domains,
        gates,
        ledger,
        client: evidence.client.clone(),
    }
}

/// The line of a criterion.
fn entry(evidence: &Evidence, criterion: &Criterion) -> LedgerEntry {
    let (rule, judgement) = criteria::judge(&criterion.rule, evidence);
    let possible = Points::from_f64(criterion.points);
    let share = if judgement.share.is_finite() { judgement.share.clamp(-1.0, 1.0) } else { 0.0 };
    let delta = if share < 0.0 { Points(0) - possible.share(-share) } else { possible.share(share) };
    LedgerEntry {
        criterion: criterion.id.clone(),
        domain: criterion.domain.clone(),
        rule: rule.to_owned(),
        delta,
        possible,
        text: text(evidence, criterion, delta, &judgement),
        events: judgement.events,
        why: evidence.say(&criterion.why).to_owned(),
        source: words::name(evidence.knowledge.sources.get(&criterion.source), criterion.source.as_str()),
        parts: judgement.parts,
    }
}

/// The case's own words for the result, if it has any, and what was seen.
fn text(evidence: &Evidence, criterion: &Criterion, delta: Points, judgement: &Judgement) -> String {
    let feedback = &criterion.feedback;
    let own = if delta >= Points::from_f64(criterion.points) {
        &feedback.full
    } else if delta > Points(0) {
        &feedback.part
    } else {
        &feedback.none
    };
    let own = evidence.say(own).trim();
    if own.is_empty() { judgement.text.clone() } else { format!("{own} {}", judgement.text) }
}

/// The line that lifts a domain to nothing: penalties never cost more than the domain has.
fn floor(domain: &Domain, sum: Points) -> LedgerEntry {
    LedgerEntry {
        criterion: format!("{}-floor", domain.id),
        domain: domain.id.clone(),
        rule: "floor".into(),
        delta: Points(0) - sum,
        possible: Points(0),
        events: Vec::new(),
        text: "A domain never falls below nothing; what the penalties took beyond that is given back.".into(),
        why: "Harm is judged by the gates, not by points below zero.".into(),
        source: "Rule of every rubric".into(),
        parts: Vec::new(),
    }
}
