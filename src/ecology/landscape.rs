//! The land: a grid of square fields, each an entity, spawned once in row-major order into a table of their own.
//!
//! Because no field is ever added or removed, the table's row is the field's number (its *cell*), and a query's
//! contiguous slice is indexed by cell: agents reach a field with one load, without a hash or an entity lookup.

use bevy::prelude::*;

use super::identity::field_id;
use super::random::{Purpose, Stream};
use crate::scenario::{LandscapeParameters, Scenario};

/// Size of the landscape.
#[derive(Resource, Clone, Copy, Debug, PartialEq)]
pub struct Landscape {
    /// Fields from west to east.
    pub width: u32,
    /// Fields from south to north.
    pub height: u32,
    /// Side of a field, m.
    pub side_m: f32,
}

impl Landscape {
    /// From a scenario.
    pub fn new(parameters: &LandscapeParameters) -> Self {
        Self { width: parameters.fields_wide, height: parameters.fields_high, side_m: parameters.field_side_m }
    }

    /// Number of fields.
    pub fn fields(&self) -> u32 {
        self.width * self.height
    }

    /// Area of a field, ha.
    pub fn field_ha(&self) -> f32 {
        self.side_m * self.side_m / 10_000.0
    }

    /// Area of a field, m2.
    pub fn field_m2(&self) -> f32 {
        self.side_m * self.side_m
    }

    /// Breadth and height, m.
    pub fn extent_m(&self) -> Vec2 {
        Vec2::new(self.width as f32, self.height as f32) * self.side_m
    }

    /// The field at a place; places outside belong to the nearest field.
    #[inline]
    pub fn cell_at(&self, place: Vec2) -> u32 {
        let column = (place.x / self.side_m).clamp(0.0, (self.width - 1) as f32) as u32;
        let row = (place.y / self.side_m).clamp(0.0, (self.height - 1) as f32) as u32;
        row * self.width + column
    }

    /// The middle of a field.
    #[inline]
    pub fn centre(&self, cell: u32) -> Vec2 {
        let (column, row) = (cell % self.width, cell / self.width);
        Vec2::new(column as f32 + 0.5, row as f32 + 0.5) * self.side_m
    }

    /// A random place in a field.
    pub fn place_in(&self, cell: u32, stream: &mut Stream) -> Vec2 {
        let place = self.centre(cell) + 0.499 * self.side_m * Vec2::new(stream.signed(), stream.signed());
        self.within(place)
    }

    /// The place itself, reflected at the borders as often as need be.
    #[inline]
    pub fn within(&self, place: Vec2) -> Vec2 {
        let extent = self.extent_m();
        let reflect = |x: f32, extent: f32| {
            if (0.0..=extent).contains(&x) {
                return x;
            }
            let folded = x.rem_euclid(2.0 * extent);
            if folded > extent { 2.0 * extent - folded } else { folded }
        };
        let reflected = Vec2::new(reflect(place.x, extent.x), reflect(place.y, extent.y));
        // A field's own share of the border belongs to it, so the far border itself is kept out.
        reflected.clamp(Vec2::ZERO, extent * 0.999_999)
    }

    /// The neighbours to the west, east, south and north; at the border, the field itself.
    #[inline]
    pub fn neighbours(&self, cell: u32) -> [u32; 4] {
        let (column, row) = (cell % self.width, cell / self.width);
        [
            if column > 0 { cell - 1 } else { cell },
            if column + 1 < self.width { cell + 1 } else { cell },
            if row > 0 { cell - self.width } else { cell },
            if row + 1 < self.height { cell + self.width } else { cell },
        ]
    }
}

/// A field's number, its place in every contiguous slice.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell(pub u32);

/// What a field's land is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum LandUse {
    /// Winter wheat, then maize, in one year.
    WheatMaize,
    /// Sweet potato.
    SweetPotato,
    /// Early rice.
    EarlyRice,
    /// Single-crop rice.
    SingleRice,
    /// Houses and gardens.
    Village,
    /// Open laying ground: river and lake margins, saline waste.
    LayingGround,
    /// Uncultivated grass.
    Grass,
}

impl LandUse {
    /// All uses, in the order of their discriminants.
    pub const ALL: [Self; 7] = [
        Self::WheatMaize,
        Self::SweetPotato,
        Self::EarlyRice,
        Self::SingleRice,
        Self::Village,
        Self::LayingGround,
        Self::Grass,
    ];

    /// Whether crops are sown here.
    pub fn is_cropland(self) -> bool {
        matches!(self, Self::WheatMaize | Self::SweetPotato | Self::EarlyRice | Self::SingleRice)
    }
}

/// What a field offers to animals, fixed for the run.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub struct Habitat {
    /// Use of the land.
    pub land: LandUse,
    /// Nest sites, pairs.
    pub nest_sites: f32,
    /// Suitability for laying, 0 to 1.
    pub laying_ground: f32,
    /// Tree cover, 0 to 1.
    pub tree_cover: f32,
}

