//! The state of the interface: which screen, which case, what was set and what was judged.

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::egui::TextureId;

use super::{
    memory::Memory,
    physical,
    screens::Screen,
    settings::{Picture, Settings},
    shelf::Shelf,
    view::{LookingBack, View, Work},
};
use crate::{
    assessment::report::Report,
    knowledge::chart::Posture,
    scenario::Scenario,
    scene::{
        attempt::Attempt,
        body::{
            moving::Cut,
            still::{self, Still},
        },
        hand::Tool,
        hover::Hover,
        labels::Labels,
        replay::Replay,
        room::{Quality, Room},
        stage::Stage,
    },
    session::{
        progress::Progress,
        trace::{StrokeTrace, Trace},
    },
    simulation::observation::SiteView,
    units::{BackPoint, TICKS_PER_SECOND, Tick},
};

/// The state of the interface.
#[derive(Resource, Default)]
pub struct Desk {
    /// The screen now.
    pub screen: Screen,
    /// The screen before settings, help or tables.
    pub before: Option<Screen>,
    /// What screens remember.
    pub memory: Memory,
    /// What the student has set.
    pub settings: Settings,
    /// The open case.
    pub open: Option<Arc<Scenario>>,
    /// The attempt that was judged last.
    pub judged: Option<Judged>,
    /// Something the student has to be told.
    pub message: Option<String>,
    /// Where the record of the present attempt lies.
    pub record: String,
    /// Lines of the present record, as they were written.
    pub lines: Arc<std::sync::Mutex<String>>,
    /// Speed of time before a pause.
    pub speed: u32,
    /// Tempo of the working hand.
    pub(super) hand: HandTempo,
    /// The pointer is over something of the interface, or moves it.
    pub(super) pointer_taken: bool,
    /// The style was set.
    pub(super) dressed: bool,
    /// Physical pixels in a point of egui.
    pub(super) pixels_per_point: f32,
}

/// An attempt that was judged.
pub struct Judged {
    /// The case.
    pub case: Arc<Scenario>,
    /// The judgement.
    pub report: Report,
    /// What happened.
    pub progress: Progress,
    /// The course.
    pub trace: Trace,
    /// The sites with findings as they were in the end.
    pub sites: Vec<SiteView>,
    /// Where the record lies.
    pub record: String,
}

/// What a view is gathered from besides the desk.
#[derive(Clone, Copy)]
pub(super) struct Sight<'a> {
    pub shelf: &'a Shelf,
    pub attempt: &'a Attempt,
    pub room: &'a Room,
    pub tool: &'a Tool,
    pub hover: &'a Hover,
    pub labels: &'a Labels,
    pub cut: &'a Cut,
    pub still: &'a Still,
    pub replay: &'a Replay,
    /// The small picture of the room, if there is one.
    pub picture: Option<TextureId>,
}

impl Desk {
    /// The desk at the start, with these settings.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// What a screen may show now.
    pub(super) fn view<'a>(&'a self, sight: Sight<'a>) -> View<'a> {
        let work = sight.attempt.session().map(|session| Work {
            knowledge: &sight.shelf.knowledge,
            case: session.scenario(),
            language: &session.header().language,
            tick: session.tick(),
            progress: session.progress(),
            observation: session.latest(),
            trace: session.trace(),
            finished: session.finished(),
            touching: session.hand().is_some(),
            tempo_cm_s: session.hand().and(self.hand.tempo),
            refusal: sight.attempt.last_refusal.as_ref(),
            speed: sight.attempt.speed,
            room: sight.room,
            tool: sight.tool,
            hover: sight.hover,
            labels: sight.labels,
            cut: sight.cut,
            replay: sight.replay,
            picture: sight.picture,
        });
        let looking_back = self.judged.as_ref().map(|judged| LookingBack {
            case: &judged.case,
            report: &judged.report,
            progress: &judged.progress,
            trace: &judged.trace,
            still: Some(sight.still).filter(|still| still.wanted.is_some()),
            record: &judged.record,
        });
        View {
            knowledge: &sight.shelf.knowledge,
            cases: &sight.shelf.cases,
            settings: &self.settings,
            case: self.open.as_deref(),
            work,
            looking_back,
            message: self.message.as_deref(),
        }
    }
}

