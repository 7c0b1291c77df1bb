//! The criteria: one file for each [`Rule`], one line here to dispatch it.
//!
//! To add one: a variant of [`Rule`] with its parameters, a file here with a function `judge`, and
//! its line in [`judge`] below; the compiler asks for the rest. A criterion sees nothing but
//! [`Evidence`], gives a share of its points and says in plain words what was done and what was
//! expected. Full credit must be reachable exactly: inside the good range a measure is 1, not nearly 1.

mod balancing;
mod both_sides;
mod closing;
mod decision;
mod effect;
mod examination;
mod findings;
mod hands_off;
mod interview;
mod kept_off;
mod order;
mod position;
mod preparation;
mod response;
mod rest;
mod restrictions;
mod sensation;
mod statements;
mod strokes;
mod technique;
mod time;
mod tissue_change;

use super::evidence::Evidence;
use crate::{scenario::rubric::Rule, units::Tick};

/// What a criterion found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judgement {
    /// Share of the points, -1 to 1; below 0 is a penalty.
    pub share: f64,
    /// What was done and what was expected, in plain words; sentences.
    pub text: String,
    /// The moments it rests on.
    pub events: Vec<Tick>,
    /// Parts of the judgement, weakest first.
    pub parts: Vec<String>,
}

impl Judgement {
    /// A judgement without moments and parts.
    fn new(share: f64, text: impl Into<String>) -> Self {
        Self { share, text: text.into(), events: Vec::new(), parts: Vec::new() }
    }

    /// Nothing, because nothing was treated.
    fn untreated() -> Self {
        Self::new(0.0, "Nothing was treated, so there is nothing to judge here.")
    }

    /// With the moments it rests on; in order, each once, at most 40.
    fn at(mut self, events: impl IntoIterator<Item = Tick>) -> Self {
        self.events = events.into_iter().collect();
        self.events.sort_unstable();
        self.events.dedup();
        self.events.truncate(40);
        self
    }

    /// With parts, each a share of 0 to 1 and its words; the weakest comes first.
    fn with_parts(mut self, mut parts: Vec<(f64, String)>) -> Self {
        parts.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.parts = parts.into_iter().map(|(_, words)| words).collect();
        self
    }
}

/// The mean of shares; 0 for none.
fn mean(shares: &[f64]) -> f64 {
    if shares.is_empty() { 0.0 } else { shares.iter().sum::<f64>() / shares.len() as f64 }
}

/// Right choices among those made: `a / max(b, c)` with a right ones chosen, b right ones in all and
/// c chosen ones, so that choosing everything does not pay. 1 where nothing was to be chosen and
/// nothing was.
fn chosen(right: usize, all_right: usize, chosen: usize) -> f64 {
    let most = all_right.max(chosen);
    if most == 0 { 1.0 } else { right as f64 / most as f64 }
}

/// Judges a rule; also gives the rule's name for the ledger.
pub(super) fn judge(rule: &Rule, evidence: &Evidence) -> (&'static str, Judgement) {
    match rule {
        Rule::Interview { relevant, beta } => ("interview", interview::judge(evidence, relevant, *beta)),
        Rule::Findings { findings, levels, lateral_cm } => {
            ("findings", findings::judge(evidence, findings, *levels, *lateral_cm))
        }
        Rule::Examination { ways } => ("examination", examination::judge(evidence, ways)),
        Rule::Decision { outcome_share } => ("decision", decision::judge(evidence, *outcome_share)),
        Rule::Restrictions => ("restrictions", restrictions::judge(evidence)),
        Rule::KeptOff { zones, named_share } => ("kept-off", kept_off::judge(evidence, zones, *named_share)),
        Rule::Preparation { items } => ("preparation", preparation::judge(evidence, items)),
        Rule::Position { credit } => ("position", position::judge(evidence, credit)),
        Rule::Order { pairs } => ("order", order::judge(evidence, pairs)),
        Rule::TechniqueForFinding { findings } => ("technique", technique::judge(evidence, findings)),
        Rule::Strokes { targets, tolerance_mm } => ("strokes", strokes::judge(evidence, targets, *tolerance_mm)),
        Rule::BothSides { full, none } => ("both-sides", both_sides::judge(evidence, *full, *none)),
        Rule::Response { within_s, ask_every_s } => ("response", response::judge(evidence, *within_s, *ask_every_s)),
        Rule::Sensation { fine } => ("sensation", sensation::judge(evidence, fine)),
        Rule::TissueChange { findings, gain_mm } => {
            ("tissue-change", tissue_change::judge(evidence, findings, *gain_mm))
        }
        Rule::Effect { comfort } => ("effect", effect::judge(evidence, *comfort)),
        Rule::Time { minutes } => ("time", time::judge(evidence, *minutes)),
        Rule::Balancing { strokes } => ("balancing", balancing::judge(evidence, *strokes)),
        Rule::Rest { minutes } => ("rest", rest::judge(evidence, *minutes)),
        Rule::Closing { items } => ("closing", closing::judge(evidence, items)),
        Rule::Statements { right } => ("statements", statements::judge(evidence, right)),
        Rule::HandsOff => ("hands-off", hands_off::judge(evidence)),
    }
}
