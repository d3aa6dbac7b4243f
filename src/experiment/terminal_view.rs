//! The live picture in a terminal: three charts of the whole run, with the campaign's span behind them.

use jiff::civil::Date;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

use crate::ecology::calendar::days_between;
use crate::output::words::{NOT_EVIDENCE, count, number, round_number, round_up, short_date};
use crate::record::Record;
use crate::record::series::DayRow;
use crate::scenario::Scenario;

/// What the picture shows.
pub(super) struct TerminalView<'a> {
    pub record: &'a Record,
    pub scenario: &'a Scenario,
    pub last_day: Date,
    /// Effort of the campaign on the next day.
    pub effort: f32,
    pub asked_days_per_s: f64,
    pub reached_days_per_s: f64,
    pub paused: bool,
}

/// Okabe and Ito's palette, as near as 256 colours allow.
const BLUE: Color = Color::Indexed(32);
const VERMILLION: Color = Color::Indexed(166);
const ORANGE: Color = Color::Indexed(178);
/// Behind the days of the campaign.
const SHADE: Color = Color::Indexed(238);

/// Width of the numbers to the left of a chart.
const GUTTER: u16 = 9;

/// What the keys do: ending and pausing come first, in case the line is cut.
const KEYS: &str = "q ends   space pauses   c starts or stops the campaign   + - speed";
/// The same where there is little room.
const FEW_KEYS: &str = "q ends   space pauses   c campaign   + - speed";

/// Minimum height of a picture with a row to spare for the note.
const NOTE_FROM_ROWS: u16 = 20;

/// Rows for the note on what kind of numbers these are: one where it fits.
fn note_rows(area: Rect) -> u16 {
    u16::from(area.height >= NOTE_FROM_ROWS && usize::from(area.width) >= NOT_EVIDENCE.len())
}

const EIGHTHS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// One of the three populations.
struct Population {
    colour: Color,
    value: fn(&DayRow) -> f64,
}

const POPULATIONS: [Population; 3] = [
    Population { colour: BLUE, value: |row| row.sparrows as f64 },
    Population { colour: VERMILLION, value: |row| row.pests_per_m2 },
    Population { colour: ORANGE, value: |row| row.standing_grain_kg / 1000.0 },
];

