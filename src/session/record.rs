//! The record of an attempt, `ctm-record/1`: a text file that grows line by line.
//!
//! ```text
//! ctm-record/1
//! (program:"0.1.0",scenario:"case01",…,seed:7,tick_rate:60,…) ~5b1f0c6de2a94417
//! 0 Enter(Observation) ~e01d3a55c6f1b208
//! 600 = 9c41d20b7a66e3f5 ~0a7be4d1934cc210
//! 642 Lift ~77f05f3d1be2a6c4
//! 981 end ~13aa0c9b1d5f2e77
//! ```
//!
//! Each line ends in a link of the chain: the first 16 hexadecimal digits of SHA-256 over the link
//! before it and the line itself. A changed, removed or swapped line breaks the chain at its place.
//! The chain holds against slips and casual editing, not against someone who makes it anew.
//!
//! `<tick> = <hash>` is a checkpoint: the state of the client at that tick. The last line says `end`;
//! where it is missing, the session was broken off, and the record holds everything up to there.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{action::Action, event::Stored, permit::in_time};
use crate::{
    knowledge::{Knowledge, fingerprint},
    scenario::{Scenario, format::FeedbackMode},
    simulation::course::Carry,
    units::{TICKS_PER_SECOND, Tick},
};

/// The version of this form.
pub const FORMAT: &str = "ctm-record/1";

/// Digits of a link of the chain and of a state hash.
const DIGITS: usize = 16;

/// Most letters of a student's pseudonym.
const PSEUDONYM: usize = 80;

/// What an attempt was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Version of the program.
    pub program: String,
    /// Id of the scenario.
    pub scenario: String,
    /// Fingerprint of the scenario's file.
    pub scenario_hash: String,
    /// Fingerprint of the knowledge tables.
    pub knowledge_hash: String,
    /// Seed of everything that is left to chance.
    pub seed: u64,
    /// Ticks in a second.
    pub tick_rate: u32,
    /// The student's pseudonym.
    pub student: String,
    /// Language of the session, for example `en`.
    pub language: String,
    /// When feedback was shown.
    pub feedback: FeedbackMode,
    /// The session before, if this one goes on from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prior: Option<Prior>,
}

/// The session from which this one goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prior {
    /// State of the client at the end of the record it was taken from, 16 hexadecimal digits.
    pub record: String,
    /// What it left behind.
    pub carry: Carry,
}

impl Header {
    /// The header of an attempt with this program, in the scenario's own language and feedback.
    #[must_use]
    pub fn new(knowledge: &Knowledge, scenario: &Scenario, seed: u64, student: &str) -> Self {
        Self {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: scenario.file.id.clone(),
            scenario_hash: scenario.hash.clone(),
            knowledge_hash: knowledge.hash.clone(),
            seed,
            tick_rate: TICKS_PER_SECOND,
            student: student.chars().filter(|letter| !letter.is_control()).take(PSEUDONYM).collect(),
            language: scenario.file.language.clone(),
            feedback: scenario.file.task.feedback,
            prior: None,
        }
    }
}

/// The first 16 digits of a hash.
pub(super) fn short(hash: &str) -> String {
    hash.chars().take(DIGITS).collect()
}

/// The link that follows `link` with `line`.
fn next_link(link: &str, line: &str) -> String {
    let mut print = fingerprint::Fingerprint::default();
    print.add(link, line.as_bytes());
    print.finish_short(DIGITS / 2)
}

/// Writes the lines of a record as they arise.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    link: String,
    fresh: Vec<String>,
    /// Only checkpoints are written, and without links: for a replay, which has its record already.
    quiet: bool,
}

impl Writer {
    pub fn new(header: &Header) -> Self {
        let mut writer = Self { link: FORMAT.to_owned(), fresh: vec![FORMAT.to_owned()], quiet: false };
        // Writing plain values into a string has no way to fail; an empty header would be refused on reading.
        writer.line(&ron::to_string(header).unwrap_or_default());
        writer
    }

