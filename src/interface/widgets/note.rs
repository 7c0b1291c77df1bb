//! Where a statement comes from and how far it can be trusted.

use bevy_egui::egui::Ui;

use crate::{
    interface::theme,
    knowledge::{Knowledge, entry::Provenance, id::SourceId},
};

/// The line under a fact: sources, confidence, grade of evidence, and what to ask the instructor.
#[must_use]
pub fn words(knowledge: &Knowledge, provenance: &Provenance) -> String {
    let sources: Vec<&str> = provenance.sources.iter().map(|id| short(knowledge, id)).collect();
    let mut text = if sources.is_empty() { "No source".to_owned() } else { format!("Source: {}", sources.join("; ")) };
    text.push_str(&format!(" · {}", provenance.confidence.words()));
    if let Some(grade) = provenance.evidence {
        text.push_str(&format!(" · evidence {}", grade.words()));
    }
    text
}

/// The same as a small line of text; the note to it appears under the pointer.
pub fn note(ui: &mut Ui, knowledge: &Knowledge, provenance: &Provenance) {
    let response = ui.label(theme::remark(words(knowledge, provenance)));
    if let Some(note) = &provenance.note {
        response.on_hover_text(note.as_str());
    }
}

/// The name of a source and, where it is known, its confidence, for a source given by its id.
#[must_use]
pub fn source(knowledge: &Knowledge, id: &str) -> String {
    match knowledge.sources.get(id) {
        Some(source) => format!("{} · {}", source.name.en, source.provenance.confidence.words()),
        None => id.to_owned(),
    }
}

fn short<'a>(knowledge: &'a Knowledge, id: &'a SourceId) -> &'a str {
    knowledge.sources.get(id).map_or(id.as_str(), |source| source.name.en.as_str())
}
