//! The pointer on the body: what lies under it, strokes, and turning the view.

use bevy::{
    app::RunFixedMainLoop,
    input::mouse::{AccumulatedMouseMotion, AccumulatedMouseScroll, MouseScrollUnit},
    prelude::*,
    window::PrimaryWindow,
};

use super::{Mode, Performance, Performer, Tool};
use crate::{
    knowledge::chart::{Hit, SurfacePoint},
    scene::{
        Setting,
        attempt::Attempt,
        body::Client,
        camera::{Eye, Orbit},
        canvas::Canvas,
        hover::{self, Hover},
        stage::Stage,
    },
    session::action::Action,
    units::{BackPoint, TICKS_PER_SECOND, Tick},
};

/// Degrees the view turns for one logical pixel.
const TURN: f32 = 0.25;
/// Factor on the distance for one notch of the wheel.
const ZOOM: f32 = 0.88;
/// Centimetres between two points of a line that is kept for repeats.
const APART_CM: f64 = 0.25;

/// Where the pointer's ray meets the body, this frame.
#[derive(Resource, Debug, Clone, Copy, Default)]
pub(crate) struct Pointing {
    hit: Option<Hit>,
    /// The pointer is in the free part of the window.
    inside: bool,
}

impl Pointing {
    fn back(&self) -> Option<SurfacePoint> {
        self.hit.and_then(|hit| hit.back)
    }
}

/// The stroke that the pointer draws.
#[derive(Resource, Debug, Clone, Default)]
struct Drawing {
    path: Vec<BackPoint>,
    begun: Option<Tick>,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Pointing>().init_resource::<Drawing>().init_resource::<Turning>().add_systems(
        RunFixedMainLoop,
        (point, touch, turn).chain().in_set(bevy::app::RunFixedMainLoopSystems::BeforeFixedMainLoop),
    );
}

/// Finds what lies under the pointer.
fn point(
    window: Query<&Window, With<PrimaryWindow>>,
    camera: Query<(&Camera, &Transform), With<Eye>>,
    canvas: Res<Canvas>,
    client: Option<Res<Client>>,
    setting: Res<Setting>,
    tool: Res<Tool>,
    mut pointing: ResMut<Pointing>,
    mut hover: ResMut<Hover>,
) {
    *pointing = Pointing::default();
    let cursor = window.single().ok().and_then(Window::cursor_position);
    if let (Some(cursor), Ok((camera, transform))) = (cursor, camera.single()) {
        let free = canvas.holds(cursor, camera);
        pointing.inside = free && !tool.blocked;
        let ray = camera.viewport_to_world(&GlobalTransform::from(*transform), canvas.camera_place(cursor));
        if let (true, Ok(ray), Some(client)) = (free, ray, &client) {
            pointing.hit = client.surface.hit(ray.origin.into(), ray.direction.as_vec3().into());
        }
    }
    let place = pointing.back().filter(|_| pointing.inside);
    if hover.0.as_ref().map(|under| under.place) != place {
        hover.0 = place.map(|place| hover::under(&setting.knowledge, place));
    }
}

/// Strokes: press lays the hand on, drag pulls, release lifts.
fn touch(
    buttons: Res<ButtonInput<MouseButton>>,
    pointing: Res<Pointing>,
    stage: Res<State<Stage>>,
    performer: Res<Performer>,
    mut tool: ResMut<Tool>,
    mut drawing: ResMut<Drawing>,
    mut attempt: ResMut<Attempt>,
) {
    let Some(now) = attempt.session().map(crate::session::Session::tick) else {
        *drawing = Drawing::default();
        return;
    };
    if drawing.begun.is_some() {
        let held = attempt.session().is_some_and(|session| session.hand().is_some());
        if buttons.pressed(MouseButton::Left) && held && stage.get().hands_on() {
            if let Some(at) = pointing.back().map(|back| back.point)
                && drawing.path.last().is_none_or(|last| last.distance_cm(at) > 0.02)
                && attempt.act(Action::Move(at.quantised())).is_ok()
            {
                let apart = drawing.path.iter().nth_back(1).is_none_or(|last| last.distance_cm(at) > APART_CM);
                if !apart {
                    drawing.path.pop();
                }
                drawing.path.push(at);
            }
            return;
        }
        if held {
            // a lift that is refused leaves nothing to undo: the session has let go already
            let _ = attempt.act(Action::Lift);
        }
        finish(&mut tool, &mut drawing, now);
        return;
    }
    let begins = buttons.just_pressed(MouseButton::Left) && tool.mode == Mode::Touch && pointing.inside;
    if !begins || !stage.get().hands_on() || performer.busy() {
        return;
    }
    let Some(at) = pointing.back().map(|back| back.point) else { return };
    if attempt.act(Action::Touch { grip: tool.grip.clone(), at: at.quantised() }).is_ok() {
        *drawing = Drawing { path: vec![at], begun: Some(now) };
    }
}

