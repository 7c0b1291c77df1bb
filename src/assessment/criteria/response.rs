//! Answering the client in time and fittingly.
//!
//! ## What it measures
//! For each cue that asks for an answer the best answer given: how well it fits times how soon it
//! came (full within the time, falling to nothing at three times of it). Taking the hands off for
//! five seconds counts as a pause. Going on with "it is good for you" counts as -1. Where asking for
//! the sensation is asked for, the share of the working time in which the last question was not too
//! long ago makes half of the criterion.
//!
//! ## Why it matters
//! The client's words are the dose meter; silence is not comfort.
//!
//! ## Parameters
//! `within_s`: seconds within which an answer counts fully. `ask_every_s`: longest time between two
//! questions for the sensation while working; 0 for no such rule.
//!
//! ## Source
//! Which answer fits what: the tables of sensations and reactions. The times are a convention.

use super::{Evidence, Judgement, mean};
use crate::{
    assessment::{
        evidence::CueFact,
        fitting,
        words::{self, either},
    },
    maths::trapezoid,
    session::action::Response,
    units::{TICKS_PER_SECOND, Tick},
};

pub(super) fn judge(evidence: &Evidence, within_s: f64, ask_every_s: f64) -> Judgement {
    let cues: Vec<&CueFact> = evidence.cues.iter().filter(|fact| fact.cue.asks_for_response).collect();
    if cues.is_empty() && !evidence.treated() {
        return Judgement::untreated();
    }
    let mut parts: Vec<(f64, String)> = cues.iter().map(|fact| answer(evidence, fact, within_s)).collect();
    let answered = mean(&parts.iter().map(|(share, _)| *share).collect::<Vec<_>>());
    let in_time = parts.iter().filter(|(share, _)| *share >= 1.0).count();
    let asked = (ask_every_s > 0.0 && evidence.treated()).then(|| asked_share(evidence, ask_every_s));
    let share = match (cues.is_empty(), asked) {
        (true, None) => 1.0,
        (true, Some(asked)) => asked,
        (false, None) => answered,
        (false, Some(asked)) => (answered + asked) / 2.0,
    };
    let mut text = if cues.is_empty() {
        "Nothing the client said or showed asked for an answer.".to_owned()
    } else {
        format!("{in_time} of {} answered in time and fittingly.", words::count(cues.len(), "sign"))
    };
    if let Some(asked) = asked {
        let seconds = words::number(ask_every_s);
        parts.push((asked, format!("asking {} (at least every {seconds} s of work)", words::fine(asked))));
        if asked < 1.0 {
            text.push_str(&format!(" The client should be asked for the sensation at least every {seconds} s."));
        }
    }
    Judgement::new(share, text).at(cues.iter().map(|fact| fact.cue.tick)).with_parts(parts)
}

fn answer(evidence: &Evidence, fact: &CueFact, within_s: f64) -> (f64, String) {
    let cue = &fact.cue;
    let within = within_s.max(0.1);
    let credit = |tick: Tick, response: Response| {
        let seconds = f64::from(tick.0.saturating_sub(cue.tick.0)) / f64::from(TICKS_PER_SECOND);
        fitting::fit(&cue.kind, response) * trapezoid(seconds, 0.0, 0.0, within, within * 3.0)
    };
    let said = format!("{} \"{}\"", cue.tick, cue.words);
    if fact.answers.iter().any(|(_, response)| *response == Response::Insist) {
        return (-1.0, format!("{said}: answered with \"it is good for you\""));
    }
    let latest = cue.tick.after(Tick::from_seconds(within * 3.0).0);
    let hands_off = evidence.hands_off(cue.tick, latest).map(|tick| (tick, Response::Pause));
    let best = fact
        .answers
        .iter()
        .copied()
        .chain(hands_off)
        .map(|(tick, response)| (credit(tick, response), tick, response))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let fits = either(&fitting::best(&cue.kind));
    match best {
        Some((share, tick, response)) if share > 0.0 => {
            let seconds = f64::from(tick.0.saturating_sub(cue.tick.0)) / f64::from(TICKS_PER_SECOND);
            let more = if share < 1.0 { format!("; better: {fits}, at once") } else { String::new() };
            (share, format!("{said}: {} after {seconds:.0} s, {}{more}", fitting::words(response), words::fine(share)))
        }
        _ => (0.0, format!("{said}: no fitting answer; taught: {fits}")),
    }
}

