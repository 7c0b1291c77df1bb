//! A cut through the layers at a moment of a session that is over, for looking back.

use bevy::prelude::*;

use super::moving::{self, Cut};
use crate::{
    knowledge::chart::Posture,
    scene::{Setting, replay},
    session::trace::StrokeTrace,
    simulation::{
        contact::Contact,
        observation::SiteView,
        sheets::{Resolution, Sheets, TissueArea},
    },
    units::Tick,
};

/// What is wanted: a moment of a stroke on a client.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// Whose body.
    pub body: String,
    /// How the client sat or lay.
    pub posture: Posture,
    /// Sites with findings; the tissue is shown as it was before the session.
    pub sites: Vec<SiteView>,
    /// The stroke.
    pub stroke: StrokeTrace,
    /// The moment; one outside the stroke shows its end.
    pub tick: Tick,
}

/// The cut that is asked for. The interface sets what is wanted; the scene makes it.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Still {
    /// What is wanted.
    pub wanted: Option<Moment>,
    /// The cut; empty as long as there is none.
    pub cut: Cut,
    made: Option<(u32, Tick)>,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Still>().add_systems(Update, make.in_set(crate::scene::Steps::Show));
}

/// Makes the cut when another one is wanted.
fn make(setting: Res<Setting>, mut still: ResMut<Still>) {
    let wanted = still.wanted.as_ref().map(|moment| (moment.stroke.number, moment.tick));
    if still.made == wanted {
        return;
    }
    let cut = still.wanted.as_ref().and_then(|moment| cut(&setting, moment)).unwrap_or_default();
    (still.cut, still.made) = (cut, wanted);
}

fn cut(setting: &Setting, moment: &Moment) -> Option<Cut> {
    let body = setting.bodies.body(&moment.body).ok()?;
    let surface = body.pose(moment.posture).ok()?;
    let mut sheets = Sheets::new(&setting.knowledge, &surface, body.facts(), Resolution::ROOM).ok()?;
    let before = |site: &SiteView| SiteView { mobility_mm: site.mobility_before_mm, ..site.clone() };
    let areas: Vec<TissueArea> =
        moment.sites.iter().filter_map(|site| TissueArea::of(&before(site), &setting.knowledge)).collect();
    sheets.set_tissue(&areas);
    let stroke = &moment.stroke;
    let last = if moment.tick < stroke.start { stroke.end } else { moment.tick.min(stroke.end) };
    let mut laid = None;
    for tick in stroke.start.0..=last.0 {
        laid = replay::hand_in(stroke, Tick(tick));
        let contact = laid.as_ref().map(|hand| Contact { grip: &hand.grip, from: hand.from, at: hand.at });
        sheets.step(contact.as_ref());
    }
    sheets.texture();
    let mut cut = Cut::default();
    moving::through(&sheets, laid.as_ref(), &mut cut);
    Some(cut)
}
