//! The result of grading: a verdict on safety, points by domain, and a ledger that explains each point.

use serde::{Deserialize, Serialize, Serializer};

use crate::units::{Points, Tick};

/// Points as a plain number with up to three decimals, whole ones without any.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form serde asks for")]
fn number<S: Serializer>(points: &Points, serializer: S) -> Result<S::Ok, S::Error> {
    if points.0 % 1000 == 0 {
        serializer.serialize_i64(points.0 / 1000)
    } else {
        serializer.serialize_f64(points.as_f64())
    }
}

/// The verdict on safety.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// No gate tripped.
    Clear,
    /// Something to be careful about.
    Caution,
    /// A danger to the client.
    Unsafe,
}

impl Safety {
    /// The verdict in a word, as it stands in the JSON and CSV forms.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Caution => "caution",
            Self::Unsafe => "unsafe",
        }
    }
}

/// A graded attempt.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Id of the scenario.
    pub scenario: String,
    /// The student's pseudonym.
    pub student: String,
    /// Points out of 100, before any cap. The ledger adds up to it exactly.
    #[serde(serialize_with = "number")]
    pub raw: Points,
    /// Points after the caps of tripped gates.
    #[serde(serialize_with = "number")]
    pub capped: Points,
    /// The verdict on safety.
    pub safety: Safety,
    /// Enough points, and not unsafe.
    pub passed: bool,
    /// The session was ended properly. Not part of the JSON form.
    #[serde(skip)]
    pub finished: bool,
    /// Points by domain, in the scenario's order.
    pub domains: Vec<DomainResult>,
    /// Gates that tripped.
    pub gates: Vec<GateResult>,
    /// Every point, traced.
    pub ledger: Vec<LedgerEntry>,
    /// What happened in the client and why, in sentences, as `explain` tells it. Not part of the JSON form.
    #[serde(skip)]
    pub client: Vec<String>,
}

/// Points of a domain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DomainResult {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Points earned.
    #[serde(serialize_with = "number")]
    pub earned: Points,
    /// Points possible.
    #[serde(serialize_with = "number")]
    pub possible: Points,
}

/// A gate that tripped.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GateResult {
    /// Id.
    pub id: String,
    /// `caution` or `unsafe`.
    pub severity: Safety,
    /// The result is at most this.
    #[serde(serialize_with = "number")]
    pub cap: Points,
    /// When it tripped first.
    pub tick: Tick,
    /// What was done.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// Source.
    pub source: String,
    /// It ended the session.
    pub stop: bool,
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LedgerEntry {
    /// The criterion.
    pub criterion: String,
    /// Its domain.
    pub domain: String,
    /// The rule by name, for example `interview`.
    pub rule: String,
    /// Points earned by this line.
    #[serde(serialize_with = "number")]
    pub delta: Points,
    /// Points that were possible with it.
    #[serde(serialize_with = "number")]
    pub possible: Points,
    /// The moments it rests on.
    pub events: Vec<Tick>,
    /// What was seen and what follows, in plain words.
    pub text: String,
    /// Why it matters.
    pub why: String,
    /// Source.
    pub source: String,
    /// Parts of the judgement, weakest first, for example `force 0.62 (9.1 N, should be 2 to 5)`.
    pub parts: Vec<String>,
}
