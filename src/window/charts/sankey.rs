//! A picture of flows: a bar for each place, in columns from left to right, and a band for each flow, as thick as it is large.
//!
//! No words lie over a band. Beside a bar where grain ends they are to its right, and over any other bar above it; and bands run level
//! past them before they turn up or down. Every band goes from one column to the next, so only those of its own column can meet a word.

use bevy_egui::egui::{
    Align2, Mesh, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2,
};

use crate::window::language::tr;
use crate::window::panels::theme::{GRAIN, GRAIN_EDGE, INK, SMALL, SOFT_INK, font};

use super::grain_flow::{Flow, Place, amount_kg};
use super::grain_words::{colour, colours, words};

/// Width of a bar.
const BAR: f32 = 14.0;
/// The least space for the words beside the last column.
const LAST_WORDS: f32 = 170.0;
/// Height of a line of words.
const LINE_HEIGHT: f32 = 18.0;
const GAP: f32 = 8.0;
/// A bar is at least as high as this, so that it can be seen.
const LEAST_BAR: f32 = 1.5;
/// The picture is at least as high as this: all words have room.
pub const LEAST_HEIGHT: f32 = 440.0;
/// Space between a bar and the words to its right.
const BESIDE: f32 = 6.0;
/// A band has at least so much of its way to turn up or down.
const LEAST_TURN: f32 = 14.0;
/// Pieces of which a turn is made.
const STEPS: u32 = 32;

/// A place as it is drawn.
#[derive(Clone, Debug, PartialEq)]
struct Drawn {
    place: Place,
    bar: Rect,
    /// The space that the bar and its words have for themselves.
    slot: Rect,
    words: Vec<String>,
    /// The space of the words.
    label: Rect,
}

/// A flow as it is drawn, from above: where it leaves one bar and reaches another, how far it runs level first, and how thick it is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Band {
    flow: Flow,
    from: Pos2,
    to: Pos2,
    level: f32,
    thickness: f32,
}

impl Band {
    /// Its upper edge at a place along its way.
    fn top_at(&self, x: f32) -> f32 {
        let part = ((x - self.from.x - self.level) / (self.to.x - self.from.x - self.level)).clamp(0.0, 1.0);
        self.from.y + part * part * (3.0 - 2.0 * part) * (self.to.y - self.from.y)
    }

    /// Whether some of it lies in a rectangle.
    fn meets(&self, rect: Rect) -> bool {
        let (from, to) = (rect.left().max(self.from.x), rect.right().min(self.to.x));
        let is_in = |step: u32| {
            let top = self.top_at(from + (to - from) * step as f32 / STEPS as f32);
            top < rect.bottom() && top + self.thickness > rect.top()
        };
        from < to && (0..=STEPS).any(is_in)
    }

    fn shape(&self) -> Shape {
        let (mut mesh, colour) = (Mesh::default(), colour(self.flow));
        let turn = self.from.x + self.level;
        let turns = (0..=STEPS).map(|step| turn + (self.to.x - turn) * step as f32 / STEPS as f32);
        for (index, x) in (0..).zip(std::iter::once(self.from.x).chain(turns)) {
            let at = pos2(x, self.top_at(x));
            mesh.colored_vertex(at, *colour);
            mesh.colored_vertex(at + vec2(0.0, self.thickness), *colour);
            if index > 0 {
                let last = 2 * index;
                mesh.add_triangle(last - 2, last - 1, last);
                mesh.add_triangle(last - 1, last, last + 1);
            }
        }
        Shape::mesh(mesh)
    }
}

fn column(place: Place) -> usize {
    match place {
        Place::Grown => 0,
        Place::State | Place::Country => 2,
        before if before < Place::State => 1,
        _ => 3,
    }
}

/// A place of a column: its amount, its words, and whether grain goes on from there.
struct Stop {
    place: Place,
    kg: f64,
    words: Vec<String>,
    goes_on: bool,
}

impl Stop {
    fn words_height(&self) -> f32 {
        LINE_HEIGHT * self.words.len() as f32
    }

    fn words_width(&self, width: &dyn Fn(&str) -> f32) -> f32 {
        self.words.iter().map(|line| width(line)).fold(0.0, f32::max)
    }

    /// Height of its slot at a scale.
    fn height(&self, scale: f64) -> f32 {
        let bar = ((self.kg * scale) as f32).max(LEAST_BAR);
        if self.goes_on { self.words_height() + bar } else { self.words_height().max(bar) }
    }
}

