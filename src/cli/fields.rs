//! `fields`: what every field of a scenario or plan means, from the types that read the files.
//!
//! The reference part of docs/authoring.md is what this prints; a test holds it against the program.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::{Map, Value};

use super::{Outcome, print};
use crate::{
    document::Document,
    scenario::{format::ScenarioFile, template},
    session::plan::PlanFile,
};

/// Arguments of `fields`.
#[derive(Debug, Args)]
pub(super) struct Arguments {}

pub(super) fn run(_: &Arguments) -> Outcome {
    print(&reference());
    Outcome::Fine
}

/// The whole reference as Markdown.
fn reference() -> String {
    let mut text = String::from("## Every field of a scenario\n\n");
    let examples: Vec<Value> =
        template::ALL.iter().filter_map(|template| value::<ScenarioFile>(&template.case("x"))).collect();
    text.push_str(&Reference::of(&schemars::schema_for!(ScenarioFile).to_value(), &examples));
    text.push_str("## Every field of a plan\n\n");
    let examples: Vec<Value> =
        template::ALL.iter().filter_map(|template| value::<PlanFile>(&template.plan("x"))).collect();
    text.push_str(&Reference::of(&schemars::schema_for!(PlanFile).to_value(), &examples));
    text
}

fn value<T: serde::de::DeserializeOwned + serde::Serialize>(file: &str) -> Option<Value> {
    let (_, decoded) = Document::read::<T>("template", file.as_bytes());
    decoded.value().and_then(|value| serde_json::to_value(value).ok())
}

/// A description of a file form, type by type in the order in which a reader of the file meets them.
struct Reference<'a> {
    definitions: &'a Map<String, Value>,
    /// Types in the order of their first mention.
    order: Vec<&'a str>,
    /// An example for a field of a type.
    examples: BTreeMap<(String, String), String>,
}

impl<'a> Reference<'a> {
    fn of(schema: &'a Value, examples: &[Value]) -> String {
        let empty = Map::new();
        let definitions = schema.get("$defs").and_then(Value::as_object).unwrap_or(&empty);
        let mut reference = Reference { definitions, order: Vec::new(), examples: BTreeMap::new() };
        for example in examples {
            reference.learn("", schema, example);
        }
        reference.mention(schema);
        let mut text = reference.object("The file", "", schema);
        let mut done = 0;
        while let Some(name) = reference.order.get(done).copied() {
            done += 1;
            let Some(definition) = reference.definitions.get(name) else { continue };
            reference.mention(definition);
            text.push_str(&reference.define(name, definition));
        }
        text
    }

    /// Notes every type that a schema names, in order.
    fn mention(&mut self, schema: &'a Value) {
        match schema {
            Value::Object(map) => {
                if let Some(name) = map.get("$ref").and_then(Value::as_str).and_then(|name| name.rsplit('/').next())
                    && !self.order.contains(&name)
                {
                    self.order.push(name);
                }
                map.iter()
                    .filter(|(key, _)| *key != "$defs" && *key != "default")
                    .for_each(|(_, inner)| self.mention(inner));
            }
            Value::Array(list) => list.iter().for_each(|inner| self.mention(inner)),
            _ => {}
        }
    }

