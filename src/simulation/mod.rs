//! One client advancing one tick at a time.
//!
//! ```text
//!  Contact ──► tissue (lumped state per site, side and layer) ──► nervous (segments, arousal,
//!     │            │                                                warmth, comfort, reactions)
//!     │            └────────────► skin marks                             │
//!     └──────────────────────────► sensation ◄────────────────────────────┘
//!                                      │
//!                                 Observation
//! ```
//!
//! [`patient::Patient`] owns the whole state. It sees what touches the client in a tick and gives an
//! [`observation::Observation`]; nothing else of it can be seen from outside. Why something is felt or
//! said is kept as values in [`cause`]; what a session leaves for the next is in [`course`]. Equations, constants,
//! assumptions and limits are in `METHOD.md` beside this file.

pub mod account;
mod bits;
pub mod cause;
pub mod constants;
pub mod contact;
pub mod course;
pub mod make_up;
mod nervous;
pub mod observation;
pub mod pace;
pub mod palpation;
pub mod patient;
pub mod sheets;
mod stroke;
mod tissue;

pub use nervous::reactions::Prospect;
