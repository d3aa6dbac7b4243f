//! A window that plays by itself and then closes: to save pictures of it ([`screenshot`]), or to see what memory it uses
//! ([`memory_watch`]).

pub mod memory_watch;
pub mod screenshot;
