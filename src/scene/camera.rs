//! The camera: six views, orbit and zoom, always with the body in sight.

use bevy::{core_pipeline::tonemapping::Tonemapping, prelude::*};

use super::{Steps, body::Client, light::Axes, room::Room};
use crate::{
    knowledge::{chart::Posture, zone},
    units::BackPoint,
};

/// A view by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// The whole back, straight on.
    #[default]
    Back,
    /// The back from the client's left.
    BackLeft,
    /// The back from the client's right.
    BackRight,
    /// Sacrum, pelvis and loin, near.
    LowBack,
    /// Nape and shoulders, near and a little from above.
    Shoulders,
    /// From the client's right side.
    Side,
}

impl View {
    /// All views with their names for the command line.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("back", Self::Back),
        ("back-left", Self::BackLeft),
        ("back-right", Self::BackRight),
        ("low-back", Self::LowBack),
        ("shoulders", Self::Shoulders),
        ("side", Self::Side),
    ];

    /// The view of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, view)| *view)
    }

    /// Chart point looked at, degrees to the client's right and towards the head, metres away.
    fn pose(self) -> (BackPoint, f32, f32, f32) {
        match self {
            Self::Back => (BackPoint(0.0, 40.0), 0.0, 6.0, 2.15),
            Self::BackLeft => (BackPoint(-2.0, 45.0), -38.0, 14.0, 2.0),
            Self::BackRight => (BackPoint(2.0, 45.0), 38.0, 14.0, 2.0),
            Self::LowBack => (BackPoint(0.0, 93.0), 0.0, 16.0, 1.0),
            Self::Shoulders => (BackPoint(0.0, 8.0), 0.0, 24.0, 1.15),
            Self::Side => (BackPoint(8.0, 45.0), 84.0, 6.0, 2.0),
        }
    }
}

/// Half of the vertical field of view: a long lens, calm and with little distortion.
const HALF_VIEW: f32 = 14.0;
/// Nearest and farthest, metres from the point in focus.
const REACH: (f32, f32) = (0.22, 3.2);
/// How far the point in focus may be from the middle of the back, metres.
const STRAY: f32 = 0.42;

/// Where the camera is, and where it is going.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Eye {
    /// The point in focus, metres.
    pub focus: Vec3,
    /// Degrees to the client's right, 0 straight behind the back.
    pub turn: f32,
    /// Degrees towards the head, -80 to 80.
    pub rise: f32,
    /// Metres from the focus.
    pub distance: f32,
    /// What it moves to.
    goal: Option<Goal>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Goal {
    focus: Vec3,
    turn: f32,
    rise: f32,
    distance: f32,
}

/// Axes of the orbit in a posture: the pole and the direction from which the back is seen straight on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Orbit {
    pole: Vec3,
    out: Vec3,
    right: Vec3,
}

impl Orbit {
    pub(crate) fn of(client: Option<&Client>) -> Self {
        let pole = match client.map(|client| client.posture) {
            Some(Posture::Prone) => Vec3::Z,
            _ => Vec3::Y,
        };
        let axes = Axes::of(client);
        let out = axes.out.reject_from(pole).normalize_or(Vec3::NEG_Z);
        let right = pole.cross(-out);
        Self { pole, out, right: -right }
    }

    /// The eye's orientation.
    fn rotation(self, turn: f32, rise: f32) -> Quat {
        Transform::from_translation(self.direction(turn, rise)).looking_at(Vec3::ZERO, self.pole).rotation
    }

    /// From the focus to the eye.
    fn direction(self, turn: f32, rise: f32) -> Vec3 {
        let (turn, rise) = (turn.to_radians(), rise.to_radians());
        (self.out * turn.cos() + self.right * turn.sin()) * rise.cos() + self.pole * rise.sin()
    }
}

impl Default for Eye {
    fn default() -> Self {
        Self { focus: Vec3::new(0.0, 0.9, 0.0), turn: 0.0, rise: 6.0, distance: 2.3, goal: None }
    }
}

impl Eye {
    /// It is where it wants to be.
    #[must_use]
    pub fn at_rest(&self) -> bool {
        self.goal.is_none()
    }

    fn look(&mut self, goal: Goal, at_once: bool) {
        self.goal = Some(goal);
        if at_once {
            (self.focus, self.turn, self.rise, self.distance) = (goal.focus, goal.turn, goal.rise, goal.distance);
            self.goal = None;
        }
    }

    /// Where it is going, or where it is.
    fn aim(&self) -> Goal {
        let Self { focus, turn, rise, distance, goal } = *self;
        goal.unwrap_or(Goal { focus, turn, rise, distance })
    }

    /// Moves the focus by so much, metres.
    pub(crate) fn shift(&mut self, by: Vec3) {
        let aim = self.aim();
        self.look(Goal { focus: aim.focus + by, ..aim }, true);
    }

