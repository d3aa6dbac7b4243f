//! Parameters of the pest, of the sparrow, and of what happens when they meet.

use super::parameter::parameters;

parameters! {
    /// The crop pest. The defaults are those of the Oriental migratory locust (*Locusta migratoria manilensis*), the
    /// most visible of the crop pests; a scenario about another pest sets its own.
    pub struct PestParameters {
        /// Eggs in the soil when the run starts, on open laying ground; other fields hold their share of it.
        initial_eggs_per_m2: f32 = 0.6, 0.0..=10000.0, "eggs/m2", "assumed: near the low state";
        /// Hatchlings that one band stands for, where there are at least that many. 1 gives true individuals.
        animals_per_band: u32 = 4000, 1.0..=10000000.0, "animals", "assumed: a super-individual's size";
        /// Most bands that one field's hatch makes at a time; any more hatchlings make the bands larger. True
        /// individuals (`animals_per_band: 1`) have no such limit.
        bands_per_hatch: u32 = 2, 1.0..=1000000.0, "bands", "assumed: bounds memory in an outbreak";
        /// Days between a field's hatches.
        hatch_interval_days: u32 = 10, 1.0..=60.0, "d", "assumed: pods of a site hatch together";
        /// Temperature above which eggs and hoppers develop.
        base_temperature_c: f32 = 12.0, -5.0..=30.0, "deg C", "assumed, so that two generations fit a year at 35 deg N: 1-2 at 40 deg N, 3-4 at 25 deg N [F]";
        /// Thermal time of the eggs. At 27 deg C the default takes 13 days.
        egg_degree_days: f32 = 200.0, 1.0..=5000.0, "deg C d", "eggs hatch in 10-24 d [F]; value assumed";
        /// Thermal time of the five hopper instars together.
        hopper_degree_days: f32 = 340.0, 1.0..=5000.0, "deg C d", "28-35 d to adult [F]; value assumed";
        /// Thermal time from the last moult to laying.
        maturation_degree_days: f32 = 200.0, 0.0..=5000.0, "deg C d", "3-4 weeks [F]; value assumed";
        /// Eggs laid when days are shorter than this rest until spring.
        diapause_day_length_h: f32 = 13.0, 0.0..=24.0, "h", "assumed; eggs overwinter in the soil [F]";
        /// Eggs in a pod.
        eggs_per_pod: f32 = 50.0, 0.0..=1000.0, "eggs", "15-100 [F]";
        /// Days between two pods of a female.
        days_between_pods: f32 = 7.0, 0.5..=200.0, "d", "assumed, for 2-7 pods a female [F]";
        /// Deaths of eggs, from all causes except flood.
        egg_hazard: f32 = 0.004, 0.0..=1.0, "1/d", "assumed";
        /// Deaths of hatchlings (first instar), from all causes except birds and hunger.
        hatchling_hazard: f32 = 0.1, 0.0..=5.0, "1/d", "assumed";
        /// Deaths of older hoppers, from all causes except birds and hunger.
        hopper_hazard: f32 = 0.03, 0.0..=5.0, "1/d", "assumed";
        /// Deaths of adults, from all causes except birds and hunger.
        adult_hazard: f32 = 0.025, 0.0..=5.0, "1/d", "assumed";
        /// Additional deaths for each old hopper or adult per square metre: disease and parasitoids.
        crowding_hazard_m2: f32 = 0.009, 0.0..=5.0, "m2/d", "assumed";
        /// Deaths of hoppers and adults below `frost_c`.
        frost_hazard: f32 = 0.3, 0.0..=5.0, "1/d", "assumed";
        /// Daily mean temperature that kills hoppers and adults.
        frost_c: f32 = 4.0, -20.0..=20.0, "deg C", "assumed";
        /// Deaths of bands that find nothing to eat.
        hunger_hazard: f32 = 0.25, 0.0..=5.0, "1/d", "assumed";
        /// Food of an adult, dry mass; a hopper eats its instar's share of it.
        adult_intake_g_per_day: f32 = 0.25, 0.0..=100.0, "g/d", "60-80 g fresh in a life [W], about 2 g a day for an adult [F, desert locust]; 15 % dry assumed";
        /// Leaf at which a band finds half of what it looks for. 0: it finds all it wants while there is any.
        leaf_half_saturation_kg_per_ha: f32 = 0.0, 0.0..=100000.0, "kg/ha", "assumed: leaf is never sparse enough to cost a locust time";
        /// Leaf and grain cut and dropped for each kilogram eaten.
        wasted_per_eaten: f32 = 1.6, 0.0..=20.0, "1", "assumed";
        /// Share of its food that a band takes from the ears where there are any.
        grain_share_of_food: f32 = 0.25, 0.0..=1.0, "1", "assumed";
        /// Distance a hopper walks in a day.
        hopper_walk_m_per_day: f32 = 25.0, 0.0..=10000.0, "m/d", "assumed";
        /// Distance an adult flies in a day.
        adult_flight_m_per_day: f32 = 1000.0, 0.0..=100000.0, "m/d", "assumed";
        /// How many times as far a fully gregarious band goes.
        gregarious_speed_factor: f32 = 4.0, 1.0..=100.0, "1", "assumed";
        /// Density above which crowding makes animals gregarious. 0 for a pest that never swarms.
        gregarious_density_per_m2: f32 = 10.0, 0.0..=100000.0, "animals/m2", "about 10 per m2 [F, another species]";
        /// Part of the way to the gregarious (or back to the solitary) phase that a band covers in a day.
        phase_change_per_day: f32 = 0.1, 0.0..=1.0, "1/d", "assumed";
        /// Share of a hunting bird's success that a fully gregarious band takes away.
        gregarious_protection: f32 = 0.5, 0.0..=1.0, "1", "assumed; aggregation breaks up predators' search [F]";
    }
}

