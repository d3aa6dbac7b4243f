//! Where the parcels of the land lie. The map's shader has the same functions by the same names, so that what is pointed at
//! is what is drawn. Lengths are in fields.
//!
//! The parcels stand on a gently bent grid. A square of it is split into blocks, with a track or a canal on each line of
//! the split; a block into strips; a strip into parcels. A parcel shows the field in which its middle lies. Wild land has no
//! parcels: it shows its own field, with a loose border.

use bevy::math::{IVec2, UVec2, Vec2, ivec2, vec2};

/// Side of a square that is split into blocks.
const SQUARE: f32 = 13.0;
/// How far the grid is turned.
const TILT: f32 = 0.10;
/// How far it is bent, on the large and on the small scale.
const BEND: f32 = 2.6;
const WAVER: f32 = 0.10;

/// Bits that follow from a number (PCG).
fn pcg(number: u32) -> u32 {
    let state = number.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
    let word = ((state >> ((state >> 28) + 4)) ^ state).wrapping_mul(277_803_737);
    (word >> 22) ^ word
}

fn unit(bits: u32) -> f32 {
    (bits >> 8) as f32 / 16_777_216.0
}

/// Bits of a point of a lattice.
fn bits_of(point: IVec2, which: u32) -> u32 {
    let x = (point.x as u32).wrapping_mul(0x9e37_79b1);
    let y = (point.y as u32).wrapping_mul(0x85eb_ca77);
    pcg(x.wrapping_add(y).wrapping_add(which.wrapping_mul(0xc2b2_ae3d)))
}

/// A number of the point's own, 0 to 1.
fn own(point: IVec2, which: u32) -> f32 {
    unit(bits_of(point, which))
}

/// Smooth noise, 0 to 1, with features one unit wide.
pub fn noise(place: Vec2, which: u32) -> f32 {
    let corner = place.floor();
    let t = place - corner;
    let t = t * t * (Vec2::splat(3.0) - 2.0 * t);
    let corner = corner.as_ivec2();
    let at = |x, y| own(corner + ivec2(x, y), which);
    let south = at(0, 0) + (at(1, 0) - at(0, 0)) * t.x;
    let north = at(0, 1) + (at(1, 1) - at(0, 1)) * t.x;
    south + (north - south) * t.y
}

fn turned(place: Vec2, angle: f32) -> Vec2 {
    let (sin, cos) = (libm::sinf(angle), libm::cosf(angle));
    vec2(cos * place.x - sin * place.y, sin * place.x + cos * place.y)
}

/// How far a point of the grid is off its place.
fn bend(grid: Vec2) -> Vec2 {
    BEND * (vec2(noise(grid * 0.052, 3), noise(grid * 0.052 + 9.0, 4)) - 0.5)
}

/// How far the grid lies off a place, for the texture from which the shader has it.
pub fn offset(place: Vec2) -> Vec2 {
    let wavers = WAVER * (vec2(noise(place * 0.9, 5), noise(place * 0.9 + 9.0, 6)) - 0.5);
    let mut offset = wavers;
    for _ in 0..3 {
        offset = wavers + bend(turned(place + offset, TILT));
    }
    offset
}

/// Where a point of the grid lies.
fn from_grid(grid: Vec2) -> Vec2 {
    turned(grid, -TILT) - bend(grid)
}

/// A block: a rectangle of the grid.
struct Block {
    id: u32,
    low: Vec2,
    high: Vec2,
}

fn block_at(grid: Vec2) -> Block {
    let square = (grid / SQUARE).floor();
    let mut block = Block { id: bits_of(square.as_ivec2(), 77), low: square * SQUARE, high: (square + 1.0) * SQUARE };
    for _ in 0..6 {
        let size = block.high - block.low;
        if size.x * size.y < 11.0 + 12.0 * unit(pcg(block.id.wrapping_add(5))) {
            break;
        }
        let share = 0.33 + 0.34 * unit(pcg(block.id.wrapping_add(1)));
        let is_upright = size.x > size.y * (0.75 + 0.5 * unit(pcg(block.id.wrapping_add(2))));
        let line = block.low + size * share;
        let is_low = if is_upright { grid.x < line.x } else { grid.y < line.y };
        match (is_upright, is_low) {
            (true, true) => block.high.x = line.x,
            (true, false) => block.low.x = line.x,
            (false, true) => block.high.y = line.y,
            (false, false) => block.low.y = line.y,
        }
        block.id = pcg(block.id.wrapping_mul(2).wrapping_add(if is_low { 1 } else { 2 }));
    }
    block
}

