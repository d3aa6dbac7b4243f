//! What random numbers are drawn for.

/// What a number is drawn for. Each purpose has its own stream.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub enum Purpose {
    /// Shape of the landscape.
    Landscape = 1,
    /// Weather of the day.
    Weather,
    /// Initial state.
    Initial,
    /// Eggs in the soil.
    Eggs,
    /// Movement.
    Move,
    /// Deaths by predation.
    Predation,
    /// Other deaths.
    Death,
    /// Laying, broods, fledging.
    Breeding,
    /// Settling in a new home.
    Dispersal,
    /// The campaign.
    Cull,
    /// A place of a study.
    County,
}

impl From<Purpose> for u64 {
    fn from(purpose: Purpose) -> Self {
        purpose as Self
    }
}
