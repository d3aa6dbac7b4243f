//! Parameters of the crops. Every crop has the same parameters, with its own defaults.

use serde::Serialize;

use super::parameter::parameters;

parameters! {
    /// One crop: its calendar in thermal time and its yield. The defaults here are those of winter wheat; the other
    /// crops' are in [`Crops::default`].
    pub struct CropParameters {
        /// Earliest day of sowing; land that is still occupied is sown as soon as it is free.
        sow_day: u32 = 278, 1.0..=366.0, "day of year", "calendar [F]; day assumed";
        /// Days after `sow_day` during which it may still be sown.
        sow_window_days: u32 = 45, 1.0..=365.0, "d", "assumed";
        /// Leaf dry mass at emergence.
        emergence_leaf_kg_per_ha: f32 = 60.0, 0.1..=2000.0, "kg/ha", "assumed";
        /// Temperature above which it grows.
        base_temperature_c: f32 = 0.0, -5.0..=20.0, "deg C", "assumed";
        /// Thermal time from sowing to flowering.
        flowering_degree_days: f32 = 1100.0, 10.0..=10000.0, "deg C d", "assumed, set so that flowering falls where the calendar has it";
        /// Thermal time from sowing to ripeness.
        ripe_degree_days: f32 = 1950.0, 20.0..=20000.0, "deg C d", "assumed, set so that harvest falls where the calendar has it";
        /// Logistic growth of leaf per degree day, before flowering.
        growth_per_degree_day: f32 = 0.0075, 0.0..=1.0, "1/(deg C d)", "assumed";
        /// Leaf and stem dry mass of a full stand.
        leaf_max_kg_per_ha: f32 = 3000.0, 1.0..=50000.0, "kg/ha", "assumed; one locust per square metre then takes about 4 % [D]";
        /// Grain (or root, in grain equivalent) that a full stand fills in average weather.
        grain_max_kg_per_ha: f32 = 1050.0, 1.0..=20000.0, "kg/ha", "assumed; 1957 mean over all crops 1460 [D]";
        /// Days between ripeness and harvest.
        reap_delay_days: u32 = 6, 0.0..=120.0, "d", "assumed";
        /// Share of ripe grain spilled at harvest.
        spilled_share: f32 = 0.04, 0.0..=1.0, "1", "assumed, within the 3 to 15 % of [U]";
        /// How much of what is below ground suffers when leaf is lost after flowering: 1 for grain, little for roots.
        leaf_dependence: f32 = 1.0, 0.0..=1.0, "1", "assumed; roots hardly suffer [F]";
        /// Whether animals can reach the yield itself: 1 for ears, 0 for roots.
        grain_exposure: f32 = 1.0, 0.0..=1.0, "1", "assumed; roots are out of reach [F]";
    }
}

/// The crops that fields can be sown with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Crops {
    /// Winter wheat: sown in October, reaped in June.
    pub winter_wheat: CropParameters,
    /// Maize, after the wheat: sown in June, reaped in September or October.
    pub maize: CropParameters,
    /// Sweet potato: planted in May, lifted in October. Yields are in grain equivalent, 5 kg of root to 1 kg.
    pub sweet_potato: CropParameters,
    /// Early rice: March to July.
    pub early_rice: CropParameters,
    /// Single-crop rice: April to October.
    pub single_rice: CropParameters,
}

impl Default for Crops {
    fn default() -> Self {
        let maize = CropParameters {
            sow_day: 160,
            sow_window_days: 40,
            emergence_leaf_kg_per_ha: 60.0,
            base_temperature_c: 8.0,
            flowering_degree_days: 950.0,
            ripe_degree_days: 1750.0,
            growth_per_degree_day: 0.008,
            leaf_max_kg_per_ha: 3200.0,
            grain_max_kg_per_ha: 1500.0,
            ..CropParameters::default()
        };
        Self {
            winter_wheat: CropParameters::default(),
            sweet_potato: CropParameters {
                sow_day: 122,
                sow_window_days: 60,
                base_temperature_c: 10.0,
                flowering_degree_days: 900.0,
                ripe_degree_days: 1800.0,
                growth_per_degree_day: 0.008,
                leaf_max_kg_per_ha: 3000.0,
                grain_max_kg_per_ha: 2000.0,
                spilled_share: 0.0,
                leaf_dependence: 0.15,
                grain_exposure: 0.0,
                ..CropParameters::default()
            },
            early_rice: CropParameters {
                sow_day: 85,
                sow_window_days: 45,
                base_temperature_c: 10.0,
                flowering_degree_days: 700.0,
                ripe_degree_days: 1250.0,
                growth_per_degree_day: 0.0105,
                leaf_max_kg_per_ha: 3600.0,
                grain_max_kg_per_ha: 2500.0,
                ..CropParameters::default()
            },
            single_rice: CropParameters {
                sow_day: 110,
                sow_window_days: 45,
                base_temperature_c: 10.0,
                flowering_degree_days: 1250.0,
                ripe_degree_days: 2100.0,
                growth_per_degree_day: 0.007,
                leaf_max_kg_per_ha: 3800.0,
                grain_max_kg_per_ha: 2700.0,
                ..CropParameters::default()
            },
            maize,
        }
    }
}
