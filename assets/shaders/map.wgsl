// The land, painted on a sheet: parcels through the year, what was eaten, wild land, water, tracks, villages, trees, the
// neighbours as a drawing in ink, and pests.
//
// All lengths are in fields. What is the same for a whole painting is a factor, never an `if`: with one, lavapipe (Mesa
// 22.3.6) takes more memory in every frame and keeps it.

#import sparrowfall::parcels::{Block, Parcel, bits_of, block_at, noise, own, parcel_at, pcg, to_grid, unit}
#import sparrowfall::pests::{PestMark, per_m2, stipple}

struct Season {
    winter: f32,
    snow: f32,
    autumn: f32,
    green: f32,
    flood: f32,
    warm: f32,
}

struct LandLook {
    low: vec2<f32>,
    size: vec2<f32>,
    height: f32,
    texels_per_field: f32,
    px_per_field: f32,
    margin: f32,
    paper: vec4<f32>,
    ink: vec4<f32>,
    pest: vec4<f32>,
    swarm: vec4<f32>,
    marks: array<PestMark, 2>,
    season: Season,
}

@group(0) @binding(0) var<uniform> look: LandLook;
// Layers: land, ground, pests, works. What they hold is in `texels.rs`.
@group(0) @binding(1) var fields: texture_2d_array<f32>;
@group(0) @binding(2) var colours: texture_2d<f32>;
// The offset of the grid, the distance to the river's bank and to a road; that distance with a sign for the side of the road.
@group(0) @binding(3) var ways: texture_2d_array<f32>;
@group(0) @binding(4) var noises: texture_2d<f32>;
@group(0) @binding(5) var clamped: sampler;
@group(0) @binding(6) var repeated: sampler;

// Kinds of land.
const WHEAT_FIELD: i32 = 1;
const MAIZE_FIELD: i32 = 2;
const POTATO_FIELD: i32 = 3;
const EARLY_RICE_FIELD: i32 = 4;
const SINGLE_RICE_FIELD: i32 = 5;
const VILLAGE: i32 = 6;
const SHORE_LAND: i32 = 7;
const GRASS_LAND: i32 = 8;
const FALLOW: i32 = 9;

// Rows of the table of colours.
const ROOF: i32 = 0;
const WHEAT: i32 = 1;
const MAIZE: i32 = 2;
const POTATO: i32 = 3;
const EARLY_RICE: i32 = 4;
const SINGLE_RICE: i32 = 5;
const PALE: i32 = 6;
const STUBBLE: i32 = 7;
const PLOUGHED: i32 = 8;
const GROUND: i32 = 9;
const RIDGES: i32 = 10;
const MUD: i32 = 11;
const PADDY: i32 = 12;
const GRASS: i32 = 13;
const DRY: i32 = 14;
const SAND: i32 = 15;
const REEDS: i32 = 16;
const RIVER: i32 = 17;
const SNOW: i32 = 18;
const EARTH: i32 = 19;
const ROAD: i32 = 20;
const CROWN: i32 = 21;
const TWIG: i32 = 22;
const WEEDS: i32 = 23;

fn colour(row: i32, at: f32) -> vec3<f32> {
    return textureLoad(colours, vec2(i32(clamp(at, 0.0, 1.0) * 63.0 + 0.5), row), 0).rgb;
}

// Red and blue: noise with features one unit wide; green and alpha: noise of three sizes.
fn grains(p: vec2<f32>) -> vec4<f32> {
    return textureSampleLevel(noises, repeated, p / 32.0, 0.0);
}

fn luma(c: vec3<f32>) -> f32 {
    return dot(c, vec3(0.2126, 0.7152, 0.0722));
}

// How much of a texel lies inside an edge at distance `d`, 0 to 1.
fn inside(d: f32, soft: f32) -> f32 {
    return clamp(0.5 - d / (1.3 * soft), 0.0, 1.0);
}

// What all parts of the painting need to know of a place.
struct Spot {
    place: vec2<f32>,
    // Pixels to a field, and most of a pixel in fields.
    px: f32,
    soft: f32,
    // How far away and how near the land is seen, 0 to 1.
    far: f32,
    near: f32,
    winter: f32,
    snow: f32,
    autumn: f32,
    green: f32,
    // Noise with features of three sizes: broad, as large as half a field, and as fine as the paper's tooth.
    broad: vec4<f32>,
    half: vec4<f32>,
    fine: vec4<f32>,
    // Where snow lies, 0 to 1.
    drift: f32,
}

fn smooth_step(a: f32, b: f32, x: f32) -> f32 {
    let t = clamp((x - a) / (b - a), 0.0, 1.0);
    return t * t * (3.0 - 2.0 * t);
}

// Crop rows, never finer than five pixels: of two spacings, one fading into the other.
fn rows(across: f32, base: f32, px: f32) -> f32 {
    let level = max(0.0, log2(5.0 / (base * px)));
    let whole = floor(level);
    let spacing = base * exp2(whole);
    let fine = cos(6.2831853 * across / spacing);
    let coarse = cos(3.1415927 * across / spacing);
    return 0.5 + 0.5 * mix(fine, coarse, smoothstep(0.35, 1.0, level - whole));
}

