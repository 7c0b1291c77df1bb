//! Deciding about today: the outcome, the reasons, the zones to leave out.

use bevy_egui::egui::{self, Ui};

use super::{draft::Draft, history};
use crate::{
    interface::{
        intent::Intent,
        text, theme,
        view::{View, Work},
        widgets::{self, badge, press, press::Tone},
    },
    knowledge::safety::Contraindication,
    session::action::{Action, Decision},
};

pub(super) fn show(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, draft: &mut Draft) {
    fill(work, draft);
    if let Some(decided) = &work.progress.decision {
        let name =
            view.knowledge.decisions.get(&decided.decision.outcome).map_or("", |outcome| outcome.name.en.as_str());
        theme::chosen().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::remark(format!("Decided at {}", text::clock(decided.tick))));
            ui.label(theme::body(name));
            let words = if work.progress.may_decide() {
                "You can change it until you begin to treat."
            } else {
                "Treatment has begun: the decision stands."
            };
            ui.label(theme::remark(words));
        });
    }
    ui.label(theme::label("TODAY"));
    for (id, outcome) in view.knowledge.decisions.iter() {
        let tone = if draft.outcome.as_ref() == Some(id) { Tone::Chosen } else { Tone::Plain };
        let made = widgets::tile(ui, tone, &outcome.name.en, |ui| {
            ui.label(theme::body(&outcome.name.en).size(theme::size::LEAD));
            ui.add(egui::Label::new(theme::soft(&outcome.meaning)).wrap());
            if tone == Tone::Chosen {
                ui.add(egui::Label::new(theme::remark(format!("“{}”", outcome.words)).color(theme::ACCENT)).wrap());
            }
        });
        if made.response.clicked() {
            draft.outcome = Some(id.clone());
        }
    }
    reasons(ui, view, draft);
    avoid(ui, view, draft);
}

/// Begins from the decision that holds.
fn fill(work: &Work<'_>, draft: &mut Draft) {
    if draft.decided {
        return;
    }
    if let Some(decided) = &work.progress.decision {
        draft.outcome = Some(decided.decision.outcome.clone());
        draft.reasons = decided.decision.reasons.iter().cloned().collect();
        draft.avoid = decided.decision.avoid.iter().cloned().collect();
    }
    draft.decided = true;
}

/// The footer: what is chosen, and the button that makes it the decision.
pub(super) fn confirm(ui: &mut Ui, work: &Work<'_>, draft: &Draft, send: &mut Vec<Intent>) {
    let decision = draft.outcome.clone().map(|outcome| Decision {
        outcome,
        reasons: draft.reasons.iter().cloned().collect(),
        avoid: draft.avoid.iter().cloned().collect(),
    });
    let holds = work.progress.decision.as_ref().map(|decided| &decided.decision);
    let fresh = decision.is_some() && decision.as_ref() != holds && work.progress.may_decide();
    let count = text::count(draft.reasons.len(), "reason");
    let left_out = text::count(draft.avoid.len(), "zone");
    ui.label(theme::remark(format!("{count} chosen, {left_out} left out")));
    ui.horizontal(|ui| {
        let label = if holds.is_some() { "Change the decision" } else { "Decide" };
        let response = ui.add_enabled_ui(fresh, |ui| widgets::primary(ui, label)).inner;
        if let Some(decision) = decision.filter(|_| response.clicked()) {
            send.push(Intent::Act(Action::Decide(decision)));
        }
    });
}

fn reasons(ui: &mut Ui, view: &View<'_>, draft: &mut Draft) {
    ui.add_space(theme::TIGHT);
    ui.label(theme::label("REASONS"));
    history::search(ui, draft, "a word of the reason");
    let wanted = draft.search.to_lowercase();
    let fits = |entry: &Contraindication| {
        let hay = format!("{} {} {} {}", entry.name.en, entry.name.de, entry.why, entry.group).to_lowercase();
        wanted.is_empty() || hay.contains(&wanted)
    };
    let mut groups: Vec<&str> = Vec::new();
    for entry in view.knowledge.contraindications.values() {
        if !groups.contains(&entry.group.as_str()) {
            groups.push(&entry.group);
        }
    }
    for group in groups {
        let entries: Vec<_> =
            view.knowledge.contraindications.iter().filter(|(_, entry)| entry.group == group && fits(entry)).collect();
        if entries.is_empty() {
            continue;
        }
        let chosen = entries.iter().filter(|(id, _)| draft.reasons.contains(*id)).count();
        let name = text::title(group);
        let title = if chosen > 0 { format!("{name} · {chosen} chosen") } else { name };
        let open = !wanted.is_empty() || draft.group.as_deref() == Some(group);
        if fold(ui, &title, open) {
            draft.group = if open { None } else { Some(group.to_owned()) };
        }
        if open {
            for (id, entry) in entries {
                let chosen = draft.reasons.contains(id);
                let tone = if chosen { Tone::Chosen } else { Tone::Plain };
                let made = widgets::tile(ui, tone, &entry.name.en, |ui| {
                    ui.horizontal_top(|ui| {
                        badge::done_box(ui, chosen);
                        ui.add(egui::Label::new(theme::body(&entry.name.en)).wrap());
                    });
                });
                if made.response.clicked() {
                    if chosen {
                        draft.reasons.remove(id)
                    } else {
                        draft.reasons.insert(id.clone())
                    };
                }
            }
        }
    }
}

/// A line that folds what follows it away; true when it was pressed.
fn fold(ui: &mut Ui, title: &str, open: bool) -> bool {
    let made = widgets::tile(ui, Tone::Plain, title, |ui| {
        ui.horizontal_top(|ui| {
            ui.label(theme::body(if open { "⏷" } else { "⏵" }).color(theme::ACCENT));
            ui.add(egui::Label::new(theme::body(title)).wrap());
        });
    });
    made.response.clicked()
}

fn avoid(ui: &mut Ui, view: &View<'_>, draft: &mut Draft) {
    ui.add_space(theme::TIGHT);
    ui.label(theme::label("ZONES TO LEAVE OUT"));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(5.0, 5.0);
        for (id, zone) in view.knowledge.zones.iter() {
            let chosen = draft.avoid.contains(id);
            if press::choice(ui, chosen, &zone.name.en).on_hover_text(&zone.boundaries).clicked() {
                if chosen {
                    draft.avoid.remove(id)
                } else {
                    draft.avoid.insert(id.clone())
                };
            }
        }
    });
}
