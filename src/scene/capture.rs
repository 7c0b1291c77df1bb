//! Pictures without a window.

use std::time::Duration;

use bevy::{
    camera::RenderTarget,
    prelude::*,
    render::{
        RenderPlugin,
        pipelined_rendering::PipelinedRenderingPlugin,
        render_resource::{PollType, TextureFormat},
        renderer::RenderDevice,
        view::screenshot::{Screenshot, ScreenshotCaptured},
    },
    time::TimeUpdateStrategy,
    window::ExitCondition,
    winit::WinitPlugin,
};

use super::{Setting, attempt::Attempt, camera::Eye, room::Room};
use crate::session::Session;

/// What a picture shows.
#[derive(Debug, Clone)]
pub struct Shot {
    /// Tables and bodies.
    pub setting: Setting,
    /// The room; its `view` is the view.
    pub room: Room,
    /// An attempt as it stands at the moment of the picture.
    pub session: Option<Session>,
    /// Width and height in pixels, 16 to 8192 each.
    pub size: (u32, u32),
}

/// A picture: rows of red, green, blue and opacity from the upper left corner, 8 bits each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height * 4` bytes.
    pub pixels: Vec<u8>,
}

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaptureError {
    /// Nothing on this machine can draw.
    #[error(
        "no graphics adapter was found ({0}); install a Vulkan driver, for example mesa-vulkan-drivers on Debian or mesa-vulkan-drivers on Fedora"
    )]
    NoAdapter(String),
    /// The picture's size is out of range.
    #[error("a picture of {0} by {1} pixels cannot be made; choose 16 to 8192 in each direction")]
    Size(u32, u32),
    /// There is no such body.
    #[error("{0}")]
    Body(String),
    /// The picture did not come back from the adapter.
    #[error("the graphics adapter did not return a picture within {0} frames; try again with a smaller size")]
    NotDelivered(u32),
}

/// Says whether something on this machine can draw, and what.
///
/// # Errors
/// In the driver's words, if nothing can.
pub fn adapter() -> Result<String, CaptureError> {
    let backends = wgpu::Backends::from_env().unwrap_or(wgpu::Backends::PRIMARY | wgpu::Backends::SECONDARY);
    let mut descriptor = wgpu::InstanceDescriptor::new_without_display_handle();
    descriptor.backends = backends;
    let instance = wgpu::Instance::new(descriptor);
    let found = bevy::tasks::block_on(instance.request_adapter(&wgpu::RequestAdapterOptions::default()));
    found.map(|adapter| adapter.get_info().name).map_err(|error| CaptureError::NoAdapter(error.to_string()))
}

/// Pictures that have come back.
#[derive(Resource, Debug, Default)]
struct Developed(Option<Picture>);

/// Frames to wait for a picture at most.
const PATIENCE: u32 = 40;

/// Makes a picture.
///
/// # Errors
/// See [`CaptureError`].
pub fn capture(shot: Shot) -> Result<Picture, CaptureError> {
    Studio::new(shot.setting, shot.size)?.take(shot.room, shot.session)
}

/// A room that draws into a picture instead of a window. Several pictures of one size share the long preparation.
pub struct Studio {
    app: App,
    target: Handle<Image>,
}

impl Studio {
    /// Prepares a room; `size` is the width and height of its pictures in pixels, 16 to 8192 each.
    ///
    /// # Errors
    /// [`CaptureError::Size`] and [`CaptureError::NoAdapter`].
    pub fn new(setting: Setting, (width, height): (u32, u32)) -> Result<Self, CaptureError> {
        if !(16..=8192).contains(&width) || !(16..=8192).contains(&height) {
            return Err(CaptureError::Size(width, height));
        }
        adapter()?;
        let mut app = App::new();
        app.add_plugins(
            DefaultPlugins
                .set(WindowPlugin { primary_window: None, exit_condition: ExitCondition::DontExit, ..default() })
                .set(RenderPlugin { synchronous_pipeline_compilation: true, ..default() })
                .disable::<WinitPlugin>()
                .disable::<bevy::log::LogPlugin>()
                .disable::<PipelinedRenderingPlugin>(),
        )
        .insert_resource(TimeUpdateStrategy::ManualDuration(Duration::from_millis(50)))
        .init_resource::<Developed>();
        super::plugin(&mut app, setting);
        app.finish();
        app.cleanup();
        let target = Image::new_target_texture(width, height, TextureFormat::Rgba8UnormSrgb, None);
        let target = app.world_mut().resource_mut::<Assets<Image>>().add(target);
        // the camera is made at the start; it must not draw to a window that is not there
        let aim = target.clone();
        app.add_systems(PostStartup, move |mut commands: Commands, camera: Single<Entity, With<Eye>>| {
            commands.entity(*camera).insert(RenderTarget::Image(aim.clone().into()));
        });
        Ok(Self { app, target })
    }

    /// Takes a picture of a room, with an attempt as it stands.
    ///
    /// # Errors
    /// [`CaptureError::Body`] and [`CaptureError::NotDelivered`].
    pub fn take(&mut self, room: Room, session: Option<Session>) -> Result<Picture, CaptureError> {
        let app = &mut self.app;
        let known = app.world().resource::<Setting>().bodies.body(&room.body).map(|_| ());
        known.map_err(|error| CaptureError::Body(error.to_string()))?;
        // a view that is not asked for would be that of the picture before
        let view = Some(room.view.unwrap_or_default());
        app.insert_resource(Room { view, ..room });
        match session {
            Some(session) => app.world_mut().resource_mut::<Attempt>().adopt(session),
            None => drop(app.world_mut().resource_mut::<Attempt>().end()),
        }
        for _ in 0..3 {
            frame(app);
        }
        // the camera glides: let it arrive
        for _ in 0..60 {
            let mut eyes = app.world_mut().query::<&Eye>();
            if eyes.single(app.world()).is_ok_and(Eye::at_rest) {
                break;
            }
            app.world_mut().run_schedule(Update);
        }
        app.world_mut().spawn(Screenshot::image(self.target.clone())).observe(
            |shot: On<ScreenshotCaptured>, mut developed: ResMut<Developed>| {
                if let Ok(picture) = shot.image.clone().try_into_dynamic() {
                    let picture = picture.to_rgba8();
                    let (width, height) = picture.dimensions();
                    developed.0 = Some(Picture { width, height, pixels: picture.into_raw() });
                }
            },
        );
        for _ in 0..PATIENCE {
            frame(app);
            if let Some(picture) = app.world_mut().resource_mut::<Developed>().0.take() {
                return Ok(picture);
            }
        }
        Err(CaptureError::NotDelivered(PATIENCE))
    }
}

/// One update, and the wait until the adapter has done its part.
fn frame(app: &mut App) {
    app.update();
    if let Some(device) = app.world().get_resource::<RenderDevice>() {
        let _ = device.wgpu_device().poll(PollType::Wait { submission_index: None, timeout: None });
    }
}
