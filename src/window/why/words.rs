//! The links in words. Each sentence follows from the sign and the size of a number; where there is nothing to compare, it says so.

use jiff::civil::Date;

use crate::output::words::{count, number};
use crate::record::harvest_table::HarvestLine;
use crate::window::live_run::displayed::TwinRun;
use crate::window::live_run::rows::History;
use crate::window::live_run::twin::TwinState;
use crate::window::panels::story::ALMOST_NONE_PER_M2;
use crate::window::panels::words::{against, capital, long_date, month};

use super::chain::{Chain, Link, Pair};

/// Harvests that differ by less are called about the same, percent.
pub(super) const SAME_PERCENT: f64 = 0.5;
/// Harvests that differ by less than this are a little lower or higher, and by more than that much so, percent.
const LITTLE_PERCENT: f64 = 3.0;
const MUCH_PERCENT: f64 = 25.0;

/// The chain of the year that was asked for, or else of the latest that can be explained; or why there is none.
///
/// # Errors
/// A sentence, where nothing can be compared.
pub fn chain_of(run: &History, twin: &TwinRun, asked: Option<u64>) -> Result<Chain, String> {
    let without = twin.history();
    let Some(today) = run.days.last() else {
        return Err(
            "Nothing has happened yet. Press Play: once the campaign has begun, what it does is explained here.".into(),
        );
    };
    let parted = match (twin.state, twin.parted) {
        (TwinState::LeftOut, _) => {
            return Err(
                "The same land without the campaign might not fit in memory beside this run, so that there is \
                        nothing to compare with."
                    .into(),
            );
        }
        (TwinState::SameRun, _) => {
            return Err("The campaign has not begun: there is nothing to explain.".into());
        }
        (TwinState::OwnRun, None) if without.days.len() < run.days.len() => {
            return Err(follows(without.days.last().map(|row| row.date)));
        }
        (TwinState::OwnRun, None) => {
            return Err(
                "So far this run is identical to the same land without the campaign: there is nothing to explain."
                    .into(),
            );
        }
        (TwinState::OwnRun, Some(days)) => run.days.get(days as usize - 1).map_or(today.date, |row| row.date),
    };
    let first = parted.year() as u64;
    let latest = run.harvests.iter().rev().find(|year| year.is_whole_year() && year.year >= first);
    let year = asked.or(latest.map(|year| year.year)).unwrap_or(today.date.year() as u64);
    if year < first {
        return Err(format!(
            "Until {} this run and the same land without the campaign were identical, so that in {year} there is nothing \
             to explain.",
            long_date(parted)
        ));
    }
    Chain::of(run, &without, year).ok_or_else(|| match year > today.date.year() as u64 {
        true => format!("This run has not come to {year} yet."),
        false if without.days.len() > run.days.len() => {
            format!("{year} is not over in this branch. What differs is explained when it is.")
        }
        false => follows(without.days.last().map(|row| row.date)),
    })
}

fn follows(to: Option<Date>) -> String {
    let to = to.map_or(String::new(), |date| format!("; it has come to {}", long_date(date)));
    format!("The same land without the campaign follows{to}. Then what differs is explained here.")
}

/// What the chain explains.
pub fn title(chain: &Chain) -> String {
    let year = chain.year().with.year;
    if !chain.year().is_over {
        return format!("What differs in {year} so far?");
    }
    let Some(percent) = chain.pair(Link::Harvest).percent() else { return format!("What differs in {year}?") };
    if percent.abs() < SAME_PERCENT {
        return format!("The harvest of {year}: about the same");
    }
    let how = match percent.abs() {
        size if size < LITTLE_PERCENT => "a little ",
        size if size < MUCH_PERCENT => "",
        _ => "much ",
    };
    format!("Why was the harvest of {year} {how}{}?", if percent < 0.0 { "lower" } else { "higher" })
}

/// What a link is about.
pub fn label(link: Link) -> &'static str {
    match link {
        Link::Birds => "1. Birds killed",
        Link::Prey => "2. Pests eaten by sparrows",
        Link::Pests => "3. Pests alive",
        Link::Leaf => "4. Leaf eaten by pests",
        Link::Grain => "5. Grain lost",
        Link::Harvest => "6. Harvest",
    }
}

