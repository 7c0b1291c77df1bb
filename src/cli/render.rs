//! `render`: a picture of a scenario's client without a window.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, complain, files, print, simulate};
use crate::{
    knowledge::{chart::Posture, id::ZoneId, library::Folder, zone::ZoneSide},
    scene::{
        Setting,
        camera::View,
        capture::{self, Picture, Shot},
        room::{LAYER_NAMES, Overlay, Room},
    },
    session::{Session, plan, record::Header},
    units::{Side, Tick},
};

/// Arguments of `render`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The scenario: its id, or the path of its file
    scenario: String,
    /// From where: back, back-left, back-right, low-back, shoulders, side
    #[arg(long, value_name = "NAME", default_value = "back", value_parser = view)]
    view: View,
    /// The layer laid open: skin, superficial-fascia, deep-fascia, muscle; or a number from 0 to 3 for something between
    #[arg(long, value_name = "NAME", default_value = "skin", value_parser = layers)]
    layer: f32,
    /// A plan that is played first
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// The moment of the picture, seconds from the beginning of the plan; its end if left out
    #[arg(long, value_name = "SECONDS", requires = "plan")]
    at: Option<f64>,
    /// Width and height in pixels
    #[arg(long, value_name = "WxH", default_value = "1280x960", value_parser = size)]
    size: (u32, u32),
    /// Where to write the picture (PNG)
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// A zone to turn to, for example `bladder`
    #[arg(long, value_name = "ZONE")]
    focus: Option<String>,
    /// Switches the lamp on; its angle to the skin in degrees. A minus in front: from the left
    #[arg(long, value_name = "DEGREES", allow_negative_numbers = true)]
    lamp: Option<f32>,
    /// What is drawn over the skin: zones, landmarks, levels, sites, marks
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = ["zones", "landmarks", "levels", "sites", "marks"])]
    overlay: Vec<String>,
}

fn view(name: &str) -> Result<View, String> {
    View::named(name).ok_or_else(|| format!("choose one of {}", View::NAMES.map(|(name, _)| name).join(", ")))
}

fn layers(name: &str) -> Result<f32, String> {
    let named = LAYER_NAMES.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let number = || name.parse::<f32>().ok().filter(|value| (0.0..=3.0).contains(value));
    let names = || format!("choose one of {}, or a number from 0 to 3", LAYER_NAMES.map(|(name, _)| name).join(", "));
    named.or_else(number).ok_or_else(names)
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let pair = text.split_once(['x', 'X']).and_then(|(wide, high)| Some((wide.parse().ok()?, high.parse().ok()?)));
    pair.ok_or_else(|| "give width and height as in 1280x960".to_owned())
}

pub(super) fn run(arguments: &Arguments, options: &files::Options) -> Outcome {
    match render(arguments, options) {
        Ok(text) => {
            print(&text);
            Outcome::Fine
        }
        Err(message) => complain(&message),
    }
}

fn render(arguments: &Arguments, options: &files::Options) -> Result<String, String> {
    let knowledge = options.knowledge()?;
    let scenario = options.scenario(&knowledge, &arguments.scenario)?;
    let session = match &arguments.plan {
        Some(path) => {
            let plan = simulate::read_plan(path)?;
            let header = Header::new(&knowledge, &scenario, 1, "picture");
            let until = arguments.at.map(Tick::from_seconds);
            let played = plan::drive_until(&knowledge, &scenario, &plan, header, until);
            Some(played.map_err(|error| simulate::tell(&plan, &error))?.1)
        }
        None => {
            let header = Header::new(&knowledge, &scenario, 1, "picture");
            Session::new(knowledge.clone(), scenario.clone(), header).ok()
        }
    };
    let mut room = Room {
        body: scenario.file.client.body.clone(),
        layers: arguments.layer,
        view: Some(arguments.view),
        language: scenario.file.language.clone(),
        ..Room::default()
    };
    if let Some(session) = session.as_ref().filter(|_| arguments.plan.is_some()) {
        room.posture = posture(session.progress().position.as_str());
        room.drape = session.progress().drape;
    }
    if let Some(angle) = arguments.lamp {
        room.lamp.on = true;
        room.lamp.angle_deg = angle.abs();
        room.lamp.from = if angle < 0.0 { Side::Left } else { Side::Right };
    }
    if let Some(zone) = &arguments.focus {
        let id = ZoneId::from(zone.as_str());
        let names = || knowledge.zones.keys().map(|id| id.as_str()).collect::<Vec<_>>();
        let entry = knowledge
            .zones
            .get(&id)
            .ok_or_else(|| format!("there is no zone \"{zone}\"; {}", crate::diagnostic::suggest(zone, names())))?;
        let side = entry.occurs_on().first().copied().unwrap_or(Side::Both);
        room.focus = Some(ZoneSide { zone: id, side });
    }
    let wants = |name: &str| arguments.overlay.iter().any(|wanted| wanted == name);
    room.overlay = Overlay {
        zones: wants("zones"),
        landmarks: wants("landmarks"),
        levels: wants("levels"),
        marks: wants("marks"),
        sites: wants("sites"),
    };
    let setting = Setting::read(knowledge, &Folder::new(options.assets()))?;
    let shot = Shot { setting, room, session, size: arguments.size };
    let picture = capture::capture(shot).map_err(|error| error.to_string())?;
    let (width, height) = (picture.width, picture.height);
    files::write(&arguments.out, &png(&picture)?)?;
    Ok(format!("{}: {width} by {height} pixels", arguments.out.display()))
}

/// The posture that belongs to a position of the table.
fn posture(position: &str) -> Posture {
    match position {
        "prone" => Posture::Prone,
        "side-lying" | "side" => Posture::SideLying,
        _ => Posture::Seated,
    }
}

/// A picture as the bytes of a PNG file.
fn png(picture: &Picture) -> Result<Vec<u8>, String> {
    let failed = |error: png::EncodingError| format!("failed to make a PNG of the picture: {error}");
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width, picture.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&picture.pixels).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}
