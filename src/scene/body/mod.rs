//! The client: meshes of body, layers, garments and hair, dressed in their materials.

pub mod anatomy;
pub(crate) mod maps;
mod marks;
pub(crate) mod material;
pub mod moving;
pub mod overlay;
pub(crate) mod sheet;
pub(crate) mod shells;
pub mod still;
pub(crate) mod tone;

use std::sync::Arc;

use bevy::{light::NotShadowCaster, prelude::*};

use self::{
    maps::Maps,
    material::{Kind, Look, Tissue, TissueMaterial},
    shells::Depths,
};
use super::{Setting, Steps, hand::place::Contact, room::Room};
use crate::{
    knowledge::chart::{self, BodyFacts, BodySurface, Posture},
    session::action,
};

/// The client who is in the room, with the surface for picking and placing.
#[derive(Resource, Debug, Clone)]
pub struct Client {
    /// Name, age, measures.
    pub facts: BodyFacts,
    /// How the client sits or lies.
    pub posture: Posture,
    /// The skin in this posture.
    pub surface: Arc<BodySurface>,
    drape: action::Drape,
}

/// Everything that belongs to the client's body.
#[derive(Component, Debug, Clone, Copy)]
#[require(Transform, Visibility)]
struct Part;

/// A part of the back with its own layer.
#[derive(Component, Debug, Clone, Copy)]
pub(crate) struct Layer(pub(crate) Kind);

pub(super) fn plugin(app: &mut App) {
    material::plugin(app);
    maps::plugin(app);
    moving::plugin(app);
    still::plugin(app);
    let show = (dress, moving::advance, moving::upload, moving::cut, peel, marks::paint, overlay::paint);
    app.add_systems(Update, show.chain().in_set(Steps::Show));
}

/// How far the shorts are turned down for a state of the sheet.
fn shorts_for(drape: action::Drape) -> chart::Drape {
    match drape {
        action::Drape::Covered | action::Drape::Back => chart::Drape::Covered,
        action::Drape::Sacrum => chart::Drape::Lowered,
    }
}

/// Where the sheet begins, centimetres below C7 on the chart.
fn sheet_top(drape: action::Drape) -> f32 {
    match drape {
        action::Drape::Covered => 5.5,
        action::Drape::Back => 48.5,
        action::Drape::Sacrum => 58.5,
    }
}

