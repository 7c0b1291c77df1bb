//! Small pieces of wording that the texts of reports share.

use crate::{knowledge::entry::Entry, units::Side};

/// Names as a reader expects them: `a`, `a and b`, `a, b and c`; `nothing` for none.
pub(super) fn list<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "and")
}

/// Names to choose from: `a`, `a or b`, `a, b or c`; `nothing` for none.
pub(super) fn either<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "or")
}

fn joined<T: AsRef<str>>(items: &[T], word: &str) -> String {
    match items {
        [] => "nothing".into(),
        [one] => one.as_ref().into(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", first.join(", "), last.as_ref())
        }
    }
}

/// A number with its noun: `1 stroke`, `3 strokes`; the noun takes a plain s.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A number with at most one decimal and no needless zero: `4`, `4.5`.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A number with at most two decimals and no needless zeros: `0.35`.
pub(super) fn fine(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A range: `2 to 5`, or `3` where both ends are the same.
pub(super) fn range(low: f64, high: f64) -> String {
    if (high - low).abs() < 1e-9 { number(low) } else { format!("{} to {}", number(low), number(high)) }
}

/// The English name of an entry, or the id where the table has no such entry.
pub(super) fn name<E: Entry>(entry: Option<&E>, id: &str) -> String {
    entry.map_or_else(|| id.to_owned(), |entry| entry.name().en.clone())
}

/// The side before a noun: `left `, `right `, or nothing for both.
pub(super) fn side(side: Side) -> &'static str {
    match side {
        Side::Left => "left ",
        Side::Right => "right ",
        Side::Both => "",
    }
}

/// A label and a list as a sentence: `Not asked: a and b.` A list that ends in a quoted sentence has
/// its full stop already.
pub(super) fn told<T: AsRef<str>>(label: &str, items: &[T]) -> String {
    let text = format!("{label}: {}", list(items));
    let ended = text.trim_end_matches('"').ends_with(['.', '?', '!']);
    if ended { text } else { format!("{text}.") }
}

/// A sentence with a capital first letter.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_a_reader_expects_them() {
        assert_eq!(list::<&str>(&[]), "nothing");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(told("Not said", &["\"Fine.\""]), "Not said: \"Fine.\"");
        assert_eq!(told("Not done", &["a", "b"]), "Not done: a and b.");
        assert_eq!(count(1, "stroke"), "1 stroke");
        assert_eq!(range(2.0, 5.5), "2 to 5.5");
        assert_eq!(fine(0.350), "0.35");
        assert_eq!(fine(10.0), "10");
    }
}
