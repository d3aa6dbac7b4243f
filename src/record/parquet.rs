//! Tables as Parquet. The file's key-value metadata says where it comes from (`sparrowfall.…`) and what each column
//! means (`column.NAME`).

use std::io::{self, Write};
use std::sync::Arc;

use jiff::civil::{Date, date};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::provenance::Provenance;
use super::table::{Column, Row, Value, ValueKind};

/// Rows per row group: what is held twice in memory while a file is written.
const ROWS_PER_GROUP: usize = 16_384;

/// Writes rows.
///
/// # Errors
/// If `out` cannot be written.
pub fn write<R: Row>(out: &mut (impl Write + Send), rows: &[R], provenance: &Provenance) -> io::Result<()> {
    write_groups(out, rows, provenance).map_err(|error| match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    })
}

fn write_groups<R: Row>(
    out: &mut (impl Write + Send),
    rows: &[R],
    provenance: &Provenance,
) -> Result<(), ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("sparrowfall {}", provenance.version))
        .set_key_value_metadata(Some(key_values(R::COLUMNS, provenance)))
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

fn key_values(columns: &[Column], provenance: &Provenance) -> Vec<KeyValue> {
    let origin = provenance.entries().map(|(key, value)| KeyValue::new(format!("sparrowfall.{key}"), value));
    let meanings = columns.iter().map(|c| KeyValue::new(format!("column.{}", c.name), c.meaning.to_owned()));
    origin.into_iter().chain(meanings).collect()
}

fn schema(columns: &[Column]) -> Result<TypePtr, ParquetError> {
    let fields = columns.iter().map(|column| {
        let (physical, logical) = match column.kind {
            ValueKind::Date => (Physical::INT32, Some(LogicalType::Date)),
            // Signed, because differences of unsigned columns wrap around in programs that read them.
            ValueKind::Whole => (Physical::INT64, None),
            ValueKind::Number => (Physical::DOUBLE, None),
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

fn write_column(column: &mut SerializedColumnWriter, values: impl Iterator<Item = Value>) -> Result<(), ParquetError> {
    let (mut dates, mut wholes, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    for value in values {
        match value {
            Value::Date(date) => dates.push(days_since_1970(date)),
            Value::Whole(number) => wholes.push(
                i64::try_from(number).map_err(|_| ParquetError::General(format!("the count {number} is too large")))?,
            ),
            Value::Number(number) => numbers.push(number),
        }
    }
    // A column holds one kind of value, so two of the three are empty.
    if !dates.is_empty() {
        column.typed::<Int32Type>().write_batch(&dates, None, None)?;
    } else if !wholes.is_empty() {
        column.typed::<Int64Type>().write_batch(&wholes, None, None)?;
    } else {
        column.typed::<DoubleType>().write_batch(&numbers, None, None)?;
    }
    Ok(())
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
    }
}
