//! What the client feels and says.

use super::Patient;
use crate::{
    simulation::{
        cause::{Pull, Why},
        contact::Aim,
        make_up::MakeUp,
        nervous::{
            reactions::Reactions,
            voice::{Felt, Speaker},
            words::Words,
        },
        tissue::{site::Site, technique::Technique},
    },
    units::Tick,
};

impl Patient {
    /// Lets the client feel and speak.
    pub(super) fn speak(&mut self) {
        let felt = self.felt;
        let pull = |felt: &Felt| pull_of(felt, &self.sites, &self.techniques, &self.reactions);
        let speaker = speaker(&self.words, &self.make_up, self.tick, &pull);
        self.voice.tick(
            felt.as_ref(),
            self.rates.step_s,
            &speaker,
            &mut self.generator,
            &mut self.observation.cues,
            &self.constants,
        );
        match (felt, &self.observation.sensation) {
            (Some(felt), Some(shown)) if shown.as_str() == felt.sense.id() => {}
            (Some(felt), _) => self.observation.sensation = Some(self.words.id(felt.sense)),
            (None, Some(_)) => self.observation.sensation = None,
            (None, None) => {}
        }
    }
}

/// What a sentence of this client needs.
pub(super) fn speaker<'a>(
    words: &'a Words,
    make_up: &MakeUp,
    tick: Tick,
    pull: &'a dyn Fn(&Felt) -> Pull,
) -> Speaker<'a> {
    Speaker { words, language: make_up.language, speaks_up: make_up.traits.speaks_up, tick, pull }
}

/// What is felt as a cause, with the names of tissue and technique.
pub(super) fn pull_of(felt: &Felt, sites: &[Site], techniques: &[Technique], reactions: &Reactions) -> Pull {
    let feel = &felt.feel;
    let stroke = techniques.get(felt.technique).map_or_else(String::new, |form| form.name.clone());
    let tissue = if felt.why == Why::Reaction {
        reactions.unwell().unwrap_or("general reaction").to_owned()
    } else {
        sites.get(feel.site).map_or_else(String::new, |site| site.form.name.clone())
    };
    Pull {
        sensation: felt.sense.id().into(),
        why: felt.why,
        stroke,
        tissue,
        layer: feel.layer,
        aim: match feel.reach.aimed {
            aimed if aimed < 0.5 => Aim::Skin,
            aimed if aimed < 1.5 => Aim::Subcutis,
            _ => Aim::Fascia,
        },
        load: feel.load,
        shift_mm: feel.shift_mm,
        limit_mm: feel.limit_mm,
        normal_n: feel.normal_n,
        pressure_kpa: feel.reach.pressure_kpa,
        angle_deg: feel.angle_deg,
        deeper: (feel.reach.by_force, feel.reach.by_angle),
        speed_cm_s: feel.speed,
        tension: feel.tension,
        tenderness: feel.tenderness,
        fluid: feel.fluid,
        bound: feel.bound,
        excess_repeats: feel.excess_repeats,
    }
}
