//! Painting the land: one pass of the map's shader over a sheet, a band of it in each frame where there is no graphics
//! hardware.
//!
//! Everything that the shader reads is created once, or once for a land of another size, and written into: what the fields
//! are, where the river and the roads run, the table of colours, and some noise.

use std::panic::resume_unwind;
use std::sync::atomic::Ordering::Relaxed;
use std::thread::JoinHandle;
use std::time::Instant;

use bevy::asset::uuid_handle;
use bevy::prelude::*;
use bevy::render::render_asset::RenderAssets;
use bevy::render::render_resource::binding_types::{sampler, texture_2d, texture_2d_array, uniform_buffer};
use bevy::render::render_resource::{
    AddressMode, BindGroup, BindGroupEntries, BindGroupLayoutDescriptor, BindGroupLayoutEntries,
    CachedRenderPipelineId, ColorTargetState, ColorWrites, CommandEncoderDescriptor, Extent3d, FilterMode,
    FragmentState, LoadOp, Operations, PipelineCache, RenderPassColorAttachment, RenderPassDescriptor, RenderPipeline,
    RenderPipelineDescriptor, Sampler, SamplerBindingType, SamplerDescriptor, ShaderStages, StoreOp,
    TexelCopyBufferLayout, Texture, TextureDescriptor, TextureDimension, TextureFormat, TextureSampleType,
    TextureUsages, TextureView, TextureViewDescriptor, TextureViewDimension, UniformBuffer, VertexState,
};
use bevy::render::renderer::{RenderAdapterInfo, RenderDevice, RenderQueue};
use bevy::render::texture::GpuImage;
use bevy::render::{Render, RenderApp, RenderStartup, RenderSystems};

use crate::ecology::habitat::LandUse;
use crate::window::overlays;

use super::frame::Detail;
use super::land::{Commission, Easel};
use super::look::LandLook;
use super::noise;
use super::palette;
use super::picture::Picture;
use super::scenery::{self, Scenery};
use super::texels::{WASH, hide_pests};

const PARCELS: Handle<Shader> = uuid_handle!("4c1f0a52-0f6f-4a58-9c2e-1d1c3a0f5b11");
const PESTS: Handle<Shader> = uuid_handle!("4c1f0a52-0f6f-4a58-9c2e-1d1c3a0f5b12");
const GROUND: Handle<Shader> = uuid_handle!("4c1f0a52-0f6f-4a58-9c2e-1d1c3a0f5b14");
const PROPS: Handle<Shader> = uuid_handle!("4c1f0a52-0f6f-4a58-9c2e-1d1c3a0f5b15");
const MAP: Handle<Shader> = uuid_handle!("4c1f0a52-0f6f-4a58-9c2e-1d1c3a0f5b13");

/// Texels that are painted in a frame without graphics hardware, at least and at most: more of them while frames come fast.
const BAND_TEXELS: (f32, f32) = (12_000.0, 90_000.0);
/// A sketch is painted in so many frames at most, however slowly they come: until then birds fly where there is no land.
const SKETCH_FRAMES: u32 = 3;
/// The same of a draft: until then the land is of a day that is past.
const DRAFT_FRAMES: u32 = 8;
/// A frame that takes longer than this leaves less time for painting; one that takes less than the other, more.
const SLOW_FRAME_S: f32 = 1.0 / 34.0;
const FAST_FRAME_S: f32 = 1.0 / 40.0;

/// Adds the painter.
pub fn plugin(app: &mut App) {
    bevy::asset::load_internal_asset!(app, PARCELS, "../../../assets/shaders/parcels.wgsl", Shader::from_wgsl);
    bevy::asset::load_internal_asset!(app, PESTS, "../../../assets/shaders/pests.wgsl", Shader::from_wgsl);
    bevy::asset::load_internal_asset!(app, GROUND, "../../../assets/shaders/ground.wgsl", Shader::from_wgsl);
    bevy::asset::load_internal_asset!(app, PROPS, "../../../assets/shaders/props.wgsl", Shader::from_wgsl);
    bevy::asset::load_internal_asset!(app, MAP, "../../../assets/shaders/map.wgsl", Shader::from_wgsl);
    if let Some(render_app) = app.get_sub_app_mut(RenderApp) {
        render_app
            .add_systems(RenderStartup, set_up)
            .add_systems(Render, paint.in_set(RenderSystems::PrepareResources));
    }
}

