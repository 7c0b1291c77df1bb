//! Whatever a file holds, it is read to its end: without a panic, in time, with places in the text.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;

use super::{Case, GOOD, Meta, places};
use crate::document::{Document, FINDING_LIMIT, source};

#[test]
fn a_large_faulty_file_is_read_in_reasonable_time() {
    let row = "(id: \"a\", zone: \"sacral\", grade: 2, side: Left)";
    let rows = format!("{row},\n").repeat(2000) + &format!("{row}\n").replace("Left", "Lfet").repeat(300);
    let text = GOOD.replace("(id: \"a\", zone: \"sacral\", grade: 2, side: Left),", &rows);
    let found = places(&text);
    assert_eq!(found.len(), FINDING_LIMIT);
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let (document, decoded) = Document::read::<Case>("x", &bytes);
        prop_assert!(document.is_sound() || !decoded.findings.is_empty());
    }

    #[test]
    fn no_signs_make_it_panic(text in "[\\[\\](){}:,\"'a-cr#0-9.\\\\/* \n-]{0,80}") {
        let (_, decoded) = Document::read::<Case>("x", text.as_bytes());
        prop_assert!(!decoded.findings.is_empty());
    }

    #[test]
    fn no_change_of_a_good_file_makes_it_panic_and_every_place_lies_in_the_text(
        changes in proptest::collection::vec((0..GOOD.len(), 0..4_usize, "[\\[\\](){}:,\"'x1\n\\\\]"), 1..6)
    ) {
        let mut letters: Vec<char> = GOOD.chars().collect();
        for (at, kind, sign) in changes {
            let at = at.min(letters.len() - 2);
            let sign = sign.chars().next().unwrap_or('x');
            match kind {
                0 => { letters.remove(at); }
                1 => letters.insert(at, sign),
                2 => letters[at] = sign,
                _ => letters.swap(at, at + 1),
            }
        }
        let text: String = letters.into_iter().collect();
        let (document, decoded) = Document::read::<Case>("x", text.as_bytes());
        prop_assert_eq!(decoded.sound, decoded.findings.is_empty());
        for found in &decoded.findings {
            let line = document.text().split('\n').nth(found.at.line - 1);
            prop_assert!(line.is_some_and(|line| found.at.column <= line.chars().count() + 1), "{:?}", found);
        }
    }

    #[test]
    fn what_the_strict_reader_accepts_is_read_to_the_same_value(
        title in any::<String>(), minutes in any::<u16>(), grade in -1e6..1e6_f64
    ) {
        let text = format!("(title: {}, minutes: {minutes}, grade: {grade:?})", ron::to_string(&title).unwrap());
        #[derive(Debug, PartialEq, Deserialize)]
        struct Small { title: String, minutes: u16, grade: f64 }
        let (_, decoded) = Document::read::<Small>("x", text.as_bytes());
        let forbidden = title.chars().any(source::is_forbidden);
        if !forbidden {
            prop_assert_eq!(decoded.value(), ron::from_str::<Small>(&text).ok());
        }
    }
}

/// Per deleted sign: how often it was deleted, told at all, told in its line, and told as one finding.
#[test]
fn a_single_lost_sign_is_told_in_its_line_and_mostly_once() {
    let mut counts: BTreeMap<char, [usize; 4]> = BTreeMap::new();
    let body = GOOD.find("(\n").unwrap();
    for (at, sign) in GOOD.char_indices().filter(|(at, sign)| *at >= body && ",:()[]{}\"".contains(*sign)) {
        let mut text = GOOD.to_owned();
        text.remove(at);
        if ron::from_str::<ron::Value>(&text).is_ok() {
            continue;
        }
        let (_, findings) = Document::parse("case.ron", text.as_bytes());
        let line = GOOD[..at].matches('\n').count() + 1;
        let count = counts.entry(sign).or_default();
        let facts =
            [true, !findings.is_empty(), findings.iter().any(|found| found.at.line == line), findings.len() == 1];
        count.iter_mut().zip(facts).for_each(|(count, fact)| *count += usize::from(fact));
    }
    for (sign, [all, told, in_line, once]) in counts {
        assert_eq!(told, all, "every lost {sign} is told");
        // A lost { is told with the fields that it held.
        let place = if sign == '{' { 0 } else { all - all / 10 };
        assert!(in_line >= place, "{sign} is told in its line {in_line} times of {all}");
        assert!(sign == '{' || once * 10 >= all * 6, "{sign} is told once {once} times of {all}");
    }
}

#[test]
fn repetitive_nonsense_is_read_in_reasonable_time() {
    let pieces = [
        "(", "[1,", "\"", "'", "/*", "/*\n", "r\"\n", "\"\\\"\n", "“", "a b ", "{a:", "x:", ")", "(]", "a\"", "1,",
        ";", "-", "\u{1}",
    ];
    for piece in pieces {
        let text = piece.repeat(100_000 / piece.len());
        let (_, decoded) = Document::read::<Case>("x", text.as_bytes());
        assert!((1..=FINDING_LIMIT).contains(&decoded.findings.len()), "{piece}: {}", decoded.findings.len());
        assert!(decoded.findings.iter().all(|found| found.message.len() + found.help.len() < 500), "{piece}");
    }
    let fields: String = (0..20_000).map(|number| format!("f{number}: 1,")).collect();
    let (_, decoded) = Document::read::<Meta>("x", format!("({fields})").as_bytes());
    assert_eq!(decoded.findings.len(), FINDING_LIMIT);
}
