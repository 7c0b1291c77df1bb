//! The program with its window: the room, the interface, and the doors to the user's files.

use std::sync::Arc;

use bevy::{
    log::{Level, LogPlugin},
    prelude::*,
    render::renderer::RenderAdapterInfo,
    window::WindowResolution,
};

use wgpu::DeviceType;

use super::{Outcome, complain, files, keep};
use crate::{
    interface::{
        self, Desk, Shelf,
        screens::Screen,
        settings::Picture,
        shelf::{Best, CaseEntry, Doors},
    },
    knowledge::{Knowledge, library::Folder},
    scenario::{self, check::CheckLevel},
    scene::{self, Setting},
};

/// The window's first size, logical pixels.
const SIZE: (u32, u32) = (1280, 800);

/// Opens the window and stays until it is closed.
pub(super) fn open(scenario: Option<&str>, options: &files::Options) -> Outcome {
    let knowledge = match options.knowledge() {
        Ok(knowledge) => knowledge,
        Err(message) => return complain(&message),
    };
    let mut cases = shelf(&knowledge, &options.scenarios());
    let mut desk = Desk::new(keep::settings());
    if let Some(wanted) = scenario {
        match choose(&mut cases, &knowledge, wanted) {
            Ok(case) => {
                desk.open = Some(case);
                desk.screen = Screen::Briefing;
            }
            Err(message) => return complain(&message),
        }
    }
    let setting = match Setting::read(knowledge.clone(), &Folder::new(options.assets())) {
        Ok(setting) => setting,
        Err(message) => return complain(&message),
    };
    let doors = Doors {
        open_record: Box::new(keep::open_record),
        keep_result: Box::new(keep::keep_result),
        keep_settings: Box::new(keep::keep_settings),
        seed: Box::new(keep::seed),
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

/// All cases of a folder; those that fail their check stay on the shelf with what was found.
fn shelf(knowledge: &Arc<Knowledge>, folder: &std::path::Path) -> Vec<CaseEntry> {
    let results = keep::results();
    files::scenario_files(folder).iter().map(|path| entry(knowledge, path, &results)).collect()
}

fn entry(knowledge: &Arc<Knowledge>, path: &std::path::Path, results: &[(String, Best)]) -> CaseEntry {
    let name = path.display().to_string();
    let (scenario, findings) = match files::read(path) {
        Ok(bytes) => scenario::read(knowledge, &name, &bytes, CheckLevel::Draft),
        Err(message) => (None, vec![unreadable(&name, message)]),
    };
    let best = scenario
        .as_ref()
        .and_then(|scenario| results.iter().find(|(id, _)| *id == scenario.file.id))
        .map(|(_, best)| *best);
    CaseEntry { path: name, scenario: scenario.map(Arc::new), findings, best }
}

fn unreadable(file: &str, message: String) -> crate::diagnostic::Diagnostic {
    let at = crate::diagnostic::Position::default();
    crate::diagnostic::Diagnostic::error("E000", file, at, message, "check that the file is there and may be read")
}

/// The case of this id or path, put on the shelf if it is not there yet.
fn choose(
    cases: &mut Vec<CaseEntry>,
    knowledge: &Arc<Knowledge>,
    wanted: &str,
) -> Result<Arc<scenario::Scenario>, String> {
    let path = std::path::Path::new(wanted);
    if path.is_file() {
        cases.insert(0, entry(knowledge, path, &[]));
        let first = cases.first().and_then(|entry| entry.scenario.clone());
        return first.ok_or_else(|| format!("{wanted} cannot be played; ctm-trainer check {wanted} tells why"));
    }
    let known = cases.iter().filter_map(|entry| entry.scenario.as_ref()).find(|case| case.file.id == wanted);
    known.cloned().ok_or_else(|| {
        let ids: Vec<&str> =
            cases.iter().filter_map(|entry| entry.scenario.as_ref()).map(|case| case.file.id.as_str()).collect();
        format!("there is no case \"{wanted}\"; {}", crate::diagnostic::suggest(wanted, ids.iter().copied()))
    })
}
