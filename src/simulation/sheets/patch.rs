//! A square patch of tissue with a held rim: what the drag is measured on.

use super::{
    material::{LAYERS, Material},
    medium::{self, Even, Medium, Place, Uneven},
    numbers::Numbers,
    pads::{self, FARTHEST, Pad, Placed, STIFF},
    solver::{Effort, Hold, Report, Stack},
    team::{Alone, Team},
    width::Width,
};
use crate::{
    knowledge::{Knowledge, fingerprint::Fingerprint},
    maths::{lerp, smoothstep},
    simulation::constants::IncompleteKnowledge,
};

/// Share of a pad's grip that holds while it slides.
const KINETIC: f64 = 0.8;

/// A patch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PatchForm {
    /// Vertices along a side, 5 to 1025.
    pub vertices: usize,
    /// Length of a side, metres.
    pub side: f64,
    /// What it is made of.
    pub material: Material,
}

#[derive(Debug, Clone)]
enum Ground {
    Even(Stack<Even>),
    Uneven(Stack<Uneven>),
}

/// Three sheets over a square.
#[derive(Debug, Clone)]
pub struct Patch {
    ground: Ground,
    spacing: f64,
    pads: Vec<Placed>,
    holds: Vec<Hold>,
}

macro_rules! on {
    ($ground:expr, $stack:ident => $body:expr) => {
        match $ground {
            Ground::Even($stack) => $body,
            Ground::Uneven($stack) => $body,
        }
    };
}

impl Patch {
    /// At rest. `adhesion` gives the factor on the couplings of a vertex, by row and column.
    #[must_use]
    pub fn new(form: &PatchForm, adhesion: Option<&dyn Fn(usize, usize) -> [f64; LAYERS]>, width: Width) -> Self {
        let n = form.vertices.clamp(5, 1025);
        let spacing = form.side / (n - 1) as f64;
        let material = &form.material;
        let limited = material.stiffening > 0.0 && material.limit.iter().any(|limit| limit.is_finite());
        let even: &dyn Fn(usize, usize) -> [f64; LAYERS] = &|_, _| [1.0; LAYERS];
        let ground = match adhesion.or(limited.then_some(even)) {
            None => Ground::Even(Stack::new(Even::new(material, spacing), n, n, material, width)),
            Some(adhesion) => {
                let springs = material.membrane.map(|et| medium::isotropic(spacing, spacing).map(|k| k * et));
                let place = |row: usize, column: usize| {
                    let factor = adhesion(row, column);
                    Place {
                        cell: (spacing, spacing),
                        springs,
                        coupling: std::array::from_fn(|l| material.coupling[l] * factor[l]),
                        limit: material.limit,
                        area: spacing * spacing,
                    }
                };
                let stride = super::levels::padded(n);
                let medium = Uneven::new(material, (n, n), stride, place);
                Ground::Uneven(Stack::new(medium, n, n, material, width))
            }
        };
        Self { ground, spacing, pads: Vec::new(), holds: Vec::with_capacity(n * n) }
    }

    /// How hard the solver works.
    pub fn set_effort(&mut self, effort: Effort) {
        on!(&mut self.ground, stack => stack.effort = effort);
    }

    /// Advances by `seconds` with these pads on the skin; places of pads in metres from the first vertex.
    ///
    /// A time that is not a positive number is refused: nothing happens. So is a pad with a number that is not finite or
    /// a negative radius or grip (an infinite grip is allowed): it counts as lifted. Steps are at most 0.1 s long.
    pub fn step(&mut self, seconds: f64, pads: &[Pad]) {
        self.step_with(seconds, pads, &Alone);
    }

