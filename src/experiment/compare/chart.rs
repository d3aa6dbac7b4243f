//! The comparison as a chart: sparrows, pests, standing grain and the yearly harvests over one time axis.
//!
//! Variants are told apart by colour and by dashes; plum belongs to the campaign and to nothing else.

mod harvests;
mod panel;

use super::comparison::{Comparison, HARVEST, VariantRuns};
use super::lived::Lived;
use super::table::{about_differences, seeds};
use crate::experiment::picture::{Anchor, Colour, Pen, Picture, font};
use crate::output::words::NOT_EVIDENCE;
pub use panel::hatch;
use panel::{Panel, Plot};

/// Paper.
pub const PAPER: Colour = Colour(0xff, 0xfc, 0xf6);
/// Text.
pub const INK: Colour = Colour(0x2b, 0x25, 0x1f);
/// Less important text.
pub const SOFT: Colour = Colour(0x4d, 0x44, 0x38);
/// Lines between things.
pub const GRID: Colour = Colour(0xd8, 0xcb, 0xb4);
/// The campaign, and the ground on which its days are.
pub const CAMPAIGN: Colour = Colour(0x76, 0x2a, 0x50);
/// See [`CAMPAIGN`].
pub const CAMPAIGN_WASH: Colour = Colour(0xf0, 0xe1, 0xe8);

/// Pests, sparrows, grain and leaf: colours that colour-blind eyes tell apart.
pub const PEST: Colour = Colour(0x72, 0x22, 0x0a);
/// See [`PEST`].
pub const SPARROW: Colour = Colour(0x25, 0x5a, 0x8a);
/// See [`PEST`].
pub const GRAIN: Colour = Colour(0x96, 0x70, 0x0a);
/// See [`PEST`].
pub const LEAF: Colour = Colour(0x3f, 0x6b, 0x3a);

/// The lines of the variants, in their order: colours that colour-blind eyes tell apart, and dashes.
const LINES: [(Colour, &[f64]); super::variant::MOST] = [
    (PEST, &[]),
    (SPARROW, &[9.0, 5.0]),
    (GRAIN, &[2.5, 4.0]),
    (LEAF, &[12.0, 4.0, 2.5, 4.0]),
    (INK, &[18.0, 5.0]),
    (Colour(0x6a, 0x8d, 0xa8), &[5.0, 3.0, 1.5, 3.0, 1.5, 3.0]),
];

const WIDTH: f64 = 1200.0;
/// Left and right end of the time axis.
const AXIS: [f64; 2] = [84.0, 1172.0];
const TITLE: f64 = 25.0;
const LABEL: f64 = 16.0;
const SMALL: f64 = 14.5;
/// Height of a panel of lines, and of that of the harvests.
const HEIGHTS: [f64; 2] = [150.0, 190.0];
/// Height of what stands above a panel.
const HEAD: f64 = 42.0;

/// A chart, and how far down it is drawn.
struct Sheet {
    picture: Picture,
    y: f64,
}

impl Sheet {
    fn write(&mut self, text: &str, size: f64, colour: Colour, lines: usize) {
        let left = AXIS[0] - 60.0;
        for line in font::broken(text, size, AXIS[1] - left, lines) {
            self.y += 1.4 * size;
            self.picture.text([left, self.y], Anchor::Start, size, colour, line);
        }
    }
}

/// The pen of a variant.
fn pen(variant: usize) -> Pen {
    let (colour, dash) = LINES[variant % LINES.len()];
    Pen { dash, ..Pen::solid(colour, 2.2) }
}

