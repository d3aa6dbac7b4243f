//! Words for animals and their numbers.

use jiff::civil::Date;

use crate::ecology::flows::DemographicEvent::{BirdsKilled, PestsEatenByBirds};
use crate::ecology::followed::{AgentDay, Animals};
use crate::ecology::sparrow::Flock;
use crate::output::words::count;
use crate::window::language::tr;
use crate::window::panels::words::long_date;

use super::diary::Mark;

/// What animals eat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Food {
    /// Grain, on the stalk or on the ground.
    Grain,
    /// Seed of weeds.
    WeedSeed,
    /// Insects, pests among them.
    Insects,
    /// Leaf.
    Leaf,
}

impl Food {
    /// For its picture.
    pub fn mark(self) -> Mark {
        match self {
            Self::Grain => Mark::Grain,
            Self::WeedSeed | Self::Leaf => Mark::Leaf,
            Self::Insects => Mark::Insect,
        }
    }
}

/// `14 June`.
pub fn day_month(date: Date) -> String {
    tr!("follow-day-month", day = date.day(), month = date.month())
}

/// `14 Jun`.
pub fn short_day_month(date: Date) -> String {
    tr!("follow-short-day-month", day = date.day(), month = date.month())
}

/// Who of a group something happened to: the last, all or some. `None` for nobody.
pub fn all_or_some(some: u64, all: u64) -> Option<&'static str> {
    match (some, all) {
        (0, _) => None,
        (1, 1) => Some("last"),
        (some, all) if some == all => Some("all"),
        _ => Some("some"),
    }
}

/// What there is most of.
pub fn mostly(foods: &[(f64, Food)]) -> Option<Food> {
    let most = foods.iter().filter(|(kg, _)| *kg > 0.0).max_by(|one, other| one.0.total_cmp(&other.0));
    most.map(|(_, food)| *food)
}

/// What an agent is called: `A flock of 9 sparrows`.
pub fn name(animals: &Animals) -> String {
    let number = animals.number();
    match animals {
        Animals::Flock(_) if number == 0 => tr!("follow-flock-without-birds"),
        Animals::Flock(_) => tr!("follow-flock", birds = number, count = count(number)),
        Animals::Band(_) => tr!("follow-band", pests = number, count = count(number)),
    }
}

/// Who is there, in short: `9 sparrows`.
pub fn number_of(animals: &Animals) -> String {
    let number = animals.number();
    match animals {
        Animals::Flock(_) => tr!("follow-sparrows", sparrows = number, count = count(number)),
        Animals::Band(_) => tr!("follow-pests", pests = number, count = count(number)),
    }
}

/// What they do, after [`number_of`]. `day` is the present one, as far as it is known.
pub fn doing(animals: &Animals, day: Option<&AgentDay>) -> String {
    match animals {
        Animals::Flock(flock) => flock_does(flock, day),
        Animals::Band(band) if band.swarms() => tr!("follow-swarming"),
        Animals::Band(band) if band.stage.is_adult() => tr!("follow-on-the-wing"),
        Animals::Band(band) => tr!("follow-hopping", moults = band.stage.moults),
    }
}

fn flock_does(flock: &Flock, day: Option<&AgentDay>) -> String {
    let young = u64::from(flock.brood.young);
    match (young, flock.brood.hatched) {
        (1.., true) => return tr!("follow-feeding", nestlings = young, count = count(young)),
        (1.., false) => return tr!("follow-with-eggs", eggs = young, count = count(young)),
        _ => {}
    }
    let meal = day.map(|day| day.meal).unwrap_or_default();
    match mostly(&[(meal.grain_kg, Food::Grain), (meal.weed_kg, Food::WeedSeed), (meal.insects_kg, Food::Insects)]) {
        Some(Food::Grain) => tr!("follow-eating-grain"),
        Some(Food::WeedSeed) => tr!("follow-eating-weed-seed"),
        Some(Food::Insects) => tr!("follow-catching-insects"),
        Some(Food::Leaf) | None => tr!("follow-looking-for-food"),
    }
}

/// Its end, as one plain line, from the last of its days; `None` if it lives on.
pub fn end(day: &AgentDay) -> Option<String> {
    if day.end.is_some() {
        return None;
    }
    let date = long_date(day.date);
    Some(match (&day.before, day.host) {
        (Animals::Flock(_), Some(_)) => tr!("follow-end-joined-flock", date = date),
        (Animals::Band(_), Some(_)) => tr!("follow-end-joined-band", date = date),
        (Animals::Flock(flock), None) if flock.birds() == 0 => tr!("follow-end-brood", date = date),
        (Animals::Flock(flock), None) if day.counts.get(BirdsKilled) >= flock.birds().into() => match day.is_drive {
            true => tr!("follow-end-killed-in-drive", date = date),
            false => tr!("follow-end-killed", date = date),
        },
        (Animals::Flock(flock), None) if flock.birds() == 1 => tr!("follow-end-died", date = date),
        (Animals::Flock(_), None) => tr!("follow-end-birds-died", date = date),
        (Animals::Band(band), None) if day.counts.get(PestsEatenByBirds) >= band.count.into() => {
            tr!("follow-end-eaten", date = date)
        }
        (Animals::Band(_), None) => tr!("follow-end-band-died", date = date),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::window::panels::words::short_date;

    /// Contract: a day of this year is written as its date is, without the year.
    #[test]
    fn days_are_written_as_dates_are() {
        for month in 1..=12 {
            let day = date(1958, month, 14);
            assert_eq!(format!("{} 1958", day_month(day)), long_date(day));
            assert_eq!(format!("{} 1958", short_day_month(day)), short_date(day));
        }
    }
}
