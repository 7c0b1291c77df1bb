//! Gates: questions of safety that no points can outweigh.
//!
//! A gate is judged on what was done, never on points. It trips once, at the first moment it could,
//! and caps the result. Three cautions together are unsafe.

mod work;

use super::{
    evidence::{Evidence, StrokeFact},
    report::{GateResult, Safety},
    words::{self, either, list},
};
use crate::{
    scenario::{
        format::Condition,
        rubric::{Gate, GateRule, GateSeverity},
    },
    units::{Points, Tick},
};

/// Points at most after an unsafe act, unless the gate says otherwise.
pub const UNSAFE_CAP: Points = Points(40_000);

/// Points at most after something to be careful about, unless the gate says otherwise.
pub const CAUTION_CAP: Points = Points(69_000);

/// So many cautions are unsafe.
pub const CAUTIONS_UNSAFE: usize = 3;

/// A gate that trips: when first, and what was done in words.
type Tripped = (Tick, String);

/// All gates of the scenario that tripped, in the order of the file. Also for messages while
/// working: evidence of an attempt that is still going on gives the gates tripped so far.
#[must_use]
pub fn tripped(evidence: &Evidence) -> Vec<GateResult> {
    evidence.scenario.file.rubric.gates.iter().filter_map(|gate| judge(evidence, gate)).collect()
}

/// The verdict on safety, and the cap, from gates that tripped.
#[must_use]
pub fn verdict(gates: &[GateResult]) -> (Safety, Option<Points>) {
    let worst = gates.iter().map(|gate| gate.severity).max().unwrap_or(Safety::Clear);
    let mut cap = gates.iter().map(|gate| gate.cap).min();
    let cautions = gates.iter().filter(|gate| gate.severity == Safety::Caution).count();
    if cautions >= CAUTIONS_UNSAFE {
        cap = cap.map(|cap| cap.min(UNSAFE_CAP));
        return (Safety::Unsafe, cap);
    }
    (worst, cap)
}

fn judge(evidence: &Evidence, gate: &Gate) -> Option<GateResult> {
    let (tick, what) = check(evidence, &gate.when)?;
    // A gate of conditions alone has no single deed to name; its reason follows in the case's own words.
    let what = if what.is_empty() { "a rule of this case was not kept".to_owned() } else { what };
    let (severity, default) = match gate.severity {
        GateSeverity::Caution => (Safety::Caution, CAUTION_CAP),
        GateSeverity::Unsafe => (Safety::Unsafe, UNSAFE_CAP),
    };
    let source = evidence.knowledge.sources.get(&gate.source);
    Some(GateResult {
        id: gate.id.clone(),
        severity,
        cap: gate.cap.map_or(default, Points::from_f64),
        tick,
        what: words::sentence(&what),
        why: evidence.say(&gate.why).to_owned(),
        source: words::name(source, gate.source.as_str()),
        stop: gate.stop,
    })
}

