//! Nobody was treated.
//!
//! ## What it measures
//! All or nothing: no treating stroke was done anywhere. Examining is not treating.
//!
//! ## Why it matters
//! With an absolute contraindication every other place of the body is out as well, and "a little light
//! work" is work.
//!
//! ## Parameters
//! None.
//!
//! ## Source
//! The table of contraindications.

use super::{Evidence, Judgement};
use crate::assessment::words;

pub(super) fn judge(evidence: &Evidence) -> Judgement {
    match evidence.treating().next() {
        None => Judgement::new(1.0, "Nothing was treated, as it should be for this client today."),
        Some(stroke) => Judgement::new(
            0.0,
            format!(
                "This client must not be treated today; the first stroke was {}.",
                words::name(evidence.knowledge.strokes.get(&stroke.stroke), stroke.stroke.as_str()).to_lowercase()
            ),
        )
        .at([stroke.begin]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixture::Case;

    #[test]
    fn one_treating_stroke_loses_everything_and_examining_does_not() {
        let case = Case::new();
        let mut evidence = case.evidence();
        evidence.strokes.push(case.stroke("displacement", &[(3.0, 90.0), (3.0, 85.0)], 60, 120));
        assert_eq!(judge(&evidence).share, 1.0);
        evidence.strokes.push(case.stroke("flat", &[(3.0, 90.0), (3.0, 85.0)], 160, 220));
        assert_eq!(judge(&evidence).share, 0.0);
    }
}
