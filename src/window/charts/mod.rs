//! The charts: three daily series and the yearly harvest over one time axis ([`show`]), the plain numbers that they draw
//! (`data`), and the days on which the campaign was on ([`spans`]).

mod data;
mod plots;
pub mod spans;

pub use plots::{ChartsOf, show};
