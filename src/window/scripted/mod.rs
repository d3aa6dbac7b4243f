//! Windows that play by themselves and then close: to save pictures of them ([`screenshot`]), those of key moments in `docs/screens`
//! ([`screens`]), to see what memory it uses ([`memory_watch`]), or what somebody sees who comes for the first time ([`visit`]).

pub mod memory_watch;
pub mod screens;
pub mod screenshot;
pub mod visit;

/// The one of this name: that of its variant, in any case, in one word or several.
pub fn named<T: std::fmt::Debug + Clone>(all: &[T], name: &str) -> Option<T> {
    let name = name.replace([' ', '-'], "");
    all.iter().find(|one| format!("{one:?}").eq_ignore_ascii_case(&name)).cloned()
}