    /// From now on only checkpoints are written.
    pub fn be_quiet(&mut self) {
        self.quiet = true;
        self.fresh.clear();
    }

    pub fn event(&mut self, tick: Tick, action: &Action) {
        if self.quiet {
            return;
        }
        self.line(&format!("{} {}", tick.0, Stored::from(action).write()));
    }

    pub fn checkpoint(&mut self, tick: Tick, hash: &str) {
        if self.quiet {
            self.fresh.push(format!("{} = {} -", tick.0, short(hash)));
            return;
        }
        self.line(&format!("{} = {}", tick.0, short(hash)));
    }

    pub fn end(&mut self, tick: Tick) {
        if self.quiet {
            return;
        }
        self.line(&format!("{} end", tick.0));
    }

    pub fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.fresh)
    }

    fn line(&mut self, line: &str) {
        self.link = next_link(&self.link, line);
        self.fresh.push(format!("{line} ~{}", self.link));
    }
}

/// A record that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What the attempt was made with.
    pub header: Header,
    /// Events and checkpoints in order, up to the first broken link.
    pub entries: Vec<Entry>,
    /// The session was ended by the student.
    pub ended: Option<Ended>,
    /// Where the chain breaks, if it does: nothing after it is read.
    pub broken: Option<Broken>,
}

/// A line of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Line of the file, from 1.
    pub line: usize,
    /// When.
    pub tick: Tick,
    /// What.
    pub what: What,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The student did something.
    Event(Action),
    /// The state of the client, 16 hexadecimal digits.
    Checkpoint(String),
}

/// The last line of a complete record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Line of the file, from 1.
    pub line: usize,
    /// When.
    pub tick: Tick,
}

/// A line at which the chain breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Line of the file, from 1.
    pub line: usize,
    /// Its tick, where it can be read.
    pub tick: Option<Tick>,
    /// Its text without the link.
    pub text: String,
}

/// Something about a record that does not keep it from being used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Note {
    /// The last line was not written to its end.
    #[error("line {0} was cut off while it was written and is left out; all lines before it are complete")]
    Torn(usize),
    /// There is no `end`.
    #[error("the session was not ended: the record breaks off at {0}")]
    BrokenOff(Tick),
}

