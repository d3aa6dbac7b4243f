//! The tabs: what is in the middle of the window. One list, from which the bar over the map, the plan's head and the keys are made.

use bevy_egui::egui::{self, Button, RichText, Ui, vec2};

use super::intent::Intent;
use super::theme::{ACCENT, ON_ACCENT, PAPER, TOUCH};
use super::tips;
use crate::window::language::tr;

/// What is in the middle of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The map.
    #[default]
    Land,
    /// The map of the run beside that of its twin.
    Twin,
    /// The map, and beside it what led to a harvest.
    Why,
    /// The map, and beside it the charts with all that can be chosen.
    Charts,
    /// The levers of the plan.
    Plan,
    /// All parameters, and what was done.
    Parameters,
    /// Where the grain of a year went.
    Grain,
    /// The national record.
    Record,
    /// What the figures rest on.
    Sources,
}

impl Tab {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Land,
        Self::Twin,
        Self::Why,
        Self::Charts,
        Self::Plan,
        Self::Parameters,
        Self::Grain,
        Self::Record,
        Self::Sources,
    ];
    /// Those over the map; from the plan one comes to the others.
    pub(super) const OVER_THE_MAP: [Self; 6] =
        [Self::Land, Self::Twin, Self::Why, Self::Charts, Self::Plan, Self::Parameters];

    pub(super) fn title(self) -> String {
        match self {
            Self::Land => tr!("tab-land"),
            Self::Twin => tr!("tab-twin"),
            Self::Why => tr!("tab-why"),
            Self::Charts => tr!("tab-charts"),
            Self::Plan => tr!("tab-plan"),
            Self::Parameters => tr!("tab-parameters"),
            Self::Grain => tr!("tab-grain"),
            Self::Record => tr!("tab-record"),
            Self::Sources => tr!("tab-sources"),
        }
    }

    fn tip(self) -> String {
        match self {
            Self::Land => tr!("tab-land-tip"),
            Self::Twin => tr!("tab-twin-tip"),
            Self::Why => tr!("tab-why-tip"),
            Self::Charts => tr!("tab-charts-tip"),
            Self::Plan => tr!("tab-plan-tip"),
            Self::Parameters => tr!("tab-parameters-tip"),
            Self::Grain => tr!("tab-grain-tip"),
            Self::Record => tr!("tab-record-tip"),
            Self::Sources => tr!("tab-sources-tip"),
        }
    }

    /// Whether the map is seen.
    pub fn has_map(self) -> bool {
        matches!(self, Self::Land | Self::Twin | Self::Why | Self::Charts)
    }
}

/// Shows some tabs in a row, of which one is chosen.
pub fn bar(ui: &mut Ui, tabs: impl Iterator<Item = Tab>, shown: Tab, intents: &mut Vec<Intent>) {
    for tab in tabs {
        let button = choice(ui, &tab.title(), tab == shown);
        if tips::under_the_row(button, tab.tip()).clicked() && tab != shown {
            intents.push(Intent::Show(tab));
        }
    }
}

/// A button that is one of several, of which one is chosen.
pub fn choice(ui: &mut Ui, word: &str, is_chosen: bool) -> egui::Response {
    let text = RichText::new(word);
    let button = match is_chosen {
        true => Button::new(text.color(ON_ACCENT)).fill(ACCENT),
        false => Button::new(text).fill(PAPER),
    };
    ui.add(button.min_size(vec2(TOUCH, ui.spacing().interact_size.y.min(TOUCH))))
}