/// What the painter works with.
#[derive(Resource)]
struct Painter {
    pipeline: CachedRenderPipelineId,
    layout: BindGroupLayoutDescriptor,
    look: UniformBuffer<LandLook>,
    table: TextureView,
    noise: TextureView,
    clamped: Sampler,
    repeated: Sampler,
    is_software: bool,
    ground: Option<Ground>,
    survey: Option<Survey>,
    /// The painting in work: its number, and how many rows of it are painted.
    work: Option<(u32, u32)>,
    /// Texels for a frame.
    band: f32,
    /// When the last band was painted, if that was in the frame before.
    last: Option<Instant>,
}

/// What depends on the land.
struct Ground {
    size: UVec2,
    land: Vec<LandUse>,
    fields: Texture,
    bind_group: BindGroup,
}

/// The scenery of a land that is being laid out.
struct Survey {
    size: UVec2,
    land: Vec<LandUse>,
    scenery: JoinHandle<Scenery>,
}

fn set_up(
    mut commands: Commands,
    device: Res<RenderDevice>,
    queue: Res<RenderQueue>,
    adapter: Res<RenderAdapterInfo>,
    pipelines: Res<PipelineCache>,
) {
    let filtered = TextureSampleType::Float { filterable: true };
    let layout = BindGroupLayoutDescriptor::new(
        "land",
        &BindGroupLayoutEntries::sequential(
            ShaderStages::VERTEX_FRAGMENT,
            (
                uniform_buffer::<LandLook>(false),
                texture_2d_array(TextureSampleType::Float { filterable: false }),
                texture_2d(filtered),
                texture_2d_array(filtered),
                texture_2d(filtered),
                sampler(SamplerBindingType::Filtering),
                sampler(SamplerBindingType::Filtering),
            ),
        ),
    );
    let pipeline = pipelines.queue_render_pipeline(RenderPipelineDescriptor {
        label: Some("land".into()),
        layout: vec![layout.clone()],
        vertex: VertexState { shader: MAP, ..default() },
        fragment: Some(FragmentState {
            shader: MAP,
            targets: vec![Some(ColorTargetState {
                format: TextureFormat::Rgba8Unorm,
                blend: None,
                write_mask: ColorWrites::ALL,
            })],
            ..default()
        }),
        ..default()
    });
    let made = |size: UVec2, texels: &[u8]| {
        let texture = texture(&device, (size, 1), TextureFormat::Rgba8Unorm);
        write(&queue, &texture, (size, 1), 4, texels);
        texture.create_view(&TextureViewDescriptor::default())
    };
    let sampler = |address_mode| {
        device.create_sampler(&SamplerDescriptor {
            address_mode_u: address_mode,
            address_mode_v: address_mode,
            mag_filter: FilterMode::Linear,
            min_filter: FilterMode::Linear,
            ..default()
        })
    };
    commands.insert_resource(Painter {
        pipeline,
        layout,
        look: UniformBuffer::default(),
        table: made(UVec2::new(palette::COLUMNS as u32, palette::TABLE.len() as u32), &palette::table()),
        noise: made(UVec2::splat(noise::SIZE), &noise::texels()),
        clamped: sampler(AddressMode::ClampToEdge),
        repeated: sampler(AddressMode::Repeat),
        is_software: is_software(&adapter),
        ground: None,
        survey: None,
        work: None,
        band: 3.0 * BAND_TEXELS.0,
        last: None,
    });
}

/// Whether there is no graphics hardware. (Bevy has no name for the type of the field.)
fn is_software(adapter: &RenderAdapterInfo) -> bool {
    format!("{:?}", adapter.device_type) == "Cpu"
}

fn texture(device: &RenderDevice, (size, layers): (UVec2, u32), format: TextureFormat) -> Texture {
    device.create_texture(&TextureDescriptor {
        label: Some("land"),
        size: Extent3d { width: size.x, height: size.y, depth_or_array_layers: layers },
        mip_level_count: 1,
        sample_count: 1,
        dimension: TextureDimension::D2,
        format,
        usage: TextureUsages::TEXTURE_BINDING | TextureUsages::COPY_DST,
        view_formats: &[],
    })
}

