// The panels' triangles, as egui gives them. Replaces the shader of `bevy_egui`, which takes six powers for each pixel.
//
// egui mixes colours by their sRGB values, and so does the target. Every texture here is egui's own, white with a coverage.

struct Transform {
    scale: vec2<f32>,
    translation: vec2<f32>,
}

struct Corner {
    @location(0) position: vec2<f32>,
    @location(1) uv: vec2<f32>,
    @location(2) color: vec4<f32>,
}

struct Point {
    @builtin(position) clip: vec4<f32>,
    // Premultiplied, as egui does it.
    @location(0) color: vec4<f32>,
    @location(1) uv: vec2<f32>,
}

@group(0) @binding(0) var<uniform> transform: Transform;
@group(1) @binding(0) var image: texture_2d<f32>;
@group(1) @binding(1) var image_sampler: sampler;

@vertex
fn vs_main(in: Corner) -> Point {
    let clip = vec4(in.position * transform.scale + transform.translation, 0.0, 1.0);
    return Point(clip, in.color, in.uv);
}

@fragment
fn fs_main(in: Point) -> @location(0) vec4<f32> {
    // egui puts letters where texels and pixels are the same, so nothing need be filtered.
    let texel = vec2<i32>(in.uv * vec2<f32>(textureDimensions(image)));
    return textureLoad(image, texel, 0).a * in.color;
}
