//! How a picture looks: what `render` and `film` have in common.

use clap::Args;

use super::files;
use crate::{
    knowledge::{Knowledge, chart::Posture, id::ZoneId, zone::ZoneSide},
    scenario::Scenario,
    scene::{
        camera::View,
        capture::Picture,
        load::Load,
        room::{LAYER_NAMES, Overlay, Room},
    },
    session::Session,
    units::Side,
};

/// How a picture looks.
#[derive(Debug, Args)]
pub(super) struct Look {
    /// From where: back, back-left, back-right, low-back, shoulders, side
    #[arg(long, value_name = "NAME", default_value = "back", value_parser = view)]
    view: View,
    /// The layer laid open: skin, superficial-fascia, deep-fascia, muscle; or a number from 0 to 3 for something between
    #[arg(long, value_name = "NAME", default_value = "skin", value_parser = layers)]
    layer: f32,
    /// Width and height in pixels
    #[arg(long, value_name = "WxH", default_value = "1280x960", value_parser = size)]
    pub(super) size: (u32, u32),
    /// A zone to turn to, for example `bladder`
    #[arg(long, value_name = "ZONE")]
    focus: Option<String>,
    /// Switches the lamp on; its angle to the skin in degrees. A minus in front: from the left
    #[arg(long, value_name = "DEGREES", allow_negative_numbers = true)]
    lamp: Option<f32>,
    /// A load shown in colours, the most of the stroke: held, upper-slip, lower-slip, skin, superficial, deep
    #[arg(long, value_name = "NAME", value_parser = load)]
    load: Option<Load>,
    /// What is drawn over the skin: zones, landmarks, levels, sites, marks
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = ["zones", "landmarks", "levels", "sites", "marks"])]
    overlay: Vec<String>,
}

fn view(name: &str) -> Result<View, String> {
    View::named(name).ok_or_else(|| format!("choose one of {}", View::NAMES.map(|(name, _)| name).join(", ")))
}

fn load(name: &str) -> Result<Load, String> {
    let found = LOADS.into_iter().zip(Load::ALL).find(|(known, _)| *known == name).map(|(_, load)| load);
    found.ok_or_else(|| format!("choose one of {}", LOADS.join(", ")))
}

/// Names of the loads on the command line, in their order.
const LOADS: [&str; 6] = ["held", "upper-slip", "lower-slip", "skin", "superficial", "deep"];

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

impl Look {
    /// The room as it is to be shown, with position and sheet as they are in a session.
    pub(super) fn room(
        &self,
        knowledge: &Knowledge,
        scenario: &Scenario,
        session: Option<&Session>,
    ) -> Result<Room, String> {
        let mut room = Room {
            body: scenario.file.client.body.clone(),
            layers: self.layer,
            load: self.load,
            view: Some(self.view),
            language: scenario.file.language.clone(),
            ..Room::default()
        };
        if let Some(session) = session {
            room.posture = posture(session.progress().position.as_str());
            room.drape = session.progress().drape;
        }
        if let Some(angle) = self.lamp {
            room.lamp.on = true;
            room.lamp.angle_deg = angle.abs();
            room.lamp.from = if angle < 0.0 { Side::Left } else { Side::Right };
        }
        if let Some(zone) = &self.focus {
            let id = ZoneId::from(zone.as_str());
            let names = || knowledge.zones.keys().map(|id| id.as_str()).collect::<Vec<_>>();
            let entry = knowledge
                .zones
                .get(&id)
                .ok_or_else(|| format!("there is no zone \"{zone}\"; {}", crate::diagnostic::suggest(zone, names())))?;
            let side = entry.occurs_on().first().copied().unwrap_or(Side::Both);
            room.focus = Some(ZoneSide { zone: id, side });
        }
        let wants = |name: &str| self.overlay.iter().any(|wanted| wanted == name);
        room.overlay = Overlay {
            zones: wants("zones"),
            landmarks: wants("landmarks"),
            levels: wants("levels"),
            marks: wants("marks"),
            sites: wants("sites"),
        };
        Ok(room)
    }
}

/// The posture that belongs to a position of the table.
fn posture(position: &str) -> Posture {
    match position {
        "prone" => Posture::Prone,
        "side-lying" | "side" => Posture::SideLying,
        _ => Posture::Seated,
    }
}

/// Writes a picture as a PNG file.
pub(super) fn write(path: &std::path::Path, picture: &Picture) -> Result<(), String> {
    files::write(path, &png(picture)?)
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
