//! What is on each screen of the visit: in `opening` before the campaign, in `campaign` while it lasts, in `explained` what led to the
//! harvest that fell, and in `beyond` what comes after the story.

mod beyond;
mod campaign;
mod explained;
mod numbers;
mod opening;

use crate::window::language::{Language, tr};
use crate::window::panels::words::long_date;

use super::page::{Choice, Figure, Page, Press};

use super::icons::Icon;
use super::story::Facts;
use super::visit::{Event, Screen, Visit};
use numbers::number;

pub use beyond::DAYS_PER_S;

/// What a visitor has chosen besides where the visit is.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// The languages that are offered.
    pub languages: Vec<Language>,
    /// The speed in free play, from 0.
    pub speed: usize,
    /// Whether free play shows the land without the campaign too.
    pub both: bool,
}

/// The page of a visit, of a run of which so much is known.
pub fn page(visit: &Visit, facts: &Facts, choices: &Choices) -> Page {
    let mut page = match visit.screen {
        Screen::Attract => opening::attract(choices),
        Screen::ContentNote => opening::content_note(),
        Screen::Peace => opening::peace(visit, facts),
        Screen::Predict => opening::predict(),
        Screen::Start => campaign::start(visit, facts),
        Screen::FirstHarvest => campaign::first_harvest(visit, facts),
        Screen::Fall => campaign::fall(visit, facts),
        Screen::Why => explained::why(visit, facts),
        Screen::Compare => explained::compare(facts),
        Screen::Free => beyond::free(facts, choices),
        Screen::Plan => beyond::plan(),
        Screen::Sources => beyond::sources(),
    };
    page.step = visit.screen.step();
    page.caption = page.caption.or_else(|| caption(facts));
    page
}

/// The day, and how many animals there are.
fn caption(facts: &Facts) -> Option<String> {
    let today = facts.today?;
    let (date, sparrows) = (long_date(today.date), number(today.sparrows_per_ha));
    // Where there are next to none, nothing need be said of them.
    Some(match today.pests_per_m2 {
        few if few < 0.05 => tr!("kiosk-caption", date = date, sparrows = sparrows),
        pests => tr!("kiosk-caption-pests", date = date, sparrows = sparrows, pests = number(pests)),
    })
}

fn next(label: String) -> Choice {
    Choice::main(Event::Next, label).with(Icon::Right)
}

fn back() -> Choice {
    Choice::new(Event::Back, tr!("kiosk-back")).with(Icon::Left)
}

fn to(screen: Screen, label: String) -> Choice {
    Choice::new(Press::Visit(Event::Go(screen)), label)
}

/// A harvest beside that without the campaign.
fn bars(harvests_t: [f64; 2]) -> Figure {
    let labels = [tr!("kiosk-with-campaign"), tr!("kiosk-without-campaign")];
    Figure::Bars { harvests_t, labels, numbers: harvests_t.map(|t| tr!("kiosk-tonnes", number = number(t))) }
}
