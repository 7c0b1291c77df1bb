//! The scenario's client as the simulation is told about it.

use crate::{
    knowledge::Knowledge,
    scenario::{
        Scenario,
        format::{Fact, FindingPlace, PlacedFinding, Sex},
    },
    session::{action::Response, area::FindingArea},
    simulation::make_up::{Intervention, Language, MakeUp, SiteGrades, SiteSpec},
    units::Side,
};

/// The fact, a flag, that says the client has her period today.
pub const FACT_BLEEDING: &str = "bleeding_today";

/// The fact, a flag, that says the client's skin was oiled or creamed.
pub const FACT_OILED: &str = "skin_oiled";

/// The fact, a flag, that says the session is held in the evening.
pub const FACT_EVENING: &str = "evening_session";

/// The question on which schools differ that settles whether caudal must come before cranial, and
/// the view that does without.
const ORDER: (&str, &str) = ("d1", "finding-led");

/// What oil or cream does to the grip of the pads, 0 dry to 1.
const OILED: f64 = 0.8;

/// The client of a scenario, spoken to in a language.
#[must_use]
pub fn make_up(knowledge: &Knowledge, scenario: &Scenario, language: &str) -> MakeUp {
    let client = &scenario.file.client;
    let flag = |name: &str| client.facts.get(name) == Some(&Fact::Flag(true));
    let usual = MakeUp::default();
    MakeUp {
        age: client.age,
        female: client.sex == Sex::Female,
        bmi: client.bmi,
        traits: client.traits,
        rest: client.rest,
        responder_drawn: client.responder_drawn,
        conditions: client
            .contraindications
            .iter()
            .filter_map(|id| knowledge.contraindications.get(id))
            .flat_map(|entry| entry.conditions.iter().copied())
            .collect(),
        pain_rest: client.pain.rest,
        pain_activity: client.pain.activity,
        session_number: scenario.file.task.session_number,
        bleeding: flag(FACT_BLEEDING),
        evening: flag(FACT_EVENING),
        order_matters: scenario.file.task.school.get(ORDER.0).is_none_or(|view| view != ORDER.1),
        slippery: if flag(FACT_OILED) { OILED } else { usual.slippery },
        position: usual.position,
        sites: scenario.file.findings.iter().map(|finding| site(knowledge, scenario, language, finding)).collect(),
        words: client
            .words
            .iter()
            .map(|(id, words)| (id.clone(), words.iter().map(|text| scenario.say(text, language).to_owned()).collect()))
            .collect(),
        prior: None,
        language: if language.starts_with("de") { Language::German } else { Language::English },
    }
}

fn site(knowledge: &Knowledge, scenario: &Scenario, language: &str, finding: &PlacedFinding) -> SiteSpec {
    let area = FindingArea::of(knowledge, finding);
    let name = match &finding.place {
        FindingPlace::Zone { zone, side } => {
            let name = knowledge.zones.get(zone).map_or(zone.as_str(), |entry| &entry.name.en);
            let name = lower_first(name);
            match side {
                Side::Both => name,
                side => format!("{name} on the {}", side.word()),
            }
        }
        FindingPlace::Area { name, .. } => scenario.say(name, language).to_owned(),
    };
    SiteSpec {
        name,
        zone: area.zone,
        side: area.side,
        outlines: area.outlines,
        finding: area.kind,
        grades: SiteGrades {
            mobility: finding.grades.mobility,
            tension: finding.grades.tension,
            volume: finding.grades.volume,
            tenderness: finding.grades.tenderness,
        },
        layer: finding.layer.clone(),
    }
}

/// A name inside a sentence.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// What an answer does for the client.
pub(super) fn intervention(response: Response) -> Intervention {
    match response {
        Response::AskSensation => Intervention::Ask,
        Response::Stop => Intervention::Stop,
        Response::Pause => Intervention::Pause,
        Response::Lighten
        | Response::FlattenFinger
        | Response::Slow
        | Response::ReAnchor
        | Response::GoFlat
        | Response::MoveElsewhere => Intervention::Ease,
        Response::AskConsent | Response::Apologise => Intervention::Reassure,
        Response::LieDown => Intervention::LieDown,
        Response::SitUp => Intervention::SitUp,
        Response::Water => Intervention::Water,
        Response::MeasureVitals => Intervention::Measure,
        Response::CallEmergency => Intervention::CallEmergency,
        Response::Insist => Intervention::Insist,
    }
}
