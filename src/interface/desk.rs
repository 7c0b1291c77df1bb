//! The state of the interface: which screen, which case, what was set and what was judged.

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::egui::TextureId;

use super::{
    memory::Memory,
    physical,
    reload::News,
    screens::Screen,
    settings::{Picture, Settings},
    shelf::{Doors, Shelf, Sink},
    view::{LookingBack, View, Work},
};
use crate::{
    assessment::{self, Evidence, report::Report},
    knowledge::{Knowledge, chart::Posture},
    scenario::{Scenario, format::FeedbackMode},
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
        record::Record,
        replay::replay,
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
    pub open: Option<Open>,
    /// When feedback comes, if the student chose otherwise than the case.
    pub feedback: Option<FeedbackMode>,
    /// What became of the case that was saved last.
    pub news: Option<News>,
    /// The attempt that was judged last.
    pub judged: Option<Judged>,
    /// Another attempt at the same case that is shown beside it.
    pub beside: Option<Beside>,
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

/// The open case, as the student meets it.
#[derive(Debug, Clone)]
pub struct Open {
    /// What its file says.
    pub file: Arc<Scenario>,
    /// Seed of what is left to chance in the next attempt.
    pub seed: u64,
    /// The case as this seed draws it.
    pub drawn: Arc<Scenario>,
}

impl Open {
    /// The case as the student with this seed meets it.
    #[must_use]
    pub fn new(file: Arc<Scenario>, seed: u64) -> Self {
        let drawn = Arc::new(file.for_student(seed));
        Self { file, seed, drawn }
    }
}

/// An attempt that was judged.
#[derive(Debug)]
pub struct Judged {
    /// The case, as this student met it.
    pub case: Arc<Scenario>,
    /// What the file of the case says.
    pub file: Arc<Scenario>,
    /// Seed of what was left to chance.
    pub seed: u64,
    /// The judgement.
    pub report: Report,
    /// Questions to think over, and what to take along.
    pub to_think: assessment::LookingBack,
    /// What happened.
    pub progress: Progress,
    /// The course.
    pub trace: Trace,
    /// The sites with findings as they were in the end.
    pub sites: Vec<SiteView>,
    /// Where the record lies.
    pub record: String,
}

impl Judged {
    /// Plays a record again and judges it; `path` is where it lies, for the student.
    ///
    /// # Errors
    /// In words, if it differs from what happens when it is played again.
    pub fn new(
        knowledge: &Arc<Knowledge>,
        file: &Arc<Scenario>,
        record: &Record,
        path: String,
    ) -> Result<Self, String> {
        let session = replay(knowledge, file, record).map_err(|difference| difference.to_string())?;
        let evidence = Evidence::gather(&session);
        let report = assessment::judge(&evidence);
        let to_think = assessment::look_back(&evidence, &report);
        Ok(Self {
            case: session.scenario().clone(),
            file: file.clone(),
            seed: record.header.seed,
            report,
            to_think,
            progress: session.progress().clone(),
            trace: session.trace().clone(),
            sites: session.latest().sites.clone(),
            record: path,
        })
    }

    fn look_back<'a>(&'a self, still: Option<&'a Still>) -> LookingBack<'a> {
        LookingBack {
            case: &self.case,
            report: &self.report,
            to_think: &self.to_think,
            progress: &self.progress,
            trace: &self.trace,
            still,
            record: &self.record,
        }
    }
}

/// Another attempt at the same case, to compare with.
#[derive(Debug)]
pub struct Beside {
    /// Whose it is, as it is shown.
    pub name: String,
    /// The attempt.
    pub judged: Judged,
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

    /// Shows the debrief of an attempt that was judged before.
    pub fn review(&mut self, (judged, beside): (Judged, Option<Beside>)) {
        self.open = Some(Open::new(judged.file.clone(), judged.seed));
        (self.judged, self.beside, self.screen) = (Some(judged), beside, Screen::Debrief);
        self.memory.reading.uncovered = true;
    }

    /// Opens the record of an attempt at a case; its lines are written outside and kept here.
    ///
    /// # Errors
    /// With a message for the student, if it cannot be opened; then the record before stays.
    pub(super) fn open_record(&mut self, doors: &mut Doors, case: &Scenario) -> Result<Sink, String> {
        let (mut write, path) = (doors.open_record)(case)?;
        let lines = Arc::new(std::sync::Mutex::new(String::new()));
        self.record = path;
        self.lines = lines.clone();
        Ok(Box::new(move |line: &str| {
            write(line);
            if let Ok(mut text) = lines.lock() {
                text.push_str(line);
                text.push('\n');
            }
        }))
    }

    /// What a screen may show now.
    pub(super) fn view<'a>(&'a self, sight: Sight<'a>) -> View<'a> {
        let work = sight.attempt.session().map(|session| Work {
            knowledge: &sight.shelf.knowledge,
            case: session.scenario(),
            language: &session.header().language,
            feedback: session.header().feedback,
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
        let still = Some(sight.still).filter(|still| still.wanted.is_some());
        let looking_back = self.judged.as_ref().map(|judged| judged.look_back(still));
        let beside = self.beside.as_ref().map(|beside| (beside.name.as_str(), beside.judged.look_back(None)));
        View {
            knowledge: &sight.shelf.knowledge,
            cases: &sight.shelf.cases,
            settings: &self.settings,
            case: self.open.as_ref().map(|open| &*open.drawn),
            feedback: self.feedback,
            news: self.news.as_ref(),
            work,
            looking_back,
            beside,
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
