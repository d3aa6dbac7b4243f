//! The run that the window shows. The simulation lives on a thread of its own: the window sends it commands, and it leaves
//! updates ([`driver`], and `worker` on its side). What the window knows of the run from these updates is in [`displayed`],
//! which all drawing reads; only what is new is sent ([`rows`]). How fast days pass where nobody has set a speed, `story_pace` says. What a
//! person asks for is judged in [`objections`]. The files it can be written to are in [`save`]; the same run without the campaign is in
//! [`twin`].

pub mod displayed;
pub mod driver;
pub mod field_past;
pub mod following;
pub mod objections;
mod pace;
pub mod rows;
pub mod save;
mod story_pace;
pub mod twin;
mod worker;
