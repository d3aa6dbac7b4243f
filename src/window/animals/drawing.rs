//! Drawing the birds: one draw call for each world, from one buffer of marks, sixteen bytes each.
//!
//! The mesh holds nothing but vertex numbers, three to a triangle. With its number the vertex shader fetches a mark from the
//! buffer, moves it between yesterday and today, and places one corner of a triangle around it; the fragment shader cuts the
//! mark out of the triangle. Instanced drawing would need no such mesh, but software renderers pay for each instance, and
//! triangles instead of squares halve their setup work.
//!
//! There are a few meshes and buffers with room for ever more marks, made once. New days and looks are written into the
//! smallest that has room enough; every mark that there is room for has a cost, drawn or not.

use bevy::asset::{RenderAssetUsages, uuid_handle};
use bevy::camera::visibility::NoFrustumCulling;
use bevy::mesh::{MeshVertexAttribute, MeshVertexBufferLayoutRef, VertexFormat};
use bevy::prelude::*;
use bevy::render::render_resource::{
    AsBindGroup, PrimitiveTopology, RenderPipelineDescriptor, ShaderType, SpecializedMeshPipelineError,
};
use bevy::render::storage::ShaderBuffer;
use bevy::shader::ShaderRef;
use bevy::sprite_render::{AlphaMode2d, Material2d, Material2dKey, Material2dPlugin};
use bevy::window::PrimaryWindow;

use crate::window::live_run::displayed::Displayed;
use crate::window::map::camera::ViewSystems;
use crate::window::map::palette;
use crate::window::map::picture::PictureId;
use crate::window::map::sheet::lie_on_top;
use crate::window::map::showing::{Showing, WORLDS};
use crate::window::map::view::View;

use super::levels::{self, Level, SPARROWS, Shape};
use super::marks::{self, Mark};

/// What the shader is told about the birds.
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
pub struct AnimalLook {
    body: Vec4,
    extent_m: Vec2,
    /// Half the viewport, physical pixels.
    half_view_px: Vec2,
    /// From where to where in the window they are seen, each -1 to 1.
    seen: Vec2,
    /// How far they are moved to the right, m.
    shift_m: f32,
    /// Progress from yesterday to today.
    between: f32,
    /// Seconds, for wings, wrapped.
    time_s: f32,
    depth: f32,
    /// The two levels that are drawn.
    levels: [MarkLook; 2],
}

/// A level of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
struct MarkLook {
    /// Half a mark's length, physical pixels.
    radius_px: f32,
    /// How far the marks of a flock are spread, physical pixels.
    spread_px: f32,
    opacity: f32,
    /// 0 for flecks, 1 for strokes, 2 for birds.
    shape: f32,
}

/// How far the birds of a flock are spread, m, and their flecks from afar at least, logical pixels.
pub const SPREAD_M: f32 = 30.0;
/// See [`SPREAD_M`].
pub const LEAST_SPREAD_PX: f32 = 6.5;

impl MarkLook {
    fn of((level, opacity): (Level, f32), scale_factor: f32, px_per_m: f32) -> Self {
        Self {
            radius_px: 0.5 * level.length_px * scale_factor,
            spread_px: (SPREAD_M * px_per_m).max(LEAST_SPREAD_PX * scale_factor),
            opacity,
            shape: match level.shape {
                Shape::Speck => 0.0,
                Shape::Stroke => 1.0,
                Shape::Animal => 2.0,
            },
        }
    }
}

/// How the birds are drawn.
#[derive(Asset, TypePath, AsBindGroup, Clone, Debug)]
pub struct AnimalMaterial {
    /// An [`AnimalLook`].
    #[storage(0, read_only)]
    look: Handle<ShaderBuffer>,
    #[storage(1, read_only)]
    marks: Handle<ShaderBuffer>,
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
        _: Material2dKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        descriptor.vertex.buffers = vec![layout.0.get_layout(&[VERTEX_NUMBER.at_shader_location(0)])?];
        descriptor.primitive.cull_mode = None;
        lie_on_top(descriptor);
        Ok(())
    }
}

