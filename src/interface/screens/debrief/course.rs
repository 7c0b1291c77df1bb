//! The course of the session: heart, skin, comfort, pain and tissue over time, with what was done.

use bevy_egui::egui::{Align, Layout, Ui};

use super::Reading;
use crate::{
    interface::{
        intent::Intent,
        theme,
        view::{LookingBack, View},
        widgets::{
            press,
            section::{Section, section},
            traces::{self, Course, Curve, Moment},
        },
    },
    session::{
        action::Action,
        trace::{Sample, Trace},
    },
    simulation::observation::Vitals,
};

pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    back: &LookingBack<'_>,
    reading: &mut Reading,
    send: &mut Vec<Intent>,
) {
    ui.horizontal(|ui| {
        ui.label(theme::heading("The course of the session"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let shown = view.beside.is_some();
            if press::choice(ui, shown, "Beside a good session").clicked() {
                send.push(Intent::Compare(!shown));
            }
        });
    });
    let own = curves(back.trace);
    let done = moments(back);
    let heading = view.beside.map(|_| title("Yours", back));
    let mut courses = vec![Course {
        heading: heading.as_deref().unwrap_or_default(),
        curves: &own,
        moments: &done,
        length: back.trace.length,
        selected: reading.tick,
    }];
    let other = view.beside.map(|(name, other)| (title(name, &other), curves(other.trace), moments(&other), other));
    if let Some((heading, curves, moments, other)) = &other {
        courses.push(Course { heading, curves, moments, length: other.trace.length, selected: None });
    }
    if let Some((0, tick)) = traces::traces(ui, &courses) {
        reading.tick = Some(tick);
        let near = |entry: &crate::assessment::report::LedgerEntry| {
            entry.events.iter().any(|event| event.0.abs_diff(tick.0) <= 60)
        };
        if let Some(found) = back.report.ledger.iter().position(near) {
            reading.entry = Some(found);
        }
    }
    if let Some(tick) = reading.tick {
        for line in around(back, tick.0) {
            super::super::point(ui, &line);
        }
        if let Some(still) = back.still {
            ui.add_space(theme::TIGHT);
            let stroke = still.wanted.as_ref().map_or("", |moment| moment.stroke.stroke.as_str());
            ui.label(theme::remark(format!(
                "The layers under the finger at this moment ({stroke}); tissue as it was found"
            )));
            section(ui, Section { points: &still.cut.points, finger_mm: still.cut.finger_mm, named: true }, 190.0);
        }
    } else {
        ui.label(theme::remark("Click on the time line, or on a line of the ledger, to mark a moment."));
    }
}

/// Whose session it is, how long it took and what it was worth.
fn title(name: &str, back: &LookingBack<'_>) -> String {
    let minutes = back.trace.length.seconds() / 60.0;
    let safety = theme::safety_word(back.report.safety).to_lowercase();
    format!("{name} · {minutes:.0} min · {:.0} of 100, {safety}", back.report.capped.as_f64())
}

fn curves(trace: &Trace) -> Vec<Curve> {
    let of =
        |value: fn(&Vitals) -> f64| trace.samples.iter().map(|sample| (sample.tick, value(&sample.vitals))).collect();
    let curve = |name: &str, unit: &str, index: usize, least_span: f64, points| Curve {
        name: name.to_owned(),
        unit: unit.to_owned(),
        colour: theme::CURVES.get(index).copied().unwrap_or(theme::ACCENT),
        points,
        least_span,
    };
    let tissue = trace.samples.iter().filter_map(|sample| Some((sample.tick, change(sample)?))).collect();
    vec![
        curve("Heart rate", "beats a minute", 0, 12.0, of(|vitals| vitals.heart_rate)),
        curve("Skin of the hands", "°C", 1, 1.5, of(|vitals| vitals.hands_c)),
        curve("Comfort", "0 to 100", 2, 30.0, of(|vitals| vitals.comfort * 100.0)),
        curve("Pain", "0 to 10", 3, 3.0, of(|vitals| vitals.pain)),
        curve("Tissue mobility", "% more than before", 4, 15.0, tissue),
    ]
}

