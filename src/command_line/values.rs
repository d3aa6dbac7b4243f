//! Values of options, from the words of the command line.

use clap::ValueEnum;
use jiff::civil::Date;
use sparrowfall::experiment::attribution::outcome::Years;
use sparrowfall::experiment::plan::{CampaignChoice, Setting};

/// What to do with a scenario's campaign.
#[derive(Clone, Copy, ValueEnum)]
pub enum CampaignArgument {
    /// The historical campaign, from April 1958 to March 1960
    On,
    /// No campaign
    Off,
    /// As in the scenario (the default)
    AsWritten,
}

impl From<CampaignArgument> for CampaignChoice {
    fn from(argument: CampaignArgument) -> Self {
        match argument {
            CampaignArgument::On => Self::On,
            CampaignArgument::Off => Self::Off,
            CampaignArgument::AsWritten => Self::AsWritten,
        }
    }
}

/// A seed.
pub fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("a seed is a whole number from 0 to {}", u64::MAX))
}

/// How well a place suits sparrows.
pub fn suitability(text: &str) -> Result<f64, String> {
    let value = text.trim().parse().ok().filter(|value: &f64| value.abs() <= 6.0);
    value.ok_or_else(|| "a suitability is a number from -6 to 6, in standard deviations".into())
}

/// A size in pixels.
pub fn size(text: &str) -> Result<(u32, u32), String> {
    let number = |text: &str, least| text.parse().ok().filter(|n| (least..=16_384).contains(n));
    let size = text.split_once('x').and_then(|(width, height)| Some((number(width, 640)?, number(height, 480)?)));
    size.ok_or_else(|| "write two numbers of pixels, from 640x480 to 16384x16384, such as 1280x800".into())
}

/// A day.
pub fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "not a date; write year-month-day, such as 1960-12-31".to_owned())
}

/// A parameter and its value.
pub fn setting(text: &str) -> Result<Setting, String> {
    let (path, value) = text.split_once('=').ok_or("write PATH=VALUE, such as sparrow.clutch_eggs=4")?;
    Ok(Setting { path: path.trim().into(), value: value.trim().into() })
}

/// Calendar years, such as 1959-1961 or 1960.
pub fn years(text: &str) -> Result<Years, String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let year = |text: &str| text.trim().parse().ok().filter(|year| (1000..=9999).contains(year));
    let years = year(first).zip(year(last)).filter(|(first, last)| first <= last);
    let years = years.map(|(first, last)| Years { first, last });
    years.ok_or_else(|| "write the first and the last year, such as 1959-1961, or one year".into())
}
