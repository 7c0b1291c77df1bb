//! Input of the skin by segment.

use super::super::{
    bits::{Bits, ToBits},
    constants::Constants,
};
use crate::{knowledge::Knowledge, maths::approach, units::BackPoint};

/// Afferent input, one value for each entry of the table of levels, 0 to 1.
#[derive(Debug, Clone, Default)]
pub(crate) struct Afferent {
    segments: Vec<f64>,
    /// Sympathetic drive of each segment, 0 to 1: it follows the input of its own segment.
    drive: Vec<f64>,
    /// y of a spinous level and the index of the skin segment there, from above downwards.
    levels: Vec<(f64, usize)>,
    /// Input of all segments in this slow step, before it is spread.
    now: f64,
    fading: f64,
    rise: f64,
    fall: f64,
}

impl ToBits for Afferent {
    fn to_bits(&self, bits: &mut Bits) {
        let Self { segments, drive, levels: _, now, fading: _, rise: _, fall: _ } = self;
        bits.numbers(segments).numbers(drive).number(*now);
    }
}

impl Afferent {
    /// Without any input yet.
    pub(crate) fn new(knowledge: &Knowledge, slow_s: f64, constants: &Constants) -> Self {
        let mut levels: Vec<(f64, usize)> = knowledge
            .levels
            .iter()
            .filter_map(|(_, level)| {
                let y = level.y.filter(|y| y.is_finite())?;
                Some((y, knowledge.levels.position(level.skin_segment.as_str())?))
            })
            .collect();
        levels.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self {
            segments: vec![0.0; knowledge.levels.len()],
            drive: vec![0.0; knowledge.levels.len()],
            levels,
            now: 0.0,
            fading: approach(slow_s, constants.afferent_fading),
            rise: approach(slow_s, constants.arousal_rise),
            fall: approach(slow_s, constants.arousal_fall),
        }
    }

    /// The skin segment of a place, as an index into the table of levels.
    pub(crate) fn segment(&self, point: BackPoint) -> Option<usize> {
        let next = self.levels.partition_point(|(y, _)| *y < point.1);
        let candidates = [next.checked_sub(1), Some(next)];
        candidates
            .into_iter()
            .flatten()
            .filter_map(|index| self.levels.get(index))
            .min_by(|a, b| (a.0 - point.1).abs().total_cmp(&(b.0 - point.1).abs()))
            .map(|(_, segment)| *segment)
    }

    /// Takes the input of one tick in one segment.
    pub(crate) fn feel(&mut self, segment: Option<usize>, intensity: f64, step_s: f64, constants: &Constants) {
        self.now = self.now.max(intensity.clamp(0.0, 1.0));
        if let Some(value) = segment.and_then(|segment| self.segments.get_mut(segment)) {
            *value += (intensity.clamp(0.0, 1.0) - *value).max(0.0) * (step_s / constants.afferent_rise).min(1.0);
        }
    }

    /// One slow step; gives the strongest input since the last one.
    pub(crate) fn settle(&mut self) -> f64 {
        for (value, drive) in self.segments.iter_mut().zip(&mut self.drive) {
            *value -= *value * self.fading;
            *drive += (*value - *drive) * if *value > *drive { self.rise } else { self.fall };
        }
        std::mem::take(&mut self.now)
    }

    /// Sum of the input over all segments, in segments fully stirred.
    pub(crate) fn total(&self) -> f64 {
        self.segments.iter().sum()
    }

    /// Segments whose own sympathetic drive is up, strongest first: index into the table of levels and drive, 0 to 1.
    pub(crate) fn stirred(&self) -> Vec<(usize, f64)> {
        let mut stirred: Vec<(usize, f64)> =
            self.drive.iter().copied().enumerate().filter(|(_, drive)| *drive >= 0.05).collect();
        stirred.sort_by(|a, b| b.1.total_cmp(&a.1));
        stirred
    }
}
