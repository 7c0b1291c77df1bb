//! Checks of a scenario beyond its form: references, flow, rubric, clinical sense and text.
//!
//! Every pass runs on every file that could be read at all, and each notes all it finds. Codes:
//! E030 unknown name, E031 the same id twice, E032 value out of range, E033 wrong format or id,
//! W040 step never reached, W041 no way to an end, E050 points do not add up, E051 a domain without
//! criteria or a criterion without domain, W060 absolute contraindication without a gate, W061 gate or
//! criterion without reason, W062 stroke asked for that is forbidden, W063 decision against the
//! catalogue, E070 text missing, W071 text missing in a language, W080 no objective or feedback.

mod clinical;
mod flow;
mod references;
mod rubric;
mod text;

use super::format::ScenarioFile;
use crate::{
    diagnostic::{Diagnostic, Severity, suggest},
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

impl Checker<'_> {
    /// Runs all passes.
    pub(super) fn run(
        document: &Document,
        file: &ScenarioFile,
        guesses: &Guesses,
        knowledge: &Knowledge,
        level: CheckLevel,
    ) -> Vec<Diagnostic> {
        let mut checker = Checker { document, file, guesses, knowledge, level, findings: Vec::new() };
        checker.references();
        checker.flow();
        checker.rubric();
        checker.clinical();
        checker.text();
        checker.findings
    }

    fn error(&mut self, code: &'static str, path: &Path, message: impl Into<String>, help: impl Into<String>) {
        // What could not be read was reported when it was read; nothing follows from a guess.
        if !self.guesses.cover(self.document, path) {
            self.findings.push(self.document.error(code, path, message, help));
        }
    }

    /// A gap: a warning in a draft, an error before publishing.
    fn gap(&mut self, code: &'static str, path: &Path, message: impl Into<String>, help: impl Into<String>) {
        if self.guesses.cover(self.document, path) {
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
        if !known {
            self.error("E030", path, format!("unknown {kind} \"{found}\""), suggest(found, names));
        }
        known
    }

    /// Notes ids that occur twice in a list; `field` is the list's path.
    fn unique<'i>(&mut self, kind: &str, list: &Path, ids: impl Iterator<Item = &'i str>) {
        let mut seen: Vec<&str> = Vec::new();
        for (index, id) in ids.enumerate() {
            if let Some(first) = seen.iter().position(|other| *other == id) {
                let place = self.document.place(&list.index(first).field("id"));
                self.error(
                    "E031",
                    &list.index(index).field("id"),
                    format!("the {kind} \"{id}\" is there twice"),
                    format!("the first one is in line {}; give this one another id", place.line),
                );
            }
            seen.push(id);
        }
    }
}
