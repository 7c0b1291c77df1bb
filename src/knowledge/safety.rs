//! Contraindications, red-flag questions and the outcomes of the decision.
//!
//! Not medical advice: local law and the school's rules come first.

use serde::{Deserialize, Serialize};

use super::{
    entry::{Name, Provenance, entry},
    id::{ContraindicationId, PositionId, SectionId, StrokeId, ZoneId},
};

/// How a contraindication binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Class {
    /// Do not treat now.
    Absolute,
    /// Only with clearance or with changed technique.
    Relative,
    /// Leave an area out.
    Local,
    /// Postpone.
    Temporary,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SafetyAction {
    /// Do not start, or stop at once.
    Stop,
    /// Call the emergency service.
    Emergency,
    /// Refer to a doctor on the same day.
    ReferToday,
    /// Refer to a doctor soon.
    ReferSoon,
    /// Written medical clearance first.
    Clearance,
    /// Change strokes, force, time or position.
    Adapt,
    /// Leave an area out with a margin.
    AvoidArea,
    /// Treat another day.
    Postpone,
}

/// What a contraindication restricts. Restrictions of several contraindications add up.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Restrictions {
    /// Nothing may be done anywhere on the body.
    pub everything: bool,
    /// Only these strokes are allowed; empty means no such rule.
    pub only_strokes: Vec<StrokeId>,
    /// These strokes are not allowed.
    pub forbid_strokes: Vec<StrokeId>,
    /// These zones are left out.
    pub avoid_zones: Vec<ZoneId>,
    /// These sections are left out.
    pub avoid_sections: Vec<SectionId>,
    /// Margin around the area left out, centimetres.
    pub margin_cm: Option<f64>,
    /// Usual forces are multiplied by this (0 to 1).
    pub force_scale: Option<f64>,
    /// Longest hands-on time, minutes.
    pub max_minutes: Option<f64>,
    /// Positions that are not allowed.
    pub forbid_positions: Vec<PositionId>,
    /// Only sections up to the lower back for now.
    pub lumbosacral_only: bool,
    /// What must be there first, in words: clearance, inhaler at hand, companion.
    pub require: Vec<String>,
}

/// What a contraindication means for the body of the simulated client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Condition {
    /// Blood clots less readily.
    Anticoagulant,
    /// Skin and vessels are thin, as after long use of steroids.
    ThinSkin,
    /// The heart is ill.
    Heart,
    /// The airways are ill.
    Airways,
    /// A pregnancy.
    Pregnancy,
    /// A history of trauma.
    Trauma,
    /// The skin answers in an allergy-like way.
    Allergy,
    /// Heated by bath or sauna, or with an empty stomach, dry, short of sleep.
    Depleted,
}

/// A contraindication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contraindication {
    /// Code of the teaching material, `CI…`.
    pub code: String,
    /// Names.
    pub name: Name,
    /// Group for lists, for example "vascular and blood".
    pub group: String,
    /// How it binds; several where the stage decides, the strictest first.
    pub class: Vec<Class>,
    /// Why.
    pub why: String,
    /// What to do, the first thing first.
    pub actions: Vec<SafetyAction>,
    /// What to do, in words, with its conditions.
    pub what_to_do: String,
    /// What it restricts when the client is treated all the same.
    #[serde(default)]
    pub restrictions: Restrictions,
    /// What it means for the body of the simulated client.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Contraindication, "contraindications", code: code, references: |self, references| {
    use crate::document::Path;
    let at = |field: &str, index: usize| Path::root().field("restrictions").field(field).index(index);
    let limits = &self.restrictions;
    for (index, id) in limits.only_strokes.iter().enumerate() {
        references.to("strokes", id, at("only_strokes", index));
    }
    for (index, id) in limits.forbid_strokes.iter().enumerate() {
        references.to("strokes", id, at("forbid_strokes", index));
    }
    for (index, id) in limits.avoid_zones.iter().enumerate() {
        references.to("zones", id, at("avoid_zones", index));
    }
    for (index, id) in limits.avoid_sections.iter().enumerate() {
        references.to("sections", id, at("avoid_sections", index));
    }
    for (index, id) in limits.forbid_positions.iter().enumerate() {
        references.to("positions", id, at("forbid_positions", index));
    }
});

/// A red-flag question of the history. A "yes" opens the branch to its contraindications.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedFlag {
    /// Code of the teaching material, `RF…`.
    pub code: String,
    /// Names: a short title.
    pub name: Name,
    /// The question in plain words.
    pub ask: Name,
    /// Contraindications it points to.
    pub points_to: Vec<ContraindicationId>,
    /// A "yes" may be an emergency.
    #[serde(default)]
    pub emergency: bool,
    /// What a student should know about the answer.
    #[serde(default)]
    pub note: Option<String>,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(RedFlag, "red-flags", code: code, references: |self, references| {
    references.to_all("contraindications", &self.points_to, "points_to");
});

/// An outcome of the decision: treat, adapt, avoid-area, postpone, refer, emergency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Names.
    pub name: Name,
    /// What it means, in one line.
    pub meaning: String,
    /// How cautious it is: 0 for treating as usual; equal ranks are equally cautious.
    pub caution: u32,
    /// Hands may be laid on the client today.
    pub treats: bool,
    /// Words a student may use for it.
    pub words: String,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(Outcome, "decisions");

/// A sign at which work stops at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopRule {
    /// Names.
    pub name: Name,
    /// The sign in words.
    pub sign: String,
    /// What is done then.
    pub then: String,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(StopRule, "stop-rules");

/// What has to be explained or agreed before touch, and hygiene.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreparationItem {
    /// Names.
    pub name: Name,
    /// What exactly is said or done.
    pub details: String,
    /// Group: `consent`, `draping` or `hygiene`.
    pub group: PreparationGroup,
    /// Where it comes from.
    pub provenance: Provenance,
}
entry!(PreparationItem, "preparation");

/// Groups of preparation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PreparationGroup {
    /// Explaining and asking.
    Consent,
    /// Covering and uncovering.
    Draping,
    /// Hands, skin, linen, room.
    Hygiene,
    /// Closing: rest, advice, documentation.
    Closing,
}

impl Restrictions {
    /// Adds the restrictions of another contraindication: the union of bans, the lowest limits.
    pub fn add(&mut self, other: &Self) {
        fn union<T: Clone + PartialEq>(into: &mut Vec<T>, from: &[T]) {
            for item in from {
                if !into.contains(item) {
                    into.push(item.clone());
                }
            }
        }
        fn lowest(a: Option<f64>, b: Option<f64>) -> Option<f64> {
            match (a, b) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            }
        }
        self.everything |= other.everything;
        if self.only_strokes.is_empty() {
            self.only_strokes.clone_from(&other.only_strokes);
        } else if !other.only_strokes.is_empty() {
            self.only_strokes.retain(|stroke| other.only_strokes.contains(stroke));
        }
        union(&mut self.forbid_strokes, &other.forbid_strokes);
        union(&mut self.avoid_zones, &other.avoid_zones);
        union(&mut self.avoid_sections, &other.avoid_sections);
        union(&mut self.forbid_positions, &other.forbid_positions);
        union(&mut self.require, &other.require);
        self.margin_cm = match (self.margin_cm, other.margin_cm) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        self.force_scale = lowest(self.force_scale, other.force_scale);
        self.max_minutes = lowest(self.max_minutes, other.max_minutes);
        self.lumbosacral_only |= other.lumbosacral_only;
    }
}
