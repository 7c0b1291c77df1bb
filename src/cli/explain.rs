//! `explain`: plays a record again and tells what was behind the client's words, signs and reactions.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, complain, files, print};
use crate::{
    assessment::explain,
    session::{
        record::Record,
        replay::{replay, replay_until},
    },
    units::Tick,
};

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The record
    record: PathBuf,
    /// Explain the client at this moment, seconds from the beginning
    #[arg(long, value_name = "SECONDS")]
    at: Option<f64>,
}

pub(super) fn run(arguments: &Arguments, options: &files::Options) -> Outcome {
    match tell(arguments, options) {
        Ok(text) => {
            print(&text);
            Outcome::Fine
        }
        Err(message) => complain(&format!("{}: {message}", arguments.record.display())),
    }
}

fn tell(arguments: &Arguments, options: &files::Options) -> Result<String, String> {
    let knowledge = options.knowledge()?;
    let bytes = files::read(&arguments.record)?;
    let (record, _) = Record::parse(&bytes).map_err(|error| error.to_string())?;
    let scenario = options.scenario(&knowledge, &record.header.scenario)?;
    match arguments.at {
        None => {
            let session = replay(&knowledge, &scenario, &record).map_err(|error| error.to_string())?;
            Ok(explain::whole(&session))
        }
        Some(seconds) if seconds.is_finite() && seconds >= 0.0 => {
            let until = Tick::from_seconds(seconds);
            let session = replay_until(&knowledge, &scenario, &record, until).map_err(|error| error.to_string())?;
            if session.tick() < until {
                return Err(format!("the record ends at {}, before {until}", session.tick()));
            }
            Ok(explain::moment(&session))
        }
        Some(seconds) => Err(format!("{seconds} is no moment; give seconds from the beginning")),
    }
}
