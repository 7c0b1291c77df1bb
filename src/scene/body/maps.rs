//! Chart-space textures that the shaders read: marks, overlay, fibres and bones.
//!
//! All cover x -20 to 20 cm and y -22 to 128 percent.

use bevy::{
    asset::RenderAssetUsages,
    image::ImageSampler,
    prelude::*,
    render::render_resource::{Extent3d, TextureDimension, TextureFormat},
};

use crate::{scene::Setting, units::BackPoint};

/// Size of the map of marks in texels: 1.6 by 1.5 mm each.
pub(crate) const MARKS: (usize, usize) = (256, 512);
/// Size of the overlay: 0.8 by 0.75 mm each.
pub(crate) const OVERLAY: (usize, usize) = (512, 1024);
/// Size of the map of fibres.
pub(crate) const FIBRES: (usize, usize) = (512, 1024);
/// Size of the map of bones.
pub(crate) const ANATOMY: (usize, usize) = (256, 512);

/// Size of the map of loads: vertices 5 by 5 mm apart, the outermost on the border of the chart.
pub(crate) const SHEETS: (usize, usize) = (81, 153);

/// The textures.
#[derive(Resource, Debug, Clone)]
pub(crate) struct Maps {
    pub(crate) marks: Handle<Image>,
    pub(crate) overlay: Handle<Image>,
    pub(crate) anatomy: Handle<Image>,
    pub(crate) bones: Handle<Image>,
    /// What the sheets tell, as [`crate::simulation::sheets::Texture`] lays it out.
    pub(crate) sheets: Handle<Image>,
    pub(crate) load: Handle<Image>,
}

pub(super) fn plugin(app: &mut App) {
    let setting = app.world().resource::<Setting>().clone();
    let (fibres, bones) = setting.anatomy.paint(&setting.knowledge);
    let mut images = app.world_mut().resource_mut::<Assets<Image>>();
    let maps = Maps {
        marks: images.add(image(MARKS, TextureFormat::Rgba16Float, vec![0; MARKS.0 * MARKS.1 * 8])),
        overlay: images.add(image(OVERLAY, TextureFormat::Rgba8UnormSrgb, vec![0; OVERLAY.0 * OVERLAY.1 * 4])),
        anatomy: images.add(image(FIBRES, TextureFormat::Rgba8Unorm, fibres)),
        bones: images.add(image(ANATOMY, TextureFormat::Rgba8Unorm, bones)),
        sheets: images.add(layers((2, 2), vec![0; 2 * 2 * 2 * 8])),
        load: images.add(image(SHEETS, TextureFormat::Rgba8UnormSrgb, vec![0; SHEETS.0 * SHEETS.1 * 4])),
    };
    app.insert_resource(maps);
}

fn image(size: (usize, usize), format: TextureFormat, data: Vec<u8>) -> Image {
    let extent = Extent3d { width: size.0 as u32, height: size.1 as u32, depth_or_array_layers: 1 };
    let usages = RenderAssetUsages::MAIN_WORLD | RenderAssetUsages::RENDER_WORLD;
    let mut image = Image::new(extent, TextureDimension::D2, data, format, usages);
    image.sampler = ImageSampler::linear();
    image
}

/// Two layers of four half-precision numbers for each texel.
pub(super) fn layers(size: (usize, usize), data: Vec<u8>) -> Image {
    let extent = Extent3d { width: size.0 as u32, height: size.1 as u32, depth_or_array_layers: 2 };
    let usages = RenderAssetUsages::MAIN_WORLD | RenderAssetUsages::RENDER_WORLD;
    let mut image = Image::new(extent, TextureDimension::D2, data, TextureFormat::Rgba16Float, usages);
    image.sampler = ImageSampler::linear();
    image
}

/// The chart point of a vertex of a map whose outermost vertices lie on the border of the chart.
pub(crate) fn vertex_of(column: usize, row: usize, size: (usize, usize)) -> BackPoint {
    let x = column as f64 / (size.0 - 1) as f64 * 40.0 - 20.0;
    let y = row as f64 / (size.1 - 1) as f64 * 150.0 - 22.0;
    BackPoint(x, y)
}

/// The chart point in the middle of a texel.
pub(crate) fn point_of(column: usize, row: usize, size: (usize, usize)) -> BackPoint {
    let x = (column as f64 + 0.5) / size.0 as f64 * 40.0 - 20.0;
    let y = (row as f64 + 0.5) / size.1 as f64 * 150.0 - 22.0;
    BackPoint(x, y)
}

/// The column and row in which a chart point lies, as fractions; they may be outside.
pub(crate) fn texel_of(point: BackPoint, size: (usize, usize)) -> (f64, f64) {
    ((point.0 + 20.0) / 40.0 * size.0 as f64 - 0.5, (point.1 + 22.0) / 150.0 * size.1 as f64 - 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_texel_lies_where_its_point_says() {
        let (column, row) = texel_of(point_of(17, 300, MARKS), MARKS);
        assert!((column - 17.0).abs() < 1e-9 && (row - 300.0).abs() < 1e-9);
    }
}
