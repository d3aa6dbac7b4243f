//! The diary of an agent: what happened to its animals, in plain words. Every line comes from the model's own count of that day.

use jiff::civil::Date;

use crate::ecology::flows::DemographicEvent::{self, *};
use crate::ecology::followed::{AgentDay, Animals};
use crate::ecology::pest::Band;
use crate::ecology::sparrow::Flock;
use crate::output::words::count;
use crate::window::language::tr;

use super::meals::of_stretch;
use super::unseen::not_seen;
use super::words::all_or_some;

/// What a line is about, for its picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Birds and their broods.
    Bird,
    /// Pests.
    Insect,
    /// Grain.
    Grain,
    /// Leaf and weed seed.
    Leaf,
    /// The campaign.
    Campaign,
    /// Days of which nothing is known.
    Unknown,
}

/// A line of the diary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The number of days simulated up to its last day.
    pub day: u32,
    /// Its last day.
    pub date: Date,
    /// What it is about.
    pub mark: Mark,
    /// What happened.
    pub title: String,
    /// More of it; may be empty.
    pub detail: String,
}

impl Line {
    /// A line of one day.
    pub fn new(day: &AgentDay, mark: Mark, title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { day: day.day, date: day.date, mark, title: title.into(), detail: detail.into() }
    }
}

/// The diary of some days up to the present one, which has a number and a date, newest first. A line tells of days between them, and up
/// to the present one, that have not been seen.
pub fn diary<'a>(days: impl Iterator<Item = &'a AgentDay>, today: Option<(u32, Date)>) -> Vec<Line> {
    let (mut lines, mut stretch, mut before) = (Vec::new(), Vec::<&AgentDay>::new(), None::<&AgentDay>);
    for day in days {
        if let Some(line) = before.replace(day).and_then(|before| not_seen(before, (day.day - 1, day.date))) {
            lines.extend(of_stretch(&std::mem::take(&mut stretch)));
            lines.push(line);
        }
        // Without events, a line tells what was eaten in a month.
        if stretch.last().is_some_and(|last| last.date.month() != day.date.month()) {
            lines.extend(of_stretch(&std::mem::take(&mut stretch)));
        }
        stretch.push(day);
        let events = events(day);
        if !events.is_empty() {
            lines.extend(of_stretch(&std::mem::take(&mut stretch)));
            lines.extend(events);
        }
    }
    lines.extend(of_stretch(&stretch));
    // After its end there is nothing to see.
    let lives = before.filter(|last| last.end.is_some());
    lines.extend(lives.zip(today).and_then(|(last, today)| not_seen(last, today)));
    lines.reverse();
    lines
}

fn events(day: &AgentDay) -> Vec<Line> {
    match (&day.before, &day.after) {
        (Animals::Flock(before), Animals::Flock(after)) => of_flock(day, before, after),
        (Animals::Band(before), Animals::Band(after)) => of_band(day, before, after),
        _ => Vec::new(),
    }
}

/// How many of its animals something happened to.
pub fn counted(day: &AgentDay, event: DemographicEvent) -> u64 {
    day.counts.get(event)
}

fn of_flock(day: &AgentDay, before: &Flock, after: &Flock) -> Vec<Line> {
    let mut lines = Vec::new();
    let birds = u64::from(before.birds());
    let [killed, died, destroyed] = [BirdsKilled, BirdsDied, NestYoungDestroyed].map(|event| counted(day, event));
    if let Some(who) = all_or_some(killed, birds) {
        let (some, all) = (count(killed), count(birds));
        let title = match day.is_drive {
            true => tr!("follow-birds-killed-in-drive", who = who, some = some, all = all),
            false => tr!("follow-birds-killed", who = who, some = some, all = all),
        };
        lines.push(Line::new(day, Mark::Campaign, title, ""));
    }
    if destroyed > 0 {
        let title = match before.brood.hatched {
            true => tr!("follow-nestlings-destroyed", nestlings = destroyed, count = count(destroyed)),
            false => tr!("follow-eggs-destroyed", eggs = destroyed, count = count(destroyed)),
        };
        lines.push(Line::new(day, Mark::Campaign, title, ""));
    }
    let left = birds - killed;
    if let Some(who) = all_or_some(died, left) {
        let title = tr!("follow-birds-died", who = who, some = count(died), all = count(left));
        let is_hungry = after.condition.0 < 0.5;
        let detail = if is_hungry { tr!("follow-died-of-hunger") } else { tr!("follow-died-otherwise") };
        lines.push(Line::new(day, Mark::Bird, title, detail));
    }
    lines.extend(of_brood(day, before, after));
    if before.home != after.home {
        let [from, to] = [before.home, after.home].map(|home| count(home.into()));
        let detail = tr!("follow-moved-house-detail", from = from, to = to);
        lines.push(Line::new(day, Mark::Bird, tr!("follow-moved-house"), detail));
    }
    lines.extend(of_others(day, Mark::Bird));
    lines
}

