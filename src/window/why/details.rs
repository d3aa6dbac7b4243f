//! What stands under the number of a link: how it compares with that without the campaign, and of what it consists.

use jiff::civil::Date;

use crate::output::words::number;
use crate::record::harvest_table::HarvestLine;
use crate::window::language::tr;
use crate::window::panels::differs::{Differs, rounded};
use crate::window::panels::story::ALMOST_NONE_PER_M2;
use crate::window::panels::words::{self, capital};

use super::chain::{Chain, Link, Pair};
use super::words::animals;

/// What stands beside the number.
pub fn detail(chain: &Chain, link: Link) -> String {
    let (pair, year) = (chain.pair(link), chain.year().with.year);
    match link {
        Link::Birds => {
            tr!("why-birds-detail", with = animals(pair.with), without = animals(pair.without), year = year)
        }
        Link::Prey => prey(chain),
        Link::Pests => pests(chain),
        Link::Leaf => leaf(chain),
        Link::Grain => parts_of_the_loss(chain),
        Link::Harvest => match (pair.differs(), number(pair.more().abs()), number(pair.without)) {
            (Some(Differs::Less(_)), less, without) => {
                tr!("why-harvest-detail-less", number = less, without = without)
            }
            (Some(Differs::More(_)), more, without) => {
                tr!("why-harvest-detail-more", number = more, without = without)
            }
            (Some(Differs::Hardly) | None, ..) => {
                let beside = beside(pair, |t| tr!("why-tonnes", number = number(t)));
                tr!("why-harvest-detail", beside = capital(&beside))
            }
        },
    }
}

fn prey(chain: &Chain) -> String {
    let pair = chain.pair(Link::Prey);
    if pair == Pair::default() {
        return tr!("why-prey-detail-none");
    }
    let (eaten, beside) = (animals(pair.with), beside(pair, animals));
    // Few birds among many pests may eat more than many birds that have kept them few.
    let (birds, pests) = (chain.pair(Link::Birds), chain.pair(Link::Pests));
    match pair.more() > 0.0 && birds.more() < 0.0 && pests.more() > 0.0 {
        true => tr!("why-prey-detail-plenty", eaten = eaten, beside = beside),
        false => tr!("why-prey-detail", eaten = eaten, beside = beside),
    }
}

fn pests(chain: &Chain) -> String {
    let pair = chain.pair(Link::Pests);
    let [with, without] = chain.peaks.map(|day| day.map(Date::month));
    match (pair.with < ALMOST_NONE_PER_M2, pair.without < ALMOST_NONE_PER_M2) {
        (true, true) => tr!("why-pests-detail-none"),
        (true, false) => match without {
            Some(month) => {
                tr!("why-pests-detail-only-there-in", without = number(pair.without), month = month)
            }
            None => tr!("why-pests-detail-only-there", without = number(pair.without)),
        },
        (false, true) => match with {
            Some(month) => tr!("why-pests-detail-only-here-in", month = month),
            None => tr!("why-pests-detail-only-here"),
        },
        (false, false) => {
            // The most of both, which need not be of the same day.
            let beside = beside(pair, |peak| tr!("why-pests-peak-of", number = number(peak)));
            match (with, without) {
                (Some(month), Some(other)) if month != other => {
                    tr!("why-pests-detail-in-months", month = month, beside = beside, other_month = other)
                }
                (Some(month), _) => tr!("why-pests-detail-in", month = month, beside = beside),
                (None, _) => tr!("why-pests-detail", beside = capital(&beside)),
            }
        }
    }
}

fn leaf(chain: &Chain) -> String {
    let beside = capital(&beside(chain.pair(Link::Leaf), |t| tr!("why-tonnes", number = number(t))));
    match chain.leaf_kg.differs() {
        None => tr!("why-leaf-detail", beside = beside),
        Some(Differs::Hardly) => tr!("why-leaf-detail-same", beside = beside),
        Some(Differs::Less(percent)) => tr!("why-leaf-detail-less", beside = beside, percent = rounded(percent)),
        Some(Differs::More(percent)) => tr!("why-leaf-detail-more", beside = beside, percent = rounded(percent)),
    }
}

