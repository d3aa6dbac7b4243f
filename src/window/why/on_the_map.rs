//! What the map shows of a link: the overlay of that which its sentence is about, on the day that shows it best.

use crate::record::series::DayRow;
use crate::window::live_run::rows::History;
use crate::window::overlays::Overlay;
use crate::window::panels::story::ALMOST_NONE_PER_M2;

use super::chain::{Chain, Link, Loss};

/// Of what comes together in a year, the map shows the day on which this part of it is there.
const MOST_OF_IT: f64 = 0.9;
/// For so many days one sees on a crop that its leaf was eaten.
const SEEN_DAYS: usize = 45;
/// So many days before and after one, and that.
const AROUND_DAYS: usize = 10;

/// The overlay of a link. What it is about may depend on the numbers of the chain, where there is one.
pub fn overlay_of(link: Link, chain: Option<&Chain>) -> Overlay {
    match link {
        Link::Birds => Overlay::Killed,
        // A smaller part of them is taken, but there are more.
        Link::Prey if chain.is_some_and(Chain::has_more_prey) => Overlay::Pests,
        Link::Prey => Overlay::Hunting,
        Link::Pests => Overlay::Pests,
        Link::Leaf => Overlay::LeafLost,
        Link::Grain => match chain.and_then(main_loss) {
            // What sparrows knock out lies where they eat.
            Some(Loss::Sparrows | Loss::Spilled) => Overlay::GrainLostToSparrows,
            Some(Loss::NotFilled) => Overlay::LeafLost,
            Some(Loss::Unreaped) => Overlay::Unreaped,
            Some(Loss::Pests) | None => Overlay::GrainLostToPests,
        },
        Link::Harvest => Overlay::HarvestDifference,
    }
}

/// The loss that differs most, of those that a map shows. What is spilled at harvest it does not show, only what sparrows knock out.
fn main_loss(chain: &Chain) -> Option<Loss> {
    let losses = chain.losses();
    let sparrows = losses.iter().find(|(loss, _)| *loss == Loss::Sparrows).map_or(0.0, |(_, pair)| pair.more());
    let is_shown = |loss, more: f64| loss != Loss::Spilled || more * sparrows > 0.0;
    losses.into_iter().find(|(loss, pair)| is_shown(*loss, pair.more())).map(|(loss, _)| loss)
}

