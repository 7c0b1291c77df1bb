//! What the client feels and says.

use super::Patient;
use crate::{
    simulation::{
        make_up::MakeUp,
        nervous::{
            reactions::Reactions,
            sensation::Cause,
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
        let names = |felt: &Felt| names_of(felt, &self.sites, &self.techniques, &self.reactions);
        let speaker = speaker(&self.words, &self.make_up, self.tick, &names);
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
    names: &'a dyn Fn(&Felt) -> (String, String),
) -> Speaker<'a> {
    Speaker { words, language: make_up.language, speaks_up: make_up.traits.speaks_up, tick, names }
}

/// Names of site and stroke for a sentence.
pub(super) fn names_of(
    felt: &Felt,
    sites: &[Site],
    techniques: &[Technique],
    reactions: &Reactions,
) -> (String, String) {
    let stroke = techniques.get(felt.technique).map_or_else(String::new, |form| form.name.clone());
    if felt.cause == Cause::Reaction {
        return (reactions.unwell().unwrap_or("general reaction").into(), stroke);
    }
    (sites.get(felt.feel.site).map_or_else(String::new, |site| site.form.name.clone()), stroke)
}
