//! `check --explain`: what a code means.

use crate::{
    cli::{Outcome, complain, print},
    diagnostic::{codes, suggest},
};

pub(super) fn run(wanted: &str) -> Outcome {
    let Some(entry) = codes::find(wanted) else {
        let known = codes::ALL.iter().map(|entry| entry.code);
        return complain(&format!("there is no code \"{wanted}\"; {}", suggest(&wanted.to_uppercase(), known)));
    };
    let mut text = format!("{}: {}\n\n{}\n", entry.code, entry.title, entry.explanation);
    if let Some((wrong, right)) = entry.example {
        let indented = |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<String>();
        text.push_str(&format!("\nnot\n{}but\n{}", indented(wrong), indented(right)));
    }
    print(&text);
    Outcome::Fine
}