/// Whether a rule holds, when it did first, and what was done.
fn check(evidence: &Evidence, rule: &GateRule) -> Option<Tripped> {
    let tables = evidence.knowledge;
    let treating = |breaks: &dyn Fn(&StrokeFact) -> bool| first_stroke(evidence, evidence.treating(), breaks);
    match rule {
        GateRule::AnyWork => treating(&|_| true),
        GateRule::Decided(outcomes) => {
            let (tick, decision) = evidence.decision().or(evidence.decisions.last())?;
            outcomes.contains(&decision.outcome).then(|| {
                let name = words::name(tables.decisions.get(&decision.outcome), decision.outcome.as_str());
                (*tick, format!("decided: {}", name.to_lowercase()))
            })
        }
        GateRule::StrokeUsed(strokes) => {
            first_stroke(evidence, evidence.strokes.iter(), &|fact| strokes.contains(&fact.stroke))
        }
        GateRule::ZoneWorked(zones) => treating(&|fact| fact.zones.iter().any(|zone| zones.contains(zone))),
        GateRule::SectionWorked(sections) => {
            treating(&|fact| fact.sections.iter().any(|section| sections.contains(section)))
        }
        GateRule::DeepInSwelling => treating(&|fact| work::deep_in_swelling(evidence, fact)),
        GateRule::ForceOver(newtons) => work::force_over(evidence, *newtons),
        GateRule::MinutesOver(minutes) => work::minutes_over(evidence, *minutes),
        GateRule::TouchBefore(items) => {
            let touch = evidence.first_touch()?;
            let missing: Vec<String> = items
                .iter()
                .filter(|item| Evidence::first(&evidence.prepared, item).is_none_or(|done| done > touch))
                .map(|item| words::name(tables.preparation.get(item.as_str()), item).to_lowercase())
                .collect();
            (!missing.is_empty()).then(|| (touch, format!("touched before this was done: {}", list(&missing))))
        }
        GateRule::WorkedOnAfterStop(seconds) => work::worked_on(evidence, *seconds),
        GateRule::NotAsked(questions) => {
            let touch = evidence.first_touch()?;
            let missing = questions
                .iter()
                .filter(|question| Evidence::first(&evidence.asked, question).is_none_or(|asked| asked > touch))
                .count();
            (missing > 0)
                .then(|| (touch, format!("touched with {} not asked", words::count(missing, "needed question"))))
        }
        GateRule::PositionUsed(positions) => {
            // Where the client was put, and where the client was left for the work.
            let placed = evidence.positions.iter().skip(1).find(|(_, position)| positions.contains(position));
            let worked = evidence.strokes.iter().find_map(|fact| {
                let position = evidence.position_at(fact.begin)?;
                positions.contains(position).then_some((fact.begin, position))
            });
            let (tick, position) = placed.map(|(tick, position)| (*tick, position)).into_iter().chain(worked).min()?;
            let name = words::name(tables.positions.get(position), position.as_str()).to_lowercase();
            Some((tick, format!("the client was placed in this position: {name}")))
        }
        GateRule::Said(statements) => evidence.said.iter().find(|(_, id)| statements.contains(id)).map(|(tick, id)| {
            let all = &evidence.scenario.file.task.statements;
            let said = all.iter().find(|statement| statement.id == *id);
            (*tick, format!("said: \"{}\"", said.map_or(id.as_str(), |said| evidence.say(&said.words))))
        }),
        // What is so for the client was so from the beginning; everything else is known at the end.
        GateRule::When(condition) => condition.holds(evidence).then(|| {
            let tick = if matches!(condition, Condition::Fact(..)) { Tick(0) } else { evidence.end };
            (tick, String::new())
        }),
        GateRule::Any(rules) => rules.iter().filter_map(|rule| check(evidence, rule)).min(),
        GateRule::All(rules) => {
            let all: Option<Vec<Tripped>> = rules.iter().map(|rule| check(evidence, rule)).collect();
            let all = all?;
            let tick = all.iter().map(|(tick, _)| *tick).max()?;
            let said: Vec<&str> = all.iter().map(|(_, what)| what.as_str()).filter(|what| !what.is_empty()).collect();
            Some((tick, if said.is_empty() { String::new() } else { list(&said) }))
        }
        GateRule::Not(rule) => match check(evidence, rule) {
            Some(_) => None,
            None => Some((evidence.end, absent(evidence, rule))),
        },
    }
}

/// The first stroke of which something holds.
fn first_stroke<'e>(
    evidence: &Evidence,
    strokes: impl Iterator<Item = &'e StrokeFact>,
    breaks: &dyn Fn(&StrokeFact) -> bool,
) -> Option<Tripped> {
    strokes.filter(|fact| breaks(fact)).min_by_key(|fact| fact.begin).map(|fact| (fact.begin, describe(evidence, fact)))
}

/// A stroke in words: which one, where.
fn describe(evidence: &Evidence, fact: &StrokeFact) -> String {
    let tables = evidence.knowledge;
    let name = words::name(tables.strokes.get(&fact.stroke), fact.stroke.as_str()).to_lowercase();
    let zone = fact.zones.first().map(|zone| words::name(tables.zones.get(zone), zone.as_str()).to_lowercase());
    let section = || fact.sections.first().map(|id| words::name(tables.sections.get(id), id.as_str()).to_lowercase());
    match zone.map(|zone| format!("zone \"{zone}\"")).or_else(section) {
        Some(place) => format!("{name} in {}{place}", words::side(fact.side)),
        None => name,
    }
}

/// What was left undone, in words, for a rule that should have held.
fn absent(evidence: &Evidence, rule: &GateRule) -> String {
    match rule {
        GateRule::Decided(outcomes) => {
            let names: Vec<String> = outcomes
                .iter()
                .map(|id| words::name(evidence.knowledge.decisions.get(id), id.as_str()).to_lowercase())
                .collect();
            format!("not decided: {}", either(&names))
        }
        GateRule::Said(_) => "what should have been said was not".into(),
        GateRule::PositionUsed(_) => "the position needed was not used".into(),
        GateRule::AnyWork => "nothing was treated".into(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
