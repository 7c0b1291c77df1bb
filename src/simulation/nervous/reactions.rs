//! Unwanted reactions: hazards from triggers, onset, course and the taught remedy.
//!
//! For each reaction one number is drawn when the client arrives: how much hazard this person bears
//! on this day. The hazard grows with hands-on time and with triggers; when it passes that number,
//! the reaction is on its way and begins after its onset time.

use rand_pcg::Pcg64Mcg;

use super::{
    triggers::{self, Strengths},
    voice::uniform,
};
use crate::{
    knowledge::{Knowledge, id::ReactionId},
    maths::{approach, exp, ln},
    simulation::{
        bits::{Bits, ToBits},
        cause::{self, Cause, Hazard},
        constants::Constants,
        make_up::MakeUp,
        observation::{Cue, CueKind},
        tissue::{site::Site, skin_response::Bled, technique::Technique},
    },
    units::Tick,
};

/// A reaction that begins after the session, as the client may tell it next time.
#[derive(Debug, Clone, PartialEq)]
pub struct Prospect {
    /// The reaction.
    pub reaction: ReactionId,
    /// Minutes from now to its onset.
    pub onset_min: f64,
    /// What caused it.
    pub cause: Cause,
}

/// What does not change about a reaction.
#[derive(Debug, Clone)]
struct Form {
    id: ReactionId,
    name: String,
    shows: String,
    base: f64,
    /// Hazard of the base chance in a second of hands-on work, and in a whole session.
    rate: f64,
    whole: f64,
    triggers: Vec<usize>,
    sites: Vec<usize>,
    remedies: Vec<usize>,
    onset_min: (f64, f64),
    grade: u32,
    /// It is felt in the whole person.
    general: bool,
}

/// How far a reaction has come.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Course {
    /// Nothing yet.
    Away,
    /// It will begin at this tick.
    Coming(Tick),
    /// It is there, with this severity, 0 to 1, and goes on unanswered for so many seconds.
    There { severity: f64, unanswered_s: f64, remedy_s: f64 },
    /// It is over.
    Over,
}

/// A reaction with its state.
#[derive(Debug, Clone)]
struct State {
    form: Form,
    /// Hazard this person bears today.
    bears: f64,
    /// When it begins within the range of its onset, 0 to 1.
    delay: f64,
    hazard: f64,
    course: Course,
    /// Why it is on its way, taken at the moment its hazard passed what this person bears.
    cause: Option<Cause>,
}

/// All reactions.
#[derive(Debug, Clone)]
pub(crate) struct Reactions {
    states: Vec<State>,
    factors: [f64; triggers::COUNT],
    /// Each trigger in words, inside a sentence.
    words: Vec<String>,
}

/// What multiplies the base hazard of a reaction.
struct Factors {
    /// Triggers in the work and the person, by the table.
    triggers: f64,
    /// Factor that makes errors show within a few sessions.
    teaching: f64,
    /// Work in the reaction's zones.
    zones: f64,
    /// The person and the position.
    person: f64,
}

impl Factors {
    fn all(&self) -> f64 {
        self.triggers * self.teaching * self.zones * self.person
    }
}

impl ToBits for Reactions {
    fn to_bits(&self, bits: &mut Bits) {
        let Self { states, factors: _, words: _ } = self;
        for State { form: _, bears, delay, hazard, course, cause: _ } in states {
            bits.numbers(&[*bears, *delay, *hazard]);
            match *course {
                Course::Away => bits.whole(0),
                Course::Coming(tick) => bits.whole(1).whole(u64::from(tick.0)),
                Course::There { severity, unanswered_s, remedy_s } => {
                    bits.whole(2).numbers(&[severity, unanswered_s, remedy_s])
                }
                Course::Over => bits.whole(3),
            };
        }
    }
}

/// What the reactions are told in a slow step.
pub(crate) struct Circumstances<'a> {
    pub(crate) make_up: &'a MakeUp,
    pub(crate) strengths: &'a Strengths,
    pub(crate) sites: &'a [Site],
    /// The hand works in this step.
    pub(crate) working: bool,
    /// The stroke in use, by its place in the list of techniques.
    pub(crate) technique: Option<usize>,
    /// How much the position disposes to fainting; 1 lying.
    pub(crate) faint_factor: f64,
    pub(crate) resting: bool,
    pub(crate) tick: Tick,
    /// Seconds since the last slow step.
    pub(crate) step_s: f64,
    pub(crate) techniques: &'a [Technique],
    /// Wheal on the skin, 0 to 1, and the stroke under which it bled most.
    pub(crate) wheal: f64,
    pub(crate) bled: Option<Bled>,
}

