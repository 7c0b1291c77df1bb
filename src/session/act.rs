//! What each action does.

use super::{
    ANSWER_TICKS, Session,
    action::{Action, Decision, Response},
    client, flow,
    hand::Hand,
    progress::{Asked, Decided, Done, Looked, Marked, Visit},
    refusal::Refusal,
    reveal,
    stroke::StrokeWatch,
    trace::Event,
};
use crate::{
    knowledge::id::PositionId,
    scenario::format::Phase,
    simulation::{contact::Grip, make_up::Intervention},
    units::Place,
};

/// What a lighter hand presses with, in thirds of what it did before.
const LIGHTER_THIRDS: u32 = 2;

/// How much flatter a flattened finger lies, degrees.
const FLATTER_DEG: u32 = 15;

impl Session {
    /// Does something at this moment, after the last tick and before the next.
    ///
    /// # Errors
    /// A [`Refusal`] if it is impossible now; then nothing has changed and nothing is recorded.
    pub fn act(&mut self, action: Action) -> Result<(), Refusal> {
        self.permit(&action)?;
        self.record.event(self.tick, &action);
        let now = self.tick;
        let done = |id: &String| Done { id: id.clone(), tick: now };
        match &action {
            Action::Enter(phase) => self.enter(*phase),
            Action::Ask(id) => self.ask(id),
            Action::Look { angle_deg, from } => {
                self.look(Looked { tick: now, angle_deg: *angle_deg, from: *from });
            }
            Action::Mark(mark) => self.progress.marks.push(Marked { mark: mark.clone(), tick: now }),
            Action::Unmark(number) => {
                let number = *number as usize;
                if number < self.progress.marks.len() {
                    self.progress.marks.remove(number);
                }
            }
            Action::Decide(decision) => self.decide(decision),
            Action::Prepare(id) => self.progress.prepared.push(done(id)),
            Action::Position(id) => self.place(id.clone()),
            Action::Drape(drape) => {
                self.progress.drape = *drape;
                self.progress.drapes.push((now, *drape));
            }
            Action::Touch { grip, at } => self.touch(grip, *at),
            Action::Move(place) => {
                if let Some(hand) = &mut self.hand {
                    hand.lead(*place, now);
                }
            }
            Action::Lift => self.lift(),
            Action::Respond(response) => self.respond(*response),
            Action::Say(id) => self.progress.said.push(done(id)),
            Action::Close(id) => self.progress.closed.push(done(id)),
            Action::Rest(begins) => self.rest(*begins),
            Action::Finish => self.finish(),
        }
        if !matches!(action, Action::Move(_)) {
            self.trace.events.push(Event { tick: now, action });
            self.offer();
        }
        Ok(())
    }

    /// Works out which phases are open.
    pub(super) fn offer(&mut self) {
        self.unoffered = false;
        self.progress.offered = flow::phases(&flow::open(&self.scenario, &self.progress, &self.trace, self.tick));
    }

    fn enter(&mut self, phase: Phase) {
        let step = flow::open(&self.scenario, &self.progress, &self.trace, self.tick)
            .into_iter()
            .find(|step| step.phase == phase)
            .map(|step| step.id.clone());
        if let Some(step) = step {
            self.enter_step(step, phase);
        }
    }

    pub(super) fn enter_step(&mut self, step: String, phase: Phase) {
        self.progress.visits.push(Visit { step: step.clone(), phase, tick: self.tick });
        self.progress.step = step;
        self.progress.phase = phase;
    }

    fn ask(&mut self, id: &str) {
        let Some(question) = self.scenario.file.interview.questions.iter().find(|question| question.id == id) else {
            return;
        };
        self.progress.asked.push(Asked {
            id: id.to_owned(),
            tick: self.tick,
            kind: question.kind,
            answer: self.scenario.say(&question.answer, &self.header.language).to_owned(),
        });
        for fact in &question.reveals {
            if !self.progress.known.contains(fact) {
                self.progress.known.push(fact.clone());
            }
        }
    }

    fn look(&mut self, look: Looked) {
        self.progress.looks.push(look);
        let covered_from = self.covered_from(self.progress.drape);
        for seen in reveal::look(&self.knowledge, &self.areas, look, covered_from) {
            if !self.progress.seen.iter().any(|known| known.finding == seen.finding) {
                self.progress.seen.push(seen);
            }
        }
    }

    fn decide(&mut self, decision: &Decision) {
        let decided = Decided { decision: decision.clone(), tick: self.tick };
        self.progress.reconsidered.extend(self.progress.decision.replace(decided));
    }

    fn place(&mut self, position: PositionId) {
        self.patient.set_position(&position);
        self.progress.positions.push((self.tick, position.clone()));
        self.progress.position = position;
    }

    fn touch(&mut self, grip: &Grip, at: Place) {
        let hand = Hand::new(grip.clone(), at, self.tick);
        let watch = StrokeWatch::new(
            &self.knowledge,
            &self.places,
            &self.areas,
            &hand,
            self.tick,
            self.progress.phase,
            self.progress.position.clone(),
            self.progress.drape,
        );
        self.progress.treating_strokes += u32::from(!watch.testing);
        self.stroke = Some(watch);
        self.hand = Some(hand);
    }

    pub(super) fn lift(&mut self) {
        self.hand = None;
        if let Some(stroke) = self.stroke.take() {
            let stroke = stroke.finish(&self.trace, &self.areas, self.tick);
            self.trace.strokes.push(stroke);
        }
        for entry in &mut self.progress.cues {
            entry.hands_off.get_or_insert(self.tick);
        }
    }

    /// Tells the client, and does with the hand what was said.
    fn respond(&mut self, response: Response) {
        let now = self.tick;
        self.progress.responses.push((now, response));
        let mut answered = Vec::new();
        for entry in self.progress.cues.iter_mut().rev() {
            if now.0.saturating_sub(entry.cue.tick.0) > ANSWER_TICKS {
                break;
            }
            if !answered.contains(&entry.cue.kind) {
                answered.push(entry.cue.kind.clone());
                entry.answers.push((now, response));
            }
        }
        match response {
            Response::Stop | Response::Pause | Response::LieDown | Response::CallEmergency => self.lift(),
            _ => {}
        }
        if let Some(hand) = &mut self.hand {
            match response {
                Response::Lighten => hand.grip.normal_mn = hand.grip.normal_mn * LIGHTER_THIRDS / 3,
                Response::FlattenFinger => hand.grip.angle_deg = hand.grip.angle_deg.saturating_sub(FLATTER_DEG),
                Response::ReAnchor => hand.anchor(),
                _ => {}
            }
        }
        let intervention = client::intervention(response);
        self.patient.respond(intervention);
        match intervention {
            Intervention::LieDown => self.place(PositionId::from("supine")),
            Intervention::SitUp => self.place(PositionId::from("sitting")),
            _ => {}
        }
    }

    fn rest(&mut self, begins: bool) {
        self.patient.set_resting(begins);
        if begins {
            self.progress.rests.push((self.tick, None));
        } else if let Some((_, end)) = self.progress.rests.last_mut() {
            end.get_or_insert(self.tick);
        }
    }

    fn finish(&mut self) {
        if self.progress.resting() {
            self.rest(false);
        }
        self.finished = true;
        if self.trace.samples.last().is_none_or(|sample| sample.tick != self.tick) {
            self.sample();
        }
        self.record.checkpoint(self.tick, &self.patient.state_hash());
        self.record.end(self.tick);
    }
}
