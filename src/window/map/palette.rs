//! The colours of the land, in one table for the map's shader, and those of the animals on it. To repaint the land, change
//! the table.

use bevy::prelude::*;

/// Sparrows.
pub const SPARROW: Color = Color::srgb_u8(0x1b, 0x2b, 0x3f);
/// Pests.
pub const PEST: Color = Color::srgb_u8(0x72, 0x22, 0x0a);
/// Pests that swarm.
pub const SWARM: Color = Color::srgb_u8(0x3a, 0x16, 0x08);

/// The colours of an overlay from none to most, even to the eye, the lightest first; hue is a help, lightness carries the value.
pub type Ramp = &'static [u32];

/// Pests, and leaf lost.
pub const RUST: Ramp = &[0xf5e6d3, 0xe8bb92, 0xd58f5a, 0xbd6334, 0x9c3b13, 0x6c2306, 0x3d1405];
/// Sparrows, and hunting by them.
pub const BLUE: Ramp = &[0xedeee6, 0xc0cdd2, 0x93adbd, 0x6a8da8, 0x446d90, 0x274c6f, 0x122c49];
/// Birds killed.
pub const PLUM: Ramp = &[0xf4e7e6, 0xdbbac4, 0xc38fa4, 0xae6687, 0x913e69, 0x67224a, 0x3a0f2b];
/// Grain.
pub const STRAW: Ramp = &[0xf6efd6, 0xe2cd90, 0xc9a950, 0xa7832e, 0x85610c, 0x614401, 0x3d2a05];
/// Trees, nest sites and crops.
pub const MOSS: Ramp = &[0xeef0df, 0xc4d1a8, 0x99b27a, 0x70925c, 0x4b7342, 0x2f532b, 0x173316];
/// Eggs in the soil, and labour.
pub const CLAY: Ramp = &[0xf1ebe4, 0xd4c1b0, 0xb69a84, 0x997661, 0x795542, 0x55382a, 0x2f1d17];
/// Less than the twin has, the same (in the middle), and more.
pub const AGAINST: Ramp = &[0x55220a, 0x934512, 0xc27942, 0xdfb589, 0xf3eee4, 0xadc5d0, 0x6896b4, 0x2c658c, 0x0f3455];

/// A colour of a ramp.
pub fn of_ramp(hex: u32) -> Color {
    let rgb = rgb(hex);
    Color::srgb(rgb.x, rgb.y, rgb.z)
}

/// Width of the table, texels.
pub const COLUMNS: usize = 64;

/// A row of the table: colours from left to right and where they stand, 0 to 1.
type Stops = &'static [(f32, u32)];

