//! The strip below: why something could not be done, what the client waits for, and what helps now.

use bevy_egui::egui::{self, Ui};

use crate::{
    assessment::report::Safety,
    interface::{
        intent::Intent,
        text, theme,
        view::{View, Work},
        widgets::{badge, press},
    },
    scenario::format::{FeedbackMode, Phase},
    session::progress::CueEntry,
    simulation::observation::CueKind,
};

pub(super) fn show(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, send: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        ui.set_min_height(26.0);
        let trouble = work.refusal.map(ToString::to_string).or_else(|| view.message.map(str::to_owned));
        if let Some(trouble) = trouble {
            mark(ui, Safety::Caution);
            ui.add(egui::Label::new(theme::body(text::capital(&trouble)).color(theme::CAUTION)).truncate());
        } else if let Some(hint) = answer(view, work) {
            mark(ui, Safety::Caution);
            ui.add(egui::Label::new(theme::body(hint)).truncate());
        } else {
            ui.add(egui::Label::new(theme::soft(usual(work))).truncate());
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let waiting = work.tool.perform.len();
            if waiting > 0 {
                if press::choice(ui, false, "Stop the hand").clicked() {
                    send.push(Intent::Drop);
                }
                ui.label(theme::remark(format!("{} to do", text::count(waiting, "stroke"))));
            }
        });
    });
}

fn mark(ui: &mut Ui, safety: Safety) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(18.0, 18.0), egui::Sense::hover());
    badge::safety_shape(ui.painter(), rect.center(), 8.0, safety);
}

/// What the latest cue without an answer means; in an exam only that it is there.
fn answer(view: &View<'_>, work: &Work<'_>) -> Option<String> {
    let open = work.progress.open_cues().last()?;
    let who = &work.case.file.client.name;
    if work.feedback == FeedbackMode::Exam {
        return Some(format!("{who} waits for your answer."));
    }
    let advice = advice(view, open).filter(|_| guided(work, open));
    Some(match advice {
        Some(advice) => format!("{who} waits for your answer. {advice}"),
        None => format!("{who} waits for your answer: use the answers on the right."),
    })
}

/// With guidance every cue is explained; while practising only those at which work stops.
fn guided(work: &Work<'_>, open: &CueEntry) -> bool {
    let stops = match &open.cue.kind {
        CueKind::Sensation(id) => work.knowledge.sensations.get(id).is_some_and(|sensation| sensation.stop),
        CueKind::Reaction(id) => work.knowledge.reactions.get(id).is_some_and(|reaction| reaction.grade >= 3),
        CueKind::StopWord => true,
        CueKind::Remark(_) => false,
    };
    work.feedback == FeedbackMode::Guided || stops
}

fn advice(view: &View<'_>, open: &CueEntry) -> Option<String> {
    match &open.cue.kind {
        CueKind::Sensation(id) => Some(view.knowledge.sensations.get(id)?.student_should.clone()),
        CueKind::Reaction(id) => Some(view.knowledge.reactions.get(id)?.remedy.clone()),
        CueKind::StopWord => Some("The client has said stop: take your hands off.".to_owned()),
        CueKind::Remark(id) => Some(view.knowledge.remarks.get(id)?.student_should.clone()),
    }
}

fn usual(work: &Work<'_>) -> String {
    if work.speed == 0 {
        return "Time stands still. Press Space to go on.".to_owned();
    }
    match work.progress.phase {
        Phase::History => "Press a question to ask it; the answer comes on the right.".to_owned(),
        Phase::Observation => "Uncover the back, switch on the lamp, let it rake, and look closely.".to_owned(),
        Phase::Palpation => "Take a test in hand and pull on the back, below first, both sides alike.".to_owned(),
        Phase::Decision => "Choose what to do today, name the reasons, then decide.".to_owned(),
        Phase::Preparation => "Everything here is asked and agreed before the first stroke.".to_owned(),
        Phase::Treatment => {
            "Press on the back and pull; keys 1 to 9 answer the client, T changes between touch and look.".to_owned()
        }
        Phase::Closing => "Balance, rest, advise, document; then finish.".to_owned(),
        Phase::Debrief => "Finish to look back.".to_owned(),
    }
}
