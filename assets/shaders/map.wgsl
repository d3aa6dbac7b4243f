// The fields. FAR: several to a pixel, averaged. NEAR: with furrows, trees, houses and bites. SHADED: animals are shown
// by shading. What is the same for a whole picture is a variant or a factor, never an `if`: with one, lavapipe (Mesa
// 22.3.6) takes more memory in every frame and keeps it.

#import bevy_sprite::{mesh2d_functions, mesh2d_view_bindings::view}

struct MapLook {
    size: vec2<f32>,
    side_m: f32,
    px_per_field: f32,
    sparrow: vec4<f32>,
    pest: vec4<f32>,
    // How far sparrows and pests are shown by shading, 0 to 1.
    shades: vec2<f32>,
    // Progress from the previous picture to this one.
    between: f32,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<storage, read> map: MapLook;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var fields: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var fields_sampler: sampler;
// Sparrows and pests now, then before.
@group(#{MATERIAL_BIND_GROUP}) @binding(3) var densities: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(4) var densities_sampler: sampler;
// What people have done: ruins, furnaces, undone work.
@group(#{MATERIAL_BIND_GROUP}) @binding(5) var deeds: texture_2d<u32>;

struct Corner {
    @builtin(position) clip: vec4<f32>,
    // In fields from the south-west corner.
    @location(0) place: vec2<f32>,
    // The look, the same at each corner: software renderers read buffers slowly, and reading them for each pixel costs
    // three in ten frames with a million animals seen from afar.
    @location(1) @interpolate(flat) size: vec2<f32>,
    @location(2) @interpolate(flat) px_per_field: f32,
    @location(3) @interpolate(flat) sparrow: vec3<f32>,
    @location(4) @interpolate(flat) pest: vec3<f32>,
    @location(5) @interpolate(flat) shades: vec2<f32>,
    @location(6) @interpolate(flat) between: f32,
}

@vertex
fn vertex(@builtin(instance_index) instance: u32, @location(0) position: vec3<f32>) -> Corner {
    let world = mesh2d_functions::get_world_from_local(instance) * vec4(position, 1.0);
    var out: Corner;
    out.clip = view.clip_from_world * world;
    out.place = (position.xy + 0.5) * map.size;
    out.size = map.size;
    out.px_per_field = map.px_per_field;
    out.sparrow = map.sparrow.rgb;
    out.pest = map.pest.rgb;
    out.shades = map.shades;
    out.between = map.between;
    return out;
}

// Each place's own number from 0 to 1.
fn own(place: vec2<f32>, which: f32) -> f32 {
    let p = fract(vec3(place.xyx + which * 17.31) * vec3(0.1031, 0.1030, 0.0973));
    let q = p + dot(p, p.yzx + 33.33);
    return fract((q.x + q.y) * q.z);
}

#ifdef NEAR
const EARTH = vec3<f32>(0.095, 0.052, 0.031);
const LEAF = vec3<f32>(0.045, 0.105, 0.04);
const ROOF = vec3<f32>(0.085, 0.092, 0.108);
const WALL = vec3<f32>(0.50, 0.43, 0.34);
const RUBBLE = vec3<f32>(0.74, 0.62, 0.42);
const KILN = vec3<f32>(0.042, 0.034, 0.03);
const EMBER = vec3<f32>(0.87, 0.53, 0.12);
const SMOKE = vec3<f32>(0.69, 0.66, 0.6);
const WEEDS = vec3<f32>(0.11, 0.17, 0.035);
const FALLEN = vec3<f32>(0.112, 0.078, 0.033);

// A furnace with a wisp of smoke, at `p` from its middle.
fn furnace(ground: vec3<f32>, p: vec2<f32>, soft: f32) -> vec3<f32> {
    var color = mix(ground, KILN, clamp(0.5 - (length(p) - 0.042) / soft, 0.0, 1.0));
    color = mix(color, EMBER, clamp(0.5 - (length(p) - 0.016) / soft, 0.0, 1.0));
    // The wind carries it to the north-east.
    let along = dot(p, vec2(0.35, 0.937)) - 0.03;
    let across = dot(p, vec2(0.937, -0.35)) - 0.014 * sin(along * 34.0);
    let wisp = smoothstep(0.018 + 0.16 * max(along, 0.0), 0.0, abs(across)) * smoothstep(0.3, 0.04, along);
    return mix(color, SMOKE, 0.75 * wisp * step(0.0, along));
}

// Furrows, houses, trees, bites and the deeds of people on the field `cell` at `at`, 0 to 1 each way.
fn near(cell: vec2<f32>, at: vec2<f32>, ground: vec3<f32>, detail: u32, done: vec4<u32>, soft: f32) -> vec3<f32> {
    let pattern = detail & 7u;
    let trees = (detail >> 3u) & 3u;
    let eaten = f32(detail >> 5u) / 7.0;
    var color = ground;
    if pattern == #{FURROWS}u {
        // Furrows fade before they shimmer.
        let across = select(at.x, at.y, own(cell, 1.0) > 0.5);
        let visible = smoothstep(1.0, 3.0, 1.0 / (soft * 14.0));
        color *= 1.0 + visible * 0.09 * sin(across * 14.0 * 6.2831853);
    } else if pattern == #{HOUSES}u {
        for (var i = 0u; i < 6u; i++) {
            let lot = vec2(f32(i % 3u), f32(i / 3u));
            let nudge = vec2(own(cell, 2.0 + f32(i)), own(cell, 9.0 + f32(i))) - 0.5;
            let half_size = vec2(0.125 + 0.03 * nudge.y, 0.08 + 0.02 * nudge.x);
            let p = at - (vec2(0.2, 0.27) + lot * vec2(0.3, 0.45) + nudge * vec2(0.1, 0.16));
            let d = max(abs(p.x) - half_size.x, abs(p.y) - half_size.y);
            let shade = max(abs(p.x - 0.02) - half_size.x, abs(p.y + 0.025) - half_size.y);
            // Of a house that was pulled down, the outline is left on bare earth.
            let has_fallen = f32((done.x >> i) & 1u);
            let outline = clamp(0.5 - (abs(d + 0.01) - 0.01) / soft, 0.0, 1.0) + 0.3 * clamp(0.5 - d / soft, 0.0, 1.0);
            let ruin = mix(color, RUBBLE, min(outline, 1.0));
            color = mix(color, color * 0.6, clamp(0.5 - shade / soft, 0.0, 1.0));
            let tilt = select(0.75, 1.3, p.y > 0.0);
            let roof = mix(ROOF * tilt, WALL, smoothstep(0.012, 0.004, abs(p.y)) * 0.35);
            color = mix(mix(color, roof, clamp(0.5 - d / soft, 0.0, 1.0)), ruin, has_fallen);
        }
        for (var i = 0u; i < 4u; i++) {
            if i < done.y {
                let nudge = vec2(own(cell, 32.0 + f32(i)), own(cell, 36.0 + f32(i))) - 0.5;
                color = furnace(color, at - vec2(0.15 + 0.22 * f32(i), 0.49) - 0.06 * nudge, soft);
            }
        }
    } else if pattern == #{TUFTS}u {
        let tuft = own(floor((cell + at) * 11.0), 3.0);
        color *= 0.95 + 0.1 * tuft;
    }
    // Bites show the earth.
    if eaten > 0.05 {
        let patch_ = own(floor((cell + at) * 13.0), 5.0);
        color = mix(color, EARTH, 0.75 * step(patch_, 0.75 * eaten));
    }
    // Weeds, or fallen ears, where nobody came.
    let strewn = select(0.0, 1.0, own(floor((cell + at) * vec2(19.0, 27.0)), 7.0) < f32(done.z) / 255.0);
    color = mix(color, mix(WEEDS, FALLEN, f32(done.w)), 0.75 * strewn);
    // Trees stand along the edges.
    for (var i = 0u; i < 3u; i++) {
        if i < trees {
            let along = own(cell, 20.0 + f32(i));
            let r = 0.045 + 0.035 * own(cell, 24.0 + f32(i));
            let side = own(cell, 28.0 + f32(i));
            var spot = vec2(0.12 + 0.76 * along, 0.1);
            if side > 0.75 { spot = spot.yx; } else if side > 0.5 { spot.y = 0.9; } else if side > 0.25 { spot = vec2(0.9, spot.x); }
            let d = length(at - spot) - r;
            let shade = length(at - spot - vec2(0.02, -0.025)) - r;
            color = mix(color, color * 0.62, clamp(0.5 - shade / soft, 0.0, 1.0));
            let light = 1.0 + 0.5 * clamp(dot(at - spot, vec2(-0.7, 0.7)) / r, -1.0, 1.0);
            color = mix(color, LEAF * light, clamp(0.5 - d / soft, 0.0, 1.0));
        }
    }
    return color;
}
#endif

