//! Factors of Chebyshev's iteration.

/// For an operator with values from `low` to `high`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chebyshev {
    half: f32,
    sigma: f32,
    rho: f32,
    first: bool,
}

impl Chebyshev {
    pub(super) fn new(low: f32, high: f32) -> Self {
        let (middle, half) = (0.5 * (high + low), 0.5 * (high - low));
        Self { half, sigma: middle / half, rho: half / middle, first: true }
    }

    /// What is kept of the last change, and how far to go along the residual.
    pub(super) fn next(&mut self) -> (f32, f32) {
        if self.first {
            self.first = false;
            return (0.0, self.rho / self.half);
        }
        let next = 1.0 / (2.0 * self.sigma - self.rho);
        let keep = next * self.rho;
        self.rho = next;
        (keep, 2.0 * next / self.half)
    }
}
