//! `texts`: how far the translations of a case have come.

use std::{collections::BTreeMap, path::PathBuf};

use clap::Args;

use super::{Outcome, complain, files, print};
use crate::{
    document::{Document, Path},
    scenario::{format::ScenarioFile, text_mark},
};

/// Arguments of `texts`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The scenario's file
    file: PathBuf,
    /// The language of the translations, for example de
    #[arg(long)]
    language: String,
    /// Mark all translations as fitting the texts as they are now
    #[arg(long)]
    accept: bool,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    match texts(arguments) {
        Ok((told, clean)) => {
            print(&told);
            if clean { Outcome::Fine } else { Outcome::Findings }
        }
        Err(message) => complain(&message),
    }
}

fn texts(arguments: &Arguments) -> Result<(String, bool), String> {
    let bytes = files::read(&arguments.file)?;
    let name = arguments.file.display().to_string();
    let (document, decoded) = Document::read::<ScenarioFile>(&name, &bytes);
    let Some(file) = decoded.value() else {
        return Err(format!("{name} has errors; ctm-trainer check {name} tells them"));
    };
    let language = &arguments.language;
    let empty = BTreeMap::new();
    let own = file.text.get(&file.language).unwrap_or(&empty);
    let table = file.text.get(language).unwrap_or(&empty);
    if arguments.accept {
        let marks =
            own.iter().filter(|(key, _)| table.contains_key(*key)).map(|(key, text)| (key.clone(), text_mark(text)));
        let mut all = file.translated.clone();
        all.insert(language.clone(), marks.collect());
        let value = ron::ser::to_string(&all).map_err(|error| error.to_string())?;
        let fix = document
            .set_field(&Path::root(), "translated", &value)
            .ok_or_else(|| format!("{name} has no fields that a mark could stand beside"))?;
        let changed = fix.apply(document.text()).unwrap_or_default();
        files::write(&arguments.file, changed.as_bytes())?;
        return Ok((format!("{name}: {} translations into \"{language}\" marked as fitting", table.len()), true));
    }
    let mark = |key: &str| file.translated.get(language).and_then(|marks| marks.get(key));
    let mut told = String::new();
    let mut open = 0;
    for (key, text) in own {
        let state = match (table.get(key), mark(key)) {
            (None, _) => "missing",
            (Some(_), Some(mark)) if *mark != text_mark(text) => "changed since",
            _ => continue,
        };
        open += 1;
        told.push_str(&format!("{key:30} {state:14} {text}\n"));
    }
    let marked = file.translated.get(language).map_or(0, BTreeMap::len);
    told.push_str(&format!("{} texts, {open} open, {marked} watched\n", own.len()));
    Ok((told, open == 0))
}
