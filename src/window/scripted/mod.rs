//! Windows that play by themselves and then close: to save pictures of them ([`screenshot`]), those of key moments in `docs/screens`
//! ([`screens`]), to see what memory it uses ([`memory_watch`]), or what somebody sees who comes for the first time ([`visit`]).

pub mod memory_watch;
pub mod screens;
pub mod screenshot;
pub mod visit;
