//! The facts of an attempt that criteria and gates judge.
//!
//! [`Evidence`] is the only thing a criterion sees: the scenario, the knowledge tables, and what was
//! done and what came of it, put together once. It holds facts and no opinions; whatever two
//! criteria need is derived here.

use std::collections::BTreeMap;

use super::words;
use crate::{
    knowledge::{
        Knowledge,
        id::{PositionId, ReactionId, SectionId, SensationId, StepId, StrokeId, ZoneId},
        stroke::Role,
    },
    scenario::{
        Scenario,
        format::{FindingPlace, PlacedFinding, Text},
    },
    session::action::{Decision, Mark, Response},
    simulation::{contact::Aim, observation::Cue},
    units::{BackPoint, Side, TICKS_PER_SECOND, Tick},
};

/// The facts of one attempt.
#[derive(Debug, Clone)]
pub struct Evidence<'a> {
    /// The knowledge tables.
    pub knowledge: &'a Knowledge,
    /// The case.
    pub scenario: &'a Scenario,
    /// The student's pseudonym.
    pub student: String,
    /// Language of the session, for texts of the case.
    pub language: String,
    /// The session was ended properly.
    pub finished: bool,
    /// The last moment.
    pub end: Tick,
    /// Steps of the flow in the order they were entered.
    pub steps: Vec<(Tick, String)>,
    /// Questions, measurements and examinations, in order.
    pub asked: Vec<(Tick, String)>,
    /// Looks at the back, and whether the light raked across it.
    pub looks: Vec<(Tick, bool)>,
    /// Findings that stand on the chart at the end.
    pub marks: Vec<(Tick, Mark)>,
    /// Decisions, in order; a later one replaces an earlier one.
    pub decisions: Vec<(Tick, Decision)>,
    /// Items of preparation, in order.
    pub prepared: Vec<(Tick, String)>,
    /// Positions the client was placed in, in order.
    pub positions: Vec<(Tick, PositionId)>,
    /// Items of closing, in order.
    pub closed: Vec<(Tick, String)>,
    /// Statements made, in order.
    pub said: Vec<(Tick, String)>,
    /// Answers to what the client said or showed, in order.
    pub responses: Vec<(Tick, Response)>,
    /// Times of rest, first and last moment.
    pub rests: Vec<(Tick, Tick)>,
    /// Strokes, in the order in which they began.
    pub strokes: Vec<StrokeFact>,
    /// What the client said or showed, in order.
    pub cues: Vec<CueFact>,
    /// Unwanted reactions that began, in order.
    pub reactions: Vec<(Tick, ReactionId)>,
    /// Unwanted reactions that begin after the session: minutes from its end, and why.
    pub later: Vec<Later>,
    /// What happened in the client, in sentences for the debrief.
    pub client: Vec<String>,
    /// The tissue of the scenario's findings, before and after.
    pub tissue: Vec<TissueFact>,
    /// Comfort at the beginning and at the end, 0 to 1.
    pub comfort: (f64, f64),
    /// Sympathetic arousal at the beginning and at the end, -1 to 1.
    pub arousal: (f64, f64),
    /// Hands-on time of the treatment, seconds.
    pub hands_on_s: f64,
}

/// One stroke: from laying the hand on to lifting it.
#[derive(Debug, Clone, PartialEq)]
pub struct StrokeFact {
    /// The stroke.
    pub stroke: StrokeId,
    /// What it is for, by the table of strokes.
    pub role: Role,
    /// The layer aimed at.
    pub aim: Aim,
    /// The layer that was really loaded most of the time.
    pub layer: Aim,
    /// The side worked on; `Both` for the midline.
    pub side: Side,
    /// The other hand did the same mirrored at the midline.
    pub both_hands: bool,
    /// The path of the hand in back coordinates, as it was pulled.
    pub path: Vec<BackPoint>,
    /// Hand on.
    pub begin: Tick,
    /// Hand off.
    pub end: Tick,
    /// Mean tempo while pulling, centimetres per second.
    pub speed_cm_s: f64,
    /// Mean normal force, newtons.
    pub normal_n: f64,
    /// Seconds of each sensation the client had.
    pub sensations: BTreeMap<SensationId, f64>,
    /// Zones that were worked on.
    pub zones: Vec<ZoneId>,
    /// The scenario's findings that were worked on, by id.
    pub findings: Vec<String>,
    /// Sections that were worked in.
    pub sections: Vec<SectionId>,
    /// Steps of the build-up it can belong to, by stroke and place.
    pub steps: Vec<StepId>,
}

impl StrokeFact {
    /// It treats; strokes that only examine do not.
    #[must_use]
    pub fn treats(&self) -> bool {
        self.role != Role::Test
    }

    /// Seconds from hand on to hand off.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        f64::from(self.end.0.saturating_sub(self.begin.0)) / f64::from(TICKS_PER_SECOND)
    }

    /// All lines drawn on the back: the path, and its mirror image where both hands worked.
    #[must_use]
    pub fn lines(&self) -> Vec<Vec<BackPoint>> {
        let mut lines = vec![self.path.clone()];
        if self.both_hands {
            lines.push(self.path.iter().map(|point| point.mirrored()).collect());
        }
        lines
    }
}