fn snowed(color: vec3<f32>, s: Spot, lies: f32) -> vec3<f32> {
    return mix(color, colour(SNOW, 0.4 + 0.6 * lies), s.snow * (0.20 + 0.75 * lies));
}

fn wild(s: Spot, kind: i32, land: vec4<f32>) -> vec3<f32> {
    let n = s.half;
    let tuft = grains(s.place * min(14.0, s.px * 0.25)).g;
    let dry = colour(DRY, s.winter);
    let green = clamp(land.g * (0.75 + 1.1 * (n.g - 0.4)), 0.0, 1.0) * (1.0 - 0.75 * s.winter) * (0.35 + 0.65 * s.green);
    var grass = mix(dry, colour(GRASS, s.autumn), green);
    grass = mix(grass, colour(DRY, 0.4), 0.65 * land.b) * (0.90 + 0.2 * tuft);
    let reeds = smoothstep(0.44, 0.62, 0.7 * s.broad.g + 0.3 * n.a) * land.g * (1.0 - 0.6 * s.winter);
    var shore = mix(colour(SAND, s.winter * 0.6), colour(SAND, 1.0), smoothstep(0.45, 0.75, n.a));
    shore = mix(shore, colour(REEDS, max(s.winter, s.autumn)), reeds * 0.85 * (0.4 + 0.6 * s.green)) * (0.93 + 0.14 * tuft);
    shore = mix(shore, colour(RIVER, 0.25), 0.8 * look.season.flood * smoothstep(0.62, 0.40, n.a));
    // Tufts, as short strokes.
    let lattice = s.place * 22.0;
    let site = vec2<i32>(floor(lattice));
    let bits = bits_of(site, 77u);
    let p = fract(lattice) - 0.5 - 0.5 * (vec2(f32(bits & 0xffu), f32((bits >> 8u) & 0xffu)) / 255.0 - 0.5);
    let stroke = (1.0 - smoothstep(0.03, 0.12, abs(p.x + 0.25 * p.y))) * step(abs(p.y), 0.28) * step(f32(bits >> 16u) / 65535.0, 0.4 * land.g);
    let color = select(shore, grass, kind == GRASS_LAND) * (1.0 - 0.22 * stroke * s.near);
    return snowed(color, s, s.drift);
}

// Leaf that was eaten: pale before it is gone, then gaps along the rows and in from the margins, with stalks in them. The
// area of the gaps is the share of leaf lost.
fn gaps(s: Spot, at: vec2<f32>, lost: f32, edge: f32, breadth: f32, own_: f32) -> f32 {
    let coarse = mix(vec2(5.0, 9.0), vec2(2.5, 4.5), s.far);
    let fine = mix(46.0, min(46.0, s.px * 0.5), s.far);
    let hole = 0.62 * grains(at * coarse + own_ * 13.0).g + 0.38 * grains(at * fine + own_ * 31.0).b;
    let margin = smoothstep(0.25, 0.0, edge / max(breadth, 0.05)) * 0.22;
    let odds = clamp(lost, 0.002, 0.998);
    let threshold = GAP_MEAN - GAP_SPREAD * log(odds / (1.0 - odds));
    return smoothstep(-0.035, 0.035, hole - threshold + 0.3 * (margin - GAP_MARGIN));
}
// The middle and the spread of the noise of gaps, and the mean of their margins: so that their area is right.
const GAP_MEAN: f32 = 0.496;
const GAP_SPREAD: f32 = 0.072;
const GAP_MARGIN: f32 = 0.05;

fn fallow(s: Spot, parcel: Parcel, block: Block, stubble: f32, cover: f32, tone: vec2<f32>, pool: f32) -> vec3<f32> {
    let lines = rows(parcel.at.y, 0.045, s.px);
    let plough = colour(PLOUGHED, 0.2 + 0.5 * tone.x) * (0.88 + 0.19 * lines) * (1.0 + 0.12 * pool);
    let is_maize = stubble > 1.5;
    let pale = colour(STUBBLE, select(0.0, 0.48, is_maize) + 0.36 * lines) * (0.96 + 0.09 * tone.x);
    // One block in four is turned already.
    let turned = unit(pcg(block.id + 46u)) > 0.74 || tone.y > 0.96 || stubble < 0.5;
    var color = select(pale, plough, turned);
    // Sheaves stand in rows on half of the parcels.
    let across = parcel.size.y / max(1.0, round(parcel.size.y / 0.12));
    let lattice = parcel.within / vec2(0.12, across);
    let site = bits_of(vec2<i32>(floor(lattice)), parcel.id);
    let nudge = (vec2(f32(site & 0xffu), f32((site >> 8u) & 0xffu)) / 255.0 - 0.5) * 0.02;
    let p = (fract(lattice) - 0.5) * vec2(0.12, across) - nudge;
    let shows = smoothstep(14.0, 36.0, s.px) * select(0.0, 1.0, !turned && tone.y <= 0.5);
    color = mix(color, color * 0.62, 0.9 * shows * inside(length(p - vec2(0.010, -0.010)) - 0.016, s.soft));
    color = mix(color, colour(STUBBLE, 1.0), shows * inside(length(p) - 0.016, s.soft));
    // Weeds.
    return mix(color, colour(WEEDS, 0.4), 0.30 * cover * (0.5 + s.fine.b) * (1.0 - 0.7 * s.winter));
}

