//! Parameters of the people who work the fields, and of what the state orders them to do.

use super::parameter::parameters;

parameters! {
    /// Farm labour: how many hands there are, what the fields want of them, and what happens where they are missing.
    pub struct LabourParameters {
        /// Farm workers for each hectare of cropland. 0: hands are not counted, and there are always enough.
        workers_per_ha: f32 = 0.0, 0.0..=50.0, "workers/ha", "0 leaves labour out; other values are assumed";
        /// Work of ploughing and sowing a hectare.
        sowing_days_per_ha: f32 = 30.0, 0.01..=1000.0, "worker-days/ha", "assumed";
        /// Work of reaping, binding and carrying in a hectare.
        reaping_days_per_ha: f32 = 40.0, 0.01..=1000.0, "worker-days/ha", "assumed";
        /// Workers who keep a hectare of a growing crop free of weeds, on days warm enough for growth.
        weeders_per_ha: f32 = 0.8, 0.0..=50.0, "workers/ha", "assumed";
        /// Fall in the growth of leaf on a day on which nobody pulls weeds.
        weed_competition: f32 = 0.3, 0.0..=1.0, "1", "assumed";
        /// Days after it should have been reaped for which ripe grain holds.
        grain_holds_days: u32 = 10, 0.0..=365.0, "d", "assumed";
        /// Ripe grain that falls to the ground each day once `grain_holds_days` are over.
        unreaped_hazard: f32 = 0.05, 0.0..=5.0, "1/d", "assumed; unharvested and spoiled grain is put at 3-15 % [U]";
        /// Days after it should have been reaped for which people still try; then the field is given up, and all its grain falls.
        given_up_days: u32 = 60, 1.0..=365.0, "d", "assumed";
        /// Share of workers among those who are moved to the towns, as a multiple of their share among the country people.
        workers_among_movers: f32 = 2.0, 0.0..=10.0, "1", "mostly workers were moved; the number is assumed";
    }
}

parameters! {
    /// Untested methods that the plan may order: what they do to work and yield.
    pub struct MethodsParameters {
        /// Part of the grain of a field planted close that does not fill, because its plants stand in each other's light.
        close_planting_loss: f32 = 0.5, 0.0..=1.0, "1", "fields in Anhui from 400 to under 200 jin/mu [S]; elsewhere assumed";
        /// Extra work of ploughing a hectare deep before it is sown. It gains nothing.
        deep_ploughing_days_per_ha: f32 = 120.0, 0.0..=1000.0, "worker-days/ha", "assumed";
    }
}

parameters! {
    /// The plan: what the state orders. Events of the timeline change it. Shares of workers and of fields do nothing where hands are
    /// not counted, and what concerns grain and people does nothing where people are not.
    pub struct PlanParameters {
        /// Farm workers who tend backyard furnaces.
        steel_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; 38-60 M worked part of the time in autumn 1958 [U]";
        /// Farm workers who dig irrigation works.
        irrigation_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; about 30 M in October 1957, one in six in January 1958 [S]";
        /// Country people who have been moved to the towns; of the farm workers `labour.workers_among_movers` times as large a share.
        towns_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; 15.7 M left the fields for state industry in 1958 [F]";
        /// Farm workers who take part in a drive of the campaign at full effort.
        drive_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; assumed";
        /// Farm workers who hunt rats, flies and mosquitoes, the campaign's other three pests.
        other_pests_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; assumed";
        /// Cropland on which nothing is sown for a calendar year ("plant less, harvest more"). What stands there is reaped.
        fallow_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; area fell by about 10 % by 1959-61 [D]";
        /// Fields that are planted close when they are sown.
        close_planting_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; assumed";
        /// Fields that are ploughed deep before they are sown.
        deep_ploughing_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; assumed";
        /// Houses pulled down for their materials.
        demolition_hazard_per_year: f32 = 0.0, 0.0..=5.0, "1/year", "0: no plan; 30-40 % of houses were demolished [U]";
        /// Farm households in communes, which have no private plots and pay for no work.
        communes_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; 99.1 % by October 1958 [S]";
        /// Farm households that eat in canteens.
        canteens_share: f32 = 0.0, 0.0..=1.0, "1", "0: no plan; assumed to have come with the communes";
        /// What each level of the administration adds to the harvest that it reports.
        exaggeration: f32 = 0.0, 0.0..=2.0, "1", "0: no plan; 375 Mt were announced for 1958, 198-200 Mt were real [F]";
        /// How far the state believes the part of the reports that is made up.
        trust_in_reports: f32 = 1.0, 0.0..=1.0, "1", "assumed";
        /// Share of the harvest in which it believes that the state procures.
        procurement_share: f32 = 0.236, 0.0..=1.0, "1", "as in 1957 [U]";
        /// Share of the food that villages lack that the state sells back to them, as far as it has more than its reserve.
        resale_share: f32 = 0.5, 0.0..=1.0, "1", "assumed";
        /// Ration of the towns, as a share of what people there want.
        towns_ration: f32 = 1.0, 0.0..=1.0, "1", "assumed";
        /// Grain exported, less that imported, for each person at the beginning of the run; below 0 more is imported.
        net_export_kg_per_person_year: f32 = 2.9, -100.0..=100.0, "kg/person/year", "1.9 Mt for 646.5 M people in 1957 [U]";
    }
}

