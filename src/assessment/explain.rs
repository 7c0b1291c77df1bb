//! The chain of causes behind the client's words, signs and reactions, in plain sentences.
//!
//! The causes are those the simulation kept when they acted. Debrief and `explain` print the same text.

use crate::{
    session::{Session, progress::CueEntry},
    simulation::{
        account::relief_sentence,
        observation::{CueKind, SkinMark},
    },
};

/// Everything the client said and showed, in order, each with its causes; then what is left at the end.
#[must_use]
pub fn whole(session: &Session) -> String {
    let mut lines = vec![format!("{} · {}", session.header().scenario, session.header().student)];
    if session.progress().cues.is_empty() {
        lines.push("The client said and showed nothing that has to be explained.".into());
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
        lines.push("    Nothing is left that has to be explained.".into());
    }
    lines.extend(ending.into_iter().map(|line| format!("    {line}")));
    lines.join("\n")
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
        let when = if hours < 1.0 {
            format!("in about {:.0} minutes", prospect.onset_min.max(1.0))
        } else {
            format!("in about {hours:.0} hours")
        };
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
    match entry.delay_s() {
        Some(seconds) => format!("Answered after {seconds:.1} s."),
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
            "red lines",
            "the small vessels of the skin answer shear; clear after 15 to 20 s",
        ),
        (
            count(&|mark| mark.flare >= 0.1),
            "flares",
            "endings of the skin widen vessels beside the line, after half a minute",
        ),
        (
            count(&|mark| mark.wheal_mm >= 0.2),
            "wheals",
            "skin that raises them readily, under enough shear; after 1 to 5 minutes",
        ),
        (count(&|mark| mark.bruise >= 0.02), "bruises", "small vessels bled under shear; fully seen the next day"),
    ];
    lines
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, what, because)| format!("On the skin: {count} {what}, because {because}."))
        .collect()
}
