//! People of country and towns, in whole numbers: what they want to eat, how well fed they are, how many are born, die and move.
//!
//! Deaths have two calibrations, one to the official death rates and one to rates adjusted for deaths that were not
//! registered. The number of people follows the mean of both.

use serde::{Deserialize, Serialize};

use super::farms::{private_food, want_with_animals};
use super::flows::SocietyFlows;
use super::stocks::Wants;
use crate::scenario::{PeopleParameters, Scenario};

/// The people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct People {
    /// Those of the country.
    pub country: Sector,
    /// Those of the towns.
    pub towns: Sector,
    /// Of these, country people whom the plan has moved there.
    pub moved: u64,
    /// Country people when the run began.
    pub country_at_start: u64,
    /// People of the towns when the run began.
    pub towns_at_start: u64,
}

/// The people of the country, or of the towns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sector {
    /// How many there are.
    pub people: u64,
    /// Nutrition: what they have eaten of late, as a share of what they want, up to 1.
    pub nutrition: f64,
    /// Parts of a birth and of a death that are not yet counted.
    due: [f64; 2],
}

/// The two calibrations of deaths, in the order of the record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DeathRates {
    /// Where nobody goes hungry, 1/year, with today's medicine.
    base: f64,
    /// Where there is no food at all for long, 1/year.
    hunger: f64,
}

impl DeathRates {
    /// The official and the adjusted rates, so many years after the run began.
    pub fn of(people: &PeopleParameters, years: f64) -> [Self; 2] {
        [
            (
                people.official_deaths_per_1000,
                people.official_deaths_fall_per_year,
                people.official_hunger_deaths_per_1000,
            ),
            (
                people.adjusted_deaths_per_1000,
                people.adjusted_deaths_fall_per_year,
                people.adjusted_hunger_deaths_per_1000,
            ),
        ]
        .map(|(base, fall, hunger)| Self {
            base: f64::from(base) / 1000.0 * (1.0 - f64::from(fall) * years).max(0.0),
            hunger: f64::from(hunger) / 1000.0,
        })
    }

    /// Deaths of hunger, 1/year, at a state of nutrition.
    fn of_hunger(self, people: &PeopleParameters, nutrition: f64) -> f64 {
        let missing = (f64::from(people.deadly_nutrition) - nutrition).max(0.0);
        self.hunger * missing * missing
    }
}

/// Nutrition after a day with so much food, as a share of what is wanted.
fn nutrition_after(people: &PeopleParameters, nutrition: f64, food: f64) -> f64 {
    nutrition + (food.min(1.0) - nutrition) / f64::from(people.body_days)
}

/// Factor on the work that a worker does in a day, at a state of nutrition.
pub fn work_hungry(people: &PeopleParameters, nutrition: f64) -> f64 {
    (1.0 - f64::from(people.hunger_work_loss) * (1.0 - nutrition)).max(0.0)
}

/// Births, 1/year, at a state of nutrition.
fn births_per_year(people: &PeopleParameters, nutrition: f64) -> f64 {
    f64::from(people.births_per_1000) / 1000.0
        * (1.0 - f64::from(people.hunger_birth_loss) * (1.0 - nutrition)).max(0.0)
}

/// Deaths where nobody goes hungry, as shares of those in the whole land: of the country and of the towns.
fn shares_of_deaths(people: &PeopleParameters) -> [f64; 2] {
    let [towns, share] = [people.towns_deaths, people.initial_towns_share].map(f64::from);
    [if share < 1.0 { (1.0 - share * towns) / (1.0 - share) } else { 1.0 }, towns]
}

impl Sector {
    fn of(people: u64) -> Self {
        Self { people, nutrition: 1.0, due: [0.0; 2] }
    }

    /// Its numbers, to the last bit.
    pub fn words(&self) -> [u64; 4] {
        let Self { people, nutrition, due: [born, died] } = *self;
        [people, nutrition.to_bits(), born.to_bits(), died.to_bits()]
    }

    /// What these people want today, kg.
    fn wants_kg(&self, kg_per_year: f32) -> f64 {
        self.people as f64 * f64::from(kg_per_year) / 365.0
    }

