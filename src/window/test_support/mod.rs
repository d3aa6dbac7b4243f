//! What the tests of the window share: drawing panels without a window ([`ui`]), finding text that has too little room in what they draw
//! ([`overflow`]), rows of a record ([`rows`]), fields ([`fields`]), and a whole run ([`run`]).

pub mod fields;
pub mod overflow;
pub mod rows;
pub mod run;
pub mod ui;
