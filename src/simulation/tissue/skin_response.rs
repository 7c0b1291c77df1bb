//! What the skin shows after a stroke: red line, flare, wheal, bruise.
//!
//! Strokes on the same line share one mark. Marks are brought up to date once a second.

use super::super::{
    bits::{Bits, ToBits},
    constants::Constants,
    course::{Bruise, thousandths},
    observation::SkinMark,
};
use crate::{
    maths::{exp, smoothstep},
    units::{BackPoint, Place, Tick},
};

/// Most points of a mark's path.
const MOST_POINTS: usize = 24;

/// A path sampled as it is drawn, never more than [`MOST_POINTS`] points.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Path {
    points: Vec<Place>,
    /// Distance between points, centimetres; doubles when the path is full.
    spacing_cm: f64,
}

impl Path {
    /// A path that begins at a place.
    pub(crate) fn from(place: Place) -> Self {
        Self { points: vec![place], spacing_cm: 0.5 }
    }

    /// The hand has come to a place.
    pub(crate) fn to(&mut self, place: Place) {
        let Some(last) = self.points.last() else { return };
        if last.point().distance_cm(place.point()) < self.spacing_cm {
            return;
        }
        self.points.push(place);
        if self.points.len() >= MOST_POINTS {
            let mut keep = false;
            self.points.retain(|_| {
                keep = !keep;
                keep
            });
            self.spacing_cm *= 2.0;
        }
    }

    /// Ends the path at a place.
    pub(crate) fn end(mut self, place: Place) -> Vec<Place> {
        if self.points.last() != Some(&place) {
            self.points.push(place);
        }
        self.points
    }

    fn mirrored(points: &[Place]) -> Vec<Place> {
        points.iter().map(|point| Place { x: -point.x, y: point.y }).collect()
    }
}

impl ToBits for Path {
    fn to_bits(&self, bits: &mut Bits) {
        let Self { points, spacing_cm } = self;
        bits.whole(points.len() as u64).number(*spacing_cm);
        for point in points {
            bits.place(*point);
        }
    }
}

/// How a mark came about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    from: BackPoint,
    until: BackPoint,
    /// Which stroke made it, by its place in the table.
    technique: usize,
    made: Tick,
    /// Strokes on this line.
    pub(crate) strokes: u32,
    /// 0 to 1 each.
    redness: f64,
    wheal: f64,
    bruise: f64,
    /// The stroke that made it bleed.
    bled: Option<Bled>,
    /// It is a bruise from an earlier session.
    old: bool,
}

/// A stroke under which small vessels bled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bled {
    /// Which stroke, by its place in the table.
    pub(crate) technique: usize,
    /// Normal force, newtons.
    pub(crate) normal_n: f64,
    /// Angle of the fingers, degrees.
    pub(crate) angle_deg: u32,
    /// How much, 0 to 1.
    pub(crate) bruise: f64,
}

impl Line {
    /// A number that stands for the exact bits of this line.
    fn digest(&self) -> u64 {
        let Self { from, until, technique, made, strokes, redness, wheal, bruise, bled: _, old } = *self;
        let numbers = [from.0, from.1, until.0, until.1, redness, wheal, bruise].map(f64::to_bits);
        let whole = [technique as u64, u64::from(made.0), u64::from(strokes), u64::from(old)];
        numbers.into_iter().chain(whole).fold(0xcbf2_9ce4_8422_2325, mix)
    }
}

/// Mixes a number into a digest (the step of the FNV hash, on whole words).
fn mix(digest: u64, value: u64) -> u64 {
    (digest ^ value).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
}

/// A stroke that has just ended.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    pub(crate) path: Vec<Place>,
    pub(crate) technique: usize,
    /// Normal force, newtons, and angle, degrees, at its end.
    pub(crate) normal_n: f64,
    pub(crate) angle_deg: u32,
    /// How strongly skin and vessels were sheared, 0 to 1.
    pub(crate) stress: f64,
    /// Chance of a bruise, 0 to 1, and what the generator says to it.
    pub(crate) bruise_chance: f64,
    pub(crate) roll: f64,
    pub(crate) both_hands: bool,
}

/// How the skin of a person answers to a stroke.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Readiness {
    /// How readily lines and wheals rise, 0 to 1.
    pub(crate) dermographism: f64,
    /// How far a line stays white instead of reddening, 0 to 1.
    pub(crate) white: f64,
}