    /// Lets a day of births and deaths come and go. Returns the births, the deaths, and the deaths expected by each calibration, with
    /// those of hunger among them.
    fn live(&mut self, people: &PeopleParameters, rates: [DeathRates; 2], share: f64) -> ([u64; 2], [[f64; 2]; 2]) {
        let day = self.people as f64 / 365.0;
        let deaths = rates.map(|rates| {
            let of_hunger = rates.of_hunger(people, self.nutrition);
            [(rates.base * share + of_hunger) * day, of_hunger * day]
        });
        let mean = 0.5 * (deaths[0][0] + deaths[1][0]);
        let births = births_per_year(people, self.nutrition) * day;
        let [born, died] = [births, mean].map(f64::from);
        let mut whole = [0; 2];
        for ((due, amount), whole) in self.due.iter_mut().zip([born, died]).zip(&mut whole) {
            *due += amount;
            *whole = *due as u64;
            *due -= *whole as f64;
        }
        whole[1] = whole[1].min(self.people);
        self.people = self.people + whole[0] - whole[1];
        (whole, deaths)
    }
}

impl People {
    /// The people of a land with so much cropland, when a run begins.
    pub fn at_start(people: &PeopleParameters, cropland_ha: f64) -> Self {
        let all = f64::from(people.initial_people_per_ha) * cropland_ha;
        let towns = (all * f64::from(people.initial_towns_share)).round() as u64;
        let country = all.round() as u64 - towns;
        Self {
            country: Sector::of(country),
            towns: Sector::of(towns),
            moved: 0,
            country_at_start: country,
            towns_at_start: towns,
        }
    }

    /// All of them.
    pub fn all(&self) -> u64 {
        self.country.people + self.towns.people
    }

    /// Country people with those who have been moved to the towns, as a share of the country people when the run began.
    pub fn growth_of_country(&self) -> f64 {
        if self.country_at_start == 0 {
            return 1.0;
        }
        (self.country.people + self.moved) as f64 / self.country_at_start as f64
    }

    /// What they want today, those of the country for a share of their draft animals as well.
    pub fn wants(&self, scenario: &Scenario, draft_animals: f64) -> Wants {
        let Scenario { people, farms, .. } = scenario;
        Wants {
            country_kg: self.country.wants_kg(people.country_want_kg_per_year)
                * want_with_animals(farms, draft_animals),
            towns_kg: self.towns.wants_kg(people.towns_want_kg_per_year),
        }
    }

    /// Moves people between country and towns, as the plan says.
    pub fn move_to_towns(&mut self, towns_share: f32, flows: &mut SocietyFlows) {
        let all = self.country.people + self.moved;
        let wanted = (f64::from(towns_share) * all as f64).round() as u64;
        let going = wanted.saturating_sub(self.moved).min(self.country.people);
        let returning = self.moved.saturating_sub(wanted).min(self.towns.people);
        self.country.people = self.country.people - going + returning;
        self.towns.people = self.towns.people + going - returning;
        self.moved = self.moved + going - returning;
        flows.moved_to_towns = going;
        flows.returned_from_towns = returning;
    }

