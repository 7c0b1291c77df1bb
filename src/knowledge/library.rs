//! The model's only door to files.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Something that holds files by name; names use `/` and are relative to its root.
pub trait Library {
    /// Names of the files directly in `folder`, in alphabetical order; empty if there is none.
    fn list(&self, folder: &str) -> Vec<String>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// In words, when the file is missing or cannot be read.
    fn read(&self, name: &str) -> Result<Vec<u8>, String>;
}

/// A folder of the file system.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The folder at `root`.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where it lies.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the door through which the model reads files")]
impl Library for Folder {
    fn list(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.root.join(folder))
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.path().is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let path = self.root.join(name);
        std::fs::read(&path).map_err(|error| format!("failed to read {}: {error}", path.display()))
    }
}

/// Files held in memory, for tests and for files that come from elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// Bytes by name.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Library for Memory {
    fn list(&self, folder: &str) -> Vec<String> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        self.files
            .keys()
            .filter_map(|name| name.strip_prefix(&prefix))
            .filter(|rest| !rest.contains('/'))
            .map(str::to_owned)
            .collect()
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        self.files.get(name).cloned().ok_or_else(|| format!("failed to read {name}: there is no such file"))
    }
}
