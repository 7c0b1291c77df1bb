//! What a student can do: the closed list of causes.

use serde::{Deserialize, Serialize};

use crate::{
    knowledge::id::{ContraindicationId, FindingId, OutcomeId, PositionId, ZoneId},
    scenario::format::Phase,
    simulation::contact::Grip,
    units::{Place, Side},
};

/// A finding as the student enters it on the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Where on the chart.
    pub at: Place,
    /// The side; `Both` for the midline.
    pub side: Side,
    /// The zone the student takes it for, if any.
    #[serde(default)]
    pub zone: Option<ZoneId>,
    /// What kind.
    pub kind: FindingId,
    /// How marked, 0 to 4.
    pub grade: u8,
}

/// The decision as the student gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The outcome.
    pub outcome: OutcomeId,
    /// Contraindications named as reasons.
    #[serde(default)]
    pub reasons: Vec<ContraindicationId>,
    /// Zones that will be left out.
    #[serde(default)]
    pub avoid: Vec<ZoneId>,
}

/// How far the client is uncovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Drape {
    /// Covered to the shoulders.
    #[default]
    Covered,
    /// The back is free to the waist.
    Back,
    /// The back is free to the upper end of the gluteal cleft.
    Sacrum,
}

/// How the student answers to what the client says or shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
pub enum Response {
    /// Asks what it feels like, and how strong from 0 to 10.
    AskSensation,
    /// Hands off.
    Stop,
    /// Pauses and waits.
    Pause,
    /// Presses less.
    Lighten,
    /// Flattens the finger.
    FlattenFinger,
    /// Works slower.
    Slow,
    /// Takes up the slack anew, so that the finger carries the skin.
    ReAnchor,
    /// Goes on with the flat technique or balancing strokes.
    GoFlat,
    /// Leaves this place and works elsewhere.
    MoveElsewhere,
    /// Explains and asks for consent again.
    AskConsent,
    /// Apologises.
    Apologise,
    /// Helps the client to lie down, legs raised.
    LieDown,
    /// Helps the client to sit up.
    SitUp,
    /// Opens a window, offers water.
    Water,
    /// Measures pulse and blood pressure.
    MeasureVitals,
    /// Calls the emergency service.
    CallEmergency,
    /// Says that it is good for the client and goes on.
    Insist,
}

/// What a student does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// Goes to a phase.
    Enter(Phase),
    /// Asks a question, takes a measurement or examines; the id of the scenario's question.
    Ask(String),
    /// Looks at the back under raking light; the angle of the lamp in degrees from the skin, 0 to 90,
    /// and the side it comes from.
    Look {
        /// Angle of the light to the skin, degrees.
        angle_deg: u32,
        /// The side it comes from.
        from: Side,
    },
    /// Enters a finding on the chart.
    Mark(Mark),
    /// Takes the finding with this number off the chart again, counted from 0 in the order on the chart.
    Unmark(u32),
    /// Decides.
    Decide(Decision),
    /// Does an item of preparation; the id of the table.
    Prepare(String),
    /// Places the client.
    Position(PositionId),
    /// Moves the sheet.
    Drape(Drape),
    /// Lays the hand on.
    Touch {
        /// How.
        grip: Grip,
        /// Where.
        at: Place,
    },
    /// Pulls the hand on to here.
    Move(Place),
    /// Lifts the hand.
    Lift,
    /// Answers the client.
    Respond(Response),
    /// Says something; the id of the scenario's statement.
    Say(String),
    /// Does an item of closing; the id of the table.
    Close(String),
    /// Lets the client rest: begins, or with false ends.
    Rest(bool),
    /// Ends the session; nothing can follow.
    Finish,
}
