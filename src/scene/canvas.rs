//! Where the room is drawn: straight into the free part of the window, or, where that would be too slow, into a
//! smaller picture of its own that the interface lays there.
//!
//! A machine without a graphics card takes a good part of a second for one picture of the room at full size. The small
//! picture has fewer pixels, and it is drawn anew only when something in it has changed and only so often that most of
//! the time is left for the interface, which stays quick.

use std::time::Duration;

use bevy::{
    camera::{RenderTarget, Viewport},
    image::ImageSampler,
    prelude::*,
    render::render_resource::TextureFormat,
    time::Real,
    window::{PrimaryWindow, WindowRef},
};

use super::{
    Steps,
    body::{Layer, material::TissueMaterial},
    camera::Eye,
    room::{Quality, Room},
};

/// Pixels of the window for one pixel of the small picture, in each direction.
const COARSE: f32 = 2.0;
/// Shortest time between two small pictures.
const SHORTEST: Duration = Duration::from_millis(66);
/// Longest time between two small pictures while something changes.
const LONGEST: Duration = Duration::from_millis(1500);
/// Time between two pictures against the time that one takes.
const SHARE: u32 = 3;
/// Updates after a change in which the picture is drawn again: what a change causes may take a frame to arrive.
const AFTERGLOW: u32 = 3;

/// Where the room is drawn.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Canvas {
    /// The small picture, to be laid over [`Canvas::frame`]; none if the room is drawn straight into the window.
    pub picture: Option<Handle<Image>>,
    /// The free part of the window, logical pixels.
    pub frame: Rect,
    /// Pixels of the small picture for one logical pixel of the window.
    scale: Vec2,
}

impl Canvas {
    /// A place of the window as the camera counts it.
    pub(crate) fn camera_place(&self, place: Vec2) -> Vec2 {
        if self.picture.is_some() { (place - self.frame.min) * self.scale } else { place }
    }

    /// A place as the camera counts it, in the window.
    pub(crate) fn window_place(&self, place: Vec2) -> Vec2 {
        if self.picture.is_some() { place / self.scale + self.frame.min } else { place }
    }