/// All lines of a session; the marks lie beside them in the observation, in the same order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Skin {
    lines: Vec<Line>,
    /// How readily lines and wheals rise, and how far a line stays white, 0 to 1 each.
    readiness: Readiness,
    /// Stands for all that has ever been done to the lines, so that the hash of the state stays cheap.
    digest: u64,
    /// The last whole second whose marks nobody has looked at yet; none while they are worked out every second.
    unshown: Option<Tick>,
}

impl ToBits for Skin {
    fn to_bits(&self, bits: &mut Bits) {
        let Self { lines, readiness, digest, unshown: _ } = self;
        bits.number(readiness.dermographism).whole(lines.len() as u64).whole(*digest);
    }
}

impl Skin {
    /// Skin that raises lines and wheals more or less readily.
    pub(crate) fn new(readiness: Readiness) -> Self {
        Self { lines: Vec::new(), readiness, digest: 0, unshown: None }
    }

    /// Earlier strokes of a kind that began where this one begins, not longer ago than the memory of a line.
    pub(crate) fn repeats(&self, technique: usize, from: BackPoint, now: Tick, constants: &Constants) -> u32 {
        self.lines
            .iter()
            .rev()
            .filter(|line| {
                line.technique == technique
                    && !line.old
                    && now.seconds() - line.made.seconds() < constants.line_memory
                    && line.from.distance_cm(from) < constants.line_width_cm
            })
            .map(|line| line.strokes)
            .max()
            .unwrap_or(0)
    }

    /// The highest share of a wheal on the skin, 0 to 1, and the stroke that made it bleed most.
    pub(crate) fn worst(&self) -> (f64, Option<Bled>) {
        let fresh = || self.lines.iter().filter(|line| !line.old);
        let wheal = fresh().fold(0.0, |most, line| f64::max(most, line.wheal));
        let bled = fresh().filter_map(|line| line.bled).max_by(|a, b| a.bruise.total_cmp(&b.bruise));
        (wheal, bled)
    }

    /// A stroke has ended: makes or strengthens its mark.
    pub(crate) fn stroke(&mut self, ended: Ended, now: Tick, marks: &mut Vec<SkinMark>, constants: &Constants) {
        if ended.both_hands {
            let other = Ended { path: Path::mirrored(&ended.path), both_hands: false, ..ended.clone() };
            self.one(other, now, marks, constants);
        }
        self.one(ended, now, marks, constants);
    }

    fn one(&mut self, ended: Ended, now: Tick, marks: &mut Vec<SkinMark>, constants: &Constants) {
        let (Some(from), Some(until)) = (ended.path.first(), ended.path.last()) else { return };
        let (from, until) = (from.point(), until.point());
        let dermographic = self.readiness.dermographism;
        let redness = (ended.stress * (1.0 + constants.dermographic_redness * dermographic)).min(1.0);
        // Wheals need readiness of the skin and enough shear.
        let wheal = smoothstep(constants.wheal_from, 1.0, dermographic) * smoothstep(0.2, 0.8, redness);
        let bruise = if ended.roll < ended.bruise_chance { (0.3 + 0.7 * ended.bruise_chance).min(1.0) } else { 0.0 };
        let bled = (bruise > 0.0).then_some(Bled {
            technique: ended.technique,
            normal_n: ended.normal_n,
            angle_deg: ended.angle_deg,
            bruise,
        });
        let same = self.lines.iter().rposition(|line| {
            line.technique == ended.technique
                && !line.old
                && now.seconds() - line.made.seconds() < constants.line_memory
                && line.from.distance_cm(from) < constants.line_width_cm
                && line.until.distance_cm(until) < 2.0 * constants.line_width_cm
        });
        match same.and_then(|index| Some((self.lines.get_mut(index)?, marks.get_mut(index)?))) {
            Some((line, mark)) => {
                if let Some(at) = self.unshown {
                    line.show(at, mark, self.readiness, constants);
                }
                line.strokes += 1;
                line.made = now;
                // Each repeat adds a part of what is still missing to full redness.
                line.redness += (1.0 - line.redness) * constants.repeat_redness * redness;
                line.redness = line.redness.max(redness);
                line.wheal = line.wheal.max(wheal);
                if bruise > line.bruise {
                    (line.bruise, line.bled) = (bruise, bled);
                }
                mark.made = now;
                self.digest = mix(self.digest, line.digest());
            }
            None => {
                let line = Line {
                    from,
                    until,
                    technique: ended.technique,
                    made: now,
                    strokes: 1,
                    redness,
                    wheal,
                    bruise,
                    bled,
                    old: false,
                };
                self.digest = mix(self.digest, line.digest());
                self.lines.push(line);
                marks.push(SkinMark {
                    path: ended.path,
                    made: now,
                    blanch: 0.0,
                    redness: 0.0,
                    flare: 0.0,
                    flare_mm: 0.0,
                    wheal_mm: 0.0,
                    bruise: 0.0,
                });
            }
        }
    }

