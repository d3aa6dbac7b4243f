//! A run between two days as bytes, and back.
//!
//! | bytes | content |
//! | --- | --- |
//! | 16 | [`MARK`] |
//! | 4 | version of this format, [`FORMAT`] |
//! | 8 | length of the whole snapshot |
//! | 4 + n | the text of a `run.ron`: program version, scenario, seed, log of interventions, state hash |
//! | 4 | how many of the interventions a person has made since the last day |
//! | 4 + n | the [settings](super::state::Settings), with the days simulated, as `postcard` writes them |
//! | n | the tables of the [state](super::state::State), then that of the record's days, see [`columns`] |
//! | 4 | CRC-32 of all that comes before it |
//!
//! Numbers are little-endian; `4 + n` is a length and as many bytes. A snapshot holds numbers of the model, so it is read
//! only by the version of the program that wrote it. What another version can use of it is the text: with that it can
//! repeat the run.

use std::panic::resume_unwind;

use thiserror::Error;

use super::Simulation;
use super::state::{State, TABLES};
use crate::ecology::calendar::date_of;
use crate::engine::columns::{self, Shape, Table, compress, take_number};
use crate::engine::parallel::Parallelism;
use crate::record::hash::state_hash;
use crate::record::provenance::{VERSION, hash_text};
use crate::record::run_file;
use crate::record::series::DayRow;
use crate::scenario::{Document, LONGEST_RUN_DAYS, Problem, Problems, SCHEMA, SavedRun, parse};

/// What a snapshot begins with.
pub const MARK: &[u8; 16] = b"Sparrowfall day\n";
/// Version of the format.
pub const FORMAT: u32 = 1;

/// Why bytes are not a snapshot that can be restored.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Unrestorable {
    /// They begin otherwise.
    #[error("this is not a snapshot of a run of Sparrowfall")]
    NoSnapshot,
    /// Another format.
    #[error(
        "this snapshot has format {0}; this version of Sparrowfall reads format {FORMAT}. Use the version that wrote it"
    )]
    OtherFormat(u32),
    /// Fewer or more bytes than there should be.
    #[error("this snapshot should have {expected} bytes, but has {found}; copy it anew")]
    WrongLength {
        /// How many there should be.
        expected: u64,
        /// How many there are.
        found: u64,
    },
    /// Some bytes have changed.
    #[error("this snapshot is damaged: its checksum is wrong; copy it anew")]
    Damaged,
    /// Another version of the program.
    #[error(
        "this snapshot was written by version {0} of Sparrowfall, and this is version {VERSION}, whose state may differ; \
             open it with the version that wrote it, or repeat its run from the first day"
    )]
    OtherVersion(String),
    /// Its run is not one.
    #[error("the run in this snapshot is not valid: {0}")]
    Run(Problem),
    /// Its parts do not fit together.
    #[error(
        "this snapshot contradicts itself: {0}. It was not written by Sparrowfall, or this is a bug in the program"
    )]
    Contradiction(&'static str),
}

impl Simulation {
    /// The whole run between two days, as bytes. The same run gives the same bytes on any number of threads.
    pub fn save(&mut self) -> Vec<u8> {
        let state = State::of(self.world());
        let days = Table::of(&self.record().days, Parallelism::Serial);
        let tables: Vec<&Table> = state.tables.iter().chain([&days]).collect();
        let how = self.parallelism();
        let world = self.app.world_mut();
        let (hash, tables) = match how {
            Parallelism::Serial => (state_hash(world), compress(&tables, how)),
            Parallelism::Pool => std::thread::scope(|scope| {
                let tables = scope.spawn(|| compress(&tables, how));
                (state_hash(world), tables.join().unwrap_or_else(|panic| resume_unwind(panic)))
            }),
        };
        let interventions = self.whole_log();
        let run = SavedRun {
            schema: SCHEMA,
            version: VERSION.into(),
            // A log may be that of a longer run, which is being repeated.
            last_day: interventions.last().map(|event| event.date).max(self.date()).unwrap_or(self.scenario.start),
            state_hash: hash_text(hash),
            scenario: self.scenario.clone(),
            interventions,
        };
        let mut bytes = MARK.to_vec();
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend([0; 8]);
        let with_length = |bytes: &mut Vec<u8>, part: &[u8]| {
            bytes.extend((part.len() as u32).to_le_bytes());
            bytes.extend(part);
        };
        let text = run_file::text(&run).expect("a run is text");
        with_length(&mut bytes, text.as_bytes());
        bytes.extend((self.pending.len() as u32).to_le_bytes());
        with_length(&mut bytes, &postcard::to_stdvec(&state.settings).expect("settings are bytes"));
        bytes.extend(tables);
        let length = bytes.len() as u64 + 4;
        bytes[LENGTH_AT..LENGTH_AT + 8].copy_from_slice(&length.to_le_bytes());
        let checksum = crc32fast::hash(&bytes);
        bytes.extend(checksum.to_le_bytes());
        bytes
    }

