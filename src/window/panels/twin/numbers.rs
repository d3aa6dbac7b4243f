//! What differs between the run and the same land without the campaign, in plain numbers.

use bevy_egui::egui::{Align2, Label, RichText, Sense, Separator, Ui, WidgetInfo, WidgetType, vec2};

use crate::output::words::number;
use crate::record::Record;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::twin::TwinState;
use crate::window::panels::differs::{Differs, rounded};
use crate::window::panels::theme::{self, INK, SMALL, SOFT_INK, Token, font, semibold};
use crate::window::panels::words::long_date;

/// Where there is less height than this, they are smaller, and come first, so that they need not scroll.
const LOW: f32 = 300.0;

/// A number of both worlds.
struct Row {
    name: String,
    unit: String,
    /// With the campaign, and without.
    values: [f64; 2],
    /// What less of it is called: `fewer` or `less`, a name by which the message chooses.
    less: &'static str,
}

/// What differs, in plain numbers: with, without, difference.
pub fn numbers(ui: &mut Ui, displayed: &Displayed) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let rows = rows(displayed);
    let is_low = ui.clip_rect().height() < LOW;
    if !is_low || rows.is_empty() {
        theme::card().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.add(Label::new(identical_until(displayed)).wrap());
        });
    }
    if rows.is_empty() {
        return;
    }
    match in_lines(ui, &rows).filter(|_| is_low) {
        Some(places) => lines(ui, &rows, places),
        None => table(ui, rows, is_low),
    }
    if is_low {
        ui.add_space(4.0);
        ui.add(Label::new(RichText::new(identical_until(displayed)).size(SMALL).color(SOFT_INK)).wrap());
    }
}

/// Height of a row in one line.
const LINE: f32 = 21.0;
/// The least space between its columns, and that between a name and its unit.
const GAP: f32 = 4.0;

/// Where the numbers with and without the campaign begin, right of the names, if each row has room in one line: on any day, so that
/// nothing jumps.
fn in_lines(ui: &Ui, rows: &[Row]) -> Option<[f32; 2]> {
    let wide = |words: String, font| ui.painter().layout_no_wrap(words, font, *INK).size().x;
    let widest = |words: &mut dyn Iterator<Item = f32>| words.fold(0.0, f32::max);
    let bold = || semibold(SMALL);
    let name =
        widest(&mut rows.iter().map(|row| wide(row.name.clone(), bold()) + GAP + wide(row.unit.clone(), font(SMALL))));
    let number = wide("88,888".into(), bold());
    let [with, alone] =
        [tr!("twin-column-with"), tr!("twin-column-without")].map(|word| wide(word, bold()).max(number));
    let of_difference = [tr!("twin-column-difference"), tr!("twin-about-the-same"), tr!("twin-none-without")];
    let difference = widest(&mut of_difference.into_iter().map(|words| wide(words, bold())));
    let free = (ui.available_width() - name - with - alone - difference) / 3.0;
    (free >= GAP).then_some([name + free, name + with + 2.0 * free])
}

/// The rows with each in one line, for low windows.
fn lines(ui: &mut Ui, rows: &[Row], places: [f32; 2]) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let heads = [tr!("twin-column-with"), tr!("twin-column-without"), tr!("twin-column-difference")];
    line(ui, ["", ""], SOFT_INK, places, heads);
    for Row { name, unit, values, less } in rows {
        let [with, alone] = values.map(number);
        line(ui, [name, unit], INK, places, [with, alone, difference(*values, less)]);
    }
}

fn line(ui: &mut Ui, [name, unit]: [&str; 2], ink: Token, places: [f32; 2], words: [String; 3]) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    response
        .widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{name} {unit}: {}", words.join(", "))));
    let (painter, bold, left) = (ui.painter(), semibold(SMALL), rect.left_center());
    let named = painter.text(left, Align2::LEFT_CENTER, name, bold.clone(), *ink);
    painter.text(named.right_center() + vec2(GAP, 0.0), Align2::LEFT_CENTER, unit, font(SMALL), *SOFT_INK);
    let [with, alone, difference] = &words;
    painter.text(left + vec2(places[0], 0.0), Align2::LEFT_CENTER, with, bold.clone(), *ink);
    painter.text(left + vec2(places[1], 0.0), Align2::LEFT_CENTER, alone, font(SMALL), *SOFT_INK);
    painter.text(rect.right_center(), Align2::RIGHT_CENTER, difference, bold, *ink);
    if !name.is_empty() {
        painter.hline(rect.x_range(), rect.top(), (1.0, theme::LINE));
    }
}

