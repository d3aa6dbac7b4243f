//! Sparrowfall: a predator-prey simulator of the 1958 sparrow campaign.

pub mod scenario;