fn crops(s: Spot, parcel: Parcel, block: Block, land: vec4<f32>, ground_: vec4<f32>) -> vec3<f32> {
    let kind = i32(land.r * 255.0 + 0.5);
    let tone = vec2(unit(parcel.id), unit(pcg(parcel.id + 1u)));
    let team = vec2(unit(pcg(block.id + 44u)), unit(pcg(block.id + 45u))) - 0.5;
    let pool = s.half.a - 0.5;
    // The brush: streaks along the strip.
    let brush = grains(vec2(parcel.at.x * 4.0, parcel.at.y * 34.0) + tone.x * 31.0);
    let streak = brush.r - 0.5;
    if kind == FALLOW {
        let color = fallow(s, parcel, block, ground_.a * 255.0, land.g, tone, pool);
        let lies = smoothstep(0.2, 0.85, 0.16 * streak + 0.9 * s.drift + 0.2 * (tone.x - 0.5));
        return snowed(color, s, lies);
    }
    let is_paddy = kind >= EARLY_RICE_FIELD;
    let is_potato = kind == POTATO_FIELD;
    let soil_row = select(select(GROUND, RIDGES, is_potato), MUD, is_paddy);
    let soil = colour(soil_row, 0.15 + 0.6 * tone.y);
    let base = select(select(0.035, 0.06, kind == MAIZE_FIELD), 0.085, is_potato);
    let stripe = rows(parcel.at.y + 0.008 * (brush.a - 0.5), base, s.px);
    var ground = mix(soil * (0.93 + 0.10 * stripe), colour(PADDY, 0.2 + 0.6 * tone.y) * (0.95 + 0.10 * s.half.r), ground_.r);
    ground *= 1.0 + 0.16 * (tone.x - 0.5) + 0.07 * pool;

    var canopy = colour(kind, land.a);
    canopy = mix(canopy, colour(PALE, 0.0), 0.8 * s.winter);
    let ripe = smoothstep(0.70, 0.92, land.a) * select(1.0, 0.0, is_potato);
    canopy = mix(canopy, colour(PALE, 1.0), ripe * (1.0 - ground_.b) * 0.75);
    // Each parcel has a hand of its own, and each block a team: sown earlier or later, on better or worse soil.
    // Strips too narrow to be seen blend.
    let seen = smoothstep(0.5, 4.0, parcel.size.y * s.px);
    let shade = 1.0 + 0.26 * (tone.x - 0.5) * (1.0 - 0.5 * s.winter) * seen + 0.16 * team.x + 0.07 * streak * (1.0 - 0.6 * s.far) + 0.08 * pool;
    let hue = 0.6 * (tone.y - 0.5) * seen + 0.6 * team.y;
    canopy *= shade * vec3(1.0 + 0.15 * hue, 1.0 + 0.03 * hue, 1.0 - 0.15 * hue);

    // Leaf covers the rows from the middle out.
    let cover = land.g * (1.0 - 0.38 * s.winter);
    var leafy = smoothstep(1.0 - cover - 0.32, 1.0 - cover + 0.32, 0.78 * stripe + 0.22 * brush.g - 0.02);
    leafy = mix(leafy, smoothstep(0.0, 0.95, pow(cover, 0.62)), mix(0.5, 0.85, s.far));
    var color = mix(ground, canopy, leafy);
    // Depth between the rows, broken as a dry brush breaks.
    let dry = smoothstep(0.25, 0.7, brush.b);
    color *= 1.0 - 0.13 * (1.0 - stripe) * cover * dry * mix(1.0, 0.45, s.far);
    // Tassels and ears, as light touches.
    let ears = smoothstep(0.50, 0.62, land.a) * select(1.0, 0.0, is_potato) * s.near;
    color += (color * 0.14 + vec3(0.02, 0.015, 0.0)) * ears * smoothstep(0.50, 0.64, s.fine.b);

    let lost = land.b;
    if lost > 0.015 {
        let bare = gaps(s, parcel.at, lost, parcel.edge, parcel.size.y, tone.x);
        let chewed = colour(PALE, 0.6) * (0.93 + 0.14 * tone.x);
        color = mix(color, mix(vec3(luma(color)), chewed, 0.72), 0.70 * clamp(0.29 + 1.06 * lost, 0.0, 1.0) * smoothstep(0.02, 0.25, lost));
        let stalks = smoothstep(0.55, 0.85, stripe) * step(0.34, own(vec2<i32>(floor(vec2(parcel.at.x * 30.0 + tone.x * 9.0, parcel.at.y / base))), 67u));
        let left = max(stalks * mix(0.85, 0.0, s.far), 0.4 * s.far);
        let earth = mix(mix(soil * 0.9, chewed * 0.9, 0.25), mix(chewed, soil, 0.15) * 1.05, left) * (0.95 + 0.10 * pool + 0.10 * (tone.x - 0.5));
        color = mix(color, earth, bare);
    }
    // Snow lies in the furrows.
    let lies = smoothstep(0.2, 0.85, 0.16 * (1.0 - stripe) * (1.0 - s.far) + 0.86 * s.drift + 0.22 * (tone.x - 0.5) * (1.0 - 0.75 * s.far));
    return snowed(color, s, lies);
}

