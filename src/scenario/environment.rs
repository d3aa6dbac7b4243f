//! Parameters of the land and of the weather.

use super::parameter::parameters;

parameters! {
    /// The land: how many fields there are and what they are used for. Shares are of all fields; the rest is
    /// uncultivated grass.
    pub struct LandscapeParameters {
        /// Fields from west to east.
        fields_wide: u32 = 128, 1.0..=4096.0, "fields", "assumed: with 128 by 128 fields of 1 ha, one commune";
        /// Fields from north to south.
        fields_high: u32 = 128, 1.0..=4096.0, "fields", "assumed: with 128 by 128 fields of 1 ha, one commune";
        /// Side of a square field. 100 m make one hectare.
        field_side_m: f32 = 100.0, 10.0..=1000.0, "m", "assumed";
        /// Latitude, which sets the day length.
        latitude_deg: f32 = 35.5, 0.0..=65.0, "degrees north", "assumed: the North China Plain";
        /// Share of fields under winter wheat followed by maize in the same year.
        wheat_maize_share: f32 = 0.62, 0.0..=1.0, "1", "assumed";
        /// Share of fields under sweet potato, a crop below ground.
        sweet_potato_share: f32 = 0.12, 0.0..=1.0, "1", "assumed";
        /// Share of fields under early rice.
        early_rice_share: f32 = 0.0, 0.0..=1.0, "1", "assumed";
        /// Share of fields under single-crop rice.
        single_rice_share: f32 = 0.0, 0.0..=1.0, "1", "assumed";
        /// Share of fields that are village land: houses with eaves to nest under, and gardens.
        village_share: f32 = 0.05, 0.0..=1.0, "1", "assumed";
        /// Share of fields that are open laying ground: lake and river margins, saline waste.
        laying_ground_share: f32 = 0.05, 0.0..=1.0, "1", "assumed";
        /// Typical width of a patch of one kind of land.
        patch_m: f32 = 700.0, 10.0..=20000.0, "m", "assumed";
        /// Nest sites (eaves, holes) in a field of village land.
        village_nest_sites_per_ha: f32 = 8.0, 0.0..=1000.0, "pairs/ha", "assumed";
        /// Nest sites in a field with full tree cover, village or not.
        tree_nest_sites_per_ha: f32 = 5.0, 0.0..=1000.0, "pairs/ha", "assumed";
        /// Mean tree cover of the fields; field edges and scattered farmsteads count as trees.
        tree_cover: f32 = 0.45, 0.0..=1.0, "1", "assumed: a sparrow-rich, strongly exposed commune";
        /// How suitable a crop field's edges, or grass, are for egg laying, where open laying ground is 1.
        field_laying_suitability: f32 = 0.6, 0.0..=1.0, "1", "assumed";
    }
}

parameters! {
    /// The weather: one climate for the whole landscape.
    pub struct WeatherParameters {
        /// Mean temperature of the year.
        mean_c: f32 = 13.5, -20.0..=35.0, "deg C", "assumed: the North China Plain";
        /// Half the difference between the warmest and the coldest days of an average year.
        amplitude_c: f32 = 14.0, 0.0..=40.0, "deg C", "assumed: the North China Plain";
        /// Day of the year that is coldest on average.
        coldest_day: f32 = 18.0, 1.0..=366.0, "day of year", "assumed";
        /// Standard deviation of the daily temperature around the average year.
        temperature_sd_c: f32 = 2.5, 0.0..=15.0, "deg C", "assumed";
        /// Share of a day's temperature anomaly that is left on the next day.
        temperature_persistence: f32 = 0.8, 0.0..=0.999, "1", "assumed";
        /// Share of a day's wetness anomaly that is left on the next day. Wetness is 0 in an average year and has a
        /// standard deviation of 1.
        wetness_persistence: f32 = 0.97, 0.0..=0.9999, "1", "assumed";
        /// Fall in growth for each unit of wetness below average (drought).
        drought_sensitivity: f32 = 0.1, 0.0..=1.0, "1", "assumed";
        /// Fall in growth for each unit of wetness above one (waterlogging).
        waterlogging_sensitivity: f32 = 0.05, 0.0..=1.0, "1", "assumed";
        /// Wetness above which laying grounds are flooded.
        flood_wetness: f32 = 1.6, 0.0..=10.0, "standard deviations", "assumed";
        /// Deaths of eggs on a flooded laying ground.
        flood_egg_hazard: f32 = 0.04, 0.0..=5.0, "1/d", "assumed; that flood suppresses is [F]";
        /// How much more suitable for laying each unit of drought makes open laying ground.
        drought_laying_gain: f32 = 0.2, 0.0..=5.0, "1", "assumed; that drought favours laying is [F]";
    }
}
