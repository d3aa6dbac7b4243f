//! What is on a screen of the visit, as text and choices, before anything has a place: [`screens`](super::screens) say it, and
//! [`layout`](super::layout) finds the places.

use crate::window::language::Language;
use crate::window::why::chain::Link;

use super::icons::Icon;
use super::visit::{Event, Guess};

/// What a visitor can do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Press {
    /// Something that concerns where the visit is.
    Visit(Event),
    /// Speak a language from now on; on the first screen, begin.
    Speak(Language),
    /// The next size of text.
    TextSize,
    /// Less motion and more contrast, or as before.
    Calm,
    /// Begin anew.
    StartAgain,
    /// Go on, when asked whether anybody is there.
    GoOn,
    /// Start or stop the campaign in free play.
    Campaign(bool),
    /// Let days pass at one of the speeds, from 0.
    Speed(usize),
    /// Show the land without the campaign beside it, or no longer.
    Twin(bool),
    /// Closer to the land, or farther away.
    Zoom(bool),
    /// All the land.
    WholeLand,
    /// Another part of the land: to the right, and down.
    Move(i8, i8),
}

impl From<Event> for Press {
    fn from(event: Event) -> Self {
        Self::Visit(event)
    }
}

impl From<Guess> for Press {
    fn from(guess: Guess) -> Self {
        Self::Visit(Event::Guess(guess))
    }
}

/// How a choice looks, and so how much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The main one.
    Main,
    /// One of several.
    Other,
    /// It starts the campaign.
    Campaign,
    /// A card that opens.
    Card,
}

/// Something that can be pressed.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What it does.
    pub press: Press,
    /// What it is called, which may not be shown.
    pub label: String,
    /// What is written under that.
    pub detail: Option<String>,
    /// What is drawn on it.
    pub icon: Option<Icon>,
    /// How it looks.
    pub kind: Kind,
    /// Whether it is chosen, or open.
    pub is_on: bool,
}

impl Choice {
    /// One of several.
    pub fn new(press: impl Into<Press>, label: impl Into<String>) -> Self {
        let (press, label) = (press.into(), label.into());
        Self { press, label, detail: None, icon: None, kind: Kind::Other, is_on: false }
    }

    /// The main one.
    pub fn main(press: impl Into<Press>, label: impl Into<String>) -> Self {
        Self { kind: Kind::Main, ..Self::new(press, label) }
    }

    /// With an icon.
    pub fn with(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }
}

/// What is drawn to be seen, not pressed.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// Two harvests, one under the other.
    Bars {
        /// With the campaign and without it, t.
        harvests_t: [f64; 2],
        /// What is written beside each.
        labels: [String; 2],
        /// And how much it is.
        numbers: [String; 2],
    },
    /// Numbers with the campaign and without it, a row each.
    Table {
        /// What stands over the columns.
        heads: [String; 2],
        /// The rows.
        rows: Vec<Row>,
    },
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is drawn with.
    pub icon: Icon,
    /// What it is of.
    pub name: String,
    /// In which unit.
    pub unit: String,
    /// With the campaign and without it.
    pub numbers: [String; 2],
}

/// Where the land is seen, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Scene {
    /// From afar, drifting slowly.
    #[default]
    Drift,
    /// The middle of the land.
    Middle,
    /// So near that each animal is seen.
    Near,
    /// What a link of the chain is about, washed over the land.
    Link(Link),
    /// The same place with the campaign and without it.
    Both,
    /// As the visitor has left it.
    Free {
        /// Whether both worlds are shown.
        both: bool,
    },
}

/// What is on a screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Whether the name stands over it, and the panel beside the land, not the land beside the panel.
    pub is_title: bool,
    /// How many of the story's screens have been seen.
    pub step: Option<usize>,
    /// The one sentence.
    pub headline: String,
    /// Sentences.
    pub text: Vec<String>,
    /// A picture of numbers.
    pub figure: Option<Figure>,
    /// Choices, one under the other.
    pub choices: Vec<Choice>,
    /// What leads on and back, beside each other at the foot.
    pub foot: Vec<Choice>,
    /// What is said in small letters.
    pub note: Option<String>,
    /// What is pressed on the land.
    pub on_land: Vec<Choice>,
    /// What is said of the land.
    pub caption: Option<String>,
    /// What is seen of the land.
    pub scene: Scene,
}

impl Page {
    /// All that there is to read but for what is on buttons of every screen, as a visitor reads it.
    pub fn words(&self) -> Vec<&str> {
        let choices = self
            .choices
            .iter()
            .chain(&self.foot)
            .flat_map(|choice| [Some(choice.label.as_str()), choice.detail.as_deref()].into_iter().flatten());
        let texts = self.text.iter().chain(&self.note).chain([&self.headline]).map(String::as_str);
        texts.chain(choices).filter(|text| !text.is_empty()).collect()
    }
}
