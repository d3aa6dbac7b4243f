//! What happened to grain and people in a day, for the books.

use std::ops::AddAssign;

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

macro_rules! society_flows {
    ($($(#[doc = $doc:literal])+ $field:ident : $type:ty,)*) => {
        /// What happened in a day to grain after the harvest, in kg, and to people. As a resource: today.
        #[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
        pub struct SocietyFlows {
            $($(#[doc = $doc])+ pub $field: $type,)*
        }

        impl AddAssign<&Self> for SocietyFlows {
            fn add_assign(&mut self, other: &Self) {
                $(self.$field += other.$field;)*
            }
        }
    };
}

society_flows! {
    /// Grain brought from the fields to the villages.
    delivered_kg: f64,
    /// The same, as reported at the top. Not part of the balance.
    reported_kg: f64,
    /// Seed taken out of the villages and sown.
    seed_kg: f64,
    /// Grain procured by the state, from the villages to the collecting points.
    procured_kg: f64,
    /// Grain carried from the collecting points to the state's stores.
    carried_kg: f64,
    /// Grain exported from the state's stores.
    exported_kg: f64,
    /// Grain imported into the state's stores.
    imported_kg: f64,
    /// Grain of the state eaten in towns, with what factories and the army take.
    eaten_in_towns_kg: f64,
    /// Grain of the villages eaten there by people and their animals.
    own_eaten_in_country_kg: f64,
    /// Grain that the state sold back to villages, eaten there on the same day.
    resold_kg: f64,
    /// Grain of the villages wasted in canteens.
    wasted_in_canteens_kg: f64,
    /// Grain spoiled in villages.
    spoiled_in_villages_kg: f64,
    /// Grain spoiled at collecting points.
    spoiled_at_depots_kg: f64,
    /// Grain spoiled in the state's stores.
    spoiled_in_stores_kg: f64,
    /// Births in the country.
    births_in_country: u64,
    /// Births in towns.
    births_in_towns: u64,
    /// Deaths in the country: the mean of both calibrations, in whole numbers.
    deaths_in_country: u64,
    /// Deaths in towns, likewise.
    deaths_in_towns: u64,
    /// Country people moved to the towns.
    moved_to_towns: u64,
    /// People who went back to the country.
    returned_from_towns: u64,
    /// Deaths in the country expected by the official rates. These and those below are not part of the balance.
    official_deaths_in_country: f64,
    /// Deaths in the country expected by the adjusted rates.
    adjusted_deaths_in_country: f64,
    /// Deaths in towns expected by the official rates.
    official_deaths_in_towns: f64,
    /// Deaths in towns expected by the adjusted rates.
    adjusted_deaths_in_towns: f64,
    /// Deaths of hunger among those expected by the official rates.
    official_deaths_of_hunger: f64,
    /// Deaths of hunger among those expected by the adjusted rates.
    adjusted_deaths_of_hunger: f64,
}

impl SocietyFlows {
    /// Grain that spoiled after it was reaped, wherever it lay.
    pub fn spoiled_in_stock_kg(&self) -> f64 {
        self.spoiled_in_villages_kg + self.spoiled_at_depots_kg + self.spoiled_in_stores_kg
    }
}