impl Reactions {
    /// Draws what this person bears today, in the order of the table.
    pub(crate) fn new(
        knowledge: &Knowledge,
        sites: &[Site],
        techniques: &[Technique],
        generator: &mut Pcg64Mcg,
        constants: &Constants,
    ) -> Self {
        let states = knowledge
            .reactions
            .iter()
            .map(|(id, reaction)| {
                let listed = reaction.triggers.iter().filter_map(|trigger| {
                    crate::knowledge::response::TRIGGERS.iter().position(|known| *known == trigger.as_str())
                });
                let here = |site: &Site| site.form.zone.as_ref().is_some_and(|zone| reaction.zones.contains(zone));
                let base = reaction.base.clamp(0.0, 0.95);
                let whole = -ln(1.0 - base);
                let form = Form {
                    id: id.clone(),
                    name: reaction.name.en.to_lowercase(),
                    shows: reaction.shows.clone(),
                    base,
                    rate: whole / constants.reaction_session_s,
                    whole,
                    triggers: listed.collect(),
                    sites: sites.iter().enumerate().filter(|(_, site)| here(site)).map(|(index, _)| index).collect(),
                    remedies: reaction
                        .remedy_strokes
                        .iter()
                        .filter_map(|stroke| techniques.iter().position(|technique| technique.id == *stroke))
                        .collect(),
                    onset_min: reaction.onset_min,
                    grade: reaction.grade,
                    general: matches!(id.as_str(), "r03" | "r04" | "r05" | "r14" | "r18"),
                };
                let bears = -ln(1.0 - uniform(generator));
                // Early onsets are more frequent than late ones.
                let late = uniform(generator);
                let delay = late * late;
                State { form, bears, delay, hazard: 0.0, course: Course::Away, cause: None }
            })
            .collect();
        let words = crate::knowledge::response::TRIGGERS
            .iter()
            .map(|id| knowledge.triggers.get(*id).map_or_else(|| (*id).to_owned(), |trigger| trigger.cause.clone()));
        Self { states, factors: triggers::factors(knowledge), words: words.collect() }
    }

    /// What multiplies the base hazard of a reaction.
    fn factor(&self, form: &Form, on: &Circumstances<'_>, constants: &Constants) -> Factors {
        let mut factors = Factors { triggers: 1.0, teaching: 1.0, zones: 1.0, person: 1.0 };
        let mut worst: f64 = 0.0;
        for &index in &form.triggers {
            let strength = on.strengths.get(index).copied().unwrap_or(0.0);
            factors.triggers *= 1.0 + (self.factors.get(index).copied().unwrap_or(1.0) - 1.0) * strength;
            if triggers::in_the_work(index) {
                worst = worst.max(strength);
            }
        }
        factors.teaching = 1.0 + constants.reaction_gain * worst;
        if !form.sites.is_empty() {
            let seconds: f64 =
                form.sites.iter().filter_map(|index| on.sites.get(*index)).map(|site| site.dynamic.contact_s).sum();
            factors.zones = constants.reaction_elsewhere
                + (constants.reaction_zone - constants.reaction_elsewhere)
                    * (seconds / constants.reaction_zone_s).min(1.0);
        }
        if form.id.as_str() == "r03" {
            factors.person = on.faint_factor.max(0.2)
                * (1.0 + constants.faint_trait * on.make_up.traits.faints * on.make_up.traits.faints);
        }
        factors
    }

    /// Signs that leave no room for chance: wheals that stand, a swelling that grew, bruises, deep irritation.
    fn certain(id: &str, on: &Circumstances<'_>, constants: &Constants) -> Option<String> {
        let worst = |value: fn(&Site) -> f64| on.sites.iter().map(value).fold(0.0, f64::max);
        let sign = |value: f64, from: f64, words: &str| (value >= from).then(|| format!("{words} ({value:.2})"));
        match id {
            "r12" => on.bled.map(|bled| {
                let stroke = on.techniques.get(bled.technique).map_or("the stroke", |form| form.name.as_str());
                format!("small vessels bled under the pull of {:.1} N at {}° ({stroke})", bled.normal_n, bled.angle_deg)
            }),
            "r13" => sign(on.wheal, constants.wheal_reaction, "the skin answers shear with wheals"),
            "r15" => sign(
                worst(|site| site.dynamic.fluid_change),
                constants.swelling_reaction,
                "a swelling took up fluid under deep work",
            ),
            "r16" => sign(
                worst(|site| site.dynamic.irritation),
                constants.irritation_reaction,
                "tissue was irritated by the work",
            ),
            _ => None,
        }
    }

