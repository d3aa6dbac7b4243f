// What all parts of the painting share: what they are told, what they look up, and what they know of a place.

#define_import_path sparrowfall::ground

#import sparrowfall::pests::PestMark

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
    // 1 where an overlay is washed over the land, else 0.
    wash: f32,
    paper: vec4<f32>,
    ink: vec4<f32>,
    pest: vec4<f32>,
    swarm: vec4<f32>,
    marks: array<PestMark, 2>,
    season: Season,
}

@group(0) @binding(0) var<uniform> look: LandLook;
// Layers: land, ground, pests, works, and the colours of an overlay. What they hold is in `texels.rs`.
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
const BROKEN: i32 = 24;
const FURNACE: i32 = 25;
const NOTHING: i32 = 26;

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
    return mix(color, colour(SNOW, 0.4 + 0.6 * lies), s.snow * (0.26 + 0.74 * lies));
}
