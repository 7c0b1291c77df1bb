//! Skin, superficial fascia and deep fascia as three sheets that move under the hand: what the eye sees.
//!
//! The lumped tissue ([`super::tissue`]) is what sensation, reaction and score see. The sheets show the same stroke in
//! space: skin stretches behind the finger and folds before it, the superficial fascia follows late, the deep fascia
//! hardly at all, bound areas hold everything back, and after release each layer creeps home. They never feed back.
//! Model, discretisation, solver, convergence and limits: `METHOD.md` beside this file.
//!
//! # How to use it
//!
//! ```text
//! Sheets::new(knowledge, surface, facts, Resolution::ROOM)   when body or posture change (some 50 ms)
//! sheets.set_tissue(&areas)                                  when a finding has changed (TissueArea::of a SiteView)
//! sheets.step(contact)                                       once per tick, with the contact the patient gets
//! sheets.step_with(contact, team)                            the same, with a second thread if there is one to spare
//! sheets.texture()                                           once per frame, unless sheets.asleep()
//! sheets.section(from, to, count, &mut points)               for the section view
//! sheets.at(point)                                           shift, slip, strain, height at a place
//! ```
//!
//! [`Texture`] is laid out as an `Rgba16Float` texture array of two layers over the chart (x -20 to 20 cm, y -22 to
//! 128 %), with displacements in centimetres of the chart: a shader looks up `uv = place * uv.xy + uv.zw` and draws at
//! `place` what lies at `place - displacement` at rest, so meshes stay still and every body and posture can use it.
//! Linear filtering is enough. Redness and wheals ride on the skin if they are looked up at the skin's material place.
//!
//! The same solver runs on a square [`Patch`], on which its speed and error are measured (`examples/drag.rs`).

mod ground;
mod kernel;
mod levels;
mod material;
mod medium;
mod numbers;
mod pads;
mod patch;
mod reading;
mod relief;
mod rows;
mod section;
#[expect(clippy::module_inception, reason = "the module is about the type of the same name")]
mod sheets;
mod solver;
mod team;
mod texture;
mod tissue;
mod touch;
mod width;
mod window;

pub use ground::{Resolution, Thickness};
pub use material::{LAYERS, Material, Slow};
pub use pads::Pad;
pub use patch::{Patch, PatchForm, full_patch_material, patch_material, scatter};
pub use reading::Reading;
pub use section::SectionPoint;
pub use sheets::Sheets;
pub use solver::{Effort, Report};
pub use team::{Alone, Team};
pub use texture::{Texture, to_half};
pub use tissue::{Shift, TissueArea};
pub use width::Width;
