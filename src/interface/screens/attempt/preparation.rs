//! Consent, position, draping and hygiene, each item with what exactly is said or done.

use bevy_egui::egui::{self, Ui};

use super::{draft::Draft, observation};
use crate::{
    interface::{
        intent::Intent,
        theme,
        view::{View, Work},
        widgets::{self, badge, press::Tone},
    },
    knowledge::safety::{PreparationGroup, PreparationItem},
    session::action::Action,
};

pub(super) fn show(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, _draft: &mut Draft, send: &mut Vec<Intent>) {
    group(ui, view, work, PreparationGroup::Consent, "EXPLAIN AND ASK", send);
    ui.add_space(theme::TIGHT);
    ui.label(theme::label("POSITION"));
    for (id, position) in view.knowledge.positions.iter() {
        let chosen = work.progress.position == *id;
        let tone = if chosen { Tone::Chosen } else { Tone::Plain };
        let made = widgets::tile(ui, tone, &position.name.en, |ui| {
            ui.label(theme::body(&position.name.en));
            if chosen {
                ui.add(egui::Label::new(theme::remark(&position.details)).wrap());
                ui.add(egui::Label::new(theme::remark(&position.risk).color(theme::CAUTION)).wrap());
            }
        });
        if made.response.on_hover_text(&position.risk).clicked() && !chosen {
            send.push(Intent::Act(Action::Position(id.clone())));
        }
    }
    ui.add_space(theme::TIGHT);
    ui.label(theme::label("DRAPING"));
    observation::undress(ui, work, send);
    group(ui, view, work, PreparationGroup::Draping, "", send);
    group(ui, view, work, PreparationGroup::Hygiene, "HANDS AND ROOM", send);
}

/// What has to be explained and asked before any touch, folded to one line: a palpating hand needs it
/// as much as a treating one.
pub(super) fn before_touch(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, draft: &mut Draft, send: &mut Vec<Intent>) {
    let groups = [PreparationGroup::Consent, PreparationGroup::Hygiene];
    let items = view.knowledge.preparation.iter().filter(|(_, item)| groups.contains(&item.group));
    let (all, done) = items.fold((0, 0), |(all, done), (id, _)| {
        (all + 1, done + usize::from(work.progress.prepared.iter().any(|item| item.id == *id)))
    });
    let title = "Explain, ask, wash hands";
    let made = widgets::tile(ui, Tone::Plain, title, |ui| {
        ui.horizontal(|ui| {
            ui.label(theme::body(if draft.asking { "⏷" } else { "⏵" }).color(theme::ACCENT));
            ui.label(theme::body(title));
            ui.label(theme::remark(format!("{done} of {all} done")));
        });
        ui.label(theme::remark("Before the first touch, also before palpation."));
    });
    if made.response.clicked() {
        draft.asking = !draft.asking;
    }
    if draft.asking {
        group(ui, view, work, PreparationGroup::Consent, "", send);
        group(ui, view, work, PreparationGroup::Hygiene, "", send);
    }
}

fn group(ui: &mut Ui, view: &View<'_>, work: &Work<'_>, group: PreparationGroup, title: &str, send: &mut Vec<Intent>) {
    if !title.is_empty() {
        ui.add_space(theme::TIGHT);
        ui.label(theme::label(title));
    }
    for (id, item) in view.knowledge.preparation.iter().filter(|(_, item)| item.group == group) {
        let done = work.progress.prepared.iter().any(|done| done.id == *id);
        if self::item(ui, item, done) {
            send.push(Intent::Act(Action::Prepare(id.clone())));
        }
    }
}

/// An item of a list; true when it was pressed and not done before.
pub(super) fn item(ui: &mut Ui, item: &PreparationItem, done: bool) -> bool {
    let tone = if done { Tone::Done } else { Tone::Plain };
    let made = widgets::tile(ui, tone, &item.name.en, |ui| {
        ui.horizontal_top(|ui| {
            badge::done_box(ui, done);
            ui.vertical(|ui| {
                ui.add(egui::Label::new(theme::body(&item.name.en)).wrap());
                ui.add(egui::Label::new(theme::remark(&item.details)).wrap());
            });
        });
    });
    made.response.clicked() && !done
}
