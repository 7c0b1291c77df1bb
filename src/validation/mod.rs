//! Holds the simulated client against what is read and taught: the trend table.
//!
//! Each row of `assets/validation/trends.ron` says what is done to which client, what is looked at, what is
//! expected, and where that comes from. [`run`] does it and gives what came of it; a disagreement with a study is a
//! row like any other, shown with its reason. `docs/VALIDATION.md` is the table as [`page`] prints it.

mod client;
pub mod hands;
mod measure;
mod page;
mod work;

use serde::{Deserialize, Serialize};

pub use client::ClientSpec;
pub use measure::Measure;
pub use page::page;
pub(crate) use page::{confidence, source};
pub use work::Work;

use crate::{
    diagnostic::Diagnostic,
    document::{Document, Path},
    knowledge::{Knowledge, entry::Confidence, id::SourceId},
    simulation::constants::IncompleteKnowledge,
};

/// The version of the table's form.
pub const FORMAT: &str = "ctm-trends/1";

/// The table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trends {
    /// Always `ctm-trends/1`.
    pub format: String,
    /// The rows.
    pub rows: Vec<Row>,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What is done, in words.
    pub action: String,
    /// What is looked at, in words with its unit.
    pub quantity: String,
    /// On whom.
    #[serde(default)]
    pub client: ClientSpec,
    /// What is done.
    pub work: Vec<Work>,
    /// What is measured after it.
    pub measure: Measure,
    /// What the row is compared with; its value is taken away.
    #[serde(default)]
    pub against: Option<Against>,
    /// What is expected.
    pub expected: Expected,
    /// When it is looked at, in words.
    #[serde(default)]
    pub time: String,
    /// The section of the teaching material.
    pub source: String,
    /// Entries of the table of sources.
    #[serde(default)]
    pub sources: Vec<SourceId>,
    /// How sure the expectation is.
    pub confidence: Confidence,
    /// Why the model is known to disagree with this expectation, and where METHOD.md says so.
    #[serde(default)]
    pub differs: Option<String>,
}

/// The other side of a comparison; what is left out is as in the row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Against {
    /// Another client.
    #[serde(default)]
    pub client: Option<ClientSpec>,
    /// Other work.
    #[serde(default)]
    pub work: Option<Vec<Work>>,
    /// Another quantity.
    #[serde(default)]
    pub measure: Option<Measure>,
}

/// What is expected of a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Expected {
    /// Greater than this.
    Over(f64),
    /// Less than this.
    Under(f64),
    /// From the first to the second, both included.
    Within(f64, f64),
}

impl Expected {
    /// Whether a value is as expected.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::Over(least) => value > least,
            Self::Under(most) => value < most,
            Self::Within(least, most) => (least - 1e-9..=most + 1e-9).contains(&value),
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self, compared: bool) -> String {
        let than = |value: f64, word: &str, over: &str| match value {
            value if value == 0.0 && compared => word.to_owned(),
            value if compared => format!("{word} by {over} {}", number(value)),
            value => format!("{over} {}", number(value)),
        };
        match self {
            Self::Over(value) => than(value, "more", "over"),
            Self::Under(value) => than(value, "less", "under"),
            Self::Within(low, high) if low == high => number(low),
            Self::Within(low, high) => format!("{} to {}", number(low), number(high)),
        }
    }
}

/// Whether the model does what is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It does.
    Agrees,
    /// It does not, and METHOD.md says why.
    Differs,
    /// It does not, and nobody has said why.
    Fails,
    /// It does, although it is said not to: the note is out of date.
    Outdated,
}

impl Verdict {
    /// In a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs, known",
            Self::Fails => "FAILS",
            Self::Outdated => "agrees, note outdated",
        }
    }
}

/// A row with what came of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome<'a> {
    /// The row.
    #[serde(flatten)]
    pub row: &'a Row,
    /// What came of it.
    pub got: f64,
    /// Whether that is as expected.
    pub verdict: Verdict,
}

impl Trends {
    /// Reads the table.
    ///
    /// # Errors
    /// All findings at once, if the file is not a sound table.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Vec<Diagnostic>> {
        let (document, decoded) = Document::read::<Self>(file, bytes);
        let format = Path::root().field("format");
        if let Some(found) = document.text_at(&format)
            && found != FORMAT
        {
            let message = format!("this file has the form \"{found}\", a table of trends has \"{FORMAT}\"");
            return Err(vec![document.error("E100", &format, message, "open it with the version that wrote it")]);
        }
        let findings = decoded.findings.clone();
        decoded.value().ok_or(findings)
    }

    /// Ids that rows name and the knowledge tables lack, each in words.
    #[must_use]
    pub fn unknown(&self, knowledge: &Knowledge) -> Vec<String> {
        let mut unknown = Vec::new();
        for row in &self.rows {
            for source in row.sources.iter().filter(|id| knowledge.sources.get(*id).is_none()) {
                unknown.push(format!("\"{}\": there is no source \"{source}\"", row.action));
            }
            let works = row.work.iter().chain(row.against.iter().flat_map(|against| against.work.iter().flatten()));
            for stroke in works.filter_map(Work::stroke).filter(|id| knowledge.strokes.get(*id).is_none()) {
                unknown.push(format!("\"{}\": there is no stroke \"{stroke}\"", row.action));
            }
        }
        unknown
    }
}

/// Does what a row says and looks at what came of it.
///
/// # Errors
/// When the tables lack a number of the simulation.
pub fn run<'a>(knowledge: &Knowledge, row: &'a Row) -> Result<Outcome<'a>, IncompleteKnowledge> {
    let mut got = measure::value(knowledge, &row.client, &row.work, &row.measure)?;
    if let Some(against) = &row.against {
        let client = against.client.as_ref().unwrap_or(&row.client);
        let work = against.work.as_ref().unwrap_or(&row.work);
        let measure = against.measure.as_ref().unwrap_or(&row.measure);
        got -= measure::value(knowledge, client, work, measure)?;
    }
    let verdict = match (row.expected.holds(got), &row.differs) {
        (true, None) => Verdict::Agrees,
        (true, Some(_)) => Verdict::Outdated,
        (false, Some(_)) => Verdict::Differs,
        (false, None) => Verdict::Fails,
    };
    Ok(Outcome { row, got, verdict })
}

/// A number as a table shows it.
pub(crate) fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}
