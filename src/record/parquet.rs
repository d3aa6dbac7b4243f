//! Tables as Parquet. The file's key-value metadata says where it comes from (`sparrowfall.…`) and what each column
//! means (`column.NAME`).

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::provenance::VERSION;
use super::table::{Column, IntoValue, Row, Value, ValueKind};
use crate::engine::words::{Array, Words};

/// Rows per row group: what is held twice in memory while a file is written.
const ROWS_PER_GROUP: usize = 16_384;

/// Where a table comes from, as keys and values.
pub type Origin = [(&'static str, String)];

/// A table in memory.
///
/// # Errors
/// Only those of [`write()`].
pub fn bytes<R: Row>(rows: &[R], origin: &Origin) -> io::Result<Vec<u8>> {
    let mut table = Vec::new();
    write(&mut table, rows, origin)?;
    Ok(table)
}

/// Writes rows.
///
/// # Errors
/// If `out` cannot be written.
pub fn write<R: Row>(out: &mut (impl Write + Send), rows: &[R], origin: &Origin) -> io::Result<()> {
    write_groups(out, rows, origin).map_err(|error| match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    })
}

fn write_groups<R: Row>(out: &mut (impl Write + Send), rows: &[R], origin: &Origin) -> Result<(), ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("sparrowfall {VERSION}"))
        .set_key_value_metadata(Some(key_values(R::COLUMNS, origin)))
        .build();
    let mut writer = SerializedFileWriter::new(out, schema(R::COLUMNS)?, Arc::new(properties))?;
    for rows in rows.chunks(ROWS_PER_GROUP) {
        let values: Vec<_> = rows.iter().map(R::values).collect();
        let mut group = writer.next_row_group()?;
        let mut index = 0;
        while let Some(mut column) = group.next_column()? {
            write_column(&mut column, values.iter().map(|row| row[index]))?;
            column.close()?;
            index += 1;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

fn key_values(columns: &[Column], origin: &Origin) -> Vec<KeyValue> {
    let origin = origin.iter().map(|(key, value)| KeyValue::new(format!("sparrowfall.{key}"), value.clone()));
    let meanings = columns.iter().map(|c| KeyValue::new(format!("column.{}", c.name), c.meaning.to_owned()));
    origin.chain(meanings).collect()
}

fn schema(columns: &[Column]) -> Result<TypePtr, ParquetError> {
    let fields = columns.iter().map(|column| {
        let (physical, logical) = match column.kind {
            ValueKind::Date => (Physical::INT32, Some(LogicalType::Date)),
            // Signed, because differences of unsigned columns wrap around in programs that read them.
            ValueKind::Whole => (Physical::INT64, None),
            ValueKind::Number => (Physical::DOUBLE, None),
            ValueKind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let field = Type::primitive_type_builder(column.name, physical)
            .with_repetition(Repetition::REQUIRED)
            .with_logical_type(logical)
            .build()?;
        Ok(Arc::new(field))
    });
    let fields = fields.collect::<Result<_, ParquetError>>()?;
    Ok(Arc::new(Type::group_type_builder("schema").with_fields(fields).build()?))
}

fn write_column<'a>(
    column: &mut SerializedColumnWriter,
    values: impl Iterator<Item = Value<'a>>,
) -> Result<(), ParquetError> {
    let (mut dates, mut wholes, mut numbers, mut texts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for value in values {
        match value {
            Value::Date(date) => dates.push(days_since_1970(date)),
            Value::Whole(number) => wholes.push(
                i64::try_from(number).map_err(|_| ParquetError::General(format!("the count {number} is too large")))?,
            ),
            Value::Number(number) => numbers.push(number),
            Value::Text(text) => texts.push(ByteArray::from(text)),
        }
    }
    // A column holds one kind of value, so the others are empty.
    if !dates.is_empty() {
        column.typed::<Int32Type>().write_batch(&dates, None, None)?;
    } else if !wholes.is_empty() {
        column.typed::<Int64Type>().write_batch(&wholes, None, None)?;
    } else if !texts.is_empty() {
        column.typed::<ByteArrayType>().write_batch(&texts, None, None)?;
    } else {
        column.typed::<DoubleType>().write_batch(&numbers, None, None)?;
    }
    Ok(())
}

/// A table read back: its rows, and where it says it comes from.
#[derive(Debug)]
pub struct Table<R> {
    /// The rows.
    pub rows: Vec<R>,
    entries: Vec<KeyValue>,
}

impl<R> Table<R> {
    /// What it says about where it comes from, by the key it was written with.
    pub fn origin(&self, key: &str) -> Option<&str> {
        let entry = self.entries.iter().find(|entry| entry.key.strip_prefix("sparrowfall.") == Some(key))?;
        entry.value.as_deref()
    }
}

/// Reads a table that [`write()`] has written, of at most `most` rows.
///
/// # Errors
/// If it cannot be read, or is not a table of these rows.
pub fn read<R: Row + Words>(file: File, most: usize) -> io::Result<Table<R>> {
    read_groups(file, most).map_err(|error| match error {
        ParquetError::General(sentence) => io::Error::other(sentence),
        error => io::Error::other(error),
    })
}

fn read_groups<R: Row + Words>(file: File, most: usize) -> Result<Table<R>, ParquetError> {
    let reader = SerializedFileReader::new(file)?;
    let metadata = reader.metadata().file_metadata();
    let columns = metadata.schema_descr().columns();
    if !columns.iter().map(|column| column.name()).eq(R::COLUMNS.iter().map(|column| column.name)) {
        return Err(ParquetError::General("its columns are not those that this version writes".into()));
    }
    let entries = metadata.key_value_metadata().cloned().unwrap_or_default();
    let mut words: Vec<R::Words> = Vec::new();
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        let (first, rows) = (words.len(), usize::try_from(group.metadata().num_rows()).unwrap_or(usize::MAX));
        if rows > most - first.min(most) {
            return Err(ParquetError::General(format!("it has more than {most} rows")));
        }
        words.resize(first + rows, R::Words::ZEROS);
        for (index, column) in R::COLUMNS.iter().enumerate() {
            let read = match (column.kind, group.get_column_reader(index)?) {
                (ValueKind::Date, ColumnReader::Int32ColumnReader(column)) => {
                    all(column, rows)?.into_iter().map(|days| days_after_1970(days).to_word()).collect()
                }
                (ValueKind::Whole, ColumnReader::Int64ColumnReader(column)) => {
                    all(column, rows)?.into_iter().map(i64::cast_unsigned).collect()
                }
                (ValueKind::Number, ColumnReader::DoubleColumnReader(column)) => {
                    all(column, rows)?.into_iter().map(f64::to_word).collect()
                }
                _ => Vec::new(),
            };
            if read.len() != rows {
                return Err(ParquetError::General(format!("its column {} is not one of this version", column.name)));
            }
            words[first..].iter_mut().zip(read).for_each(|(row, word)| row.as_mut()[index] = word);
        }
    }
    Ok(Table { rows: words.into_iter().map(R::from_words).collect(), entries })
}

/// The first `rows` values of a column.
fn all<T: DataType>(mut column: ColumnReaderImpl<T>, rows: usize) -> Result<Vec<T::T>, ParquetError> {
    let mut values = Vec::with_capacity(rows);
    while values.len() < rows {
        let (_, read, _) = column.read_records(rows - values.len(), None, None, &mut values)?;
        if read == 0 {
            break;
        }
    }
    Ok(values)
}

/// The day that [`days_since_1970`] gave this number for; the first of 1970 if there is none.
fn days_after_1970(days: i32) -> Date {
    date(1970, 1, 1).checked_add(days.days()).unwrap_or(date(1970, 1, 1))
}

fn days_since_1970(day: Date) -> i32 {
    day.duration_since(date(1970, 1, 1)).as_hours() as i32 / 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970_in_both_directions() {
        assert_eq!(days_since_1970(date(1970, 1, 1)), 0);
        assert_eq!(days_since_1970(date(1970, 3, 1)), 59);
        assert_eq!(days_since_1970(date(1958, 3, 18)), -4307);
        assert_eq!([-4307, 0, 59].map(days_after_1970), [date(1958, 3, 18), date(1970, 1, 1), date(1970, 3, 1)]);
    }
}
