//! Tables as CSV: a line of column names, then one line per row, and nothing else, so that `read.csv` and `read_csv`
//! need no options. Dates are ISO 8601; numbers are the shortest decimals that read back as the same number.

use std::io::{self, Write};

use super::table::{Row, Value};

/// A table of rows in memory.
///
/// # Errors
/// Only those of [`write()`].
pub fn text<R: Row>(rows: &[R]) -> io::Result<Vec<u8>> {
    let mut table = Vec::new();
    write(&mut table, rows)?;
    Ok(table)
}

/// Writes rows.
///
/// # Errors
/// If `out` cannot be written.
pub fn write<R: Row>(out: &mut impl Write, rows: &[R]) -> io::Result<()> {
    let names: Vec<_> = R::COLUMNS.iter().map(|column| column.name).collect();
    writeln!(out, "{}", names.join(","))?;
    for row in rows {
        for (index, value) in row.values().into_iter().enumerate() {
            if index > 0 {
                out.write_all(b",")?;
            }
            write_value(out, value)?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes a value.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_value(out: &mut impl Write, value: Value) -> io::Result<()> {
    match value {
        Value::Date(date) => write!(out, "{date}"),
        Value::Whole(number) => write!(out, "{number}"),
        // With a point or an exponent even where it is whole, so that a column's type does not depend on its values.
        Value::Number(number) => write!(out, "{number:?}"),
        // In quotation marks where a program that reads it would otherwise take it apart.
        Value::Text(text) if text.contains([',', '"', '\n', '\r']) => {
            write!(out, "\"{}\"", text.replace('"', "\"\""))
        }
        Value::Text(text) => out.write_all(text.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::table::{Column, ValueKind};

    struct Named(&'static str);

    impl Row for Named {
        const COLUMNS: &'static [Column] = &[Column { name: "name", meaning: "A name.", kind: ValueKind::Text }];
        fn values(&self) -> Vec<Value<'_>> {
            vec![Value::Text(self.0)]
        }
    }

    /// Contract: text that holds what separates cells or rows is read back as one cell.
    #[test]
    fn text_with_commas_and_quotation_marks_stays_one_cell() {
        let table = text(&[Named("公社"), Named("with, and without"), Named("the \"old\" one")]).unwrap();
        let expected = "name\n公社\n\"with, and without\"\n\"the \"\"old\"\" one\"\n";
        assert_eq!(String::from_utf8(table).unwrap(), expected);
    }
}
