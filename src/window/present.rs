//! How a frame is put together and brought onto the screen.
//!
//! All that is drawn is mixed as painters and egui mix it, by the values of sRGB ([`CompositingSpace::Srgb`]): a software renderer
//! then need not turn each pixel into light and back wherever something lies over something else. That is done once, in the last
//! step, with a shader that is cheaper than Bevy's.

use bevy::asset::{load_internal_asset, uuid_handle};
use bevy::camera::CompositingSpace;
use bevy::core_pipeline::blit::{BlitPipeline, init_blit_pipeline};
use bevy::prelude::*;
use bevy::render::render_resource::{PipelineCache, SpecializedRenderPipelines};
use bevy::render::sync_world::MainEntity;
use bevy::render::view::ViewTarget;
use bevy::render::{Render, RenderApp, RenderStartup, RenderSystems};
use bevy_egui::render::systems::{EguiPipelines, queue_pipelines_system};
use bevy_egui::render::{EguiPipeline, EguiPipelineKey};

const SHADER: Handle<Shader> = uuid_handle!("a2f0c1de-3b7e-4a55-9d37-6f1b0c5e7a90");

/// In what space the camera's colours are mixed. The shaders of map, animals and panels give sRGB values.
pub const SPACE: CompositingSpace = CompositingSpace::Srgb;

/// Adds the last step of a frame.
pub fn plugin(app: &mut App) {
    load_internal_asset!(app, SHADER, "../../assets/shaders/present.wgsl", Shader::from_wgsl);
    if let Some(render_app) = app.get_sub_app_mut(RenderApp) {
        render_app
            .add_systems(RenderStartup, take_our_shader.after(init_blit_pipeline))
            .add_systems(Render, draw_panels_by_srgb.in_set(RenderSystems::Queue).after(queue_pipelines_system));
    }
}

fn take_our_shader(mut blit: ResMut<BlitPipeline>) {
    blit.fragment_shader = SHADER;
}

/// `bevy_egui` 0.42 prepares its panels for textures that hold light. Ours hold sRGB values.
fn draw_panels_by_srgb(
    pipelines: Option<ResMut<EguiPipelines>>,
    cache: Res<PipelineCache>,
    egui: Res<EguiPipeline>,
    mut specialized: ResMut<SpecializedRenderPipelines<EguiPipeline>>,
    targets: Query<(&MainEntity, &ViewTarget)>,
) {
    let Some(mut pipelines) = pipelines else { return };
    for (camera, target) in &targets {
        if let Some(pipeline) = pipelines.0.get_mut(camera) {
            let key = EguiPipelineKey { target_format: target.main_texture_format() };
            *pipeline = specialized.specialize(&cache, &egui, key);
        }
    }
}

#[cfg(test)]
mod tests {
    /// Contract: each of the 256 sRGB values that a frame can hold reaches the screen as itself.
    #[test]
    fn colours_reach_the_screen_as_they_are() {
        let shader = include_str!("../../assets/shaders/present.wgsl");
        let (_, after) = shader.split_once("LIGHT = array(").unwrap();
        let (factors, _) = after.split_once(')').unwrap();
        let factors: Vec<f32> = factors.split(", ").map(|factor| factor.parse().unwrap()).collect();
        for value in 0..=255_u8 {
            let srgb = f32::from(value) / 255.0;
            let light = srgb * factors.iter().rev().fold(0.0, |sum, factor| factor + srgb * sum);
            let color = bevy::color::Srgba::from(bevy::color::LinearRgba::rgb(light, light, light));
            assert_eq!((255.0 * color.red).round() as u8, value);
        }
    }
}