    /// The run that was [saved](Self::save). Small landscapes run serially.
    ///
    /// # Errors
    /// If the bytes are not a whole, unchanged snapshot of this version of the program.
    pub fn restore(bytes: &[u8], parallelism: Parallelism) -> Result<Self, Unrestorable> {
        use Unrestorable::*;
        let short = Contradiction("it ends too early");
        let first = |Problems(problems): Problems| match problems.into_iter().next() {
            Some(problem) => Run(problem),
            None => Contradiction("its run cannot be read"),
        };
        let mut parts = Parts::of(bytes)?;
        let text =
            str::from_utf8(parts.part().ok_or(short.clone())?).map_err(|_| Contradiction("its run is no text"))?;
        let Document::Run(run) = parse(text, "its text").map_err(first)? else {
            return Err(Contradiction("its run is a scenario"));
        };
        if run.version != VERSION {
            return Err(OtherVersion(run.version));
        }
        let pending = parts.number().ok_or(short.clone())? as usize;
        let settings = parts.part().ok_or(short.clone())?;
        let settings: super::state::Settings =
            postcard::from_bytes(settings).map_err(|_| Contradiction("its settings cannot be read"))?;
        let days = settings.days;
        if days > LONGEST_RUN_DAYS.unsigned_abs() + 1 {
            return Err(Contradiction("it has too many days"));
        }
        let next = date_of(run.scenario.start, days);
        let mut log = run.interventions;
        let place = log.partition_point(|event| event.date <= next);
        let first = place.checked_sub(pending).ok_or(Contradiction("it has too few interventions"))?;
        let pending: Vec<_> = log.drain(first..place).collect();
        if pending.iter().any(|event| event.date != next) {
            return Err(Contradiction("interventions of the next day have another date"));
        }
        let mut shapes = State::shape(&run.scenario).to_vec();
        shapes.push(Shape::of::<DayRow>(days as usize..=days as usize));
        let how = parallelism.where_it_pays(run.scenario.landscape.fields_wide * run.scenario.landscape.fields_high);
        let mut tables = columns::decompress(&mut parts.0, &shapes, how)
            .filter(|tables| tables.len() == TABLES + 1 && parts.0.is_empty())
            .ok_or(Contradiction("its tables cannot be read"))?;
        let rows: Vec<DayRow> = tables.pop().map(|days| days.states().collect()).unwrap_or_default();
        if rows.len() != days as usize {
            return Err(Contradiction("its days are not a record of days"));
        }
        let state = State { settings, tables };
        let mut simulation = Self::of_state(run.scenario, &state, rows, log, parallelism, false)
            .map_err(|_| Contradiction("its state is not one of its scenario"))?;
        simulation.pending = pending.into_iter().map(|event| event.action).collect();
        if hash_text(simulation.state_hash()) != run.state_hash {
            return Err(Contradiction("its state has another hash"));
        }
        Ok(simulation)
    }
}

/// Where the length is.
const LENGTH_AT: usize = MARK.len() + 4;

/// What is left to read.
struct Parts<'a>(&'a [u8]);

impl<'a> Parts<'a> {
    /// What lies between the head, which is checked, and the checksum, which is right.
    fn of(bytes: &'a [u8]) -> Result<Self, Unrestorable> {
        let mut parts = Self(bytes.strip_prefix(MARK).ok_or(Unrestorable::NoSnapshot)?);
        let found = bytes.len() as u64;
        let cut = Unrestorable::WrongLength { expected: LENGTH_AT as u64 + 12, found };
        let format = parts.number().ok_or(cut.clone())?;
        if format != FORMAT {
            return Err(Unrestorable::OtherFormat(format));
        }
        let expected = parts.long().ok_or(cut)?;
        if expected != found {
            return Err(Unrestorable::WrongLength { expected, found });
        }
        let (content, checksum) = bytes.split_last_chunk().ok_or(Unrestorable::Damaged)?;
        if crc32fast::hash(content) != u32::from_le_bytes(*checksum) {
            return Err(Unrestorable::Damaged);
        }
        Ok(Self(content.get(LENGTH_AT + 8..).unwrap_or_default()))
    }

    fn number(&mut self) -> Option<u32> {
        take_number(&mut self.0)
    }

    fn long(&mut self) -> Option<u64> {
        self.0.split_off(..8)?.try_into().ok().map(u64::from_le_bytes)
    }

    fn part(&mut self) -> Option<&'a [u8]> {
        let length = self.number()? as usize;
        self.0.split_off(..length)
    }
}
