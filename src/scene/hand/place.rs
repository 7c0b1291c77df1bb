//! Where the hand is shown, and what it does to the tissue under it.

use bevy::prelude::*;

use super::{Mode, Tool, shape};
use crate::{
    scene::{
        Steps,
        attempt::Attempt,
        body::{
            Client,
            maps::Maps,
            material::{Kind, Look, Tissue, TissueMaterial},
            shells,
        },
        hover::Hover,
        light::Axes,
        replay::{self, Replay},
        room::Room,
        stage::Stage,
    },
    units::{BackPoint, CM_PER_PERCENT},
};

/// A hand: left or right one of the therapist.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq)]
#[require(Transform, Visibility)]
struct Hand {
    left: bool,
}

/// Where the pads touch on a hand, metres from the wrist, and how far the fingers are hooked, degrees.
#[derive(Resource, Debug, Clone, Copy)]
struct Model {
    pads: Vec3,
    hook_deg: f32,
}

/// What the finger does to the tissue, as the shaders need it; it dies away when the hand is lifted.
#[derive(Resource, Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Contact {
    /// Place on the chart in centimetres (x to the right, y down).
    pub(crate) at: Vec2,
    /// From where the hand was put down to where it is, centimetres.
    pub(crate) pull: Vec2,
    /// Height of the fold before the pads, and depth of their dents, centimetres.
    pub(crate) fold: f32,
    pub(crate) dent: f32,
    /// 0 to 1.
    pub(crate) strength: f32,
    pub(crate) both: bool,
}

