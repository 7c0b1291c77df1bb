//! Plural forms, numbers and times as they are shown.

use crate::{
    scenario::format::{FeedbackMode, Level, Phase},
    simulation::contact::Aim,
    units::{Side, TICKS_PER_SECOND, Tick},
};

/// A count with its noun: `1 case`, `3 cases`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A time as minutes and seconds: `3:07`.
#[must_use]
pub fn clock(tick: Tick) -> String {
    seconds(f64::from(tick.0) / f64::from(TICKS_PER_SECOND))
}

/// Seconds as minutes and seconds: `3:07`.
#[must_use]
pub fn seconds(seconds: f64) -> String {
    let whole = if seconds.is_finite() { seconds.max(0.0) as u64 } else { 0 };
    format!("{}:{:02}", whole / 60, whole % 60)
}

/// A range of numbers without needless decimals: `2–5`, `0.5`.
#[must_use]
pub fn range(from: f64, to: f64) -> String {
    let one = |value: f64| {
        let text = format!("{value:.1}");
        text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
    };
    if (from - to).abs() < 1e-9 { one(from) } else { format!("{}–{}", one(from), one(to)) }
}

/// The name of a phase.
#[must_use]
pub fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::History => "History",
        Phase::Observation => "Inspection",
        Phase::Palpation => "Palpation",
        Phase::Decision => "Decision",
        Phase::Preparation => "Preparation",
        Phase::Treatment => "Treatment",
        Phase::Closing => "Closing",
        Phase::Debrief => "Debrief",
    }
}

/// What a phase is for, in one line.
#[must_use]
pub fn phase_task(phase: Phase) -> &'static str {
    match phase {
        Phase::History => "Ask what you need to know before you touch, and measure what you doubt.",
        Phase::Observation => "Look at the back. Flat light from the side shows what is drawn in or swollen.",
        Phase::Palpation => "Feel how the tissue moves, compare the sides, and enter what you find on the chart.",
        Phase::Decision => "Decide whether and how to work today, and name your reasons.",
        Phase::Preparation => "Explain, ask for consent, place and cover the client, prepare your hands.",
        Phase::Treatment => "Work from below upwards, watch the skin, listen to the client, and adjust.",
        Phase::Closing => "Calm the tissue, let the client rest, advise and document.",
        Phase::Debrief => "Look back on what you did.",
    }
}

/// How hard a case is.
#[must_use]
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Beginner => "Beginner",
        Level::Intermediate => "Intermediate",
        Level::Advanced => "Advanced",
    }
}

/// When feedback comes: as the student chose, but a case for an exam stays one.
#[must_use]
pub fn mode(case: FeedbackMode, chosen: Option<FeedbackMode>) -> FeedbackMode {
    if case == FeedbackMode::Exam { case } else { chosen.unwrap_or(case) }
}

/// When feedback comes, in one line.
#[must_use]
pub fn feedback(mode: FeedbackMode) -> &'static str {
    match mode {
        FeedbackMode::Guided => "Guided: hints while you work",
        FeedbackMode::Practice => "Practice: safety at once, the rest in the debrief",
        FeedbackMode::Exam => "Exam: feedback only after the end",
    }
}

/// The layer a hand aims at.
#[must_use]
pub fn aim(aim: Aim) -> &'static str {
    match aim {
        Aim::Skin => "Skin",
        Aim::Subcutis => "Subcutis",
        Aim::Fascia => "Fascia",
    }
}

/// The side with a capital letter.
#[must_use]
pub fn side(side: Side) -> &'static str {
    match side {
        Side::Left => "Left",
        Side::Right => "Right",
        Side::Both => "Both sides",
    }
}

/// The same words with a capital letter first.
#[must_use]
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A word of a file with a capital letter and without hyphens: `risk-factors` to `Risk factors`.
#[must_use]
pub fn title(word: &str) -> String {
    capital(&word.replace(['-', '_'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_read_well() {
        assert_eq!(count(1, "error"), "1 error");
        assert_eq!(count(0, "error"), "0 errors");
        assert_eq!(clock(Tick(60 * 187)), "3:07");
        assert_eq!(seconds(f64::NAN), "0:00");
        assert_eq!(range(2.0, 5.5), "2–5.5");
        assert_eq!(range(3.0, 3.0), "3");
        assert_eq!(title("risk-factors"), "Risk factors");
    }
}
