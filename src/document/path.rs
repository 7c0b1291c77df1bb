//! The way to a value in a file: fields, positions in lists, keys of maps.

use std::fmt;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Field(String),
    Index(usize),
    Key(String),
}

/// The way from a file's outermost value to one inside it.
///
/// The way into `Some(…)`, and into the fields of the only value of `Name(…)`, needs no step of its
/// own: a path names what the author would name.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(Vec<Step>);

impl Path {
    /// The outermost value.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// The field of a value in round brackets.
    #[must_use]
    pub fn field(&self, name: &str) -> Self {
        self.then(Step::Field(name.to_owned()))
    }

    /// An item of a list or of round brackets without names, counted from 0; of a map, the value of
    /// the entry in reading order.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    /// The value of a map under a key.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.then(Step::Key(key.to_owned()))
    }

    /// The way on from here along another path.
    #[must_use]
    pub fn join(&self, onward: &Self) -> Self {
        Self(self.0.iter().chain(&onward.0).cloned().collect())
    }

    pub(super) fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.0
    }
}

impl fmt::Display for Path {
    /// As an author reads it, with items counted from 1: `findings[2].zone`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.0.iter().enumerate() {
            match step {
                Step::Field(name) if number == 0 => write!(formatter, "{name}")?,
                Step::Field(name) => write!(formatter, ".{name}")?,
                Step::Index(index) => write!(formatter, "[{}]", index.saturating_add(1))?,
                Step::Key(key) => write!(formatter, "[\"{key}\"]")?,
            }
        }
        Ok(())
    }
}
