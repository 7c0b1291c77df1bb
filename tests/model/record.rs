//! What a record promises: nothing lost, nothing changed unnoticed.

use ctm_trainer::{
    session::{
        action::Action,
        record::{Note, Record, RecordError, What},
        replay::{Difference, Divergence, replay},
    },
    units::Tick,
};
use proptest::prelude::*;

use crate::support;

fn verify(text: &str) -> Result<(), Box<Divergence>> {
    let (record, _) = Record::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    replay(&support::knowledge(), &support::scenario(), &record).map(|_| ())
}

/// The first line from `from` (counted from 1) that holds `word`, counted from 1.
fn line_with(text: &str, word: &str, from: usize) -> usize {
    let found = text.lines().enumerate().skip(from - 1).find(|(_, line)| line.contains(word));
    found.map_or_else(|| panic!("no line holds {word}"), |(index, _)| index + 1)
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    assert_eq!(support::file(&support::play().0), support::record());
}

#[test]
fn another_seed_gives_another_record() {
    let other = ctm_trainer::session::record::Header { seed: 8, ..support::header() };
    let (knowledge, scenario, plan) = (support::knowledge(), support::scenario(), support::plan());
    let (lines, _) = ctm_trainer::session::plan::drive(&knowledge, &scenario, &plan, other).unwrap();
    assert_ne!(lines, support::played().0);
}

#[test]
fn a_record_played_again_leads_to_the_same_session() {
    let (record, notes) = Record::parse(support::record().as_bytes()).unwrap();
    assert_eq!(notes, []);
    let again = replay(&support::knowledge(), &support::scenario(), &record).unwrap();
    let first = &support::played().1;
    assert_eq!(again.progress(), first.progress());
    assert_eq!(again.trace(), first.trace());
    assert_eq!(again.state_hash(), first.state_hash());
    assert!(again.finished());
}

#[test]
fn a_changed_digit_is_named_with_its_line() {
    let text = support::record();
    let line = line_with(&text, "Move(", 40);
    let changed: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(index, text)| if index + 1 == line { change_a_digit(text) } else { text.to_owned() })
        .collect();
    let found = verify(&support::file(&changed)).unwrap_err();
    assert_eq!((found.line, &found.what), (line, &Difference::Chain));
    assert!(found.to_string().contains("Move("), "{found}");
}

/// Changes the first digit after the bracket of an event.
fn change_a_digit(line: &str) -> String {
    let from = line.find('(').unwrap_or(0);
    let mut changed = false;
    line.char_indices()
        .map(|(index, letter)| {
            if index > from && !changed && letter.is_ascii_digit() {
                changed = true;
                if letter == '1' { '2' } else { '1' }
            } else {
                letter
            }
        })
        .collect()
}

#[test]
fn a_removed_event_is_named_at_its_place() {
    let text = support::record();
    let line = line_with(&text, "Lift", 1);
    let kept: Vec<String> =
        text.lines().enumerate().filter(|(index, _)| index + 1 != line).map(|(_, text)| text.to_owned()).collect();
    let found = verify(&support::file(&kept)).unwrap_err();
    assert_eq!((found.line, &found.what), (line, &Difference::Chain));
}

#[test]
fn two_swapped_events_are_named_at_the_first_of_them() {
    let text = support::record();
    let line = line_with(&text, "Mark(", 1);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.swap(line - 1, line);
    let found = verify(&support::file(&lines)).unwrap_err();
    assert_eq!((found.line, &found.what), (line, &Difference::Chain));
}

#[test]
fn a_changed_header_is_noticed() {
    let text = support::record().replacen("A. Student", "B. Student", 1);
    assert_eq!(verify(&text).unwrap_err().line, 2);
}

/// Makes the chain anew, as someone might who knows how it is made.
fn forged(text: &str, change: impl Fn(usize, &str) -> Option<String>) -> String {
    use ctm_trainer::knowledge::fingerprint::Fingerprint;
    let mut link = String::from("ctm-record/1");
    let mut forged = vec![link.clone()];
    for (index, line) in text.lines().enumerate().skip(1) {
        let body = line.rsplit_once(" ~").map_or(line, |(body, _)| body);
        let Some(body) = change(index + 1, body) else { continue };
        let mut print = Fingerprint::default();
        print.add(&link, body.as_bytes());
        link = print.finish().chars().take(16).collect();
        forged.push(format!("{body} ~{link}"));
    }
    support::file(&forged)
}

#[test]
fn a_forged_stroke_shows_at_the_next_checkpoint() {
    let text = support::record();
    assert_eq!(forged(&text, |_, body| Some(body.to_owned())), text, "the chain is made as described");
    let line = line_with(&text, "Touch(\"hook\"", 1);
    let changed = forged(&text, |index, body| {
        Some(if index == line { body.replacen(",4000,", ",9000,", 1) } else { body.to_owned() })
    });
    assert_ne!(changed, text);
    let found = verify(&changed).unwrap_err();
    assert!(found.line > line, "{found}");
    assert!(matches!(found.what, Difference::State { .. }), "{found}");
}

