//! The client: who it is, how they are, and what they say and show as it comes.

use bevy_egui::egui::{self, Frame, Grid, Panel, ScrollArea, Ui};

use super::responses;
use crate::{
    interface::{
        intent::Intent,
        text, theme,
        view::{View, Work},
        widgets::bubble::{Voice, bubble},
    },
    knowledge::entry::Name,
    scenario::format::QuestionKind,
    session::action::{Drape, Response},
    simulation::observation::{CueKind, Vitals},
    units::Tick,
};

pub(super) fn show(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, send: &mut Vec<Intent>) {
    let person = &work.case.file.client;
    let say = |text| work.case.say(text, work.language);
    ui.label(theme::heading(&person.name));
    ui.label(theme::remark(format!("{} years · {}", person.age, say(&person.occupation))));
    ui.label(theme::remark(position(view, work)));
    ui.add_space(theme::TIGHT);
    ui.scope(|ui| signs(ui, work));
    ui.add_space(theme::TIGHT);
    ui.separator();
    if responses::wanted(work) {
        Panel::bottom("answers").resizable(false).frame(Frame::new()).show(ui, |ui| responses::show(ui, work, send));
    }
    ScrollArea::vertical().id_salt("words").auto_shrink([false, false]).stick_to_bottom(true).show(ui, |ui| {
        conversation(ui, work);
    });
}

fn position(view: &View<'_>, work: &Work<'_>) -> String {
    let english = |name: &Name| name.en.clone();
    let posture = view.knowledge.positions.get(&work.progress.position).map(|position| english(&position.name));
    let sheet = match work.progress.drape {
        Drape::Covered => "covered to the shoulders",
        Drape::Back => "back free to the waist",
        Drape::Sacrum => "back free to the sacrum",
    };
    let rest = if work.progress.resting() { " · resting" } else { "" };
    format!("{} · {sheet}{rest}", posture.unwrap_or_default())
}

fn signs(ui: &mut Ui, work: &Work<'_>) {
    let now = &work.observation.vitals;
    let pressure = measured(work).map_or_else(
        || "not measured".to_owned(),
        |(tick, vitals)| format!("{:.0}/{:.0} at {}", vitals.systolic, vitals.diastolic, text::clock(tick)),
    );
    ui.spacing_mut().interact_size.y = 16.0;
    Grid::new("signs").num_columns(2).spacing([theme::GAP, 3.0]).show(ui, |ui| {
        let mut row = |name: &str, value: String| {
            ui.label(theme::remark(name));
            ui.label(theme::body(value));
            ui.end_row();
        };
        row("Looks", looks(now));
        row("Seems", seems(now));
        row("Pulse", format!("{:.0} a minute", now.heart_rate));
        row("Breathing", format!("{:.0} a minute", now.breathing_rate));
        row("Skin of the back", format!("{:.1} °C", now.trunk_c));
        row("Hands, feet", format!("{:.1}, {:.1} °C", now.hands_c, now.feet_c));
        row("Blood pressure", pressure);
    });
}

/// The last time pulse and pressure were measured, with the sample nearest to it.
fn measured<'a>(work: &Work<'a>) -> Option<(Tick, &'a Vitals)> {
    let (tick, _) = work.progress.responses.iter().rev().find(|(_, response)| *response == Response::MeasureVitals)?;
    let sample = work.trace.samples.iter().rev().find(|sample| sample.tick <= *tick)?;
    Some((*tick, &sample.vitals))
}

fn looks(now: &Vitals) -> String {
    let colour = match now.pallor {
        pallor if pallor > 0.66 => "very pale",
        pallor if pallor > 0.33 => "rather pale",
        _ => "rosy",
    };
    let skin = match now.sweating {
        sweat if sweat > 0.66 => "in cold sweat",
        sweat if sweat > 0.33 => "sweating a little",
        _ => "dry",
    };
    format!("{colour}, {skin}")
}

fn seems(now: &Vitals) -> String {
    let ease = match now.comfort {
        comfort if comfort > 0.75 => "at ease",
        comfort if comfort > 0.5 => "calm",
        comfort if comfort > 0.3 => "tense",
        _ => "in distress",
    };
    let awake = match now.alertness {
        alert if alert > 0.75 => "wide awake",
        alert if alert > 0.4 => "awake",
        alert if alert > 0.15 => "drowsy",
        _ => "asleep",
    };
    format!("{ease}, {awake}")
}

/// Everything said, shown, measured, seen and felt, in its order.
fn conversation(ui: &mut Ui, work: &Work<'_>) {
    let say = |text| work.case.say(text, work.language);
    let mut lines: Vec<(Tick, Voice, String)> =
        vec![(Tick(0), Voice::Client, say(&work.case.file.client.complaint).to_owned())];
    for asked in &work.progress.asked {
        let question = work.case.file.interview.questions.iter().find(|question| question.id == asked.id);
        let words = question.map(|question| super::history::wording(work, question)).unwrap_or_default();
        lines.push((asked.tick, Voice::Student, words));
        let voice = if asked.kind == QuestionKind::Question { Voice::Client } else { Voice::Finding };
        lines.push((asked.tick, voice, asked.answer.clone()));
    }
    lines.extend(work.progress.seen.iter().map(|seen| (seen.tick, Voice::Finding, format!("Seen: {}", seen.words))));
    lines.extend(work.progress.felt.iter().map(|felt| (felt.tick, Voice::Finding, format!("Felt: {}", felt.words))));
    for said in &work.progress.said {
        let statement = work.case.file.task.statements.iter().find(|statement| statement.id == said.id);
        if let Some(statement) = statement {
            lines.push((said.tick, Voice::Student, say(&statement.words).to_owned()));
        }
    }
    for (tick, response) in &work.progress.responses {
        lines.push((*tick, Voice::Student, responses::said(*response).to_owned()));
    }
    for entry in &work.progress.cues {
        let open = entry.cue.asks_for_response && entry.answers.is_empty();
        let voice = match entry.cue.kind {
            _ if open => Voice::Urgent,
            CueKind::Reaction(_) => Voice::Sign,
            CueKind::Sensation(_) | CueKind::StopWord | CueKind::Remark(_) => Voice::Client,
        };
        lines.push((entry.cue.tick, voice, entry.cue.words.clone()));
    }
    lines.sort_by_key(|(tick, ..)| *tick);
    for (tick, voice, words) in &lines {
        bubble(ui, *voice, &text::clock(*tick), words);
    }
    ui.add(egui::Label::new("").wrap());
}