fn columns(flows: &[Flow]) -> [Vec<Stop>; 4] {
    let mut columns: [Vec<Stop>; 4] = Default::default();
    for &place in Place::ALL {
        let kg = amount_kg(flows, place);
        if kg > 0.0 {
            let goes_on = flows.iter().any(|flow| flow.from == place);
            columns[column(place)].push(Stop { place, kg, words: words(flows, place), goes_on });
        }
    }
    columns
}

/// The largest scale, in points for each kg, at which all columns are at most as high as this.
fn scale(columns: &[Vec<Stop>], height: f32) -> f64 {
    let is_within = |scale: f64| {
        let is_within = |column: &Vec<Stop>| {
            let slots: f32 = column.iter().map(|stop| stop.height(scale)).sum();
            slots + GAP * (column.len().saturating_sub(1)) as f32 <= height
        };
        columns.iter().all(is_within)
    };
    let most = columns.iter().flatten().map(|stop| stop.kg).fold(0.0, f64::max);
    let (mut low, mut high) = (0.0, f64::from(height) / most.max(1e-9));
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if is_within(middle) { low = middle } else { high = middle }
    }
    low
}

/// From each column to the next, and at last to the end: all the same, unless words need more room.
fn steps(columns: &[Vec<Stop>; 4], all: f32, width: &dyn Fn(&str) -> f32) -> [f32; 4] {
    let [before @ .., last] = columns.each_ref().map(|column| {
        let beside = |stop: &Stop| stop.words_width(width) + if stop.goes_on { 0.0 } else { BAR + BESIDE };
        column.iter().map(beside).fold(0.0, f32::max)
    });
    let last = last.max(BAR + LAST_WORDS);
    let (needed, all) = (before.map(|words| words + LEAST_TURN), all - last);
    // What those that need more leave to the others.
    let mut even = all / 3.0;
    for _ in 0..2 {
        let (wide, narrow): (Vec<f32>, Vec<f32>) = needed.into_iter().partition(|needed| *needed > even);
        even = (all - wide.iter().sum::<f32>()) / narrow.len().max(1) as f32;
    }
    let [first, second, third] = needed.map(|needed| needed.max(even));
    [first, second, third, last]
}

/// Where everything is within `area`, the bands from above. `width` is that of a line of words.
fn lay_out(flows: &[Flow], area: Rect, width: &dyn Fn(&str) -> f32) -> (Vec<Drawn>, Vec<Band>) {
    let columns = columns(flows);
    let scale = scale(&columns, area.height());
    let mut drawn: Vec<Drawn> = Vec::new();
    let mut left = area.left();
    for (column, step) in columns.iter().zip(steps(&columns, area.width(), width)) {
        let heights = column.iter().map(|stop| stop.height(scale));
        let free = area.height() - heights.sum::<f32>() - GAP * column.len().saturating_sub(1) as f32;
        // What is free is shared out between the places, but they do not go far from each other.
        let gap = GAP + (free / column.len().max(1) as f32).clamp(0.0, 26.0);
        let mut top = area.top();
        for stop in column {
            let bar_height = ((stop.kg * scale) as f32).max(LEAST_BAR);
            let slot = Rect::from_min_size(pos2(left, top), vec2(step, stop.height(scale)));
            let words_size = vec2(stop.words_width(width), stop.words_height());
            let (bar_top, words_at) = match stop.goes_on {
                true => (slot.bottom() - bar_height, slot.min),
                false => (
                    slot.center().y - 0.5 * bar_height,
                    pos2(left + BAR + BESIDE, slot.center().y - 0.5 * words_size.y),
                ),
            };
            let bar = Rect::from_min_size(pos2(left, bar_top), vec2(BAR, bar_height));
            let label = Rect::from_min_size(words_at, words_size);
            top = slot.bottom() + gap;
            drawn.push(Drawn { place: stop.place, bar, slot, words: stop.words.clone(), label });
        }
        left += step;
    }
    let reaped = drawn.iter().find(|drawn| drawn.place == Place::Reaped).map(|drawn| drawn.bar.top());
    if let (Some(reaped), Some(grown)) = (reaped, drawn.iter_mut().find(|drawn| drawn.place == Place::Grown)) {
        // The harvest goes straight on.
        let down = vec2(0.0, (reaped - grown.bar.top()).min(area.bottom() - grown.bar.bottom()));
        for rect in [&mut grown.bar, &mut grown.slot, &mut grown.label] {
            *rect = rect.translate(down);
        }
    }
    let bands = bands(flows, &drawn, scale);
    (drawn, bands)
}

