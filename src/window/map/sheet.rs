//! How a sheet with the painted land is shown: a rectangle in the world with a texture on it, of which only a side of the window shows
//! something.

use bevy::asset::{RenderAssetUsages, uuid_handle};
use bevy::image::ImageSampler;
use bevy::mesh::MeshVertexBufferLayoutRef;
use bevy::prelude::*;
use bevy::render::render_resource::{
    AsBindGroup, CompareFunction, Extent3d, RenderPipelineDescriptor, SpecializedMeshPipelineError, TextureDimension,
    TextureFormat, TextureUsages,
};
use bevy::render::storage::ShaderBuffer;
use bevy::shader::ShaderRef;
use bevy::sprite_render::{AlphaMode2d, Material2d, Material2dKey, Material2dPlugin};

/// A sheet.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
#[bind_group_data(SheetKey)]
pub struct SheetMaterial {
    /// Its opacity, 0 to 1, and from where to where in the window it is seen, each -1 to 1.
    #[storage(0, read_only)]
    pub look: Handle<ShaderBuffer>,
    /// What was painted on it.
    #[texture(1)]
    #[sampler(2)]
    pub image: Handle<Image>,
    /// Which way it is drawn.
    pub key: SheetKey,
}

impl SheetMaterial {
    /// One that shows a sheet while it is still, or while it is not.
    pub fn new(look: Handle<ShaderBuffer>, image: Handle<Image>, is_still: bool) -> Self {
        Self { look, image, key: SheetKey { is_still } }
    }
}

/// A sheet with nothing on it. The painter mixes colours as painters do, by their sRGB values.
pub fn blank(size: UVec2) -> Image {
    let extent = Extent3d { width: size.x, height: size.y, depth_or_array_layers: 1 };
    let format = TextureFormat::Rgba8Unorm;
    let mut image = Image::new_uninit(extent, TextureDimension::D2, format, RenderAssetUsages::RENDER_WORLD);
    image.texture_descriptor.usage = TextureUsages::RENDER_ATTACHMENT | TextureUsages::TEXTURE_BINDING;
    image.sampler = ImageSampler::linear();
    image
}

/// How a sheet is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SheetKey {
    /// It is opaque, and its texels are the window's pixels: without filter and blending it costs a software renderer half.
    pub is_still: bool,
}

impl From<&SheetMaterial> for SheetKey {
    fn from(material: &SheetMaterial) -> Self {
        material.key
    }
}

const SHADER: Handle<Shader> = uuid_handle!("0d9f4b1a-6a0e-4f5f-8c39-5d1d2f8f7b10");

impl Material2d for SheetMaterial {
    fn vertex_shader() -> ShaderRef {
        SHADER.into()
    }

    fn fragment_shader() -> ShaderRef {
        SHADER.into()
    }

    fn alpha_mode(&self) -> AlphaMode2d {
        AlphaMode2d::Blend
    }

    fn specialize(
        descriptor: &mut RenderPipelineDescriptor,
        layout: &MeshVertexBufferLayoutRef,
        key: Material2dKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        descriptor.vertex.buffers = vec![layout.0.get_layout(&[Mesh::ATTRIBUTE_POSITION.at_shader_location(0)])?];
        lie_on_top(descriptor);
        if key.bind_group_data.is_still
            && let Some(fragment) = &mut descriptor.fragment
        {
            fragment.shader_defs.push("STILL".into());
            fragment.targets.iter_mut().flatten().for_each(|target| target.blend = None);
        }
        Ok(())
    }
}

/// Draws without a test of depth: what comes later lies on top.
pub fn lie_on_top(descriptor: &mut RenderPipelineDescriptor) {
    if let Some(depth) = &mut descriptor.depth_stencil {
        depth.depth_compare = Some(CompareFunction::Always);
        depth.depth_write_enabled = Some(false);
    }
}

/// Adds the material.
pub fn plugin(app: &mut App) {
    app.add_plugins(Material2dPlugin::<SheetMaterial>::default());
    bevy::asset::load_internal_asset!(app, SHADER, "../../../assets/shaders/sheet.wgsl", Shader::from_wgsl);
}
