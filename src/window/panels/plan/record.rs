//! The national record of those years beside the run: a small chart for each series, on axes that are the same for every run.

use std::ops::RangeInclusive;

use bevy_egui::egui::{
    Align, Align2, Color32, Label, Layout, Painter, Rect, RichText, ScrollArea, Sense, Shape, Stroke, Ui, WidgetInfo,
    WidgetType, pos2, vec2,
};

use crate::record::history::{NationalSeries, SeriesDescription};
use crate::record::series::HarvestRow;
use crate::scenario::sources::Standing;
use crate::window::language::{documented, tr};
use crate::window::live_run::displayed::Displayed;

use super::super::theme::{self, GRAIN, GRAIN_EDGE, INK, SMALL, SOFT_INK, font};

/// The years of the axis.
const YEARS: RangeInclusive<u64> = 1957..=1965;
/// Size of a chart: at least so wide, and so high.
const LEAST_WIDTH: f32 = 330.0;
const HEIGHT: f32 = 128.0;
/// Space for the numbers beside the axis, and for the years below it.
const LEFT: f32 = 40.0;
const BELOW: f32 = 18.0;
const DOT: f32 = 4.0;

/// Shows all series.
pub fn show(ui: &mut Ui, displayed: &Displayed) {
    let whole: Vec<&HarvestRow> = displayed.record.harvests.iter().filter(|year| year.is_whole_year()).collect();
    ScrollArea::vertical().id_salt("record").auto_shrink(false).show(ui, |ui| {
        ui.add(Label::new(RichText::new(tr!("record-what-it-shows")).size(SMALL).color(INK)).wrap());
        ui.add_space(4.0);
        let columns = ((ui.available_width() / LEAST_WIDTH) as usize).max(1);
        for series in NationalSeries::ALL.chunks(columns) {
            ui.columns(columns, |columns| {
                for (ui, series) in columns.iter_mut().zip(series) {
                    // Columns would spread the words of a line over its width.
                    ui.with_layout(Layout::top_down(Align::LEFT), |ui| chart(ui, *series, &whole));
                }
            });
        }
    });
}

/// The values on the axis of a series.
fn axis(series: NationalSeries) -> RangeInclusive<f64> {
    match series {
        NationalSeries::Output | NationalSeries::Area | NationalSeries::Yield => 60.0..=130.0,
        NationalSeries::Procurement => 0.0..=0.5,
        NationalSeries::Reports => 0.8..=2.2,
        NationalSeries::NetExport => -10.0..=10.0,
        NationalSeries::OfficialDeaths | NationalSeries::AdjustedDeaths => 0.0..=60.0,
        NationalSeries::CountryDeaths => 0.5..=3.0,
    }
}

fn chart(ui: &mut Ui, series: NationalSeries, whole: &[&HarvestRow]) {
    let about = series.describe();
    let model = model(series, whole);
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.add(Label::new(documented(about.title)).wrap());
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, in_words(&about, &model)));
        draw(ui.painter(), rect, &about, axis(series), &model);
        let (role, source) = (documented(about.role.name()), documented(about.source));
        let source = tr!("record-source", role = role, source = source, standings = tags(&about));
        ui.add(Label::new(RichText::new(source).size(SMALL).color(SOFT_INK)).wrap());
    });
}

/// The standings of a series' figures.
fn tags(about: &SeriesDescription) -> String {
    let mut tags: Vec<_> = about.figures.iter().map(|(.., standing)| standing.tag()).collect();
    tags.sort_unstable();
    tags.dedup();
    tags.concat()
}

/// The whole years of the run, from 1957 on.
fn model(series: NationalSeries, whole: &[&HarvestRow]) -> Vec<(u64, f64)> {
    let Some(first) = whole.first().filter(|first| first.year == *YEARS.start()) else { return Vec::new() };
    whole.iter().map(|row| (row.year, series.of(first, row))).filter(|(_, value)| value.is_finite()).collect()
}

