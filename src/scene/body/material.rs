//! The material of skin and layers, and its shaders.

use bevy::{
    asset::uuid_handle,
    pbr::{ExtendedMaterial, MaterialExtension},
    prelude::*,
    render::render_resource::{AsBindGroup, ShaderType},
    shader::{Shader, ShaderRef},
};

use super::maps::Maps;

/// The material of everything that is tissue or lies on it.
pub(crate) type TissueMaterial = ExtendedMaterial<StandardMaterial, Tissue>;

/// What a mesh of the body is; the numbers are those of `field.wgsl`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Skin outside the back, and other people's hands.
    Body,
    /// Skin of the back.
    Skin,
    /// Superficial fascia and the fat around it.
    Superficial,
    /// Deep fascia.
    Deep,
    /// Muscle and bones.
    Muscle,
    /// The sheet.
    Sheet,
    /// Hair.
    Hair,
}

impl Kind {
    /// The layers of the back, from outside in.
    pub(crate) const LAYERS: [Self; 4] = [Self::Skin, Self::Superficial, Self::Deep, Self::Muscle];
}

/// What the shaders know of a mesh; the fields are explained in `field.wgsl`.
#[derive(Debug, Clone, Copy, Default, PartialEq, ShaderType, Reflect)]
pub(crate) struct Look {
    pub(crate) tone: Vec4,
    pub(crate) blush: Vec4,
    pub(crate) state: Vec4,
    pub(crate) pad_a: Vec4,
    pub(crate) pad_b: Vec4,
    pub(crate) pull_a: Vec4,
    pub(crate) pull_b: Vec4,
    pub(crate) extra: Vec4,
}

/// The part of the material that makes tissue of a plain surface.
#[derive(Asset, AsBindGroup, Reflect, Debug, Clone)]
pub(crate) struct Tissue {
    #[uniform(100)]
    pub(crate) look: Look,
    /// Relief and marks, from the observation.
    #[texture(101)]
    #[sampler(102)]
    pub(crate) marks: Handle<Image>,
    /// Zones and outlines.
    #[texture(103)]
    pub(crate) overlay: Handle<Image>,
    /// Fibres of muscle and fascia.
    #[texture(104)]
    pub(crate) anatomy: Handle<Image>,
    /// Bones.
    #[texture(105)]
    pub(crate) bones: Handle<Image>,
    /// Shift of the layers, fold, stretch of the skin.
    #[texture(106, dimension = "2d_array")]
    pub(crate) sheets: Handle<Image>,
    /// Colours of a load.
    #[texture(107)]
    pub(crate) load: Handle<Image>,
}

impl Tissue {
    /// A piece of tissue that reads all maps.
    pub(crate) fn new(look: Look, maps: &Maps) -> Self {
        Self {
            look,
            marks: maps.marks.clone(),
            overlay: maps.overlay.clone(),
            anatomy: maps.anatomy.clone(),
            bones: maps.bones.clone(),
            sheets: maps.sheets.clone(),
            load: maps.load.clone(),
        }
    }
}

const FRAGMENT: Handle<Shader> = uuid_handle!("5f0f4f3a-6a6b-4d5e-9a52-0d3bb0a7c001");
const VERTEX: Handle<Shader> = uuid_handle!("5f0f4f3a-6a6b-4d5e-9a52-0d3bb0a7c002");
const NOISE: Handle<Shader> = uuid_handle!("5f0f4f3a-6a6b-4d5e-9a52-0d3bb0a7c003");
const FIELD: Handle<Shader> = uuid_handle!("5f0f4f3a-6a6b-4d5e-9a52-0d3bb0a7c004");
const SKIN: Handle<Shader> = uuid_handle!("5f0f4f3a-6a6b-4d5e-9a52-0d3bb0a7c005");
const LAYERS: Handle<Shader> = uuid_handle!("5f0f4f3a-6a6b-4d5e-9a52-0d3bb0a7c006");

impl MaterialExtension for Tissue {
    fn vertex_shader() -> ShaderRef {
        VERTEX.into()
    }

    fn fragment_shader() -> ShaderRef {
        FRAGMENT.into()
    }

    fn enable_prepass() -> bool {
        false
    }
}

/// Adds the material. The shaders are part of the program, so that no file can be missing.
pub(super) fn plugin(app: &mut App) {
    let Some(mut shaders) = app.world_mut().get_resource_mut::<Assets<Shader>>() else { return };
    let sources = [
        (NOISE, include_str!("../../../assets/shaders/noise.wgsl"), "noise.wgsl"),
        (FIELD, include_str!("../../../assets/shaders/field.wgsl"), "field.wgsl"),
        (SKIN, include_str!("../../../assets/shaders/skin.wgsl"), "skin.wgsl"),
        (LAYERS, include_str!("../../../assets/shaders/layers.wgsl"), "layers.wgsl"),
        (VERTEX, include_str!("../../../assets/shaders/tissue_vertex.wgsl"), "tissue_vertex.wgsl"),
        (FRAGMENT, include_str!("../../../assets/shaders/tissue.wgsl"), "tissue.wgsl"),
    ];
    for (handle, source, name) in sources {
        if let Err(error) = shaders.insert(handle.id(), Shader::from_wgsl(source, name)) {
            error!("failed to add the shader {name}: {error}");
        }
    }
    app.add_plugins(MaterialPlugin::<TissueMaterial>::default());
}
