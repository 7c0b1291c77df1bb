//! What is possible just now. Nothing here judges whether it is wise.

use super::{
    Session,
    action::{Action, Decision, Drape, Mark},
    refusal::Refusal,
};
use crate::{
    knowledge::safety::PreparationGroup,
    scenario::format::Phase,
    simulation::contact::Grip,
    units::{Place, Tick},
};

/// The largest normal force, millinewtons.
pub const MOST_NORMAL_MN: u32 = 30_000;

/// The level down to which a client covered to the shoulders is free, and the one for a back free to
/// the waist. The sheet at the sacrum is turned down as far as any stroke of the method goes.
const EDGES: (&str, &str) = ("c7", "l4");

impl Session {
    /// Whether an action is possible now.
    ///
    /// # Errors
    /// The [`Refusal`] that [`Session::act`] would give.
    pub fn permit(&self, action: &Action) -> Result<(), Refusal> {
        if self.finished {
            return Err(Refusal::Finished);
        }
        if self.tick >= super::LONGEST && *action != Action::Finish && *action != Action::Lift {
            return Err(Refusal::TimeUp);
        }
        self.permit_phase(action)?;
        match action {
            Action::Enter(phase) => self.permit_enter(*phase),
            Action::Ask(id) => {
                let questions = &self.scenario.file.interview.questions;
                known("question", id, questions.iter().map(|question| question.id.as_str()))
            }
            Action::Look { angle_deg, .. } => {
                within("the angle of the lamp", *angle_deg, 0, 90, "degrees")?;
                if self.progress.drape == Drape::Covered { Err(Refusal::Covered(Drape::Back)) } else { Ok(()) }
            }
            Action::Mark(mark) => self.permit_mark(mark),
            Action::Unmark(number) => {
                let count = self.progress.marks.len() as u64;
                if u64::from(*number) < count { Ok(()) } else { Err(Refusal::NoSuchMark(*number)) }
            }
            Action::Decide(decision) => self.permit_decision(decision),
            Action::Prepare(id) => self.permit_item(id, false),
            Action::Close(id) => self.permit_item(id, true),
            Action::Position(id) => {
                known("position", id.as_str(), self.knowledge.positions.keys().map(|id| id.as_str()))?;
                self.hands_off()
            }
            Action::Drape(_) => self.hands_off(),
            Action::Touch { grip, at } => self.permit_touch(grip, *at),
            Action::Move(place) => {
                if self.hand.is_none() {
                    return Err(Refusal::NotTouching);
                }
                on_chart(*place)?;
                self.uncovered(*place)
            }
            Action::Lift => {
                if self.hand.is_some() {
                    Ok(())
                } else {
                    Err(Refusal::NotTouching)
                }
            }
            Action::Respond(_) => Ok(()),
            Action::Say(id) => {
                let statements = &self.scenario.file.task.statements;
                known("statement", id, statements.iter().map(|statement| statement.id.as_str()))
            }
            Action::Rest(true) => {
                if self.progress.resting() {
                    Err(Refusal::Resting)
                } else {
                    self.hands_off()
                }
            }
            Action::Rest(false) => {
                if self.progress.resting() {
                    Ok(())
                } else {
                    Err(Refusal::NotResting)
                }
            }
            Action::Finish => self.hands_off(),
        }
    }

    /// Whether the phase knows such an action at all.
    fn permit_phase(&self, action: &Action) -> Result<(), Refusal> {
        use Phase::{Closing, Debrief, Decision, History, Observation};
        let phase = self.progress.phase;
        let (what, fits, instead) = match action {
            Action::Enter(_) | Action::Finish | Action::Lift | Action::Rest(false) => return Ok(()),
            Action::Touch { .. } | Action::Look { .. } | Action::Position(_) | Action::Drape(_) if phase == History => {
                return Err(Refusal::Dressed);
            }
            Action::Mark(_) | Action::Unmark(_) => {
                ("the chart", !matches!(phase, History | Debrief), "go on to inspection and palpation")
            }
            Action::Decide(_) => ("deciding", phase == Decision, "go to the decision"),
            Action::Prepare(_) => ("preparing", !matches!(phase, Closing | Debrief), "it should have come earlier"),
            Action::Touch { .. } => ("touching", !matches!(phase, Decision | Debrief), "go to palpation or treatment"),
            Action::Close(_) => ("closing the session", phase == Closing, "go to closing"),
            Action::Rest(true) => {
                ("resting", !matches!(phase, History | Observation | Debrief), "go to treatment or closing")
            }
            _ => ("this", phase != Debrief, "the client has left; end the session"),
        };
        if fits { Ok(()) } else { Err(Refusal::WrongPhase { what, phase, instead }) }
    }

    fn permit_enter(&self, phase: Phase) -> Result<(), Refusal> {
        self.hands_off()?;
        if self.progress.offered.contains(&phase) {
            Ok(())
        } else if phase == self.progress.phase {
            Err(Refusal::AlreadyThere(phase))
        } else {
            Err(Refusal::NotOffered { phase, offered: self.progress.offered.clone() })
        }
    }

