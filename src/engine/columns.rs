//! Tables of states as columns of numbers, and those as bytes.
//!
//! Each half of a word is a column of its own, so that like lies beside like: a column in which all rows are the same takes
//! next to no room, and `pco`, which is made for columns of numbers, makes the others small.

use std::ops::RangeInclusive;

use pco::standalone::{simple_compress, simple_decompress_into};
use pco::{ChunkConfig, DeltaSpec, ModeSpec};

use super::parallel::{Parallelism, in_blocks};
use super::words::{Array, Words, pair, state_of, unpair};

/// States of one kind, by column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    rows: usize,
    columns: Vec<Column>,
}

/// How hard `pco` tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// For what is to be done quickly. A column takes as many bits as its range asks for; only one with a wide range in which many
    /// rows repeat the one before, which is where trying pays most, is looked at twice. (The default commune, on average over ten
    /// years: about 1.8 MB where all columns take 2.25, in one and a half times the time.)
    Quick,
    /// For what is written to a file. (On the same days 1.38 MB in 11.7 ms; beyond this, another percent of size costs a tenth of the
    /// time.)
    Small,
}

/// A column with a wide range has numbers further from each other than this.
const WIDE: u32 = 1 << 20;

impl Effort {
    /// The level of `pco` for a column.
    fn level(self, numbers: &[u32]) -> usize {
        let repeated = numbers.windows(2).filter(|both| both[0] == both[1]).count();
        let is_repeated = |one_in: usize| repeated * one_in >= numbers.len();
        let is_wide = || numbers.iter().max() > numbers.iter().min().map(|least| least.saturating_add(WIDE)).as_ref();
        match self {
            Self::Quick if is_repeated(4) && is_wide() => 2,
            Self::Quick => 0,
            Self::Small if is_repeated(20) => 7,
            Self::Small => 4,
        }
    }

    /// What it makes of a column: differences between rows are taken only where they are known to be small.
    fn config(self, numbers: &[u32], is_near_the_row_before: bool) -> ChunkConfig {
        let takes_differences = is_near_the_row_before && self == Self::Small;
        let delta = if takes_differences { DeltaSpec::TryConsecutive(1) } else { DeltaSpec::NoOp };
        ChunkConfig::default()
            .with_compression_level(self.level(numbers))
            .with_mode_spec(ModeSpec::Classic)
            .with_delta_spec(delta)
    }
}

/// A number of each row.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Column {
    /// The same in all of them.
    Same(u32),
    /// One for each.
    Each(Vec<u32>),
}

/// What is known about a table before it is read.
#[derive(Clone, Debug)]
pub struct Shape {
    columns: usize,
    rows: RangeInclusive<usize>,
}

impl Shape {
    /// A table of this kind of state, with so many rows.
    pub fn of<W: Words>(rows: RangeInclusive<usize>) -> Self {
        Self { columns: columns::<W>(), rows }
    }
}

/// Columns of a table of this kind of state.
fn columns<W: Words>() -> usize {
    2 * W::Words::ZEROS.as_ref().len()
}

/// Rows whose words are taken at once, before they are dealt out to columns: they stay in a core's fastest cache.
const AT_ONCE: usize = 256;