    /// Takes examples for the fields of a type from a value.
    fn learn(&mut self, name: &str, schema: &'a Value, value: &Value) {
        if let Some(inner) = schema.get("$ref").and_then(Value::as_str).and_then(|name| name.rsplit('/').next()) {
            if let Some(definition) = self.definitions.get(inner) {
                self.learn(inner, definition, value);
            }
            return;
        }
        if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
            values.iter().for_each(|value| self.learn(name, items, value));
        }
        for choice in ["oneOf", "anyOf", "allOf"].iter().filter_map(|key| schema.get(*key)?.as_array()).flatten() {
            self.learn(name, choice, value);
        }
        let (Some(fields), Some(values)) = (schema.get("properties").and_then(Value::as_object), value.as_object())
        else {
            return;
        };
        for (field, schema) in fields {
            let Some(value) = values.get(field) else { continue };
            let usual = schema.get("default") == Some(value);
            if let Some(shown) = self.example(schema, value).filter(|_| !usual) {
                self.examples.entry((name.to_owned(), field.clone())).or_insert(shown);
            }
            self.learn(name, schema, value);
        }
    }

    /// A value as it stands in a file, where it is short.
    fn example(&self, schema: &Value, value: &Value) -> Option<String> {
        let shown = match value {
            Value::Bool(value) => value.to_string(),
            Value::Number(value) => value.to_string(),
            Value::String(text) if self.is_word(schema) => text.clone(),
            Value::String(text) if !text.is_empty() => format!("\"{text}\""),
            Value::Array(list) => {
                let items: Option<Vec<String>> = list
                    .iter()
                    .map(|item| match schema.get("items") {
                        Some(items) => self.example(items, item).filter(|_| !item.is_array()),
                        None => self.example(&Value::Null, item),
                    })
                    .collect();
                let items = items.filter(|items| !items.is_empty())?;
                let brackets = if schema.get("prefixItems").is_some() { ('(', ')') } else { ('[', ']') };
                format!("{}{}{}", brackets.0, items.join(", "), brackets.1)
            }
            _ => return None,
        };
        (shown.len() <= 48).then_some(shown)
    }

    /// Whether a type is a choice of words.
    fn is_word(&self, schema: &Value) -> bool {
        let named = schema.get("$ref").and_then(Value::as_str).and_then(|name| name.rsplit('/').next());
        let definition = named.and_then(|name| self.definitions.get(name)).unwrap_or(schema);
        definition.get("oneOf").is_some()
            || definition.get("enum").is_some()
            || definition
                .get("anyOf")
                .and_then(Value::as_array)
                .is_some_and(|list| list.iter().any(|one| self.is_word(one)))
    }

    fn define(&self, name: &str, schema: &Value) -> String {
        if let Some(choices) = schema.get("oneOf").and_then(Value::as_array) {
            return self.choice(name, schema, choices);
        }
        if schema.get("properties").is_some() {
            return self.object(name, name, schema);
        }
        let about = about(schema);
        if about.is_empty() {
            String::new()
        } else {
            format!("### {name}\n\n{about}\n\nIn a file: {}.\n\n", self.kind(schema))
        }
    }

    /// A type with fields.
    fn object(&self, title: &str, name: &str, schema: &Value) -> String {
        let mut text = format!("### {title}\n\n");
        if !name.is_empty() {
            text.push_str(&format!("{}\n\n", about(schema)));
        }
        text.push_str("| Field | What | Kind | If left out | Example |\n|---|---|---|---|---|\n");
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        for (field, inner) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let absent = if required.contains(&field.as_str()) {
                "has to be there".to_owned()
            } else {
                match inner.get("default") {
                    Some(Value::Array(list)) if list.is_empty() => "nothing".into(),
                    Some(Value::Object(map)) if map.is_empty() => "nothing".into(),
                    Some(Value::Object(_)) => "its fields as below".into(),
                    Some(Value::Null) | None => "nothing".into(),
                    Some(Value::String(text)) if text.is_empty() => "nothing".into(),
                    Some(value) => format!("`{}`", self.example(inner, value).unwrap_or_else(|| value.to_string())),
                }
            };
            let example = self.examples.get(&(name.to_owned(), field.clone()));
            let example = example.map_or_else(String::new, |example| format!("`{}`", cell(example)));
            text.push_str(&format!(
                "| `{field}` | {} | {} | {absent} | {example} |\n",
                cell(&about(inner)),
                cell(&self.kind(inner))
            ));
        }
        text + "\n"
    }

    /// A type that is one of several words.
    fn choice(&self, name: &str, schema: &Value, choices: &[Value]) -> String {
        let mut text = format!("### {name}\n\n{}\n\n| Word | What |\n|---|---|\n", about(schema));
        for choice in choices {
            if let Some(word) = choice.get("const").and_then(Value::as_str) {
                text.push_str(&format!("| `{word}` | {} |\n", cell(&about(choice))));
            }
            for word in choice.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
                text.push_str(&format!("| `{word}` | |\n"));
            }
            for (word, inner) in choice.get("properties").and_then(Value::as_object).into_iter().flatten() {
                text.push_str(&format!(
                    "| `{word}` {} | {}{} |\n",
                    self.content(inner),
                    cell(&about(choice)),
                    self.parts(inner)
                ));
            }
        }
        text + "\n"
    }

    /// What stands in the brackets behind a word.
    fn content(&self, schema: &Value) -> String {
        match schema.get("properties").and_then(Value::as_object) {
            Some(fields) => {
                let names: Vec<&str> = fields.keys().map(String::as_str).collect();
                format!("( {} )", names.join(", "))
            }
            None => {
                let kind = self.kind(schema);
                let inner = kind.strip_prefix('(').and_then(|kind| kind.strip_suffix(')')).unwrap_or(&kind);
                format!("( {} )", cell(inner))
            }
        }
    }

    /// The fields behind a word, each with its meaning.
    fn parts(&self, schema: &Value) -> String {
        let mut text = String::new();
        for (field, inner) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let usual = match inner.get("default") {
                Some(Value::Null) | None => String::new(),
                Some(value) => {
                    self.example(inner, value).map_or_else(String::new, |value| format!("; if left out `{value}`"))
                }
            };
            text.push_str(&format!("<br>`{field}`: {} ({}{usual})", cell(&about(inner)), cell(&self.kind(inner))));
        }
        text
    }

    /// The kind of value in plain words.
    fn kind(&self, schema: &Value) -> String {
        if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|name| name.rsplit('/').next()) {
            return match self.definitions.get(name) {
                Some(definition) if is_id(name, definition) => format!("id ({})", words(name.trim_end_matches("Id"))),
                Some(definition)
                    if definition.get("type") == Some(&Value::from("string")) && definition.get("enum").is_none() =>
                {
                    "text".into()
                }
                _ => format!("[{name}](#{})", name.to_lowercase()),
            };
        }
        if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
            let kinds: Vec<String> = choices
                .iter()
                .filter(|choice| choice.get("type") != Some(&Value::from("null")))
                .map(|choice| self.kind(choice))
                .collect();
            return kinds.join(" or ");
        }
        if let Some(parts) = schema.get("prefixItems").and_then(Value::as_array) {
            let kinds: Vec<String> = parts.iter().map(|part| self.kind(part)).collect();
            return format!("({})", kinds.join(", "));
        }
        let named = match schema.get("type") {
            Some(Value::String(name)) => name.as_str(),
            Some(Value::Array(names)) => {
                names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or("")
            }
            _ => "",
        };
        match named {
            "boolean" => "true or false".into(),
            "integer" => "whole number".into(),
            "number" => "number".into(),
            "string" => "text".into(),
            "array" => {
                format!("list of {}", schema.get("items").map_or_else(|| "values".into(), |items| self.kind(items)))
            }
            "object" => {
                let inner =
                    schema.get("additionalProperties").map_or_else(|| "values".into(), |inner| self.kind(inner));
                format!("entries {{ name: {inner} }}")
            }
            _ => schema
                .get("allOf")
                .and_then(Value::as_array)
                .and_then(|all| all.first())
                .map_or_else(String::new, |one| self.kind(one)),
        }
    }
}

fn is_id(name: &str, definition: &Value) -> bool {
    name.ends_with("Id") && definition.get("type") == Some(&Value::from("string"))
}

/// `RedFlag` as "red flag".
fn words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

fn about(schema: &Value) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
