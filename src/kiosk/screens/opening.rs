//! Before the campaign: the land by itself, what the exhibit is about, who lives there, and what the visitor thinks will happen.

use crate::kiosk::icons::Icon;
use crate::kiosk::page::{Choice, Kind, Page, Press, Scene};
use crate::kiosk::story::Facts;
use crate::kiosk::visit::{Event, Guess, Visit};
use crate::window::language::tr;
use crate::window::panels::icons::Icon as Drawn;

use super::numbers::number;
use super::{Choices, back, next};

/// Nobody is there.
pub fn attract(choices: &Choices) -> Page {
    let offer = |(index, language): (usize, &_)| {
        let choice = Choice::new(Press::Speak(*language), language.own_name()).with(Icon::Right);
        Choice { kind: if index == 0 { Kind::Main } else { Kind::Other }, ..choice }
    };
    Page {
        is_title: true,
        headline: tr!("kiosk-name"),
        text: vec![tr!("kiosk-question")],
        choices: choices.languages.iter().enumerate().map(offer).collect(),
        note: Some(tr!("kiosk-content-note")),
        scene: Scene::Drift,
        ..Page::default()
    }
}

/// What it is about, before anything else is said.
pub fn content_note() -> Page {
    Page {
        headline: tr!("kiosk-before-you-begin"),
        text: vec![tr!("kiosk-content-note"), tr!("not-evidence")],
        foot: vec![back(), next(tr!("kiosk-go-on"))],
        // As on the next screen, so that it is painted when that comes.
        scene: Scene::Near,
        ..Page::default()
    }
}

/// Who lives in the fields, and what they eat.
pub fn peace(visit: &Visit, facts: &Facts) -> Page {
    let ask = |part: usize, icon, question, answer| Choice {
        detail: (visit.opened == Some(part)).then_some(answer),
        is_on: visit.opened == Some(part),
        kind: Kind::Card,
        ..Choice::new(Event::Open(part), question).with(Icon::Window(icon))
    };
    let sparrows = facts.today.map(|day| number(day.sparrows_per_ha)).unwrap_or_default();
    Page {
        headline: tr!("kiosk-peace"),
        text: vec![tr!("kiosk-peace-who", sparrows = sparrows)],
        choices: vec![
            ask(0, Drawn::Ear, tr!("kiosk-ask-food"), tr!("kiosk-tell-food")),
            ask(1, Drawn::Insect, tr!("kiosk-ask-chicks"), tr!("kiosk-tell-chicks")),
        ],
        foot: vec![back(), next(tr!("kiosk-go-on"))],
        scene: Scene::Near,
        ..Page::default()
    }
}

/// Three answers of equal size.
pub fn predict() -> Page {
    let answer = |guess| {
        let (label, icon) = match guess {
            Guess::More => (tr!("kiosk-more-grain"), Icon::Up),
            Guess::Same => (tr!("kiosk-same-grain"), Icon::Level),
            Guess::Less => (tr!("kiosk-less-grain"), Icon::Down),
        };
        Choice::new(guess, label).with(icon)
    };
    Page {
        headline: tr!("kiosk-predict"),
        text: vec![tr!("kiosk-predict-what-sparrows-eat")],
        choices: Guess::ALL.map(answer).into(),
        foot: vec![back(), Choice::new(Event::Next, tr!("kiosk-skip"))],
        note: Some(tr!("kiosk-no-score")),
        scene: Scene::Middle,
        ..Page::default()
    }
}
