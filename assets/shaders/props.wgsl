// What stands on the land: courts in villages, single trees, and rows of trees along tracks.

#define_import_path sparrowfall::props

#import sparrowfall::ground::{CROWN, ROAD, ROOF, SNOW, Spot, TWIG, VILLAGE, colour, fields, grains, inside, look}
#import sparrowfall::parcels::{Block, bits_of, pcg, unit}

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
    let stretch = grains(vec2(number * pitch * 0.45, 8.0 * unit(pcg(block.id + block.line)))).r;
    let likely = clamp(wooded * 4.0, 0.0, 0.9) * smoothstep(0.52, 0.66, stretch);
    let radius = max(0.028 + 0.026 * unit(pcg(more)), 0.6 / s.px);
    let off = vec2(block.along - (number + 0.36 + 0.28 * unit(more)) * pitch, block.edge - 0.050 - 0.02 * unit(pcg(more + 7u)));
    let q = off / radius;
    if unit(bits) < likely && dot(q, q) < 4.0 && river > 0.1 && road > 0.12 {
        return tree(color_, s, q, s.soft / radius, more);
    }
    return color_;
}