/// The day that shows a link of a chain best, as the number of days simulated up to it.
pub fn day_of(link: Link, chain: &Chain, run: &History, twin: &History) -> Option<u32> {
    let year = chain.year().with.year;
    let ((before, own), (_, other)) = (run.year(year), twin.year(year));
    let day = |index: usize| before + index as u32 + 1;
    // The day with most of something, by what there was in the run and without the campaign.
    let most = |of: &dyn Fn(&DayRow, &DayRow) -> f64| {
        let numbers = own.iter().zip(other).map(|(row, other)| of(row, other)).enumerate();
        numbers.max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(index, _)| day(index))
    };
    // The day up to which most of the year's came together.
    let together = |of: fn(&DayRow) -> f64| {
        let (mut sum, all) = (0.0, own.iter().map(|row| of(row)).sum::<f64>());
        let is_together = |row: &&DayRow| {
            sum += of(row);
            sum >= MOST_OF_IT * all
        };
        own.iter().position(is_together).map(day)
    };
    // The middle of the days on which there is most less of something than without the campaign; or more, if the sign is below 0. A
    // crop that one has reaped a day earlier does not count for much.
    let most_less = |sign: f64, of: fn(&DayRow) -> f64| {
        let less: Vec<f64> = own.iter().zip(other).map(|(row, other)| sign * (of(other) - of(row))).collect();
        let around = |index: usize| -> f64 {
            let end = (index + AROUND_DAYS + 1).min(less.len());
            less[index.saturating_sub(AROUND_DAYS)..end].iter().sum()
        };
        (0..less.len()).max_by(|a, b| around(*a).total_cmp(&around(*b))).map(day)
    };
    match link {
        Link::Birds => {
            let killed = chain.years.iter().max_by_key(|year| year.with.sparrows_killed)?;
            let (before, days) = run.year(killed.with.year);
            let last = days.iter().rposition(|row| row.sparrows_killed > 0);
            last.map(|index| before + index as u32 + 1).or(own.len().checked_sub(1).map(day))
        }
        Link::Prey => {
            let sign = chain.pair(link).more().signum();
            most(&|row, other| sign * (row.pests_eaten_by_sparrows as f64 - other.pests_eaten_by_sparrows as f64))
        }
        Link::Pests if chain.pair(link).with < ALMOST_NONE_PER_M2 => most(&|_, other| other.pests_per_m2),
        Link::Pests => most(&|row, _| row.pests_per_m2),
        // Leaf that was eaten is missed on crops that bear grain; wild plants grow again.
        Link::Leaf => {
            let eaten = |index: usize| -> f64 {
                own[index.saturating_sub(SEEN_DAYS)..=index].iter().map(|row| row.leaf_eaten_by_pests_kg).sum()
            };
            let numbers = own.iter().enumerate().map(|(index, row)| (index, eaten(index) * row.standing_grain_kg));
            numbers.max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(index, _)| day(index))
        }
        Link::Grain => match overlay_of(link, Some(chain)) {
            Overlay::LeafLost => {
                let unfilled = chain.year().pair(|line| Loss::NotFilled.of(line));
                most_less(unfilled.more().signum(), |row| row.standing_grain_kg)
            }
            Overlay::Unreaped => most(&|row, _| row.grain_unreaped_kg),
            Overlay::GrainLostToSparrows => together(|row| row.grain_eaten_by_sparrows_kg),
            _ => together(|row| row.grain_eaten_by_pests_kg),
        },
        // When all is in, in both: one may have reaped before the other.
        Link::Harvest => {
            let reaps = |(row, other): (&&DayRow, &&DayRow)| row.reaped_kg + other.reaped_kg > 0.0;
            let last = own.iter().zip(other).rposition(reaps);
            last.or(own.len().checked_sub(1)).map(day)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::{Date, date};

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::record::Record;
    use crate::scenario::{Action, Document, Intervention, LandscapeParameters, Scenario, open};
    use crate::simulation::Simulation;
    use crate::window::map::picture::Picture;
    use crate::window::why::chain::Pair;
    use crate::window::why::details::detail;
    use crate::window::why::made_up::{ONE, Parts, chain, record, twin, twin_of};
    use crate::window::why::words::chain_of;

    /// Contract: each link shows what its sentence names, whichever way the difference goes.
    #[test]
    fn a_link_shows_what_its_sentence_names() {
        use Overlay::{GrainLostToPests, GrainLostToSparrows, HarvestDifference, Hunting, Killed, LeafLost, Pests};
        let first_harvest = Parts { birds: 0.2, prey: 0.3, pests: 1.5, lost: 1.05, harvest: 1.01 };
        let fall = Parts { birds: 0.03, prey: 0.2, pests: 11.0, lost: 14.0, harvest: 0.7 };
        let outbreak = Parts { prey: 1.4, ..fall };
        let more_birds = Parts { birds: 3.0, prey: 2.0, pests: 0.5, lost: 0.9, harvest: 0.99 };
        for (parts, [prey, grain]) in [
            (first_harvest, [Hunting, GrainLostToSparrows]),
            (fall, [Hunting, LeafLost]),
            (outbreak, [Pests, LeafLost]),
            (more_birds, [Hunting, GrainLostToSparrows]),
        ] {
            let chain = chain(parts, true);
            let shown = Link::ALL.map(|link| overlay_of(link, Some(&chain)));
            assert_eq!(shown, [Killed, prey, Pests, LeafLost, grain, HarvestDifference]);
            // It is named first on the card.
            let named = detail(&chain, Link::Grain);
            let by = if grain == LeafLost { "Not filled" } else { "Eaten by sparrows" };
            assert!(named.starts_with(by), "{named}");
        }
        assert_eq!(overlay_of(Link::Grain, None), GrainLostToPests);
    }

    /// Contract: where there were almost no pests, the day is that of the peak without the campaign, which is what the sentence names.
    #[test]
    fn where_there_is_nothing_the_day_is_that_of_the_other() {
        for (pests, day) in [(4.0, 566), (0.0, 600)] {
            let mut run = record(Parts { pests, ..ONE }, 730);
            let mut other = twin(730);
            other.record.days[599].pests_per_m2 = 0.7;
            run.days[599].pests_per_m2 = 0.0;
            let run = History::of(&run);
            let chain = chain_of(&run, &other, Some(1958)).unwrap();
            assert_eq!(day_of(Link::Pests, &chain, &run, &other.history()), Some(day), "{pests}");
        }
    }

    const LAST: Date = date(1960, 12, 31);

    fn lived(scenario: &Scenario, log: &[Intervention], mut each: impl FnMut(u32, &Simulation)) -> Record {
        let mut run = Simulation::replay(scenario.clone(), log, Parallelism::Serial);
        while run.date() != Some(LAST) {
            run.step();
            each(run.days_done(), &run);
        }
        run.record().clone()
    }

    /// All that an overlay shows of a day.
    fn sum(overlay: Overlay, run: &Picture, twin: &Picture) -> f64 {
        let values = run.fields.iter().zip(&twin.fields).filter_map(|(own, twin)| match overlay {
            Overlay::HarvestDifference => Some(own.reaped_kg - twin.reaped_kg),
            _ => overlay.value(own, twin, 1.0),
        });
        values.map(f64::from).sum()
    }

    /// Contract: in a year with a higher harvest and in those with lower ones, in a southern place and in a branch, the map of each link,
    /// on its day, differs from that without the campaign the way that its sentence says.
    #[test]
    fn the_map_differs_the_way_the_sentence_says() {
        let small = |name: &str| {
            let Ok(Document::Scenario(scenario)) = open(Path::new(name)) else { panic!("it is built in") };
            let landscape = LandscapeParameters { fields_wide: 24, fields_high: 24, ..scenario.landscape };
            Scenario { landscape, end: LAST, ..scenario }
        };
        let begins = Intervention { date: date(1959, 3, 1), action: Action::StartCampaign { effort: 1.0 } };
        let left_alone = small("commune").without_campaign();
        for (scenario, log, years) in [
            (small("commune"), Vec::new(), 1958..=1960),
            (small("southern_rice"), Vec::new(), 1958..=1960),
            (left_alone, vec![begins], 1959..=1960),
        ] {
            let alone = scenario.clone().without_campaign();
            let (run, other) = (lived(&scenario, &log, |_, _| ()), lived(&alone, &[], |_, _| ()));
            let both = (History::of(&run), twin_of(other.clone()));
            let mut wanted = Vec::new();
            for year in years {
                let chain = chain_of(&both.0, &both.1, Some(year)).unwrap();
                wanted.extend(Link::ALL.map(|link| {
                    let day = day_of(link, &chain, &both.0, &History::of(&other)).unwrap();
                    (link, overlay_of(link, Some(&chain)), day, chain.clone())
                }));
            }
            let mut pictures: [Vec<(u32, Picture)>; 2] = Default::default();
            for (pictures, (scenario, log)) in pictures.iter_mut().zip([(&scenario, &log[..]), (&alone, &[][..])]) {
                lived(scenario, log, |day, run| {
                    if wanted.iter().any(|(_, _, wanted, _)| *wanted == day) {
                        pictures.push((day, Picture::of(run)));
                    }
                });
            }
            for (link, overlay, day, chain) in wanted {
                let [with, without] = pictures.each_ref().map(|all| &all.iter().find(|(of, _)| *of == day).unwrap().1);
                let told = match overlay {
                    Overlay::HarvestDifference => sum(overlay, with, without),
                    _ => sum(overlay, with, without) - sum(overlay, without, without),
                };
                let year = chain.year().with.year;
                let what = format!("{} {year}, {link:?} as {overlay:?} on day {day}: {told}", scenario.title);
                let of_link = match overlay {
                    Overlay::GrainLostToSparrows => chain.year().pair(|line| Loss::Sparrows.of(line)),
                    Overlay::LeafLost => chain.pair(Link::Leaf),
                    Overlay::Killed => Pair { with: chain.killed.0 as f64, without: 0.0 },
                    _ => chain.pair(link),
                };
                let is_clear = of_link.differs().is_none_or(|differs| differs.percent() > 5.0);
                let is_peak = link == Link::Pests && of_link.more() < 0.0;
                assert!(!is_clear || is_peak || told * of_link.more() > 0.0, "{what} is not {of_link:?}");
            }
        }
    }
}