/// Lays out the habitats of all fields, in cell order.
pub fn habitats(scenario: &Scenario) -> Vec<Habitat> {
    let parameters = &scenario.landscape;
    let landscape = Landscape::new(parameters);
    let cells = landscape.fields();
    let noise = |layer: u64, breadth_m: f32| -> Vec<f32> {
        (0..cells).map(|cell| noise_at(scenario.seed, layer, landscape.centre(cell) / breadth_m)).collect()
    };
    let patch = parameters.patch_m;
    let uses = land_uses(parameters, cells, &noise(1, 0.5 * patch), &noise(2, patch), &noise(3, patch));
    let trees = noise(4, patch);
    let ha = landscape.field_ha();
    uses.into_iter()
        .zip(trees)
        .map(|(land, tree_noise)| {
            let openness = if land == LandUse::LayingGround { 0.5 } else { 1.0 };
            let tree_cover = (parameters.tree_cover * openness * (0.7 + 0.6 * tree_noise)).clamp(0.0, 1.0);
            let eaves = if land == LandUse::Village { parameters.village_nest_sites_per_ha } else { 0.0 };
            Habitat {
                land,
                nest_sites: (eaves + parameters.tree_nest_sites_per_ha * tree_cover) * ha,
                laying_ground: match land {
                    LandUse::LayingGround => 1.0,
                    LandUse::Village => 0.0,
                    _ => parameters.field_laying_suitability,
                },
                tree_cover,
            }
        })
        .collect()
}

/// Gives each use its share of the fields: villages where their noise is highest, then laying grounds, then the crops
/// side by side in patches.
fn land_uses(
    parameters: &LandscapeParameters,
    cells: u32,
    villages: &[f32],
    laying: &[f32],
    crops: &[f32],
) -> Vec<LandUse> {
    let mut uses = vec![LandUse::Grass; cells as usize];
    let mut free: Vec<u32> = (0..cells).collect();
    let layers = [
        (LandUse::Village, parameters.village_share, villages),
        (LandUse::LayingGround, parameters.laying_ground_share, laying),
        (LandUse::SweetPotato, parameters.sweet_potato_share, crops),
        (LandUse::EarlyRice, parameters.early_rice_share, crops),
        (LandUse::SingleRice, parameters.single_rice_share, crops),
        (LandUse::WheatMaize, parameters.wheat_maize_share, crops),
    ];
    for (land, share, noise) in layers {
        free.sort_by(|&a, &b| noise[b as usize].total_cmp(&noise[a as usize]).then(a.cmp(&b)));
        let wanted = ((f64::from(share) * f64::from(cells)).round() as usize).min(free.len());
        for cell in free.drain(..wanted) {
            uses[cell as usize] = land;
        }
    }
    uses
}

/// Smooth value noise in [0, 1) with features about one unit wide.
fn noise_at(seed: u64, layer: u64, place: Vec2) -> f32 {
    let corner = |x: f32, y: f32| {
        let lattice = (x as u64) << 24 | y as u64;
        Stream::new(seed, layer << 56 | lattice, 0, Purpose::Landscape).unit() as f32
    };
    let floor = place.floor();
    let t = place - floor;
    let t = t * t * (Vec2::splat(3.0) - 2.0 * t);
    let row = |y: f32| corner(floor.x, y) * (1.0 - t.x) + corner(floor.x + 1.0, y) * t.x;
    row(floor.y) * (1.0 - t.y) + row(floor.y + 1.0) * t.y
}

/// The stream of a field.
pub fn field_stream(seed: u64, cell: Cell, day: u32, purpose: Purpose) -> Stream {
    Stream::new(seed, field_id(cell.0), day, purpose)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_border_reflects_and_holds_nobody() {
        let landscape = Landscape { width: 4, height: 4, side_m: 100.0 };
        let across = |x: f32| landscape.within(Vec2::new(x, 50.0)).x;
        assert_eq!([-30.0, 430.0, -430.0, 830.0, -830.0].map(across), [30.0, 370.0, 370.0, 30.0, 30.0]);
        assert_eq!(across(123.0), 123.0);
    }

    #[test]
    fn every_use_gets_its_share() {
        let scenario = Scenario::default();
        let habitats = habitats(&scenario);
        let share = |land| habitats.iter().filter(|h| h.land == land).count() as f32 / habitats.len() as f32;
        assert!((share(LandUse::WheatMaize) - scenario.landscape.wheat_maize_share).abs() < 1e-3);
        assert!((share(LandUse::Village) - scenario.landscape.village_share).abs() < 1e-3);
        assert!((share(LandUse::LayingGround) - scenario.landscape.laying_ground_share).abs() < 1e-3);
    }

    #[test]
    fn every_place_has_a_field_and_every_field_its_centre() {
        let landscape = Landscape { width: 7, height: 3, side_m: 50.0 };
        for cell in 0..landscape.fields() {
            assert_eq!(landscape.cell_at(landscape.centre(cell)), cell);
        }
        for place in [Vec2::new(-10.0, 400.0), Vec2::new(1e6, -1e6), landscape.extent_m()] {
            assert!(landscape.cell_at(place) < landscape.fields());
            assert!(landscape.cell_at(landscape.within(place)) < landscape.fields());
        }
    }
}
