//! The command line: arguments, exit codes and the printing of errors.
//!
//! One command is one file here and one line in [`Command`] and [`main`]. Exit codes: 0 fine,
//! 1 findings (or a record that differs), 2 could not run.

mod catalogue;
mod check;
mod explain;
mod fields;
mod files;
#[cfg(feature = "app")]
mod film;
mod grade;
#[cfg(feature = "app")]
mod keep;
mod key;
#[cfg(feature = "app")]
mod look;
mod new;
mod pack;
mod parallel;
#[cfg(feature = "app")]
mod probe;
#[cfg(feature = "app")]
mod render;
#[cfg(feature = "app")]
mod review;
mod run;
#[cfg(feature = "app")]
mod shelf;
mod simulate;
mod texts;
mod validate;
mod verify;
#[cfg(feature = "app")]
mod window;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

/// Trainer for Connective Tissue Massage. Without a command it opens the treatment room.
#[derive(Debug, Parser)]
#[command(name = "ctm-trainer", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    files: files::Options,
    /// Open this case at once: its id, or the path of its file
    #[arg(long, value_name = "CASE")]
    scenario: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check scenario files: every finding of every file at once
    Check(check::Arguments),
    /// Begin a scenario from a template
    New(new::Arguments),
    /// Put the cases of a folder into one file, signed or not
    Pack(pack::PackArguments),
    /// Make the keys with which a school signs its packs
    Key(key::Arguments),
    /// Take a pack apart into a new folder
    Unpack(pack::UnpackArguments),
    /// Open the treatment room with the cases of a pack; without a window, tell what is in it and play its own plans
    Play(pack::PlayArguments),
    /// Tell which translations of a case are missing or out of date
    Texts(texts::Arguments),
    /// Print what every field of a scenario or plan means
    Fields(fields::Arguments),
    /// Print the knowledge tables
    Catalogue(catalogue::Arguments),
    /// Play a plan as a student would and write the record
    Simulate(simulate::Arguments),
    /// Play records again and tell whether they are what happened
    Verify(verify::Arguments),
    /// Play records again and print what they are worth
    Grade(grade::Arguments),
    /// Play a record again and tell what was behind the client's words, signs and reactions
    Explain(explain::Arguments),
    /// Hold the simulated client against what is read and taught
    Validate(validate::Arguments),
    /// Open the debrief of a record in the window, alone or beside another one
    #[cfg(feature = "app")]
    Review(review::Arguments),
    /// Make a picture of a scenario's client without a window
    #[cfg(feature = "app")]
    Render(render::Arguments),
    /// Make the pictures of a slow-motion film of a moment of a plan
    #[cfg(feature = "app")]
    Film(film::Arguments),
    /// Try whether a window opens
    #[cfg(feature = "app")]
    #[command(hide = true, name = probe::COMMAND)]
    Probe,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// What a command ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well.
    Fine,
    /// It ran and found something.
    Findings,
    /// It could not run; what and why has been printed.
    CouldNotRun,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Findings => 1,
            Outcome::CouldNotRun => 2,
        })
    }
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let files = &arguments.files;
    match arguments.command {
        Some(Command::Check(command)) => check::run(&command, files),
        Some(Command::New(command)) => new::run(&command),
        Some(Command::Fields(command)) => fields::run(&command),
        Some(Command::Pack(command)) => pack::pack(&command, files),
        Some(Command::Key(command)) => key::run(&command),
        Some(Command::Unpack(command)) => pack::unpack(&command),
        Some(Command::Play(command)) => pack::play(&command, files),
        Some(Command::Texts(command)) => texts::run(&command),
        Some(Command::Catalogue(command)) => catalogue::run(&command, files),
        Some(Command::Simulate(command)) => simulate::run(&command, files),
        Some(Command::Verify(command)) => verify::run(&command, files),
        Some(Command::Grade(command)) => grade::run(&command, files),
        Some(Command::Explain(command)) => explain::run(&command, files),
        Some(Command::Validate(command)) => validate::run(&command, files),
        #[cfg(feature = "app")]
        Some(Command::Review(command)) => review::run(&command, files),
        #[cfg(feature = "app")]
        Some(Command::Render(command)) => render::run(&command, files),
        #[cfg(feature = "app")]
        Some(Command::Film(command)) => film::run(&command, files),
        #[cfg(feature = "app")]
        Some(Command::Probe) => probe::run(),
        None => run::run(arguments.scenario.as_deref(), files),
    }
    .into()
}

/// Prints a line on standard output; a closed pipe is not an error.
pub(crate) fn print(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout().lock(), "{}", text.trim_end_matches('\n'));
}

/// Prints why something could not run.
pub(crate) fn complain(message: &str) -> Outcome {
    eprintln!("ctm-trainer: {message}");
    Outcome::CouldNotRun
}
