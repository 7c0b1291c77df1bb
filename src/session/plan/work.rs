//! The work of a plan: testing, working along the build-up or across an area, stroke by stroke.

use std::sync::Arc;

use super::{
    Afterwards,
    drive::{Driver, Halt, unknown},
    lines,
};
use crate::{
    knowledge::{
        Knowledge,
        id::{SectionId, StepId, StrokeId, ZoneId},
        section::BuildUpStep,
        stroke::Stroke,
        zone::Outline,
    },
    session::{action::Action, build_up},
    simulation::contact::{Aim, Grip},
    units::{BackPoint, Side, TICKS_PER_SECOND},
};

/// Ticks between two movements.
const MOVE_TICKS: u32 = 6;

/// Ticks in which the slack is taken up after the touch.
const TAKE_UP_TICKS: u32 = 12;

/// Ticks in which the end of a stroke is held; the hand arrives in the first [`MOVE_TICKS`] of them.
const HOLD_TICKS: u32 = 12;

/// Ticks between two strokes.
const BETWEEN_TICKS: u32 = 18;

/// Seconds of a pause.
const PAUSE_SECONDS: f64 = 8.0;

/// A stroke as it will be done.
struct Dose {
    grip: Grip,
    speed_cm_s: f64,
}

/// What a step asks of a dose where it differs from the usual one.
#[derive(Clone, Copy)]
pub(super) struct Wish {
    pub aim: Option<Aim>,
    pub angle_deg: Option<f64>,
    pub normal_n: Option<f64>,
    pub speed_cm_s: Option<f64>,
    pub force_scale: f64,
    pub speed_scale: f64,
    pub both_hands: bool,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            aim: None,
            angle_deg: None,
            normal_n: None,
            speed_cm_s: None,
            force_scale: 1.0,
            speed_scale: 1.0,
            both_hands: false,
        }
    }
}