/// The rows. The shader has the same names.
pub const TABLE: [(&str, Stops); 27] = [
    ("ROOF", &[(0.0, 0xa98a63), (0.45, 0xbb9c74), (0.55, 0x8d8b86), (1.0, 0x63676d)]),
    (
        "WHEAT",
        &[
            (0.0, 0xa8b276),
            (0.12, 0x8fae60),
            (0.28, 0x7cab5c),
            (0.42, 0x68a05a),
            (0.52, 0x74a361),
            (0.64, 0x9db062),
            (0.78, 0xc8b961),
            (0.9, 0xdcbd66),
            (1.0, 0xe4c877),
        ],
    ),
    (
        "MAIZE",
        &[
            (0.0, 0xa9bd72),
            (0.12, 0x8fb566),
            (0.25, 0x76ad62),
            (0.4, 0x659f60),
            (0.52, 0x6f9e60),
            (0.66, 0x8ba45e),
            (0.8, 0xb0a75f),
            (0.9, 0xc6a865),
            (1.0, 0xcdb070),
        ],
    ),
    ("POTATO", &[(0.0, 0x92ab70), (0.25, 0x76a473), (0.5, 0x64946f), (0.8, 0x66936d), (1.0, 0x7f976c)]),
    (
        "EARLY_RICE",
        &[(0.0, 0xb9cf7a), (0.3, 0x85b95c), (0.45, 0x6cab58), (0.68, 0xaeb856), (0.92, 0xe0c162), (1.0, 0xe5c76c)],
    ),
    ("SINGLE_RICE", &[(0.0, 0xb1c97a), (0.3, 0x6aa65b), (0.45, 0x56995a), (0.68, 0xa0a854), (1.0, 0xdfbf66)]),
    // Winter wheat, chewed leaf, ears that did not fill.
    ("PALE", &[(0.0, 0x94a274), (0.3, 0x94a274), (0.5, 0xcfc6a6), (0.7, 0xcfc6a6), (1.0, 0xd8cfa9)]),
    // Of wheat and rice, then of maize; at the end sheaves.
    (
        "STUBBLE",
        &[(0.0, 0xdcc490), (0.35, 0xecdab0), (0.45, 0xc6ab79), (0.85, 0xdcc79a), (0.95, 0xb99755), (1.0, 0xb99755)],
    ),
    ("PLOUGHED", &[(0.0, 0xa6835f), (1.0, 0xb3916c)]),
    ("GROUND", &[(0.0, 0xc6a57d), (1.0, 0xb8946c)]),
    ("RIDGES", &[(0.0, 0xb8946e), (1.0, 0xa88360)]),
    ("MUD", &[(0.0, 0xa0957f), (1.0, 0x958a74)]),
    ("PADDY", &[(0.0, 0xbccac4), (1.0, 0xafc4c5)]),
    ("GRASS", &[(0.0, 0x8fa65f), (1.0, 0xb7a568)]),
    ("DRY", &[(0.0, 0xc3b783), (1.0, 0xcdbf9a)]),
    ("SAND", &[(0.0, 0xdccda7), (1.0, 0xeae1cb)]),
    ("REEDS", &[(0.0, 0x87985c), (1.0, 0xb7a77a)]),
    ("RIVER", &[(0.0, 0xa3b8b2), (1.0, 0x7d9c9a)]),
    ("SNOW", &[(0.0, 0xdfe6e6), (1.0, 0xf1f1ec)]),
    ("EARTH", &[(0.0, 0xbd9f77), (1.0, 0xcdb289)]),
    ("ROAD", &[(0.0, 0xd9c299), (1.0, 0xe4d2ac)]),
    ("CROWN", &[(0.0, 0x2b4d38), (1.0, 0x7a9d5f)]),
    // Leaves that turned, and twigs.
    ("TWIG", &[(0.0, 0xb98a3e), (0.6, 0x9c6f35), (0.8, 0x6b5f51), (1.0, 0x6b5f51)]),
    ("WEEDS", &[(0.0, 0x9da767), (1.0, 0x87985c)]),
    // Ripe stalks that nobody came to reap.
    ("BROKEN", &[(0.0, 0xa08c64), (1.0, 0x988560)]),
    // A furnace, its embers, its smoke.
    (
        "FURNACE",
        &[(0.0, 0x3b332e), (0.3, 0x3b332e), (0.4, 0xed9e42), (0.6, 0xed9e42), (0.7, 0x9e9991), (1.0, 0x9e9991)],
    ),
    // Under an overlay, where it has no value: the ground, and the hatching on it.
    ("NOTHING", &[(0.0, 0xd4d0c8), (1.0, 0x8f8a80)]),
];

/// The table's texels, row by row.
pub fn table() -> Vec<u8> {
    let mut texels = Vec::with_capacity(TABLE.len() * COLUMNS * 4);
    for (_, stops) in TABLE {
        for column in 0..COLUMNS {
            let at = column as f32 / (COLUMNS - 1) as f32;
            let [red, green, blue] = colour_at(stops, at).to_array().map(|part| (255.0 * part).round() as u8);
            texels.extend([red, green, blue, 255]);
        }
    }
    texels
}

/// The colour of a row at a place, red, green and blue from 0 to 1.
fn colour_at(stops: Stops, at: f32) -> Vec3 {
    let next = stops.partition_point(|(place, _)| *place <= at).clamp(1, stops.len() - 1);
    let ((before, low), (after, high)) = (stops[next - 1], stops[next]);
    rgb(low).lerp(rgb(high), ((at - before) / (after - before)).clamp(0.0, 1.0))
}

fn rgb(hex: u32) -> Vec3 {
    Vec3::new((hex >> 16 & 0xff) as f32, (hex >> 8 & 0xff) as f32, (hex & 0xff) as f32) / 255.0
}

/// A colour of the table, by the row's name.
pub fn colour(row: &str, at: f32) -> Color {
    let stops = TABLE.iter().find(|(name, _)| *name == row).map_or(TABLE[0].1, |(_, stops)| stops);
    let rgb = colour_at(stops, at);
    Color::srgb(rgb.x, rgb.y, rgb.z)
}

#[cfg(test)]
mod tests {
    use bevy::color::color_difference::EuclideanDistance;

