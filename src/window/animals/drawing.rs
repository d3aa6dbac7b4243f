//! Drawing the animals. Each kind is one draw call from one buffer of packed glyphs, eight bytes per agent.
//!
//! The mesh holds nothing but vertex numbers, three to a triangle. With its number the vertex shader fetches a glyph from
//! the buffer, moves it between yesterday and today, and places one corner of a triangle around it; the fragment shader
//! cuts the animal's shape out of the triangle. Instanced drawing would need no such mesh, but software renderers pay for
//! each instance, and triangles instead of squares halve their setup work.
//!
//! Buffers and bind groups are kept, and new days and looks are written into them; they are recreated only when the glyphs
//! need more room, or far less.

use bevy::asset::{RenderAssetUsages, uuid_handle};
use bevy::camera::visibility::NoFrustumCulling;
use bevy::mesh::{MeshVertexAttribute, MeshVertexBufferLayoutRef, VertexFormat};
use bevy::prelude::*;
use bevy::render::render_resource::{
    AsBindGroup, CompareFunction, PrimitiveTopology, RenderPipelineDescriptor, ShaderType, SpecializedMeshPipelineError,
};
use bevy::render::storage::ShaderBuffer;
use bevy::shader::ShaderRef;
use bevy::sprite_render::{AlphaMode2d, Material2d, Material2dKey, Material2dPlugin};
use bevy::window::PrimaryWindow;

use crate::window::live_run::displayed::Displayed;
use crate::window::map::camera::ViewSystems;
use crate::window::map::palette;
use crate::window::map::view::View;

use super::glyph::Glyph;
use super::sampling::{animals_per_agent, has_silhouettes};

/// What the shader is told about a kind of animal.
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
pub struct AnimalLook {
    body: Vec4,
    rim: Vec4,
    extent_m: Vec2,
    /// Progress from yesterday to today.
    between: f32,
    /// Physical pixels per metre.
    px_per_m: f32,
    /// Radius of the smallest and of the largest glyph on the ground, m.
    radius_m: Vec2,
    /// Smallest and largest radius on the screen, physical pixels.
    radius_px: Vec2,
    /// Half the viewport, physical pixels.
    half_view_px: Vec2,
    /// Seconds, for wings, wrapped.
    time_s: f32,
    depth: f32,
    /// Factor applied to the radius on the ground: silhouettes fill less of it than signs.
    enlarged: f32,
    /// 1 where animals are drawn one by one, falling to 0 where the map's shading shows them.
    opacity: f32,
}

/// How a kind of animal is drawn.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
#[bind_group_data(AnimalKey)]
pub struct AnimalMaterial {
    /// An [`AnimalLook`].
    #[storage(0, read_only)]
    look: Handle<ShaderBuffer>,
    #[storage(1, read_only)]
    glyphs: Handle<ShaderBuffer>,
    key: AnimalKey,
}

/// Which of the shader's variants a material needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AnimalKey {
    is_pest: bool,
    /// Close enough to see a silhouette rather than a sign.
    is_near: bool,
}

impl From<&AnimalMaterial> for AnimalKey {
    fn from(material: &AnimalMaterial) -> Self {
        material.key
    }
}

const SHADER: Handle<Shader> = uuid_handle!("7e1b2b4e-3f0d-4f1c-9a54-0a6c4f0f5d21");
const VERTEX_NUMBER: MeshVertexAttribute =
    MeshVertexAttribute::new("VertexNumber", 0x5350_4152_0001, VertexFormat::Uint32);

impl Material2d for AnimalMaterial {
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
        descriptor.vertex.buffers = vec![layout.0.get_layout(&[VERTEX_NUMBER.at_shader_location(0)])?];
        descriptor.primitive.cull_mode = None;
        if let Some(depth) = &mut descriptor.depth_stencil {
            depth.depth_compare = Some(CompareFunction::Always);
            depth.depth_write_enabled = Some(false);
        }
        let AnimalKey { is_pest, is_near } = key.bind_group_data;
        let defs = [(is_pest, "PEST"), (is_near, "NEAR")].into_iter().filter(|(on, _)| *on);
        let defs: Vec<_> = defs.map(|(_, name)| name.into()).collect();
        descriptor.vertex.shader_defs.extend(defs.clone());
        if let Some(fragment) = &mut descriptor.fragment {
            fragment.shader_defs.extend(defs);
        }
        Ok(())
    }
}