/// Something the client said or showed, with what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct CueFact {
    /// What the client said or showed, and when.
    pub cue: Cue,
    /// The student's answers to it, in order.
    pub answers: Vec<(Tick, Response)>,
}

/// An unwanted reaction that begins after the session.
#[derive(Debug, Clone, PartialEq)]
pub struct Later {
    /// The reaction.
    pub reaction: ReactionId,
    /// Minutes from the end of the session.
    pub minutes: f64,
    /// Something in the work brought it on; not the person or chance alone.
    pub by_work: bool,
}

/// The tissue of one of the scenario's findings.
#[derive(Debug, Clone, PartialEq)]
pub struct TissueFact {
    /// The finding's id in the scenario.
    pub finding: String,
    /// Displacement to the limit before, millimetres.
    pub before_mm: f64,
    /// The same at the end, millimetres.
    pub after_mm: f64,
}

impl<'a> Evidence<'a> {
    /// An attempt in which nothing was done.
    #[must_use]
    pub fn empty(knowledge: &'a Knowledge, scenario: &'a Scenario, student: &str) -> Self {
        Self {
            knowledge,
            scenario,
            student: student.to_owned(),
            language: scenario.file.language.clone(),
            finished: false,
            end: Tick(0),
            steps: Vec::new(),
            asked: Vec::new(),
            looks: Vec::new(),
            marks: Vec::new(),
            decisions: Vec::new(),
            prepared: Vec::new(),
            positions: Vec::new(),
            closed: Vec::new(),
            said: Vec::new(),
            responses: Vec::new(),
            rests: Vec::new(),
            strokes: Vec::new(),
            cues: Vec::new(),
            reactions: Vec::new(),
            later: Vec::new(),
            client: Vec::new(),
            tissue: Vec::new(),
            comfort: (1.0, 1.0),
            arousal: (0.0, 0.0),
            hands_on_s: 0.0,
        }
    }

    /// Strokes that treat.
    pub fn treating(&self) -> impl DoubleEndedIterator<Item = &StrokeFact> + Clone {
        self.strokes.iter().filter(|stroke| stroke.treats())
    }

    /// Anything was treated.
    #[must_use]
    pub fn treated(&self) -> bool {
        self.treating().next().is_some()
    }

    /// The first touch of the back, examining or treating.
    #[must_use]
    pub fn first_touch(&self) -> Option<Tick> {
        self.strokes.iter().map(|stroke| stroke.begin).min()
    }

    /// The first treating stroke began.
    #[must_use]
    pub fn work_began(&self) -> Option<Tick> {
        self.treating().map(|stroke| stroke.begin).min()
    }

    /// The last treating stroke ended.
    #[must_use]
    pub fn work_ended(&self) -> Option<Tick> {
        self.treating().map(|stroke| stroke.end).max()
    }

    /// The decision that counts: the last one before the first treating stroke; the last of all
    /// where nothing was treated. None if the hands were quicker than the decision.
    #[must_use]
    pub fn decision(&self) -> Option<&(Tick, Decision)> {
        match self.work_began() {
            Some(began) => self.decisions.iter().rev().find(|(tick, _)| *tick <= began),
            None => self.decisions.last(),
        }
    }

    /// The hand was off from this moment on for at least five seconds, if it was by `until`.
    #[must_use]
    pub fn hands_off(&self, from: Tick, until: Tick) -> Option<Tick> {
        let long = 5 * TICKS_PER_SECOND;
        let ends = self.strokes.iter().map(|stroke| stroke.end).filter(|end| *end >= from && *end <= until);
        std::iter::once(from)
            .chain(ends)
            .find(|off| self.strokes.iter().all(|stroke| stroke.end <= *off || stroke.begin >= off.after(long)))
    }

    /// The position the client was in at a moment.
    #[must_use]
    pub fn position_at(&self, tick: Tick) -> Option<&PositionId> {
        self.positions.iter().rev().find(|(placed, _)| *placed <= tick).map(|(_, position)| position)
    }

    /// One of the scenario's findings.
    #[must_use]
    pub fn finding(&self, id: &str) -> Option<&'a PlacedFinding> {
        self.scenario.file.findings.iter().find(|finding| finding.id == id)
    }

    /// A finding in words: what kind, where, on which side.
    #[must_use]
    pub fn finding_name(&self, finding: &'a PlacedFinding, side: Side) -> String {
        let kind = words::name(self.knowledge.findings.get(&finding.kind), finding.kind.as_str()).to_lowercase();
        match &finding.place {
            FindingPlace::Zone { zone, .. } => {
                let zone = words::name(self.knowledge.zones.get(zone), zone.as_str()).to_lowercase();
                format!("{kind} in the {}{zone}", words::side(side))
            }
            // The case's own name for an area says the side where it matters.
            FindingPlace::Area { name, .. } => format!("{kind}, {}", self.say(name)),
        }
    }

    /// When an entry of a list of acts was done first.
    #[must_use]
    pub fn first(acts: &[(Tick, String)], id: &str) -> Option<Tick> {
        acts.iter().find(|(_, done)| done == id).map(|(tick, _)| *tick)
    }

    /// A text of the scenario in the language of the session.
    #[must_use]
    pub fn say(&self, text: &'a Text) -> &'a str {
        self.scenario.say(text, &self.language)
    }
}