// The colour of the land with the animals on it, where shading shows them.
fn shaded(ground: vec3<f32>, in: Corner) -> vec3<f32> {
#ifdef SHADED
    let texel = textureSampleLevel(densities, densities_sampler, in.place / in.size, 0.0);
    let density = mix(texel.zw, texel.xy, in.between) * in.shades;
    // On paler land the shading stands out.
    let grey = vec3(dot(ground, vec3(0.2126, 0.7152, 0.0722)));
    let pale = mix(ground, grey, 0.5 * max(in.shades.x, in.shades.y));
    let with_sparrows = mix(pale, in.sparrow, 0.9 * density.x);
    return mix(with_sparrows, in.pest, 0.95 * density.y);
#else
    return ground;
#endif
}

@fragment
fn fragment(in: Corner) -> @location(0) vec4<f32> {
#ifdef FAR
    // Nine smoothed samples over the pixel.
    let step_ = 1.0 / (3.0 * in.px_per_field) / in.size;
    var sum = vec3(0.0);
    for (var y = -1; y <= 1; y++) {
        for (var x = -1; x <= 1; x++) {
            let uv = in.place / in.size + vec2(f32(x), f32(y)) * step_;
            sum += textureSampleLevel(fields, fields_sampler, uv, 0.0).rgb;
        }
    }
    return vec4(shaded(sum / 9.0, in), 1.0);
#else
    let cell = clamp(floor(in.place), vec2(0.0), in.size - 1.0);
    let texel = textureLoad(fields, vec2<i32>(cell), 0);
    let at = in.place - cell;
    var color = texel.rgb;
    let soft = 1.0 / in.px_per_field;
#ifdef NEAR
    let detail = u32(texel.a * 255.0 + 0.5);
    color = near(cell, at, color, detail, textureLoad(deeds, vec2<i32>(cell), 0), soft);
#endif
    // Thin dark borders, fainter for smaller fields.
    let from_border = min(min(at.x, 1.0 - at.x), min(at.y, 1.0 - at.y));
    let line = clamp(1.0 - from_border / soft, 0.0, 1.0);
    color *= 1.0 - 0.42 * line * smoothstep(4.0, 18.0, in.px_per_field);
    return vec4(shaded(color, in), 1.0);
#endif
}