impl Table {
    /// A table of these states.
    pub fn of<W: Words>(states: &[W]) -> Self {
        let mut columns: Vec<Vec<u32>> = vec![Vec::new(); columns::<W>()];
        columns.iter_mut().for_each(|column| column.reserve_exact(states.len()));
        let mut words = Vec::with_capacity(AT_ONCE);
        for states in states.chunks(AT_ONCE) {
            words.clear();
            words.extend(states.iter().map(Words::to_words));
            for (index, column) in columns.iter_mut().enumerate() {
                column.extend(words.iter().map(|words| unpair(words.as_ref()[index / 2])[index % 2]));
            }
        }
        let columns = columns.into_iter().map(|numbers| match numbers.split_first() {
            Some((first, others)) if others.iter().any(|other| other != first) => Column::Each(numbers),
            first => Column::Same(first.map_or(0, |(first, _)| *first)),
        });
        Self { rows: states.len(), columns: columns.collect() }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The states, row by row. A row that no state gives ends them.
    pub fn states<W: Words>(&self) -> impl Iterator<Item = W> {
        self.words::<W>().map_while(state_of)
    }

    /// The states, row by row, of a table that [`Self::of`] has made: whether its rows are states is not looked at again.
    pub fn own_states<W: Words>(&self) -> impl Iterator<Item = W> {
        self.words::<W>().map(W::from_words)
    }

    fn words<W: Words>(&self) -> impl Iterator<Item = W::Words> {
        let is_of_kind = self.columns.len() == columns::<W>();
        (0..if is_of_kind { self.rows } else { 0 }).map(|row| {
            let mut words = W::Words::ZEROS;
            for (word, halves) in words.as_mut().iter_mut().zip(self.columns.chunks_exact(2)) {
                *word = pair([halves[0].at(row), halves[1].at(row)]);
            }
            words
        })
    }
}

impl Column {
    #[inline]
    fn at(&self, row: usize) -> u32 {
        match self {
            Self::Same(number) => *number,
            Self::Each(numbers) => numbers.get(row).copied().unwrap_or_default(),
        }
    }
}

/// Compresses a table of this kind of state: the number of its rows, and its columns. A column is 0 and a number, or the length,
/// at least 1, of what `pco` has made of it.
pub fn compress<W: Words>(table: &Table, effort: Effort, how: Parallelism) -> Vec<u8> {
    let columns = in_blocks(how, table.columns.iter().enumerate(), |(half, column)| match column {
        Column::Same(number) => (0, number.to_le_bytes().to_vec()),
        Column::Each(numbers) => {
            let config = effort.config(numbers, W::is_near_the_row_before(half));
            // It fails only on settings that it does not know, or more numbers than a table can have.
            let bytes = simple_compress(numbers, &config).expect("a column can be compressed");
            (bytes.len() as u32, bytes)
        }
    });
    let lengths = size_of::<u32>() * (1 + columns.len());
    let mut all = Vec::with_capacity(lengths + columns.iter().map(|(_, bytes)| bytes.len()).sum::<usize>());
    all.extend((table.rows as u32).to_le_bytes());
    for (length, bytes) in columns {
        all.extend(length.to_le_bytes());
        all.extend(bytes);
    }
    all
}

/// Tables that [`compress`] made into bytes, before they are tables again.
pub struct Compressed<'a> {
    /// Of each table the number of its columns and rows.
    sizes: Vec<(usize, usize)>,
    /// Of each column the number of rows, whether all of these are the same, and its bytes.
    columns: Vec<(usize, bool, &'a [u8])>,
}

impl<'a> Compressed<'a> {
    /// The tables of these shapes at the beginning of `bytes`, which are removed. `None` if these are not the bytes of such
    /// tables, as far as can be seen by their numbers and lengths.
    pub fn find(bytes: &mut &'a [u8], shapes: &[Shape]) -> Option<Self> {
        let (mut sizes, mut all) = (Vec::new(), Vec::new());
        for Shape { columns, rows: allowed } in shapes {
            let rows = take_number(bytes)? as usize;
            if !allowed.contains(&rows) {
                return None;
            }
            sizes.push((*columns, rows));
            for _ in 0..*columns {
                let length = take_number(bytes)? as usize;
                all.push((rows, length == 0, bytes.split_off(..if length == 0 { 4 } else { length })?));
            }
        }
        Some(Self { sizes, columns: all })
    }

    /// The tables. `None` if these are not their bytes; no memory is taken for more rows than there can be.
    pub fn decompress(self, how: Parallelism) -> Option<Vec<Table>> {
        let columns = in_blocks(how, self.columns.into_iter(), |(rows, is_same, mut bytes)| {
            if is_same {
                return take_number(&mut bytes).map(Column::Same);
            }
            let mut numbers = vec![0; rows];
            let progress = simple_decompress_into(bytes, &mut numbers).ok()?;
            (progress.finished && progress.n_processed == rows).then_some(Column::Each(numbers))
        });
        let mut columns = columns.into_iter();
        let table =
            |(number, rows)| Some(Table { rows, columns: columns.by_ref().take(number).collect::<Option<_>>()? });
        self.sizes.into_iter().map(table).collect()
    }
}

/// Takes four bytes off the beginning and reads them as a number.
pub fn take_number(bytes: &mut &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.split_off(..4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Some number, and the row's.
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Pebble(u64, u64);

    impl Words for Pebble {
        type Words = [u64; 2];

        fn to_words(&self) -> [u64; 2] {
            [self.0, self.1]
        }

        fn from_words([one, other]: [u64; 2]) -> Self {
            Self(one, other)
        }

        fn is_near_the_row_before(half: usize) -> bool {
            half > 1
        }
    }

    /// Contract: tables come back from their bytes, whatever their numbers, one after the other, and with no rows at all.
    #[test]
    fn tables_come_back_from_their_bytes() {
        let tables: Vec<Vec<Pebble>> = vec![
            (0..5000).map(|row: u64| Pebble(7 + row % 9 / 8, row.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect(),
            Vec::new(),
            vec![Pebble(u64::MAX, 1)],
        ];
        let made: Vec<Table> = tables.iter().map(|table| Table::of(table)).collect();
        let shapes = [5000..=5000, 0..=9, 0..=9].map(Shape::of::<Pebble>);
        for effort in [Effort::Quick, Effort::Small] {
            let bytes = made.iter().map(|table| compress::<Pebble>(table, effort, Parallelism::Serial));
            let bytes: Vec<u8> = bytes.flatten().collect();
            let mut rest = &bytes[..];
            let found = Compressed::find(&mut rest, &shapes).expect("they are tables");
            let read = found.decompress(Parallelism::Serial).expect("they are tables");
            assert!(rest.is_empty());
            assert_eq!(read, made);
            for (table, states) in read.iter().zip(&tables) {
                assert_eq!(table.states::<Pebble>().collect::<Vec<_>>(), *states);
            }
        }
    }

    /// Contract: a table with more rows than there can be is refused before it is read.
    #[test]
    fn too_many_rows_are_refused() {
        let table = Table::of(&[Pebble(1, 2); 10]);
        let bytes = compress::<Pebble>(&table, Effort::Quick, Parallelism::Serial);
        assert!(Compressed::find(&mut &bytes[..], &[Shape::of::<Pebble>(0..=9)]).is_none());
    }
}
