//! The charts: three daily series and the yearly harvest over one time axis ([`show`]), the plain numbers that they draw
//! (`data`), their `axes`, and the days on which the campaign was on ([`spans`]). Of a year's grain, the flows ([`grain_flow`]) and their picture
//! ([`sankey`]).

mod axes;
pub mod data;
pub mod grain_flow;
mod grain_words;
mod plots;
pub mod sankey;
pub mod spans;

pub use plots::{ChartsOf, Pressed, show};
