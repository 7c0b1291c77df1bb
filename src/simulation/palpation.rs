//! What a palpating hand can read of the tissue: the same state that strokes meet and change.
//!
//! Human palpation is uncertain: where tissue is most altered, examiners agree only fairly; tenderness they
//! agree on. [`Reading::blurred`] makes a reading as uncertain as a case wants it, always in the same way for the
//! same attempt, place and test.

use serde::Serialize;

use super::{
    make_up::SiteGrades,
    patient::Patient,
    tissue::{Under, layer},
};
use crate::units::BackPoint;

/// How the way of a displacement ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum EndFeel {
    /// Elastic, as normal tissue ends.
    Soft,
    /// It stops early and firmly.
    Firm,
    /// It gives way and resists, as a swelling does.
    Doughy,
    /// There is hardly an end.
    Slack,
}

impl EndFeel {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Soft => "an elastic end",
            Self::Firm => "a firm end",
            Self::Doughy => "a doughy end",
            Self::Slack => "hardly any end",
        }
    }
}

/// A reading of the tissue at one place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reading {
    /// Displacement to the limit, millimetres.
    pub limit_mm: f64,
    /// How it ends.
    pub end: EndFeel,
    /// Thickness of a lifted fold, millimetres.
    pub fold_mm: f64,
    /// The fold rolls on without sticking.
    pub rolls: bool,
    /// Mobility, tension, volume and tenderness now, each 0 to 4.
    #[serde(skip)]
    pub grades: SiteGrades,
}

impl Patient {
    /// What a palpating hand can read at a place now.
    #[must_use]
    pub fn palpate(&self, at: BackPoint) -> Reading {
        let constants = &self.constants;
        let under = Under::find(&self.sites, at).first();
        let Some(site) = self.sites.get(under) else {
            return Reading {
                limit_mm: 0.0,
                end: EndFeel::Soft,
                fold_mm: 0.0,
                rolls: true,
                grades: SiteGrades::default(),
            };
        };
        let limit_mm = site.mobility_mm(constants);
        let bound = site.bound_grade(constants);
        let lower = &site.layers[layer::lower()];
        let (fluid, tension) = (site.fluid(), lower.tension + site.dynamic.guarding);
        let fold_mm = constants.fold_per_mm * site.form.subcutis_mm + constants.fold_fluid_mm * fluid;
        let end = if fluid >= constants.swelling_from {
            EndFeel::Doughy
        } else if bound >= 1.0 || tension >= constants.sticks_from {
            EndFeel::Firm
        } else if tension < 0.0 {
            EndFeel::Slack
        } else {
            EndFeel::Soft
        };
        // What was won, now and in earlier sessions, takes away from the grades the finding came with.
        let deficit = site.deficit_mm() + site.form.carried_mm;
        let won = limit_mm - lower.limit_mm + site.form.carried_mm;
        let left = if deficit > 0.0 { (1.0 - won / deficit).clamp(0.0, 1.0) } else { 1.0 };
        let graded =
            |grade: u8, share: f64, more: f64| (f64::from(grade.min(4)) * share + more).round().clamp(0.0, 4.0) as u8;
        let was = site.form.grades;
        let sore = site.dynamic.irritation * constants.irritation_tenderness / 2.0;
        Reading {
            limit_mm,
            end,
            fold_mm: fold_mm.min(constants.fold_lifted_most),
            rolls: bound < 2.0 && fluid < constants.swelling_from,
            grades: SiteGrades {
                mobility: graded(was.mobility, left, 0.0),
                tension: graded(was.tension, left, site.dynamic.guarding),
                volume: graded(was.volume, 1.0, 4.0 * site.dynamic.fluid_change),
                tenderness: graded(was.tenderness, 1.0, sore),
            },
        }
    }
}

impl Reading {
    /// The reading as an uncertain hand gives it. `uncertainty` is 0 to 1, `key` tells attempt, place and test apart.
    ///
    /// At 1 a displacement may be a third off, and about every second grade of mobility, tension and volume one off;
    /// tenderness, which the client tells, stays.
    #[must_use]
    pub fn blurred(mut self, uncertainty: f64, key: u64) -> Self {
        let uncertainty = if uncertainty.is_finite() { uncertainty.clamp(0.0, 1.0) } else { 0.0 };
        if uncertainty == 0.0 {
            return self;
        }
        let mut state = key;
        let mut noise = || {
            // The generator SplitMix64: one number from -1 to 1 for each call.
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
        };
        self.limit_mm *= 1.0 + 0.35 * uncertainty * noise();
        self.fold_mm *= 1.0 + 0.25 * uncertainty * noise();
        let mut off = |grade: &mut u8| {
            let value = noise();
            if value.abs() > 1.0 - 0.5 * uncertainty {
                *grade = if value > 0.0 { (*grade + 1).min(4) } else { grade.saturating_sub(1) };
            }
        };
        off(&mut self.grades.mobility);
        off(&mut self.grades.tension);
        off(&mut self.grades.volume);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uncertain_hand_is_off_in_the_same_way_each_time_and_seldom_by_much() {
        let reading = Reading {
            limit_mm: 10.0,
            end: EndFeel::Firm,
            fold_mm: 20.0,
            rolls: false,
            grades: SiteGrades { mobility: 2, tension: 2, volume: 1, tenderness: 3 },
        };
        assert_eq!(reading.blurred(0.0, 7), reading);
        assert_eq!(reading.blurred(1.0, 7), reading.blurred(1.0, 7));
        let all: Vec<Reading> = (0..400).map(|key| reading.blurred(1.0, key)).collect();
        assert!(all.iter().all(|one| (6.5..=13.5).contains(&one.limit_mm) && one.grades.tenderness == 3));
        assert!(all.iter().all(|one| one.grades.mobility.abs_diff(2) <= 1));
        let off = all.iter().filter(|one| one.grades.mobility != 2).count();
        assert!((100..300).contains(&off), "{off} of 400");
    }
}
