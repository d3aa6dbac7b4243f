//! Back a day, play or pause, forward a day, and the speed.

use std::time::{Duration, Instant};

use bevy_egui::egui::{
    Align2, Button, Popup, Pos2, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType,
    pos2, vec2,
};

use crate::window::language::tr;
use crate::window::live_run::displayed::Displayed;
use crate::window::panels::icons::{self, Icon};
use crate::window::panels::intent::Intent;
use crate::window::panels::theme::{BUTTON_HOVERED, CARD, INK, LINE, SMALL, SOFT_INK, TOUCH, font, semibold, strong};
use crate::window::panels::tips;

/// Width of all of them.
pub const WIDTH: f32 = 284.0;
/// Diameter of play.
pub const PLAY: f32 = 56.0;
const GAP: f32 = 10.0;
const SPEED_WIDTH: f32 = 92.0;
/// How often the speed is told anew while it changes by itself.
const TOLD_EVERY: Duration = Duration::from_millis(500);

/// The speeds of the menu beside the story's, days/s.
const SPEEDS: [f32; 8] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0];

/// The speed that is told. It is read a few times a second, because what is reached, and the pace of the story, change all the time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Told {
    /// Days/s that are reached, or that will be.
    shown: f32,
    /// Days/s that were asked for, if the computer does not reach them.
    asked: Option<f32>,
    /// What the person has chosen: to play, and a speed or the story.
    chosen: Option<(bool, Option<f32>)>,
    since: Option<Instant>,
}

impl Told {
    /// Reads it, at once where the person has chosen something else.
    pub fn read(&mut self, displayed: &Displayed, asked: f32, now: Instant) {
        let chosen = Some((displayed.playing, (!displayed.follows_story).then_some(asked)));
        if self.chosen == chosen && self.since.is_some_and(|since| now < since + TOLD_EVERY) {
            return;
        }
        let reached = displayed.reached_days_per_s;
        let is_slower = displayed.playing && reached > 0.0 && reached < 0.8 * asked;
        let (shown, asked) = if is_slower { (reached, Some(asked)) } else { (asked, None) };
        *self = Self { shown, asked, chosen, since: Some(now) };
    }

    fn words(&self) -> String {
        tr!("time-speed-shown", days = pace(self.shown))
    }

    fn tip(&self) -> String {
        match self.asked {
            Some(asked) => tr!("time-speed-slower-tip", reached = pace(self.shown), asked = pace(asked)),
            None => tr!("time-speed-tip"),
        }
    }
}

/// Shows them from a point on, in the middle of whose height they are. `asked` is the requested speed, days/s, and `told` what is told
/// of it.
pub fn show(ui: &mut Ui, left: Pos2, displayed: &Displayed, (asked, told): (f32, &Told), intents: &mut Vec<Intent>) {
    let mut x = left.x;
    let mut place = |width: f32, height: f32| {
        let rect = Rect::from_min_size(pos2(x, left.y - 0.5 * height), vec2(width, height));
        x += width + GAP;
        rect
    };
    if step(ui, place(TOUCH, TOUCH), (Icon::StepBack, "back"), tr!("time-back")).clicked() {
        intents.push(Intent::StepBack);
    }
    if play(ui, place(PLAY, PLAY), displayed.playing).clicked() {
        intents.push(Intent::PlayOrPause);
    }
    if step(ui, place(TOUCH, TOUCH), (Icon::Step, "forward"), tr!("time-forward")).clicked() {
        intents.push(Intent::Step);
    }
    let rect = place(SPEED_WIDTH, TOUCH);
    intents.extend(speed(ui, rect, displayed, (asked, told)));
}

fn step(ui: &mut Ui, rect: Rect, (icon, id): (Icon, &str), tip: String) -> Response {
    let response = ui.interact(rect, ui.id().with(id), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &tip));
    let fill = if response.hovered() { BUTTON_HOVERED } else { CARD };
    let edge = if response.has_focus() { Stroke::new(2.0, INK) } else { Stroke::new(1.0, SOFT_INK) };
    ui.painter().rect(rect, 8.0, fill, edge, StrokeKind::Inside);
    icons::draw(ui.painter(), icon, Rect::from_center_size(rect.center(), Vec2::splat(18.0)), INK);
    tips::above(response, tip)
}

fn play(ui: &mut Ui, rect: Rect, is_playing: bool) -> Response {
    let (icon, word, tip) = match is_playing {
        true => (Icon::Pause, tr!("time-pause"), tr!("time-pause-tip")),
        false => (Icon::Play, tr!("time-play"), tr!("time-play-tip")),
    };
    let response = ui.interact(rect, ui.id().with("play"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &word));
    let fill = if response.hovered() { SOFT_INK } else { INK };
    ui.painter().circle_filled(rect.center(), 0.5 * rect.width(), fill);
    if response.has_focus() {
        ui.painter().circle_stroke(rect.center(), 0.5 * rect.width() + 2.0, Stroke::new(2.0, INK));
    }
    icons::draw(ui.painter(), icon, Rect::from_center_size(rect.center(), Vec2::splat(24.0)), CARD);
    tips::above(response, tip)
}

