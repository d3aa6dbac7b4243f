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
    /// Text, such as a name.
    Text,
}

/// A value of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// A date.
    Date(Date),
    /// A whole number.
    Whole(u64),
    /// A number.
    Number(f64),
    /// Text, such as a name.
    Text(&'a str),
}

/// A row type.
pub trait Row {
    /// The columns, in order.
    const COLUMNS: &'static [Column];
    /// The values, in the order of the columns.
    fn values(&self) -> Vec<Value<'_>>;
}

/// The columns `head` and then `tail`, for a row that others' columns are part of.
pub const fn joined<const N: usize>(head: &[Column], tail: &[Column]) -> [Column; N] {
    let mut all = [head[0]; N];
    let mut at = 1;
    while at < N {
        all[at] = if at < head.len() { head[at] } else { tail[at - head.len()] };
        at += 1;
    }
    all
}

/// A type that a table can hold.
pub trait IntoValue: Copy {
    /// What kind of value it is.
    const KIND: ValueKind;
    /// The value.
    fn into_value(self) -> Value<'static>;
    /// The value as a whole number, to the last bit.
    fn to_word(self) -> u64;
    /// The value that gave this number; some other value if none did.
    fn from_word(word: u64) -> Self;
}

impl IntoValue for Date {
    const KIND: ValueKind = ValueKind::Date;
    fn into_value(self) -> Value<'static> {
        Value::Date(self)
    }
    fn to_word(self) -> u64 {
        let [year, month, day] = [self.year().cast_unsigned(), self.month() as u16, self.day() as u16].map(u64::from);
        year << 16 | month << 8 | day
    }
    fn from_word(word: u64) -> Self {
        let [month, day] = [word >> 8, word].map(|part| part as i8);
        Date::new((word >> 16) as i16, month, day).unwrap_or_default()
    }
}

impl IntoValue for u64 {
    const KIND: ValueKind = ValueKind::Whole;
    fn into_value(self) -> Value<'static> {
        Value::Whole(self)
    }
    fn to_word(self) -> u64 {
        self
    }
    fn from_word(word: u64) -> Self {
        word
    }
}

impl IntoValue for f64 {
    const KIND: ValueKind = ValueKind::Number;
    fn into_value(self) -> Value<'static> {
        Value::Number(self)
    }
    fn to_word(self) -> u64 {
        self.to_bits()
    }
    fn from_word(word: u64) -> Self {
        f64::from_bits(word)
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

            fn values(&self) -> Vec<$crate::record::table::Value<'_>> {
                vec![$($crate::record::table::IntoValue::into_value(self.$field),)*]
            }
        }

        impl $crate::engine::words::Words for $name {
            type Words = [u64; <Self as $crate::record::table::Row>::COLUMNS.len()];

            fn to_words(&self) -> Self::Words {
                [$($crate::record::table::IntoValue::to_word(self.$field),)*]
            }

            fn from_words([$($field,)*]: Self::Words) -> Self {
                Self { $($field: $crate::record::table::IntoValue::from_word($field),)* }
            }

            fn is_near_the_row_before(_half: usize) -> bool {
                true
            }
        }
    };
}
pub(crate) use row;
