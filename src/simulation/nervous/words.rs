//! The client's words and the plain sentence of what caused them.

use rand::Rng;
use rand_pcg::Pcg64Mcg;

use super::sensation::{Cause, Sense};
use crate::{
    knowledge::{Knowledge, id::SensationId},
    simulation::{contact::Aim, make_up::Language, tissue::change::Feel},
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
    /// Takes them from the table, in the order of the scale.
    pub(crate) fn new(knowledge: &Knowledge, language: Language) -> Self {
        let entries = Sense::ALL
            .iter()
            .map(|sense| {
                let entry = knowledge.sensations.get(sense.id());
                let variants = entry.map_or_else(Vec::new, |entry| match language {
                    Language::German if !entry.words_de.is_empty() => entry.words_de.clone(),
                    _ => entry.words.clone(),
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

fn plane(layer: Aim) -> &'static str {
    match layer {
        Aim::Skin => "upper shift plane",
        Aim::Subcutis => "lower shift plane",
        Aim::Fascia => "edge of the deep fascia",
    }
}

fn name(sense: Sense) -> &'static str {
    match sense {
        Sense::Touch => "Only touch",
        Sense::Stretching => "Stretching",
        Sense::Scratching => "Light scratching",
        Sense::Cutting => "Clear cutting",
        Sense::Burning => "Burning",
        Sense::Dull => "Dull pressure",
        Sense::Sharp => "Sharp pain",
        Sense::Stinging => "Stinging at one spot",
        Sense::Unwell => "Feeling unwell",
    }
}

/// What caused a sensation, in one sentence. `site` names the tissue, `stroke` the technique.
pub(crate) fn because(sense: Sense, cause: Cause, feel: &Feel, site: &str, stroke: &str) -> String {
    let what = name(sense);
    let plane = plane(feel.layer);
    let (load, grade, speed) = (feel.load, feel.tension, feel.speed);
    let normal = feel.reach.pressure_kpa;
    match cause {
        Cause::TooLight => format!(
            "{what}: the pads rest too lightly to bring the {plane} to its limit ({load:.1} of it), over {site}."
        ),
        Cause::TakingUp => format!("{what}: the slack is still being taken up over {site}."),
        Cause::Slack => {
            format!("{what}: the {plane} gives way before it is loaded ({load:.1} of its limit), over {site}.")
        }
        Cause::FlatPull => format!("{what}: a broad, soft pull on the {plane} ({load:.1} of its limit), over {site}."),
        Cause::UpperPlane => {
            format!("{what}: the {stroke} stroke loaded the {plane} to {load:.1} of its limit, over {site}.")
        }
        Cause::NormalAtLimit => {
            format!("{what}: the pull loaded the {plane} to {load:.1} of its limit, over {site} with little tension.")
        }
        Cause::TenseAtLimit => format!(
            "{what}: the pull loaded the {plane} to {load:.1} of its limit, over {site} with tension of grade {grade:.0}."
        ),
        Cause::Sliding => {
            format!("{what}: at {speed:.1} cm/s the pads slid over the skin instead of carrying it, over {site}.")
        }
        Cause::Repeats => format!(
            "{what}: the same line has been pulled {} times more than the {stroke} stroke allows, over {site}.",
            feel.excess_repeats
        ),
        Cause::TooMuchForce => format!(
            "{what}: the force (about {normal:.0} kPa under the pads) pressed deeper than the layer aimed at, over {site}."
        ),
        Cause::TooSteep => {
            format!("{what}: the fingers stand too steep and reach deeper than the layer aimed at, over {site}.")
        }
        Cause::Pressed => format!("{what}: the {stroke} stroke presses on bone; it belongs to another method."),
        Cause::Swelling => {
            format!("{what}: deep work (about {normal:.0} kPa under the pads) in a swelling, over {site}.")
        }
        Cause::FasciaTooEarly => {
            format!("{what}: the pull reached the deep fascia while the layers above are still bound, over {site}.")
        }
        Cause::Overload => format!(
            "{what}: the pull loaded the {plane} to {load:.1} of its limit, too much for the tenderness ({:.0} of 10) of {site}.",
            feel.tenderness
        ),
        Cause::TenderFold => {
            format!("{what}: the fold that was lifted is tender ({:.0} of 10), over {site}.", feel.tenderness)
        }
        Cause::Reaction => format!("{what}: a general reaction has begun ({site})."),
        Cause::MaximalPoint => format!("{what}: the pull ran over the maximal point of {site}."),
    }
}