/// Share of the time from the first to the last treating stroke in which the last question for the
/// sensation, or the beginning, was not too long ago.
fn asked_share(evidence: &Evidence, ask_every_s: f64) -> f64 {
    let (Some(began), Some(ended)) = (evidence.work_began(), evidence.work_ended()) else { return 0.0 };
    let mut moments = vec![began.seconds()];
    moments.extend(
        evidence
            .responses
            .iter()
            .filter(|(tick, response)| *response == Response::AskSensation && *tick > began && *tick < ended)
            .map(|(tick, _)| tick.seconds()),
    );
    moments.push(ended.seconds());
    let all = ended.seconds() - began.seconds();
    if all <= 0.0 {
        return 1.0;
    }
    let late: f64 = moments.windows(2).map(|pair| (pair[1] - pair[0] - ask_every_s).max(0.0)).sum();
    (1.0 - late / all).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        assessment::fixture::{self, Case},
        simulation::observation::CueKind,
    };

    fn share(sensation: &str, answers: &[(u32, Response)]) -> f64 {
        let case = Case::new();
        let mut evidence = case.evidence();
        // Work goes on without a break, so that only answers count.
        evidence.strokes.push(case.stroke("hook", &[(3.0, 90.0), (3.0, 85.0)], 60, 60 * 600));
        let answers = answers.iter().map(|(second, response)| (Tick(6000 + second * 60), *response)).collect();
        evidence.cues.push(fixture::cue(6000, CueKind::Sensation(sensation.into()), answers));
        judge(&evidence, 10.0, 0.0).share
    }

    #[test]
    fn a_fitting_answer_within_ten_seconds_gives_everything() {
        assert_eq!(share("sn4", &[(8, Response::Slow)]), 1.0);
        assert_eq!(share("sn6", &[(2, Response::Apologise), (3, Response::Stop)]), 1.0);
    }

    #[test]
    fn late_or_half_fitting_answers_give_a_part_and_none_gives_nothing() {
        assert_eq!(share("sn4", &[(20, Response::Slow)]), 0.5);
        assert_eq!(share("sn6", &[(3, Response::Lighten)]), 0.5);
        assert_eq!(share("sn6", &[(3, Response::CallEmergency)]), 0.0);
        assert_eq!(share("sn4", &[]), 0.0);
    }

    #[test]
    fn insisting_is_worse_than_saying_nothing() {
        assert_eq!(share("sn4", &[(3, Response::Insist)]), -1.0);
        assert_eq!(share("sn4", &[(2, Response::Slow), (3, Response::Insist)]), -1.0);
    }

    #[test]
    fn taking_the_hands_off_is_an_answer() {
        let case = Case::new();
        let mut evidence = case.evidence();
        evidence.strokes.push(case.stroke("hook", &[(3.0, 90.0), (3.0, 85.0)], 60, 6100));
        evidence.cues.push(fixture::cue(6000, CueKind::Sensation("sn4".into()), Vec::new()));
        assert_eq!(judge(&evidence, 10.0, 0.0).share, 1.0);
    }

    #[test]
    fn the_client_is_asked_often_enough() {
        let case = Case::new();
        let share = |asks: &[u32]| {
            let mut evidence = case.evidence();
            evidence.strokes.push(case.stroke("hook", &[(3.0, 90.0), (3.0, 85.0)], 0, 60 * 300));
            evidence.responses = asks.iter().map(|second| (Tick(second * 60), Response::AskSensation)).collect();
            judge(&evidence, 10.0, 120.0).share
        };
        assert_eq!(share(&[100, 200]), 1.0);
        assert!((share(&[]) - 0.4).abs() < 1e-9);
    }
}
