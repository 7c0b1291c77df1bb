//! Both sides worked alike.
//!
//! ## What it measures
//! The share of the work, in seconds of treating strokes, that the side worked more has. Strokes with
//! both hands count on both sides; strokes on the midline count on neither.
//!
//! ## Why it matters
//! Only the painful side is a student error; one-sided work also raises the chance of unwanted reactions.
//!
//! ## Parameters
//! `full`: up to this share all points. `none`: from this share on no points; linear between.
//!
//! ## Source
//! The tables of student errors and of triggers; the limits are a convention.

use super::{Evidence, Judgement};
use crate::{maths::trapezoid, units::Side};

pub(super) fn judge(evidence: &Evidence, full: f64, none: f64) -> Judgement {
    if !evidence.treated() {
        return Judgement::untreated();
    }
    let (mut left, mut right) = (0.0, 0.0);
    for stroke in evidence.treating() {
        let seconds = stroke.seconds();
        if stroke.both_hands || stroke.side == Side::Left {
            left += seconds;
        }
        if stroke.both_hands || stroke.side == Side::Right {
            right += seconds;
        }
    }
    let all: f64 = left + right;
    if all <= 0.0 {
        return Judgement::new(1.0, "All work was on the midline.");
    }
    let more = left.max(right) / all;
    let side = if left > right { "left" } else { "right" };
    let text =
        format!("The {side} side had {:.0} % of the work; up to {:.0} % is even enough.", more * 100.0, full * 100.0);
    Judgement::new(trapezoid(more, 0.0, 0.0, full + 1e-9, none.max(full)), text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixture::Case;

    fn share(right_s: u32, left_s: u32) -> f64 {
        let case = Case::new();
        let mut evidence = case.evidence();
        for (side, seconds) in [(1.0, right_s), (-1.0, left_s)] {
            if seconds > 0 {
                let stroke = case.stroke("flat", &[(3.0 * side, 90.0), (3.0 * side, 85.0)], 60, 60 + 60 * seconds);
                evidence.strokes.push(stroke);
            }
        }
        judge(&evidence, 0.6, 0.9).share
    }

    #[test]
    fn even_work_is_right_and_one_sided_work_is_not() {
        assert_eq!(share(50, 50), 1.0);
        assert_eq!(share(60, 40), 1.0);
        assert!((share(75, 25) - 0.5).abs() < 1e-6);
        assert_eq!(share(100, 0), 0.0);
        assert_eq!(share(0, 0), 0.0);
    }
}
