// The panels' triangles, as egui gives them. Replaces the shader of `bevy_egui`, which takes six powers for each pixel.
//
// egui multiplies the colours of texture and vertex in gamma space. A power of a product is the product of the powers,
// and the curve of sRGB is nearly a power, so the vertices' colours can be made linear once for each corner. Every
// texture here is egui's own, white with a coverage, for which the result is the same.

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
    // Linear, premultiplied as egui does it.
    @location(0) color: vec4<f32>,
    @location(1) uv: vec2<f32>,
}

@group(0) @binding(0) var<uniform> transform: Transform;
@group(1) @binding(0) var image: texture_2d<f32>;
@group(1) @binding(1) var image_sampler: sampler;

fn linear(gamma: vec3<f32>) -> vec3<f32> {
    let low = gamma / 12.92;
    let high = pow((gamma + 0.055) / 1.055, vec3(2.4));
    return select(high, low, gamma < vec3(0.04045));
}

@vertex
fn vs_main(in: Corner) -> Point {
    let clip = vec4(in.position * transform.scale + transform.translation, 0.0, 1.0);
    return Point(clip, vec4(linear(in.color.rgb), in.color.a), in.uv);
}

@fragment
fn fs_main(in: Point) -> @location(0) vec4<f32> {
    return textureSample(image, image_sampler, in.uv) * in.color;
}
