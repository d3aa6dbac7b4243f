//! Tables of [`Words`] as bytes: each half of a word is a column of its own, compressed by `pco`, which is made for
//! columns of numbers, so that like lies beside like.

use std::ops::RangeInclusive;

use pco::ChunkConfig;
use pco::standalone::{simple_compress, simple_decompress_into};

use super::parallel::{Parallelism, in_blocks};
use super::words::{Words, pair, state_of, unpair};

/// Rows of numbers, row by row, all of the same width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    width: usize,
    words: Vec<u64>,
}

/// What is known about a table before it is read.
#[derive(Clone, Debug)]
pub struct Shape {
    width: usize,
    rows: RangeInclusive<usize>,
}

impl Shape {
    /// A table of this kind of state, with so many rows.
    pub fn of<W: Words>(rows: RangeInclusive<usize>) -> Self {
        Self { width: W::Words::default().as_ref().len(), rows }
    }
}

/// How hard `pco` tries: beyond this, another percent of size costs a tenth of the time. (Of the default commune, on
/// average: level 1 gives 1.55 MB, 2 gives 1.32, 3 gives 1.23, 4 gives 1.19, 8 gives no less.)
const LEVEL: usize = 3;

impl Table {
    /// The words of `rows`.
    pub fn of<W: Words>(rows: impl Iterator<Item = W::Words>) -> Self {
        let width = W::Words::default().as_ref().len();
        let mut words = Vec::with_capacity(rows.size_hint().0 * width);
        rows.for_each(|row| words.extend_from_slice(row.as_ref()));
        Self { width, words }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.words.len().checked_div(self.width).unwrap_or(0)
    }

    /// Memory that it takes, bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&self.words[..])
    }

    /// The states that gave the words. A row that no state gives ends them.
    pub fn states<W: Words>(&self) -> impl Iterator<Item = W> {
        self.words.chunks_exact(self.width.max(1)).map_while(|row| {
            let mut words = W::Words::default();
            (words.as_ref().len() == row.len()).then(|| words.as_mut().copy_from_slice(row))?;
            state_of(words)
        })
    }
}

/// Compresses tables, one after the other.
pub fn compress(tables: &[&Table], how: Parallelism) -> Vec<u8> {
    let columns = tables.iter().flat_map(|table| (0..2 * table.width).map(|column| (*table, column)));
    let columns = in_blocks(how, columns, |(table, column)| {
        let rows = table.words.iter().skip(column / 2).step_by(table.width);
        let numbers: Vec<u32> = rows.map(|word| unpair(*word)[column % 2]).collect();
        simple_compress(&numbers, &ChunkConfig::default().with_compression_level(LEVEL)).unwrap_or_default()
    });
    let mut columns = columns.into_iter();
    let mut bytes = Vec::new();
    for table in tables {
        bytes.extend((table.rows() as u32).to_le_bytes());
        for column in columns.by_ref().take(2 * table.width) {
            bytes.extend((column.len() as u32).to_le_bytes());
            bytes.extend(column);
        }
    }
    bytes
}

/// The tables of these shapes that [`compress`] made into the bytes at the beginning of `bytes`, which are removed. `None`
/// if these are not the bytes of such tables; no memory is taken for more rows than there can be.
pub fn decompress(bytes: &mut &[u8], shapes: &[Shape], how: Parallelism) -> Option<Vec<Table>> {
    let mut columns = Vec::new();
    let mut sizes = Vec::new();
    for Shape { width, rows: allowed } in shapes {
        let rows = take_length(bytes)?;
        if !allowed.contains(&rows) {
            return None;
        }
        sizes.push((*width, rows));
        for _ in 0..2 * width {
            let length = take_length(bytes)?;
            columns.push((rows, bytes.split_off(..length)?));
        }
    }
    let columns = in_blocks(how, columns.into_iter(), |(rows, bytes)| {
        let mut numbers = vec![0_u32; rows];
        let progress = simple_decompress_into(bytes, &mut numbers).ok()?;
        (progress.finished && progress.n_processed == rows).then_some(numbers)
    });
    let mut columns = columns.into_iter();
    let mut tables = Vec::new();
    for (width, rows) in sizes {
        let mut words = vec![0; rows * width];
        for word in 0..width {
            let (low, high) = (columns.next()??, columns.next()??);
            let places = words.iter_mut().skip(word).step_by(width);
            places.zip(low.into_iter().zip(high)).for_each(|(place, (low, high))| *place = pair([low, high]));
        }
        tables.push(Table { width, words });
    }
    Some(tables)
}

/// Takes four bytes off the beginning and reads them as a length.
pub fn take_length(bytes: &mut &[u8]) -> Option<usize> {
    let length = bytes.split_off(..4)?;
    Some(u32::from_le_bytes(length.try_into().ok()?) as usize)
}
