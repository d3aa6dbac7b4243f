//! The run and its twin, the same land without the campaign: how the map shows both, cards that say which is which, the line between
//! them, and what differs in plain [`numbers`]. What a person reads of the twin is called "without the campaign".

mod numbers;

use bevy_egui::egui::{
    Align2, Area, Context, EventFilter, Id, Key, Label, LayerId, Margin, Order, Pos2, Rect, RichText, Sense, Shape, Ui,
    Vec2, WidgetInfo, WidgetType, pos2, vec2,
};

use crate::window::charts::spans::CampaignSpan;
use crate::window::language::tr;
use crate::window::live_run::displayed::{Displayed, TwinRun};
use crate::window::live_run::driver::{Command, Driver};
use crate::window::live_run::twin::TwinState;
use crate::window::overlays::Overlay;

use super::tabs::choice;
use super::theme::{self, CARD, INK, SMALL, SOFT_INK};
use super::tips;
use super::words::long_date;

pub use numbers::{difference, numbers};

/// How the map shows both worlds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TwinMaps {
    /// One place, and a line between the worlds that the person drags.
    #[default]
    Split,
    /// The same view of both.
    Beside,
    /// How much more or less there is than without the campaign.
    Difference,
}

impl TwinMaps {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Split, Self::Beside, Self::Difference];

    fn title(self) -> String {
        match self {
            Self::Split => tr!("twin-split"),
            Self::Beside => tr!("twin-beside"),
            Self::Difference => tr!("twin-difference"),
        }
    }
}

/// What the panels remember of the two worlds.
#[derive(Clone, Copy, Debug, Default)]
pub struct TwinView {
    /// How the map shows them.
    pub maps: TwinMaps,
    /// How it showed them before their difference.
    before: TwinMaps,
    /// Which difference it shows, if the person has chosen one.
    pub difference: Option<Overlay>,
    /// Where the line is, from 0 at the map's left edge to 1; `None` for the middle of the land.
    at: Option<f32>,
    /// Whether the arrow keys move the line.
    pub has_focus: bool,
    /// Whether the run's thread has been told to make pictures of the twin.
    is_watched: bool,
}

/// Breadth of the line and size of its handle.
const LINE: f32 = 4.0;
const HANDLE: f32 = 60.0;
/// How far an arrow key moves it, and how near it comes to the map's edges, as shares of the map's width.
const STEP: f32 = 0.05;
const NEAREST: f32 = 0.05;
/// The keys that the line keeps for itself.
const ARROWS: EventFilter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: false, escape: false };
/// The handle's area.
pub const HANDLE_AREA: &str = "line between the worlds";
/// The areas of the cards that name the worlds.
pub const CARDS: [&str; 2] = ["with the campaign", "without the campaign"];

impl TwinView {
    /// The buttons that choose how the map shows both.
    pub fn choose(&mut self, ui: &mut Ui) {
        for maps in TwinMaps::ALL {
            if choice(ui, &maps.title(), maps == self.maps).clicked() {
                self.show(maps);
            }
        }
    }

    /// Has the map show them in a way.
    pub fn show(&mut self, maps: TwinMaps) {
        if self.maps != TwinMaps::Difference {
            self.before = self.maps;
        }
        self.maps = maps;
    }

    /// Shows them as before their difference. Returns whether that was shown.
    pub fn leave_difference(&mut self) -> bool {
        let leaves = self.maps == TwinMaps::Difference;
        if leaves {
            self.maps = self.before;
        }
        leaves
    }

    /// Has pictures of the twin made while they are needed.
    pub fn watch(&mut self, is_needed: bool, driver: &Driver) {
        if self.is_watched != is_needed {
            self.is_watched = is_needed;
            driver.send(Command::WatchTwin(is_needed));
        }
    }

    /// Where the line is. `land` is where the land is fitted in.
    pub fn line_x(&self, map: Rect, land: Rect) -> f32 {
        match self.maps {
            TwinMaps::Split => {
                let at = self.at.unwrap_or((land.center().x - map.left()) / map.width());
                map.left() + at.clamp(NEAREST, 1.0 - NEAREST) * map.width()
            }
            TwinMaps::Beside => map.center().x,
            TwinMaps::Difference => map.right(),
        }
    }

