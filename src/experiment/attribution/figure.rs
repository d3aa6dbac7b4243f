//! The attribution as a figure: a bar for each lever and outcome, with its interval, and the lever's change alone and last
//! as small marks below it.

use super::estimate::{Attribution, Estimate, Part, Parts};
use super::outcome::{Outcome, Years};
use super::table::{group, range};
use crate::experiment::compare::chart::{GRID, INK, PAPER, SOFT};
use crate::experiment::compare::table::seeds;
use crate::experiment::picture::{Anchor, Colour, Mark, Pen, Picture, Point, font};
use crate::output::words::{NOT_EVIDENCE, round_number, signed};

const WIDTH: f64 = 1200.0;
const LEFT: f64 = 24.0;
const RIGHT: f64 = 1176.0;
/// Where the names of the levers end and the panels begin.
const NAMES: [f64; 2] = [258.0, 270.0];
/// Between two panels.
const GAP: f64 = 34.0;
const TITLE: f64 = 25.0;
const LABEL: f64 = 16.0;
const SMALL: f64 = 14.5;
/// Height of a bar, and of a bar with the marks below it.
const BAR: [f64; 2] = [11.0, 25.0];
/// Above and below the bars of a lever.
const MARGIN: f64 = 5.0;
/// Half the size of a mark.
const MARK: f64 = 4.0;

/// A panel: what it shows, and in which colours.
struct Panel<'a> {
    title: &'static str,
    unit: String,
    /// The outcomes, each with what its numbers are multiplied by and its colour.
    bars: Vec<(&'a Parts, f64, Colour)>,
}

/// The scale of a panel.
struct Scale {
    ends: [f64; 2],
    values: [f64; 2],
}

impl Scale {
    fn x(&self, value: f64) -> f64 {
        let along = (value - self.values[0]) / (self.values[1] - self.values[0]);
        self.ends[0] + along * (self.ends[1] - self.ends[0])
    }

    /// Round numbers on it, three to seven of them.
    fn marks(&self) -> Vec<f64> {
        let span = self.values[1] - self.values[0];
        let power = 10_f64.powf((span / 6.0).log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|step| step * power).into_iter().find(|step| 6.0 * step >= span);
        let step = step.unwrap_or(span);
        let (first, last) = ((self.values[0] / step).ceil() as i32, (self.values[1] / step).floor() as i32);
        (first..=last).map(|mark| f64::from(mark) * step).collect()
    }
}

impl Panel<'_> {
    /// All estimates of a lever that are drawn, in the panel's unit.
    fn of_lever(&self, lever: usize) -> impl Iterator<Item = ([Estimate; 3], Colour)> {
        self.bars.iter().map(move |(parts, factor, colour)| {
            let Part { shapley, alone, last, .. } = parts.levers[lever];
            ([shapley, alone, last].map(|estimate| estimate.times(*factor)), *colour)
        })
    }

    fn scale(&self, ends: [f64; 2], levers: usize) -> Scale {
        let all = (0..levers).flat_map(|lever| self.of_lever(lever));
        let values = all.flat_map(|([part, alone, last], _)| [part.low, part.high, part.mean, alone.mean, last.mean]);
        let values = values.filter(|value| value.is_finite());
        let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        let room = if high > low { 0.05 * (high - low) } else { 1.0 };
        Scale { ends, values: [low - room, high + room] }
    }

    /// What all levers together do.
    fn together(&self) -> String {
        let change = range(self.bars.iter().map(|(parts, factor, _)| factor * parts.change.mean), signed);
        format!("all levers together: {}", typeset(&change))
    }
}

/// Draws the figure.
pub fn figure(attribution: &Attribution) -> Picture {
    let title = format!("{}: how much each lever did", attribution.title);
    let mut picture = Picture { size: [WIDTH as u32, 0], paper: PAPER, title: title.clone(), marks: Vec::new() };
    let mut y = 16.0;
    for (text, size, colour) in [(title, TITLE, INK), (subtitle(attribution), SMALL, SOFT)] {
        for line in font::broken(&text, size, RIGHT - LEFT, 2) {
            y += 1.4 * size;
            picture.text([LEFT, y], Anchor::Start, size, colour, line);
        }
    }
    y += 30.0;
    let panels = panels(attribution);
    legend(&mut picture, y, panels.iter().any(|panel| panel.bars.len() > 1));
    y += 34.0;
    let top = y + 3.0 * 1.4 * SMALL;
    let order = attribution.by_output();
    let row = 2.0 * MARGIN + BAR[1] * panels.iter().map(|panel| panel.bars.len()).max().unwrap_or(1) as f64;
    names(&mut picture, attribution, &order, top, row);
    let width = (RIGHT - NAMES[1] - GAP * (panels.len() as f64 - 1.0)) / panels.len() as f64;
    for (place, panel) in panels.iter().enumerate() {
        let left = NAMES[1] + place as f64 * (width + GAP);
        let scale = panel.scale([left, left + width], order.len());
        heading(&mut picture, panel, left, width, y);
        let bottom = top + row * order.len() as f64;
        axis(&mut picture, &scale, top, bottom);
        for (place, &lever) in order.iter().enumerate() {
            bars(&mut picture, panel, &scale, lever, top + row * (place as f64 + 0.5));
        }
    }
    y = top + row * order.len() as f64 + 46.0;
    for line in font::broken(NOT_EVIDENCE, SMALL, RIGHT - LEFT, 2) {
        picture.text([LEFT, y], Anchor::Start, SMALL, SOFT, line);
        y += 1.4 * SMALL;
    }
    picture.size[1] = y as u32;
    picture
}