// Work that nobody came to do: weeds between the rows, land left unsown and grown over, ripe stalks that break and fall.
fn left_undone(color_: vec3<f32>, s: Spot, parcel: Parcel, code: f32) -> vec3<f32> {
    let patches = 0.5 * s.fine.b + 0.5 * s.half.r;
    let weeds = clamp(code / 85.0, 0.0, 1.0) * step(code, 85.5);
    let unsown = step(85.5, code) * step(code, 170.5);
    let fallen = clamp((code - 170.0) / 85.0, 0.0, 1.0);
    let weed = colour(WEEDS, 0.3 + 0.5 * s.half.g) * vec3(0.88, 0.92, 0.80);
    var color = mix(color_, weed, max(0.85 * smoothstep(-0.04, 0.04, patches - 0.66 + 0.36 * weeds) * step(0.01, weeds), 0.72 * unsown));
    // Hatched across the rows, so that it is seen without its colour.
    color *= 1.0 - unsown * 0.20 * smoothstep(0.55, 0.75, rows(parcel.at.x + 0.6 * parcel.at.y, 0.11, s.px));
    let broken = colour(STUBBLE, 0.5) * vec3(0.66, 0.62, 0.56);
    return mix(color, broken, fallen * mix(0.45, 0.9, smoothstep(0.42, 0.58, patches)));
}

// Small furnaces in the villages, with embers and smoke. As many are seen as the field has.
fn furnaces(color_: vec3<f32>, s: Spot, cell: vec2<i32>, count: f32) -> vec3<f32> {
    var color = color_;
    for (var i = 0u; i < 4u; i++) {
        let site = bits_of(cell, 700u + i);
        let at = vec2<f32>(cell) + 0.22 + 0.56 * vec2(f32(site & 0xffu), f32((site >> 8u) & 0xffu)) / 255.0;
        let there = step(f32(i) + 0.5, count);
        let r = max(0.032, 1.1 / s.px);
        let p = s.place - at;
        // The smoke drifts to the north-east, and thins.
        let along = dot(p, vec2(0.8, 0.6)) / (9.0 * r);
        let aside = abs(dot(p, vec2(-0.6, 0.8)) + 0.5 * r * (s.fine.b - 0.5)) / (r * (0.6 + 2.2 * along));
        let smoke = step(0.0, along) * (1.0 - smoothstep(0.2, 1.0, along)) * (1.0 - smoothstep(0.4, 1.0, aside));
        color = mix(color, vec3(0.62, 0.60, 0.57), there * 0.75 * smoke);
        color = mix(color, vec3(0.23, 0.20, 0.18), there * inside(length(p) - r, s.soft));
        color = mix(color, vec3(0.93, 0.62, 0.26), there * inside(length(p) - 0.42 * r, s.soft));
    }
    return color;
}

// Beaten earth, yards and kitchen gardens.
fn yards(s: Spot, parcel: Parcel) -> vec3<f32> {
    let tone = vec2(unit(parcel.id), unit(pcg(parcel.id + 1u)));
    var color = colour(EARTH, s.half.g + 0.6 * (s.fine.r - 0.5)) * (0.94 + 0.12 * tone.x);
    let garden = step(0.60, tone.y) * (1.0 - s.winter) * 0.75 * (0.6 + 0.4 * s.green);
    color = mix(color, mix(colour(POTATO, 0.35), colour(RIDGES, 0.3), 0.35 + 0.3 * rows(parcel.at.x, 0.05, s.px)), garden);
    return snowed(color, s, 0.8 * s.drift);
}

fn box(p: vec2<f32>, middle: vec2<f32>, half_size: vec2<f32>) -> f32 {
    let d = abs(p - middle) - half_size;
    return max(d.x, d.y);
}

