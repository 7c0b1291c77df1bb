//! Names in a pack: safe on every system, and told apart on every system.

use std::collections::BTreeMap;

use super::PackError;

/// Longest name, in bytes.
const LONGEST: usize = 200;

/// Most folders inside each other.
const DEEPEST: usize = 8;

/// Names that stand for devices on some systems.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Checks that a name leads to one plain file below a folder, on every system.
///
/// # Errors
/// [`PackError::Name`] with the reason.
pub fn safe(name: &str) -> Result<(), PackError> {
    let refuse = |why| Err(PackError::Name { name: name.escape_debug().to_string(), why });
    if name.is_empty() || name.len() > LONGEST {
        return refuse("it is empty or too long");
    }
    if name.contains(['\\', ':', '*', '?', '"', '<', '>', '|']) || name.chars().any(char::is_control) {
        return refuse("it holds a character that not every system allows");
    }
    if name.starts_with('/') {
        return refuse("it begins at the root");
    }
    let parts: Vec<&str> = name.split('/').collect();
    if parts.len() > DEEPEST {
        return refuse("too many folders stand inside each other");
    }
    for part in parts {
        if part.is_empty() || part == "." || part == ".." {
            return refuse("it leads out of its folder");
        }
        if part.ends_with(['.', ' ']) || part.starts_with(' ') {
            return refuse("a part of it begins or ends with a blank or a dot");
        }
        let stem = part.split('.').next().unwrap_or("").to_lowercase();
        if DEVICES.contains(&stem.as_str()) {
            return refuse("a part of it is the name of a device");
        }
    }
    Ok(())
}

/// Checks that names can be told apart where small and capital letters are alike, and that none is
/// both a file and a folder.
///
/// # Errors
/// [`PackError::Collision`] with the first two.
pub(super) fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), PackError> {
    let mut files: BTreeMap<String, &str> = BTreeMap::new();
    let mut folders: BTreeMap<String, &str> = BTreeMap::new();
    for name in names {
        let lower = name.to_lowercase();
        let mut end = 0;
        while let Some(at) = lower.get(end..).and_then(|rest| rest.find('/')) {
            let folder = lower.get(..end + at).unwrap_or("").to_owned();
            end += at + 1;
            folders.insert(folder, name);
        }
        if let Some(other) = files.insert(lower, name) {
            return Err(PackError::Collision(other.to_owned(), name.to_owned()));
        }
    }
    match files.iter().find_map(|(lower, file)| folders.get(lower).map(|inside| (*file, *inside))) {
        Some((file, inside)) => Err(PackError::Collision(file.to_owned(), inside.to_owned())),
        None => Ok(()),
    }
}