/// The field that the parcel at a point of the grid shows; it may lie outside the land.
fn cell_of_parcel(grid: Vec2) -> IVec2 {
    let block = block_at(grid);
    let size = block.high - block.low;
    let number = |which| unit(pcg(block.id.wrapping_add(which)));
    // Two thirds of the strips lie along the longer side.
    let is_along_x = (size.x > size.y) != (number(30) > 0.66);
    let swap = |place: Vec2| if is_along_x { place } else { vec2(place.y, place.x) };
    let (size, mut at) = (swap(size), swap(grid - block.low));
    at.y += (number(33) - 0.5) * 0.10 * (at.x - 0.5 * size.x) + (noise(grid * 1.9, 34) - 0.5) * 0.05;
    at.x += (noise(grid * 2.3 + 5.0, 37) - 0.5) * 0.06;
    let strips = (size.y / (0.19 + 0.25 * number(31))).round_ties_even().max(1.0);
    let mut breadth = size.y / strips;
    let mut strip = (at.y / breadth).floor().clamp(0.0, strips - 1.0);
    let pair = (strip * 0.5).floor();
    let is_pair = own(ivec2(pair as i32, block.id as i32), 35) > 0.60 && pair * 2.0 + 1.0 < strips;
    if is_pair {
        strip = pair * 2.0;
    }
    let low = strip * breadth;
    if is_pair {
        breadth *= 2.0;
    }
    let of_strip = |which| own(ivec2(strip as i32, block.id as i32), which);
    let parts = (size.x / (0.8 + 1.1 * of_strip(32))).round_ties_even().max(1.0);
    let length = size.x / parts;
    let shift = if parts > 1.5 { (of_strip(36) - 0.5) * 0.9 } else { 0.0 };
    let first = if shift < 0.0 { -1.0 } else { 0.0 };
    let last = if shift > 0.0 { parts } else { parts - 1.0 };
    let part = (at.x / length + shift).floor().clamp(first, last);
    let middle = vec2(((part + 0.5 - shift) * length).clamp(0.15, size.x - 0.15), low + 0.5 * breadth);
    from_grid(block.low + swap(middle)).floor().as_ivec2()
}

/// Where wild land takes its look from.
fn astray(place: Vec2) -> Vec2 {
    place + 0.9 * (vec2(noise(place * 1.1, 71), noise(place * 1.1 + 4.0, 72)) - 0.5)
}

/// The number of the field that is shown at a place, if any is, on land of `size` fields.
pub fn cell_at(place: Vec2, size: UVec2, has_parcels: impl Fn(u32) -> bool) -> Option<u32> {
    let number = |cell: IVec2| {
        let is_inside = cell.cmpge(IVec2::ZERO).all() && cell.cmplt(size.as_ivec2()).all();
        is_inside.then(|| cell.y as u32 * size.x + cell.x as u32)
    };
    let parcel = number(cell_of_parcel(turned(place + offset(place), TILT)))?;
    if has_parcels(parcel) {
        return Some(parcel);
    }
    let within = astray(place).floor().as_ivec2().clamp(IVec2::ZERO, size.as_ivec2() - 1);
    let wild = number(within).filter(|&cell| !has_parcels(cell));
    Some(wild.unwrap_or(parcel))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: a parcel shows a field that is near, and every field of ordinary land is shown somewhere.
    #[test]
    fn parcels_show_fields_that_are_near() {
        let size = UVec2::splat(24);
        let mut shown = vec![0; 24 * 24];
        for y in 0..480 {
            for x in 0..480 {
                let place = vec2(x as f32 + 0.5, y as f32 + 0.5) / 20.0;
                let Some(cell) = cell_at(place, size, |_| true) else { continue };
                let middle = vec2((cell % 24) as f32, (cell / 24) as f32) + 0.5;
                assert!(middle.distance(place) < 2.2, "{place} shows {middle}");
                shown[cell as usize] += 1;
            }
        }
        let inner = (0..24 * 24).filter(|cell| (2..22).contains(&(cell % 24)) && (2..22).contains(&(cell / 24)));
        let unseen = inner.filter(|&cell| shown[cell as usize] == 0).count();
        assert!(unseen < 8, "{unseen} fields are not shown");
    }

    /// Contract: the offset of a place is that of its point of the grid.
    #[test]
    fn the_grid_and_the_land_agree() {
        for i in 0..200 {
            let place = vec2(0.63 * i as f32 - 20.0, 101.0 - 0.77 * i as f32);
            let back = from_grid(turned(place + offset(place), TILT));
            assert!(back.distance(place) < 0.5 * WAVER * 1.5, "{place}: {back}");
        }
    }
}
