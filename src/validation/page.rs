//! The trend table as a page: `docs/VALIDATION.md`.

use super::{Outcome, Verdict, number};
use crate::knowledge::entry::Confidence;

/// The page for outcomes, in their order.
#[must_use]
pub fn page(outcomes: &[Outcome<'_>]) -> String {
    let count = |verdict: Verdict| outcomes.iter().filter(|outcome| outcome.verdict == verdict).count();
    let mut text = format!(
        "# What the simulated client is held against\n\n\
         The output of `ctm-trainer validate --format markdown`; a test keeps it current. Rows are in \
         `assets/validation/trends.ron`, mechanisms in `src/simulation/METHOD.md`.\n\n\
         {} rows: {} agree, {} differ for a known reason, {} fail.\n\n\
         A row that agrees says that the model does what is taught or read, not that it is so in people. Most \
         expectations are conventions of teaching; those from a study say so under confidence.\n\n\
         | # | action | quantity | when | expected | got | verdict | source | confidence |\n\
         |---|---|---|---|---|---|---|---|---|\n",
        outcomes.len(),
        count(Verdict::Agrees) + count(Verdict::Outdated),
        count(Verdict::Differs),
        count(Verdict::Fails)
    );
    for (index, outcome) in outcomes.iter().enumerate() {
        let row = outcome.row;
        text.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
            index + 1,
            row.action,
            row.quantity,
            row.time,
            row.expected.words(row.against.is_some()),
            number(outcome.got),
            outcome.verdict.word(),
            source(outcome),
            confidence(row.confidence)
        ));
    }
    let differing: Vec<_> = outcomes.iter().enumerate().filter(|(_, outcome)| outcome.row.differs.is_some()).collect();
    if !differing.is_empty() {
        text.push_str("\n## Known differences\n\n");
        for (index, outcome) in differing {
            let why = outcome.row.differs.as_deref().unwrap_or_default();
            text.push_str(&format!("- Row {}, {}: {why}\n", index + 1, outcome.row.action));
        }
    }
    text
}

/// Where the expectation comes from.
pub(crate) fn source(outcome: &Outcome<'_>) -> String {
    let sources: Vec<&str> = outcome.row.sources.iter().map(|id| id.as_str()).collect();
    if sources.is_empty() {
        outcome.row.source.clone()
    } else {
        format!("{} ({})", outcome.row.source, sources.join(", "))
    }
}

/// How sure it is, in a word.
pub(crate) fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Read => "read",
        Confidence::Literature => "literature",
        Confidence::Convention => "convention",
    }
}
