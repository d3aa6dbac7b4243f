//! The yearly harvests as bars, and what is above them: by how much they differ.

use super::panel::Panel;
use super::{INK, SMALL, pen};
use crate::experiment::compare::comparison::{Difference, Measure, Spread};
use crate::experiment::compare::table::share;
use crate::experiment::picture::{Anchor, Pen, Picture, font};

/// Share of a year's width that its bars take.
const BARS: f64 = 0.78;
/// Widest bar, pixels.
const WIDEST: f64 = 64.0;
const FILL: f64 = 0.32;

/// Draws the bars of all variants, year by year.
pub fn draw(panel: &Panel, picture: &mut Picture, measure: &Measure) {
    let comparison = panel.comparison;
    let variants = &comparison.variants;
    let values = |variant: usize, year: usize| comparison.values(measure, &variants[variant], year);
    let years = comparison.years().len();
    let all = (0..variants.len()).flat_map(|variant| (0..years).map(move |year| (variant, year)));
    let most = all.flat_map(|(variant, year)| values(variant, year)).fold(0.0, f64::max);
    // Room for what is above the bars.
    let plot = panel.ground(picture, 1.18 * most);
    for (year, [begin, end]) in panel.year_ends().into_iter().enumerate() {
        let slot = (BARS * (end - begin) / variants.len() as f64).min(WIDEST);
        let first = 0.5 * (begin + end) - 0.5 * slot * variants.len() as f64;
        let reference = values(variants.len() - 1, year);
        for index in 0..variants.len() {
            let values = values(index, year);
            let spread = Spread::of(&values);
            let gap = 0.06 * slot;
            let [left, right] = [first + index as f64 * slot + gap, first + (index + 1) as f64 * slot - gap];
            let top = plot.y(spread.mean);
            picture.rectangle([left, top], [right, plot.bottom], pen(index).colour, FILL);
            let outline = [[left, plot.bottom], [left, top], [right, top], [right, plot.bottom]];
            picture.line(outline, Pen { width: 1.6, ..pen(index) });
            if values.len() > 1 {
                let (x, reach) = (0.5 * (left + right), (0.16 * slot).min(6.0));
                for y in [spread.lowest, spread.highest].map(|value| plot.y(value)) {
                    picture.line([[x - reach, y], [x + reach, y]], Pen::solid(INK, 1.3));
                }
                picture.line([[x, plot.y(spread.lowest)], [x, plot.y(spread.highest)]], Pen::solid(INK, 1.3));
            }
            if index + 1 < variants.len() && comparison.is_paired() {
                let text = said(&Difference::of(&values, &reference), slot);
                let highest = if variants.len() == 2 { plot.y(Spread::of(&reference).highest) } else { f64::INFINITY };
                let (x, y) = if variants.len() == 2 {
                    (0.5 * (begin + end), plot.y(spread.highest).min(highest))
                } else {
                    (0.5 * (left + right), plot.y(spread.highest))
                };
                picture.text([x, y - 7.0], Anchor::Middle, SMALL, INK, text);
            }
        }
    }
}

/// What is said of a difference in so much room.
fn said(difference: &Difference, slot: f64) -> String {
    if difference.is_none {
        return "=".into();
    }
    if difference.may_be_chance() {
        return "≈".into();
    }
    let whole = share(difference.share).replace('-', "−");
    let fits = |text: &str| font::width(text, SMALL) <= 1.9 * slot;
    [whole.clone(), whole.replace(" %", "")].into_iter().find(|text| fits(text)).unwrap_or_default()
}
