//! What any model of fields and animals on Bevy needs, without any rules: agents and the land, random numbers,
//! multi-threaded loops, and what keeps a million agents fast.

pub mod accumulators;
pub mod agent;
pub mod batch;
pub mod columns;
pub mod heap;
pub mod landscape;
pub mod merging;
pub mod parallel;
pub mod peak_memory;
pub mod previous_position;
pub mod random;
pub mod recycling;
pub mod spatial_sort;
pub mod words;
