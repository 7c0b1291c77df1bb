//! What a screen may show: borrowed, read-only, gathered once for each frame.
//!
//! The client is seen only through what a session tells: observation, progress and trace.

use bevy_egui::egui::TextureId;

use super::{reload::News, settings::Settings, shelf::CaseEntry};
use crate::{
    assessment::{self, report::Report},
    knowledge::Knowledge,
    scenario::{Scenario, format::FeedbackMode},
    scene::{
        body::{moving::Cut, still::Still},
        hand::Tool,
        hover::Hover,
        labels::Labels,
        replay::Replay,
        room::Room,
    },
    session::{progress::Progress, refusal::Refusal, trace::Trace},
    simulation::observation::Observation,
    units::Tick,
};

/// What a screen may show.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The knowledge tables.
    pub knowledge: &'a Knowledge,
    /// The cases on the shelf.
    pub cases: &'a [CaseEntry],
    /// What the student has set.
    pub settings: &'a Settings,
    /// The open case, as the student meets it.
    pub case: Option<&'a Scenario>,
    /// When feedback comes in the next attempt, if the student chose otherwise than the case.
    pub feedback: Option<FeedbackMode>,
    /// What became of the case that was saved last.
    pub news: Option<&'a News>,
    /// The attempt that is going on.
    pub work: Option<Work<'a>>,
    /// The attempt that was judged.
    pub looking_back: Option<LookingBack<'a>>,
    /// Another attempt at the same case to compare with, and whose it is.
    pub beside: Option<(&'a str, LookingBack<'a>)>,
    /// Something the student has to be told, for example that a file could not be written.
    pub message: Option<&'a str>,
}

/// An attempt that is going on.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    /// The knowledge tables.
    pub knowledge: &'a Knowledge,
    /// The case.
    pub case: &'a Scenario,
    /// Language of the client's words.
    pub language: &'a str,
    /// When feedback comes.
    pub feedback: FeedbackMode,
    /// The moment now.
    pub tick: Tick,
    /// What has happened.
    pub progress: &'a Progress,
    /// What can be seen, felt and heard now.
    pub observation: &'a Observation,
    /// What was done so far.
    pub trace: &'a Trace,
    /// The session was ended.
    pub finished: bool,
    /// A hand lies on the client.
    pub touching: bool,
    /// Tempo of the hand, centimetres of the reference adult per second.
    pub tempo_cm_s: Option<f64>,
    /// Why the last thing could not be done.
    pub refusal: Option<&'a Refusal>,
    /// How fast time runs; 0 stands still.
    pub speed: u32,
    /// What the room shows.
    pub room: &'a Room,
    /// What the hand holds.
    pub tool: &'a Tool,
    /// What lies under the pointer.
    pub hover: &'a Hover,
    /// Names beside the body.
    pub labels: &'a Labels,
    /// The cut under the hand.
    pub cut: &'a Cut,
    /// The stroke that is shown again.
    pub replay: &'a Replay,
    /// The room drawn as a small picture, to be laid where the room is; none if it is drawn there already.
    pub picture: Option<TextureId>,
}

/// An attempt that was judged.
#[derive(Clone, Copy)]
pub struct LookingBack<'a> {
    /// The case.
    pub case: &'a Scenario,
    /// The judgement.
    pub report: &'a Report,
    /// Questions to think over, and what to take along.
    pub to_think: &'a assessment::LookingBack,
    /// What happened.
    pub progress: &'a Progress,
    /// The course of the session.
    pub trace: &'a Trace,
    /// The layers at the moment that is read; none where no stroke was going on.
    pub still: Option<&'a Still>,
    /// Where the record lies; empty if it was not kept.
    pub record: &'a str,
}

impl<'a> View<'a> {
    /// A text of the open case in the student's language.
    #[must_use]
    pub fn say(&self, case: &'a Scenario, text: &'a crate::scenario::format::Text) -> &'a str {
        case.say(text, &self.settings.language)
    }
}