parameters! {
    /// Collective farms, and how farming goes forward in ordinary years.
    pub struct FarmsParameters {
        /// Growth of the grain that a full stand bears, by better seed, more manure and more knowledge.
        yield_growth_per_year: f32 = 0.0, -0.2..=0.2, "1/year", "0: none; other values are assumed";
        /// Fall in the work that a worker does in a day where work is not paid for.
        incentive_loss: f32 = 0.15, 0.0..=1.0, "1", "assumed";
        /// Food from private plots, as a share of what country people want.
        private_plot_food: f32 = 0.08, 0.0..=1.0, "1", "assumed";
        /// Draft animals that die in a year, for each part of the food that is missing in the country.
        animal_hunger_hazard_per_year: f32 = 0.5, 0.0..=50.0, "1/year", "assumed";
        /// Part of the missing draft animals that is replaced in a year.
        animals_bred_per_year: f32 = 0.1, 0.0..=10.0, "1/year", "assumed";
        /// Fall in the work that a worker does in a day without any draft animals.
        animals_work_loss: f32 = 0.5, 0.0..=1.0, "1", "assumed";
        /// Fall in the grain that a full stand bears without any draft animals, for want of manure.
        manure_loss: f32 = 0.4, 0.0..=1.0, "1", "assumed";
        /// Part of the grain wanted in the country that feeds draft animals, when all are there.
        animal_feed: f32 = 0.1, 0.0..=1.0, "1", "assumed";
        /// Share of the grain handed out in canteens that is wasted.
        canteen_waste: f32 = 0.1, 0.0..=0.9, "1", "assumed";
    }
}

parameters! {
    /// Backyard steel, and the tools that it takes and gives.
    pub struct SteelParameters {
        /// Pig iron from a day's work at the furnaces.
        iron_kg_per_worker_day: f32 = 0.8, 0.0..=100.0, "kg/worker-day", "assumed";
        /// Part of the pig iron that is of any use.
        usable_share: f32 = 0.3, 0.0..=1.0, "1", "about 8 of 11.08 Mt of all steel of 1958 [W]; of backyard iron assumed";
        /// Workers at a furnace.
        workers_per_furnace: f32 = 60.0, 1.0..=10000.0, "workers", "assumed";
        /// Tools melted down for each kilogram of pig iron; other household metal is not followed.
        tools_kg_per_iron_kg: f32 = 0.15, 0.0..=10.0, "kg/kg", "assumed";
        /// Iron in the tools of a farm worker when all are there.
        tools_kg_per_worker: f32 = 20.0, 0.1..=1000.0, "kg/worker", "assumed";
        /// Part of the missing tools that is replaced in a year, while factories have what they need.
        tools_replaced_per_year: f32 = 0.3, 0.0..=10.0, "1/year", "assumed";
        /// Fall in the work that a worker does in a day without any tools.
        tools_loss: f32 = 0.6, 0.0..=1.0, "1", "assumed";
        /// Fall in the output of finished goods, and in transport, with a third of the farm workers at furnaces: coal, ore and carts go
        /// there.
        shortage: f32 = 0.3, 0.0..=1.0, "1", "assumed";
    }
}

