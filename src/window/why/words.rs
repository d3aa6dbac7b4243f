//! The links in words. Each sentence follows from the sign and the size of a number; where there is nothing to compare, it says so.

use jiff::civil::Date;

use crate::output::words::{count, number};
use crate::window::language::tr;
use crate::window::live_run::displayed::TwinRun;
use crate::window::live_run::rows::History;
use crate::window::live_run::twin::TwinState;
use crate::window::panels::differs::{Differs, rounded};
use crate::window::panels::story::ALMOST_NONE_PER_M2;
use crate::window::panels::words::long_date;

use super::chain::{Chain, Link, Pair};
use super::details::beside;

/// Harvests that differ by less than this are a little lower or higher, and by more than that much so, percent.
const LITTLE_PERCENT: f64 = 3.0;
const MUCH_PERCENT: f64 = 25.0;

/// The chain of the year that was asked for, or else of the latest that can be explained; or why there is none.
///
/// # Errors
/// A sentence, where nothing can be compared.
pub fn chain_of(run: &History, twin: &TwinRun, asked: Option<u64>) -> Result<Chain, String> {
    let without = twin.history();
    let Some(today) = run.days.last() else { return Err(tr!("why-nothing-yet")) };
    let parted = match (twin.state, twin.parted) {
        (TwinState::LeftOut, _) => return Err(tr!("why-left-out")),
        (TwinState::SameRun, _) => return Err(tr!("why-not-begun")),
        (TwinState::OwnRun, None) if without.days.len() < run.days.len() => {
            return Err(follows(without.days.last().map(|row| row.date)));
        }
        (TwinState::OwnRun, None) => return Err(tr!("why-identical")),
        (TwinState::OwnRun, Some(days)) => run.days.get(days as usize - 1).map_or(today.date, |row| row.date),
    };
    let first = parted.year() as u64;
    let latest = run.harvests.iter().rev().find(|year| year.is_whole_year() && year.year >= first);
    let year = asked.or(latest.map(|year| year.year)).unwrap_or(today.date.year() as u64);
    if year < first {
        return Err(tr!("why-before-they-part", date = long_date(parted), year = year));
    }
    Chain::of(run, &without, year).ok_or_else(|| match year > today.date.year() as u64 {
        true => tr!("why-not-come-to", year = year),
        false if without.days.len() > run.days.len() => tr!("why-not-over-in-branch", year = year),
        false => follows(without.days.last().map(|row| row.date)),
    })
}

fn follows(to: Option<Date>) -> String {
    match to {
        Some(date) => tr!("why-follows-from", date = long_date(date)),
        None => tr!("why-follows"),
    }
}

/// What the chain explains.
pub fn title(chain: &Chain) -> String {
    let year = chain.year().with.year;
    if !chain.year().is_over {
        return tr!("why-title-so-far", year = year);
    }
    let size = |percent| match percent {
        little if little < LITTLE_PERCENT => "little",
        plain if plain < MUCH_PERCENT => "plain",
        _ => "much",
    };
    match chain.pair(Link::Harvest).differs() {
        None => tr!("why-title-nothing-to-compare", year = year),
        Some(Differs::Hardly) => tr!("why-title-same", year = year),
        Some(Differs::Less(percent)) => tr!("why-title-lower", size = size(percent), year = year),
        Some(Differs::More(percent)) => tr!("why-title-higher", size = size(percent), year = year),
    }
}

/// To what the chain leads, in one line.
pub fn conclusion(chain: &Chain) -> String {
    let (pair, is_over) = (chain.pair(Link::Harvest), yes_or_no(chain.year().is_over));
    let number = |t: f64| tr!("why-tonnes", number = number(t));
    match pair == Pair::default() {
        true => tr!("why-harvest-none", is_over = is_over),
        false => {
            // By how much, not how large a part: that is what the link of the harvest says.
            let without = number(pair.without);
            let beside = match pair.differs() {
                Some(Differs::Less(percent)) => tr!("beside-below", percent = rounded(percent), without = without),
                Some(Differs::More(percent)) if percent < 100.0 => {
                    tr!("beside-above", percent = rounded(percent), without = without)
                }
                _ => beside(pair, number),
            };
            tr!("why-conclusion", reaped = number(pair.with), beside = beside, is_over = is_over)
        }
    }
}

/// What a link is about.
pub fn label(link: Link) -> String {
    match link {
        Link::Birds => tr!("why-birds"),
        Link::Prey => tr!("why-prey"),
        Link::Pests => tr!("why-pests"),
        Link::Leaf => tr!("why-leaf"),
        Link::Grain => tr!("why-grain"),
        Link::Harvest => tr!("why-harvest"),
    }
}

