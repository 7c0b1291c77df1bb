//! `new`: begins a scenario from a template.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{Outcome, complain, files, print};
use crate::{
    diagnostic::suggest,
    scenario::template::{self, Template},
};

/// Arguments of `new`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A small case that checks, plays and grades, with its reference plan
    Scenario {
        /// The new file; its name becomes the id of the case
        #[arg(required_unless_present = "list")]
        path: Option<PathBuf>,
        /// The template to begin from
        #[arg(long, value_name = "NAME", default_value = "blank")]
        template: String,
        /// List the templates
        #[arg(long)]
        list: bool,
    },
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let What::Scenario { path, template, list } = &arguments.what;
    let Some(path) = path.as_deref().filter(|_| !list) else {
        let lines = template::ALL.iter().map(|template| format!("{:14} {}\n", template.name, template.about()));
        print(&lines.collect::<String>());
        return Outcome::Fine;
    };
    match begin(path, template) {
        Ok(told) => {
            print(&told);
            Outcome::Fine
        }
        Err(message) => complain(&message),
    }
}

fn begin(path: &Path, name: &str) -> Result<String, String> {
    let names = template::ALL.iter().map(|template: &Template| template.name);
    let template =
        template::find(name).ok_or_else(|| format!("there is no template \"{name}\"; {}", suggest(name, names)))?;
    let path = if path.extension().is_none() { path.with_extension("ron") } else { path.to_owned() };
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    if !template::is_id(&stem) {
        let better = path.with_file_name(template::id_from(&stem)).with_extension("ron");
        return Err(format!(
            "\"{stem}\" cannot be an id: use lower-case letters, digits and hyphens, for example {}",
            better.display()
        ));
    }
    let plan = path.with_file_name("plans").join(&stem).join("reference.ron");
    for file in [&path, &plan] {
        if file.exists() {
            return Err(format!("{} is there already; nothing was changed", file.display()));
        }
    }
    files::write(&path, template.case(&stem).as_bytes())?;
    files::write(&plan, template.plan(&stem).as_bytes())?;
    Ok(format!(
        "{} written, with its plan {}\nNext: ctm-trainer check --dry-run {}",
        path.display(),
        plan.display(),
        path.display()
    ))
}
