//! When a year is over in which the campaign has made a difference, what became of its harvest is said in one line over the map, and
//! whoever presses "Why?" sees what led to it. Each year once, and not for long.

use std::time::{Duration, Instant};

use bevy_egui::egui::{Area, Context, Id, Label, Margin, Order, Pos2, Rect, Ui, vec2};
use jiff::ToSpan;

use crate::window::language::tr;
use crate::window::live_run::displayed::{Displayed, Edition};
use crate::window::overlays::chooser;
use crate::window::panels::intent::Intent;
use crate::window::panels::tabs::choice;
use crate::window::panels::theme;

/// The area of the line.
pub const OFFER: &str = "offer of an explanation";
/// How long it stands: time enough to see it, to read it, and to press.
const STANDS: Duration = Duration::from_secs(20);
/// For so many days after its end a year is news: at high speeds, or after a long step, some days are never seen.
const NEWS_DAYS: i64 = 45;
/// Height of the line.
const LINE: f32 = 34.0;

/// A harvest, and by what part it is larger than without the campaign.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Told {
    year: u64,
    larger_by: f64,
}

impl Told {
    fn words(self) -> String {
        let (year, percent) = (self.year.to_string(), (100.0 * self.larger_by).round());
        let shown = format!("{:.0}", percent.abs());
        match percent {
            1.0.. => tr!("visit-harvest-larger", year = year, percent = shown),
            ..=-1.0 => tr!("visit-harvest-smaller", year = year, percent = shown),
            _ => tr!("visit-harvest-same", year = year),
        }
    }
}

/// What has been said of the harvests of a run.
#[derive(Debug, Default)]
pub struct HarvestOffer {
    run: u32,
    /// The latest year of which something was said.
    said: u64,
    /// What is said now, and since when.
    standing: Option<(Told, Instant)>,
    digested: Option<Edition>,
}

impl HarvestOffer {
    /// Looks for a year that is over, when there are new days.
    pub fn digest(&mut self, displayed: &Displayed, now: Instant) {
        if self.run != displayed.run {
            *self = Self { run: displayed.run, ..Self::default() };
        }
        self.standing = self.standing.filter(|(_, since)| now < *since + STANDS);
        let edition = displayed.edition();
        if self.digested == Some(edition) {
            return;
        }
        self.digested = Some(edition);
        if let Some(told) = latest(displayed).filter(|told| told.year > self.said) {
            self.said = told.year;
            self.standing = Some((told, now));
        }
    }

    /// Says nothing for now.
    pub fn withdraw(&mut self) {
        self.standing = None;
    }

    /// Shows the line, from a place on the map on. Returns whether there is one.
    pub fn show(&mut self, ctx: &Context, map: Rect, at: Pos2, intents: &mut Vec<Intent>) -> bool {
        let Some((told, since)) = self.standing else { return false };
        ctx.request_repaint_after(STANDS.saturating_sub(since.elapsed()));
        let mut ends = false;
        let mut line = |ui: &mut Ui| {
            ui.spacing_mut().interact_size.y = LINE;
            ui.spacing_mut().button_padding = vec2(10.0, 4.0);
            ui.set_max_width((map.right() - at.x - 24.0).max(160.0));
            ui.horizontal_wrapped(|ui| {
                ui.add(Label::new(theme::strong(told.words())));
                if choice(ui, &tr!("visit-why"), false).on_hover_text(tr!("visit-why-tip")).clicked() {
                    intents.push(Intent::Why(told.year));
                    ends = true;
                }
                ends |= chooser::close(ui, LINE);
            });
        };
        Area::new(Id::new(OFFER)).order(Order::Middle).constrain_to(map).fixed_pos(at).show(ctx, |ui| {
            theme::card().inner_margin(Margin { left: 10, right: 2, top: 2, bottom: 2 }).show(ui, |ui| line(ui));
        });
        if ends {
            self.standing = None;
        }
        true
    }
}

/// The harvest of the year that is over since not long ago, if the worlds had parted in it.
fn latest(displayed: &Displayed) -> Option<Told> {
    let today = displayed.record.days.last()?.date;
    let parted = displayed.record.days.get(displayed.twin.parted? as usize - 1)?.date;
    let with = displayed.record.harvests.iter().rev().find(|row| row.is_whole_year())?;
    let without = displayed.twin.record.harvests.iter().find(|row| row.year == with.year && row.is_whole_year())?;
    let days_ago = today.saturating_sub(NEWS_DAYS.days()).year() as u64;
    let is_news = with.year >= days_ago && with.year >= parted.year() as u64 && without.reaped_kg > 0.0;
    is_news.then(|| Told { year: with.year, larger_by: with.reaped_kg / without.reaped_kg - 1.0 })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::record::series::HarvestRow;
    use crate::scenario::Scenario;
    use crate::window::test_support::rows::rows;

    /// A run over so many days from 1957 on, and its twin, from which it parted in April 1958.
    fn displayed(days: usize) -> Displayed {
        let start = date(1957, 1, 1);
        let mut displayed = Displayed::new(Scenario { start, ..Scenario::default() });
        displayed.record.days = rows(start, days, |_, _| ());
        let harvests = |reaped_kg: [f64; 3]| {
            let row = |(year, reaped_kg)| HarvestRow { days: 365, reaped_kg, ..HarvestRow::empty(year) };
            let is_over = |row: &HarvestRow| days >= 365 * (row.year as usize - 1956);
            (1957..).zip(reaped_kg).map(row).filter(is_over).collect::<Vec<_>>()
        };
        displayed.record.harvests = harvests([100.0, 104.0, 88.0]);
        displayed.twin.record.harvests = harvests([100.0, 100.0, 100.0]);
        displayed.twin.parted = (days > 473).then_some(474);
        displayed
    }

    /// Contract: each year in which the worlds differ is told of when it is over, once, however often one comes to its end, for some
    /// seconds; a year before they parted is not, nor one that was over long ago.
    #[test]
    fn each_harvest_is_told_of_once() {
        let (mut offer, began) = (HarvestOffer::default(), Instant::now());
        let mut told = Vec::new();
        let ways = (360..1200).chain(720..740);
        for (step, days) in (0_u32..).zip(ways) {
            offer.digest(&displayed(days), began + Duration::from_secs(1) * step);
            told.extend(offer.standing.map(|(of, _)| (of.year, of.words(), days)));
        }
        let of = |year| told.iter().filter(|(of, ..)| *of == year).collect::<Vec<_>>();
        let (good, poor) = (of(1958), of(1959));
        assert_eq!((good.len(), poor.len(), told.len()), (20, 20, 40));
        assert_eq!((good[0].2, poor[0].2), (730, 1095));
        assert_eq!(good[0].1, "Harvest of 1958: 4 % larger than without the campaign");
        assert_eq!(poor[0].1, "Harvest of 1959: 12 % smaller than without the campaign");
        let mut late = HarvestOffer::default();
        late.digest(&displayed(730 + 60), began);
        assert!(late.standing.is_none());
    }

    /// Contract: a difference that rounds to nothing is called none.
    #[test]
    fn a_small_difference_is_none() {
        let words = [0.004, -0.004].map(|larger_by| Told { year: 1958, larger_by }.words());
        assert!(words.iter().all(|words| words == "Harvest of 1958: as large as without the campaign"), "{words:?}");
    }
}
