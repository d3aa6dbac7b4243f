//! A small line that says which day the land is of, where painting it takes so long that it follows the date by days.

use std::time::{Duration, Instant};

use bevy_egui::egui::{Align2, Area, Context, Id, Label, Margin, Order, Rect, RichText, vec2};

use crate::ecology::calendar::date_of;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;

use super::theme::{self, SMALL, SOFT_INK};
use super::words::long_date;

/// Beyond so many days the line is shown, if the land has been late for some time; it goes when they are fewer than the other number.
const LATE_DAYS: [u32; 2] = [20, 10];
const FOR_SOME_TIME: Duration = Duration::from_millis(1500);

/// Whether the land is late.
#[derive(Debug, Default)]
pub struct Lag {
    since: Option<Instant>,
}

impl Lag {
    /// Whether it is late by so many days, and has been for some time.
    fn is_told(&mut self, days: u32, now: Instant) -> bool {
        let [from, to] = LATE_DAYS;
        let was_late = self.since.is_some();
        let is_late = if was_late { days >= to } else { days > from };
        self.since = is_late.then(|| self.since.unwrap_or(now));
        self.since.is_some_and(|since| now >= since + FOR_SOME_TIME)
    }

    /// Shows the line in the lower right corner of the map, if the land is late. `painted` is the day of the land, as the number of days
    /// simulated up to it.
    pub fn show(&mut self, ctx: &Context, map: Rect, displayed: &Displayed, painted: Option<u32>) {
        let painted = painted.unwrap_or(displayed.now.day);
        if !self.is_told(displayed.now.day.abs_diff(painted), Instant::now()) {
            return;
        }
        let Some(before) = painted.checked_sub(1) else { return };
        let text = tr!("lag", day = long_date(date_of(displayed.scenario.start, before)));
        let area = Area::new(Id::new("lag")).order(Order::Middle).constrain_to(map).pivot(Align2::RIGHT_BOTTOM);
        area.fixed_pos(map.right_bottom() - vec2(8.0, 8.0)).interactable(false).show(ctx, |ui| {
            theme::card().inner_margin(Margin::symmetric(8, 3)).show(ui, |ui| {
                ui.spacing_mut().interact_size.y = 0.0;
                ui.add(Label::new(RichText::new(text).size(SMALL).color(SOFT_INK)).extend());
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: it is said that the land is late once it has been for some time, and until it is so by half; not after a jump that is
    /// painted at once.
    #[test]
    fn only_land_that_stays_late_is_told() {
        let (mut lag, began) = (Lag::default(), Instant::now());
        let at = |seconds: f32| began + Duration::from_secs_f32(seconds);
        assert!(!lag.is_told(900, at(0.0)));
        assert!(!lag.is_told(0, at(0.4)));
        let told = [(26, 1.0), (21, 2.0), (14, 2.6), (10, 3.0), (9, 4.0), (20, 6.0), (20, 9.0)];
        let told = told.map(|(days, seconds)| lag.is_told(days, at(seconds)));
        assert_eq!(told, [false, false, true, true, false, false, false]);
    }
}
