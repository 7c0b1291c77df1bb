//! The clients of the trend table: a healthy adult in a fourth session, changed where a row says so.

use serde::{Deserialize, Serialize};

use crate::{
    knowledge::{
        id::{FindingId, PositionId, ZoneId},
        safety::Condition,
    },
    simulation::make_up::{MakeUp, SiteGrades, SiteSpec},
    units::{BackPoint, Side},
};

/// What is different about a client.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClientSpec {
    /// A finding.
    pub finding: Option<Finding>,
    /// The same finding on the other side as well.
    pub both_sides: bool,
    /// Years.
    pub age: Option<u32>,
    /// Body mass index.
    pub bmi: Option<f64>,
    /// A man.
    pub male: bool,
    /// How this person answers to good work, 0 to 1.
    pub responder: Option<f64>,
    /// Whether this person answers well is drawn.
    pub drawn: bool,
    /// How anxious, 0 to 1.
    pub anxiety: Option<f64>,
    /// How readily the skin raises lines and wheals, 0 to 1.
    pub dermographism: Option<f64>,
    /// How far the skin answers with a white line, 0 to 1.
    pub white_line: Option<f64>,
    /// How thin and easily torn skin and vessels are, 0 to 1.
    pub fragility: Option<f64>,
    /// How readily this person faints, 0 to 1.
    pub faints: Option<f64>,
    /// How readily this person speaks up, 0 to 1.
    pub speaks_up: Option<f64>,
    /// Systolic pressure at rest, mmHg.
    pub systolic: Option<f64>,
    /// Pain of the complaint at rest, 0 to 10.
    pub pain: Option<f64>,
    /// Which session it is.
    pub session: Option<u32>,
    /// Menstrual bleeding on this day.
    pub bleeding: bool,
    /// In the evening.
    pub evening: bool,
    /// Illness, medicines and states.
    pub conditions: Vec<Condition>,
    /// The position.
    pub position: Option<PositionId>,
    /// How slippery the skin is, 0 to 1.
    pub slippery: Option<f64>,
}

/// A finding over the right lumbar region (x 2 to 10, y 70 to 86), or in a zone on the right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// What kind.
    pub kind: FindingId,
    /// In this zone.
    #[serde(default)]
    pub zone: Option<ZoneId>,
    /// Mobility, 0 to 4.
    #[serde(default)]
    pub mobility: u8,
    /// Tension, 0 to 4.
    #[serde(default)]
    pub tension: u8,
    /// Volume, 0 to 4.
    #[serde(default)]
    pub volume: u8,
    /// Tenderness, 0 to 4.
    #[serde(default)]
    pub tenderness: u8,
}

impl Finding {
    fn site(&self, side: Side) -> SiteSpec {
        let mut outline =
            vec![BackPoint(2.0, 70.0), BackPoint(10.0, 70.0), BackPoint(10.0, 86.0), BackPoint(2.0, 86.0)];
        if side == Side::Left {
            outline = outline.into_iter().map(BackPoint::mirrored).collect();
        }
        SiteSpec {
            name: match &self.zone {
                Some(zone) => format!("{zone}, {}", side.word()),
                None => format!("beside L1 to L4 on the {}", side.word()),
            },
            zone: self.zone.clone(),
            side,
            outlines: if self.zone.is_some() { Vec::new() } else { vec![outline] },
            finding: self.kind.clone(),
            grades: SiteGrades {
                mobility: self.mobility,
                tension: self.tension,
                volume: self.volume,
                tenderness: self.tenderness,
            },
            layer: "subcutis".into(),
        }
    }
}

impl ClientSpec {
    /// The client as the simulation is told.
    #[must_use]
    pub fn make_up(&self) -> MakeUp {
        let mut made = MakeUp { session_number: self.session.unwrap_or(4), ..MakeUp::default() };
        let set = |value: &mut f64, wanted: Option<f64>| *value = wanted.unwrap_or(*value);
        made.age = self.age.unwrap_or(made.age);
        made.female = !self.male;
        set(&mut made.bmi, self.bmi);
        set(&mut made.traits.responder, self.responder);
        set(&mut made.traits.anxiety, self.anxiety);
        set(&mut made.traits.dermographism, self.dermographism);
        set(&mut made.traits.white_line, self.white_line);
        set(&mut made.traits.fragility, self.fragility);
        set(&mut made.traits.faints, self.faints);
        set(&mut made.traits.speaks_up, self.speaks_up);
        set(&mut made.rest.systolic, self.systolic);
        set(&mut made.pain_rest, self.pain);
        made.pain_activity = made.pain_rest;
        set(&mut made.slippery, self.slippery);
        made.responder_drawn = self.drawn;
        made.bleeding = self.bleeding;
        made.evening = self.evening;
        made.conditions.clone_from(&self.conditions);
        if let Some(position) = &self.position {
            made.position = position.clone();
        }
        if let Some(finding) = &self.finding {
            made.sites.push(finding.site(Side::Right));
            if self.both_sides {
                made.sites.push(finding.site(Side::Left));
            }
        }
        made
    }
}
