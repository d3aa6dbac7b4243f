//! What the tests of the window share: drawing panels without a window ([`ui`]), and rows of a record ([`rows`]).

pub mod fields;
pub mod rows;
pub mod ui;
