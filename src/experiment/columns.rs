//! The documentation of the columns, made from the tables themselves: `docs/COLUMNS.md`.

use std::fmt::Write;

use super::attribution::rows::PartRow;
use super::compare::rows::{DayOfVariant, DifferenceRow, YearRow};
use super::study::{
    county_panel::CountyRow, exclosure::ExclosureRow, national_record::RecordRow, sparrow_removal::RemovalRow,
};
use crate::record::harvest_table::HarvestLine;
use crate::record::series::DayRow;
use crate::record::table::{Column, Row, ValueKind};

const HEAD: &str = "\
# Columns of the output files

`sparrowfall run SCENARIO --out DIR` writes two tables, each as CSV and as Parquet with the same columns, and `run.ron`,
which repeats the run. The experiments write one table each, as CSV, `compare` three and `attribute` one, as CSV and
Parquet; `study.ron` beside them holds everything they depend on. This page is made from the program's own tables: run
`UPDATE_DOCS=1 cargo test --test columns` after a change.

A column's name ends with its unit: `_kg` kilograms, `_t` tonnes (1000 kg), `_c` degrees Celsius, `_sd` standard
deviations, `_ha` hectares, `_percent` percent (NaN for a crop that is not grown), `_per_m2` per square metre, `_per_ha`
per hectare. A name without a unit is a count (animals, eggs, days), a calendar year, a date, or a fraction from 0 to 1.
All numbers are sums over the whole landscape unless their unit says otherwise. Grain is in grain equivalent: 5 kg of
sweet potato count as 1 kg.

The yearly harvests are meant to be read as they are, so their numbers are rounded, here and in `years.csv`: tonnes to
three decimal places, that is, to the kilogram. The numbers in all other tables are exact. In CSV, dates are written as
1958-03-18 and numbers as the shortest decimals that read back as the same 64-bit number. In Parquet, dates are of type
DATE, counts INT64, numbers DOUBLE and names STRING; no value is missing. Each column's meaning is in the file's key-value
metadata as `column.NAME`, and so is where the file comes from. Those of a run have `sparrowfall.version`, `.scenario`,
`.seed`, `.first_day`, `.last_day`, `.state_hash`, and as `.run` the whole text of `run.ron`, with every parameter, the
campaign and the interventions: it tells apart runs that differ only in these, and, saved as a file, it repeats the run.
Those of a comparison or an attribution have `sparrowfall.version`, and as `.study` the whole text of `study.ron`.

What the window's charts are saved to as CSV has one row per day that is seen. Its columns are `date`, `campaign_effort`, and of
each chart that is shown the column of `daily.csv` that it is drawn from (of the harvest, `reaped_kg`), in the same numbers;
`without_campaign_` stands before those of the same run without the campaign, `lowest_of_seeds_` and `highest_of_seeds_` before
the ends of other seeds. A field is empty where there is no number.

These are the numbers of a simplified model. It shows how mechanisms combine; it is not evidence.

## Reading them

A spreadsheet opens the CSV files. In Python, with pandas (and pyarrow for Parquet):

```python
import pandas as pd

daily = pd.read_parquet(\"daily.parquet\")
daily[\"date\"] = pd.to_datetime(daily[\"date\"])  # pandas reads a DATE as a plain object
monthly = daily.set_index(\"date\")[\"sparrows\"].resample(\"MS\").mean()

daily = pd.read_csv(\"daily.csv\", parse_dates=[\"date\"])  # the same from CSV
```

In R, with the package arrow (not tried here), a DATE is a `Date` at once; from CSV it takes one more line:

```r
daily <- arrow::read_parquet(\"daily.parquet\")

daily <- read.csv(\"daily.csv\")
daily$date <- as.Date(daily$date)
```
";

const EFFECTS: &str = "
## effects.csv

`sparrowfall experiment sensitivity --out DIR`: one row per parameter, the most important first. `parameter` is its
path, `value` its value in the scenario, `least` and `most` its range, in its own unit. `mu_star_points` is the mean
size of its effect over that range, `mu_points` the mean with its sign (below 0: the larger it is, the larger the loss),
`sigma_points` the standard deviation; all in percentage points of the grain of 1959 to 1961.
";

/// The page.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    table(&mut page, "daily.csv, daily.parquet", "One row per day, at the end of the day.", DayRow::COLUMNS);
    table(
        &mut page,
        "harvests.csv, harvests.parquet",
        "One row per calendar year. `days` says how many days of the year the run has covered; a year with fewer days \
         than the calendar's is unfinished.",
        HarvestLine::COLUMNS,
    );
    let panel = "`sparrowfall experiment county-panel --out DIR`: one row per county, run and year.";
    table(&mut page, "counties.csv", panel, CountyRow::COLUMNS);
    let plots = "`sparrowfall experiment exclosure --out DIR`: one row per place and year under nets.";
    table(&mut page, "plots.csv", plots, ExclosureRow::COLUMNS);
    let removal = "`sparrowfall experiment sparrow-removal --out DIR`: one row per suitability. Numbers are means over \
                   its counties, in the years 1959 to 1961 unless the name says otherwise; changes are with the \
                   campaign against the same counties without it.";
    table(&mut page, "removal.csv", removal, RemovalRow::COLUMNS);
    let record =
        "`sparrowfall experiment national-record --scenario great_leap --out DIR`: one row per series and year.";
    table(&mut page, "record.csv", record, RecordRow::COLUMNS);
    page += EFFECTS;
    let years = "`sparrowfall compare … --out DIR`: one row per variant, seed and year.";
    table(&mut page, "years.csv, years.parquet", years, YearRow::COLUMNS);
    let days = "`sparrowfall compare … --out DIR`: one row per variant and day, over all seeds.";
    table(&mut page, "days.csv, days.parquet", days, DayOfVariant::COLUMNS);
    let differences = "`sparrowfall compare … --out DIR`: one row per variant but the last, measure and year, with its \
                       difference from the last.";
    table(&mut page, "differences.csv, differences.parquet", differences, DifferenceRow::COLUMNS);
    let parts = "`sparrowfall attribute … --out DIR`: one row per outcome and lever, with the lever's part of what all levers \
                 do together. Where people are not counted, the only outcome is `output`.";
    table(&mut page, "attribution.csv, attribution.parquet", parts, PartRow::COLUMNS);
    page
}

fn table(page: &mut String, files: &str, about: &str, columns: &[Column]) {
    let _ = write!(page, "\n## {files}\n\n{about}\n\n| column | holds | meaning |\n| --- | --- | --- |\n");
    for column in columns {
        let holds = match column.kind {
            ValueKind::Date => "date",
            ValueKind::Whole => "whole number",
            ValueKind::Number => "number",
            ValueKind::Text => "text",
        };
        let _ = writeln!(page, "| `{}` | {holds} | {} |", column.name, column.meaning);
    }
}