/// The speed, and a menu of others.
fn speed(ui: &mut Ui, rect: Rect, displayed: &Displayed, (asked, told): (f32, &Told)) -> Option<Intent> {
    let is_story = displayed.follows_story;
    let response = ui.interact(rect, ui.id().with("speed"), Sense::click());
    let (words, tip) = (told.words(), told.tip());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, tr!("time-speed-aloud", speed = &words)));
    if response.hovered() || response.has_focus() {
        ui.painter().rect(rect, 8.0, CARD, Stroke::new(1.0, LINE), StrokeKind::Inside);
    }
    let (middle, name) = (rect.center(), if is_story { tr!("time-story") } else { tr!("time-speed") });
    let name = ui.painter().text(middle - vec2(5.0, 10.0), Align2::CENTER_CENTER, name, font(SMALL), *SOFT_INK);
    ui.painter().text(middle + vec2(0.0, 9.0), Align2::CENTER_CENTER, &words, semibold(SMALL), *INK);
    let caret = pos2(name.right() + 9.0, middle.y - 9.0);
    let points = [vec2(-4.0, -2.0), vec2(0.0, 2.0), vec2(4.0, -2.0)].map(|by| caret + by);
    ui.painter().line(points.to_vec(), Stroke::new(1.5, INK));
    let mut chosen = None;
    Popup::menu(&response).show(|ui| {
        let mut choice = |text: String, is_it: bool, intent: Intent| {
            let words = if is_it { strong(text) } else { RichText::new(text) };
            let response = ui.add(Button::new(words).selected(is_it));
            if response.clicked() {
                chosen = Some(intent);
            }
            response
        };
        let story = choice(tr!("time-follow-story"), is_story, Intent::FollowStory);
        tips::above(story, tr!("time-follow-story-tip"));
        for speed in SPEEDS {
            choice(
                tr!("time-speed-choice", days = speed),
                !is_story && (speed - asked).abs() < 0.01,
                Intent::Speed(speed),
            );
        }
    });
    tips::above(response, tip);
    chosen
}

fn pace(days_per_s: f32) -> String {
    let is_whole = (days_per_s - days_per_s.round()).abs() < 0.05 || days_per_s >= 9.95;
    if is_whole { format!("{days_per_s:.0}") } else { format!("{days_per_s:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::window::test_support::ui::TestUi;

    #[test]
    fn a_press_plays_and_one_opens_the_menu_of_speeds() {
        let displayed = Displayed::new(Scenario::default());
        let (mut test_ui, mut intents) = (TestUi::default(), Vec::new());
        let mut is_open = false;
        let middle = |left: f32, width: f32| pos2(left + 0.5 * width, 750.0);
        let places = [middle(10.0 + TOUCH + GAP, PLAY), middle(10.0 + 2.0 * TOUCH + PLAY + 3.0 * GAP, SPEED_WIDTH)];
        for at in places {
            for input in [TestUi::move_to, TestUi::press, TestUi::release, TestUi::move_to, TestUi::move_to] {
                input(&mut test_ui, at);
                test_ui.frame(|ui| {
                    show(ui, pos2(10.0, 750.0), &displayed, (5.0, &Told::default()), &mut intents);
                    is_open = Popup::is_any_open(ui.ctx());
                });
            }
        }
        assert_eq!((intents, is_open), (vec![Intent::PlayOrPause], true));
    }

    /// Contract: the speed that is told is the one that is reached where that is less, changes no more than twice a second by itself,
    /// and at once where the person chooses.
    #[test]
    fn the_speed_is_told_calmly() {
        let mut displayed = Displayed::new(Scenario::default());
        (displayed.playing, displayed.reached_days_per_s) = (true, 3.1);
        let (mut told, began) = (Told::default(), Instant::now());
        let mut words = |displayed: &Displayed, asked: f32, ms: u64| {
            told.read(displayed, asked, began + Duration::from_millis(ms));
            (told.words(), told.tip().contains("asked"))
        };
        assert_eq!(words(&displayed, 5.0, 0), ("3.1 days/s".into(), true));
        assert_eq!(words(&displayed, 3.4, 499), ("3.1 days/s".into(), true));
        assert_eq!(words(&displayed, 3.4, 500), ("3.4 days/s".into(), false));
        displayed.playing = false;
        assert_eq!(words(&displayed, 25.2, 501), ("25 days/s".into(), false));
        displayed.follows_story = false;
        assert_eq!(words(&displayed, 200.0, 502), ("200 days/s".into(), false));
        assert_eq!(words(&displayed, 100.0, 503), ("100 days/s".into(), false));
    }
}
