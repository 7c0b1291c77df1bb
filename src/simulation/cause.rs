//! Why the client feels, says or shows something: the values the simulation itself went by.
//!
//! A cause is taken at the moment it acts and kept with what it caused; nothing is worked out
//! afterwards from what was seen. The sentences of debrief and `explain` are made from these values.

use serde::Serialize;

use super::contact::Aim;
use crate::knowledge::id::{ReactionId, SensationId, TriggerId};

/// What is behind something the client says or shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Cause {
    /// Nothing is known of it; only for cues that were not made by the simulation.
    Unknown,
    /// The pull under the pads.
    Pull(Pull),
    /// Sharp pain that nobody answered.
    Ignored {
        /// Seconds of it.
        seconds: f64,
        /// The pull that hurt last.
        pull: Pull,
    },
    /// The hand went on after the stop word.
    Defied {
        /// Seconds of it.
        seconds: f64,
    },
    /// The hazard of a reaction passed what this person bears today.
    Hazard(Hazard),
    /// A sign on the body that is the reaction itself, without chance.
    Sign {
        /// The reaction by name.
        reaction: String,
        /// The sign in words, with its value.
        sign: String,
        /// What in the work and the person made it likely.
        triggers: Vec<Trigger>,
    },
    /// Warning signs went unanswered while the client sat upright.
    Faint {
        /// Seconds of it.
        seconds: f64,
    },
    /// It came after an earlier session.
    Before {
        /// The reaction by name.
        reaction: String,
        /// Days since that session.
        days: u32,
    },
    /// A state of the client moves them to speak first.
    State {
        /// What it is, in words.
        what: String,
        /// Its value, 0 to 1.
        value: f64,
        /// The value from which this client speaks of it.
        from: f64,
    },
}

/// A pull and what it met, at one moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pull {
    /// What is felt.
    pub sensation: SensationId,
    /// Why, of all that was true.
    pub why: Why,
    /// The technique by name.
    pub stroke: String,
    /// The tissue by name, with kind and grade of its finding.
    pub tissue: String,
    /// The layer really loaded.
    pub layer: Aim,
    /// The layer aimed at.
    pub aim: Aim,
    /// Displacement against the limit of that layer.
    pub load: f64,
    /// Shift of the skin, millimetres.
    pub shift_mm: f64,
    /// Way to the limit of the loaded layer now, millimetres.
    pub limit_mm: f64,
    /// Normal force, newtons.
    pub normal_n: f64,
    /// Mean pressure under the pads, kilopascals.
    pub pressure_kpa: f64,
    /// Angle of the fingers, degrees.
    pub angle_deg: f64,
    /// Layers reached beyond the aim by force and by angle.
    pub deeper: (f64, f64),
    /// Speed of the pads, centimetres per second.
    pub speed_cm_s: f64,
    /// Tension of the loaded layer, 0 to 4.
    pub tension: f64,
    /// Tenderness, 0 to 10.
    pub tenderness: f64,
    /// Fluid, 0 to 1.5.
    pub fluid: f64,
    /// Immobility, 0 to 4.
    pub bound: f64,
    /// Repeats of this line beyond those allowed.
    pub excess_repeats: u32,
}

/// Why a pull feels as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Why {
    /// Too little force for the layer.
    TooLight,
    /// The tissue gives way before it is loaded.
    Slack,
    /// Slack is still being taken up.
    TakingUp,
    /// A flat or light pull.
    FlatPull,
    /// The upper plane at its limit.
    UpperPlane,
    /// The loaded plane at its limit over tissue that is not tense.
    NormalAtLimit,
    /// The loaded plane at its limit over tense tissue.
    TenseAtLimit,
    /// A stroke meant to cross an edge runs along it.
    AlongEdge,
    /// The pads slide.
    Sliding,
    /// Too many repeats of a line.
    Repeats,
    /// Too much normal force.
    TooMuchForce,
    /// Too steep a finger.
    TooSteep,
    /// A foreign technique presses on bone.
    Pressed,
    /// Deep work in a swelling.
    Swelling,
    /// Fascia technique before the layers above are free.
    FasciaTooEarly,
    /// Pulled beyond the limit, or tissue too tender for this pull.
    Overload,
    /// A maximal point.
    MaximalPoint,
    /// A tender fold is lifted.
    TenderFold,
    /// A general reaction.
    Reaction,
}

/// How the hazard of a reaction came to pass what this person bears.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hazard {
    /// The reaction.
    pub id: ReactionId,
    /// Its name.
    pub reaction: String,
    /// Chance of it in a correct session, 0 to 1.
    pub base: f64,
    /// Chance that the session gave it so far, 0 to 1.
    pub chance: f64,
    /// The share of people who bear less than this client today, 0 to 1.
    pub bears: f64,
    /// Factor of work in the zones that are taught to bring it on.
    pub zones: f64,
    /// Factor of the person and the position.
    pub person: f64,
    /// Factor by which the program makes errors show within a few sessions; a setting, not a finding.
    pub teaching: f64,
    /// What in the work and the person raised it: the work first, then by weight.
    pub triggers: Vec<Trigger>,
}

