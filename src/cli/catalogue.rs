//! `catalogue`: prints the knowledge tables.

use clap::Args;

use super::{Format, Outcome, complain, files, print};
use crate::knowledge::{Knowledge, catalogue};

/// Arguments of `catalogue`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The table; without it, the list of tables
    table: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, files: &files::Options) -> Outcome {
    let knowledge = match files.knowledge() {
        Ok(knowledge) => knowledge,
        Err(message) => return complain(&message),
    };
    let Some(table) = &arguments.table else {
        let shown = match arguments.format {
            Format::Text => Knowledge::TABLES.join("\n"),
            Format::Json => serde_json::json!(Knowledge::TABLES).to_string(),
        };
        print(&shown);
        return Outcome::Fine;
    };
    let shown = match arguments.format {
        Format::Text => catalogue::text(&knowledge, table),
        Format::Json => catalogue::json(&knowledge, table)
            .map(|rows| serde_json::to_string_pretty(&rows).unwrap_or_else(|error| error.to_string())),
    };
    match shown {
        Some(text) => {
            print(&text);
            Outcome::Fine
        }
        None => complain(&catalogue::unknown_table(table)),
    }
}
