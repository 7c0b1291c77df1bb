//! Showing tables: as text for people, as JSON for programs.

use serde_json::{Map, Value};

use super::{Knowledge, entry::Entry};
use crate::{diagnostic::suggest, document::Table};

/// Something that looks at a table of any type.
pub trait Visitor {
    /// Looks at one table.
    fn table<K: std::fmt::Display + Ord, T: Entry>(&mut self, table: &Table<K, T>);
}

struct Json(Vec<Value>);

impl Visitor for Json {
    fn table<K: std::fmt::Display + Ord, T: Entry>(&mut self, table: &Table<K, T>) {
        for (id, entry) in table.iter() {
            let mut row = Map::new();
            row.insert("id".into(), id.to_string().into());
            if !entry.code().is_empty() {
                row.insert("code".into(), entry.code().into());
            }
            row.insert("name_en".into(), entry.name().en.clone().into());
            row.insert("name_de".into(), entry.name().de.clone().into());
            let origin = entry.provenance();
            row.insert("sources".into(), origin.sources.iter().map(ToString::to_string).collect::<Vec<_>>().into());
            row.insert("confidence".into(), format!("{:?}", origin.confidence).to_lowercase().into());
            if let Some(grade) = origin.evidence {
                row.insert("evidence".into(), grade.words().into());
            }
            if let Some(note) = &origin.note {
                row.insert("note".into(), note.clone().into());
            }
            if let Ok(Value::Object(fields)) = serde_json::to_value(entry) {
                for (key, value) in fields {
                    if !matches!(key.as_str(), "name" | "provenance" | "code") {
                        row.insert(key, value);
                    }
                }
            }
            self.0.push(Value::Object(row));
        }
    }
}

/// The rows of a table as JSON objects; `None` if there is no table of that name.
#[must_use]
pub fn json(knowledge: &Knowledge, table: &str) -> Option<Value> {
    let mut rows = Json(Vec::new());
    knowledge.visit(table, &mut rows).then_some(Value::Array(rows.0))
}

/// A table as text, one paragraph an entry; `None` if there is no table of that name.
#[must_use]
pub fn text(knowledge: &Knowledge, table: &str) -> Option<String> {
    let Some(Value::Array(rows)) = json(knowledge, table) else { return None };
    let mut text = String::new();
    for row in rows {
        let Value::Object(fields) = row else { continue };
        let word = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let code = word("code");
        let separator = if code.is_empty() { "" } else { " · " };
        text.push_str(&format!("{}{separator}{code}\n  {} / {}\n", word("id"), word("name_en"), word("name_de")));
        for (key, value) in &fields {
            if matches!(
                key.as_str(),
                "id" | "code" | "name_en" | "name_de" | "sources" | "confidence" | "evidence" | "note"
            ) {
                continue;
            }
            let shown = plain(value);
            if !shown.is_empty() {
                text.push_str(&format!("  {}: {shown}\n", key.replace('_', " ")));
            }
        }
        let sources = plain(fields.get("sources").unwrap_or(&Value::Null));
        let evidence = match word("evidence") {
            grade if grade.is_empty() => String::new(),
            grade => format!("; evidence {grade}"),
        };
        let sources = if sources.is_empty() { "no source".to_owned() } else { sources };
        text.push_str(&format!("  [{}{evidence}; {sources}]\n", word("confidence")));
        if !word("note").is_empty() {
            text.push_str(&format!("  note: {}\n", word("note")));
        }
        text.push('\n');
    }
    Some(text)
}

/// A value the way a person writes it; empty for nothing.
#[must_use]
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "yes".into(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let nested = items.iter().any(|item| item.is_array() || item.is_object());
            items.iter().map(plain).filter(|item| !item.is_empty()).collect::<Vec<_>>().join(if nested {
                "; "
            } else {
                ", "
            })
        }
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (key, plain(value)))
            .filter(|(_, shown)| !shown.is_empty())
            .map(|(key, shown)| format!("{} {shown}", key.replace('_', " ")))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// What to say about a table name that does not exist.
#[must_use]
pub fn unknown_table(table: &str) -> String {
    format!("there is no table \"{table}\"; {}", suggest(table, Knowledge::TABLES.iter().copied()))
}
