//! The sheets of one client: body, tissue and hand brought together.

use super::{
    ground::{Back, Resolution, Thickness},
    material::LAYERS,
    medium::{Adjustable, Medium, Uneven},
    numbers::Numbers,
    pads::{self, Pad, Placed},
    relief::Relief,
    solver::{Effort, Hold, Report, Stack},
    team::{Alone, Team},
    texture::Texture,
    tissue::TissueArea,
    width::Width,
};
use crate::{
    knowledge::{
        Knowledge,
        chart::{BodyFacts, BodySurface},
        fingerprint::Fingerprint,
    },
    maths::hypot,
    simulation::{
        constants::{Constants, IncompleteKnowledge},
        contact::Contact,
        pace::Pace,
        stroke::{chart, flat},
        tissue::{
            shear::{Hand, TickRates},
            technique::{Reach, Technique},
        },
    },
    units::{BackPoint, CM_PER_PERCENT, TICKS_PER_SECOND},
};

/// Skin, superficial fascia and deep fascia of a client's back, moving under the hand.
///
/// Feed it once per tick with the contact that the patient gets; whenever findings change, with the tissue. What it
/// gives is for the eye: it never feeds back into the simulation that is scored.
#[derive(Debug, Clone)]
pub struct Sheets {
    numbers: Numbers,
    constants: Constants,
    rates: TickRates,
    techniques: Vec<Technique>,
    pub(crate) back: Back,
    stack: Stack<Uneven>,
    pub(crate) relief: Relief,
    pub(crate) texture: Texture,
    /// The stroke that is being done: its grip and reach.
    stroke: Option<Stroke>,
    /// Both hands, as the lumped tissue has them: what they hold, and whether they slide.
    hands: Vec<Hand>,
    /// Two pads for each hand, once the stroke has a direction.
    pads: Vec<Placed>,
    holds: Vec<Hold>,
    /// Vertices whose couplings a pad has raised, and by how much.
    pressed: Vec<(usize, usize, [f64; LAYERS])>,
    quiet: u32,
    asleep: bool,
}

#[derive(Debug, Clone)]
struct Stroke {
    contact: (crate::units::Place, crate::simulation::contact::Grip),
    reach: Reach,
    pinch: bool,
    radius_cm: f64,
}

/// What a place of the sheets shows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Reading {
    /// Displacement of each sheet in true millimetres: towards the client's right, towards the feet.
    pub shift_mm: [(f64, f64); LAYERS],
    /// Slip of each plane, true millimetres: skin on superficial fascia, superficial on deep fascia, deep fascia on
    /// muscle.
    pub slip_mm: [(f64, f64); LAYERS],
    /// Slip of each plane at the end of its way, millimetres; beyond it the layer stiffens.
    pub limit_mm: [f64; LAYERS],
    /// Elastic shear stress in each plane, kilopascals: large where tissue is bound and holds back what is pulled.
    pub held_kpa: [f64; LAYERS],
    /// Largest and smallest principal strain of each sheet, beside its natural stretch; 0.1 is 10 % longer.
    pub strain: [(f64, f64); LAYERS],
    /// Height of the skin against rest, millimetres: fold above 0, stretch below.
    pub height_mm: f64,
    /// Thickness of the layers now.
    pub thickness: Thickness,
}

impl Sheets {
    /// At rest on a client's back in one posture.
    ///
    /// # Errors
    /// When the tables of materials or constants lack a number, or one is out of its range.
    pub fn new(
        knowledge: &Knowledge,
        surface: &BodySurface,
        facts: &BodyFacts,
        resolution: Resolution,
    ) -> Result<Self, IncompleteKnowledge> {
        let numbers = Numbers::from_tables(knowledge)?;
        let constants = Constants::from_table(knowledge)?;
        let back = Back::new(knowledge, (&numbers, &constants), surface, facts, resolution);
        let Resolution { columns, rows } = back.resolution;
        let stride = super::levels::padded(columns);
        let material = numbers.body();
        let medium = Uneven::new(&material, (rows, columns), stride, |row, column| back.place(row, column, &numbers));
        let stack = Stack::new(medium, rows, columns, &material, Width::widest());
        Ok(Self {
            relief: Relief::new(rows, columns),
            texture: Texture::new(rows, columns),
            techniques: Technique::all(knowledge),
            numbers,
            rates: TickRates::new(Pace::default().step_s(), &constants),
            constants,
            back,
            stack,
            stroke: None,
            hands: Vec::with_capacity(2),
            pads: Vec::with_capacity(8),
            holds: Vec::with_capacity(rows * columns),
            pressed: Vec::with_capacity(rows * columns),
            quiet: 0,
            asleep: true,
        })
    }

