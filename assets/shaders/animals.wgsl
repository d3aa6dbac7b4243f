// Animals: a triangle around each glyph, and its shape cut out of the triangle.
//
// PEST: bands of pests; otherwise flocks of sparrows. NEAR: silhouettes; otherwise signs, a triangle or a disc.

#import bevy_sprite::mesh2d_view_bindings::view

struct AnimalLook {
    body: vec4<f32>,
    rim: vec4<f32>,
    extent_m: vec2<f32>,
    between: f32,
    px_per_m: f32,
    radius_m: vec2<f32>,
    radius_px: vec2<f32>,
    half_view_px: vec2<f32>,
    time_s: f32,
    depth: f32,
    enlarged: f32,
    opacity: f32,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<storage, read> animal: AnimalLook;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var<storage, read> glyphs: array<vec2<u32>>;

struct Corner {
    @builtin(position) clip: vec4<f32>,
    // Place in the glyph, which has radius 1, with the animal's head towards +y.
    @location(0) place: vec2<f32>,
    // x: half a pixel in the glyph's units; y: how gregarious, 0 to 1; z: whether grown; w: the wings' beat, -1 to 1.
    @location(1) @interpolate(flat) trait_: vec4<f32>,
}

// The radius of the disc that the triangle encloses.
#ifdef NEAR
const INNER = 1.06;
#else
#ifdef PEST
const INNER = 0.62;
#else
const INNER = 0.95;
#endif
#endif

// The corners of a triangle around the unit disc.
const CORNERS = array<vec2<f32>, 3>(vec2(0.0, 2.0), vec2(-1.7320508, -1.0), vec2(1.7320508, -1.0));

fn place_m(word: u32) -> vec2<f32> {
    let parts = vec2<f32>(f32(word & 0x3fffu), f32((word >> 14u) & 0x3fffu));
    return (parts + 0.5) / 16384.0 * animal.extent_m;
}

@vertex
fn vertex(@location(0) number: u32) -> Corner {
    var out: Corner;
    let index = number / 3u;
    let size_class = glyphs[index].x >> 28u;
    if size_class == 0u {
        out.clip = vec4(2.0, 2.0, 2.0, 1.0);
        return out;
    }
    let before = place_m(glyphs[index].x);
    let now = place_m(glyphs[index].y);
    let look = glyphs[index].y >> 28u;
#ifdef PEST
    let t = animal.between;
#else
    // Birds flit and settle.
    let t = smoothstep(0.0, 1.0, animal.between);
#endif
    let centre = view.clip_from_world * vec4(mix(before, now, t), animal.depth, 1.0);

    let size = f32(size_class - 1u) / 14.0;
    let grown = f32((look >> 2u) & 1u);
    let radius_m = mix(animal.radius_m.x, animal.radius_m.y, size) * animal.enlarged;
    let least = animal.radius_px.x * (1.0 + 0.8 * size);
    let most = animal.radius_px.y * (0.6 + 0.4 * size);
    let radius = clamp(radius_m * animal.px_per_m, least, most);

    // Animals face the way they go; each one that stays has a direction of its own.
    let way = now - before;
    let own = f32((index * 2654435761u) >> 16u) / 65536.0 * 6.2831853;
    var ahead = vec2(cos(own), sin(own));
    if dot(way, way) > 4.0 {
        ahead = normalize(way);
    }
    let corner = CORNERS[number % 3u];
    // As tight around the shape as its soft edge allows: pixels drawn for nothing cost as much as the rest.
    let at = corner * (INNER + 0.6 / radius);
#ifdef NEAR
    let turned = vec2(ahead.y * at.x + ahead.x * at.y, -ahead.x * at.x + ahead.y * at.y);
#else
    let turned = at;
#endif
    out.clip = vec4(centre.xy + turned * radius / animal.half_view_px * centre.w, centre.zw);
    out.place = at;
    let beat = sin(animal.time_s * 18.849556 + own * 3.0);
    out.trait_ = vec4(0.7 / radius, f32(look & 3u) / 3.0, grown, beat);
    return out;
}

fn ellipse(p: vec2<f32>, r: vec2<f32>) -> f32 {
    // Not a true distance, but near enough along the rim.
    let k = length(p / r);
    return (k - 1.0) * min(r.x, r.y);
}

fn stroke(p: vec2<f32>, a: vec2<f32>, b: vec2<f32>, r: f32) -> f32 {
    let along = b - a;
    let h = clamp(dot(p - a, along) / dot(along, along), 0.0, 1.0);
    return length(p - a - along * h) - r;
}

// Distance to the shape's edge, below 0 inside; what is symmetric mirrors p.x.
fn shape(p: vec2<f32>, grown: f32, beat: f32) -> f32 {
#ifdef NEAR
    let q = vec2(abs(p.x), p.y);
#ifdef PEST
    let body = ellipse(p - vec2(0.0, 0.05), vec2(0.2, 0.78));
    let head = length(p - vec2(0.0, 0.66)) - 0.2;
    let thigh = stroke(q, vec2(0.16, 0.1), vec2(0.52, -0.3), 0.08);
    let shin = stroke(q, vec2(0.52, -0.3), vec2(0.42, -0.86), 0.045);
    let feeler = stroke(q, vec2(0.08, 0.76), vec2(0.3, 0.97), 0.035);
    let wing = stroke(q, vec2(0.17, 0.3), vec2(0.26, -0.72), 0.12 * grown + 0.01);
    return min(min(min(body, head), min(thigh, shin)), min(feeler, wing));
#else
    let body = ellipse(p - vec2(0.0, 0.05), vec2(0.24, 0.6));
    let head = length(p - vec2(0.0, 0.58)) - 0.21;
    let beak = stroke(p, vec2(0.0, 0.7), vec2(0.0, 0.86), 0.05);
    let tail = stroke(q, vec2(0.03, -0.4), vec2(0.13, -0.82), 0.1);
    let reach = 0.8 + 0.12 * beat;
    let wing = stroke(q, vec2(0.15, 0.18), vec2(reach, -0.12 - 0.1 * beat), 0.17 - 0.1 * clamp(q.x - 0.2, 0.0, 0.7));
    return min(min(min(body, head), beak), min(tail, wing));
#endif
#else
#ifdef PEST
    // A triangle, point up.
    let q = vec2(abs(p.x), p.y);
    return max(dot(q, vec2(0.8660254, 0.5)), -q.y) - INNER;
#else
    return length(p) - INNER;
#endif
#endif
}

@fragment
fn fragment(in: Corner) -> @location(0) vec4<f32> {
    let soft = in.trait_.x;
    let d = shape(in.place, in.trait_.z, in.trait_.w);
#ifdef NEAR
    let breadth = max(0.06, 1.6 * soft);
#else
    let breadth = max(0.18, 0.6 * soft);
#endif
    // The rim lies outside a silhouette and inside a sign.
#ifdef NEAR
    let edge = d - breadth;
#else
    let edge = d;
#endif
    let cover = clamp(0.5 - edge / (2.0 * soft), 0.0, 1.0);
    let inner = clamp(0.5 - (edge + breadth) / (2.0 * soft), 0.0, 1.0);
#ifdef PEST
    // Gregarious animals are dark with a bright rim.
    let swarms = in.trait_.y > 0.5;
    let body = select(animal.body.rgb, animal.rim.rgb, swarms);
    let rim = select(animal.rim.rgb, animal.body.rgb, swarms);
#else
    let body = animal.body.rgb;
    let rim = animal.rim.rgb;
#endif
    return vec4(mix(rim, body, inner), cover * animal.opacity);
}