fn subtitle(attribution: &Attribution) -> String {
    format!(
        "Simulated with {}. A lever's part of the change that all make together in {}: its mean change over all orders of the \
         levers.",
        seeds(&attribution.seeds),
        attribution.years
    )
}

fn panels(attribution: &Attribution) -> Vec<Panel<'_>> {
    const BROWN: Colour = Colour(0x72, 0x22, 0x0a);
    const BLUE: Colour = Colour(0x25, 0x5a, 0x8a);
    const GREYS: [Colour; 2] = [Colour(0x9a, 0x90, 0x84), Colour(0x4d, 0x44, 0x38)];
    let of = |outcomes: &[Outcome]| group(attribution, outcomes);
    let mut panels = Vec::new();
    for parts in of(&[Outcome::Output]) {
        let percent = parts.percent();
        let (factor, unit) =
            if percent.is_finite() { (percent, "% of the harvest without any lever") } else { (1.0, "t a year") };
        panels.push(Panel { title: "Grain reaped", unit: unit.into(), bars: vec![(parts, factor, BROWN)] });
    }
    for parts in of(&[Outcome::Food]) {
        let (title, unit) = ("Grain eaten in the country", "kg a year for each person there".into());
        panels.push(Panel { title, unit, bars: vec![(parts, 1.0, BLUE)] });
    }
    let deaths = of(&[Outcome::OfficialDeaths, Outcome::AdjustedDeaths]);
    if !deaths.is_empty() {
        let bars = deaths.into_iter().zip(GREYS).map(|(parts, grey)| (parts, 1.0, grey)).collect();
        panels.push(Panel { title: "Deaths of hunger (model)", unit: unit_of_deaths(attribution.years), bars });
    }
    panels
}

fn unit_of_deaths(years: Years) -> String {
    let together = if years.first == years.last { "" } else { " together" };
    format!("per 1000 people, {years}{together}")
}

/// Explains bars and marks.
fn legend(picture: &mut Picture, y: f64, has_deaths: bool) {
    let middle = y - 0.35 * SMALL;
    let mut x = LEFT;
    let mut entry = |picture: &mut Picture, width: f64, draw: &dyn Fn(&mut Picture, f64), text: &str| {
        draw(picture, x);
        picture.text([x + width + 8.0, y], Anchor::Start, SMALL, INK, text);
        x += width + 8.0 + font::width(text, SMALL) + 26.0;
    };
    let bar = |picture: &mut Picture, x: f64| {
        picture.rectangle([x, middle - 0.5 * BAR[0]], [x + 34.0, middle + 0.5 * BAR[0]], SOFT, 0.55);
        whisker(picture, [x + 24.0, x + 44.0], middle);
    };
    entry(picture, 44.0, &bar, "part, with its 95 % interval");
    entry(picture, 2.0 * MARK, &|picture, x| circle(picture, [x + MARK, middle]), "change alone, without the others");
    entry(picture, 2.0 * MARK, &|picture, x| diamond(picture, [x + MARK, middle]), "change last, with all others");
    if has_deaths {
        let text = "deaths: upper bar by official rates, lower by adjusted";
        entry(picture, 0.0, &|_, _| {}, text);
    }
}

fn heading(picture: &mut Picture, panel: &Panel, left: f64, width: f64, y: f64) {
    let lines = [(panel.title, LABEL, INK), (&panel.unit, SMALL, SOFT), (&panel.together(), SMALL, SOFT)];
    for (place, (text, size, colour)) in lines.into_iter().enumerate() {
        let at = [left, y + 1.4 * SMALL * place as f64];
        picture.text(at, Anchor::Start, size, colour, font::shortened(text, size, width));
    }
}

