//! What the rows of the trend table look at.

use serde::{Deserialize, Serialize};

use super::{
    client::ClientSpec,
    work::{Bench, Work},
};
use crate::{
    knowledge::{
        Knowledge,
        id::{ReactionId, RemarkId},
    },
    simulation::{
        constants::IncompleteKnowledge,
        observation::{CueKind, SiteView, SkinMark, Vitals},
    },
    units::BackPoint,
};

/// Seed of clients that are looked at singly.
const SEED: u64 = 11;

/// A quantity. Changes are against the client's arrival.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Measure {
    /// The strongest sensation of the last stroke, 0 to 8 of the scale.
    Sensation,
    /// Largest load of the last stroke.
    Load,
    /// 1 if the pads slid in the last stroke.
    Slid,
    /// Highest fold of the last stroke, mm.
    Fold,
    /// Largest tangential force of the last stroke, N.
    Tangential,
    /// Shift of the skin, mm.
    SkinShift,
    /// Shift of the superficial fascia, mm.
    SuperficialShift,
    /// Shift of the deep fascia, mm.
    DeepShift,
    /// Share of a held pull that is left at its end.
    HeldShare,
    /// Mobility won in the finding, mm.
    Gain,
    /// Mobility of the finding against the first session's, mm.
    Mobility,
    /// Change of the finding's relief, mm.
    Relief,
    /// Tenderness of the finding against arrival, NRS.
    Tenderness,
    /// Warming of the finding, °C.
    Warmth,
    /// Seconds in which the right layer was loaded in the finding.
    Worked,
    /// Mean redness of the finding, 0 to 1.
    SiteRedness,
    /// Pale line of the last mark, 0 to 1.
    Blanch,
    /// Red line of the last mark, 0 to 1.
    Redness,
    /// Flare of the last mark, 0 to 1.
    Flare,
    /// Reach of its flare, mm.
    FlareReach,
    /// Height of its wheal, mm.
    Wheal,
    /// Bruises as they show now, summed.
    Bruise,
    /// Change of heart rate, 1/min.
    HeartRate,
    /// Change of systolic pressure, mmHg.
    Systolic,
    /// Change of diastolic pressure, mmHg.
    Diastolic,
    /// Change of breathing rate, 1/min.
    Breathing,
    /// Change of the temperature of the feet, °C.
    Feet,
    /// Change of the temperature of the hands, °C.
    Hands,
    /// Change of sweating, 0 to 1.
    Sweating,
    /// Change of alertness, 0 to 1.
    Alertness,
    /// Comfort, 0 to 1.
    Comfort,
    /// Fall of the complaint's pain, NRS.
    PainFall,
    /// Share of the relief that came with attention, touch and rest.
    AttentionShare,
    /// Strokes until the stop word; 99 if it never came.
    StopWordAfter,
    /// 1 if the consent was withdrawn.
    Withdrawn,
    /// 1 if the client made the remark.
    Remark(RemarkId),
    /// Thickness of a lifted fold at a place, mm.
    FoldLifted(BackPoint),
    /// Unpleasant reactions (grade 2 and more) for each of so many people, during and after.
    Unpleasant(u32),
    /// Share of so many people who have the reaction, during or after.
    Reaction(ReactionId, u32),
    /// Mean severity of the reaction now, in those of so many people who have had it.
    Severity(ReactionId, u32),
    /// Share of so many people whose pain falls by less than this.
    LittleRelief(f64, u32),
    /// Mean of another quantity over so many people.
    Mean(Box<Measure>, u32),
}

/// The value of a quantity for a client after work.
pub(super) fn value(
    knowledge: &Knowledge,
    client: &ClientSpec,
    work: &[Work],
    measure: &Measure,
) -> Result<f64, IncompleteKnowledge> {
    let made = client.make_up();
    let run = |seed: u64| -> Result<Bench<'_>, IncompleteKnowledge> {
        let mut bench = Bench::new(knowledge, made.clone(), seed)?;
        work.iter().try_for_each(|step| bench.work(step))?;
        Ok(bench)
    };
    let mean = |people: u32, of: &dyn Fn(&Bench<'_>) -> Option<f64>| -> Result<f64, IncompleteKnowledge> {
        let (mut sum, mut count) = (0.0, 0u32);
        for seed in 0..u64::from(people) {
            if let Some(value) = of(&run(seed)?) {
                sum += value;
                count += 1;
            }
        }
        Ok(if count == 0 { 0.0 } else { sum / f64::from(count) })
    };
    match measure {
        Measure::Unpleasant(people) => mean(*people, &|bench| {
            let unpleasant = |id: &ReactionId| knowledge.reactions.get(id).is_some_and(|entry| entry.grade >= 2);
            Some(had(bench).iter().filter(|id| unpleasant(id)).count() as f64)
        }),
        Measure::Reaction(id, people) => mean(*people, &|bench| Some(if had(bench).contains(id) { 1.0 } else { 0.0 })),
        Measure::Severity(id, people) => mean(*people, &|bench| {
            let began = bench.cues.iter().any(|cue| cue.kind == CueKind::Reaction(id.clone()));
            began.then(|| {
                let account = bench.patient.account();
                account.reactions.iter().find(|(there, ..)| there == id).map_or(0.0, |(_, severity, _)| *severity)
            })
        }),
        Measure::LittleRelief(points, people) => {
            mean(*people, &|bench| Some(if single(bench, &Measure::PainFall) < *points { 1.0 } else { 0.0 }))
        }
        Measure::Mean(inner, people) => mean(*people, &|bench| Some(single(bench, inner))),
        measure => Ok(single(&run(SEED)?, measure)),
    }
}

