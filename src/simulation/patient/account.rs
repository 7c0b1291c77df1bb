//! The client taken apart for `explain` and the debrief.

use super::{Patient, speech};
use crate::simulation::{
    account::{Account, Sign, SiteAccount},
    tissue::{layer, site::Site},
};

impl Patient {
    /// What is felt now, what each sign consists of, what was done to each site.
    #[must_use]
    pub fn account(&self) -> Account {
        let pull = self.felt.map(|felt| speech::pull_of(&felt, &self.sites, &self.techniques, &self.reactions));
        let segments = self.afferent.stirred().into_iter();
        Account {
            felt: pull,
            signs: self.signs(),
            segments: segments.filter_map(|(index, drive)| Some((self.levels.get(index)?.clone(), drive))).collect(),
            reactions: self.reactions.there_now(),
            sites: self.sites_account(),
            relief: self.observation.relief,
        }
    }

    fn signs(&self) -> Vec<Sign> {
        let (now, rest, constants) = (&self.observation.vitals, &self.make_up.rest, &self.constants);
        let (up, down, faint) = (self.autonomic.arousal, self.autonomic.settling, self.autonomic.faint());
        let unpleasant = self.felt.map_or(0.0, |felt| felt.sense.unpleasantness());
        let heart = Sign {
            name: "Heart rate, 1/min",
            value: now.heart_rate,
            rest: rest.heart_rate,
            parts: vec![
                ("arousal", constants.heart_arousal * up),
                ("settling", -constants.heart_settling * down),
                ("what is felt", constants.heart_pain * unpleasant),
                ("faintness", -constants.heart_faint * faint),
            ],
        };
        let pressure = Sign {
            name: "Systolic pressure, mmHg",
            value: now.systolic,
            rest: rest.systolic,
            parts: vec![
                ("arousal", constants.systolic_arousal * up),
                ("settling", -constants.systolic_settling * down),
                ("faintness", -constants.systolic_faint * faint),
            ],
        };
        let drive = self.autonomic.drive;
        let arousal = Sign {
            name: "Drive of arousal, percent",
            value: 100.0 * (drive.input + drive.spread + drive.worry + drive.pain + drive.reaction),
            rest: 0.0,
            parts: vec![
                ("input of the skin", 100.0 * drive.input),
                ("its spread over segments", 100.0 * drive.spread),
                ("worry", 100.0 * drive.worry),
                ("unpleasantness", 100.0 * drive.pain),
                ("reactions", 100.0 * drive.reaction),
            ],
        };
        let warmth = Sign {
            name: "Skin of the back, °C",
            value: now.trunk_c,
            rest: rest.trunk_c,
            parts: vec![("warming of the sites worked on", now.trunk_c - rest.trunk_c)],
        };
        let differs = |sign: &Sign| (sign.value - sign.rest).abs() >= 0.3;
        [heart, pressure, arousal, warmth].into_iter().filter(differs).collect()
    }

    fn sites_account(&self) -> Vec<SiteAccount> {
        let told = |site: &&Site| {
            let state = &site.dynamic;
            state.contact_s >= 1.0
                && (site.form.finding.is_some() || state.irritation >= 0.05 || state.guarding >= 0.05)
        };
        let worked = self.sites.iter().filter(told);
        worked
            .map(|site| {
                let state = &site.dynamic;
                SiteAccount {
                    name: site.form.name.clone(),
                    worked_s: (state.worked_s, state.contact_s),
                    won_mm: (
                        state.gain_mm,
                        (1.0 - site.layers[layer::lower()].gel) * self.constants.gel_gain_mm + state.creep_mm,
                    ),
                    carried_mm: site.form.carried_mm,
                    irritation: state.irritation,
                    fluid_change: state.fluid_change,
                    guarding: state.guarding,
                    warmth_c: state.warmth_c,
                }
            })
            .collect()
    }
}