/// The number of a link.
pub fn statement(chain: &Chain, link: Link) -> String {
    let (pair, is_over) = (chain.pair(link), yes_or_no(chain.year().is_over));
    match link {
        Link::Birds => killed(chain),
        Link::Prey if pair == Pair::default() => tr!("why-prey-none"),
        Link::Prey => match (pair.differs(), animals(pair.more().abs())) {
            (Some(Differs::Hardly), _) => tr!("why-prey-same", is_over = is_over),
            (Some(Differs::Less(_)), n) => tr!("why-prey-fewer", number = n, is_over = is_over),
            (Some(Differs::More(_)) | None, n) => tr!("why-prey-more", number = n, is_over = is_over),
        },
        Link::Pests if pair.with < ALMOST_NONE_PER_M2 => tr!("why-pests-almost-none", is_over = is_over),
        Link::Pests => tr!("why-pests-peak", number = number(pair.with), is_over = is_over),
        Link::Leaf => tr!("why-leaf-eaten", number = number(pair.with), is_over = is_over),
        Link::Grain if pair == Pair::default() => tr!("why-grain-none", is_over = is_over),
        Link::Grain => match (pair.differs(), number(pair.more().abs())) {
            (Some(Differs::Hardly), _) => tr!("why-grain-same", is_over = is_over),
            (Some(Differs::Less(_)), t) => tr!("why-grain-less", number = t, is_over = is_over),
            (Some(Differs::More(_)) | None, t) => tr!("why-grain-more", number = t, is_over = is_over),
        },
        Link::Harvest => reaped(pair, is_over),
    }
}

fn killed(chain: &Chain) -> String {
    let (killed, years) = chain.killed;
    let killed = count(killed);
    match years {
        None => tr!("why-none-killed"),
        Some([first, last]) if first == last => tr!("why-killed-in", killed = killed, year = last),
        Some([first, last]) => tr!("why-killed-from-to", killed = killed, first = first, last = last),
    }
}

fn reaped(pair: Pair, is_over: &str) -> String {
    let reaped = number(pair.with);
    match pair.differs() {
        _ if pair == Pair::default() => tr!("why-harvest-none", is_over = is_over),
        None => tr!("why-harvest-alone", number = reaped, is_over = is_over),
        Some(Differs::Hardly) => tr!("why-harvest-same", number = reaped, is_over = is_over),
        Some(Differs::Less(percent)) => {
            tr!("why-harvest-less", number = reaped, percent = rounded(percent), is_over = is_over)
        }
        Some(Differs::More(percent)) => {
            tr!("why-harvest-more", number = reaped, percent = rounded(percent), is_over = is_over)
        }
    }
}

/// How a message is told whether something is so.
pub(super) fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