impl Driver<'_> {
    fn stroke_entry<'k>(&self, knowledge: &'k Knowledge, id: &StrokeId) -> Result<&'k Stroke, Halt> {
        let ids = || knowledge.strokes.keys().map(|id| id.as_str()).collect();
        knowledge.strokes.get(id).ok_or_else(|| unknown("stroke", id.as_str(), ids()))
    }

    pub fn zone_on(&self, zone: &ZoneId, side: Side) -> Result<Vec<Outline>, Halt> {
        let zones = &self.knowledge.zones;
        let entry = zones
            .get(zone)
            .ok_or_else(|| unknown("zone", zone.as_str(), zones.keys().map(|id| id.as_str()).collect()))?;
        Ok(entry.outlines_on(side))
    }

    /// Palpates an area.
    pub fn test(
        &mut self,
        id: &StrokeId,
        section: Option<&SectionId>,
        zone: Option<&ZoneId>,
        sides: &[Side],
    ) -> Result<(), Halt> {
        let knowledge = Arc::clone(&self.knowledge);
        let stroke = self.stroke_entry(&knowledge, id)?;
        let mirrored =
            stroke.both_hands && !stroke.pinch && sides.contains(&Side::Left) && sides.contains(&Side::Right);
        let covered_from = self.session.covered_from(self.session.progress().drape);
        let within = match section {
            Some(section) => {
                let sections = &knowledge.sections;
                let ids = || sections.keys().map(|id| id.as_str()).collect();
                let entry = sections.get(section).ok_or_else(|| unknown("section", section.as_str(), ids()))?;
                entry.y.ok_or_else(|| Halt::Wrong(format!("the section \"{section}\" is not on the back")))?
            }
            None => (-40.0, 160.0),
        };
        let fits = |point: BackPoint| {
            point.1 <= covered_from && (within.0..=within.1).contains(&point.1) && lines::on_back(&knowledge, point)
        };
        let sides = if mirrored { &[Side::Right] } else { sides };
        for side in sides {
            let outlines: Vec<Outline> = match zone {
                Some(zone) => self.zone_on(zone, *side)?,
                None if *side == Side::Left => vec![lines::BACK.iter().map(|point| point.mirrored()).collect()],
                None => vec![lines::BACK.to_vec()],
            };
            let wish = Wish { both_hands: mirrored, ..Wish::default() };
            for outline in &outlines {
                for path in lines::tests(stroke, outline, &fits) {
                    self.stroke(id, &path, wish)?;
                }
            }
        }
        Ok(())
    }

    pub fn section(
        &mut self,
        id: &SectionId,
        without: &[StepId],
        sides: &[Side],
        stroke: Option<&StrokeId>,
        rounds: Option<u32>,
        wish: Wish,
    ) -> Result<(), Halt> {
        let knowledge = Arc::clone(&self.knowledge);
        let ids = || knowledge.sections.keys().map(|id| id.as_str()).collect();
        let section = knowledge.sections.get(id).ok_or_else(|| unknown("section", id.as_str(), ids()))?;
        for step in section.steps.iter().filter(|step| !without.contains(&step.id)) {
            let stroke = stroke.filter(|_| !step.balancing);
            self.build_up(step, stroke, sides, rounds, Wish { both_hands: step.both_hands, ..wish })?;
        }
        Ok(())
    }

    /// Works a step of the build-up.
    pub fn build_up(
        &mut self,
        step: &BuildUpStep,
        stroke: Option<&StrokeId>,
        sides: &[Side],
        rounds: Option<u32>,
        wish: Wish,
    ) -> Result<(), Halt> {
        let knowledge = Arc::clone(&self.knowledge);
        let id = stroke
            .or(step.strokes.first())
            .ok_or_else(|| Halt::Wrong(format!("the step \"{}\" names no stroke; give one", step.id)))?;
        let entry = self.stroke_entry(&knowledge, id)?;
        let rounds = rounds.unwrap_or(u32::midpoint(step.rounds.0, step.rounds.1)).max(1);
        let both = wish.both_hands && sides.contains(&Side::Right) && sides.contains(&Side::Left);
        let sides = if both { &[Side::Both] } else { sides };
        for side in sides {
            let paths = build_up::paths(step, Some(entry), *side);
            if paths.is_empty() {
                return Err(Halt::Wrong(format!("the step \"{}\" has no lines on the back", step.id)));
            }
            for _ in 0..rounds {
                for path in &paths {
                    self.stroke(id, path, Wish { both_hands: both, ..wish })?;
                }
            }
        }
        Ok(())
    }

    /// Works across an area.
    pub fn across(
        &mut self,
        outlines: &[Outline],
        id: &StrokeId,
        repeats: Option<u32>,
        wish: Wish,
    ) -> Result<(), Halt> {
        let knowledge = Arc::clone(&self.knowledge);
        let entry = self.stroke_entry(&knowledge, id)?;
        let paths = lines::work(entry, outlines);
        if paths.is_empty() {
            return Err(Halt::Wrong("there is no area to work on; check zone and side".into()));
        }
        for path in paths {
            for _ in 0..repeats.unwrap_or(entry.repeats.0).max(1) {
                self.stroke(id, &path, wish)?;
            }
        }
        Ok(())
    }

    fn dose(&self, id: &StrokeId, wish: Wish) -> Result<Dose, Halt> {
        let knowledge = Arc::clone(&self.knowledge);
        let (id, wish) = if self.eased.flat {
            (StrokeId::from("flat"), Wish { both_hands: wish.both_hands, ..Wish::default() })
        } else {
            (id.clone(), wish)
        };
        let entry = self.stroke_entry(&knowledge, &id)?;
        let force = self.eased.force.unwrap_or(1.0) * wish.force_scale;
        let normal_n = wish.normal_n.unwrap_or(lines::middle_of(entry.normal_n)) * force;
        let tempo = self.eased.tempo.unwrap_or(1.0) * wish.speed_scale;
        let whole = |value: f64| value.round().clamp(0.0, 1e9) as u32;
        Ok(Dose {
            grip: Grip {
                aim: wish.aim.unwrap_or(match entry.layer.as_str() {
                    "skin" | "epidermis" | "dermis" => Aim::Skin,
                    "deep-fascia" | "muscle" => Aim::Fascia,
                    _ => Aim::Subcutis,
                }),
                angle_deg: whole(wish.angle_deg.unwrap_or(lines::middle_of(entry.angle_deg))),
                normal_mn: whole(normal_n * 1000.0),
                both_hands: wish.both_hands,
                stroke: id,
            },
            speed_cm_s: (wish.speed_cm_s.unwrap_or(lines::middle_of(entry.speed_cm_s)) * tempo).max(0.05),
        })
    }

    /// One stroke from touch to lift.
    pub fn stroke(&mut self, id: &StrokeId, path: &[BackPoint], wish: Wish) -> Result<(), Halt> {
        if self.eased.then.is_some_and(|then| then > Afterwards::GoOn) {
            return Err(Halt::Step);
        }
        if std::mem::take(&mut self.eased.pause) {
            self.wait_seconds(PAUSE_SECONDS)?;
        }
        let start = path.first().ok_or_else(|| Halt::Wrong("a stroke needs a path of at least one point".into()))?;
        let dose = self.dose(id, wish)?;
        self.act(Action::Touch { grip: dose.grip, at: start.quantised() })?;
        self.wait(TAKE_UP_TICKS)?;
        // A hand that holds still says so: the samples stay evenly spaced, and so does the pull.
        let moves = (build_up::length_cm(path) / dose.speed_cm_s * f64::from(TICKS_PER_SECOND / MOVE_TICKS))
            .round()
            .clamp(1.0, 20_000.0);
        for number in 0..=moves as u32 {
            if self.session.hand().is_none() {
                break;
            }
            let place = build_up::along(path, f64::from(number) / moves);
            self.act(Action::Move(place.quantised()))?;
            self.wait(MOVE_TICKS)?;
        }
        self.wait(HOLD_TICKS)?;
        if self.session.hand().is_some() {
            self.act(Action::Lift)?;
        }
        self.wait(BETWEEN_TICKS)
    }
}
