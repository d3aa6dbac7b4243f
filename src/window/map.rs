//! The map of the fields: a rectangle, two textures with a texel to each field, and a shader that draws the fields' colours
//! and, seen closely, what stands on them: furrows, trees, houses, bites. Where animals are too many and too small to be told
//! apart, it shades the fields by how many live there.

use bevy::asset::{RenderAssetUsages, uuid_handle};
use bevy::image::ImageSampler;
use bevy::mesh::MeshVertexBufferLayoutRef;
use bevy::prelude::*;
use bevy::render::render_resource::{
    AsBindGroup, CompareFunction, Extent3d, RenderPipelineDescriptor, ShaderType, SpecializedMeshPipelineError,
    TextureDimension, TextureFormat,
};
use bevy::shader::ShaderRef;
use bevy::sprite_render::{Material2d, Material2dKey, Material2dPlugin};
use bevy::window::PrimaryWindow;

use super::animals::animals_per_agent;
use super::camera::{View, ViewSystems};
use super::palette;
use super::picture::Picture;
use super::shown::Shown;

/// What the map's shader is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
pub struct MapLook {
    /// Fields from west to east and from south to north.
    size: Vec2,
    side_m: f32,
    /// Physical pixels to the side of a field.
    px_per_field: f32,
    sparrow: Vec4,
    pest: Vec4,
    /// How far the shades of the two show how many animals there are, 0 to 1.
    shades: Vec2,
    /// Progress from the picture before to this one.
    between: f32,
}

/// How the map is drawn.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
#[bind_group_data(MapKey)]
pub struct MapMaterial {
    #[uniform(0)]
    look: MapLook,
    #[texture(1)]
    #[sampler(2)]
    fields: Handle<Image>,
    #[texture(3)]
    #[sampler(4)]
    densities: Handle<Image>,
    key: MapKey,
}

/// Which of the shader's variants is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MapKey {
    /// Several fields to a pixel: they are averaged.
    Far,
    /// Fields are seen as patches.
    Patches,
    /// Fields are large enough to show what stands on them.
    Near,
}

/// Whether fields are large enough to show what stands on them, by the pixels to a field's side.
pub fn is_near(px_per_field: f32) -> bool {
    px_per_field >= 20.0
}

impl MapKey {
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
        // The map is drawn first and nothing is ever behind it.
        if let Some(depth) = &mut descriptor.depth_stencil {
            depth.depth_compare = Some(CompareFunction::Always);
            depth.depth_write_enabled = Some(false);
        }
        let name = match key.bind_group_data {
            MapKey::Far => "FAR",
            MapKey::Patches => return Ok(()),
            MapKey::Near => "NEAR",
        };
        descriptor.vertex.shader_defs.push(name.into());
        if let Some(fragment) = &mut descriptor.fragment {
            fragment.shader_defs.push(name.into());
        }
        Ok(())
    }
}

/// Adds the map.
pub fn plugin(app: &mut App) {
    app.add_plugins(Material2dPlugin::<MapMaterial>::default());
    bevy::asset::load_internal_asset!(app, SHADER, "../../assets/shaders/map.wgsl", Shader::from_wgsl);
    app.add_systems(Startup, spawn).add_systems(Update, draw.after(ViewSystems));
}

/// The map's rectangle.
#[derive(Component, Default)]
struct Land {
    /// The picture that is on it: its run, days and size.
    drawn: Option<(u32, u32, UVec2)>,
}

fn spawn(
    mut commands: Commands,
    mut meshes: ResMut<Assets<Mesh>>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<MapMaterial>>,
) {
    let material = MapMaterial {
        look: MapLook::default(),
        fields: images.add(no_fields()),
        densities: images.add(no_fields()),
        key: MapKey::Patches,
    };
    commands.spawn((
        Land::default(),
        Mesh2d(meshes.add(Rectangle::from_size(Vec2::ONE))),
        MeshMaterial2d(materials.add(material)),
        Transform::from_scale(Vec3::ZERO),
    ));
}

fn no_fields() -> Image {
    image(UVec2::ONE, vec![0; 4], TextureFormat::Rgba8Unorm)
}

fn image(size: UVec2, texels: Vec<u8>, format: TextureFormat) -> Image {
    let size = Extent3d { width: size.x, height: size.y, depth_or_array_layers: 1 };
    let mut image = Image::new(size, TextureDimension::D2, texels, format, RenderAssetUsages::RENDER_WORLD);
    image.sampler = ImageSampler::linear();
    image
}

fn draw(
    shown: Res<Shown>,
    view: Res<View>,
    window: Single<&Window, With<PrimaryWindow>>,
    land: Single<(&mut Land, &mut Transform, &MeshMaterial2d<MapMaterial>)>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<MapMaterial>>,
) {
    let picture: &Picture = &shown.picture;
    if picture.fields.is_empty() {
        return;
    }
    let (mut land, mut transform, handle) = land.into_inner();
    let px_per_field = picture.side_m / view.m_per_px * window.scale_factor();
    let shades = [false, true].map(|is_pest| view.shades(animals_per_agent(&shown.scenario, is_pest)));
    let shades = Vec2::from(shades);
    let look = MapLook {
        size: picture.size.as_vec2(),
        side_m: picture.side_m,
        px_per_field,
        sparrow: palette::SPARROW.to_linear().to_vec4(),
        pest: palette::PEST.to_linear().to_vec4(),
        shades,
        between: if shades == Vec2::ZERO { 0.0 } else { shown.between_days },
    };
    let latest = Some((shown.run, picture.days_done, picture.size));
    let is_new = land.drawn != latest;
    if !is_new && materials.get(&handle.0).is_some_and(|material| material.look == look) {
        return;
    }
    let Some(mut material) = materials.get_mut(&handle.0) else { return };
    material.look = look;
    material.key = MapKey::at(px_per_field);
    if is_new {
        land.drawn = latest;
        // Keeps the handle; the renderer writes into the same texture while the size stays.
        let textures = [
            (&material.fields, picture.colours.clone(), TextureFormat::Rgba8UnormSrgb),
            (&material.densities, picture.densities.as_flattened().to_vec(), TextureFormat::Rgba8Unorm),
        ];
        for (handle, texels, format) in textures {
            if let Err(error) = images.insert(handle, image(picture.size, texels, format)) {
                error!("the map's texture: {error}");
            }
        }
        let extent = picture.extent_m();
        *transform = Transform::from_translation((0.5 * extent).extend(0.0)).with_scale(extent.extend(1.0));
    }
}
