//! Tables of rows with named columns: what the CSV and Parquet files and the documentation of their columns are made from.

use jiff::civil::Date;

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name, ending in the unit where there is one.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What its cells hold.
    pub kind: CellKind,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// A date.
    Date,
    /// A whole number.
    Whole,
    /// A number.
    Number,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// A date.
    Date(Date),
    /// A whole number.
    Whole(u64),
    /// A number.
    Number(f64),
}

/// A row type.
pub trait Row {
    /// The columns, in order.
    const COLUMNS: &'static [Column];
    /// The cells, in the order of the columns.
    fn cells(&self) -> Vec<Cell>;
}

/// A type that a cell can hold.
pub trait CellValue: Copy {
    /// What it is in a table.
    const KIND: CellKind;
    /// As a cell.
    fn cell(self) -> Cell;
}

impl CellValue for Date {
    const KIND: CellKind = CellKind::Date;
    fn cell(self) -> Cell {
        Cell::Date(self)
    }
}

impl CellValue for u64 {
    const KIND: CellKind = CellKind::Whole;
    fn cell(self) -> Cell {
        Cell::Whole(self)
    }
}

impl CellValue for f64 {
    const KIND: CellKind = CellKind::Number;
    fn cell(self) -> Cell {
        Cell::Number(self)
    }
}

/// Declares a row: its fields are the columns, and their documentation is the columns' meaning.
macro_rules! row {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[doc = $doc:literal])+ $field:ident : $ty:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $field: $ty,)*
        }

        impl $crate::record::table::Row for $name {
            const COLUMNS: &'static [$crate::record::table::Column] = &[
                $($crate::record::table::Column {
                    name: stringify!($field),
                    meaning: concat!($($doc,)+).trim_ascii(),
                    kind: <$ty as $crate::record::table::CellValue>::KIND,
                },)*
            ];

            fn cells(&self) -> Vec<$crate::record::table::Cell> {
                vec![$($crate::record::table::CellValue::cell(self.$field),)*]
            }
        }
    };
}
pub(crate) use row;
