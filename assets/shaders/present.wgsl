// The finished frame, colours by their sRGB values, on the screen, whose memory takes light and keeps sRGB values. A pixel is loaded,
// not sampled: it lies where it is needed, and software renderers pay for filters.

@group(0) @binding(0) var frame: texture_2d<f32>;
@group(0) @binding(1) var unused: sampler;

// From sRGB to light, near enough for each of the 256 values to come back as itself; a third of the price of a power.
const LIGHT = array(0.07128, 0.04015, 3.02222, -5.50189, 5.26241, -1.89664);

fn light(c: vec3<f32>) -> vec3<f32> {
    return c * (LIGHT[0] + c * (LIGHT[1] + c * (LIGHT[2] + c * (LIGHT[3] + c * (LIGHT[4] + c * LIGHT[5])))));
}

@fragment
fn fragment(@builtin(position) at: vec4<f32>) -> @location(0) vec4<f32> {
    return vec4(light(textureLoad(frame, vec2<i32>(at.xy), 0).rgb), 1.0);
}