/// Draws the flows of a year in the available width.
pub fn show(ui: &mut Ui, flows: &[Flow], height: f32, title: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height.max(LEAST_HEIGHT)), Sense::hover());
    let painter = ui.painter();
    let width = |line: &str| painter.layout_no_wrap(line.into(), font(SMALL), *INK).size().x;
    let (drawn, bands) = lay_out(flows, rect.shrink2(vec2(0.0, 4.0)), &width);
    response.widget_info(|| {
        let all: Vec<_> = drawn.iter().map(|drawn| drawn.words.join(" ")).collect();
        WidgetInfo::labeled(WidgetType::Image, true, tr!("grain-picture", title = title, places = all.join("; ")))
    });
    painter.extend(bands.iter().map(Band::shape));
    for drawn in &drawn {
        let edge = if colours(drawn.place)[0] == GRAIN { GRAIN_EDGE } else { SOFT_INK };
        let stroke = if drawn.bar.height() > 4.0 { Stroke::new(1.0, edge) } else { Stroke::NONE };
        painter.rect(drawn.bar, 0.0, colours(drawn.place)[0], stroke, StrokeKind::Inside);
        for (index, words) in drawn.words.iter().enumerate() {
            let at = drawn.label.min + vec2(0.0, LINE_HEIGHT * (index as f32 + 0.5));
            painter.text(at, Align2::LEFT_CENTER, words, font(SMALL), *INK);
        }
    }
}