/// Draws the chart.
pub fn chart(comparison: &Comparison) -> Picture {
    let size = [WIDTH as u32, 0];
    let title = title(comparison);
    let picture = Picture { size, paper: PAPER, title: title.clone(), marks: Vec::new() };
    let mut sheet = Sheet { picture, y: 16.0 };
    sheet.write(&title, TITLE, INK, 2);
    sheet.y += 4.0;
    sheet.write(&subtitle(comparison), SMALL, SOFT, 3);
    sheet.y += 12.0;
    legend(&mut sheet, comparison);
    let campaigns = campaigns(comparison);
    for (variants, spans) in &campaigns {
        lane(&mut sheet, comparison, variants, spans);
    }
    let panels: [(&str, &str, fn(&Lived) -> &[f64]); 2] = [
        ("Sparrows", "per hectare", |run| &run.sparrows_per_ha),
        ("Pests", "per m², hoppers from the third instar and adults", |run| &run.pests_per_m2),
    ];
    let spans: Vec<_> = campaigns.iter().map(|(_, spans)| *spans).collect();
    let open = |sheet: &mut Sheet, name: &str, unit: &str, height: f64| {
        sheet.y += HEAD;
        let panel = Panel { comparison, spans: &spans, top: sheet.y, height };
        panel.heading(&mut sheet.picture, name, unit);
        sheet.y += height;
        panel
    };
    for (name, unit, series) in panels {
        let panel = open(&mut sheet, name, unit, HEIGHTS[0]);
        panel.lines(&mut sheet.picture, series, |_| 1.0);
    }
    let (unit, per): (_, fn(&VariantRuns) -> f64) =
        if comparison.is_per_ha() { ("t per hectare of land", |variant| variant.land_ha) } else { ("t", |_| 1.0) };
    let panel = open(&mut sheet, "Standing grain", unit, HEIGHTS[0]);
    panel.lines(&mut sheet.picture, |run| &run.standing_grain_t, per);
    let panel = open(&mut sheet, "Harvest", unit, HEIGHTS[1]);
    harvests::draw(&panel, &mut sheet.picture, &HARVEST);
    panel.years(&mut sheet.picture);
    sheet.y += 38.0;
    foot(&mut sheet, comparison);
    sheet.picture.size[1] = (sheet.y + 18.0) as u32;
    sheet.picture
}

fn title(comparison: &Comparison) -> String {
    let variants = &comparison.variants;
    if variants.iter().all(|variant| variant.title == variants[0].title) {
        return variants[0].title.clone();
    }
    match &*variants.iter().map(|variant| &*variant.name).collect::<Vec<_>>() {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        names => names.concat(),
    }
}

fn subtitle(comparison: &Comparison) -> String {
    let first = comparison.variants.first().map_or(&[][..], |variant| &variant.seeds);
    match (comparison.most_seeds(), comparison.is_paired()) {
        (..=1, true) if comparison.variants.len() == 1 => format!("Simulated with {}.", seeds(first)),
        (..=1, true) => format!("Simulated with {}: one run each.", seeds(first)),
        (..=1, false) => "Simulated, one run each, with different seeds.".into(),
        (_, true) => {
            format!("Simulated with {}. Lines and bars: means; shaded: from the lowest to the highest.", seeds(first))
        }
        (_, false) => {
            "Simulated with different seeds. Lines and bars: means; shaded: from the lowest to the highest.".into()
        }
    }
}

/// The variants' lines and names, as many in a row as there is room for.
fn legend(sheet: &mut Sheet, comparison: &Comparison) {
    const SAMPLE: f64 = 46.0;
    let left = AXIS[0] - 60.0;
    let mut x = left;
    sheet.y += 18.0;
    for (index, variant) in comparison.variants.iter().enumerate() {
        let many = if comparison.is_paired() { String::new() } else { format!(", {}", seeds(&variant.seeds)) };
        let name = font::shortened(&(variant.name.clone() + &many), LABEL, AXIS[1] - left - SAMPLE - 8.0);
        let width = SAMPLE + 8.0 + font::width(&name, LABEL) + 34.0;
        if x > left && x + width > AXIS[1] {
            (x, sheet.y) = (left, sheet.y + 26.0);
        }
        let middle = sheet.y - 0.33 * LABEL;
        if comparison.most_seeds() > 1 {
            let ends = ([x, middle - 9.0], [x + SAMPLE, middle + 9.0]);
            sheet.picture.rectangle(ends.0, ends.1, pen(index).colour, BAND);
        }
        sheet.picture.line([[x, middle], [x + SAMPLE, middle]], Pen { width: 2.8, ..pen(index) });
        sheet.picture.text([x + SAMPLE + 8.0, sheet.y], Anchor::Start, LABEL, INK, name);
        x += width;
    }
    sheet.y += 4.0;
}

/// Opacity of the band between the lowest and the highest seed.
pub const BAND: f64 = 0.16;

/// Stretches of a campaign, as days.
type Spans<'a> = &'a [[usize; 2]];

/// The campaigns that differ, each with the variants that have it.
fn campaigns(comparison: &Comparison) -> Vec<(Vec<usize>, Spans<'_>)> {
    let mut campaigns: Vec<(Vec<usize>, Spans)> = Vec::new();
    for (index, variant) in comparison.variants.iter().enumerate() {
        let spans = variant.campaign();
        match campaigns.iter_mut().find(|(_, known)| *known == spans) {
            Some((variants, _)) => variants.push(index),
            None if spans.is_empty() => {}
            None => campaigns.push((vec![index], spans)),
        }
    }
    campaigns
}

