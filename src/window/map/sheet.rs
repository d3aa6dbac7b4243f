//! How a sheet with the painted land is shown: a rectangle in the world with a texture on it.

use bevy::asset::uuid_handle;
use bevy::mesh::MeshVertexBufferLayoutRef;
use bevy::prelude::*;
use bevy::render::render_resource::{
    AsBindGroup, CompareFunction, RenderPipelineDescriptor, SpecializedMeshPipelineError,
};
use bevy::render::storage::ShaderBuffer;
use bevy::shader::ShaderRef;
use bevy::sprite_render::{AlphaMode2d, Material2d, Material2dKey, Material2dPlugin};

/// A sheet.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
#[bind_group_data(SheetKey)]
pub struct SheetMaterial {
    /// Its opacity, 0 to 1.
    #[storage(0, read_only)]
    pub look: Handle<ShaderBuffer>,
    /// What was painted on it.
    #[texture(1)]
    #[sampler(2)]
    pub image: Handle<Image>,
    /// Which way it is drawn.
    pub key: SheetKey,
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
        if let Some(depth) = &mut descriptor.depth_stencil {
            depth.depth_compare = Some(CompareFunction::Always);
            depth.depth_write_enabled = Some(false);
        }
        if key.bind_group_data.is_still
            && let Some(fragment) = &mut descriptor.fragment
        {
            fragment.shader_defs.push("STILL".into());
            fragment.targets.iter_mut().flatten().for_each(|target| target.blend = None);
        }
        Ok(())
    }
}

/// Adds the material.
pub fn plugin(app: &mut App) {
    app.add_plugins(Material2dPlugin::<SheetMaterial>::default());
    bevy::asset::load_internal_asset!(app, SHADER, "../../../assets/shaders/sheet.wgsl", Shader::from_wgsl);
}
