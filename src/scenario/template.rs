//! Small cases to begin from, each with its reference plan.
//!
//! They are whole: each checks without a finding, its reference earns every point, and careless
//! players do not pass. A template is two files in `templates/` and one line in [`ALL`].

/// A case to begin from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// Its name, and the id in its files.
    pub name: &'static str,
    case: &'static str,
    plan: &'static str,
}

macro_rules! templates {
    ($($name:literal)*) => {
        /// All templates, the simplest first.
        pub const ALL: &[Template] = &[$(Template {
            name: $name,
            case: include_str!(concat!("templates/", $name, ".ron")),
            plan: include_str!(concat!("templates/", $name, ".plan.ron")),
        }),*];
    };
}

templates! { "blank" "palpation" "zone" "basic-section" "adapt" "refer" }

/// The template of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Template> {
    ALL.iter().find(|template| template.name == name)
}

impl Template {
    /// What it is, in one line: the first comment of its file.
    #[must_use]
    pub fn about(&self) -> &'static str {
        self.case.lines().next().unwrap_or("").trim_start_matches("// ")
    }

    /// The case under an id of its own.
    #[must_use]
    pub fn case(&self, id: &str) -> String {
        self.case.replacen(&format!("id: \"{}\"", self.name), &format!("id: \"{id}\""), 1)
    }

    /// The reference plan of the case under an id of its own.
    #[must_use]
    pub fn plan(&self, id: &str) -> String {
        self.plan.replacen(&format!("scenario: \"{}\"", self.name), &format!("scenario: \"{id}\""), 1)
    }
}

/// Whether a text can be the id of a scenario: 1 to 48 lower-case letters, digits and hyphens.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    (1..=48).contains(&text.len()) && text.chars().all(fits)
}

/// The id that is nearest to a title or file name.
#[must_use]
pub fn id_from(text: &str) -> String {
    let letters = text.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    let words: Vec<&str> =
        letters.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let id: String = words.join("-").chars().take(48).collect();
    let id = id.trim_end_matches('-');
    if id.is_empty() { "case".into() } else { id.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_any_title() {
        for (title, id) in [("Steifer Rücken", "steifer-ruecken"), ("  Case 7!", "case-7"), ("日本", "case")] {
            assert_eq!(id_from(title), id);
            assert!(is_id(&id_from(title)));
        }
        assert!(is_id(&id_from(&"long words ".repeat(20))));
        assert!(!is_id("A b"));
    }
}