    /// The triggers of a reaction that are there: what the work could have done without comes first, then by weight.
    fn there(&self, form: &Form, strengths: &Strengths) -> Vec<cause::Trigger> {
        let mut listed: Vec<cause::Trigger> = form
            .triggers
            .iter()
            .filter_map(|&index| {
                let strength = strengths.get(index).copied()?;
                let id = crate::knowledge::response::TRIGGERS.get(index)?;
                let factor = 1.0 + (self.factors.get(index)? - 1.0) * strength;
                let words = self.words.get(index)?.clone();
                (strength >= 0.2).then(|| cause::Trigger { id: (*id).into(), words, strength, factor })
            })
            .collect();
        let by_work = |trigger: &cause::Trigger| super::by_work(trigger.id.as_str());
        listed.sort_by(|a, b| by_work(b).cmp(&by_work(a)).then(b.factor.total_cmp(&a.factor)));
        listed
    }

    /// Why a reaction comes: the sign that is certain, or the hazard with all it was multiplied by.
    fn why(
        &self,
        state: &State,
        certain: Option<String>,
        more: f64,
        on: &Circumstances<'_>,
        constants: &Constants,
    ) -> Cause {
        let form = &state.form;
        let triggers = self.there(form, on.strengths);
        if let Some(sign) = certain {
            return Cause::Sign { reaction: form.name.clone(), sign, triggers };
        }
        let factors = self.factor(form, on, constants);
        let chance = |hazard: f64| 1.0 - exp(-hazard);
        Cause::Hazard(Hazard {
            id: form.id.clone(),
            reaction: form.name.clone(),
            base: form.base,
            chance: chance(state.hazard + more),
            bears: chance(state.bears),
            zones: factors.zones,
            person: factors.person,
            teaching: factors.teaching,
            triggers,
        })
    }

    /// One slow step; cues of reactions that begin are added.
    pub(crate) fn step(&mut self, on: &Circumstances<'_>, cues: &mut Vec<Cue>, constants: &Constants) {
        let step_s = on.step_s;
        for index in 0..self.states.len() {
            let Some(state) = self.states.get(index) else { continue };
            if state.course == Course::Away {
                let more = if on.working {
                    state.form.rate * self.factor(&state.form, on, constants).all() * step_s
                } else {
                    0.0
                };
                let certain = if on.tick.0.is_multiple_of(60) {
                    Self::certain(state.form.id.as_str(), on, constants)
                } else {
                    None
                };
                let by_chance = state.form.base > 0.0 && state.hazard + more >= state.bears;
                let comes = certain.is_some() || by_chance;
                let cause = comes.then(|| self.why(state, certain, more, on, constants));
                let Some(state) = self.states.get_mut(index) else { continue };
                state.hazard += more;
                if cause.is_some() {
                    let (early, late) = state.form.onset_min;
                    let minutes = early + (late - early) * state.delay;
                    state.course = Course::Coming(Tick(on.tick.0.saturating_add(Tick::from_seconds(60.0 * minutes).0)));
                    state.cause = cause;
                }
                continue;
            }
            let Some(state) = self.states.get_mut(index) else { continue };
            match &mut state.course {
                Course::Coming(begins) if on.tick >= *begins => {
                    state.course = Course::There { severity: 0.6, unanswered_s: 0.0, remedy_s: 0.0 };
                    cues.push(Cue {
                        tick: on.tick,
                        kind: CueKind::Reaction(state.form.id.clone()),
                        words: state.form.shows.clone(),
                        cause: state.cause.clone().unwrap_or(Cause::Unknown),
                        asks_for_response: state.form.grade >= 2,
                    });
                }
                Course::There { severity, unanswered_s, remedy_s } => {
                    let remedy = on.technique.is_some_and(|stroke| state.form.remedies.contains(&stroke));
                    if remedy {
                        *remedy_s += step_s;
                    }
                    let faint = state.form.id.as_str() == "r03";
                    let upright = on.faint_factor > 1.0;
                    let goes_on = if faint { upright } else { on.working && !remedy };
                    if goes_on {
                        *unanswered_s += step_s;
                        let was = *severity;
                        *severity += (1.0 - *severity) * approach(step_s, constants.reaction_worsening);
                        if faint && was < constants.faint_from && *severity >= constants.faint_from {
                            cues.push(Cue {
                                tick: on.tick,
                                kind: CueKind::Reaction(state.form.id.clone()),
                                words: "The client faints and slumps forward.".into(),
                                cause: Cause::Faint { seconds: *unanswered_s },
                                asks_for_response: true,
                            });
                        }
                    } else {
                        *unanswered_s = 0.0;
                        let tau = if remedy || (faint && !upright) || *remedy_s > constants.remedy_enough {
                            constants.reaction_remedied
                        } else if on.resting {
                            constants.reaction_resting
                        } else {
                            constants.reaction_fading
                        };
                        *severity -= *severity * approach(step_s, tau);
                        if *severity < constants.reaction_over {
                            state.course = Course::Over;
                        }
                    }
                }
                Course::Away | Course::Coming(_) | Course::Over => {}
            }
        }
    }