    /// Turns about a point, which keeps its place in the picture.
    pub(crate) fn turn_about(&mut self, orbit: Orbit, pivot: Vec3, turn: f32, rise: f32) {
        let before = orbit.rotation(self.turn, self.rise);
        let goal = Goal { turn: self.turn + turn, rise: (self.rise + rise).clamp(-80.0, 80.0), ..self.aim() };
        let after = orbit.rotation(goal.turn, goal.rise);
        let focus = pivot + after * (before.inverse() * (self.focus - pivot));
        self.look(Goal { focus, distance: self.distance, ..goal }, true);
    }

    /// Comes nearer to a point, which keeps its place in the picture.
    pub(crate) fn zoom(&mut self, towards: Vec3, factor: f32) {
        let aim = self.aim();
        let distance = (aim.distance * factor).clamp(REACH.0, REACH.1);
        let focus = towards + (aim.focus - towards) * (distance / aim.distance);
        self.look(Goal { focus, distance, ..aim }, false);
    }

    fn transform(&self, orbit: Orbit) -> Transform {
        let eye = self.focus + orbit.direction(self.turn, self.rise) * self.distance;
        Transform::from_translation(eye).looking_at(self.focus, orbit.pole)
    }
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Startup, spawn).add_systems(Update, (turn_to, glide).chain().in_set(Steps::Draw));
}

fn spawn(mut commands: Commands) {
    commands.spawn((
        Name::new("camera"),
        Camera3d::default(),
        Projection::Perspective(PerspectiveProjection {
            fov: 2.0 * HALF_VIEW.to_radians(),
            near: 0.05,
            far: 30.0,
            ..default()
        }),
        Tonemapping::TonyMcMapface,
        Eye::default(),
    ));
}

/// Obeys a view that was asked for, a new focus, and a new client.
fn turn_to(
    mut room: ResMut<Room>,
    setting: Res<super::Setting>,
    client: Option<Res<Client>>,
    mut eye: Single<&mut Eye>,
    mut shown: Local<Option<crate::knowledge::zone::ZoneSide>>,
) {
    let Some(client) = client else { return };
    let new_client = client.is_changed();
    let view = if room.view.is_some() { room.view.take() } else { new_client.then(View::default) };
    if let Some(view) = view {
        let (point, turn, rise, distance) = view.pose();
        if let Some(frame) = client.surface.place(point) {
            // a larger back is seen from farther away
            let distance = distance * client.facts.scale as f32;
            let goal = Goal { focus: frame.position.into(), turn, rise, distance };
            eye.look(goal, new_client);
        }
    }
    if *shown != room.focus {
        shown.clone_from(&room.focus);
        let zone = room.focus.as_ref().and_then(|focus| {
            let entry = setting.knowledge.zones.iter().find(|(id, _)| **id == focus.zone)?.1;
            let outlines = entry.outlines_on(focus.side);
            let points: Vec<BackPoint> = outlines.iter().flatten().copied().collect();
            (!points.is_empty()).then_some(points)
        });
        let Some(points) = zone else { return };
        let centre = zone::centre(&points);
        let reach = points.iter().map(|point| point.distance_cm(centre)).fold(0.0, f64::max) as f32;
        let Some(frame) = client.surface.place(centre) else { return };
        let orbit = Orbit::of(Some(&client));
        let normal = Vec3::from(frame.normal);
        let turn = normal.dot(orbit.right).atan2(normal.dot(orbit.out)).to_degrees();
        let rise = normal.dot(orbit.pole).clamp(-1.0, 1.0).asin().to_degrees();
        let distance = (0.01 * reach * 1.9 / HALF_VIEW.to_radians().tan()).clamp(0.55, 1.8);
        eye.look(Goal { focus: frame.position.into(), turn, rise: rise.clamp(-30.0, 45.0), distance }, new_client);
    }
}

/// Moves towards the goal, evenly and without overshoot.
pub(super) fn glide(time: Res<Time>, client: Option<Res<Client>>, mut eye: Single<(&mut Eye, &mut Transform)>) {
    let (eye, transform) = &mut *eye;
    let mut now = **eye;
    if let Some(goal) = now.goal {
        let share = 1.0 - (-time.delta_secs() * 6.0).exp();
        now.focus = now.focus.lerp(goal.focus, share);
        now.turn += (goal.turn - now.turn) * share;
        now.rise += (goal.rise - now.rise) * share;
        now.distance += (goal.distance - now.distance) * share;
        let near = now.focus.distance(goal.focus) < 0.001 && (now.turn - goal.turn).abs() < 0.1;
        if near && (now.distance - goal.distance).abs() < 0.002 && (now.rise - goal.rise).abs() < 0.1 {
            now.goal = None;
        }
    }
    let client = client.as_deref();
    if let Some(middle) = client.and_then(|client| client.surface.place(BackPoint(0.0, 50.0))) {
        let middle = Vec3::from(middle.position);
        now.focus = middle + (now.focus - middle).clamp_length_max(STRAY);
    }
    now.rise = now.rise.clamp(-80.0, 80.0);
    now.distance = now.distance.clamp(REACH.0, REACH.1);
    if **eye != now {
        **eye = now;
    }
    transform.set_if_neq(now.transform(Orbit::of(client)));
}