// Courts in rows: a main roof to the north, wings, a wall, a yard. Seen small, a court is one roof.
fn houses(color_: vec3<f32>, s: Spot, grid: vec2<f32>, block: Block, river: f32, road: f32) -> vec3<f32> {
    let size = block.high - block.low;
    let lots = max(vec2(1.0), round((size - 0.06) / vec2(0.30, 0.27)));
    let pitch = (size - 0.06) / lots;
    let lattice = (grid - block.low - 0.03) / pitch;
    let lot = clamp(floor(lattice), vec2(0.0), lots - 1.0);
    let from_middle = (lattice - lot - 0.5) * pitch;
    // The whole lot belongs to the field of its middle.
    let middle = s.place - vec2(from_middle.x + 0.1 * from_middle.y, from_middle.y - 0.1 * from_middle.x);
    let cell = clamp(vec2<i32>(floor(middle)), vec2(0), vec2<i32>(look.size) - 1);
    let bits = bits_of(vec2<i32>(lot), block.id);
    let more = pcg(bits + 1u);
    let is_village = i32(textureLoad(fields, cell, 0, 0).r * 255.0 + 0.5) == VILLAGE;
    let is_built = is_village && unit(bits) < 0.84 && road > 0.2 && river > 0.3;
    if !is_built {
        return color_;
    }
    // A share of the houses stands; of the others the yard is left.
    let stands = unit(pcg(bits + 2u)) <= textureLoad(fields, cell, 3, 0).r;
    let own_ = vec4(f32(more & 0xffu), f32((more >> 8u) & 0xffu), f32((more >> 16u) & 0xffu), f32(more >> 24u)) / 255.0;
    let half_size = vec2(0.105, 0.088) * (0.82 + 0.36 * own_.xy);
    let unit_px = half_size.x;
    let q = (from_middle - 0.03 * (own_.zw - 0.5)) / unit_px;
    let soft = s.soft / unit_px;
    let high = half_size.y / half_size.x;
    let sun = vec2(0.24, -0.27) * (1.0 + 1.2 * s.winter);
    let simple = smoothstep(0.20, 0.42, soft);
    let has = step(vec2(0.35, 0.30), own_.zw);
    let lot_ = box(q, vec2(0.0), vec2(1.0, high));
    let main = box(q, vec2(0.0, high - 0.30), vec2(1.0, 0.30));
    let west = mix(9.0, box(q, vec2(-0.78, -0.10), vec2(0.22, high - 0.34)), has.x);
    let east = mix(9.0, box(q, vec2(0.78, -0.10), vec2(0.22, high - 0.34)), has.y);
    let wings = min(west, east);
    let qs = q - sun;
    let shade = min(box(qs, vec2(0.0, high - 0.30), vec2(1.0, 0.30)), min(mix(9.0, box(qs, vec2(-0.78, -0.10), vec2(0.22, high - 0.34)), has.x), mix(9.0, box(qs, vec2(0.78, -0.10), vec2(0.22, high - 0.34)), has.y)));
    // The northern slopes lie in the light of the north-west less than the southern: ridges part them.
    let in_main = step(main, wings);
    let lit = mix(select(-0.5, 0.5, q.x < -0.78 || (q.x > 0.0 && q.x < 0.78)), select(0.8, -0.8, q.y > high - 0.30), in_main);
    let tiled = step(0.55, own_.x);
    var roof = colour(ROOF, mix(0.10, 0.70, tiled) + 0.28 * own_.y) * (1.0 + 0.12 * lit * (1.0 - simple));
    roof = mix(roof, roof * 1.3, 0.8 * in_main * (1.0 - simple) * inside(abs(q.y - high + 0.30) - 0.02, soft));
    roof = mix(roof, colour(SNOW, 0.7), s.snow * mix(0.8 * (0.65 + 0.3 * lit), 0.45, simple));
    let yard = mix(colour(ROAD, 0.2 + 0.5 * own_.z), colour(SNOW, 0.6), 0.35 * s.snow);
    let stood = select(0.0, 1.0, stands);
    var color = mix(color_, color_ * 0.62, 0.8 * inside(shade, soft) * stood);
    color = mix(color, yard, inside(lot_, soft) * mix(0.9, 0.3, simple) * mix(0.55, 1.0, stood));
    color = mix(color, colour(ROAD, 0.9) * 0.9, inside(abs(lot_ + 0.03) - 0.045, soft) * (1.0 - simple));
    color = mix(color, color * 0.62, 0.7 * inside(shade, soft) * inside(lot_, soft) * stood);
    let roofs = mix(inside(min(main, wings), soft), inside(box(q, vec2(0.0), vec2(0.86, 0.70 * high)), soft), simple);
    return mix(color, roof, roofs * stood);
}

// The crown of a tree at `q`, in radii, over what is below it.
fn tree(below: vec3<f32>, s: Spot, q: vec2<f32>, soft: f32, bits: u32) -> vec3<f32> {
    let own_ = vec3(f32(bits & 0xffu), f32((bits >> 8u) & 0xffu), f32((bits >> 16u) & 0xffu)) / 255.0;
    let angle = atan2(q.y, q.x);
    let lumps = 0.10 * sin(5.0 * angle + 6.28 * own_.x) + 0.07 * sin(8.0 * angle + 6.28 * own_.y);
    let d = length(q) - 0.92 - lumps * (1.0 - s.far);
    let bare = smoothstep(0.45, 0.9, s.winter) * step(0.12, own_.x);
    let sun = vec2(0.36, -0.40) * (1.0 + 0.6 * s.winter);
    let shadow = inside(length(q - sun) - 0.9, max(soft, 0.25)) * mix(0.40, 0.18, bare) * (1.0 - 0.75 * s.far);
    let side = clamp(dot(q, vec2(-0.66, 0.70)), -1.0, 1.0);
    let dab = grains(q * 2.6 + own_.yz * 30.0).r - 0.5;
    var crown = colour(CROWN, clamp(0.42 + 0.30 * side + 0.26 * (own_.z - 0.5) + 0.5 * dab * s.near + 0.14 * s.far, 0.0, 1.0));
    crown = mix(crown, colour(TWIG, 0.6 * own_.y) * (0.9 + 0.25 * side), 0.85 * s.autumn * step(0.25, own_.y));
    crown = mix(crown, colour(TWIG, 1.0) * (0.98 + 0.25 * side), bare);
    let lace = mix(1.0, 0.35 + 0.6 * smoothstep(0.42, 0.56, grains(q * 7.0 + own_.xy * 40.0).r), bare * (1.0 - s.far));
    let cover = inside(d, soft) * lace * mix(1.0, mix(0.8, 0.6, bare), s.far);
    return mix(mix(below, below * 0.30, shadow), crown, cover);
}

