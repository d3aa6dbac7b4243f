//! What an agent ate, in the lines of its diary between the events.

use crate::ecology::flows::DemographicEvent::*;
use crate::ecology::followed::{AgentDay, Animals, Meal};
use crate::output::words::{count, number};
use crate::window::language::tr;

use super::diary::{Line, Mark, counted};
use super::words::{Food, day_month, mostly};

/// What an agent did on days without anything to tell of them one by one.
pub fn of_stretch(days: &[&AgentDay]) -> Option<Line> {
    days.first().zip(days.last()).map(|(first, last)| {
        let meal = sum(days.iter().copied());
        let since = (first.day != last.day).then(|| day_month(first.date));
        match &last.before {
            Animals::Flock(_) => eaten_by_flock(days, &meal, since),
            Animals::Band(_) => eaten_by_band(days, &meal, since),
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

fn eaten_by_flock(days: &[&AgentDay], meal: &Meal, since: Option<String>) -> Line {
    let last = days[days.len() - 1];
    if meal.brought >= 0.5 {
        return fed(days, meal, since);
    }
    let foods = [(meal.grain_kg, Food::Grain), (meal.weed_kg, Food::WeedSeed), (meal.insects_kg, Food::Insects)];
    let food = mostly(&foods);
    let title = match food {
        Some(Food::Grain) => tr!("follow-ate-grain"),
        Some(Food::WeedSeed) => tr!("follow-ate-weed-seed"),
        Some(Food::Insects) => tr!("follow-ate-insects"),
        Some(Food::Leaf) | None => tr!("follow-found-nothing"),
    };
    let bird_days: u64 = days.iter().map(|day| day.before.number()).sum();
    let all_g = 1e3 * (meal.grain_kg + meal.weed_kg + meal.insects_kg);
    let grams = number(all_g / bird_days.max(1) as f64);
    let detail = match since {
        Some(date) => tr!("follow-grams-a-day-since", grams = grams, date = date),
        None => tr!("follow-grams-a-day", grams = grams),
    };
    Line::new(last, food.map_or(Mark::Insect, Food::mark), title, detail)
}

/// What was brought to a brood.
fn fed(days: &[&AgentDay], meal: &Meal, since: Option<String>) -> Line {
    let young = |day: &&AgentDay| day.before.flock().filter(|flock| flock.brood.hatched).map_or(0, |f| f.brood.young);
    let young = u64::from(days.iter().map(young).max().unwrap_or(0));
    let brought_pests = |day: &&AgentDay| {
        let Meal { pests, brought, insects, .. } = day.meal;
        if brought > 0.0 { pests * brought / (insects + brought) } else { 0.0 }
    };
    let pests = days.iter().map(brought_pests).sum::<f64>().round() as u64;
    let insects = meal.brought.round() as u64;
    let (all, of_pests) = (count(insects), count(pests));
    let detail = match since {
        Some(date) => {
            tr!("follow-brought-since", insects = insects, all = all, pests = pests, count = of_pests, date = date)
        }
        None => tr!("follow-brought", insects = insects, all = all, pests = pests, count = of_pests),
    };
    let title = tr!("follow-fed", nestlings = young, count = count(young));
    Line::new(days[days.len() - 1], Mark::Insect, title, detail)
}

fn eaten_by_band(days: &[&AgentDay], meal: &Meal, since: Option<String>) -> Line {
    let last = days[days.len() - 1];
    let all = |event| days.iter().map(|day| counted(day, event)).sum::<u64>();
    let [eaten, died, laid] = [PestsEatenByBirds, PestsDied, EggsLaid].map(all);
    let kg = meal.leaf_kg + meal.grain_kg;
    let weight = match kg < 1.0 {
        true => tr!("follow-grams", number = number(1e3 * kg)),
        false => tr!("follow-kilograms", number = number(kg)),
    };
    let food = mostly(&[(meal.leaf_kg, Food::Leaf), (meal.grain_kg, Food::Grain)]);
    let title = match food {
        Some(Food::Leaf) => tr!("follow-took-leaf", weight = weight),
        Some(_) => tr!("follow-took-grain", weight = weight),
        None => tr!("follow-ate-nothing"),
    };
    let none_or = |number: u64| if number == 0 { tr!("follow-none") } else { count(number) };
    let (eaten, died, eggs) = (none_or(eaten), none_or(died), count(laid));
    let detail = match (laid, since) {
        (0, None) => tr!("follow-band-lost", eaten = eaten, died = died),
        (0, Some(date)) => tr!("follow-band-lost-since", eaten = eaten, died = died, date = date),
        (_, None) => tr!("follow-band-lost-and-laid", eaten = eaten, died = died, eggs = laid, count = eggs),
        (_, Some(date)) => {
            tr!("follow-band-lost-and-laid-since", eaten = eaten, died = died, eggs = laid, count = eggs, date = date)
        }
    };
    Line::new(last, food.map_or(Mark::Grain, Food::mark), title, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::follow::made_up::{day_of_flock, flock};

    /// Contract: what was brought is told for one insect and for many, with one pest among them, none or many.
    #[test]
    fn what_was_brought_is_told_by_its_number() {
        let told = |brought: f64, pests: f64| {
            let mut nest = flock(8);
            (nest.brood.young, nest.brood.hatched) = (1, true);
            let meal = Meal { brought, pests, ..Meal::default() };
            let day = AgentDay { meal, ..day_of_flock(nest, nest, &[]) };
            of_stretch(&[&day]).unwrap().detail
        };
        assert_eq!(told(1.0, 0.0), "1 insect brought, which was no pest.");
        assert_eq!(told(1.0, 1.0), "1 insect brought, which was a pest.");
        assert_eq!(told(1_200.0, 0.0), "1,200 insects brought, none of them pests.");
        assert_eq!(told(1_200.0, 1.0), "1,200 insects brought, 1 of them a pest.");
        assert_eq!(told(1_200.0, 1_100.0), "1,200 insects brought, 1,100 of them pests.");
    }
}
