//! Changes that mend a file, as replacements of ranges of its text: comments and layout survive.

use serde::Serialize;

use super::Diagnostic;

/// A change of a text: the bytes from `start` to `end` become `text`.
///
/// Byte offsets count in the text without a byte order mark.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fix {
    /// First byte that is replaced.
    pub start: usize,
    /// Byte after the last one that is replaced; the same as `start` where something is put in.
    pub end: usize,
    /// What stands there instead.
    pub text: String,
}

impl Fix {
    /// The text with this change; `None` where the range does not lie in the text.
    #[must_use]
    pub fn apply(&self, source: &str) -> Option<String> {
        let (before, after) = (source.get(..self.start)?, source.get(self.end..)?);
        (self.start <= self.end).then(|| format!("{before}{}{after}", self.text))
    }
}

/// The text with all changes that do not touch each other; the first of two that do is kept.
#[must_use]
pub fn apply_all(source: &str, fixes: &[Fix]) -> String {
    let mut fixes: Vec<&Fix> = fixes.iter().collect();
    fixes.sort();
    fixes.dedup();
    let (mut text, mut done) = (String::with_capacity(source.len()), 0);
    for fix in fixes {
        let Some(between) = source.get(done..fix.start) else { continue };
        if fix.end < fix.start || source.get(fix.end..).is_none() {
            continue;
        }
        text.push_str(between);
        text.push_str(&fix.text);
        done = fix.end;
    }
    text.push_str(source.get(done..).unwrap_or(""));
    text
}

/// A text with everything mended that can be mended surely, and how many changes that took.
///
/// `check` reads a text and returns its findings. A change is kept only if it leaves fewer findings
/// than there were: first all changes at once, else one by one, until nothing more helps.
#[must_use]
pub fn mend(source: &str, check: impl Fn(&str) -> Vec<Diagnostic>) -> (String, usize) {
    const ROUNDS: usize = 20;
    let (mut text, mut changes) = (source.to_owned(), 0);
    let mut findings = check(&text);
    for _ in 0..ROUNDS {
        let fixes: Vec<Fix> = findings.iter().filter_map(|finding| finding.fix.clone()).collect();
        if fixes.is_empty() {
            break;
        }
        let mut better = |fixes: &[Fix], text: &mut String, findings: &mut Vec<Diagnostic>| {
            let tried = apply_all(text, fixes);
            let left = check(&tried);
            let helps = left.len() < findings.len();
            if helps {
                changes += fixes.len();
                (*text, *findings) = (tried, left);
            }
            helps
        };
        if !better(&fixes, &mut text, &mut findings)
            && !fixes.iter().any(|fix| better(std::slice::from_ref(fix), &mut text, &mut findings))
        {
            break;
        }
    }
    (text, changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(start: usize, end: usize, text: &str) -> Fix {
        Fix { start, end, text: text.into() }
    }

    #[test]
    fn changes_apart_are_all_made_and_of_two_in_one_place_the_first() {
        assert_eq!(apply_all("zone: bladder", &[fix(0, 4, "area"), fix(6, 13, "heart")]), "area: heart");
        assert_eq!(apply_all("abcd", &[fix(0, 3, "x"), fix(1, 2, "y")]), "xd");
        assert_eq!(apply_all("ab", &[fix(2, 9, "x")]), "ab", "a range outside the text is left out");
    }

    #[test]
    fn a_change_that_does_not_help_is_not_kept() {
        let finding = |text: &str| {
            let mut finding = Diagnostic::error("E001", "x", super::super::Position::default(), "", "");
            finding.fix = Some(fix(0, 1, "b"));
            if text == "c" { Vec::new() } else { vec![finding] }
        };
        assert_eq!(mend("a", finding), ("a".to_owned(), 0));
    }
}
