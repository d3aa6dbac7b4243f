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
            spans.push(CampaignSpan { first, last, is_on: true });
        }
        if let Some(span) = spans.last_mut() {
            span.is_on = is_on;
            if is_on {
                span.last = row.date;
            }
        }
        was_on = is_on;
    }
    spans
}

/// What there was of them up to a day, with that day.
pub fn up_to(spans: &[CampaignSpan], today: Date) -> Vec<CampaignSpan> {
    let begun = spans.iter().filter(|span| span.first <= today);
    begun
        .map(|span| match span.last < today {
            true => CampaignSpan { is_on: false, ..*span },
            false => CampaignSpan { last: today, is_on: true, ..*span },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::test_support::rows;
    use jiff::civil::date;

    /// Rows from 1 January 1958 on with these efforts.
    fn rows(efforts: &[f64]) -> Vec<DayRow> {
        rows::rows(date(1958, 1, 1), efforts.len(), |index, row| row.campaign_effort = efforts[index])
    }

    #[test]
    fn spans_begin_and_end_with_the_effort() {
        // Each stretch of days with effort is one span with its own dates; only one that reaches the end is on.
        let spans = campaign_spans(&rows(&[0.0, 1.0, 0.5, 0.0, 0.0, 1.0]));
        let span = |first, last, is_on| CampaignSpan { first: date(1958, 1, first), last: date(1958, 1, last), is_on };
        assert_eq!(spans, [span(2, 3, false), span(6, 6, true)]);
    }

    #[test]
    fn spans_up_to_a_day_are_those_of_the_days_up_to_it() {
        let rows = rows(&[0.0, 1.0, 0.5, 0.0, 0.0, 1.0, 1.0, 0.0]);
        let all = campaign_spans(&rows);
        for days in 1..=rows.len() {
            assert_eq!(up_to(&all, rows[days - 1].date), campaign_spans(&rows[..days]), "{days} days");
        }
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
