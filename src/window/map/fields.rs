//! The fields on the map: a rectangle, two textures with one texel per field, and a shader that draws the fields' colours
//! and, up close, what stands on them: furrows, trees, houses, bites. Where animals are too many and too small to be drawn
//! one by one, it shades the fields by how many live there.
//!
//! Buffer, textures and bind group are kept, and new days and looks are written into them. Only a land of another size, or
//! another variant of the shader, needs new ones.

use std::sync::Arc;

use bevy::asset::{RenderAssetUsages, uuid_handle};
use bevy::image::ImageSampler;
use bevy::mesh::MeshVertexBufferLayoutRef;
use bevy::prelude::*;
use bevy::render::render_asset::RenderAssets;
use bevy::render::render_resource::{
    AsBindGroup, CompareFunction, Extent3d, RenderPipelineDescriptor, ShaderType, SpecializedMeshPipelineError,
    TexelCopyBufferLayout, TextureDimension, TextureFormat,
};
use bevy::render::renderer::RenderQueue;
use bevy::render::storage::ShaderBuffer;
use bevy::render::texture::GpuImage;
use bevy::render::{Extract, ExtractSchedule, Render, RenderApp, RenderSystems};
use bevy::shader::{ShaderDefVal, ShaderRef};
use bevy::sprite_render::{Material2d, Material2dKey, Material2dPlugin};
use bevy::window::PrimaryWindow;
use strum::VariantArray;

use crate::window::animals::sampling::animals_per_agent;
use crate::window::live_run::displayed::Displayed;

use super::camera::ViewSystems;
use super::palette::{self, Pattern};
use super::picture::Picture;
use super::view::View;

/// What the fields' shader is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
pub struct MapLook {
    /// Fields from west to east and from south to north.
    size: Vec2,
    side_m: f32,
    /// Physical pixels per side of a field.
    px_per_field: f32,
    sparrow: Vec4,
    pest: Vec4,
    /// How strongly shading shows the numbers of the two, 0 to 1.
    shades: Vec2,
    /// Progress from the previous picture to this one.
    between: f32,
}

/// How the fields are drawn.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
#[bind_group_data(MapKey)]
pub struct MapMaterial {
    /// A [`MapLook`].
    #[storage(0, read_only)]
    look: Handle<ShaderBuffer>,
    #[texture(1)]
    #[sampler(2)]
    fields: Handle<Image>,
    #[texture(3)]
    #[sampler(4)]
    densities: Handle<Image>,
    #[texture(5, sample_type = "u_int")]
    deeds: Handle<Image>,
    key: MapKey,
}

/// Which of the shader's variants is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MapKey {
    detail: Detail,
    /// Animals are shown by shading.
    is_shaded: bool,
}

/// How much of a field is visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Detail {
    /// Several fields share a pixel: they are averaged.
    Far,
    /// Fields appear as patches.
    Patches,
    /// Fields are large enough to show what stands on them.
    Near,
}

/// Whether fields with this many pixels per side are large enough to show what stands on them.
pub fn is_near(px_per_field: f32) -> bool {
    px_per_field >= 20.0
}

impl Detail {
    fn at(px_per_field: f32) -> Self {
        match px_per_field {
            ..1.5 => Self::Far,
            px if is_near(px) => Self::Near,
            _ => Self::Patches,
        }
    }
}

impl From<&MapMaterial> for MapKey {
    fn from(material: &MapMaterial) -> Self {
        material.key
    }
}

const SHADER: Handle<Shader> = uuid_handle!("0d9f4b1a-6a0e-4f5f-8c39-5d1d2f8f7b10");

impl Material2d for MapMaterial {
    fn vertex_shader() -> ShaderRef {
        SHADER.into()
    }

    fn fragment_shader() -> ShaderRef {
        SHADER.into()
    }

    fn specialize(
        descriptor: &mut RenderPipelineDescriptor,
        layout: &MeshVertexBufferLayoutRef,
        key: Material2dKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        descriptor.vertex.buffers = vec![layout.0.get_layout(&[Mesh::ATTRIBUTE_POSITION.at_shader_location(0)])?];
        // The fields are drawn first, and nothing is ever behind them.
        if let Some(depth) = &mut descriptor.depth_stencil {
            depth.depth_compare = Some(CompareFunction::Always);
            depth.depth_write_enabled = Some(false);
        }
        let MapKey { detail, is_shaded } = key.bind_group_data;
        let defs = [(detail == Detail::Far, "FAR"), (detail == Detail::Near, "NEAR"), (is_shaded, "SHADED")];
        let patterns = Pattern::VARIANTS.iter().map(|&pattern| {
            let name: &str = pattern.into();
            ShaderDefVal::UInt(name.into(), pattern as u32)
        });
        let variants = defs.into_iter().filter(|(on, _)| *on).map(|(_, name)| name.into());
        let defs: Vec<ShaderDefVal> = patterns.chain(variants).collect();
        descriptor.vertex.shader_defs.extend(defs.clone());
        if let Some(fragment) = &mut descriptor.fragment {
            fragment.shader_defs.extend(defs);
        }
        Ok(())
    }
}

/// Adds the fields.
pub fn plugin(app: &mut App) {
    app.add_plugins(Material2dPlugin::<MapMaterial>::default());
    bevy::asset::load_internal_asset!(app, SHADER, "../../../assets/shaders/map.wgsl", Shader::from_wgsl);
    app.add_systems(Startup, spawn).add_systems(Update, draw.after(ViewSystems));
    if let Some(render_app) = app.get_sub_app_mut(RenderApp) {
        render_app
            .init_resource::<TexelUpload>()
            .add_systems(ExtractSchedule, extract_picture)
            .add_systems(Render, write_texels.in_set(RenderSystems::PrepareResources));
    }
}

