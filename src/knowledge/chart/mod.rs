//! The client's body as plain geometry, and the back chart that lies on it.
//!
//! [`Bodies`] reads `assets/body/bodies.bin` from bytes that are handed in. One [`Body`] is a client's
//! shape; [`Body::pose`] gives the [`BodySurface`] of one posture: meshes to draw, and the two ways
//! between the screen and the chart, [`BodySurface::pick`] (ray to chart point) and
//! [`BodySurface::place`] (chart point to position, normal and tangents).
//!
//! # Chart coordinates
//!
//! The only coordinate that others use is [`BackPoint`](crate::units::BackPoint): x in centimetres of
//! the reference adult, positive to the client's **right**; y in percent, C7 = 0, line of both
//! PSIS = 100. Space is in metres, Y up; a seated client faces +Z with the left side at +X; lying clients have the
//! head at +Z, and in side-lying (on the right side) the back faces -X.
//!
//! Every vertex of the back carries its chart point, baked once per client from the standing body: the
//! skin is unrolled as rigidly as possible at the client's own scale (length from C7 to the PSIS line),
//! the midline follows the table of spinous levels, acromion and greater trochanter are pulled to
//! their chart places. Inside a triangle the chart is linear, so both ways agree exactly, in every
//! posture, because the skin takes its chart point along.
//!
//! # Limits
//!
//! - Bones without a cue on the mesh (scapula, ribs, PSIS) lie where the chart says they lie on average;
//!   the level of a spinous process is good to about one level. Do not use the bodies as anatomy.
//! - The chart ends a little in front of the lateral line, at the side of the neck, at the occiput and at the
//!   gluteal fold.
//! - Over the middle of the back a chart centimetre is a true one within a third (a test holds it); near the
//!   edge of the shoulder and the axilla it may be half or twice as long. [`SurfaceFrame`] tells the local scale.
//! - Skin that lies on table or stool, in a fold or against the arm has a chart point, but
//!   [`SurfaceFrame::reachable`] says that no finger comes there.

mod body;
mod grid;
mod meshes;
mod pack;
mod places;
mod stencil;
mod surface;
mod tree;

pub use body::{Bodies, Body, BodyFacts, Posture, Sex};
pub use meshes::{BackPatch, Drape, Mesh};
pub use places::{NearLandmark, nearest_landmark, nearest_level};
pub use surface::{BodySurface, Hit, Support, SurfaceFrame, SurfacePoint};

/// Why the bodies could not be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChartError {
    /// The bytes do not begin like `bodies.bin`.
    #[error("this is not a body file: it should begin with \"CTMBODY1\"; bake it again with assets/body/bake/bake.py")]
    NotABodyFile,
    /// The index at the beginning of the file cannot be understood.
    #[error("the index of the body file cannot be read: {0}; bake it again with assets/body/bake/bake.py")]
    Index(String),
    /// An array of the file is missing, too short or points at something that is not there.
    #[error("the body file is damaged at {0}; bake it again with assets/body/bake/bake.py")]
    Damaged(String),
    /// There is no body of this name.
    #[error("there is no body {id:?}; the nearest name is {nearest:?}")]
    UnknownBody {
        /// The name asked for.
        id: String,
        /// The most similar name that exists.
        nearest: String,
    },
}
