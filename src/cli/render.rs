//! `render`: a picture of a scenario's client without a window.

use std::path::PathBuf;

use clap::Args;

use super::{
    Outcome, complain, files,
    look::{self, Look},
    print, simulate,
};
use crate::{
    knowledge::library::Folder,
    scene::{
        Setting,
        capture::{self, Shot},
    },
    session::{Session, plan, record::Header},
    units::Tick,
};

/// Arguments of `render`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The scenario: its id, or the path of its file
    scenario: String,
    #[command(flatten)]
    look: Look,
    /// A plan that is played first
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// The moment of the picture, seconds from the beginning of the plan; its end if left out
    #[arg(long, value_name = "SECONDS", requires = "plan")]
    at: Option<f64>,
    /// Where to write the picture (PNG)
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments, options: &files::Options) -> Outcome {
    match render(arguments, options) {
        Ok(text) => {
            print(&text);
            Outcome::Fine
        }
        Err(message) => complain(&message),
    }
}

fn render(arguments: &Arguments, options: &files::Options) -> Result<String, String> {
    let knowledge = options.knowledge()?;
    let scenario = options.scenario(&knowledge, &arguments.scenario)?;
    let session = match &arguments.plan {
        Some(path) => {
            let plan = simulate::read_plan(path)?;
            let header = Header::new(&knowledge, &scenario, 1, "picture");
            let until = arguments.at.map(Tick::from_seconds);
            let played = plan::drive_until(&knowledge, &scenario, &plan, header, until);
            Some(played.map_err(|error| simulate::tell(&plan, &error))?.1)
        }
        None => {
            let header = Header::new(&knowledge, &scenario, 1, "picture");
            Session::new(knowledge.clone(), scenario.clone(), header).ok()
        }
    };
    let shown = session.as_ref().filter(|_| arguments.plan.is_some());
    let room = arguments.look.room(&knowledge, &scenario, shown)?;
    let setting = Setting::read(knowledge, &Folder::new(options.assets()))?;
    let shot = Shot { setting, room, session, size: arguments.look.size };
    let picture = capture::capture(shot).map_err(|error| error.to_string())?;
    let (width, height) = (picture.width, picture.height);
    look::write(&arguments.out, &picture)?;
    Ok(format!("{}: {width} by {height} pixels", arguments.out.display()))
}
