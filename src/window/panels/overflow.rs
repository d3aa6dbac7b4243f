//! Every panel and dialog in English and in the pseudo-language, in small, usual and tall windows, at the usual scale and at the largest:
//! no text is cut off, lies on another or is broken within a word.

use std::path::Path;
use std::sync::Arc;

use bevy::math::Vec2;
use bevy_egui::egui::{Id, Pos2, Rect, vec2};
use jiff::civil::date;
use strum::VariantArray;

use super::legend;
use super::picker::{Dialog, Picker};
use super::state::PanelState;
use super::tabs::Tab;
use super::theme::{self, Look};
use super::twin::TwinMaps;
use crate::ecology::habitat::LandUse;
use crate::window::charts::series::Chart;
use crate::window::charts::view::Shape;
use crate::window::follow::Subject;
use crate::window::language::{Language, within};
use crate::window::live_run::displayed::Displayed;
use crate::window::live_run::driver::{BranchLine, Moment};
use crate::window::live_run::following::Wanted;
use crate::window::map::view::View;
use crate::window::overlays::{self, Overlay};
use crate::window::preferences::{Preference, Preferences, ScaleStep};
use crate::window::test_support::overflow::faults;
use crate::window::test_support::run::{displayed, displayed_on, not_begun, with_band, with_field, with_flock};
use crate::window::test_support::ui::TestUi;
use crate::window::why;
use crate::window::why::chain::Link;

/// A way in which the window may look. A new panel is a line here.
struct Arranged {
    name: &'static str,
    arrange: fn(&mut PanelState) -> Displayed,
}

const ARRANGED: [Arranged; 45] = [
    Arranged { name: "before the first day", arrange: |_| not_begun() },
    Arranged { name: "land", arrange: |state| tab(state, Tab::Land) },
    Arranged { name: "a campaign that was taken over", arrange: |_| taken_over() },
    Arranged { name: "many branches", arrange: |_| many_branches() },
    Arranged { name: "legend", arrange: legend },
    Arranged {
        name: "overlays",
        arrange: |state| {
            state.chooser_is_open = true;
            displayed()
        },
    },
    Arranged { name: "overlay of pests", arrange: |state| overlay(state, Overlay::Pests) },
    Arranged { name: "overlay of hunting", arrange: |state| overlay(state, Overlay::Hunting) },
    Arranged { name: "overlay of leaf lost", arrange: |state| overlay(state, Overlay::LeafLost) },
    Arranged { name: "overlay of grain eaten by birds", arrange: |state| overlay(state, Overlay::GrainLostToSparrows) },
    Arranged { name: "overlay of the difference", arrange: |state| overlay(state, Overlay::Difference) },
    Arranged { name: "overlay of work undone", arrange: |state| overlay(state, Overlay::WorkUndone) },
    Arranged { name: "an overlay that is offered", arrange: killed },
    Arranged { name: "a harvest that is told of", arrange: |state| harvest(state, Tab::Land) },
    Arranged { name: "a harvest that is told of over both worlds", arrange: |state| harvest(state, Tab::Twin) },
    Arranged { name: "both worlds, split", arrange: |state| twin(state, TwinMaps::Split) },
    Arranged { name: "both worlds, side by side", arrange: |state| twin(state, TwinMaps::Beside) },
    Arranged { name: "both worlds, difference", arrange: |state| twin(state, TwinMaps::Difference) },
    Arranged { name: "why", arrange: |state| tab(state, Tab::Why) },
    Arranged {
        name: "why, before the campaign",
        arrange: |state| {
            tab(state, Tab::Why);
            not_begun()
        },
    },
    Arranged { name: "why, on the way", arrange: way_back },
    Arranged { name: "why, at a field", arrange: why_of_field },
    Arranged { name: "charts", arrange: |state| tab(state, Tab::Charts) },
    Arranged { name: "all charts", arrange: all_charts },
    Arranged { name: "one number against another", arrange: plane },
    Arranged { name: "plan", arrange: |state| tab(state, Tab::Plan) },
    Arranged { name: "parameters", arrange: |state| tab(state, Tab::Parameters) },
    Arranged { name: "grain", arrange: |state| tab(state, Tab::Grain) },
    Arranged { name: "record", arrange: |state| tab(state, Tab::Record) },
    Arranged { name: "sources", arrange: |state| tab(state, Tab::Sources) },
    Arranged { name: "flock", arrange: flock },
    Arranged { name: "band", arrange: band },
    Arranged { name: "field", arrange: field },
    Arranged { name: "nobody", arrange: nobody },
    Arranged { name: "bet", arrange: bet },
    Arranged { name: "failure", arrange: failure },
    Arranged { name: "introduction", arrange: |state| dialog(state, Dialog::Introduction) },
    Arranged { name: "scenarios", arrange: |state| dialog(state, Dialog::Scenarios) },
    Arranged { name: "a file with problems", arrange: problems },
    Arranged { name: "seeds", arrange: |state| dialog(state, Dialog::Seeds) },
    Arranged { name: "another scenario", arrange: offer },
    Arranged { name: "save", arrange: |state| dialog(state, Dialog::Save) },
    Arranged { name: "leave", arrange: |state| dialog(state, Dialog::Leave) },
    Arranged { name: "help", arrange: |state| dialog(state, Dialog::Help) },
    Arranged { name: "settings", arrange: |state| dialog(state, Dialog::Settings) },
];

