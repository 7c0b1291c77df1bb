//! Questions by groups, with a search; measurements and examinations beside them.

use bevy_egui::egui::{self, TextEdit, Ui};

use super::draft::Draft;
use crate::{
    interface::{
        intent::Intent,
        text, theme,
        view::Work,
        widgets::{self, badge, press, press::Tone},
    },
    scenario::format::{Question, QuestionKind},
    session::action::Action,
};

pub(super) fn show(ui: &mut Ui, work: &Work<'_>, draft: &mut Draft, send: &mut Vec<Intent>) {
    let questions = &work.case.file.interview.questions;
    search(ui, draft, "Search the questions");
    let mut groups: Vec<&str> = Vec::new();
    for question in questions {
        if !groups.contains(&question.group.as_str()) {
            groups.push(&question.group);
        }
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(5.0, 5.0);
        if press::choice(ui, draft.group.is_none(), "All").clicked() {
            draft.group = None;
        }
        for group in &groups {
            let chosen = draft.group.as_deref() == Some(*group);
            if press::choice(ui, chosen, &text::title(group)).clicked() {
                draft.group = if chosen { None } else { Some((*group).to_owned()) };
            }
        }
    });
    let wanted = draft.search.to_lowercase();
    let mut shown = 0;
    for group in groups {
        let in_group = draft.group.as_deref().is_none_or(|chosen| chosen == group);
        let fitting: Vec<&Question> = questions
            .iter()
            .filter(|question| in_group && question.group == group)
            .filter(|question| wanted.is_empty() || wording(work, question).to_lowercase().contains(&wanted))
            .collect();
        if fitting.is_empty() {
            continue;
        }
        ui.add_space(theme::TIGHT);
        ui.label(theme::label(text::title(group).to_uppercase()));
        for question in fitting {
            ask(ui, work, question, send);
            shown += 1;
        }
    }
    if shown == 0 {
        ui.label(theme::soft("No question holds these words."));
    }
}

/// A search field that keeps its words in the draft.
pub(super) fn search(ui: &mut Ui, draft: &mut Draft, hint: &str) {
    ui.horizontal(|ui| {
        let label = ui.label(theme::remark("Search"));
        let width = ui.available_width();
        let field =
            TextEdit::singleline(&mut draft.search).hint_text(hint).desired_width(width - 20.0).margin(theme::FIELD);
        ui.add(field).labelled_by(label.id);
    });
}

fn ask(ui: &mut Ui, work: &Work<'_>, question: &Question, send: &mut Vec<Intent>) {
    let asked = work.progress.was_asked(&question.id);
    let words = wording(work, question);
    let kind = match question.kind {
        QuestionKind::Question => None,
        QuestionKind::Measurement => Some("measure"),
        QuestionKind::Examination => Some("examine"),
    };
    let tone = if asked { Tone::Done } else { Tone::Plain };
    let made = widgets::tile(ui, tone, &words, |ui| {
        ui.horizontal_top(|ui| {
            badge::done_box(ui, asked);
            ui.vertical(|ui| {
                let line = if asked { theme::soft(&words) } else { theme::body(&words) };
                ui.add(egui::Label::new(line).wrap());
                if let Some(kind) = kind {
                    ui.label(theme::remark(kind).color(theme::ACCENT));
                }
            });
        });
    });
    if made.response.clicked() {
        send.push(Intent::Act(Action::Ask(question.id.clone())));
    }
}

/// The wording of a question: its own, or that of the red flag it is.
pub(super) fn wording(work: &Work<'_>, question: &Question) -> String {
    if let Some(ask) = &question.ask {
        return work.case.say(ask, work.language).to_owned();
    }
    let flag = question.red_flag.as_ref().and_then(|id| work.knowledge.red_flags.get(id));
    match flag {
        Some(flag) if work.language == "de" => flag.ask.de.clone(),
        Some(flag) => flag.ask.en.clone(),
        None => text::title(&question.id),
    }
}
