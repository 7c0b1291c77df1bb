//! Which values the preconditioned operator has.

use super::{
    super::{
        medium::{Medium, Stage},
        rows::COMPONENTS,
        team::Alone,
        window::Window,
    },
    Stack,
};

impl<M: Medium> Stack<M> {
    /// Smallest and largest value of the preconditioned operator at rest, by power iteration; for a step of so many
    /// seconds. Leaves the stack at rest.
    pub(crate) fn spectrum(&mut self, seconds: f32, iterations: usize) -> (f32, f32) {
        self.reset();
        self.set_window(Window::whole(self.rows, self.columns));
        let viscous = self.relaxation / seconds;
        let stage = Stage { damped: 1.0 + viscous, viscous, inertia: 1.0 / (seconds * seconds), momentum: 0.0 };
        self.prepare(stage);
        self.held.clear();
        let mut high = 0.0;
        let mut low = 0.0;
        for shifted in [false, true] {
            let mut seed = 1_u32;
            for row in 1..self.rows - 1 {
                for k in 0..COMPONENTS {
                    for column in 1..self.columns - 1 {
                        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        self.moved.row_mut(row)[k * self.stride + column] = (seed >> 9) as f32 * 1e-13;
                    }
                }
            }
            for _ in 0..iterations {
                let scale = 1e-6 / self.extent();
                for row in 1..self.rows - 1 {
                    for value in self.moved.row_mut(row) {
                        *value *= scale;
                    }
                }
                // advance with step s: u <- u - s P⁻¹A u
                let step = if shifted { 1.0 / high } else { 1.0 };
                if !shifted {
                    self.now.clone_from(&self.moved);
                }
                self.iteration(&stage, (0.0, step), &Alone);
                if shifted {
                    low = high * (1.0 - self.extent() / 1e-6);
                } else {
                    for row in 1..self.rows - 1 {
                        let now = self.now.row(row).to_vec();
                        for (value, now) in self.moved.row_mut(row).iter_mut().zip(now) {
                            *value = now - *value;
                        }
                    }
                    high = self.extent() / 1e-6;
                }
            }
        }
        self.reset();
        (low, high)
    }

    fn extent(&self) -> f32 {
        let mut most = 0.0_f32;
        for row in 1..self.rows - 1 {
            for value in &self.moved.row(row)[..COMPONENTS * self.stride] {
                most = most.max(value.abs());
            }
        }
        most
    }
}