/// Adds the birds.
pub fn plugin(app: &mut App) {
    app.add_plugins(Material2dPlugin::<AnimalMaterial>::default());
    bevy::asset::load_internal_asset!(app, SHADER, "../../../assets/shaders/animals.wgsl", Shader::from_wgsl);
    app.init_resource::<Drawn>()
        .add_systems(Startup, spawn)
        .add_systems(Update, (put_marks, set_look).chain().after(ViewSystems));
}

/// A mesh and a buffer with room for this many marks of a world.
#[derive(Component)]
struct Flocks {
    world: usize,
    room: usize,
}

/// The rooms. More marks than the largest holds are left out.
const ROOMS: [usize; 3] = [2048, 8192, 32_768];
/// In front of the land.
const DEPTH: f32 = 2.0;

/// What is drawn of both worlds.
#[derive(Resource, Default)]
struct Drawn {
    worlds: [DrawnWorld; WORLDS],
    marks: Vec<Mark>,
}

/// What is drawn of a world.
#[derive(Default)]
struct DrawnWorld {
    look: AnimalLook,
    look_buffer: Handle<ShaderBuffer>,
    /// What the marks are of.
    of: Option<MarksOf>,
    /// The room of the buffer that holds them.
    room: usize,
}

/// What the marks in a buffer are of.
#[derive(Clone, Copy, PartialEq)]
struct MarksOf {
    picture: PictureId,
    levels: [(Level, bool); 2],
    /// The part of the land, as fractions of its width and height.
    part: Rect,
}

impl MarksOf {
    /// Whether they will do where other marks are wanted.
    fn serve(&self, wanted: &Self) -> bool {
        let (part, seen) = (self.part, wanted.part);
        (Self { part: seen, ..*self }) == *wanted
            && part.contains(seen.min)
            && part.contains(seen.max)
            // After zooming in, marks of far more land would do, but slow down drawing.
            && part.size().element_product() < 9.0 * seen.size().element_product()
    }
}

fn spawn(
    mut commands: Commands,
    mut drawn: ResMut<Drawn>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut materials: ResMut<Assets<AnimalMaterial>>,
) {
    let meshes = ROOMS.map(|room| meshes.add(mesh(room)));
    for (world, drawn) in drawn.worlds.iter_mut().enumerate() {
        drawn.look_buffer = buffers.add(ShaderBuffer::from(AnimalLook::default()));
        for (room, mesh) in ROOMS.into_iter().zip(&meshes) {
            let material = AnimalMaterial { look: drawn.look_buffer.clone(), marks: buffers.add(buffer(&[], room)) };
            commands.spawn((
                Flocks { world, room },
                Mesh2d(mesh.clone()),
                MeshMaterial2d(materials.add(material)),
                // At the origin of the map; the shader places the marks.
                Transform::from_xyz(0.0, 0.0, DEPTH),
                Visibility::Hidden,
                NoFrustumCulling,
            ));
        }
    }
}

/// The part of the land that the window covers, as fractions of its width and height.
fn seen_part(view: &View) -> Rect {
    let corners = [view.place_at(view.seen.min), view.place_at(view.seen.max)];
    let part = Rect::from_corners(corners[0], corners[1]).inflate(20.0 * view.m_per_px + SPREAD_M);
    Rect { min: part.min / view.extent_m, max: part.max / view.extent_m }
}

fn mesh(room: usize) -> Mesh {
    Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
        .with_inserted_attribute(VERTEX_NUMBER, (0..3 * room as u32).collect::<Vec<u32>>())
}

/// A buffer of `room` marks; those beyond `marks` have level 0 and are not drawn.
fn buffer(marks: &[Mark], room: usize) -> ShaderBuffer {
    let mut data = Vec::with_capacity(16 * room);
    data.extend(marks.iter().take(room).flatten().copied().flat_map(u32::to_ne_bytes));
    data.resize(16 * room, 0);
    ShaderBuffer::new(&data, RenderAssetUsages::RENDER_WORLD)
}

