//! While the campaign lasts: it is started, its first harvest comes in, and then one that is lower.

use crate::kiosk::icons::Icon;
use crate::kiosk::page::{Choice, Kind, Page, Scene};
use crate::kiosk::story::Facts;
use crate::kiosk::visit::{Event, Guess, Visit};
use crate::window::language::tr;
use crate::window::panels::differs::{Differs, rounded};
use crate::window::panels::icons::Icon as Drawn;
use crate::window::panels::words::long_date;
use crate::window::why::chain::{Chain, Link, Loss};

use super::{back, bars, next};

/// The button that starts it; then the days pass.
pub fn start(visit: &Visit, facts: &Facts) -> Page {
    let skip = Choice::new(Event::Next, tr!("kiosk-skip")).with(Icon::Right);
    if visit.has_started {
        return Page {
            headline: tr!("kiosk-birds-are-killed"),
            text: vec![tr!("kiosk-how-birds-are-killed")],
            foot: vec![back(), skip],
            scene: Scene::Middle,
            ..Page::default()
        };
    }
    let date = facts.campaign.map(long_date).unwrap_or_default();
    let button = Choice::new(Event::Start, tr!("kiosk-start")).with(Icon::Window(Drawn::Drum));
    Page {
        headline: tr!("kiosk-campaign"),
        text: vec![tr!("kiosk-campaign-what", date = date)],
        choices: vec![Choice { kind: Kind::Campaign, ..button }],
        foot: vec![back(), skip],
        scene: Scene::Middle,
        ..Page::default()
    }
}

/// The harvest of its first year, beside what the visitor said.
pub fn first_harvest(visit: &Visit, facts: &Facts) -> Page {
    let chain = facts.first_harvest.as_ref().filter(|_| visit.heading.is_none());
    let Some(chain) = chain else { return under_way() };
    let mut text = vec![];
    if fewer_birds_took_grain(chain) {
        text.push(tr!("kiosk-birds-took-less"));
    }
    text.extend(visit.guess.map(said));
    Page {
        headline: harvest(chain),
        text,
        figure: Some(bars([chain.year().with.reaped_t, chain.year().without.reaped_t])),
        foot: vec![back(), next(tr!("kiosk-what-then"))],
        scene: Scene::Middle,
        ..Page::default()
    }
}

/// The year that fell.
pub fn fall(visit: &Visit, facts: &Facts) -> Page {
    let Some(fall) = facts.fall.as_ref().filter(|_| visit.heading.is_none()) else { return under_way() };
    let (chain, year) = (&fall.chain, fall.chain.year().with.year);
    let mut text = vec![match fall.has_fallen {
        true => tr!("kiosk-fallen", year = year),
        false => tr!("kiosk-none-has-fallen"),
    }];
    text.extend(visit.guess.map(said));
    Page {
        headline: harvest(chain),
        text,
        figure: Some(bars([chain.year().with.reaped_t, chain.year().without.reaped_t])),
        foot: vec![back(), next(tr!("kiosk-why"))],
        scene: Scene::Middle,
        ..Page::default()
    }
}

/// Until the run has come to what is told.
fn under_way() -> Page {
    Page {
        headline: tr!("kiosk-under-way"),
        text: vec![tr!("kiosk-under-way-what")],
        foot: vec![back(), Choice::new(Event::Next, tr!("kiosk-skip")).with(Icon::Right)],
        scene: Scene::Middle,
        ..Page::default()
    }
}

fn said(guess: Guess) -> String {
    match guess {
        Guess::More => tr!("kiosk-said-more"),
        Guess::Same => tr!("kiosk-said-same"),
        Guess::Less => tr!("kiosk-said-less"),
    }
}

fn fewer_birds_took_grain(chain: &Chain) -> bool {
    let eaten = chain.year().pair(|line| Loss::Sparrows.of(line));
    eaten.more() < 0.0 && chain.pair(Link::Birds).more() < 0.0
}

/// By how much a harvest differs from that without the campaign.
pub fn harvest(chain: &Chain) -> String {
    const LITTLE_PERCENT: f64 = 5.0;
    let year = chain.year().with.year;
    match chain.pair(Link::Harvest).differs() {
        None | Some(Differs::Hardly) => tr!("kiosk-harvest-same", year = year),
        Some(Differs::More(percent)) if percent < LITTLE_PERCENT => tr!("kiosk-harvest-little-more", year = year),
        Some(Differs::Less(percent)) if percent < LITTLE_PERCENT => tr!("kiosk-harvest-little-less", year = year),
        Some(Differs::More(percent)) => tr!("kiosk-harvest-more", year = year, percent = rounded(percent)),
        Some(Differs::Less(percent)) => tr!("kiosk-harvest-less", year = year, percent = rounded(percent)),
    }
}
