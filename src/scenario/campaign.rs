//! Parameters of the campaign.

use super::parameter::parameters;

parameters! {
    /// The extermination campaign. Its dates and efforts come from the timeline or from a person's interventions.
    pub struct CampaignParameters {
        /// Deaths by everyday means (traps, guns, poison, boys with catapults) at full effort while birds are common.
        everyday_hazard: f32 = 0.006, 0.0..=5.0, "1/d", "assumed, with the drives: local extinction within two years [F]";
        /// Deaths in a drive (drums, flags, nowhere to land) at full effort while birds are common.
        drive_hazard: f32 = 0.2, 0.0..=5.0, "1/d", "assumed; the Beijing drive of 19-21 April 1958 [S]";
        /// Length of a drive.
        drive_days: u32 = 3, 0.0..=365.0, "d", "three days [S]";
        /// Days from the beginning of one drive to that of the next.
        drive_interval_days: u32 = 60, 1.0..=3650.0, "d", "assumed";
        /// Nests destroyed at full effort.
        nest_hazard: f32 = 0.03, 0.0..=5.0, "1/d", "assumed";
        /// Density of birds at which the catch for the same effort has fallen to half.
        half_catch_birds_per_ha: f32 = 0.8, 0.0..=1000.0, "birds/ha", "assumed: falling catch per effort";
        /// Share of the hazard that full tree cover removes.
        tree_refuge: f32 = 0.3, 0.0..=1.0, "1", "assumed";
        /// Kills reported for each kill made.
        reported_per_kill: f32 = 1.5, 0.0..=100.0, "1", "assumed; reports were as unreliable as that year's harvest reports";
    }
}
