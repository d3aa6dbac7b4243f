//! What visitors do with their hands, and with keys: [`fingers`] on the glass, and [`keys`] from the five of an arrow pad down to a single
//! switch; both are taken from the window's messages in [`read`].

pub mod fingers;
pub mod keys;
pub mod read;
