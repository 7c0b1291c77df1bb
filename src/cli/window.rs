//! The program with its window: the room, the interface, and the doors to the user's files.

use std::path::{Path, PathBuf};

use bevy::{
    log::{Level, LogPlugin},
    prelude::*,
    render::renderer::RenderAdapterInfo,
    window::WindowResolution,
};

use wgpu::DeviceType;

use super::{Outcome, complain, files, keep, shelf};
use crate::{
    interface::{self, Beside, Desk, Judged, Open, Shelf, screens::Screen, settings::Picture, shelf::Doors},
    knowledge::library::Folder,
    scene::{self, Setting},
};

/// The window's first size, logical pixels.
const SIZE: (u32, u32) = (1280, 800);

/// What the window begins with.
pub(super) enum Beginning<'a> {
    /// The list of cases.
    Cases,
    /// The briefing of the case with this id or path.
    Case(&'a str),
    /// The list of the cases of this pack.
    Pack(&'a Path),
    /// The debrief of a record, beside another one if there is one.
    Review(Box<(Judged, Option<Beside>)>),
}

/// Opens the window and stays until it is closed.
pub(super) fn open(beginning: Beginning<'_>, options: &files::Options) -> Outcome {
    let knowledge = match options.knowledge() {
        Ok(knowledge) => knowledge,
        Err(message) => return complain(&message),
    };
    let mut cases = match beginning {
        Beginning::Pack(pack) => shelf::of_pack(&knowledge, pack),
        _ => shelf::all(&knowledge, &options.scenarios()),
    };
    let mut desk = Desk::new(keep::settings());
    let mut others = Vec::new();
    match beginning {
        Beginning::Case(wanted) => match shelf::choose(&mut cases, &knowledge, wanted) {
            Ok(case) => {
                others.extend(Some(PathBuf::from(wanted)).filter(|path| path.is_file()));
                desk.open = Some(Open::new(case, keep::seed()));
                desk.screen = Screen::Briefing;
            }
            Err(message) => return complain(&message),
        },
        Beginning::Review(both) => desk.review(*both),
        Beginning::Cases | Beginning::Pack(_) => {}
    }
    let mut watch = shelf::Watch::new(options.scenarios(), others);
    let setting = match Setting::read(knowledge.clone(), &Folder::new(options.assets())) {
        Ok(setting) => setting,
        Err(message) => return complain(&message),
    };
    let doors = Doors {
        open_record: Box::new(keep::open_record),
        keep_result: Box::new(keep::keep_result),
        keep_settings: Box::new(keep::keep_settings),
        seed: Box::new(keep::seed),
        saved: Box::new(move || watch.look()),
    };
    let window = Window {
        title: "CTM Trainer".into(),
        name: Some("ctm-trainer".into()),
        resolution: WindowResolution::new(SIZE.0, SIZE.1),
        ..default()
    };
    let mut app = App::new();
    app.add_plugins(
        DefaultPlugins
            .set(WindowPlugin { primary_window: Some(window), ..default() })
            .set(AssetPlugin { file_path: options.assets().display().to_string(), ..default() })
            .set(LogPlugin { level: Level::WARN, ..default() }),
    )
    .insert_resource(Shelf { knowledge, cases, doors })
    .insert_resource(desk);
    app.add_systems(PostStartup, spare);
    if let Some(list) = std::env::var_os("CTM_TRAINER_WIDGETS").map(std::path::PathBuf::from) {
        // A list that cannot be written is missed by the program that waits for it, which then says so.
        let sink = move |text: &str| drop(files::write(&list, text.as_bytes()));
        app.insert_resource(interface::watch::Watch::new(Box::new(sink)));
    }
    scene::plugin(&mut app, setting);
    interface::plugin(&mut app);
    if app.run().is_success() { Outcome::Fine } else { Outcome::CouldNotRun }
}

/// Where pictures are drawn without a graphics card, the simple picture is the first choice.
fn spare(adapter: Option<Res<RenderAdapterInfo>>, mut desk: ResMut<Desk>) {
    let without_card = adapter.is_some_and(|adapter| adapter.device_type == DeviceType::Cpu);
    if without_card && desk.settings.picture == Picture::Standard && !keep::has_settings() {
        desk.settings.picture = Picture::Low;
    }
}