parameters! {
    /// Trees: fuel for the furnaces, nest sites for sparrows, and shelter for the soil.
    pub struct ForestParameters {
        /// Wood burnt, as charcoal, for each kilogram of pig iron.
        wood_kg_per_iron_kg: f32 = 12.0, 0.0..=1000.0, "kg/kg", "assumed";
        /// Wood of a hectare that is fully covered by trees.
        wood_t_per_ha: f32 = 60.0, 0.1..=1000.0, "t/ha", "assumed";
        /// Part of the missing trees that has grown again after a year.
        regrowth_per_year: f32 = 0.02, 0.0..=5.0, "1/year", "assumed";
        /// Fall in the grain that a full stand bears where all trees are felled, by erosion.
        erosion_loss: f32 = 0.1, 0.0..=1.0, "1", "assumed";
    }
}

parameters! {
    /// Houses, under whose eaves sparrows nest.
    pub struct HousingParameters {
        /// Part of the missing houses that is built again in a year.
        rebuilt_per_year: f32 = 0.05, 0.0..=5.0, "1/year", "assumed";
    }
}

parameters! {
    /// Irrigation works dug by unskilled workers.
    pub struct IrrigationParameters {
        /// Work for a hectare to be watered.
        work_days_per_ha: f32 = 400.0, 1.0..=100000.0, "worker-days/ha", "assumed";
        /// Part of the works that is sound.
        sound_share: f32 = 0.4, 0.0..=1.0, "1", "up to half of Hunan's works silted or washed away [S]";
        /// Rise in the grain that a full stand bears where works are sound.
        gain: f32 = 0.15, 0.0..=2.0, "1", "assumed";
        /// Unsound works that silt up in a year; until then they water fields as sound ones do.
        silting_hazard_per_year: f32 = 1.0, 0.0..=50.0, "1/year", "assumed";
        /// Fall in the grain that a full stand bears where works have silted up and the soil has become wet and salty.
        salting_loss: f32 = 0.1, 0.0..=1.0, "1", "assumed";
    }
}

parameters! {
    /// Grain after the harvest: seed, reports, stocks, transport.
    pub struct GrainParameters {
        /// Grain sown on a hectare, as far as villages have it; land is sown all the same.
        seed_kg_per_ha: f32 = 120.0, 0.0..=1000.0, "kg/ha", "assumed";
        /// Levels of the administration through which a report passes.
        report_levels: u32 = 4, 0.0..=10.0, "levels", "brigade, commune, county, province: assumed";
        /// Stock of the villages when the run begins, for each person there.
        initial_village_kg_per_person: f32 = 150.0, 0.0..=1000.0, "kg/person", "assumed";
        /// Stock of the state when the run begins, for each person in the land.
        initial_state_kg_per_person: f32 = 25.0, 0.0..=1000.0, "kg/person", "assumed";
        /// Villages that have food for fewer days than this make it last: each day they hand out one part in so many of it.
        saving_days: f32 = 100.0, 1.0..=3650.0, "d", "assumed";
        /// The same for canteens, which hand out freely.
        canteen_saving_days: f32 = 60.0, 1.0..=3650.0, "d", "assumed";
        /// The same for the towns.
        towns_saving_days: f32 = 30.0, 1.0..=3650.0, "d", "assumed";
        /// Reserve of the state, in days of what the towns want. Nothing of it is sold back to villages.
        reserve_days: f32 = 60.0, 0.0..=3650.0, "d", "assumed";
        /// Grain that can be carried from collecting points to the state's stores.
        transport_kg_per_person_day: f32 = 0.4, 0.0..=100.0, "kg/person/d", "assumed";
        /// Grain that spoils in villages.
        village_spoilage: f32 = 0.0001, 0.0..=1.0, "1/d", "assumed; unharvested and spoiled grain is put at 3-15 % [U]";
        /// Grain that spoils at collecting points, where it lies in the open.
        depot_spoilage: f32 = 0.003, 0.0..=1.0, "1/d", "assumed";
        /// Grain that spoils in the state's stores.
        store_spoilage: f32 = 0.0001, 0.0..=1.0, "1/d", "assumed";
    }
}