/// Something that raised a hazard.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trigger {
    /// Which.
    pub id: TriggerId,
    /// In words, inside a sentence.
    pub words: String,
    /// How fully it was there, 0 to 1.
    pub strength: f64,
    /// What it multiplied the hazard by.
    pub factor: f64,
}

impl Cause {
    /// The cause in one plain sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Unknown => String::new(),
            Self::Pull(pull) => pull.sentence(),
            Self::Ignored { seconds, pull } => {
                format!("The pain went on for {seconds:.0} seconds without an answer. {}", pull.sentence())
            }
            Self::Defied { seconds } => {
                format!("The hand went on for {seconds:.0} seconds after the stop word; that ends the consent.")
            }
            Self::Hazard(hazard) => hazard.sentence(),
            Self::Sign { reaction, sign, triggers } => match listed(triggers) {
                words if words.is_empty() => format!("{}: {sign}.", upper_first(reaction)),
                words => format!("{}: {sign}; made more likely by {words}.", upper_first(reaction)),
            },
            Self::Faint { seconds } => {
                format!("The warning signs went unanswered for {seconds:.0} seconds while the client sat upright.")
            }
            Self::Before { reaction, days } => {
                format!("{} came after the last session, {days} days ago.", upper_first(reaction))
            }
            Self::State { what, value, from } => {
                format!("{} ({value:.2}; this client speaks of it from {from:.2} on).", upper_first(what))
            }
        }
    }

    /// Something in the work lies behind it, not the person, the day or chance alone.
    #[must_use]
    pub fn by_work(&self) -> bool {
        let work = |triggers: &[Trigger]| triggers.iter().any(|trigger| super::nervous::by_work(trigger.id.as_str()));
        match self {
            Self::Hazard(hazard) => work(&hazard.triggers),
            Self::Sign { triggers, .. } => work(triggers),
            Self::Pull(_) | Self::Ignored { .. } | Self::Defied { .. } | Self::Faint { .. } => true,
            Self::Before { .. } | Self::State { .. } | Self::Unknown => false,
        }
    }

    /// The chain from what the hand did to what the client did, one plain sentence a link.
    #[must_use]
    pub fn chain(&self) -> Vec<String> {
        let mut chain = vec![self.sentence()];
        match self {
            Self::Pull(pull) | Self::Ignored { pull, .. } => chain.extend(pull.links()),
            Self::Hazard(hazard) => chain.extend(hazard.links()),
            _ => {}
        }
        chain.retain(|link| !link.is_empty());
        chain
    }
}

/// A loaded plane by name.
#[must_use]
pub fn plane(layer: Aim) -> &'static str {
    match layer {
        Aim::Skin => "upper shift plane",
        Aim::Subcutis => "lower shift plane",
        Aim::Fascia => "edge of the deep fascia",
    }
}

fn feeling(sensation: &str) -> &'static str {
    match sensation {
        "sn0" => "Only touch",
        "sn1" => "Stretching",
        "sn2" => "Light scratching",
        "sn3" => "Clear cutting",
        "sn4" => "Burning",
        "sn5" => "Dull pressure",
        "sn6" => "Sharp pain",
        "sn7" => "Stinging at one spot",
        _ => "Feeling unwell",
    }
}