/// What happened in the nests.
fn of_brood(day: &AgentDay, before: &Flock, after: &Flock) -> Vec<Line> {
    let mut lines = Vec::new();
    let line = |title: String, detail: String| Line::new(day, Mark::Bird, title, detail);
    let [lost, fledged, laid] = [NestYoungDied, Fledged, BirdEggsLaid].map(|event| counted(day, event));
    let young = u64::from(before.brood.young) - counted(day, NestYoungDestroyed);
    let [is_egg, is_over] =
        [!before.brood.hatched, after.brood.young == 0 || after.brood.hatched != before.brood.hatched];
    let has_parents = before.birds() > 0;
    let who = all_or_some(lost, young);
    if !has_parents {
        if let Some(who) = who {
            let title = match is_egg {
                true => tr!("follow-eggs-died", who = who, some = count(lost), all = count(young)),
                false => tr!("follow-nestlings-died", who = who, some = count(lost), all = count(young)),
            };
            lines.push(line(title, tr!("follow-no-parents")));
        }
    } else if is_egg && young > 0 && is_over {
        let title = match u64::from(if after.brood.hatched { after.brood.young } else { 0 }) {
            0 => tr!("follow-none-hatched", eggs = young, count = count(young)),
            hatched => tr!("follow-hatched", eggs = hatched, count = count(hatched), all = count(young)),
        };
        lines.push(line(title, String::new()));
    } else if fledged > 0 {
        let stayed = u64::from(after.birds()) + counted(day, BirdsKilled) + counted(day, BirdsDied);
        let left = fledged.saturating_sub(stayed.saturating_sub(before.birds().into()));
        let detail = match (lost, left) {
            (0, 0) => String::new(),
            (lost, 0) => tr!("follow-fledged-lost", lost = count(lost)),
            (0, left) => tr!("follow-fledged-left", left = count(left)),
            (lost, left) => tr!("follow-fledged-lost-and-left", lost = count(lost), left = count(left)),
        };
        lines.push(line(tr!("follow-fledged", count = count(fledged)), detail));
    } else if !is_egg && young > 0 && !after.brood.hatched {
        lines.push(line(tr!("follow-none-fledged", nestlings = young, count = count(young)), String::new()));
    } else if let Some(who) = who {
        let title = tr!("follow-nestlings-starved", who = who, some = count(lost), all = count(young));
        lines.push(line(title, tr!("follow-brought-too-little")));
    }
    if laid > 0 {
        lines.push(line(tr!("follow-laid", eggs = laid, count = count(laid)), String::new()));
    }
    lines
}

/// What others of its kind, birds or insects, brought and took.
fn of_others(day: &AgentDay, kind: Mark) -> Vec<Line> {
    let (is_bird, after) = (kind == Mark::Bird, day.after.number());
    let Some(end) = &day.end else {
        let [title, told] = match is_bird {
            true => {
                [tr!("follow-joined-flock"), tr!("follow-joined-flock-detail", birds = after, count = count(after))]
            }
            false => {
                [tr!("follow-joined-band"), tr!("follow-joined-band-detail", animals = after, count = count(after))]
            }
        };
        return day.host.map(|_| Line::new(day, kind, title, told)).into_iter().collect();
    };
    let (more, fewer) = (end.number().saturating_sub(after), after.saturating_sub(end.number()));
    let mut lines = Vec::new();
    if more > 0 {
        let title = match is_bird {
            true => tr!("follow-birds-came", birds = more, count = count(more)),
            false => tr!("follow-animals-came", animals = more, count = count(more)),
        };
        lines.push(Line::new(day, kind, title, ""));
    }
    if fewer > 0 {
        let title = match is_bird {
            true => tr!("follow-birds-left", birds = fewer, count = count(fewer)),
            false => tr!("follow-animals-left", animals = fewer, count = count(fewer)),
        };
        lines.push(Line::new(day, kind, title, ""));
    }
    lines
}