fn tab(state: &mut PanelState, tab: Tab) -> Displayed {
    state.plan.tab = tab;
    displayed()
}

/// Only what was done to the campaign, so that it can be given back to the scenario.
fn taken_over() -> Displayed {
    let mut displayed = displayed();
    displayed.log.truncate(1);
    displayed.logs = Arc::new(vec![displayed.log.clone()]);
    displayed
}

/// More than have a band of their own.
fn many_branches() -> Displayed {
    let mut displayed = displayed();
    let other = displayed.branches[1].clone();
    displayed
        .branches
        .extend((0..9).map(|number| BranchLine { name: format!("{} {number}", other.name), ..other.clone() }));
    displayed
}

fn legend(state: &mut PanelState) -> Displayed {
    state.legend_is_open = Some(true);
    displayed()
}

fn overlay(state: &mut PanelState, overlay: Overlay) -> Displayed {
    state.overlay = Some(overlay);
    displayed()
}

fn twin(state: &mut PanelState, maps: TwinMaps) -> Displayed {
    state.twin.maps = maps;
    tab(state, Tab::Twin)
}

/// The first day on which birds were killed for a while, so that it is offered to see where.
fn killed(_: &mut PanelState) -> Displayed {
    let mut displayed = displayed();
    displayed.record.days.iter_mut().for_each(|row| row.sparrows_killed = 0);
    displayed.record.days.last_mut().unwrap().sparrows_killed = 12;
    displayed
}

/// Some days after the end of a year, when its harvest is told of.
fn harvest(state: &mut PanelState, tab: Tab) -> Displayed {
    state.plan.tab = tab;
    displayed_on(date(1960, 1, 20))
}

/// What a link has brought to the map.
fn way_back(state: &mut PanelState) -> Displayed {
    let displayed = tab(state, Tab::Why);
    state.why.explain(1958, Link::Birds);
    state.overlay = Some(state.why.wash(Link::Birds, None));
    state.why.way_back.leave(Moment::default(), true);
    displayed
}

fn why_of_field(state: &mut PanelState) -> Displayed {
    let (displayed, cell) = with_field();
    state.plan.tab = Tab::Why;
    state.why.ask_of_field(1958, cell);
    displayed
}

fn all_charts(state: &mut PanelState) -> Displayed {
    for chart in Chart::VARIANTS {
        if !state.charts.shows(*chart) {
            state.charts.toggle(*chart);
        }
    }
    tab(state, Tab::Charts)
}

