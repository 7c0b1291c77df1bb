//! Pictures made without a window, small because the adapter may be software.

use ctm_trainer::{
    scene::{
        camera::View,
        capture::{Picture, Studio},
        room::{LAYER_NAMES, Room},
    },
    session::{Session, action::Drape},
};
use libtest_mimic::Failed;

use super::support;

fn studio() -> Result<Studio, Failed> {
    Ok(Studio::new(support::setting(&support::knowledge()), (240, 280))?)
}

fn picture(studio: &mut Studio, room: Room, session: Option<Session>) -> Result<Picture, Failed> {
    let room = Room { body: "woman-52-heavy".into(), drape: Drape::Back, ..room };
    Ok(studio.take(room, session)?)
}

/// Mean difference of the middle of two pictures, 0 to 255.
fn difference(a: &Picture, b: &Picture) -> f64 {
    let (sum, count) = middle(a).zip(middle(b)).fold((0.0, 0.0), |(sum, count), (a, b)| {
        let away: f64 = (0..3).map(|k| f64::from(a[k].abs_diff(b[k]))).sum();
        (sum + away / 3.0, count + 1.0)
    });
    sum / count
}

/// The pixels of the middle of a picture.
fn middle(picture: &Picture) -> impl Iterator<Item = &[u8]> {
    let (width, height) = (picture.width as usize, picture.height as usize);
    (height / 3..height * 2 / 3).flat_map(move |row| {
        (width * 2 / 5..width * 3 / 5).filter_map(move |column| {
            let at = (row * width + column) * 4;
            picture.pixels.get(at..at + 4)
        })
    })
}

/// How much the brightness of the middle varies, 0 to 255.
fn contrast(picture: &Picture) -> f64 {
    let values: Vec<f64> = middle(picture).map(|pixel| f64::from(pixel[1])).collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
}

pub fn each_layer_looks_different() -> Result<(), Failed> {
    let mut studio = studio()?;
    let mut pictures = Vec::new();
    for (name, layers) in LAYER_NAMES {
        let picture = picture(&mut studio, Room { layers, ..Room::default() }, None)?;
        if contrast(&picture) < 1.5 {
            return Err(format!("{name} is blank: contrast {}", contrast(&picture)).into());
        }
        for (other, earlier) in &pictures {
            let away = difference(&picture, earlier);
            if away < 8.0 {
                return Err(format!("{name} looks like {other}: {away}").into());
            }
        }
        pictures.push((name, picture));
    }
    Ok(())
}

pub fn the_lamp_changes_the_picture() -> Result<(), Failed> {
    let mut studio = studio()?;
    let plain = picture(&mut studio, Room::default(), None)?;
    let mut room = Room::default();
    room.lamp.on = true;
    let raked = picture(&mut studio, room, None)?;
    let mean = middle(&raked).map(|pixel| f64::from(pixel[1])).sum::<f64>() / middle(&raked).count() as f64;
    if difference(&plain, &raked) < 8.0 || mean < 15.0 {
        return Err(format!("difference {}, brightness {mean}", difference(&plain, &raked)).into());
    }
    Ok(())
}

pub fn a_stroke_leaves_a_red_line() -> Result<(), Failed> {
    let mut studio = studio()?;
    let knowledge = support::knowledge();
    let view = Some(View::LowBack);
    let fresh = picture(&mut studio, Room { view, ..Room::default() }, Some(support::session(&knowledge, 1.0)))?;
    let worked = picture(&mut studio, Room { view, ..Room::default() }, Some(support::session(&knowledge, 1500.0)))?;
    // red against green, where the low back was worked
    let redness = |picture: &Picture| {
        let all: Vec<f64> = middle(picture).map(|pixel| f64::from(pixel[0]) / f64::from(pixel[1].max(1))).collect();
        all.iter().sum::<f64>() / all.len() as f64
    };
    if redness(&worked) < redness(&fresh) * 1.02 {
        return Err(format!("red against green {} before, {} after", redness(&fresh), redness(&worked)).into());
    }
    Ok(())
}
