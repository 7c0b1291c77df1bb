//! The camera: six views, orbit and zoom, always with the body in sight.

/// A view by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// The whole back, straight on.
    #[default]
    Back,
    /// The back from the client's left.
    BackLeft,
    /// The back from the client's right.
    BackRight,
    /// Sacrum, pelvis and loin, near.
    LowBack,
    /// Nape and shoulders, near and a little from above.
    Shoulders,
    /// From the client's right side.
    Side,
}

impl View {
    /// All views with their names for the command line.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("back", Self::Back),
        ("back-left", Self::BackLeft),
        ("back-right", Self::BackRight),
        ("low-back", Self::LowBack),
        ("shoulders", Self::Shoulders),
        ("side", Self::Side),
    ];

    /// The view of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, view)| *view)
    }
}
