//! `key new`: the pair of keys with which a school signs its packs.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use rand::{TryRng, rngs::SysRng};

use super::{Outcome, complain, files, print};
use crate::study::pack::{
    self,
    signature::{SEED_BYTES, SecretKey},
};

/// Arguments of `key`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a pair of keys: FILE, which only the school may have, and beside it the public one, which ends in .pub
    New {
        /// Where to write the secret key
        file: PathBuf,
        /// Whose key it is, as others shall read it
        #[arg(long)]
        name: String,
    },
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let What::New { file, name } = &arguments.what;
    match new(file, name) {
        Ok(told) => {
            print(&told);
            Outcome::Fine
        }
        Err(message) => complain(&message),
    }
}

fn new(file: &std::path::Path, name: &str) -> Result<String, String> {
    let public = file.with_extension("pub");
    if file.extension().is_some_and(|ending| pack::ENDINGS.iter().any(|packed| *packed == ending)) {
        return Err(format!(
            "{} would go into every pack of its folder; name it for example school.key",
            file.display()
        ));
    }
    if public == file {
        return Err(format!("{} is the name of the public key; give the secret one another ending", file.display()));
    }
    if let Some(there) = [file, public.as_path()].into_iter().find(|path| path.exists()) {
        return Err(format!("{} is there already; a key that is gone is gone for good", there.display()));
    }
    let mut seed = [0; SEED_BYTES];
    SysRng.try_fill_bytes(&mut seed).map_err(|error| format!("the system gives no random numbers: {error}"))?;
    let key = SecretKey::from_seed(name, seed).map_err(|error| error.to_string())?;
    files::write_secret(file, key.text().as_bytes())?;
    files::write(&public, key.public().text().as_bytes())?;
    Ok(format!(
        "{}: the secret key of {}; keep it to yourselves\n{}: the public key {}; pass it on",
        file.display(),
        key.public().name(),
        public.display(),
        key.public().mark()
    ))
}
