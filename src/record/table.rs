//! Tables of rows with named columns, from which the CSV and Parquet files and the documentation of their columns are
//! made.

use jiff::civil::Date;

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name, ending in the unit where there is one.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What its values hold.
    pub kind: ValueKind,
}

/// What the values of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// A date.
    Date,
    /// A whole number.
    Whole,
    /// A number.
    Number,
}

/// A value of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
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
    /// The values, in the order of the columns.
    fn values(&self) -> Vec<Value>;
}

/// A type that a table can hold.
pub trait IntoValue: Copy {
    /// What kind of value it is.
    const KIND: ValueKind;
    /// The value.
    fn into_value(self) -> Value;
}

impl IntoValue for Date {
    const KIND: ValueKind = ValueKind::Date;
    fn into_value(self) -> Value {
        Value::Date(self)
    }
}

impl IntoValue for u64 {
    const KIND: ValueKind = ValueKind::Whole;
    fn into_value(self) -> Value {
        Value::Whole(self)
    }
}

impl IntoValue for f64 {
    const KIND: ValueKind = ValueKind::Number;
    fn into_value(self) -> Value {
        Value::Number(self)
    }
}

/// Declares a row: its fields are the columns, and their doc comments are the columns' meanings.
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
                    kind: <$ty as $crate::record::table::IntoValue>::KIND,
                },)*
            ];

            fn values(&self) -> Vec<$crate::record::table::Value> {
                vec![$($crate::record::table::IntoValue::into_value(self.$field),)*]
            }
        }
    };
}
pub(crate) use row;
