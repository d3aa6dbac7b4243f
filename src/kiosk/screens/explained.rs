//! What led to the harvest that fell, and the same land without the campaign.

use crate::kiosk::icons::Icon;
use crate::kiosk::page::{Choice, Figure, Kind, Page, Row, Scene};
use crate::kiosk::story::Facts;
use crate::kiosk::visit::{Event, Screen, Visit};
use crate::window::language::tr;
use crate::window::panels::differs::Differs;
use crate::window::panels::icons::Icon as Drawn;
use crate::window::panels::words::long_date;
use crate::window::why::chain::{Chain, Link, Pair};

use super::numbers::number;
use super::{back, next, to};

/// The links that are told, of the chain's six.
const TOLD: [Link; 4] = [Link::Birds, Link::Pests, Link::Leaf, Link::Harvest];

/// Four links, one number each.
pub fn why(visit: &Visit, facts: &Facts) -> Page {
    let fall = facts.fall.as_ref();
    let opened = visit.opened.and_then(|part| TOLD.get(part)).copied();
    let card = |(part, link): (usize, Link), chain: &Chain| {
        let (icon, title, detail) = told(link, chain, facts.land_ha);
        let is_on = visit.opened == Some(part);
        let choice = Choice::new(Event::Open(part), title).with(Icon::Window(icon));
        Choice { kind: Kind::Card, detail: Some(detail), is_on, ..choice }
    };
    let choices = fall.map(|fall| TOLD.into_iter().enumerate().map(|link| card(link, &fall.chain)).collect());
    let headline = match fall.and_then(|fall| fall.chain.pair(Link::Harvest).differs()) {
        Some(Differs::Less(_)) => tr!("kiosk-why-less"),
        Some(Differs::More(_)) => tr!("kiosk-why-more"),
        _ => tr!("kiosk-why-same"),
    };
    Page {
        headline,
        choices: choices.unwrap_or_default(),
        foot: vec![back(), next(tr!("kiosk-compare"))],
        scene: opened.map_or(Scene::Middle, Scene::Link),
        caption: opened.zip(facts.today).map(|(link, day)| on_the_land(link, long_date(day.date))),
        ..Page::default()
    }
}

/// What the land shows of a link.
fn on_the_land(link: Link, date: String) -> String {
    match link {
        Link::Birds | Link::Prey => tr!("kiosk-map-birds", date = date),
        Link::Pests => tr!("kiosk-map-pests", date = date),
        Link::Leaf => tr!("kiosk-map-leaf", date = date),
        Link::Grain | Link::Harvest => tr!("kiosk-map-grain", date = date),
    }
}

/// What is drawn and written on the card of a link.
fn told(link: Link, chain: &Chain, land_ha: f64) -> (Drawn, String, String) {
    let pair = chain.pair(link);
    let per = |pair: Pair, unit: f64| [pair.with / unit, pair.without / unit].map(number);
    let sense = match pair.differs() {
        Some(Differs::Less(_)) => "less",
        Some(Differs::More(_)) => "more",
        // Where there is none without the campaign, any is more.
        None if pair.with > 0.0 => "more",
        _ => "same",
    };
    match link {
        Link::Birds => {
            let [with, without] = per(pair, land_ha);
            (
                Drawn::Bird,
                tr!("kiosk-link-birds", sense = sense),
                tr!("kiosk-link-birds-number", with = with, without = without),
            )
        }
        Link::Pests | Link::Prey => {
            let [with, without] = per(pair, 1.0);
            (
                Drawn::Insect,
                tr!("kiosk-link-pests", sense = sense),
                tr!("kiosk-link-pests-number", with = with, without = without),
            )
        }
        Link::Leaf => {
            let [with, without] = per(pair, 1.0);
            (
                Drawn::Leaf,
                tr!("kiosk-link-leaf", sense = sense),
                tr!("kiosk-link-leaf-number", with = with, without = without),
            )
        }
        Link::Grain | Link::Harvest => {
            let [with, without] = per(pair, 1.0);
            let year = chain.year().with.year;
            let detail = tr!("kiosk-link-harvest-number", with = with, without = without, year = year);
            (Drawn::Ear, tr!("kiosk-link-harvest", sense = sense), detail)
        }
    }
}

/// The same place twice, and three numbers.
pub fn compare(facts: &Facts) -> Page {
    let row = |icon, name, unit, numbers: [f64; 2]| Row {
        icon: Icon::Window(icon),
        name,
        unit,
        numbers: numbers.map(number),
    };
    let mut rows = vec![];
    if let (Some(with), Some(without)) = (facts.today, facts.twin_today) {
        let birds = [with.sparrows_per_ha, without.sparrows_per_ha];
        rows.push(row(Drawn::Bird, tr!("kiosk-sparrows"), tr!("kiosk-per-hectare"), birds));
        rows.push(row(
            Drawn::Insect,
            tr!("kiosk-pests"),
            tr!("kiosk-per-square-metre"),
            [with.pests_per_m2, without.pests_per_m2],
        ));
    }
    if let Some(fall) = &facts.fall {
        let harvest = fall.chain.pair(Link::Harvest);
        let year = fall.chain.year().with.year;
        rows.push(row(
            Drawn::Ear,
            tr!("kiosk-harvest-of", year = year),
            tr!("kiosk-in-tonnes"),
            [harvest.with, harvest.without],
        ));
    }
    Page {
        headline: tr!("kiosk-same-start"),
        text: vec![tr!("kiosk-made-worse")],
        figure: Some(Figure::Table { heads: [tr!("kiosk-with"), tr!("kiosk-without")], rows }),
        foot: vec![
            back(),
            next(tr!("kiosk-go-on-freely")),
            to(Screen::Plan, tr!("kiosk-plan")),
            to(Screen::Sources, tr!("kiosk-sources")).with(Icon::Book),
        ],
        note: Some(tr!("not-evidence")),
        scene: Scene::Both,
        ..Page::default()
    }
}
