//! Checks of a scenario beyond its form: references, flow, rubric, clinical sense and text.
//!
//! Every pass runs on every file that could be read at all, and each notes all it finds. What the
//! codes mean is told by [`crate::diagnostic::codes`].

mod clinical;
mod condition;
mod flow;
mod references;
mod rubric;
mod text;
mod variation;

use super::{format::ScenarioFile, rubric::Criterion};
use crate::{
    diagnostic::{Diagnostic, Related, Severity, nearest, suggest},
    document::{Document, Guesses, Path},
    knowledge::Knowledge,
};

/// How strict a check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckLevel {
    /// While writing: gaps are warnings.
    Draft,
    /// Before students see it: gaps are errors.
    Publish,
}

/// What the passes share.
pub(super) struct Checker<'a> {
    document: &'a Document,
    file: &'a ScenarioFile,
    guesses: &'a Guesses,
    knowledge: &'a Knowledge,
    level: CheckLevel,
    findings: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    /// Runs all passes.
    pub(super) fn run(
        document: &'a Document,
        file: &'a ScenarioFile,
        guesses: &'a Guesses,
        knowledge: &'a Knowledge,
        level: CheckLevel,
    ) -> Vec<Diagnostic> {
        let mut checker = Checker { document, file, guesses, knowledge, level, findings: Vec::new() };
        checker.references();
        checker.flow();
        checker.rubric();
        checker.clinical();
        checker.variation();
        checker.debrief();
        checker.text();
        checker.findings
    }

    /// Every list of criteria that a student may be judged by, with its place: the rubric's, and those that choices
    /// of the variation bring.
    fn criteria(&self) -> Vec<(Path, &'a [Criterion])> {
        let file = self.file;
        let mut lists = vec![(Path::root().field("rubric").field("criteria"), file.rubric.criteria.as_slice())];
        for (index, draw) in file.variation.iter().enumerate() {
            let choices = Path::root().field("variation").index(index).field("choices");
            for (number, choice) in draw.choices.iter().enumerate() {
                let changes = choices.index(number).field("changes");
                for (place, change) in choice.changes.iter().enumerate() {
                    lists.extend(change.criteria().map(|criteria| (changes.index(place), criteria)));
                }
            }
        }
        lists
    }

    fn error(&mut self, code: &'static str, path: &Path, message: impl Into<String>, help: impl Into<String>) {
        // What could not be read was reported when it was read; nothing follows from a guess.
        if !self.guesses.cover(self.document, path) {
            self.findings.push(self.document.error(code, path, message, help));
        }
    }

    /// Notes an unknown key of the block `text`, with the nearest one.
    fn text_missing(&mut self, path: &Path, key: &str, language: &str, names: &[&str]) {
        // After a lost bracket the texts may have been read as part of another block.
        if !self.document.is_whole() && self.file.text.is_empty() {
            return;
        }
        let texts = Path::root().field("text");
        if self.guesses.cover(self.document, path) || self.guesses.cover(self.document, &texts.key(language)) {
            return;
        }
        let meant = nearest(key, names.iter().copied()).map(|meant| format!("@{meant}"));
        let message = format!("the text \"{key}\" is missing in \"{language}\"");
        let help = suggest(key, names.iter().copied());
        let found = format!("@{key}");
        self.findings.push(self.document.error_at_name("E070", path, &found, meant.as_deref(), message, help));
    }

    /// Whether something at a path or inside it could not be read or leads to nothing: then nothing is
    /// said of what is missing there or what it adds up to.
    fn doubtful(&self, path: &Path) -> bool {
        self.guesses.touch(self.document, path)
    }

    /// A gap: a warning in a draft, an error before publishing.
    fn gap(&mut self, code: &'static str, path: &Path, message: impl Into<String>, help: impl Into<String>) {
        // After a lost bracket nobody can tell what is missing.
        if self.guesses.cover(self.document, path) || !self.document.is_whole() {
            return;
        }
        let mut finding = self.document.error(code, path, message, help);
        if self.level == CheckLevel::Draft {
            finding.severity = Severity::Warning;
        }
        self.findings.push(finding);
    }

    /// Notes an unknown name with the nearest valid one; `kind` is the word for it, such as "zone".
    fn known<'n>(
        &mut self,
        kind: &str,
        found: &str,
        path: &Path,
        names: impl IntoIterator<Item = &'n str> + Clone,
    ) -> bool {
        let known = names.clone().into_iter().any(|name| name == found);
        if !known && !self.guesses.cover(self.document, path) {
            let (meant, help) = (nearest(found, names.clone()), suggest(found, names));
            let message = format!("unknown {kind} \"{found}\"");
            self.findings.push(self.document.error_at_name("E030", path, found, meant, message, help));
        }
        known
    }

    /// Notes ids that occur twice in a list; `field` is the list's path.
    fn unique<'i>(&mut self, kind: &str, list: &Path, ids: impl Iterator<Item = &'i str>) {
        let mut seen: Vec<&str> = Vec::new();
        for (index, id) in ids.enumerate() {
            if let Some(first) = seen.iter().position(|other| *other == id) {
                let at = self.document.place(&list.index(first).field("id"));
                let path = list.index(index).field("id");
                if self.guesses.cover(self.document, &path) {
                    continue;
                }
                let message = format!("the {kind} \"{id}\" is there twice");
                let mut finding = self.document.error("E031", &path, message, "give one of them another id");
                finding.related.push(Related { at, message: "the first one is here".into() });
                self.findings.push(finding);
            }
            seen.push(id);
        }
    }
}
