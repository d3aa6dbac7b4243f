//! What stands beside the chain, in words: what is not the campaign's, what the links do not hold, and what other seeds say.

use std::mem::discriminant;

use crate::experiment::compare::comparison::Difference;
use crate::output::words::number;
use crate::scenario::{Lever, Scenario};
use crate::window::language::tr;
use crate::window::panels::differs::{Differs, rounded};

use super::chain::{Chain, Link, Loss, Year};
use super::words::{animals, yes_or_no};

/// The part of a difference in harvest that goes unmentioned where it lies beyond the losses.
const SMALL_PART: f64 = 0.1;

/// What else there is: what the campaign did in all, what is not the campaign's, and what the links do not hold.
pub fn beside_the_chain(chain: &Chain, scenario: &Scenario) -> Vec<String> {
    let has_a_plan = scenario.levers().iter().any(|lever| *lever != Lever::Sparrows);
    let from_the_year_before = from_the_year_before(chain, has_a_plan);
    let mut lines: Vec<_> =
        of_the_campaign(chain).into_iter().chain(saved_and_lost(chain)).chain(from_the_year_before).collect();
    lines.extend(beyond_the_losses(chain));
    if has_a_plan {
        lines.push(tr!("why-plan-in-both"));
    }
    lines
}

/// What the campaign made of the harvest of a year that is over.
pub fn of_the_campaign(chain: &Chain) -> Option<String> {
    let year = chain.year().with.year;
    Some(match chain.pair(Link::Harvest).differs().filter(|_| chain.year().is_over)? {
        Differs::Hardly => tr!("why-campaign-hardly", year = year),
        Differs::Less(percent) => tr!("why-campaign-smaller", year = year, percent = rounded(percent)),
        Differs::More(percent) => tr!("why-campaign-larger", year = year, percent = rounded(percent)),
    })
}

/// What there was more for fewer sparrows, and less for more pests, where it is so.
fn saved_and_lost(chain: &Chain) -> Option<String> {
    let more = |losses: &[Loss]| losses.iter().map(|loss| chain.year().pair(|line| loss.of(line)).more()).sum::<f64>();
    let (saved, cost) = (-more(&[Loss::Sparrows, Loss::Spilled]), more(&[Loss::Pests, Loss::NotFilled]));
    let is_so = chain.pair(Link::Birds).more() < 0.0 && chain.pair(Link::Pests).more() > 0.0 && chain.year().is_over;
    if !is_so || saved <= 0.0 || cost <= 0.0 {
        return None;
    }
    // Where large numbers are written whole, what is lost in all is still their difference.
    let unreaped = more(&[Loss::Unreaped]);
    let cost = if unreaped == 0.0 && saved.min(cost) > 100.0 {
        saved.round() + chain.pair(Link::Grain).more().round()
    } else {
        cost
    };
    Some(tr!("why-saved-and-lost", saved = number(saved), cost = number(cost)))
}

/// How the harvest changed from the year before, and how much it would have changed without the campaign.
fn from_the_year_before(chain: &Chain, has_a_plan: bool) -> Option<String> {
    let (before, now) = (chain.year_before()?, chain.year());
    let change = |of: fn(&Year) -> f64| Differs::of(of(now), of(before));
    let [with, without] = [change(|year| year.with.reaped_t)?, change(|year| year.without.reaped_t)?];
    let (before, year) = (before.with.year, now.with.year);
    let here = match with {
        Differs::Hardly => tr!("why-changed-hardly", before = before, year = year),
        Differs::Less(percent) => tr!("why-changed-fell", before = before, year = year, percent = rounded(percent)),
        Differs::More(percent) => tr!("why-changed-rose", before = before, year = year, percent = rounded(percent)),
    };
    let too = yes_or_no(discriminant(&with) == discriminant(&without));
    let there = match without {
        Differs::Hardly => tr!("why-changed-hardly-without"),
        Differs::Less(percent) => tr!("why-changed-fell-without", percent = rounded(percent), too = too),
        Differs::More(percent) => tr!("why-changed-rose-without", percent = rounded(percent), too = too),
    };
    let others = (without != Differs::Hardly).then(|| tr!("why-changed-by-others", plan = yes_or_no(has_a_plan)));
    Some([here, there].into_iter().chain(others).collect::<Vec<_>>().join(" "))
}

/// What of the difference in harvest does not lie in the losses.
fn beyond_the_losses(chain: &Chain) -> Option<String> {
    let (beyond, harvest) = (chain.beyond_losses_t(), chain.pair(Link::Harvest));
    let is_small = beyond.abs() < SMALL_PART * harvest.more().abs() || beyond.abs() < 0.001 * harvest.without;
    if !chain.year().is_over || is_small || harvest.more() == 0.0 {
        return None;
    }
    Some(match beyond < 0.0 {
        true => tr!("why-beyond-less", number = number(-beyond)),
        false => tr!("why-beyond-more", number = number(beyond)),
    })
}

