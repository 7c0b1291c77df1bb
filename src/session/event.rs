//! Actions as records store them, one line of compact RON each.
//!
//! Stored forms are kept apart from [`Action`], so that the program can change without a record of
//! yesterday becoming unreadable. Places are pairs of whole numbers, x in 1/1000 cm and y in 1/1000
//! percent; forces are millinewtons, angles degrees. Words of sides, phases, layers, draping and
//! answers are those of the scenario form.

use serde::{Deserialize, Serialize};

use super::action::{Action, Decision, Drape, Mark, Response};
use crate::{
    scenario::format::Phase,
    simulation::contact::{Aim, Grip},
    units::{Place, Side},
};

/// An action as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Stored {
    Enter(Phase),
    Ask(String),
    Look(u32, Side),
    Mark(StoredMark),
    Unmark(u32),
    Decide(StoredDecision),
    Prepare(String),
    Position(String),
    Drape(Drape),
    /// Stroke, layer, angle, force, both hands, x, y.
    Touch(String, Aim, u32, u32, bool, i32, i32),
    /// x, y.
    Move(i32, i32),
    Lift,
    Respond(Response),
    Say(String),
    Close(String),
    Rest(bool),
    Finish,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredMark {
    at: (i32, i32),
    side: Side,
    zone: Option<String>,
    kind: String,
    grade: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredDecision {
    outcome: String,
    reasons: Vec<String>,
    avoid: Vec<String>,
}

impl Stored {
    /// The line of text.
    pub fn write(&self) -> String {
        // Writing plain values into a string has no way to fail; an empty line would be refused on reading.
        ron::to_string(self).unwrap_or_default()
    }

    /// Reads a line of text.
    pub fn read(text: &str) -> Result<Self, String> {
        ron::from_str(text).map_err(|error| error.code.to_string())
    }
}

fn words<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(T::to_string).collect()
}

impl From<&Action> for Stored {
    fn from(action: &Action) -> Self {
        match action {
            Action::Enter(phase) => Self::Enter(*phase),
            Action::Ask(id) => Self::Ask(id.clone()),
            Action::Look { angle_deg, from } => Self::Look(*angle_deg, *from),
            Action::Mark(mark) => Self::Mark(StoredMark {
                at: (mark.at.x, mark.at.y),
                side: mark.side,
                zone: mark.zone.as_ref().map(ToString::to_string),
                kind: mark.kind.to_string(),
                grade: mark.grade,
            }),
            Action::Unmark(number) => Self::Unmark(*number),
            Action::Decide(decision) => Self::Decide(StoredDecision {
                outcome: decision.outcome.to_string(),
                reasons: words(&decision.reasons),
                avoid: words(&decision.avoid),
            }),
            Action::Prepare(id) => Self::Prepare(id.clone()),
            Action::Position(id) => Self::Position(id.to_string()),
            Action::Drape(drape) => Self::Drape(*drape),
            Action::Touch { grip, at } => Self::Touch(
                grip.stroke.to_string(),
                grip.aim,
                grip.angle_deg,
                grip.normal_mn,
                grip.both_hands,
                at.x,
                at.y,
            ),
            Action::Move(place) => Self::Move(place.x, place.y),
            Action::Lift => Self::Lift,
            Action::Respond(response) => Self::Respond(*response),
            Action::Say(id) => Self::Say(id.clone()),
            Action::Close(id) => Self::Close(id.clone()),
            Action::Rest(begins) => Self::Rest(*begins),
            Action::Finish => Self::Finish,
        }
    }
}

impl From<Stored> for Action {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Enter(phase) => Self::Enter(phase),
            Stored::Ask(id) => Self::Ask(id),
            Stored::Look(angle_deg, from) => Self::Look { angle_deg, from },
            Stored::Mark(mark) => Self::Mark(Mark {
                at: Place { x: mark.at.0, y: mark.at.1 },
                side: mark.side,
                zone: mark.zone.map(Into::into),
                kind: mark.kind.into(),
                grade: mark.grade,
            }),
            Stored::Unmark(number) => Self::Unmark(number),
            Stored::Decide(decision) => Self::Decide(Decision {
                outcome: decision.outcome.into(),
                reasons: decision.reasons.into_iter().map(Into::into).collect(),
                avoid: decision.avoid.into_iter().map(Into::into).collect(),
            }),
            Stored::Prepare(id) => Self::Prepare(id),
            Stored::Position(id) => Self::Position(id.into()),
            Stored::Drape(drape) => Self::Drape(drape),
            Stored::Touch(stroke, aim, angle_deg, normal_mn, both_hands, x, y) => Self::Touch {
                grip: Grip { stroke: stroke.into(), aim, angle_deg, normal_mn, both_hands },
                at: Place { x, y },
            },
            Stored::Move(x, y) => Self::Move(Place { x, y }),
            Stored::Lift => Self::Lift,
            Stored::Respond(response) => Self::Respond(response),
            Stored::Say(id) => Self::Say(id),
            Stored::Close(id) => Self::Close(id),
            Stored::Rest(begins) => Self::Rest(begins),
            Stored::Finish => Self::Finish,
        }
    }
}

/// An action in the short words of a record, for messages.
#[must_use]
pub fn words_of(action: &Action) -> String {
    Stored::from(action).write()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_survives_the_way_through_a_line_of_text() {
        let grip = Grip { stroke: "hook".into(), aim: Aim::Fascia, angle_deg: 45, normal_mn: 4000, both_hands: true };
        let at = Place { x: -4500, y: 100_250 };
        let mark = Mark { at, side: Side::Left, zone: Some("kidney".into()), kind: "band".into(), grade: 3 };
        let decision = Decision { outcome: "adapt".into(), reasons: vec!["ci05".into()], avoid: vec!["heart".into()] };
        let actions = [
            Action::Enter(Phase::Palpation),
            Action::Ask("a \"quoted\" ~0\n id".into()),
            Action::Look { angle_deg: 20, from: Side::Right },
            Action::Mark(mark.clone()),
            Action::Mark(Mark { zone: None, ..mark }),
            Action::Unmark(2),
            Action::Decide(decision),
            Action::Prepare("explain".into()),
            Action::Position("prone".into()),
            Action::Drape(Drape::Sacrum),
            Action::Touch { grip, at },
            Action::Move(at),
            Action::Lift,
            Action::Respond(Response::ReAnchor),
            Action::Say("s1".into()),
            Action::Close("rest".into()),
            Action::Rest(true),
            Action::Finish,
        ];
        for action in actions {
            let line = Stored::from(&action).write();
            assert!(!line.contains('\n'), "{line}");
            assert_eq!(Action::from(Stored::read(&line).unwrap()), action, "{line}");
        }
    }

    #[test]
    fn a_movement_is_a_short_line() {
        assert_eq!(words_of(&Action::Move(Place { x: -4500, y: 100_250 })), "Move(-4500,100250)");
    }
}
