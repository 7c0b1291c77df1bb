//! The knowledge tables, to be read: each entry with its source and the confidence it deserves.

use bevy_egui::egui::{self, Label, TextEdit, Ui};
use serde_json::{Map, Value};

use super::page;
use crate::{
    interface::{
        intent::Intent,
        memory::Memory,
        text, theme,
        view::View,
        widgets::{badge, press},
    },
    knowledge::{Knowledge, catalogue},
};

/// Where the tables are being read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Browser {
    /// The open table.
    pub table: usize,
    /// What is searched for.
    pub search: String,
    /// Rows of the open table, read once.
    rows: Vec<Value>,
    /// The table they were read from.
    read: Option<usize>,
}

/// Tables that matter to a student, with their names.
const TABLES: [(&str, &str); 16] = [
    ("zones", "Zones"),
    ("strokes", "Strokes"),
    ("sections", "Build-up"),
    ("contraindications", "Contraindications"),
    ("red-flags", "Red flags"),
    ("reactions", "Unwanted reactions"),
    ("sensations", "Sensations"),
    ("findings", "Findings"),
    ("palpation", "Palpation scale"),
    ("positions", "Positions"),
    ("effects", "Effects and evidence"),
    ("errors", "Student errors"),
    ("layers", "Layers"),
    ("schools", "Schools"),
    ("terms", "Terms"),
    ("sources", "Sources"),
];

pub(super) fn show(ui: &mut Ui, view: &View<'_>, memory: &mut Memory, send: &mut Vec<Intent>) {
    let browser = &mut memory.browser;
    page(ui, "Tables", 1180.0, send, Some(("Done", Intent::Back)), |ui, _| {
        ui.horizontal_wrapped(|ui| {
            for (number, (_, name)) in TABLES.iter().enumerate() {
                if press::choice(ui, browser.table == number, name).clicked() {
                    browser.table = number;
                }
            }
        });
        ui.horizontal(|ui| {
            let label = ui.label(theme::soft("Search"));
            ui.add(TextEdit::singleline(&mut browser.search).hint_text("a word in any field").margin(theme::FIELD))
                .labelled_by(label.id);
        });
        browser.refresh(view.knowledge);
        let wanted = browser.search.to_lowercase();
        let mut shown = 0;
        for row in browser.rows.iter().filter_map(Value::as_object) {
            if wanted.is_empty() || Value::Object(row.clone()).to_string().to_lowercase().contains(&wanted) {
                entry(ui, view.knowledge, row);
                shown += 1;
            }
        }
        if shown == 0 {
            ui.label(theme::lead("Nothing in this table holds that word."));
        }
    });
}

impl Browser {
    fn refresh(&mut self, knowledge: &Knowledge) {
        if self.read == Some(self.table) {
            return;
        }
        self.read = Some(self.table);
        let table = TABLES.get(self.table).map_or("zones", |(table, _)| table);
        self.rows = match catalogue::json(knowledge, table) {
            Some(Value::Array(rows)) => rows,
            _ => Vec::new(),
        };
    }
}

fn entry(ui: &mut Ui, knowledge: &Knowledge, row: &Map<String, Value>) {
    let word = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default();
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::heading(word("name_en")));
            ui.label(theme::soft(word("name_de")));
            if !word("code").is_empty() {
                badge::chip(ui, word("code"));
            }
        });
        for (key, value) in row {
            let known = ["id", "code", "name_en", "name_de", "sources", "confidence", "evidence", "note"];
            let geometry = ["outlines", "steps", "thickness", "mechanics", "studies"];
            if known.contains(&key.as_str()) || geometry.contains(&key.as_str()) {
                continue;
            }
            let said = catalogue::plain(value);
            if !said.is_empty() {
                ui.horizontal_top(|ui| {
                    ui.allocate_ui(egui::vec2(150.0, 18.0), |ui| {
                        ui.set_min_width(150.0);
                        ui.label(theme::remark(text::title(key)));
                    });
                    ui.add(Label::new(theme::body(said)).wrap());
                });
            }
        }
        let names = |id: &Value| {
            let id = id.as_str().unwrap_or_default();
            knowledge.sources.get(id).map_or(id.to_owned(), |source| source.name.en.clone())
        };
        let sources: Vec<String> =
            row.get("sources").and_then(Value::as_array).into_iter().flatten().map(names).collect();
        let sources = if sources.is_empty() { "no source".to_owned() } else { sources.join("; ") };
        let confidence = match word("confidence") {
            "read" => "read in the source",
            "literature" => "published literature, not re-read",
            _ => "convention, to be confirmed by the instructor",
        };
        let mut line = format!("Source: {sources} · {confidence}");
        if !word("evidence").is_empty() {
            line.push_str(&format!(" · evidence {}", word("evidence")));
        }
        if !word("note").is_empty() {
            line.push_str(&format!(" · {}", word("note")));
        }
        ui.add(Label::new(theme::remark(line)).wrap());
    });
    ui.add_space(theme::TIGHT);
}
