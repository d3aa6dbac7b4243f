//! One table for each group of parameters: type, default, range, unit and source are in one place, and the struct, its
//! defaults, the checks of scenario files, `--set` and the documentation all come from it.

use std::fmt::Display;
use std::ops::RangeInclusive;

/// What is known about one parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Field name, as written in a scenario file.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Unit, "1" for a pure number.
    pub unit: &'static str,
    /// Where the default comes from, with its status (`[F]`, `[S]`, `[W]`, `[U]`, `[D]`, as explained in docs/ODD.md),
    /// or "assumed".
    pub source: &'static str,
    /// The values allowed.
    pub range: RangeInclusive<f64>,
    /// Whether only whole numbers are allowed.
    pub whole: bool,
}

impl Parameter {
    /// The values allowed, in words: "0 to 20 eggs".
    pub fn allowed(&self) -> String {
        let numbers = if self.whole { "whole numbers from " } else { "" };
        let (least, most) = (self.range.start(), self.range.end());
        match self.unit_in_words() {
            "" => format!("{numbers}{least} to {most}"),
            unit => format!("{numbers}{least} to {most} {unit}"),
        }
    }

    /// The unit as it reads after a number.
    fn unit_in_words(&self) -> &'static str {
        match self.unit {
            "1" => "",
            "d" => "days",
            "1/d" => "per day",
            "h" => "hours",
            "day of year" => "(day of the year)",
            unit => unit,
        }
    }

    /// Checks that a value is allowed.
    ///
    /// # Errors
    /// What was found, as written in `found`, and what is allowed.
    pub fn judge(&self, value: f64, found: impl Display) -> Result<(), String> {
        let wrong = if !value.is_finite() {
            ", which is not a finite number"
        } else if self.whole && value.fract() != 0.0 {
            ", which is not a whole number"
        } else if !self.range.contains(&value) {
            ""
        } else {
            return Ok(());
        };
        Err(format!("found {found}{wrong}; allowed: {}", self.allowed()))
    }

    /// Whether the model reads this parameter only when a run starts, so that setting it later would do nothing or, for
    /// the number of animals in an agent, would make a run's memory unpredictable.
    pub fn acts_only_at_start(&self, section: &str) -> bool {
        const SIZES_OF_AGENTS: [&str; 3] = ["animals_per_band", "bands_per_hatch", "birds_per_flock"];
        section == "landscape" || self.name.starts_with("initial_") || SIZES_OF_AGENTS.contains(&self.name)
    }
}

/// A group of numeric parameters that can be listed, read and written by name.
pub trait Section {
    /// The name of the struct.
    fn struct_name(&self) -> &'static str;
    /// The parameters in the order of the struct's fields.
    fn parameters(&self) -> &'static [Parameter];
    /// The value of parameter `index`.
    fn value(&self, index: usize) -> f64;
    /// Sets parameter `index`; the caller has checked it against the parameter's range.
    fn set_value(&mut self, index: usize, value: f64);
}

/// A number type a parameter may have.
pub trait Number: Copy {
    /// Whether the type holds whole numbers only.
    const WHOLE: bool;
    /// From the number written in a scenario.
    fn from_f64(value: f64) -> Self;
    /// To the number shown.
    fn to_f64(self) -> f64;
}

impl Number for f32 {
    const WHOLE: bool = false;
    fn from_f64(value: f64) -> Self {
        value as f32
    }
    fn to_f64(self) -> f64 {
        // Via the shortest decimal, so that 0.1 is shown as 0.1.
        format!("{self}").parse().unwrap_or(f64::from(self))
    }
}

impl Number for u32 {
    const WHOLE: bool = true;
    fn from_f64(value: f64) -> Self {
        value as u32
    }
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
}

/// Declares a struct of parameters: `name: type = default, range, unit, source;`.
macro_rules! parameters {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $(
                $(#[doc = $doc:literal])+
                $field:ident : $ty:ty = $default:expr, $range:expr, $unit:literal, $source:literal;
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        pub struct $name {
            $(
                $(#[doc = $doc])+
                #[doc = concat!("\n\nUnit: ", $unit, ". Source: `", $source, "`.")]
                pub $field: $ty,
            )*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $crate::scenario::parameter::Section for $name {
            fn struct_name(&self) -> &'static str {
                stringify!($name)
            }

            fn parameters(&self) -> &'static [$crate::scenario::parameter::Parameter] {
                static PARAMETERS: &[$crate::scenario::parameter::Parameter] = &[
                    $($crate::scenario::parameter::Parameter {
                        name: stringify!($field),
                        meaning: concat!($($doc,)+).trim_ascii(),
                        unit: $unit,
                        source: $source,
                        range: $range,
                        whole: <$ty as $crate::scenario::parameter::Number>::WHOLE,
                    },)*
                ];
                PARAMETERS
            }

            fn value(&self, index: usize) -> f64 {
                let values = [$($crate::scenario::parameter::Number::to_f64(self.$field),)*];
                values[index]
            }

            fn set_value(&mut self, index: usize, value: f64) {
                let mut at = 0;
                $(
                    if at == index {
                        self.$field = $crate::scenario::parameter::Number::from_f64(value);
                    }
                    at += 1;
                )*
                let _ = at;
            }
        }
    };
}
pub(crate) use parameters;
