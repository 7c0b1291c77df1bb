//! The sheets of one client: body, tissue and hand brought together.

use super::{
    ground::{Back, Resolution},
    material::LAYERS,
    medium::{Adjustable, Uneven},
    numbers::Numbers,
    pads::Placed,
    relief::Relief,
    solver::{Effort, Hold, Report, Stack},
    team::{Alone, Team},
    texture::Texture,
    tissue::TissueArea,
    touch::Stroke,
    width::Width,
};
use crate::{
    knowledge::{
        Knowledge,
        chart::{BodyFacts, BodySurface},
        fingerprint::Fingerprint,
    },
    simulation::{
        constants::{Constants, IncompleteKnowledge},
        contact::Contact,
        pace::Pace,
        tissue::{
            shear::{Hand, TickRates},
            technique::Technique,
        },
    },
    units::TICKS_PER_SECOND,
};

/// Skin, superficial fascia and deep fascia of a client's back, moving under the hand.
///
/// Feed it once per tick with the contact that the patient gets; whenever findings change, with the tissue. What it
/// gives is for the eye: it never feeds back into the simulation that is scored.
#[derive(Debug, Clone)]
pub struct Sheets {
    pub(super) numbers: Numbers,
    pub(super) constants: Constants,
    pub(super) rates: TickRates,
    pub(super) techniques: Vec<Technique>,
    pub(crate) back: Back,
    pub(super) stack: Stack<Uneven>,
    pub(crate) relief: Relief,
    pub(crate) texture: Texture,
    /// The stroke that is being done: its grip and reach.
    pub(super) stroke: Option<Stroke>,
    /// Both hands, as the lumped tissue has them: what they hold, and whether they slide.
    pub(super) hands: Vec<Hand>,
    /// Two pads for each hand, once the stroke has a direction.
    pub(super) pads: Vec<Placed>,
    pub(super) holds: Vec<Hold>,
    /// Vertices whose couplings a pad has raised, and by how much.
    pub(super) pressed: Vec<(usize, usize, [f64; LAYERS])>,
    quiet: u32,
    asleep: bool,
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

    /// Fingerprint of the exact bits of the displacement, 64 hexadecimal digits.
    #[must_use]
    pub fn field_hash(&self) -> String {
        let mut fingerprint = Fingerprint::default();
        self.stack.each_row(|row| fingerprint.add("row", row));
        fingerprint.finish()
    }
}

/// Change per tick below which nothing is seen to move, metres.
const STILL: f32 = 1e-6;
/// Displacement below which the tissue counts as home, metres.
const HOME: f32 = 2e-5;