    /// The taught answer to one reaction was given at once, for example lying down.
    pub(crate) fn ease(&mut self, id: &str, by: f64) {
        for state in self.states.iter_mut().filter(|state| state.form.id.as_str() == id) {
            if let Course::There { severity, unanswered_s, .. } = &mut state.course {
                *severity *= 1.0 - by.clamp(0.0, 1.0);
                *unanswered_s = 0.0;
            }
        }
    }

    /// Severity of one reaction, 0 to 1.
    pub(crate) fn severity(&self, id: &str) -> f64 {
        self.states.iter().find(|state| state.form.id.as_str() == id).map_or(0.0, |state| match state.course {
            Course::There { severity, .. } => severity,
            _ => 0.0,
        })
    }

    /// Severity of the worst reaction of grade 2 or more besides fainting, 0 to 1.
    pub(crate) fn worst(&self) -> f64 {
        self.states.iter().filter(|state| state.form.grade >= 2 && state.form.id.as_str() != "r03").fold(
            0.0,
            |worst, state| match state.course {
                Course::There { severity, .. } => f64::max(worst, severity),
                _ => worst,
            },
        )
    }

    /// A general reaction makes the client feel unwell; its name if one does.
    pub(crate) fn unwell(&self) -> Option<&str> {
        self.states
            .iter()
            .filter(|state| state.form.general)
            .find(|state| matches!(state.course, Course::There { severity, .. } if severity > 0.3))
            .map(|state| state.form.name.as_str())
    }

    /// Writes the ids of all that have begun and are not over.
    pub(crate) fn list(&self, into: &mut Vec<ReactionId>) {
        into.clear();
        into.extend(
            self.states
                .iter()
                .filter(|state| matches!(state.course, Course::There { .. }))
                .map(|state| state.form.id.clone()),
        );
    }

    /// What will begin later, if the session ends now.
    pub(crate) fn outlook(&self, on: &Circumstances<'_>, worked: bool, constants: &Constants) -> Vec<Prospect> {
        let mut prospects = Vec::new();
        for state in &self.states {
            let (early, late) = state.form.onset_min;
            let delay_min = early + (late - early) * state.delay;
            let (onset_min, cause) = match state.course {
                Course::Coming(begins) => {
                    (Some((begins.seconds() - on.tick.seconds()).max(0.0) / 60.0), state.cause.clone())
                }
                Course::Away => {
                    let after =
                        state.form.whole * constants.reaction_aftermath * self.factor(&state.form, on, constants).all();
                    let certain = Self::certain(state.form.id.as_str(), on, constants);
                    let by_chance = worked && state.form.base > 0.0 && state.hazard + after >= state.bears;
                    if certain.is_some() || by_chance {
                        (Some(delay_min), Some(self.why(state, certain, after, on, constants)))
                    } else {
                        (None, None)
                    }
                }
                Course::There { .. } | Course::Over => (None, None),
            };
            if let Some(onset_min) = onset_min {
                let cause = cause.unwrap_or(Cause::Unknown);
                prospects.push(Prospect { reaction: state.form.id.clone(), onset_min, cause });
            }
        }
        prospects
    }

    /// How near a reaction is that has not begun: its hazard as a share of what this person bears; 1 if it is coming.
    pub(crate) fn nearing(&self, id: &str) -> f64 {
        self.states.iter().find(|state| state.form.id.as_str() == id).map_or(0.0, |state| match state.course {
            Course::Away if state.bears > 0.0 => (state.hazard / state.bears).min(1.0),
            Course::Coming(_) => 1.0,
            _ => 0.0,
        })
    }

    /// Reactions that are there, each with its severity, 0 to 1, and why it came.
    pub(crate) fn there_now(&self) -> Vec<(ReactionId, f64, Cause)> {
        self.states
            .iter()
            .filter_map(|state| match state.course {
                Course::There { severity, .. } => {
                    Some((state.form.id.clone(), severity, state.cause.clone().unwrap_or(Cause::Unknown)))
                }
                _ => None,
            })
            .collect()
    }
}
