//! Clinical sense, arithmetic and flow of a scenario: each lint finds its mistake, and nothing else.

use ctm_trainer::{
    diagnostic::{Diagnostic, Severity},
    scenario::{self, check::CheckLevel},
};

use crate::support::knowledge;

const CALF: &str = include_str!("../../scenarios/core/case09-tight-calf.ron");
const BACK: &str = include_str!("../../scenarios/core/case01-chronic-low-back-pain.ron");
const STIFF: &str = include_str!("../../scenarios/core/case11-stiff-back.ron");

fn findings(text: &str, level: CheckLevel) -> Vec<Diagnostic> {
    scenario::read(&knowledge(), "case.ron", text.as_bytes(), level).1
}

/// A case with one place changed is told exactly these codes, warnings while writing and errors
/// before publishing, each on a line that holds the words.
#[track_caller]
fn told(case: &str, from: &str, to: &str, expected: &[(&str, &str)]) {
    assert!(case.contains(from), "{from} is not in the case");
    let text = case.replacen(from, to, 1);
    for (level, severity) in [(CheckLevel::Draft, Severity::Warning), (CheckLevel::Publish, Severity::Error)] {
        let found = findings(&text, level);
        let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
        let wanted: Vec<&str> = expected.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, wanted, "{found:#?}");
        for (finding, (_, words)) in found.iter().zip(expected) {
            assert_eq!(finding.severity, severity, "{finding:#?}");
            let line = text.lines().nth(finding.at.line - 1).unwrap_or("");
            assert!(line.contains(words), "{}:{line}", finding.at.line);
        }
    }
}

#[test]
fn an_absolute_contraindication_needs_its_gate() {
    let unguarded = CALF.replace("contraindication: \"ci01\",", "");
    told(&unguarded, "", "", &[("W060", "contraindications: [\"ci01\"]")]);
}

#[test]
fn a_key_against_the_catalogue_is_told() {
    told(CALF, "outcome: \"refer\"", "outcome: \"adapt\"", &[("W063", "outcome: \"adapt\"")]);
    told(STIFF, "outcome: \"adapt\"", "outcome: \"treat\"", &[("W063", "outcome: \"treat\"")]);
    told(BACK, "outcome: \"treat\"", "outcome: \"refer\"", &[("W063", "outcome: \"refer\"")]);
    told(CALF, "reasons: [\"ci01\"]", "reasons: [\"ci01\", \"ci02\"]", &[("W065", "reasons:")]);
}

#[test]
fn what_the_client_forbids_must_not_be_asked_for() {
    let text = CALF.replacen(
        "rule: HandsOff",
        "rule: Strokes(targets: [(zone: \"arm\", side: Both, strokes: [\"hook\"])])",
        1,
    );
    told(&text, "", "", &[("W062", "strokes: [\"hook\"]")]);
}

#[test]
fn rewarded_words_stay_within_what_is_known() {
    let claim = "in_scope: true, why: \"@why-note\"";
    let with = |effect: &str| format!("{claim}, claims: [\"{effect}\"]");
    told(CALF, claim, &with("organ-healing"), &[("W064", "organ-healing")]);
    told(CALF, claim, &with("local-redness"), &[]);
    let out = claim.replace("true", "false");
    told(CALF, claim, &out, &[("W064", "right: [")]);
    let misspelt = findings(&CALF.replace(claim, &with("organ-healin")), CheckLevel::Draft);
    assert_eq!(misspelt[0].help, "did you mean \"organ-healing\"?");
}

#[test]
fn the_arithmetic_of_the_rubric_is_checked() {
    told(CALF, "points: 15.0", "points: 14.0", &[("E050", "criteria: [")]);
    let work = "rule: Closing(items: [\"documentation\", \"thanks\"])";
    told(CALF, work, "rule: Closing(items: [])", &[("E052", "rule: Closing(items: [])")]);
    told(CALF, work, "rule: Time(minutes: (8.0, 12.0))", &[("E052", "rule: Time")]);
    told(BACK, "rule: Rest(minutes: (20.0, 30.0))", "rule: Rest(minutes: (30.0, 20.0))", &[("E052", "minutes")]);
}

#[test]
fn a_way_after_an_unconditional_one_is_never_taken() {
    let from = "next: [(to: \"observation\")]";
    told(CALF, from, "next: [(to: \"observation\"), (to: \"closing\")]", &[("W042", "(to: \"closing\")")]);
}

#[test]
fn a_text_that_nothing_shows_is_told() {
    told(CALF, "\"title\": ", "\"titel\": \"Old\", \"title\": ", &[("W073", "titel")]);
}