parameters! {
    /// People: what they eat, and how they live and die. Deaths have two calibrations, to the official death rates and to those that
    /// Banister adjusted for what was not registered.
    pub struct PeopleParameters {
        /// People for each hectare of cropland, towns included, when the run begins. 0: people are not counted.
        initial_people_per_ha: f32 = 0.0, 0.0..=1000.0, "people/ha", "0 leaves people and their grain out; other values are assumed";
        /// Share of them who live in towns.
        initial_towns_share: f32 = 0.154, 0.0..=0.9, "1", "99.49 of 646.53 M [F]";
        /// Grain that country people want, for themselves and their animals.
        country_want_kg_per_year: f32 = 255.0, 1.0..=2000.0, "kg/person/year", "assumed";
        /// Grain that towns want, with what factories and the army take.
        towns_want_kg_per_year: f32 = 290.0, 1.0..=2000.0, "kg/person/year", "assumed";
        /// Days after which nutrition has followed food by 63 %.
        body_days: f32 = 60.0, 1.0..=3650.0, "d", "assumed";
        /// Fall in the work that a worker does in a day, for each part of the food that is missing.
        hunger_work_loss: f32 = 1.0, 0.0..=10.0, "1", "assumed";
        /// Nutrition below which hunger kills.
        deadly_nutrition: f32 = 0.85, 0.0..=1.0, "1", "assumed";
        /// Births where nobody goes hungry.
        births_per_1000: f32 = 38.0, 0.0..=100.0, "1/1000/year", "assumed";
        /// Fall in births, for each part of the food that is missing.
        hunger_birth_loss: f32 = 1.5, 0.0..=10.0, "1", "assumed";
        /// Deaths where nobody goes hungry when the run begins, official rates.
        official_deaths_per_1000: f32 = 10.8, 0.0..=100.0, "1/1000/year", "1957 [F]";
        /// The same, adjusted rates.
        adjusted_deaths_per_1000: f32 = 18.1, 0.0..=100.0, "1/1000/year", "1957, Banister [F]";
        /// Fall of these deaths as medicine improves, official rates.
        official_deaths_fall_per_year: f32 = 0.015, 0.0..=0.5, "1/year", "10.80 in 1957, 10.02 in 1962 [F]";
        /// The same, adjusted rates.
        adjusted_deaths_fall_per_year: f32 = 0.05, 0.0..=0.5, "1/year", "18.1 in 1957, 14.0 in 1962 [F]";
        /// Deaths in towns where nobody goes hungry, as a share of those in the whole land.
        towns_deaths: f32 = 0.78, 0.0..=1.0, "1", "assumed";
        /// Deaths of hunger where there is no food at all for long, official rates. They grow with the square of what is missing below
        /// `deadly_nutrition`.
        official_hunger_deaths_per_1000: f32 = 400.0, 0.0..=100000.0, "1/1000/year", "assumed";
        /// The same, adjusted rates.
        adjusted_hunger_deaths_per_1000: f32 = 700.0, 0.0..=100000.0, "1/1000/year", "assumed";
    }
}

impl LabourParameters {
    /// Whether hands are counted, so that work may be left undone.
    pub fn is_counted(&self) -> bool {
        self.workers_per_ha > 0.0
    }
}

impl PeopleParameters {
    /// Whether people are counted, with the grain that they eat.
    pub fn are_counted(&self) -> bool {
        self.initial_people_per_ha > 0.0
    }
}