// Single trees: a lattice of jittered sites, of which the four nearest can reach a place. From afar one stands for four.
fn trees(color_: vec3<f32>, s: Spot, coarse: i32, river: f32, road: f32) -> vec3<f32> {
    var color = color_;
    let pitch = 0.15 * exp2(f32(coarse));
    let lattice = s.place / pitch;
    let first = vec2<i32>(floor(lattice - 0.5));
    for (var i = 0; i < 4; i++) {
        var site = first + vec2(i & 1, i >> 1u);
        // Which of four stands for them: so nothing moves when the scale changes.
        for (var level = 3; level > 0; level--) {
            let choice = (site.x * 26543 + site.y * 17389 + level * 7919) >> 6u;
            site = select(site, site * 2 + vec2(choice & 1, (choice >> 3u) & 1), level <= coarse);
        }
        let bits = bits_of(site, 91u);
        let more = pcg(bits + 1u);
        let jitter = vec2(f32(bits & 0xffu), f32((bits >> 8u) & 0xffu)) / 255.0;
        let at = (vec2<f32>(site) + 0.12 + 0.76 * jitter) * 0.15;
        let radius = max((0.030 + 0.026 * f32(more >> 24u) / 255.0) * (1.0 + 0.25 * f32(coarse)), 0.85 / s.px);
        let q = (s.place - at) / radius;
        if dot(q, q) < 3.4 {
            // Each asks a field that is near, so that groves have loose borders.
            let cell = vec2<i32>(floor(at + vec2(f32(more & 0xffu), f32((more >> 8u) & 0xffu)) / 255.0 - 0.5));
            let held = clamp(cell, vec2(0), vec2<i32>(look.size) - 1);
            let likely = textureLoad(fields, held, 3, 0).g;
            if all(cell == held) && f32(bits >> 16u) / 65535.0 < likely && river > 0.12 && road > 0.10 {
                color = tree(color, s, q, s.soft / radius, more);
            }
        }
    }
    return color;
}

// Rows of trees along tracks and canals, mostly on one side.
fn avenue(color_: vec3<f32>, s: Spot, block: Block, wooded: f32, river: f32, road: f32) -> vec3<f32> {
    let pitch = 0.16;
    let number = floor(block.along / pitch);
    let bits = bits_of(vec2(i32(number), i32(block.id)), 93u);
    let more = pcg(bits + 1u);
    let stretch = grains(vec2(block.along * 0.45, 8.0 * unit(pcg(block.id + block.line)))).r;
    let likely = clamp(wooded * 4.0, 0.0, 0.9) * smoothstep(0.52, 0.66, stretch);
    let radius = max(0.028 + 0.026 * unit(pcg(more)), 0.6 / s.px);
    let off = vec2(block.along - (number + 0.36 + 0.28 * unit(more)) * pitch, block.edge - 0.050 - 0.02 * unit(pcg(more + 7u)));
    let q = off / radius;
    if unit(bits) < likely && dot(q, q) < 4.0 && river > 0.1 && road > 0.12 {
        return tree(color_, s, q, s.soft / radius, more);
    }
    return color_;
}

// The neighbours are not simulated, and so not painted: their parcels are drawn in ink, ever more faintly.
fn neighbours(s: Spot, parcel: Parcel, block: Block, outside: f32, river: f32, road: f32) -> vec3<f32> {
    let fade = 1.0 - smoothstep(0.0, look.margin, outside);
    let line = 0.11 * (1.0 - smoothstep(0.0, 1.3 * s.soft + 0.012, parcel.edge)) * mix(0.55, 1.0, 1.0 - s.far);
    let track = 0.17 * (1.0 - smoothstep(0.0, 1.6 * s.soft + 0.03, block.edge));
    let wash = 0.03 * unit(parcel.id) * step(0.45, unit(pcg(parcel.id + 1u)));
    let hatch = rows(parcel.at.y, 0.09, s.px) * 0.025 * step(0.7, unit(pcg(parcel.id + 2u))) * (1.0 - s.far);
    let banks = 0.28 * (1.0 - smoothstep(0.0, 1.4 * s.soft + 0.02, abs(river)));
    let sides = 0.16 * (1.0 - smoothstep(0.0, 1.2 * s.soft + 0.012, abs(road - 0.06)));
    let on_land = step(0.0, river) * smoothstep(0.04, 0.08, road);
    let drawn = max(max(max(line, track), wash + hatch) * on_land, max(banks, sides * step(0.0, river)));
    return mix(look.paper.rgb, look.ink.rgb, drawn * fade);
}

