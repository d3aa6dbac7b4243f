//! Sparrowfall is a predator-prey simulator of the campaign against sparrows in China in 1958. Sparrows, crop pests and
//! grain fields are ECS entities of Bevy. A person starts or stops the campaign and sees, field by field, what follows.
//!
//! Nothing is scripted: the campaign kills birds and destroys nests, and everything else follows from who eats what. It is
//! a simplified model. It shows how mechanisms combine; it is not evidence. `docs/ODD.md` describes it in full.
//!
//! # A run
//!
//! A run is its scenario, its seed and its interventions. The same three give the same history to the last bit, on any
//! number of threads, in the window or without it.
//!
//! ```
//! use sparrowfall::engine::parallel::Parallelism;
//! use sparrowfall::scenario::{Action, Document, open};
//! use sparrowfall::simulation::Simulation;
//!
//! let Document::Scenario(scenario) = open("tiny")? else { unreachable!("a built-in scenario is no saved run") };
//! let mut simulation = Simulation::new(scenario, Parallelism::Serial);
//! simulation.step();
//! simulation.intervene(Action::StartCampaign { effort: 1.0 });
//! simulation.step();
//! assert_eq!(simulation.days_done(), 2);
//! assert!(simulation.audit().is_ok());
//! println!("{} sparrows", simulation.record().days[1].sparrows);
//! println!("state {:016x}", simulation.state_hash());
//! # Ok::<(), sparrowfall::scenario::Problems>(())
//! ```
//!
//! # Where things are
//!
//! Data flows from top to bottom:
//!
//! - [`scenario`]: scenario files, their parameters and checks, the built-in scenarios
//! - [`engine`]: what any model of fields and animals on Bevy needs, and no rule
//! - [`ecology`]: the living model, one file for each actor or rule
//! - [`society`]: the state and the people who work the fields, one file for each rule
//! - [`day`]: the day, the one file that knows all systems
//! - [`record`]: daily series, yearly harvests, the mass balance, the state hash, the files of a run
//! - [`simulation`]: a run that can be stepped, hashed and replayed; no graphics
//! - [`timeline`]: a run of which every day can be had again, and be gone on with otherwise
//! - [`output`]: how the program speaks to a person in text
//! - [`experiment`]: runs without a window, and the picture in the terminal
//! - `window`: the Bevy app (feature `window`, on by default)
//! - `kiosk`: the exhibit that runs by itself in a museum (feature `window`)
//!
//! # Why the history is the same on any number of threads
//!
//! Agents never talk to agents. They add whole numbers to their field's tallies, and sums of whole numbers do not depend on
//! the order; each field turns its tallies into results alone; agents read the results. Random numbers come from streams
//! keyed by seed, agent, day and purpose ([`engine::random`]), and mathematics from `libm`.

pub mod day;
pub mod ecology;
pub mod engine;
pub mod experiment;
#[cfg(feature = "window")]
pub mod kiosk;
pub mod output;
pub mod record;
pub mod scenario;
pub mod simulation;
pub mod society;
pub mod timeline;
#[cfg(feature = "window")]
pub mod window;

#[cfg(doctest)]
#[doc = include_str!("../docs/SESSIONS.md")]
pub struct SessionsExample;