fn plane(state: &mut PanelState) -> Displayed {
    state.charts.shape = Shape::Plane;
    tab(state, Tab::Charts)
}

fn flock(state: &mut PanelState) -> Displayed {
    let displayed = with_flock();
    state.follow.look(displayed.following.id.map(|id| Subject::Agent(Wanted::Agent(id))));
    displayed
}

fn band(state: &mut PanelState) -> Displayed {
    let displayed = with_band();
    state.follow.look(displayed.following.id.map(|id| Subject::Agent(Wanted::Agent(id))));
    displayed
}

fn field(state: &mut PanelState) -> Displayed {
    let (displayed, cell) = with_field();
    state.follow.look(Some(Subject::Field(cell)));
    displayed
}

fn nobody(state: &mut PanelState) -> Displayed {
    state.follow.look(Some(Subject::Agent(Wanted::Band { place_m: Vec2::ZERO })));
    displayed()
}

/// A year before the campaign, after which the next harvests are asked for.
fn bet(_: &mut PanelState) -> Displayed {
    let all = displayed();
    let mut displayed = not_begun();
    displayed.record.days = all.record.days.into_iter().take_while(|row| row.date.year() == 1957).collect();
    displayed.record.harvests = all.record.harvests.into_iter().take(1).collect();
    displayed.now.day = displayed.record.days.len() as u32;
    displayed
}

fn failure(_: &mut PanelState) -> Displayed {
    let why = "the run was out of balance: more sparrows died on a day than there were the day before.";
    let mut displayed = displayed();
    displayed.failure = Some(why.into());
    displayed
}

fn dialog(state: &mut PanelState, dialog: Dialog) -> Displayed {
    state.dialog = dialog;
    displayed()
}

fn problems(state: &mut PanelState) -> Displayed {
    state.dialog = state.picker.load(Path::new("a-folder-that-is-not-there/and-a-file-with-a-long-name.ron"));
    displayed()
}

fn offer(state: &mut PanelState) -> Displayed {
    let displayed = displayed();
    state.dialog = Picker::before(Box::new(displayed.scenario.clone()), &displayed).unwrap();
    displayed
}

type Arrange = Box<dyn Fn(&mut PanelState) -> Displayed>;

/// What has many pages: the levers of the plan, opened, and the sections of the parameters.
fn pages() -> Vec<(String, Arrange)> {
    let scenario = displayed().scenario;
    let levers = scenario.levers().into_iter().map(|lever| {
        let opened = move |state: &mut PanelState| {
            let displayed = tab(state, Tab::Plan);
            state.digest(&displayed);
            state.plan.unfold(lever);
            displayed
        };
        (format!("lever {lever:?}"), Box::new(opened) as Arrange)
    });
    let sections = (0..scenario.sections().len()).map(|section| {
        let shown = move |state: &mut PanelState| {
            state.parameters.turn_to(section);
            tab(state, Tab::Parameters)
        };
        (format!("section {section} of the parameters"), Box::new(shown) as Arrange)
    });
    levers.chain(sections).collect()
}

/// Frames until everything is where it stays.
const SETTLED: usize = 6;

/// What is wrong with the window when it looks so and is of this size, in points.
fn look_at(arrange: &dyn Fn(&mut PanelState) -> Displayed, size: bevy_egui::egui::Vec2) -> Vec<String> {
    faults(painted(arrange, None, size).shapes(), Rect::from_min_size(Pos2::ZERO, size))
}

/// What is wrong where the pointer is on a field with such land.
fn point_at(land: LandUse, size: bevy_egui::egui::Vec2) -> Vec<String> {
    let screen = Rect::from_min_size(Pos2::ZERO, size);
    let places = [vec2(0.2, 0.3), vec2(0.5, 0.45)].map(|share| (share * size).to_pos2());
    let found = places
        .map(|at| faults(painted(&|state| overlay(state, Overlay::Pests), Some((land, at)), size).shapes(), screen));
    found.concat()
}