/// A strip that shows when a campaign was on, and whose it is.
fn lane(sheet: &mut Sheet, comparison: &Comparison, variants: &[usize], spans: Spans) {
    const HEIGHT: f64 = 15.0;
    sheet.y += 12.0;
    let plot = Plot::new(comparison, sheet.y, HEIGHT, 1.0);
    for span in spans {
        plot.campaign(&mut sheet.picture, *span);
    }
    let names: Vec<_> = variants.iter().map(|index| &*comparison.variants[*index].name).collect();
    let text = match names.join(", ") {
        _ if names.len() == comparison.variants.len() => "campaign".into(),
        names if names.contains("campaign") => names,
        names => format!("campaign: {names}"),
    };
    let ends =
        spans.first().zip(spans.last()).map_or([AXIS[0]; 2], |(first, last)| [plot.x(first[0]), plot.x(last[1] + 1)]);
    let (before, after) = (ends[0] - AXIS[0] - 10.0, AXIS[1] - ends[1] - 10.0);
    let text = font::shortened(&text, SMALL, before.max(after));
    let y = sheet.y + HEIGHT - 3.0;
    if font::width(&text, SMALL) <= after {
        sheet.picture.text([ends[1] + 8.0, y], Anchor::Start, SMALL, CAMPAIGN, text);
    } else {
        sheet.picture.text([ends[0] - 8.0, y], Anchor::End, SMALL, CAMPAIGN, text);
    }
    sheet.y += HEIGHT;
}

fn foot(sheet: &mut Sheet, comparison: &Comparison) {
    if comparison.variants.len() > 1 && comparison.is_paired() {
        let chance =
            if comparison.most_seeds() > 1 { "; ≈: no clear difference (its 95 % interval holds 0)" } else { "" };
        let what = match &comparison.variants[..] {
            [variant, other] => format!("{} against {}", variant.name, other.name),
            variants => format!("each against {}", variants.last().map_or("", |last| &last.name)),
        };
        let sentence = format!("Above the bars: {what}, in percent; =: the same{chance}.");
        sheet.write(&sentence, SMALL, SOFT, 2);
    }
    if comparison.years().iter().any(|(_, is_whole)| !is_whole) {
        sheet.write("* not the whole year", SMALL, SOFT, 1);
    }
    if comparison.most_seeds() < 2 || !comparison.is_paired() {
        let sentence = about_differences(comparison).into_iter().next_back().unwrap_or_default();
        sheet.write(&sentence, SMALL, SOFT, 2);
    }
    sheet.write(NOT_EVIDENCE, SMALL, SOFT, 2);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::compare::comparison::tests::made_up;
    use crate::experiment::picture::Mark;
    use crate::experiment::picture::checks::assert_on_the_paper;

    fn texts(picture: &Picture) -> Vec<String> {
        let text = |mark: &Mark| match mark {
            Mark::Text { text, .. } => Some(text.clone()),
            _ => None,
        };
        picture.marks.iter().filter_map(text).collect()
    }

    /// Contract: whatever is compared, all of it is on the paper, the model's note is below, and the names that the
    /// font has are shown.
    #[test]
    fn everything_is_on_the_paper() {
        let years = [[900.0, 800.0], [910.0, 805.0]];
        for variants in [&[&years[..]][..], &[&years, &years], &[&years, &years, &years[..1]], &[&years[..1]; 3]] {
            let mut comparison = made_up(variants);
            comparison.variants[0].title = "消灭麻雀运动与一个公社的收成".repeat(7);
            comparison.variants[0].name = "一个很长很长的名字".repeat(20);
            let picture = chart(&comparison);
            assert_on_the_paper(&picture);
        }
    }

    #[test]
    fn the_chart_says_whose_the_campaign_is_and_what_may_be_chance() {
        let noisy = [[990.0, 900.0], [1115.0, 1010.0], [1200.0, 1090.0]];
        let without = [[1000.0, 1000.0], [1100.0, 1100.0], [1200.0, 1200.0]];
        let said = texts(&chart(&made_up(&[&noisy, &without]))).join("\n");
        for text in ["campaign: with", "no clear difference", "−9.1 %", "shaded: from the lowest to the highest"] {
            assert!(said.contains(text), "no {text:?} in {said}");
        }
        let said = texts(&chart(&made_up(&[&noisy[..1], &without[..1]]))).join("\n");
        assert!(said.contains("With one seed there is no interval"), "{said}");
    }
}
