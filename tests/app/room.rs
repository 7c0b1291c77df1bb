//! The room without pictures: pointer, strokes, camera.

use bevy::{input::ButtonState, prelude::*};
use ctm_trainer::{
    scene::{
        attempt::Attempt,
        body::Client,
        camera::Eye,
        hand::{Mode, Performance, Performer, Tool},
        hover::Hover,
    },
    session::Session,
    units::BackPoint,
};
use libtest_mimic::Failed;

use super::support::{self, WINDOW};

/// A moment of the reference plan at which the back is free and treatment has begun, hand lifted.
fn treating() -> App {
    let knowledge = support::knowledge();
    let during = support::during_a_stroke(&knowledge);
    let mut app = support::app(during);
    let mut attempt = app.world_mut().resource_mut::<Attempt>();
    attempt.act(ctm_trainer::session::action::Action::Lift).expect("the hand was laid on");
    attempt.speed = 1;
    app
}

/// The lines of the record from now on.
fn record(app: &mut App) -> Vec<String> {
    let session: Option<Session> = app.world_mut().resource_mut::<Attempt>().end();
    session.map(|mut session| session.take_lines()).unwrap_or_default()
}

pub fn a_press_on_the_back_becomes_a_recorded_stroke() -> Result<(), Failed> {
    let mut app = treating();
    app.world_mut().resource_mut::<Tool>().mode = Mode::Touch;
    let start = WINDOW * Vec2::new(0.53, 0.55);
    support::point(&mut app, start);
    app.update();
    let under = app
        .world()
        .resource::<Hover>()
        .0
        .as_ref()
        .map(|under| under.place.point)
        .ok_or("the pointer is not over the back")?;
    support::button(&mut app, MouseButton::Left, ButtonState::Pressed);
    app.update();
    for step in 1..=30 {
        support::point(&mut app, start + Vec2::new(step as f32 * 1.5, 0.0));
        app.update();
    }
    support::button(&mut app, MouseButton::Left, ButtonState::Released);
    app.update();
    app.update();
    let lines = record(&mut app);
    let last =
        |word: &str| lines.iter().rposition(|line| line.split(' ').nth(1).is_some_and(|rest| rest.starts_with(word)));
    let (touch, lift) = (last("Touch").ok_or("no touch in the record")?, last("Lift").ok_or("no lift in the record")?);
    if touch >= lift || lift + 1 < touch + 10 {
        return Err(format!("touch in line {touch}, lift in line {lift}").into());
    }
    // the window shows the client from behind: to the right of the picture is the client's right
    if under.0 <= 0.0 {
        return Err(format!("the right half of the picture is not the client's right: {under:?}").into());
    }
    Ok(())
}

pub fn a_performance_is_recorded() -> Result<(), Failed> {
    let mut app = treating();
    let grip = app.world().resource::<Tool>().grip.clone();
    let path = vec![BackPoint(2.0, 84.0), BackPoint(7.0, 84.0)];
    let performance = Performance { grip, path, speed_cm_s: 5.0, settle_s: 0.1, pause_s: 0.0 };
    let mirrored = performance.mirrored();
    app.world_mut().resource_mut::<Tool>().perform.extend([performance, mirrored]);
    let before = app.world().resource::<Attempt>().session().map_or(0, |session| session.trace().strokes.len());
    for _ in 0..400 {
        app.update();
        if !app.world().resource::<Performer>().busy() && app.world().resource::<Tool>().perform.is_empty() {
            break;
        }
    }
    let attempt = app.world().resource::<Attempt>();
    let strokes = &attempt.session().ok_or("the attempt is gone")?.trace().strokes;
    let new = strokes.get(before..).unwrap_or_default();
    if new.len() != 2 {
        return Err(format!("{} strokes, refused: {:?}", new.len(), attempt.last_refusal).into());
    }
    for stroke in new {
        if (stroke.length_cm - 5.0).abs() > 0.3 || (stroke.mean_cm_s - 5.0).abs() > 1.0 {
            return Err(format!("{} cm at {} cm/s", stroke.length_cm, stroke.mean_cm_s).into());
        }
    }
    Ok(())
}

pub fn the_body_stays_in_view() -> Result<(), Failed> {
    let mut app = treating();
    app.world_mut().resource_mut::<Tool>().mode = Mode::Look;
    let centre = app
        .world()
        .resource::<Client>()
        .surface
        .place(BackPoint(0.0, 50.0))
        .map(|frame| Vec3::from(frame.position))
        .ok_or("there is no back")?;
    let drags = [Vec2::new(3000.0, 0.0), Vec2::new(0.0, 4000.0), Vec2::new(-2500.0, -5000.0), Vec2::new(900.0, 700.0)];
    for (button, zoom) in
        [(MouseButton::Left, 1.0), (MouseButton::Right, 4.0), (MouseButton::Right, -9.0), (MouseButton::Left, 9.0)]
    {
        for drag in drags {
            support::point(&mut app, WINDOW * Vec2::new(0.45, 0.6));
            app.update();
            support::button(&mut app, button, ButtonState::Pressed);
            app.update();
            for _ in 0..6 {
                app.world_mut().write_message(bevy::input::mouse::MouseMotion { delta: drag / 6.0 });
                app.update();
            }
            support::button(&mut app, button, ButtonState::Released);
            app.world_mut().write_message(bevy::input::mouse::MouseWheel {
                unit: bevy::input::mouse::MouseScrollUnit::Line,
                x: 0.0,
                y: zoom,
                window: Entity::PLACEHOLDER,
                phase: bevy::input::touch::TouchPhase::Moved,
            });
            for _ in 0..40 {
                app.update();
            }
            let mut eyes = app.world_mut().query_filtered::<&Transform, With<Eye>>();
            let eye = eyes.single(app.world())?;
            let towards = (centre - eye.translation).normalize();
            let distance = centre.distance(eye.translation);
            // some part of the trunk, within its half length of the middle of the back, is in the middle of the picture
            let off = distance * eye.forward().angle_between(towards).min(1.5).sin();
            if !(0.1..4.0).contains(&distance) || off > 0.45 {
                return Err(
                    format!("after dragging {button:?} by {drag}: {off} m off the middle, {distance} m away").into()
                );
            }
        }
    }
    Ok(())
}