    fn permit_mark(&self, mark: &Mark) -> Result<(), Refusal> {
        on_chart(mark.at)?;
        known("kind of finding", mark.kind.as_str(), self.knowledge.findings.keys().map(|id| id.as_str()))?;
        if let Some(zone) = &mark.zone {
            known("zone", zone.as_str(), self.knowledge.zones.keys().map(|id| id.as_str()))?;
        }
        if mark.grade > 4 { Err(Refusal::Grade(mark.grade)) } else { Ok(()) }
    }

    fn permit_decision(&self, decision: &Decision) -> Result<(), Refusal> {
        known("decision", decision.outcome.as_str(), self.knowledge.decisions.keys().map(|id| id.as_str()))?;
        for reason in &decision.reasons {
            let reasons = self.knowledge.contraindications.keys().map(|id| id.as_str());
            known("contraindication", reason.as_str(), reasons)?;
        }
        for zone in &decision.avoid {
            known("zone", zone.as_str(), self.knowledge.zones.keys().map(|id| id.as_str()))?;
        }
        if self.progress.may_decide() { Ok(()) } else { Err(Refusal::DecisionStands) }
    }

    fn permit_item(&self, id: &str, closing: bool) -> Result<(), Refusal> {
        let items = &self.knowledge.preparation;
        let kind = if closing { "item of closing" } else { "item of preparation" };
        let fits = |group: PreparationGroup| (group == PreparationGroup::Closing) == closing;
        match items.get(id) {
            Some(item) if fits(item.group) => Ok(()),
            Some(_) => {
                Err(Refusal::WrongList { id: id.to_owned(), belongs: if closing { "preparation" } else { "closing" } })
            }
            None => {
                let names = items.iter().filter(|(_, item)| fits(item.group)).map(|(id, _)| id.as_str());
                Err(Refusal::unknown(kind, id, names))
            }
        }
    }

    fn permit_touch(&self, grip: &Grip, at: Place) -> Result<(), Refusal> {
        self.hands_off()?;
        if self.patient.withdrawn() {
            return Err(Refusal::ConsentWithdrawn);
        }
        if self.progress.resting() {
            return Err(Refusal::Resting);
        }
        known("stroke", grip.stroke.as_str(), self.knowledge.strokes.keys().map(|id| id.as_str()))?;
        within("the angle of the fingers", grip.angle_deg, 0, 90, "degrees")?;
        within("the force", grip.normal_mn, 0, MOST_NORMAL_MN, "millinewtons")?;
        on_chart(at)?;
        if let Some(position) = self.knowledge.positions.get(&self.progress.position)
            && !position.back_reachable
        {
            return Err(Refusal::BackNotReachable(position.name.en.to_lowercase()));
        }
        self.uncovered(at)
    }

    /// The height on the back, in percent, from which the sheet covers it.
    #[must_use]
    pub fn covered_from(&self, drape: Drape) -> f64 {
        let level = match drape {
            Drape::Covered => EDGES.0,
            Drape::Back => EDGES.1,
            Drape::Sacrum => return f64::INFINITY,
        };
        self.knowledge.levels.get(level).and_then(|level| level.y).unwrap_or(0.0)
    }

    /// The sheet must not lie over a place that is touched.
    fn uncovered(&self, at: Place) -> Result<(), Refusal> {
        let y = at.point().1;
        if y <= self.covered_from(self.progress.drape) {
            return Ok(());
        }
        let enough = [Drape::Back, Drape::Sacrum].into_iter().find(|drape| y <= self.covered_from(*drape));
        Err(Refusal::Covered(enough.unwrap_or(Drape::Sacrum)))
    }

    fn hands_off(&self) -> Result<(), Refusal> {
        if self.hand.is_some() { Err(Refusal::StillTouching) } else { Ok(()) }
    }
}

fn known<'a>(kind: &'static str, id: &str, names: impl IntoIterator<Item = &'a str> + Clone) -> Result<(), Refusal> {
    if names.clone().into_iter().any(|name| name == id) { Ok(()) } else { Err(Refusal::unknown(kind, id, names)) }
}

fn within(what: &'static str, found: u32, from: u32, to: u32, unit: &'static str) -> Result<(), Refusal> {
    if (from..=to).contains(&found) { Ok(()) } else { Err(Refusal::OutOfRange { what, from, to, unit, found }) }
}

fn on_chart(place: Place) -> Result<(), Refusal> {
    let fits = (-40_000..=40_000).contains(&place.x) && (-40_000..=160_000).contains(&place.y);
    if fits { Ok(()) } else { Err(Refusal::OffChart(place)) }
}

/// The tick of the first event of a session cannot be later than [`super::LONGEST`].
pub(super) fn in_time(tick: Tick) -> bool {
    tick <= super::LONGEST
}