fn waters(color_: vec3<f32>, s: Spot, river: f32) -> vec3<f32> {
    let n = s.half;
    let sandy = colour(SAND, 0.35 + 0.4 * s.winter) * (0.95 + 0.1 * n.g);
    var color = mix(color_, sandy, 0.85 * (1.0 - smoothstep(0.08, 0.34, river)));
    let reeds = smoothstep(0.5, 0.65, n.a) * (1.0 - smoothstep(0.10, 0.26, abs(river - 0.14)));
    color = mix(color, colour(REEDS, max(s.winter, s.autumn)) * 0.95, reeds * 0.8 * (1.0 - 0.5 * s.winter));
    let flow = 0.5 + 0.5 * sin(river * 30.0 + 6.0 * n.b);
    var water = colour(RIVER, smoothstep(0.0, -0.38, river)) * (0.97 + 0.05 * flow * (0.4 + 0.6 * s.near));
    water = mix(water, colour(SNOW, 0.2), 0.45 * s.snow);
    color = mix(color, color * 0.80, 0.8 * (1.0 - smoothstep(0.0, 0.035 + s.soft, abs(river))));
    return mix(color, water, 1.0 - smoothstep(-s.soft, s.soft, river));
}

// Tracks, canals and bunds between blocks.
fn tracks(color_: vec3<f32>, s: Spot, block: Block, is_wild: bool) -> vec3<f32> {
    let sort = unit(pcg(block.line + 25u));
    let great = block.great > 0.5;
    let is_canal = sort < select(0.13, 0.22, great);
    let is_lane = !is_canal && (great || sort < 0.70);
    let shows = select(1.0, select(0.0, 0.8, great), is_wild);
    let breadth = max(select(0.014, 0.034, is_canal) * select(1.0, 1.45, great), select(select(0.20, 0.34, great), 0.40, is_canal) / s.px);
    let grassy = mix(colour(DRY, s.winter), colour(GRASS, s.autumn), s.green * 0.8) * 0.92;
    var color = mix(color_, grassy, shows * mix(0.6, 0.35, s.far) * (1.0 - smoothstep(breadth + 0.015, breadth + 0.05 + s.soft, block.edge)));
    let t = shows * (1.0 - smoothstep(breadth, breadth + s.soft, block.edge));
    let rut = 1.0 - 0.14 * s.near * (1.0 - smoothstep(0.0, 0.006, abs(block.edge - 0.008)));
    let lane = mix(colour(ROAD, 0.0), colour(SNOW, 0.6), 0.4 * s.snow) * rut;
    let canal = mix(colour(RIVER, 0.3), colour(SNOW, 0.2), 0.4 * s.snow);
    color = mix(color, lane, select(0.0, t * mix(0.9, select(0.45, 0.70, great), s.far), is_lane));
    return mix(color, canal, select(0.0, 0.9 * t, is_canal));
}

fn roads(color_: vec3<f32>, s: Spot, road: f32) -> vec3<f32> {
    let breadth = max(0.055, 0.55 / s.px);
    let verge = mix(colour(DRY, s.winter), colour(GRASS, s.autumn), s.green * 0.7) * 0.88;
    let color = mix(color_, verge, 0.6 * (1.0 - smoothstep(breadth + 0.02, breadth + 0.08 + s.soft, road)));
    let paved = mix(colour(ROAD, 1.0), colour(SNOW, 0.6), 0.45 * s.snow);
    return mix(color, paved, 0.95 * (1.0 - smoothstep(breadth, breadth + s.soft, road)));
}

// Pests, over what is below them.
fn pests(below: vec3<f32>, s: Spot, river: f32) -> vec3<f32> {
    let corner = floor(s.place - 0.5);
    let t = s.place - 0.5 - corner;
    let low = clamp(vec2<i32>(corner), vec2(0), vec2<i32>(look.size) - 1);
    let high = clamp(vec2<i32>(corner) + 1, vec2(0), vec2<i32>(look.size) - 1);
    let south = mix(per_m2(textureLoad(fields, low, 2, 0)), per_m2(textureLoad(fields, vec2(high.x, low.y), 2, 0)), t.x);
    let north = mix(per_m2(textureLoad(fields, vec2(low.x, high.y), 2, 0)), per_m2(textureLoad(fields, high, 2, 0)), t.x);
    let here = mix(south, north, t.y);
    if here <= 0.0 || river < 0.02 {
        return below;
    }
    var marked = stipple(s.place, s.soft, look.marks[0], look.size, fields);
    let fading = look.marks[1].opacity * here;
    if fading > 0.0 {
        let other = stipple(s.place, s.soft, look.marks[1], look.size, fields);
        marked = select(marked, other, other.x > marked.x);
    }
    let haze = 0.42 * (1.0 - exp(-here / 16.0));
    let ink = mix(look.pest.rgb, look.swarm.rgb, smoothstep(0.3, 0.8, marked.y));
    return mix(below, ink, marked.x + haze * (1.0 - marked.x));
}

@vertex
fn vertex(@builtin(vertex_index) index: u32) -> @builtin(position) vec4<f32> {
    return vec4(f32((index << 1u) & 2u) * 2.0 - 1.0, f32(index & 2u) * 2.0 - 1.0, 0.0, 1.0);
}

