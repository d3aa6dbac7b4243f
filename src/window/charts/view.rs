//! What the charts show and how, as a person has chosen it; remembered while the window is open, and the same for all charts.

use crate::window::why::seeds::Seeds;

use super::export::Export;
use super::phase::YearNames;
use super::series::Chart;
use super::spread::Spread;
use super::window::TimeWindow;

/// A line or band that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The run.
    Run,
    /// The same without the campaign.
    Twin,
    /// Other seeds, with the campaign and without.
    Seeds,
}

/// How numbers are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Each over time.
    #[default]
    OverTime,
    /// One against another.
    Plane,
}

/// What a person has chosen.
#[derive(Debug)]
pub struct ChartView {
    /// The stretch of time.
    pub window: TimeWindow,
    /// How numbers are drawn.
    pub shape: Shape,
    /// What is drawn across and up where one is drawn against another.
    pub plane: [Chart; 2],
    /// The file to which the charts are saved.
    pub export: Export,
    pub(super) shown: Vec<Chart>,
    pub(super) lines: [bool; 3],
    pub(super) spread: Option<Spread>,
    /// The names of years on the plane.
    pub(super) year_names: Option<YearNames>,
}

impl Default for ChartView {
    fn default() -> Self {
        Self {
            window: TimeWindow::All,
            shape: Shape::OverTime,
            plane: [Chart::Sparrows, Chart::Pests],
            export: Export::default(),
            shown: Chart::FIRST.into(),
            lines: [true, true, false],
            spread: None,
            year_names: None,
        }
    }
}

impl ChartView {
    /// Takes in what other seeds have lived, or forgets it.
    pub fn digest(&mut self, seeds: Option<&Seeds>) {
        let lived = seeds.and_then(Seeds::lived);
        self.spread = lived.map(|lived| Spread::of(lived, self.spread.take()));
    }

    /// Whether a chart is shown.
    pub fn shows(&self, chart: Chart) -> bool {
        self.shown.contains(&chart)
    }

    /// Shows a chart or leaves it out. The last one stays.
    pub fn toggle(&mut self, chart: Chart) {
        match self.shown.iter().position(|shown| *shown == chart) {
            Some(at) if self.shown.len() > 1 => _ = self.shown.remove(at),
            Some(_) => {}
            None => self.shown.push(chart),
        }
    }

    /// The charts that are shown, from top to bottom; where there is room for so many only, those that were chosen first.
    pub fn charts(&self, most: usize) -> Vec<Chart> {
        let mut charts: Vec<Chart> = self.shown.iter().copied().take(most.max(1)).collect();
        charts.sort_by_key(|chart| *chart as usize);
        charts
    }

    /// Whether a line is shown.
    pub fn has(&self, line: Line) -> bool {
        self.lines[line as usize]
    }

    /// Shows a line or leaves it out.
    pub fn toggle_line(&mut self, line: Line) {
        self.lines[line as usize] ^= true;
    }

    /// Shows other seeds from now on.
    pub fn show_seeds(&mut self) {
        self.lines[Line::Seeds as usize] = true;
    }

    /// Between which numbers other seeds are, if they are shown.
    pub fn spread(&self) -> Option<&Spread> {
        self.spread.as_ref().filter(|_| self.has(Line::Seeds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_that_were_chosen_first_have_the_room() {
        let mut view = ChartView::default();
        assert_eq!(view.charts(2), [Chart::Sparrows, Chart::Pests]);
        assert_eq!(view.charts(9), [Chart::Sparrows, Chart::Pests, Chart::StandingGrain, Chart::Harvest]);
        for chart in Chart::FIRST {
            view.toggle(chart);
        }
        assert_eq!(view.charts(9), [Chart::StandingGrain], "the last one stays");
        view.toggle(Chart::Leaf);
        assert_eq!(view.charts(9), [Chart::Leaf, Chart::StandingGrain]);
    }
}