/// Mean change of the mobility of the case's findings, percent.
fn change(sample: &Sample) -> Option<f64> {
    let mut total = 0.0;
    let mut count = 0.0;
    for (now, before) in sample.mobility_mm.iter().zip(&sample.mobility_before_mm) {
        if let (Some(now), Some(before)) = (now, before)
            && *before > 0.0
        {
            total += (now / before - 1.0) * 100.0;
            count += 1.0;
        }
    }
    (count > 0.0).then_some(total / count)
}

fn moments(back: &LookingBack<'_>) -> Vec<Moment> {
    let name = |id: &str| id.to_owned();
    let mut moments: Vec<Moment> = back
        .trace
        .strokes
        .iter()
        .map(|stroke| Moment {
            tick: stroke.start,
            until: Some(stroke.end),
            text: format!("{} on the {}, {:.1} cm", name(stroke.stroke.as_str()), stroke.side.word(), stroke.length_cm),
            colour: if stroke.testing { theme::LINE_STRONG } else { theme::ACCENT },
        })
        .collect();
    for event in &back.trace.events {
        if let Some(text) = deed(back, &event.action) {
            moments.push(Moment { tick: event.tick, until: None, text, colour: theme::INK_SOFT });
        }
    }
    for entry in &back.progress.cues {
        let text = format!("Client: {}", entry.cue.words);
        moments.push(Moment { tick: entry.cue.tick, until: None, text, colour: theme::CAUTION });
    }
    for gate in &back.report.gates {
        let colour = theme::safety_colour(gate.severity);
        moments.push(Moment { tick: gate.tick, until: None, text: gate.what.clone(), colour });
    }
    moments.sort_by_key(|moment| moment.tick);
    moments
}

/// What the student did, in words; nothing for single touches, which are strokes.
fn deed(back: &LookingBack<'_>, action: &Action) -> Option<String> {
    let question = |id: &str| {
        let questions = &back.case.file.interview.questions;
        let ask = questions.iter().find(|question| question.id == id).and_then(|question| question.ask.as_ref());
        ask.map_or(id.to_owned(), |ask| back.case.say(ask, "en").to_owned())
    };
    Some(match action {
        Action::Enter(phase) => format!("Went to {}", crate::interface::text::phase(*phase).to_lowercase()),
        Action::Ask(id) => format!("Asked: {}", question(id)),
        Action::Look { angle_deg, .. } => format!("Looked, light at {angle_deg}°"),
        Action::Mark(mark) => format!("Marked {} of grade {}", mark.kind, mark.grade),
        Action::Unmark(_) => "Took a mark off".to_owned(),
        Action::Decide(decision) => format!("Decided: {}", decision.outcome),
        Action::Prepare(id) => format!("Prepared: {}", crate::interface::text::title(id).to_lowercase()),
        Action::Position(id) => format!("Position: {id}"),
        Action::Drape(_) => "Moved the sheet".to_owned(),
        Action::Respond(response) => {
            format!("Answered: {}", super::super::attempt::answer_words(*response))
        }
        Action::Say(_) => "Spoke to the client in closing".to_owned(),
        Action::Close(id) => format!("Closing: {}", crate::interface::text::title(id).to_lowercase()),
        Action::Rest(true) => "Rest began".to_owned(),
        Action::Rest(false) => "Rest ended".to_owned(),
        Action::Finish => "Ended the session".to_owned(),
        Action::Touch { .. } | Action::Move(_) | Action::Lift => return None,
    })
}

/// What happened within two seconds of a moment.
fn around(back: &LookingBack<'_>, tick: u32) -> Vec<String> {
    let near = |moment: &Moment| match moment.until {
        Some(until) => moment.tick.0 <= tick + 60 && until.0 + 60 >= tick,
        None => moment.tick.0.abs_diff(tick) <= 120,
    };
    moments(back)
        .into_iter()
        .filter(near)
        .take(4)
        .map(|moment| format!("{}  {}", crate::interface::text::clock(moment.tick), moment.text))
        .collect()
}