parameters! {
    /// The Eurasian tree sparrow (*Passer montanus*).
    pub struct SparrowParameters {
        /// Birds when the run starts, for each nest site.
        initial_birds_per_nest_site: f32 = 2.6, 0.0..=100.0, "birds", "assumed: near the equilibrium";
        /// Most birds that one flock stands for. 1 gives true individuals.
        birds_per_flock: u32 = 12, 1.0..=5000.0, "birds", "assumed: a super-individual's size";
        /// Share of adults that survive a year in average conditions.
        adult_annual_survival: f32 = 0.52, 0.01..=0.999, "1", "0.43-0.57 [S proxy, U]";
        /// Share of fledglings that survive to their first spring.
        first_year_survival: f32 = 0.25, 0.001..=0.999, "1", "0.2-0.3 [S proxy, U]";
        /// How many times as dangerous a winter day (November to February) is as any other.
        winter_hazard_factor: f32 = 2.0, 0.1..=20.0, "1", "assumed";
        /// Additional deaths of birds that find nothing to eat.
        hunger_hazard: f32 = 0.15, 0.0..=5.0, "1/d", "assumed";
        /// First day of laying.
        breeding_first_day: u32 = 85, 1.0..=366.0, "day of year", "season Mar-Aug [F]";
        /// Last day on which a clutch is begun.
        breeding_last_day: u32 = 205, 1.0..=366.0, "day of year", "season Mar-Aug [F]";
        /// Eggs in a clutch.
        clutch_eggs: f32 = 5.3, 0.0..=20.0, "eggs", "5-6 [F]";
        /// Days of incubation.
        incubation_days: u32 = 12, 1.0..=60.0, "d", "11-14 d [F]";
        /// Share of eggs that hatch.
        hatching_share: f32 = 0.65, 0.0..=1.0, "1", "about 65 % [S]";
        /// Days in the nest.
        nestling_days: u32 = 16, 1.0..=60.0, "d", "15-20 d [F]";
        /// Share of well-fed nestlings that fledge.
        fledging_share: f32 = 0.92, 0.0..=1.0, "1", "about 60 % of eggs fledge [W], of which 65 % is hatching [S]";
        /// Minimum days between two broods.
        rest_days: u32 = 8, 0.0..=250.0, "d", "2-4 broods a year [F]; value assumed";
        /// Daily chance that birds that are ready begin a clutch.
        laying_chance: f32 = 0.09, 0.0..=1.0, "1/d", "assumed: spreads the broods of a place over the season";
        /// Additional deaths of nestlings that are brought nothing.
        nestling_hunger_hazard: f32 = 0.35, 0.0..=5.0, "1/d", "assumed";
        /// Food of a grown bird, in seed.
        intake_g_per_day: f32 = 7.9, 0.0..=1000.0, "g/d", "7.9 g seed a day [F, other species]";
        /// Prey brought to one nestling each day.
        prey_per_nestling_day: f32 = 30.0, 0.0..=10000.0, "items/d", "about 1,640 prey to a brood [D]";
        /// Food that one prey item replaces, in seed.
        prey_item_g: f32 = 0.05, 0.0001..=100.0, "g", "assumed";
        /// Home range while breeding.
        breeding_range_ha: f32 = 0.96, 0.01..=1000.0, "ha", "0.96 ha [F, Sano 1973]";
        /// Home range while flocking.
        flocking_range_ha: f32 = 3.72, 0.01..=10000.0, "ha", "3.72 ha [F, Sano 1973]";
        /// Mean distance at which a young bird, or one without a nest site, settles.
        dispersal_m: f32 = 900.0, 0.0..=100000.0, "m", "1-10 km a year [U]";
        /// Share of insects in the food of grown birds in March and April.
        insect_share_spring: f32 = 0.2, 0.0..=1.0, "1", "assumed diet table";
        /// Share of insects in the food of grown birds from May to July.
        insect_share_summer: f32 = 0.3, 0.0..=1.0, "1", "assumed diet table";
        /// Share of insects in the food of grown birds from August to October.
        insect_share_autumn: f32 = 0.05, 0.0..=1.0, "1", "assumed diet table";
        /// Share of insects in the food of grown birds from November to February.
        insect_share_winter: f32 = 0.02, 0.0..=1.0, "1", "assumed diet table";
        /// Share of weed seed in the plant food of grown birds in March and April.
        weed_share_spring: f32 = 0.5, 0.0..=1.0, "1", "assumed diet table (0.40 of 0.80)";
        /// Share of weed seed in the plant food of grown birds from May to July.
        weed_share_summer: f32 = 0.43, 0.0..=1.0, "1", "assumed diet table (0.30 of 0.70)";
        /// Share of weed seed in the plant food of grown birds from August to October.
        weed_share_autumn: f32 = 0.105, 0.0..=1.0, "1", "assumed diet table (0.10 of 0.95)";
        /// Share of weed seed in the plant food of grown birds from November to February.
        weed_share_winter: f32 = 0.54, 0.0..=1.0, "1", "assumed diet table (0.53 of 0.98)";
        /// Share of insects in a nestling's food when it hatches.
        nestling_insect_share_first: f32 = 0.9, 0.0..=1.0, "1", "nestlings are raised mainly on insects [F]; value assumed";
        /// Share of insects in a nestling's food when it fledges.
        nestling_insect_share_last: f32 = 0.5, 0.0..=1.0, "1", "nestlings are raised mainly on insects [F]; value assumed";
    }
}

