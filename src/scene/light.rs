//! Light: daylight from a window behind the therapist, a soft fill, and the lamp that rakes across the back.

use bevy::{light::CascadeShadowConfigBuilder, light::DirectionalLightShadowMap, prelude::*};

use super::{
    Steps,
    body::Client,
    room::{Quality, Room},
};
use crate::{
    knowledge::chart::BodySurface,
    units::{BackPoint, Side},
};

/// Which light it is.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq)]
enum Light {
    /// Daylight.
    Window,
    /// From the other side, without shadow.
    Fill,
    /// The lamp.
    Lamp,
}

/// Illuminance in lux.
const WINDOW: f32 = 5200.0;
const FILL: f32 = 1000.0;
const LAMP: f32 = 5200.0;
/// Brightness of the light from all sides, candela per square metre.
const AMBIENT: f32 = 380.0;

pub(super) fn plugin(app: &mut App) {
    app.insert_resource(DirectionalLightShadowMap { size: 2048 })
        // the colour of the wall, until the room is furnished
        .insert_resource(ClearColor(Color::srgb(0.74, 0.70, 0.64)))
        .insert_resource(GlobalAmbientLight { color: Color::srgb(1.0, 0.97, 0.93), brightness: AMBIENT, ..default() })
        .add_systems(Startup, spawn)
        .add_systems(Update, shine.in_set(Steps::Draw));
}

fn spawn(mut commands: Commands) {
    let cascades = || CascadeShadowConfigBuilder { num_cascades: 1, maximum_distance: 5.0, ..default() }.build();
    let lights = [
        (Light::Window, Color::srgb(1.0, 0.965, 0.91), true),
        (Light::Fill, Color::srgb(0.86, 0.92, 1.0), false),
        (Light::Lamp, Color::srgb(1.0, 0.93, 0.82), true),
    ];
    for (light, color, shadow_maps_enabled) in lights {
        commands.spawn((
            Name::new(format!("light: {light:?}")),
            light,
            DirectionalLight { color, illuminance: 0.0, shadow_maps_enabled, ..default() },
            cascades(),
            Transform::default(),
        ));
    }
}

/// Directions of the back: outwards, to the client's right, to the head.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Axes {
    pub(crate) out: Vec3,
    pub(crate) right: Vec3,
    pub(crate) head: Vec3,
}

impl Axes {
    /// The directions at the middle of a client's back; those of a seated client if there is none.
    pub(crate) fn of(client: Option<&Client>) -> Self {
        client.map_or(Self::SEATED, |client| Self::at(&client.surface))
    }

    const SEATED: Self = Self { out: Vec3::NEG_Z, right: Vec3::NEG_X, head: Vec3::Y };

    /// The directions at the middle of a back.
    pub(crate) fn at(surface: &BodySurface) -> Self {
        surface.place(BackPoint(0.0, 55.0)).map_or(Self::SEATED, |frame| {
            let out = Vec3::from(frame.normal);
            let head = (-Vec3::from(frame.down)).reject_from(out).normalize_or(Vec3::Y);
            Self { out, right: head.cross(out).normalize_or(Vec3::NEG_X), head }
        })
    }
}

/// Where the lamp's light comes from.
fn lamp_direction(room: &Room, axes: &Axes) -> Vec3 {
    let across = match room.lamp.from {
        Side::Right => axes.right,
        Side::Left => -axes.right,
        Side::Both => axes.head,
    };
    let angle = room.lamp.angle_deg.clamp(0.0, 90.0).to_radians();
    across * angle.cos() + axes.out * angle.sin()
}

fn shine(
    room: Res<Room>,
    client: Option<Res<Client>>,
    mut lights: Query<(&Light, &mut DirectionalLight, &mut Transform)>,
    mut ambient: ResMut<GlobalAmbientLight>,
    mut shadow_map: ResMut<DirectionalLightShadowMap>,
) {
    let size = if room.quality == Quality::High { 4096 } else { 2048 };
    if shadow_map.size != size {
        shadow_map.size = size;
    }
    let axes = Axes::of(client.as_deref());
    let dimmed = if room.lamp.on { 0.10 } else { 1.0 };
    let from_above = Vec3::Y;
    for (light, mut directional, mut transform) in &mut lights {
        let (from, illuminance) = match light {
            Light::Window => (axes.out * 0.75 - axes.right * 0.85 + from_above * 0.75, WINDOW * dimmed),
            Light::Fill => (axes.out * 0.5 + axes.right * 1.0 + from_above * 0.35, FILL * dimmed),
            Light::Lamp => {
                let illuminance = if room.lamp.on { LAMP * room.lamp.brightness } else { 0.0 };
                (lamp_direction(&room, &axes), illuminance)
            }
        };
        if directional.illuminance != illuminance {
            directional.illuminance = illuminance;
        }
        let shadows = *light != Light::Fill && illuminance > 0.0 && (room.quality > Quality::Low || room.lamp.on);
        if directional.shadow_maps_enabled != shadows {
            directional.shadow_maps_enabled = shadows;
        }
        let up = if from.normalize().dot(Vec3::Y).abs() > 0.95 { Vec3::Z } else { Vec3::Y };
        transform.set_if_neq(Transform::default().looking_to(-from, up));
    }
    let brightness = AMBIENT * if room.lamp.on { 0.16 } else { 1.0 };
    if ambient.brightness != brightness {
        ambient.brightness = brightness;
    }
}