fn table(ui: &mut Ui, rows: Vec<Row>, is_low: bool) {
    let (size, height, between) = if is_low { (15.0, 15.0, 1.0) } else { (20.0, 18.0, 5.0) };
    ui.spacing_mut().interact_size.y = height;
    if is_low {
        ui.spacing_mut().item_spacing.y = 0.0;
    }
    columns(ui, SMALL, SOFT_INK, [tr!("twin-column-with"), tr!("twin-column-without"), tr!("twin-column-difference")]);
    for Row { name, unit, values, less } in rows {
        ui.add(Separator::default().spacing(between));
        ui.horizontal(|ui| {
            ui.label(theme::strong(name).size(15.0));
            ui.label(RichText::new(unit).size(SMALL).color(SOFT_INK));
        });
        let [with, alone] = values.map(number);
        columns(ui, size, INK, [with, alone, difference(values, less)]);
    }
}

fn columns(ui: &mut Ui, size: f32, ink: Token, words: [String; 3]) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 1.3 * size), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, words.join(", ")));
    let [with, alone, difference] = &words;
    let (painter, middle) = (ui.painter(), rect.left_center() + vec2(0.32 * rect.width(), 0.0));
    painter.text(rect.left_center(), Align2::LEFT_CENTER, with, semibold(size), *ink);
    painter.text(middle, Align2::LEFT_CENTER, alone, font(size), *SOFT_INK);
    painter.text(rect.right_center(), Align2::RIGHT_CENTER, difference, semibold(size.min(15.0)), *ink);
}

fn identical_until(displayed: &Displayed) -> String {
    let twin = &displayed.twin;
    let first = twin.parted.and_then(|days| displayed.record.days.get(days as usize - 1));
    match (twin.state, first) {
        (TwinState::LeftOut, _) => tr!("twin-numbers-left-out"),
        (_, Some(row)) => tr!("twin-identical-until", day = long_date(row.date)),
        (TwinState::OwnRun, None) if twin.record.days.len() < displayed.record.days.len() => {
            tr!("twin-numbers-follow")
        }
        _ => tr!("twin-identical-to-the-last-bit"),
    }
}

/// The numbers of the day, of its year so far, and of the last year that is over.
fn rows(displayed: &Displayed) -> Vec<Row> {
    let run = &displayed.record;
    let (state, lived) = (displayed.twin.state, displayed.twin.record.days.len());
    if state == TwinState::LeftOut || state == TwinState::OwnRun && lived < run.days.len() {
        return Vec::new();
    }
    let twin = displayed.parted_twin().map_or(run, |twin| &twin.record);
    let Some((with, alone)) = run.days.last().zip(twin.days.get(run.days.len().saturating_sub(1))) else {
        return Vec::new();
    };
    let row = |name, unit, values, less| Row { name, unit, values, less };
    let mut rows = vec![
        row(tr!("twin-sparrows"), tr!("unit-per-ha"), [with.sparrows_per_ha, alone.sparrows_per_ha], "fewer"),
        row(tr!("twin-pests"), tr!("unit-per-m2"), [with.pests_per_m2, alone.pests_per_m2], "fewer"),
    ];
    let year = with.date.year() as u64;
    let of_year = |year: u64| {
        let find = |record: &Record| record.harvests.iter().find(|row| row.year == year).cloned();
        find(run).zip(find(twin))
    };
    if let Some((with, alone)) = of_year(year) {
        let eaten = [with, alone].map(|year| year.leaf_eaten_by_pests_kg / 1000.0);
        rows.push(row(tr!("twin-leaf-eaten", year = year), tr!("unit-t"), eaten, "less"));
    }
    let standing = [with, alone].map(|row| row.standing_grain_kg / 1000.0);
    rows.push(row(tr!("twin-standing-grain"), tr!("unit-t"), standing, "less"));
    let last_year = if with.date == with.date.last_of_year() { year } else { year - 1 };
    if let Some((with, alone)) = of_year(last_year).filter(|(with, _)| with.is_whole_year()) {
        let reaped = [with, alone].map(|year| year.reaped_kg / 1000.0);
        rows.push(row(tr!("twin-harvest", year = last_year), tr!("unit-t"), reaped, "less"));
    }
    rows
}

