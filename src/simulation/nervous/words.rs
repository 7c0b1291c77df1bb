//! The client's words.

use rand::Rng;
use rand_pcg::Pcg64Mcg;

use super::sensation::Sense;
use crate::{
    knowledge::{Knowledge, id::SensationId},
    simulation::make_up::{Language, MakeUp},
};

/// The words for each sensation, in the client's language.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    entries: Vec<Entry>,
}

/// One sensation of the table.
#[derive(Debug, Clone)]
struct Entry {
    id: SensationId,
    variants: Vec<String>,
    asks_for_response: bool,
}

impl Words {
    /// The client's own words where the case brings some, else those of the table, in the order of the scale.
    pub(crate) fn new(knowledge: &Knowledge, make_up: &MakeUp) -> Self {
        let entries = Sense::ALL
            .iter()
            .map(|sense| {
                let entry = knowledge.sensations.get(sense.id());
                let own = make_up.words.iter().find(|(id, _)| id.as_str() == sense.id()).map(|(_, words)| words);
                let variants = own.filter(|words| !words.is_empty()).cloned();
                let variants = variants.unwrap_or_else(|| {
                    entry.map_or_else(Vec::new, |entry| match make_up.language {
                        Language::German if !entry.words_de.is_empty() => entry.words_de.clone(),
                        _ => entry.words.clone(),
                    })
                });
                Entry {
                    id: SensationId::from(sense.id()),
                    variants,
                    asks_for_response: entry.map_or(sense.unwanted(), |entry| entry.asks_for_response),
                }
            })
            .collect();
        Self { entries }
    }

    /// The id of a sensation.
    pub(crate) fn id(&self, sense: Sense) -> SensationId {
        self.entries.get(sense as usize).map_or_else(|| SensationId::from(sense.id()), |entry| entry.id.clone())
    }

    /// Whether the student should answer it.
    pub(crate) fn asks(&self, sense: Sense) -> bool {
        self.entries.get(sense as usize).is_some_and(|entry| entry.asks_for_response)
    }

    /// One of its wordings.
    pub(crate) fn say(&self, sense: Sense, generator: &mut Pcg64Mcg) -> String {
        let variants = self.entries.get(sense as usize).map_or(&[][..], |entry| &entry.variants);
        let count = variants.len().max(1) as u64;
        let pick = (generator.next_u64() % count) as usize;
        variants.get(pick).cloned().unwrap_or_default()
    }
}

/// The stop word in the client's language.
pub(crate) fn stop_word(language: Language) -> &'static str {
    match language {
        Language::English => "Stop. I don't want you to go on.",
        Language::German => "Stopp. Ich möchte nicht, dass Sie weitermachen.",
    }
}

/// What the client says when a stop word was not heeded.
pub(crate) fn withdrawal(language: Language) -> &'static str {
    match language {
        Language::English => "I said stop. I don't want to be treated any more.",
        Language::German => "Ich habe Stopp gesagt. Ich möchte nicht weiter behandelt werden.",
    }
}
