//! Hands-on time.
//!
//! ## What it measures
//! The time of treating strokes with a hand laid on: full between the limits, falling to nothing at
//! half of the lower and one and a half of the upper one.
//!
//! ## Why it matters
//! Dose is intensity and time; a long first session is a trigger of unwanted reactions.
//!
//! ## Parameters
//! `minutes`: between which it is right.
//!
//! ## Source
//! Session lengths as in the build-up; the case gives its own limits.

use super::{Evidence, Judgement};
use crate::{assessment::words, maths::trapezoid};

pub(super) fn judge(evidence: &Evidence, (low, high): (f64, f64)) -> Judgement {
    if !evidence.treated() {
        return Judgement::untreated();
    }
    let minutes = evidence.hands_on_s / 60.0;
    let text = format!(
        "{} minutes of work with a hand laid on; right for this client: {}.",
        words::number(minutes),
        words::range(low, high)
    );
    Judgement::new(trapezoid(minutes, low * 0.5, low, high, high * 1.5), text).at(evidence.work_ended())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixture::Case;

    #[test]
    fn time_within_the_limits_is_right_and_twice_of_it_is_not() {
        let case = Case::new();
        let share = |seconds| {
            let mut evidence = case.evidence();
            evidence.strokes.push(case.stroke("flat", &[(3.0, 90.0), (3.0, 85.0)], 60, 120));
            evidence.hands_on_s = seconds;
            judge(&evidence, (8.0, 12.0)).share
        };
        assert_eq!(share(600.0), 1.0);
        assert_eq!(share(900.0), 0.5);
        assert_eq!(share(1440.0), 0.0);
        assert_eq!(share(60.0), 0.0);
    }
}
