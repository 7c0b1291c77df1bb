//! When the client speaks: soon when something is wrong, seldom otherwise, and always when asked.

use rand::Rng;
use rand_pcg::Pcg64Mcg;

use super::{
    sensation::Sense,
    words::{self, Words},
};
use crate::simulation::{
    bits::{Bits, ToBits},
    cause::{Cause, Pull, Why},
    constants::Constants,
    make_up::Language,
    observation::{Cue, CueKind},
    tissue::change::Feel,
};
use crate::units::Tick;

/// What is felt at the moment and why, with all that a sentence needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Felt {
    pub(crate) sense: Sense,
    pub(crate) why: Why,
    pub(crate) feel: Feel,
    /// The stroke, by its place in the list of techniques.
    pub(crate) technique: usize,
}

/// The client's voice.
#[derive(Debug, Clone, Default)]
pub(crate) struct Voice {
    /// What is felt now, and since when it has been felt without a break.
    now: Option<(Sense, f64)>,
    /// The last thing felt, for an answer when asked, and how long ago, seconds.
    last: Option<(Felt, f64)>,
    /// Seconds since anything was said.
    quiet_s: f64,
    /// Seconds since each sensation was last spoken of.
    since_s: [f64; 9],
    /// This spell of something unwanted is borne in silence.
    silent: bool,
    /// Seconds of sharp pain that nobody answered.
    ignored_s: f64,
    /// The stop word was said.
    pub(crate) stopped: bool,
    /// Seconds the hand went on after the stop word.
    pub(crate) defied_s: f64,
    /// The consent is withdrawn.
    pub(crate) withdrawn: bool,
}

impl ToBits for Voice {
    fn to_bits(&self, bits: &mut Bits) {
        let Self { now, last, quiet_s, since_s, silent, ignored_s, stopped, defied_s, withdrawn } = self;
        match now {
            Some((sense, since)) => bits.whole(*sense as u64).number(*since),
            None => bits.whole(99),
        };
        match last {
            Some((felt, ago)) => bits.whole(felt.sense as u64).whole(felt.why as u64).number(*ago),
            None => bits.whole(99),
        };
        bits.numbers(since_s).numbers(&[*quiet_s, *ignored_s, *defied_s]).flag(*silent).flag(*stopped).flag(*withdrawn);
    }
}

/// What a sentence needs besides what is felt.
pub(crate) struct Speaker<'a> {
    pub(crate) words: &'a Words,
    pub(crate) language: Language,
    pub(crate) speaks_up: f64,
    pub(crate) tick: Tick,
    /// The pull behind what is felt, with the names of tissue and technique.
    pub(crate) pull: &'a dyn Fn(&Felt) -> Pull,
}

impl Voice {
    /// A voice that has not spoken yet.
    pub(crate) fn new() -> Self {
        Self { quiet_s: 1e6, since_s: [1e6; 9], ..Self::default() }
    }

    /// Takes what is felt in this tick; says something if it is time to.
    pub(crate) fn tick(
        &mut self,
        felt: Option<&Felt>,
        step_s: f64,
        speaker: &Speaker<'_>,
        generator: &mut Pcg64Mcg,
        cues: &mut Vec<Cue>,
        constants: &Constants,
    ) {
        self.quiet_s += step_s;
        for since in &mut self.since_s {
            *since += step_s;
        }
        if let Some((_, ago)) = &mut self.last {
            *ago += step_s;
        }
        let Some(felt) = felt else {
            self.now = None;
            self.silent = false;
            self.ignored_s -= self.ignored_s * (step_s / constants.pain_forgotten).min(1.0);
            return;
        };
        let steady = match self.now {
            Some((sense, since)) if sense == felt.sense => since + step_s,
            _ => {
                // A new spell of something unwanted: this person speaks up, or bears it.
                if felt.sense.unwanted() {
                    let roll = uniform(generator);
                    self.silent = roll >= speaker.speaks_up;
                }
                0.0
            }
        };
        self.now = Some((felt.sense, steady));
        if felt.sense > Sense::Touch || self.last.is_none_or(|(_, ago)| ago > constants.answer_memory) {
            self.last = Some((*felt, 0.0));
        }
        let since = self.since_s.get(felt.sense as usize).copied().unwrap_or(0.0);
        let due = if felt.sense.unwanted() {
            !self.silent && steady >= constants.speak_after && since >= constants.repeat_unwanted
        } else {
            let settled = if felt.sense == Sense::Touch { constants.speak_touch_after } else { constants.speak_after };
            steady >= settled
                && self.quiet_s >= constants.speak_gap
                && since >= constants.repeat_fine
                && speaker.speaks_up >= constants.talks_from
        };
        if due {
            self.say(felt, speaker, generator, cues);
        }
        if felt.sense == Sense::Sharp {
            self.ignored_s += step_s;
            if self.ignored_s >= constants.stop_after && !self.stopped {
                self.stop(felt, speaker, cues);
            }
        }
        if self.stopped {
            self.defied_s += step_s;
            if self.defied_s >= constants.withdraw_after && !self.withdrawn {
                self.withdrawn = true;
                cues.push(Cue {
                    tick: speaker.tick,
                    kind: CueKind::StopWord,
                    words: words::withdrawal(speaker.language).into(),
                    cause: Cause::Defied { seconds: self.defied_s },
                    asks_for_response: true,
                });
            }
        }
    }

    fn say(&mut self, felt: &Felt, speaker: &Speaker<'_>, generator: &mut Pcg64Mcg, cues: &mut Vec<Cue>) {
        cues.push(Cue {
            tick: speaker.tick,
            kind: CueKind::Sensation(speaker.words.id(felt.sense)),
            words: speaker.words.say(felt.sense, generator),
            cause: Cause::Pull((speaker.pull)(felt)),
            asks_for_response: speaker.words.asks(felt.sense),
        });
        self.quiet_s = 0.0;
        if let Some(since) = self.since_s.get_mut(felt.sense as usize) {
            *since = 0.0;
        }
    }

    fn stop(&mut self, felt: &Felt, speaker: &Speaker<'_>, cues: &mut Vec<Cue>) {
        cues.push(Cue {
            tick: speaker.tick,
            kind: CueKind::StopWord,
            words: words::stop_word(speaker.language).into(),
            cause: Cause::Ignored { seconds: self.ignored_s, pull: (speaker.pull)(felt) },
            asks_for_response: true,
        });
        self.stopped = true;
        self.quiet_s = 0.0;
    }

    /// The student asks: the client names what is felt, or was felt a moment ago.
    pub(crate) fn answer(
        &mut self,
        speaker: &Speaker<'_>,
        generator: &mut Pcg64Mcg,
        cues: &mut Vec<Cue>,
        constants: &Constants,
    ) {
        if let Some((felt, ago)) = self.last
            && ago <= constants.answer_memory
        {
            self.say(&felt, speaker, generator, cues);
        }
        self.silent = false;
    }

    /// The student has answered: ignored pain starts anew, and the stop word is honoured.
    pub(crate) fn answered(&mut self) {
        self.ignored_s = 0.0;
        self.stopped = false;
        self.defied_s = 0.0;
    }

    /// The student insists: patience is shorter.
    pub(crate) fn insisted(&mut self, constants: &Constants) {
        self.ignored_s = self.ignored_s.max(0.6 * constants.stop_after);
    }
}

/// A number from 0 up to 1 from the top bits of the generator.
pub(crate) fn uniform(generator: &mut Pcg64Mcg) -> f64 {
    (generator.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}
