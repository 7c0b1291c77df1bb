//! Texts: every key resolves, reasons are given, and languages are complete.

use std::collections::BTreeSet;

use super::Checker;
use crate::{
    document::Path,
    scenario::{
        format::{Change, Fact, FindingPlace, Text},
        rubric::{Criterion, Rule},
        text_mark,
    },
};

impl Checker<'_> {
    pub(super) fn text(&mut self) {
        for (path, text) in self.texts() {
            let Some(key) = text.0.strip_prefix('@') else { continue };
            let language = self.file.language.clone();
            let table = self.file.text.get(&language);
            if table.is_some_and(|table| table.contains_key(key)) {
                for (other, table) in &self.file.text {
                    if *other != language && !table.contains_key(key) {
                        self.gap(
                            "W071",
                            &path,
                            format!("the text \"{key}\" is missing in \"{other}\""),
                            "add it to the block text",
                        );
                    }
                }
                continue;
            }
            let names: Vec<&str> = table.into_iter().flat_map(|table| table.keys().map(String::as_str)).collect();
            self.text_missing(&path, key, &language, &names);
        }
        self.unused_texts();
        self.stale_texts();
        let root = Path::root();
        if self.file.description.objectives.is_empty() && !self.doubtful(&root.field("description")) {
            self.gap("W080", &root.field("description"), "there is no objective", "say what a student learns");
        }
        if self.file.description.licence.is_empty() {
            self.gap(
                "W080",
                &root.field("description").field("licence"),
                "there is no licence",
                "for example CC-BY-4.0",
            );
        }
        for (list, criteria) in self.criteria() {
            for (index, criterion) in criteria.iter().enumerate() {
                self.reasons(criterion, &list.index(index));
            }
        }
        for (index, gate) in self.file.rubric.gates.iter().enumerate() {
            if gate.why.0.is_empty() {
                let path = root.field("rubric").field("gates").index(index).field("why");
                self.gap("W061", &path, format!("the gate \"{}\" gives no reason", gate.id), "say why it matters");
            }
        }
    }

    /// What a student reads about a criterion.
    fn reasons(&mut self, criterion: &Criterion, at: &Path) {
        let id = &criterion.id;
        if criterion.why.0.is_empty() {
            self.gap("W061", &at.field("why"), format!("\"{id}\" gives no reason"), "say why it matters");
        }
        if criterion.feedback.none.0.is_empty() && !self.doubtful(at) {
            let message = format!("\"{id}\" has no feedback for a student who missed it");
            self.gap("W080", at, message, "write feedback: (none: \"…\")");
        }
    }

    /// Keys of the block `text` that nothing in the file names.
    fn unused_texts(&mut self) {
        let used: BTreeSet<String> =
            self.texts().into_iter().filter_map(|(_, text)| text.0.strip_prefix('@').map(ToOwned::to_owned)).collect();
        let root = Path::root();
        // What could not be read may have named them.
        if self.doubtful(&root) {
            return;
        }
        let Some(table) = self.file.text.get(&self.file.language) else { return };
        for key in table.keys().filter(|key| !used.contains(*key)) {
            let path = root.field("text").key(&self.file.language).key(key);
            self.gap(
                "W073",
                &path,
                format!("nothing shows the text \"{key}\""),
                format!("name it by \"@{key}\", or take it out"),
            );
        }
    }

    /// Translations of texts that have changed since.
    fn stale_texts(&mut self) {
        let file = self.file;
        let Some(own) = file.text.get(&file.language) else { return };
        for (language, marks) in &file.translated {
            let Some(table) = file.text.get(language) else { continue };
            for (key, mark) in marks {
                let (Some(text), true) = (own.get(key), table.contains_key(key)) else { continue };
                if text_mark(text) != *mark {
                    let path = Path::root().field("text").key(language).key(key);
                    let message = format!("\"{key}\" has changed in \"{}\" since it was translated", file.language);
                    let help = format!("read it again, then: ctm-trainer texts FILE --language {language} --accept");
                    self.gap("W072", &path, message, help);
                }
            }
        }
    }

    /// Every text of the file with its place.
    fn texts(&self) -> Vec<(Path, Text)> {
        let file = self.file;
        let root = Path::root();
        let mut texts = Vec::new();
        let mut add = |path: Path, text: &Text| texts.push((path, text.clone()));
        let description = root.field("description");
        add(description.field("title"), &file.description.title);
        add(description.field("summary"), &file.description.summary);
        for (index, objective) in file.description.objectives.iter().enumerate() {
            add(description.field("objectives").index(index), objective);
        }
        let client = root.field("client");
        add(client.field("occupation"), &file.client.occupation);
        add(client.field("complaint"), &file.client.complaint);
        for (index, medicine) in file.client.medicines.iter().enumerate() {
            add(client.field("medicines").index(index), medicine);
        }
        for (index, question) in file.interview.questions.iter().enumerate() {
            let at = root.field("interview").field("questions").index(index);
            if let Some(ask) = &question.ask {
                add(at.field("ask"), ask);
            }
            add(at.field("answer"), &question.answer);
        }
        for (index, finding) in file.findings.iter().enumerate() {
            if let FindingPlace::Area { name, .. } = &finding.place {
                add(root.field("findings").index(index).field("place").field("name"), name);
            }
        }
        for (name, fact) in &file.client.facts {
            if let Fact::Words(words) = fact {
                add(client.field("facts").key(name), words);
            }
        }
        let task = root.field("task");
        add(task.field("goal"), &file.task.goal);
        add(task.field("decision").field("why"), &file.task.decision.why);
        for (index, statement) in file.task.statements.iter().enumerate() {
            let at = task.field("statements").index(index);
            add(at.field("words"), &statement.words);
            add(at.field("why"), &statement.why);
        }
        let debrief = root.field("debrief");
        add(debrief.field("recap"), &file.debrief.recap);
        for (index, question) in file.debrief.questions.iter().enumerate() {
            let at = debrief.field("questions").index(index);
            add(at.field("ask"), &question.ask);
            add(at.field("think"), &question.think);
        }
        for (index, draw) in file.variation.iter().enumerate() {
            let choices = root.field("variation").index(index).field("choices");
            for (number, choice) in draw.choices.iter().enumerate() {
                for (place, change) in choice.changes.iter().enumerate() {
                    let at = choices.index(number).field("changes").index(place);
                    match change {
                        Change::Answer(_, text) | Change::Complaint(text) | Change::Fact(_, Fact::Words(text)) => {
                            add(at, text);
                        }
                        Change::Decision(key) => add(at, &key.why),
                        _ => {}
                    }
                }
            }
        }
        let rubric = root.field("rubric");
        for (index, domain) in file.rubric.domains.iter().enumerate() {
            add(rubric.field("domains").index(index).field("name"), &domain.name);
        }
        for (list, criteria) in self.criteria() {
            for (index, criterion) in criteria.iter().enumerate() {
                let at = list.index(index);
                add(at.field("why"), &criterion.why);
                if let Rule::Order { pairs } = &criterion.rule {
                    for (number, pair) in pairs.iter().enumerate() {
                        add(at.field("rule").field("pairs").index(number).field("why"), &pair.why);
                    }
                }
                let feedback = at.field("feedback");
                add(feedback.field("full"), &criterion.feedback.full);
                add(feedback.field("part"), &criterion.feedback.part);
                add(feedback.field("none"), &criterion.feedback.none);
            }
        }
        for (index, gate) in file.rubric.gates.iter().enumerate() {
            add(rubric.field("gates").index(index).field("why"), &gate.why);
        }
        texts
    }
}
