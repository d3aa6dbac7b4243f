// Pests: a stipple of marks, and below it a haze, both in proportion to how many there are.
//
// The marks stand on a lattice of jittered sites that is fixed to the land and as fine as the scale needs, in powers of two.
// A site has its mark where there are enough pests for its own number: so marks come and go one by one, and never twinkle.

#define_import_path sparrowfall::pests

#import sparrowfall::parcels::{bits_of, own, pcg, unit}

// One level of marks.
struct PestMark {
    per_mark: f32,
    // Fields.
    length: f32,
    // 0 for dots, 1 for strokes, 2 for insects.
    shape: f32,
    opacity: f32,
}

fn stroke(p: vec2<f32>, a: vec2<f32>, b: vec2<f32>, r: f32) -> f32 {
    let along = b - a;
    let h = clamp(dot(p - a, along) / dot(along, along), 0.0, 1.0);
    return length(p - a - along * h) - r;
}

fn ellipse(p: vec2<f32>, r: vec2<f32>) -> f32 {
    // Not a true distance, but near enough along the rim.
    return (length(p / r) - 1.0) * min(r.x, r.y);
}

// Distance to the edge of an insect of length 2, its head up.
fn insect(p: vec2<f32>) -> f32 {
    let q = vec2(abs(p.x), p.y);
    let body = ellipse(p - vec2(0.0, -0.08), vec2(0.21, 0.80));
    let head = length(p - vec2(0.0, 0.72)) - 0.22;
    let thigh = stroke(q, vec2(0.16, 0.0), vec2(0.50, -0.42), 0.075);
    let shin = stroke(q, vec2(0.50, -0.42), vec2(0.36, -0.98), 0.045);
    return min(min(body, head), min(thigh, shin));
}

// Pests per square metre from the two bytes of a texel.
fn per_m2(texel: vec4<f32>) -> f32 {
    return (texel.r * 65280.0 + texel.g * 255.0) / 65535.0 * 256.0;
}

// The marks of a level: how much of the texel they cover, and the share of those that swarm.
fn stipple(place: vec2<f32>, soft: f32, mark: PestMark, size: vec2<f32>, fields: texture_2d_array<f32>) -> vec2<f32> {
    // The finest lattice on which marks hardly touch; dots of a dense swarm overlap.
    let finest = log2(mark.length * 65.0);
    let pitch = 0.01 * exp2(select(ceil(finest), floor(finest), mark.shape < 0.5));
    let middle = vec2<i32>(floor(place / pitch));
    let area_m2 = pitch * pitch * 10000.0;
    let half_length = 0.5 * mark.length;
    var nearest = 8.0;
    var q = vec2(8.0, 8.0);
    var swarms = 0.0;
    for (var y = -1; y <= 1; y++) {
        for (var x = -1; x <= 1; x++) {
            let site = middle + vec2(x, y);
            let bits = bits_of(site, 1u);
            let jitter = vec2(f32(bits & 0xffu), f32((bits >> 8u) & 0xffu)) / 255.0;
            let at = (vec2<f32>(site) + 0.15 + 0.7 * jitter) * pitch;
            // Each site asks a field that is near, so that borders of fields do not show.
            let more = pcg(bits + 3u);
            let astray = at + vec2(f32(more & 0xffu), f32((more >> 8u) & 0xffu)) / 255.0 - 0.5;
            let cell = clamp(vec2<i32>(floor(astray)), vec2(0), vec2<i32>(size) - 1);
            let texel = textureLoad(fields, cell, 2, 0);
            let wanted = per_m2(texel) * area_m2 / mark.per_mark;
            let is_drawn = unit(pcg(bits + 5u)) < 1.0 - exp(-wanted);
            // Those that swarm go one way, the others anywhere.
            let turn = select(f32(more >> 16u) / 10430.378, 6.2831853 * texel.a - 1.5707963 + 0.5 * (jitter.x - 0.5), texel.b > 0.5);
            let c = cos(turn);
            let s = sin(turn);
            let from_at = (place - at) / half_length;
            let turned = vec2(c * from_at.x + s * from_at.y, -s * from_at.x + c * from_at.y);
            let d = select(length(turned * vec2(1.0 + mark.shape, 1.0)), 8.0, !is_drawn);
            let nearer = d < nearest;
            nearest = min(nearest, d);
            q = select(q, turned, nearer);
            swarms = select(swarms, texel.b, nearer);
        }
    }
    let dot_ = length(q * vec2(1.0, 0.85)) - 0.75;
    let dash = ellipse(q, vec2(0.40, 1.0));
    let shape = select(select(insect(q), dash, mark.shape < 1.5), dot_, mark.shape < 0.5);
    let cover = clamp(0.5 - shape * half_length / (1.3 * soft), 0.0, 1.0);
    return vec2(cover * mark.opacity, swarms);
}
