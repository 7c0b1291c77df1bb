//! The chain of causes behind the client's words, signs and reactions, in plain sentences.
//!
//! The causes are those the simulation kept when they acted. Debrief and `explain` print the same text.

use super::{Evidence, judge, report::LedgerEntry, words};
use crate::{
    session::{Session, action::Response, progress::CueEntry},
    simulation::{
        account::relief_sentence,
        observation::{CueKind, SkinMark},
    },
};

/// Everything the client said and showed, in order, each with its causes; then what is left at the end; then what in
/// questions, decision, words and order lies behind the result, which no client can show.
#[must_use]
pub fn whole(session: &Session) -> String {
    let mut lines = vec![format!("{} · {}", session.header().scenario, session.header().student)];
    if session.progress().cues.is_empty() {
        lines.push("The client said and showed nothing that comes from the hands.".into());
    }
    for entry in &session.progress().cues {
        lines.push(String::new());
        lines.push(format!("{}  {}: {}", entry.cue.tick, kind(entry), entry.cue.words));
        lines.extend(entry.cue.cause.chain().into_iter().map(|link| format!("    {link}")));
        lines.push(format!("    {}", answered(entry)));
    }
    lines.push(String::new());
    lines.push(format!("At the end, {}", session.tick()));
    let ending = ending(session);
    if ending.is_empty() {
        lines.push("    The hands have left nothing that has to be explained.".into());
    }
    lines.extend(ending.into_iter().map(|line| format!("    {line}")));
    let behind = behind(session);
    if !behind.is_empty() {
        lines.push(String::new());
        lines.push("What lies behind the result".into());
        lines.extend(behind.into_iter().map(|line| format!("    {line}")));
    }
    lines.join("\n")
}

/// What went wrong in safety, questions, decision, words, order and work, in the words of the judgement: gates first,
/// then what lost points, the most first, each with its reason and source.
fn behind(session: &Session) -> Vec<String> {
    let report = judge(&Evidence::gather(session));
    let ended = |what: &str| if what.ends_with(['.', '!']) || what.ends_with(".\"") { "" } else { "." };
    let gates = report.gates.iter();
    let safety =
        gates.map(|gate| format!("{}: {}{} {} ({})", gate.tick, gate.what, ended(&gate.what), gate.why, gate.source));
    let mut lost: Vec<&LedgerEntry> = report.ledger.iter().filter(|entry| entry.delta < entry.possible).collect();
    lost.sort_by_key(|entry| std::cmp::Reverse((entry.possible - entry.delta).0));
    let lost = lost.into_iter().map(|entry| match entry.parts.first().filter(|_| entry.rule == "strokes") {
        Some(weakest) => format!("{} {weakest}. {} ({})", entry.text, entry.why, entry.source),
        None => format!("{} {} ({})", entry.text, entry.why, entry.source),
    });
    safety.chain(lost).collect()
}

/// The client at the moment the session stands at.
#[must_use]
pub fn moment(session: &Session) -> String {
    let mut lines =
        vec![format!("{} · {} · at {}", session.header().scenario, session.header().student, session.tick())];
    lines.extend(session.account().sentences().into_iter().map(|line| format!("    {line}")));
    lines.extend(marks(&session.latest().marks).into_iter().map(|line| format!("    {line}")));
    lines.join("\n")
}

/// What the session leaves: pain with both shares of its relief, tissue, marks, and what will come later.
#[must_use]
pub fn ending(session: &Session) -> Vec<String> {
    let mut lines: Vec<String> = relief_sentence(&session.latest().relief).into_iter().collect();
    lines.extend(marks(&session.latest().marks));
    for prospect in session.outlook() {
        let hours = prospect.onset_min / 60.0;
        let about = |number: f64, unit: &str| match number.round() {
            one if one <= 1.0 => format!("in about one {unit}"),
            many => format!("in about {many:.0} {unit}s"),
        };
        let when = if hours < 1.0 { about(prospect.onset_min, "minute") } else { about(hours, "hour") };
        lines.push(format!("Later, {when}: {}", prospect.cause.sentence()));
    }
    lines
}

/// What happened in the client, for the debrief: why something unwanted was said or shown, and what is left.
#[must_use]
pub fn story(session: &Session) -> Vec<String> {
    let unwanted = session.progress().cues.iter().filter(|entry| entry.cue.asks_for_response);
    let mut lines: Vec<String> =
        unwanted.map(|entry| format!("{}: \"{}\" {}", entry.cue.tick, entry.cue.words, entry.cue.because())).collect();
    lines.extend(ending(session));
    lines
}

fn kind(entry: &CueEntry) -> &'static str {
    match entry.cue.kind {
        CueKind::Sensation(_) => "says",
        CueKind::Reaction(_) => "shows",
        CueKind::StopWord => "stop word",
        CueKind::Remark(_) => "says first",
    }
}

fn answered(entry: &CueEntry) -> String {
    let insisted = matches!(entry.answers.first(), Some((_, Response::Insist)));
    match entry.delay_s() {
        Some(seconds) if insisted => format!("Talked away after {seconds:.1} s, not answered."),
        Some(seconds) if entry.cue.asks_for_response => format!("Answered after {seconds:.1} s."),
        Some(seconds) => format!("It asked for no answer; spoken to {seconds:.1} s later."),
        None if entry.cue.asks_for_response => "Not answered.".into(),
        None => "It asked for no answer.".into(),
    }
}

/// What stands on the skin, in sentences.
fn marks(marks: &[SkinMark]) -> Vec<String> {
    let count = |of: &dyn Fn(&SkinMark) -> bool| marks.iter().filter(|mark| of(mark)).count();
    let lines = [
        (
            count(&|mark| mark.redness >= 0.1),
            "red line",
            "the small vessels of the skin answer shear; plain to see after 15 to 20 s",
        ),
        (
            count(&|mark| mark.flare >= 0.1),
            "flare",
            "endings of the skin widen vessels beside the line, after half a minute",
        ),
        (
            count(&|mark| mark.wheal_mm >= 0.2),
            "wheal",
            "skin that raises them readily, under enough shear; after 1 to 5 minutes",
        ),
        (
            count(&|mark| mark.blanch >= 0.1 && mark.blanch > mark.redness),
            "white line",
            "small vessels close under shear and open again late or hardly; so in atopy",
        ),
        (count(&|mark| mark.bruise >= 0.02), "bruise", "small vessels bled under shear; fully seen the next day"),
    ];
    lines
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, what, because)| format!("On the skin: {}, because {because}.", words::count(count, what)))
        .collect()
}