/// Tells the room who is there, how they sit, and which part of the window is free.
pub(super) fn furnish(desk: Res<Desk>, attempt: Res<Attempt>, mut room: ResMut<Room>) {
    let mut wanted = room.clone();
    // Behind a full page nothing of the room can be seen: the smallest picture is enough.
    let behind = Rect::new(0.0, 0.0, 2.0, 2.0);
    wanted.hole = Some(desk.memory.hole.map_or(behind, |hole| physical(hole, desk.pixels_per_point.max(0.1))));
    wanted.language.clone_from(&desk.settings.language);
    wanted.quality = match desk.settings.picture {
        Picture::Low => Quality::Low,
        Picture::Standard => Quality::Standard,
        Picture::High => Quality::High,
    };
    if let Some(session) = attempt.session() {
        let progress = session.progress();
        wanted.body.clone_from(&session.scenario().file.client.body);
        wanted.drape = progress.drape;
        if let Some(posture) = posture(progress.position.as_str()) {
            wanted.posture = posture;
        }
    }
    room.set_if_neq(wanted);
}

/// Asks for the cut at the moment that is read in the debrief, if a stroke was going on within two seconds of it.
pub(super) fn look_back(desk: Res<Desk>, mut still: ResMut<Still>) {
    let judged = desk.judged.as_ref().filter(|_| desk.screen == Screen::Debrief);
    let wanted = judged.zip(desk.memory.reading.tick).and_then(|(judged, tick)| {
        let away =
            |stroke: &StrokeTrace| stroke.start.0.saturating_sub(tick.0).max(tick.0.saturating_sub(stroke.end.0));
        let stroke = judged.trace.strokes.iter().min_by_key(|stroke| away(stroke))?;
        (away(stroke) <= 2 * TICKS_PER_SECOND).then(|| still::Moment {
            body: judged.case.file.client.body.clone(),
            posture: posture(stroke.position.as_str()).unwrap_or(Posture::Seated),
            sites: judged.sites.clone(),
            stroke: stroke.clone(),
            tick,
        })
    });
    if still.wanted != wanted {
        still.wanted = wanted;
    }
}

/// Keeps the body from answering a pointer that belongs to the interface.
pub(super) fn guard(desk: Res<Desk>, mut tool: ResMut<Tool>) {
    if tool.blocked != desk.pointer_taken {
        tool.blocked = desk.pointer_taken;
    }
}

/// The posture that shows a position; none for one that has no body, which leaves the last one.
fn posture(position: &str) -> Option<Posture> {
    match position {
        "sitting" => Some(Posture::Seated),
        "side-lying" => Some(Posture::SideLying),
        "prone" => Some(Posture::Prone),
        _ => None,
    }
}

/// Sets what the room does from the screen.
pub(super) fn stage(
    desk: Res<Desk>,
    shelf: Res<Shelf>,
    attempt: Res<Attempt>,
    room: Res<Room>,
    tool: Res<Tool>,
    hover: Res<Hover>,
    labels: Res<Labels>,
    (cut, still): (Res<Cut>, Res<Still>),
    replay: Res<Replay>,
    mut next: ResMut<NextState<Stage>>,
) {
    let sight = Sight {
        shelf: &shelf,
        attempt: &attempt,
        room: &room,
        tool: &tool,
        hover: &hover,
        labels: &labels,
        cut: &cut,
        still: &still,
        replay: &replay,
        picture: None,
    };
    NextState::set_if_neq(&mut next, desk.screen.stage(&desk.view(sight)));
}

/// Where the hand was a moment ago, to tell its tempo.
#[derive(Debug, Clone, Default)]
pub(super) struct HandTempo {
    last: Option<(Tick, BackPoint)>,
    tempo: Option<f64>,
}

/// Ticks over which the tempo is taken: a fifth of a second.
const TEMPO_TICKS: u32 = TICKS_PER_SECOND / 5;

/// Follows the tempo of the hand.
pub(super) fn tempo(mut desk: ResMut<Desk>, attempt: Res<Attempt>) {
    let hand = &mut desk.bypass_change_detection().hand;
    let Some((now, at)) = attempt.session().and_then(|session| Some((session.tick(), session.hand()?.2.point())))
    else {
        *hand = HandTempo::default();
        return;
    };
    let Some((since, from)) = hand.last else {
        hand.last = Some((now, at));
        return;
    };
    let ticks = now.0.saturating_sub(since.0);
    if ticks >= TEMPO_TICKS {
        hand.tempo = Some(from.distance_cm(at) / (f64::from(ticks) / f64::from(TICKS_PER_SECOND)));
        hand.last = Some((now, at));
    }
}