    /// Lets people live on what they have eaten today, so many years after the run began.
    pub fn live(&mut self, scenario: &Scenario, wants: Wants, years: f64, flows: &mut SocietyFlows) {
        let Scenario { people, farms, plan, .. } = scenario;
        let of = |eaten_kg: f64, wanted_kg: f64| if wanted_kg > 0.0 { eaten_kg / wanted_kg } else { 1.0 };
        let in_country = of(flows.own_eaten_in_country_kg + flows.resold_kg, wants.country_kg);
        let food = [in_country + private_food(farms, plan.communes_share), of(flows.eaten_in_towns_kg, wants.towns_kg)];
        let rates = DeathRates::of(people, years);
        let mut counts = [([0; 2], [[0.0; 2]; 2]); 2];
        let sectors = [&mut self.country, &mut self.towns];
        for (((sector, food), share), counts) in
            sectors.into_iter().zip(food).zip(shares_of_deaths(people)).zip(&mut counts)
        {
            sector.nutrition = nutrition_after(people, sector.nutrition, food);
            *counts = sector.live(people, rates, share);
        }
        // How many of the dead had been moved is not counted: `towns_share` says how many are kept there.
        self.moved = self.moved.min(self.towns.people);
        let [(country, country_deaths), (towns, towns_deaths)] = counts;
        [flows.births_in_country, flows.deaths_in_country] = country;
        [flows.births_in_towns, flows.deaths_in_towns] = towns;
        [flows.official_deaths_in_country, flows.adjusted_deaths_in_country] = country_deaths.map(|[all, _]| all);
        [flows.official_deaths_in_towns, flows.adjusted_deaths_in_towns] = towns_deaths.map(|[all, _]| all);
        let of_hunger = |calibration: usize| country_deaths[calibration][1] + towns_deaths[calibration][1];
        [flows.official_deaths_of_hunger, flows.adjusted_deaths_of_hunger] = [0, 1].map(of_hunger);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters() -> PeopleParameters {
        PeopleParameters {
            initial_people_per_ha: 5.0,
            initial_towns_share: 0.25,
            towns_deaths: 0.5,
            body_days: 10.0,
            hunger_work_loss: 1.5,
            deadly_nutrition: 0.75,
            births_per_1000: 40.0,
            hunger_birth_loss: 2.0,
            official_deaths_per_1000: 12.0,
            official_deaths_fall_per_year: 0.0625,
            official_hunger_deaths_per_1000: 400.0,
            ..PeopleParameters::default()
        }
    }

    /// Contract: the equations of ODD's section People, at points that are easy to check by hand.
    #[test]
    fn people_follow_their_equations() {
        let people = parameters();
        let start = People::at_start(&people, 80.2);
        assert_eq!((start.country.people, start.towns.people, start.all()), (301, 100, 401));
        assert!((nutrition_after(&people, 0.5, 1.0) - 0.55).abs() < 1e-12);
        assert_eq!(nutrition_after(&people, 1.0, 1.3), 1.0);
        assert_eq!([1.0, 0.5, 0.1].map(|nutrition| work_hungry(&people, nutrition)), [1.0, 0.25, 0.0]);
        assert_eq!(births_per_year(&people, 0.25), 0.0);
        assert!((births_per_year(&people, 0.75) - 0.02).abs() < 1e-9);
        let [country, towns] = shares_of_deaths(&people);
        assert!((country * 0.75 + towns * 0.25 - 1.0).abs() < 1e-12 && towns == 0.5);
        let [official, _] = DeathRates::of(&people, 4.0);
        assert!((official.base - 0.009).abs() < 1e-9);
        assert_eq!(official.of_hunger(&people, 0.8), 0.0);
        assert!((official.of_hunger(&people, 0.25) - 0.1).abs() < 1e-8);
    }

    /// Contract: births and deaths are whole numbers, and over a year they are what the rates say.
    #[test]
    fn whole_people_follow_the_rates() {
        let scenario = Scenario { people: parameters(), ..Scenario::default() };
        let mut people = People::at_start(&scenario.people, 2000.0);
        let (mut born, mut died, mut expected) = (0, 0, 0.0);
        for _ in 0..365 {
            let wants = people.wants(&scenario, 1.0);
            let mut flows = SocietyFlows {
                own_eaten_in_country_kg: wants.country_kg,
                eaten_in_towns_kg: wants.towns_kg,
                ..SocietyFlows::default()
            };
            let before = people.all();
            people.live(&scenario, wants, 0.0, &mut flows);
            let [births, deaths] =
                [flows.births_in_country + flows.births_in_towns, flows.deaths_in_country + flows.deaths_in_towns];
            assert_eq!(people.all(), before + births - deaths);
            assert_eq!(flows.official_deaths_of_hunger, 0.0);
            (born, died) = (born + births, died + deaths);
            expected += 0.5 * (flows.official_deaths_in_country + flows.adjusted_deaths_in_country);
            expected += 0.5 * (flows.official_deaths_in_towns + flows.adjusted_deaths_in_towns);
        }
        assert!((died as f64 - expected).abs() < 2.0, "{died}, {expected}");
        assert!((390..420).contains(&born), "{born}");
    }

    /// Contract: those who move come back when the order is taken back, and nobody is lost or made.
    #[test]
    fn who_moves_can_come_back() {
        let mut people = People::at_start(&parameters(), 2000.0);
        let (all, country) = (people.all(), people.country.people);
        let mut flows = SocietyFlows::default();
        people.move_to_towns(0.1, &mut flows);
        assert_eq!((people.moved, flows.moved_to_towns), (750, 750));
        assert_eq!((people.country.people, people.all()), (country - 750, all));
        people.move_to_towns(0.04, &mut flows);
        assert_eq!((people.moved, flows.returned_from_towns), (300, 450));
        people.move_to_towns(0.0, &mut flows);
        assert_eq!((people.country.people, people.moved, people.all()), (country, 0, all));
    }
}
