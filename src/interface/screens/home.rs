//! The cases, as cards.

use bevy_egui::egui::{self, Align, Key, Layout, ScrollArea, Ui};

use super::{Level, Screen, column};
use crate::{
    diagnostic::Severity,
    interface::{
        intent::Intent,
        memory::Memory,
        shelf::CaseEntry,
        text, theme,
        view::View,
        widgets::{
            self, badge,
            press::{self, Tone},
        },
    },
    scenario::{self, Scenario},
};

/// Widest grid of cards, points.
const GRID: f32 = 1380.0;
/// Usual width of one card, points.
const CARD: f32 = 400.0;
/// Least height of a card, points.
const CARD_HEIGHT: f32 = 236.0;

pub(super) fn show(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, send: &mut Vec<Intent>) {
    keys(ui, view, memory, send);
    egui::CentralPanel::no_frame().frame(theme::page()).show(ui, |ui| {
        column(ui, GRID, |ui| head(ui, send));
        ui.add_space(theme::GAP);
        if let Some(message) = view.message {
            column(ui, GRID, |ui| {
                ui.label(theme::body(message).color(theme::CAUTION));
            });
        }
        column(ui, GRID, |ui| choose(ui, view, memory));
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            column(ui, GRID, |ui| {
                if view.cases.is_empty() {
                    ui.label(theme::lead("There are no cases in the folder of scenarios."));
                    ui.label(theme::soft("Start the program with --scenarios FOLDER to name another one."));
                }
                grid(ui, view, memory, send);
            });
        });
    });
}

fn head(ui: &mut Ui, send: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(theme::title("CTM Trainer"));
            ui.label(theme::soft("A quiet room to practise connective tissue massage. All clients are invented."));
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (label, intent) in [
                ("Quit", Intent::Quit),
                ("Help", Intent::Go(Screen::Help)),
                ("Settings", Intent::Go(Screen::Settings)),
                ("Tables", Intent::Go(Screen::Catalogue)),
            ] {
                if widgets::quiet(ui, label).clicked() {
                    send.push(intent);
                }
            }
        });
    });
}

/// Which cases are shown: all, those of a level, or those that are still to be passed.
fn choose(ui: &mut Ui, view: &View<'_>, memory: &mut Memory) {
    ui.horizontal_wrapped(|ui| {
        for choice in Choice::ALL {
            let count = view.cases.iter().filter(|entry| choice.fits(entry)).count();
            if count == 0 && choice != Choice::All {
                continue;
            }
            if press::choice(ui, memory.choice == choice, &format!("{} · {count}", choice.name())).clicked() {
                memory.choice = choice;
            }
        }
    });
}

/// Which cases are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Choice {
    /// All.
    #[default]
    All,
    /// Those of a level.
    Level(scenario::format::Level),
    /// Those that were not passed yet.
    ToPass,
}

impl Choice {
    const ALL: [Self; 5] = [
        Self::All,
        Self::Level(scenario::format::Level::Beginner),
        Self::Level(scenario::format::Level::Intermediate),
        Self::Level(scenario::format::Level::Advanced),
        Self::ToPass,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Level(level) => text::level(level),
            Self::ToPass => "Still to pass",
        }
    }

    fn fits(self, entry: &CaseEntry) -> bool {
        match self {
            Self::All => true,
            Self::Level(level) => entry.scenario.as_ref().is_some_and(|case| case.file.description.level == level),
            Self::ToPass => entry.scenario.is_some() && !entry.best.is_some_and(|best| best.passed),
        }
    }
}

/// The numbers of the cases that are shown, in the order they stand.
fn shown(view: &View<'_>, choice: Choice) -> Vec<usize> {
    (0..view.cases.len()).filter(|number| view.cases.get(*number).is_some_and(|entry| choice.fits(entry))).collect()
}

fn grid(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, send: &mut Vec<Intent>) {
    let across = ((ui.available_width() + theme::GAP) / CARD).floor().clamp(1.0, 3.0) as usize;
    let numbered: Vec<(usize, &CaseEntry)> = shown(view, memory.choice)
        .into_iter()
        .filter_map(|number| view.cases.get(number).map(|entry| (number, entry)))
        .collect();
    for pack in numbered.chunk_by(|(_, one), (_, two)| one.pack == two.pack) {
        if let Some((_, first)) = pack.first() {
            let minutes: u32 = pack
                .iter()
                .filter_map(|(_, entry)| entry.scenario.as_ref())
                .map(|case| case.file.description.minutes)
                .sum();
            let passed = pack.iter().filter(|(_, entry)| entry.best.is_some_and(|best| best.passed)).count();
            ui.horizontal(|ui| {
                ui.label(theme::heading(text::title(&first.pack)));
                let cases = text::count(pack.len(), "case");
                ui.label(theme::remark(format!("{cases} · about {minutes} min · {passed} passed")));
            });
        }
        rows(ui, view, memory, send, pack, across);
        ui.add_space(theme::GAP);
    }
}

fn rows(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    send: &mut Vec<Intent>,
    pack: &[(usize, &CaseEntry)],
    across: usize,
) {
    for row in pack.chunks(across) {
        ui.columns(across, |columns| {
            columns.iter_mut().for_each(|ui| ui.spacing_mut().item_spacing.y = 6.0);
            for (ui, (number, entry)) in columns.iter_mut().zip(row) {
                match &entry.scenario {
                    Some(case) => card(ui, view, memory, send, *number, entry, case),
                    None => broken(ui, memory, *number, entry),
                }
            }
        });
        ui.add_space(theme::NEAR);
    }
}

