//! `verify`: plays records again and tells whether they are what happened.

use std::{path::PathBuf, sync::Arc};

use clap::Args;

use super::{Outcome, complain, files, print};
use crate::{
    knowledge::Knowledge,
    session::{record::Record, replay::replay},
};

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The records
    #[arg(required = true)]
    records: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, options: &files::Options) -> Outcome {
    let knowledge = match options.knowledge() {
        Ok(knowledge) => knowledge,
        Err(message) => return complain(&message),
    };
    let (mut differs, mut unread) = (false, false);
    for path in &arguments.records {
        let name = path.display();
        match verify(path, &knowledge, options) {
            Ok(Ok(words)) => print(&format!("{name}: same{words}")),
            Ok(Err(difference)) => {
                differs = true;
                print(&format!("{name}: differs: {difference}"));
            }
            Err(message) => {
                unread = true;
                complain(&format!("{name}: {message}"));
            }
        }
    }
    match (unread, differs) {
        (true, _) => Outcome::CouldNotRun,
        (_, true) => Outcome::Findings,
        _ => Outcome::Fine,
    }
}

/// Notes on a sound record, or how it differs, or why it cannot be read.
fn verify(
    path: &std::path::Path,
    knowledge: &Arc<Knowledge>,
    options: &files::Options,
) -> Result<Result<String, String>, String> {
    let (record, notes) = Record::parse(&files::read(path)?).map_err(|error| error.to_string())?;
    let scenario = options.scenario(knowledge, &record.header.scenario)?;
    if let Err(divergence) = replay(knowledge, &scenario, &record) {
        return Ok(Err(divergence.to_string()));
    }
    Ok(Ok(notes.iter().map(|note| format!("; {note}")).collect()))
}