fn of_band(day: &AgentDay, before: &Band, after: &Band) -> Vec<Line> {
    let mut lines = Vec::new();
    if before.stage.moults < after.stage.moults && after.count > 0 {
        let title = tr!("follow-moulted", moults = after.stage.moults);
        let detail = if after.stage.is_adult() { tr!("follow-can-fly") } else { String::new() };
        lines.push(Line::new(day, Mark::Insect, title, detail));
    }
    let swarms = [before, after].map(Band::swarms);
    if swarms[0] != swarms[1] && after.count > 0 {
        lines.push(match swarms[1] {
            true => Line::new(day, Mark::Insect, tr!("follow-swarms"), tr!("follow-swarms-detail")),
            false => Line::new(day, Mark::Insect, tr!("follow-scatters"), ""),
        });
    }
    if after.count == 0 {
        let eaten = counted(day, PestsEatenByBirds);
        let title = if eaten >= before.count.into() { tr!("follow-last-eaten") } else { tr!("follow-last-died") };
        let left = u64::from(before.count);
        let detail = tr!("follow-were-left", animals = left, count = count(left));
        lines.push(Line::new(day, Mark::Insect, title, detail));
    }
    lines.extend(of_others(day, Mark::Insect));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecology::followed::Meal;
    use crate::window::follow::made_up::{band, day_of_band, day_of_flock, flock};
    use crate::window::follow::words::end;

    fn told(day: &AgentDay) -> String {
        let lines = events(day).into_iter().map(|line| format!("{}|{}", line.title, line.detail));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Contract: the line says who, how many of how many, and by what, for the drive, the everyday killing, and all other deaths.
    #[test]
    fn each_death_has_its_cause() {
        let of = |birds: [u16; 2], counts: &[(DemographicEvent, u64)], is_drive: bool| {
            let mut day = day_of_flock(flock(birds[0]), flock(birds[1]), counts);
            day.is_drive = is_drive;
            told(&day)
        };
        assert_eq!(of([12, 7], &[(BirdsKilled, 5)], true), "5 of its 12 birds killed in the campaign’s drive|");
        assert_eq!(of([12, 11], &[(BirdsKilled, 1)], false), "1 of its 12 birds killed by the campaign|");
        assert_eq!(of([12, 0], &[(BirdsKilled, 12)], true), "All 12 birds killed in the campaign’s drive|");
        assert_eq!(of([1, 0], &[(BirdsKilled, 1)], true), "Its last bird killed in the campaign’s drive|");
        let other = "Not of hunger; the model tells no closer cause.";
        assert_eq!(of([12, 10], &[(BirdsDied, 2)], false), format!("2 of its 12 birds died|{other}"));
        // Those who were killed first do not die again.
        let both = of([12, 8], &[(BirdsKilled, 3), (BirdsDied, 1)], true);
        assert_eq!(both, format!("3 of its 12 birds killed in the campaign’s drive|\n1 of its 9 birds died|{other}"));
        let mut hungry = day_of_flock(flock(3), flock(2), &[(BirdsDied, 1)]);
        if let Animals::Flock(flock) = &mut hungry.after {
            flock.condition.0 = 0.3;
        }
        assert_eq!(told(&hungry), "1 of its 3 birds died|Food was short.");
    }

    /// Contract: eggs and nestlings are told from laying to leaving, with what was lost.
    #[test]
    fn a_brood_is_told_from_egg_to_flight() {
        let nest = |birds: u16, young: u16, hatched: bool| {
            let mut flock = flock(birds);
            (flock.brood.young, flock.brood.hatched) = (young, hatched);
            flock
        };
        let of = |before: Flock, after: Flock, counts: &[(DemographicEvent, u64)]| {
            told(&day_of_flock(before, after, counts))
        };
        assert_eq!(of(flock(8), nest(8, 1, false), &[(BirdEggsLaid, 1)]), "Laid 1 egg|");
        assert_eq!(of(flock(8), nest(8, 22, false), &[(BirdEggsLaid, 22)]), "Laid 22 eggs|");
        let hatches = of(nest(8, 22, false), nest(8, 14, true), &[(NestYoungDied, 8)]);
        assert_eq!(hatches, "14 eggs hatched of 22|");
        assert_eq!(of(nest(8, 3, false), flock(8), &[(NestYoungDied, 3)]), "None of 3 eggs hatched|");
        let starve = of(nest(8, 14, true), nest(8, 11, true), &[(NestYoungDied, 3)]);
        assert_eq!(starve, "3 of its 14 nestlings starved|They were brought too little.");
        assert_eq!(of(nest(0, 2, true), flock(0), &[(NestYoungDied, 2)]), "All 2 nestlings died|No parents were left.");
        let destroyed = of(nest(8, 14, true), nest(8, 13, true), &[(NestYoungDestroyed, 1)]);
        assert_eq!(destroyed, "The campaign destroyed 1 nestling|");
        let destroyed = of(nest(8, 14, false), nest(8, 12, false), &[(NestYoungDestroyed, 2)]);
        assert_eq!(destroyed, "The campaign destroyed 2 eggs|");
        let fledge = of(nest(8, 11, true), flock(12), &[(NestYoungDied, 2), (Fledged, 9)]);
        assert_eq!(fledge, "9 young fledged|2 of the brood did not live; 5 left to form other flocks.");
        assert_eq!(of(nest(8, 1, true), flock(9), &[(Fledged, 1)]), "1 young fledged|");
        assert_eq!(of(nest(8, 2, true), flock(8), &[(NestYoungDied, 2)]), "None of 2 nestlings fledged|");
        // One of the grown birds was killed on the same day.
        let fledge = of(nest(8, 3, true), flock(10), &[(Fledged, 3), (BirdsKilled, 1)]);
        assert!(fledge.ends_with("3 young fledged|"), "{fledge}");
    }

    /// Contract: a flock that moves house, takes others in, or joins another says so.
    #[test]
    fn moving_and_merging_are_told() {
        let moved = day_of_flock(flock(4), Flock { home: 1234, ..flock(4) }, &[]);
        assert_eq!(told(&moved), "Moved house|From field 7 to field 1,234, where more nest sites are free.");
        let mut day = day_of_flock(flock(4), flock(4), &[]);
        day.end = Some(Animals::Flock(flock(7)));
        assert_eq!(told(&day), "3 birds of another flock joined it|");
        day.end = Some(Animals::Flock(flock(3)));
        assert_eq!(told(&day), "1 bird left it for another flock|");
        (day.end, day.host) = (None, Some(day.id));
        assert_eq!(told(&day), "Joined another flock|Its 4 birds live on there.");
        assert_eq!(end(&day).as_deref(), Some("24 April 1958: joined another flock"));
        let mut day = day_of_band(band(1, 3), band(1, 3), &[]);
        (day.end, day.host) = (None, Some(day.id));
        assert_eq!(told(&day), "Joined another band|Its last animal lives on there.");
        assert_eq!(end(&day).as_deref(), Some("24 April 1958: joined another band"));
    }

    /// Contract: the end of an agent is one plain line with its cause, and while it lives there is none.
    #[test]
    fn an_end_is_one_plain_line() {
        let of = |birds: u16, counts: &[(DemographicEvent, u64)], is_drive: bool| {
            let mut day = day_of_flock(flock(birds), flock(0), counts);
            (day.end, day.is_drive) = (None, is_drive);
            end(&day).unwrap()
        };
        assert_eq!(of(5, &[(BirdsKilled, 5)], true), "24 April 1958: killed in the campaign’s drive");
        assert_eq!(of(5, &[(BirdsKilled, 5)], false), "24 April 1958: killed by the campaign");
        assert_eq!(of(1, &[(BirdsDied, 1)], false), "24 April 1958: died");
        assert_eq!(of(2, &[(BirdsDied, 2)], false), "24 April 1958: the last of its birds died");
        assert_eq!(of(0, &[(NestYoungDied, 2)], false), "24 April 1958: the last of its brood died without parents");
        let of = |counts: &[(DemographicEvent, u64)]| {
            let mut day = day_of_band(band(3, 2), band(0, 2), counts);
            day.end = None;
            (told(&day), end(&day).unwrap())
        };
        let eaten = ("The last were eaten by birds|3 were left.".into(), "24 April 1958: eaten by birds".into());
        assert_eq!(of(&[(PestsEatenByBirds, 3)]), eaten);
        let died = ("The last died|3 were left.".into(), "24 April 1958: the last of them died".into());
        assert_eq!(of(&[(PestsEatenByBirds, 1), (PestsDied, 2)]), died);
        assert_eq!(told(&day_of_band(band(1, 2), band(0, 2), &[(PestsDied, 1)])), "The last died|1 was left.");
        assert_eq!(end(&day_of_flock(flock(5), flock(5), &[])), None);
    }

    #[test]
    fn a_band_grows_up_and_swarms() {
        assert_eq!(told(&day_of_band(band(9, 1), band(9, 2), &[])), "Moulted to the third instar|");
        assert_eq!(told(&day_of_band(band(9, 4), band(9, 5), &[])), "Moulted to adults|They can fly.");
        let swarming = Band { phase: 0.6, ..band(9, 5) };
        assert!(told(&day_of_band(band(9, 5), swarming, &[])).starts_with("Began to swarm|"));
        assert!(told(&day_of_band(swarming, band(9, 5), &[])).starts_with("Began to scatter|"));
    }

    /// Contract: what is eaten is told in stretches that end with an event or a month, newest first; days that were jumped over are owned up to.
    #[test]
    fn the_diary_has_a_line_for_each_stretch_and_each_event() {
        let meal = |grain_kg: f64, brought: f64| Meal { grain_kg, brought, pests: 0.5 * brought, ..Meal::default() };
        let day = |number: u32, meal: Meal, counts: &[(DemographicEvent, u64)]| {
            let mut before = flock(10);
            (before.brood.young, before.brood.hatched) = if meal.brought > 0.0 { (4, true) } else { (0, false) };
            let date = jiff::civil::date(1958, 3, 25) + jiff::ToSpan::days(i64::from(number) - 1);
            AgentDay { day: number, date, meal, ..day_of_flock(before, before, counts) }
        };
        let mut days: Vec<_> = (1..=13).map(|number| day(number, meal(0.05, 0.0), &[])).collect();
        days[11] = day(12, meal(0.05, 0.0), &[(BirdsKilled, 2)]);
        days.push(day(20, meal(0.05, 30.0), &[]));
        days.push(day(21, meal(0.05, 50.0), &[]));
        let lines = diary(days.iter(), Some((21, days[14].date)));
        let titles: Vec<_> = lines.iter().map(|line| (line.date.day(), line.title.as_str())).collect();
        let expected = [
            (14, "Fed 4 nestlings"),
            (13, "6 days not seen"),
            (6, "Ate mostly grain"),
            (5, "2 of its 10 birds killed by the campaign"),
            (5, "Ate mostly grain"),
            (31, "Ate mostly grain"),
        ];
        assert_eq!(titles, expected);
        assert_eq!(lines[0].detail, "80 insects brought since 13 April, 40 of them pests.");
        assert_eq!(lines[5].detail, "5.00 g a bird and day since 25 March.");
        let unseen = "The run has jumped over 7 April 1958 to 12 April 1958. Play from an earlier day to see them.";
        assert_eq!(lines[1].detail, unseen);
        assert!(diary([].iter(), Some((21, days[14].date))).is_empty());
    }

    #[test]
    fn a_band_takes_what_it_eats_and_cuts() {
        let mut day =
            day_of_band(band(900, 5), band(870, 5), &[(PestsEatenByBirds, 20), (PestsDied, 10), (EggsLaid, 1)]);
        day.meal = Meal { leaf_kg: 0.4, grain_kg: 0.1, ..Meal::default() };
        let lines = diary([day].iter(), None);
        assert_eq!(lines[0].title, "Took 500 g, mostly leaf");
        assert_eq!(lines[0].detail, "Birds ate 20 of them; 10 died otherwise; laid 1 egg.");
    }
}
