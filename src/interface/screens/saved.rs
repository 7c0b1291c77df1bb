//! A note that a case was saved while the program runs: taken over, or what is wrong with it.

use bevy_egui::egui::{self, Align2, Area, Frame, Id, Order, ScrollArea, Stroke, Ui, Vec2};

use crate::{
    diagnostic::Severity,
    interface::{
        intent::Intent,
        reload::{News, What},
        text, theme,
        view::View,
        widgets,
    },
};

/// Width of the note, points.
const WIDTH: f32 = 470.0;
/// Errors shown at once.
const SHOWN: usize = 4;

/// The note at the lower edge, until it is closed or the next save.
pub(super) fn show(ui: &Ui, view: &View<'_>, send: &mut Vec<Intent>) {
    let Some(news) = view.news else { return };
    let broken = matches!(news.what, What::Broken(_));
    let colour = if broken { theme::CAUTION } else { theme::ACCENT };
    let area = Area::new(Id::new("saved case")).order(Order::Foreground);
    area.anchor(Align2::CENTER_BOTTOM, Vec2::new(0.0, -72.0)).show(ui.ctx(), |ui| {
        let frame = Frame::new().fill(theme::SHEET).stroke(Stroke::new(1.5, colour)).corner_radius(theme::ROUND);
        frame.inner_margin(egui::Margin::symmetric(16, 12)).show(ui, |ui| {
            ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 60.0).max(0.0));
            ui.horizontal(|ui| {
                ui.label(theme::body(head(view, news)).strong().color(colour));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if widgets::quiet(ui, "Close").clicked() {
                        send.push(Intent::Heard);
                    }
                });
            });
            match &news.what {
                What::Broken(findings) => errors(ui, findings),
                What::Taken { warnings, left_out } => taken(ui, *warnings, left_out.as_deref()),
            }
        });
    });
}

fn head(view: &View<'_>, news: &News) -> String {
    match &news.what {
        What::Taken { .. } => format!("{} was saved and taken over", news.file),
        What::Broken(findings) => {
            let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
            let errors = text::count(errors, "error");
            let runs = view.cases.get(news.number).is_some_and(|entry| entry.scenario.is_some());
            let rest = if runs { ". The version before goes on" } else { "" };
            format!("{} was saved with {errors}{rest}.", news.file)
        }
    }
}

fn errors(ui: &mut Ui, findings: &[crate::diagnostic::Diagnostic]) {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    let more = errors.clone().count().saturating_sub(SHOWN);
    ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
        for finding in errors.take(SHOWN) {
            let place = format!("Line {}, column {} · {}", finding.at.line, finding.at.column, finding.code);
            ui.label(theme::remark(place));
            ui.add(egui::Label::new(theme::body(text::capital(&finding.message))).wrap());
            if !finding.help.is_empty() {
                ui.add(egui::Label::new(theme::soft(text::capital(&finding.help))).wrap());
            }
            ui.add_space(theme::TIGHT);
        }
    });
    if more > 0 {
        ui.label(theme::remark(format!("and {more} more; ctm-trainer check tells all")));
    }
}

fn taken(ui: &mut Ui, warnings: usize, left_out: Option<&[(crate::units::Tick, String)]>) {
    if let Some(left_out) = left_out {
        let words = if left_out.is_empty() {
            "The attempt goes on where it was.".to_owned()
        } else {
            let things = text::count(left_out.len(), "thing");
            format!("The attempt goes on; {things} that you did could not be done again:")
        };
        ui.add(egui::Label::new(theme::body(words)).wrap());
        for (tick, why) in left_out.iter().take(SHOWN) {
            ui.add(egui::Label::new(theme::soft(format!("{}  {why}", text::clock(*tick)))).wrap());
        }
    }
    if warnings > 0 {
        ui.label(theme::remark(format!(
            "Its check has {}; ctm-trainer check tells them.",
            text::count(warnings, "hint")
        )));
    }
}
