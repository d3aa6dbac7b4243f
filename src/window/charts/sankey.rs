//! A picture of flows: a bar for each place, in columns from left to right, and a band for each flow, as thick as it is large.

use bevy_egui::egui::{
    Align2, Color32, Mesh, Painter, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2,
    vec2,
};

use crate::output::words::number;
use crate::window::panels::theme::{
    GRAIN, GRAIN_AREA, GRAIN_EDGE, INK, LOSS, LOSS_AREA, PEST, PEST_AREA, SMALL, SOFT_INK, SPARROW, SPARROW_AREA,
    STATE, STATE_AREA, font,
};

use super::grain_flow::{Flow, Place, amount_kg};

/// Width of a bar.
const BAR: f32 = 14.0;
/// Space for the words beside the last column.
const LAST_WORDS: f32 = 170.0;
/// Height of a line of words.
const LINE_HEIGHT: f32 = 18.0;
const GAP: f32 = 8.0;
/// A bar is at least as high as this, so that it can be seen.
const LEAST_BAR: f32 = 1.5;
/// The picture is at least as high as this: all words have room.
pub const LEAST_HEIGHT: f32 = 440.0;

/// A place as it is drawn.
#[derive(Clone, Debug, PartialEq)]
struct Drawn {
    place: Place,
    bar: Rect,
    /// The space that the bar and its words have for themselves.
    slot: Rect,
    words: Vec<String>,
}

fn column(place: Place) -> usize {
    match place {
        Place::Grown => 0,
        Place::State | Place::Country => 2,
        before if before < Place::State => 1,
        _ => 3,
    }
}

fn name(place: Place) -> &'static str {
    match place {
        Place::Grown => "Grown",
        Place::Imported => "Imported",
        Place::FromState => "State stores",
        Place::Reaped => "Reaped",
        Place::FromVillages => "Village stocks",
        Place::EatenByPests => "Eaten by pests",
        Place::EatenBySparrows => "Eaten by birds",
        Place::Unreaped => "Left unreaped",
        Place::Spilled => "Spilled",
        Place::State => "Procured",
        Place::Country => "Left in villages",
        Place::Exported => "Exported",
        Place::ToState => "To state stores",
        Place::SpoiledWithState => "Spoiled with the state",
        Place::Towns => "Eaten in towns",
        Place::EatenInCountry => "Eaten in the country",
        Place::Wasted => "Wasted in canteens",
        Place::SpoiledInVillages => "Spoiled in villages",
        Place::Seed => "Sown as seed",
        Place::ToVillages => "To village stocks",
    }
}

/// The colours of a place's bar and of the bands that go there.
fn colours(place: Place) -> [Color32; 2] {
    match place {
        Place::EatenByPests => [PEST, PEST_AREA],
        Place::EatenBySparrows => [SPARROW, SPARROW_AREA],
        Place::Unreaped | Place::Spilled | Place::Wasted | Place::SpoiledInVillages | Place::SpoiledWithState => {
            [LOSS, LOSS_AREA]
        }
        Place::Imported | Place::FromState | Place::State | Place::Exported | Place::ToState | Place::Towns => {
            [STATE, STATE_AREA]
        }
        _ => [GRAIN, GRAIN_AREA],
    }
}

/// The colour of a band.
fn colour(flow: Flow) -> Color32 {
    // Grain that the state sells back keeps the state's colour.
    if flow.from == Place::State && flow.to == Place::EatenInCountry { STATE_AREA } else { colours(flow.to)[1] }
}

/// Tonnes, and how many percent they are of what was reaped.
fn tonnes(kg: f64, reaped_kg: f64) -> String {
    let percent = if reaped_kg > 0.0 { format!(", {} %", percent(kg / reaped_kg)) } else { String::new() };
    format!("{} t{percent}", number(kg / 1000.0))
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent > 0.0 && percent < 0.05 { "<0.1".into() } else { format!("{percent:.1}") }
}

/// What is written beside a place.
fn words(flows: &[Flow], place: Place) -> Vec<String> {
    let reaped_kg = amount_kg(flows, Place::Reaped);
    let between = |from, to| flows.iter().filter(|flow| (flow.from, flow.to) == (from, to)).map(|flow| flow.kg).sum();
    // Beside what passes through, the words are those of the band that comes from the harvest.
    let kg: f64 = match place {
        Place::State => between(Place::Reaped, Place::State) + between(Place::FromVillages, Place::State),
        Place::Country => between(Place::Reaped, Place::Country),
        _ => amount_kg(flows, place),
    };
    let mut words = vec![name(place).to_owned(), tonnes(kg, reaped_kg)];
    let resold_kg = between(Place::State, Place::EatenInCountry);
    if place == Place::EatenInCountry && resold_kg > 0.0 {
        words.push(format!("sold back {}", tonnes(resold_kg, reaped_kg)));
    }
    words
}