parameters! {
    /// What happens where birds, prey and seed meet: the functional responses.
    pub struct EncounterParameters {
        /// Pests at which hunting birds, without other prey, find half of what they look for.
        pest_half_density_per_m2: f32 = 0.11, 0.0001..=10000.0, "animals/m2", "assumed; calibrated with the low state below 1 per m2 [D]";
        /// Exponent of the functional response: 1 is Holling II, 2 is Holling III (switching).
        response_exponent: f32 = 2.0, 1.0..=4.0, "1", "Holling III, several prey [F]";
        /// Other insects in high summer.
        other_insects_per_m2: f32 = 2.0, 0.0..=10000.0, "animals/m2", "assumed; they are not depleted";
        /// Other insects at which hunting birds, without pests, find half of what they look for.
        other_half_density_per_m2: f32 = 1.2, 0.0001..=10000.0, "animals/m2", "assumed";
        /// How easily a bird takes a first-instar hopper, where a third-instar one is 1.
        vulnerability_instar1: f32 = 0.3, 0.0..=10.0, "1", "assumed: small prey is passed over";
        /// How easily a bird takes a second-instar hopper.
        vulnerability_instar2: f32 = 0.6, 0.0..=10.0, "1", "assumed";
        /// How easily a bird takes a fifth-instar hopper.
        vulnerability_instar5: f32 = 0.8, 0.0..=10.0, "1", "assumed";
        /// How easily a bird takes an adult.
        vulnerability_adult: f32 = 0.5, 0.0..=10.0, "1", "assumed: adults fly and are large";
        /// Seed, of any kind, at which a feeding bird finds half of what it looks for.
        seed_half_density_kg_per_ha: f32 = 0.5, 0.0001..=10000.0, "kg/ha", "assumed";
        /// Weed seed shed in a year.
        weed_seed_kg_per_ha_year: f32 = 80.0, 0.0..=10000.0, "kg/ha", "assumed";
        /// Spilled grain and weed seed lost to mould, mice and germination.
        seed_loss_per_day: f32 = 0.005, 0.0..=1.0, "1/d", "assumed";
        /// Grain that birds shake from the ears for each kilogram they eat there. It stays on the field.
        ears_shaken_per_eaten: f32 = 6.5, 0.0..=20.0, "1", "assumed, with the sparrows' numbers: crop loss to sparrows about 1 % [F, organic rice], grain saved by the campaign 1.5-2 % [D]";
        /// How strongly flocks are drawn to richer fields: 0 is not at all; at 1 they always feed on the best field
        /// they see.
        flock_attraction: f32 = 0.6, 0.0..=1.0, "1", "assumed; when flocking 98 % of feeding is in rice [F]";
    }
}
