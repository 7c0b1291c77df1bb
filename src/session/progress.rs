//! What has happened so far, as the student may see it.

use crate::{
    knowledge::id::PositionId,
    scenario::format::{Phase, QuestionKind, Reveal},
    session::action::{Decision, Drape, Mark, Response},
    simulation::observation::Cue,
    units::{Place, Side, TICKS_PER_SECOND, Tick},
};

/// What has happened so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The phase now.
    pub phase: Phase,
    /// The id of the step of the flow now.
    pub step: String,
    /// Phases that can be entered now: the way onward first, then those one may return to.
    pub offered: Vec<Phase>,
    /// Steps of the flow in the order they were entered, the present one last.
    pub visits: Vec<Visit>,
    /// Questions asked, with the answers; a question asked twice stands here twice.
    pub asked: Vec<Asked>,
    /// Names of the client's facts that answers brought to light, each once.
    pub known: Vec<String>,
    /// Looks at the back.
    pub looks: Vec<Looked>,
    /// What looking showed, each finding once.
    pub seen: Vec<Seen>,
    /// What palpation showed, each finding once for each way.
    pub felt: Vec<Felt>,
    /// Findings on the student's chart.
    pub marks: Vec<Marked>,
    /// The decision that holds.
    pub decision: Option<Decided>,
    /// Decisions that were taken back by deciding again, oldest first.
    pub reconsidered: Vec<Decided>,
    /// Items of preparation done.
    pub prepared: Vec<Done>,
    /// The client's position now.
    pub position: PositionId,
    /// Positions taken, the first at the start.
    pub positions: Vec<(Tick, PositionId)>,
    /// The sheet now.
    pub drape: Drape,
    /// Positions of the sheet, the first at the start.
    pub drapes: Vec<(Tick, Drape)>,
    /// Statements made.
    pub said: Vec<Done>,
    /// Items of closing done.
    pub closed: Vec<Done>,
    /// Answers given to the client.
    pub responses: Vec<(Tick, Response)>,
    /// What the client said or showed, with the answers.
    pub cues: Vec<CueEntry>,
    /// Rests, with their ends where they have ended.
    pub rests: Vec<(Tick, Option<Tick>)>,
    /// Ticks of rest so far.
    pub rest_ticks: u32,
    /// Ticks with a hand laid on, testing and treating.
    pub hands_on_ticks: u32,
    /// Ticks with a hand laid on in treating strokes.
    pub treating_ticks: u32,
    /// Treating strokes begun.
    pub treating_strokes: u32,
}

impl Progress {
    /// Minutes of a client's time start here: dressed, covered, sitting.
    pub(super) fn new() -> Self {
        let position = PositionId::from("sitting");
        Self {
            phase: Phase::History,
            step: String::new(),
            offered: Vec::new(),
            visits: Vec::new(),
            asked: Vec::new(),
            known: Vec::new(),
            looks: Vec::new(),
            seen: Vec::new(),
            felt: Vec::new(),
            marks: Vec::new(),
            decision: None,
            reconsidered: Vec::new(),
            prepared: Vec::new(),
            position: position.clone(),
            positions: vec![(Tick(0), position)],
            drape: Drape::Covered,
            drapes: vec![(Tick(0), Drape::Covered)],
            said: Vec::new(),
            closed: Vec::new(),
            responses: Vec::new(),
            cues: Vec::new(),
            rests: Vec::new(),
            rest_ticks: 0,
            hands_on_ticks: 0,
            treating_ticks: 0,
            treating_strokes: 0,
        }
    }

    /// The client rests now.
    #[must_use]
    pub fn resting(&self) -> bool {
        self.rests.last().is_some_and(|(_, end)| end.is_none())
    }

    /// Seconds of rest so far.
    #[must_use]
    pub fn rest_seconds(&self) -> f64 {
        f64::from(self.rest_ticks) / f64::from(TICKS_PER_SECOND)
    }

    /// Seconds with a hand laid on.
    #[must_use]
    pub fn hands_on_seconds(&self) -> f64 {
        f64::from(self.hands_on_ticks) / f64::from(TICKS_PER_SECOND)
    }

    /// Seconds of treating strokes.
    #[must_use]
    pub fn treating_seconds(&self) -> f64 {
        f64::from(self.treating_ticks) / f64::from(TICKS_PER_SECOND)
    }

    /// This question was asked.
    #[must_use]
    pub fn was_asked(&self, question: &str) -> bool {
        self.asked.iter().any(|asked| asked.id == question)
    }

    /// A decision can still be changed: no treating stroke has been done.
    #[must_use]
    pub fn may_decide(&self) -> bool {
        self.treating_strokes == 0
    }

    /// Cues that ask for an answer and have none.
    pub fn open_cues(&self) -> impl Iterator<Item = &CueEntry> {
        self.cues.iter().filter(|entry| entry.cue.asks_for_response && entry.answers.is_empty())
    }
}

/// A step of the flow that was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The id of the step.
    pub step: String,
    /// Its phase.
    pub phase: Phase,
    /// When it was entered.
    pub tick: Tick,
}

/// A question that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The scenario's question.
    pub id: String,
    /// When.
    pub tick: Tick,
    /// Whether it was asked, measured or looked at.
    pub kind: QuestionKind,
    /// The answer in the session's language.
    pub answer: String,
}

/// A look at the back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looked {
    /// When.
    pub tick: Tick,
    /// Angle of the light to the skin, degrees.
    pub angle_deg: u32,
    /// The side it came from.
    pub from: Side,
}

impl Looked {
    /// The light raked across the back: flat and from one side.
    #[must_use]
    pub fn raking(self) -> bool {
        self.angle_deg <= super::reveal::RAKING_DEG && self.from != Side::Both
    }
}

/// Something that looking showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The scenario's finding; for the program, not for the student.
    pub finding: String,
    /// When.
    pub tick: Tick,
    /// What was seen and roughly where, without the name of a zone or finding.
    pub words: String,
    /// About its middle.
    pub at: Place,
}

/// Something that a testing stroke showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Felt {
    /// The scenario's finding; for the program, not for the student.
    pub finding: String,
    /// The way it was found.
    pub way: Reveal,
    /// When.
    pub tick: Tick,
    /// What the hand felt, without the name of a zone or finding.
    pub words: String,
    /// Where the hand was.
    pub at: Place,
}

/// A finding on the student's chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The entry.
    pub mark: Mark,
    /// When it was entered.
    pub tick: Tick,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What was decided.
    pub decision: Decision,
    /// When.
    pub tick: Tick,
}

/// An item of a list that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Its id.
    pub id: String,
    /// When.
    pub tick: Tick,
}

/// Something the client said or showed, with what the student answered.
#[derive(Debug, Clone, PartialEq)]
pub struct CueEntry {
    /// What the client said or showed.
    pub cue: Cue,
    /// Answers within half a minute, in their order, until the client said or showed the same again.
    pub answers: Vec<(Tick, Response)>,
    /// When the hand was lifted or lifted already, if it was.
    pub hands_off: Option<Tick>,
}

impl CueEntry {
    /// Seconds from the cue to the first answer.
    #[must_use]
    pub fn delay_s(&self) -> Option<f64> {
        let (tick, _) = self.answers.first()?;
        Some(f64::from(tick.0.saturating_sub(self.cue.tick.0)) / f64::from(TICKS_PER_SECOND))
    }
}