/// The places of a column, each with its amount and the least height of its slot.
type Column = Vec<(Place, f64, f32)>;

fn columns(flows: &[Flow]) -> [Column; 4] {
    let mut columns: [Column; 4] = Default::default();
    for &place in Place::ALL {
        let kg = amount_kg(flows, place);
        if kg > 0.0 {
            columns[column(place)].push((place, kg, LINE_HEIGHT * words(flows, place).len() as f32));
        }
    }
    columns
}

/// The largest scale, in points for each kg, at which all columns are at most as high as this.
fn scale(columns: &[Column], height: f32) -> f64 {
    let is_within = |scale: f64| {
        let is_within = |column: &Column| {
            let slots: f32 = column.iter().map(|&(_, kg, least)| least.max((kg * scale) as f32)).sum();
            slots + GAP * (column.len().saturating_sub(1)) as f32 <= height
        };
        columns.iter().all(is_within)
    };
    let most = columns.iter().flatten().map(|&(_, kg, _)| kg).fold(0.0, f64::max);
    let (mut low, mut high) = (0.0, f64::from(height) / most.max(1e-9));
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if is_within(middle) { low = middle } else { high = middle }
    }
    low
}

/// Where everything is within `area`, and the scale.
fn lay_out(flows: &[Flow], area: Rect) -> (Vec<Drawn>, f64) {
    let columns = columns(flows);
    let scale = scale(&columns, area.height());
    let mut drawn: Vec<Drawn> = Vec::new();
    let step = (area.width() - LAST_WORDS - BAR) / 3.0;
    for (index, column) in columns.iter().enumerate() {
        let left = area.left() + step * index as f32;
        let heights = column.iter().map(|&(_, kg, least)| least.max((kg * scale) as f32));
        let free = area.height() - heights.sum::<f32>() - GAP * column.len().saturating_sub(1) as f32;
        // What is free is shared out between the places, but they do not go far from each other.
        let gap = GAP + (free / column.len().max(1) as f32).clamp(0.0, 26.0);
        let mut top = area.top();
        for &(place, kg, least) in column {
            let bar_height = ((kg * scale) as f32).max(LEAST_BAR);
            let slot = Rect::from_min_size(pos2(left, top), vec2(step, least.max(bar_height)));
            let bar = Rect::from_center_size(pos2(left + 0.5 * BAR, slot.center().y), vec2(BAR, bar_height));
            drawn.push(Drawn { place, bar, slot, words: words(flows, place) });
            top = slot.bottom() + gap;
        }
    }
    let reaped = drawn.iter().find(|drawn| drawn.place == Place::Reaped).map(|drawn| drawn.bar.top());
    if let (Some(reaped), Some(grown)) = (reaped, drawn.iter_mut().find(|drawn| drawn.place == Place::Grown)) {
        // The harvest goes straight on.
        let down = (reaped - grown.bar.top()).min(area.bottom() - grown.bar.bottom());
        grown.bar = grown.bar.translate(vec2(0.0, down));
        grown.slot = grown.slot.translate(vec2(0.0, down));
    }
    (drawn, scale)
}

/// Draws the flows of a year in the available width.
pub fn show(ui: &mut Ui, flows: &[Flow], height: f32, title: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height.max(LEAST_HEIGHT)), Sense::hover());
    let (drawn, scale) = lay_out(flows, rect.shrink2(vec2(0.0, 4.0)));
    response.widget_info(|| {
        let all: Vec<_> = drawn.iter().map(|drawn| drawn.words.join(" ")).collect();
        WidgetInfo::labeled(WidgetType::Image, true, format!("{title}: {}", all.join("; ")))
    });
    let painter = ui.painter();
    for (flow, [from, to], thickness) in bands(flows, &drawn, scale) {
        painter.add(band(from, to, thickness, colour(flow)));
    }
    for drawn in &drawn {
        let edge = if colours(drawn.place)[0] == GRAIN { GRAIN_EDGE } else { SOFT_INK };
        let stroke = if drawn.bar.height() > 4.0 { Stroke::new(1.0, edge) } else { Stroke::NONE };
        painter.rect(drawn.bar, 0.0, colours(drawn.place)[0], stroke, StrokeKind::Inside);
        label(painter, drawn);
    }
}

