//! The program `ctm-trainer`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ctm_trainer::cli::main()
}