/// Keeps the line for repeats and the other side.
fn finish(tool: &mut Tool, drawing: &mut Drawing, now: Tick) {
    let Drawing { path, begun } = std::mem::take(drawing);
    let length: f64 = path.windows(2).map(|pair| pair[0].distance_cm(pair[1])).sum();
    let ticks = begun.map_or(0, |begun| now.0.saturating_sub(begun.0)).max(1);
    let speed_cm_s = (length * f64::from(TICKS_PER_SECOND) / f64::from(ticks)).max(0.3);
    let performance = Performance { grip: tool.grip.clone(), path, speed_cm_s, settle_s: 0.2, pause_s: 0.4 };
    for _ in 1..tool.repeats.min(50) {
        tool.perform.push_back(performance.clone());
    }
    tool.last = Some(performance);
}

/// What is being turned.
#[derive(Resource, Debug, Clone, Copy, Default)]
pub(crate) struct Turning {
    pivot: Option<Vec3>,
    pan: bool,
}

/// Turning, panning and zooming.
fn turn(
    buttons: Res<ButtonInput<MouseButton>>,
    motion: Res<AccumulatedMouseMotion>,
    scroll: Res<AccumulatedMouseScroll>,
    pointing: Res<Pointing>,
    drawing: Res<Drawing>,
    tool: Res<Tool>,
    client: Option<Res<Client>>,
    mut turning: ResMut<Turning>,
    mut eye: Query<(&mut Eye, &Transform)>,
) {
    let Ok((mut eye, transform)) = eye.single_mut() else { return };
    let under = pointing.hit.map(|hit| Vec3::from(hit.position));
    let look = tool.mode == Mode::Look || under.is_none();
    let turns = |check: &dyn Fn(MouseButton) -> bool| check(MouseButton::Middle) || look && check(MouseButton::Left);
    let begins = turns(&|button| buttons.just_pressed(button)) || buttons.just_pressed(MouseButton::Right);
    if begins && pointing.inside && drawing.begun.is_none() {
        *turning = Turning { pivot: Some(under.unwrap_or(eye.focus)), pan: buttons.just_pressed(MouseButton::Right) };
    }
    let held = [MouseButton::Left, MouseButton::Middle, MouseButton::Right].iter().any(|b| buttons.pressed(*b));
    if !held {
        turning.pivot = None;
    }
    let orbit = Orbit::of(client.as_deref());
    if let Some(pivot) = turning.pivot.filter(|_| motion.delta != Vec2::ZERO) {
        if turning.pan {
            let size = 0.0011 * eye.distance;
            eye.shift((transform.right() * -motion.delta.x + transform.up() * motion.delta.y) * size);
        } else {
            eye.turn_about(orbit, pivot, -motion.delta.x * TURN, motion.delta.y * TURN);
        }
    }
    if scroll.delta.y != 0.0 && pointing.inside {
        let notches = scroll.delta.y / if scroll.unit == MouseScrollUnit::Pixel { 60.0 } else { 1.0 };
        let towards = under.unwrap_or(eye.focus);
        eye.zoom(towards, ZOOM.powf(notches.clamp(-5.0, 5.0)));
    }
}