    /// Lays findings over the normal tissue: adhesions, drawn-in bands, swellings. Cheap if nothing changed; otherwise
    /// it costs about as much as a hundred ticks, so call it when a finding has changed visibly, not every tick.
    pub fn set_tissue(&mut self, areas: &[TissueArea]) {
        if self.back.areas() == areas {
            return;
        }
        self.back.set_tissue(areas, &self.constants);
        let Resolution { columns, rows } = self.back.resolution;
        for row in 0..rows {
            for column in 0..columns {
                let place = self.back.place(row, column, &self.numbers);
                self.stack.medium.set_coupling(row, column, place.coupling.map(|k| k as f32));
                self.stack.medium.set_limit(row, column, place.limit);
                for (layer, springs) in place.springs.into_iter().enumerate() {
                    self.stack.medium.set_springs(row, column, layer, springs.map(|k| k as f32));
                }
            }
        }
        self.pressed.clear();
        self.stack.material_changed();
        self.asleep = false;
    }

    /// Advances by one tick of 1/60 s with this hand on the client, or none.
    pub fn step(&mut self, contact: Option<&Contact<'_>>) {
        self.step_with(contact, &Alone);
    }

    /// The same with a team for the work; who does it never changes a bit.
    pub fn step_with(&mut self, contact: Option<&Contact<'_>>, team: &dyn Team) {
        let before = self.pads.len();
        match contact {
            Some(contact) => self.touch(contact),
            None => {
                self.stroke = None;
                self.hands.clear();
                self.pads.clear();
            }
        }
        if self.pads.is_empty() && self.asleep {
            return;
        }
        self.asleep = false;
        let released = self.pads.len() < before;
        self.press();
        self.place_holds();
        self.stack.report = Report::default();
        let tick = 1.0 / TICKS_PER_SECOND as f32;
        if released {
            self.stack.jolt();
            for part in super::solver::SUBSTEPS {
                self.stack.step(tick * part, &self.holds, team);
            }
        } else {
            self.stack.step(tick, &self.holds, team);
        }
        self.feel();
        self.rest();
    }