#[test]
fn a_checkpoint_taken_out_by_a_forger_is_missed() {
    let text = support::record();
    let line = line_with(&text, " = ", 3);
    let found = verify(&forged(&text, |index, body| (index != line).then(|| body.to_owned()))).unwrap_err();
    assert!(matches!(found.what, Difference::MissingCheckpoint(Tick(600))), "{found}");
}

#[test]
fn an_impossible_event_is_refused_with_its_reason() {
    let text = support::record();
    let line = line_with(&text, "Enter(Observation)", 1);
    let changed = forged(&text, |index, body| {
        Some(if index == line { body.replacen("Observation", "Treatment", 1) } else { body.to_owned() })
    });
    let found = verify(&changed).unwrap_err();
    assert_eq!(found.line, line);
    assert!(found.to_string().contains("treatment cannot follow now; open is inspection"), "{found}");
}

#[test]
fn a_record_of_other_files_says_so() {
    let text = support::record();
    let other = forged(&text, |index, body| {
        Some(if index == 2 { body.replacen("knowledge_hash:\"", "knowledge_hash:\"0", 1) } else { body.to_owned() })
    });
    let found = verify(&other).unwrap_err();
    assert!(matches!(found.what, Difference::Knowledge { .. }), "{found}");
}

#[test]
fn what_is_not_a_record_is_refused_in_plain_words() {
    let error = |text: &str| Record::parse(text.as_bytes()).unwrap_err();
    assert_eq!(error("hello\n"), RecordError::NotARecord);
    assert_eq!(error("ctm-record/2\n(…) ~0\n"), RecordError::Newer("ctm-record/2".into()));
    assert_eq!(error(""), RecordError::NoHeader(1));
    assert!(error("ctm-record/2\n").to_string().contains("newer"));
    assert_eq!(Record::parse(b"\xff\xfe\x00").unwrap_err(), RecordError::NotARecord);
}

#[test]
fn a_session_that_was_broken_off_is_replayed_as_far_as_it_goes() {
    let text = support::record();
    let half: String = text.lines().take(text.lines().count() / 2).map(|line| format!("{line}\n")).collect();
    let (record, notes) = Record::parse(half.as_bytes()).unwrap();
    assert!(matches!(notes.as_slice(), [Note::BrokenOff(_)]), "{notes:?}");
    let session = replay(&support::knowledge(), &support::scenario(), &record).unwrap();
    assert!(!session.finished());
    assert_eq!(session.tick(), record.last_tick());
}

#[test]
fn a_checkpoint_comes_at_least_every_ten_seconds() {
    let (record, _) = Record::parse(support::record().as_bytes()).unwrap();
    let ticks: Vec<u32> = record
        .entries
        .iter()
        .filter(|entry| matches!(entry.what, What::Checkpoint(_)))
        .map(|entry| entry.tick.0)
        .collect();
    assert!(ticks.len() > 5);
    assert!(ticks.windows(2).all(|pair| pair[1] - pair[0] <= 600), "{ticks:?}");
}

proptest! {
    #[test]
    fn a_record_cut_at_any_byte_loses_at_most_its_last_line(share in 0.0..1.0_f64) {
        let text = support::record();
        let whole = Record::parse(text.as_bytes()).unwrap().0;
        let cut = (text.len() as f64 * share) as usize;
        let header = text.match_indices('\n').nth(1).map_or(0, |(at, _)| at + 1);
        match Record::parse(&text.as_bytes()[..cut]) {
            Ok((record, _)) => {
                let complete = text[..cut].matches('\n').count();
                let least = whole.entries.iter().filter(|entry| entry.line <= complete).count();
                prop_assert!(record.broken.is_none());
                prop_assert!(record.entries.len() >= least);
                prop_assert_eq!(&record.entries[..], &whole.entries[..record.entries.len()]);
            }
            Err(error) => {
                prop_assert!(cut < header, "cut at {}: {}", cut, error);
                prop_assert!(matches!(error, RecordError::NoHeader(_)), "{}", error);
            }
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), at in 0.0..1.0_f64) {
        let _ = Record::parse(&bytes);
        let mut text = support::record().into_bytes();
        let from = ((text.len() as f64) * at) as usize;
        for (offset, byte) in bytes.iter().enumerate() {
            if let Some(place) = text.get_mut(from + offset) {
                *place = *byte;
            }
        }
        if let Ok((record, _)) = Record::parse(&text) {
            prop_assert!(record.entries.iter().all(|entry| !matches!(&entry.what, What::Event(Action::Finish)) || entry.tick == record.last_tick()));
        }
    }
}