/// What the picture shows, for those who cannot see it.
fn in_words(about: &SeriesDescription, model: &[(u64, f64)]) -> String {
    let record = about.figures.iter().map(|(year, figure, standing)| {
        let figure = figure.to_string();
        match standing {
            Standing::Unverified => tr!("record-unverified-figure", year = *year, figure = figure),
            _ => tr!("record-figure", year = *year, figure = figure),
        }
    });
    let model = model.iter().map(|(year, value)| tr!("record-figure", year = *year, figure = format!("{value:.2}")));
    let list = |values: Vec<String>| if values.is_empty() { tr!("record-none-yet") } else { values.join(", ") };
    let (record, model) = (list(record.collect()), list(model.collect()));
    tr!("record-in-words", title = documented(about.title), record = record, model = model)
}

fn draw(painter: &Painter, all: Rect, about: &SeriesDescription, axis: RangeInclusive<f64>, model: &[(u64, f64)]) {
    let plot = Rect::from_min_max(all.min + vec2(LEFT, 6.0), all.max - vec2(8.0, BELOW));
    let years = (*YEARS.end() - *YEARS.start()) as f32;
    let at = |year: u64, value: f64| {
        let along = (year as f32 - *YEARS.start() as f32) / years;
        let up = ((value - axis.start()) / (axis.end() - axis.start())).clamp(0.0, 1.0) as f32;
        pos2(plot.left() + along * plot.width(), plot.bottom() - up * plot.height())
    };
    let line = Stroke::new(1.0, SOFT_INK.gamma_multiply(0.35));
    for value in [*axis.start(), 0.5 * (axis.start() + axis.end()), *axis.end()] {
        let y = at(*YEARS.start(), value).y;
        painter.hline(plot.x_range(), y, line);
        let word = (100.0 * value).round() / 100.0;
        painter.text(pos2(plot.left() - 8.0, y), Align2::RIGHT_CENTER, word, font(SMALL), *SOFT_INK);
    }
    for year in YEARS.step_by(2) {
        let below = pos2(at(year, *axis.start()).x, plot.bottom() + 4.0);
        painter.text(below, Align2::CENTER_TOP, year, font(SMALL), *SOFT_INK);
    }
    let points: Vec<_> =
        model.iter().filter(|(year, _)| YEARS.contains(year)).map(|(year, value)| at(*year, *value)).collect();
    painter.add(Shape::line(points.clone(), Stroke::new(2.0, GRAIN_EDGE)));
    for point in points {
        painter.circle(point, DOT, GRAIN, Stroke::new(1.0, GRAIN_EDGE));
    }
    for (year, figure, standing) in about.figures {
        let width = if *standing == Standing::Unverified { 1.0 } else { 2.0 };
        painter.circle(at(*year, *figure), DOT + 2.0, Color32::TRANSPARENT, Stroke::new(width, INK));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: every figure of the record lies on its chart.
    #[test]
    fn all_of_the_record_is_on_the_axes() {
        for series in NationalSeries::ALL {
            let figures = series.describe().figures;
            assert!(figures.iter().all(|(year, figure, _)| YEARS.contains(year) && axis(*series).contains(figure)));
        }
    }

    /// Contract: only whole years from 1957 on are compared, and words tell what the picture shows.
    #[test]
    fn only_whole_years_are_compared() {
        let year = |year, reaped_kg| HarvestRow { reaped_kg, cropped_ha: 1.0, days: 365, ..HarvestRow::empty(year) };
        let (first, second) = (year(1957, 200.0), year(1958, 150.0));
        assert_eq!(model(NationalSeries::Output, &[&first, &second]), [(1957, 100.0), (1958, 75.0)]);
        assert_eq!(model(NationalSeries::Output, &[&second]), []);
        assert_eq!(model(NationalSeries::CountryDeaths, &[&first]), []);
        let words = in_words(&NationalSeries::Reports.describe(), &[(1957, 1.0)]);
        assert!(words.ends_with("Record: 1958: 1.9. Model: 1957: 1.00."), "{words}");
        let words = in_words(&NationalSeries::Procurement.describe(), &[]);
        assert!(words.contains("1957: 0.236 (not verified), 1958: 0.259,"), "{words}");
    }
}
