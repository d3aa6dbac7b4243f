// A sheet with the painted land on it, cut off where its side of the window ends. STILL: its texels are the window's pixels.

#import bevy_sprite::{mesh2d_functions, mesh2d_view_bindings::view}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<storage, read> look: vec4<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var painted: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var painted_sampler: sampler;

struct Corner {
    @builtin(position) clip: vec4<f32>,
    @location(0) uv: vec2<f32>,
    // The same at each corner: software renderers read buffers slowly.
    @location(1) @interpolate(flat) opacity: f32,
}

@vertex
fn vertex(@builtin(instance_index) instance: u32, @location(0) position: vec3<f32>) -> Corner {
    let clip_from_local = view.clip_from_world * mesh2d_functions::get_world_from_local(instance);
    var clip = clip_from_local * vec4(position, 1.0);
    // The corners move to where the side ends, so that nothing beyond is drawn.
    let left = (clip_from_local * vec4(-0.5, 0.0, 0.0, 1.0)).x;
    let right = (clip_from_local * vec4(0.5, 0.0, 0.0, 1.0)).x;
    clip.x = clamp(clip.x, look.y, look.z);
    return Corner(clip, vec2((clip.x - left) / (right - left), 0.5 - position.y), look.x);
}

@fragment
fn fragment(in: Corner) -> @location(0) vec4<f32> {
#ifdef STILL
    let texel = textureLoad(painted, vec2<i32>(in.uv * vec2<f32>(textureDimensions(painted))), 0);
    return vec4(texel.rgb, 1.0);
#else
    return vec4(textureSampleLevel(painted, painted_sampler, in.uv, 0.0).rgb, in.opacity);
#endif
}
