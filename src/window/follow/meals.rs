//! What an agent ate, in the lines of its diary between the events.

use crate::ecology::flows::DemographicEvent::*;
use crate::ecology::followed::{AgentDay, Animals, Meal};
use crate::output::words::{count, number};

use super::diary::{Line, Mark, counted, sentence};
use super::words::{day_month, mostly, of};

/// What an agent did on days without anything to tell of them one by one.
pub fn of_stretch(days: &[&AgentDay]) -> Option<Line> {
    days.first().zip(days.last()).map(|(first, last)| {
        let meal = sum(days.iter().copied());
        let since = if first.day == last.day { String::new() } else { format!(" since {}", day_month(first.date)) };
        match &last.before {
            Animals::Flock(_) => eaten_by_flock(days, &meal, &since),
            Animals::Band(_) => eaten_by_band(days, &meal, &since),
        }
    })
}

/// What was eaten on some days.
pub fn sum<'a>(days: impl Iterator<Item = &'a AgentDay>) -> Meal {
    days.fold(Meal::default(), |sum, AgentDay { meal, .. }| Meal {
        leaf_kg: sum.leaf_kg + meal.leaf_kg,
        grain_kg: sum.grain_kg + meal.grain_kg,
        weed_kg: sum.weed_kg + meal.weed_kg,
        insects: sum.insects + meal.insects,
        brought: sum.brought + meal.brought,
        pests: sum.pests + meal.pests,
        insects_kg: sum.insects_kg + meal.insects_kg,
    })
}

fn eaten_by_flock(days: &[&AgentDay], meal: &Meal, since: &str) -> Line {
    let last = days[days.len() - 1];
    let pests = |all: f64| match count(all.round() as u64).as_str() {
        "0" => "none of them pests".to_owned(),
        pests => format!("{pests} of them pests"),
    };
    if meal.brought >= 0.5 {
        let fed = |day: &&AgentDay| day.before.flock().filter(|flock| flock.brood.hatched).map_or(0, |f| f.brood.young);
        let young = days.iter().map(fed).max().unwrap_or(0);
        let brought_pests = |day: &&AgentDay| {
            let Meal { pests, brought, insects, .. } = day.meal;
            if brought > 0.0 { pests * brought / (insects + brought) } else { 0.0 }
        };
        let share: f64 = days.iter().map(brought_pests).sum();
        let detail = format!("{} insects brought{since}, {}.", count(meal.brought.round() as u64), pests(share));
        return Line::new(last, Mark::Insect, format!("Fed {}", of(young.into(), ["nestling", "nestlings"])), detail);
    }
    let (mark, food) = mostly(&[
        (meal.grain_kg, Mark::Grain, "grain"),
        (meal.weed_kg, Mark::Leaf, "weed seed"),
        (meal.insects_kg, Mark::Insect, "insects"),
    ]);
    let bird_days: u64 = days.iter().map(|day| day.before.number()).sum();
    let all_g = 1e3 * (meal.grain_kg + meal.weed_kg + meal.insects_kg);
    let title = if all_g > 0.0 { format!("Ate mostly {food}") } else { "Found nothing to eat".into() };
    let detail = format!("{} g a bird and day{since}.", number(all_g / bird_days.max(1) as f64));
    Line::new(last, mark, title, detail)
}

fn eaten_by_band(days: &[&AgentDay], meal: &Meal, since: &str) -> Line {
    let last = days[days.len() - 1];
    let all = |event| days.iter().map(|day| counted(day, event)).sum::<u64>();
    let [eaten, died, laid] = [PestsEatenByBirds, PestsDied, EggsLaid].map(all);
    let (mark, food) = mostly(&[(meal.leaf_kg, Mark::Leaf, "leaf"), (meal.grain_kg, Mark::Grain, "grain")]);
    let kg = meal.leaf_kg + meal.grain_kg;
    let weight = if kg < 1.0 { format!("{} g", number(1e3 * kg)) } else { format!("{} kg", number(kg)) };
    let title = if kg > 0.0 { format!("Took {weight}, mostly {food}") } else { "Ate nothing".into() };
    let none_or = |number: u64| if number == 0 { "none".into() } else { count(number) };
    let mut detail =
        vec![format!("Birds ate {} of them{since}", none_or(eaten)), format!("{} died otherwise", none_or(died))];
    if laid > 0 {
        detail.push(format!("laid {}", of(laid, ["egg", "eggs"])));
    }
    Line::new(last, mark, title, sentence(&detail))
}