/// The rectangle on which the fields are drawn.
#[derive(Component)]
struct Land {
    look: MapLook,
    /// How many fields the textures have room for.
    size: UVec2,
    textures: Textures,
}

/// The fields' textures: their colours, their densities, and what people have done to them.
#[derive(Clone)]
struct Textures([Handle<Image>; 3]);

/// The latest picture, for the renderer to write into the textures.
#[derive(Resource, Default)]
struct TexelUpload {
    picture: Arc<Picture>,
    textures: Option<Textures>,
    /// Whether the picture is in the textures.
    is_written: bool,
}

fn spawn(
    mut commands: Commands,
    mut meshes: ResMut<Assets<Mesh>>,
    mut images: ResMut<Assets<Image>>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut materials: ResMut<Assets<MapMaterial>>,
) {
    let textures = Textures::of(UVec2::ONE, &mut images);
    let [fields, densities, deeds] = textures.0.clone();
    let material = MapMaterial {
        look: buffers.add(ShaderBuffer::from(MapLook::default())),
        fields,
        densities,
        deeds,
        key: MapKey { detail: Detail::Patches, is_shaded: false },
    };
    commands.spawn((
        Land { look: MapLook::default(), size: UVec2::ONE, textures },
        Mesh2d(meshes.add(Rectangle::from_size(Vec2::ONE))),
        MeshMaterial2d(materials.add(material)),
        Transform::from_scale(Vec3::ZERO),
    ));
}

impl Textures {
    /// Textures for this many fields, with nothing on them yet.
    fn of(size: UVec2, images: &mut Assets<Image>) -> Self {
        let extent = Extent3d { width: size.x, height: size.y, depth_or_array_layers: 1 };
        Self([TextureFormat::Rgba8UnormSrgb, TextureFormat::Rgba8Unorm, TextureFormat::Rgba8Uint].map(|format| {
            let usage = RenderAssetUsages::RENDER_WORLD;
            let mut image = Image::new_fill(extent, TextureDimension::D2, &[0; 4], format, usage);
            image.sampler = ImageSampler::linear();
            images.add(image)
        }))
    }
}

fn draw(
    displayed: Res<Displayed>,
    view: Res<View>,
    window: Single<&Window, With<PrimaryWindow>>,
    land: Single<(&mut Land, &mut Transform, &MeshMaterial2d<MapMaterial>)>,
    mut images: ResMut<Assets<Image>>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut materials: ResMut<Assets<MapMaterial>>,
) {
    let picture: &Picture = &displayed.picture;
    if picture.fields.is_empty() {
        return;
    }
    let (mut land, mut transform, handle) = land.into_inner();
    let px_per_field = picture.side_m / view.m_per_px * window.scale_factor();
    let shades = [false, true].map(|is_pest| view.shades(animals_per_agent(&displayed.scenario, is_pest)));
    let shades = Vec2::from(shades);
    let is_shaded = shades != Vec2::ZERO;
    let look = MapLook {
        size: picture.size.as_vec2(),
        side_m: picture.side_m,
        px_per_field,
        sparrow: palette::SPARROW.to_linear().to_vec4(),
        pest: palette::PEST.to_linear().to_vec4(),
        shades,
        between: if is_shaded { displayed.between_days } else { 0.0 },
    };
    let key = MapKey { detail: Detail::at(px_per_field), is_shaded };
    let Some(now) = materials.get(&handle.0) else { return };
    if land.look != look
        && let Some(mut buffer) = buffers.get_mut(&now.look)
    {
        buffer.set_data(look);
        land.look = look;
    }
    // Touching a material recreates its bind group.
    let is_resized = land.size != picture.size;
    if (is_resized || now.key != key)
        && let Some(mut material) = materials.get_mut(&handle.0)
    {
        material.key = key;
        if is_resized {
            land.size = picture.size;
            land.textures = Textures::of(picture.size, &mut images);
            [material.fields, material.densities, material.deeds] = land.textures.0.clone();
        }
    }
    let extent = picture.extent_m();
    let place = Transform::from_translation((0.5 * extent).extend(0.0)).with_scale(extent.extend(1.0));
    transform.set_if_neq(place);
}

/// Hands the latest picture to the renderer.
fn extract_picture(displayed: Extract<Res<Displayed>>, land: Extract<Query<&Land>>, mut upload: ResMut<TexelUpload>) {
    let Ok(land) = land.single() else { return };
    let has_other_textures = upload.textures.as_ref().is_none_or(|textures| textures.0 != land.textures.0);
    if has_other_textures || !Arc::ptr_eq(&upload.picture, &displayed.picture) {
        *upload = TexelUpload {
            picture: displayed.picture.clone(),
            textures: Some(land.textures.clone()),
            is_written: false,
        };
    }
}

/// Writes the latest picture into the textures.
fn write_texels(mut upload: ResMut<TexelUpload>, images: Res<RenderAssets<GpuImage>>, queue: Res<RenderQueue>) {
    let picture = &upload.picture;
    let texels = [picture.colours.as_slice(), picture.densities.as_flattened(), picture.deeds_texels.as_flattened()];
    let textures = upload.textures.iter().flat_map(|textures| &textures.0).map(|handle| images.get(handle));
    let textures: Vec<&GpuImage> = textures.flatten().filter(|image| image.size_2d() == picture.size).collect();
    // Until the renderer has created them there is nothing to write into.
    if upload.is_written || textures.len() < texels.len() {
        return;
    }
    for (image, texels) in textures.into_iter().zip(texels) {
        let layout = TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(4 * picture.size.x), rows_per_image: None };
        queue.write_texture(image.texture.as_image_copy(), texels, layout, image.texture_descriptor.size);
    }
    upload.is_written = true;
}