fn write(queue: &RenderQueue, texture: &Texture, (size, layers): (UVec2, u32), texel_bytes: u32, texels: &[u8]) {
    let extent = Extent3d { width: size.x, height: size.y, depth_or_array_layers: layers };
    let layout =
        TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(texel_bytes * size.x), rows_per_image: Some(size.y) };
    queue.write_texture(texture.as_image_copy(), texels, layout, extent);
}

impl Painter {
    /// Takes more or less time for painting, as the last frame had it to spare.
    fn pace(&mut self) {
        let Some(last) = self.last.replace(Instant::now()) else { return };
        let factor = match last.elapsed().as_secs_f32() {
            SLOW_FRAME_S.. => 0.8,
            ..FAST_FRAME_S => 1.15,
            _ => 1.0,
        };
        self.band = (self.band * factor).clamp(BAND_TEXELS.0, BAND_TEXELS.1);
    }

    /// Sees to it that everything is there for the land of a picture, and says whether it is. The scenery of a large land takes
    /// a while, on a thread of its own.
    fn survey(
        &mut self,
        picture: &Picture,
        pipelines: &PipelineCache,
        device: &RenderDevice,
        queue: &RenderQueue,
    ) -> bool {
        let is_of = |size: UVec2, land: &[LandUse]| {
            size == picture.size && land.iter().copied().eq(picture.fields.iter().map(|field| field.land))
        };
        if self.ground.as_ref().is_some_and(|ground| is_of(ground.size, &ground.land)) {
            return true;
        }
        if !self.survey.as_ref().is_some_and(|survey| is_of(survey.size, &survey.land)) {
            let (size, land): (_, Vec<LandUse>) =
                (picture.size, picture.fields.iter().map(|field| field.land).collect());
            let of = land.clone();
            let thread = std::thread::Builder::new().name("scenery".into());
            let Ok(scenery) = thread.spawn(move || Scenery::of(&of, size)) else { return false };
            self.survey = Some(Survey { size, land, scenery });
        }
        let Some(Survey { size, land, scenery }) = self.survey.take_if(|survey| survey.scenery.is_finished()) else {
            return false;
        };
        let scenery = scenery.join().unwrap_or_else(|panic| resume_unwind(panic));
        let layers = WASH as u32 + 1;
        let fields = texture(device, (size, layers), TextureFormat::Rgba8Unorm);
        let ways = texture(device, (scenery.size, scenery::LAYERS), TextureFormat::Rgba16Float);
        write(queue, &ways, (scenery.size, scenery::LAYERS), 8, &scenery.texels);
        let all_layers = TextureViewDescriptor {
            dimension: Some(TextureViewDimension::D2Array),
            ..TextureViewDescriptor::default()
        };
        let Some(look) = self.look.binding() else { return false };
        let bind_group = device.create_bind_group(
            "land",
            &pipelines.get_bind_group_layout(&self.layout),
            &BindGroupEntries::sequential((
                look,
                &fields.create_view(&all_layers),
                &self.table,
                &ways.create_view(&all_layers),
                &self.noise,
                &self.clamped,
                &self.repeated,
            )),
        );
        self.ground = Some(Ground { size, land, fields, bind_group });
        true
    }

    /// Gets ready for a painting.
    fn begin(
        &mut self,
        commission: &Commission,
        pipelines: &PipelineCache,
        device: &RenderDevice,
        queue: &RenderQueue,
    ) {
        self.look.set(LandLook::of(commission));
        self.look.write_buffer(device, queue);
        let is_ready = self.survey(&commission.picture, pipelines, device, queue);
        let (true, Some(ground)) = (is_ready, &self.ground) else { return };
        let picture = &commission.picture;
        let mut texels = picture.layers.concat();
        if let Some((overlay, other)) = &commission.overlay {
            hide_pests(&mut texels, picture.fields.len());
            texels.extend(overlays::wash(*overlay, picture, other));
        }
        texels.resize(picture.fields.len() * (WASH + 1), [0; 4]);
        write(queue, &ground.fields, (ground.size, WASH as u32 + 1), 4, texels.as_flattened());
        self.work = Some((commission.number, 0));
    }

