//! `film`: the pictures of a slow-motion film of a moment of a plan, made without a window.

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
        capture::{Picture, Studio},
    },
    session::{plan, record::Header},
    units::{TICKS_PER_SECOND, Tick},
};

/// Arguments of `film`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The scenario: its id, or the path of its file
    scenario: String,
    #[command(flatten)]
    look: Look,
    /// The plan that is played
    #[arg(long, value_name = "FILE")]
    plan: PathBuf,
    /// The first moment, seconds from the beginning of the plan
    #[arg(long, value_name = "SECONDS")]
    from: f64,
    /// The last moment, seconds from the beginning of the plan
    #[arg(long, value_name = "SECONDS")]
    to: f64,
    /// How many times slower than it was, 1 to 10
    #[arg(long, value_name = "TIMES", default_value_t = 4.0)]
    slow: f64,
    /// Pictures a second of the film, 1 to 60
    #[arg(long, value_name = "RATE", default_value_t = 15.0)]
    rate: f64,
    /// The folder for the pictures: 0001.png, 0002.png, …
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// Most pictures of a film.
const MOST: usize = 3600;

pub(super) fn run(arguments: &Arguments, options: &files::Options) -> Outcome {
    match film(arguments, options) {
        Ok(text) => {
            print(&text);
            Outcome::Fine
        }
        Err(message) => complain(&message),
    }
}

/// The ticks of the pictures.
fn ticks(arguments: &Arguments) -> Result<Vec<Tick>, String> {
    let Arguments { from, to, slow, rate, .. } = *arguments;
    let fits = |value: f64, low: f64, high: f64| value.is_finite() && (low..=high).contains(&value);
    if !fits(from, 0.0, 21_600.0) || !fits(to, from, 21_600.0) {
        return Err("give --from and --to in seconds, the first not after the second".into());
    }
    if !fits(slow, 1.0, 10.0) || !fits(rate, 1.0, 60.0) {
        return Err("give --slow from 1 to 10 and --rate from 1 to 60".into());
    }
    let count = ((to - from) * slow * rate).floor() as usize + 1;
    if count > MOST {
        return Err(format!("that would be {count} pictures, more than {MOST}; film a shorter time"));
    }
    Ok((0..count).map(|index| Tick::from_seconds(from + index as f64 / (slow * rate) + 1e-9)).collect())
}

fn film(arguments: &Arguments, options: &files::Options) -> Result<String, String> {
    let ticks = ticks(arguments)?;
    let knowledge = options.knowledge()?;
    let scenario = options.scenario(&knowledge, &arguments.scenario)?;
    let plan = simulate::read_plan(&arguments.plan)?;
    let setting = Setting::read(knowledge.clone(), &Folder::new(options.assets()))?;
    let mut studio = Studio::new(setting, arguments.look.size).map_err(|error| error.to_string())?;
    let mut last: Option<(Tick, Picture)> = None;
    for (index, tick) in ticks.iter().enumerate() {
        let picture = match last.take() {
            // slower than the model's own step: the same picture stands longer
            Some((known, picture)) if known == *tick => picture,
            _ => {
                let header = Header::new(&knowledge, &scenario, 1, "film");
                let played = plan::drive_until(&knowledge, &scenario, &plan, header, Some(*tick));
                let session = played.map_err(|error| simulate::tell(&plan, &error))?.1;
                let room = arguments.look.room(&knowledge, &scenario, Some(&session))?;
                studio.take(room, Some(session)).map_err(|error| error.to_string())?
            }
        };
        let name = format!("{:04}.png", index + 1);
        look::write(&arguments.out.join(name), &picture)?;
        last = Some((*tick, picture));
        eprint!("\r{} of {} pictures", index + 1, ticks.len());
    }
    eprintln!();
    let seconds = ticks.len() as f64 / arguments.rate;
    Ok(format!(
        "{}: {} pictures, {seconds:.1} s at {} a second, {} times slower than the {} s they show",
        arguments.out.display(),
        ticks.len(),
        arguments.rate,
        arguments.slow,
        f64::from(ticks.last().map_or(0, |last| last.0) - ticks.first().map_or(0, |first| first.0))
            / f64::from(TICKS_PER_SECOND),
    ))
}