/// What other seeds say of a link.
pub fn of_seeds(link: Link, seeds: usize, difference: &Difference) -> String {
    let Some([low, high]) = difference.interval.filter(|_| !difference.may_be_chance()) else {
        return match difference.is_none {
            true => tr!("why-seeds-none", seeds = seeds),
            false => tr!("why-seeds-unclear", seeds = seeds),
        };
    };
    let is_less = difference.mean < 0.0;
    let [near, far] = if is_less { [high, low] } else { [low, high] };
    let [mean, near, far] = [difference.mean, near, far].map(|value| match link {
        Link::Birds | Link::Prey => animals(value.abs()),
        _ => number(value.abs()),
    });
    match (link, is_less) {
        (Link::Birds, true) => tr!("why-seeds-birds-fewer", seeds = seeds, mean = mean, near = near, far = far),
        (Link::Birds, false) => tr!("why-seeds-birds-more", seeds = seeds, mean = mean, near = near, far = far),
        (Link::Prey, true) => tr!("why-seeds-prey-fewer", seeds = seeds, mean = mean, near = near, far = far),
        (Link::Prey, false) => tr!("why-seeds-prey-more", seeds = seeds, mean = mean, near = near, far = far),
        (Link::Pests, true) => tr!("why-seeds-pests-fewer", seeds = seeds, mean = mean, near = near, far = far),
        (Link::Pests, false) => tr!("why-seeds-pests-more", seeds = seeds, mean = mean, near = near, far = far),
        (Link::Leaf | Link::Grain | Link::Harvest, true) => {
            tr!("why-seeds-tonnes-less", seeds = seeds, mean = mean, near = near, far = far)
        }
        (Link::Leaf | Link::Grain | Link::Harvest, false) => {
            tr!("why-seeds-tonnes-more", seeds = seeds, mean = mean, near = near, far = far)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::live_run::rows::History;
    use crate::window::why::made_up::{ONE, Parts, chain, record, twin_of};
    use crate::window::why::words::chain_of;

    /// Contract: first comes what the campaign did; and of the change from the year before, what there is without the campaign too is
    /// said to be of others.
    #[test]
    fn the_weather_is_not_the_campaign() {
        let told = |with: f64, without: f64| {
            let run = record(Parts { harvest: with, ..ONE }, 730);
            let twin = twin_of(record(Parts { harvest: without, ..ONE }, 730));
            let chain = chain_of(&History::of(&run), &twin, Some(1958)).unwrap();
            beside_the_chain(&chain, &Scenario::default())[..2].join(" ")
        };
        let text = told(0.7, 0.91);
        let expected = "In this run the campaign, with all that followed from it, made the harvest of 1958 smaller by 23 %. From 1957 \
                        to 1958 the harvest fell by 30 %. Without the campaign it would have fallen too, by 9.0 %. That much is \
                        weather, chance, and what the years before left behind.";
        assert_eq!(text, expected);
        let text = told(0.7, 1.12);
        assert!(text.contains("Without the campaign it would have risen, by 12 %. That much is weather"), "{text}");
        let text = told(1.3, 1.0);
        assert!(text.ends_with("rose by 30 %. Without the campaign it would hardly have changed."), "{text}");
        let chain = chain(ONE, true);
        let text = from_the_year_before(&chain, true).unwrap();
        assert!(text.ends_with("Without the campaign it would hardly have changed."), "{text}");
    }

    /// Contract: what few sparrows leave and what many pests take is told where both are so, and the difference of both is what the link of
    /// grain says.
    #[test]
    fn what_is_saved_is_told_beside_what_is_lost() {
        let told = |birds, pests, lost| saved_and_lost(&chain(Parts { birds, pests, lost, ..ONE }, true));
        // 100 t go to sparrows without the campaign, 400 t to pests.
        let expected = "With fewer sparrows, 80.0 t less was eaten and knocked out by them; more pests cost 20.0 t.";
        assert_eq!(told(0.2, 1.5, 1.05).as_deref(), Some(expected));
        assert_eq!([told(0.2, 0.5, 0.9), told(1.2, 1.5, 1.05), told(0.2, 1.5, 0.9)], [None, None, None]);
    }

    /// Contract: what does not lie in the losses is told with its sign, and not where it is small.
    #[test]
    fn what_the_losses_do_not_explain_is_told() {
        // 500 t are lost without the campaign; 300 t more with it, and the harvest is 500 t lower.
        let told = |harvest: f64| beyond_the_losses(&chain(Parts { lost: 1.75, harvest, ..ONE }, true));
        assert!(told(0.975).is_some_and(|text| text.starts_with("200 t less came in")), "{:?}", told(0.975));
        assert!(told(0.995).is_some_and(|text| text.starts_with("200 t more came in")), "{:?}", told(0.995));
        assert_eq!(told(0.985), None);
    }

    /// Contract: what other seeds say has the sign of their mean, gives the interval from its near end, and is no difference where 0 is
    /// within it.
    #[test]
    fn other_seeds_are_told_with_their_interval() {
        let of = |link, values: &[f64]| of_seeds(link, 3, &Difference::of(values, &[0.0; 3]));
        let text = of(Link::Harvest, &[-4000.0, -4100.0, -3900.0]);
        assert_eq!(text, "3 worlds: 4,000 t less on average, 3,752 to 4,248 (95 % interval).");
        assert!(of(Link::Pests, &[1.0, 1.1, 0.9]).starts_with("3 worlds: 1.00 per m² more on average, 0.75 to 1.25"));
        assert!(of(Link::Birds, &[-1e6, -1.1e6, -0.9e6]).starts_with("3 worlds: 1.0 million sparrows fewer"));
        assert_eq!(of(Link::Leaf, &[1.0, -2.0, 3.0]), "3 worlds: no clear difference.");
        assert_eq!(of(Link::Prey, &[0.0; 3]), "3 worlds: no difference.");
    }
}
