//! Words for animals and their numbers, singular and plural.

use jiff::civil::Date;

use crate::ecology::flows::DemographicEvent::{BirdsKilled, PestsEatenByBirds};
use crate::ecology::followed::{AgentDay, Animals};
use crate::ecology::sparrow::Flock;
use crate::output::words::count;
use crate::window::panels::words::{long_date, month, short_month};

use super::diary::{Mark, by_the_campaign};

/// `14 June`.
pub fn day_month(date: Date) -> String {
    format!("{} {}", date.day(), month(date))
}

/// `14 Jun`.
pub fn short_day_month(date: Date) -> String {
    format!("{} {}", date.day(), short_month(date))
}

/// `1 egg`, `22 eggs`.
pub fn of(number: u64, [one, many]: [&str; 2]) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// Who of a group something happened to, with the verb that follows a past participle: `5 of its 12 birds were`... `None` for nobody.
pub fn all_or_some(some: u64, all: u64, [one, many]: [&str; 2]) -> Option<String> {
    Some(match (some, all) {
        (0, _) => return None,
        (1, 1) => format!("Its last {one}"),
        (some, all) if some == all => format!("All {} {many}", count(all)),
        (some, all) => format!("{} of its {} {many}", count(some), count(all)),
    })
}

/// What became of animals that joined another agent.
pub fn gone_to_another(number: u64, [one, many]: [&str; 2]) -> String {
    if number == 1 {
        format!("Its last {one} lives on there.")
    } else {
        format!("Its {} {many} live on there.", count(number))
    }
}

/// The stage after so many moults.
pub fn instar(moults: u8) -> &'static str {
    match moults {
        0 => "the first instar",
        1 => "the second instar",
        2 => "the third instar",
        3 => "the fourth instar",
        4 => "the fifth instar",
        _ => "adults",
    }
}

/// What there is most of.
pub fn mostly(foods: &[(f64, Mark, &'static str)]) -> (Mark, &'static str) {
    let most = foods.iter().max_by(|one, other| one.0.total_cmp(&other.0));
    most.map_or((Mark::Unknown, ""), |(_, mark, name)| (*mark, *name))
}

/// What an agent is called: `A flock of 9 sparrows`.
pub fn name(animals: &Animals) -> String {
    match animals {
        Animals::Flock(flock) if flock.birds() == 0 => "A brood without parents".into(),
        Animals::Flock(flock) if flock.birds() == 1 => "A sparrow".into(),
        Animals::Flock(flock) => format!("A flock of {} sparrows", count(flock.birds().into())),
        Animals::Band(band) => format!("A band of {}", of(band.count.into(), ["pest", "pests"])),
    }
}

/// Who is there, in short: `9 sparrows`.
pub fn number_of(animals: &Animals) -> String {
    let names = if animals.flock().is_some() { ["sparrow", "sparrows"] } else { ["pest", "pests"] };
    of(animals.number(), names)
}

/// What they do, after [`number_of`]. `day` is the present one, as far as it is known.
pub fn doing(animals: &Animals, day: Option<&AgentDay>) -> String {
    match animals {
        Animals::Flock(flock) => flock_does(flock, day),
        Animals::Band(band) if band.swarms() => "swarming".into(),
        Animals::Band(band) if band.stage.is_adult() => "on the wing".into(),
        Animals::Band(band) => format!("hopping, in {}", instar(band.stage.moults)),
    }
}

fn flock_does(flock: &Flock, day: Option<&AgentDay>) -> String {
    let young = u64::from(flock.brood.young);
    match (young, flock.brood.hatched) {
        (1, true) => return "feeding a nestling".into(),
        (2.., true) => return format!("feeding {} nestlings", count(young)),
        (1.., false) => return format!("with {} in the nest", of(young, ["egg", "eggs"])),
        _ => {}
    }
    let Some(AgentDay { meal, .. }) = day else { return "looking for food".into() };
    let foods = [
        (meal.grain_kg, Mark::Grain, "eating grain"),
        (meal.weed_kg, Mark::Leaf, "eating weed seed"),
        (meal.insects_kg, Mark::Insect, "catching insects"),
    ];
    if foods.iter().all(|food| food.0 <= 0.0) { "looking for food".into() } else { mostly(&foods).1.into() }
}

/// Its end, as one plain line, from the last of its days; `None` if it lives on.
pub fn end(day: &AgentDay) -> Option<String> {
    if day.end.is_some() {
        return None;
    }
    let what = match (&day.before, day.host) {
        (Animals::Flock(_), Some(_)) => "joined another flock",
        (Animals::Band(_), Some(_)) => "joined another band",
        (Animals::Flock(flock), None) if flock.birds() == 0 => "the last of its brood died without parents",
        (Animals::Flock(flock), None) if day.counts.get(BirdsKilled) >= flock.birds().into() => {
            by_the_campaign(day.is_drive)
        }
        (Animals::Flock(flock), None) if flock.birds() == 1 => "died",
        (Animals::Flock(_), None) => "the last of its birds died",
        (Animals::Band(band), None) if day.counts.get(PestsEatenByBirds) >= band.count.into() => "eaten by birds",
        (Animals::Band(_), None) => "the last of them died",
    };
    Some(format!("{}: {what}", long_date(day.date)))
}
