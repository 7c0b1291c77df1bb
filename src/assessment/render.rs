//! Reports as text for a terminal, as JSON, and as a line of a CSV table.

use super::report::{DomainResult, GateResult, LedgerEntry, Report, Safety};
use crate::units::Points;

/// Columns of the text.
const WIDTH: usize = 100;

/// Cells of a bar.
const BAR: i64 = 20;

/// The columns of the CSV form, in order.
const COLUMNS: [&str; 10] =
    ["file", "scenario", "student", "raw", "capped", "safety", "passed", "finished", "gates", "domains"];

impl Report {
    /// For people: the verdict on safety first, then domains, then the ledger with its reasons.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        lines.push(format!("{} · {}", self.scenario, self.student));
        lines.push(format!("Safety: {}", verdict(self.safety)));
        for gate in &self.gates {
            gate_lines(gate, &mut lines);
        }
        let result = if self.passed { "passed" } else { "not passed" };
        let points = if self.capped == self.raw {
            format!("{} of {} points", self.raw, self.possible())
        } else {
            format!("{} of {} points, capped at {} for safety", self.raw, self.possible(), self.capped)
        };
        lines.push(format!("Result: {points}; {result}"));
        if !self.finished {
            lines.push("The session was broken off; it is judged as far as it goes.".into());
        }
        lines.push(String::new());
        let longest = self.domains.iter().map(|domain| domain.name.chars().count()).max().unwrap_or(0);
        for domain in &self.domains {
            let gap = " ".repeat(longest - domain.name.chars().count());
            lines.push(format!(
                "  {}{gap}  {}  {} of {}",
                domain.name,
                bar(domain.earned, domain.possible),
                domain.earned,
                domain.possible
            ));
        }
        for domain in &self.domains {
            domain_lines(domain, &self.ledger, &mut lines);
        }
        if !self.client.is_empty() {
            lines.push(String::new());
            lines.push("What happened in the client".into());
            for line in &self.client {
                wrap(line, 2, 4, &mut lines);
            }
        }
        lines.push(String::new());
        lines.push(
            "Judged by what was recorded; force and layer are levels chosen on a screen, not a measured skill.".into(),
        );
        let mut text = lines.join("\n");
        text.push('\n');
        text
    }

    /// For programs: one object with the keys scenario, student, raw, capped, safety, passed,
    /// domains, gates and ledger.
    #[must_use]
    pub fn json(&self) -> String {
        // Plain values: writing them into a string has no way to fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The head of a CSV table of reports, without line end.
    #[must_use]
    pub fn csv_head() -> String {
        COLUMNS.join(",")
    }

    /// A line of a CSV table, without line end; `file` is the name of the record.
    #[must_use]
    pub fn csv_line(&self, file: &str) -> String {
        let gates: Vec<&str> = self.gates.iter().map(|gate| gate.id.as_str()).collect();
        let domains: Vec<String> =
            self.domains.iter().map(|domain| format!("{} {}/{}", domain.id, domain.earned, domain.possible)).collect();
        [
            file.to_owned(),
            self.scenario.clone(),
            self.student.clone(),
            self.raw.to_string(),
            self.capped.to_string(),
            self.safety.word().to_owned(),
            self.passed.to_string(),
            self.finished.to_string(),
            gates.join(" "),
            domains.join("; "),
        ]
        .map(|field| quoted(&field))
        .join(",")
    }

    /// Points that were possible.
    fn possible(&self) -> Points {
        self.domains.iter().map(|domain| domain.possible).sum()
    }
}

fn verdict(safety: Safety) -> &'static str {
    match safety {
        Safety::Clear => "CLEAR: nothing done endangered the client",
        Safety::Caution => "CAUTION: something was done that needs more care",
        Safety::Unsafe => "UNSAFE: something was done that endangered the client; no points outweigh it",
    }
}

fn gate_lines(gate: &GateResult, lines: &mut Vec<String>) {
    let stop = if gate.stop { ", ends the session" } else { "" };
    wrap(&format!("! {} {} (at most {} points{stop})", gate.tick, gate.what, gate.cap), 2, 4, lines);
    wrap(&format!("{} Source: {}.", gate.why, gate.source.trim_end_matches('.')), 4, 4, lines);
}

