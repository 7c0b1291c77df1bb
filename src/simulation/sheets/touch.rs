//! What the hand does to the sheets: pads that hold the skin, and bind the layers under them.

use super::{
    ground::{Back, Resolution},
    material::LAYERS,
    pads::{self, FARTHEST, Pad, Placed},
    sheets::Sheets,
    solver::Hold,
};
use crate::{
    maths::hypot,
    simulation::{
        contact::Contact,
        stroke::{chart, flat},
        tissue::{
            shear::Hand,
            technique::{Reach, Technique},
        },
    },
    units::CM_PER_PERCENT,
};

#[derive(Debug, Clone)]
pub(super) struct Stroke {
    pub(super) contact: (crate::units::Place, crate::simulation::contact::Grip),
    reach: Reach,
    pinch: bool,
    radius_cm: f64,
}

impl Sheets {
    /// The hand is on the client.
    ///
    /// What it holds, how far it carries the skin and when it slides is decided by the lumped tissue's own law of the
    /// pads, on the tissue of the place: what is seen never contradicts what is felt and scored.
    pub(super) fn touch(&mut self, contact: &Contact<'_>) {
        let grip = contact.grip;
        let goes_on = self.stroke.as_ref().is_some_and(|stroke| {
            let (from, known) = &stroke.contact;
            *from == contact.from && known.stroke == grip.stroke && known.both_hands == grip.both_hands
        });
        if !goes_on {
            self.pads.clear();
            self.hands.clear();
            self.hands.push(Hand::at(flat(contact.at, false)));
            if grip.both_hands {
                self.hands.push(Hand::at(flat(contact.at, true)));
            }
        }
        if !self.stroke.as_ref().is_some_and(|stroke| goes_on && stroke.contact.1 == *grip) {
            let form = self.techniques.iter().find(|form| form.id == grip.stroke);
            let unknown;
            let form = match form {
                Some(form) => form,
                None => {
                    unknown = Technique::unknown(&grip.stroke);
                    &unknown
                }
            };
            self.stroke = Some(Stroke {
                contact: (contact.from, grip.clone()),
                reach: Reach::of(grip, form, 1.0, self.constants.friction, &self.constants),
                pinch: form.pinch,
                radius_cm: (0.5 * form.area_cm2 / std::f64::consts::PI).sqrt().clamp(0.5, 2.5),
            });
        }
        let Some(stroke) = &self.stroke else { return };
        for (number, hand) in self.hands.iter_mut().enumerate() {
            let spring = self.back.tissue(chart(hand.anchor)).spring(stroke.reach.layer());
            let target = flat(contact.at, number == 1);
            hand.pull(target, &spring, stroke.reach.grip_n, &self.rates, &self.constants);
        }
        let (from, at) = (flat(contact.from, false), flat(contact.at, false));
        let (x, y) = (at.0 - from.0, at.1 - from.1);
        let way = hypot(x, y);
        let step = self.step_cm();
        if self.pads.is_empty() {
            if way < DIRECTION_CM {
                return;
            }
            // two fingers lie side by side across the pull; in a pinch, fingers and thumb lie along it
            let (along, across) = ((x / way, y / way), (-y / way, x / way));
            let (axis, apart) = if stroke.pinch { (along, PINCH_CM) } else { (across, 1.1 * stroke.radius_cm) };
            let pad = Pad { at: (0.0, 0.0), radius: stroke.radius_cm / 100.0, grip_n: 0.5 * stroke.reach.grip_n };
            for mirror in [1.0, -1.0].into_iter().take(self.hands.len()) {
                for side in [apart, -apart] {
                    let beside = (mirror * axis.0 * side / step.0, axis.1 * side / step.1);
                    self.pads.push(Placed { beside, ..Placed::new(pad) });
                }
            }
        }
        let closing = if stroke.pinch { (way / PINCH_CM).min(0.6) } else { 0.0 };
        for (index, placed) in self.pads.iter_mut().enumerate() {
            let Some(hand) = self.hands.get(index / 2) else { continue };
            // in a pinch the thumb stays and the fingers come towards it, then both go on
            let towards = if index % 2 == 0 { 1.0 - closing } else { 1.0 };
            let held = self.back.resolution.vertex(chart(hand.anchor));
            let (dx, dy) = (hand.pads.0 - hand.anchor.0, hand.pads.1 - hand.anchor.1);
            placed.anchor = (held.0 + placed.beside.0, held.1 + placed.beside.1);
            placed.pad.at = (placed.anchor.0 + towards * dx / step.0, placed.anchor.1 + towards * dy / step.1);
            placed.sliding = hand.sliding;
        }
    }

    /// Reference centimetres between columns and between rows.
    pub(super) fn step_cm(&self) -> (f64, f64) {
        let Resolution { columns, rows } = self.back.resolution;
        (super::ground::ACROSS / (columns - 1) as f64, super::ground::DOWN / (rows - 1) as f64 * CM_PER_PERCENT)
    }

