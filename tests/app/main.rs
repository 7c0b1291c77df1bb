//! Tests of the room and the interface: what a user of the window would notice.
//!
//! Tests that need a graphics adapter are ignored, with the reason, where there is none; with
//! CTM_TRAINER_TESTS_MUST_RUN=1 that is a failure.
//!
//! With CTM_TRAINER_PLAY=1 a whole case is played in the real window as well. That takes minutes where a processor
//! has to draw the pictures, and it takes the pointer, so it is not among the tests that always run.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files and may fail loudly")]

mod pictures;
mod room;
mod screens;
mod support;
mod window;
mod wishes;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // each test is an app with threads of its own
    arguments.test_threads = Some(1);
    let adapter = ctm_trainer::scene::capture::adapter().map_err(|error| error.to_string());
    let must_run = std::env::var("CTM_TRAINER_TESTS_MUST_RUN").is_ok_and(|value| value == "1");
    let plain: [(&str, fn() -> Result<(), Failed>); 3] = [
        ("a_press_on_the_back_becomes_a_recorded_stroke", room::a_press_on_the_back_becomes_a_recorded_stroke),
        ("a_stroke_from_the_keyboard_is_recorded_like_one_from_the_pointer", room::a_performance_is_recorded),
        ("the_body_stays_in_view_however_the_camera_is_moved", room::the_body_stays_in_view),
    ];
    let drawn: [(&str, fn() -> Result<(), Failed>); 3] = [
        ("each_layer_looks_different_and_none_is_blank", pictures::each_layer_looks_different),
        ("the_lamp_changes_the_picture_and_the_room_stays_visible", pictures::the_lamp_changes_the_picture),
        ("a_stroke_leaves_a_red_line", pictures::a_stroke_leaves_a_red_line),
    ];
    let mut trials: Vec<Trial> = plain.into_iter().map(|(name, test)| Trial::test(name, test)).collect();
    trials.extend(screens::list());
    trials.extend(wishes::list());
    for (name, test) in drawn {
        trials.push(match &adapter {
            Ok(_) => Trial::test(name, test),
            Err(reason) if must_run => {
                let reason = reason.clone();
                Trial::test(name, move || Err(Failed::from(reason)))
            }
            Err(reason) => Trial::test(name, test).with_kind(reason.clone()).with_ignored_flag(true),
        });
    }
    if std::env::var_os("CTM_TRAINER_PLAY").is_some() {
        let missing = adapter.as_ref().err().cloned().or_else(|| window::needs().err());
        trials.extend(window::list(missing.as_deref(), must_run));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}