impl Pull {
    /// What is felt and why, in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let what = feeling(self.sensation.as_str());
        let (plane, load, tissue, stroke) = (plane(self.layer), self.load, &self.tissue, &self.stroke);
        let loaded = format!("loaded the {plane} to {load:.1} of its limit over {tissue}");
        let because = match self.why {
            Why::TooLight => format!(
                "the pads rest too lightly ({:.1} N) to bring the {plane} to its limit ({load:.1} of it) over {tissue}",
                self.normal_n
            ),
            Why::TakingUp => format!("the slack is still being taken up ({load:.1} of the limit) over {tissue}"),
            Why::Slack => format!("the {plane} gives way before it is loaded ({load:.1} of its limit) over {tissue}"),
            Why::FlatPull => format!("a broad, soft pull {loaded}"),
            Why::UpperPlane => format!("the {stroke} {loaded}"),
            Why::NormalAtLimit => format!("the pull {loaded}, where there is little tension"),
            Why::TenseAtLimit => format!("the pull {loaded}"),
            Why::AlongEdge => format!(
                "the {stroke} ran along the edge instead of across it, so the tissue slipped beside it and was hardly stretched, over {tissue}"
            ),
            Why::Sliding => format!(
                "at {:.1} cm/s the pads slid over the skin instead of carrying it, over {tissue}",
                self.speed_cm_s
            ),
            Why::Repeats => format!(
                "this line was pulled {} times more often than the {stroke} allows, over {tissue}",
                self.excess_repeats
            ),
            Why::TooMuchForce => format!(
                "{:.1} N pressed {:.1} layers deeper than the layer aimed at, over {tissue}",
                self.normal_n, self.deeper.0
            ),
            Why::TooSteep => format!(
                "the fingers stand too steep ({:.0}°) and reach {:.1} layers deeper than the layer aimed at, over {tissue}",
                self.angle_deg, self.deeper.1
            ),
            Why::Pressed => format!("the {stroke} presses on bone; it belongs to another method"),
            Why::Swelling => {
                format!("deep work was done in {tissue} ({:.0} kPa under the pads)", self.pressure_kpa)
            }
            Why::FasciaTooEarly => format!(
                "the pull reached the deep fascia while the layers above are still bound (grade {:.1}), over {tissue}",
                self.bound
            ),
            Why::Overload => format!("the pull {loaded}, too much for its tenderness ({:.0} of 10)", self.tenderness),
            Why::TenderFold => {
                format!("the fold that was lifted is tender ({:.0} of 10), over {tissue}", self.tenderness)
            }
            Why::Reaction => format!("a general reaction is under way: {tissue}"),
            Why::MaximalPoint => format!("the pull ran over the maximal point of {tissue}"),
        };
        format!("{what}, because {because}.")
    }

    /// What the hand did, what it reached, what it met.
    fn links(&self) -> Vec<String> {
        if self.why == Why::Reaction {
            return Vec::new();
        }
        let hand = format!(
            "The hand: {}, {:.0}°, {:.1} N ({:.0} kPa), {:.1} cm/s.",
            self.stroke, self.angle_deg, self.normal_n, self.pressure_kpa, self.speed_cm_s
        );
        let reach = match self.deeper.0 + self.deeper.1 {
            deeper if deeper.abs() < 0.05 => format!("That reaches the layer aimed at: the {}.", plane(self.layer)),
            deeper if self.layer == self.aim => format!(
                "That reaches {:.1} layers {} than usual (force {:+.1}, angle {:+.1}), still in the {}.",
                deeper.abs(),
                if deeper > 0.0 { "deeper" } else { "higher" },
                self.deeper.0,
                self.deeper.1,
                plane(self.layer)
            ),
            deeper => format!(
                "That reaches {:.1} layers {} than aimed at (force {:+.1}, angle {:+.1}): the {} instead of the {}.",
                deeper.abs(),
                if deeper > 0.0 { "deeper" } else { "higher" },
                self.deeper.0,
                self.deeper.1,
                plane(self.layer),
                plane(self.aim)
            ),
        };
        let mut tissue = format!(
            "The tissue: {:.0} mm to the limit, shifted {:.0} mm; tension {:.1} of 4, tenderness {:.0} of 10",
            self.limit_mm, self.shift_mm, self.tension, self.tenderness
        );
        if self.fluid >= 0.05 {
            tissue.push_str(&format!(", fluid {:.1}", self.fluid));
        }
        if self.bound >= 0.5 {
            tissue.push_str(&format!(", layers bound to grade {:.1}", self.bound));
        }
        tissue.push('.');
        vec![hand, reach, tissue]
    }
}

impl Hazard {
    /// What brought the reaction, in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let name = upper_first(&self.reaction);
        match listed(&self.triggers) {
            words if words.is_empty() => {
                format!("{name}: nothing in the work explains it; it also happens after correct sessions.")
            }
            words => format!("{name}: made more likely by {words}."),
        }
    }

    fn links(&self) -> Vec<String> {
        let mut links = vec![format!(
            "The chance: {} in a correct session, {} in this one; of a hundred people {:.0} bear less than this client today.",
            percent(self.base),
            percent(self.chance),
            100.0 * self.bears
        )];
        let mut factors: Vec<String> =
            self.triggers.iter().map(|trigger| format!("{} ×{:.1}", trigger.words, trigger.factor)).collect();
        if (self.zones - 1.0).abs() > 0.05 {
            factors.push(format!("work in its zones ×{:.1}", self.zones));
        }
        if (self.teaching - 1.0).abs() > 0.05 {
            factors.push(format!("the program's own factor for errors ×{:.1}", self.teaching));
        }
        if (self.person - 1.0).abs() > 0.05 {
            factors.push(format!("person and position ×{:.1}", self.person));
        }
        if !factors.is_empty() {
            links.push(format!("What it was multiplied by: {}.", factors.join(", ")));
        }
        links
    }
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent < 1.0 { format!("{percent:.2} %") } else { format!("{percent:.0} %") }
}

/// The weightiest triggers in words.
fn listed(triggers: &[Trigger]) -> String {
    let words: Vec<&str> = triggers.iter().take(3).map(|trigger| trigger.words.as_str()).collect();
    words.join(", ")
}

/// A text that begins a sentence.
pub(crate) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