/// Adds the animals.
pub fn plugin(app: &mut App) {
    app.add_plugins(Material2dPlugin::<AnimalMaterial>::default());
    bevy::asset::load_internal_asset!(app, SHADER, "../../../assets/shaders/animals.wgsl", Shader::from_wgsl);
    app.add_systems(Startup, spawn).add_systems(Update, (put_glyphs, set_looks).chain().after(ViewSystems));
}

/// One of the two drawn kinds.
#[derive(Component)]
struct Herd {
    is_pest: bool,
    look: AnimalLook,
    /// How many glyphs the mesh and the buffer have room for.
    room: usize,
    /// What the buffer holds.
    drawn: Option<Drawn>,
}

/// Which glyphs of which picture are in a buffer.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Drawn {
    run: u32,
    days: u32,
    /// How many of the picture's glyphs are drawn, from the first on; those of them in `part` are in the buffer.
    first: usize,
    /// The part of the land that the buffer covers, as fractions of its width and height.
    part: Rect,
}

impl Drawn {
    /// Whether the buffer still serves what is wanted now.
    fn serves(&self, wanted: &Self) -> bool {
        let part = self.part.intersect(wanted.part);
        Self { part, ..*self } == Self { part: wanted.part, ..*wanted }
            // After zooming in, a buffer for far more land would do, but slow down drawing.
            && self.part.size().element_product() < 9.0 * wanted.part.size().element_product()
    }
}

/// The smallest room, glyphs.
const LEAST_ROOM: usize = 1024;

/// Room for this many glyphs and a few more, so that it seldom changes and little is wasted: every glyph that there is room
/// for has a cost, drawn or not.
fn room_for(glyphs: usize) -> usize {
    let step = (glyphs.next_power_of_two() / 8).max(LEAST_ROOM);
    (glyphs + 1).next_multiple_of(step)
}

fn spawn(
    mut commands: Commands,
    mut meshes: ResMut<Assets<Mesh>>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut materials: ResMut<Assets<AnimalMaterial>>,
) {
    for (is_pest, z) in [(true, 1.0), (false, 2.0)] {
        let look = AnimalLook {
            body: linear(if is_pest { palette::PEST } else { palette::SPARROW }),
            rim: linear(if is_pest { palette::PEST_RIM } else { palette::SPARROW_RIM }),
            radius_m: if is_pest { Vec2::new(6.0, 22.0) } else { Vec2::new(7.0, 15.0) },
            depth: z,
            ..default()
        };
        let material = AnimalMaterial {
            look: buffers.add(ShaderBuffer::from(look)),
            glyphs: buffers.add(buffer(&[], LEAST_ROOM)),
            key: AnimalKey { is_pest, is_near: false },
        };
        commands.spawn((
            Herd { is_pest, look, room: LEAST_ROOM, drawn: None },
            Mesh2d(meshes.add(mesh(LEAST_ROOM))),
            MeshMaterial2d(materials.add(material)),
            // At the origin of the map; the shader places the glyphs.
            Transform::from_xyz(0.0, 0.0, z),
            NoFrustumCulling,
        ));
    }
}

/// The part of the land that the window covers, panels included, as fractions of its width and height.
fn seen_part(view: &View, extent_m: &Vec2) -> Rect {
    let half_m = view.window_px * view.m_per_px;
    // Room for the largest glyphs.
    let half_m = half_m + 40.0 * view.m_per_px;
    Rect::from_center_half_size(view.centre_m / *extent_m, half_m / *extent_m)
}

fn linear(color: Color) -> Vec4 {
    color.to_linear().to_vec4()
}

fn mesh(room: usize) -> Mesh {
    Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
        .with_inserted_attribute(VERTEX_NUMBER, (0..3 * room as u32).collect::<Vec<u32>>())
}

/// A buffer of `room` glyphs; those beyond `glyphs` have class 0 and are not drawn.
fn buffer(glyphs: &[Glyph], room: usize) -> ShaderBuffer {
    let mut data = Vec::with_capacity(8 * room);
    data.extend(glyphs.iter().flat_map(|glyph| glyph.0).flat_map(u32::to_ne_bytes));
    data.resize(8 * room, 0);
    ShaderBuffer::new(&data, RenderAssetUsages::RENDER_WORLD)
}

