//! The panel of an agent: who it is, what it ate, and its diary.

use bevy_egui::egui::{
    Align2, Button, Color32, Label, Rect, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType,
    pos2, vec2,
};
use jiff::civil::Date;

use crate::ecology::calendar::date_of;
use crate::ecology::followed::{Animals, Meal};
use crate::ecology::species::Species;
use crate::engine::agent::AgentId;
use crate::output::words::count;
use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::following::Wanted;
use crate::window::panels::icons::{self, Icon};
use crate::window::panels::intent::Intent;
use crate::window::panels::tabs::choice;
use crate::window::panels::theme::{
    self, CAMPAIGN_LINE, GRAIN, GRAIN_EDGE, INK, LEAF, LINE, PEST, PEST_AREA, SMALL, SOFT_INK, SPARROW, TOUCH, strong,
};
use crate::window::panels::tips;
use crate::window::panels::words::{long_date, short_date};

use super::diary::{Line, Mark};
use super::words::Food;
use super::{FollowView, Subject, words};

/// Lines that are shown; what lies further back would only be scrolled past.
const MOST_LINES: usize = 80;
const DATE_WIDTH: f32 = 68.0;
const ICON: f32 = 18.0;
const BAR_HEIGHT: f32 = 18.0;

/// Shows it.
pub fn show(ui: &mut Ui, view: &mut FollowView, displayed: &Displayed, intents: &mut Vec<Intent>) {
    let following = &displayed.following;
    let title = match (following.id, &following.now, &view.last) {
        (None, ..) => tr!("follow-nobody"),
        (Some(_), Some((_, animals)), None) => words::name(animals),
        (Some(id), ..) if is_flock(id) => tr!("follow-a-flock"),
        (Some(_), ..) => tr!("follow-a-band"),
    };
    head(ui, &title, intents);
    let Some(id) = following.id else { return };
    small(ui, &origin(id, displayed));
    match (&view.last, following.now) {
        (Some(last), _) => _ = ui.add(Label::new(strong(words::end(last).unwrap_or_default())).wrap()),
        (None, None) => small(ui, &tr!("follow-not-there")),
        (None, Some(_)) => {}
    }
    ui.horizontal_wrapped(|ui| {
        if view.last.is_none() {
            let follows = choice(ui, &tr!("follow-keep-in-view"), view.keeps_in_view);
            if tips::beside_the_panel(ui, follows, tr!("follow-keep-in-view-tip")).clicked() {
                view.keeps_in_view = !view.keeps_in_view;
            }
        }
        if let Some(day) = following.days.range(..=displayed.now.day).next_back().map(|(_, day)| day)
            && ui.add(Button::new(tr!("follow-its-field")).min_size(vec2(TOUCH, TOUCH))).clicked()
        {
            intents.push(Intent::Look(Some(Subject::Field(day.cell))));
        }
        if let Some(host) = view.last.as_ref().and_then(|last| last.host) {
            let word = if is_flock(host) { tr!("follow-host-flock") } else { tr!("follow-host-band") };
            if ui.add(Button::new(word).min_size(vec2(TOUCH, TOUCH))).clicked() {
                intents.push(Intent::Look(Some(Subject::Agent(Wanted::Agent(host)))));
            }
        }
    });
    if let Some((since, meal)) = &view.eaten {
        eaten(ui, *since, meal, is_flock(id));
    }
    ui.label(strong(tr!("follow-diary")));
    if view.lines.is_empty() {
        small(ui, &tr!("follow-diary-begins"));
    }
    let year = displayed.record.days.last().map(|row| row.date.year());
    let height = ui.available_height().max(160.0);
    ScrollArea::vertical().id_salt("diary").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for line in view.lines.iter().take(MOST_LINES) {
            show_line(ui, line, Some(line.date.year()) == year);
        }
        if view.lines.len() > MOST_LINES {
            small(ui, &tr!("follow-diary-before"));
        }
    });
}

fn is_flock(id: AgentId) -> bool {
    id.species() == u64::from(Species::Sparrow)
}

/// A title, and the button that closes the panel.
pub fn head(ui: &mut Ui, title: &str, intents: &mut Vec<Intent>) {
    ui.horizontal_top(|ui| {
        let width = (ui.available_width() - TOUCH - 8.0).max(60.0);
        ui.allocate_ui(vec2(width, TOUCH), |ui| {
            ui.set_width(width);
            ui.add(Label::new(theme::title(title)).wrap());
        });
        let (square, response) = ui.allocate_exact_size(vec2(TOUCH, TOUCH), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, ui.is_enabled(), tr!("follow-close")));
        let visuals = *ui.style().interact(&response);
        if response.hovered() || response.has_focus() {
            ui.painter().rect(square, 8.0, visuals.weak_bg_fill, visuals.bg_stroke, StrokeKind::Inside);
        }
        let cross = square.shrink(14.0);
        for ends in [[cross.left_top(), cross.right_bottom()], [cross.right_top(), cross.left_bottom()]] {
            ui.painter().line_segment(ends, Stroke::new(1.9, INK));
        }
        if tips::beside_the_panel(ui, response, tr!("follow-close-tip")).clicked() {
            intents.push(Intent::Look(None));
        }
    });
}

/// Less important text.
pub fn small(ui: &mut Ui, text: &str) {
    ui.add(Label::new(RichText::new(text).size(SMALL).color(SOFT_INK)).wrap());
}