    /// Shows the line between the worlds, and its handle where it can be dragged.
    pub fn line(&mut self, ctx: &Context, map: Rect, land: Rect) {
        self.has_focus = false;
        if self.maps == TwinMaps::Difference {
            return;
        }
        let x = self.line_x(map, land);
        let painter = ctx.layer_painter(LayerId::background()).with_clip_rect(map);
        painter.vline(x, map.y_range(), (LINE, INK));
        painter.vline(x, map.y_range(), (0.5 * LINE, CARD));
        if self.maps == TwinMaps::Beside {
            return;
        }
        let area = Area::new(Id::new(HANDLE_AREA)).order(Order::Middle).pivot(Align2::CENTER_CENTER);
        area.fixed_pos(pos2(x, map.center().y)).show(ctx, |ui| {
            let (rect, response) = ui.allocate_exact_size(Vec2::splat(HANDLE), Sense::click_and_drag());
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Slider, true, tr!("twin-line")));
            let share = |x: f32| ((x - map.left()) / map.width()).clamp(NEAREST, 1.0 - NEAREST);
            if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
                self.at = Some(share(pointer.x));
            }
            self.has_focus = response.has_focus();
            if self.has_focus {
                ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, ARROWS));
                let [left, right] =
                    [Key::ArrowLeft, Key::ArrowRight].map(|key| ui.input(|i| i.num_presses(key)) as f32);
                if left != right {
                    self.at = Some((share(x) + STEP * (right - left)).clamp(NEAREST, 1.0 - NEAREST));
                }
            }
            handle(ui, rect, response.has_focus(), response.hovered() || response.dragged());
        });
    }
}

fn handle(ui: &Ui, rect: Rect, has_focus: bool, is_hot: bool) {
    let (painter, middle) = (ui.painter(), rect.center());
    let fill = if is_hot { theme::BUTTON } else { CARD };
    painter.circle(middle, 0.5 * HANDLE - 2.0, fill, (2.5, INK));
    if has_focus {
        painter.circle_stroke(middle, 0.5 * HANDLE - 6.0, (2.0, theme::ACCENT));
    }
    for side in [-1.0, 1.0] {
        let tip = middle + vec2(16.0 * side, 0.0);
        let wing = |y: f32| tip + vec2(-6.0 * side, y);
        painter.add(Shape::line(vec![wing(-7.0), tip, wing(7.0)], (2.2, INK)));
    }
}

/// Shows cards that name the worlds under the row of tabs, one on each side of the line. They are small, because land lies under them.
pub fn cards(ctx: &Context, map: Rect, top: f32, view: &TwinView, spans: &[CampaignSpan], displayed: &Displayed) {
    // The legend of the difference says what it is of.
    if view.maps == TwinMaps::Difference {
        return;
    }
    let width = (0.5 * map.width() - 44.0).clamp(90.0, 220.0);
    let left = (pos2(map.left() + 10.0, top), Align2::LEFT_TOP);
    let right = (pos2(map.right() - 10.0, top), Align2::RIGHT_TOP);
    let notes = notes(spans, displayed);
    let names = [tr!("twin-with"), tr!("twin-without")];
    for (((id, name), note), (at, pivot)) in CARDS.into_iter().zip(names).zip(notes).zip([left, right]) {
        card(ctx, id, (at, pivot), width, (name, note, id == CARDS[1]));
    }
}

