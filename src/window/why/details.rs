//! What stands under the number of a link: how it compares with that without the campaign, and of what it consists.

use jiff::civil::Date;

use crate::output::words::number;
use crate::window::language::tr;
use crate::window::panels::differs::{Differs, rounded};
use crate::window::panels::story::ALMOST_NONE_PER_M2;
use crate::window::panels::words::{self, capital};

use super::chain::{Chain, Link, Loss, Pair};
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
        Link::Harvest => match (pair.differs(), number(pair.more_as_written().abs()), number(pair.without)) {
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
    match chain.has_more_prey() {
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
    let line = |(loss, pair): (Loss, Pair)| {
        let [lost, without] = [pair.with, pair.without].map(number);
        match loss {
            Loss::Spilled => tr!("why-grain-spilled", number = lost, without = without),
            Loss::Unreaped => tr!("why-grain-unreaped", number = lost, without = without),
            Loss::NotFilled => tr!("why-grain-unfilled", number = lost, without = without),
            Loss::Pests => tr!("why-grain-pests", number = lost, without = without),
            Loss::Sparrows => tr!("why-grain-sparrows", number = lost, without = without),
        }
    };
    let lines: Vec<_> = chain.losses().into_iter().map(line).collect();
    match lines.is_empty() {
        true => tr!("why-grain-detail-none"),
        false => format!("{} {}", lines.join("\n"), tr!("why-grain-brackets")),
    }
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
            let expected =
                format!("In {here}, 11.0 times the peak of 0.50 without the campaign, which was in {there}.");
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
