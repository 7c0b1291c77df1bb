//! Lumped tissue: one state for each site and layer, and the pads that pull on it.
//!
//! [`site`] makes the sites, [`technique`] says which layer a grip reaches, [`shear`] carries the
//! skin, [`edges`] says whether it runs across an edge, [`change`] is what work does to the tissue,
//! [`skin_response`] what the skin shows after it.

pub(crate) mod change;
pub(crate) mod edges;
pub(crate) mod layer;
pub(crate) mod shear;
pub(crate) mod site;
pub(crate) mod skin_response;
pub(crate) mod technique;

use crate::units::BackPoint;
use site::Site;

/// The sites under a point: the one whose tissue answers, and others that it also lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Under {
    sites: [usize; 4],
    count: usize,
}

impl Under {
    /// Finds the sites under a point; sites are in order of precedence and the last takes everything.
    pub(crate) fn find(sites: &[Site], point: BackPoint) -> Self {
        let mut under = Self::default();
        for (index, site) in sites.iter().enumerate() {
            if site.holds(point) {
                under.sites[under.count] = index;
                under.count += 1;
                if under.count == under.sites.len() {
                    break;
                }
            }
        }
        if under.count == 0 {
            under.sites[0] = sites.len().saturating_sub(1);
            under.count = 1;
        }
        under
    }

    /// The site whose tissue answers.
    pub(crate) fn first(&self) -> usize {
        self.sites[0]
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[usize] {
        &self.sites[..self.count.min(4)]
    }
}
