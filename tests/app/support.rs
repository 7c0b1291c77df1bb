//! A setting, a session in the middle of a case, and an app without a window on a screen.

use std::{path::Path, sync::Arc, time::Duration};

use bevy::{
    input::{ButtonState, mouse::MouseButtonInput},
    prelude::*,
    render::{
        RenderPlugin,
        settings::{RenderCreation, WgpuSettings},
    },
    time::TimeUpdateStrategy,
    window::{ExitCondition, PrimaryWindow, WindowResolution},
    winit::WinitPlugin,
};
use ctm_trainer::{
    knowledge::{self, Knowledge, library::Folder, library::Library},
    scenario::{self, Scenario, check::CheckLevel},
    scene::{self, Setting, attempt::Attempt, room::Room, stage::Stage},
    session::{
        Session,
        plan::{self, Plan},
        record::Header,
    },
    units::Tick,
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn knowledge() -> Arc<Knowledge> {
    Arc::new(knowledge::load(&Folder::new(root().join("assets"))).0)
}

pub fn setting(knowledge: &Arc<Knowledge>) -> Setting {
    Setting::read(knowledge.clone(), &Folder::new(root().join("assets")))
        .expect("the assets are part of the repository")
}

pub fn scenario(knowledge: &Knowledge) -> Arc<Scenario> {
    let name = "core/case01-chronic-low-back-pain.ron";
    let bytes = Folder::new(root().join("scenarios")).read(name).expect("the case is part of the repository");
    Arc::new(scenario::read(knowledge, name, &bytes, CheckLevel::Draft).0.expect("it is sound"))
}

/// The reference plan of the first case played up to a moment.
pub fn session(knowledge: &Arc<Knowledge>, seconds: f64) -> Session {
    let scenario = scenario(knowledge);
    let name = "core/plans/case01-chronic-low-back-pain/reference.ron";
    let bytes = Folder::new(root().join("scenarios")).read(name).expect("the plan is part of the repository");
    let plan = Plan::read(name, &bytes).expect("it is sound");
    let header = Header::new(knowledge, &scenario, 1, "test");
    let until = Some(Tick::from_seconds(seconds));
    plan::drive_until(knowledge, &scenario, &plan, header, until).expect("it can be played").1
}

/// The seconds of the reference plan in which a hook stroke is being pulled, with some way behind it.
pub fn during_a_stroke(knowledge: &Arc<Knowledge>) -> f64 {
    let whole = session(knowledge, 100_000.0);
    let strokes = &whole.trace().strokes;
    let stroke = strokes.iter().find(|stroke| !stroke.testing && stroke.length_cm > 4.0).expect("the plan treats");
    (stroke.start.seconds() + stroke.end.seconds()) / 2.0
}

/// Pixels of the window.
pub const WINDOW: Vec2 = Vec2::new(800.0, 600.0);

/// An app with a window that nobody sees and nothing that draws, in treatment.
pub fn app(seconds: f64) -> App {
    let knowledge = knowledge();
    let setting = setting(&knowledge);
    let session = session(&knowledge, seconds);
    let mut app = App::new();
    let nothing = WgpuSettings { backends: None, ..default() };
    let window = Window { resolution: WindowResolution::new(WINDOW.x as u32, WINDOW.y as u32), ..default() };
    app.add_plugins(
        DefaultPlugins
            .set(WindowPlugin { primary_window: Some(window), exit_condition: ExitCondition::DontExit, ..default() })
            .set(RenderPlugin { render_creation: RenderCreation::Automatic(Box::new(nothing)), ..default() })
            .disable::<WinitPlugin>()
            .disable::<bevy::log::LogPlugin>(),
    )
    .insert_resource(TimeUpdateStrategy::ManualDuration(Duration::from_micros(16_667)));
    scene::plugin(&mut app, setting);
    app.insert_resource(Room { body: session.scenario().file.client.body.clone(), ..Room::default() });
    app.world_mut().resource_mut::<Attempt>().adopt(session);
    app.world_mut().resource_mut::<NextState<Stage>>().set(Stage::Treating);
    app.finish();
    app.cleanup();
    for _ in 0..4 {
        app.update();
    }
    app
}

/// Moves the pointer, in logical pixels.
pub fn point(app: &mut App, at: Vec2) {
    let mut windows = app.world_mut().query_filtered::<&mut Window, With<PrimaryWindow>>();
    let mut window = windows.single_mut(app.world_mut()).expect("there is one window");
    window.set_cursor_position(Some(at));
}

/// Presses or releases a button of the pointer.
pub fn button(app: &mut App, button: MouseButton, state: ButtonState) {
    app.world_mut().write_message(MouseButtonInput { button, state, window: Entity::PLACEHOLDER });
}
