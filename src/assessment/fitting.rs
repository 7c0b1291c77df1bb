//! Which answers fit what the client says or shows.
//!
//! After the tables of sensations and reactions ("student should", "remedy", "also"): 1 for an answer
//! that is taught for it, a half for one that helps but is not enough. Asking back is always a
//! beginning. Saying that it is good for the client and going on never fits; criteria treat it as harm.

use crate::{
    session::action::Response::{self, *},
    simulation::observation::CueKind,
};

/// Answers with their credit, 0 to 1.
type Fitting = &'static [(Response, f64)];

const TOO_LIGHT: Fitting = &[(ReAnchor, 1.0), (AskSensation, 1.0), (Slow, 0.5)];
const AS_AIMED_AT: Fitting = &[(AskSensation, 1.0), (Lighten, 1.0), (Slow, 1.0), (Pause, 1.0)];
const BURNING: Fitting = &[
    (ReAnchor, 1.0),
    (Lighten, 1.0),
    (Slow, 1.0),
    (GoFlat, 1.0),
    (MoveElsewhere, 1.0),
    (Pause, 1.0),
    (Stop, 1.0),
    (FlattenFinger, 0.5),
    (AskSensation, 0.5),
];
const TOO_DEEP: Fitting = &[
    (FlattenFinger, 1.0),
    (Lighten, 1.0),
    (GoFlat, 1.0),
    (MoveElsewhere, 1.0),
    (Pause, 1.0),
    (Stop, 1.0),
    (AskSensation, 0.5),
];
const SHARP_PAIN: Fitting = &[
    (Stop, 1.0),
    (Pause, 1.0),
    (GoFlat, 0.5),
    (Apologise, 0.5),
    (Lighten, 0.5),
    (FlattenFinger, 0.5),
    (MoveElsewhere, 0.5),
    (AskSensation, 0.5),
];
const REFERRED: Fitting = &[
    (Lighten, 1.0),
    (AskSensation, 1.0),
    (FlattenFinger, 1.0),
    (MoveElsewhere, 1.0),
    (GoFlat, 1.0),
    (Pause, 1.0),
    (Stop, 1.0),
];
const UNWELL: Fitting =
    &[(Stop, 1.0), (LieDown, 1.0), (MeasureVitals, 0.5), (Water, 0.5), (SitUp, 0.5), (Pause, 0.5), (AskSensation, 0.5)];
const STOP_WORD: Fitting = &[(Stop, 1.0), (Pause, 0.5)];
const FAINT: Fitting = &[(LieDown, 1.0), (Stop, 1.0), (Pause, 0.5), (Water, 0.5), (MeasureVitals, 0.5)];
const HEART: Fitting =
    &[(Stop, 1.0), (CallEmergency, 1.0), (MeasureVitals, 0.5), (SitUp, 0.5), (Pause, 0.5), (AskSensation, 0.5)];
const BREATH: Fitting = &[(SitUp, 1.0), (Stop, 1.0), (CallEmergency, 1.0), (Pause, 0.5), (MeasureVitals, 0.5)];
const ALLERGIC: Fitting = &[(CallEmergency, 1.0), (Stop, 0.5), (SitUp, 0.5)];
const FEELINGS: Fitting = &[(Stop, 1.0), (Pause, 1.0), (AskConsent, 1.0), (AskSensation, 0.5)];
const CIRCULATION: Fitting =
    &[(MoveElsewhere, 1.0), (GoFlat, 1.0), (Pause, 1.0), (Stop, 1.0), (Lighten, 0.5), (AskSensation, 0.5)];
const LIGHTER: Fitting = &[
    (GoFlat, 1.0),
    (Lighten, 1.0),
    (Pause, 1.0),
    (Stop, 1.0),
    (MoveElsewhere, 1.0),
    (FlattenFinger, 0.5),
    (Water, 0.5),
    (AskSensation, 0.5),
];
const TIRED: Fitting = &[(AskSensation, 1.0), (Pause, 1.0), (Lighten, 1.0), (LieDown, 1.0), (Stop, 1.0), (Water, 1.0)];

/// The answers that fit a cue.
fn fitting(kind: &CueKind) -> Fitting {
    match kind {
        CueKind::StopWord => STOP_WORD,
        CueKind::Remark(_) => FEELINGS,
        CueKind::Sensation(id) => match id.as_str() {
            "sn0" => TOO_LIGHT,
            "sn4" => BURNING,
            "sn5" => TOO_DEEP,
            "sn6" => SHARP_PAIN,
            "sn7" => REFERRED,
            "sn8" => UNWELL,
            _ => AS_AIMED_AT,
        },
        CueKind::Reaction(id) => match id.as_str() {
            "r01" => TIRED,
            "r03" => FAINT,
            "r04" => HEART,
            "r07" | "r08" => CIRCULATION,
            "r14" => ALLERGIC,
            "r17" => FEELINGS,
            "r18" => BREATH,
            _ => LIGHTER,
        },
    }
}

/// How well an answer fits a cue, 0 to 1.
pub(super) fn fit(kind: &CueKind, response: Response) -> f64 {
    fitting(kind).iter().find(|(fits, _)| *fits == response).map_or(0.0, |(_, credit)| *credit)
}

/// The answers that fit best, for the text of a report.
pub(super) fn best(kind: &CueKind) -> Vec<&'static str> {
    fitting(kind).iter().filter(|(_, credit)| *credit >= 1.0).map(|(response, _)| words(*response)).take(3).collect()
}

/// An answer in words.
pub(super) fn words(response: Response) -> &'static str {
    match response {
        AskSensation => "ask what it feels like",
        Stop => "hands off",
        Pause => "pause",
        Lighten => "press less",
        FlattenFinger => "flatten the finger",
        Slow => "work slower",
        ReAnchor => "take up the slack anew",
        GoFlat => "go on flat or with balancing strokes",
        MoveElsewhere => "work elsewhere",
        AskConsent => "ask for consent again",
        Apologise => "apologise",
        LieDown => "help the client to lie down",
        SitUp => "help the client to sit up",
        Water => "fresh air and water",
        MeasureVitals => "measure pulse and blood pressure",
        CallEmergency => "call the emergency service",
        Insist => "say that it is good for the client and go on",
    }
}
