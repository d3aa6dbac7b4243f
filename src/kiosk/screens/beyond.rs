//! After the story: the land in the visitor's hands, what else was done in these years, and where it is known from.

use crate::kiosk::icons::Icon;
use crate::kiosk::page::{Choice, Kind, Page, Press, Scene};
use crate::kiosk::story::Facts;
use crate::kiosk::visit::Screen;
use crate::window::language::tr;
use crate::window::panels::icons::Icon as Drawn;

use super::{Choices, back, to};

/// Days per second at each of the speeds.
pub const DAYS_PER_S: [f32; 3] = [2.0, 10.0, 40.0];

/// The land, the campaign, three speeds, and the twin on a button.
pub fn free(facts: &Facts, choices: &Choices) -> Page {
    let campaign = match facts.is_campaign_on {
        true => Choice {
            is_on: true,
            ..Choice::new(Press::Campaign(false), tr!("kiosk-stop-campaign")).with(Icon::Window(Drawn::Stop))
        },
        false => Choice::new(Press::Campaign(true), tr!("kiosk-start")).with(Icon::Window(Drawn::Drum)),
    };
    let twin = Choice::new(Press::Twin(!choices.both), tr!("kiosk-twin")).with(Icon::Two);
    let speed = |(index, label): (usize, String)| Choice {
        is_on: choices.speed == index,
        ..Choice::new(Press::Speed(index), label)
    };
    let speeds = [tr!("kiosk-slow"), tr!("kiosk-quick"), tr!("kiosk-fast")];
    let on_land = [
        (Press::Zoom(true), tr!("kiosk-closer"), Icon::Plus),
        (Press::Zoom(false), tr!("kiosk-farther"), Icon::Minus),
        (Press::WholeLand, tr!("kiosk-whole-land"), Icon::Corners),
        (Press::Move(-1, 0), tr!("kiosk-to-the-left"), Icon::Left),
        (Press::Move(0, -1), tr!("kiosk-up"), Icon::Up),
        (Press::Move(0, 1), tr!("kiosk-down"), Icon::Down),
        (Press::Move(1, 0), tr!("kiosk-to-the-right"), Icon::Right),
    ];
    let mut rows = vec![Choice { kind: Kind::Campaign, ..campaign }, Choice { is_on: choices.both, ..twin }];
    rows.extend(speeds.into_iter().enumerate().map(speed));
    Page {
        headline: tr!("kiosk-free"),
        text: vec![tr!("kiosk-free-what")],
        choices: rows,
        foot: vec![
            back(),
            to(Screen::Plan, tr!("kiosk-plan")),
            to(Screen::Sources, tr!("kiosk-sources")).with(Icon::Book),
        ],
        on_land: on_land.into_iter().map(|(press, label, icon)| Choice::new(press, label).with(icon)).collect(),
        scene: Scene::Free { both: choices.both },
        ..Page::default()
    }
}

/// The campaign was one part of a plan.
pub fn plan() -> Page {
    Page {
        headline: tr!("kiosk-plan-title"),
        text: vec![tr!("kiosk-plan-what"), tr!("kiosk-plan-harvests"), tr!("kiosk-plan-deaths")],
        foot: vec![back(), to(Screen::Sources, tr!("kiosk-sources")).with(Icon::Book)],
        scene: Scene::Middle,
        ..Page::default()
    }
}

/// Where it is known from.
pub fn sources() -> Page {
    Page {
        headline: tr!("kiosk-sources-title"),
        text: vec![
            tr!("kiosk-source-campaign"),
            tr!("kiosk-source-harvests"),
            tr!("kiosk-source-food"),
            tr!("kiosk-source-model"),
        ],
        foot: vec![back(), to(Screen::Plan, tr!("kiosk-plan"))],
        scene: Scene::Middle,
        ..Page::default()
    }
}
