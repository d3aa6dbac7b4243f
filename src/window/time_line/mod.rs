//! The time line under the map: play, steps and speed ([`controls`]), then the run as a band with its years, seasons and harvests
//! ([`bands`]), what happened as tags on stems ([`tags`], [`events`]), and a handle that one drags to any day that was lived. What a
//! person does on a past day begins a branch with a band of its own; whoever taps another band goes back to it.

mod bands;
mod controls;
pub mod events;
mod places;
mod tags;

use std::sync::Arc;
use std::time::Instant;

use bevy_egui::egui::{
    EventFilter, Frame, Galley, Id, Key, Label, Panel, Popup, Rect, RichText, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};
use jiff::civil::Date;

use crate::ecology::calendar::date_of;
use crate::window::charts::data::TimeAxis;
use crate::window::charts::spans::{CampaignSpan, campaign_spans};
use crate::window::language::{self, Language, documented, tr};
use crate::window::live_run::displayed::{Displayed, Edition, TwinRun};
use crate::window::live_run::driver::{BranchLine, Driver, Moment};
use crate::window::panels::focus;
use crate::window::panels::intent::{Intent, Pending};
use crate::window::panels::theme::{CARD, INK, PAPER, SMALL, SOFT_INK, semibold};
use crate::window::panels::tips;
use crate::window::panels::words::long_date;

use bands::{Bands, HANDLE, PITCH, Painted};
use controls::Told;
use events::Event;
use places::Places;

/// Where another day takes longer than this, in seconds, it is said.
const LONG_S: f64 = 1.0;

/// What the time line remembers from frame to frame.
#[derive(Default)]
pub struct TimeLine {
    digested: Option<(Edition, Language)>,
    events: Vec<Event>,
    harvests: Vec<Date>,
    /// When the campaign was on, by branch, as far as it has been seen.
    campaigns: Vec<Vec<CampaignSpan>>,
    /// Where somebody has asked to go.
    asked: Option<Pending<Moment>>,
    /// Whether another day takes long in this run; once said, it stays, so that nothing jumps.
    is_slow: bool,
    told: Told,
    /// Whether the keys of the map move the handle.
    pub has_focus: bool,
}

impl TimeLine {
    /// Updates what is derived from the records, when there are new days.
    pub fn digest(&mut self, displayed: &Displayed) {
        // Events are told in words.
        let edition = (displayed.edition(), language::in_use());
        if self.digested == Some(edition) {
            return;
        }
        if self.digested.is_none_or(|((run, ..), _)| run != displayed.run) {
            *self = Self::default();
        }
        self.digested = Some(edition);
        let run = displayed.history();
        let twin = displayed.parted_twin().map(TwinRun::history);
        self.events = events::events(&run, twin.as_ref());
        self.harvests = events::harvest_times(&run.days);
        let branch = displayed.now.branch;
        if self.campaigns.len() <= branch {
            self.campaigns.resize(branch + 1, Vec::new());
        }
        self.campaigns[branch] = campaign_spans(run.days.iter().copied());
        let any_day_s = displayed.reach.map_or(0.0, |reach| reach.any_day.as_secs_f64());
        self.is_slow |= run.days.len() > 60 && any_day_s > LONG_S;
    }

    /// Says nothing of how slow the computer is.
    pub fn withdraw(&mut self) {
        self.is_slow = false;
    }

    /// When the campaign was on in the present branch, after the present day too.
    pub fn spans(&self, displayed: &Displayed) -> &[CampaignSpan] {
        self.campaigns.get(displayed.now.branch).map_or(&[], |spans| spans)
    }

    /// Takes down where somebody has asked to go.
    pub fn sent(&mut self, moment: Moment, driver: &Driver) {
        self.asked = Some(Pending::sent(moment, driver));
    }

    /// Where the run is or will soon be.
    pub fn aim(&self, displayed: &Displayed) -> Moment {
        let asked = self.asked.and_then(|asked| asked.until_done(displayed));
        asked.or(displayed.wanted).unwrap_or(displayed.now)
    }

