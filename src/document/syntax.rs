//! The tree of values of a file, each with its place.

use std::collections::BTreeMap;

use super::path::{Path, Step};

/// A range of bytes in the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A name and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) span: Span,
}

/// One `name: value`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) name: Name,
    pub(super) value: Node,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Bool(bool),
    Integer(i128),
    Float(f64),
    Character(char),
    Text(String),
    /// A name without brackets: `None`, `Left`.
    Word(String),
    /// `[…]`.
    List(Vec<Node>),
    /// `(…)` or `Name(…)` without field names; `()` has no items.
    Tuple(Option<Name>, Vec<Node>),
    /// `(name: …)` or `Name(name: …)`.
    Struct(Option<Name>, Vec<Field>),
    /// `{key: value}`.
    Map(Vec<(Node, Node)>),
    /// Something stood here that could not be read and has been reported; it fits everywhere.
    Wildcard,
}

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) span: Span,
    /// Number of the node in reading order; set by [`Tree::new`].
    pub(super) id: usize,
    /// Whether it is uncertain what belongs into these brackets.
    pub(super) damaged: bool,
}

impl Node {
    pub(super) fn new(value: Value, span: Span) -> Self {
        Self { value, span, id: 0, damaged: false }
    }

    /// The text by which a map key is found.
    pub(super) fn key_text(&self) -> String {
        match &self.value {
            Value::Text(text) | Value::Word(text) => text.clone(),
            Value::Character(character) => character.to_string(),
            Value::Integer(integer) => integer.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Float(value) => value.to_string(),
            Value::Tuple(name, items) => {
                let items: Vec<String> = items.iter().map(Self::key_text).collect();
                format!("{}({})", name.as_ref().map_or("", |name| name.text.as_str()), items.join(","))
            }
            _ => format!("#{}", self.id),
        }
    }

    /// The first value inside this one, or itself, that is this text.
    pub(super) fn text_inside(&self, text: &str) -> Option<&Node> {
        if matches!(&self.value, Value::Text(own) if own == text) {
            return Some(self);
        }
        self.children().into_iter().find_map(|(_, child)| child.text_inside(text))
    }

    /// This node and all inside it, by their numbers.
    pub(super) fn ids(&self) -> Vec<usize> {
        let inside = self.children().into_iter().flat_map(|(_, child)| child.ids());
        std::iter::once(self.id).chain(inside).collect()
    }

    fn children_mut(&mut self) -> Vec<&mut Node> {
        match &mut self.value {
            Value::List(items) | Value::Tuple(_, items) => items.iter_mut().collect(),
            Value::Struct(_, fields) => fields.iter_mut().map(|field| &mut field.value).collect(),
            Value::Map(entries) => entries.iter_mut().flat_map(|(key, value)| [key, value]).collect(),
            _ => Vec::new(),
        }
    }

    /// The children, each with the step that leads to it; map keys have no step.
    fn children(&self) -> Vec<(Option<Step>, &Node)> {
        match &self.value {
            Value::List(items) | Value::Tuple(_, items) => {
                items.iter().enumerate().map(|(index, item)| (Some(Step::Index(index)), item)).collect()
            }
            Value::Struct(_, fields) => {
                fields.iter().map(|field| (Some(Step::Field(field.name.text.clone())), &field.value)).collect()
            }
            Value::Map(entries) => entries
                .iter()
                .flat_map(|(key, value)| [(None, key), (Some(Step::Key(key.key_text())), value)])
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The value one step further, and the place of its name or key.
    fn child(&self, step: &Step) -> Option<(&Node, Span)> {
        if let Value::Tuple(name, items) = &self.value
            && let [item] = items.as_slice()
            && (name.as_ref().is_some_and(|name| name.text == "Some") || !matches!(step, Step::Index(_)))
        {
            return item.child(step);
        }
        // An item of the only list of `Name([…])` is named without a step for the list.
        if let (Value::Tuple(Some(_), items), Step::Index(_)) = (&self.value, step)
            && let [Node { value: Value::List(_), .. }] = items.as_slice()
        {
            return items.first()?.child(step);
        }
        match (step, &self.value) {
            (Step::Field(name), Value::Struct(_, fields)) => {
                let field = fields.iter().find(|field| field.name.text == *name)?;
                Some((&field.value, field.name.span))
            }
            (Step::Index(index), Value::List(items) | Value::Tuple(_, items)) => {
                items.get(*index).map(|item| (item, item.span))
            }
            (Step::Index(index), Value::Map(entries)) => entries.get(*index).map(|(key, value)| (value, key.span)),
            (Step::Key(name) | Step::Field(name), Value::Map(entries)) => {
                entries.iter().find(|(key, _)| key.key_text() == *name).map(|(key, value)| (value, key.span))
            }
            _ => None,
        }
    }
}

/// What a path leads to.
pub(super) struct Found<'tree, 'path> {
    /// The value itself, or the innermost existing one on the way to it.
    pub(super) node: &'tree Node,
    /// The place of the last name or key on the way.
    pub(super) key: Span,
    /// The first step that does not exist; `None` if the path leads to `node`.
    pub(super) lost: Option<&'path Step>,
}

/// The values of a file.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub(super) root: Node,
    /// Per node the node around it; the root is its own.
    parents: Vec<usize>,
}

impl Tree {
    pub(super) fn new(mut root: Node) -> Self {
        fn number(node: &mut Node, parent: usize, parents: &mut Vec<usize>) {
            node.id = parents.len();
            parents.push(parent);
            let id = node.id;
            for child in node.children_mut() {
                number(child, id, parents);
            }
        }
        let mut parents = Vec::new();
        number(&mut root, 0, &mut parents);
        Self { root, parents }
    }

    /// The node around a node; the root's is the root.
    pub(super) fn parent(&self, id: usize) -> usize {
        self.parents.get(id).copied().unwrap_or(0)
    }

    /// Follows a path as far as it goes.
    pub(super) fn find<'tree, 'path>(&'tree self, path: &'path Path) -> Found<'tree, 'path> {
        let mut found = Found { node: &self.root, key: self.root.span, lost: None };
        for step in path.steps() {
            match found.node.child(step) {
                Some((node, key)) => found = Found { node, key, lost: None },
                None => return Found { lost: Some(step), ..found },
            }
        }
        found
    }

    /// The numbers of the nodes that stand for something that could not be read.
    pub(super) fn wildcards(&self) -> Vec<usize> {
        fn walk(node: &Node, found: &mut Vec<usize>) {
            if node.value == Value::Wildcard {
                found.push(node.id);
            }
            for (_, child) in node.children() {
                walk(child, found);
            }
        }
        let mut found = Vec::new();
        walk(&self.root, &mut found);
        found
    }

    /// Every node by its number, with the path to it (for a map key, the path of the map).
    pub(super) fn paths(&self) -> BTreeMap<usize, (Path, &Node)> {
        fn walk<'a>(node: &'a Node, path: &Path, paths: &mut BTreeMap<usize, (Path, &'a Node)>) {
            paths.insert(node.id, (path.clone(), node));
            for (step, child) in node.children() {
                match step {
                    Some(step) => walk(child, &path.then(step), paths),
                    None => walk(child, path, paths),
                }
            }
        }
        let mut paths = BTreeMap::new();
        walk(&self.root, &Path::root(), &mut paths);
        paths
    }
}
