//! What the client says first, of states rather than of the finger: warmth, faintness, urge, fear.
//!
//! Each remark is made once in a session, by clients who speak up, never on top of other words. It draws
//! nothing from the generator, so that speaking changes nothing else.

use crate::{
    knowledge::{Knowledge, id::RemarkId, response::Occasion},
    simulation::{
        bits::{Bits, ToBits},
        cause::Cause,
        constants::Constants,
        make_up::{Language, MakeUp},
        observation::{Cue, CueKind},
    },
    units::Tick,
};

/// One remark of the table.
#[derive(Debug, Clone)]
struct Form {
    id: RemarkId,
    when: Occasion,
    what: String,
    from: f64,
    words: Vec<String>,
    asks: bool,
    made: bool,
}

/// All remarks.
#[derive(Debug, Clone)]
pub(crate) struct Remarks {
    forms: Vec<Form>,
    /// Seconds since the last one.
    quiet_s: f64,
}

impl ToBits for Remarks {
    fn to_bits(&self, bits: &mut Bits) {
        let Self { forms, quiet_s } = self;
        bits.number(*quiet_s);
        for form in forms {
            bits.flag(form.made);
        }
    }
}

impl Remarks {
    /// The remarks of the table in the client's language.
    pub(crate) fn new(knowledge: &Knowledge, make_up: &MakeUp) -> Self {
        let forms = knowledge.remarks.iter().map(|(id, remark)| Form {
            id: id.clone(),
            what: match &remark.when {
                Occasion::Settling => "the client had grown calm".into(),
                Occasion::Worry => "the client had grown worried".into(),
                Occasion::Soreness => "strong work had left the client sore".into(),
                Occasion::Nearing(reaction) => {
                    let name = knowledge.reactions.get(reaction).map(|entry| entry.name.en.to_lowercase());
                    format!("a reaction was on its way: {}", name.unwrap_or_else(|| reaction.to_string()))
                }
            },
            when: remark.when.clone(),
            from: remark.from,
            words: match make_up.language {
                Language::German if !remark.words_de.is_empty() => remark.words_de.clone(),
                _ => remark.words.clone(),
            },
            asks: remark.asks_for_response,
            made: false,
        });
        Self { forms: forms.collect(), quiet_s: 1e6 }
    }

    /// One slow step: at most one remark. `value` gives a state, 0 to 1.
    pub(crate) fn step(
        &mut self,
        speaks_up: f64,
        tick: Tick,
        step_s: f64,
        value: impl Fn(&Occasion) -> f64,
        cues: &mut Vec<Cue>,
        constants: &Constants,
    ) {
        self.quiet_s += step_s;
        if speaks_up < constants.talks_from || self.quiet_s < constants.repeat_fine || !cues.is_empty() {
            return;
        }
        for form in self.forms.iter_mut().filter(|form| !form.made) {
            let value = value(&form.when);
            if value < form.from {
                continue;
            }
            form.made = true;
            self.quiet_s = 0.0;
            let pick = tick.0 as usize % form.words.len().max(1);
            cues.push(Cue {
                tick,
                kind: CueKind::Remark(form.id.clone()),
                words: form.words.get(pick).cloned().unwrap_or_default(),
                cause: Cause::State { what: form.what.clone(), value, from: form.from },
                asks_for_response: form.asks,
            });
            return;
        }
    }
}
