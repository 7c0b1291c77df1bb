//! What the student reads and presses.
//!
//! One system runs the whole egui pass ([`draw`]): it gathers a [`view::View`], shows the screen, and
//! writes what the student wants as [`Asked`] messages; a second one ([`obey::obey`]) does it. Screens
//! are pure functions and can be tested with a plain egui context.
//!
//! egui draws on a second camera that covers the whole window, and hands the rectangle that the panels
//! leave free to the room, whose camera stays inside it. The pass is run by hand because egui's panels
//! need the real root; only then does it know that the pointer is over a panel.

#![expect(clippy::needless_pass_by_value, reason = "Bevy hands resources to systems by value")]

mod desk;
pub mod intent;
pub mod keys;
pub mod memory;
mod obey;
pub mod reload;
pub mod screens;
pub mod settings;
pub mod shelf;
pub mod text;
pub mod theme;
pub mod view;
pub mod watch;
pub mod widgets;

use bevy::{
    camera::{CameraOutputMode, ClearColorConfig, visibility::RenderLayers},
    prelude::*,
    render::render_resource::BlendState,
};
use bevy_egui::{
    EguiContext, EguiContextSettings, EguiFullOutput, EguiGlobalSettings, EguiInput, EguiPlugin, EguiTextureHandle,
    EguiUserTextures, PrimaryEguiContext, egui,
};

use crate::scene::{
    self,
    attempt::Attempt,
    body::{moving::Cut, still::Still},
    canvas::Canvas,
    hand::Tool,
    hover::Hover,
    labels::Labels,
    replay::Replay,
    room::Room,
};

pub use desk::{Beside, Desk, Judged, Open};
use intent::Intent;
pub use shelf::Shelf;

/// Something a screen asked for.
#[derive(Message, Debug, Clone)]
pub struct Asked(pub Intent);

/// The order inside a frame.
#[derive(SystemSet, Debug, Clone, PartialEq, Eq, Hash)]
pub enum Steps {
    /// The screen is drawn.
    Draw,
    /// What was asked is done.
    Obey,
    /// The room is told what to show.
    Furnish,
}

/// Adds the interface. Needs the resource [`Shelf`], the scene, and the rendering plugins.
pub fn plugin(app: &mut App) {
    app.add_plugins(EguiPlugin::default())
        .init_resource::<watch::Watch>()
        .add_systems(PreStartup, camera.before(bevy_egui::EguiStartupSet::InitContexts))
        .add_systems(Update, draw.in_set(Steps::Draw));
    behind(app);
}

/// Adds what stands behind the screens, without drawing any: the desk, and the obeying of wishes.
/// Needs the resources [`Shelf`], `Attempt`, `Room`, `Tool`, `Hover`, `Labels`, `Cut`, `Still` and `Replay`,
/// and the state `Stage`.
pub fn behind(app: &mut App) {
    app.init_resource::<Desk>()
        .add_message::<Asked>()
        .configure_sets(Update, (Steps::Draw, Steps::Obey, Steps::Furnish).chain().before(scene::Steps::Show))
        .add_systems(
            Update,
            (
                (reload::reload, obey::obey).chain().in_set(Steps::Obey),
                (desk::furnish, desk::guard, desk::stage, desk::tempo, desk::look_back).in_set(Steps::Furnish),
            ),
        );
}

/// The camera of the interface: the whole window, over the room, see-through where nothing is drawn.
fn camera(mut commands: Commands, mut global: ResMut<EguiGlobalSettings>) {
    global.auto_create_primary_context = false;
    commands.spawn((
        Name::new("interface"),
        PrimaryEguiContext,
        EguiContextSettings { run_manually: true, ..default() },
        Camera2d,
        RenderLayers::none(),
        Msaa::Off,
        Camera {
            order: 10,
            output_mode: CameraOutputMode::Write {
                blend_state: Some(BlendState::ALPHA_BLENDING),
                clear_color: ClearColorConfig::None,
            },
            clear_color: ClearColorConfig::Custom(Color::NONE),
            ..default()
        },
    ));
}

/// Runs the egui pass.
fn draw(
    egui: Single<(&mut EguiContext, &mut EguiInput, &mut EguiFullOutput), With<PrimaryEguiContext>>,
    mut desk: ResMut<Desk>,
    shelf: Res<Shelf>,
    attempt: Res<Attempt>,
    room: Res<Room>,
    tool: Res<Tool>,
    hover: Res<Hover>,
    (canvas, cut, still, replay): (Res<Canvas>, Res<Cut>, Res<Still>, Res<Replay>),
    mut textures: ResMut<EguiUserTextures>,
    mut labels: ResMut<Labels>,
    mut asked: MessageWriter<Asked>,
    mut watch: ResMut<watch::Watch>,
    mut shown: Local<Option<AssetId<Image>>>,
) {
    let (mut context, mut input, mut output) = egui.into_inner();
    let context = context.get_mut();
    let desk = desk.as_mut();
    if !desk.dressed {
        theme::apply(context);
        desk.dressed = true;
    }
    let zoom = desk.settings.zoom();
    if (context.zoom_factor() - zoom).abs() > 1e-3 {
        context.set_zoom_factor(zoom);
    }
    let letters = Vec2::new(6.0, 15.0) * zoom;
    if labels.metrics != letters {
        labels.metrics = letters;
    }
    let sight = desk::Sight {
        shelf: &shelf,
        attempt: &attempt,
        room: &room,
        tool: &tool,
        hover: &hover,
        labels: &labels,
        cut: &cut,
        still: &still,
        replay: &replay,
        picture: lay(&canvas, &mut textures, &mut shown),
    };
    watch.prepare(context);
    let mut wishes = Vec::new();
    let mut memory = std::mem::take(&mut desk.memory);
    let view = desk.view(sight);
    let screen = desk.screen;
    let drawn = context.run_ui(input.take(), |ui| {
        wishes.clear();
        keys::keys(ui.ctx(), screen, &view, &mut memory, &mut wishes);
        screen.show(ui, &view, &mut memory, &mut wishes);
    });
    watch.look(&drawn);
    desk.pixels_per_point = drawn.pixels_per_point;
    **output = Some(drawn);
    desk.memory = memory;
    desk.pointer_taken = context.is_pointer_over_egui() || context.egui_is_using_pointer();
    asked.write_batch(wishes.into_iter().map(Asked));
}

/// The small picture of the room as egui knows it; one that has gone is forgotten.
fn lay(
    canvas: &Canvas,
    textures: &mut EguiUserTextures,
    shown: &mut Option<AssetId<Image>>,
) -> Option<egui::TextureId> {
    let picture = canvas.picture.as_ref();
    let now = picture.map(Handle::id);
    if let Some(old) = shown.take().filter(|old| Some(*old) != now) {
        textures.remove_image(old);
    }
    *shown = now;
    picture.map(|picture| textures.add_image(EguiTextureHandle::Strong(picture.clone())))
}

/// A rectangle of egui points in physical pixels.
fn physical(rect: egui::Rect, pixels_per_point: f32) -> Rect {
    let corner = |pos: egui::Pos2| Vec2::new(pos.x.max(0.0), pos.y.max(0.0)) * pixels_per_point;
    Rect::from_corners(corner(rect.min), corner(rect.max))
}
