//! Whether a window can open here: tried out in a process of its own, so that no failure of a driver
//! or a display can harm the program.

use std::{
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use bevy::{log::LogPlugin, prelude::*};

use super::Outcome;

/// The name of the hidden command.
pub(super) const COMMAND: &str = "probe";

/// How long the try may take: steps of a twentieth of a second.
const STEPS: u32 = 20 * 30;

/// What is missing for a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// No display, or it does not answer.
    Display,
    /// Libraries of the window system.
    Libraries,
    /// A graphics adapter with a driver.
    Adapter,
}

impl Missing {
    /// Two lines: what is missing, and how to get it.
    pub(super) fn words(self) -> [&'static str; 2] {
        match self {
            Self::Display => [
                "ctm-trainer: no window can open here, because there is no display.",
                "Debian and Fedora: start it from a desktop session, or under a virtual display (Debian: apt install xvfb, Fedora: dnf install xorg-x11-server-Xvfb; then xvfb-run ctm-trainer). Windows and macOS: log in at the desktop and start it there.",
            ],
            Self::Libraries => [
                "ctm-trainer: no window can open here, because libraries of the window system are missing.",
                "Debian: apt install libx11-6 libxcursor1 libxi6 libxkbcommon-x11-0. Fedora: dnf install libX11 libXcursor libXi libxkbcommon-x11. Windows and macOS bring them along: update the system.",
            ],
            Self::Adapter => [
                "ctm-trainer: no window can open here, because no graphics adapter with a driver was found.",
                "Debian: apt install mesa-vulkan-drivers. Fedora: dnf install mesa-vulkan-drivers. Windows: install the driver of the graphics card's maker. macOS: use version 10.15 or later on a machine with Metal.",
            ],
        }
    }
}

/// Tries in another process whether a window opens and a picture is drawn.
pub(super) fn ask() -> Result<(), Missing> {
    if cfg!(all(unix, not(target_os = "macos"))) {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if !set("DISPLAY") && !set("WAYLAND_DISPLAY") && !set("WAYLAND_SOCKET") {
            return Err(Missing::Display);
        }
    }
    // If the try itself cannot be started, the window is opened all the same: that tells more.
    let Ok(program) = std::env::current_exe() else { return Ok(()) };
    let started =
        Command::new(program).arg(COMMAND).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let Ok(mut child) = started else { return Ok(()) };
    // Read beside the waiting, so that a talkative driver cannot fill the pipe and stop the child.
    let errors = child.stderr.take();
    let reader =
        thread::spawn(move || errors.and_then(|errors| std::io::read_to_string(errors).ok()).unwrap_or_default());
    for _ in 0..STEPS {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(_)) => return Err(reason(&reader.join().unwrap_or_default())),
            Ok(None) => thread::sleep(Duration::from_millis(50)),
            Err(_) => return Ok(()),
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(reason(&reader.join().unwrap_or_default()))
}

/// What was missing, from what the try said.
fn reason(said: &str) -> Missing {
    let said = said.to_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if holds(&["opendisplay"]) {
        Missing::Display
    } else if holds(&["xnotsupported", "libraryopen", "openerror", "libx", "libxkb", ".so"]) {
        Missing::Libraries
    } else if holds(&["event loop", "display", "wayland", "xopen"]) {
        Missing::Display
    } else {
        Missing::Adapter
    }
}

/// The try: a hidden window and three pictures.
pub(super) fn run() -> Outcome {
    let window = Window { visible: false, title: "CTM Trainer".into(), ..default() };
    let mut app = App::new();
    app.add_plugins(
        DefaultPlugins.set(WindowPlugin { primary_window: Some(window), ..default() }).disable::<LogPlugin>(),
    )
    .add_systems(Update, |mut frames: Local<u32>, mut exit: MessageWriter<AppExit>| {
        *frames += 1;
        if *frames >= 3 {
            exit.write(AppExit::Success);
        }
    });
    if app.run().is_success() { Outcome::Fine } else { Outcome::CouldNotRun }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_try_says_tells_what_is_missing() {
        let no_display = "Failed to build event loop: NotSupported(XNotSupported(XOpenDisplayFailed))";
        assert_eq!(reason(no_display), Missing::Display);
        assert_eq!(
            reason("Failed to build event loop: NotSupported(XNotSupported(LibraryOpenError))"),
            Missing::Libraries
        );
        assert_eq!(reason("Unable to find a GPU! Make sure you have installed required drivers!"), Missing::Adapter);
    }

    #[test]
    fn every_reason_has_two_lines_that_name_four_systems() {
        for missing in [Missing::Display, Missing::Libraries, Missing::Adapter] {
            let [what, how] = missing.words();
            assert!(!what.contains('\n') && !how.contains('\n'));
            for system in ["Debian", "Fedora", "Windows", "macOS"] {
                assert!(how.contains(system), "{how}");
            }
        }
    }
}