    /// The hand is on the client.
    ///
    /// What it holds, how far it carries the skin and when it slides is decided by the lumped tissue's own law of the
    /// pads, on the tissue of the place: what is seen never contradicts what is felt and scored.
    fn touch(&mut self, contact: &Contact<'_>) {
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
    fn step_cm(&self) -> (f64, f64) {
        let Resolution { columns, rows } = self.back.resolution;
        (super::ground::ACROSS / (columns - 1) as f64, super::ground::DOWN / (rows - 1) as f64 * CM_PER_PERCENT)
    }

    /// A pad binds the layers under it together, the more the deeper it reaches.
    fn press(&mut self) {
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

    fn place_holds(&mut self) {
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
    fn feel(&mut self) {
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

    /// Falls asleep when nothing moves and nothing is displaced any more.
    fn rest(&mut self) {
        let Report { change, size, .. } = self.stack.report;
        let still = self.pads.is_empty() && change < STILL && size < HOME;
        self.quiet = if still { self.quiet + 1 } else { 0 };
        if self.quiet > TICKS_PER_SECOND / 4 {
            self.stack.reset();
            self.relief.clear();
            self.asleep = true;
            self.quiet = 0;
        }
    }

    /// Nothing moves: a step costs nothing, and the last texture still holds.
    #[must_use]
    pub fn asleep(&self) -> bool {
        self.asleep
    }

    /// Share of the back that is worked on: what the hand moves, with a margin.
    #[must_use]
    pub fn awake(&self) -> f64 {
        if self.asleep { 0.0 } else { self.stack.awake() }
    }

    /// Columns and rows.
    #[must_use]
    pub fn resolution(&self) -> Resolution {
        self.back.resolution
    }

    /// What the last tick needed.
    #[must_use]
    pub fn report(&self) -> Report {
        self.stack.report
    }

    /// How hard the solver works.
    pub fn set_effort(&mut self, effort: Effort) {
        self.stack.effort = effort;
    }

    /// The vector width the loops run at; it never changes a bit of the result.
    pub fn set_width(&mut self, width: Width) {
        self.stack.width = width;
    }

    /// Back to rest, as if nobody had ever touched the client.
    pub fn reset(&mut self) {
        self.stroke = None;
        self.hands.clear();
        self.pads.clear();
        self.press();
        self.stack.reset();
        self.relief.clear();
        self.asleep = true;
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

    /// Brings the height field up to date with the displacement and packs everything for upload.
    pub fn texture(&mut self) -> &Texture {
        self.relief.update(&self.stack, &self.back, &self.numbers);
        self.texture.pack(&self.stack, &self.back, &self.relief);
        &self.texture
    }

    /// What was packed last.
    #[must_use]
    pub fn texture_now(&self) -> &Texture {
        &self.texture
    }

    /// What a place of the back shows; beside the chart what its nearest place shows.
    ///
    /// The height is that of the last [`Sheets::texture`].
    #[must_use]
    pub fn at(&self, point: BackPoint) -> Reading {
        let Resolution { columns, rows } = self.back.resolution;
        let (column, row) = self.back.resolution.vertex(point);
        let inside = |value: f64, count: usize| {
            let value = if value.is_finite() { value.clamp(0.0, (count - 1) as f64) } else { 0.0 };
            let whole = (value as usize).min(count - 2);
            (whole, value - whole as f64)
        };
        let ((c, s), (r, t)) = (inside(column, columns), inside(row, rows));
        let corners = [
            (r, c, (1.0 - s) * (1.0 - t)),
            (r, c + 1, s * (1.0 - t)),
            (r + 1, c, (1.0 - s) * t),
            (r + 1, c + 1, s * t),
        ];
        let mut reading = Reading::default();
        let mut thick = [0.0_f64; 6];
        // N/m for each square metre
        let mut bound = [0.0_f64; LAYERS];
        for (row, column, weight) in corners {
            for layer in 0..LAYERS {
                let [x, y] = self.stack.displacement(layer, row, column);
                reading.shift_mm[layer].0 += 1000.0 * weight * f64::from(x);
                reading.shift_mm[layer].1 += 1000.0 * weight * f64::from(y);
            }
            for (limit, here) in reading.limit_mm.iter_mut().zip(self.back.spot(row, column).limit) {
                *limit += weight * f64::from(here);
            }
            reading.height_mm += weight * f64::from(self.relief.height(row, column));
            let (coupling, _) = self.stack.medium.vertex(row, column);
            let cell = self.back.spot(row, column).cell;
            for (sum, coupling) in bound.iter_mut().zip(coupling) {
                *sum += weight * f64::from(coupling) / (cell.0 * cell.1);
            }
            let Thickness { skin, upper, superficial, middle, deep, under } =
                self.back.thickness(row, column, &self.numbers);
            for (sum, value) in thick.iter_mut().zip([skin, upper, superficial, middle, deep, under]) {
                *sum += weight * f64::from(value);
            }
        }
        let [skin, upper, superficial, middle, deep, under] = thick.map(|mm| mm as f32);
        reading.thickness = Thickness { skin, upper, superficial, middle, deep, under };
        for (layer, bound) in bound.into_iter().enumerate() {
            let (x, y) = reading.shift_mm[layer];
            let (below_x, below_y) = reading.shift_mm.get(layer + 1).copied().unwrap_or_default();
            reading.slip_mm[layer] = (x - below_x, y - below_y);
            reading.held_kpa[layer] = bound * hypot(x - below_x, y - below_y) * 1e-6;
            reading.strain[layer] = self.strain(layer, r, c);
        }
        reading
    }

    /// Principal strains of a sheet in the cell at a vertex (Green's strain, as change of length).
    pub(crate) fn strain(&self, layer: usize, row: usize, column: usize) -> (f64, f64) {
        let at = |r: usize, c: usize| self.stack.displacement(layer, r, c).map(f64::from);
        let (a, b, c, d) = (at(row, column), at(row, column + 1), at(row + 1, column), at(row + 1, column + 1));
        let (width, height) = self.back.spot(row, column).cell;
        let mean = |p: f64, q: f64| 0.5 * (p + q);
        let fx = (1.0 + mean(b[0] - a[0], d[0] - c[0]) / width, mean(b[1] - a[1], d[1] - c[1]) / width);
        let fy = (mean(c[0] - a[0], d[0] - b[0]) / height, 1.0 + mean(c[1] - a[1], d[1] - b[1]) / height);
        let (xx, yy, xy) = (fx.0 * fx.0 + fx.1 * fx.1, fy.0 * fy.0 + fy.1 * fy.1, fx.0 * fy.0 + fx.1 * fy.1);
        let (middle, half) = (0.5 * (xx + yy), hypot(0.5 * (xx - yy), xy));
        ((middle + half).max(0.0).sqrt() - 1.0, (middle - half).max(0.0).sqrt() - 1.0)
    }

    /// Fingerprint of the exact bits of the displacement, 64 hexadecimal digits.
    #[must_use]
    pub fn field_hash(&self) -> String {
        let mut fingerprint = Fingerprint::default();
        self.stack.each_row(|row| fingerprint.add("row", row));
        fingerprint.finish()
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

/// No pad carries the skin farther than this, metres.
const FARTHEST: f64 = 0.06;
/// The way after which the direction of a pull is known, cm of the reference adult.
const DIRECTION_CM: f64 = 0.05;
/// Distance of fingers and thumb from the middle of a pinch, cm.
const PINCH_CM: f64 = 1.6;
/// Change per tick below which nothing is seen to move, metres.
const STILL: f32 = 1e-6;
/// Displacement below which the tissue counts as home, metres.
const HOME: f32 = 2e-5;
