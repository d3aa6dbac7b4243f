//! Windows that play by themselves and then close: to save pictures of them ([`screenshot`]), those of key moments in `docs/screens`
//! ([`screens`]), or to see what memory it uses ([`memory_watch`]).

pub mod memory_watch;
pub mod screens;
pub mod screenshot;