    /// Whether a place of the window lies in the room's picture.
    pub(crate) fn holds(&self, place: Vec2, camera: &Camera) -> bool {
        if self.picture.is_some() {
            return self.frame.contains(place);
        }
        camera.logical_viewport_rect().is_none_or(|rect| rect.contains(place))
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Canvas>()
        .add_systems(Update, (fit, pace).chain().in_set(Steps::Draw).after(super::camera::glide));
}

/// Fits the picture into the free part of the window.
fn fit(
    room: Res<Room>,
    window: Query<&Window, With<PrimaryWindow>>,
    camera: Single<(&mut Camera, &mut Msaa, &mut RenderTarget), With<Eye>>,
    mut canvas: ResMut<Canvas>,
    mut images: ResMut<Assets<Image>>,
) {
    let (mut camera, mut smoothing, mut target) = camera.into_inner();
    smoothing.set_if_neq(if room.quality == Quality::Low { Msaa::Off } else { Msaa::Sample4 });
    let hole = room.hole.filter(|hole| hole.width() >= 1.0 && hole.height() >= 1.0);
    let window = window.single().ok();
    if let (Quality::Low, Some(hole), Some(window)) = (room.quality, hole, window) {
        let size = (hole.size() / COARSE).as_uvec2().max(UVec2::splat(2));
        let factor = window.scale_factor();
        let frame = Rect::from_corners(hole.min / factor, hole.max / factor);
        let mut now = canvas.clone();
        (now.frame, now.scale) = (frame, size.as_vec2() / frame.size().max(Vec2::ONE));
        let known = now.picture.as_ref().and_then(|picture| images.get(picture)).map(Image::size);
        if known != Some(size) {
            let mut image = Image::new_target_texture(size.x, size.y, TextureFormat::Rgba8UnormSrgb, None);
            image.sampler = ImageSampler::linear();
            let handle = images.add(image);
            *target = RenderTarget::Image(handle.clone().into());
            now.picture = Some(handle);
        }
        if camera.viewport.is_some() {
            camera.viewport = None;
        }
        canvas.set_if_neq(now);
        return;
    }
    if canvas.picture.is_some() {
        *canvas = Canvas::default();
        *target = RenderTarget::Window(WindowRef::Primary);
    }
    let viewport = hole.map(|hole| (hole.min.max(Vec2::ZERO).as_uvec2(), hole.size().as_uvec2()));
    let now = camera.viewport.as_ref().map(|viewport| (viewport.physical_position, viewport.physical_size));
    if now != viewport {
        camera.viewport = viewport.map(|(physical_position, physical_size)| Viewport {
            physical_position,
            physical_size,
            ..default()
        });
    }
}

/// When the small picture is drawn.
#[derive(Debug, Default)]
struct Pace {
    /// Since the last picture.
    since: Duration,
    /// What the last picture took.
    cost: Duration,
    /// Updates since the last picture.
    updates: u32,
    /// Updates in which a picture is still wanted.
    wanted: u32,
}

impl Pace {
    /// Tells whether a picture is due. `passed`: since the update before; `changed`: something in the picture is new.
    fn due(&mut self, passed: Duration, changed: bool) -> bool {
        self.since += passed;
        self.updates += 1;
        // drawing goes on beside the update after the one that asked for it
        if self.updates <= 2 {
            self.cost = self.cost.max(passed);
        }
        if changed {
            self.wanted = AFTERGLOW;
        }
        let pause = (self.cost * SHARE).clamp(SHORTEST, LONGEST);
        let due = self.wanted > 0 && self.since >= pause;
        if due {
            *self = Self { wanted: self.wanted - 1, ..Self::default() };
        }
        due
    }
}

/// Draws the small picture when something has changed in it, and not too often; the large one always.
fn pace(
    canvas: Res<Canvas>,
    room: Res<Room>,
    time: Res<Time<Real>>,
    moved: Query<(), (Changed<Transform>, Without<PrimaryWindow>)>,
    shown: Query<(), (Changed<Visibility>, With<Layer>)>,
    mut images: MessageReader<AssetEvent<Image>>,
    mut tissues: MessageReader<AssetEvent<TissueMaterial>>,
    mut camera: Single<&mut Camera, With<Eye>>,
    mut pace: Local<Pace>,
) {
    let own = canvas.picture.as_ref().map(Handle::id);
    let painted = images.read().filter(|event| own.is_none_or(|own| !event.is_modified(own))).count() > 0;
    let dyed = tissues.read().count() > 0;
    let changed = painted || dyed || room.is_changed() || canvas.is_changed() || !moved.is_empty() || !shown.is_empty();
    let active = canvas.picture.is_none() || pace.due(time.delta(), changed);
    if camera.is_active != active {
        camera.is_active = active;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Duration = Duration::from_millis(20);

    #[test]
    fn nothing_is_drawn_while_nothing_changes() {
        let mut pace = Pace::default();
        for _ in 0..20 {
            pace.due(STEP, true);
        }
        for _ in 0..200 {
            pace.due(STEP, false);
        }
        assert!((0..200).all(|_| !pace.due(STEP, false)));
    }

    #[test]
    fn a_picture_that_takes_long_is_drawn_seldom() {
        let mut pace = Pace::default();
        let mut drawn = Vec::new();
        let mut slow = false;
        for update in 0..200 {
            // the update after a picture takes 200 ms
            let passed = if slow { Duration::from_millis(200) } else { STEP };
            slow = pace.due(passed, true);
            if slow {
                drawn.push(update);
            }
        }
        let gaps: Vec<usize> = drawn.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps.iter().all(|gap| (15..=25).contains(gap)), "{gaps:?}");
    }

    #[test]
    fn the_small_picture_covers_the_free_part_of_the_window() {
        let frame = Rect::new(300.0, 50.0, 900.0, 650.0);
        let canvas = Canvas { picture: Some(Handle::default()), frame, scale: Vec2::splat(0.5) };
        assert_eq!(canvas.camera_place(Vec2::new(300.0, 50.0)), Vec2::ZERO);
        assert_eq!(canvas.camera_place(frame.max), Vec2::splat(300.0));
        let place = Vec2::new(411.0, 222.0);
        assert_eq!(canvas.window_place(canvas.camera_place(place)), place);
        assert_eq!(Canvas::default().window_place(place), place);
    }
}
