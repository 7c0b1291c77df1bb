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

/// A picture's tick, and where it lies between the tick before and that.
type Moment = (Tick, f32);

/// The moments of the pictures.
fn moments(arguments: &Arguments) -> Result<Vec<Moment>, String> {
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
    Ok((0..count).map(|index| moment(from + index as f64 / (slow * rate))).collect())
}

/// The tick at or after a moment in seconds, and how far the moment lies between the tick before and that.
fn moment(seconds: f64) -> Moment {
    let ticks = seconds * f64::from(TICKS_PER_SECOND);
    // what is a whole number but for its last digits is that tick
    let whole = (ticks - 1e-6).ceil().max(0.0);
    (Tick(whole as u32), (1.0 - (whole - ticks)).clamp(0.0, 1.0) as f32)
}

fn film(arguments: &Arguments, options: &files::Options) -> Result<String, String> {
    let moments = moments(arguments)?;
    let knowledge = options.knowledge()?;
    let scenario = options.scenario(&knowledge, &arguments.scenario)?;
    let plan = simulate::read_plan(&arguments.plan)?;
    let setting = Setting::read(knowledge.clone(), &Folder::new(options.assets()))?;
    let mut studio = Studio::new(setting, arguments.look.size).map_err(|error| error.to_string())?;
    let mut last: Option<(Moment, Picture)> = None;
    for (index, moment) in moments.iter().enumerate() {
        let picture = match last.take() {
            Some((known, picture)) if known == *moment => picture,
            _ => {
                let header = Header::new(&knowledge, &scenario, 1, "film");
                let played = plan::drive_until(&knowledge, &scenario, &plan, header, Some(moment.0));
                let session = played.map_err(|error| simulate::tell(&plan, &error))?.1;
                let mut room = arguments.look.room(&knowledge, &scenario, Some(&session))?;
                room.between = Some(moment.1).filter(|share| *share < 1.0);
                studio.take(room, Some(session)).map_err(|error| error.to_string())?
            }
        };
        let name = format!("{:04}.png", index + 1);
        look::write(&arguments.out.join(name), &picture)?;
        last = Some((*moment, picture));
        eprint!("\r{} of {} pictures", index + 1, moments.len());
    }
    eprintln!();
    let seconds = moments.len() as f64 / arguments.rate;
    let length = arguments.rate * arguments.slow;
    Ok(format!(
        "{}: {} pictures, {seconds:.1} s at {} a second, {} times slower than the {} s they show",
        arguments.out.display(),
        moments.len(),
        arguments.rate,
        arguments.slow,
        (moments.len() - 1) as f64 / length,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_lie_between_ticks_where_their_moment_does() {
        assert_eq!(moment(0.5), (Tick(30), 1.0));
        let (tick, share) = moment(0.5 + 0.25 / 60.0);
        assert_eq!(tick, Tick(31));
        assert!((share - 0.25).abs() < 1e-4, "{share}");
        let film: Vec<Moment> = (0..20).map(|index| moment(30.0 + f64::from(index) / 600.0)).collect();
        assert!(film.windows(2).all(|pair| pair[0] != pair[1]), "ten times slower, no picture stands still: {film:?}");
    }
}