    /// A pad binds the layers under it together, the more the deeper it reaches.
    pub(super) fn press(&mut self) {
        let depth = self.stroke.as_ref().map_or(0.0, |stroke| stroke.reach.depth);
        let area = 2.0
            * std::f64::consts::PI
            * self.pads.first().map_or(1.0, |placed| 1e4 * placed.pad.radius * placed.pad.radius);
        let press = self.numbers.press(depth, area);
        let before = self.pressed.len();
        for placed in &self.pads {
            let pressed = &mut self.pressed;
            under(&self.back, placed, |row, column| pressed.push((row, column, press)));
        }
        // both lists lie behind each other; nothing is to do where they are the same
        let (old, new) = self.pressed.split_at(before);
        if old != new {
            for &(row, column, _) in old {
                let coupling = self.back.place(row, column, &self.numbers).coupling;
                self.stack.set_coupling(row, column, coupling.map(|k| k as f32));
            }
            for &(row, column, press) in new {
                let coupling = self.back.gripped(row, column, press, &self.numbers).coupling;
                self.stack.set_coupling(row, column, coupling.map(|k| k as f32));
            }
        }
        self.pressed.drain(..before);
    }

    pub(super) fn place_holds(&mut self) {
        self.holds.clear();
        for placed in &self.pads {
            let carried = placed.carried();
            let cell = cell_at(&self.back, placed.anchor);
            let within = |metres: f64| metres.clamp(-FARTHEST, FARTHEST) as f32;
            let target = [within(carried.0 * cell.0), within(carried.1 * cell.1)];
            let mut area = 0.0;
            under(&self.back, placed, |row, column| {
                let cell = self.back.spot(row, column).cell;
                area += cell.0 * cell.1;
            });
            let holds = &mut self.holds;
            let for_area = 1000.0 * self.numbers.pad_stiffness / area;
            under(&self.back, placed, |row, column| {
                let cell = self.back.spot(row, column).cell;
                holds.push(Hold { row, column, stiffness: (for_area * cell.0 * cell.1) as f32, target });
            });
        }
        pads::sort(&mut self.holds);
        self.holds.dedup_by_key(|hold| (hold.row, hold.column));
    }

    /// What the pads feel.
    pub(super) fn feel(&mut self) {
        for placed in &mut self.pads {
            let (mut x, mut y) = (0.0, 0.0);
            let stack = &self.stack;
            under(&self.back, placed, |row, column| {
                let force = stack.pull_at(row, column);
                x += f64::from(force[0]);
                y += f64::from(force[1]);
            });
            placed.force = (x, y);
        }
    }

    /// Tangential force of the pads on the skin, newtons, and whether any slides.
    #[must_use]
    pub fn pull(&self) -> (f64, bool) {
        let force = self.pads.iter().map(|placed| hypot(placed.force.0, placed.force.1)).sum();
        (force, self.pads.iter().any(|placed| placed.sliding))
    }

    /// Mean shift of each sheet under the pads of the first hand, millimetres of the reference adult as in
    /// [`Touch`](crate::simulation::observation::Touch): skin, superficial fascia, deep fascia; none without a hand.
    #[must_use]
    pub fn carried_mm(&self) -> Option<[(f64, f64); LAYERS]> {
        let step = self.step_cm();
        let (mut sum, mut count) = ([(0.0, 0.0); LAYERS], 0.0);
        for placed in self.pads.iter().take(2) {
            under(&self.back, placed, |row, column| {
                let cell = self.back.spot(row, column).cell;
                for (layer, sum) in sum.iter_mut().enumerate() {
                    let [x, y] = self.stack.displacement(layer, row, column).map(f64::from);
                    sum.0 += x / cell.0 * step.0 * 10.0;
                    sum.1 += y / cell.1 * step.1 * 10.0;
                }
                count += 1.0;
            });
        }
        (count > 0.0).then(|| sum.map(|(x, y)| (x / count, y / count)))
    }
}

/// True metres of a cell at a place counted in columns and rows.
fn cell_at(back: &Back, (column, row): (f64, f64)) -> (f64, f64) {
    let Resolution { columns, rows } = back.resolution;
    let near = |value: f64, count: usize| value.clamp(0.0, (count - 2) as f64) as usize;
    back.spot(near(row, rows), near(column, columns)).cell
}

/// The vertices under a pad, at least one if its middle lies on the lattice.
fn under(back: &Back, placed: &Placed, mut visit: impl FnMut(usize, usize)) {
    let Resolution { columns, rows } = back.resolution;
    let (column, row) = placed.anchor;
    let (width, height) = cell_at(back, placed.anchor);
    let (across, down) = ((placed.pad.radius / width).max(0.71), (placed.pad.radius / height).max(0.71));
    let range = |at: f64, reach: f64, count: usize| {
        let low = (at - reach).ceil().clamp(1.0, (count - 1) as f64) as usize;
        let high = (at + reach).floor().clamp(0.0, (count - 2) as f64) as usize;
        low..=high
    };
    for r in range(row, down, rows) {
        for c in range(column, across, columns) {
            let (dx, dy) = ((c as f64 - column) / across, (r as f64 - row) / down);
            if dx * dx + dy * dy <= 1.0 {
                visit(r, c);
            }
        }
    }
}

/// The way after which the direction of a pull is known, cm of the reference adult.
const DIRECTION_CM: f64 = 0.05;
/// Distance of fingers and thumb from the middle of a pinch, cm.
const PINCH_CM: f64 = 1.6;