    /// Shows it at the bottom of what is left of the window. `asked` is the requested speed, days/s.
    pub fn show(&mut self, root: &mut Ui, displayed: &Displayed, asked: f32, intents: &mut Vec<Intent>) {
        let own = [BranchLine { days: displayed.record.days.len() as u32, ..BranchLine::default() }];
        let branches = if displayed.branches.is_empty() { &own[..] } else { &displayed.branches };
        let shown = bands::shown(branches, displayed.now.branch);
        let (window, start) = (root.ctx().viewport_rect().height(), displayed.scenario.start);
        let last = date_of(start, displayed.last_day().saturating_sub(1));
        let axis = TimeAxis::new(start, displayed.scenario.end, last);
        let height = places::height(window, root.available_width(), shown.len(), self.is_slow);
        let panel = Panel::bottom("time").resizable(false).exact_size(height);
        panel.frame(Frame::new().fill(*PAPER)).show(root, |ui| {
            let all = ui.max_rect();
            ui.allocate_rect(all, Sense::hover());
            let places = Places::of(all, window, &shown, (axis, start));
            self.bands(ui, &places, branches, displayed, intents);
            more_branches(ui, &places, branches, displayed, intents);
            self.told.read(displayed, asked, Instant::now());
            controls::show(ui, places.controls.left_center(), displayed, (asked, &self.told), intents);
            if let (true, Some(reach)) = (self.is_slow, displayed.reach) {
                let sentence = RichText::new(documented(&reach.to_string())).size(SMALL).color(SOFT_INK);
                ui.scope_builder(UiBuilder::new().max_rect(places.sentence), |ui| {
                    ui.add(Label::new(sentence).truncate())
                });
            }
        });
    }

    /// The bands with everything on them.
    fn bands(
        &mut self,
        ui: &mut Ui,
        Places { bands, tags, .. }: &Places,
        branches: &[BranchLine],
        displayed: &Displayed,
        intents: &mut Vec<Intent>,
    ) {
        let aim = self.aim(displayed);
        let with_handle = bands.with_handle(branches, aim);
        let mut wanted = None;
        let mut is_held = false;
        self.has_focus = false;
        for (number, (branch, _)) in bands.rows.iter().enumerate() {
            let id = Id::new("band of the time line").with(number);
            // The keys move the one handle, whichever band it is on.
            let focusable = if number == with_handle { Sense::FOCUSABLE } else { Sense::empty() };
            let response = ui.interact(bands.target(number), id, Sense::CLICK | Sense::DRAG | focusable);
            let moment_at = |x| bands.moment_at(*branch, x, branches, displayed.now.branch.min(branches.len() - 1));
            response.widget_info(|| WidgetInfo::slider(true, f64::from(aim.day), name(&branches[*branch].name)));
            let pressed =
                response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on() || response.clicked());
            if let Some(pointer) = pressed {
                wanted = Some(moment_at(pointer.x));
                is_held = true;
                response.request_focus();
            }
            if response.has_focus() {
                self.has_focus = true;
                focus::is_shown_by(&response);
                intents.extend(keys(ui, id));
            }
            if let Some(pointer) = response.hover_pos().filter(|_| !is_held) {
                let date = date_at(displayed, moment_at(pointer.x).day);
                let over = Rect::from_x_y_ranges(pointer.x..=pointer.x, tags.top()..=response.rect.bottom());
                tips::above_all(response, over, date);
            }
        }
        let now = wanted.unwrap_or(aim);
        let is_focused = self.has_focus && !is_held;
        let (campaigns, harvests) = (&self.campaigns[..], &self.harvests[..]);
        let painted = Painted { branches, now, campaigns, harvests, is_focused };
        painted.paint(ui.painter(), bands);
        let resting = !displayed.playing && !is_held && displayed.wanted.is_none();
        let resting_on = resting.then_some(displayed.now.day);
        let date =
            is_held.then(|| DateCard::of(ui, date_at(displayed, now.day), painted.handle_at(bands).x, (bands, *tags)));
        let card = date.as_ref().map(|date| date.rect);
        let tagged = tags::show(ui, bands, tags.top(), &self.events, (resting_on, card));
        if let Some(event) = tagged.filter(|_| wanted.is_none()) {
            let moment = Moment { day: event.day, ..displayed.now };
            // Until they part there is nothing to explain.
            let has_parted = displayed.twin.parted.is_some_and(|day| day <= event.day);
            match event.kind.link().filter(|_| has_parted) {
                Some(link) => intents.push(Intent::Explain(link, moment)),
                None => wanted = Some(moment),
            }
        }
        if let Some(date) = date {
            date.paint(ui);
        }
        if let Some(moment) = wanted.filter(|moment| *moment != aim) {
            intents.push(Intent::GoTo(moment));
        }
    }
}

