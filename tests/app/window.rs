//! A whole case in the real window, played by pointer and keyboard from the list of cases to the debrief.
//!
//! The program is started as a user starts it. It lists what stands on its screen (see
//! `interface::watch`); `xdotool` moves the pointer there, presses, turns the wheel and types.

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command},
    thread::sleep,
    time::{Duration, Instant},
};

use ctm_trainer::{assessment, session::record::Record};
use libtest_mimic::{Failed, Trial};

use super::support;

/// What this test needs beside a graphics adapter; the reason if it is missing.
pub fn needs() -> Result<(), String> {
    if std::env::var_os("DISPLAY").is_none() {
        return Err("no display".into());
    }
    match Command::new("xdotool").arg("version").output() {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("xdotool: {error}")),
    }
}

/// The tests of the window; `missing` says why they cannot run here.
pub fn list(missing: Option<&str>, must_run: bool) -> Vec<Trial> {
    let name = "a_whole_case_is_played_in_the_window_and_graded_as_the_screen_says";
    vec![match missing {
        None => Trial::test(name, a_whole_case_is_played),
        Some(reason) if must_run => {
            let reason = reason.to_owned();
            Trial::test(name, move || Err(Failed::from(reason)))
        }
        Some(reason) => Trial::test(name, a_whole_case_is_played).with_kind(reason).with_ignored_flag(true),
    }]
}

/// How long the program may take to show what is waited for; a software renderer is slow.
const PATIENCE: Duration = Duration::from_secs(90);

/// The list of tools on the left, between the heading and the lower edge of the first window.
const PANEL: (i32, std::ops::Range<i32>) = (150, 145..730);

struct Player {
    program: Child,
    folder: PathBuf,
}

impl Drop for Player {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Player {
    fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("ctm-trainer-window-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let program = Command::new(env!("CARGO_BIN_EXE_ctm-trainer"))
            .env("CTM_TRAINER_WIDGETS", folder.join("widgets"))
            .env("XDG_DATA_HOME", &folder)
            .env("HOME", &folder)
            .spawn()
            .unwrap();
        Self { program, folder }
    }

