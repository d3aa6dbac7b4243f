//! What random numbers are drawn for.

use strum::EnumCount;

use crate::engine::random::MOST_PURPOSES;

/// What a number is drawn for. Each purpose has its own stream.
#[derive(Clone, Copy, Debug, EnumCount)]
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
    /// Deaths of pests by birds, and of sparrows' young by hunger. A purpose may serve several species, because their ids
    /// differ, but only one draw of each agent on a day.
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
    /// Which of the fields that wait for hands get them.
    FieldWork,
    /// On which fields nothing is sown in a year.
    LeftFallow,
    /// Which fields are planted close.
    ClosePlanting,
    /// In which order a study switches levers on.
    LeverOrder,
}

const _: () = assert!(Purpose::COUNT as u64 + 1 < MOST_PURPOSES, "streams have no room for so many purposes");

impl From<Purpose> for u64 {
    fn from(purpose: Purpose) -> Self {
        purpose as Self
    }
}
