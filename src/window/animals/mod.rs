//! The animals on the map: what a mark stands for at each scale ([`levels`]), a flock as it is packed ([`glyph`]), its marks
//! ([`marks`]), and drawing those ([`drawing`]). Pests are painted with the land, as a stipple that is fixed to it.

pub mod drawing;
pub mod glyph;
pub mod levels;
pub mod marks;

pub use drawing::plugin;