    /// What stands on the screen: names with the middles of their rectangles.
    fn screen(&self) -> Vec<(String, i32, i32)> {
        let list = fs::read_to_string(self.folder.join("widgets")).unwrap_or_default();
        list.lines()
            .skip(1)
            .filter_map(|line| {
                let mut parts = line.split('\t');
                Some((parts.next()?.to_owned(), parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
            })
            .collect()
    }

    /// Waits until something of this name, or beginning with it, stands on the screen.
    #[track_caller]
    fn find(&mut self, name: &str) -> (i32, i32) {
        let begun = Instant::now();
        loop {
            let screen = self.screen();
            let exact = screen.iter().find(|(text, ..)| text == name);
            if let Some((_, x, y)) = exact.or_else(|| screen.iter().find(|(text, ..)| text.starts_with(name))) {
                return (*x, *y);
            }
            if let Ok(Some(status)) = self.program.try_wait() {
                panic!("the program ended ({status}) before \"{name}\" was there");
            }
            let names: Vec<&str> = screen.iter().map(|(text, ..)| text.as_str()).collect();
            assert!(begun.elapsed() < PATIENCE, "\"{name}\" did not appear; there was: {names:?}");
            sleep(Duration::from_millis(100));
        }
    }

    /// How many pictures the program has drawn.
    fn pictures(&self) -> u64 {
        let list = fs::read_to_string(self.folder.join("widgets")).unwrap_or_default();
        list.lines().next().and_then(|number| number.parse().ok()).unwrap_or_default()
    }

    /// Moves the pointer, presses or types, and waits until the program has answered with pictures of its own.
    fn input(&self, words: &[&str]) {
        assert!(Command::new("xdotool").args(words).status().unwrap().success(), "xdotool {words:?}");
        let (before, begun) = (self.pictures(), Instant::now());
        while self.pictures() < before + 2 {
            assert!(begun.elapsed() < PATIENCE, "no new picture after {words:?}");
            sleep(Duration::from_millis(20));
        }
    }

    /// Moves the pointer to something and presses it; turns the wheel first where it is out of sight.
    #[track_caller]
    fn press(&mut self, name: &str) {
        for _ in 0..60 {
            let (x, y) = self.find(name);
            if x > 320 || PANEL.1.contains(&y) || y < 60 {
                self.input(&["mousemove", &x.to_string(), &y.to_string()]);
                // A list that still glides must not be pressed beside the mark.
                if self.find(name) == (x, y) {
                    self.input(&["mousedown", "1"]);
                    self.input(&["mouseup", "1"]);
                    return;
                }
                continue;
            }
            let wheel = if y >= PANEL.1.end { "5" } else { "4" };
            self.input(&["mousemove", &PANEL.0.to_string(), "600", "click", wheel]);
        }
        panic!("\"{name}\" could not be brought into sight");
    }

    /// Presses a button until what it leads to stands on the screen: a layout that is just changing may let one press miss.
    #[track_caller]
    fn go(&mut self, name: &str, sign: &str) {
        for _ in 0..5 {
            self.press(name);
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_secs(4) {
                if self.screen().iter().any(|(text, ..)| text.starts_with(sign)) {
                    return;
                }
                sleep(Duration::from_millis(100));
            }
        }
        panic!("\"{name}\" does not lead to \"{sign}\"");
    }

    /// Presses, pulls and lets go: a stroke with the pointer.
    fn pull(&self, from: (i32, i32), to: (i32, i32)) {
        self.input(&["mousemove", &from.0.to_string(), &from.1.to_string()]);
        self.input(&["mousedown", "1"]);
        for step in 1..=4 {
            let at = |a: i32, b: i32| (a + (b - a) * step / 4).to_string();
            self.input(&["mousemove", &at(from.0, to.0), &at(from.1, to.1)]);
        }
        self.input(&["mouseup", "1"]);
    }

    /// Types a key. Without a window manager nobody else gives the window the keyboard.
    fn key(&self, name: &str) {
        self.input(&["search", "--name", "CTM Trainer", "windowfocus"]);
        self.input(&["key", name]);
    }

    fn record(&self) -> (PathBuf, String) {
        let folder = self.folder.join("ctm-trainer").join("records");
        let path = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).next().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        (path, text)
    }
}

fn a_whole_case_is_played() -> Result<(), Failed> {
    let mut player = Player::start();
    player.press("Back pain at the desk");
    player.find("Begin");
    player.key("Return");

    player.press("How long have you had this pain, and how did it begin?");
    player.press("What makes it worse, and what makes it better?");
    player.go("Inspection  ›", "Inspection: now");
    player.go("To the sacrum", "Sitting on a stool · back free to the sacrum");
    player.press("Look closely");
    player.go("Palpation  ›", "Palpation: now");
    player.press("Skin-displacement test");
    player.pull((660, 560), (660, 520));
    player.go("Decision  ›", "Decision: now");
    player.press("Treat");
    player.go("Decide", "Decided at");
    player.go("Preparation  ›", "Preparation: now");
    player.go("Treatment  ›", "Treatment: now");
    player.pull((700, 560), (700, 500));
    player.press("Build-up");
    player.press("B2");
    player.press("Place right");
    player.go("Closing  ›", "Closing: now");
    player.go("Finish", "Good");
    player.press("Good");
    player.go("Show the result", "SAFETY OF THE CLIENT");

    let (path, text) = player.record();
    let knowledge = support::knowledge();
    let scenario = support::scenario(&knowledge);
    let (record, _) = Record::parse(text.as_bytes())?;
    let report = assessment::grade(&knowledge, &scenario, &record)?;
    let screen = player.screen();
    let shown = |wanted: &str| screen.iter().any(|(text, ..)| text == wanted);
    let points = format!("{:.1}", report.capped.as_f64());
    assert!(report.finished, "{}", path.display());
    assert!(report.capped.0 > 0, "something was done right");
    assert!(shown(&points), "graded {points}, the screen shows {screen:?}");
    let word = match report.safety {
        assessment::report::Safety::Clear => "Safe",
        assessment::report::Safety::Caution => "With caution",
        assessment::report::Safety::Unsafe => "Unsafe",
    };
    assert!(shown(word), "graded {word}, the screen shows {screen:?}");
    for needed in ["Touch(\"displacement\"", "Enter(Treatment)", "Finish"] {
        assert!(text.contains(needed), "{needed} is missing in the record");
    }
    Ok(())
}
