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
    maths::{approach, ln},
    simulation::{
        bits::{Bits, ToBits},
        constants::Constants,
        make_up::MakeUp,
        observation::{Cue, CueKind},
        tissue::{site::Site, technique::Technique},
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
    /// What caused it, in one sentence for the debrief.
    pub because: String,
}

/// What does not change about a reaction.
#[derive(Debug, Clone)]
struct Form {
    id: ReactionId,
    name: String,
    shows: String,
    base: f64,
    triggers: Vec<usize>,
    sites: Vec<usize>,
    remedies: Vec<usize>,
    onset_min: (f64, f64),
    grade: u32,
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
}

/// All reactions.
#[derive(Debug, Clone)]
pub(crate) struct Reactions {
    states: Vec<State>,
    factors: [f64; triggers::COUNT],
}

impl ToBits for Reactions {
    fn to_bits(&self, bits: &mut Bits) {
        let Self { states, factors: _ } = self;
        for State { form: _, bears, delay, hazard, course } in states {
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
    /// Wheal and bruise on the skin, 0 to 1.
    pub(crate) wheal: f64,
    pub(crate) bruise: f64,
}

impl Reactions {
    /// Draws what this person bears today, in the order of the table.
    pub(crate) fn new(
        knowledge: &Knowledge,
        sites: &[Site],
        techniques: &[Technique],
        generator: &mut Pcg64Mcg,
    ) -> Self {
        let states = knowledge
            .reactions
            .iter()
            .map(|(id, reaction)| {
                let listed = reaction.triggers.iter().filter_map(|trigger| {
                    crate::knowledge::response::TRIGGERS.iter().position(|known| *known == trigger.as_str())
                });
                let here = |site: &Site| site.form.zone.as_ref().is_some_and(|zone| reaction.zones.contains(zone));
                let form = Form {
                    id: id.clone(),
                    name: reaction.name.en.to_lowercase(),
                    shows: reaction.shows.clone(),
                    base: reaction.base.clamp(0.0, 0.95),
                    triggers: listed.collect(),
                    sites: sites.iter().enumerate().filter(|(_, site)| here(site)).map(|(index, _)| index).collect(),
                    remedies: reaction
                        .remedy_strokes
                        .iter()
                        .filter_map(|stroke| techniques.iter().position(|technique| technique.id == *stroke))
                        .collect(),
                    onset_min: reaction.onset_min,
                    grade: reaction.grade,
                };
                let bears = -ln(1.0 - uniform(generator));
                // Early onsets are more frequent than late ones.
                let late = uniform(generator);
                let delay = late * late;
                State { form, bears, delay, hazard: 0.0, course: Course::Away }
            })
            .collect();
        Self { states, factors: triggers::factors(knowledge) }
    }

    /// The factor on the base hazard of a reaction.
    fn factor(&self, form: &Form, on: &Circumstances<'_>, constants: &Constants) -> f64 {
        let mut factor = 1.0;
        let mut worst: f64 = 0.0;
        for &index in &form.triggers {
            let strength = on.strengths.get(index).copied().unwrap_or(0.0);
            factor *= 1.0 + (self.factors.get(index).copied().unwrap_or(1.0) - 1.0) * strength;
            if triggers::in_the_work(index) {
                worst = worst.max(strength);
            }
        }
        factor *= 1.0 + constants.reaction_gain * worst;
        if !form.sites.is_empty() {
            let seconds: f64 =
                form.sites.iter().filter_map(|index| on.sites.get(*index)).map(|site| site.dynamic.contact_s).sum();
            factor *= constants.reaction_elsewhere
                + (constants.reaction_zone - constants.reaction_elsewhere)
                    * (seconds / constants.reaction_zone_s).min(1.0);
        }
        if form.id.as_str() == "r03" {
            factor *= on.faint_factor.max(0.2)
                * (1.0 + constants.faint_trait * on.make_up.traits.faints * on.make_up.traits.faints);
        }
        factor
    }

    /// Signs that leave no room for chance: wheals that stand, a swelling that grew, bruises, deep irritation.
    fn certain(id: &str, on: &Circumstances<'_>, constants: &Constants) -> bool {
        let worst = |value: fn(&Site) -> f64| on.sites.iter().map(value).fold(0.0, f64::max);
        match id {
            "r12" => on.bruise > 0.0,
            "r13" => on.wheal >= constants.wheal_reaction,
            "r15" => worst(|site| site.dynamic.fluid_change) >= constants.swelling_reaction,
            "r16" => worst(|site| site.dynamic.irritation) >= constants.irritation_reaction,
            _ => false,
        }
    }

    /// One slow step; cues of reactions that begin are added.
    pub(crate) fn step(&mut self, on: &Circumstances<'_>, cues: &mut Vec<Cue>, constants: &Constants) {
        let step_s = super::slow_step();
        for index in 0..self.states.len() {
            let Some(state) = self.states.get(index) else { continue };
            if on.working && state.course == Course::Away {
                let hazard = -ln(1.0 - state.form.base) / constants.reaction_session_s
                    * self.factor(&state.form, on, constants)
                    * step_s;
                if let Some(state) = self.states.get_mut(index) {
                    state.hazard += hazard;
                }
            }
            let Some(state) = self.states.get_mut(index) else { continue };
            let because = |form: &Form| Self::because(form, on.strengths);
            match &mut state.course {
                Course::Away => {
                    let certain = on.tick.0.is_multiple_of(60) && Self::certain(state.form.id.as_str(), on, constants);
                    if certain || state.hazard >= state.bears {
                        let (early, late) = state.form.onset_min;
                        let minutes = early + (late - early) * state.delay;
                        state.course =
                            Course::Coming(Tick(on.tick.0.saturating_add(Tick::from_seconds(60.0 * minutes).0)));
                    }
                }
                Course::Coming(begins) if on.tick >= *begins => {
                    state.course = Course::There { severity: 0.6, unanswered_s: 0.0, remedy_s: 0.0 };
                    cues.push(Cue {
                        tick: on.tick,
                        kind: CueKind::Reaction(state.form.id.clone()),
                        words: state.form.shows.clone(),
                        because: because(&state.form),
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
                                because: format!(
                                    "The warning signs went unanswered for {unanswered_s:.0} seconds while the client sat upright."
                                ),
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
                Course::Coming(_) | Course::Over => {}
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
            .filter(|state| matches!(state.form.id.as_str(), "r03" | "r04" | "r05" | "r14" | "r18"))
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
    pub(crate) fn outlook(&self, on: &Circumstances<'_>, constants: &Constants) -> Vec<Prospect> {
        let mut prospects = Vec::new();
        for state in &self.states {
            let (early, late) = state.form.onset_min;
            let delay_min = early + (late - early) * state.delay;
            let onset_min = match state.course {
                Course::Coming(begins) => Some((begins.seconds() - on.tick.seconds()).max(0.0) / 60.0),
                Course::Away => {
                    let after = -ln(1.0 - state.form.base)
                        * constants.reaction_aftermath
                        * self.factor(&state.form, on, constants);
                    let comes =
                        Self::certain(state.form.id.as_str(), on, constants) || state.hazard + after >= state.bears;
                    comes.then_some(delay_min)
                }
                Course::There { .. } | Course::Over => None,
            };
            if let Some(onset_min) = onset_min {
                prospects.push(Prospect {
                    reaction: state.form.id.clone(),
                    onset_min,
                    because: Self::because(&state.form, on.strengths),
                });
            }
        }
        prospects
    }

    /// Why a reaction begins: its strongest triggers in words.
    fn because(form: &Form, strengths: &Strengths) -> String {
        let mut listed: Vec<(f64, &str)> = form
            .triggers
            .iter()
            .filter_map(|&index| {
                let strength = strengths.get(index).copied()?;
                let id = crate::knowledge::response::TRIGGERS.get(index)?;
                (strength >= 0.2).then_some((strength, *id))
            })
            .collect();
        listed.sort_by(|a, b| b.0.total_cmp(&a.0));
        if listed.is_empty() {
            return format!(
                "{}: nothing in the work explains it; it also happens after correct sessions.",
                upper_first(&form.name)
            );
        }
        let words: Vec<&str> = listed.iter().take(3).map(|(_, id)| in_words(id)).collect();
        format!("{}: made more likely by {}.", upper_first(&form.name), words.join(", "))
    }
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

fn in_words(trigger: &str) -> &'static str {
    match trigger {
        "cranial-before-caudal" => "work on the upper back before the lower",
        "too-deep" => "work deeper than the layer aimed at",
        "deep-in-swelling" => "deep work in a swelling",
        "first-session" => "this being the first session",
        "first-session-long" => "a long first session",
        "sitting-low-pressure" => "sitting with low blood pressure",
        "balancing-missing" => "missing balancing strokes",
        "rest-missing" => "missing rest",
        "one-sided" => "work on one side only",
        "too-fast" => "strokes faster than the tissue follows",
        "dermographic" => "skin that reacts strongly",
        "too-many-repeats" => "too many repeats of the same line",
        "fascia-work" => "fascia technique",
        "bleeding-days" => "lumbosacral work on bleeding days",
        "weak-tissue" => "thin or weak tissue",
        _ => "the work done",
    }
}
