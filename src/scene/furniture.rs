//! The room around the client: floor, walls, window, stool or table, and a few things that belong there.

mod images;
mod pieces;

use bevy::prelude::*;

use self::pieces::Workshop;
use super::{
    Steps,
    body::{Client, sheet},
};
use crate::knowledge::chart::Posture;

/// Everything that stands in the room.
#[derive(Component, Debug, Clone, Copy)]
#[require(Transform, Visibility)]
struct Piece;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, furnish.in_set(Steps::Show));
}

/// Furnishes the room anew for every client and posture.
fn furnish(
    mut commands: Commands,
    client: Option<Res<Client>>,
    pieces: Query<Entity, With<Piece>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<StandardMaterial>>,
    mut images: ResMut<Assets<Image>>,
    mut shown: Local<Option<(String, Posture)>>,
) {
    let Some(client) = client else { return };
    if shown.as_ref().is_some_and(|(body, posture)| *body == client.facts.id && *posture == client.posture) {
        return;
    }
    *shown = Some((client.facts.id.clone(), client.posture));
    for piece in &pieces {
        commands.entity(piece).despawn();
    }
    let support = client.surface.support;
    let seated = client.posture == Posture::Seated;
    let floor = support.floor.filter(|_| seated).unwrap_or(support.height - 0.68);
    let mut workshop = Workshop {
        commands: &mut commands,
        meshes: &mut meshes,
        materials: &mut materials,
        images: &mut images,
        floor,
    };
    workshop.room();
    if seated {
        workshop.stool(sheet::seat_centre(&client.surface));
        workshop.treatment_table(Vec3::new(-1.45, floor + 0.72, 1.55), true);
    } else {
        let (low, high) = bounds(client.surface.body.positions.iter());
        let middle = (low + high) / 2.0;
        workshop.treatment_table(Vec3::new(middle.x, support.height, middle.z), false);
        if let Some(pillow) = support.pillow {
            workshop
                .pillow(Vec3::new(middle.x, (support.height + pillow) / 2.0, high.z - 0.12), pillow - support.height);
        }
    }
    workshop.sideboard(Vec3::new(1.25, floor, 2.12));
    workshop.window(Vec3::new(2.38, floor + 1.45, 0.9));
    workshop.picture(Vec3::new(0.98, floor + 1.62, 2.385));
}

/// The box around points.
fn bounds<'a>(points: impl Iterator<Item = &'a [f32; 3]>) -> (Vec3, Vec3) {
    points.fold((Vec3::INFINITY, Vec3::NEG_INFINITY), |(low, high), point| {
        (low.min((*point).into()), high.max((*point).into()))
    })
}
