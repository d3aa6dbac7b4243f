// Where the parcels of the land lie. `parcels.rs` has the same functions by the same names.

#define_import_path sparrowfall::parcels

// Bits that follow from a number (PCG).
fn pcg(number: u32) -> u32 {
    let state = number * 747796405u + 2891336453u;
    let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
    return (word >> 22u) ^ word;
}

fn unit(bits: u32) -> f32 {
    return f32(bits >> 8u) / 16777216.0;
}

fn bits_of(point: vec2<i32>, which: u32) -> u32 {
    return pcg(u32(point.x) * 0x9e3779b1u + u32(point.y) * 0x85ebca77u + which * 0xc2b2ae3du);
}

fn own(point: vec2<i32>, which: u32) -> f32 {
    return unit(bits_of(point, which));
}

fn noise(place: vec2<f32>, which: u32) -> f32 {
    let corner = floor(place);
    let r = place - corner;
    let t = r * r * (3.0 - 2.0 * r);
    let i = vec2<i32>(corner);
    let south = mix(own(i, which), own(i + vec2(1, 0), which), t.x);
    let north = mix(own(i + vec2(0, 1), which), own(i + vec2(1, 1), which), t.x);
    return mix(south, north, t.y);
}

const SQUARE: f32 = 13.0;
const TILT_COS: f32 = 0.99500417;
const TILT_SIN: f32 = 0.09983342;

// The point of the grid at a place that is off it by `offset`.
fn to_grid(place: vec2<f32>, offset: vec2<f32>) -> vec2<f32> {
    let p = place + offset;
    return vec2(TILT_COS * p.x - TILT_SIN * p.y, TILT_SIN * p.x + TILT_COS * p.y);
}

fn bend(grid: vec2<f32>) -> vec2<f32> {
    return 2.6 * (vec2(noise(grid * 0.052, 3u), noise(grid * 0.052 + 9.0, 4u)) - 0.5);
}

fn from_grid(grid: vec2<f32>) -> vec2<f32> {
    return vec2(TILT_COS * grid.x + TILT_SIN * grid.y, -TILT_SIN * grid.x + TILT_COS * grid.y) - bend(grid);
}

struct Block {
    id: u32,
    low: vec2<f32>,
    high: vec2<f32>,
    // The nearest line of the split: how far, how far along it, what its number is, and whether it is one of the first.
    edge: f32,
    along: f32,
    line: u32,
    great: f32,
}

fn block_at(grid: vec2<f32>) -> Block {
    var b: Block;
    let square = floor(grid / SQUARE);
    b.low = square * SQUARE;
    b.high = b.low + SQUARE;
    let i = vec2<i32>(square);
    b.id = bits_of(i, 77u);
    let f = grid - b.low;
    let near = min(f, SQUARE - f);
    let upright = near.x < near.y;
    b.edge = min(near.x, near.y);
    b.along = select(grid.x, grid.y, upright);
    let side = select(vec2(0, 0), vec2(1, 1), f > vec2(0.5 * SQUARE));
    b.line = select(bits_of(vec2(-7, i.y + side.y), 78u), bits_of(vec2(i.x + side.x, -7), 79u), upright);
    b.great = 1.0;
    for (var k = 0; k < 6; k++) {
        let size = b.high - b.low;
        if size.x * size.y < 11.0 + 12.0 * unit(pcg(b.id + 5u)) {
            break;
        }
        let share = 0.33 + 0.34 * unit(pcg(b.id + 1u));
        let splits_x = size.x > size.y * (0.75 + 0.5 * unit(pcg(b.id + 2u)));
        let at = b.low + size * share;
        let to_line = grid - at;
        let d = select(to_line.y, to_line.x, splits_x);
        let nearer = abs(d) < b.edge;
        b.edge = min(b.edge, abs(d));
        b.along = select(b.along, select(grid.x, grid.y, splits_x), nearer);
        b.line = select(b.line, pcg(b.id + 9u), nearer);
        b.great = select(b.great, 0.0, nearer);
        let is_low = d < 0.0;
        b.high.x = select(b.high.x, at.x, splits_x && is_low);
        b.low.x = select(b.low.x, at.x, splits_x && !is_low);
        b.high.y = select(b.high.y, at.y, !splits_x && is_low);
        b.low.y = select(b.low.y, at.y, !splits_x && !is_low);
        b.id = pcg(b.id * 2u + select(2u, 1u, is_low));
    }
    return b;
}

struct Parcel {
    // A number of its own.
    id: u32,
    // The field that it shows; it may lie outside the land.
    cell: vec2<i32>,
    // Where the place is along the strips and across them, and in the parcel from its first corner.
    at: vec2<f32>,
    within: vec2<f32>,
    size: vec2<f32>,
    // The distance to its margin.
    edge: f32,
}

fn swapped(p: vec2<f32>, stays: bool) -> vec2<f32> {
    return select(p.yx, p, stays);
}

fn parcel_at(grid: vec2<f32>, b: Block) -> Parcel {
    var out: Parcel;
    let size_ = b.high - b.low;
    let along_x = (size_.x > size_.y) != (unit(pcg(b.id + 30u)) > 0.66);
    let size = swapped(size_, along_x);
    var at = swapped(grid - b.low, along_x);
    at.y += (unit(pcg(b.id + 33u)) - 0.5) * 0.10 * (at.x - 0.5 * size.x) + (noise(grid * 1.9, 34u) - 0.5) * 0.05;
    at.x += (noise(grid * 2.3 + 5.0, 37u) - 0.5) * 0.06;
    let strips = max(1.0, round(size.y / (0.19 + 0.25 * unit(pcg(b.id + 31u)))));
    var breadth = size.y / strips;
    var strip = clamp(floor(at.y / breadth), 0.0, strips - 1.0);
    let pair = floor(strip * 0.5);
    let is_pair = own(vec2(i32(pair), i32(b.id)), 35u) > 0.60 && pair * 2.0 + 1.0 < strips;
    strip = select(strip, pair * 2.0, is_pair);
    let low = strip * breadth;
    breadth = select(breadth, 2.0 * breadth, is_pair);
    let of_strip = vec2(i32(strip), i32(b.id));
    let parts = max(1.0, round(size.x / (0.8 + 1.1 * own(of_strip, 32u))));
    let length_ = size.x / parts;
    let shift = select(0.0, (own(of_strip, 36u) - 0.5) * 0.9, parts > 1.5);
    let u = at.x / length_ + shift;
    let part = clamp(floor(u), select(0.0, -1.0, shift < 0.0), select(parts - 1.0, parts, shift > 0.0));
    let middle = vec2(clamp((part + 0.5 - shift) * length_, 0.15, size.x - 0.15), low + 0.5 * breadth);
    out.cell = vec2<i32>(floor(from_grid(b.low + swapped(middle, along_x))));
    out.id = pcg(bits_of(of_strip, 38u) + u32(i32(part)));
    out.at = at;
    out.within = vec2((u - part) * length_, at.y - low);
    out.size = vec2(length_, breadth);
    let to_edge = min(out.within, out.size - out.within);
    out.edge = min(to_edge.x, to_edge.y);
    return out;
}
