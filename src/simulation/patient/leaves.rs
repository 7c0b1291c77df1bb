//! What this session leaves for the next, and beginning with what the last one left.

use super::Patient;
use crate::{
    knowledge::{Knowledge, id::RemarkId},
    simulation::{
        cause::Cause,
        course::{CarriedSite, Carry, thousandths},
        observation::{Cue, CueKind},
    },
    units::Tick,
};

/// The remark by which a client tells how it was since the last session.
const SINCE: &str = "since-last-time";

impl Patient {
    /// What this session leaves behind, if it ends now; the days until the next one are for the caller to set.
    #[must_use]
    pub fn leaves(&self) -> Carry {
        let constants = &self.constants;
        let prior = self.make_up.prior.as_ref();
        let mut sites = vec![CarriedSite::default(); self.make_up.sites.len()];
        for site in &self.sites {
            if let Some(entry) = site.form.spec.and_then(|spec| sites.get_mut(spec)) {
                *entry = site.leaves(constants);
            }
        }
        let relief = &self.observation.relief;
        let most = constants.course_relief * self.make_up.traits.responder;
        let immediate = (relief.attention + relief.tissue - relief.soreness).max(0.0);
        let lasting =
            self.relieved + constants.course_share * immediate * (1.0 - self.relieved / most.max(0.01)).clamp(0.0, 1.0);
        // A session borne well builds trust, one that hurt takes it away.
        let trust = constants.trust_gain * (1.0 - 4.0 * self.autonomic.soreness).max(-1.0);
        let worry = prior.map_or(0, |prior| prior.worry) - thousandths(trust);
        let mut reported: Vec<_> = self.outlook().into_iter().map(|prospect| prospect.reaction).collect();
        reported.sort();
        Carry {
            sessions: self.make_up.session_number.max(1),
            days: 0,
            sites,
            bruises: self.skin.bruises(),
            relief: thousandths(lasting).max(0) as u32,
            worry: worry.clamp(-400, 400),
            reported,
        }
    }

    /// Takes up what the last session left: relief, trust, bruises, and what the client tells.
    pub(super) fn resume(&mut self, knowledge: &Knowledge) {
        let Some(prior) = self.make_up.prior.clone() else { return };
        let left = prior.left(&self.constants);
        self.relieved = f64::from(prior.relief) / 1000.0 * left.relief;
        for pain in [&mut self.make_up.pain_rest, &mut self.make_up.pain_activity] {
            *pain = (*pain - self.relieved).max(0.0);
        }
        self.make_up.session_number = self.make_up.session_number.max(prior.sessions + 1);
        self.autonomic.reassure(-f64::from(prior.worry) / 1000.0);
        self.skin.restore(&prior.bruises, left.bruise, &mut self.observation.marks);
        self.skin.refresh(Tick(0), &mut self.observation.marks, &self.constants);
        for id in &prior.reported {
            let Some(reaction) = knowledge.reactions.get(id) else { continue };
            self.waiting.push(Cue {
                tick: Tick(1),
                kind: CueKind::Remark(RemarkId::from(SINCE)),
                words: format!("Since last time: {}", reaction.shows),
                cause: Cause::Before { reaction: reaction.name.en.to_lowercase(), days: prior.days },
                asks_for_response: false,
            });
        }
    }
}
