//! Days of an agent that nobody has seen, because the run has jumped over them.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::ecology::followed::AgentDay;
use crate::output::words::count;
use crate::window::language::tr;
use crate::window::panels::words::long_date;

use super::diary::{Line, Mark};

/// That some days have not been seen: those after one of the diary, up to another that has this number, and which they are. The line is
/// under a date.
pub fn not_seen(before: &AgentDay, (last, date): (u32, Date)) -> Option<Line> {
    let days = last.checked_sub(before.day).filter(|days| *days > 0)?;
    let [first, last] = [1, days].map(|later| long_date(before.date.saturating_add(i64::from(later).days())));
    let title = tr!("follow-not-seen", days = days, count = count(days.into()));
    let detail = match days {
        1 => tr!("follow-day-not-seen-detail", day = first),
        _ => tr!("follow-days-not-seen-detail", first = first, last = last),
    };
    Some(Line { day: before.day + days, date, mark: Mark::Unknown, title, detail })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::follow::diary::diary;
    use crate::window::follow::made_up::{day_of_flock, flock};

    /// Contract: up to the present day too, to which the run may have jumped without living one, the diary says how many days have not
    /// been seen, and which; not after the agent's end.
    #[test]
    fn a_jump_onto_a_kept_day_is_told() {
        let day = day_of_flock(flock(10), flock(10), &[]);
        let today = |later: i64| Some((day.day + later as u32, day.date + later.days()));
        let told = |day: &AgentDay, later| {
            let lines = diary([day.clone()].iter(), today(later));
            lines.into_iter().map(|line| (line.day, line.title, line.detail)).collect::<Vec<_>>()
        };
        assert_eq!(told(&day, 0).len(), 1);
        let (number, title, detail) = told(&day, 1).remove(0);
        assert_eq!((number, title.as_str()), (25, "1 day not seen"));
        assert_eq!(detail, "The run has jumped over 25 April 1958. Play from an earlier day to see it.");
        let (number, title, detail) = told(&day, 29).remove(0);
        assert_eq!((number, title.as_str()), (53, "29 days not seen"));
        assert!(detail.contains("25 April 1958 to 23 May 1958"), "{detail}");
        assert_eq!(told(&AgentDay { end: None, ..day.clone() }, 29).len(), 1);
    }
}
