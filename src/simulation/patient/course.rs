//! What goes on more slowly than the tick: nervous system, reactions, and what is shown of them.

use super::Patient;
use crate::{
    knowledge::{response::Occasion, stroke::Role},
    simulation::nervous::{autonomic::Stimuli, reactions::Circumstances},
    units::TICKS_PER_SECOND,
};

impl Patient {
    /// The slow step: a tenth of a second at one step a tick.
    pub(super) fn slow(&mut self) {
        let touched = self.stroke.is_some();
        self.tally.pass(touched, self.resting, self.pace.slow_s());
        let strengths = self.tally.strengths(&self.make_up, self.setting(false), &self.constants);
        let (wheal, bled) = if self.tick.0.is_multiple_of(TICKS_PER_SECOND) { self.skin.worst() } else { (0.0, None) };
        let technique = self.stroke.as_ref().map(|stroke| stroke.technique);
        // Tests and balancing strokes bring nothing on.
        let mild = technique
            .and_then(|technique| self.techniques.get(technique))
            .is_some_and(|form| matches!(form.role, Role::Test | Role::Balance));
        let circumstances = Circumstances {
            make_up: &self.make_up,
            strengths: &strengths,
            sites: &self.sites,
            working: touched && !mild,
            technique,
            faint_factor: self.faint_factor(),
            resting: self.resting,
            tick: self.tick,
            step_s: self.pace.slow_s(),
            techniques: &self.techniques,
            wheal,
            bled,
        };
        self.reactions.step(&circumstances, &mut self.observation.cues, &self.constants);
        self.reactions.list(&mut self.observation.reactions);

        let unpleasant = self.felt.map_or(0.0, |felt| felt.sense.unpleasantness());
        let input = self.afferent.settle();
        let stimuli = Stimuli {
            input,
            spread: self.afferent.total(),
            unpleasant,
            pleasant: self.felt.map_or(0.0, |felt| felt.sense.pleasantness()),
            touched,
            resting: self.resting,
            worked: self.worked(),
            irritation: self.worst_irritation(),
            warmth_c: self.mean_warmth(),
            faint: self.reactions.severity("r03"),
            reaction: self.reactions.worst(),
        };
        self.autonomic.step(&stimuli, &self.make_up, &self.constants);
        let (reactions, autonomic) = (&self.reactions, &self.autonomic);
        let state = |occasion: &Occasion| match occasion {
            Occasion::Settling => autonomic.settling,
            Occasion::Worry => autonomic.worry,
            Occasion::Soreness => autonomic.soreness,
            Occasion::Nearing(reaction) => reactions.nearing(reaction.as_str()),
        };
        let speaks_up = self.make_up.traits.speaks_up;
        self.remarks.step(speaks_up, self.tick, self.pace.slow_s(), state, &mut self.observation.cues, &self.constants);
        self.show_vitals();
        self.show_sites();
    }

    pub(super) fn show_vitals(&mut self) {
        let unpleasant = self.felt.map_or(0.0, |felt| felt.sense.unpleasantness());
        self.observation.vitals = self.autonomic.vitals(&self.make_up, unpleasant, &self.constants);
        self.observation.relief = self.autonomic.relief(&self.make_up);
    }

    fn show_sites(&mut self) {
        for (index, site) in self.sites.iter().enumerate() {
            let new = site.dynamic.contact_s > 1.0 && site.form.finding.is_none() && !site.form.outlines.is_empty();
            if new && !self.shown.contains(&index) {
                self.shown.push(index);
                self.observation.sites.push(site.view(&self.constants));
            }
        }
        for (&index, view) in self.shown.iter().zip(&mut self.observation.sites) {
            if let Some(site) = self.sites.get(index) {
                site.refresh(view, &self.constants);
            }
        }
    }

    /// Share of the work on findings that is done, 0 to 1; without findings, of a usual session.
    fn worked(&self) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for site in self.sites.iter().filter(|site| site.form.finding.is_some()) {
            sum += (site.dynamic.worked_s / self.constants.worked_enough).min(1.0);
            count += 1.0;
        }
        if count > 0.0 { sum / count } else { (self.tally.hands_on / 600.0).min(1.0) }
    }

    fn worst_irritation(&self) -> f64 {
        self.sites.iter().fold(0.0, |worst, site| f64::max(worst, site.dynamic.irritation))
    }

    fn mean_warmth(&self) -> f64 {
        let (mut sum, mut weight) = (0.0, 0.0);
        for site in self.sites.iter().filter(|site| site.dynamic.touched) {
            sum += site.dynamic.warmth_c * site.dynamic.contact_s;
            weight += site.dynamic.contact_s;
        }
        if weight > 0.0 { sum / weight } else { 0.0 }
    }
}
