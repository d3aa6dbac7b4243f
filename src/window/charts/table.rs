//! What is shown, as a table: the daily record's own columns of the days that are seen, with the twin's and the ends of other seeds
//! beside them.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use crate::record::csv::write_value;
use crate::record::series::DayRow;
use crate::record::table::{Row, Value};
use crate::window::live_run::displayed::TwinRun;

use super::charts_of::ChartsOf;
use super::series::Chart;
use super::view::{ChartView, Line, Shape};

/// Of the harvest, what was reaped on each day.
const REAPED: &str = "reaped_kg";

/// A column: its name, and its value on a day, if it has one.
type Column = (String, Box<dyn Fn(usize) -> Option<Value<'static>> + Send>);

/// The table as a CSV file, to be made later, of the days in the view's stretch of time, with an empty field where there is no number.
pub fn csv(of: &ChartsOf, view: &ChartView) -> impl FnOnce() -> io::Result<Vec<u8>> + Send + use<> {
    let run: Arc<[DayRow]> = of.record.days.iter().chain(of.ahead.days.iter().rev()).copied().collect();
    let lived = |twin: &TwinRun| twin.ahead.lived(&twin.record).copied().collect();
    let twin: Arc<[DayRow]> = of.twin_in(view).map_or_else(Arc::default, lived);
    let mut columns: Vec<Column> = vec![own("", &run, "date"), own("", &run, "campaign_effort")];
    let charts = match view.shape {
        Shape::OverTime => view.charts(usize::MAX),
        Shape::Plane => view.plane.into(),
    };
    for chart in charts {
        let column = chart.daily().map_or(REAPED, |daily| daily.column);
        if view.has(Line::Run) {
            columns.push(own("", &run, column));
        }
        if !twin.is_empty() {
            columns.push(own("without_campaign_", &twin, column));
        }
        if view.shape == Shape::OverTime {
            columns.extend(of_seeds(view, chart));
        }
    }
    let days = of.days_in(&of.span(view));
    move || text(&columns, days)
}

fn text(columns: &[Column], days: Range<usize>) -> io::Result<Vec<u8>> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| &**name).collect();
    let mut table = format!("{}\n", names.join(",")).into_bytes();
    for day in days {
        for (index, (_, value)) in columns.iter().enumerate() {
            if index > 0 {
                table.push(b',');
            }
            if let Some(value) = value(day) {
                write_value(&mut table, value)?;
            }
        }
        table.push(b'\n');
    }
    Ok(table)
}

/// A column of the record.
fn own(before: &str, rows: &Arc<[DayRow]>, name: &str) -> Column {
    let rows = rows.clone();
    let at = DayRow::COLUMNS.iter().position(|column| column.name == name);
    let value = move |day: usize| {
        let value = *rows.get(day)?.values().get(at?)?;
        Some(match value {
            Value::Date(date) => Value::Date(date),
            Value::Whole(number) => Value::Whole(number),
            Value::Number(number) => Value::Number(number),
            Value::Text(_) => return None,
        })
    };
    (format!("{before}{name}"), Box::new(value))
}

/// The ends of other seeds, with the campaign and without.
fn of_seeds(view: &ChartView, chart: Chart) -> Vec<Column> {
    let (Some(spread), Some((_, name))) = (view.spread(), chart.daily().and_then(|daily| daily.of_seeds)) else {
        return Vec::new();
    };
    let mut columns: Vec<Column> = Vec::new();
    for (world, without) in [(0, ""), (1, "without_campaign_")] {
        for (end, which) in [(0, "lowest"), (1, "highest")] {
            let Some(band) = spread.daily(world, chart).map(<[_]>::to_vec) else { continue };
            let value = move |day: usize| band.get(day).map(|ends| Value::Number(ends[end]));
            columns.push((format!("{which}_of_seeds_{without}{name}"), Box::new(value)));
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::csv;
    use crate::window::charts::made_up::MadeUp;
    use crate::window::charts::window::TimeWindow;

    /// The fields of a column.
    fn column(table: &str, name: &str) -> Vec<String> {
        let mut lines = table.lines().map(|line| line.split(',').map(String::from).collect::<Vec<_>>());
        let at = lines.next().unwrap().iter().position(|other| other == name).unwrap_or_else(|| panic!("{name}"));
        lines.map(|line| line[at].clone()).collect()
    }

    /// Contract: an exported table has the rows of the record, to the last digit: those of the run, also after the present day, and of
    /// the twin; of the days that are seen, and of the charts that are shown.
    #[test]
    fn an_exported_table_is_the_record() {
        let made_up = MadeUp::default();
        let mut view = ChartView::default();
        let exported = String::from_utf8(csv(&made_up.charts(), &view)().unwrap()).unwrap();
        let text = |rows: &[DayRow]| String::from_utf8(csv::text(rows).unwrap()).unwrap();
        let (run, twin) = (text(&made_up.all), text(&made_up.twin.record.days));
        for name in ["date", "sparrows_per_ha", "pests_per_m2", "standing_grain_kg", "reaped_kg"] {
            assert_eq!(column(&exported, name), column(&run, name));
            if name != "date" {
                assert_eq!(column(&exported, &format!("without_campaign_{name}"))[..700], column(&twin, name)[..700]);
            }
        }
        assert!(!exported.contains("leaf_kg"));
        view.toggle(Chart::Leaf);
        view.toggle(Chart::Pests);
        view.toggle_line(Line::Twin);
        view.window = TimeWindow::From(100.0, 50.0);
        let exported = String::from_utf8(csv(&made_up.charts(), &view)().unwrap()).unwrap();
        assert_eq!(column(&exported, "leaf_kg"), column(&run, "leaf_kg")[100..150]);
        assert!(!exported.contains("pests") && !exported.contains("without"));
    }
}