/// Where it comes from and, for a flock, where it lives.
fn origin(id: AgentId, displayed: &Displayed) -> String {
    let (born, cell) = id.birth();
    let field = count(cell.into());
    let since = (born > 0).then(|| long_date(date_of(displayed.scenario.start, born)));
    match (displayed.following.now, since) {
        (Some((_, Animals::Flock(flock))), since) => {
            let home = count(flock.home.into());
            match since {
                Some(date) => tr!("follow-origin-flock-since", date = date, home = home),
                None => tr!("follow-origin-flock-first-day", home = home),
            }
        }
        (Some((_, Animals::Band(band))), since) => {
            let moults = band.stage.moults;
            match since {
                Some(date) => tr!("follow-origin-band-since", field = field, date = date, moults = moults),
                None => tr!("follow-origin-band-first-day", field = field, moults = moults),
            }
        }
        (None, Some(date)) => tr!("follow-origin-since", field = field, date = date),
        (None, None) => tr!("follow-origin-first-day", field = field),
    }
}

/// What it ate, as one bar.
fn eaten(ui: &mut Ui, since: Date, meal: &Meal, is_flock: bool) {
    let parts: Vec<(f64, Food, Color32, Color32)> = match is_flock {
        true => vec![
            (meal.insects_kg, Food::Insects, *PEST_AREA, *PEST),
            (meal.grain_kg, Food::Grain, *GRAIN, *GRAIN_EDGE),
            (meal.weed_kg, Food::WeedSeed, theme::paler(LEAF), *LEAF),
        ],
        false => vec![
            (meal.leaf_kg, Food::Leaf, theme::paler(LEAF), *LEAF),
            (meal.grain_kg, Food::Grain, *GRAIN, *GRAIN_EDGE),
        ],
    };
    let all: f64 = parts.iter().map(|part| part.0).sum();
    if all <= 0.0 {
        return;
    }
    let title = match (is_flock, since == since.first_of_year()) {
        (true, true) => tr!("follow-eaten-this-year"),
        (true, false) => tr!("follow-eaten-since", date = words::day_month(since)),
        (false, true) => tr!("follow-cut-this-year"),
        (false, false) => tr!("follow-cut-since", date = words::day_month(since)),
    };
    ui.label(strong(title).size(15.0));
    let (bar, _) = ui.allocate_exact_size(vec2(ui.available_width(), BAR_HEIGHT), Sense::hover());
    let mut left = bar.left();
    for (kg, _, fill, edge) in &parts {
        let right = left + (kg / all) as f32 * bar.width();
        let part = Rect::from_min_max(pos2(left, bar.top()), pos2(right, bar.bottom()));
        if part.width() >= 1.0 {
            ui.painter().rect(part, 0.0, *fill, Stroke::new(1.0, *edge), StrokeKind::Inside);
        }
        left = right;
    }
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 18.0;
        ui.horizontal_wrapped(|ui| {
            for (kg, food, fill, edge) in &parts {
                let (square, _) = ui.allocate_exact_size(vec2(11.0, 16.0), Sense::hover());
                let square = Rect::from_center_size(square.center(), vec2(11.0, 11.0));
                ui.painter().rect(square, 2.0, *fill, Stroke::new(1.0, *edge), StrokeKind::Inside);
                ui.label(RichText::new(share(*food, kg / all)).size(SMALL).color(SOFT_INK));
            }
        });
    });
}

/// How much of what was eaten is such food.
fn share(food: Food, share: f64) -> String {
    let percent = format!("{:.0}", 100.0 * share);
    match food {
        Food::Insects => tr!("follow-share-insects", percent = percent),
        Food::Grain => tr!("follow-share-grain", percent = percent),
        Food::WeedSeed => tr!("follow-share-weed-seed", percent = percent),
        Food::Leaf => tr!("follow-share-leaf", percent = percent),
    }
}

fn show_line(ui: &mut Ui, line: &Line, is_this_year: bool) {
    let (rule, _) = ui.allocate_exact_size(vec2(ui.available_width(), 3.0), Sense::hover());
    ui.painter().hline(rule.x_range(), rule.center().y, Stroke::new(1.0, LINE));
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.allocate_ui(vec2(DATE_WIDTH, 18.0), |ui| {
            ui.set_width(DATE_WIDTH);
            let in_words = if is_this_year { words::short_day_month } else { short_date };
            small(ui, &in_words(line.date));
        });
        let (square, _) = ui.allocate_exact_size(vec2(ICON, ICON + 2.0), Sense::hover());
        draw_mark(ui, line.mark, Rect::from_center_size(square.center(), vec2(ICON, ICON)));
        ui.vertical(|ui| {
            ui.add(Label::new(strong(&line.title).size(15.0)).wrap());
            if !line.detail.is_empty() {
                small(ui, &line.detail);
            }
        });
    });
}

fn draw_mark(ui: &Ui, mark: Mark, square: Rect) {
    let painter = ui.painter();
    match mark {
        Mark::Bird => icons::draw(painter, Icon::Bird, square, SPARROW),
        Mark::Insect => icons::draw(painter, Icon::Insect, square, PEST),
        Mark::Grain => icons::draw(painter, Icon::Ear, square, GRAIN_EDGE),
        Mark::Leaf => icons::draw(painter, Icon::Leaf, square, LEAF),
        Mark::Campaign => icons::draw(painter, Icon::Drum, square, CAMPAIGN_LINE),
        Mark::Unknown => {
            _ = painter.text(square.center(), Align2::CENTER_CENTER, "–", theme::font(16.0), *SOFT_INK);
        }
    }
}
