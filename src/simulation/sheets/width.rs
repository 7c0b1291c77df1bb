//! Which vector width the loops run at.
//!
//! The program is built for the oldest processors of its platform. The kernels are plain loops; this file lets the
//! compiler make the same loops a second and third time with wider vectors, and picks at run time. Adding, multiplying
//! and bit operations round alike at every width, no product and sum are ever contracted, and no loop sums across lanes
//! other than in a fixed order, so the width changes the time and never a bit of the result (a test holds this).

/// Something that is worth being compiled for wider vectors.
pub(crate) trait Work {
    /// What comes of it.
    type Output;
    /// Does it. Must be `#[inline(always)]`, and so must everything it calls in its loops.
    fn run(self) -> Self::Output;
}

/// A vector width that this processor has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Width(Lanes);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lanes {
    Baseline,
    #[cfg(target_arch = "x86_64")]
    Eight,
    #[cfg(target_arch = "x86_64")]
    Sixteen,
}

impl Width {
    /// What the build itself allows: 4 lanes (SSE2) on x86-64.
    #[must_use]
    pub fn baseline() -> Self {
        Self(Lanes::Baseline)
    }

    /// The widest this processor has.
    #[must_use]
    pub fn widest() -> Self {
        Self::all().pop().unwrap_or(Self(Lanes::Baseline))
    }

    /// All this processor has, narrowest first.
    #[must_use]
    pub fn all() -> Vec<Self> {
        #[cfg_attr(not(target_arch = "x86_64"), expect(unused_mut, reason = "only x86-64 has more than one"))]
        let mut widths = vec![Self(Lanes::Baseline)];
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx2") {
                widths.push(Self(Lanes::Eight));
                if std::arch::is_x86_feature_detected!("avx512f") && std::arch::is_x86_feature_detected!("avx512vl") {
                    widths.push(Self(Lanes::Sixteen));
                }
            }
        }
        widths
    }

    /// The name of the instruction set.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Lanes::Baseline => "baseline",
            #[cfg(target_arch = "x86_64")]
            Lanes::Eight => "avx2",
            #[cfg(target_arch = "x86_64")]
            Lanes::Sixteen => "avx512",
        }
    }

    /// Runs the work at this width.
    #[inline]
    pub(crate) fn run<W: Work>(self, work: W) -> W::Output {
        match self.0 {
            Lanes::Baseline => work.run(),
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "a value with these lanes is only made after asking the processor")]
            // SAFETY: `all` makes `Eight` and `Sixteen` only where the processor has the features the callee asks for.
            Lanes::Eight => unsafe { eight(work) },
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "a value with these lanes is only made after asking the processor")]
            // SAFETY: as above.
            Lanes::Sixteen => unsafe { sixteen(work) },
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn eight<W: Work>(work: W) -> W::Output {
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,avx512f,avx512vl")]
fn sixteen<W: Work>(work: W) -> W::Output {
    work.run()
}