/// How much more or less there is with the campaign than without it.
pub fn difference([with, alone]: [f64; 2], less: &str) -> String {
    let ratio = with / alone;
    match Differs::of(with, alone) {
        _ if with == alone => tr!("twin-same"),
        None => tr!("twin-none-without"),
        Some(Differs::Hardly) => tr!("twin-about-the-same"),
        Some(Differs::Less(percent)) => tr!("twin-less", less = less, percent = rounded(percent)),
        Some(Differs::More(percent)) if ratio < 2.0 => tr!("twin-more", percent = rounded(percent)),
        _ if ratio < 10.0 => tr!("twin-times", times = format!("{ratio:.1}")),
        _ if ratio < 1000.0 => tr!("twin-times", times = format!("{ratio:.0}")),
        _ => tr!("twin-over-1000-times"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::scenario::Scenario;
    use crate::window::panels::state::PanelState;
    use crate::window::panels::tabs::Tab;
    use crate::window::panels::twin::notes;
    use crate::window::test_support::overflow::is_in_sight;
    use crate::window::test_support::rows::rows as days;
    use crate::window::test_support::run::displayed;
    use crate::window::test_support::ui::TestUi;

    /// Contract: a difference is told against the twin, and in words that fit it.
    #[test]
    fn differences_are_told_in_plain_words() {
        let told = |with, alone| difference([with, alone], "fewer");
        assert_eq!(told(0.38, 12.6), "97 % fewer");
        assert_eq!(told(1.21, 1.0), "21 % more");
        assert_eq!(told(3.8, 0.18), "21 times");
        assert_eq!([told(2.0, 2.0), told(0.0, 0.0), told(1.0, 0.0)], ["the same", "the same", "none without"]);
        assert_eq!([told(1.003, 1.0), told(1.007, 1.0)], ["about the same", "0.7 % more"]);
    }

    /// Contract: in the smallest usual window, all numbers and what they are compared with are seen without scrolling.
    #[test]
    fn a_low_window_has_room_for_all_numbers() {
        let displayed = displayed();
        let (mut test_ui, mut state) = (TestUi::of_size(vec2(1024.0, 640.0)), PanelState::default());
        state.plan.tab = Tab::Twin;
        for _ in 0..3 {
            state.digest(&displayed);
            test_ui.frame(|ui| _ = state.panels(ui.ctx(), &displayed));
        }
        let rows = rows(&displayed);
        assert_eq!(rows.len(), 5);
        for Row { name, values, less, .. } in rows {
            for words in [name, number(values[0]), number(values[1]), difference(values, less)] {
                assert!(is_in_sight(test_ui.shapes(), &words), "{words}");
            }
        }
        assert!(is_in_sight(test_ui.shapes(), &identical_until(&displayed)));
    }

    /// Contract: as long as the two are identical, all numbers are, and the cards say so; afterwards each has its own.
    #[test]
    fn identical_worlds_have_identical_numbers() {
        let start = date(1958, 1, 1);
        let record = |sparrows_per_ha| Record {
            days: days(start, 40, |_, row| row.sparrows_per_ha = sparrows_per_ha),
            ..Record::default()
        };
        let mut displayed = Displayed::new(Scenario { start, ..Scenario::default() });
        displayed.record = record(3.0);
        assert!(rows(&displayed).iter().all(|row| difference(row.values, row.less) == "the same"));
        assert!(notes(&[], &displayed).iter().all(|note| note.is_news && note.text == "Identical so far"));
        // Of a day to which the twin has not come, nobody can say it.
        displayed.twin.state = TwinState::OwnRun;
        displayed.twin.record.days = displayed.record.days[..30].to_vec();
        let [with, alone] = notes(&[], &displayed);
        assert_eq!((with.text.as_str(), alone.text.as_str()), ("", "follows; has come to 30 January 1958"));
        displayed.twin.record = record(12.0);
        (displayed.twin.state, displayed.twin.parted) = (TwinState::OwnRun, Some(20));
        assert_eq!(rows(&displayed)[0].values, [3.0, 12.0]);
        assert!(identical_until(&displayed).starts_with("Identical until 20 January 1958"));
    }
}