    /// Paints the rows from `first` on, as many as there is time for in this frame, and returns where they end.
    fn paint_rows(
        &self,
        first: u32,
        commission: &Commission,
        (sheet, pipeline): (&GpuImage, &RenderPipeline),
        device: &RenderDevice,
        queue: &RenderQueue,
    ) -> u32 {
        let Some(ground) = &self.ground else { return first };
        let size = commission.frame.texels;
        let rows = if self.is_software { band_rows(size, self.band, commission.detail) } else { size.y };
        let rows = rows.min(size.y - first);
        let mut encoder = device.create_command_encoder(&CommandEncoderDescriptor { label: Some("land") });
        {
            let mut pass = encoder.begin_render_pass(&RenderPassDescriptor {
                label: Some("land"),
                color_attachments: &[Some(RenderPassColorAttachment {
                    view: &sheet.texture_view,
                    depth_slice: None,
                    resolve_target: None,
                    ops: Operations { load: LoadOp::Load, store: StoreOp::Store },
                })],
                ..default()
            });
            pass.set_pipeline(pipeline);
            pass.set_bind_group(0, &*ground.bind_group, &[]);
            pass.set_scissor_rect(0, first, size.x, rows);
            pass.draw(0..3, 0..1);
        }
        queue.submit([encoder.finish()]);
        first + rows
    }
}

/// Rows of a sheet that are painted in a frame, given the texels for which there is time.
fn band_rows(size: UVec2, band: f32, detail: Detail) -> u32 {
    let least = match detail {
        Detail::Sketch => size.y.div_ceil(SKETCH_FRAMES),
        Detail::Draft => size.y.div_ceil(DRAFT_FRAMES),
        Detail::Full => 0,
    };
    (band as u32).div_ceil(size.x).max(least)
}

fn paint(
    painter: Option<ResMut<Painter>>,
    easel: Option<Res<Easel>>,
    images: Res<RenderAssets<GpuImage>>,
    pipelines: Res<PipelineCache>,
    device: Res<RenderDevice>,
    queue: Res<RenderQueue>,
) {
    let (Some(mut painter), Some(easel)) = (painter, easel) else { return };
    let Some(commission) = &easel.commission else { return };
    let is_finished = easel.finished.load(Relaxed) >= commission.number;
    let sheet = images.get(&commission.image).filter(|sheet| sheet.size_2d() == commission.frame.texels);
    // The renderer may still have to compile the shader or to create the sheet.
    let (false, Some(sheet), Some(pipeline)) = (is_finished, sheet, pipelines.get_render_pipeline(painter.pipeline))
    else {
        return;
    };
    if painter.work.is_none_or(|(number, _)| number != commission.number) {
        painter.begin(commission, &pipelines, &device, &queue);
    }
    let Some((number, first)) = painter.work.filter(|(number, _)| *number == commission.number) else { return };
    painter.pace();
    let next = painter.paint_rows(first, commission, (sheet, pipeline), &device, &queue);
    painter.work = Some((number, next));
    if next >= commission.frame.texels.y {
        easel.finished.store(number, Relaxed);
        painter.last = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: a sketch is there after a few frames in a window of any size, however slow they are, a draft after some more; all else is
    /// painted as there is time.
    #[test]
    fn a_sketch_is_soon_there() {
        for size in [UVec2::new(300, 250), UVec2::new(640, 500), UVec2::new(1, 1)] {
            assert!(SKETCH_FRAMES * band_rows(size, BAND_TEXELS.0, Detail::Sketch) >= size.y);
            assert!(DRAFT_FRAMES * band_rows(size, BAND_TEXELS.0, Detail::Draft) >= size.y);
        }
        let size = UVec2::new(1000, 800);
        assert_eq!([BAND_TEXELS.0, BAND_TEXELS.1].map(|band| band_rows(size, band, Detail::Full)), [12, 90]);
        assert_eq!(band_rows(UVec2::new(300, 250), BAND_TEXELS.1, Detail::Sketch), 300);
    }
}