fn card(
    ui: &mut Ui,
    view: &View<'_>,
    memory: &mut Memory,
    send: &mut Vec<Intent>,
    number: usize,
    entry: &CaseEntry,
    case: &Scenario,
) {
    let about = &case.file.description;
    let title = view_say(view, case, &about.title);
    let tone = if memory.card == number { Tone::Ringed } else { Tone::Plain };
    let made = widgets::tile(ui, tone, &format!("Open case: {title}"), |ui| {
        let room = Level::begin(ui, "case cards", CARD_HEIGHT);
        ui.add_space(theme::TIGHT);
        ui.horizontal(|ui| {
            badge::coloured_chip(ui, text::level(about.level), theme::ON_ACCENT, theme::ACCENT);
            badge::chip(ui, &format!("about {} min", about.minutes));
            let review = if about.review.is_empty() { "not yet reviewed" } else { "reviewed" };
            badge::chip(ui, review);
            let errors = entry.findings.iter().any(|finding| finding.severity == Severity::Error);
            if errors {
                badge::coloured_chip(ui, "last save has errors", theme::ON_ACCENT, theme::CAUTION);
            }
        });
        ui.add_space(theme::TIGHT);
        ui.label(theme::heading(title));
        ui.add(egui::Label::new(theme::soft(view_say(view, case, &about.summary))).wrap());
        ui.add_space(theme::TIGHT);
        for objective in about.objectives.iter().take(3) {
            super::point(ui, view_say(view, case, objective));
        }
        ui.add_space(theme::TIGHT);
        best(ui, entry);
        ui.add_space(theme::TIGHT);
        room.end(ui);
    });
    if made.response.clicked() {
        memory.card = number;
        send.push(Intent::Open(number));
    }
}

fn best(ui: &mut Ui, entry: &CaseEntry) {
    match entry.best {
        None => {
            ui.label(theme::remark("Not finished yet"));
        }
        Some(best) => {
            ui.horizontal(|ui| {
                badge::safety(ui, best.safety);
                let passed = if best.passed { "passed" } else { "not passed" };
                let attempts = text::count(best.attempts as usize, "attempt");
                ui.label(theme::remark(format!("best {:.0} of 100 · {passed} · {attempts}", best.points.as_f64())));
            });
        }
    }
}

fn broken(ui: &mut Ui, memory: &mut Memory, number: usize, entry: &CaseEntry) {
    let file = entry.file();
    let open = memory.unfolded.contains(&number);
    let made = widgets::tile(ui, Tone::Plain, &format!("Show what is wrong with {file}"), |ui| {
        let room = Level::begin(ui, "case cards", CARD_HEIGHT);
        badge::coloured_chip(ui, "cannot be played", theme::ON_ACCENT, theme::CAUTION);
        ui.add_space(theme::TIGHT);
        ui.label(theme::heading(file));
        let errors = entry.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        ui.label(theme::soft(format!("Its check found {}.", text::count(errors, "error"))));
        let shown = if open { entry.findings.len() } else { 2 };
        for finding in entry.findings.iter().take(shown) {
            let place = format!("Line {}, column {}", finding.at.line, finding.at.column);
            ui.label(theme::remark(format!("{place} · {}", finding.code)));
            ui.add(egui::Label::new(theme::body(&finding.message)).wrap());
            if !finding.help.is_empty() {
                ui.add(egui::Label::new(theme::remark(&finding.help)).wrap());
            }
        }
        if entry.findings.len() > shown {
            ui.label(theme::body(format!("Show all {}", entry.findings.len())).color(theme::ACCENT));
        }
        room.end(ui);
    });
    if made.response.clicked() {
        if open {
            memory.unfolded.remove(&number)
        } else {
            memory.unfolded.insert(number)
        };
    }
}

/// Arrows choose a card, Enter opens it, as long as no button has the focus.
fn keys(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, send: &mut Vec<Intent>) {
    if view.cases.is_empty() || ui.memory(|memory| memory.focused().is_some()) {
        return;
    }
    let shown = shown(view, memory.choice);
    let at = shown.iter().position(|number| *number == memory.card);
    let step = ui.input(|input| {
        i32::from(input.key_pressed(Key::ArrowRight) || input.key_pressed(Key::ArrowDown))
            - i32::from(input.key_pressed(Key::ArrowLeft) || input.key_pressed(Key::ArrowUp))
    });
    let next = match at {
        _ if step == 0 => None,
        None => shown.first(),
        Some(at) => shown.get(at.saturating_add_signed(step as isize)),
    };
    memory.card = next.copied().unwrap_or(memory.card);
    let playable = view.cases.get(memory.card).is_some_and(|entry| entry.scenario.is_some());
    if playable && ui.input(|input| input.key_pressed(Key::Enter)) {
        send.push(Intent::Open(memory.card));
    }
}

fn view_say<'a>(view: &View<'_>, case: &'a Scenario, text: &'a crate::scenario::format::Text) -> &'a str {
    case.say(text, &view.settings.language)
}