/// Puts the latest picture's animals into the buffers, as many of them as are drawn at this scale.
fn put_glyphs(
    displayed: Res<Displayed>,
    view: Res<View>,
    mut herds: Query<(&mut Herd, &mut Mesh2d, &MeshMaterial2d<AnimalMaterial>)>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut materials: ResMut<Assets<AnimalMaterial>>,
) {
    let picture = &displayed.picture;
    for (mut herd, mut mesh_2d, material) in &mut herds {
        let all = if herd.is_pest { &picture.bands } else { &picture.flocks };
        let per_agent = animals_per_agent(&displayed.scenario, herd.is_pest);
        let is_drawn = view.shades(per_agent) < 1.0;
        let share = if is_drawn { view.drawn_share(per_agent) } else { 0.0 };
        let first = ((share * all.len() as f32).ceil() as usize).min(all.len());
        let mut wanted =
            Drawn { run: displayed.run, days: picture.days_done, first, part: seen_part(&view, &picture.extent_m()) };
        if herd.drawn.is_some_and(|drawn| drawn.serves(&wanted)) {
            continue;
        }
        // Some spare land on each side, so that the map can be dragged a little way.
        let spare = 0.3 * wanted.part.size().max_element();
        wanted.part = wanted.part.inflate(spare);
        herd.drawn = Some(wanted);
        let glyphs: Vec<Glyph> = all[..first].iter().filter(|glyph| glyph.is_in(&wanted.part)).copied().collect();
        let glyphs = &glyphs[..];
        let wanted = room_for(glyphs.len());
        if glyphs.len() > herd.room || wanted < herd.room / 2 {
            let Some(mut material) = materials.get_mut(&material.0) else { continue };
            herd.room = wanted;
            mesh_2d.0 = meshes.add(mesh(wanted));
            material.glyphs = buffers.add(buffer(glyphs, wanted));
        } else if let Some(material) = materials.get(&material.0)
            && let Some(mut stored) = buffers.get_mut(&material.glyphs)
        {
            *stored = buffer(glyphs, herd.room);
        }
    }
}

/// The period of the wing beats divides this, s.
const TIME_WRAPS_S: f64 = 60.0;

/// Tells the shaders what is in view, and how far the moment lies between two days.
fn set_looks(
    displayed: Res<Displayed>,
    view: Res<View>,
    time: Res<Time<Real>>,
    window: Single<&Window, With<PrimaryWindow>>,
    mut herds: Query<(&mut Herd, &MeshMaterial2d<AnimalMaterial>)>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut materials: ResMut<Assets<AnimalMaterial>>,
) {
    let scale = window.scale_factor();
    let px_per_m = scale / view.m_per_px;
    let px_per_field = view.px_per_field();
    let is_near = has_silhouettes(px_per_field);
    for (mut herd, handle) in &mut herds {
        let Some(now) = materials.get(&handle.0) else { continue };
        let key = AnimalKey { is_near, ..now.key };
        let look = AnimalLook {
            extent_m: view.extent_m,
            between: displayed.between_days,
            enlarged: if is_near { 1.5 } else { 1.0 },
            opacity: 1.0 - view.shades(animals_per_agent(&displayed.scenario, herd.is_pest)),
            px_per_m,
            radius_px: scale * if herd.is_pest { Vec2::new(2.2, 24.0) } else { Vec2::new(1.9, 18.0) },
            half_view_px: 0.5 * window.physical_size().as_vec2(),
            time_s: if displayed.is_moving() {
                (time.elapsed_secs_f64() % TIME_WRAPS_S) as f32
            } else {
                herd.look.time_s
            },
            ..herd.look
        };
        if look != herd.look
            && let Some(mut buffer) = buffers.get_mut(&now.look)
        {
            buffer.set_data(look);
            herd.look = look;
        }
        // Touching a material recreates its bind group.
        if key != now.key
            && let Some(mut material) = materials.get_mut(&handle.0)
        {
            material.key = key;
        }
    }
}