/// The bands. Those of a column run level as far as they must so as not to meet its words.
fn bands(flows: &[Flow], drawn: &[Drawn], scale: f64) -> Vec<Band> {
    let mut used = [[0.0_f32; 2]; Place::ALL.len()];
    let mut columns: [Vec<Band>; 4] = Default::default();
    for &flow in flows {
        let find = |place| drawn.iter().find(|drawn: &&Drawn| drawn.place == place);
        let (Some(from), Some(to)) = (find(flow.from), find(flow.to)) else { continue };
        let thickness = (flow.kg * scale) as f32;
        let (out, into) = (used[flow.from as usize][1], used[flow.to as usize][0]);
        let (start, end) = (from.bar.right_top() + vec2(0.0, out), to.bar.left_top() + vec2(0.0, into));
        used[flow.from as usize][1] += thickness;
        used[flow.to as usize][0] += thickness;
        let band = Band { flow, from: start, to: end, level: 0.0, thickness: thickness.max(1.0) };
        columns[column(flow.from)].push(band);
    }
    for (index, bands) in columns.iter_mut().enumerate() {
        // Words touch the bar below them.
        let of_column = drawn.iter().filter(|drawn| column(drawn.place) == index);
        let labels: Vec<Rect> = of_column.map(|drawn| drawn.label.shrink(0.5)).collect();
        let most = bands.iter().map(|band| band.to.x - band.from.x - LEAST_TURN).fold(f32::INFINITY, f32::min);
        for level in (0..=10).map(|tenths| most * tenths as f32 / 10.0) {
            bands.iter_mut().for_each(|band| band.level = level);
            if !bands.iter().any(|band| labels.iter().any(|label| band.meets(*label))) {
                break;
            }
        }
    }
    columns.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::grain_flow::flows;
    use super::super::grain_flow::tests::year_of;
    use super::*;
    use crate::engine::parallel::Parallelism;
    use crate::record::series::HarvestRow;
    use crate::scenario::{Document, LandscapeParameters, Scenario, open};
    use crate::simulation::Simulation;
    use crate::society::flows::SocietyFlows;
    use crate::window::language::{Language, within};
    use crate::window::test_support::ui::TestUi;

    fn year() -> HarvestRow {
        let society = SocietyFlows {
            seed_kg: 60.0,
            procured_kg: 377.0,
            imported_kg: 1.0,
            exported_kg: 25.0,
            eaten_in_towns_kg: 240.0,
            own_eaten_in_country_kg: 560.0,
            resold_kg: 70.0,
            wasted_in_canteens_kg: 40.0,
            spoiled_in_villages_kg: 9.0,
            spoiled_in_stores_kg: 3.0,
            ..SocietyFlows::default()
        };
        HarvestRow {
            reaped_kg: 1000.0,
            grain_eaten_by_pests_kg: 30.0,
            grain_eaten_by_sparrows_kg: 0.4,
            spilled_kg: 50.0,
            grain_unreaped_kg: 20.0,
            society,
            ..HarvestRow::empty(1959)
        }
    }

    /// Checks with the widths of words in the window's own font, in each language.
    fn with_widths(check: impl FnMut(&dyn Fn(&str) -> f32)) {
        let (mut test_ui, mut check) = (TestUi::default(), check);
        for language in Language::OF_WINDOW.into_iter() {
            within(language, || {
                test_ui.frame(|ui| check(&|line| ui.painter().layout_no_wrap(line.into(), font(SMALL), *INK).size().x));
            });
        }
    }

    /// The plan's space in windows of 640 x 480, 1280 x 800 and 1920 x 1080, and others.
    const SIZES: [[f32; 2]; 5] =
        [[560.0, LEAST_HEIGHT], [608.0, LEAST_HEIGHT], [820.0, 500.0], [1270.0, 780.0], [1500.0, 900.0]];

    /// Contract: in the smallest picture and in a large one, nothing leaves the area, no place has another's space, and no words lie over
    /// a band or another's words; bars are as high as their amounts.
    fn assert_clear(flows: &[Flow], width: &dyn Fn(&str) -> f32) {
        for [wide, high] in SIZES {
            let area = Rect::from_min_size(pos2(10.0, 20.0), vec2(wide, high));
            let scale = scale(&columns(flows), area.height());
            let (drawn, bands) = lay_out(flows, area, width);
            assert!(scale > 0.0 && bands.len() == flows.len());
            for (index, one) in drawn.iter().enumerate() {
                assert!(area.expand(0.1).contains_rect(one.bar), "{one:?}");
                assert!(area.expand(0.1).contains_rect(one.label), "{one:?} in {wide} x {high}");
                assert!(one.slot.top() >= area.top() - 0.1 && one.slot.bottom() <= area.bottom() + 0.1, "{one:?}");
                let height = (amount_kg(flows, one.place) * scale) as f32;
                assert!((one.bar.height() - height.max(LEAST_BAR)).abs() < 0.01);
                for band in &bands {
                    assert!(!band.meets(one.label.shrink(0.5)), "{one:?} and {band:?} in {wide} x {high}");
                }
                for other in drawn.iter().skip(index + 1) {
                    let is_beside = column(other.place) == column(one.place);
                    assert!(!is_beside || one.slot.bottom() <= other.slot.top(), "{one:?} and {other:?}");
                    assert!(!one.label.shrink(0.5).intersects(other.label), "{one:?} and {other:?}");
                    assert!(!one.label.shrink(0.5).intersects(other.bar), "{one:?} and {other:?}");
                }
            }
        }
    }

    #[test]
    fn nothing_overlaps_or_is_clipped() {
        with_widths(|width| assert_clear(&flows(&year()), width));
    }

    /// Contract: nor in the years of the whole plan, nor whatever amounts there are.
    #[test]
    fn no_words_lie_over_a_band_in_any_year() {
        let Ok(Document::Scenario(scenario)) = open(Path::new("great_leap")) else { panic!() };
        let landscape = LandscapeParameters { fields_wide: 8, fields_high: 8, ..scenario.landscape.clone() };
        let mut simulation = Simulation::new(Scenario { landscape, ..scenario }, Parallelism::Serial);
        (0..6 * 365 + 1).for_each(|_| simulation.step());
        let mut years = simulation.record().harvests.clone();
        assert_eq!(years.len(), 6);
        years.extend((0..200).map(year_of));
        with_widths(|width| years.iter().for_each(|year| assert_clear(&flows(year), width)));
    }

    /// Contract: the bands of a place lie side by side and fill its bar.
    #[test]
    fn bands_fill_their_bars() {
        let flows = flows(&year());
        let area = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0));
        let (drawn, bands) = lay_out(&flows, area, &|line| 7.0 * line.len() as f32);
        assert_eq!(bands.len(), flows.len());
        let scale = scale(&columns(&flows), area.height());
        for place in &drawn {
            let ends = bands.iter().filter(|band| band.flow.to == place.place);
            let lowest = ends.map(|band| band.to.y + (band.flow.kg * scale) as f32).fold(place.bar.top(), f32::max);
            assert!(lowest <= place.bar.bottom() + 0.1, "{place:?}: {lowest}");
        }
    }
}
