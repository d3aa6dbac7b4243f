//! The kiosk: the program on a museum's touch screen, unattended, for everyone, all year.
//!
//! A visit goes through screens in a fixed order ([`visit`]), of which each is first said ([`page`], [`screens`]), then laid out in
//! millimetres ([`layout`], [`measure`]), then drawn ([`paint`], [`icons`]). What is told is taken from the run ([`story`]), which the
//! visit leads from day to day ([`drive`]), and of which it shows one part or another ([`scene`]). [`attend`] takes what hands and keys do
//! ([`input`]), sees whether anybody is there ([`idle`]), and puts it all together; [`run`] opens the window, and [`keep`]
//! keeps it going.
//!
//! What a museum sets is in [`config`], when it is open in [`schedule`]; what it can read of the kiosk afterwards is written by one thread
//! ([`health`]): the heartbeat, the [`log`], and how many visits there were ([`counts`]).

pub mod attend;
pub mod config;
pub mod counts;
pub mod drive;
pub mod health;
pub mod icons;
pub mod idle;
pub mod input;
pub mod keep;
pub mod layout;
pub mod log;
pub mod measure;
pub mod page;
pub mod paint;
pub mod run;
pub mod scene;
pub mod schedule;
pub mod screens;
mod scripted;
pub mod story;
#[cfg(test)]
mod test_support;
#[cfg(test)]
mod tests;
pub mod visit;