/// Where each band begins and ends, from above, and how thick it is.
fn bands(flows: &[Flow], drawn: &[Drawn], scale: f64) -> Vec<(Flow, [Pos2; 2], f32)> {
    let mut used = [[0.0_f32; 2]; Place::ALL.len()];
    let mut bands = Vec::new();
    for &flow in flows {
        let find = |place| drawn.iter().find(|drawn: &&Drawn| drawn.place == place);
        let (Some(from), Some(to)) = (find(flow.from), find(flow.to)) else { continue };
        let thickness = (flow.kg * scale) as f32;
        let (out, into) = (used[flow.from as usize][1], used[flow.to as usize][0]);
        let (start, end) = (from.bar.right_top() + vec2(0.0, out), to.bar.left_top() + vec2(0.0, into));
        used[flow.from as usize][1] += thickness;
        used[flow.to as usize][0] += thickness;
        bands.push((flow, [start, end], thickness.max(1.0)));
    }
    bands
}

/// A band between two points, from above, that leaves and arrives level.
fn band(from: Pos2, to: Pos2, thickness: f32, colour: Color32) -> Shape {
    const STEPS: u32 = 32;
    let mut mesh = Mesh::default();
    for step in 0..=STEPS {
        let part = step as f32 / STEPS as f32;
        let smooth = part * part * (3.0 - 2.0 * part);
        let at = pos2(from.x + part * (to.x - from.x), from.y + smooth * (to.y - from.y));
        mesh.colored_vertex(at, colour);
        mesh.colored_vertex(at + vec2(0.0, thickness), colour);
        if step > 0 {
            let last = 2 * step;
            mesh.add_triangle(last - 2, last - 1, last);
            mesh.add_triangle(last - 1, last, last + 1);
        }
    }
    Shape::mesh(mesh)
}

/// The words beside a bar: to its left where grain only leaves, or else to its right.
fn label(painter: &Painter, drawn: &Drawn) {
    let is_left = matches!(drawn.place, Place::Imported | Place::FromState);
    let (x, align) = match is_left {
        true => (drawn.bar.left() - 6.0, Align2::RIGHT_CENTER),
        false => (drawn.bar.right() + 6.0, Align2::LEFT_CENTER),
    };
    let first = drawn.slot.center().y - 0.5 * LINE_HEIGHT * (drawn.words.len() - 1) as f32;
    for (index, words) in drawn.words.iter().enumerate() {
        let at = pos2(x, first + LINE_HEIGHT * index as f32);
        painter.text(at, align, words, font(SMALL), INK);
    }
}

#[cfg(test)]
mod tests {
    use super::super::grain_flow::flows;
    use super::*;
    use crate::record::series::HarvestRow;
    use crate::society::flows::SocietyFlows;

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

    /// Contract: in the smallest picture and in a large one, nothing leaves the area and no place has another's space; bars are as high
    /// as their amounts.
    #[test]
    fn nothing_overlaps_or_is_clipped() {
        let flows = flows(&year());
        for size in [vec2(560.0, LEAST_HEIGHT), vec2(820.0, 500.0), vec2(1500.0, 900.0)] {
            let area = Rect::from_min_size(pos2(10.0, 20.0), size);
            let (drawn, scale) = lay_out(&flows, area);
            assert!(scale > 0.0);
            for (index, one) in drawn.iter().enumerate() {
                assert!(area.expand(0.1).contains_rect(one.bar), "{one:?}");
                assert!(one.slot.top() >= area.top() - 0.1 && one.slot.bottom() <= area.bottom() + 0.1, "{one:?}");
                let height = (amount_kg(&flows, one.place) * scale) as f32;
                assert!((one.bar.height() - height.max(LEAST_BAR)).abs() < 0.01);
                let others = drawn.iter().skip(index + 1).filter(|other| column(other.place) == column(one.place));
                for other in others {
                    assert!(one.slot.bottom() <= other.slot.top(), "{one:?} and {other:?}");
                }
            }
        }
    }

    /// Contract: the bands of a place lie side by side and fill its bar.
    #[test]
    fn bands_fill_their_bars() {
        let flows = flows(&year());
        let (drawn, scale) = lay_out(&flows, Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0)));
        let bands = bands(&flows, &drawn, scale);
        assert_eq!(bands.len(), flows.len());
        for place in &drawn {
            let ends = bands.iter().filter(|(flow, ..)| flow.to == place.place);
            let lowest = ends.map(|(flow, [_, to], _)| to.y + (flow.kg * scale) as f32).fold(place.bar.top(), f32::max);
            assert!(lowest <= place.bar.bottom() + 0.1, "{place:?}: {lowest}");
        }
    }
}
