//! What stands beside the chain, in words: what is not the campaign's, what the links do not hold, and what other seeds say.

use crate::experiment::compare::comparison::Difference;
use crate::output::words::number;
use crate::scenario::{Lever, Scenario};
use crate::window::language::tr;

use super::chain::{Chain, Link, Pair, Year};
use super::words::{SAME_PERCENT, animals, rounded, yes_or_no};

/// The part of a difference in harvest that goes unmentioned where it lies beyond the losses.
const SMALL_PART: f64 = 0.1;

/// What else there is: what is not the campaign's, and what the links do not hold.
pub fn beside_the_chain(chain: &Chain, scenario: &Scenario) -> Vec<String> {
    let has_a_plan = scenario.levers().iter().any(|lever| *lever != Lever::Sparrows);
    let mut lines: Vec<_> = from_the_year_before(chain, has_a_plan).into_iter().collect();
    lines.extend(beyond_the_losses(chain));
    if has_a_plan {
        lines.push(tr!("why-plan-in-both"));
    }
    lines
}

/// How the harvest changed from the year before, and how much of that is not the campaign's.
fn from_the_year_before(chain: &Chain, has_a_plan: bool) -> Option<String> {
    let (before, now) = (chain.year_before()?, chain.year());
    let change = |of: fn(&Year) -> f64| Pair { with: of(now), without: of(before) }.percent();
    let [with, without] = [change(|year| year.with.reaped_t)?, change(|year| year.without.reaped_t)?];
    let years = (before.with.year, now.with.year);
    let here = match with {
        same if same.abs() < SAME_PERCENT => tr!("why-changed-hardly", before = years.0, year = years.1),
        less if less < 0.0 => tr!("why-changed-fell", before = years.0, year = years.1, percent = rounded(-less)),
        more => tr!("why-changed-rose", before = years.0, year = years.1, percent = rounded(more)),
    };
    let too = yes_or_no(with * without > 0.0 && with.abs() >= SAME_PERCENT);
    let plan = yes_or_no(has_a_plan);
    let there = match without {
        same if same.abs() < SAME_PERCENT => vec![tr!("why-changed-hardly-without")],
        less if less < 0.0 => vec![
            tr!("why-changed-fell-without", percent = rounded(-less), too = too),
            tr!("why-fall-of-others", plan = plan),
        ],
        more => vec![
            tr!("why-changed-rose-without", percent = rounded(more), too = too),
            tr!("why-rise-of-others", plan = plan),
        ],
    };
    Some([vec![here], there].concat().join(" "))
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

    /// Contract: of the change from the year before, the part that the run without the campaign has too is not the campaign's.
    #[test]
    fn the_weather_is_not_the_campaign() {
        let told = |with: f64, without: f64| {
            let run = record(Parts { harvest: with, ..ONE }, 730);
            let twin = twin_of(record(Parts { harvest: without, ..ONE }, 730));
            let chain = chain_of(&History::of(&run), &twin, Some(1958)).unwrap();
            from_the_year_before(&chain, false).unwrap()
        };
        let text = told(0.7, 0.91);
        let expected = "From 1957 to 1958 the harvest fell by 30 %. Without the campaign it fell by 9.0 % too. That fall is \
                        not the campaign's: it is weather, chance, and what the years before left behind.";
        assert_eq!(text, expected);
        assert!(
            told(0.7, 1.12).contains("Without the campaign it rose by 12 %. That rise is not"),
            "{}",
            told(0.7, 1.12)
        );
        let text = told(1.3, 1.0);
        assert!(text.ends_with("rose by 30 %. Without the campaign it hardly changed."), "{text}");
        let chain = chain(ONE, true);
        assert!(from_the_year_before(&chain, true).unwrap().ends_with("Without the campaign it hardly changed."));
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
        assert_eq!(text, "3 seeds: 4,000 t less on average, 3,752 to 4,248 (95 % interval).");
        assert!(of(Link::Pests, &[1.0, 1.1, 0.9]).starts_with("3 seeds: 1.00 per m² more on average, 0.75 to 1.25"));
        assert!(of(Link::Birds, &[-1e6, -1.1e6, -0.9e6]).starts_with("3 seeds: 1.0 million sparrows fewer"));
        assert_eq!(of(Link::Leaf, &[1.0, -2.0, 3.0]), "3 seeds: no clear difference.");
        assert_eq!(of(Link::Prey, &[0.0; 3]), "3 seeds: no difference.");
    }
}