    /// The same with a team for the work; who does it never changes a bit.
    pub fn step_with(&mut self, seconds: f64, pads: &[Pad], team: &dyn Team) {
        if !(seconds.is_finite() && seconds > 0.0) {
            return;
        }
        let seconds = seconds.clamp(1e-5, 0.1);
        let before = self.pads.len();
        let mut count = 0;
        for pad in pads.iter().filter(|pad| pad.sound()) {
            match self.pads.get_mut(count) {
                Some(placed) => placed.pad = *pad,
                None => self.pads.push(Placed::new(*pad)),
            }
            count += 1;
        }
        self.pads.truncate(count);
        let released = count < before;
        on!(&mut self.ground, stack => stack.report = Report::default());
        if released {
            on!(&mut self.ground, stack => stack.jolt());
        }
        self.place_holds();
        let parts: &[f32] = if released { &super::solver::SUBSTEPS } else { &[1.0] };
        for part in parts {
            on!(&mut self.ground, stack => stack.step(seconds as f32 * part, &self.holds, team));
        }
        self.feel();
    }

    fn place_holds(&mut self) {
        self.holds.clear();
        for placed in &self.pads {
            let (x, y) = placed.anchor;
            let carried = placed.carried();
            let reach = placed.pad.radius;
            let size = on!(&self.ground, stack => stack.rows);
            let range = |at: f64| {
                let low = ((at - reach) / self.spacing).ceil().clamp(1.0, size as f64) as usize;
                let high = ((at + reach) / self.spacing).floor().clamp(0.0, (size - 2) as f64) as usize;
                low..=high
            };
            for row in range(y) {
                for column in range(x) {
                    let (dx, dy) = (column as f64 * self.spacing - x, row as f64 * self.spacing - y);
                    if dx * dx + dy * dy > reach * reach + 1e-12 {
                        continue;
                    }
                    let stiffness = on!(&self.ground, stack => {
                        let (coupling, _) = stack.medium.vertex(row, column);
                        stack.medium.stiffness(row, column)[0] + coupling[0]
                    });
                    self.holds.push(Hold {
                        row,
                        column,
                        stiffness: STIFF * stiffness,
                        target: [
                            carried.0.clamp(-FARTHEST, FARTHEST) as f32,
                            carried.1.clamp(-FARTHEST, FARTHEST) as f32,
                        ],
                    });
                }
            }
        }
        pads::sort(&mut self.holds);
        self.holds.dedup_by_key(|hold| (hold.row, hold.column));
    }

    /// What the pads feel, and whether they slide.
    fn feel(&mut self) {
        let Some(weakest) = self.pads.iter().map(|placed| placed.pad.grip_n).reduce(f64::min) else { return };
        if weakest.is_infinite() {
            return;
        }
        // a hold belongs to the first pad that reaches it
        for placed in &mut self.pads {
            placed.force = (0.0, 0.0);
        }
        for hold in &self.holds {
            let at = (hold.column as f64 * self.spacing, hold.row as f64 * self.spacing);
            let reaches = |placed: &&mut Placed| {
                let (dx, dy) = (at.0 - placed.anchor.0, at.1 - placed.anchor.1);
                dx * dx + dy * dy <= placed.pad.radius * placed.pad.radius + 1e-12
            };
            if let Some(placed) = self.pads.iter_mut().find(reaches) {
                let [x, y] = on!(&self.ground, stack => stack.pull_at(hold.row, hold.column));
                placed.force.0 += f64::from(x);
                placed.force.1 += f64::from(y);
            }
        }
        for placed in &mut self.pads {
            placed.slide(KINETIC);
        }
    }

    /// Force of all pads on the skin in the last step, newtons.
    #[must_use]
    pub fn pull(&self) -> (f64, f64) {
        self.holds.iter().fold((0.0, 0.0), |sum, hold| {
            let [x, y] = on!(&self.ground, stack => stack.pull_at(hold.row, hold.column));
            (sum.0 + f64::from(x), sum.1 + f64::from(y))
        })
    }

    /// Fingerprint of the exact bits of the displacement, 64 hexadecimal digits.
    #[must_use]
    pub fn field_hash(&self) -> String {
        let mut fingerprint = Fingerprint::default();
        on!(&self.ground, stack => stack.each_row(|row| fingerprint.add("row", row)));
        fingerprint.finish()
    }

