//! The screens, one file each. A screen is a pure function: it draws a [`View`], keeps its drafts in
//! [`Memory`], and asks for what it wants by pushing [`Intent`]s.

pub mod attempt;
pub mod briefing;
pub mod catalogue;
pub mod debrief;
pub mod help;
pub mod home;
mod saved;
pub mod settings;

use bevy_egui::egui::{self, ScrollArea, Ui, Vec2};

use super::{intent::Intent, memory::Memory, theme, view::View, widgets};
use crate::{scenario::format::Phase, scene::stage::Stage};

/// The screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Screen {
    /// The cases.
    #[default]
    Home,
    /// What a case asks.
    Briefing,
    /// Working on a case.
    Attempt,
    /// What came of it.
    Debrief,
    /// The knowledge tables.
    Catalogue,
    /// What can be set.
    Settings,
    /// Keys and how to work.
    Help,
}

impl Screen {
    /// All screens.
    pub const ALL: [Self; 7] =
        [Self::Home, Self::Briefing, Self::Attempt, Self::Debrief, Self::Catalogue, Self::Settings, Self::Help];

    /// What the room does while this screen is shown.
    #[must_use]
    pub fn stage(self, view: &View<'_>) -> Stage {
        let Some(work) = view.work.filter(|_| self == Self::Attempt) else { return Stage::Empty };
        if work.speed == 0 {
            Stage::Paused
        } else if work.progress.resting() {
            Stage::Resting
        } else if work.progress.phase == Phase::Treatment {
            Stage::Treating
        } else {
            Stage::Inspecting
        }
    }

    /// Draws the screen.
    pub fn show(self, ui: &mut Ui, view: &View<'_>, memory: &mut Memory, send: &mut Vec<Intent>) {
        memory.hole = None;
        match self {
            Self::Home => home::show(ui, view, memory, send),
            Self::Briefing => briefing::show(ui, view, memory, send),
            Self::Attempt => attempt::show(ui, view, memory, send),
            Self::Debrief => debrief::show(ui, view, memory, send),
            Self::Catalogue => catalogue::show(ui, view, memory, send),
            Self::Settings => settings::show(ui, view, memory, send),
            Self::Help => help::show(ui, view, memory, send),
        }
        if matches!(self, Self::Home | Self::Briefing | Self::Attempt) {
            saved::show(ui, view, send);
        }
    }
}

/// A page on linen with a title, a way back, and one scrolling column of at most `width`.
fn page(
    ui: &mut Ui,
    title: &str,
    width: f32,
    send: &mut Vec<Intent>,
    back: Option<(&str, Intent)>,
    contents: impl FnOnce(&mut Ui, &mut Vec<Intent>),
) {
    egui::CentralPanel::no_frame().frame(theme::page()).show(ui, |ui| {
        column(ui, width, |ui| {
            ui.horizontal(|ui| {
                ui.label(theme::title(title));
                if let Some((label, intent)) = back {
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        if widgets::secondary(ui, label).clicked() {
                            send.push(intent);
                        }
                    });
                }
            });
        });
        ui.add_space(theme::NEAR);
        ScrollArea::vertical().id_salt(title).auto_shrink([false, false]).show(ui, |ui| {
            column(ui, width, |ui| contents(ui, send));
            ui.add_space(theme::WIDE);
        });
    });
}

/// A column in the middle, at most `width` wide.
fn column<R>(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.available_width();
    let width = width.min(room).max(0.0);
    let inset = ((room - width) / 2.0).max(0.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(inset);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing = Vec2::new(theme::NEAR, theme::NEAR);
            ui.set_width(width);
            contents(ui)
        })
        .inner
    })
    .inner
}

/// Cards of one row that end at the same height: each grows to the highest of the frame before.
struct Level {
    id: egui::Id,
    top: f32,
    wanted: f32,
}

impl Level {
    /// Begins a card of the row called `name`, at least `least` high.
    fn begin(ui: &Ui, name: &str, least: f32) -> Self {
        let id = egui::Id::new(("level", name, ui.ctx().content_rect().width() as i32));
        let wanted = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(least).max(least);
        Self { id, top: ui.min_rect().top(), wanted }
    }

    /// Ends the card: notes its own height, and fills up to the row's.
    fn end(self, ui: &mut Ui) {
        let own = ui.min_rect().bottom() - self.top;
        if own > self.wanted + 0.5 {
            ui.data_mut(|data| data.insert_temp(self.id, own));
            ui.ctx().request_discard("cards of one row differ in height");
        }
        ui.allocate_space(Vec2::new(0.0, (self.wanted - own).max(0.0)));
    }
}

/// Text that must not be wider than is easy to read.
fn paragraph(ui: &mut Ui, text: impl Into<egui::RichText>) {
    ui.scope(|ui| {
        ui.set_max_width(theme::COLUMN.min(ui.available_width()));
        ui.add(egui::Label::new(text.into()).wrap());
    });
}

/// A line that begins with a small dot.
fn point(ui: &mut Ui, text: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::NEAR;
        let (rect, _) = ui.allocate_exact_size(Vec2::new(8.0, 18.0), egui::Sense::hover());
        ui.painter().circle_filled(rect.center(), 2.4, theme::ACCENT);
        ui.add(egui::Label::new(theme::body(text)).wrap());
    });
}