/// It, when everything is where it stays.
fn painted(
    arrange: &dyn Fn(&mut PanelState) -> Displayed,
    pointed: Option<(LandUse, Pos2)>,
    size: bevy_egui::egui::Vec2,
) -> TestUi {
    let (mut test_ui, mut state) = (TestUi::of_size(size), PanelState::default());
    let displayed = arrange(&mut state);
    let (picture, preferences) = (&displayed.picture, Preferences::default());
    let mut view = View { extent_m: picture.extent_m(), side_m: picture.side_m, ..View::default() };
    view.show(Vec2::splat(5.0), 30.0);
    for _ in 0..SETTLED {
        if let Some((_, at)) = pointed {
            test_ui.move_to(at);
        }
        test_ui.frame(|ui| {
            theme::put_on(ui.ctx(), Look::Light, true);
            state.digest(&displayed);
            let map = state.panels(ui.ctx(), &displayed);
            let free = state.corners(ui.ctx(), map, &displayed, &view);
            state.dialogs(ui.ctx(), &displayed, &preferences);
            if let Some((land, _)) = pointed {
                let field = picture.fields.iter().find(|field| field.land == land).unwrap();
                legend::inspect(ui.ctx(), free, field.cell, [picture, picture], state.overlay_in_sight());
            }
        });
    }
    test_ui
}

/// The sizes of the window, in pixels.
const WINDOWS: [[f32; 2]; 3] = [[1024.0, 640.0], [1280.0, 800.0], [1080.0, 1920.0]];

/// Looks at all of them in all windows, at the usual scale and at the largest.
fn assert_that_all_fits(language: Language) {
    let mut found = Vec::new();
    for (number, [wide, high]) in WINDOWS.into_iter().enumerate() {
        let window = Vec2::new(wide, high);
        let mut preferences = Preferences::default();
        (0..9).for_each(|_| preferences.change(Preference::Scale(ScaleStep::Larger), window, 1.0));
        for scale in [1.0, preferences.zoom(window, 1.0)] {
            let size = vec2(wide, high) / scale;
            let mut look = |name: &str, faults: &dyn Fn() -> Vec<String>| {
                let faults = within(language, faults);
                found.extend(faults.iter().map(|fault| format!("{name}, {wide} x {high} at {scale}: {fault}")));
            };
            for Arranged { name, arrange } in &ARRANGED {
                look(name, &|| look_at(arrange, size));
            }
            for land in [LandUse::Village, LandUse::WheatMaize] {
                look(&format!("pointed at {land:?}"), &|| point_at(land, size));
            }
            // They are in panels that scroll, so that only the width matters.
            for (name, arrange) in pages().iter().filter(|_| number == 0) {
                look(name, &|| look_at(arrange, size));
            }
        }
    }
    assert!(found.is_empty(), "{} faults in {language:?}:\n{}", found.len(), found.join("\n"));
}

/// Contract: what is offered over the map is among what is looked at.
#[test]
fn offers_are_there() {
    let of_harvests = why::offer::OFFER;
    let areas = [
        ("an overlay that is offered", overlays::offer::OFFER),
        ("a harvest that is told of", of_harvests),
        ("a harvest that is told of over both worlds", of_harvests),
    ];
    for (name, area) in areas {
        let arranged = ARRANGED.iter().find(|arranged| arranged.name == name).unwrap();
        let mut is_there = false;
        painted(&arranged.arrange, None, vec2(1280.0, 800.0)).frame(|ui| {
            is_there = ui.ctx().memory(|memory| memory.area_rect(Id::new(area)).is_some());
        });
        assert!(is_there, "{name}");
    }
}

/// Contract: whatever is open, English has room.
#[test]
fn english_has_room() {
    assert_that_all_fits(Language::English);
}

/// Contract: so has a language that is longer by a third.
#[test]
fn a_longer_language_has_room() {
    assert_that_all_fits(Language::Pseudo);
}