fn domain_lines(domain: &DomainResult, ledger: &[LedgerEntry], lines: &mut Vec<String>) {
    lines.push(String::new());
    lines.push(format!("{}: {} of {}", domain.name, domain.earned, domain.possible));
    for entry in ledger.iter().filter(|entry| entry.domain == domain.id) {
        let moments: Vec<String> = entry.events.iter().take(4).map(ToString::to_string).collect();
        let more = if entry.events.len() > 4 { " …" } else { "" };
        let at = if moments.is_empty() { String::new() } else { format!(" [{}{more}]", moments.join(" ")) };
        let head = format!("{} {} of {}", entry.criterion, signed(entry.delta), entry.possible);
        wrap(&format!("{head}: {}{at}", entry.text), 2, 4, lines);
        if entry.delta < entry.possible {
            for part in entry.parts.iter().take(6) {
                wrap(&format!("- {part}"), 4, 6, lines);
            }
        }
        wrap(&format!("Why: {} Source: {}.", entry.why, entry.source.trim_end_matches('.')), 4, 4, lines);
    }
}

fn signed(points: Points) -> String {
    if points > Points(0) { format!("+{points}") } else { points.to_string() }
}

/// A bar of full and empty cells.
fn bar(earned: Points, possible: Points) -> String {
    let cells = if possible.0 > 0 { (earned.0 * BAR / possible.0).clamp(0, BAR) } else { 0 };
    (0..BAR).map(|cell| if cell < cells { '█' } else { '░' }).collect()
}

/// Breaks a text into lines at spaces: the first indented by `first`, the others by `rest`.
fn wrap(text: &str, first: usize, rest: usize, lines: &mut Vec<String>) {
    let mut line = " ".repeat(first);
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, " ".repeat(rest)));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    if !empty {
        lines.push(line);
    }
}

/// A field in quotation marks where it needs them. A field that a spreadsheet would take for a
/// formula gets an apostrophe in front.
fn quoted(field: &str) -> String {
    let field = if field.starts_with(['=', '+', '-', '@']) { format!("'{field}") } else { field.to_owned() };
    if field.contains([',', '"', '\n', '\r', ';']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        Report {
            scenario: "case".into(),
            student: "=blue, heron".into(),
            raw: Points(82_500),
            capped: Points(40_000),
            safety: Safety::Unsafe,
            passed: false,
            finished: true,
            domains: vec![DomainResult {
                id: "safety".into(),
                name: "Safety".into(),
                earned: Points(82_500),
                possible: Points(100_000),
            }],
            gates: vec![GateResult {
                id: "worked".into(),
                severity: Safety::Unsafe,
                cap: Points(40_000),
                tick: crate::units::Tick(600),
                what: "Hook in the basic section".into(),
                why: "A clot may come loose.".into(),
                source: "Textbook".into(),
                stop: true,
            }],
            client: Vec::new(),
            ledger: vec![LedgerEntry {
                criterion: "history".into(),
                domain: "safety".into(),
                rule: "interview".into(),
                delta: Points(82_500),
                possible: Points(100_000),
                events: vec![crate::units::Tick(60)],
                text: "Four of five.".into(),
                why: "A risk not asked for is not found.".into(),
                source: "Textbook".into(),
                parts: vec!["legs not asked".into()],
            }],
        }
    }

    #[test]
    fn the_text_puts_safety_before_points() {
        let text = report().text();
        let (safety, points) = (text.find("UNSAFE").unwrap(), text.find("82.5 of 100").unwrap());
        assert!(safety < points, "{text}");
        assert!(text.contains("0:10.0 Hook in the basic section"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH + 10), "{text}");
    }

    #[test]
    fn the_json_form_has_plain_numbers_and_exactly_the_agreed_keys() {
        let json = report().json();
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        let keys: std::collections::BTreeSet<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        let agreed = ["scenario", "student", "raw", "capped", "safety", "passed", "domains", "gates", "ledger"].into();
        assert_eq!(keys, agreed);
        assert_eq!(value["raw"], serde_json::json!(82.5));
        assert_eq!(value["capped"], serde_json::json!(40));
        assert_eq!(value["safety"], "unsafe");
        assert_eq!(value["ledger"][0]["events"], serde_json::json!([60]));
    }

    #[test]
    fn a_csv_field_with_a_comma_or_a_formula_does_no_harm() {
        let line = report().csv_line("a.ctm");
        assert!(line.contains("\"'=blue, heron\""), "{line}");
        assert!(line.starts_with("a.ctm,case,"), "{line}");
    }
}