    use super::*;
    use crate::window::map::texels::Kind;

    fn contrast(a: Color, b: Color) -> f32 {
        let (a, b) = (a.luminance(), b.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Contract: on every colour of the ground, marks of animals stand out by 3 to 1, as WCAG 2 asks of graphics.
    #[test]
    fn marks_stand_out_from_every_ground() {
        let no_ground = ["ROOF", "CROWN", "TWIG", "FURNACE", "NOTHING"];
        for (row, _) in TABLE.iter().filter(|(row, _)| !no_ground.contains(row)) {
            for at in (0..=10).map(|tenth| tenth as f32 / 10.0) {
                for mark in [SPARROW, PEST, SWARM] {
                    let contrast = contrast(mark, colour(row, at));
                    assert!(contrast >= 3.0, "{mark:?} on {row} at {at}: {contrast}");
                }
            }
        }
    }

    /// Lightness, and the distance of neighbours, in OKLab.
    fn steps(ramp: &[u32]) -> Vec<(f32, f32)> {
        let colours: Vec<Oklaba> = ramp.iter().map(|hex| Oklaba::from(of_ramp(*hex))).collect();
        let step = |two: &[Oklaba]| (two[0].lightness - two[1].lightness, two[0].distance(&two[1]));
        colours.windows(2).map(step).collect()
    }

    /// Contract: the lightness of a ramp falls from each colour to the next, and its steps are even: none is larger than another by
    /// more than a sixth. (They were chosen in CAM02-UCS, which differs a little from OKLab.) The ramp of less and more is such a ramp
    /// on either side of its middle.
    #[test]
    fn ramps_are_even_and_work_in_grey() {
        let less: Vec<u32> = AGAINST[..5].iter().rev().copied().collect();
        for ramp in [RUST, BLUE, PLUM, STRAW, MOSS, CLAY, &less[..], &AGAINST[4..]] {
            let steps = steps(ramp);
            assert!(steps.iter().all(|(darker, _)| *darker > 0.05), "{ramp:x?}: {steps:?}");
            let distances = steps.iter().map(|(_, distance)| *distance);
            let (least, most) = (distances.clone().fold(f32::MAX, f32::min), distances.fold(0.0, f32::max));
            assert!(most < 1.17 * least, "{ramp:x?}: {steps:?}");
        }
    }

    /// Contract: where an overlay has no value is told apart from the colour of none, and from every other of each ramp, in grey too: by a
    /// hatching that is far darker than the colour of none and than the ground that it lies on.
    #[test]
    fn nothing_is_told_apart_from_none() {
        let lightness = |colour: Color| Oklaba::from(colour).lightness;
        let [ground, hatching] = [0.0, 1.0].map(|at| lightness(colour("NOTHING", at)));
        assert!(ground - hatching > 0.18, "{ground} {hatching}");
        for ramp in [RUST, BLUE, PLUM, STRAW, MOSS, CLAY, &AGAINST[4..]] {
            let none = lightness(of_ramp(ramp[0]));
            assert!(none - hatching > 0.25, "{ramp:x?}: {none} {hatching}");
        }
        // And it is hatched.
        let shader = include_str!("../../../assets/shaders/map.wgsl");
        assert!(shader.contains("colour(NOTHING, hatching)"));
    }

    /// Contract: the shader's names for rows and kinds of land mean what they mean here.
    #[test]
    fn the_shader_has_the_same_names() {
        let shader = include_str!("../../../assets/shaders/ground.wgsl");
        for (number, (name, stops)) in TABLE.iter().enumerate() {
            assert!(shader.contains(&format!("const {name}: i32 = {number};")), "{name}");
            assert!(stops.is_sorted_by(|a, b| a.0 < b.0), "{name}");
        }
        let kinds = [
            (Kind::Wheat, "WHEAT_FIELD"),
            (Kind::Maize, "MAIZE_FIELD"),
            (Kind::Potato, "POTATO_FIELD"),
            (Kind::EarlyRice, "EARLY_RICE_FIELD"),
            (Kind::SingleRice, "SINGLE_RICE_FIELD"),
            (Kind::Village, "VILLAGE"),
            (Kind::Shore, "SHORE_LAND"),
            (Kind::Grass, "GRASS_LAND"),
            (Kind::Fallow, "FALLOW"),
        ];
        for (kind, name) in kinds {
            assert!(shader.contains(&format!("const {name}: i32 = {};", kind as i32)), "{name}");
        }
    }
}
