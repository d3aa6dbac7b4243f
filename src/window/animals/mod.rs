//! The animals on the map: how one is packed for the shader ([`glyph`]), how many are drawn at which scale ([`sampling`]),
//! and the buffers and materials that draw them ([`drawing`]).

pub mod drawing;
pub mod glyph;
pub mod sampling;

pub use drawing::plugin;