/// The day that is under the finger, where no finger hides it: above the handle, among the tags, which give way to it.
struct DateCard {
    rect: Rect,
    words: Arc<Galley>,
}

impl DateCard {
    fn of(ui: &Ui, date: String, x: f32, (bands, tags): (&Bands, Rect)) -> Self {
        let words = ui.painter().layout_no_wrap(date, semibold(16.0), *INK);
        let size = vec2(words.size().x + 16.0, tags.height());
        let [left, right] = [*bands.across.start(), *bands.across.end()].map(|end| (end, 0.5 * size.x - HANDLE));
        let x = x.min(right.0 - right.1).max(left.0 + left.1);
        Self { rect: Rect::from_center_size(pos2(x, tags.center().y), size), words }
    }

    fn paint(self, ui: &Ui) {
        ui.painter().rect(self.rect, 4.0, CARD, Stroke::new(1.5, INK), StrokeKind::Inside);
        ui.painter().galley(self.rect.center() - 0.5 * self.words.size(), self.words, *INK);
    }
}

/// What the keys ask for while the handle has the focus, which the space bar would otherwise press as if it were a button.
fn keys(ui: &Ui, id: Id) -> Option<Intent> {
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    ui.input(|input| {
        let step = |key, intent| input.key_pressed(key).then_some(intent);
        let play = step(Key::Space, Intent::PlayOrPause);
        play.or(step(Key::ArrowLeft, Intent::StepBack)).or(step(Key::ArrowRight, Intent::Step))
    })
}

/// The branches that have no band, as a list.
fn more_branches(ui: &Ui, places: &Places, branches: &[BranchLine], displayed: &Displayed, intents: &mut Vec<Intent>) {
    let Places { bands, controls, .. } = places;
    let is_hidden = |branch: &usize| bands.y(*branch).is_none() && !branches[*branch].is_empty;
    let hidden: Vec<usize> = (0..branches.len()).filter(is_hidden).collect();
    if hidden.is_empty() {
        return;
    }
    let word = tr!("time-more-branches", branches = hidden.len());
    let (first, last) = (*bands.across.start(), *bands.across.end());
    // Beside the last band, or where that has no room for it, beside the controls.
    let right = match first > controls.right() {
        true => pos2(first - HANDLE - 6.0, bands.rows[bands.rows.len() - 1].1),
        false => pos2(last + HANDLE, controls.center().y),
    };
    let response = tags::opens_a_list(ui, Id::new("more branches"), (right, PITCH - 2.0), &word, &word);
    Popup::menu(&response).show(|ui| {
        for branch in hidden {
            if ui.button(name(&branches[branch].name)).clicked() {
                let day = displayed.now.day.min(branches[branch].days);
                intents.push(Intent::GoTo(Moment { branch, day }));
            }
        }
    });
}

fn name(branch: &str) -> String {
    if branch.is_empty() { tr!("time-the-run") } else { documented(branch) }
}