    /// Bruises that an earlier session has left.
    pub(crate) fn restore(&mut self, bruises: &[Bruise], left: f64, marks: &mut Vec<SkinMark>) {
        for bruise in bruises {
            let strength = f64::from(bruise.strength) / 1000.0 * left;
            if strength < 0.02 {
                continue;
            }
            let line = Line {
                from: bruise.from.point(),
                until: bruise.until.point(),
                technique: usize::MAX,
                made: Tick(0),
                strokes: 1,
                redness: 0.0,
                wheal: 0.0,
                bruise: strength,
                bled: None,
                old: true,
            };
            self.digest = mix(self.digest, line.digest());
            self.lines.push(line);
            marks.push(SkinMark {
                path: vec![bruise.from, bruise.until],
                made: Tick(0),
                blanch: 0.0,
                redness: 0.0,
                flare: 0.0,
                flare_mm: 0.0,
                wheal_mm: 0.0,
                bruise: strength,
            });
        }
    }

    /// Bruises as they will be when they are fully seen.
    pub(crate) fn bruises(&self) -> Vec<Bruise> {
        let bled = self.lines.iter().filter(|line| line.bruise > 0.0);
        let bruise = |line: &Line| Bruise {
            from: line.from.quantised(),
            until: line.until.quantised(),
            strength: thousandths(line.bruise).max(0) as u32,
        };
        bled.map(bruise).collect()
    }

    /// Brings all marks up to date.
    pub(crate) fn refresh(&mut self, now: Tick, marks: &mut [SkinMark], constants: &Constants) {
        self.unshown = None;
        for (line, mark) in self.lines.iter().zip(marks) {
            line.show(now, mark, self.readiness, constants);
        }
    }

    /// A second has passed in which nobody looks at the marks: they follow from line and time alone, so they can be
    /// worked out when somebody does.
    pub(crate) fn unseen(&mut self, now: Tick) {
        self.unshown = Some(now);
    }

    /// Somebody looks again: the marks as they would be, had they been worked out every second.
    pub(crate) fn catch_up(&mut self, marks: &mut [SkinMark], constants: &Constants) {
        let Some(at) = self.unshown.take() else { return };
        // Lines made or strengthened since then show what they showed at that second already.
        for (line, mark) in self.lines.iter().zip(marks).filter(|(line, _)| line.made <= at) {
            line.show(at, mark, self.readiness, constants);
        }
    }
}

impl Line {
    /// What a line looks like now.
    fn show(&self, now: Tick, mark: &mut SkinMark, readiness: Readiness, constants: &Constants) {
        let Readiness { dermographism, white } = readiness;
        let age = now.seconds() - self.made.seconds();
        let lasts = constants.red_line_fading * (1.0 + constants.dermographic_lasting * dermographism);
        // A repeated line is red already; only the first stroke starts from blank skin.
        let onset = smoothstep(constants.red_line_from, constants.red_line_full, age);
        let onset = if self.strokes > 1 { onset.max(constants.repeat_onset) } else { onset };
        let fading = exp(-age / lasts);
        mark.redness = self.redness * onset * fading * (1.0 - white);
        let widened = smoothstep(constants.flare_from, constants.flare_full, age);
        mark.flare =
            (1.0 - white) * self.redness * widened * exp(-age / (constants.flare_fading * (1.0 + dermographism)));
        mark.flare_mm = mark.flare * (constants.flare_reach + constants.flare_reach_dermographic * dermographism);
        mark.wheal_mm = self.wheal
            * constants.wheal_height
            * smoothstep(constants.wheal_rise_from, constants.wheal_rise_full, age)
            * exp(-age / constants.wheal_fading);
        // Sheared vessels close first: the line is pale until it reddens; where they stay closed, it stays white.
        let pale = self.redness * (1.0 - smoothstep(constants.blanch_from, constants.blanch_until, age));
        mark.blanch = pale.max(white * self.redness * fading);
        let bled = if self.old { 1.0 } else { smoothstep(0.0, constants.bruise_full, age) };
        mark.bruise = self.bruise * (constants.bruise_early + (1.0 - constants.bruise_early) * bled);
    }
}