/// The levers' names, and lines between them across all panels.
fn names(picture: &mut Picture, attribution: &Attribution, order: &[usize], top: f64, row: f64) {
    for (place, &lever) in order.iter().enumerate() {
        let y = top + row * place as f64;
        if place % 2 == 0 {
            picture.rectangle([LEFT, y], [RIGHT, y + row], GRID, 0.22);
        }
        let name = font::shortened(attribution.levers[lever].describe().title, SMALL, NAMES[0] - LEFT - 8.0);
        picture.text([NAMES[0], y + 0.5 * row + 0.35 * SMALL], Anchor::End, SMALL, INK, name);
    }
}

fn axis(picture: &mut Picture, scale: &Scale, top: f64, bottom: f64) {
    for value in scale.marks() {
        let x = scale.x(value);
        let pen = if value == 0.0 { Pen::solid(INK, 1.2) } else { Pen::solid(GRID, 1.0) };
        picture.line([[x, top], [x, bottom]], pen);
        let sign = if value < 0.0 { "−" } else { "" };
        let text = format!("{sign}{}", round_number(value.abs()));
        picture.text([x, bottom + 20.0], Anchor::Middle, SMALL, SOFT, text);
    }
}

/// The bars of a lever, around `middle`.
fn bars(picture: &mut Picture, panel: &Panel, scale: &Scale, lever: usize, middle: f64) {
    let top = middle - 0.5 * BAR[1] * panel.bars.len() as f64;
    for (place, ([part, alone, last], colour)) in panel.of_lever(lever).enumerate() {
        let top = top + BAR[1] * place as f64 + 1.0;
        let [a, b] = [scale.x(0.0), scale.x(part.mean)];
        picture.rectangle([a.min(b), top], [a.max(b), top + BAR[0]], colour, 0.75);
        if part.high > part.low {
            whisker(picture, [scale.x(part.low), scale.x(part.high)], top + 0.5 * BAR[0]);
        }
        let below = top + BAR[0] + MARK + 2.5;
        diamond(picture, [scale.x(last.mean), below]);
        circle(picture, [scale.x(alone.mean), below]);
    }
}

fn whisker(picture: &mut Picture, [low, high]: [f64; 2], y: f64) {
    let caps = [low, high].map(|x| vec![[x, y - 3.0], [x, y + 3.0]]);
    let lines = [vec![[low, y], [high, y]]].into_iter().chain(caps).collect();
    picture.marks.push(Mark::Lines { lines, pen: Pen::solid(INK, 1.3) });
}

fn circle(picture: &mut Picture, [x, y]: Point) {
    let corner = |step: u32| {
        let angle = f64::from(step) * std::f64::consts::TAU / 20.0;
        [x + MARK * libm::cos(angle), y + MARK * libm::sin(angle)]
    };
    picture.line((0..=20).map(corner).collect::<Vec<_>>(), Pen::solid(INK, 1.4));
}

fn diamond(picture: &mut Picture, [x, y]: Point) {
    let corners = vec![[x - MARK, y], [x, y - MARK], [x + MARK, y], [x, y + MARK]];
    picture.marks.push(Mark::Area { corners, fill: INK, opacity: 0.7 });
}

/// With a minus sign in place of a hyphen.
fn typeset(text: &str) -> String {
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::super::estimate::tests::made_up;
    use super::*;
    use crate::experiment::picture::checks::{assert_on_the_paper, space_of_text};
    use crate::scenario::Lever;

    /// Contract: whatever is attributed, all of it is on the paper, no text lies on another, and the model's note is below.
    #[test]
    fn everything_is_on_the_paper_and_can_be_read() {
        for (outcomes, levers) in [(Outcome::of_a_scenario(true), 11), (Outcome::of_a_scenario(false), 2)] {
            let mut attribution = made_up(outcomes, &Lever::ALL[..levers], 5);
            attribution.title = "大跃进与一个公社的收成".repeat(9);
            let picture = figure(&attribution);
            assert_on_the_paper(&picture);
            // Capitals are not as high as the font is.
            let capitals =
                |[[left, top], [right, bottom]]: [Point; 2]| [[left, top + 0.3 * (bottom - top)], [right, bottom]];
            let texts: Vec<_> = picture.marks.iter().filter_map(space_of_text).map(capitals).collect();
            for (index, [start, end]) in texts.iter().enumerate() {
                let covers =
                    |other: &[Point; 2]| (0..2).all(|axis| start[axis] < other[1][axis] && other[0][axis] < end[axis]);
                assert!(!texts[..index].iter().any(covers), "text {index} lies on another text");
            }
        }
    }

    #[test]
    fn a_scale_has_a_few_round_numbers_and_0() {
        for (low, high) in [(-12.3, 2.0), (-0.4, 0.1), (0.0, 38.0), (-1.0, 1.0), (-530.0, 20.0)] {
            let marks = Scale { ends: [0.0, 300.0], values: [low, high] }.marks();
            assert!((3..=7).contains(&marks.len()) && marks.contains(&0.0), "{low} {high}: {marks:?}");
        }
    }
}