/// Reactions that began, and those that will after the session, each once.
fn had(bench: &Bench<'_>) -> Vec<ReactionId> {
    let began = bench.cues.iter().filter_map(|cue| match &cue.kind {
        CueKind::Reaction(id) => Some(id.clone()),
        _ => None,
    });
    let coming = bench.patient.outlook().into_iter().map(|prospect| prospect.reaction);
    let mut all: Vec<_> = began.chain(coming).collect();
    all.sort();
    all.dedup();
    all
}

/// A quantity of one client.
fn single(bench: &Bench<'_>, measure: &Measure) -> f64 {
    let (now, before) = (bench.patient.observation(), &bench.before);
    let site = |of: fn(&SiteView) -> f64| now.sites.first().map_or(0.0, of);
    let site_change = |of: fn(&SiteView) -> f64| site(of) - before.sites.first().map_or(0.0, of);
    let mark = |of: fn(&SkinMark) -> f64| now.marks.last().map_or(0.0, of);
    let vital = |of: fn(&Vitals) -> f64| of(&now.vitals) - of(&before.vitals);
    let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
    match measure {
        Measure::Sensation => bench.last.sensation.trim_start_matches("sn").parse().unwrap_or(-1.0),
        Measure::Load => bench.last.load,
        Measure::Slid => flag(bench.last.slid),
        Measure::Fold => bench.last.fold_mm,
        Measure::Tangential => bench.last.tangential_n,
        Measure::SkinShift => bench.last.shifts.0,
        Measure::SuperficialShift => bench.last.shifts.1,
        Measure::DeepShift => bench.last.shifts.2,
        Measure::HeldShare => bench.held.1 / bench.held.0.max(1e-9),
        Measure::Gain => site(|site| site.mobility_mm - site.mobility_before_mm),
        Measure::Mobility => site_change(|site| site.mobility_mm),
        Measure::Relief => site_change(|site| site.relief_mm),
        Measure::Tenderness => site_change(|site| site.tenderness),
        Measure::Warmth => site(|site| site.warmth_c),
        Measure::Worked => site(|site| site.worked_s),
        Measure::SiteRedness => site(|site| site.redness),
        Measure::Blanch => mark(|mark| mark.blanch),
        Measure::Redness => mark(|mark| mark.redness),
        Measure::Flare => mark(|mark| mark.flare),
        Measure::FlareReach => mark(|mark| mark.flare_mm),
        Measure::Wheal => mark(|mark| mark.wheal_mm),
        Measure::Bruise => now.marks.iter().map(|mark| mark.bruise).sum(),
        Measure::HeartRate => vital(|vitals| vitals.heart_rate),
        Measure::Systolic => vital(|vitals| vitals.systolic),
        Measure::Diastolic => vital(|vitals| vitals.diastolic),
        Measure::Breathing => vital(|vitals| vitals.breathing_rate),
        Measure::Feet => vital(|vitals| vitals.feet_c),
        Measure::Hands => vital(|vitals| vitals.hands_c),
        Measure::Sweating => vital(|vitals| vitals.sweating),
        Measure::Alertness => vital(|vitals| vitals.alertness),
        Measure::Comfort => now.vitals.comfort,
        Measure::PainFall => -vital(|vitals| vitals.pain),
        Measure::AttentionShare => {
            let relief = &now.relief;
            relief.attention / (relief.attention + relief.tissue).max(1e-9)
        }
        Measure::StopWordAfter => bench.stop_word.map_or(99.0, f64::from),
        Measure::Withdrawn => flag(bench.patient.withdrawn()),
        Measure::Remark(id) => flag(bench.cues.iter().any(|cue| cue.kind == CueKind::Remark(id.clone()))),
        Measure::FoldLifted(at) => bench.patient.palpate(*at).fold_mm,
        Measure::Unpleasant(_)
        | Measure::Reaction(..)
        | Measure::Severity(..)
        | Measure::LittleRelief(..)
        | Measure::Mean(..) => 0.0,
    }
}