/// A number of animals in words from a million on: `38,221`, `18.4 million`.
pub(super) fn animals(n: f64) -> String {
    match n.round() as u64 {
        few if few < 1_000_000 => count(few),
        many if many < 999_950_000 => tr!("why-million", number = format!("{:.1}", many as f64 / 1e6)),
        many => tr!("why-billion", number = format!("{:.1}", many as f64 / 1e9)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;
    use crate::scenario::Scenario;
    use crate::window::why::beside::beside_the_chain;
    use crate::window::why::details::detail;
    use crate::window::why::made_up::{ONE, Parts, chain, record, twin, twin_of};

    fn all_words(chain: &Chain) -> String {
        let links = Link::ALL.map(|link| format!("{}. {}", statement(chain, link), detail(chain, link)));
        [title(chain), conclusion(chain), links.join(" "), beside_the_chain(chain, &Scenario::default()).join(" ")]
            .join(" ")
    }

    /// Contract: title, statement and detail say less where there is less, more where there is more, and neither where they are the same,
    /// whatever the size.
    #[test]
    fn words_follow_the_sign_and_the_size() {
        for part in [0.0, 1e-4, 0.04, 0.5, 0.9, 0.985, 0.997, 1.0, 1.002, 1.015, 1.2, 1.95, 7.0, 500.0] {
            let chain = chain(Parts { prey: part, pests: part, lost: part, harvest: part, ..ONE }, true);
            let said = |link| format!("{} {}", statement(&chain, link), detail(&chain, link));
            let harvest = format!("{} {}", title(&chain), said(Link::Harvest));
            let (is_less, is_more) = (part < 0.99, part > 1.01);
            for (text, less, more) in [
                (title(&chain), "lower", "higher"),
                (statement(&chain, Link::Harvest), "less", "more"),
                (statement(&chain, Link::Prey), "fewer", "more"),
                (statement(&chain, Link::Grain), "less", "more"),
            ] {
                assert_eq!(text.contains(less), is_less, "{part}: {text}");
                assert_eq!(text.contains(more), is_more, "{part}: {text}");
            }
            for link in [Link::Prey, Link::Pests, Link::Leaf] {
                let text = said(link);
                assert!(!is_less || !text.contains("times") && !text.contains("above"), "{part}: {text}");
                assert!(!is_more || !text.contains("below") && !text.contains("about half"), "{part}: {text}");
            }
            // What has been eaten more leaves less.
            let leaf = detail(&chain, Link::Leaf);
            assert!(!is_more || leaf.contains("less leaf stood"), "{part}: {leaf}");
            assert!(!is_less || leaf.contains("more leaf stood"), "{part}: {leaf}");
            assert!(!harvest.contains("NaN") && !harvest.contains('-'), "{harvest}");
        }
    }

    /// Contract: the first harvest, a little higher because few sparrows are left to take and spill grain, is told as that; and a later one as a
    /// loss.
    #[test]
    fn both_directions_are_told() {
        let first = chain(Parts { birds: 0.2, prey: 0.3, pests: 1.5, lost: 1.05, harvest: 1.003 }, true);
        assert_eq!(title(&first), "The harvest of 1958: about the same");
        let first = chain(Parts { birds: 0.2, prey: 0.3, pests: 1.5, lost: 1.05, harvest: 1.01 }, true);
        assert_eq!(title(&first), "Why was the harvest of 1958 a little higher?");
        assert_eq!(statement(&first, Link::Birds), "70,000 killed in 1958");
        assert_eq!(statement(&first, Link::Prey), "28.0 million fewer");
        assert_eq!(statement(&first, Link::Grain), "60.0 t less lost");
        assert_eq!(statement(&first, Link::Harvest), "20,200 t, 1.0 % more");
        assert_eq!(conclusion(&first), "20,200 t reaped, 1.0 % above the 20,000 t without the campaign.");
        assert_eq!(detail(&first, Link::Harvest), "200 t more than the 20,000 t without it.");
        let later = chain(Parts { birds: 0.03, prey: 0.2, pests: 11.0, lost: 14.0, harvest: 0.7 }, true);
        assert_eq!(title(&later), "Why was the harvest of 1958 much lower?");
        assert_eq!(statement(&later, Link::Pests), "5.50 per m² at the peak");
        assert_eq!(detail(&later, Link::Pests), "In July, 11.0 times the peak of 0.50 without the campaign.");
        let plenty = chain(Parts { birds: 0.1, prey: 1.4, pests: 30.0, ..ONE }, true);
        assert!(detail(&plenty, Link::Prey).ends_with("Fewer birds, but more to eat."));
        let few = chain(Parts { birds: 0.1, prey: 1.4, pests: 1.0, ..ONE }, true);
        assert!(!detail(&few, Link::Prey).contains("Fewer birds"));
    }

    /// Contract: what is nothing on one side or on both has no ratio, and is said.
    #[test]
    fn nothing_is_said_to_be_nothing() {
        let none = Parts { birds: 0.0, prey: 0.0, pests: 0.0, lost: 0.0, harvest: 0.0 };
        let here = all_words(&chain(none, true));
        assert!(here.contains("Almost none. At most 0.50 per m² without the campaign, in July."), "{here}");
        let nowhere = chain_of(&History::of(&record(none, 730)), &twin_of(record(none, 730)), Some(1958)).unwrap();
        let text = all_words(&nowhere);
        for words in
            ["None eaten. And none", "Almost none. And almost none", "None lost", "And none without the campaign."]
        {
            assert!(text.contains(words), "no {words:?} in {text}");
        }
        let there = chain_of(&History::of(&record(ONE, 730)), &twin_of(record(none, 730)), Some(1958)).unwrap();
        let text = all_words(&there);
        assert!(
            text.contains("almost none without the campaign") && text.contains("None without the campaign."),
            "{text}"
        );
        for text in [here, text] {
            assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
    }

    /// Contract: a year that is not over is told as such, and not compared with the year before.
    #[test]
    fn a_year_that_is_not_over_is_told_so_far() {
        let text = all_words(&chain(Parts { harvest: 0.5, birds: 0.1, ..ONE }, false));
        assert!(text.starts_with("What differs in 1958 so far?") && text.contains("50 % less so far"), "{text}");
        assert!(!text.contains("From 1957"), "{text}");
    }

    /// Contract: before there is anything to compare with, a sentence says why.
    #[test]
    fn what_cannot_be_compared_is_not_explained() {
        let run = record(Parts { birds: 0.1, ..ONE }, 600);
        let (run, nothing) = (History::of(&run), Record::default());
        let told = |twin: &TwinRun, asked| chain_of(&run, twin, asked).unwrap_err();
        assert!(
            chain_of(&History::of(&nothing), &TwinRun::default(), None)
                .unwrap_err()
                .contains("Nothing has happened yet")
        );
        let of = |state, days, parted| TwinRun { state, parted, ..twin(days) };
        assert!(told(&TwinRun::default(), None).contains("The campaign has not begun"));
        assert!(told(&of(TwinState::LeftOut, 600, None), None).contains("nothing to compare with"));
        assert!(told(&of(TwinState::OwnRun, 600, None), None).contains("identical"));
        assert!(told(&of(TwinState::OwnRun, 500, None), None).contains("it has come to 15 May 1958"));
        let parted = of(TwinState::OwnRun, 600, Some(400));
        assert!(told(&parted, Some(1957)).starts_with("Until 4 February 1958"), "{}", told(&parted, Some(1957)));
        assert!(told(&parted, Some(1960)).contains("not come to 1960"));
        assert!(told(&of(TwinState::OwnRun, 500, Some(400)), None).contains("follows"));
        assert_eq!(chain_of(&run, &parted, None).unwrap().year().with.year, 1958, "no year since is over");
    }
}