/// The date of the day after which so many days have been simulated.
fn date_at(displayed: &Displayed, day: u32) -> String {
    match day.checked_sub(1) {
        Some(before) => long_date(date_of(displayed.scenario.start, before)),
        None => tr!("time-before-first-day"),
    }
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::Rect;
    use jiff::civil::date;

    use super::*;
    use crate::record::Record;
    use crate::scenario::Scenario;
    use crate::timeline::branch::Fork;
    use crate::window::test_support::overflow::{covered, faults, is_in_sight};
    use crate::window::test_support::rows::rows;
    use crate::window::test_support::ui::TestUi;
    use crate::window::why::chain::Link;

    /// Contract: a tap on a tag explains the year of what happened, on its day and from the link that shows it; as long as the run and
    /// that without the campaign are identical, there is nothing to explain, and it leads to the day.
    #[test]
    fn a_tag_leads_to_what_explains_it() {
        let (start, end) = (date(1957, 1, 1), date(1962, 12, 31));
        let days =
            |sparrows: [u64; 2]| rows(start, 900, |index, row| row.sparrows = sparrows[usize::from(index >= 500)]);
        let mut displayed = Displayed::new(Scenario { start, end, ..Scenario::default() });
        displayed.record.days = days([1000, 10]);
        displayed.now = Moment { branch: 0, day: 900 };
        displayed.branches = vec![BranchLine { name: "original".into(), days: 900, ..BranchLine::default() }];
        let all = Rect::from_min_max(pos2(0.0, 704.0), pos2(1280.0, 800.0));
        let places = Places::of(all, 800.0, &[0], (TimeAxis::new(start, end, start), start));
        let at = pos2(places.bands.at(501), places.tags.center().y);
        for (parted, expected) in [(400, true), (600, false)] {
            displayed.twin.record = Record { days: days([1000; 2]), ..Record::default() };
            displayed.twin.parted = Some(parted);
            let (mut test_ui, mut time, mut intents) = (TestUi::default(), TimeLine::default(), Vec::new());
            for input in [TestUi::move_to, TestUi::move_to, TestUi::press, TestUi::release] {
                input(&mut test_ui, at);
                time.digest(&displayed);
                test_ui.frame(|ui| time.show(ui, &displayed, 5.0, &mut intents));
            }
            let moment = Moment { branch: 0, day: 501 };
            let told = if expected { Intent::Explain(Link::Birds, moment) } else { Intent::GoTo(moment) };
            assert_eq!(intents, [told], "parted on day {parted}");
        }
    }

    /// Contract: in windows of any size, with branches or without, wherever the handle is, in one's hand or not, with the focus or without,
    /// no part of the time line lies on the words of another, and no word on a tag.
    #[test]
    fn nothing_lies_on_words() {
        let start = date(1957, 1, 1);
        let mut displayed = Displayed::new(Scenario { start, end: date(1962, 12, 31), ..Scenario::default() });
        displayed.record.days = rows(start, 1500, |index, row| {
            row.campaign_effort = f64::from(u8::from(index / 60 % 2 == 1));
            row.pests_per_m2 = if index % 90 < 45 { 3.0 } else { 0.0 };
        });
        let branch = |name: &str, fork: Option<(usize, u32)>, days| {
            let fork = fork.map(|(parent, days)| Fork { parent, days });
            BranchLine { name: name.into(), fork, days, ..BranchLine::default() }
        };
        let all = [
            branch("original", None, 1500),
            branch("campaign stopped 14 August 1958", Some((0, 590)), 1500),
            branch("campaign started 3 March 1957", Some((0, 61)), 1500),
            branch("undone", Some((0, 1200)), 1490),
            branch("eggs a clutch of the tree sparrow 2 November 1960", Some((1, 1400)), 1500),
        ];
        let mut found = Vec::new();
        for (wide, high) in [(640.0, 480.0), (1024.0, 640.0), (1280.0, 800.0), (768.0, 1024.0)] {
            for (branches, present) in [(1, 0), (2, 1), (5, 0), (5, 2), (5, 4)] {
                displayed.branches = all[..branches].to_vec();
                for day in (1..=1500).step_by(107) {
                    displayed.now = Moment { branch: present, day };
                    for is_held in [false, true] {
                        let (mut test_ui, mut time) = (TestUi::of_size(vec2(wide, high)), TimeLine::default());
                        time.digest(&displayed);
                        let shown = bands::shown(&displayed.branches, present);
                        let height = places::height(high, wide, shown.len(), false);
                        let area = Rect::from_min_max(pos2(0.0, high - height), pos2(wide, high));
                        let axis = TimeAxis::new(start, date(1962, 12, 31), date(1961, 2, 8));
                        let bands = Places::of(area, high, &shown, (axis, start)).bands;
                        let at = pos2(bands.at(day), bands.rows[0].1);
                        for frame in 0..4 {
                            if is_held && frame == 2 {
                                test_ui.press(at);
                            }
                            test_ui.frame(|ui| {
                                time.show(ui, &displayed, 5.0, &mut Vec::new());
                                focus::show(ui.ctx());
                            });
                        }
                        let screen = Rect::from_min_size(pos2(0.0, 0.0), vec2(wide, high));
                        let faults = [faults(test_ui.shapes(), screen), covered(test_ui.shapes())].concat();
                        let what = format!("{wide} x {high}, {branches} branches, in {present}, day {day}, {is_held}");
                        found.extend(faults.into_iter().map(|fault| format!("{what}: {fault}")));
                        let date = date_at(&displayed, bands.day_at(at.x));
                        assert!(!is_held || is_in_sight(test_ui.shapes(), &date), "{what}: {date}");
                    }
                }
            }
        }
        assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    }

    /// Contract: whoever presses on the band goes to the day there, drags on to others, and asks for each once.
    #[test]
    fn a_drag_goes_from_day_to_day() {
        let start = date(1957, 1, 1);
        let mut displayed = Displayed::new(Scenario { start, end: date(1962, 12, 31), ..Scenario::default() });
        displayed.record.days = rows(start, 900, |_, _| ());
        displayed.now = Moment { branch: 0, day: 900 };
        displayed.branches = vec![BranchLine { name: "original".into(), days: 900, ..BranchLine::default() }];
        let (mut test_ui, mut time) = (TestUi::default(), TimeLine::default());
        let all = Rect::from_min_max(pos2(0.0, 704.0), pos2(1280.0, 800.0));
        let axis = TimeAxis::new(start, date(1962, 12, 31), start);
        let bands = Places::of(all, 800.0, &[0], (axis, start)).bands;
        let at = |day: u32| pos2(bands.at(day), bands.rows[0].1);
        let mut frame = |test_ui: &mut TestUi, displayed: &mut Displayed| {
            let mut intents = Vec::new();
            time.digest(displayed);
            test_ui.frame(|ui| time.show(ui, displayed, 5.0, &mut intents));
            let moments: Vec<Moment> = intents
                .iter()
                .filter_map(|intent| if let Intent::GoTo(moment) = intent { Some(*moment) } else { None })
                .collect();
            assert_eq!(moments.len(), intents.len(), "{intents:?}");
            displayed.wanted = moments.last().copied().or(displayed.wanted);
            moments.iter().map(|moment| moment.day).collect::<Vec<_>>()
        };
        assert!(frame(&mut test_ui, &mut displayed).is_empty());
        test_ui.press(at(300));
        let near = |days: &[u32], day: u32| days.len() == 1 && days[0].abs_diff(day) <= 2;
        assert!(near(&frame(&mut test_ui, &mut displayed), 300));
        assert!(frame(&mut test_ui, &mut displayed).is_empty(), "it was asked for already");
        test_ui.move_to(at(500));
        assert!(near(&frame(&mut test_ui, &mut displayed), 500));
        // What has not been lived is not there yet.
        test_ui.move_to(at(1800));
        assert_eq!(frame(&mut test_ui, &mut displayed), [900]);
        test_ui.release(at(1800));
        assert!(frame(&mut test_ui, &mut displayed).is_empty());
    }
}