    /// Vertices along a side.
    #[must_use]
    pub fn vertices(&self) -> usize {
        on!(&self.ground, stack => stack.rows)
    }

    /// Displacement of a vertex, metres.
    #[must_use]
    pub fn displacement(&self, layer: usize, row: usize, column: usize) -> [f32; 2] {
        on!(&self.ground, stack => stack.displacement(layer, row, column))
    }

    /// Displacement of every vertex, or of every so many-th along each side, metres: layer by layer, row by row.
    pub fn field(&self, every: usize) -> impl Iterator<Item = [f32; 2]> + '_ {
        let n = self.vertices();
        let along = move || (0..n).step_by(every.max(1));
        let places = move |layer| along().flat_map(move |row| along().map(move |column| (layer, row, column)));
        (0..LAYERS).flat_map(places).map(|(layer, row, column)| self.displacement(layer, row, column))
    }

    /// Smallest and largest value of the preconditioned operator at rest for a step of so many seconds, by power
    /// iteration; see `METHOD.md`. Leaves the patch at rest.
    pub fn spectrum(&mut self, seconds: f32, iterations: usize) -> (f32, f32) {
        on!(&mut self.ground, stack => stack.spectrum(seconds, iterations))
    }

    /// Share of the patch that is worked on.
    #[must_use]
    pub fn awake(&self) -> f64 {
        on!(&self.ground, stack => stack.awake())
    }

    /// What the last tick needed.
    #[must_use]
    pub fn report(&self) -> Report {
        on!(&self.ground, stack => stack.report)
    }
}

/// The material of the patch, from the table of materials.
///
/// # Errors
/// When a number is missing or out of its range.
pub fn patch_material(knowledge: &Knowledge) -> Result<Material, IncompleteKnowledge> {
    Ok(Numbers::from_tables(knowledge)?.patch())
}

/// The same with what a body has beside: slow relaxation, and shift layers that stiffen at the end of their way; here the
/// ways of normal lumbar tissue. Every number is then kept per vertex.
///
/// # Errors
/// When a number is missing or out of its range.
pub fn full_patch_material(knowledge: &Knowledge) -> Result<Material, IncompleteKnowledge> {
    let numbers = Numbers::from_tables(knowledge)?;
    let Material { slow, stiffening, .. } = numbers.body();
    Ok(Material { slow, stiffening, limit: LUMBAR_M, ..numbers.patch() })
}

/// Ways of the three planes of normal lumbar tissue, metres, as the lumped tissue's table gives them.
const LUMBAR_M: [f64; LAYERS] = [0.0075, 0.0127, 0.0019];

/// A smooth random field over `n` by `n` vertices, row by row, between 1 and `most`: adhesion for tests.
///
/// Nine by nine seeded values, a smooth step between them. The same seed gives the same field at any `n`.
#[must_use]
pub fn scatter(seed: u64, n: usize, most: f64) -> Vec<f64> {
    const KNOTS: usize = 9;
    let mut state = seed;
    let mut knots = [[0.0; KNOTS]; KNOTS];
    for knot in knots.iter_mut().flatten() {
        // SplitMix64
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        *knot = ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64;
    }
    let along = |index: usize| {
        let at = index as f64 / (n.max(2) - 1) as f64 * (KNOTS - 1) as f64;
        let whole = (at as usize).min(KNOTS - 2);
        (whole, smoothstep(0.0, 1.0, at - whole as f64))
    };
    let mut field = Vec::with_capacity(n * n);
    for row in 0..n {
        let (r, t) = along(row);
        for column in 0..n {
            let (c, s) = along(column);
            let upper = lerp(knots[r][c], knots[r][c + 1], s);
            let lower = lerp(knots[r + 1][c], knots[r + 1][c + 1], s);
            field.push(1.0 + (most - 1.0) * lerp(upper, lower, t));
        }
    }
    field
}
