//! The attempt at a case: the only place that calls the session's two doors, `act` and `advance`.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use bevy::prelude::*;

use super::stage::Stage;
use crate::{
    knowledge::Knowledge,
    scenario::Scenario,
    session::{Session, action::Action, record::Header, refusal::Refusal},
    simulation::constants::IncompleteKnowledge,
    units::TICKS_PER_SECOND,
};

/// Takes the lines of a record as they arise; it writes and flushes them.
pub type Sink = Box<dyn FnMut(&str) + Send + Sync>;

/// Longest time that ticks may take in one step, so that a slow machine stays responsive.
const PATIENCE: Duration = Duration::from_millis(12);

/// The attempt, if there is one.
#[derive(Resource, Default)]
pub struct Attempt {
    session: Option<Session>,
    sink: Option<Sink>,
    /// Why the last action was refused; empty again after the next that was not.
    pub last_refusal: Option<Refusal>,
    /// Ticks for one sixtieth of a second: 0 stands still, 1 is real time, up to 120 for a rest.
    pub speed: u32,
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt").field("session", &self.session.is_some()).field("speed", &self.speed).finish()
    }
}

impl Attempt {
    /// Begins an attempt. The sink gets the record's lines at once, each without its line end.
    ///
    /// # Errors
    /// If the tables lack something the session needs; then there is no attempt.
    pub fn begin(
        &mut self,
        knowledge: Arc<Knowledge>,
        scenario: Arc<Scenario>,
        header: Header,
        sink: Sink,
    ) -> Result<(), IncompleteKnowledge> {
        self.adopt(Session::new(knowledge, scenario, header)?);
        self.sink = Some(sink);
        self.flush();
        Ok(())
    }

    /// Takes over a session as it stands, for looking at it: nothing is written.
    pub fn adopt(&mut self, session: Session) {
        *self = Self { session: Some(session), sink: None, last_refusal: None, speed: 1 };
    }

    /// Goes on in a session that did the same in a changed case; its lines so far go to the sink at once.
    pub fn change(&mut self, session: Session, sink: Sink) {
        *self = Self { session: Some(session), sink: Some(sink), last_refusal: None, speed: self.speed };
        self.flush();
    }

    /// Does something now.
    ///
    /// # Errors
    /// The session's [`Refusal`], which is also kept for the interface; [`Refusal::Finished`] without an attempt.
    pub fn act(&mut self, action: Action) -> Result<(), Refusal> {
        let result = self.session.as_mut().ok_or(Refusal::Finished).and_then(|session| session.act(action));
        self.last_refusal = result.as_ref().err().cloned();
        self.flush();
        result
    }

    /// The session, to be looked at.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// The session was ended by the student.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.session.as_ref().is_some_and(Session::finished)
    }

    /// Ends the attempt and gives the session back for the debrief.
    pub fn end(&mut self) -> Option<Session> {
        self.flush();
        std::mem::take(self).session
    }

    fn advance(&mut self, ticks: u32) {
        let Some(session) = &mut self.session else { return };
        let begun = Instant::now();
        for tick in 0..ticks {
            if tick % 8 == 7 && begun.elapsed() > PATIENCE {
                break;
            }
            session.advance();
        }
        self.flush();
    }

    fn flush(&mut self) {
        // without a sink the lines stay where they are
        if let (Some(session), Some(sink)) = (&mut self.session, &mut self.sink) {
            session.take_lines().iter().for_each(|line| sink(line));
        }
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Attempt>()
        .insert_resource(Time::<Fixed>::from_hz(f64::from(TICKS_PER_SECOND)))
        .add_systems(FixedUpdate, advance.in_set(super::Ticks::Advance));
}

/// One step of the session's time, where it runs.
fn advance(mut attempt: ResMut<Attempt>, stage: Res<State<Stage>>) {
    let ticks = attempt.speed.min(120);
    if stage.get().runs() && ticks > 0 && attempt.session.is_some() {
        attempt.advance(ticks);
    }
}
