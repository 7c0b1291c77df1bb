//! Keys that work without a focus, besides those egui has for moving and pressing.

use bevy_egui::egui::{Context, Key};

use super::{
    intent::Intent,
    memory::Memory,
    screens::{Screen, attempt},
    view::{View, Work},
};
use crate::{
    scenario::format::{FeedbackMode, Phase},
    scene::{camera, hand::Mode, load::Load, room::Overlay},
    session::action::Action,
};

/// Keys of the views, in the order of [`camera::View::NAMES`].
const VIEWS: [Key; 6] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6];

/// Reads the keys of this frame.
pub fn keys(ctx: &Context, screen: Screen, view: &View<'_>, memory: &mut Memory, send: &mut Vec<Intent>) {
    if ctx.text_edit_focused() {
        return;
    }
    match (screen, view.work) {
        (Screen::Attempt, Some(work)) => working(ctx, &work, memory, send),
        (Screen::Settings | Screen::Help | Screen::Catalogue, _) if pressed(ctx, Key::Escape) => {
            send.push(Intent::Back)
        }
        (Screen::Debrief, _) if pressed(ctx, Key::Escape) => send.push(Intent::Go(Screen::Home)),
        _ => {}
    }
}

fn pressed(ctx: &Context, key: Key) -> bool {
    ctx.input(|input| input.key_pressed(key))
}

fn working(ctx: &Context, work: &Work<'_>, memory: &mut Memory, send: &mut Vec<Intent>) {
    let free = ctx.memory(|memory| memory.focused().is_none());
    if pressed(ctx, Key::Escape) {
        if memory.leaving {
            memory.leaving = false;
        } else if free {
            send.push(Intent::Pause(work.speed != 0));
        }
    }
    if free && pressed(ctx, Key::Space) {
        send.push(Intent::Pause(work.speed != 0));
    }
    let alt = ctx.input(|input| input.modifiers.alt);
    if work.progress.phase == Phase::Treatment && !alt {
        for (key, response) in attempt::numbered_answers() {
            if pressed(ctx, key) {
                send.push(Intent::Act(Action::Respond(response)));
            }
        }
    } else {
        for (key, (_, view)) in VIEWS.into_iter().zip(camera::View::NAMES) {
            if pressed(ctx, key) {
                send.push(Intent::LookFrom(view));
            }
        }
    }
    if pressed(ctx, Key::T) {
        let mode = if work.tool.mode == Mode::Touch { Mode::Look } else { Mode::Touch };
        send.push(Intent::Mode(mode));
    }
    if pressed(ctx, Key::Z) {
        let overlay = work.room.overlay;
        send.push(Intent::Overlay(Overlay { zones: !overlay.zones, ..overlay }));
    }
    let exam = work.feedback == FeedbackMode::Exam;
    if pressed(ctx, Key::C) && !exam {
        send.push(Intent::Section(!work.room.section));
    }
    if pressed(ctx, Key::L) && !exam {
        let next =
            work.room.load.map_or(Some(0), |load| Load::ALL.iter().position(|known| *known == load).map(|k| k + 1));
        send.push(Intent::Load(next.and_then(|next| Load::ALL.get(next).copied()), work.room.load_peak));
    }
    if pressed(ctx, Key::R) && !exam {
        send.push(Intent::Again(4.0));
    }
    if pressed(ctx, Key::X)
        && let Some(last) = work.progress.marks.len().checked_sub(1)
    {
        send.push(Intent::Act(Action::Unmark(last as u32)));
    }
}
