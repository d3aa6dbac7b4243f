//! Dated interventions: what happens to a run from outside. The scenario's timeline and the log of what a person did
//! while it ran are the same thing.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something done to the running model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Action {
    /// Starts the campaign with an effort from 0 (none) to 1 (everybody).
    StartCampaign {
        /// Effort, 0 to 1.
        effort: f32,
    },
    /// Changes the effort of the campaign that is on.
    SetEffort {
        /// Effort, 0 to 1.
        effort: f32,
    },
    /// Stops the campaign.
    StopCampaign,
    /// Weather other than the climate's for some days.
    Weather {
        /// Added to the temperature, deg C, -20 to 20.
        temperature_c: f32,
        /// Added to the wetness, in standard deviations, -10 to 10; below 0 is drought.
        wetness: f32,
        /// For how many days, 1 to 3650.
        days: u32,
    },
    /// Sets a parameter, such as `"sparrow.clutch_eggs"`, from this day on. Parameters of the landscape, and those
    /// whose name begins with `initial_`, act only at the start and cannot be set here.
    SetParameter {
        /// The parameter's path.
        path: String,
        /// Its new value.
        value: f64,
    },
}

impl Action {
    /// Whether it turns the campaign on or off or changes its effort.
    pub fn is_of_the_campaign(&self) -> bool {
        matches!(self, Self::StartCampaign { .. } | Self::SetEffort { .. } | Self::StopCampaign)
    }
}

/// An action and its day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intervention {
    /// The day at whose beginning it takes effect.
    #[serde(with = "date_text")]
    pub date: Date,
    /// What is done.
    pub action: Action,
}

/// Dates are written as text, `"1958-03-15"`.
pub(crate) mod date_text {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&date.to_string())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}
