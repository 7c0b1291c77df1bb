//! Quick answers to the client, each with a number key.

use bevy_egui::egui::{Key, Ui};

use crate::{
    interface::{intent::Intent, theme, view::Work, widgets::press},
    scenario::format::Phase,
    session::action::{Action, Response},
};

/// The answers in their order; the first nine have the number keys.
pub(super) const ANSWERS: [(&str, Response); 17] = [
    ("Ask", Response::AskSensation),
    ("Lighter", Response::Lighten),
    ("Slower", Response::Slow),
    ("Flatter finger", Response::FlattenFinger),
    ("Take up anew", Response::ReAnchor),
    ("Go flat", Response::GoFlat),
    ("Pause", Response::Pause),
    ("Stop", Response::Stop),
    ("Lie down", Response::LieDown),
    ("Elsewhere", Response::MoveElsewhere),
    ("Consent?", Response::AskConsent),
    ("Apologise", Response::Apologise),
    ("Sit up", Response::SitUp),
    ("Air, water", Response::Water),
    ("Measure", Response::MeasureVitals),
    ("Emergency", Response::CallEmergency),
    ("It is good for you", Response::Insist),
];

/// Number keys in the order of the answers.
pub(super) const KEYS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// Answers are at hand from palpation on.
pub(super) fn wanted(work: &Work<'_>) -> bool {
    matches!(work.progress.phase, Phase::Palpation | Phase::Preparation | Phase::Treatment | Phase::Closing)
        || work.progress.open_cues().next().is_some()
}

pub(super) fn show(ui: &mut Ui, work: &Work<'_>, send: &mut Vec<Intent>) {
    ui.label(theme::label("ANSWER THE CLIENT"));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = bevy_egui::egui::vec2(4.0, 4.0);
        ui.spacing_mut().button_padding = bevy_egui::egui::vec2(8.0, 3.0);
        for (index, (name, response)) in ANSWERS.iter().enumerate() {
            let number = if index < KEYS.len() && work.progress.phase == Phase::Treatment {
                format!("{}  {name}", index + 1)
            } else {
                (*name).to_owned()
            };
            let pressed = press::choice(ui, false, &number).on_hover_text(said(*response));
            if pressed.clicked() {
                send.push(Intent::Act(Action::Respond(*response)));
            }
        }
    });
}

/// What the student says or does with an answer.
pub(super) fn said(response: Response) -> &'static str {
    match response {
        Response::AskSensation => "What does it feel like, and how strong from 0 to 10?",
        Response::Stop => "I stop and take my hands off.",
        Response::Pause => "Let us pause a moment.",
        Response::Lighten => "I press less.",
        Response::FlattenFinger => "I lay the finger flatter.",
        Response::Slow => "I go slower.",
        Response::ReAnchor => "I take up the slack anew.",
        Response::GoFlat => "I go on flat and calm.",
        Response::MoveElsewhere => "I leave this place and work elsewhere.",
        Response::AskConsent => "This is what I would do now. Is that all right for you?",
        Response::Apologise => "I am sorry.",
        Response::LieDown => "Lie down, I raise your legs.",
        Response::SitUp => "Sit up slowly when you feel ready.",
        Response::Water => "I open the window; here is some water.",
        Response::MeasureVitals => "I measure your pulse and blood pressure.",
        Response::CallEmergency => "I am calling the emergency service.",
        Response::Insist => "It is good for you, we go on.",
    }
}