/// What was lost and how, a line for each, what differs most first, with what is lost without the campaign in brackets.
fn parts_of_the_loss(chain: &Chain) -> String {
    let part = |of: fn(&HarvestLine) -> f64| {
        let pair = chain.year().pair(of);
        (pair, number(pair.with), number(pair.without))
    };
    let (of_spilled, spilled, without) = part(|line| line.spilled_t - line.grain_unreaped_t);
    let spilled = tr!("why-grain-spilled", number = spilled, without = without);
    let (of_unreaped, unreaped, without) = part(|line| line.grain_unreaped_t);
    let unreaped = tr!("why-grain-unreaped", number = unreaped, without = without);
    let (of_unfilled, unfilled, without) = part(|line| line.grain_not_filled_t);
    let unfilled = tr!("why-grain-unfilled", number = unfilled, without = without);
    let (of_pests, pests, without) = part(|line| line.grain_eaten_by_pests_t);
    let pests = tr!("why-grain-pests", number = pests, without = without);
    let (of_sparrows, sparrows, without) = part(|line| line.grain_eaten_by_sparrows_t);
    let sparrows = tr!("why-grain-sparrows", number = sparrows, without = without);
    let mut parts = vec![
        (of_spilled, spilled),
        (of_unreaped, unreaped),
        (of_unfilled, unfilled),
        (of_pests, pests),
        (of_sparrows, sparrows),
    ];
    parts.retain(|(pair, _)| *pair != Pair::default());
    if parts.is_empty() {
        return tr!("why-grain-detail-none");
    }
    parts.sort_by(|(one, _), (other, _)| other.more().abs().total_cmp(&one.more().abs()));
    let parts: Vec<_> = parts.into_iter().map(|(_, words)| words).collect();
    format!("{} {}", parts.join("\n"), tr!("why-grain-brackets"))
}

/// How a number compares with that without the campaign.
pub(super) fn beside(pair: Pair, written: impl Fn(f64) -> String) -> String {
    words::beside(pair.with, pair.without, written).unwrap_or_else(|| match pair.with > 0.0 {
        true => tr!("why-beside-none"),
        false => tr!("why-beside-neither"),
    })
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;
    use crate::window::live_run::rows::History;
    use crate::window::why::made_up::{ONE, Parts, chain, record, twin_of};
    use crate::window::why::words::chain_of;

    /// Contract: where the peak was in another month without the campaign, both months are named.
    #[test]
    fn both_months_of_the_peaks_are_named() {
        let mut chain = chain(Parts { pests: 11.0, ..ONE }, true);
        for month in 1..=12 {
            let day = date(1958, month, 1);
            chain.peaks = [Some(day), Some(day.saturating_add(1.month()))];
            let [here, there] = chain.peaks.map(|day| crate::output::words::month(day.unwrap()));
            let expected = format!("In {here}, 11.0 times the peak of 0.50 without the campaign, in {there}.");
            assert_eq!(detail(&chain, Link::Pests), expected);
        }
    }

    /// Contract: where nothing was lost in either world, that is said, and nothing of brackets.
    #[test]
    fn nothing_lost_is_said() {
        let nothing = record(Parts { birds: 0.0, lost: 0.0, ..ONE }, 730);
        let nothing = chain_of(&History::of(&nothing), &twin_of(nothing.clone()), Some(1958)).unwrap();
        assert_eq!(nothing.pair(Link::Grain), Pair::default());
        assert_eq!(detail(&nothing, Link::Grain), "And none without the campaign.");
    }

    /// Contract: of what was lost, that which differs most comes first, whether it is more or less, and what was not lost is not named.
    #[test]
    fn what_differs_most_comes_first() {
        let first = |birds, lost| detail(&chain(Parts { birds, lost, ..ONE }, true), Link::Grain);
        let saved = first(0.2, 1.05);
        assert!(saved.starts_with("Eaten by sparrows 20.0 t (100)."), "{saved}");
        let lost = first(0.03, 14.0);
        assert!(lost.starts_with("Not filled 4,200 t (300): too little leaf to fill the ears."), "{lost}");
        assert!(!lost.contains("Spilled"), "{lost}");
        assert!(lost.ends_with("In brackets: without the campaign."), "{lost}");
    }
}
