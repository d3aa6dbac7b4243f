// Birds: a triangle around each mark, and its shape cut out of the triangle. From afar a mark is a fleck, nearer two strokes
// of a brush, near by a bird.

#import bevy_sprite::mesh2d_view_bindings::view

struct MarkLook {
    radius_px: f32,
    spread_px: f32,
    opacity: f32,
    shape: f32,
}

struct AnimalLook {
    body: vec4<f32>,
    extent_m: vec2<f32>,
    half_view_px: vec2<f32>,
    // From where to where in the window they are seen, each -1 to 1, and how far they are moved to the right.
    seen: vec2<f32>,
    shift_m: f32,
    between: f32,
    time_s: f32,
    depth: f32,
    levels: array<MarkLook, 2>,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<storage, read> animal: AnimalLook;
// Yesterday's place and today's, bits of its own, and its level; 0 is not drawn.
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var<storage, read> marks: array<vec4<u32>>;

struct Corner {
    @builtin(position) clip: vec4<f32>,
    // Place in the mark, which has radius 1, with the bird's head towards +y.
    @location(0) place: vec2<f32>,
    // x: half a pixel in the mark's units; y: its shape; z: the wings' beat, -1 to 1, or less on the ground; w: opacity.
    @location(1) @interpolate(flat) trait_: vec4<f32>,
    // Where its shadow lies in the mark's units.
    @location(2) @interpolate(flat) shadow: vec2<f32>,
    @location(3) @interpolate(flat) body: vec3<f32>,
}

// The corners of a triangle around the unit disc.
const CORNERS = array<vec2<f32>, 3>(vec2(0.0, 2.0), vec2(-1.7320508, -1.0), vec2(1.7320508, -1.0));

fn place_m(word: u32) -> vec2<f32> {
    return vec2(f32(word & 0xffffu), f32(word >> 16u)) / 65535.0 * animal.extent_m;
}

fn unit(bits: u32) -> f32 {
    let state = bits * 747796405u + 2891336453u;
    let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
    return f32(((word >> 22u) ^ word) >> 8u) / 16777216.0;
}

@vertex
fn vertex(@location(0) number: u32) -> Corner {
    var out: Corner;
    let mark = marks[number / 3u];
    if mark.w == 0u {
        out.clip = vec4(2.0, 2.0, 2.0, 1.0);
        return out;
    }
    let look = animal.levels[mark.w - 1u];
    let before = place_m(mark.x);
    let now = place_m(mark.y);
    // Birds flit and settle.
    let t = smoothstep(0.0, 1.0, animal.between);
    let way = now - before;
    let goes = smoothstep(2.0, 30.0, length(way));
    // Six in ten fly, more of those that go somewhere; the rest feed and face anywhere.
    let flies = unit(mark.z + 7u) < 0.45 + 0.35 * goes;
    let turn = 6.2831853 * unit(mark.z + 1u);
    let drift = way / max(length(way), 1e-3);
    let ahead = normalize(select(vec2(cos(turn), sin(turn)), drift + 0.55 * vec2(cos(turn), sin(turn)), flies && goes > 0.5));

    // Each keeps its place in the flock, which is drawn out along its way, and sways a little.
    let out_by = sqrt(unit(mark.z + 2u));
    let around = 6.2831853 * unit(mark.z + 3u);
    let ring = out_by * vec2(cos(around), sin(around));
    let drawn_out = ring + 0.8 * goes * drift * dot(ring, drift);
    let period_s = 1.2 + 1.2 * unit(mark.z + 4u);
    let sway = sin(6.2831853 * (animal.time_s / period_s + unit(mark.z + 5u)));
    let aside_px = look.spread_px * drawn_out + f32(flies) * 0.5 * sway * vec2(-ahead.y, ahead.x);

    let centre = view.clip_from_world * vec4(mix(before, now, t) + vec2(animal.shift_m, 0.0), animal.depth, 1.0);
    let is_seen = step(animal.seen.x, centre.x) * step(centre.x, animal.seen.y);
    // A mark of no size is not drawn.
    let radius = is_seen * look.radius_px * (0.9 + 0.2 * unit(mark.z + 6u));
    let is_animal = look.shape > 1.5;
    // As tight around the shape as its soft edge and its shadow allow: pixels drawn for nothing cost as much as the rest.
    let reach = select(1.02, 1.55, is_animal) * radius + 0.7 * is_seen;
    let at = CORNERS[number % 3u] * reach / max(radius, 1.0e-3);
    let turned = vec2(ahead.y * at.x + ahead.x * at.y, -ahead.x * at.x + ahead.y * at.y);
    out.clip = vec4(centre.xy + (aside_px + turned * radius) / animal.half_view_px * centre.w, centre.zw);
    out.place = at;
    let beat = sin(12.566371 * animal.time_s / (2.0 * period_s) + around);
    out.trait_ = vec4(0.7 / max(radius, 1.0e-3), look.shape, select(-2.0, beat, flies), look.opacity);
    // The light comes from the north-west.
    let lies = select(0.10, 0.42, flies) * vec2(0.75, -0.85);
    out.shadow = vec2(ahead.y * lies.x - ahead.x * lies.y, ahead.x * lies.x + ahead.y * lies.y);
    out.body = animal.body.rgb;
    return out;
}

fn ellipse(p: vec2<f32>, r: vec2<f32>) -> f32 {
    // Not a true distance, but near enough along the rim.
    return (length(p / r) - 1.0) * min(r.x, r.y);
}

fn stroke(p: vec2<f32>, a: vec2<f32>, b: vec2<f32>, from_: f32, to: f32) -> f32 {
    let along = b - a;
    let h = clamp(dot(p - a, along) / dot(along, along), 0.0, 1.0);
    return length(p - a - along * h) - mix(from_, to, h);
}

// Distance to a bird's edge, below 0 inside; what is symmetric mirrors p.x.
fn bird(p: vec2<f32>, beat: f32) -> f32 {
    let q = vec2(abs(p.x), p.y);
    let body = ellipse(p - vec2(0.0, 0.04), vec2(0.25, 0.52));
    let head = length(p - vec2(0.0, 0.54)) - 0.20;
    let beak = stroke(p, vec2(0.0, 0.70), vec2(0.0, 0.84), 0.06, 0.015);
    let tail = stroke(q, vec2(0.01, -0.36), vec2(0.10, -0.86), 0.11, 0.085);
    let trunk = min(min(body, head), min(beak, tail));
    // A sparrow bounds: for some beats its wings are folded, else they are short, round and spread.
    let spread = 0.93 + 0.07 * beat;
    let lift = 0.07 * beat;
    let arm = stroke(q, vec2(0.10, 0.20), vec2(0.52 * spread, 0.22 + lift), 0.17, 0.20);
    let hand = stroke(q, vec2(0.52 * spread, 0.22 + lift), vec2(0.86 * spread, 0.08 + lift), 0.20, 0.12);
    let folded = ellipse(p - vec2(0.0, -0.06), vec2(0.31, 0.50));
    return min(trunk, select(min(arm, hand), folded, beat < -0.55));
}

@fragment
fn fragment(in: Corner) -> @location(0) vec4<f32> {
    let soft = in.trait_.x;
    let beat = in.trait_.z;
    let p = in.place;
    if in.trait_.y > 1.5 {
        let body = clamp(0.5 - bird(p, beat) / (2.0 * soft), 0.0, 1.0);
        let shadow = 0.30 * clamp(0.5 - bird(p - in.shadow, beat) / (4.0 * soft), 0.0, 1.0);
        // Brown back, pale cheeks: a tree sparrow, no more than hinted at.
        let back = clamp(0.5 - ellipse(p - vec2(0.0, 0.02), vec2(0.16, 0.38)) / (2.0 * soft), 0.0, 1.0);
        let cheek = clamp(0.5 - (length(vec2(abs(p.x) - 0.16, p.y - 0.58)) - 0.08) / (2.0 * soft), 0.0, 1.0);
        let feathers = mix(mix(in.body, vec3(0.323, 0.227, 0.160), 0.6 * back), vec3(0.809, 0.780, 0.729), 0.8 * cheek);
        let cover = body + shadow * (1.0 - body);
        let color = (feathers * body + vec3(0.051, 0.070, 0.112) * shadow * (1.0 - body)) / max(cover, 1e-4);
        return vec4(color, cover * in.trait_.w);
    }
    let q = vec2(abs(p.x), p.y);
    let flap = max(beat, -0.4);
    let wing = stroke(q, vec2(0.0, 0.18), vec2(0.98, -0.30 + 0.42 * flap), 0.25, 0.07);
    let strokes = min(wing, stroke(p, vec2(0.0, 0.55), vec2(0.0, -0.62), 0.24, 0.13));
    let fleck = ellipse(p, vec2(0.32 + 0.14 * abs(flap), 0.95));
    let d = select(fleck, strokes, in.trait_.y > 0.5);
    return vec4(in.body, clamp(0.5 - d / (2.0 * soft), 0.0, 1.0) * in.trait_.w);
}
