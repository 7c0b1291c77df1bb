//! Rest after the work.
//!
//! ## What it measures
//! Minutes of rest after the last treating stroke: full between the limits, falling to nothing at
//! none and at twice the upper limit.
//!
//! ## Why it matters
//! The vegetative answer needs time to settle; leaving out rest is a trigger of unwanted reactions.
//!
//! ## Parameters
//! `minutes`: between which it is right.
//!
//! ## Source
//! The table of triggers; the case gives its own limits.

use super::{Evidence, Judgement};
use crate::{assessment::words, maths::trapezoid, units::TICKS_PER_SECOND};

pub(super) fn judge(evidence: &Evidence, (low, high): (f64, f64)) -> Judgement {
    let Some(ended) = evidence.work_ended() else { return Judgement::untreated() };
    let ticks: u32 = evidence
        .rests
        .iter()
        .map(|(begin, end)| end.0.saturating_sub(begin.0.max(ended.0)))
        .fold(0, u32::saturating_add);
    let minutes = f64::from(ticks) / f64::from(TICKS_PER_SECOND) / 60.0;
    let text = format!(
        "{} minutes of rest after the work; right for this client: {}.",
        words::number(minutes),
        words::range(low, high)
    );
    Judgement::new(trapezoid(minutes, 0.0, low, high, high * 2.0), text)
        .at(evidence.rests.iter().map(|(begin, _)| *begin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assessment::fixture::Case, units::Tick};

    #[test]
    fn only_rest_after_the_work_counts() {
        let case = Case::new();
        let share = |from_s: u32, until_s: u32| {
            let mut evidence = case.evidence();
            evidence.strokes.push(case.stroke("flat", &[(3.0, 90.0), (3.0, 85.0)], 6000, 6060));
            evidence.rests.push((Tick(from_s * 60), Tick(until_s * 60)));
            judge(&evidence, (10.0, 30.0)).share
        };
        assert_eq!(share(200, 200 + 900), 1.0);
        assert_eq!(share(200, 200 + 300), 0.5);
        assert_eq!(share(0, 90), 0.0);
    }
}