impl TerminalView<'_> {
    pub(super) fn draw(&self, frame: &mut Frame) {
        let area = frame.area();
        let [title, status, charts, campaign, years, harvest, note, hint] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(0),
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Length(2),
            Constraint::Length(note_rows(area)),
            Constraint::Length(1),
        ])
        .areas(area);
        frame.render_widget(self.title(), title);
        frame.render_widget(self.status(), status);
        let thirds: [Rect; 3] = Layout::vertical([Constraint::Fill(1); 3]).areas(charts);
        for ((population, caption), area) in POPULATIONS.iter().zip(self.captions()).zip(thirds) {
            self.chart(population, caption, area, frame.buffer_mut());
        }
        self.campaign(campaign, frame.buffer_mut());
        self.years(years, frame.buffer_mut());
        let [caption, values] = Layout::vertical([Constraint::Length(1); 2]).areas(harvest);
        frame.render_widget(Line::styled("Harvest, t", Modifier::BOLD), caption);
        frame.render_widget(self.harvests(values.width), values);
        frame.render_widget(Line::styled(NOT_EVIDENCE, Modifier::DIM), note);
        let keys = if usize::from(hint.width) < KEYS.len() { FEW_KEYS } else { KEYS };
        frame.render_widget(Line::styled(keys, Modifier::DIM), hint);
    }

    /// The rows worth keeping when the picture closes. The keys no longer do anything then, and the note follows the
    /// summary.
    pub(super) fn rows_to_keep(area: Rect) -> std::ops::Range<u16> {
        area.top()..area.bottom().saturating_sub(1 + note_rows(area)).max(area.top())
    }

    fn title(&self) -> Line<'_> {
        Line::from(vec![
            Span::styled("Sparrowfall  ", Modifier::BOLD),
            Span::raw(self.scenario.title.as_str()),
            Span::styled(format!("  seed {}", self.scenario.seed), Modifier::DIM),
        ])
    }

    fn status(&self) -> Line<'_> {
        let date = self.record.days.last().map_or(self.scenario.start, |row| row.date);
        let campaign = if self.effort > 0.0 {
            Span::styled(format!(" Campaign on, effort {:.0} % ", self.effort * 100.0), Modifier::REVERSED)
        } else {
            Span::raw(" Campaign off ")
        };
        let speed = if self.paused {
            "   paused".into()
        } else if self.asked_days_per_s.is_finite() {
            format!("   {:.0} of {:.0} days/s", self.reached_days_per_s, self.asked_days_per_s)
        } else {
            format!("   {:.0} days/s, at full speed", self.reached_days_per_s)
        };
        Line::from(vec![Span::styled(format!("{:<12} ", short_date(date)), Modifier::BOLD), campaign, Span::raw(speed)])
    }

    fn captions(&self) -> [String; 3] {
        let Some(row) = self.record.days.last() else {
            return ["Sparrows".into(), "Pests".into(), "Standing grain".into()];
        };
        [
            format!("Sparrows  {}, {} per ha", count(row.sparrows), number(row.sparrows_per_ha)),
            format!("Pests ({})  {} per m2, from the third instar", self.scenario.pest_name, number(row.pests_per_m2)),
            format!("Standing grain  {} t", number(row.standing_grain_kg / 1000.0)),
        ]
    }

    /// The days that a column of a chart stands for, as indices from the first day.
    fn days_of(&self, column: u16, columns: u16) -> std::ops::Range<usize> {
        let total = (days_between(self.scenario.start, self.last_day) + 1).max(1) as usize;
        let (column, columns) = (usize::from(column), usize::from(columns));
        let from = column * total / columns;
        from..((column + 1) * total / columns).max(from + 1)
    }

    fn lived(&self, days: std::ops::Range<usize>) -> &[DayRow] {
        let lived = self.record.days.len();
        &self.record.days[days.start.min(lived)..days.end.min(lived)]
    }

    /// Bars of the highest value among each column's days.
    fn chart(&self, population: &Population, caption: String, area: Rect, buffer: &mut Buffer) {
        if area.height < 2 || area.width <= GUTTER {
            return;
        }
        let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(area);
        let style = Style::new().fg(population.colour).add_modifier(Modifier::BOLD);
        buffer.set_stringn(head.x, head.y, caption, usize::from(head.width), style);
        let highest = self.record.days.iter().map(population.value).fold(0.0, f64::max);
        let top = round_up(highest);
        let scale = format!("{:>1$}", round_number(top), usize::from(GUTTER) - 1);
        buffer.set_stringn(body.x, body.y, scale, usize::from(GUTTER), Style::new().add_modifier(Modifier::DIM));
        if body.height > 1 {
            let zero = format!("{:>1$}", 0, usize::from(GUTTER) - 1);
            let dim = Style::new().add_modifier(Modifier::DIM);
            buffer.set_stringn(body.x, body.bottom() - 1, zero, usize::from(GUTTER), dim);
        }
        let columns = body.width - GUTTER;
        for column in 0..columns {
            let rows = self.lived(self.days_of(column, columns));
            if rows.is_empty() {
                break;
            }
            let value = rows.iter().map(population.value).fold(0.0, f64::max);
            let eighths = ((value / top * f64::from(body.height) * 8.0).round() as u16).max(u16::from(value > 0.0));
            let shade = if rows.iter().any(|row| row.campaign_effort > 0.0) { SHADE } else { Color::Reset };
            for level in 0..body.height {
                let symbol = EIGHTHS[usize::from(eighths.saturating_sub(level * 8).min(8))];
                let style = Style::new().fg(population.colour).bg(shade);
                buffer.set_string(body.x + GUTTER + column, body.bottom() - 1 - level, symbol, style);
            }
        }
    }

    /// The campaign's span, also for those who cannot see the shading.
    fn campaign(&self, area: Rect, buffer: &mut Buffer) {
        let Some(columns) = area.width.checked_sub(GUTTER).filter(|&columns| columns > 0 && area.height > 0) else {
            return;
        };
        buffer.set_stringn(area.x, area.y, "campaign", usize::from(GUTTER), Style::new().add_modifier(Modifier::DIM));
        for column in 0..columns {
            let rows = self.lived(self.days_of(column, columns));
            if rows.iter().any(|row| row.campaign_effort > 0.0) {
                buffer.set_string(area.x + GUTTER + column, area.y, "━", Style::new());
            }
        }
    }

    /// The years under the charts, each where it begins, as many as fit.
    fn years(&self, area: Rect, buffer: &mut Buffer) {
        let Some(columns) = area.width.checked_sub(GUTTER).filter(|&columns| columns > 0 && area.height > 0) else {
            return;
        };
        let mut free_from = 0;
        let mut last_year = None;
        for column in 0..columns {
            let first = self.days_of(column, columns).start as u32;
            let year = crate::ecology::calendar::date_of(self.scenario.start, first).year();
            if last_year != Some(year) && column >= free_from && column + 4 <= columns {
                let dim = Style::new().add_modifier(Modifier::DIM);
                buffer.set_string(area.x + GUTTER + column, area.y, year.to_string(), dim);
                free_from = column + 6;
            }
            last_year = Some(year);
        }
    }

    /// The latest harvests that fit. A year that is not over yet is marked as such.
    fn harvests(&self, width: u16) -> Line<'_> {
        let texts = self.record.harvests.iter().map(|harvest| {
            let going_on = if harvest.is_whole_year() { "" } else { " so far" };
            format!("{} {}{going_on}", harvest.year, number(harvest.reaped_kg / 1000.0))
        });
        let texts: Vec<_> = texts.collect();
        let mut room = usize::from(width);
        let mut first = texts.len();
        while first > 0 && texts[first - 1].chars().count() + 3 <= room {
            first -= 1;
            room -= texts[first].chars().count() + 3;
        }
        Line::raw(texts[first..].join("   "))
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::scenario::LandscapeParameters;
    use crate::simulation::Simulation;

    fn drawn(width: u16, height: u16, days: u32) -> String {
        let landscape = LandscapeParameters { fields_wide: 4, fields_high: 4, ..Default::default() };
        let scenario = Scenario { title: "A small place".into(), landscape, ..Scenario::default() };
        let mut simulation = Simulation::new(scenario.with_historical_campaign(), Parallelism::Serial);
        (0..days).for_each(|_| simulation.step());
        let view = TerminalView {
            record: simulation.record(),
            scenario: simulation.scenario(),
            last_day: simulation.scenario().end,
            effort: simulation.campaign_effort(),
            asked_days_per_s: 40.0,
            reached_days_per_s: 39.0,
            paused: false,
        };
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| view.draw(frame)).unwrap();
        terminal.backend().to_string()
    }

    #[test]
    fn all_that_matters_is_on_a_screen_of_80_by_24() {
        let picture = drawn(80, 24, 500);
        for text in ["A small place", "15 May 1958", "Campaign on, effort 100 %", "Sparrows", "Pests", "Standing grain"]
        {
            assert!(picture.contains(text), "no {text:?} in\n{picture}");
        }
        for text in ["1957", "1962", "Harvest, t", "space pauses", "━", "█", NOT_EVIDENCE, " so far"] {
            assert!(picture.contains(text), "no {text:?} in\n{picture}");
        }
        assert_eq!(picture.matches("so far").count(), 1, "only for the year that is not over\n{picture}");
    }

    #[test]
    fn how_to_end_and_to_pause_is_seen_on_narrow_screens_too() {
        for (width, all) in [(24, false), (50, true), (60, true), (70, true), (80, true)] {
            let picture = drawn(width, 24, 10);
            assert!(picture.contains("q ends   space pauses"), "{picture}");
            assert_eq!(picture.contains("+ - speed"), all, "{picture}");
        }
    }

    #[test]
    fn what_is_kept_of_the_picture_is_all_but_the_note_and_the_keys() {
        assert_eq!(TerminalView::rows_to_keep(Rect::new(0, 0, 80, 24)), 0..22);
        assert_eq!(TerminalView::rows_to_keep(Rect::new(0, 0, 60, 24)), 0..23, "no note: it would be cut off");
        assert_eq!(TerminalView::rows_to_keep(Rect::new(0, 0, 80, 19)), 0..18, "no note: there is no row to spare");
        assert!(TerminalView::rows_to_keep(Rect::new(0, 0, 80, 0)).is_empty());
    }

    #[test]
    fn no_screen_is_too_small_or_too_early_to_be_drawn() {
        for (width, height) in [(1, 1), (9, 3), (10, 8), (20, 5), (33, 60), (300, 100)] {
            for days in [0, 1, 400] {
                drawn(width, height, days);
            }
        }
    }
}