/// What the map shows of a link.
pub fn on_the_map(link: Link) -> &'static str {
    match link {
        Link::Birds => "birds killed",
        Link::Prey => "hunting by birds",
        Link::Pests => "pests",
        Link::Leaf => "leaf lost to pests",
        Link::Grain => "grain lost to pests",
        Link::Harvest => "difference in leaf",
    }
}

/// The number of a link.
pub fn statement(chain: &Chain, link: Link) -> String {
    let pair = chain.pair(link);
    let so_far = if chain.year().is_over { "" } else { " so far" };
    match link {
        Link::Birds => killed(chain),
        Link::Prey if pair == Pair::default() => "None eaten".into(),
        Link::Prey => more_or_fewer(pair, |n| large(n.round() as u64), "fewer", "As many eaten") + so_far,
        Link::Pests if pair.with < ALMOST_NONE_PER_M2 => format!("Almost none{so_far}"),
        Link::Pests => format!("{} per m² at the peak{so_far}", number(pair.with)),
        Link::Leaf => format!("{} t eaten{so_far}", number(pair.with)),
        Link::Grain if pair == Pair::default() => format!("None lost{so_far}"),
        Link::Grain => {
            let lost = more_or_fewer(pair, |t| format!("{} t", number(t)), "less", "As much");
            format!("{lost} lost{so_far}")
        }
        Link::Harvest if pair == Pair::default() => format!("Nothing reaped{so_far}"),
        Link::Harvest => format!("{} t{}{so_far}", number(pair.with), percent_words(pair)),
    }
}

/// What stands beside the number.
pub fn detail(chain: &Chain, link: Link) -> String {
    let (pair, year) = (chain.pair(link), chain.year().with.year);
    match link {
        Link::Birds => {
            let [with, without] = [pair.with, pair.without].map(|n| large(n.round() as u64));
            format!("On average {with} sparrows in {year}; {without} without the campaign.")
        }
        Link::Prey => prey(chain),
        Link::Pests => pests(chain),
        Link::Leaf => {
            let leaf = match chain.leaf_kg.percent() {
                Some(percent) if percent.abs() >= SAME_PERCENT => {
                    let word = if percent < 0.0 { "less" } else { "more" };
                    format!("On average {} % {word} leaf stood.", rounded(percent.abs()))
                }
                Some(_) => "About as much leaf stood.".into(),
                None => String::new(),
            };
            format!("{}. {leaf}", capital(&beside(pair, |t| format!("{} t", number(t)))))
        }
        Link::Grain => parts_of_the_loss(chain),
        Link::Harvest => match number(pair.more().abs()).as_str() {
            "0" => "As much as without the campaign.".into(),
            more => {
                let word = if pair.more() < 0.0 { "less" } else { "more" };
                format!("{more} t {word} than the {} t without it.", number(pair.without))
            }
        },
    }
}

fn killed(chain: &Chain) -> String {
    let (killed, first) = chain.killed;
    let last = chain.year().with.year;
    match first {
        None => "No birds killed".into(),
        Some(first) if first == last => format!("{} killed in {last}", count(killed)),
        Some(first) => format!("{} killed, {first}–{last}", count(killed)),
    }
}

fn prey(chain: &Chain) -> String {
    let pair = chain.pair(Link::Prey);
    if pair == Pair::default() {
        return "And none without the campaign.".into();
    }
    let eaten = large(pair.with.round() as u64);
    let text = format!("{eaten} eaten, {}.", beside(pair, |n| large(n.round() as u64)));
    // Few birds among many pests may eat more than many birds that have kept them few.
    let (birds, pests) = (chain.pair(Link::Birds), chain.pair(Link::Pests));
    let is_plenty = pair.more() > 0.0 && birds.more() < 0.0 && pests.more() > 0.0;
    if is_plenty { text + " Fewer birds, but more to eat." } else { text }
}

