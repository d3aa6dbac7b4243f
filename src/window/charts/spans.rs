//! When the campaign was on, read from the daily record.

use jiff::civil::Date;

use crate::record::series::DayRow;

/// An unbroken stretch of days on which the campaign was on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CampaignSpan {
    /// Its first day.
    pub first: Date,
    /// Its last day so far.
    pub last: Date,
    /// Birds actually killed in it.
    pub killed: u64,
    /// Birds that officials reported as killed in it.
    pub reported_killed: u64,
    /// Whether it was on the last day of the record.
    pub is_on: bool,
}

/// The spans of a record, in order.
pub fn campaign_spans<'a>(days: impl IntoIterator<Item = &'a DayRow>) -> Vec<CampaignSpan> {
    let mut spans: Vec<CampaignSpan> = Vec::new();
    let mut was_on = false;
    for row in days {
        let is_on = row.campaign_effort > 0.0;
        if is_on && !was_on {
            let (first, last) = (row.date, row.date);
            spans.push(CampaignSpan { first, last, killed: 0, reported_killed: 0, is_on: true });
        }
        if let Some(span) = spans.last_mut() {
            span.is_on = is_on;
            if is_on {
                span.last = row.date;
                span.killed += row.sparrows_killed;
                span.reported_killed += row.sparrows_reported_killed;
            }
        }
        was_on = is_on;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::test_support::rows;
    use jiff::civil::date;

    /// Rows from 1 January 1958 on with these efforts; on every day of the campaign 10 birds are killed and 15 reported.
    fn rows(efforts: &[f64]) -> Vec<DayRow> {
        rows::rows(date(1958, 1, 1), efforts.len(), |index, row| {
            row.campaign_effort = efforts[index];
            if efforts[index] > 0.0 {
                row.sparrows_killed = 10;
                row.sparrows_reported_killed = 15;
            }
        })
    }

    #[test]
    fn spans_begin_and_end_with_the_effort() {
        // Each stretch of days with effort is one span with its own dates and totals; only one that reaches the end is on.
        let spans = campaign_spans(&rows(&[0.0, 1.0, 0.5, 0.0, 0.0, 1.0]));
        assert_eq!(
            spans,
            [
                CampaignSpan {
                    first: date(1958, 1, 2),
                    last: date(1958, 1, 3),
                    killed: 20,
                    reported_killed: 30,
                    is_on: false
                },
                CampaignSpan {
                    first: date(1958, 1, 6),
                    last: date(1958, 1, 6),
                    killed: 10,
                    reported_killed: 15,
                    is_on: true
                },
            ]
        );
    }

    #[test]
    fn without_effort_there_is_no_span() {
        // A record without the campaign, or without any days, has no span.
        assert!(campaign_spans(&[]).is_empty());
        assert!(campaign_spans(&rows(&[0.0; 5])).is_empty());
    }

    #[test]
    fn a_campaign_from_the_first_day_begins_there() {
        // A span does not need a day before it.
        assert_eq!(campaign_spans(&rows(&[1.0, 1.0])).len(), 1);
    }
}