impl Contact {
    /// The two vectors for the shader: pads (place, free, strength) and pull (way, fold, dent).
    pub(crate) fn vectors(&self, kind: Kind, mirrored: bool) -> (Vec4, Vec4) {
        if mirrored && !self.both {
            return (Vec4::ZERO, Vec4::ZERO);
        }
        let turn = if mirrored { Vec2::new(-1.0, 1.0) } else { Vec2::ONE };
        // what lies deeper shows less of fold and dent
        let shows = match kind {
            Kind::Superficial => 0.75,
            Kind::Deep => 0.25,
            Kind::Muscle => 0.0,
            _ => 1.0,
        };
        let (at, pull) = (self.at * turn, self.pull * turn);
        (Vec4::new(at.x, at.y, 0.0, self.strength), Vec4::new(pull.x, pull.y, self.fold * shows, self.dent * shows))
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Contact>()
        .add_systems(Startup, spawn)
        .add_systems(Update, (feel, follow).chain().in_set(Steps::Show));
}

fn spawn(
    mut commands: Commands,
    maps: Res<Maps>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut tissues: ResMut<Assets<TissueMaterial>>,
    mut materials: ResMut<Assets<StandardMaterial>>,
) {
    let hand = shape::shape();
    commands.insert_resource(Model { pads: hand.pads * 0.01, hook_deg: hand.hook_deg });
    let tone = LinearRgba::from(Color::srgb(0.80, 0.60, 0.49));
    let look = Look {
        tone: Vec4::new(tone.red, tone.green, tone.blue, 0.05),
        blush: Vec4::new(1.0, 0.45, 0.40, 0.35),
        state: Vec4::new(f32::from(Kind::Body as u8), 0.0, 1.0, 0.0),
        ..default()
    };
    let skin = tissues.add(TissueMaterial {
        base: StandardMaterial { double_sided: true, cull_mode: None, ..default() },
        extension: Tissue::new(look, &maps),
    });
    let nail = materials.add(StandardMaterial {
        base_color: Color::srgb(0.86, 0.68, 0.61),
        perceptual_roughness: 0.28,
        reflectance: 0.5,
        ..default()
    });
    let cloth = materials.add(StandardMaterial {
        base_color: Color::srgb(0.90, 0.90, 0.87),
        perceptual_roughness: 0.95,
        reflectance: 0.2,
        double_sided: true,
        cull_mode: None,
        ..default()
    });
    for left in [false, true] {
        let turn = |v: Vec3| if left { Vec3::new(-v.x, v.y, v.z) } else { v };
        let positions: Vec<[f32; 3]> = hand.positions.iter().map(|p| (turn((*p).into()) * 0.01).into()).collect();
        let normals: Vec<[f32; 3]> = hand.normals.iter().map(|n| turn((*n).into()).into()).collect();
        let triangles: Vec<[u32; 3]> =
            hand.triangles.iter().map(|&[a, b, c]| if left { [a, c, b] } else { [a, b, c] }).collect();
        let count = positions.len();
        let mesh = shells::mesh(&positions, &normals, vec![[0.0; 2]; count], vec![[99.0; 2]; count], &triangles);
        let parent = commands
            .spawn((
                Name::new(if left { "left hand" } else { "right hand" }),
                Hand { left },
                Visibility::Hidden,
                Mesh3d(meshes.add(mesh)),
                MeshMaterial3d(skin.clone()),
            ))
            .id();
        for shown in &hand.nails {
            let (along, out) = (turn(shown.along), turn(shown.out));
            let turned = Quat::from_mat3(&Mat3::from_cols(along.cross(out).normalize_or(Vec3::X), along, out));
            let at = Transform::from_translation(turn(shown.middle) * 0.01)
                .with_rotation(turned)
                .with_scale(Vec3::new(shown.wide, 0.62, 0.14) * 0.01);
            let nail = commands.spawn((Mesh3d(meshes.add(Sphere::new(1.0))), MeshMaterial3d(nail.clone()), at)).id();
            commands.entity(parent).add_child(nail);
        }
        // a sleeve from below the elbow
        let (from, to) = (Vec3::new(0.0, -0.175, 0.036), Vec3::new(0.0, -0.430, 0.095));
        let at = Transform::from_translation((from + to) / 2.0)
            .with_rotation(Quat::from_rotation_arc(Vec3::Y, (from - to).normalize_or(Vec3::Y)))
            .with_scale(Vec3::new(1.12, 1.0, 0.98));
        let sleeve = ConicalFrustum { radius_top: 0.047, radius_bottom: 0.066, height: from.distance(to) };
        let sleeve = commands.spawn((Mesh3d(meshes.add(sleeve)), MeshMaterial3d(cloth.clone()), at)).id();
        commands.entity(parent).add_child(sleeve);
    }
}

/// Takes from the hand that is shown how its pads press; after it has gone, the dents fill softly.
fn feel(attempt: Res<Attempt>, replay: Res<Replay>, room: Res<Room>, time: Res<Time>, mut contact: ResMut<Contact>) {
    let mut now = *contact;
    if let Some(hand) = replay::hand_now(&attempt, &replay, &room) {
        let (from, at) = (hand.from.point(), hand.at.point());
        let cm = |point: BackPoint| Vec2::new(point.0 as f32, (point.1 * CM_PER_PERCENT) as f32);
        now.at = cm(at);
        now.pull = cm(at) - cm(from);
        let touch = attempt.session().and_then(|session| session.latest().touch.as_ref());
        now.fold = touch.filter(|_| !replay.runs()).map_or(0.0, |touch| touch.fold_mm as f32 * 0.1);
        now.dent = 0.05 + (hand.grip.normal_mn as f32 / 30_000.0).sqrt() * 0.45;
        now.strength = 1.0;
        now.both = hand.grip.both_hands;
    } else if now.strength > 0.0 {
        now.strength *= (-time.delta_secs() * 7.0).exp();
        if now.strength < 0.01 {
            now = Contact::default();
        }
    }
    contact.set_if_neq(now);
}

/// Puts the hand on the skin, or over it while the student chooses a place.
fn follow(
    attempt: Res<Attempt>,
    replay: Res<Replay>,
    room: Res<Room>,
    client: Option<Res<Client>>,
    contact: Res<Contact>,
    tool: Res<Tool>,
    hover: Res<Hover>,
    stage: Res<State<Stage>>,
    model: Option<Res<Model>>,
    time: Res<Time>,
    mut hands: Query<(&Hand, &mut Transform, &mut Visibility)>,
    mut heading: Local<Vec2>,
) {
    let (Some(client), Some(model)) = (client, model) else { return };
    let laid_on = replay::hand_now(&attempt, &replay, &room);
    let hovering = hover.0.as_ref().filter(|_| tool.mode == Mode::Touch && stage.get().hands_on());
    let (point, angle, both, height) = match (&laid_on, hovering) {
        (Some(hand), _) => (hand.at.point(), hand.grip.angle_deg, hand.grip.both_hands, 0.0),
        (None, Some(under)) => (under.place.point, tool.grip.angle_deg, tool.grip.both_hands, 0.012),
        (None, None) => {
            for (_, _, mut visibility) in &mut hands {
                visibility.set_if_neq(Visibility::Hidden);
            }
            return;
        }
    };
    // the hand turns towards where it pulls, and not at once
    let pull = if laid_on.is_some() { contact.pull } else { Vec2::ZERO };
    let rest = Vec2::new(if point.0 < 0.0 { -0.8 } else { 0.8 }, 0.6);
    let wanted = if pull.length() > 0.15 { pull.normalize() } else { rest.normalize() };
    let share = 1.0 - (-time.delta_secs() * 5.0).exp();
    *heading = if *heading == Vec2::ZERO { wanted } else { heading.lerp(wanted, share) };
    let axes = Axes::of(Some(&client));
    for (hand, mut transform, mut visibility) in &mut hands {
        let left = point.0 < 0.0;
        let shown = both || hand.left == left;
        let mirrored = hand.left != left;
        let place = if mirrored { point.mirrored() } else { point };
        let turn = if mirrored { Vec2::new(-1.0, 1.0) } else { Vec2::ONE };
        let found = client.surface.place(place).filter(|_| shown);
        visibility.set_if_neq(if found.is_some() { Visibility::Inherited } else { Visibility::Hidden });
        let Some(frame) = found else { continue };
        let (right, down) = (Vec3::from(frame.right), Vec3::from(frame.down));
        let normal = Vec3::from(frame.normal);
        let along = *heading * turn;
        let pulled = (right * along.x + down * along.y).reject_from(normal).normalize_or(down);
        let outwards = if hand.left { -axes.right } else { axes.right };
        let arm = arm_side(pulled, axes, outwards, normal, point.1);
        let lifted = (angle as f32 - model.hook_deg).clamp(6.0, 40.0).to_radians();
        let tips = -(arm * lifted.cos() + normal * lifted.sin());
        let out = normal * lifted.cos() - arm * lifted.sin();
        let rotation = Quat::from_mat3(&Mat3::from_cols(tips.cross(out).normalize_or(Vec3::X), tips, out));
        let pads = if hand.left { Vec3::new(-model.pads.x, model.pads.y, model.pads.z) } else { model.pads };
        let pressed = if laid_on.is_some() { contact.dent * 0.006 } else { 0.0 };
        let target = Vec3::from(frame.position) + normal * (height - pressed);
        transform.set_if_neq(Transform::from_translation(target - rotation * pads).with_rotation(rotation));
    }
}

/// The direction in which the forearm leaves along the skin. It leads the stroke; but the therapist sits behind and below,
/// so for strokes towards the head or the midline the arm comes from the side and the fingers push ahead. Near the sheet
/// (`y` in percent) it comes from the side, over the sheet and not through it.
fn arm_side(pulled: Vec3, axes: Axes, outwards: Vec3, normal: Vec3, y: f64) -> Vec3 {
    let low = ((y as f32 - 94.0) / 14.0).clamp(0.0, 1.0);
    let from = (outwards * 0.8 - axes.head * (0.75 - 0.95 * low)).normalize_or(Vec3::NEG_Y);
    let downwards = (-pulled.dot(axes.head)).max(0.0);
    let pulled = (pulled + axes.head * (low * downwards)).normalize_or(pulled);
    let fits = pulled.dot(from);
    let share = ((0.45 - fits) / 0.6).clamp(0.0, 1.0);
    (pulled * (1.0 - share) + from * (0.35 + share)).reject_from(normal).normalize_or(from)
}
