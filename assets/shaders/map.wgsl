// The land, painted on a sheet: parcels through the year, what was eaten, wild land, water, tracks, villages, trees, the
// neighbours as a drawing in ink, and pests.
//
// All lengths are in fields. What is the same for a whole painting is a factor, never an `if`: with one, lavapipe (Mesa
// 22.3.6) takes more memory in every frame and keeps it.

#import sparrowfall::ground::{
    DRY, EARLY_RICE_FIELD, EARTH, FALLOW, GRASS, GRASS_LAND, GROUND, MAIZE_FIELD, MUD, NOTHING, PADDY, PALE,
    PLOUGHED, POTATO, POTATO_FIELD, REEDS, RIDGES, RIVER, ROAD, SAND, SHORE_LAND, SINGLE_RICE_FIELD,
    SNOW, STUBBLE, Spot, VILLAGE, WEEDS, BROKEN, FURNACE, clamped, colour, fields, grains, inside, look, luma, rows,
    snowed, ways,
}
#import sparrowfall::parcels::{Block, Parcel, bits_of, block_at, noise, own, parcel_at, pcg, to_grid, unit}
#import sparrowfall::pests::{per_m2, stipple}
#import sparrowfall::props::{avenue, houses, trees}

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
    shore = mix(shore, colour(RIVER, 0.25), 0.8 * look.season.flood * (1.0 - smoothstep(0.40, 0.62, n.a)));
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
    let margin = (1.0 - smoothstep(0.0, 0.25, edge / max(breadth, 0.05))) * 0.22;
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
        let lies = smoothstep(0.15, 0.78, 0.16 * streak + 0.9 * s.drift + 0.2 * (tone.x - 0.5));
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
    canopy = mix(canopy, colour(PALE, 0.0), 0.9 * s.winter);
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
    let lies = smoothstep(0.15, 0.78, 0.16 * (1.0 - stripe) * (1.0 - s.far) + 0.86 * s.drift + 0.22 * (tone.x - 0.5) * (1.0 - 0.75 * s.far));
    return snowed(color, s, lies);
}

// Work that nobody came to do: weeds between the rows, land left unsown and grown over, ripe stalks that break and fall.
fn left_undone(color_: vec3<f32>, s: Spot, parcel: Parcel, code: f32) -> vec3<f32> {
    let patches = 0.5 * s.fine.b + 0.5 * s.half.r;
    let weeds = clamp(code / 85.0, 0.0, 1.0) * step(code, 85.5);
    let unsown = step(85.5, code) * step(code, 170.5);
    let fallen = clamp((code - 170.0) / 85.0, 0.0, 1.0);
    let weed = colour(WEEDS, 0.3 + 0.5 * s.half.g);
    var color = mix(color_, weed, max(0.85 * smoothstep(-0.04, 0.04, patches - 0.66 + 0.36 * weeds) * step(0.01, weeds), 0.72 * unsown));
    // Hatched across the rows, so that it is seen without its colour.
    color *= 1.0 - unsown * 0.20 * smoothstep(0.55, 0.75, rows(parcel.at.x + 0.6 * parcel.at.y, 0.11, s.px));
    return mix(color, colour(BROKEN, s.half.g), fallen * mix(0.45, 0.9, smoothstep(0.42, 0.58, patches)));
}

// Small furnaces in the villages, with embers and smoke. As many are seen as the field has.
fn furnaces(color_: vec3<f32>, s: Spot, cell: vec2<i32>, count: f32) -> vec3<f32> {
    var color = color_;
    for (var i = 0u; i < 4u; i++) {
        let site = bits_of(cell, 700u + i);
        let at = vec2<f32>(cell) + 0.22 + 0.56 * vec2(f32(site & 0xffu), f32((site >> 8u) & 0xffu)) / 255.0;
        let there = step(f32(i) + 0.5, count);
        let r = clamp(1.8 / s.px, 0.05, 0.1);
        let long = 0.22;
        let p = s.place - at;
        // The smoke drifts to the north-east, and thins.
        let along = dot(p, vec2(0.8, 0.6)) / long;
        let aside = abs(dot(p, vec2(-0.6, 0.8)) + 0.5 * r * (s.fine.b - 0.5)) / (r * (0.6 + 2.2 * max(along, 0.0)));
        let smoke = step(0.0, along) * (1.0 - smoothstep(0.2, 1.0, along)) * (1.0 - smoothstep(0.4, 1.0, aside));
        color = mix(color, colour(FURNACE, 1.0), there * 0.75 * smoke);
        color = mix(color, colour(FURNACE, 0.0), there * inside(length(p) - r, s.soft));
        color = mix(color, colour(FURNACE, 0.5), there * inside(length(p) - 0.42 * r, s.soft));
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
    var water = colour(RIVER, 1.0 - smoothstep(-0.38, 0.0, river)) * (0.97 + 0.05 * flow * (0.4 + 0.6 * s.near));
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

// An overlay: a flat wash says how much there is of something; where that means nothing, the land steps back to a hatched grey. Trees,
// houses and tracks are hinted at.
fn washed(wash: vec4<f32>, bare: f32, drawn: f32, s: Spot, river: f32) -> vec3<f32> {
    // Across the lines, in pixels.
    let across = abs(fract((s.place.x - s.place.y) * s.px * 0.7071 / HATCH) - 0.5) * HATCH;
    let soft = s.soft * s.px;
    let hatching = 1.0 - smoothstep(0.6 - soft, 0.6 + soft, across);
    let grey = colour(NOTHING, hatching) * (0.90 + 0.16 * bare);
    let water = 1.0 - smoothstep(-s.soft, s.soft, river);
    let color = mix(mix(grey, wash.rgb, wash.a) + 0.3 * drawn, vec3(0.80, 0.82, 0.82), water);
    return clamp(color, vec3(0.0), vec3(1.0));
}

// From one line to the next, pixels.
const HATCH: f32 = 7.0;

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
    var shown = parcel.cell;
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
        shown = select(shown, cell, takes);
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
    let bare = luma(color);
    color = tracks(color, s, block, is_wild);
    if road < 0.75 {
        color = roads(color, s, road);
    }
    if river < 0.5 {
        color = waters(color, s, river);
    }
    color = houses(color, s, grid, block, way.z, road);
    color = avenue(color, s, block, select(ground.g, 0.0, is_wild), way.z, road);
    color = trees(color, s, i32(clamp(ceil(log2(4.2 / (0.15 * s.px))), 0.0, 3.0)), way.z, road);
    let cell = clamp(vec2<i32>(floor(s.place)), vec2(0), vec2<i32>(look.size) - 1);
    let lit = textureLoad(fields, cell, 3, 0).a * 255.0;
    if lit > 0.5 && i32(textureLoad(fields, cell, 0, 0).r * 255.0 + 0.5) == VILLAGE {
        color = furnaces(color, s, cell, lit);
    }
    color = mix(color, washed(textureLoad(fields, shown, 4, 0), bare, luma(color) - bare, s, river), look.wash);
    let plain = 1.0 - look.wash;
    if works.b > 0.5 {
        color = pests(color, s, way.z);
    }
    // The tooth of the paper, and the light of the season.
    color *= 1.0 + plain * (0.045 * (s.fine.r - 0.5) + 0.028 * (s.broad.a - 0.5));
    color *= vec3(1.0, 1.0, 1.0) + plain * look.season.warm * vec3(0.030, 0.008, -0.035);
    return vec4(clamp(color, vec3(0.0), vec3(1.0)), 1.0);
}
