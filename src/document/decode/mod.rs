//! From the tree of values to a value of a `serde` type, with every mistake reported.
//!
//! `serde` stops at the first mistake. Here each mistake is noted with the node it happened at, the
//! node is replaced by a guess that fits whatever is asked of it, and the reading starts again,
//! until it succeeds. Guesses are remembered, so that later checks do not report them once more.

mod fault;
mod guess;
mod node;
mod structure;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use super::source::Finding;
use super::syntax::{Node, Span, Tree, Value};
use super::{Document, FINDING_LIMIT, Path};
use crate::diagnostic::{Diagnostic, nearest};
use fault::{Fault, Kind};

/// How often a reading is begun again before it is given up.
const ATTEMPT_LIMIT: usize = 3 * FINDING_LIMIT;

/// The value of a file, as far as it could be made, and what is wrong with the file.
#[derive(Debug, Clone)]
pub struct Decoded<T> {
    /// The value. Unless the file is sound it holds guesses in place of what is wrong; `None` where
    /// no guess was accepted. Use [`Decoded::value`] for the value of a sound file only.
    pub repaired: Option<T>,
    /// Whether the file has neither faults of text nor faults of type.
    pub sound: bool,
    /// What is wrong, in the order of the text.
    pub findings: Vec<Diagnostic>,
    /// Which parts of `repaired` are guesses.
    pub guesses: Guesses,
}

impl<T> Decoded<T> {
    /// The value of a sound file; `None` if the file has any error.
    #[must_use]
    pub fn value(self) -> Option<T> {
        self.repaired.filter(|_| self.sound)
    }
}

/// Which values of a document are guesses, because what stands there was wrong or missing.
#[derive(Debug, Clone, Default)]
pub struct Guesses {
    nodes: BTreeSet<usize>,
    fields: BTreeSet<(usize, String)>,
    /// Nodes with a field that their type does not know.
    strange: BTreeSet<usize>,
}

impl Guesses {
    /// Whether the value at a path has a field that its type does not know, or lacks one.
    #[must_use]
    pub fn strange_at(&self, document: &Document, path: &Path) -> bool {
        let id = document.tree.find(path).node.id;
        self.strange.contains(&id) || self.fields.iter().any(|(node, _)| *node == id)
    }

    /// Whether anything at a path or inside it is a guess, or has a field that nobody knows: then
    /// what is missing there, or what its parts add up to, may follow from a fault that was reported
    /// already.
    #[must_use]
    pub fn touch(&self, document: &Document, path: &Path) -> bool {
        let found = document.tree.find(path);
        let inside = |id: &usize| {
            self.nodes.contains(id) || self.strange.contains(id) || self.fields.iter().any(|(node, _)| node == id)
        };
        self.cover(document, path)
            || if found.lost.is_some() { inside(&found.node.id) } else { found.node.ids().iter().any(inside) }
    }

    /// Whether the value at a path is a guess, or part of one: then its fault has been reported
    /// already, and nothing follows from its content.
    #[must_use]
    pub fn cover(&self, document: &Document, path: &Path) -> bool {
        let found = document.tree.find(path);
        if let Some(super::path::Step::Field(name)) = found.lost
            && self.fields.contains(&(found.node.id, name.clone()))
        {
            return true;
        }
        let mut id = found.node.id;
        loop {
            if self.nodes.contains(&id) {
                return true;
            }
            let parent = document.tree.parent(id);
            if parent == id {
                return false;
            }
            id = parent;
        }
    }
}

/// What a reading knows of the repairs made so far, and what it notes down.
struct Context<'a> {
    text: &'a str,
    /// Nodes replaced by a guess.
    guesses: BTreeMap<usize, Guess>,
    /// Missing fields that are guessed, by the node they are missing in.
    added: BTreeMap<usize, Vec<&'static str>>,
    notes: RefCell<Notes>,
}

/// What a reading finds without being stopped by it.
#[derive(Default)]
struct Notes {
    findings: Vec<Finding>,
    /// What has been noted already, by node and number of the field in it.
    known: BTreeSet<(usize, usize)>,
    /// Fields that are missing only because their name is misspelt.
    misspelt: BTreeSet<(usize, String)>,
}

/// How far a guess strays from nothing: types that refuse zero and the empty text are offered more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Guess {
    Empty,
    Something,
}

