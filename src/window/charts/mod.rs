//! The charts: daily series and the yearly harvest over one time axis ([`show`]), or one number against another (`phase`, with the `names` of years); the plain
//! numbers that they draw (`data`, [`series`], `spread`), their `axes`, `window` of time and `legend`, and the days on which the
//! campaign was on ([`spans`]); what a person has chosen of it ([`view`]), and the `panel` in which they do; the same as files
//! (`export`, of a `figure` or a `table`). Of a year's grain, the flows ([`grain_flow`]) and their picture ([`sankey`]).

mod arrows;
mod axes;
mod charts_of;
pub mod data;
mod export;
mod figure;
pub mod grain_flow;
mod grain_words;
mod harvests;
mod legend;
#[cfg(test)]
mod made_up;
mod names;
mod panel;
mod phase;
mod plane;
mod plots;
pub mod sankey;
pub mod series;
pub mod spans;
mod spread;
mod table;
pub mod view;
mod window;

pub use charts_of::ChartsOf;
pub use panel::show as show_panel;
pub use plots::{INVITATION, LEAST_HEIGHT, LEGEND_HEIGHT, Pressed, Room, show};
