//! A run between two days as bytes, and back.
//!
//! | bytes | content of the [envelope](super::envelope) |
//! | --- | --- |
//! | 4 + n | the text of a `run.ron`: program version, scenario, seed, log of interventions, state hash |
//! | 4 | how many of the interventions a person has made since the last day |
//! | 4 + n | the [settings](super::state::Settings), with the days simulated, as `postcard` writes them |
//! | n | the tables of the [state](super::state::State), then that of the record's days, see [`columns`](crate::engine::columns) |
//!
//! Numbers are little-endian; `4 + n` is a length and as many bytes. A snapshot holds numbers of the model, so it is read
//! only by the version of the program that wrote it. What another version can use of it is the text: with that it can
//! repeat the run.

use thiserror::Error;

use super::Simulation;
use super::envelope::{Broken, Kind, add_part};
use super::state::{Settings, State, compressed, habitats_by_cell};
use crate::ecology::calendar::date_of;
use crate::engine::columns::{Compressed, Effort, Shape, Table, compress};
use crate::engine::parallel::Parallelism;
use crate::record::hash::{StateHash, state_hash};
use crate::record::provenance::{VERSION, hash_text};
use crate::record::run_file;
use crate::record::series::DayRow;
use crate::scenario::{Document, LONGEST_RUN_DAYS, Problem, Problems, parse};

/// What a snapshot is as a file.
pub const SNAPSHOT: Kind = Kind { mark: b"Sparrowfall day\n", format: 5, name: "snapshot" };

/// Why bytes are not a snapshot that can be restored.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Unrestorable {
    /// They are not a whole snapshot.
    #[error(transparent)]
    Broken(#[from] Broken),
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
        let (world, how) = (self.world(), self.parallelism());
        let days = Table::of(&self.record().days);
        let tables = || [compressed(world, Effort::Small), compress::<DayRow>(&days, Effort::Small, how)].concat();
        let (tables, hash) = how.both(tables, || state_hash(world));
        let run = self.repetition(self.whole_log(), hash);
        let mut content = Vec::new();
        let text = run_file::text(&run).expect("a run is text");
        add_part(&mut content, text.as_bytes());
        content.extend((self.pending.len() as u32).to_le_bytes());
        add_part(&mut content, &postcard::to_stdvec(&Settings::of(self.world())).expect("settings are bytes"));
        content.extend(tables);
        SNAPSHOT.seal(&content)
    }

    /// The run that was [saved](Self::save). Small landscapes run serially.
    ///
    /// # Errors
    /// If the bytes are not a whole, unchanged snapshot of this version of the program.
    pub fn restore(bytes: &[u8], parallelism: Parallelism) -> Result<Self, Unrestorable> {
        Self::restore_as(bytes, parallelism, false)
    }

    /// The same, as a [watched](Self::watched) run.
    ///
    /// # Errors
    /// As for [`Self::restore`].
    pub fn restore_watched(bytes: &[u8], parallelism: Parallelism) -> Result<Self, Unrestorable> {
        Self::restore_as(bytes, parallelism, true)
    }

    fn restore_as(bytes: &[u8], parallelism: Parallelism, is_watched: bool) -> Result<Self, Unrestorable> {
        use Unrestorable::*;
        let short = Contradiction("it ends too early");
        let no_state = |_| Contradiction("its state is not one of its scenario");
        let first = |Problems(problems): Problems| match problems.into_iter().next() {
            Some(problem) => Run(problem),
            None => Contradiction("its run cannot be read"),
        };
        let mut parts = SNAPSHOT.open(bytes)?;
        let text = parts.text().ok_or(Contradiction("its run is no text"))?;
        let Document::Run(run) = parse(text, "its text").map_err(first)? else {
            return Err(Contradiction("its run is a scenario"));
        };
        if run.version != VERSION {
            return Err(OtherVersion(run.version));
        }
        let pending = parts.number().ok_or(short.clone())? as usize;
        let settings = parts.part().ok_or(short.clone())?;
        let settings: Settings =
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
        let no_tables = || Contradiction("its tables cannot be read");
        let found = Compressed::find(&mut parts.0, &shapes).filter(|_| parts.0.is_empty()).ok_or_else(no_tables)?;
        let read = || {
            let mut tables = found.decompress(how).ok_or_else(no_tables)?;
            let rows: Vec<DayRow> = tables.pop().map(|days| days.states().collect()).unwrap_or_default();
            if rows.len() != days as usize {
                return Err(Contradiction("its days are not a record of days"));
            }
            let state = State { settings, tables };
            state.check(how).map_err(no_state)?;
            let agents = state.agents().map_err(no_state)?;
            Ok((state, agents, rows))
        };
        let lay_out = || Self::before(run.scenario.clone(), parallelism, is_watched);
        let (read, mut simulation) = how.both(read, lay_out);
        let (state, agents, rows) = read?;
        let world = simulation.world_mut();
        state.settings.put(world, &run.scenario).map_err(no_state)?;
        let (begun, habitats) = (StateHash::begin(world), habitats_by_cell(world));
        let (hash, put) = how.both(|| state.hash(&agents, begun, &habitats), || state.put_tables(&agents, world));
        put.map_err(no_state)?;
        if hash.map(hash_text) != Some(run.state_hash) {
            return Err(Contradiction("its state has another hash"));
        }
        simulation.go_on_from(rows, log);
        simulation.pending = pending.into_iter().map(|event| event.action).collect();
        Ok(simulation)
    }
}