/// Why a record cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecordError {
    /// The first line is something else.
    #[error("line 1: this is not a record of CTM Trainer; a record begins with \"{FORMAT}\"")]
    NotARecord,
    /// Another version.
    #[error(
        "line 1: this record has the form {0}, which this version of CTM Trainer does not know; open it with a newer one"
    )]
    Newer(String),
    /// It ends before its header does.
    #[error("line {0}: the record breaks off before its header is complete; nothing was recorded")]
    NoHeader(usize),
    /// The header, or a line with a sound link, says what cannot be understood.
    #[error("line {line}: {message}")]
    Line {
        /// Line of the file, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

impl Record {
    /// Reads a record. A last line that was cut off is left out; a broken chain ends the reading, and
    /// [`Record::broken`] says where.
    ///
    /// # Errors
    /// [`RecordError`] with the line, if the file is not a record, is of a newer form, or holds a line
    /// that no version of the program has written.
    pub fn parse(bytes: &[u8]) -> Result<(Self, Vec<Note>), RecordError> {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = lines(&text);
        let torn = if bytes.ends_with(b"\n") { None } else { lines.pop() };
        let mut lines = lines.into_iter().enumerate().map(|(index, line)| (index + 1, line));
        let first = match (lines.next(), &torn) {
            (Some((_, line)), _) => line,
            (None, torn) => {
                let beginning = torn.unwrap_or_default();
                return Err(if FORMAT.starts_with(beginning) { RecordError::NoHeader(1) } else { not_this(beginning) });
            }
        };
        if first != FORMAT {
            return Err(not_this(first));
        }
        let Some((line, text)) = lines.next() else { return Err(RecordError::NoHeader(2)) };
        let mut reader = Reader { link: FORMAT.to_owned(), last: Tick(0) };
        let (body, sound) = reader.unlink(text);
        let header: Header = match ron::from_str(body) {
            Ok(header) => header,
            Err(error) => {
                return Err(RecordError::Line { line, message: format!("the header cannot be read: {}", error.code) });
            }
        };
        let mut record = Self { header, entries: Vec::new(), ended: None, broken: None };
        if !sound {
            record.broken = Some(Broken { line, tick: None, text: body.to_owned() });
            return Ok((record, Vec::new()));
        }
        if record.header.tick_rate != TICKS_PER_SECOND {
            let rate = record.header.tick_rate;
            let message =
                format!("the session was played at {rate} ticks a second, this program uses {TICKS_PER_SECOND}");
            return Err(RecordError::Line { line, message });
        }
        let mut last_line = line;
        for (line, text) in lines {
            last_line = line;
            let (body, sound) = reader.unlink(text);
            if !sound || record.ended.is_some() {
                let tick = body.split(' ').next().and_then(|tick| tick.parse().ok()).map(Tick);
                record.broken = Some(Broken { line, tick, text: body.to_owned() });
                return Ok((record, Vec::new()));
            }
            reader.understand(&mut record, line, body).map_err(|message| RecordError::Line { line, message })?;
        }
        let mut notes = Vec::new();
        if let Some(rest) = torn {
            // A last line that lacks nothing but its line end is as good as any.
            let line = last_line + 1;
            let (body, sound) = reader.unlink(rest);
            if !sound || record.ended.is_some() || reader.understand(&mut record, line, body).is_err() {
                notes.push(Note::Torn(line));
            }
        }
        if record.ended.is_none() {
            notes.push(Note::BrokenOff(record.last_tick()));
        }
        Ok((record, notes))
    }

    /// The last moment the record tells of.
    #[must_use]
    pub fn last_tick(&self) -> Tick {
        self.ended.map_or_else(|| self.entries.last().map_or(Tick(0), |entry| entry.tick), |ended| ended.tick)
    }
}

/// Follows the chain and the clock.
struct Reader {
    link: String,
    last: Tick,
}

impl Reader {
    /// The line without its link, and whether the link follows from the one before.
    fn unlink<'a>(&mut self, text: &'a str) -> (&'a str, bool) {
        let Some((body, link)) = text.rsplit_once(" ~") else { return (text, false) };
        self.link = next_link(&self.link, body);
        (body, self.link == link)
    }

    fn understand(&mut self, record: &mut Record, line: usize, body: &str) -> Result<(), String> {
        let (tick, rest) = body.split_once(' ').ok_or("a line needs a tick and what happened")?;
        let tick = Tick(tick.parse().map_err(|_| format!("\"{tick}\" is not a tick"))?);
        if tick < self.last {
            return Err(format!("time runs backwards, from {} to {tick}", self.last));
        }
        if !in_time(tick) {
            return Err(format!("no session is as long as {tick}"));
        }
        self.last = tick;
        let what = if rest == "end" {
            record.ended = Some(Ended { line, tick });
            return Ok(());
        } else if let Some(hash) = rest.strip_prefix("= ") {
            What::Checkpoint(hash.to_owned())
        } else {
            let stored = Stored::read(rest).map_err(|error| format!("\"{rest}\" is not an event: {error}"))?;
            What::Event(stored.into())
        };
        record.entries.push(Entry { line, tick, what });
        Ok(())
    }
}

/// The lines without their ends; what follows the last line end comes last, even if it is nothing.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    if text.ends_with('\n') {
        lines.pop();
    }
    lines
}

fn not_this(first: &str) -> RecordError {
    let known = FORMAT.rsplit_once('/').map_or(FORMAT, |(name, _)| name);
    match first.strip_prefix(known).and_then(|rest| rest.strip_prefix('/')) {
        Some(version) if !version.is_empty() && version.len() < 6 && version.bytes().all(|b| b.is_ascii_digit()) => {
            RecordError::Newer(first.to_owned())
        }
        _ => RecordError::NotARecord,
    }
}
