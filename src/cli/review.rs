//! `review`: opens the debrief of a record in the window, alone or beside another one.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Outcome, complain, files, probe, window};
use crate::{
    interface::{Beside, Judged},
    session::record::Record,
};

/// Arguments of `review`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The record
    record: PathBuf,
    /// Another record, to be shown beside it
    #[arg(long, value_name = "RECORD")]
    beside: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, options: &files::Options) -> Outcome {
    let both = judged(&arguments.record, options).and_then(|judged| {
        let beside = arguments.beside.as_deref().map(|path| {
            let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            self::judged(path, options).map(|judged| Beside { name, judged })
        });
        Ok((judged, beside.transpose()?))
    });
    match (both, probe::ask()) {
        (Err(message), _) => complain(&message),
        (_, Err(missing)) => complain(&missing.words().join("\n")),
        (Ok(both), Ok(())) => window::open(window::Beginning::Review(Box::new(both)), options),
    }
}

fn judged(path: &Path, options: &files::Options) -> Result<Judged, String> {
    let tell = |error: String| format!("{}: {error}", path.display());
    let knowledge = options.knowledge()?;
    let (record, _) = Record::parse(&files::read(path)?).map_err(|error| tell(error.to_string()))?;
    let case = options.scenario(&knowledge, &record.header.scenario)?;
    Judged::new(&knowledge, &case, &record, path.display().to_string()).map_err(tell)
}