/// Puts the client into the room whenever body, posture or sheet change.
fn dress(
    mut commands: Commands,
    room: Res<Room>,
    setting: Res<Setting>,
    client: Option<Res<Client>>,
    maps: Res<Maps>,
    parts: Query<Entity, With<Part>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut tissues: ResMut<Assets<TissueMaterial>>,
    mut materials: ResMut<Assets<StandardMaterial>>,
) {
    let known = client.as_ref().map(|client| (client.facts.id.as_str(), client.posture, client.drape));
    if known == Some((room.body.as_str(), room.posture, room.drape)) || known.is_none() && room.body.is_empty() {
        return;
    }
    for part in &parts {
        commands.entity(part).despawn();
    }
    let body = setting.bodies.body(&room.body);
    let Ok((facts, Ok(surface))) = body.map(|body| (body.facts().clone(), body.pose(room.posture))) else {
        commands.remove_resource::<Client>();
        return;
    };
    let depths = Depths::new(&setting.knowledge, &facts);
    let shorts = shorts_for(room.drape);
    let tone = tone::of(&facts);
    let [red, green, blue] = facts.hair_colour;
    // strands of hair run along the body's length
    let strands = if room.posture == Posture::Seated { Vec4::Y } else { Vec4::Z };
    let look = |kind: Kind| Look {
        tone: if kind == Kind::Hair { Vec4::new(red, green, blue, 0.0) } else { tone.skin },
        blush: if kind == Kind::Hair { strands } else { tone.blush },
        state: Vec4::new(f32::from(kind as u8), room.layers, 1.0, 0.0),
        extra: Vec4::new(0.01 * facts.scale as f32, 1.0, sheet_top(room.drape), 0.0),
        ..default()
    };
    let mut tissue = |kind: Kind| {
        let base = StandardMaterial {
            double_sided: kind >= Kind::Skin,
            cull_mode: if kind >= Kind::Skin { None } else { Some(bevy::render::render_resource::Face::Back) },
            ..default()
        };
        tissues.add(TissueMaterial { base, extension: Tissue::new(look(kind), &maps) })
    };

    commands.spawn((
        Name::new("body"),
        Part,
        Mesh3d(meshes.add(shells::plain(&surface.body))),
        MeshMaterial3d(tissue(Kind::Body)),
    ));
    for kind in Kind::LAYERS {
        let mut part = commands.spawn((
            Name::new(format!("back: {kind:?}")),
            Part,
            Layer(kind),
            Mesh3d(meshes.add(shells::shell(&surface, &depths, kind, shorts))),
            MeshMaterial3d(tissue(kind)),
        ));
        // the innermost shell throws the shadow of the back: displaced skin would shade itself
        if kind != Kind::Muscle {
            part.insert(NotShadowCaster);
        }
    }
    if let Some(sheet) = sheet::sheet(&surface, room.posture, room.drape) {
        commands.spawn((
            Name::new("sheet"),
            Part,
            Layer(Kind::Sheet),
            NotShadowCaster,
            Mesh3d(meshes.add(sheet)),
            MeshMaterial3d(tissue(Kind::Sheet)),
        ));
    }
    commands.spawn((
        Name::new("hair"),
        Part,
        Mesh3d(meshes.add(shells::plain(&surface.hair))),
        MeshMaterial3d(tissue(Kind::Hair)),
    ));
    let cloth = Color::srgb(0.24, 0.33, 0.38);
    let mut pieces = vec![
        ("shorts", &surface.shorts[shorts as usize], cloth, 0.95, 0.2),
        ("eyes", &surface.eyes, Color::srgb(0.93, 0.92, 0.90), 0.25, 0.5),
    ];
    if let Some(band) = &surface.band {
        pieces.push(("chest band", band, cloth, 0.95, 0.2));
    }
    for (name, piece, colour, roughness, reflectance) in pieces {
        let material = StandardMaterial {
            base_color: colour,
            perceptual_roughness: roughness,
            reflectance,
            double_sided: true,
            cull_mode: None,
            ..default()
        };
        commands.spawn((
            Name::new(name),
            Part,
            Mesh3d(meshes.add(shells::plain(piece))),
            MeshMaterial3d(materials.add(material)),
        ));
    }
    let (posture, drape) = (room.posture, room.drape);
    commands.insert_resource(Client { facts, posture, surface: Arc::new(surface), drape });
}

/// Hands the slider and the finger's field to the layers, and hides what cannot be seen.
fn peel(
    room: Res<Room>,
    contact: Res<Contact>,
    mut layers: Query<(&Layer, &mut Visibility, &MeshMaterial3d<TissueMaterial>)>,
    mut tissues: ResMut<Assets<TissueMaterial>>,
) {
    let side = if room.peel_from == crate::units::Side::Left { -1.0 } else { 1.0 };
    let peeled = room.layers.clamp(0.0, 3.0);
    for (layer, mut visibility, material) in &mut layers {
        let from_outside = f32::from(layer.0 as u8) - 1.0;
        // a layer is hidden as long as nothing above it is opened; the innermost still throws the shadow
        let seen = match layer.0 {
            Kind::Sheet => peeled == 0.0 || room.drape != action::Drape::Covered,
            Kind::Muscle => true,
            _ => from_outside <= peeled.ceil(),
        };
        visibility.set_if_neq(if seen { Visibility::Inherited } else { Visibility::Hidden });
        let Some(mut tissue) = tissues.get_mut(&material.0) else { continue };
        let mut look = tissue.extension.look;
        (look.state.y, look.state.z) = (peeled, side);
        if layer.0 != Kind::Sheet {
            (look.pad_a, look.pull_a) = contact.vectors(layer.0, false);
            (look.pad_b, look.pull_b) = contact.vectors(layer.0, true);
        }
        if tissue.extension.look != look {
            tissue.extension.look = look;
        }
    }
}