impl Context<'_> {
    fn guess(&self, node: &Node) -> Option<Guess> {
        let wildcard = (node.value == Value::Wildcard).then_some(Guess::Empty);
        self.guesses.get(&node.id).copied().or(wildcard)
    }

    /// What stands in the file at a node, short enough for a message.
    fn quote(&self, node: &Node) -> String {
        let kind = match &node.value {
            Value::List(_) => "a list [ … ]",
            Value::Map(_) => "entries { … }",
            Value::Tuple(None, items) if items.is_empty() => "empty brackets ()",
            Value::Tuple(None, _) => "values in round brackets ( … )",
            Value::Struct(None, _) => "fields in round brackets ( … )",
            Value::Tuple(Some(name), _) | Value::Struct(Some(name), _) => return format!("{}( … )", name.text),
            Value::Text(text) if text.is_empty() => "an empty text",
            _ => {
                let text = self.text.get(node.span.start..node.span.end).unwrap_or("");
                let short: String = text.chars().take(40).collect();
                let more = if short.len() < text.len() { "…" } else { "" };
                return format!("{}{more}", short.replace('\n', " "));
            }
        };
        kind.to_owned()
    }

    /// Notes a field that the type does not have.
    fn unknown_field(&self, node: &Node, number: usize, name: &str, at: usize, known: &[&str], present: &[&str]) {
        let mut notes = self.notes.borrow_mut();
        if node.damaged || notes.findings.len() >= FINDING_LIMIT || !notes.known.insert((node.id, number)) {
            return;
        }
        let absent = known.iter().copied().filter(|field| !present.contains(field));
        let meant = nearest(name, absent);
        let help = match meant {
            Some(meant) => {
                notes.misspelt.insert((node.id, meant.to_owned()));
                format!("did you mean \"{meant}\"?")
            }
            None => fault::choices("the fields here are", known),
        };
        let span = Span { start: at, end: at + name.len() };
        let finding = Finding::new("E020", at, format!("unknown field \"{name}\""), help).over(span);
        let as_written = self.text.get(span.start..span.end) == Some(name);
        notes.findings.push(match meant.filter(|_| as_written) {
            Some(meant) => finding.replace(span, meant),
            None => finding,
        });
    }

    /// Notes a name before brackets that carry none in our files.
    fn unknown_name(&self, node: &Node, name: &str, known: &str) {
        let mut notes = self.notes.borrow_mut();
        if notes.known.insert((node.id, usize::MAX)) {
            let message = format!("{name} does not fit before this bracket");
            let help = format!("leave the name out and begin with (, or write {known}(");
            notes.findings.push(Finding::new("E025", node.span.start, message, help));
        }
    }
}

pub(super) fn decode<T: DeserializeOwned>(document: &Document) -> Decoded<T> {
    let tree = &document.tree;
    let mut context =
        Context { text: &document.text, guesses: BTreeMap::new(), added: BTreeMap::new(), notes: RefCell::default() };
    let paths = std::cell::OnceCell::new();
    let mut findings = Vec::new();
    let mut repaired = None;
    for _ in 0..ATTEMPT_LIMIT {
        let fault = match T::deserialize(node::Reader::new(&context, &tree.root)) {
            Ok(value) => {
                repaired = Some(value);
                break;
            }
            Err(fault) => fault,
        };
        if context.guess(&tree.root) == Some(Guess::Something) || findings.len() >= FINDING_LIMIT {
            break;
        }
        let paths = paths.get_or_init(|| tree.paths());
        let place = fault.node.unwrap_or(tree.root.id);
        let Some((path, node)) = paths.get(&place) else { break };
        if let Some(finding) = repair(&mut context, tree, node, path, fault) {
            findings.push(finding);
        }
    }
    let notes = context.notes.into_inner();
    let strange = notes.known.iter().map(|(node, _)| *node).collect();
    findings.extend(notes.findings);
    let sound = document.sound && findings.is_empty() && repaired.is_some();
    let mut nodes: BTreeSet<usize> = context.guesses.keys().copied().collect();
    nodes.extend(tree.wildcards());
    let added = context.added.iter().flat_map(|(id, names)| names.iter().map(|name| (*id, (*name).to_owned())));
    let guesses = Guesses { nodes, fields: added.collect(), strange };
    Decoded { repaired, sound, findings: document.tell(findings), guesses }
}

/// Puts a guess in the place of a fault, so that the next attempt gets further, and returns what the
/// author should read of it; `None` if the fault follows from one already told.
fn repair(context: &mut Context<'_>, tree: &Tree, node: &Node, path: &Path, fault: Fault) -> Option<Finding> {
    let guess = context.guess(node);
    if guess.is_none()
        && let Kind::Missing(name) = fault.kind
        && !context.added.get(&node.id).is_some_and(|added| added.contains(&name))
    {
        context.added.entry(node.id).or_default().push(name);
        let misspelt = context.notes.borrow().misspelt.contains(&(node.id, name.to_owned()));
        return (!misspelt && !node.damaged).then(|| {
            let message = format!("{}the field \"{name}\" is missing", lead(path));
            Finding::new("E021", node.span.start, message, format!("add {name}: and its value"))
        });
    }
    match guess {
        None => {
            context.guesses.insert(node.id, Guess::Empty);
            let Kind::Told { code, message, help, instead } = fault.kind else { return None };
            let head = match &node.value {
                Value::Tuple(Some(name), _) | Value::Struct(Some(name), _) if code == "E025" => name.span,
                _ => node.span,
            };
            let finding = Finding::new(code, node.span.start, format!("{}{message}", lead(path)), help).over(head);
            Some(match instead {
                Some(text) => finding.replace(head, text),
                None => finding,
            })
        }
        Some(Guess::Empty) => {
            context.guesses.insert(node.id, Guess::Something);
            None
        }
        Some(Guess::Something) => {
            // No guess fits here: guess what is around it.
            let mut outer = tree.parent(node.id);
            while context.guesses.get(&outer) == Some(&Guess::Something) && outer != tree.parent(outer) {
                outer = tree.parent(outer);
            }
            let next = if context.guesses.contains_key(&outer) { Guess::Something } else { Guess::Empty };
            context.guesses.insert(outer, next);
            None
        }
    }
}

/// The beginning of a message: where in the file's own terms.
fn lead(path: &Path) -> String {
    if path.steps().is_empty() { String::new() } else { format!("{path}: ") }
}