/// Puts the marks of the flocks of each world that is seen into the smallest buffer that has room for them. Under an overlay there are
/// none.
fn put_marks(
    (displayed, view, showing): (Res<Displayed>, Res<View>, Res<Showing>),
    mut drawn: ResMut<Drawn>,
    mut herds: Query<(&Flocks, &mut Visibility, &MeshMaterial2d<AnimalMaterial>)>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    materials: Res<Assets<AnimalMaterial>>,
) {
    if displayed.picture.fields.is_empty() {
        return;
    }
    let pictures = showing.pictures(&displayed);
    let Drawn { worlds, marks } = &mut *drawn;
    let levels = levels::at(SPARROWS, view.marks_px_per_field()).map(|(level, opacity)| (level, opacity > 0.0));
    let is_seen = [0, 1].map(|world| showing.overlay.is_none() && showing.worlds.side(world).is_some());
    for (world, drawn) in worlds.iter_mut().enumerate().filter(|(world, _)| is_seen[*world]) {
        let picture = &pictures[world];
        let seen = MarksOf { picture: picture.id, levels, part: seen_part(&view) };
        if drawn.of.is_some_and(|of| of.serve(&seen)) {
            continue;
        }
        // Some spare land on each side, so that the map can be moved a little way.
        let part = seen.part.inflate(0.2 * seen.part.size().max_element());
        drawn.of = Some(MarksOf { part, ..seen });
        marks.clear();
        for (number, (level, is_drawn)) in (1..).zip(&levels) {
            if *is_drawn {
                marks::push(marks, &picture.flocks, (level, number), &part);
            }
        }
        drawn.room = ROOMS.into_iter().find(|&room| room >= marks.len()).unwrap_or(ROOMS[ROOMS.len() - 1]);
        for (flocks, _, handle) in &herds {
            if (flocks.world, flocks.room) == (world, drawn.room)
                && let Some(material) = materials.get(&handle.0)
                && let Some(mut stored) = buffers.get_mut(&material.marks)
            {
                *stored = buffer(marks, flocks.room);
            }
        }
    }
    for (flocks, mut visibility, _) in &mut herds {
        let is_drawn = is_seen[flocks.world] && worlds[flocks.world].room == flocks.room;
        visibility.set_if_neq(if is_drawn { Visibility::Visible } else { Visibility::Hidden });
    }
}

/// The period of the wing beats divides this, s.
const TIME_WRAPS_S: f64 = 60.0;

/// Tells the shader what is in view, and how far the moment lies between two days.
fn set_look(
    (displayed, view, showing): (Res<Displayed>, Res<View>, Res<Showing>),
    time: Res<Time<Real>>,
    window: Single<&Window, With<PrimaryWindow>>,
    mut drawn: ResMut<Drawn>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
) {
    let scale = window.scale_factor();
    for (world, drawn) in drawn.worlds.iter_mut().enumerate() {
        let Some(side) = showing.worlds.side(world) else { continue };
        let still_s = drawn.look.time_s;
        let look = AnimalLook {
            body: palette::SPARROW.to_srgba().to_vec4(),
            extent_m: view.extent_m,
            half_view_px: 0.5 * window.physical_size().as_vec2(),
            seen: side.clip(view.window_px.x),
            shift_m: side.shift_px * view.m_per_px,
            between: if showing.is_still { 1.0 } else { displayed.between_days },
            time_s: if displayed.is_moving() && !showing.is_still {
                (time.elapsed_secs_f64() % TIME_WRAPS_S) as f32
            } else {
                still_s
            },
            depth: DEPTH,
            levels: levels::at(SPARROWS, view.marks_px_per_field())
                .map(|drawn| MarkLook::of(drawn, scale, scale / view.m_per_px)),
        };
        if look != drawn.look
            && let Some(mut buffer) = buffers.get_mut(&drawn.look_buffer)
        {
            buffer.set_data(look);
            drawn.look = look;
        }
    }
}