fn card(
    ctx: &Context,
    id: &str,
    (at, pivot): (Pos2, Align2),
    width: f32,
    (name, note, is_dashed): (String, Note, bool),
) {
    let card = Area::new(Id::new(id)).order(Order::Middle).pivot(pivot).fixed_pos(at).show(ctx, |ui| {
        theme::card().inner_margin(Margin::symmetric(9, 5)).show(ui, |ui| {
            ui.set_max_width(width);
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.spacing_mut().interact_size.y = 20.0;
            ui.horizontal_wrapped(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(28.0, 16.0), Sense::hover());
                let ends = [rect.left_center(), rect.right_center()];
                let dash = if is_dashed { 7.0 } else { 40.0 };
                ui.painter().extend(Shape::dashed_line(&ends, (2.2, INK), dash, 4.0));
                ui.label(theme::strong(name).size(15.0));
            });
            if note.is_news {
                ui.add(Label::new(RichText::new(&note.text).color(SOFT_INK).size(SMALL)).wrap());
            }
        });
    });
    if !note.is_news && !note.text.is_empty() {
        tips::under_the_row(card.response, note.text);
    }
}

/// What a card says beside the name.
#[derive(Clone, Debug, Default, PartialEq)]
struct Note {
    text: String,
    /// Whether it is said at once; else to whoever points at the card.
    is_news: bool,
}

impl Note {
    fn news(text: String) -> Self {
        Self { text, is_news: true }
    }

    fn on_request(text: String) -> Self {
        Self { text, is_news: false }
    }
}

/// What each world is.
fn notes(spans: &[CampaignSpan], displayed: &Displayed) -> [Note; 2] {
    let TwinRun { state, record, parted, .. } = &displayed.twin;
    let is_behind = *state == TwinState::OwnRun && record.days.len() < displayed.record.days.len();
    let with = match (spans, parted) {
        (_, None) if !is_behind => Note::news(tr!("twin-identical")),
        ([], _) => Note::default(),
        ([.., last], _) => {
            let [first, end] = [last.first, last.last].map(long_date);
            let text = if last.is_on {
                tr!("twin-campaign-since", day = first)
            } else {
                tr!("twin-campaign-from-to", first = first, last = end)
            };
            Note::on_request(text)
        }
    };
    let alone = match (state, record.days.last()) {
        (TwinState::LeftOut, _) => tr!("twin-left-out"),
        (_, Some(latest)) if is_behind => tr!("twin-follows", day = long_date(latest.date)),
        (_, None) if is_behind => tr!("story-twin-follows"),
        (_, _) if parted.is_none() => tr!("twin-identical"),
        _ => return [with, Note::on_request(tr!("twin-what-it-is"))],
    };
    [with, Note::news(alone)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::test_support::ui::TestUi;

    /// Contract: the line is dragged with the pointer and moved by arrow keys, and stays on the map.
    #[test]
    fn the_line_is_dragged() {
        let (mut test_ui, mut view) = (TestUi::default(), TwinView::default());
        let map = Rect::from_min_max(pos2(0.0, 0.0), pos2(800.0, 600.0));
        let frame = |test_ui: &mut TestUi, view: &mut TwinView| test_ui.frame(|ui| view.line(ui.ctx(), map, map));
        for _ in 0..3 {
            frame(&mut test_ui, &mut view);
        }
        let is_at = |view: &TwinView, x: f32| (view.line_x(map, map) - x).abs() < 0.01;
        assert!(is_at(&view, 400.0));
        test_ui.press(pos2(400.0, 300.0));
        frame(&mut test_ui, &mut view);
        for x in [420.0, 500.0, 200.0] {
            test_ui.move_to(pos2(x, 310.0));
            frame(&mut test_ui, &mut view);
        }
        test_ui.release(pos2(200.0, 310.0));
        frame(&mut test_ui, &mut view);
        assert!(is_at(&view, 200.0), "{}", view.line_x(map, map));
        // A drag does not take the keys of time and of the map; the keyboard comes to the line by Tab.
        assert!(!view.has_focus);
        test_ui.key(Key::Tab);
        frame(&mut test_ui, &mut view);
        test_ui.key(Key::ArrowRight);
        frame(&mut test_ui, &mut view);
        assert!(is_at(&view, 240.0), "{}", view.line_x(map, map));
        for _ in 0..20 {
            test_ui.key(Key::ArrowLeft);
            frame(&mut test_ui, &mut view);
        }
        assert!(is_at(&view, 40.0), "{}", view.line_x(map, map));
    }
}
