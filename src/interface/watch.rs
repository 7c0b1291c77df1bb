//! What stands on the screen, as text, for programs that play the trainer through its window.
//!
//! The list comes from the tree that screen readers get: what cannot be read there cannot be pressed
//! by name either. Nothing is listed unless somebody watches.

use bevy::prelude::*;
use bevy_egui::egui::{Context, FullOutput};

/// Takes the list of what stands on the screen with every picture: the picture's number in the first line, then one
/// line an element, its name and the middle of its rectangle in physical pixels of the window, parted by tabs.
#[derive(Resource, Default)]
pub struct Watch {
    /// Where the list goes; none if nobody watches.
    pub sink: Option<Box<dyn FnMut(&str) + Send + Sync>>,
    pictures: u64,
}

impl Watch {
    /// Watches with this sink.
    #[must_use]
    pub fn new(sink: Box<dyn FnMut(&str) + Send + Sync>) -> Self {
        Self { sink: Some(sink), pictures: 0 }
    }

    /// Asks for the tree, before the pass.
    pub(super) fn prepare(&self, context: &Context) {
        if self.sink.is_some() {
            context.enable_accesskit();
        }
    }

    /// Lists what the pass has drawn.
    pub(super) fn look(&mut self, drawn: &FullOutput) {
        let (Some(sink), Some(update)) = (&mut self.sink, &drawn.platform_output.accesskit_update) else { return };
        let scale = f64::from(drawn.pixels_per_point);
        self.pictures += 1;
        let mut list = format!("{}\n", self.pictures);
        for (_, node) in &update.nodes {
            let Some(name) = node.label().or_else(|| node.value()) else { continue };
            let Some(place) = node.bounds() else { continue };
            let (x, y) = ((place.x0 + place.x1) / 2.0 * scale, (place.y0 + place.y1) / 2.0 * scale);
            list.push_str(&format!("{}\t{x:.0}\t{y:.0}\n", name.replace(['\n', '\t'], " ")));
        }
        sink(&list);
    }
}