@fragment
fn fragment(@builtin(position) at: vec4<f32>) -> @location(0) vec4<f32> {
    var s: Spot;
    s.place = look.low + vec2(at.x, look.height - at.y) / look.texels_per_field;
    s.px = look.px_per_field;
    s.soft = 0.75 / look.texels_per_field;
    s.far = 1.0 - smoothstep(9.0, 30.0, s.px);
    s.near = smoothstep(60.0, 120.0, s.px);
    s.winter = look.season.winter;
    s.snow = look.season.snow;
    s.autumn = look.season.autumn;
    s.green = look.season.green;

    let uv = (s.place + look.margin) / (look.size + 2.0 * look.margin);
    let way = textureSampleLevel(ways, clamped, uv, 0, 0.0);
    let grid = to_grid(s.place, way.xy);
    let block = block_at(grid);
    let parcel = parcel_at(grid, block);
    s.broad = grains(s.place * 0.42);
    s.half = grains(s.place * 1.9);
    s.fine = grains(s.place * min(s.px, 90.0) * 0.33);
    let river = way.z + 0.05 * (s.half.b - 0.5);
    // Between texels the distance with a sign is exact near the road, and elsewhere it means nothing.
    let road = select(way.w, abs(textureSampleLevel(ways, clamped, uv, 1, 0.0).x), way.w < 0.4);

    let is_inside = all(parcel.cell >= vec2(0)) && all(parcel.cell < vec2<i32>(look.size));
    if !is_inside {
        let outside = max(max(-s.place.x, s.place.x - look.size.x), max(-s.place.y, s.place.y - look.size.y));
        return vec4(neighbours(s, parcel, block, outside, river, road), 1.0);
    }
    s.drift = smoothstep(0.22, 0.78, mix(s.half.g, s.broad.g, 0.75 * s.far));
    var land = textureLoad(fields, parcel.cell, 0, 0);
    let ground = textureLoad(fields, parcel.cell, 1, 0);
    let works = textureLoad(fields, parcel.cell, 3, 0);
    var kind = i32(land.r * 255.0 + 0.5);
    var is_wild = kind == SHORE_LAND || kind == GRASS_LAND;
    var color: vec3<f32>;
    if is_wild {
        // Wild land shows its own field rather than that of a parcel, with a loose border.
        let astray = s.place + 0.9 * (vec2(noise(s.place * 1.1, 71u), noise(s.place * 1.1 + 4.0, 72u)) - 0.5);
        let cell = clamp(vec2<i32>(floor(astray)), vec2(0), vec2<i32>(look.size) - 1);
        let there = textureLoad(fields, cell, 0, 0);
        let other = i32(there.r * 255.0 + 0.5);
        let takes = other == SHORE_LAND || other == GRASS_LAND;
        kind = select(kind, other, takes);
        land = select(land, there, takes);
        color = wild(s, kind, land);
    } else if kind == VILLAGE {
        color = yards(s, parcel);
    } else {
        color = crops(s, parcel, block, land, ground);
        if works.a > 0.0 {
            color = left_undone(color, s, parcel, works.a * 255.0);
        }
        // A bund, and pigment that settled along it.
        let breadth = 0.010 + 0.35 * s.soft;
        let line = 1.0 - smoothstep(breadth, breadth + s.soft, parcel.edge);
        let is_paddy = kind == EARLY_RICE_FIELD || kind == SINGLE_RICE_FIELD;
        let bund = select(colour(GROUND, 0.5) * 0.86, mix(colour(GROUND, 0.6), colour(GRASS, 0.2), 0.55) * 0.85, is_paddy);
        color = mix(color, bund, line * mix(0.62, 0.20, s.far) * select(1.0, 0.62, unit(pcg(parcel.id + 2u)) < 0.35));
        color *= 1.0 - 0.07 * (1.0 - line) * (1.0 - smoothstep(0.0, 0.05 + s.soft, parcel.edge));
    }
    color = tracks(color, s, block, is_wild);
    if road < 0.75 {
        color = roads(color, s, road);
    }
    if river < 0.5 {
        color = waters(color, s, river);
    }
    color = houses(color, s, grid, block, way.z, road);
    color = avenue(color, s, block, ground.g, way.z, road);
    color = trees(color, s, i32(clamp(ceil(log2(4.2 / (0.15 * s.px))), 0.0, 3.0)), way.z, road);
    let cell = clamp(vec2<i32>(floor(s.place)), vec2(0), vec2<i32>(look.size) - 1);
    let lit = textureLoad(fields, cell, 3, 0).a * 255.0;
    if lit > 0.5 && i32(textureLoad(fields, cell, 0, 0).r * 255.0 + 0.5) == VILLAGE {
        color = furnaces(color, s, cell, lit);
    }
    if works.b > 0.5 {
        color = pests(color, s, way.z);
    }
    // The tooth of the paper, and the light of the season.
    color *= 1.0 + 0.045 * (s.fine.r - 0.5) + 0.028 * (s.broad.a - 0.5);
    color *= vec3(1.0, 1.0, 1.0) + look.season.warm * vec3(0.030, 0.008, -0.035);
    return vec4(clamp(color, vec3(0.0), vec3(1.0)), 1.0);
}