fn pests(chain: &Chain) -> String {
    let pair = chain.pair(Link::Pests);
    let [with, without] = chain.peaks.map(|day| day.map(month));
    match (pair.with < ALMOST_NONE_PER_M2, pair.without < ALMOST_NONE_PER_M2) {
        (true, true) => "And almost none without the campaign.".into(),
        (true, false) => {
            let when = without.map_or(String::new(), |month| format!(", in {month}"));
            format!("At most {} per m² without the campaign{when}.", number(pair.without))
        }
        (false, is_none) => {
            let when = with.as_ref().map_or(String::new(), |month| format!("In {month}, "));
            let text = if is_none { "almost none without the campaign".into() } else { beside(pair, number) };
            let other = without.filter(|month| !is_none && with.as_ref() != Some(month));
            let other = other.map_or(String::new(), |month| format!(", in {month}"));
            capital(&format!("{when}{text}{other}."))
        }
    }
}

/// What was lost, with what is lost without the campaign in brackets.
fn parts_of_the_loss(chain: &Chain) -> String {
    let part = |name: &str, of: fn(&HarvestLine) -> f64, word: &str| {
        let Pair { with, without } = chain.year().pair(of);
        format!("{name} {} t ({word}{})", number(with), number(without))
    };
    [
        part("Unfilled", |line| line.grain_not_filled_t, "without the campaign "),
        part("eaten by pests", |line| line.grain_eaten_by_pests_t, ""),
        part("by sparrows", |line| line.grain_eaten_by_sparrows_t, ""),
        part("spilled", |line| line.spilled_t, ""),
    ]
    .join(", ")
        + "."
}

/// How a number compares with that without the campaign.
fn beside(pair: Pair, written: impl Fn(f64) -> String) -> String {
    match against(pair.with, pair.without) {
        Some(words) => format!("{words} the {} without the campaign", written(pair.without)),
        None if pair.with > 0.0 => "none without the campaign".into(),
        None => "and none without the campaign".into(),
    }
}

/// By how much they differ; `same` where they hardly do.
fn more_or_fewer(pair: Pair, written: impl Fn(f64) -> String, fewer: &str, same: &str) -> String {
    match pair {
        Pair { with, without } if with == without || against(with, without).as_deref() == Some("the same as") => {
            same.into()
        }
        _ if pair.more() < 0.0 => format!("{} {fewer}", written(-pair.more())),
        _ => format!("{} more", written(pair.more())),
    }
}

fn percent_words(pair: Pair) -> String {
    match pair.percent() {
        None => String::new(),
        Some(same) if same.abs() < SAME_PERCENT => ", about the same".into(),
        Some(percent) => format!(", {} % {}", rounded(percent.abs()), if percent < 0.0 { "less" } else { "more" }),
    }
}

/// A share in percent: `0.7`, `4.2`, `16`.
pub(super) fn rounded(percent: f64) -> String {
    if percent < 9.95 { format!("{percent:.1}") } else { format!("{percent:.0}") }
}

/// A count in words from a million on: `38,221`, `18.4 million`.
pub(super) fn large(n: u64) -> String {
    match n {
        few if few < 1_000_000 => count(few),
        many if many < 999_950_000 => format!("{:.1} million", many as f64 / 1e6),
        many => format!("{:.1} billion", many as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;
    use crate::scenario::Scenario;
    use crate::window::why::beside::beside_the_chain;
    use crate::window::why::made_up::{ONE, Parts, chain, record, twin, twin_of};

    fn all_words(chain: &Chain) -> String {
        let links = Link::ALL.map(|link| format!("{}. {}", statement(chain, link), detail(chain, link)));
        [title(chain), links.join(" "), beside_the_chain(chain, &Scenario::default()).join(" ")].join(" ")
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

    /// Contract: the first harvest, a little higher because few sparrows are left to take grain, is told as that; and a later one as a
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
        assert_eq!(detail(&first, Link::Harvest), "200 t more than the 20,000 t without it.");
        let later = chain(Parts { birds: 0.03, prey: 0.2, pests: 11.0, lost: 14.0, harvest: 0.7 }, true);
        assert_eq!(title(&later), "Why was the harvest of 1958 much lower?");
        assert_eq!(statement(&later, Link::Pests), "5.50 per m² at the peak");
        assert_eq!(detail(&later, Link::Pests), "In July, 11.0 times the 0.50 without the campaign.");
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
